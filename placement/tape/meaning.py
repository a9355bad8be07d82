"""What the user says of a file where it can be read in more than one way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from placement.domain.errors import InputError
from placement.domain.text import listed, t
from placement.tape.unit_words import unit_word

_NAMED = (
    *("元", "百元", "千元", "万元", "十万元", "百万元", "千万元", "亿元", "十亿元", "角", "分"),
    *("thousand", "million", "cents"),
)

UNITS: Mapping[str, float] = MappingProxyType(
    {name: unit_word(name).times or 1.0 for name in _NAMED} | {"one": 1.0}
)
"""Units that amounts are written in, and what one of each is in single units of the currency."""

CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "decimal": ("point", "comma"),
        "unit": tuple(UNITS),
        "dates": ("day-first", "month-first", "year-first"),
        "age_unit": ("days", "months", "years"),
        "bills": ("keep", "add"),
        "paid": ("to-deduct", "deducted"),
        "debtors": ("apart", "together"),
        "totals": ("keep", "leave-out"),
        "closed": ("leave-out", "keep"),
        "current": ("leave-out", "keep"),
        "snapshots": ("latest", "all"),
    }
)
"""The answers each question allows; every other one is free text or a number."""


MOST_RATE = 1e6
"""Price of one unit of any currency in any other one; more is a slip."""


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """The user's answers; None, or nothing, lets the file speak for itself."""

    sheets: tuple[str, ...] = ()
    """Sheets of a workbook to read, by name."""

    header_row: int | None = None
    """Row of the file that holds the headings; the first is 1."""

    encoding: str | None = None
    """Encoding of a text file, such as cp1252 or big5."""

    decimal: str | None = None
    """`point` or `comma`: what parts the cents from the whole amount."""

    unit: str | None = None
    """A key of `UNITS`: what the money columns are written in."""

    dates: str | None = None
    """`day-first` or `month-first`: how 03/04/2024 is meant; `year-first` for 24/04/03 only."""

    age_unit: str | None = None
    """`days`, `months` or `years`: what a column of ages counts."""

    rate: float | None = None
    """The library's currency for one of the file's, where the two differ."""

    bills: str | None = None
    """`keep` or `add`: several bills under one account number stay apart, or are one account."""

    paid: str | None = None
    """`to-deduct` or `deducted`: what was paid is still to be taken off the amounts, or is off."""

    debtors: str | None = None
    """`apart` or `together`: several accounts of one debtor are claims of their own, or one."""

    totals: str | None = None
    """`keep` or `leave-out`: what becomes of rows called totals that add up no other rows."""

    closed: str | None = None
    """`leave-out` or `keep`: what becomes of accounts whose status says that they are over."""

    current: str | None = None
    """`leave-out` or `keep`: what becomes of accounts of 0 days past due."""

    snapshots: str | None = None
    """`latest` or `all`: which rows of a file with several cut-off dates are the book."""

    confirmed: frozenset[str] = frozenset()
    """Codes of the doubts that the user has looked at and found right."""

    def __post_init__(self) -> None:
        for name, allowed in CHOICES.items():
            value = getattr(self, name)
            if value is not None and value not in allowed:
                raise InputError(
                    t(
                        "{name} must be one of {known}; got {value}.",
                        name=option_name(name),
                        known=listed(allowed),
                        value=value,
                    )
                )
        if self.header_row is not None and self.header_row < 1:
            raise InputError(
                t(
                    "{name} must be a row of the file, 1 or more; got {value}.",
                    name=option_name("header_row"),
                    value=self.header_row,
                )
            )
        if self.rate is not None and not 0.0 < self.rate <= MOST_RATE:
            raise InputError(
                t(
                    "{name} must be a number above zero and at most {most:,.0f}, the price of one "
                    "unit of the file's currency; got {value}.",
                    name=option_name("rate"),
                    most=MOST_RATE,
                    value=f"{self.rate}"[:40],
                )
            )

    @property
    def unit_factor(self) -> float | None:
        """Return what one of the user's unit is in single units; None where he named none."""
        return None if self.unit is None else UNITS[self.unit]

    @property
    def of_the_file(self) -> "Meaning":
        """Return only the answers that the reader of the cells needs; the rest is of the checks."""
        return Meaning(
            sheets=self.sheets,
            header_row=self.header_row,
            encoding=self.encoding,
            decimal=self.decimal,
        )

    def answered(self, question: str, answer: str | float) -> "Meaning":
        """Return the answers with one more, or another one.

        Raises:
            InputError: The question does not exist, or this is no answer to it.
        """
        return meaning_of({**self.plain(), question: answer})

    def plain(self) -> dict[str, Any]:
        """Return what was answered as plain data, fit for JSON; nothing that was left open."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            # Sheets are read in the order they are named, so that stays.
            name: sorted(value)
            if isinstance(value, frozenset)
            else list(value)
            if isinstance(value, tuple)
            else value
            for name, value in given.items()
            if value not in (None, (), frozenset())
        }


AS_IT_STANDS = Meaning()
"""Nothing is answered: the file speaks for itself."""


def option_name(name: str) -> str:
    """Return how the command line calls a question."""
    return {"sheets": "--sheet"}.get(name, "--" + name.replace("_", "-"))


def meaning_of(plain: Mapping[str, Any]) -> Meaning:
    """Return the answers in plain data written by `Meaning.plain`.

    Raises:
        InputError: A question does not exist, or its answer is none of those allowed.
    """
    known = {field.name: field.type for field in fields(Meaning)}
    unknown = sorted(set(plain) - known.keys())
    if unknown:
        raise InputError(
            t(
                "The mapping answers questions that do not exist: {unknown}. Questions are: "
                "{known}. Correct the file, or save the mapping again.",
                unknown=listed(unknown),
                known=listed(known),
            )
        )
    for name, value in plain.items():
        if not _is_of_kind(name, value):
            raise InputError(
                t(
                    "The mapping's answer to {name} is of the wrong kind: got {value!r}. "
                    "Correct the file, or save the mapping again.",
                    name=name,
                    value=value,
                )
            )
    said: dict[str, Any] = {name: _GATHERED.get(name, _as_it_is)(x) for name, x in plain.items()}
    return Meaning(**said)


def _as_it_is(value: Any) -> Any:
    return value


_GATHERED: Mapping[str, Callable[[Any], Any]] = {"sheets": tuple, "confirmed": frozenset}


def _is_of_kind(name: str, value: Any) -> bool:
    if name in ("sheets", "confirmed"):
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if name == "header_row":
        return isinstance(value, int) and not isinstance(value, bool)
    if name == "rate":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str)

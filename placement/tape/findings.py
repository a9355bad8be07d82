"""What was noticed about a tape: one `Finding` per condition, for all rows it touches."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from placement.domain.text import clauses, listed, sentences, t
from placement.tape.meaning import option_name
from placement.tape.quoting import heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHOWN = 5
"""Offending rows named in a finding; the rest are only counted."""

SHOWN_WORDS = 20
"""Different words that a finding names where words decide; more are as good as free text."""


NAMED = 10
"""Headings named in a text; the rest are only counted."""


_LONGEST_NAME = 60


class Severity(StrEnum):
    """What a finding did to the tape."""

    ERROR = "error"
    """Rows were left out."""

    DOUBT = "doubt"
    """The file can be read in more than one way; the user can say which."""

    WARNING = "warning"
    """Rows stay, but something was repaired, guessed or ignored."""

    NOTE = "note"
    """Nothing is wrong; the reader should know."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One way to read what is in doubt, with what the book would then be."""

    question: str
    """A field of `meaning.Meaning`."""

    answer: str | float
    """What to answer for this reading."""

    label: str
    """The reading in words, such as `1.250 is 1,250`."""

    balance: float | None = None
    """Sum of the readable balances under this reading; None where it is not about money."""

    accounts: int | None = None
    """Accounts under this reading; None where it is not about their number."""

    taken: bool = False
    """This is how the file was read."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One condition and every row it touches."""

    code: str
    """Stable name of the condition, such as `balance_missing`."""

    severity: Severity
    """What it did to the tape."""

    column: str = ""
    """Heading in the file, or our field where the file has none; empty for the whole file."""

    rows: int = 0
    """Number of rows touched."""

    money: float = 0.0
    """Readable balances of those rows, in the file's currencies added up."""

    first: tuple[tuple[int, str], ...] = ()
    """Row number in the file and offending value, at most `SHOWN` of them, or one
    row of each word that decides."""

    message: str
    """What was found, and the rule."""

    advice: str = ""
    """What the reader can do about it."""

    choices: tuple[Choice, ...] = ()
    """The readings to choose from, where there are several; the one taken is among them."""

    def line(self) -> str:
        """Return the finding on one line: what, the rule, what came, what to do."""
        return sentences(
            part
            for part in (
                self.message,
                _first_rows(self.first),
                _readings(self.choices),
                self.advice,
            )
            if part
        )


def lines(findings: "Iterable[Finding]", *, severity: Severity | None = None) -> tuple[str, ...]:
    """Return one line per finding, of one severity if it is given."""
    return tuple(f.line() for f in findings if severity is None or f.severity == severity)


def name_some(names: "Sequence[str]") -> str:
    """Return the first names with commas between them, and how many more there are."""
    shown = listed(
        name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
        for name in map(heading, names[:NAMED])
    )
    if len(names) <= NAMED:
        return shown
    return t("{names} and {more} more", names=shown, more=f"{len(names) - NAMED:,}")


def _readings(choices: tuple[Choice, ...]) -> str:
    """Return the readings on one line, each with its total and how a command asks for it."""
    if not choices:
        return ""
    shown = clauses(
        sentences(
            part
            for part in (
                choice.label,
                "" if choice.balance is None else t("({money} in all)", money=_money(choice)),
                ""
                if choice.accounts is None
                else t("({accounts} accounts)", accounts=f"{choice.accounts:,}"),
                t("(as it was read)")
                if choice.taken
                else t("({option})", option=f"{option_name(choice.question)} {choice.answer}"),
            )
            if part
        )
        for choice in choices
    )
    return t("Readings: {readings}.", readings=shown)


def _money(choice: Choice) -> str:
    return f"{choice.balance:,.2f}"


def _first_rows(first: tuple[tuple[int, str], ...]) -> str:
    if not first:
        return ""
    shown = listed(
        t("row {row}: {value}", row=row, value=value) if value else t("row {row}", row=row)
        for row, value in first
    )
    return t("First: {rows}.", rows=shown)

"""From the words of a call to accounts, numbers, mappings and dates."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from placement.cli.show import show_findings, tell
from placement.domain.errors import InputError
from placement.domain.text import listed, t
from placement.domain.types import CreditorType

if TYPE_CHECKING:
    from placement.api import Book, BookRanking
    from placement.cli.meaning import Reading
    from placement.cli.under import Under
    from placement.domain.types import Segments
    from placement.tape.findings import Choice
    from placement.tape.saved import SavedMapping


def account_of(
    sector: str,
    balance: float,
    age: float,
    creditor: CreditorType | None,
    principal: float | None,
    placements: int,
    months_since_demand: float | None,
    disputed: bool,
    unreachable: bool,
    letters: int = 0,
    in_house_months: float | None = None,
    history: str | None = None,
) -> "Segments":
    """Return the account that the options of a command describe."""
    from placement.api import one_account
    from placement.domain.plausible import question_of

    account = one_account(
        sector=sector,
        balance=balance,
        age=age,
        creditor_type=creditor.value if creditor else None,
        principal=principal,
        placements=placements,
        months_since_demand=months_since_demand,
        disputed=disputed,
        unreachable=unreachable,
        letters=letters,
        in_house_months=in_house_months,
        history=history or "",
    )
    if question := question_of(sector, balance):
        tell("note", question)
    return account


@dataclass(frozen=True, kw_only=True)
class TapeCall:
    """The options of a command that read a tape."""

    tape: Path
    under: "Under"
    sector: str | None
    creditor: CreditorType | None
    reading: "Reading"
    as_of: str | None

    @cached_property
    def saved(self) -> "SavedMapping":
        """The mapping in use."""
        return self.reading.saved(self.under.mapping)

    @property
    def whole_mapping(self) -> "SavedMapping":
        """The mapping in use with the defaults that the call gives."""
        from dataclasses import replace

        saved = self.saved
        return replace(
            saved,
            sector=self.sector or saved.sector,
            creditor_type=self.creditor.value if self.creditor else saved.creditor_type,
        )

    @property
    def book(self) -> "Book":
        """The checked book."""
        return self._opened[0]

    def read_as(self, choice: "Choice") -> "Book":
        """Return what the book would be if a doubt were answered otherwise."""
        return self._opened_at(self._opened[1], choice)

    @cached_property
    def _opened(self) -> tuple["Book", dt.date | None]:
        return self.under.opened(self._opened_at, date_of(self.as_of))

    def _opened_at(self, as_of: dt.date | None, choice: "Choice | None" = None) -> "Book":
        from placement.api import open_tape

        saved = self.whole_mapping
        meaning = saved.meaning
        if choice is not None:
            meaning = meaning.answered(choice.question, choice.answer)
        return open_tape(
            self.tape,
            filename=self.tape.name,
            assumptions=self.under.assumptions,
            mapping=saved.columns,
            meaning=meaning,
            as_of=as_of,
            sector=saved.sector,
            creditor_type=saved.creditor_type,
        )

    def ranked(self) -> "BookRanking":
        """Return the ranked book, its findings printed."""
        from placement.api import rank_book

        show_findings(self.book.findings)
        under = self.under
        return rank_book(self.book, under.assumptions, stance=under.stance, bands=under.bands)


def only_of_one_account(command: str, **given: bool) -> None:
    """Refuse what describes one account where a tape has a column for it."""
    names = ["--" + name.replace("_", "-") for name, is_given in given.items() if is_given]
    if names:
        raise InputError(
            t(
                "{command} takes either a tape or one account; got a tape and {names}, which the "
                "tape has for each account. Leave out the tape, or {names}.",
                command=command,
                names=listed(names),
            )
        )


def sets_of(sets: list[str] | None) -> dict[str, float]:
    """Return the single values that a call gives, by path."""
    values: dict[str, float] = {}
    for pair in sets or []:
        path, equals, text = pair.partition("=")
        try:
            values[path.strip()] = float(text)
        except ValueError:
            equals = ""
        if not equals:
            raise InputError(
                t(
                    "--set takes PATH=VALUE with a number, as in {example}; got {pair!r}.",
                    example="tax.income_tax_rate=0.15",
                    pair=pair,
                )
            )
    return values


def columns_of(pairs: list[str] | None, saved: "SavedMapping") -> dict[str, str]:
    """Return the columns mapped by hand: those kept, then single ones."""
    mapping = dict(saved.columns)
    for pair in pairs or []:
        field, equals, heading = pair.partition("=")
        if not equals:
            raise InputError(
                t(
                    "--column takes FIELD=HEADING, as in {example}; got {pair!r}.",
                    example="balance=Amount",
                    pair=pair,
                )
            )
        mapping[field.strip()] = heading.strip()
    return mapping


def date_of(text: str | None) -> dt.date | None:
    """Return the cut-off date a call names; None if it names none."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(
            t("--as-of must be a date like 2026-10-31; got {text!r}.", text=text)
        ) from None

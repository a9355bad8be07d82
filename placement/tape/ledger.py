"""The book kept while a tape is checked: which rows are left out why, and what is said about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.tape.cells import Codes, Column, first_texts
from placement.tape.findings import SHOWN, SHOWN_WORDS, Choice, Finding, Severity
from placement.tape.quoting import quoted

Say = Callable[[str, str], str]
"""Makes the message of a finding from the number of rows touched and of all rows."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a finding is: its column as the user knows it, and the cells to quote."""

    column: str = ""
    cells: Column | None = None
    number: bool = False
    """The cells are amounts, counts or days, where long numbers are usual."""
    words: Codes | None = None
    """Texts that decided: each different one is shown once, instead of the first cells."""


class Ledger:
    """Collects findings; the only thing here that changes, and only while `check` runs."""

    def __init__(
        self, rows: IntArray, balance: FloatArray, *, sheets: tuple[tuple[str, int], ...] = ()
    ) -> None:
        """Open the book.

        Args:
            rows: Row in the file of each record. Shape (records,).
            balance: Balance of each record, NaN where unreadable. Shape (records,).
            sheets: Name of each sheet and its number of records, where rows are of several.
        """
        self.findings: list[Finding] = []
        self.codes: list[str] = []
        self._rows = rows
        self._sheets = sheets
        self._money = balance
        # One bit per reason, so that a row can have several.
        self.reasons = np.zeros(len(rows), dtype=np.int64)
        self.live: BoolArray = np.ones(len(rows), dtype=bool)
        """The records not left out so far; replaced, never written to, when some are."""
        self.accounts: BoolArray = self.live
        """The records that are accounts at all: no headings, no totals. A bad account stays
        among them, so that every finding counts all its rows."""
        self.waiting: BoolArray = np.zeros(len(rows), dtype=bool)
        """The records whose age cannot be known before a question is answered."""

    def wait(self, mask: BoolArray) -> None:
        """Note whose age waits for an answer; the question itself is said by `doubt`."""
        self.waiting = self.waiting | mask

    def revalue(self, money: FloatArray) -> None:
        """Take other amounts for the records from now on. Shape (records,)."""
        self._money = money

    def leave_out(
        self,
        mask: BoolArray,
        code: str,
        say: Say,
        advice: str,
        place: Place,
        *,
        severity: Severity = Severity.ERROR,
        choices: tuple[Choice, ...] = (),
    ) -> None:
        """Leave records out and say so; nothing happens if the mask is empty."""
        if mask.any():
            self._drop(mask, code)
            self._say(mask, code, severity, say, advice, place, choices)

    def leave_out_waiting(self, mask: BoolArray, code: str) -> None:
        """Leave records out of which a question has said that they wait for its answer."""
        if mask.any():
            self._drop(mask, code)

    def _drop(self, mask: BoolArray, code: str) -> None:
        bit = np.int64(1) << np.int64(len(self.codes))
        self.codes.append(code)
        self.reasons[mask] |= bit
        self.live = self.live & ~mask

    def set_aside(
        self,
        mask: BoolArray,
        code: str,
        say: Say,
        advice: str,
        place: Place,
        *,
        severity: Severity = Severity.ERROR,
        choices: tuple[Choice, ...] = (),
    ) -> None:
        """Leave records out that are no accounts; no other finding counts them."""
        self.leave_out(mask, code, say, advice, place, severity=severity, choices=choices)
        self.accounts = self.live

    def warn(self, mask: BoolArray, code: str, say: Say, advice: str, place: Place) -> None:
        """Say what was repaired, guessed or ignored; nothing happens if the mask is empty."""
        if mask.any():
            self._say(mask, code, Severity.WARNING, say, advice, place)

    def note(self, mask: BoolArray, code: str, say: Say, advice: str, place: Place) -> None:
        """Say how records were understood; nothing happens if the mask is empty."""
        if mask.any():
            self._say(mask, code, Severity.NOTE, say, advice, place)

    def doubt(
        self,
        mask: BoolArray,
        code: str,
        say: Say,
        advice: str,
        place: Place,
        *,
        choices: tuple[Choice, ...],
    ) -> None:
        """Ask how records are meant; nothing happens if the mask is empty."""
        if mask.any():
            self._say(mask, code, Severity.DOUBT, say, advice, place, choices)

    def asked(
        self,
        question: str,
        options: Iterable[tuple[str, str, BoolArray]],
        *,
        taken: str,
        said: str | None,
    ) -> tuple[Severity, tuple[Choice, ...]]:
        """Return how a question is put: as a doubt with its readings, or a note once answered.

        Args:
            question: As `readings`, and so the next two.
            options: See there.
            taken: See there.
            said: The user's answer, None if he gave none.
        """
        if said is not None:
            return Severity.NOTE, ()
        return Severity.DOUBT, self.readings(question, options, taken=taken)

    def readings(
        self, question: str, options: Iterable[tuple[str, str, BoolArray]], *, taken: str
    ) -> tuple[Choice, ...]:
        """Return the ways to answer a question, each with the accounts and the money it keeps.

        Args:
            question: A field of `meaning.Meaning`.
            options: Answer, its words, and the records that are in the book under it.
            taken: The answer that the file was read with.
        """
        return tuple(
            Choice(
                question=question,
                answer=answer,
                label=label,
                balance=float(np.nansum(self._money[kept])),
                accounts=int(kept.sum()),
                taken=answer == taken,
            )
            for answer, label, kept in options
        )

    def add(self, *findings: Finding) -> None:
        """Add findings about the whole file."""
        self.findings.extend(findings)

    def reason_texts(self, excluded: IntArray) -> tuple[str, ...]:
        """Return the reasons of the records at some positions, "; " between several."""
        bits, which = np.unique(self.reasons[excluded], return_inverse=True)
        texts = [
            "; ".join(code for i, code in enumerate(self.codes) if bit >> i & 1)
            for bit in bits.tolist()
        ]
        return tuple(texts[i] for i in which.tolist())

    def _say(
        self,
        mask: BoolArray,
        code: str,
        severity: Severity,
        say: Say,
        advice: str,
        place: Place,
        choices: tuple[Choice, ...] = (),
    ) -> None:
        positions = np.flatnonzero(mask)
        first = positions[:SHOWN]
        if place.words is not None:
            first = _first_of_each(positions, place.words)
            first = first if len(first) <= SHOWN_WORDS else first[:SHOWN]
            names = (*place.words.names, "")
            texts = tuple(names[code] for code in place.words.codes[first].tolist())
        elif place.cells is not None:
            texts = first_texts(place.cells, first)
        else:
            texts = ("",) * len(first)
        texts = tuple(quoted(text, number=place.number) for text in texts)
        if self._sheets:
            # A row number alone does not tell the row where several sheets are read.
            texts = tuple(map(_on_sheet, sheets_of(self._sheets, first), texts))
        self.findings.append(
            Finding(
                code=code,
                severity=severity,
                column=place.column,
                rows=len(positions),
                money=float(np.nansum(self._money[positions])),
                first=tuple(zip(self._rows[first].tolist(), texts, strict=True)),
                message=say(f"{len(positions):,}", f"{len(mask):,}"),
                advice=advice,
                choices=choices,
            )
        )


def _first_of_each(positions: IntArray, words: Codes) -> IntArray:
    """Return the first position of every different word, in their order."""
    codes = words.codes[positions]
    first = np.full(len(words.names) + 1, -1, dtype=np.int64)
    # Of several assignments to one place the last one stays; code -1 is the place at the end.
    first[codes[::-1]] = positions[::-1]
    return np.sort(first[first >= 0])


def sheets_of(sheets: tuple[tuple[str, int], ...], records: IntArray) -> tuple[str, ...]:
    """Return the name of the sheet that each record is from. Shape (records,)."""
    ends = np.cumsum([count for _, count in sheets])
    return tuple(sheets[place][0] for place in np.searchsorted(ends, records, side="right"))


def _on_sheet(sheet: str, text: str) -> str:
    return f"{sheet}: {text}" if text else sheet

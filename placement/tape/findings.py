"""What was noticed about a tape: one `Finding` per condition, for all rows it touches."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from placement.domain.text import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHOWN = 5
"""Offending rows named in a finding; the rest are only counted."""


NAMED = 10
"""Headings named in a text; the rest are only counted."""


class Severity(StrEnum):
    """What a finding did to the tape."""

    ERROR = "error"
    """Rows were left out."""

    WARNING = "warning"
    """Rows stay, but something was repaired, guessed or ignored."""

    NOTE = "note"
    """Nothing is wrong; the reader should know."""


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
    """Row number in the file and offending value, at most `SHOWN` of them."""

    message: str
    """What was found, and the rule."""

    advice: str = ""
    """What the reader can do about it."""

    def line(self) -> str:
        """Return the finding on one line: what, the rule, what came, what to do."""
        return " ".join(
            part for part in (self.message, _first_rows(self.first), self.advice) if part
        )


def lines(findings: "Iterable[Finding]", *, severity: Severity | None = None) -> tuple[str, ...]:
    """Return one line per finding, of one severity if it is given."""
    return tuple(f.line() for f in findings if severity is None or f.severity == severity)


def name_some(names: "Sequence[str]") -> str:
    """Return the first names with commas between them, and how many more there are."""
    shown = ", ".join(names[:NAMED])
    if len(names) <= NAMED:
        return shown
    return t("{names} and {more} more", names=shown, more=f"{len(names) - NAMED:,}")


def _first_rows(first: tuple[tuple[int, str], ...]) -> str:
    if not first:
        return ""
    shown = ", ".join(
        t("row {row}: {value}", row=row, value=value) if value else t("row {row}", row=row)
        for row, value in first
    )
    return t("First: {rows}.", rows=shown)

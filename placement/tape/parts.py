"""What every file format hands to `read_table`."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.tape.findings import Finding, Severity

if TYPE_CHECKING:
    from placement.domain.types import IntArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Parts:
    """A table read from one format; the fields are those of `RawTable`."""

    table: Any
    rows: "IntArray"
    ragged: tuple[tuple[int, str], ...] = ()
    withheld: tuple[str, ...] = ()
    notes: tuple[Finding, ...] = ()


def skipped_note(count: int) -> tuple[Finding, ...]:
    """Return a note on title rows above the headings, if there are any."""
    if not count:
        return ()
    return (
        Finding(
            code="title_rows",
            severity=Severity.NOTE,
            rows=count,
            message=t("Rows skipped above the headings: {rows}.", rows=count),
            advice=t("Check that the headings are the right ones."),
        ),
    )


def damaged(filename: str) -> TapeError:
    """Return the error for a file that its own format cannot be read from."""
    return TapeError(
        t(
            "{file} is damaged and cannot be opened. "
            "Open it in the program that made it and save it again.",
            file=filename,
        )
    )

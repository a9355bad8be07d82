"""Further columns of a book's own file, read for lists because somebody asked for them by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.tape.cells import as_text
from placement.tape.columns import is_personal
from placement.tape.findings import name_some
from placement.tape.meaning import AS_IT_STANDS, Meaning
from placement.tape.personal import personal_columns
from placement.tape.read import read_table
from placement.tape.tape import Tape

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True, eq=False)
class MoreColumns:
    """Columns of the file beside those of the tape."""

    table: "pd.DataFrame"
    """One row per account of the tape, in its order; texts as the file has them."""

    personal: tuple[str, ...]
    """Those of them that hold personal data, by heading or by content."""


def more_columns(
    tape: Tape,
    source: Path | bytes,
    *,
    filename: str,
    headings: Sequence[str],
    meaning: Meaning = AS_IT_STANDS,
) -> MoreColumns:
    """Return columns of the file by their headings; they are read from it anew and not kept.

    Args:
        tape: The accounts.
        source: The file they are from.
        filename: Its name.
        headings: Of the columns.
        meaning: How the file was read.

    Raises:
        InputError: A heading is not in the file, or rows of several sheets cannot be told apart.
        TapeError: The file cannot be read.
    """
    import pandas as pd

    wanted = tuple(dict.fromkeys(headings))
    raw = read_table(source, filename=filename, keep=wanted, meaning=meaning)
    absent = [heading for heading in wanted if heading not in raw.table.column_names]
    if absent:
        raise InputError(
            t(
                "--with names columns that the file does not have: {absent}. The file has: "
                "{headings}. Choose one of these.",
                absent=name_some(absent),
                headings=name_some([*raw.table.column_names, *raw.withheld]),
            )
        )
    if len(np.unique(raw.rows)) != len(raw.rows):
        raise InputError(
            t(
                "{file} has several sheets, whose rows --with cannot tell apart. Choose one with "
                "--sheet.",
                file=filename,
            )
        )
    place = np.searchsorted(raw.rows, tape.row)
    if not np.array_equal(raw.rows[np.minimum(place, len(raw.rows) - 1)], tape.row):
        raise InputError(
            t("{file} is no longer the file that the book is from. Open it again.", file=filename)
        )
    cells = raw.table.select(list(wanted))
    table = pd.DataFrame(
        {
            heading: [str(cell or "") for cell in as_text(cells[heading]).take(place).to_pylist()]
            for heading in wanted
        }
    )
    by_content = personal_columns(cells, keep=())
    return MoreColumns(
        table=table,
        personal=tuple(h for h in wanted if h in by_content or is_personal(h)),
    )

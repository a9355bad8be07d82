"""Contracts from rows that are in no file, such as those typed on a screen."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future

import numpy as np
import pyarrow as pa

from placement.assume.assumptions import Assumptions
from placement.decide.mix.table import ContractTable, read_contracts
from placement.tape.read import RawTable


def contracts_of_rows(
    columns: Mapping[str, Sequence[object]],
    *,
    numbers: Sequence[int],
    name: str,
    assumptions: Assumptions,
) -> ContractTable:
    """Return the contracts of typed rows, by the same rules as a file's.

    Args:
        columns: Cells of every column by the headings of a table of contracts; shares are
            decimals, None is an empty cell.
        numbers: The number that findings call each row by.
        name: What errors call the table.
        assumptions: The numbers in use.

    Raises:
        TapeError: Needed columns are missing, or no row is right.
    """
    hashed: Future[str] = Future()
    hashed.set_result("")
    raw = RawTable(
        table=pa.table({heading: pa.array(cells) for heading, cells in columns.items()}),
        rows=np.asarray(numbers, dtype=np.int64),
        filename=name,
        hashed=hashed,
    )
    return read_contracts(raw, known_sectors=assumptions.sectors)

"""The table of contracts on the screen: its columns, and its way to files and back.

On the screen shares are percent, in files and below decimals. Rows have the numbers 1, 2, 3 ...
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256

import numpy as np
import pandas as pd

from placement import api
from placement.assume.assumptions import Assumptions
from placement.decide.deal.terms_text import terms_text
from placement.decide.mix.columns import (
    FLAGS,
    FLAGS_OF_CONTRACT,
    LOCKED_IN,
    LOCKED_OUT,
    NUMBERS,
    OF_BAND,
    OF_CONTRACT,
)
from placement.decide.mix.contracts import Contracts
from placement.decide.mix.table import ContractTable
from placement.report.files import as_csv
from placement.ui.inputs import as_share
from placement.words.numbers import as_percent

TEXTS = ("contract", "sector", "creditor", "creditor_type", "skill", "terms", "history", "locked")
SHARES = ("commission", "win_probability", "volume_share")
"""Percent on the screen."""

COLUMNS = (
    "contract", "locked", "sector", "creditor", "accounts", "balance", "age", "commission",
    "win_probability", "fixed_cost", "placements", "volume_share", "payment_lag", "held",
    "exit_cost", "legal_hours", "cash", "must_keep", "start_month", "disputed", "unreachable",
    "creditor_type", "letters", "in_house_months", "history", "skill", "terms",
)  # fmt: skip
"""Of the screen, from left to right; files have the same."""

TYPED = "contracts"
"""What errors call the table."""


def frame_of(contracts: Contracts) -> pd.DataFrame:
    """Return contracts as the screen shows them, a row each age band.

    What a contract has once stands in its first row.
    """
    bands = contracts.bands
    first = np.r_[True, np.diff(bands.of) != 0] if len(bands) else np.zeros(0, dtype=bool)
    locked = np.where(
        contracts.locked_in, LOCKED_IN, np.where(contracts.locked_out, LOCKED_OUT, "")
    )
    columns: dict[str, Iterable[object]] = {
        name: getattr(bands, name) for name in COLUMNS if hasattr(bands, name)
    }
    once = [*OF_CONTRACT, *FLAGS_OF_CONTRACT, "creditor", "skill"]
    values = {name: getattr(contracts, name) for name in once} | {"locked": locked}
    values["terms"] = [terms_text(terms) for terms in contracts.terms]
    for name, each in values.items():
        spread = np.array(each, dtype=object)[bands.of]
        columns[name] = [
            value if begins else None for value, begins in zip(spread, first, strict=True)
        ]
    columns["contract"] = [contracts.contract[position] for position in bands.of]
    return _screen(pd.DataFrame(columns))


def frame_of_rows(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Return rows by the columns of a table of contracts as the screen shows them.

    A row may be a contract with its `bands`, which are such rows.
    """
    flat = [dict(band) for row in rows for band in row.get("bands", (row,))]  # type: ignore[attr-defined]
    return _screen(pd.DataFrame(flat))


def with_rows(frame: pd.DataFrame, added: pd.DataFrame) -> pd.DataFrame:
    """Return a table with further rows; one that has the name of an old row takes its place."""
    kept = frame[~frame["contract"].isin(set(added["contract"]))]
    return numbered(pd.concat([kept, added], ignore_index=True)) if len(kept) else numbered(added)


def numbered(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table with its rows numbered from 1."""
    return frame.set_axis(pd.RangeIndex(1, len(frame) + 1), axis=0)


def file_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table as files have it: decimals, yes and no; rows with nothing in them go."""
    filled = frame.loc[~_blank(frame), list(COLUMNS)]
    columns: dict[str, object] = {}
    for name in COLUMNS:
        values = filled[name]
        if name in FLAGS:
            # What a contract has once is not said in every row of it.
            no = "" if name in FLAGS_OF_CONTRACT else "no"
            columns[name] = ["yes" if value is True or value == 1 else no for value in values]
        elif name in SHARES:
            columns[name] = [_none(value, as_share) for value in values]
        elif name in NUMBERS:
            columns[name] = pd.Series([_none(value, _whole) for value in values], dtype=object)
        else:
            columns[name] = ["" if _empty(value) else str(value).strip() for value in values]
    return pd.DataFrame(columns)


def content_of(frame: pd.DataFrame) -> bytes:
    """Return the table as the file that can be uploaded again."""
    return as_csv(file_table(frame), keep=None)


def digest_of(frame: pd.DataFrame) -> str:
    """Return what tells a table from others."""
    return sha256(content_of(frame)).hexdigest()


def read(frame: pd.DataFrame, assumptions: Assumptions) -> ContractTable:
    """Return the contracts of the rows that are right, as `mix` reads them from the file.

    Raises:
        TapeError: No row is right.
    """
    table = file_table(frame)
    return api.contracts_of_rows(
        {name: [None if _empty(cell) else cell for cell in table[name]] for name in COLUMNS},
        numbers=[int(label) for label in frame.index[~_blank(frame)]],
        name=TYPED,
        assumptions=assumptions,
    )


def suspicious(frame: pd.DataFrame) -> int:
    """Return how many shares lie above 0 and below 1 %: decimals typed where percent belongs."""
    shares = frame[list(SHARES)].apply(pd.to_numeric).to_numpy(dtype=float)
    return int(((shares > 0.0) & (shares < 1.0)).sum())


def _screen(table: pd.DataFrame) -> pd.DataFrame:
    columns: dict[str, pd.Series] = {}
    for name in COLUMNS:
        found = table[name] if name in table else pd.Series([None] * len(table), dtype=object)
        if name in FLAGS:
            columns[name] = pd.Series([value is True or value == 1 for value in found], dtype=bool)
        elif name in TEXTS:
            texts = ["" if _empty(value) else str(value) for value in found]
            # An empty choice is nothing, not a text without letters.
            columns[name] = pd.Series([x or None for x in texts], dtype=object)
        else:
            empty = NUMBERS[name].empty if name in OF_BAND else np.nan
            numbers = [empty if _empty(value) else float(value) for value in found]
            columns[name] = pd.Series(numbers, dtype=float)
            if name in SHARES:
                columns[name] = columns[name].map(as_percent)
    return numbered(pd.DataFrame(columns))


def _blank(frame: pd.DataFrame) -> "np.ndarray":
    """Return which rows hold nothing; what the table fills in by itself counts as nothing."""
    typed = [name for name in COLUMNS if name not in FLAGS and name not in _FILLED]
    return np.asarray(
        [all(_empty(value) for value in row) for row in frame[typed].itertuples(index=False)],
        dtype=bool,
    )


_FILLED = tuple(name for name in OF_BAND if not np.isnan(NUMBERS[name].empty))


def _empty(value: object) -> bool:
    return value is None or value is pd.NA or value == "" or value != value


def _none(value: object, turn: "object") -> object:
    return None if _empty(value) else turn(float(value))  # type: ignore[operator,arg-type]


def _whole(value: float) -> float | int:
    return int(value) if value == int(value) else value

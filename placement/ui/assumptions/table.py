"""The numbers in use as a table, and which of its rows the reader wants to see."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from placement.assume.assumptions import SHARED, Assumptions
from placement.assume.said import said, status_names
from placement.assume.units import UNITS
from placement.domain.text import t
from placement.words.assumptions import area_name, number_name

SHARED_BY_ALL = "shared"
"""Stands for every area that is no sector, where areas are chosen."""

COLUMNS = (
    "area", "number", "value", "unit", "library", "low", "high", "status", "source", "as_of",
    "note", "path",
)  # fmt: skip
"""Columns of the export, in order; the screen shows them in the same one."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which numbers to show; what is empty lets everything through."""

    area: str = ""
    """A sector, or `SHARED_BY_ALL`."""

    statuses: tuple[str, ...] = ()
    text: str = ""
    """Words that must all stand somewhere in the row."""

    only_mine: bool = False


def number_table(library: Assumptions, in_use: Assumptions) -> pd.DataFrame:
    """Return one row per number: what is used, what the library has, and what stands behind it.

    Low and high are the library's range, outside of which a number of the reader's may lie, or the
    range that came with the reader's number.

    Args:
        library: The numbers as shipped.
        in_use: The same paths with the reader's values laid over them.

    Returns:
        Columns as `COLUMNS`, in the library's order, indexed from 0.
    """
    names, rows = status_names(), []
    for path, entry in library.entries.items():
        now = in_use.entries[path]
        ranged = (now.low, now.high) != (min(entry.low, now.value), max(entry.high, now.value))
        mine = now.value != entry.value or ranged
        rows.append(
            {
                "area": area_name(path.split(".", 1)[0]),
                "number": number_name(path),
                "value": now.value,
                "unit": t(UNITS[entry.unit].label),
                "library": entry.value,
                "low": now.low if ranged else entry.low,
                "high": now.high if ranged else entry.high,
                "status": names["user" if mine else entry.status],
                "source": said(now.source)
                if ranged
                else t("yours; the library: {source}", source=said(entry.source))
                if mine
                else said(entry.source),
                "as_of": entry.as_of,
                "note": said(entry.note),
                "path": path,
            }
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def mine(library: Assumptions, in_use: Assumptions) -> dict[str, float]:
    """Return path and value of every number that is not the library's."""
    return {
        path: in_use.entries[path].value
        for path, entry in library.entries.items()
        if in_use.entries[path].value != entry.value
    }


def shown_rows(
    table: pd.DataFrame, wanted: Filter, *, library: Assumptions, own: Collection[str]
) -> pd.DataFrame:
    """Return the rows that pass a filter.

    Args:
        table: All numbers, as `number_table` returns them.
        wanted: The filter.
        library: The numbers as shipped, for their status.
        own: Paths the reader set.
    """
    area = table["path"].str.split(".").str[0]
    keep = pd.Series(True, index=table.index)
    if wanted.area == SHARED_BY_ALL:
        keep &= area.isin(SHARED)
    elif wanted.area:
        keep &= area == wanted.area
    if wanted.statuses:
        status = ["user" if path in own else library.entries[path].status for path in table["path"]]
        keep &= pd.Series(status, index=table.index).isin(wanted.statuses)
    if wanted.only_mine:
        keep &= table["path"].isin(list(own))
    everything = table[["area", "number", "source", "note", "path"]].agg(" ".join, axis=1)
    for word in wanted.text.casefold().split():
        keep &= everything.str.casefold().str.contains(word, regex=False)
    return table[keep]

"""Tables that are filled in and brought back: agencies, contracts, lots, past results of tenders.

In English they have the names of the interface. In another language headings and words of the cells
are those that people read, and each is one that the table's reader knows (decision 052).
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from placement.decide.lists.agencies import ANY_MOVE
from placement.decide.mix.columns import FLAGS, LOCKED_IN, LOCKED_OUT
from placement.domain.names import name_label
from placement.domain.text import pt, speaks_source
from placement.report.files import as_csv
from placement.report.headings import heading_names
from placement.words.names import move_names, sector_name

if TYPE_CHECKING:
    import pandas as pd


def form_names() -> dict[str, str]:
    """Return what each column of such a table is called, by its name in the interface.

    Some mean another thing than in a table of results: a balance is the mean of an account there.
    """
    return {
        **heading_names(),
        "balance": pt("heading of a form", "balance"),
        "cash": pt("heading of a form", "cash"),
        "rules": pt("heading of a form", "rules"),
        "held": pt("heading of a form", "held"),
        "share": pt("heading of a form", "share"),
        "tender": pt("heading of a form", "tender"),
    }


def as_form(table: "pd.DataFrame") -> "pd.DataFrame":
    """Return a table to be filled in, as the reader's language names its columns and words.

    Args:
        table: With the names of the interface.
    """
    if speaks_source():
        return table
    names, said = form_names(), table.copy()
    for column in said.columns:
        if column in _SEVERAL:
            said[column] = said[column].map(_listed(_SEVERAL[column]()))
        elif known := _words(str(column)):
            said[column] = said[column].map(_named(known))
        elif column == "sector":
            said[column] = said[column].map(lambda key: sector_name(key) if key else key)
    return said.rename(columns=names)


def form_csv(table: "pd.DataFrame") -> bytes:
    """Return a table to be filled in as CSV, in the reader's language."""
    return as_csv(as_form(table), keep=None)


def _words(column: str) -> Mapping[str, str]:
    """Return what the words are called that a column's cells may hold."""
    if column in FLAGS:
        return {"yes": pt("cell of a form", "yes"), "no": pt("cell of a form", "no")}
    if column == "locked":
        return {LOCKED_IN: pt("cell of a form", "in"), LOCKED_OUT: pt("cell of a form", "out")}
    if column == "creditor_type":
        return {kind: name_label(kind) for kind in ("state_owned", "joint_stock", "other")}
    return {}


def _moves() -> Callable[[str], str]:
    known = {**move_names(), ANY_MOVE: pt("cell of a form", "any")}
    return lambda key: known.get(key, key)


_SEVERAL: Mapping[str, Callable[[], Callable[[str], str]]] = {
    "move": _moves,
    "sectors": lambda: sector_name,
}
"""Columns whose cells name several things, and what says their names."""


def _listed(name: Callable[[str], str]) -> Callable[[object], object]:
    def said(cell: object) -> object:
        return ";".join(map(name, cell.split(";"))) if isinstance(cell, str) and cell else cell

    return said


def _named(known: Mapping[str, str]) -> Callable[[object], object]:
    return lambda cell: known.get(cell, cell) if isinstance(cell, str) else cell

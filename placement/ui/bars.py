"""Rows of bar charts: names, lengths, labels, and what a net is made of."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from placement.decide.totals import TOTALS, Total
from placement.domain.text import t
from placement.domain.types import FloatArray
from placement.ui.net import net_names
from placement.words.numbers import money

ROOM = 0.42
"""Share of the axis kept free behind the longest bar, for its label."""


def chart_rows(
    names: Sequence[str],
    nets: Sequence[float | None],
    labels: Sequence[str],
    colours: Sequence[str],
) -> pd.DataFrame:
    """Return rows for a bar chart; a net of None has a label and no bar.

    A bar far below zero is cut at `floor_of` them all: `cut` is where, NaN of the others.
    """
    bars = np.array([np.nan if net is None else net for net in nets])
    table = pd.DataFrame(
        {
            "name": names,
            "place": np.arange(len(bars)),
            "net": bars,
            "label": labels,
            "colour": colours,
            "label_at": np.maximum(np.nan_to_num(bars), 0.0),
        }
    )
    return _with_room(table, ("net",))


def with_nets(table: pd.DataFrame, totals: FloatArray) -> pd.DataFrame:
    """Return chart rows with what each net is made of, for `net_bars_chart`.

    Args:
        table: As `chart_rows` makes it.
        totals: Cash, fees and tax, shape (totals, rows); NaN where there is no net.
    """
    left = totals[TOTALS.index(Total.CASH)] + totals[TOTALS.index(Total.FEES)]
    said = [[money(amount) for amount in row] for row in totals.tolist()]
    both = table.assign(
        left=left,
        label_at=np.fmax(table["label_at"], left),
        **{f"{total}_label": said[row] for row, total in enumerate(TOTALS)},
    )
    return _with_room(both, ("net", "left"))


def with_marks(table: pd.DataFrame, marks: Sequence[float | None]) -> pd.DataFrame:
    """Return chart rows with a mark on each bar, for `marked_bars_chart`.

    Args:
        table: As `chart_rows` makes it.
        marks: Where the mark stands; None where there is none.
    """
    at = np.array([np.nan if mark is None else mark for mark in marks])
    both = table.assign(
        mark=at,
        mark_label=[money(mark) for mark in at.tolist()],
        label_at=np.fmax(table["label_at"], at),
    )
    return _with_room(both, ("net", "mark"))


def net_titles(currency: str) -> dict[str, str]:
    """Return the titles of a tooltip of `net_bars_chart` by field."""
    names = {
        (f"{key}_label" if key in TOTALS else "label"): name for key, name in net_names().items()
    }
    return {
        field: t("{name} ({currency})", name=name, currency=currency)
        for field, name in names.items()
    }


def net_order(totals: FloatArray | None) -> float:
    """Return a key that sorts the highest net first and what has none last.

    Args:
        totals: Cash, fees and tax, shape (totals,).
    """
    return np.inf if totals is None or np.isnan(totals).any() else -float(totals.sum())


def floor_of(values: FloatArray) -> float:
    """Return where bars that go far below zero are cut, so that the others can be read.

        floor = −max(the longest above zero, the lower median of all lengths)

    Args:
        values: Ends of the bars; NaN where there is none.

    Returns:
        The floor; −infinity where there is nothing to compare with.
    """
    known = values[np.isfinite(values)]
    if not known.size:
        return -np.inf
    usual = float(np.quantile(np.abs(known), 0.5, method="lower"))
    scale = max(float(known.max()), usual)
    return -scale if scale > 0.0 else -np.inf


def _with_room(table: pd.DataFrame, ends: Sequence[str]) -> pd.DataFrame:
    """Return chart rows cut where they go too far below zero, and with room for their labels.

    Args:
        table: The rows; their labels say the whole numbers.
        ends: Columns that a bar or a mark ends at.
    """
    values = table[list(ends)].to_numpy(dtype=float)
    floor = floor_of(values[:, 0])
    is_cut = np.any(values < floor, axis=1)
    if "cut" in table:
        is_cut = is_cut | table["cut"].notna().to_numpy()
    drawn = np.where(values < floor, floor, values)
    label_at = table["label_at"].to_numpy(dtype=float)
    return table.assign(
        **{name: drawn[:, column] for column, name in enumerate(ends)},
        cut=np.where(is_cut, floor, np.nan),
        reach=reach(float(label_at.max()), float(np.nan_to_num(drawn).min())),
    )


def reach(high: float, low: float) -> float:
    """Return how far the axis goes so that a label fits behind the longest bar.

    Args:
        high: Where the last label starts.
        low: Where the axis starts, if below zero.
    """
    return float(high + ROOM * max(high - min(low, 0.0), 1.0))

"""Rows of bar charts: names, lengths, labels, and what a net is made of."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from placement.decide.totals import TOTALS, Total
from placement.domain.text import t
from placement.domain.types import FloatArray
from placement.ui.net import net_names
from placement.ui.options.words import money

ROOM = 0.42
"""Share of the axis kept free behind the longest bar, for its label."""


def chart_rows(
    names: Sequence[str],
    nets: Sequence[float | None],
    labels: Sequence[str],
    colours: Sequence[str],
) -> pd.DataFrame:
    """Return rows for a bar chart; a net of None has a label and no bar."""
    bars = np.array([np.nan if net is None else net for net in nets])
    label_at = np.maximum(np.nan_to_num(bars), 0.0)
    return pd.DataFrame(
        {
            "name": names,
            "place": np.arange(len(bars)),
            "net": bars,
            "label": labels,
            "colour": colours,
            "label_at": label_at,
            "reach": reach(label_at.max(), np.nan_to_num(bars).min()),
        }
    )


def with_nets(table: pd.DataFrame, totals: FloatArray) -> pd.DataFrame:
    """Return chart rows with what each net is made of, for `net_bars_chart`.

    Args:
        table: As `chart_rows` makes it.
        totals: Cash, fees and tax, shape (totals, rows); NaN where there is no net.
    """
    left = totals[TOTALS.index(Total.CASH)] + totals[TOTALS.index(Total.FEES)]
    label_at = np.fmax(table["label_at"], left)
    low = np.nan_to_num(np.fmin(table["net"], left)).min()
    said = [[money(amount) for amount in row] for row in totals.tolist()]
    return table.assign(
        left=left,
        label_at=label_at,
        reach=reach(float(label_at.max()), float(low)),
        **{f"{total}_label": said[row] for row, total in enumerate(TOTALS)},
    )


def with_marks(table: pd.DataFrame, marks: Sequence[float | None]) -> pd.DataFrame:
    """Return chart rows with a mark on each bar, for `marked_bars_chart`.

    Args:
        table: As `chart_rows` makes it.
        marks: Where the mark stands; None where there is none.
    """
    at = np.array([np.nan if mark is None else mark for mark in marks])
    label_at = np.fmax(table["label_at"], at)
    low = float(np.nan_to_num(np.fmin(table["net"], at)).min())
    return table.assign(
        mark=at,
        mark_label=[money(mark) for mark in at.tolist()],
        label_at=label_at,
        reach=reach(float(label_at.max()), low),
    )


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


def reach(high: float, low: float) -> float:
    """Return how far the axis goes so that a label fits behind the longest bar.

    Args:
        high: Where the last label starts.
        low: Where the axis starts, if below zero.
    """
    return float(high + ROOM * max(high - min(low, 0.0), 1.0))

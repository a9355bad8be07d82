"""A table of the library by age or amount, with the band its numbers may lie in."""

from typing import Any

import pandas as pd

from placement.assume.assumptions import Assumptions
from placement.domain.text import t
from placement.ui.charts.axes import amount_ticks

BAND, LINE = "#8aa6c1", "#2f78b7"
"""No option's colours; the line stands out 3 to 1 from both pages."""

STEPPED = ("commission", "rate_above")
"""Tables read by the rung reached; all others bend smoothly between their points."""


def siblings(assumptions: Assumptions, path: str) -> tuple[str, ...]:
    """Return the numbers of the table that a number belongs to, itself alone if it is in none."""
    head, _, key = path.rpartition(".")
    if not key.removesuffix("m").isdigit():
        return (path,)
    return tuple(p for p in assumptions.paths_under(head) if p.count(".") == path.count("."))


def table_points(library: Assumptions, in_use: Assumptions, path: str) -> pd.DataFrame:
    """Return one row per point of a number's table.

    Returns:
        Columns `at` (months past due or amount), `value` in use, `library`, `low` and `high` of
        the library; rising in `at`.
    """
    rows = [
        {
            "at": float(point.rsplit(".", 1)[1].removesuffix("m")),
            "value": in_use.entries[point].value,
            "library": library.entries[point].value,
            "low": library.entries[point].low,
            "high": library.entries[point].high,
        }
        for point in siblings(library, path)
    ]
    return pd.DataFrame(rows).sort_values("at", ignore_index=True)


def table_spec(*, by_months: bool, stepped: bool, is_share: bool) -> dict[str, Any]:
    """Return the chart of `table_points`: a band, the library dashed, the value in use.

    Args:
        by_months: The points are months past due, else amounts.
        stepped: The table holds one value up to the next point.
        is_share: The values are shares and are shown in percent.
    """
    form = ".1%" if is_share else ",.4~g"
    shape = "step-after" if stepped else "linear"
    at = t("Months past due") if by_months else t("Amount above")
    x = {
        "field": "at",
        "type": "quantitative",
        "title": at,
        "axis": {**amount_ticks(), "grid": False},
        # Amounts run from thousands to millions.
        "scale": {"type": "linear" if by_months else "symlog"},
    }
    y = {
        "type": "quantitative",
        "title": None,
        "axis": {"format": "~%"} if is_share else amount_ticks(),
    }
    tooltip = [
        {"field": "at", "type": "quantitative", "title": at, "format": ",.4~g"},
        _number("value", t("Value in use"), form),
        _number("library", t("Library"), form),
        _number("low", t("Low"), form),
        _number("high", t("High"), form),
    ]
    return {
        "height": 220,
        "encoding": {"x": x, "tooltip": tooltip},
        "layer": [
            {
                "mark": {"type": "area", "color": BAND, "opacity": 0.35, "interpolate": shape},
                "encoding": {"y": {**y, "field": "low"}, "y2": {"field": "high"}},
            },
            {
                "mark": {
                    "type": "line",
                    "color": LINE,
                    "strokeDash": [5, 4],
                    "strokeWidth": 1.5,
                    "interpolate": shape,
                },
                "encoding": {"y": {**y, "field": "library"}},
            },
            {
                "mark": {
                    "type": "line",
                    "color": LINE,
                    "strokeWidth": 2.5,
                    "interpolate": shape,
                    "point": {"filled": True, "size": 60, "color": LINE},
                },
                "encoding": {"y": {**y, "field": "value"}},
            },
        ],
    }


def _number(field: str, title: str, form: str) -> dict[str, str]:
    return {"field": field, "type": "quantitative", "title": title, "format": form}

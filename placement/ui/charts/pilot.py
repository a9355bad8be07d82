"""Chart of the page Pilot: what is learned, what it costs and what is left, by the pilot's size."""

from typing import Any

from placement.ui.charts.axes import amount_ticks
from placement.ui.charts.uncertainty import GREY

COLOURS = ("#467846", "#c8641a", "#398bcd")
"""Of what is learned, of its cost and of what is left."""

SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000]
"""Sizes written at the axis, where there is room."""


def pilot_chart(*, size: str, money: str, names: tuple[str, str, str]) -> dict[str, Any]:
    """Return the Vega-Lite specification of three lines over the size.

    Args:
        size: Title of the axis of sizes.
        money: Title of the other axis, with its unit.
        names: Of what is learned, of its cost and of what is left, as in the rows.

    Its rows need: `n`, `money`, `line` (one of the names), and `best`, true at the best size.
    """
    x = {
        "field": "n",
        "type": "quantitative",
        "axis": {"title": size, "values": SIZES, "format": ",", "labelOverlap": True},
        "scale": {"type": "log", "nice": False},
    }
    y = {
        "field": "money",
        "type": "quantitative",
        "axis": {"title": money, **amount_ticks(), "tickCount": 5},
    }
    return {
        "height": 390,
        "encoding": {
            "x": x,
            "y": y,
            "color": {
                "field": "line",
                "type": "nominal",
                "scale": {"domain": list(names), "range": list(COLOURS)},
                "legend": {"title": None, "orient": "bottom", "columns": 1, "labelLimit": 330},
            },
            "tooltip": [
                {"field": "line", "title": " "},
                {"field": "n", "title": size, "format": ","},
                {"field": "money", "title": money, "format": ",.0f"},
            ],
        },
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 2.5, "clip": True}},
            {
                "transform": [{"filter": "datum.best"}],
                "mark": {"type": "point", "filled": True, "size": 80, "stroke": GREY},
            },
        ],
    }

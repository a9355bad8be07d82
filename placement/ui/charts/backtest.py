"""Chart of the page Backtest: what was foretold against what came in."""

from typing import Any

from placement.ui.charts.uncertainty import GREY


def foretold_chart(*, foretold: str, actual: str, batch: str) -> dict[str, Any]:
    """Return the Vega-Lite specification: a point a batch, with its range, and the line of truth.

    Args:
        foretold: Title of the axis of what was foretold, with its unit.
        actual: Title of the other axis, with its unit.
        batch: Title of a batch's name in the tooltip.

    Its rows need: `batch`, `odds`, `actual`, `low` and `high`.
    """
    tooltip = [
        {"field": "batch", "title": batch},
        {"field": "odds", "title": foretold, "format": ",.0f"},
        {"field": "actual", "title": actual, "format": ",.0f"},
    ]
    y = {
        "field": "actual",
        "type": "quantitative",
        "axis": {"title": actual, "format": "~s", "tickCount": 5},
    }
    axis = {"title": foretold, "format": "~s", "tickCount": 5}
    return {
        "height": 360,
        "layer": [
            {
                "mark": {"type": "line", "color": GREY, "strokeDash": [4, 4]},
                "encoding": {
                    "x": {"field": "actual", "type": "quantitative", "axis": axis},
                    "y": y,
                },
            },
            {
                "mark": {"type": "rule", "color": "#398bcd", "opacity": 0.35},
                "encoding": {
                    "x": {"field": "low", "type": "quantitative", "axis": axis},
                    "x2": {"field": "high"},
                    "y": y,
                    "tooltip": tooltip,
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 30, "color": "#398bcd"},
                "encoding": {
                    "x": {"field": "odds", "type": "quantitative", "axis": axis},
                    "y": y,
                    "tooltip": tooltip,
                },
            },
        ],
    }

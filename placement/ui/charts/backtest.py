"""Charts of the page Backtest: what was foretold against what came in, and ways in money."""

from typing import Any

from placement.ui.charts.axes import amount_ticks
from placement.ui.charts.ranking import AXIS, BAR, names_axis
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
        "axis": {"title": actual, **amount_ticks(), "tickCount": 5},
    }
    axis = {"title": foretold, **amount_ticks(), "tickCount": 5}
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


def ways_chart(*, rows: int, value: str, titles: dict[str, str], plan: list[str]) -> dict[str, Any]:
    """Return the Vega-Lite specification: a bar for each way of working, those of the plan filled.

    Args:
        rows: Number of ways.
        value: Title of the axis, with its unit.
        titles: Titles in the tooltip by field.
        plan: Names of the ways that stand out.

    Its rows need: `name`, `place`, `money` and the fields of the titles.
    """
    return {
        "height": rows * BAR + AXIS,
        "mark": {"type": "bar", "height": {"band": 0.7}, "cornerRadius": 2},
        "encoding": {
            "y": names_axis(),
            "x": {
                "field": "money",
                "type": "quantitative",
                "axis": {"title": value, **amount_ticks(), "tickCount": 5},
            },
            "color": {
                "condition": {
                    "test": {"field": "name", "oneOf": plan},
                    "value": "#398bcd",
                },
                "value": GREY,
            },
            "tooltip": [{"field": "name", "title": " "}]
            + [
                {"field": field, "title": title, "format": ",.0f"}
                for field, title in titles.items()
            ],
        },
    }

"""Charts of the Uncertainty page: ranges of choices, draws of a book, and a tornado.

No specification holds a number of the answer, so new draws move what is there.
"""

from typing import Any

from placement.ui.charts.axes import amount_ticks
from placement.ui.charts.ranking import AXIS, BAR, MARK, cut_layer, names_axis

GREY = "#7b8794"
"""Stands out from the light and from the dark page."""


def ranges_chart(*, rows: int, value: str, titles: dict[str, str]) -> dict[str, Any]:
    """Return the Vega-Lite specification: where nine draws of ten lie, the mean, today's number.

    Args:
        rows: Number of choices.
        value: Title of the axis, with its unit.
        titles: Titles in the tooltip by field.

    Its rows need: `name`, `place`, `low`, `high`, `mean`, `stands`, `cut`, where a range that goes
    on below ends, `colour`, `chance_label` and the fields of the titles.
    """
    tooltip = [{"field": "name", "title": " "}] + [
        {"field": field, "title": title} for field, title in titles.items()
    ]
    axis = {"title": value, **amount_ticks(), "tickCount": 4}
    scale = {"zero": False, "nice": True}
    return {
        "height": rows * BAR + AXIS,
        "encoding": {"y": names_axis()},
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.45}, "cornerRadius": 2},
                "encoding": {
                    "x": {"field": "low", "type": "quantitative", "axis": axis, "scale": scale},
                    "x2": {"field": "high"},
                    "color": {"field": "colour", "type": "nominal", "scale": None},
                    "tooltip": tooltip,
                },
            },
            {
                "mark": {"type": "tick", "thickness": 3, "height": {"band": 0.7}, "color": MARK},
                "encoding": {"x": {"field": "mean", "type": "quantitative"}, "tooltip": tooltip},
            },
            {
                "mark": {
                    "type": "point",
                    "shape": "diamond",
                    "filled": True,
                    "size": 70,
                    "color": "#ffffff",
                    "stroke": "#30363d",
                    "strokeWidth": 1.5,
                    "opacity": 1,
                },
                "encoding": {"x": {"field": "stands", "type": "quantitative"}, "tooltip": tooltip},
            },
            {
                "mark": {
                    "type": "text",
                    "align": "left",
                    "baseline": "middle",
                    "dx": 6,
                    "fontSize": 12,
                    "color": GREY,
                },
                "encoding": {
                    "x": {"field": "high", "type": "quantitative"},
                    "text": {"field": "chance_label"},
                },
            },
            cut_layer(),
        ],
    }


def tornado_chart(*, rows: int, value: str, titles: dict[str, str]) -> dict[str, Any]:
    """Return the specification of bars from today's net to that at each end of a number.

    Args:
        rows: Numbers shown.
        value: Title of the axis, with its unit.
        titles: Titles in the tooltip by field.

    Its rows need: `name`, `place`, `is_high`, `start`, `net`, `colour`, the colour of what leads
    there, and the fields of the titles.
    """
    tooltip = [{"field": "name", "title": " "}] + [
        {"field": field, "title": title} for field, title in titles.items()
    ]
    axis = {"title": value, **amount_ticks(), "tickCount": 4}
    return {
        "height": rows * BAR + AXIS,
        "encoding": {"y": names_axis()},
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.7}},
                "encoding": {
                    "x": {
                        "field": "start",
                        "type": "quantitative",
                        "axis": axis,
                        "scale": {"zero": False, "nice": True},
                    },
                    "x2": {"field": "net"},
                    "color": {"field": "colour", "type": "nominal", "scale": None},
                    "opacity": {
                        "condition": {"test": "datum.is_high", "value": 1.0},
                        "value": 0.45,
                    },
                    "tooltip": tooltip,
                },
            },
            {
                "mark": {"type": "tick", "thickness": 2, "height": {"band": 0.9}, "color": MARK},
                "encoding": {"x": {"field": "start", "type": "quantitative"}},
            },
        ],
    }


def draws_chart(*, value: str, share: str, name: str) -> dict[str, Any]:
    """Return the specification of a histogram of what a book brings, draw by draw.

    Args:
        value: Title of the axis, with its unit.
        share: Title of the other axis.
        name: Title of a bar's range in the tooltip.

    Its rows need: `low`, `high`, `share`, `range` and `is_tail`.
    """
    return {
        "height": 190,
        "mark": {"type": "bar", "binSpacing": 1},
        "encoding": {
            "x": {
                "field": "low",
                "type": "quantitative",
                "bin": {"binned": True},
                "axis": {"title": value, **amount_ticks(), "tickCount": 5},
                "scale": {"zero": False},
            },
            "x2": {"field": "high"},
            "y": {
                "field": "share",
                "type": "quantitative",
                "axis": {"title": share, "format": ".0%", "tickCount": 3},
            },
            "color": {"value": "#398bcd"},
            "opacity": {"condition": {"test": "datum.is_tail", "value": 0.45}, "value": 1.0},
            "tooltip": [
                {"field": "range", "title": name},
                {"field": "share", "title": share, "format": ".1%"},
            ],
        },
    }

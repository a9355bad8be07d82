"""Chart of the tab Plan against actual: where what came lies in the range that was expected."""

from typing import Any

from placement.ui.charts.ranking import AXIS, BAR, MARK, names_axis

RINGS, CALM = "#c8641a", "#398bcd"
"""An alarm is orange and a triangle, the rest blue and round: told apart without the colour."""


def actual_chart(*, rows: int, value: str, titles: dict[str, str]) -> dict[str, Any]:
    """Return the Vega-Lite specification: the range of eight chances in ten, and what came.

    Args:
        rows: Number of groups.
        value: Title of the axis: what came as a share of what was expected.
        titles: Titles in the tooltip by field.

    Its rows need: `name`, its lines parted by ` | `, `place`, `low`, `high`, `came` as
    shares of what was expected, `state`,
    `shape`, `colour` and the fields of the titles.
    """
    tooltip = [{"field": "name", "title": " "}] + [
        {"field": field, "title": title} for field, title in titles.items()
    ]
    axis = {"title": value, "format": ".0%", "tickCount": 4}
    return {
        "height": rows * BAR + AXIS,
        "encoding": {"y": _two_lines(names_axis())},
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.35}, "color": MARK, "opacity": 0.45},
                "encoding": {
                    "x": {
                        "field": "low",
                        "type": "quantitative",
                        "axis": axis,
                        "scale": {"nice": True},
                    },
                    "x2": {"field": "high"},
                    "tooltip": tooltip,
                },
            },
            {
                "mark": {"type": "rule", "color": MARK, "strokeDash": [4, 4]},
                "encoding": {"x": {"datum": 1.0}, "y": None},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
                "encoding": {
                    "x": {"field": "came", "type": "quantitative"},
                    "color": {"field": "colour", "type": "nominal", "scale": None},
                    "shape": {"field": "shape", "type": "nominal", "scale": None},
                    "tooltip": tooltip,
                },
            },
        ],
    }


def _two_lines(axis: dict[str, Any]) -> dict[str, Any]:
    """Return an axis of names of two lines: the accounts, and what was to be done with them."""
    lines = {"labelExpr": "split(datum.label, ' | ')", "labelLineHeight": 11, "labelFontSize": 10}
    return {**axis, "axis": {**axis["axis"], **lines}}

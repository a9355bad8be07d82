"""Chart of the page Scenarios: what each change contributes to a difference."""

from typing import Any

from placement.ui.charts.axes import amount_ticks
from placement.ui.charts.contracts import BLUE, GREY

BAR = 44
"""Height of a bar with its name above it, in pixels."""


def parts_chart(*, money: str, change: str) -> dict[str, Any]:
    """Return the Vega-Lite specification of one bar a change.

    Names stand above their bars, where they have the whole width: beside them a phone had no room
    for either. The amount stands with the name, so that no bar's label meets another's.

    Args:
        money: Title of the axis, with its unit; broken into lines at its spaces.
        change: Title of the change in the tooltip.

    Its rows need: `change` in order, `money`, `label` and `leads`.
    """
    y = {"field": "change", "type": "nominal", "sort": None, "axis": None}
    axis = {"title": _lines(money), **amount_ticks(), "tickCount": 4}
    x = {"field": "money", "type": "quantitative", "axis": axis}
    return {
        "height": {"step": BAR},
        "transform": [{"calculate": "datum.change + ': ' + datum.label", "as": "said"}],
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadius": 2, "height": 14, "yOffset": 9},
                "encoding": {
                    "y": y,
                    "x": x,
                    "color": {"condition": {"test": "datum.leads", "value": BLUE}, "value": GREY},
                    "tooltip": [
                        {"field": "change", "title": change},
                        {"field": "label", "title": money},
                    ],
                },
            },
            {
                "mark": {
                    "type": "text",
                    "align": "left",
                    "dy": -9,
                    "fontSize": 12,
                    "color": GREY,
                    "limit": {"expr": "width"},
                },
                "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "said"}},
            },
        ],
    }


def _lines(title: str, most: int = 34) -> list[str]:
    """Return a title in lines that a narrow window has room for."""
    lines = [""]
    for word in title.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines

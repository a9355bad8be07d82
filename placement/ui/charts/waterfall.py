"""Chart: how the parts of an option's net recovery add up."""

from typing import Any

from placement.ui.charts.axes import amount_ticks
from placement.ui.charts.ranking import AXIS, BAR, label_layer, names_axis, room_layer

GAIN, LOSS = "#2f8f5b", "#d0661f"
"""Bars to the right and to the left; the labels say + and − as well."""


def waterfall_chart(*, value: str, rows: int | None = None) -> dict[str, Any]:
    """Return the Vega-Lite specification of a waterfall that runs downwards.

    Args:
        rows: Bars there is room for, the net included; by default as many as there are, in a
            specification that stays the same.
        value: Title of the axis, with its unit.

    Its rows need: `name`; `place`, its order from the top; `start` and `end` of the bar; `label`,
    `label_at`, `reach`, `colour`.
    """
    axis = {"title": value, **amount_ticks(), "tickCount": 4}
    return {
        "height": {"step": BAR} if rows is None else rows * BAR + AXIS,
        "encoding": {"y": names_axis()},
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadius": 2, "height": {"band": 0.72}},
                "encoding": {
                    "x": {"field": "start", "type": "quantitative", "axis": axis},
                    "x2": {"field": "end"},
                    "color": {"field": "colour", "type": "nominal", "scale": None},
                    "tooltip": [
                        {"field": "name", "title": " "},
                        {"field": "label", "title": value},
                    ],
                },
            },
            {
                "mark": {"type": "rule", "strokeDash": [2, 2]},
                "encoding": {"x": {"datum": 0}, "y": None, "color": {"value": "#7b8794"}},
            },
            label_layer(),
            room_layer(),
        ],
    }

"""Chart: what each option would leave, as bars, best first.

The specification never changes with the numbers, so a slider moves the bars in place instead of
building the chart anew. Colours, names and labels come with the rows.
"""

from typing import Any

BAR = 28
"""Height of a bar and the gap below it, in pixels."""

AXIS = 56
"""Height of the axis with its title, in pixels."""


def bars_chart(*, rows: int, value: str) -> dict[str, Any]:
    """Return the Vega-Lite specification of horizontal bars with a label at each end.

    Args:
        rows: Number of bars; the height follows it.
        value: Title of the axis, with its unit.

    Its rows need: `name`; `place`, its order from the top; `net`, null where there is no bar;
    `label`, written behind the bar; `label_at`, where it starts; `reach`, how far the axis goes;
    `colour`.
    """
    axis = {"title": value, "format": "~s", "tickCount": 4}
    return {
        "height": rows * BAR + AXIS,
        "encoding": {"y": names_axis()},
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadius": 2, "height": {"band": 0.72}},
                "encoding": {
                    "x": {"field": "net", "type": "quantitative", "axis": axis},
                    "color": {"field": "colour", "type": "nominal", "scale": None},
                    "tooltip": [
                        {"field": "name", "title": " "},
                        {"field": "label", "title": value},
                    ],
                },
            },
            label_layer(),
            room_layer(),
        ],
    }


def followed_bars_chart(*, rows: int, value: str, followed: str) -> dict[str, Any]:
    """Return the specification of `bars_chart` with a pale bar behind each that goes on further.

    Args:
        rows: Number of bars.
        value: Title of the axis, with its unit; in the tooltip, of the full bar.
        followed: Title of the pale bar in the tooltip, with its unit.

    Its rows need what those of `bars_chart` need, and `followed`, where the pale bar ends, null
    where there is none; `net_label` and `followed_label`, the two numbers as people read them.
    """
    chart = bars_chart(rows=rows, value=value)
    bars = chart["layer"][0]
    tooltip = [
        {"field": "name", "title": " "},
        {"field": "net_label", "title": value},
        {"field": "followed_label", "title": followed},
    ]
    full = {**bars, "encoding": {**bars["encoding"], "tooltip": tooltip}}
    x = {**bars["encoding"]["x"], "field": "followed"}
    pale = {
        "mark": {**bars["mark"], "opacity": 0.38},
        "encoding": {**full["encoding"], "x": x},
    }
    return {**chart, "layer": [pale, full, *chart["layer"][1:]]}


def names_axis() -> dict[str, Any]:
    """Return the axis that names every bar, in the order of `place`."""
    return {
        "field": "name",
        "type": "nominal",
        # Without it, bars that are moved in place would keep the order they came in at first.
        "sort": {"field": "place", "op": "min", "order": "ascending"},
        "axis": {
            "title": None,
            "labelLimit": 170,
            "labelOverlap": False,
            "ticks": False,
            "domain": False,
        },
    }


def label_layer() -> dict[str, Any]:
    """Return the layer that writes `label` behind `label_at`."""
    return {
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 5, "fontSize": 12},
        "encoding": {
            "x": {"field": "label_at", "type": "quantitative"},
            "text": {"field": "label"},
            # Grey that stands out from the light and from the dark page.
            "color": {"value": "#7b8794"},
        },
    }


def room_layer() -> dict[str, Any]:
    """Return an invisible layer that makes the axis long enough for the labels."""
    return {
        "mark": {"type": "point", "opacity": 0, "tooltip": None},
        "encoding": {"x": {"field": "reach", "type": "quantitative"}},
    }

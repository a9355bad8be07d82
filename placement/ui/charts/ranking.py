"""Chart: what each option would leave, as bars, best first.

The specification never changes with the numbers, so a slider moves the bars in place instead of
building the chart anew. Colours, names and labels come with the rows.
"""

from collections.abc import Mapping
from typing import Any

from placement.ui.charts.axes import amount_ticks

BAR = 28
"""Height of a bar and the gap below it, in pixels."""

AXIS = 56
"""Height of the axis with its title, in pixels."""


PALE = 0.38
"""Strength of the part of a bar that is tax relief."""

MARK = "#7b8794"
"""Stands out from the light and from the dark page."""


def bars_chart(*, rows: int, value: str) -> dict[str, Any]:
    """Return the Vega-Lite specification of horizontal bars with a label at each end.

    Args:
        rows: Number of bars; the height follows it.
        value: Title of the axis, with its unit.

    Its rows need: `name`; `place`, its order from the top; `net`, null where there is no bar;
    `label`, written behind the bar; `label_at`, where it starts; `cut`, where a bar that goes on
    ends, null of the others; `reach`, how far the axis goes; `colour`.
    """
    axis = {"title": value, **amount_ticks(), "tickCount": 4}
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
            cut_layer(),
            label_layer(),
            room_layer(),
        ],
    }


def marked_bars_chart(*, rows: int, value: str, mark: str) -> dict[str, Any]:
    """Return the specification of `bars_chart` with a mark on each bar.

    Args:
        rows: Number of bars.
        value: Title of the axis, with its unit; in the tooltip, of the bar.
        mark: Title of the mark in the tooltip, with its unit.

    Its rows need what those of `bars_chart` need, and `mark`, where the mark stands, null where
    there is none, with `mark_label` as people read it.
    """
    chart = bars_chart(rows=rows, value=value)
    bars, *others = chart["layer"]
    tooltip = [*bars["encoding"]["tooltip"], {"field": "mark_label", "title": mark}]
    bars = {**bars, "encoding": {**bars["encoding"], "tooltip": tooltip}}
    ticks = {
        "mark": {"type": "tick", "thickness": 3, "height": {"band": 0.92}, "color": MARK},
        "encoding": {"x": {"field": "mark", "type": "quantitative"}, "tooltip": tooltip},
    }
    return {**chart, "layer": [bars, ticks, *others]}


def net_bars_chart(*, rows: int, titles: Mapping[str, str]) -> dict[str, Any]:
    """Return the specification of bars that end at the net, full as far as it is cash.

    Args:
        rows: Number of bars.
        titles: Of the labels in the tooltip by the field that holds each, with their units; the
            last one, of `label`, is the axis's too.

    Its rows need what those of `bars_chart` need, and `left`, what is left of the cash after
    costs, and the fields of the titles.
    """
    chart = bars_chart(rows=rows, value=titles["label"])
    bars, *others = chart["layer"]
    tooltip = [
        {"field": "name", "title": " "},
        *({"field": field, "title": title} for field, title in titles.items()),
    ]
    encoding = {**bars["encoding"], "tooltip": tooltip}
    pale = {"mark": {**bars["mark"], "opacity": PALE}, "encoding": encoding}
    full = {**bars, "encoding": {**encoding, "x": {**encoding["x"], "field": "left"}}}
    return {**chart, "layer": [pale, full, *others]}


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


def cut_layer() -> dict[str, Any]:
    """Return the layer that marks, with an arrow, a bar that goes on beyond its end."""
    return {
        "transform": [{"filter": "isValid(datum.cut)"}],
        "mark": {
            "type": "text",
            "text": "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}",
            "align": "left",
            "baseline": "middle",
            "dx": 3,
            "fontSize": 18,
            "fontWeight": "bold",
            # White in every scheme, as it stands on the colour of a bar.
            "color": "#ffffff",
            "tooltip": None,
        },
        "encoding": {"x": {"field": "cut", "type": "quantitative"}},
    }


def room_layer() -> dict[str, Any]:
    """Return an invisible layer that makes the axis long enough for the labels."""
    return {
        "mark": {"type": "point", "opacity": 0, "tooltip": None},
        "encoding": {"x": {"field": "reach", "type": "quantitative"}},
    }

"""Charts of odds: what a batch brings month by month, beside what the library expects."""

from typing import Any

from placement.ui.charts.timing import GREY
from placement.ui.theme import SIDE_COLOURS

OURS = SIDE_COLOURS["creditor"]
SEEN = SIDE_COLOURS["agency"]
HEIGHT = 400
"""Of the whole chart, its axes and its legend among it, in pixels."""


def liquidation_chart(
    *, month: str, share: str, names: tuple[str, str], points: bool
) -> dict[str, Any]:
    """Return the Vega-Lite specification of running shares of what was placed.

    Its rows need: `month`; `share`, `low` and `high`; `line`, one of the names; `panel`, whose
    chart it is, the same for all where there is one.

    Args:
        month: Title of the axis of months.
        share: Title of the axis of shares.
        names: What the line with the band and the other one are called.
        points: The other one is what was seen, drawn as points.
    """
    colour = {
        "field": "line",
        "type": "nominal",
        "scale": {"domain": list(names), "range": [OURS, SEEN if points else GREY]},
        "legend": {"title": None, "orient": "bottom", "direction": "vertical", "labelLimit": 320},
    }
    x = {
        "field": "month",
        "type": "quantitative",
        "axis": {"title": month, "tickMinStep": 1, "format": "d", "grid": False},
        "scale": {"zero": True, "nice": False},
    }
    y = {
        "field": "share",
        "type": "quantitative",
        "axis": {"title": share, "format": ".0%", "tickCount": 5},
    }
    tooltip = [
        {"field": "panel", "title": " "},
        {"field": "line", "title": " "},
        {"field": "month", "title": month, "format": "d"},
        {"field": "share", "title": share, "format": ".2%"},
    ]
    is_first = {"filter": f"datum.line === {names[0]!r}"}
    is_seen = {"filter": f"datum.line === {names[1]!r}"}
    is_line = {"filter": f"datum.line !== {names[1]!r}"} if points else {"filter": "true"}
    detail = [{"field": "panel", "type": "nominal"}]
    layers: list[dict[str, Any]] = [
        {
            "transform": [is_first],
            "mark": {"type": "area", "opacity": 0.18, "color": OURS},
            "encoding": {
                "x": x,
                "y": {**y, "field": "low"},
                "y2": {"field": "high"},
                "detail": detail,
            },
        },
        {
            "transform": [is_line],
            "mark": {"type": "line", "strokeWidth": 2},
            "encoding": {"x": x, "y": y, "color": colour, "detail": detail, "tooltip": tooltip},
        },
    ]
    if points:
        layers.append(
            {
                "transform": [is_seen],
                "mark": {"type": "point", "filled": True, "size": 36},
                "encoding": {"x": x, "y": y, "color": colour, "detail": detail, "tooltip": tooltip},
            }
        )
    return {"height": HEIGHT, "layer": layers}

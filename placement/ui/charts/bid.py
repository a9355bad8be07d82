"""Charts of a bid: what each commission is expected to earn, who rivals are, what moves the bid.

As everywhere, a specification holds no number of the answer, so a slider moves the marks in place.
"""

from typing import Any

from placement.ui.charts.axes import amount_ticks
from placement.ui.charts.timing import GREY

OURS, NAIVE, CHANCE = "#398bcd", "#c8641a", "#467846"
"""Expected profit, the same without the curse, and the chance to win; at least 3:1 against the
light and the dark page."""

HEIGHT, LOW = 300, 170


def _commission(title: str) -> dict[str, Any]:
    return {
        "field": "commission",
        "type": "quantitative",
        "axis": {"title": title, "format": ".0%", "grid": False},
        "scale": {"nice": False},
    }


def bid_chart(*, ours: str, naive: str, commission: str, money: str) -> dict[str, Any]:
    """Return the Vega-Lite specification of expected profit over the bid.

    Args:
        ours: Name of the line that knows the curse.
        naive: Name of the line that does not.
        commission: Title of the axis of bids.
        money: Title of the axis of money, with its unit.

    Its rows need: `kind` ("line" or "rule"), `name` (of the line, or of the rule with its value),
    `commission`, and for lines `money`; `win`, the chance to win, for the tooltip; `low`, whether
    the name of a rule stands at its foot.
    """
    line = {
        "transform": [{"filter": "datum.kind == 'line'"}],
        "mark": {"type": "line", "strokeWidth": 2.5, "clip": True},
        "encoding": {
            "x": _commission(commission),
            "y": {
                "field": "money",
                "type": "quantitative",
                "axis": {"title": money, **amount_ticks(), "tickCount": 5},
            },
            "color": {
                "field": "name",
                "type": "nominal",
                "scale": {"domain": [ours, naive], "range": [OURS, NAIVE]},
                "legend": {
                    "title": None,
                    "orient": "bottom",
                    "labelLimit": 260,
                    # A phone has room for one.
                    "columns": {"expr": "width < 420 ? 1 : 2"},
                },
            },
            "strokeDash": {
                "field": "name",
                "type": "nominal",
                "scale": {"domain": [ours, naive], "range": [[1, 0], [6, 4]]},
                "legend": None,
            },
            "tooltip": [
                {"field": "name", "title": " "},
                {"field": "commission", "title": commission, "format": ".1%"},
                {"field": "money", "title": money, "format": ",.0f"},
                {"field": "win", "title": "P", "format": ".1%"},
            ],
        },
    }
    return {"height": HEIGHT, "layer": [line, *_rules(commission)]}


def win_chart(*, commission: str, chance: str) -> dict[str, Any]:
    """Return the Vega-Lite specification of the chance to win over the bid; rows as `bid_chart`.

    Args:
        commission: Title of the axis of bids.
        chance: Title of the other axis.
    """
    area = {
        "transform": [{"filter": "datum.kind == 'win'"}],
        "mark": {"type": "area", "line": {"color": CHANCE}, "color": CHANCE, "opacity": 0.25},
        "encoding": {
            "x": _commission(commission),
            "y": {
                "field": "win",
                "type": "quantitative",
                "axis": {"title": chance, "format": ".0%", "tickCount": 4},
                "scale": {"domain": [0, 1]},
            },
            "tooltip": [
                {"field": "commission", "title": commission, "format": ".1%"},
                {"field": "win", "title": chance, "format": ".1%"},
            ],
        },
    }
    return {"height": LOW, "layer": [area, *_rules(commission, labelled=False)]}


def moved_chart(*, x: str, bid: str, money: str, percent: bool) -> dict[str, Any]:
    """Return the Vega-Lite specification of the best bid against other rivals.

    Args:
        x: Title of what is moved.
        bid: Title of the axis of bids.
        money: Title of expected profit, with its unit, for the tooltip.
        percent: What is moved is a share.

    Its rows need: `x`, `bid`, `money`, `win`, `now` (whether this is today's).
    """
    form = {"format": ".0%"} if percent else {"format": "d", "tickMinStep": 1}
    across = {
        "field": "x",
        "type": "quantitative",
        "axis": {"title": x, "grid": False, **form},
        "scale": {"zero": False, "nice": False, "padding": 12},
    }
    tooltip = [
        {"field": "x", "title": x, "format": ".1%" if percent else "d"},
        {"field": "bid", "title": bid, "format": ".2%"},
        {"field": "money", "title": money, "format": ",.0f"},
        {"field": "win", "title": "P", "format": ".1%"},
    ]
    up = {
        "field": "money",
        "type": "quantitative",
        "axis": {"title": money, **amount_ticks(), "tickCount": 4},
    }
    return {
        "height": 240,
        "encoding": {"x": across, "y": up, "tooltip": tooltip},
        "layer": [
            {"mark": {"type": "line", "color": OURS, "strokeWidth": 2}},
            {
                "mark": {"type": "point", "filled": True, "color": OURS},
                "encoding": {
                    "size": {
                        "condition": {"test": "datum.now", "value": 190},
                        "value": 45,
                    },
                },
            },
        ],
    }


def past_chart(*, commission: str, bids: str, fitted: str) -> dict[str, Any]:
    """Return the Vega-Lite specification of past bids with the fitted curve.

    Args:
        commission: Title of the axis.
        bids: What the bars count.
        fitted: What the line is.

    Its rows need: `low`, `high`, `bids`, `fitted`.
    """
    tooltip = [
        {"field": "low", "title": commission, "format": ".1%"},
        {"field": "bids", "title": bids, "format": "d"},
        {"field": "fitted", "title": fitted, "format": ".1f"},
    ]
    return {
        "height": LOW,
        "transform": [{"calculate": "(datum.low + datum.high) / 2", "as": "middle"}],
        "layer": [
            {
                "mark": {"type": "bar", "color": GREY, "opacity": 0.55},
                "encoding": {
                    "x": {
                        "field": "low",
                        "type": "quantitative",
                        "bin": {"binned": True},
                        "axis": {"title": commission, "format": ".0%", "grid": False},
                    },
                    "x2": {"field": "high"},
                    "y": {
                        "field": "bids",
                        "type": "quantitative",
                        "axis": {"title": bids, "tickMinStep": 1, "tickCount": 4},
                    },
                    "tooltip": tooltip,
                },
            },
            {
                "mark": {
                    "type": "line",
                    "color": OURS,
                    "strokeWidth": 2,
                    "interpolate": "monotone",
                },
                "encoding": {
                    "x": {"field": "middle", "type": "quantitative"},
                    "y": {"field": "fitted", "type": "quantitative"},
                },
            },
        ],
    }


def _rules(commission: str, *, labelled: bool = True) -> list[dict[str, Any]]:
    """Return the layers for floor, bid and ceiling."""
    x = _commission(commission)
    mark = {"type": "rule", "color": GREY, "strokeWidth": 1.5, "strokeDash": [4, 3]}
    only = [{"filter": "datum.kind == 'rule'"}]
    tooltip = [{"field": "name", "title": " "}]
    rule = {"transform": only, "mark": mark, "encoding": {"x": x, "tooltip": tooltip}}
    if not labelled:
        return [rule]
    # The best bid stands where the curve is high, the others where it is low.
    return [
        rule,
        _label(x, "!datum.low", align="right", y={"value": 4}),
        _label(x, "datum.low", align="left", y={"value": {"expr": "height - 4"}}),
    ]


def _label(x: dict[str, Any], which: str, *, align: str, y: dict[str, Any]) -> dict[str, Any]:
    return {
        "transform": [{"filter": f"datum.kind == 'rule' && {which}"}],
        "mark": {
            "type": "text",
            "angle": 270,
            "align": align,
            "baseline": "bottom",
            "dy": -3,
            "color": GREY,
            "fontSize": 12,
        },
        "encoding": {"x": x, "y": y, "text": {"field": "name"}},
    }

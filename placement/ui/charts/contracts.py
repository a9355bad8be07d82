"""Charts of a mix of contracts: profit against seats, use of the means, people and cash by
month.

As everywhere, a specification holds no number of the answer, so a slider moves the marks in place.
"""

from typing import Any

from placement.ui.charts.axes import amount_ticks

BLUE, ORANGE, GREY = "#3a78c9", "#c8641a", "#7b8794"
"""At least 3 to 1 against the light and the dark page."""

CURVE, MARK = "curve", "mark"
"""Kinds of rows of the frontier: its points, and numbers of seats with a name."""


def frontier_chart(*, seats: str, profit: str, contracts: str, height: int = 330) -> dict[str, Any]:
    """Return the Vega-Lite specification of profit against seats.

    Args:
        seats: Title of the axis of seats.
        profit: Title of the other axis, with its unit.
        contracts: Title of the number of contracts in the tooltip.
        height: Of the plot, in pixels.

    Its rows need: `kind`, `seats`; points `profit` and `contracts`; marks `name`, `line` (0 or 1,
    from the top) and `hand`, the side of the line its name stands on.
    """
    x = {"field": "seats", "type": "quantitative", "axis": {"title": seats}}
    y = {
        "field": "profit",
        "type": "quantitative",
        "axis": {"title": profit, **amount_ticks()},
        "scale": {"zero": False},
    }
    tooltip = [
        {"field": "seats", "title": seats, "format": ",.0f"},
        {"field": "profit", "title": profit, "format": ",.0f"},
        {"field": "contracts", "title": contracts, "format": ",.0f"},
    ]
    names = [
        {
            "mark": {"type": "text", "align": align, "dx": dx, "fontSize": 12, "color": GREY},
            "transform": [
                {"filter": f"datum.kind === '{MARK}' && datum.hand === '{hand}' "
                           f"&& datum.line === {line}"}
            ],
            "encoding": {
                "x": x, "y": {"value": -22 + 15 * line}, "text": {"field": "name"},
            },
        }
        for hand, align, dx in (("left", "left", 5), ("right", "right", -5))
        for line in (0, 1)
    ]  # fmt: skip
    return {
        "height": height,
        "padding": {"top": 34, "left": 5, "right": 12, "bottom": 5},
        "layer": [
            {
                "mark": {"type": "line", "color": BLUE, "strokeWidth": 2.5,
                         "point": {"filled": True, "size": 45, "color": BLUE}},
                "transform": [_only(CURVE)],
                "encoding": {"x": x, "y": y, "tooltip": tooltip},
            },
            {
                "mark": {"type": "rule", "color": ORANGE, "strokeWidth": 2},
                "transform": [_only(MARK)],
                "encoding": {
                    "x": x,
                    "strokeDash": {
                        "field": "line", "type": "ordinal", "legend": None,
                        "scale": {"domain": [0, 1], "range": [[1, 0], [5, 4]]},
                    },
                },
            },
            *names,
        ],
    }  # fmt: skip


def use_chart(*, used: str, amount: str, high: str) -> dict[str, Any]:
    """Return the specification of how much of each capacity is used, a bar each.

    Args:
        used: Title of the axis, in percent of the capacity.
        amount: Title of the label in the tooltip.
        high: Title of the mark that 95 % of the draws stay within.

    Its rows need: `name`, `place`, `used` and `high` in percent, `label`, `full` ("yes" where
    nothing is left).
    """
    y = {
        "field": "name",
        "type": "nominal",
        "sort": {"field": "place", "op": "min"},
        "axis": {"title": None, "labelLimit": 130, "ticks": False, "domain": False},
    }
    x = {
        "field": "used",
        "type": "quantitative",
        "axis": {"title": used, "grid": True},
        "scale": {"domainMin": 0},
    }
    tooltip = [
        {"field": "name", "title": " "},
        {"field": "label", "title": amount},
        {"field": "used", "title": used, "format": ".1f"},
        {"field": "high", "title": high, "format": ".1f"},
    ]
    return {
        "height": {"step": 34},
        "encoding": {"y": y},
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadius": 3, "height": {"band": 0.6}},
                "encoding": {
                    "x": x,
                    "color": {
                        "field": "full", "type": "nominal", "legend": None,
                        "scale": {"domain": ["no", "yes"], "range": [BLUE, ORANGE]},
                    },
                    "tooltip": tooltip,
                },
            },
            {
                # White with a dark edge shows on every bar and on both pages.
                "mark": {"type": "point", "shape": "diamond", "filled": True, "size": 130,
                         "opacity": 1, "color": "#ffffff", "stroke": "#1a2430"},
                "encoding": {"x": {"field": "high", "type": "quantitative"}, "tooltip": tooltip},
            },
        ],
    }  # fmt: skip


def people_chart(
    *, month: str, people: str, needed: str, expected: str, paid: str, height: int = 360
) -> dict[str, Any]:
    """Return the specification of people by month.

    Args:
        month: Title of the axis of time.
        people: Title of the other axis.
        needed: Name of the bars: as the rule counts.
        expected: Name of the line: on average.
        paid: Name of the line of people paid.
        height: Of the chart with its legend, in pixels.

    Its rows need: `month`, `needed`, `expected`, `paid`, `hired`, `left`.
    """
    names = {"domain": [needed, expected, paid], "range": [BLUE, ORANGE, GREY]}
    legend = {"title": None, "orient": "bottom", "direction": "vertical", "labelLimit": 330}
    tooltip = [
        {"field": "month", "title": month},
        {"field": "paid", "title": paid, "format": ",.1f"},
        {"field": "needed", "title": needed, "format": ",.1f"},
        {"field": "expected", "title": expected, "format": ",.1f"},
    ]
    layers = []
    for field, name, mark in (
        ("needed", needed, {"type": "bar"}),
        ("expected", expected, {"type": "line", "strokeWidth": 2.5, "point": True}),
        ("paid", paid, {"type": "line", "strokeWidth": 2, "strokeDash": [6, 4]}),
    ):
        y = {"field": field, "type": "quantitative", "axis": {"title": people}}
        colour = {"datum": name, "scale": names, "legend": legend}
        layers.append({"mark": mark, "encoding": {"y": y, "color": colour, "tooltip": tooltip}})
    return {"height": height, "encoding": {"x": _months(month)}, "layer": layers}


def cash_chart(
    *, month: str, cash: str, full: str, expected: str, height: int = 330
) -> dict[str, Any]:
    """Return the specification of cash by month with its lowest point.

    Args:
        month: Title of the axis of time.
        cash: Title of the other axis.
        full: Name of the line if all bids are won.
        expected: Name of the line on average.
        height: Of the chart with its legend, in pixels.

    Its rows need: `month`, `cash`, `expected`, `label` (empty but at the lowest point), `none`
    (always 0).
    """
    names = {"domain": [full, expected], "range": [BLUE, ORANGE]}
    legend = {"title": None, "orient": "bottom", "direction": "vertical", "labelLimit": 330}
    tooltip = [
        {"field": "month", "title": month},
        {"field": "cash", "title": full, "format": ",.0f"},
        {"field": "expected", "title": expected, "format": ",.0f"},
    ]
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "line", "color": GREY, "strokeWidth": 1, "strokeDash": [4, 4]},
            "encoding": {"y": {"field": "none", "type": "quantitative"}},
        }
    ]
    for field, name in (("expected", expected), ("cash", full)):
        y = {
            "field": field,
            "type": "quantitative",
            "axis": {"title": cash, **amount_ticks()},
        }
        layers.append(
            {
                "mark": {"type": "line", "strokeWidth": 2.5, "point": True},
                "encoding": {
                    "y": y,
                    "color": {"datum": name, "scale": names, "legend": legend},
                    "tooltip": tooltip,
                },
            }
        )
    low = [{"filter": "datum.label !== ''"}]
    at = {"y": {"field": "cash", "type": "quantitative"}}
    layers += [
        {
            "mark": {"type": "point", "size": 140, "filled": True, "color": BLUE, "opacity": 1},
            "transform": low,
            "encoding": at,
        },
        {
            "mark": {"type": "text", "dy": 16, "align": "left", "fontSize": 12, "color": GREY},
            "transform": low,
            "encoding": at | {"text": {"field": "label"}},
        },
    ]
    return {
        "height": height,
        "padding": {"right": 25, "bottom": 5},
        "encoding": {"x": _months(month)},
        "layer": layers,
    }


def _months(title: str) -> dict[str, Any]:
    return {"field": "month", "type": "ordinal", "axis": {"title": title, "labelAngle": 0,
            "labelOverlap": True}}  # fmt: skip


def _only(kind: str) -> dict[str, str]:
    return {"filter": f"datum.kind === '{kind}'"}

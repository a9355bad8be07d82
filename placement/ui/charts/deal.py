"""Charts of a commission from both sides: who keeps what at each, and what it buys in effort.

As everywhere, a specification holds no number of the answer, so a slider moves the marks in place.
Both charts take the same rows, told apart by `kind`:

    curve   a commission with `creditor`, `agency`, `collected` and `contacts`
    zone    the commissions at which both sides gain, from `commission` to `until`
    mark    a commission with a `name`, its `line` from the top and the `hand` it is written at
    quote   today's commission, with the same columns as a curve
"""

from typing import Any

from placement.ui.charts.axes import amount_ticks
from placement.ui.theme import SIDE_COLOURS

GREY = "#7b8794"
"""Stands out from the light and from the dark page."""

ZONE = "#3f9b6b"
"""Behind the commissions at which both sides gain."""

EFFORT_COLOURS = ("#3f9b6b", "#8c6bb8")
"""Of what is collected and of the contacts made for it."""

CURVE, ZONE_ROW, MARK, QUOTE = "curve", "zone", "mark", "quote"

LINES = 4
"""Lines of text above the curves, one for each mark."""

LINE_HEIGHT = 17
FIRST_LINE = -8 - LINES * LINE_HEIGHT
"""Where the first line stands above the plot, in pixels."""

MARK_NAMES = ("floor", "ceiling", "best", "quote")
"""What is marked, from the top line down."""

_MARK_COLOURS = (SIDE_COLOURS["agency"], SIDE_COLOURS["creditor"], SIDE_COLOURS["creditor"], GREY)
_DASHES = ([6, 3], [6, 3], [2, 3], [1, 0])


def sides_chart(
    *, commission: str, money: str, creditor: str, agency: str, height: int = 450
) -> dict[str, Any]:
    """Return the Vega-Lite specification of both sides over the commission.

    Args:
        commission: Title of the axis of commissions, in percent.
        money: Title of the other axis, with its unit.
        creditor: Name of the creditor's line.
        agency: Name of the agency's line.
        height: Of everything, axes and names included, in pixels.
    """
    colours = {
        "domain": [creditor, agency],
        "range": [SIDE_COLOURS["creditor"], SIDE_COLOURS["agency"]],
    }
    legend = {"title": None, "orient": "bottom", "direction": "vertical", "labelLimit": 330}
    lines = [
        {
            "mark": {"type": "line", "strokeWidth": 2.5, "clip": True},
            "transform": [_only(CURVE)],
            "encoding": {
                "y": _money(field, money),
                "color": {"datum": name, "scale": colours, "legend": legend},
            },
        }
        for field, name in (("creditor", creditor), ("agency", agency))
    ]
    points = [
        {
            "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
            "transform": [_only(QUOTE)],
            "encoding": {"y": _money(field, money), "color": {"datum": name, "scale": colours}},
        }
        for field, name in (("creditor", creditor), ("agency", agency))
    ]
    tooltip = [
        {"field": "commission", "title": commission, "format": ".1f"},
        {"field": "creditor", "title": creditor, "format": ",.0f"},
        {"field": "agency", "title": agency, "format": ",.0f"},
    ]
    return {
        "height": height,
        "encoding": {"x": _commission(commission)},
        "layer": [
            _zone(),
            _zero(),
            *lines,
            *_rules(),
            *points,
            _reader(tooltip),
            *_names(),
        ],
    }


def effort_chart(
    *, commission: str, collected: str, contacts: str, height: int = 230
) -> dict[str, Any]:
    """Return the specification of what a commission buys: share collected, contacts per account.

    Args:
        commission: Title of the axis of commissions, in percent.
        collected: Title of the left axis, in percent of the balance.
        contacts: Title of the right axis.
        height: Of everything, axes and names included, in pixels.
    """
    tooltip = [
        {"field": "commission", "title": commission, "format": ".1f"},
        {"field": "collected", "title": collected, "format": ".1f"},
        {"field": "contacts", "title": contacts, "format": ".1f"},
    ]
    lines = [
        {
            "mark": {"type": "line", "strokeWidth": 2, "color": colour, "strokeDash": dash},
            "transform": [_only(CURVE)],
            "encoding": {
                "y": {
                    "field": field,
                    "type": "quantitative",
                    "axis": {
                        "title": title,
                        "titleColor": colour,
                        "labelColor": colour,
                        "orient": side,
                        "tickCount": 3,
                        "grid": side == "left",
                    },
                }
            },
        }
        for (field, title, side, dash), colour in zip(
            (("collected", collected, "left", [1, 0]), ("contacts", contacts, "right", [5, 3])),
            EFFORT_COLOURS,
            strict=True,
        )
    ]
    quote = {
        "mark": {"type": "rule", "strokeWidth": 2, "color": GREY},
        "transform": [_only(QUOTE)],
    }
    reader = _reader(tooltip)
    return {
        "height": height,
        "encoding": {"x": _commission(commission)},
        "layer": [{"layer": [lines[0], reader]}, lines[1], quote],
        "resolve": {"scale": {"y": "independent"}},
    }


def _commission(title: str) -> dict[str, Any]:
    return {
        "field": "commission",
        "type": "quantitative",
        "scale": {"nice": False},
        "axis": {"title": title, "tickMinStep": 1, "grid": False},
    }


def _money(field: str, title: str) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "axis": {"title": title, **amount_ticks(), "tickCount": 5},
    }


def _only(kind: str) -> dict[str, str]:
    return {"filter": f"datum.kind === '{kind}'"}


def _zone() -> dict[str, Any]:
    return {
        # Where there is no deal it is empty, and an empty group of marks has no name to be read.
        "mark": {"type": "rect", "color": ZONE, "opacity": 0.16, "tooltip": None, "aria": False},
        "transform": [_only(ZONE_ROW)],
        "encoding": {"x2": {"field": "until"}},
    }


def _zero() -> dict[str, Any]:
    return {
        "mark": {"type": "rule", "color": GREY, "strokeWidth": 1, "aria": False},
        "encoding": {"x": None, "y": {"datum": 0}},
    }


def _rules() -> list[dict[str, Any]]:
    return [
        {
            "mark": {"type": "rule", "color": colour, "strokeWidth": 1.5, "strokeDash": dash},
            "transform": [{"filter": f"datum.mark === '{mark}'"}],
        }
        for mark, colour, dash in zip(MARK_NAMES, _MARK_COLOURS, _DASHES, strict=True)
    ]


def _names() -> list[dict[str, Any]]:
    """Return the layers that write each mark's name above the plot, to the side with room."""
    return [
        {
            "mark": {
                "type": "text",
                "align": align,
                "dx": 4 if align == "left" else -4,
                "baseline": "top",
                "fontSize": 12,
                "fontWeight": 600,
                "clip": False,
            },
            "transform": [{"filter": f"datum.mark === '{mark}' && datum.hand === '{align}'"}],
            "encoding": {
                "y": {"value": FIRST_LINE + line * LINE_HEIGHT},
                "text": {"field": "name"},
                "color": {"value": colour},
            },
        }
        for line, (mark, colour) in enumerate(zip(MARK_NAMES, _MARK_COLOURS, strict=True))
        for align in ("left", "right")
    ]


def _reader(tooltip: list[dict[str, str]]) -> dict[str, Any]:
    """Return invisible rules, wide enough for a pointer, that say what stands at a commission."""
    return {
        "mark": {"type": "rule", "opacity": 0, "strokeWidth": 6},
        "transform": [_only(CURVE)],
        "encoding": {"tooltip": tooltip},
    }

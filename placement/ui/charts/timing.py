"""Charts of a plan in time: its stages, and what it is worth to begin with each move later.

As everywhere, a specification holds no number of the answer, so a slider moves the marks in place.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from placement.decide.timing.calendar.ledger import CLOSED, PAID
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.stop import STOP
from placement.domain.types import Component
from placement.ui.charts.axes import amount_ticks
from placement.ui.theme import OPTION_COLOURS

WAIT_COLOUR = "#6558cf"
"""Doing nothing is no option, so its colour is none of theirs; 3 to 1 against both pages, and as
far from theirs as they are from each other: on the map of plans they lie side by side."""

STOP_COLOUR = "#b881af"
"""As `WAIT_COLOUR`: the end of all work is no pause, and on the map the two lie side by side."""

MOVE_COLOURS = MappingProxyType(
    {
        WAIT: WAIT_COLOUR,
        **{option.value: colour for option, colour in OPTION_COLOURS.items()},
        STOP: STOP_COLOUR,
    }
)
"""Colour of everything that a plan can begin with."""

STAGE_COLOURS = MappingProxyType({**MOVE_COLOURS, CLOSED: "#9646fa", PAID: "#9682fa"})
"""Colour of every stage an account can be in."""

CASH_COLOURS = MappingProxyType(
    {
        Component.COLLECTED: "#007850",
        Component.COMMISSION: "#b48c14",
        Component.OPERATING_COST: "#e6648c",
        Component.LEGAL_COST: "#7850b4",
        Component.FEES_REFUNDED: "#969650",
        Component.SALE_PROCEEDS: "#0096fa",
        Component.HOLDING_COST: "#786400",
        Component.RELATIONSHIP_COST: "#aa3c82",
        Component.TAX: "#828cc8",
    }
)
"""Colour of every part of the cash; no option's meaning is read from it."""

ROOM = 1.5
"""Length of a plan's axis by the plan's own; behind the last stage stands its label."""

_IN_PLAN = f"datum.value <= domain('x')[1] / {ROOM} + 1e-6"
"""Holds for the ticks of a plan's axis up to the plan's end; the labels' room has none."""

LEGENDED = 430
"""Height of a chart with its axis and the legend below, in pixels."""

GREY = "#7b8794"
"""Stands out from the light and from the dark page."""


def timeline_chart(*, month: str, lasts: str) -> dict[str, Any]:
    """Return the Vega-Lite specification of a plan's stages, one line per move, time to the right.

    Args:
        month: Title of the axis.
        lasts: Title of the label in the tooltip.

    Its rows need: `name`; `place`, its order from the top; `start` and `end` in months; `ends`,
    the month of a move that ends the plan, else null; `label`, written behind; `label_at`;
    `reach`, how far the axis goes; `colour`; `faint`, the strength of the bar.
    """
    within = {"condition": {"test": _IN_PLAN, "value": 1}, "value": 0}
    axis = {
        "title": month, "tickMinStep": 1, "format": "d", "grid": True,
        "labelExpr": f"{_IN_PLAN} ? datum.label : ''", "tickOpacity": within, "gridOpacity": within,
    }  # fmt: skip
    colour = {"field": "colour", "type": "nominal", "scale": None}
    tooltip = [{"field": "name", "title": " "}, {"field": "label", "title": lasts}]
    return {
        "height": {"step": 40},
        "encoding": {"y": _lines()},
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadius": 3, "height": {"band": 0.62}},
                "encoding": {
                    "x": {
                        "field": "start",
                        "type": "quantitative",
                        "axis": axis,
                        "scale": {"nice": False},
                    },
                    "x2": {"field": "end"},
                    "color": colour,
                    "opacity": {"field": "faint", "type": "quantitative", "scale": None},
                    "tooltip": tooltip,
                },
            },
            {
                "mark": {"type": "point", "shape": "diamond", "size": 170, "filled": True},
                "encoding": {
                    "x": {"field": "ends", "type": "quantitative"},
                    "color": colour,
                    "opacity": {"value": 1},
                    "tooltip": tooltip,
                },
            },
            {
                "mark": {
                    "type": "text",
                    "align": "left",
                    "baseline": "middle",
                    "dx": 10,
                    "fontSize": 12,
                },
                "encoding": {
                    "x": {"field": "label_at", "type": "quantitative"},
                    "text": {"field": "label"},
                    "color": {"value": GREY},
                },
            },
            {
                # Invisible; makes the axis long enough for the labels.
                "mark": {"type": "point", "opacity": 0, "tooltip": None},
                "encoding": {"x": {"field": "reach", "type": "quantitative"}},
            },
        ],
    }


def acting_chart(
    moves: Sequence[str], names: Mapping[str, str], *, month: str, value: str
) -> dict[str, Any]:
    """Return the Vega-Lite specification of the value of acting by month, a line per move.

    Args:
        moves: The moves that have a line, in the order of the legend.
        names: What each is called.
        month: Title of the axis of time.
        value: Title of the axis of money, with its unit.

    Its rows need: `first_move` (a name), `month`, `value`.
    """
    return {
        "height": LEGENDED,
        "mark": {"type": "line", "strokeWidth": 2, "point": {"size": 24}},
        "encoding": {
            "x": {
                "field": "month",
                "type": "quantitative",
                "axis": {"title": month, "tickMinStep": 1, "format": "d", "grid": False},
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                # Months differ by little; from zero, every line would be flat.
                "scale": {"zero": False},
                "axis": {"title": value, **amount_ticks(), "tickCount": 5},
            },
            "color": _legend([(names[move], MOVE_COLOURS[move]) for move in moves], "first_move"),
            "tooltip": [
                {"field": "first_move", "title": " "},
                {"field": "month", "title": month},
                {"field": "value", "title": value, "format": ",.0f"},
            ],
        },
    }


def months_chart(
    parts: Sequence[tuple[str, str]], *, month: str, value: str, net: str | None = None
) -> dict[str, Any]:
    """Return the Vega-Lite specification of bars stacked by month.

    Args:
        parts: Name and colour of each part, in the order of the legend.
        month: Title of the axis of time.
        value: Title of the other axis, with its unit.
        net: Name of the line drawn over the bars, where one is.

    Its rows need: `part` (a name), `order` of the part, `month`, `value`, and `net`, the month's
    sum on one row of each month.
    """
    x = {
        "field": "month",
        "type": "quantitative",
        "axis": {"title": month, "tickMinStep": 1, "format": "d", "grid": False},
        # Half a bar of room; a nice round end would begin the axis before today.
        "scale": {"nice": False, "padding": 6},
    }
    axis = {"title": value, **amount_ticks(), "tickCount": 5}
    bars = {
        # A bar as wide as a month, so that months without cash are gaps.
        "mark": {"type": "bar", "width": {"expr": "max(1, width / 90)"}},
        "encoding": {
            "y": {"field": "value", "type": "quantitative", "axis": axis, "stack": "zero"},
            "color": _legend(parts, "part"),
            "order": {"field": "order", "type": "quantitative"},
            "tooltip": [
                {"field": "part", "title": " "},
                {"field": "month", "title": month},
                {"field": "value", "title": value, "format": ",.0f"},
            ],
        },
    }
    line = {
        "mark": {
            "type": "line",
            "color": GREY,
            "strokeWidth": 1.5,
            "point": {"size": 16, "color": GREY},
        },
        "transform": [{"filter": "isValid(datum.net)"}],
        "encoding": {
            "y": {"field": "net", "type": "quantitative"},
            "tooltip": [
                {"field": "month", "title": month},
                {"field": "net", "title": net or "", "format": ",.0f"},
            ],
        },
    }
    return {"height": LEGENDED, "encoding": {"x": x}, "layer": [bars, line] if net else [bars]}


def _legend(parts: Sequence[tuple[str, str]], field: str) -> dict[str, Any]:
    return {
        "field": field,
        "type": "nominal",
        "scale": {
            "domain": [name for name, _ in parts],
            "range": [colour for _, colour in parts],
        },
        "legend": {
            "title": None,
            "orient": "bottom",
            # A phone has room for two.
            "columns": {"expr": "width < 420 ? 2 : 4"},
            "labelLimit": 120,
        },
    }


def _lines() -> dict[str, Any]:
    return {
        "field": "name",
        "type": "nominal",
        # Without it, lines that are moved in place would keep the order they came in at first.
        "sort": {"field": "place", "op": "min", "order": "ascending"},
        "axis": {
            "title": None,
            "labelLimit": 150,
            "labelOverlap": False,
            "ticks": False,
            "domain": False,
        },
    }

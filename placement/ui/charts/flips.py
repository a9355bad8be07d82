"""Chart: how far each number may move before another option is best, one bar per number.

Every bar runs from the lowest to the highest number looked at, with today's in the middle; the
colours are those of the option that is best there. The specification holds no number of the answer.
"""

import json
from typing import Any

from placement.ui.charts.timing import GREY

ROW = 58
"""Height of a bar with the labels above and below it, in pixels."""

NARROW = 420
"""Width from which on a label has room for the option's name, in pixels."""

STRETCH, TODAY, NUMBER, FLIP = "stretch", "today", "number", "flip"
"""Kinds of rows: a part of a bar, today's mark, a number below the bar, a flip's label above it."""

BELOW, ABOVE = 19, -19
"""How far from the middle of its bar a label stands, in pixels."""


def flips_chart(*, lower: str, today: str, higher: str, option: str, where: str) -> dict[str, Any]:
    """Return the Vega-Lite specification.

    Args:
        lower: Title of the left end.
        today: Title of the middle.
        higher: Title of the right end.
        option: Title of the option in the tooltip.
        where: Title of its numbers in the tooltip.

    Its rows need: `kind`; `name` and `place` of the number that moves; `x`, and `x2` of a stretch,
    from -1 to 1; `colour`, `option` and `span` of a stretch; `label`, `brief` for narrow windows
    and `align` of a text.
    """
    # As JSON, because a translation may hold any sign.
    left, middle, right = (json.dumps(title) for title in (lower, today, higher))
    names = f"datum.value < 0 ? {left} : datum.value > 0 ? {right} : {middle}"
    ends = "datum.value < 0 ? 'left' : datum.value > 0 ? 'right' : 'center'"
    axis = {
        "title": None,
        "orient": "top",
        "values": [-1, 0, 1],
        "labelExpr": names,
        "labelAlign": {"expr": ends},
        "labelBound": False,
        "labelOverlap": False,
        "grid": False,
        "ticks": False,
        "domain": False,
    }
    scale = {"domain": [-1, 1], "nice": False}
    return {
        "height": {"step": ROW},
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "axis": axis, "scale": scale},
            "y": _rows(),
        },
        "layer": [
            _stretches(option=option, where=where),
            {
                "transform": [{"filter": f"datum.kind == '{TODAY}'"}],
                # White in every scheme, as it stands on the colour of an option.
                "mark": {"type": "tick", "thickness": 3, "size": 18, "color": "#ffffff"},
            },
            _texts(NUMBER, dy=BELOW),
            _texts(FLIP, dy=ABOVE),
        ],
    }


def _stretches(*, option: str, where: str) -> dict[str, Any]:
    return {
        "transform": [{"filter": f"datum.kind == '{STRETCH}'"}],
        "mark": {"type": "bar", "height": 18},
        "encoding": {
            "x2": {"field": "x2"},
            "color": {"field": "colour", "type": "nominal", "scale": None},
            "tooltip": [
                {"field": "name", "title": " "},
                {"field": "option", "title": option},
                {"field": "span", "title": where},
            ],
        },
    }


def _texts(kind: str, *, dy: int) -> dict[str, Any]:
    return {
        "transform": [{"filter": f"datum.kind == '{kind}'"}],
        "mark": {
            "type": "text",
            "align": {"expr": "datum.align"},
            "baseline": "middle",
            "dy": dy,
            "fontSize": 12,
            "color": GREY,
            "fontWeight": "bold" if kind == FLIP else "normal",
            "tooltip": None,
        },
        "encoding": {
            "text": {
                "condition": {"test": f"width < {NARROW}", "field": "brief"},
                "field": "label",
            },
        },
    }


def _rows() -> dict[str, Any]:
    return {
        "field": "name",
        "type": "nominal",
        # Without it, bars that are moved in place would keep the order they came in at first.
        "sort": {"field": "place", "op": "min", "order": "ascending"},
        "axis": {
            "title": None,
            "labelLimit": 110,
            "labelOverlap": False,
            "ticks": False,
            "domain": False,
        },
    }

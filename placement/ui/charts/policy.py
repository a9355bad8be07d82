"""Chart of the page Policy: the share of the best value kept, by the number of rules."""

from typing import Any

from placement.ui.charts.uncertainty import GREY

COLOUR = "#398bcd"


def policy_chart(*, rules: str, kept: str, money: str) -> dict[str, Any]:
    """Return the Vega-Lite specification of one line over the number of rules.

    Args:
        rules: Title of the axis of rules.
        kept: Title of the other axis, with its unit.
        money: What the money in the tooltip is called, with its unit.

    Its rows need: `rules`, `kept` in percent and `said` as it is written, `money`, and `chosen`,
    true at the number asked for.
    """
    return {
        "height": 260,
        "encoding": {
            "x": {
                "field": "rules",
                "type": "quantitative",
                "axis": {"title": rules, "tickMinStep": 1, "format": "d", "labelOverlap": True},
                "scale": {"nice": False},
            },
            "y": {
                "field": "kept",
                "type": "quantitative",
                "axis": {"title": kept, "tickCount": 5},
                "scale": {"zero": False},
            },
            "tooltip": [
                {"field": "rules", "title": rules},
                {"field": "said", "title": kept},
                {"field": "money", "title": money, "format": ",.0f"},
            ],
        },
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 2.5, "color": COLOUR, "point": True}},
            {
                "transform": [{"filter": "datum.chosen"}],
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 140,
                    "color": COLOUR,
                    "stroke": GREY,
                    "strokeWidth": 2,
                },
            },
        ],
    }

"""Chart of the page Sectors: what a month of one person's work earns in each."""

from typing import Any

from placement.ui.charts.axes import amount_ticks
from placement.ui.charts.contracts import BLUE, GREY


def sectors_chart(*, money: str, sector: str, height: int = 36) -> dict[str, Any]:
    """Return the Vega-Lite specification of one bar a sector.

    Args:
        money: Title of the axis, with its unit.
        sector: Title of the sector in the tooltip.
        height: Of one bar, in pixels.

    Its rows need: `sector` in order, `money`, `label` and `leads`.
    """
    y = {
        "field": "sector",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "labelLimit": 160},
    }
    x = {"field": "money", "type": "quantitative", "axis": {"title": money, **amount_ticks()}}
    return {
        "height": {"step": height},
        "layer": [
            {
                "mark": {"type": "bar", "cornerRadius": 2},
                "encoding": {
                    "y": y,
                    "x": x,
                    "color": {"condition": {"test": "datum.leads", "value": BLUE}, "value": GREY},
                    "tooltip": [
                        {"field": "sector", "title": sector},
                        {"field": "label", "title": money},
                    ],
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12, "color": GREY},
                "encoding": {"y": y, "x": x, "text": {"field": "label"}},
            },
        ],
    }

"""Chart of the page Agencies: each one's skill against the mean, with what it may be."""

from typing import Any

from placement.ui.charts.ranking import AXIS, BAR, MARK, names_axis


def skill_chart(*, rows: int, value: str, titles: dict[str, str]) -> dict[str, Any]:
    """Return the Vega-Lite specification: ranges, shrunk ratios, and a line at the mean.

    Args:
        rows: Number of agencies.
        value: Title of the axis.
        titles: Titles in the tooltip by field.

    Its rows need: `name`, `place`, `low_80`, `high_80`, `low_95`, `high_95`, `shrunk`, `mean` (1)
    and the fields of the titles.
    """
    tooltip = [{"field": "name", "title": " "}] + [
        {"field": field, "title": title} for field, title in titles.items()
    ]
    axis = {"title": value, "format": ".2f", "tickCount": 5}
    scale = {"zero": False, "nice": True}

    def bar(low: str, high: str, height: float, strength: float) -> dict[str, Any]:
        return {
            "mark": {
                "type": "bar",
                "height": {"band": height},
                "cornerRadius": 2,
                "color": "#398bcd",
                "opacity": strength,
            },
            "encoding": {
                "x": {"field": low, "type": "quantitative", "axis": axis, "scale": scale},
                "x2": {"field": high},
                "tooltip": tooltip,
            },
        }

    return {
        "height": rows * BAR + AXIS,
        "encoding": {"y": names_axis()},
        "layer": [
            bar("low_95", "high_95", 0.25, 0.45),
            bar("low_80", "high_80", 0.5, 1.0),
            {
                "mark": {"type": "tick", "thickness": 3, "height": {"band": 0.8}, "color": MARK},
                "encoding": {"x": {"field": "shrunk", "type": "quantitative"}, "tooltip": tooltip},
            },
            {
                "mark": {"type": "rule", "strokeDash": [4, 4], "color": MARK},
                "encoding": {"x": {"field": "mean", "type": "quantitative"}, "y": None},
            },
        ],
    }

"""Chart: the best answer over balance and age, with the user's own segments as dots.

Plotly, because people inspect it: point, zoom, read. No slider moves it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from placement.domain.types import FloatArray, IntArray
from placement.ui.charts.axes import amount_tick

if TYPE_CHECKING:
    import pandas as pd

HEIGHT = 560
MOST_TICKS = 7
"""Amounts that fit beside each other below the map."""

SMALLEST, LARGEST = 8.0, 30.0
"""Diameter of a dot in pixels, for next to no balance and for the largest segment."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One thing that a cell can say."""

    name: str
    colour: str


def decision_map_chart(
    best: IntArray,
    *,
    answers: Sequence[Answer],
    balance_edges: FloatArray,
    age_edges: FloatArray,
    hover: "list[list[str]]",
    dots: "pd.DataFrame",
    balance_title: str,
    age_title: str,
) -> go.Figure:
    """Return the map.

    Args:
        best: Position of every cell's answer, shape (ages, balances).
        answers: What a cell can say.
        balance_edges: Edges of the columns, shape (balances + 1,).
        age_edges: Edges of the rows, months, shape (ages + 1,).
        hover: Text of every cell, a list per row.
        dots: The user's segments: `balance` per account, `age`, `total`, `best` (a position in
            the answers), `text`.
        balance_title: Title of the balance axis, with its unit.
        age_title: Title of the age axis, with its unit.
    """
    figure = go.Figure(_cells(best, answers, balance_edges, age_edges, hover))
    for position in sorted({*best.ravel().tolist(), *(int(own) for own in dots["best"])}):
        # An empty trace is a line of the legend: a heatmap has none of its own.
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=answers[position].name,
            marker={"color": answers[position].colour, "symbol": "square", "size": 14},
            hoverinfo="skip",
        )
    if len(dots):
        figure.add_trace(_dots(dots, answers))
    low, high = np.log10(balance_edges[[0, -1]])
    powers = range(int(np.ceil(low - 1e-9)), int(high + 1e-9) + 1)
    decades = [10.0**power for power in powers[:: -(-len(powers) // MOST_TICKS)]]
    figure.update_layout(
        height=HEIGHT,
        # Above: room for the buttons that zoom; right: for the last label.
        margin={"l": 10, "r": 30, "t": 36, "b": 10},
        legend={
            "orientation": "h",
            "yref": "container",
            "yanchor": "bottom",
            "y": 0,
            "x": 0,
            "itemclick": False,
            "itemdoubleclick": False,
        },
        hoverlabel={"align": "left"},
        xaxis={
            "type": "log",
            "title": balance_title,
            "range": [low, high],
            "tickvals": decades,
            "ticktext": [amount_tick(d) for d in decades],
            "ticklabeloverflow": "allow",
            "showgrid": False,
        },
        yaxis={
            "title": age_title,
            "range": [age_edges[0], age_edges[-1]],
            "showgrid": False,
            "zeroline": False,
        },
    )
    return figure


def _cells(
    best: IntArray,
    answers: Sequence[Answer],
    balance_edges: FloatArray,
    age_edges: FloatArray,
    hover: "list[list[str]]",
) -> go.Heatmap:
    colours = [answer.colour for answer in answers]
    size = len(colours)
    steps = [
        (edge / size, colour)
        for position, colour in enumerate(colours)
        for edge in (position, position + 1)
    ]
    return go.Heatmap(
        x=balance_edges,
        y=age_edges,
        z=best.tolist(),
        zmin=-0.5,
        zmax=size - 0.5,
        colorscale=steps,
        showscale=False,
        showlegend=False,
        hoverinfo="text",
        text=hover,
        opacity=0.9,
    )


def _dots(dots: "pd.DataFrame", answers: Sequence[Answer]) -> go.Scatter:
    # Area in proportion to the money: the eye compares areas.
    weight = np.sqrt(dots["total"] / dots["total"].max())
    return go.Scatter(
        x=dots["balance"],
        y=dots["age"],
        mode="markers",
        showlegend=False,
        hoverinfo="text",
        text=dots["text"],
        marker={
            "size": SMALLEST + (LARGEST - SMALLEST) * weight,
            "color": [answers[int(best)].colour for best in dots["best"]],
            "line": {"color": "#ffffff", "width": 2},
            "opacity": 1,
        },
    )

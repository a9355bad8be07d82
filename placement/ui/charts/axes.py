"""How the axes of charts write large sums, in every language."""

from typing import Any

from placement.words.numbers import (
    HUNDRED_MILLION,
    MYRIAD,
    counts_by_myriads,
    hundred_millions,
    money,
    myriads,
)

NUMBER = "format(datum.value, abs(datum.value) < 1 ? ',.3~g' : ',.6~g')"
"""A tick that no unit shortens."""


def amount_ticks() -> dict[str, Any]:
    """Return how an axis of Vega-Lite writes its ticks: 250k and 1.5M, or 25 and 150 myriads.

    Vega knows the prefixes of physics only, of which G is no word for money.
    """
    if not counts_by_myriads():
        shortened = "replace(format(datum.value, '~s'), 'G', 'bn')"
        return {"labelExpr": f"abs(datum.value) < 1000 ? {NUMBER} : {shortened}"}
    larger, large = _in(HUNDRED_MILLION, hundred_millions()), _in(MYRIAD, myriads())
    return {
        "labelExpr": (
            f"abs(datum.value) >= {HUNDRED_MILLION:.0f} ? {larger} : "
            f"abs(datum.value) >= {MYRIAD:.0f} ? {large} : {NUMBER}"
        )
    }


def amount_tick(amount: float) -> str:
    """Return the same for one tick, of a chart whose ticks are written one by one."""
    if amount < 1.0:
        return f"{amount:g}"
    if counts_by_myriads() and amount >= MYRIAD:
        unit, size = (
            (hundred_millions(), HUNDRED_MILLION)
            if amount >= HUNDRED_MILLION
            else (myriads(), MYRIAD)
        )
        return unit.format(amount=f"{amount / size:,g}")
    return money(amount)


def _in(size: float, unit: str) -> str:
    before, _, behind = unit.partition("{amount}")
    return f"'{before}' + format(datum.value / {size:.0f}, ',.4~g') + '{behind}'"

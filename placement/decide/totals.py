"""A net recovery in three: what comes in as cash, what is paid for it, and what tax does.

    net = cash + fees and costs + tax

A net of which a part is tax relief is no cash recovery, so the three are shown apart, cash first.

Source: own definition, docs/model.md, "The options, in the creditor's money".
"""

from collections.abc import Mapping
from enum import StrEnum

import numpy as np

from placement.domain.types import Component, FloatArray


class Total(StrEnum):
    """What a net recovery is made of, by the names of the public interface."""

    CASH = "total_cash"
    """Collected, and the price of what is sold."""
    FEES = "total_fees"
    """Commission and every cost, court fees that come back taken off; negative."""
    TAX = "total_tax"
    """Tax saved on costs and on the loss, less tax on what is collected."""


CASH_PARTS = (Component.COLLECTED, Component.SALE_PROCEEDS)

TOTALS = tuple(Total)
"""First axis of every array of totals."""


def total_of(component: Component) -> Total:
    """Return the total that a component belongs to."""
    if component is Component.TAX:
        return Total.TAX
    return Total.CASH if component in CASH_PARTS else Total.FEES


_ADDS_TO = np.array([[total_of(part) is total for part in Component] for total in TOTALS])
"""Which components a total adds up, shape (totals, components)."""


def totals_of(parts: FloatArray) -> FloatArray:
    """Return the totals of components.

    Args:
        parts: Money in the order of `Component`, shape (components, ...).

    Returns:
        Shape (totals, ...) in the order of `TOTALS`; they add up to what the parts add up to.
    """
    return np.asarray(np.tensordot(_ADDS_TO.astype(float), parts, axes=1))


def to_the_cent(totals: FloatArray, net: FloatArray | None = None) -> FloatArray:
    """Return totals and their net rounded so that they add up to the cent.

    What rounding leaves over, a cent, goes to the tax: cash and fees are paid out as they are.

    Args:
        totals: Shape (totals, ...).
        net: What they make; by default their sum.

    Returns:
        Shape (totals + 1, ...), the net last.
    """
    whole = np.round(totals.sum(axis=0) if net is None else net, 2)
    cash, fees = np.round(totals[0], 2), np.round(totals[1], 2)
    # Adding zero turns -0.0 into 0.0.
    return np.stack([cash, fees, np.round(whole - cash - fees, 2), whole]) + 0.0


def totals_of_present(present: Mapping[Component, FloatArray], size: int) -> FloatArray:
    """Return the totals of an option's value by component.

    Args:
        present: Value today by component, shape (segments,) or one number for all.
        size: Number of segments.

    Returns:
        Shape (totals, segments).
    """
    totals = np.zeros((len(TOTALS), size))
    for component, value in present.items():
        totals[TOTALS.index(total_of(component))] += value
    return totals

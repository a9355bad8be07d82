"""The cash-flow table that every option returns, and its value today."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from placement.domain.types import Component, FloatArray

DEDUCTIBLE = (Component.COMMISSION, Component.OPERATING_COST, Component.LEGAL_COST)
"""Costs that save tax on themselves; holding and relationship cost do not."""


@dataclass(frozen=True, kw_only=True, eq=False)
class CashFlow:
    """Cash of one option, per account: segment by month by component.

    Costs are negative. Month 0 is the cut-off date; month k is paid at its end.
    """

    amounts: Mapping[Component, FloatArray]
    """Money by component before tax, shape (..., segments, months + 1); absent is zero."""

    present: Mapping[Component, FloatArray]
    """Value today by component, tax included, shape (..., segments)."""

    @property
    def net(self) -> FloatArray:
        """Net recovery per account: the sum of all components, shape (..., segments)."""
        return np.asarray(sum(self.present.values()))


def discount_factors(discount: FloatArray, months: int) -> FloatArray:
    """Return v ** k for k = 0..months, shape (..., months + 1)."""
    return discount[..., None] ** np.arange(months + 1)


def present_value(amounts: FloatArray, *, discount: FloatArray) -> FloatArray:
    """Return the sum over months of amount * v ** month, shape (..., segments)."""
    factors = discount_factors(discount, amounts.shape[-1] - 1)
    return np.asarray((amounts * factors).sum(axis=-1))

"""What a lot earns: at any commission, if the willing are any multiple of the estimate."""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from placement.domain.types import FloatArray, IntArray


class Payoff(Protocol):
    """The agency's profit on each lot, fixed costs included; free of who else bids.

    All the bid desk knows of a lot's economics: contract terms enter behind it.
    """

    @property
    def fixed_cost(self) -> FloatArray:
        """Winning and running each contract, which a share of the volume bears in full.

        Shape (lots,) or (1,), in today's money; part of the profit.
        """
        ...

    def __call__(self, commission: FloatArray, factor: FloatArray) -> FloatArray:
        """Return the profit in today's money, shape (lots, truths, bids).

        Args:
            commission: Shape (lots, bids).
            factor: True share of willing debtors over the estimated, shape (lots, truths).
        """
        ...


@dataclass(frozen=True, kw_only=True, eq=False)
class PayoffTable:
    """Profits worked out beforehand; between commissions and factors they are read linearly.

    For many lots at once, and where the same lots are bid for many times.
    """

    commission: FloatArray
    """Rising in equal steps, shape (commissions,), at least 2."""
    factor: FloatArray
    """Rising in equal ratios, shape (factors,), at least 2; beyond its ends the value stays."""
    profit: FloatArray
    """Shape (lots, factors, commissions)."""
    fixed_cost: FloatArray
    """Shape (lots,) or (1,)."""

    def __call__(self, commission: FloatArray, factor: FloatArray) -> FloatArray:
        """Return the profit, bilinear in the commission and the factor."""
        lots = np.arange(len(self.profit))[:, None]
        place, beyond = _position(commission, self.commission)
        at, part = self._by_commission, beyond[..., None]
        columns = (1.0 - part) * at[lots, place] + part * at[lots, place + 1]
        return np.asarray(np.swapaxes(columns @ self._share_of_factors(factor), -1, -2))

    @cached_property
    def _by_commission(self) -> FloatArray:
        """The profits with the factors last, so that what a bid needs lies together."""
        return np.ascontiguousarray(np.swapaxes(self.profit, -1, -2))

    def _share_of_factors(self, factor: FloatArray) -> FloatArray:
        """Return how much of each tabled factor a truth is, shape (lots, factors, truths)."""
        row, _ = _position(np.log(factor), np.log(self.factor))
        left, right = self.factor[row], self.factor[row + 1]
        # Under one effort profit is linear in the truth itself.
        beyond = np.clip((factor - left) / (right - left), 0.0, 1.0)
        shares = np.zeros((len(factor), len(self.factor), factor.shape[-1]))
        lots, truths = np.ogrid[: len(factor), : factor.shape[-1]]
        shares[lots, row, truths] = 1.0 - beyond
        shares[lots, row + 1, truths] = beyond
        return shares


def tabled(payoff: Payoff, *, lots: int, commission: FloatArray, factor: FloatArray) -> PayoffTable:
    """Return profits worked out beforehand, for many questions about the same lots.

    Args:
        payoff: What the lots earn.
        lots: How many they are.
        commission: Rising in equal steps, shape (commissions,).
        factor: Rising in equal ratios, shape (factors,).
    """
    bids = np.broadcast_to(commission, (lots, commission.size))
    truths = np.broadcast_to(factor, (lots, factor.size))
    return PayoffTable(
        commission=commission,
        factor=factor,
        profit=payoff(bids, truths),
        fixed_cost=payoff.fixed_cost,
    )


def _position(value: FloatArray, marks: FloatArray) -> tuple[IntArray, FloatArray]:
    """Return the mark to the left and the share of the step beyond it; the steps are equal."""
    last = len(marks) - 1
    place = np.clip((value - marks[0]) / (marks[-1] - marks[0]) * last, 0.0, last)
    left = np.minimum(place.astype(np.int64), last - 1)
    return left, place - left

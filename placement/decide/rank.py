"""Ranks the options of each segment by net recovery and finds the best mix for the book."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.domain.types import (
    AGENCY_OPTIONS,
    BoolArray,
    Component,
    FloatArray,
    IntArray,
    Option,
)
from placement.value.options import Valuation

OPTIONS = tuple(Option)
"""Rows of every array in a `Ranking`."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Ranking:
    """The options of every segment side by side; money per account unless named `total`."""

    valuation: Valuation

    @cached_property
    def net(self) -> FloatArray:
        """Net recovery per account, shape (options, segments); NaN where an option is not open."""
        nets = [self.valuation.open_cash(option).net for option in OPTIONS]
        return np.where(self.available, np.stack(nets), np.nan)

    @cached_property
    def available(self) -> BoolArray:
        """Where each option is open, shape (options, segments)."""
        return np.stack([self.valuation.available[option] for option in OPTIONS])

    @cached_property
    def best(self) -> IntArray:
        """Position of each segment's best available option in `OPTIONS`, shape (segments,)."""
        return np.asarray(np.argmax(self.ranked_net, axis=0), dtype=np.int64)

    @cached_property
    def ranked_net(self) -> FloatArray:
        """As `net`, with minus infinity where an option is not open."""
        return np.where(self.available, self.net, -np.inf)

    @cached_property
    def best_net(self) -> FloatArray:
        """Net recovery per account of each segment's best option, shape (segments,)."""
        return np.asarray(np.max(self.ranked_net, axis=0))

    @cached_property
    def lead(self) -> FloatArray:
        """What the best option is ahead of the second, per account, shape (segments,)."""
        ordered = np.sort(self.ranked_net, axis=0)
        return np.asarray(ordered[-1] - ordered[-2])

    @property
    def accounts(self) -> IntArray:
        """Number of accounts, shape (segments,)."""
        return self.valuation.segments.accounts

    @cached_property
    def best_mix_total(self) -> float:
        """Net recovery of the book when every segment takes its best option."""
        return float(self.best_net @ self.accounts)

    def order(self, position: int) -> list[Option]:
        """Return a segment's options, best first; those not open come last."""
        net, is_open = self.net[:, position], self.available[:, position]
        return [
            OPTIONS[i]
            for i in sorted(
                range(len(OPTIONS)),
                key=lambda i: (not is_open[i], -net[i] if is_open[i] else 0.0, i),
            )
        ]

    def same_way_total(self, option: Option) -> float | None:
        """Return the book's net recovery when every account goes this way.

        Accounts for which the option is not open are written off. None where it is open to
        nobody.
        """
        return self._same_way[option]

    @cached_property
    def _same_way(self) -> dict[Option, float | None]:
        rest = self.net[OPTIONS.index(Option.WRITE_OFF)]
        totals = np.where(self.available, self.net, rest) @ self.accounts
        is_open = np.any(self.available, axis=1).tolist()
        return {
            option: float(totals[row]) if is_open[row] else None
            for row, option in enumerate(OPTIONS)
        }

    def next_placement_total(self) -> float | None:
        """Return the book's net recovery when every account goes to its next agency."""
        is_open = self.available[[OPTIONS.index(option) for option in AGENCY_OPTIONS]].any(axis=0)
        if not is_open.any():
            return None
        rest = self.net[OPTIONS.index(Option.WRITE_OFF)]
        net = self.valuation.next_placement.creditor.net
        return float(np.where(is_open, net, rest) @ self.accounts)

    def component_total(self, option: Option, position: int) -> dict[Component, float]:
        """Return a segment's components under an option open to it, for all its accounts."""
        count = int(self.accounts[position])
        present = self.valuation.open_cash(option).present
        return {
            # Adding zero turns -0.0 into 0.0.
            component: 0.0
            + count * float(np.broadcast_to(present[component], self.net[0].shape)[position])
            if component in present
            else 0.0
            for component in Component
        }


def rank(valuation: Valuation) -> Ranking:
    """Return the ranking of a valuation without a draw axis."""
    return Ranking(valuation=valuation)

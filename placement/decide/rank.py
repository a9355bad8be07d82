"""Ranks the options of each segment by net recovery and finds the best mix for the book."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.decide.totals import totals_of_present
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
    def totals(self) -> FloatArray:
        """Cash, fees and tax of each net, shape (totals, options, segments); NaN as in `net`."""
        size = len(self.accounts)
        split = [
            totals_of_present(self.valuation.open_cash(option).present, size) for option in OPTIONS
        ]
        return np.where(self.available, np.stack(split, axis=1), np.nan)

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
    def best_totals(self) -> FloatArray:
        """Cash, fees and tax of each segment's best option, shape (totals, segments)."""
        return np.asarray(self.totals[:, self.best, np.arange(len(self.best))])

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

    @cached_property
    def best_mix_totals(self) -> FloatArray:
        """Cash, fees and tax of `best_mix_total`, shape (totals,)."""
        return np.asarray(self.best_totals @ self.accounts)

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
        totals = np.where(self.available, self.net, self.written_off) @ self.accounts
        is_open = np.any(self.available, axis=1).tolist()
        return {
            option: float(totals[row]) if is_open[row] else None
            for row, option in enumerate(OPTIONS)
        }

    def same_way_totals(self, option: Option) -> FloatArray | None:
        """Return the cash, fees and tax of `same_way_total`, shape (totals,)."""
        if self.same_way_total(option) is None:
            return None
        row = OPTIONS.index(option)
        split = np.where(self.available[row], self.totals[:, row], self._written_off_totals)
        return np.asarray(split @ self.accounts)

    def next_placement_total(self) -> float | None:
        """Return the book's net recovery when every account goes to its next agency."""
        if not self._is_placeable.any():
            return None
        net = self.valuation.next_placement.creditor.net
        return float(np.where(self._is_placeable, net, self.written_off) @ self.accounts)

    def next_placement_totals(self) -> FloatArray | None:
        """Return the cash, fees and tax of `next_placement_total`, shape (totals,)."""
        if not self._is_placeable.any():
            return None
        present = self.valuation.next_placement.creditor.present
        split = totals_of_present(present, len(self.accounts))
        kept = np.where(self._is_placeable, split, self._written_off_totals)
        return np.asarray(kept @ self.accounts)

    @cached_property
    def written_off(self) -> FloatArray:
        """Net of a write-off, allowed already or not: what is left of a way that is not open."""
        return np.broadcast_to(self.valuation.open_cash(Option.WRITE_OFF).net, self.accounts.shape)

    @cached_property
    def _written_off_totals(self) -> FloatArray:
        present = self.valuation.open_cash(Option.WRITE_OFF).present
        return totals_of_present(present, len(self.accounts))

    @cached_property
    def _is_placeable(self) -> BoolArray:
        """Where some placement is open, shape (segments,)."""
        rows = [OPTIONS.index(option) for option in AGENCY_OPTIONS]
        return np.asarray(self.available[rows].any(axis=0))

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

"""How sure an agency's profit on a lot is: the same lot at the same commissions, by draw."""

from dataclasses import replace

import numpy as np

from placement.domain.types import AGENCY_OPTIONS, FloatArray, Segments, Stance
from placement.risk.draws import Draws
from placement.value.options import value_options

ROWS_AT_A_TIME = 20_000
"""Draws times segments valued at once."""


def profits_in_draws(
    segments: Segments, draws: Draws, *, stance: Stance = Stance.PROFIT_SEEKING
) -> FloatArray:
    """Return what an agency earns on a lot in every draw, shape (draws,), in today's money.

        profit = sum over accounts of what the next placement earns - fixed cost of the contract

    Args:
        segments: The lot, each account with its next agency at the commission in use.
        draws: The numbers; hold what the contract agrees, its commissions and its months.
        stance: How the agency sets its effort.
    """
    some = segments.take(np.flatnonzero(segments.placements < len(AGENCY_OPTIONS)))
    size, found = len(some), np.zeros(draws.count)
    at_a_time = max(ROWS_AT_A_TIME // max(size, 1), 1)
    for first in range(0, draws.count, at_a_time):
        last = min(first + at_a_time, draws.count)
        numbers = draws.numbers(first, last)
        pair = np.arange((last - first) * size)
        rows = replace(some.take(pair % size), draw=pair // size)
        earned = value_options(rows, numbers, stance=stance).next_placement.agency_profit
        found[first:last] = earned.reshape(last - first, size) @ some.accounts
        # One contract, as dear as the dearest of its sectors.
        fixed = [
            np.broadcast_to(
                np.ravel(numbers.drawn.get(path, numbers.entries[path].value)), (last - first,)
            )
            for path in (f"{each}.agency.contract_fixed_cost" for each in set(some.sector))
        ]
        found[first:last] -= np.max(fixed, axis=0)
    return found

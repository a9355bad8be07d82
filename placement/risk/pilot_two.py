"""Which of two agencies to give all accounts, and what trying both first is worth.

An account that agency i works brings v_i = g p_i - c on average; p_1 and p_2 are unknown, each by
its own beta law, and nothing need be placed. Trying n accounts with each,

    EVSI(n) = N ( E max(E[v_1 | x_1], E[v_2 | x_2], 0) - max(E v_1, E v_2, 0) )
    EVPI    = N ( E max(v_1, v_2, 0) - max(E v_1, E v_2, 0) )

over every pair of successes (x_1, x_2). The 2 n accounts tried are spent before it is known, so
with `now` the better choice as things stand, max(E v_1, E v_2, 0),

    net(n)   = n (E v_1 + E v_2) + (N - 2 n) E max(E[v_1 | x_1], E[v_2 | x_2], 0) - N now
    cost(n)  = EVSI(n) - net(n) = n ( 2 now - E v_1 - E v_2 + 2 EVSI(n) / N )

where the cost is what trying them forgoes, against the better choice now and against the one that
knows.

Source: H. Raiffa and R. Schlaifer, Applied Statistical Decision Theory (1961), chapter 5A.
"""

from dataclasses import dataclass

import numpy as np
from scipy.integrate import quad
from scipy.stats import beta as beta_law

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import IntArray
from placement.risk.pilot import CRUMB, Prior, Sizes, check_numbers, looked_at


@dataclass(frozen=True, kw_only=True, eq=False)
class TwoPilots(Sizes):
    """What trying two agencies side by side is worth."""

    choice_now: int
    """Position of the better agency as things stand; 2 where neither pays."""


def two_pilots(
    one: Prior,
    other: Prior,
    *,
    accounts: int,
    gain_per_success: float,
    cost_per_account: float,
) -> TwoPilots:
    """Return what trying two agencies is worth, for every size of their pilots.

    Args:
        one: What is thought of the first one's chance of success.
        other: Of the second's.
        accounts: All accounts, those of the pilots among them.
        gain_per_success: What a success brings.
        cost_per_account: What trying an account costs.

    Raises:
        InputError: A number is out of its bounds.
    """
    check_numbers(accounts, gain_per_success, cost_per_account)
    if accounts < 2:
        raise InputError(t("Two agencies take two accounts or more; got {n}.", n=accounts))
    means = [gain_per_success * prior.mean - cost_per_account for prior in (one, other)]
    now = max(*means, 0.0)
    loses = 2.0 * now - sum(means)
    sizes, learned = looked_at(
        lambda size: _better(one, other, size, gain_per_success, cost_per_account) - now,
        accounts=accounts,
        spent=2,
        loses=loses,
        crumb=CRUMB * max(gain_per_success, cost_per_account),
    )
    certain = _with_certainty(one, other, gain_per_success, cost_per_account)
    return TwoPilots(
        size=sizes,
        evsi=accounts * learned,
        cost=sizes * (loses + 2.0 * learned),
        evpi=accounts * max(certain - now, 0.0),
        without=accounts * now,
        choice_now=int(np.argmax(means)) if now > 0.0 else 2,
    )


def successes_to_win(one: Prior, other: Prior, *, size: int) -> IntArray:
    """Return how many successes the second needs to be chosen, for each number of the first.

    Returns:
        Shape (size + 1,); size + 1 where none is enough. Equal means leave it to the first.
    """
    return np.searchsorted(other.after(size), one.after(size), side="right").astype(np.int64)


def _better(one: Prior, other: Prior, size: int, gain: float, cost: float) -> float:
    """Return E max(E[v_1 | x_1], E[v_2 | x_2], 0): sums over the second's outcomes, sorted."""
    mine = np.maximum(gain * one.after(size) - cost, 0.0)
    theirs = np.maximum(gain * other.after(size) - cost, 0.0)
    chance = other.chances(size)
    below = np.concatenate([[0.0], np.cumsum(chance)])
    above = np.concatenate([np.cumsum((chance * theirs)[::-1])[::-1], [0.0]])
    # The outcomes of the second rise with its successes: up to `at` they are no better.
    at = np.searchsorted(theirs, mine, side="right")
    return float(one.chances(size) @ (mine * below[at] + above[at]))


def _with_certainty(one: Prior, other: Prior, gain: float, cost: float) -> float:
    """Return E max(v_1, v_2, 0): the greater chance lies above t unless both lie below."""
    if gain <= cost:
        return 0.0
    edge = cost / gain

    def above(chance: float) -> float:
        below = [beta_law.cdf(chance, prior.successes, prior.failures) for prior in (one, other)]
        return float(1.0 - below[0] * below[1])

    points = sorted({min(max(prior.mean, edge), 1.0) for prior in (one, other)})
    area, _ = quad(above, edge, 1.0, points=points, limit=200)
    return gain * float(area)

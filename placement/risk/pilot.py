"""Is a pilot worth it: what some accounts, tried first, are expected to save on all of them.

Each account succeeds with an unknown chance p, whose prior is Beta(a, b); a success brings g, each
account costs c, and the other choice is to do nothing for 0. After x successes of n

    E[p | x] = (a + x) / (a + b + n)        x ~ beta-binomial(n, a, b)
    EVSI(n)  = N * ( E max(g E[p | x] - c, 0) - max(g E[p] - c, 0) )
    EVPI     = N * ( E max(g p - c, 0)        - max(g E[p] - c, 0) )

EVSI is the value of what is learned if all N could still be decided. The n accounts of the pilot
are spent before it is known, so a pilot is worth

    net(n)   = n (g E[p] - c) + (N - n) E max(g E[p | x] - c, 0) - N max(g E[p] - c, 0)
    cost(n)  = EVSI(n) - net(n) = n ( max(c - g E[p], 0) + EVSI(n) / N )

where the cost is what trying n accounts forgoes: what they are expected to lose, and what deciding
about them with what they teach would have brought. A pilot of all N costs at least what it teaches.

Source: H. Raiffa and R. Schlaifer, Applied Statistical Decision Theory (1961).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import betaln
from scipy.stats import beta as beta_law

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray, IntArray

EVERY = 50
"""Sizes up to which each is looked at; beyond, each is some percent larger than the one before."""

FARTHER = 1.06

NEAR = 4
"""Neighbours of the best size in the grid, on each side, between which sizes are looked at: what
is learned rises in steps, one each time that another success is needed to go on."""

MOST_NEAR = 300
"""Sizes that are looked at between them."""

MOST_TRIED = 5_000
"""Accounts of the largest pilot that is looked at; beyond, little is learned that was not known."""

CRUMB = 1e-9
"""Share of a success below which what a pilot tells is rounding."""

LARGEST = 1e9
"""Money, counts and strengths beyond this are slips."""


@dataclass(frozen=True, kw_only=True)
class Prior:
    """What is thought of the chance of success: a mean, and how many tries it is worth."""

    mean: float
    strength: float

    def __post_init__(self) -> None:
        if not 0.0 < self.mean < 1.0:
            raise InputError(
                t(
                    "The prior mean must be a share between 0 and 1, both excluded; got {value:g}.",
                    value=self.mean,
                )
            )
        if not 0.0 < self.strength <= LARGEST:
            raise InputError(
                t(
                    "The prior's strength must be above 0: the tries it is worth; got {value:g}.",
                    value=self.strength,
                )
            )

    @property
    def successes(self) -> float:
        """First parameter of the beta law."""
        return self.mean * self.strength

    @property
    def failures(self) -> float:
        """Second parameter of the beta law."""
        return (1.0 - self.mean) * self.strength

    def interval(self, level: float) -> tuple[float, float]:
        """Return the middle of the beta law that holds so much of it, such as 0.8."""
        tails = (0.5 - level / 2.0, 0.5 + level / 2.0)
        low, high = beta_law.ppf(tails, self.successes, self.failures)
        return float(low), float(high)

    def chances(self, size: int) -> FloatArray:
        """Return the chance of each number of successes among so many tries, shape (size + 1,)."""
        x = np.arange(size + 1)
        ways = -np.log(size + 1) - betaln(size - x + 1, x + 1)
        a, b = self.successes, self.failures
        return np.asarray(np.exp(ways + betaln(x + a, size - x + b) - betaln(a, b)))

    def after(self, size: int) -> FloatArray:
        """Return the mean after each number of successes among so many tries, (size + 1,)."""
        return np.asarray((self.successes + np.arange(size + 1)) / (self.strength + size))


@dataclass(frozen=True, kw_only=True, eq=False)
class Sizes:
    """What trying first is worth, for several sizes of the trial. Arrays have shape (sizes,)."""

    size: IntArray
    """Accounts tried, with each agency."""

    evsi: FloatArray
    """Value of what is learned, if all accounts could still be decided."""

    cost: FloatArray
    """What trying them before it is known forgoes: they are spent."""

    evpi: float
    """What knowing all chances would be worth: no trial is worth more."""

    without: float
    """Value of the better choice without a trial, of all accounts."""

    @property
    def net(self) -> FloatArray:
        """What a trial adds: of the accounts tried, and of the rest with what they teach."""
        return self.evsi - self.cost

    @property
    def best(self) -> int:
        """Position of the best size; the smallest of equal ones."""
        return int(np.argmax(self.net))

    @property
    def is_worth_it(self) -> bool:
        """Whether some trial brings more than it costs."""
        return bool(self.net[self.best] > 0.0)


@dataclass(frozen=True, kw_only=True, eq=False)
class Pilot(Sizes):
    """What pilots of several sizes are worth."""

    go_from: IntArray
    """Successes from which the rest is worth doing; size + 1 where none is enough."""

    @property
    def size_to_watch(self) -> int:
        """Accounts to watch, ready to stop: of the best pilot, or all where none is needed to go.

        0 where nothing should be tried.
        """
        if self.without > 0.0:
            return int(self.size[-1])
        return int(self.size[self.best]) if self.is_worth_it else 0


def pilot(
    prior: Prior, *, accounts: int, gain_per_success: float, cost_per_account: float
) -> Pilot:
    """Return what pilots of every size are worth, for going on or leaving it.

    Args:
        prior: What is thought of the chance of success.
        accounts: All accounts that the decision is about, those of the pilot among them.
        gain_per_success: What a success brings.
        cost_per_account: What trying an account costs.

    Raises:
        InputError: A number is out of its bounds.
    """
    check_numbers(accounts, gain_per_success, cost_per_account)
    known = gain_per_success * prior.mean - cost_per_account

    def learned_by(size: int) -> float:
        worth = np.maximum(gain_per_success * prior.after(size) - cost_per_account, 0.0)
        return float(prior.chances(size) @ worth) - max(known, 0.0)

    sizes, learned = looked_at(
        learned_by,
        accounts=accounts,
        spent=1,
        loses=max(-known, 0.0),
        crumb=CRUMB * max(gain_per_success, cost_per_account),
    )
    certain = _with_certainty(prior, gain_per_success, cost_per_account)
    return Pilot(
        size=sizes,
        evsi=accounts * learned,
        cost=sizes * (max(-known, 0.0) + learned),
        go_from=np.array(
            [_go_from(prior, size, gain_per_success, cost_per_account) for size in sizes.tolist()]
        ),
        evpi=accounts * max(certain - max(known, 0.0), 0.0),
        without=accounts * max(known, 0.0),
    )


def looked_at(
    learned_by: Callable[[int], float], *, accounts: int, spent: int, loses: float, crumb: float
) -> tuple[IntArray, FloatArray]:
    """Return the sizes that are looked at, and what each teaches for an account.

    A grid, and around its best size, by what it adds, (N - spent n) learned - n loses, those
    between its neighbours.

    Args:
        learned_by: Returns what a size teaches for an account.
        accounts: All accounts, N.
        spent: Accounts tried for each 1 of the size: 2 where two agencies try as many each.
        loses: What these are expected to lose.
        crumb: What is learned below this is rounding.
    """

    def learn(sizes: IntArray) -> FloatArray:
        learned = np.array([learned_by(size) for size in sizes.tolist()])
        # Sums of many chances leave crumbs, which are nothing that was learned.
        learned[learned < crumb] = 0.0
        return learned

    sizes = pilot_sizes(accounts // spent)
    learned = learn(sizes)
    at = int(np.argmax((accounts - spent * sizes) * learned - sizes * loses))
    between = np.arange(sizes[max(at - NEAR, 0)], sizes[min(at + NEAR, len(sizes) - 1)] + 1)
    closer = between[:: -(-len(between) // MOST_NEAR)]
    more = np.setdiff1d(closer, sizes)
    every = np.concatenate([sizes, more])
    order = np.argsort(every)
    return every[order], np.concatenate([learned, learn(more)])[order]


def pilot_sizes(accounts: int) -> IntArray:
    """Return the sizes that are looked at: each to 50, then a coarser grid, up to all accounts."""
    most = min(accounts, MOST_TRIED)
    sizes = list(range(1, min(most, EVERY) + 1))
    while sizes[-1] < most:
        sizes.append(min(int(np.ceil(sizes[-1] * FARTHER)), most))
    return np.array(sizes, dtype=np.int64)


def _go_from(prior: Prior, size: int, gain: float, cost: float) -> int:
    """Return the successes of a pilot from which the rest is worth doing."""
    pays = gain * prior.after(size) - cost > 0.0
    return int(np.argmax(pays)) if pays.any() else size + 1


def _with_certainty(prior: Prior, gain: float, cost: float) -> float:
    """Return E max(g p - c, 0): partial moments of the beta law."""
    if gain <= cost:
        return 0.0
    a, b, edge = prior.successes, prior.failures, cost / gain
    above = float(beta_law.sf(edge, a, b))
    money = prior.mean * float(beta_law.sf(edge, a + 1.0, b))
    return max(gain * money - cost * above, 0.0)


def check_numbers(accounts: int, gain: float, cost: float) -> None:
    for name, value, least in (
        (t("Accounts"), accounts, 1.0),
        (t("The gain per success"), gain, 0.0),
        (t("The cost per account"), cost, 0.0),
    ):
        if not least <= value <= LARGEST:
            raise InputError(
                t(
                    "{name}: must be from {least:g} to {most:g}; got {value:g}.",
                    name=name,
                    least=least,
                    most=LARGEST,
                    value=value,
                )
            )

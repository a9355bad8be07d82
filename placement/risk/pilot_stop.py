"""When to stop a pilot before its end: an exact programme backwards over tries and successes.

After m accounts with x successes an account brings v(m, x) = g (a + x) / (a + b + m) - c on
average. Either the pilot is stopped and the rest is left, for 0, or one more account is tried:

    V(m, x) = max(0, v(m, x) + p V(m + 1, x + 1) + (1 - p) V(m + 1, x))    p = E[p | x of m]
    V(n, x) = (N - n) max(v(n, x), 0)

To go on with all of the rest at once is no third choice: trying one more brings as much, and may
still be stopped. Hence one number of successes for each m, below which to stop.

Source: own definition; backward induction as in M. DeGroot, Optimal Statistical Decisions (1970),
chapter 12.
"""

from dataclasses import dataclass

import numpy as np

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray, IntArray
from placement.risk.pilot import MOST_TRIED, Prior, check_numbers


@dataclass(frozen=True, kw_only=True, eq=False)
class StopRule:
    """When to stop a pilot of so many accounts."""

    size: int
    """Accounts of the pilot if nothing stops it."""

    go_on_from: IntArray
    """Successes from which to try one more after each number of accounts, shape (size,); m + 1
    where none is enough. From none on it is 0."""

    value: float
    """What all accounts are expected to bring under the rule."""

    to_the_end: float
    """The same if the pilot is never stopped before its end."""

    tried: float
    """Accounts of the pilot that are expected to be tried under the rule."""

    @property
    def saves(self) -> float:
        """What stopping in time is expected to save."""
        return self.value - self.to_the_end

    @property
    def steps(self) -> tuple[tuple[int, int], ...]:
        """Return the rule as few lines: (m, s), from m accounts on stop below s successes.

        Each line holds until the next.
        """
        firsts: dict[int, int] = {}
        for tried, needed in enumerate(self.go_on_from.tolist()):
            if needed > 0:
                firsts.setdefault(needed, tried)
        return tuple((tried, needed) for needed, tried in firsts.items())


def stop_rule(
    prior: Prior, *, accounts: int, gain_per_success: float, cost_per_account: float, size: int
) -> StopRule:
    """Return when to stop a pilot of `size` accounts.

    Args:
        prior: What is thought of the chance of success.
        accounts: All accounts that the decision is about, those of the pilot among them.
        gain_per_success: What a success brings.
        cost_per_account: What trying an account costs.
        size: Accounts of the pilot.

    Raises:
        InputError: A number is out of its bounds.
    """
    check_numbers(accounts, gain_per_success, cost_per_account)
    most = min(accounts, MOST_TRIED)
    if not 1 <= size <= most:
        raise InputError(
            t(
                "The pilot must have from 1 to {most} accounts; got {size}.",
                most=f"{most:,}",
                size=f"{size:,}",
            )
        )

    def worth(tried: int) -> FloatArray:
        return gain_per_success * prior.after(tried) - cost_per_account

    best = (accounts - size) * np.maximum(worth(size), 0.0)
    always, left = best, np.zeros(size + 1)
    go_on_from = np.empty(size, dtype=np.int64)
    for tried in range(size - 1, -1, -1):
        p, brings = prior.after(tried), worth(tried)
        goes_on = brings + p * best[1:] + (1.0 - p) * best[:-1]
        always = brings + p * always[1:] + (1.0 - p) * always[:-1]
        go_on = goes_on > 0.0
        left = np.where(go_on, 1.0 + p * left[1:] + (1.0 - p) * left[:-1], 0.0)
        best = np.maximum(goes_on, 0.0)
        go_on_from[tried] = int(np.argmax(go_on)) if go_on.any() else tried + 1
    return StopRule(
        size=size,
        go_on_from=go_on_from,
        value=float(best[0]),
        to_the_end=float(always[0]),
        tried=float(left[0]),
    )

"""What chance alone makes of the money of finitely many accounts that pay by known odds.

Each account pays or does not, by itself. By the end of k months one that began in month j has paid
n = min(k - j + 1, J) of its J instalments, or fewer where it broke off (with breakage d a month):

    P(l of n paid) = (1 - d)^(l - 1) * d    for l < n        (1 - d)^(n - 1)    for l = n
    mean of a sum  = sum of B * m1          variance = sum of B^2 * (m2 - m1^2)

with m1, m2 the moments of what an account brings as a share of its balance B. Few payers and large
balances make sums skew, so ranges come from draws of the very sums: how many pay, and which.

Source: own definition, docs/model.md, "Plan against actual".
"""

from dataclasses import dataclass

import numpy as np

from placement.domain.types import FloatArray

ORDERS = 24
"""Random orders of a group's accounts; a stretch of one, anywhere, is a random choice of them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Outcomes:
    """What may become of an account within some months; arrays of shape (..., outcomes).

    What is left of the chances is that nothing comes in.
    """

    chance: FloatArray
    value: FloatArray
    """What comes in, as a share of the balance."""

    @property
    def paying(self) -> FloatArray:
        """Chance that anything comes in, shape (...)."""
        return np.asarray(self.chance.sum(axis=-1))

    @property
    def mean(self) -> FloatArray:
        """Expected share of the balance that comes in, shape (...)."""
        return np.asarray((self.chance * self.value).sum(axis=-1))

    @property
    def variance(self) -> FloatArray:
        """Variance of that share of one account, shape (...)."""
        return np.asarray((self.chance * self.value**2).sum(axis=-1) - self.mean**2)


def outcomes_of(
    begun: FloatArray,
    enforced: FloatArray,
    *,
    settlement: FloatArray,
    instalments: FloatArray,
    breakage: FloatArray,
) -> Outcomes:
    """Return what may have come in from an account by the last of some months.

    Args:
        begun: Chance to begin to pay in each month, shape (rows, months), as the next.
        enforced: Chance to be made to pay all at once.
        settlement: Share of the balance that a payer settles for, shape (rows,), as the next two.
        instalments: Months over which it comes; 1 is at once.
        breakage: Share of payers who stop each month.

    Returns:
        One outcome for each number of instalments paid, 1 to the months, and one for the whole.
    """
    months = begun.shape[1]
    number = np.maximum(np.rint(instalments), 1.0)[:, None]
    due = np.minimum(months - np.arange(months), number)
    goes_on = 1.0 - breakage[:, None]
    chances, values = [], []
    for paid in range(1, months + 1):
        share = np.where(
            paid < due,
            goes_on ** (paid - 1) * breakage[:, None],
            np.where(paid == due, goes_on ** (paid - 1), 0.0),
        )
        chances.append((begun * share).sum(axis=1))
        values.append(settlement * paid / number[:, 0])
    chances.append(enforced.sum(axis=1))
    values.append(np.ones(len(begun)))
    return Outcomes(chance=np.stack(chances, axis=-1), value=np.stack(values, axis=-1))


def sums_of(
    balance: FloatArray, outcomes: Outcomes, *, repeats: int, rng: np.random.Generator
) -> FloatArray:
    """Return draws of what a group of accounts brings.

    Args:
        balance: Of each account, shape (accounts,).
        outcomes: The same for all of them, one row for each draw of the odds, (draws, outcomes).
        repeats: Draws of chance for each draw of the odds.
        rng: Random numbers.

    Returns:
        Money, shape (draws * repeats,), all of the first draw of the odds first.
    """
    size, draws = len(balance), len(outcomes.chance)
    found = np.zeros(draws * repeats)
    if not size or not outcomes.paying.any():
        return found
    left, rest = np.full(draws * repeats, size), np.ones(draws * repeats)
    orders = min(ORDERS, max(2 * size, 2))
    mixed = rng.permuted(np.tile(balance, (orders, 1)), axis=1)
    running = np.zeros((orders, 2 * size + 1))
    np.cumsum(np.concatenate([mixed, mixed], axis=1), axis=1, out=running[:, 1:])
    order = rng.integers(0, orders, draws * repeats)
    start = rng.integers(0, size, draws * repeats)
    for place in range(outcomes.chance.shape[1]):
        chance = np.repeat(outcomes.chance[:, place], repeats)
        if not chance.any():
            continue
        # Of those left, so many have this outcome: the multinomial, one at a time.
        number = rng.binomial(left, np.clip(chance / np.maximum(rest, 1e-300), 0.0, 1.0))
        # Differences of running sums leave crumbs where nobody is chosen.
        money = np.where(number > 0, running[order, start + number] - running[order, start], 0.0)
        found += np.repeat(outcomes.value[:, place], repeats) * money
        start = start + number
        start = np.where(start >= size, start - size, start)
        left, rest = left - number, rest - chance
    return found

"""Groups of accounts held against what was expected of them: ranges, chances, what is left of it.

Two things part what came from what was expected: chance, because accounts are few and balances
differ, and odds that are not known. The first is drawn under the odds as they stand, both together
under draws of all numbers. Groups add up, so sectors and the whole book are sums of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from placement.domain.types import FloatArray, IntArray
from placement.risk.alarms import means_behind, one_side, two_sided
from placement.risk.draws import Streams
from placement.risk.luck import Outcomes, sums_of

USUAL_LUCK = 10_000
"""Draws of chance under the odds as they stand: a chance of 1 in 5,000 can be told."""

WHOLE_DRAWS = 10_000
"""Draws of odds and chance together, at least."""

FEWEST_PAYERS = 0.05
"""Payers expected below which a group is not judged: one is no news, and none is none either."""

NINETEEN_OF_TWENTY = 1.959963984540054
"""Standard deviations to each side that hold 95 of 100."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Cells:
    """Accounts of one segment that were treated in one way; arrays of shape (cells,)."""

    segment: IntArray
    way: IntArray
    group: IntArray
    balances: tuple[FloatArray, ...]
    """Of the accounts of each cell."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Judged:
    """Groups of accounts and what was expected of them; arrays of shape (groups,)."""

    accounts: IntArray
    balance: FloatArray
    expected: FloatArray
    """Money, under the odds as they stand."""
    payers: FloatArray
    """Accounts expected to pay."""
    floor: FloatArray
    """The part of the money that does not hang on the willing."""
    willing: FloatArray
    """Willing share under the odds as they stand, weighted by balance; NaN of no account."""
    luck: FloatArray
    """Variance of the money by chance alone."""
    by_luck: FloatArray
    """Money by chance alone, shape (groups, draws)."""
    in_draws: FloatArray
    """Money by chance under draws of the odds, shape (groups, draws)."""
    means: FloatArray
    """Expected money in each draw of the odds, shape (groups, draws)."""

    def together(self, groups: Sequence[IntArray]) -> "Judged":
        """Return sums of groups, each named by positions."""

        def added(values: Any) -> Any:
            return np.array([values[chosen].sum(axis=0) for chosen in groups])

        balance = added(self.balance)
        willing = added(np.nan_to_num(self.willing) * self.balance)
        return Judged(
            accounts=added(self.accounts),
            balance=balance,
            expected=added(self.expected),
            payers=added(self.payers),
            floor=added(self.floor),
            willing=_ratio(willing, balance),
            luck=added(self.luck),
            by_luck=added(self.by_luck),
            in_draws=added(self.in_draws),
            means=added(self.means),
        )

    def interval(self, share: float) -> tuple[FloatArray, FloatArray]:
        """Return where the money of so many draws of ten lies, odds and chance together."""
        tail = 50.0 * (1.0 - share)
        low, high = np.percentile(self.in_draws, [tail, 100.0 - tail], axis=1)
        return np.asarray(low), np.asarray(high)

    def luck_interval(self, share: float) -> tuple[FloatArray, FloatArray]:
        """Return the same of chance alone."""
        tail = 50.0 * (1.0 - share)
        low, high = np.percentile(self.by_luck, [tail, 100.0 - tail], axis=1)
        return np.asarray(low), np.asarray(high)

    @property
    def is_expected(self) -> np.ndarray:
        """Return of which groups enough is expected for one month to say anything of them."""
        return np.asarray((self.expected > 0.0) & (self.payers >= FEWEST_PAYERS))


@dataclass(frozen=True, kw_only=True, eq=False)
class Said:
    """What came in says of the odds of groups; arrays of shape (groups,), NaN where nothing."""

    by_luck: FloatArray
    """Chance of what came, or further out, by chance alone."""
    in_all: FloatArray
    """The same with odds that are not known."""
    ratio: FloatArray
    """What came over what was expected."""
    weight: FloatArray
    """How far the ratio counts beside the odds, 0 to 1."""
    shrunk: FloatArray
    """Factor on the rate of paying, after chance has been taken off."""
    factor: FloatArray
    """Factor on the willing share that would have brought what came, all else held."""
    factor_low: FloatArray
    """Lower end of its 95 % interval, by chance alone."""
    factor_high: FloatArray
    most: FloatArray
    """Factor at which all debtors are willing, beyond which there is none."""


def judged(
    cells: Cells,
    stands: Sequence[Outcomes],
    drawn: Sequence[Outcomes],
    nobody: Sequence[Outcomes],
    *,
    willing: FloatArray,
    groups: int,
    streams: Streams,
) -> Judged:
    """Return what was expected of groups of accounts.

    Args:
        cells: The accounts.
        stands: Outcomes of each way and segment under the odds as they stand, (segments, outcomes).
        drawn: The same in draws of the odds, (draws, segments, outcomes).
        nobody: The same with nobody willing, (1, segments, outcomes).
        willing: Willing share by segment.
        groups: Number of groups.
        streams: The random numbers of each name.
    """
    draws = len(drawn[0].chance)
    repeats = max(-(-WHOLE_DRAWS // draws), 1)
    accounts, balance, expected, payers, floor, luck, own = np.zeros((7, groups))
    by_luck = np.zeros((groups, USUAL_LUCK))
    in_draws, means = np.zeros((groups, draws * repeats)), np.zeros((groups, draws))
    for place, money in enumerate(cells.balances):
        at, way, group = cells.segment[place], cells.way[place], cells.group[place]
        now, every = _of(stands[way], at), _of(drawn[way], at)
        total, size = float(money.sum()), len(money)
        accounts[group] += size
        balance[group] += total
        own[group] += willing[at] * total
        expected[group] += now.mean * total
        payers[group] += now.paying * size
        floor[group] += float(_of(nobody[way], at).mean[0]) * total
        luck[group] += now.variance * float((money**2).sum())
        means[group] += every.mean * total
        rng = streams(f"luck of segment {at}, way {way}")
        one = Outcomes(chance=now.chance[None], value=now.value[None])
        by_luck[group] += sums_of(money, one, repeats=USUAL_LUCK, rng=rng)
        in_draws[group] += sums_of(money, every, repeats=repeats, rng=rng)
    return Judged(
        accounts=np.asarray(np.rint(accounts), dtype=np.int64),
        balance=balance,
        expected=expected,
        payers=payers,
        floor=floor,
        willing=_ratio(own, balance),
        luck=luck,
        by_luck=by_luck,
        in_draws=in_draws,
        means=means,
    )


def said_of(found: Judged, came: FloatArray) -> Said:
    """Return what the money that came in says of the odds.

        ratio = came / expected        Z = a / (a + s^2)        shrunk = 1 + Z * (ratio - 1)
        factor = (came - floor) / (expected - floor)

    with s^2 the variance of the ratio by chance, a that of its mean over draws of the odds.

    Args:
        found: The groups.
        came: Money that came in from each.
    """
    known = found.is_expected
    mean = np.where(known, found.expected, np.nan)
    scatter = found.luck / mean**2
    odds = (found.means / mean[:, None]).var(axis=1)
    weight = _ratio(odds, odds + scatter)
    ratio = came / mean
    hangs = np.where(
        found.expected - found.floor > 1e-9 * found.expected, mean - found.floor, np.nan
    )
    low, high = means_behind(came, mean, found.luck, z=NINETEEN_OF_TWENTY)
    # The masses may not outgrow all there are.
    most = _ratio(np.ones(len(mean)), found.willing)

    def factor(money: FloatArray) -> FloatArray:
        return np.asarray(np.clip((money - found.floor) / hangs, 0.0, most))

    def chance(draws: FloatArray) -> FloatArray:
        return np.where(known, one_side(two_sided(draws, came), draws, came, mean), np.nan)

    return Said(
        by_luck=chance(found.by_luck),
        in_all=chance(found.in_draws),
        ratio=ratio,
        weight=weight,
        shrunk=1.0 + weight * (ratio - 1.0),
        factor=factor(came),
        factor_low=factor(low),
        factor_high=factor(high),
        most=most,
    )


def _of(outcomes: Outcomes, segment: int) -> Outcomes:
    return Outcomes(chance=outcomes.chance[..., segment, :], value=outcomes.value[..., segment, :])


def _ratio(one: FloatArray, other: FloatArray) -> FloatArray:
    known = np.asarray(other) > 0.0
    return np.asarray(np.divide(one, other, out=np.full(np.shape(one), np.nan), where=known))

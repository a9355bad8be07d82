"""How well odds fitted to the past would have foretold what then came in.

At each origin only the months seen by then are used. The odds are fitted to them; a batch that so
far brought theta times what they expect is believed as far as its payers count (`shrink`), and is
expected to bring theta times what they expect of the months held out. The range of eight chances in
ten holds the odds' own errors, theta's, and the chance of each payer:

    odds ~ Normal(fitted, covariance)    theta ~ Gamma    collected ~ Gamma, variance phi * v * mean

with v what one payer brings within the months (`origins`: less than all of it where it comes in
instalments) and phi, at least 1, how much more months vary than payers by chance.

Set against: the curve of the latest batch of that age that was seen so far; one rate a month for
all; and chain-ladder, the volume-weighted mean growth of what came in, which goes no further than
the oldest batch.

Source: own definition, docs/model.md, "Odds from evidence".
"""

from dataclasses import dataclass, replace
from itertools import count

import numpy as np
from scipy.special import expit, logit

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.odds.calibrate import Batches
from placement.odds.liquidation import Odds
from placement.odds.origins import (
    History,
    Known,
    expected_money,
    known_by,
    payer_size,
    seen_by,
)
from placement.odds.shrink import skill_draws

HORIZONS = (1, 3, 6, 12)
"""Months held out."""

METHODS = ("odds", "last_batch", "flat_rate", "chain_ladder")

DRAWS = 400
MOST_ORIGINS = 12
LEAST_BATCHES = 3
"""Batches that must have been seen by an origin."""

LEVEL = 0.8
_FARTHEST = 3.0
"""Logs by which a drawn odd may lie from the fitted one: a factor of twenty."""

SAME_AGE = 1.5
"""Months by which batches of one age may differ."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Foretold:
    """What was foretold and what came, a row for each batch at each origin. Shapes (rows,)."""

    horizon: int
    batch: IntArray
    origin: IntArray
    """Months between the origin and the last month of the file."""

    seen: IntArray
    """Months of the batch seen by then."""

    age: FloatArray
    """At placement."""

    actual: FloatArray
    by_method: dict[str, FloatArray]
    low: FloatArray
    """Of the odds: lower end of eight chances in ten."""

    high: FloatArray
    total_low: FloatArray
    """The same of all batches of an origin together, shape (origins,)."""

    total_high: FloatArray

    def __len__(self) -> int:
        return len(self.batch)

    def error(self, method: str = "odds", chosen: BoolArray | None = None) -> float:
        """Return the sum of absolute errors over what came in (WAPE)."""
        rows = np.ones(len(self), dtype=bool) if chosen is None else chosen
        off = np.abs(self.by_method[method] - self.actual)[rows].sum()
        return float(off / np.abs(self.actual[rows]).sum()) if self.actual[rows].any() else np.nan

    def bias(self, method: str = "odds", chosen: BoolArray | None = None) -> float:
        """Return what was foretold too much over what came in; below 0 too little."""
        rows = np.ones(len(self), dtype=bool) if chosen is None else chosen
        off = (self.by_method[method] - self.actual)[rows].sum()
        return float(off / self.actual[rows].sum()) if self.actual[rows].sum() else np.nan

    def coverage(self, chosen: BoolArray | None = None) -> float:
        """Return the share of rows that came in within their range."""
        rows = np.ones(len(self), dtype=bool) if chosen is None else chosen
        within = (self.low <= self.actual) & (self.actual <= self.high)
        return float(within[rows].mean()) if rows.any() else np.nan

    @property
    def coverage_of_totals(self) -> float:
        """Share of origins whose total came in within its range."""
        totals = np.array([self.actual[self.origin == one].sum() for one in self.origins])
        return float(((self.total_low <= totals) & (totals <= self.total_high)).mean())

    @property
    def origins(self) -> IntArray:
        """The origins, the latest first."""
        return np.unique(self.origin)


def foretell(
    history: History, horizon: int, *, rng: np.random.Generator, draws: int = DRAWS
) -> Foretold:
    """Return what the odds and the others would have foretold of the months after each origin.

    Origins lie `horizon` months apart, so that no month is foretold twice.

    Args:
        history: The batches.
        horizon: Months to foretell.
        rng: Random numbers for the ranges.
        draws: How many of them.

    Raises:
        InputError: There is too little to fit before any origin.
    """
    if horizon < 1:
        raise InputError(t("Hold out 1 month or more; got {months}.", months=horizon))
    found = []
    for turn in count(1):
        back = horizon * turn
        seen = seen_by(history, back)
        target = (seen > 0) & (seen + horizon <= history.seen)
        if (seen > 0).sum() < LEAST_BATCHES or not target.any() or turn > MOST_ORIGINS:
            break
        target &= _whole(history.batches.observed, seen, horizon)
        one = _at_origin(history, back, target, horizon, rng, draws) if target.any() else None
        if one is not None:
            found.append((back, np.flatnonzero(target), seen[target], *one))
    if not found:
        raise InputError(
            t(
                "No months can be held out: with the last {months} gone, fewer than {least} "
                "batches were seen, none of them has months to foretell, or nothing came in. Hold "
                "out fewer months, or give more batches.",
                months=horizon,
                least=LEAST_BATCHES,
            )
        )
    backs, batch, seen_of, actual, by_method, low, high, total = zip(*found, strict=True)
    batches = np.concatenate(batch)
    return Foretold(
        horizon=horizon,
        batch=batches,
        origin=np.repeat(backs, [len(x) for x in batch]),
        seen=np.concatenate(seen_of),
        age=history.batches.age[batches],
        actual=np.concatenate(actual),
        by_method={name: np.concatenate([each[name] for each in by_method]) for name in METHODS},
        low=np.concatenate(low),
        high=np.concatenate(high),
        total_low=np.array([each[0] for each in total]),
        total_high=np.array([each[1] for each in total]),
    )


def _whole(observed: BoolArray, seen: IntArray, horizon: int) -> BoolArray:
    """Return which batches have every month that is to be foretold."""
    month = np.arange(observed.shape[1])
    window = (month >= seen[:, None]) & (month < (seen + horizon)[:, None])
    return np.asarray((observed | ~window).all(axis=1))


def _at_origin(
    history: History,
    back: int,
    target: BoolArray,
    horizon: int,
    rng: np.random.Generator,
    draws: int,
) -> tuple[FloatArray, dict[str, FloatArray], FloatArray, FloatArray, FloatArray] | None:
    """Return actual, foretold by method, range of each, and range of all; None if nothing came."""
    found = known_by(history, back)
    if found is None:
        return None
    data, seen, before = history.batches, found.seen, found.before
    month = np.arange(data.collected.shape[1])
    window = (month >= seen[:, None]) & (month < (seen + horizon)[:, None])
    ahead = np.where(window, expected_money(history, found.fit.odds), 0.0).sum(axis=1)
    drawn = _drawn(history, found, window, rng, draws)[:, target]
    tails = [0.5 - LEVEL / 2.0, 0.5 + LEVEL / 2.0]
    low, high = np.quantile(drawn, tails, axis=0)
    by_method = {
        "odds": found.level * ahead,
        "last_batch": _last_batch(history, before, window),
        "flat_rate": _flat_rate(data, before, found.is_known, horizon),
        "chain_ladder": _chain_ladder(before, seen, horizon),
    }
    return (
        np.where(window, data.collected, 0.0).sum(axis=1)[target],
        {name: each[target] for name, each in by_method.items()},
        low,
        high,
        np.quantile(drawn.sum(axis=1), tails),
    )


def _drawn(
    history: History, found: Known, window: BoolArray, rng: np.random.Generator, draws: int
) -> FloatArray:
    """Return what the window may bring, shape (draws, batches)."""
    # Both are symmetric but for rounding, which numpy would warn of.
    covariance = 0.5 * (found.fit.covariance + found.fit.covariance.T)
    moved = rng.multivariate_normal(
        np.zeros(3), covariance, draws, method="eigh", check_valid="ignore"
    )
    # Few months may not tell an odd at all, and its error is then without end.
    moved = np.clip(moved, -_FARTHEST, _FARTHEST)
    odds, known, phi = found.fit.odds, found.is_known, found.dispersion
    alike = [expected_money(history, _moved(odds, step)) for step in moved]
    so_fars = np.stack([np.where(known, each, 0.0).sum(axis=1) for each in alike])
    aheads = np.stack([np.where(window, each, 0.0).sum(axis=1) for each in alike])
    size = phi * payer_size(history, odds, known)
    skill = skill_draws(found.payers, so_fars / size, found.weights, rng, draws)
    middle, size = np.maximum(skill * aheads, 1e-12), phi * payer_size(history, odds, window)
    return rng.gamma(middle / size, size)


def _moved(odds: Odds, step: FloatArray) -> Odds:
    return replace(
        odds,
        willing_share=float(expit(logit(odds.willing_share) + step[0])),
        pay_hazard=odds.pay_hazard * float(np.exp(step[1])),
        fade_rate=odds.fade_rate * float(np.exp(step[2])),
    )


def _last_batch(history: History, before: FloatArray, window: BoolArray) -> FloatArray:
    """Return each batch's balance times the rates of the latest batch of its age seen that far."""
    data = history.batches
    order = history.placed if history.is_dated else np.arange(len(data.age))
    rates = before / data.balance[:, None]
    foretold = np.zeros(len(data.age))
    for batch in range(len(data.age)):
        alike = np.abs(data.age - data.age[batch]) <= SAME_AGE
        carried = 0.0
        for month in range(before.shape[1]):
            held = np.flatnonzero(alike & np.isfinite(rates[:, month]))
            if len(held):
                carried = float(rates[held[np.argmax(order[held])], month])
            if window[batch, month]:
                foretold[batch] += carried * data.balance[batch]
    return foretold


def _flat_rate(data: Batches, before: FloatArray, known: BoolArray, horizon: int) -> FloatArray:
    rate = np.nansum(before) / (known * data.balance[:, None]).sum()
    return np.asarray(rate * data.balance * horizon)


def _chain_ladder(before: FloatArray, seen: IntArray, horizon: int) -> FloatArray:
    """Return what mean growth adds to what came in so far; a month not seen counts as nothing."""
    total = np.cumsum(np.nan_to_num(before), axis=1)
    months = before.shape[1]
    growth = np.ones(months + horizon)
    for month in range(1, months):
        held = seen > month
        below = total[held, month - 1].sum()
        if below > 0.0:
            growth[month] = total[held, month].sum() / below
    so_far = np.where(seen > 0, total[np.arange(len(seen)), np.maximum(seen - 1, 0)], 0.0)
    whole = np.cumprod(growth)
    ratio = whole[np.minimum(seen + horizon, len(whole)) - 1] / whole[np.maximum(seen - 1, 0)]
    return np.asarray(so_far * (ratio - 1.0))

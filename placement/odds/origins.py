"""What was known of a history at an origin: months seen by then, odds fitted, level of each batch.

A batch that so far brought theta times what the odds expect is believed as far as its payers count
(`shrink`). What one payer brings within some months is not all he brings, where it comes in
instalments; by its sizes the money of payers that come by chance varies as if each brought

    v * sum_m f_m q_m^2 / sum_m f_m q_m

with v the whole, f_m the share who start to pay in month m, and q_m the part that comes in within
the months looked at.

Source: own definition, docs/model.md, "Odds from evidence".
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit, logit

from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.odds.calibrate import Batches, Fit, calibrate, without_reversals
from placement.odds.liquidation import Odds, arrivals, expected_shares
from placement.odds.shrink import credibility, spread_weights

_NOTHING_TOLD = 1e-9
"""Share of the largest variance below which one is rounding of a direction that is not told."""

_ENDLESS = 1e9


@dataclass(frozen=True, kw_only=True, eq=False)
class History:
    """Batches of one sector, and how what debtors agree to comes in."""

    batches: Batches
    placed: IntArray
    """Month of placement, counted through the years, shape (batches,); -1 where unknown."""

    fade_rate: float
    """The library's, for batches that do not tell it."""

    settlement_share: float = 1.0
    instalments: int = 1
    breakage: float = 0.0

    @property
    def seen(self) -> IntArray:
        """Return the months each batch was seen for, shape (batches,)."""
        observed = self.batches.observed
        return np.asarray(observed.shape[1] - np.argmax(observed[:, ::-1], axis=1), dtype=np.int64)

    @property
    def is_dated(self) -> bool:
        """Return whether the month of placement is known of every batch."""
        return bool((self.placed >= 0).all())

    @property
    def paid_value(self) -> FloatArray:
        """Return what one payer brings of each batch, shape (batches,)."""
        data = self.batches
        return np.asarray(self.settlement_share * data.balance / data.accounts)


@dataclass(frozen=True, kw_only=True, eq=False)
class Prior:
    """What was thought of the odds before any batch was seen."""

    odds: Odds
    spread: FloatArray
    """Standard deviations of logit w, log mu and log lambda, shape (3,)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Known:
    """What could be known at an origin; arrays have shape (batches,) unless said otherwise."""

    seen: IntArray
    """Months of each batch seen by then."""

    before: FloatArray
    """What came in in those months, NaN elsewhere, shape (batches, months)."""

    fit: Fit
    odds: Odds
    """Those that are gone by: fitted, or blended with what was thought before."""

    level: FloatArray
    """What each batch is expected to bring over what the odds alone expect; 1 where none of its
    months was seen."""

    payers: FloatArray
    """Of those who paid so far, as many as count: money over what varies by chance as one."""

    weights: FloatArray
    """Of the spreads among batches, from `spread_weights`."""

    dispersion: float
    """How much more months vary than payers by chance, phi."""

    @property
    def is_known(self) -> BoolArray:
        """Return which months were seen, shape (batches, months)."""
        return np.isfinite(self.before)


def seen_by(history: History, back: int) -> IntArray:
    """Return the months of each batch seen `back` months before the end, shape (batches,)."""
    ends = history.seen
    if not history.is_dated:
        # Without dates each batch has an end of its own.
        return np.maximum(ends - back, 0)
    last = int((history.placed + ends).max())
    return np.clip(last - back - history.placed, 0, ends)


def known_by(
    history: History, back: int, *, prior: Callable[[float], Prior] | None = None
) -> Known | None:
    """Return what was known `back` months before the end; None if nothing had come in by then.

    Args:
        history: The batches.
        back: Months between the origin and the end of the file.
        prior: What was thought of the odds at an age, to be blended in as far as the batches leave
            room; by default the batches alone count.
    """
    data, seen = history.batches, seen_by(history, back)
    month = np.arange(data.collected.shape[1])
    known = (month < seen[:, None]) & data.observed
    rows = known.any(axis=1)
    before = np.where(known, data.collected, np.nan)
    came = without_reversals(np.nan_to_num(before)).sum(axis=1)
    if not came.any():
        return None
    fit = calibrate(
        Batches(
            age=data.age[rows],
            accounts=data.accounts[rows],
            balance=data.balance[rows],
            collected=before[rows],
        ),
        fade_rate=history.fade_rate,
        settlement_share=history.settlement_share,
        instalments=history.instalments,
        breakage=history.breakage,
    )
    odds = fit.odds if prior is None else blended(fit, prior(fit.odds.reference_age))
    money = expected_money(history, odds)
    so_far = np.where(known, money, 0.0).sum(axis=1)
    phi = _month_dispersion(history, odds, before, money, came)
    size = phi * payer_size(history, odds, known)
    payers, expected = came / size, so_far / size
    weights = spread_weights(payers, expected)
    trust = weights @ credibility(expected)
    own = np.divide(payers, expected, out=np.ones_like(payers), where=expected > 0.0)
    return Known(
        seen=seen,
        before=before,
        fit=fit,
        odds=odds,
        level=np.asarray(trust * own + 1.0 - trust),
        payers=payers,
        weights=weights,
        dispersion=phi,
    )


def blended(fit: Fit, prior: Prior) -> Odds:
    """Return fitted odds drawn toward a prior, all three together.

        theta = theta_0 + P (P + C)^-1 (theta_fit - theta_0)

    with theta the logit of w and the logs of mu and lambda, P the variances of the prior and C the
    covariance of the fit. What a curve tells for sure, such as how much comes in the end, stays;
    what it does not tell, such as how that splits between w and mu, is the prior's.

    Source: normal prior, normal likelihood; own definition, docs/model.md, "Odds from evidence".
    """
    free = np.diag(fit.covariance) > 0.0
    if not free.any():
        return fit.odds
    chosen = np.ix_(free, free)
    known, turned = np.linalg.eigh(fit.covariance[chosen])
    # A direction without a variance is one that the batches say nothing of.
    known = np.where(known > _NOTHING_TOLD * known.max(), known, _ENDLESS)
    own = turned @ np.diag(known) @ turned.T
    before = np.diag(prior.spread[free] ** 2)
    step = np.zeros(3)
    away = _scale(fit.odds) - _scale(prior.odds)
    step[free] = before @ np.linalg.solve(before + own, away[free])
    at = np.where(free, _scale(prior.odds) + step, _scale(fit.odds))
    return replace(
        fit.odds,
        willing_share=float(expit(at[0])),
        pay_hazard=float(np.exp(at[1])),
        fade_rate=float(np.exp(at[2])),
    )


def _scale(odds: Odds) -> FloatArray:
    return np.array([logit(odds.willing_share), np.log(odds.pay_hazard), np.log(odds.fade_rate)])


def expected_money(history: History, odds: Odds, months: int | None = None) -> FloatArray:
    """Return what odds expect of each month, shape (batches, months).

    Args:
        history: The batches.
        odds: The odds.
        months: Months since placement; by default those of the file.
    """
    data = history.batches
    size = months or data.collected.shape[1]
    shares = expected_shares(odds, data.age, size) @ _comes(history, size)
    return np.asarray(shares * (history.settlement_share * data.balance)[:, None])


def payer_size(history: History, odds: Odds, window: BoolArray) -> FloatArray:
    """Return what one payer counts for within some months of each batch, shape (batches,).

    Args:
        history: The batches.
        odds: The odds.
        window: The months, shape (batches, months).
    """
    months = window.shape[1]
    starts = expected_shares(odds, history.batches.age, months)
    part = window @ _comes(history, months).T
    mean = (starts * part).sum(axis=1)
    ratio = np.divide(
        (starts * part**2).sum(axis=1), mean, out=np.ones(len(mean)), where=mean > 0.0
    )
    return np.asarray(ratio * history.paid_value)


def _comes(history: History, months: int) -> FloatArray:
    return arrivals(months, instalments=history.instalments, breakage=history.breakage)


def _month_dispersion(
    history: History, odds: Odds, before: FloatArray, money: FloatArray, came: FloatArray
) -> float:
    """Return Pearson's chi-square of months about their batch's own level, at least 1."""
    known = np.isfinite(before)
    so_far = np.where(known, money, 0.0).sum(axis=1)
    level = np.divide(came, so_far, out=np.zeros_like(came), where=so_far > 0.0)
    mean = money * level[:, None]
    held = known & (mean > 0.0)
    months = before.shape[1]
    starts, comes = expected_shares(odds, history.batches.age, months), _comes(history, months)
    size = (starts @ comes**2) / np.maximum(starts @ comes, 1e-300) * history.paid_value[:, None]
    variance = np.where(held, mean * size, 0.0)
    # A level takes from its months what their sum varies: more than one of them if payers come in
    # parts, a month apart.
    whole = np.where(held, mean, 0.0).sum(axis=1) * payer_size(history, odds, known)
    of_months = variance.sum(axis=1)
    taken = np.divide(whole, of_months, out=np.zeros_like(whole), where=of_months > 0.0)
    free = held.sum() - taken.sum() - 2.0
    if free < 1.0:
        return 1.0
    off = (np.nan_to_num(before) - mean) ** 2 / np.where(held, variance, 1.0)
    return max(float(off[held].sum() / free), 1.0)

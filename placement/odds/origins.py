"""What was known of a history at an origin: months seen by then, odds fitted, level of each batch.

A batch that so far brought theta times what the odds expect is believed as far as its payers count
(`shrink`). What one payer brings within some months is not all he brings, where it comes in
instalments; by its sizes the money of payers that come by chance varies as if each brought

    v * sum_m f_m q_m^2 / sum_m f_m q_m

with v the whole, f_m the share who start to pay in month m, and q_m the part that comes in within
the months looked at.

Source: own definition, docs/model.md, "Odds from evidence".
"""

from dataclasses import dataclass

import numpy as np

from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.odds.calibrate import Batches, Fit, calibrate, without_reversals
from placement.odds.liquidation import Odds, arrivals, expected_shares
from placement.odds.shrink import credibility, spread_weights


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
class Known:
    """What could be known at an origin; arrays have shape (batches,) unless said otherwise."""

    seen: IntArray
    """Months of each batch seen by then."""

    before: FloatArray
    """What came in in those months, NaN elsewhere, shape (batches, months)."""

    fit: Fit
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


def known_by(history: History, back: int) -> Known | None:
    """Return what was known `back` months before the end; None if nothing had come in by then."""
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
    money = expected_money(history, fit.odds)
    so_far = np.where(known, money, 0.0).sum(axis=1)
    phi = _month_dispersion(history, fit.odds, before, money, came)
    size = phi * payer_size(history, fit.odds, known)
    payers, expected = came / size, so_far / size
    weights = spread_weights(payers, expected)
    trust = weights @ credibility(expected)
    own = np.divide(payers, expected, out=np.ones_like(payers), where=expected > 0.0)
    return Known(
        seen=seen,
        before=before,
        fit=fit,
        level=np.asarray(trust * own + 1.0 - trust),
        payers=payers,
        weights=weights,
        dispersion=phi,
    )


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

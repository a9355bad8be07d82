"""Easy debtors in young batches: a fast part beside what the hard ones bring, where it shows.

A batch placed within three months past due may hold debtors who pay at the first contacts. They are
fitted as a second type with a hazard and a way of leaving that are known beforehand; where batches
tell the hazard, it is fitted as well. Whether there are any is decided by what they add to the
likelihood, over the dispersion of the fit: a share that chance alone would make is none.

Source: own definition, docs/model.md, "Odds from evidence".
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit, logit

from placement.domain.types import BoolArray, FloatArray
from placement.odds.calibrate import (
    TELLS,
    Batches,
    Data,
    Easy,
    Estimate,
    Fit,
    by_batch,
    calibrate,
    climb,
    errors,
    fit_of,
    likelihood,
    rate_of,
)
from placement.odds.liquidation import Odds

YOUNG = 3.0
"""Months past due up to which a batch may hold easy debtors enough to show."""

SHOWN = 3.841458820694124
"""Chi-square of 1 that chance exceeds once in 40 times where there are none: a share is not below
nothing, so half of the times it is none at all."""

TELLS_HAZARD = 0.3
"""Standard error of log mu1 above which batches do not tell how fast the easy pay."""

FASTER = 2.0
"""Times the hard ones' hazard that the easy pay at least; else they are the same debtors."""

_STARTS = (0.03, 0.3)

_Z = 1.959963984540054


@dataclass(frozen=True, kw_only=True)
class EasyTerms:
    """What is known of easy debtors before a batch is looked at."""

    hazard: float
    """Rate a month at which they pay an agency."""

    leaves: float
    """Rate a month at which they pay before they are placed."""


def calibrate_easy(
    batches: Batches,
    terms: EasyTerms,
    *,
    fade_rate: float,
    settlement_share: float = 1.0,
    instalments: int = 1,
    breakage: float = 0.0,
) -> Fit:
    """Return the odds that fit batches, with easy debtors where young batches show them.

    Where they show, the willing share is of the hard ones alone. Else the fit is that of one type,
    and its `easy` says that they were looked for.

    Args:
        batches: What they brought.
        terms: What is known of easy debtors.
        fade_rate: As in `calibrate`, and so the rest.
        settlement_share: Share of its balance that an account which pays brings.
        instalments: Months over which it comes in.
        breakage: Share of those paying in instalments who stop each month.

    Raises:
        InputError: Nothing came in, or more than was placed.
    """
    plain = calibrate(
        batches, fade_rate=fade_rate, settlement_share=settlement_share, instalments=instalments,
        breakage=breakage,
    )  # fmt: skip
    data = Data.of(batches, settlement_share, instalments, breakage)
    if not _is_young(data).any():
        return plain
    odds, free = _best(data, terms, fade_rate, tells=data.tells_by_age)
    covariance, dispersion = errors(data, odds, free)
    if free[2] and not np.sqrt(covariance[2, 2]) <= TELLS:
        odds, free = _best(data, terms, fade_rate, tells=False)
        covariance, dispersion = errors(data, odds, free)
    without = plain.odds
    if plain.tells_fading != free[2]:
        start = replace(data.start(fade_rate), fade_rate=odds.fade_rate)
        without = climb(data, start, free=free[:3])
    gained = 2.0 * (likelihood(data, odds) - likelihood(data, without))
    ratio = max(gained / _wider(data, odds, free, float(covariance[3, 3])), 0.0)
    if not ratio > SHOWN:
        return replace(plain, easy=_easy(odds, covariance, ratio, is_shown=False))
    every = np.array([True, True, free[2], True, True])
    own = climb(data, odds, free=every)
    wide, spread = errors(data, own, every)
    if np.sqrt(wide[4, 4]) <= TELLS_HAZARD and own.easy_hazard > FASTER * own.pay_hazard:
        odds, covariance, dispersion = own, wide, spread
    fit = fit_of(data, batches, odds, covariance, dispersion, tells=bool(free[2]))
    return replace(fit, easy=_easy(odds, covariance, ratio, is_shown=True))


def _is_young(data: Data) -> BoolArray:
    """Return which batches may show easy debtors: young, and seen in their first months."""
    seen = data.observed[:, : min(3, data.observed.shape[1])].all(axis=1)
    return np.asarray((data.age <= YOUNG) & seen)


def _best(data: Data, terms: EasyTerms, fade_rate: float, *, tells: bool) -> tuple[Odds, BoolArray]:
    """Return the better of the climbs from few and from many easy debtors, and what was free."""
    free = np.array([True, True, tells, True, False])
    found = []
    for share in _STARTS:
        start = data.start(fade_rate)
        start = replace(
            start, easy_share=share, easy_hazard=terms.hazard, easy_leaves=terms.leaves,
            willing_share=min(start.willing_share, 0.9 - share),
        )  # fmt: skip
        found.append(climb(data, start, free=free))
    return max(found, key=lambda odds: likelihood(data, odds)), free


def _wider(data: Data, odds: Odds, free: BoolArray, variance: float) -> float:
    """Return how many times the easy share's variance is what single payers would make it."""
    chosen = np.ix_(free, free)
    bare = np.zeros((len(free), len(free)))
    bare[chosen] = np.linalg.pinv(by_batch(data, odds)[1][chosen])
    return max(variance / float(bare[3, 3]), 1.0) if bare[3, 3] > 0.0 else 1.0


def _easy(odds: Odds, covariance: FloatArray, ratio: float, *, is_shown: bool) -> Easy:
    se = np.sqrt(np.diag(covariance))
    low, high = expit(logit(odds.easy_share) + _Z * se[3] * np.array([-1.0, 1.0]))
    return Easy(
        is_shown=is_shown,
        ratio=ratio,
        share=Estimate(
            value=odds.easy_share,
            se=float(se[3] * odds.easy_share * (1.0 - odds.easy_share)),
            low=float(low),
            high=float(high),
        ),
        hazard=rate_of(odds.easy_hazard, float(se[4])),
        covariance=covariance,
    )

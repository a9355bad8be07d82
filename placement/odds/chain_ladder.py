"""What batches will have brought in the end by chain-ladder, with Mack's errors.

Running totals of a month are carried to the next one by the mean factor by which older batches
grew; Mack's formula gives the error of what is still to come. No model of debtors is in it: where
it and fitted odds disagree, the curve does not have the shape of the odds, or batches changed.

The work is done by the package `chainladder`, loaded only here and only when asked.

Source: T. Mack, "Distribution-free calculation of the standard error of chain ladder reserve
estimates", ASTIN Bulletin 23 (1993), with his rule for the last variance.
"""

from dataclasses import dataclass

import numpy as np

from placement.domain.errors import InputError
from placement.domain.text import listed, t
from placement.domain.types import FloatArray, IntArray

FEWEST = 3
"""Origins, and months, below which factors and their errors cannot be told."""

_GRAINS = (12, 3, 1)
"""Months between origins that the package knows."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ChainLadder:
    """What origins bring in the end. Arrays have shape (origins,), the oldest first."""

    seen: IntArray
    """Months seen of each origin."""

    placed: FloatArray
    collected: FloatArray
    """Money that came in so far."""

    ultimate: FloatArray
    se: FloatArray
    """Standard error of what is still to come; 0 for the oldest, which is taken as done."""

    total_se: float
    """Of all origins together, which share their factors."""

    @property
    def to_come(self) -> float:
        """Return the money still to come from all origins."""
        return float((self.ultimate - self.collected).sum())

    @property
    def share(self) -> float:
        """Return the share of what was placed that all origins bring in the end."""
        return float(self.ultimate.sum() / self.placed.sum())

    @property
    def share_se(self) -> float:
        """Return the standard error of that share."""
        return float(self.total_se / self.placed.sum())


def chain_ladder(collected: FloatArray, placed: FloatArray) -> ChainLadder:
    """Return what batches bring in the end; batches seen equally long are one origin.

    Args:
        collected: Money by batch and month, NaN behind the last one seen. Shape (batches, months).
        placed: Money placed, shape (batches,).

    Raises:
        InputError: A month between others is missing, there are too few origins or months, or they
            do not lie equally far apart; says which.
    """
    observed = np.isfinite(collected)
    seen = observed.sum(axis=1)
    if (observed != (np.arange(collected.shape[1]) < seen[:, None])).any():
        raise InputError(
            t("Chain-ladder needs every month up to the last one seen; some between are missing.")
        )
    lengths = np.unique(seen)[::-1]
    if len(lengths) < FEWEST or lengths[0] < FEWEST:
        raise InputError(
            t(
                "Chain-ladder needs batches of {fewest} different ages and {fewest} months; there "
                "are {origins} and {months}.",
                fewest=FEWEST,
                origins=len(lengths),
                months=int(lengths[0]),
            )
        )
    start = lengths[0] - lengths
    grain = next((g for g in _GRAINS if (np.diff(start) == g).all()), None)
    if grain is None:
        raise InputError(
            t(
                "Chain-ladder needs batches placed at equal distances, every month, quarter or "
                "year; these were seen for {months} months.",
                months=listed(map(str, lengths.tolist())),
            )
        )
    of = np.searchsorted(-lengths, -seen)
    money = np.zeros((len(lengths), collected.shape[1]))
    np.add.at(money, of, np.nan_to_num(collected))
    known = np.arange(collected.shape[1]) < lengths[:, None]
    totals = np.where(known, np.cumsum(money, axis=1), np.nan)
    ultimate, se, total_se = _by_mack(totals, start)
    if not np.isfinite(ultimate).all():
        raise InputError(
            t("Chain-ladder has no factor for an origin of which nothing came in at first.")
        )
    return ChainLadder(
        seen=lengths,
        placed=np.bincount(of, weights=placed, minlength=len(lengths)).astype(np.float64),
        collected=np.nansum(np.where(known, money, 0.0), axis=1),
        ultimate=ultimate,
        se=se,
        total_se=total_se,
    )


def _by_mack(totals: FloatArray, start: IntArray) -> tuple[FloatArray, FloatArray, float]:
    """Return ultimate and error of each origin, and the error of all.

    Args:
        totals: Running totals, NaN where not seen, shape (origins, months).
        start: Months between the first origin and each.
    """
    import chainladder
    import pandas as pd

    origin, month = np.nonzero(np.isfinite(totals))
    # Which calendar it is does not matter, only that later origins were seen for less.
    first = np.datetime64("2000-01", "M")
    began = first + start[origin]
    ended = (began + month + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    table = pd.DataFrame(
        {"origin": began.astype("datetime64[ns]"), "seen": ended.astype("datetime64[ns]"),
         "money": totals[origin, month]}
    )  # fmt: skip
    triangle = chainladder.Triangle(
        table, origin="origin", development="seen", columns="money", cumulative=True
    )
    ultimate, errors, total = mack(triangle)
    # Up to the last month seen the package makes origins that there are not.
    return ultimate[: len(start)], errors[: len(start)], total


def mack(triangle: object) -> tuple[FloatArray, FloatArray, float]:
    """Return ultimate and Mack's error of each origin, shape (origins,), and the error of all.

    Args:
        triangle: A cumulative `chainladder.Triangle`.
    """
    import chainladder

    developed = chainladder.Development(sigma_interpolation="mack").fit_transform(triangle)
    # Of few origins it reckons errors of a tail that nobody asked for, and overflows.
    with np.errstate(all="ignore"):
        fit = chainladder.MackChainladder().fit(developed)
    errors = np.nan_to_num(np.asarray(fit.mack_std_err_.values, dtype=np.float64)[0, 0, :, -1])
    ultimate = np.asarray(fit.ultimate_.values, dtype=np.float64)[0, 0, :, 0]
    total = float(np.asarray(fit.total_mack_std_err_).reshape(-1)[0])
    # Where all origins grew by the very same factors there is no error, and the package has NaN.
    return ultimate, errors, total if np.isfinite(total) else 0.0

"""Rivals' bids and their number, fitted to past results.

Bids are taken as normal: their mean and standard deviation are the sample's. Where only winning
bids are known, each is the lowest of k, which lies a(k) standard deviations below the mean and
spreads b(k) of one; both are undone:

    sd = s / b(k),  mean = m + a(k) * sd        a(k) = -E[min of k],  b(k) = sd[min of k]

Source: moments of normal order statistics, H. David and H. Nagaraja, "Order Statistics" (2003),
ch. 3; quality of the fit: Kolmogorov-Smirnov with fitted parameters, M. Stephens, J. American
Statistical Association 69 (1974) 730-737, table 1A.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from placement.decide.bid.bids import CutNormalBids
from placement.decide.bid.choices import ResultsAre
from placement.decide.bid.results import PastResults
from placement.decide.bid.rivals import MOST_RIVALS
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray

FEWEST_ROWS = 3
"""Fewer results say nothing about the spread."""

FEW_ROWS = 10
"""With fewer than this the mean is itself uncertain, and the answer says so."""

_AT_5_PERCENT = 0.895


@dataclass(frozen=True, kw_only=True, eq=False)
class Fit:
    """What past results say about rivals."""

    rows: int
    tenders: int
    """Named tenders; 0 where rows name none."""
    mean: float
    mean_se: float
    """Standard error of the mean."""
    sd: float
    distance: float
    """Largest gap between the fitted and the observed share of bids below any commission."""
    distance_allowed: float
    """The gap that bids which are truly normal stay under 95 times in 100."""
    number: FloatArray | None
    """Chances of 0, 1, 2 ... rivals by the number of bids per tender, shape (1, counts); None where
    the rows do not tell."""

    @property
    def bids(self) -> CutNormalBids:
        """The fitted distribution."""
        return CutNormalBids(mean=np.array([self.mean]), sd=np.array([self.sd]))

    @property
    def fits(self) -> bool:
        """The results look normal; with no spread at all there is nothing to judge."""
        return bool(self.sd == 0.0 or self.distance <= self.distance_allowed)

    @property
    def few(self) -> bool:
        """So few rows that the mean is itself uncertain."""
        return self.rows < FEW_ROWS


def fit_bids(
    results: PastResults, *, results_are: ResultsAre = ResultsAre.ALL, bidders: int | None = None
) -> Fit:
    """Return rivals' bids and number as past results have them.

    Args:
        results: Usable rows; own bids left out.
        results_are: What a row is.
        bidders: Bids that each winning bid was the lowest of, where rows are winning bids.

    Raises:
        InputError: There are too few rows, or it is not known of how many bids a winner was lowest.
    """
    values = np.sort(results.commission)
    if values.size < FEWEST_ROWS:
        raise InputError(
            t(
                "Past results need at least {least} usable rows to show a spread; got {rows}. "
                "Type rival-mean and rival-sd instead.",
                least=FEWEST_ROWS,
                rows=values.size,
            )
        )
    lowest = results_are is ResultsAre.LOWEST
    if lowest and (bidders is None or bidders < 1):
        raise InputError(
            t("For winning bids the number of rivals is needed, 1 or more: they were the lowest.")
        )
    below, spread = lowest_of_normals(bidders or 1) if lowest else (0.0, 1.0)
    sd = _tidy(float(values.std(ddof=1))) / spread
    mean = float(values.mean()) + below * sd
    return Fit(
        rows=values.size,
        tenders=len(results.bids_per_tender),
        mean=min(max(mean, 0.0), 1.0),
        mean_se=sd * spread / np.sqrt(values.size),
        sd=sd,
        distance=_distance(values, mean, sd, (bidders or 1) if lowest else 1),
        distance_allowed=_AT_5_PERCENT
        / (np.sqrt(values.size) - 0.01 + 0.85 / np.sqrt(values.size)),
        number=None if lowest else _number(results),
    )


def crowded_tenders(results: PastResults) -> int:
    """Return how many tenders have more bids than rivals are reckoned with."""
    return int((results.bids_per_tender > MOST_RIVALS).sum())


def lowest_of_normals(bids: int) -> tuple[float, float]:
    """Return how far the lowest of k standard normals lies below 0 on average, and its spread."""
    places = np.linspace(-12.0, 12.0, 2401)
    density = bids * np.exp(-(places**2) / 2.0) * ndtr(-places) ** (bids - 1)
    weight = density / density.sum()
    mean = float(weight @ places)
    return -mean, float(np.sqrt(weight @ (places - mean) ** 2))


def _number(results: PastResults) -> FloatArray | None:
    """Return the chances of each number of rivals; one row a tender looks like winners only.

    More than `MOST_RIVALS` count as so many, which `crowded_tenders` tells.
    """
    per_tender = np.minimum(results.bids_per_tender, MOST_RIVALS).astype(int)
    if not per_tender.size or per_tender.max() == 1:
        return None
    return np.asarray(np.bincount(per_tender)[None, :] / per_tender.size)


def _distance(values: FloatArray, mean: float, sd: float, lowest_of: int) -> float:
    if sd == 0.0:
        return 0.0
    fitted = 1.0 - (1.0 - ndtr((values - mean) / sd)) ** lowest_of
    steps = np.arange(values.size + 1) / values.size
    return float(np.max(np.maximum(fitted - steps[:-1], steps[1:] - fitted)))


def _tidy(spread: float) -> float:
    """Return 0 for a spread that is only rounding."""
    return 0.0 if spread < 1e-9 else spread

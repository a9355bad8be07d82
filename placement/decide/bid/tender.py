"""The rules of a tender, and the chance that a bid wins under them."""

from dataclasses import dataclass

import numpy as np

from placement.decide.bid.checks import require_at_least, require_share
from placement.decide.bid.choices import PriceFormula
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray, IntArray

POINTS = 100.0
"""Points in all, price and technical."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Tender:
    """Who wins: the m lowest commissions, or the m highest sums of price and technical points."""

    winners: int | IntArray = 1
    """m, one number or one for each lot."""
    ceiling: float | None = None
    """Highest commission that is admitted (reserve price); rivals who want more do not bid."""
    price_weight: float = 1.0
    """Share of all points that the price decides; 1 is a lowest-commission tender."""
    formula: PriceFormula = PriceFormula.LOWEST_OVER_BID
    slope: float = 1.0
    """Share of the price points lost where a bid is 100 % off the average."""
    own_points: float | None = None
    """Technical points expected, of `most_technical`; by default as many as a mean rival."""
    rival_points_mean: float | None = None
    """A rival's technical points; by default the midpoint, which no answer depends on alone."""
    rival_points_sd: float | None = None
    """Their standard deviation, above 0; needed where points count."""

    def __post_init__(self) -> None:
        if np.any(np.asarray(self.winners) < 1):
            raise InputError(t("winners must be 1 or more; got {x}.", x=np.min(self.winners)))
        require_share(t("price-weight"), self.price_weight)
        if self.ceiling is not None:
            require_share(t("ceiling"), self.ceiling)
        require_at_least(t("slope"), self.slope, 0.0)
        if self.is_scored:
            self._check_points()

    @property
    def is_scored(self) -> bool:
        """Points decide; with the price alone and falling in the bid, the lowest bids win."""
        return self.price_weight < 1.0 or self.formula is PriceFormula.FROM_AVERAGE

    @property
    def most_technical(self) -> float:
        """Technical points one can get."""
        return POINTS * (1.0 - self.price_weight)

    @property
    def lead(self) -> float:
        """Own technical points less a mean rival's."""
        rival = (
            self.most_technical / 2.0
            if self.rival_points_mean is None
            else (self.rival_points_mean)
        )
        return 0.0 if self.own_points is None else self.own_points - rival

    @property
    def highest_bid(self) -> float:
        """Highest commission that is admitted, 1 where the tender names none."""
        return 1.0 if self.ceiling is None else self.ceiling

    def _check_points(self) -> None:
        for name, points in (
            (t("own-points"), self.own_points),
            (t("rival-points-mean"), self.rival_points_mean),
        ):
            if points is not None and not 0.0 <= points <= self.most_technical:
                raise InputError(
                    t(
                        "{name} must lie from 0 to {most:g}, the technical points of a price "
                        "weight of {weight:g}; got {points:g}.",
                        name=name,
                        most=self.most_technical,
                        weight=self.price_weight,
                        points=points,
                    )
                )
        if self.price_weight < 1.0 and not (
            self.rival_points_sd is not None
            and 0.0 < self.rival_points_sd <= max(self.most_technical, 1e-9)
        ):
            raise InputError(
                t(
                    "rival-points-sd must lie above 0 and up to {most:g}; got {came}. Nobody knows "
                    "rivals' marks exactly: a tenth of the technical points is usual.",
                    most=self.most_technical,
                    came=self.rival_points_sd,
                )
            )


def price_points(bid: FloatArray, *, reference: FloatArray, tender: Tender) -> FloatArray:
    """Return price points, 0 or more.

        lowest_over_bid: W * lowest / bid
        from_ceiling:    W * (ceiling - bid)/(ceiling - lowest)
        from_average:    W * max(0, 1 - slope * |bid - average|/average)

    Args:
        bid: Commissions from 0 to 1, any shape.
        reference: The lowest of all bids, or their average; broadcasts with `bid`.
        tender: Formula, weight W in points and ceiling.

    Source: lowest_over_bid, Ministry of Finance Decree 87 (2017), art. 55; the others are forms
    met in tenders.
    """
    most = POINTS * tender.price_weight
    above = np.maximum(bid, _TINY)
    if tender.formula is PriceFormula.LOWEST_OVER_BID:
        share = np.maximum(reference, _TINY) / above
    elif tender.formula is PriceFormula.FROM_CEILING:
        room = np.maximum(tender.highest_bid - reference, _TINY)
        share = np.clip((tender.highest_bid - bid) / room, 0.0, 1.0)
    else:
        off = np.abs(bid - reference) / np.maximum(reference, _TINY)
        share = np.maximum(1.0 - tender.slope * off, 0.0)
    return np.asarray(most * np.minimum(share, 1.0))


_TINY = 1e-12
"""Stands for zero below a fraction line."""

"""The rules of a tender: who wins, how much of the lot, and how a commission becomes points."""

from dataclasses import dataclass, fields

import numpy as np

from placement.decide.bid.checks import (
    require_amount,
    require_at_least,
    require_needed,
    require_share,
)
from placement.decide.bid.choices import AboveCeiling, Average, PriceFormula, Ties
from placement.domain.errors import InputError
from placement.domain.text import listed, t
from placement.domain.types import FloatArray, IntArray

OF_A_BENCHMARK = ("slope", "slope_below", "average", "ceiling_share", "discounts", "ties")
"""Rules that say something of a benchmark alone."""

OF_MARKS = ("own_points", "rival_points_mean", "rival_points_sd")
"""Rules that say something of technical points alone."""

POINTS = 100.0
"""Points in all, price and technical."""

STEEPEST = 1e6
"""Slope from a benchmark beyond which the next best thing is nothing already."""

LEVEL = 1e-9
"""Points by which two totals are level in spite of rounding."""

FEWEST_TRIMMED = 4
"""Bids from which on a trimmed average leaves out the highest and the lowest."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Tender:
    """Who wins: the m lowest commissions, or the m highest sums of price and technical points."""

    winners: int | IntArray = 1
    """m, one number or one for each lot."""
    shares: tuple[float, ...] | None = None
    """Share of the volume for the first, second ... winner; by default all get the same."""
    ceiling: float | None = None
    """Highest commission that is admitted (control price)."""
    above_ceiling: AboveCeiling = AboveCeiling.STAY_AWAY
    """What rivals do who would want more."""
    bid_cost: float = 0.0
    """What it costs to bid, won or not, in today's money."""
    price_weight: float = 1.0
    """Share of all points that the price decides; 1 is a lowest-commission tender."""
    formula: PriceFormula = PriceFormula.LOWEST_OVER_BID
    slope: float = 1.0
    """from_average: share of the price points lost where a bid is 100 % above the benchmark."""
    slope_below: float | None = None
    """The same below it; by default as above."""
    average: Average = Average.PLAIN
    ceiling_share: float = 0.0
    """Share of the ceiling in the benchmark, the rest is the average of the bids."""
    discounts: tuple[float, ...] = (0.0,)
    """k: the benchmark is (1 - k) times that; one of several is drawn at the opening."""
    ties: Ties = Ties.DRAW_LOTS
    own_points: float | None = None
    """Technical points expected, of `most_technical`; by default as many as a mean rival."""
    rival_points_mean: float | None = None
    """A rival's technical points; by default the midpoint, which no answer depends on alone."""
    rival_points_sd: float | None = None
    """Their standard deviation, above 0; needed where points count."""

    def __post_init__(self) -> None:
        if np.any(np.asarray(self.winners) < 1):
            raise InputError(
                t("winners must be 1 or more; got {x}. Name how many win.", x=np.min(self.winners))
            )
        require_share(t("price-weight"), self.price_weight)
        if self.ceiling is not None:
            require_share(t("ceiling"), self.ceiling)
        _require_slope(t("slope"), self.slope)
        if self.slope_below is not None:
            _require_slope(t("slope-below"), self.slope_below)
        require_amount(t("bid-cost"), self.bid_cost)
        self._check_shares()
        self._check_needless()
        self._check_benchmark()
        if self.is_scored:
            self._check_points()

    @property
    def is_scored(self) -> bool:
        """Points decide; with the price alone and falling in the bid, the lowest bids win."""
        return self.price_weight < 1.0 or self.formula is PriceFormula.FROM_AVERAGE

    @property
    def most_winners(self) -> int:
        """The most winners of any lot."""
        return int(np.max(self.winners))

    @property
    def volume(self) -> FloatArray:
        """Share of the volume by place, 0 behind the last winner, shape (lots or 1, places)."""
        if self.shares is not None:
            return np.array([self.shares])
        return np.asarray(self.wins / np.atleast_1d(self.winners)[:, None])

    @property
    def wins(self) -> FloatArray:
        """1 for the places that win, else 0, same shape."""
        return np.asarray(
            np.arange(self.most_winners) < np.atleast_1d(self.winners)[:, None], dtype=float
        )

    @property
    def most_technical(self) -> float:
        """Technical points one can get."""
        return POINTS * (1.0 - self.price_weight)

    @property
    def marks_spread(self) -> float:
        """Standard deviation of a rival's technical points, 0 where the price alone decides."""
        return self.rival_points_sd or 0.0

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

    def _check_shares(self) -> None:
        if self.shares is None:
            return
        count, total = len(self.shares), sum(self.shares)
        if np.size(self.winners) != 1 or count != self.most_winners:
            raise InputError(
                t(
                    "shares must name the volume of each winner; got {count} for {winners}. Write "
                    "one for each, or none to give all the same.",
                    count=count,
                    winners=self.most_winners,
                )
            )
        if min(self.shares) < 0.0 or not abs(total - 1.0) <= 0.005:
            raise InputError(
                t(
                    "shares of the volume must be 0 or more and add up to 1; got a sum of "
                    "{total:g}. Write them as in 0.6,0.4 or 60%,40%.",
                    total=total,
                )
            )
        object.__setattr__(self, "shares", tuple(share / total for share in self.shares))

    def _check_needless(self) -> None:
        """Refuse what would do nothing under these rules: it was meant for others."""
        usual = {each.name: each.default for each in fields(self)}

        def given(names: tuple[str, ...]) -> list[str]:
            return [name for name in names if getattr(self, name) != usual[name]]

        if self.formula is not PriceFormula.FROM_AVERAGE:
            require_needed(
                given(OF_A_BENCHMARK),
                t("price_formula {formula}", formula=PriceFormula.FROM_AVERAGE.value),
                came=self.formula.value,
            )
        if self.price_weight == 1.0:
            require_needed(given(OF_MARKS), t("price_weight below 1"), came="1")

    def _check_benchmark(self) -> None:
        require_share(t("ceiling-share"), self.ceiling_share)
        wrong = [k for k in self.discounts if not 0.0 <= k < 1.0]
        if wrong or not self.discounts:
            raise InputError(
                t(
                    "discounts (k) must be decimals from 0 to below 1, as in 0.02,0.04; "
                    "got {came}.",
                    came=listed(f"{k:g}" for k in self.discounts) or t("none"),
                )
            )
        if self.ceiling_share > 0.0 and self.ceiling is None:
            raise InputError(
                t("A benchmark that blends in the ceiling needs one. Name the tender's ceiling.")
            )

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


def _require_slope(name: str, slope: float) -> None:
    require_at_least(
        name, slope, 0.0, why=t("It is the share of the price points lost at 100% off.")
    )
    if slope > STEEPEST:
        raise InputError(
            t("{name} must be at most {most:g}; got {came:g}. Correct it.", name=name,
              most=STEEPEST, came=slope)
        )  # fmt: skip


def price_points(bid: FloatArray, *, reference: FloatArray, tender: Tender) -> FloatArray:
    """Return price points, 0 or more.

        lowest_over_bid: W * lowest / bid
        from_ceiling:    W * (ceiling - bid)/(ceiling - lowest)
        from_average:    W * max(0, 1 - slope * |bid - benchmark|/benchmark), a slope each side

    Args:
        bid: Commissions from 0 to 1, any shape.
        reference: The lowest of all bids, or the benchmark; broadcasts with `bid`.
        tender: Formula, weight W in points and ceiling.

    Source: lowest_over_bid, Ministry of Finance Decree 87 (2017), art. 55; the others are forms
    met in tenders.
    """
    most = POINTS * tender.price_weight
    if tender.formula is PriceFormula.LOWEST_OVER_BID:
        share = np.maximum(reference, _TINY) / np.maximum(bid, _TINY)
    elif tender.formula is PriceFormula.FROM_CEILING:
        room = np.maximum(tender.highest_bid - reference, _TINY)
        share = np.clip((tender.highest_bid - bid) / room, 0.0, 1.0)
    else:
        off = (bid - reference) / np.maximum(reference, _TINY)
        below = tender.slope if tender.slope_below is None else tender.slope_below
        # No slope is negative, so the larger is the one of the side where the bid lies.
        lost = np.maximum(tender.slope * off, -below * off)
        share = np.maximum(1.0 - lost, 0.0)
    return np.asarray(most * np.minimum(share, 1.0))


_TINY = 1e-12
"""Stands for zero below a fraction line."""

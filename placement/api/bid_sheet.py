"""A sheet of lots under one tender: at once from tables, exactly as the command, and what-ifs."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from placement.api.bid_rules import LotRules
from placement.api.bidding import PastBids, rivals_of
from placement.assume.assumptions import Assumptions
from placement.decide.bid.bid import Bids
from placement.decide.bid.choices import AboveCeiling, Average, PriceFormula, Ties
from placement.decide.bid.desk import BidDesk, bid_desk
from placement.decide.bid.rivals import Rivals
from placement.decide.bid.studied import (
    OneBid,
    StudiedLot,
    against_means,
    against_numbers,
    exact_desk,
    quick_desk,
)
from placement.decide.bid.tender import OF_A_BENCHMARK, Tender
from placement.domain.types import FloatArray


@dataclass(frozen=True, kw_only=True)
class BidQuestion:
    """What a tender and its rivals are like; hashable, so that answers can be kept by it."""

    winners: int = 1
    shares: tuple[float, ...] | None = None
    """Volume by place, decimals; None is the same for all winners."""
    ceiling: float | None = None
    above_ceiling: AboveCeiling = AboveCeiling.STAY_AWAY
    bid_cost: float = 0.0
    price_weight: float = 1.0
    formula: PriceFormula = PriceFormula.LOWEST_OVER_BID
    slope: float = 1.0
    slope_below: float | None = None
    average: Average = Average.PLAIN
    ceiling_share: float = 0.0
    discounts: tuple[float, ...] = (0.0,)
    ties: Ties = Ties.DRAW_LOTS
    own_points: float | None = None
    rival_points_mean: float | None = None
    rival_points_sd: float | None = None
    number: int | None = None
    """How many rivals, where it is known."""
    mean_number: float | None = None
    """Mean of their Poisson number, where it is not; both None: as past results have it."""
    mean: float | None = None
    """A rival's mean commission; None: as past results have it, else `shift` decides."""
    shift: float | None = None
    """Rivals bid around today's commission of each lot plus this, in decimals."""
    sd: float | None = None
    error: float = 0.0
    knows: float | None = None
    """Share of the rivals' spread that knows the lot; None: as the library says."""
    past: str = ""
    """Digest of the past results in use, "" without any."""

    def tender(self, ceiling: float | None = None) -> Tender:
        """Return the rules for a lot whose own ceiling, where it has one, counts first.

        Raises:
            InputError: A number breaks its rule.
        """
        return Tender(
            winners=self.winners,
            shares=self.shares,
            ceiling=self.ceiling if ceiling is None else ceiling,
            above_ceiling=self.above_ceiling,
            bid_cost=self.bid_cost,
            price_weight=self.price_weight,
            formula=self.formula,
            slope=self.slope,
            slope_below=self.slope_below,
            average=self.average,
            ceiling_share=self.ceiling_share,
            discounts=self.discounts,
            ties=self.ties,
            own_points=self.own_points,
            rival_points_mean=self.rival_points_mean,
            rival_points_sd=self.rival_points_sd,
        )

    def rivals(
        self,
        quoted: float,
        past: PastBids | None = None,
        *,
        assumptions: Assumptions | None = None,
    ) -> Rivals:
        """Return the rivals for a lot with this commission today.

        Args:
            quoted: Today's commission of the lot.
            past: The past results that the question refers to.
            assumptions: The numbers in use; by default the library's own.

        Raises:
            InputError: A number breaks its rule, or one is known from nowhere.
        """
        mean = self.mean
        if mean is None and self.shift is not None:
            mean = float(np.clip(quoted + self.shift, 0.0, 1.0))
        return rivals_of(
            number=self.number,
            mean_number=self.mean_number,
            mean=mean,
            sd=self.sd,
            past=past.fit if past else None,
            knows=self.knows,
            assumptions=assumptions,
        )

    def under(
        self, rules: LotRules, *, points_spread: Callable[[float], float | None]
    ) -> "BidQuestion":
        """Return the question for a lot whose own rules count first.

        Args:
            rules: What the lot says of itself.
            points_spread: The usual spread of technical points at a price weight, for a lot that
                names another weight and nothing of the points.
        """
        if not rules:
            return self
        changed = dict(rules)
        if "price_weight" in changed:
            # Points of the sheet's own weight mean nothing under another one.
            for name in ("own_points", "rival_points_mean"):
                changed.setdefault(name, None)
            weight = float(str(changed["price_weight"]))
            changed.setdefault("rival_points_sd", points_spread(weight))
        if "winners" in changed:
            changed.setdefault("shares", None)
        if changed.get("formula", PriceFormula.FROM_AVERAGE) is not PriceFormula.FROM_AVERAGE:
            plain = BidQuestion()
            for name in OF_A_BENCHMARK:
                changed.setdefault(name, getattr(plain, name))
        return replace(self, **changed)  # type: ignore[arg-type]


def bid_quickly(
    studied: StudiedLot,
    question: BidQuestion,
    *,
    ceiling: float | None = None,
    past: PastBids | None = None,
    assumptions: Assumptions | None = None,
) -> OneBid:
    """Return what to bid for a lot, from its table; a few thousandths off `bid_exactly` at most.

    Args:
        studied: The lot.
        question: Tender and rivals.
        ceiling: The lot's own highest commission.
        past: The past results that the question refers to.
        assumptions: The numbers in use; by default the library's own.

    Raises:
        InputError: A number breaks its rule.
    """
    return quick_desk(
        studied,
        rivals=question.rivals(studied.lot.quoted, past, assumptions=assumptions),
        tender=question.tender(ceiling),
        error=question.error,
    )


def bid_exactly(
    studied: StudiedLot,
    question: BidQuestion,
    *,
    ceiling: float | None = None,
    past: PastBids | None = None,
    assumptions: Assumptions | None = None,
) -> OneBid:
    """Return what to bid for a lot, each bid judged afresh; arguments as `bid_quickly`.

    A lot of few segments, or an estimate without error, agrees with the command to the cent. A
    large lot with an error reads its profit off a surface, see `decide.bid.surface`.
    """
    return exact_desk(
        studied,
        rivals=question.rivals(studied.lot.quoted, past, assumptions=assumptions),
        tender=question.tender(ceiling),
        error=question.error,
    )


def bid_fully(
    studied: StudiedLot,
    question: BidQuestion,
    *,
    ceiling: float | None = None,
    past: PastBids | None = None,
    assumptions: Assumptions | None = None,
) -> BidDesk:
    """Return the command's whole answer for a lot, baselines included; as `bid_quickly`."""
    return bid_desk(
        [studied.lot],
        rivals=question.rivals(studied.lot.quoted, past, assumptions=assumptions),
        tender=question.tender(ceiling),
        error=question.error,
        target_margin=studied.target_margin,
        businesses=() if studied.business is None else (studied.business,),
        fit=past.fit if past else None,
        findings=past.findings if past else (),
        payoff=studied.payoff,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class RivalsMoved:
    """The best bids if there are other rivals; `Bids` has one entry for each number or mean."""

    numbers: tuple[int, ...]
    by_number: Bids
    mean: float
    """A rival's mean commission as asked, one of `means`."""
    means: FloatArray
    by_mean: Bids


def rivals_move(
    studied: StudiedLot,
    question: BidQuestion,
    *,
    ceiling: float | None = None,
    past: PastBids | None = None,
    most: int = 10,
    points: int = 5,
) -> RivalsMoved:
    """Return the best bids for 1 to so many rivals, and for means so many points up and down.

    Arguments as `bid_quickly`; read off the lot's table.
    """
    rivals, tender = question.rivals(studied.lot.quoted, past), question.tender(ceiling)
    numbers = tuple(range(max(1, question.winners - 1), max(most, question.winners) + 1))
    centre = float(np.asarray(getattr(rivals.bids, "mean", np.full(1, 0.5)))[0])
    means = centre + np.arange(-points, points + 1) / 100.0
    means = means[(means >= 0.0) & (means <= 1.0)]
    error = question.error
    return RivalsMoved(
        numbers=numbers,
        by_number=against_numbers(studied, numbers, rivals=rivals, tender=tender, error=error),
        mean=centre,
        means=means,
        by_mean=against_means(studied, means, rivals=rivals, tender=tender, error=error),
    )

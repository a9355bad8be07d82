"""The best bid: the highest expected profit over all commissions from the floor to the ceiling.

What is expected of a bid comes from one law of bids and truth (`placement.decide.bid.judge`). The
naive bid has the same chances to win, but takes the estimate for the truth, as if winning told
nothing; what it earns under the law stands beside it, whichever way the correction goes.

Source: own definition, docs/model.md, "Bidding".
"""

from dataclasses import dataclass

import numpy as np

from placement.decide.bid.bids import TICK
from placement.decide.bid.judge import Winning, how_won, judge_with
from placement.decide.bid.payoff import Payoff
from placement.decide.bid.rivals import Rivals
from placement.decide.bid.search import STEPS, Judged, search
from placement.decide.bid.tender import Tender
from placement.domain.types import BoolArray, FloatArray

LEAST_CHANCE, LEAST_SHARE = 0.005, 0.001
"""A bid that wins less often than this, or is expected to earn less than this share of what the
contract and the bid cost before anything comes in, hardly ever wins: it is not worth making."""

LEAST = 1.0
"""Expected profit in currency units that is none, for who counts in them."""

_WHERE_RIVALS_BID = np.array([0.001, 0.01, 0.05, 0.2, 0.5, 0.8])
"""Chances of one rival to bid lower."""


@dataclass(frozen=True, kw_only=True, eq=False)
class BidCurve:
    """Every commission in steps of a point; arrays of shape (lots, commissions)."""

    commission: FloatArray
    win_probability: FloatArray
    odds_if_won: FloatArray
    """True over estimated odds expected of a lot won at this bid; as the next where one cannot."""
    profit_if_won: FloatArray
    """Expected in the light of having won; where one cannot win, as if one hardly could."""
    expected_profit: FloatArray
    naive_expected_profit: FloatArray
    """What one would expect who takes the estimate for the truth."""

    @property
    def floor_if_won(self) -> FloatArray:
        """Lowest commission that loses nothing in the light of having won, shape (lots,).

        NaN where none does. Between the curve's points it is read linearly.
        """
        pays = self.profit_if_won >= 0.0
        first = np.argmax(pays, axis=-1)[:, None]
        before = np.maximum(first - 1, 0)
        low, high = (np.take_along_axis(self.profit_if_won, at, axis=-1) for at in (before, first))
        rise = np.where(high > low, high - low, 1.0)
        step = np.where(first > before, np.clip(high / rise, 0.0, 1.0), 0.0) / STEPS
        place = np.take_along_axis(self.commission, first, axis=-1) - step
        return np.asarray(np.where(pays.any(axis=-1), place[:, 0], np.nan))


@dataclass(frozen=True, kw_only=True, eq=False)
class Bids:
    """What to bid for each lot; arrays of shape (lots,), money for the whole lot, today's."""

    floor: FloatArray
    """Lowest commission that reaches the target margin, NaN where none does."""
    bid: FloatArray
    """Best commission from the floor to the ceiling; the floor where none pays."""
    recommend: BoolArray
    """The bid is admitted, expected to earn more than it costs to make, and does not hardly ever
    win: `LEAST_CHANCE`, `LEAST_SHARE`."""
    win_probability: FloatArray
    expected_profit: FloatArray
    """Less the cost of bidding; 0 where the bid is not admitted."""
    profit_if_won: FloatArray
    """Before the cost of bidding."""
    odds_if_won: FloatArray
    """True over estimated odds, expected of a lot that is won at the bid: E[X | win]. NaN where no
    bid is admitted."""
    odds_if_lost: FloatArray
    """The same of a lot that somebody else wins; 1, any lot, where no bid is admitted."""
    naive_bid: FloatArray
    """Best bid as it looks to one who takes the estimate for the truth."""
    naive_win_probability: FloatArray
    naive_promised_profit: FloatArray
    """What it looks as if it would earn."""
    naive_expected_profit: FloatArray
    """What it really earns."""
    ceiling: FloatArray
    least_profit: FloatArray
    """Expected profit below which no bid is worth making."""
    best: Judged
    """The best admitted bid, worth making or not; shape (lots, 1)."""
    curve: BidCurve

    @property
    def floor_if_won(self) -> FloatArray:
        """Lowest commission that pays as estimated and loses nothing if won, NaN where none does.

        The floor asks for a margin, which a win does not, so it is at least the floor.
        """
        return np.asarray(np.maximum(self.floor, self.curve.floor_if_won))

    @property
    def loss_if_naive(self) -> FloatArray:
        """Expected profit lost where the curse is ignored, 0 or more; who does not bid earns 0."""
        wise = np.where(self.recommend, self.expected_profit, 0.0)
        naive = np.where(self.naive_promised_profit > 0.0, self.naive_expected_profit, 0.0)
        return np.asarray(wise - naive)


def best_bids(
    payoff: Payoff,
    *,
    floor: FloatArray,
    rivals: Rivals,
    tender: Tender,
    error: float | FloatArray = 0.0,
    ceiling: FloatArray | None = None,
    least: float = 0.0,
) -> Bids:
    """Return the best bid for each lot.

    Args:
        payoff: What the lots earn.
        floor: Lowest commission worth bidding, shape (lots,); NaN where there is none.
        rivals: Who else bids, for one lot or for each.
        tender: The rules, the same for all lots.
        error: Error of the own estimate, one or one for each lot.
        ceiling: Highest commissions, shape (lots,); by default the tender's.
        least: Expected profit below which a bid is not worth making, whatever the lot costs.

    Raises:
        InputError: More are to win than bid, or a number breaks its rule.
    """
    winning = how_won(rivals, tender, error)
    limit = np.full(len(floor), tender.highest_bid)
    if ceiling is not None:
        limit = np.minimum(limit, ceiling)
    # Where rivals' bids lie close together the best bid may hide between two steps of the search.
    spread = rivals.bids.at(np.broadcast_to(_WHERE_RIVALS_BID, (1, _WHERE_RIVALS_BID.size)))
    jumps = rivals.bids.jumps()
    count = max(len(spread), len(jumps))
    also = [np.broadcast_to(each, (count, each.shape[-1])) for each in (jumps, spread)]
    return best_against(
        winning,
        payoff,
        floor=floor,
        ceiling=limit,
        also=np.concatenate(also, axis=-1),
        least=least,
    )


def best_against(
    winning: Winning,
    payoff: Payoff,
    *,
    floor: FloatArray,
    ceiling: FloatArray,
    also: FloatArray | None = None,
    least: float = 0.0,
) -> Bids:
    """Return the best bid for each lot, whatever decides who wins and what winning tells.

    Args:
        winning: Chance to win and find each truth.
        payoff: What the lots earn.
        floor: Shape (lots,), NaN where no commission pays.
        ceiling: Shape (lots,).
        also: Further bids to try, shape (lots, any) or (1, any).
        least: As `best_bids`.
    """
    judge = judge_with(payoff, winning, lots=len(floor))
    steps = np.broadcast_to(np.arange(STEPS + 1) / STEPS, (len(floor), STEPS + 1))
    extra = np.zeros((1, 0)) if also is None else also
    # Just below the ceiling, where rivals may stand level.
    extra = np.concatenate(
        [np.broadcast_to(extra, (len(floor), extra.shape[-1])), ceiling[:, None] - TICK], axis=-1
    )
    ends = [np.nan_to_num(floor, nan=1.0)[:, None], ceiling[:, None]]
    first = judge(np.clip(np.concatenate([steps, *ends, extra], axis=-1), 0.0, 1.0))
    real = search(judge, first, floor=floor, ceiling=ceiling, by="real")
    naive = search(judge, first, floor=floor, ceiling=ceiling, by="naive")
    costs = np.broadcast_to(payoff.fixed_cost, len(floor)) + winning.bid_cost
    enough = np.maximum(LEAST_SHARE * costs, least)
    return _answer(first, real, naive, floor=floor, ceiling=ceiling, least=enough)


def _answer(
    first: Judged,
    real: Judged,
    naive: Judged,
    *,
    floor: FloatArray,
    ceiling: FloatArray,
    least: FloatArray,
) -> Bids:
    in_reach = floor <= ceiling
    earns = (real.real[:, 0] > 0.0) & (real.real[:, 0] >= least)
    pays = in_reach & earns & (real.chance[:, 0] >= LEAST_CHANCE)
    at_floor = first.at(np.full((len(floor), 1), STEPS + 1))

    def chosen(name: str, *, of: Judged, where: BoolArray, else_: float = 0.0) -> FloatArray:
        value = np.where(where, getattr(of, name)[:, 0], getattr(at_floor, name)[:, 0])
        return np.asarray(np.where(in_reach, value, else_))

    naive_pays = in_reach & (naive.naive[:, 0] > 0.0)
    chance = chosen("chance", of=real, where=pays)
    expected = chosen("real", of=real, where=pays)
    curve = slice(0, STEPS + 1)
    return Bids(
        floor=floor,
        bid=np.where(pays, real.commission[:, 0], floor),
        recommend=pays,
        win_probability=chance,
        expected_profit=expected,
        profit_if_won=chosen("if_won", of=real, where=pays),
        odds_if_won=chosen("truth", of=real, where=pays, else_=np.nan),
        odds_if_lost=chosen("truth_if_lost", of=real, where=pays, else_=1.0),
        naive_bid=np.where(naive_pays, naive.commission[:, 0], floor),
        naive_win_probability=chosen("chance", of=naive, where=naive_pays),
        naive_promised_profit=chosen("naive", of=naive, where=naive_pays),
        naive_expected_profit=chosen("real", of=naive, where=naive_pays),
        ceiling=ceiling,
        least_profit=least,
        best=real,
        curve=BidCurve(
            commission=first.commission[:, curve],
            win_probability=first.chance[:, curve],
            odds_if_won=first.truth[:, curve],
            profit_if_won=first.if_won[:, curve],
            expected_profit=first.real[:, curve],
            naive_expected_profit=first.naive[:, curve],
        ),
    )

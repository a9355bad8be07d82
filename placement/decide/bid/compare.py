"""The best bid beside others: by named rules, at equilibrium, against more or fewer rivals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from placement.decide.bid.baselines import friedman, gates
from placement.decide.bid.bid import LEAST, Bids, best_against, best_bids
from placement.decide.bid.judge import Winning, Won, how_won, judge_with
from placement.decide.bid.payoff import Payoff
from placement.decide.bid.rivals import Rivals, known_number
from placement.decide.bid.search import Judged
from placement.decide.bid.tender import Tender
from placement.domain.types import FloatArray

Rule = Callable[[FloatArray], FloatArray]

RULES: dict[str, Rule] = {"friedman": friedman, "gates": gates}
"""Baselines by name; they are for one winner by price alone."""


@dataclass(frozen=True, kw_only=True, eq=False)
class BaselineBids:
    """What a rule would have us bid; arrays of shape (lots,)."""

    bid: FloatArray
    win_probability: FloatArray
    """By the rule."""
    expected_profit: FloatArray
    """What the bid really earns, by our own reckoning."""


def baseline_bids(
    payoff: Payoff,
    *,
    floor: FloatArray,
    ceiling: FloatArray,
    rivals: Rivals,
    tender: Tender,
    error: float | FloatArray = 0.0,
    really: Payoff | None = None,
) -> dict[str, BaselineBids]:
    """Return the bids of the named rules, which know neither points nor what winning says.

    Empty for scored tenders and several winners, which the rules do not cover. `payoff` finds the
    bids; `really`, by default the same, says what they earn.
    """
    if tender.is_scored or np.any(np.asarray(tender.winners) > 1):
        return {}
    judge = judge_with(really or payoff, how_won(rivals, tender, error), lots=len(floor))
    found = {}
    for name, rule in RULES.items():
        best = best_against(
            _by_rule(rule, rivals), payoff, floor=floor, ceiling=ceiling, also=rivals.bids.jumps()
        )
        real = judge(np.nan_to_num(best.bid, nan=1.0)[:, None]).real[:, 0]
        found[name] = BaselineBids(
            bid=best.bid,
            win_probability=best.win_probability,
            expected_profit=np.where(floor <= ceiling, real, 0.0),
        )
    return found


def at_bids(
    payoff: Payoff,
    commission: FloatArray,
    *,
    rivals: Rivals,
    tender: Tender,
    error: float | FloatArray = 0.0,
) -> Judged:
    """Return what comes of given bids, shape (lots, bids), such as one that is moved by hand."""
    return judge_with(payoff, how_won(rivals, tender, error), lots=len(commission))(commission)


def by_number_of_rivals(
    payoff: Payoff,
    numbers: Sequence[int],
    *,
    floor: FloatArray,
    ceiling: FloatArray,
    rivals: Rivals,
    tender: Tender,
    error: float | FloatArray = 0.0,
) -> dict[int, Bids]:
    """Return the best bids against each number of rivals that leaves somebody to lose."""
    most = int(np.max(tender.winners))
    return {
        number: best_bids(
            payoff,
            floor=floor,
            rivals=replace(rivals, chance=known_number(number)),
            tender=tender,
            error=error,
            ceiling=ceiling,
            least=LEAST,
        )
        for number in numbers
        if number + 1 >= most
    }


def _by_rule(rule: Rule, rivals: Rivals) -> Winning:
    def won(commission: FloatArray) -> Won:
        below = rivals.bids.chance_below(commission)
        beats = np.where(rivals.bids.ties(commission), 0.5, 1.0 - below)
        chances = [
            rule(np.repeat(beats[..., None], int(count), axis=-1)) for count in rivals.counts
        ]
        weight = np.broadcast_to(rivals.chance, (len(beats), rivals.chance.shape[-1]))
        chance = np.einsum("ln,nlb->lb", weight, np.stack(chances))[:, None]
        return Won(chance=chance, volume=chance)

    one = np.ones((1, 1))
    return Winning(factor=one, weight=one[0], won=won, if_hardly=one, least_volume=one[0])

"""What comes of a bid: who wins, what winning tells about the lot, and what it then earns."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from placement.decide.bid.curse import truths
from placement.decide.bid.payoff import Payoff
from placement.decide.bid.rivals import Rivals, require_bidders
from placement.decide.bid.scored import win_chance
from placement.decide.bid.search import Judge, Judged
from placement.decide.bid.tender import Tender
from placement.domain.types import FloatArray

Won = Callable[[FloatArray], FloatArray]
"""Own bids (lots, bids) to the chance to win and find each truth, (lots, truths, bids)."""


IMPOSSIBLE = 1e-200
"""Chance up to which a bid cannot win; its reciprocal still leaves room for any profit."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Winning:
    """How bids win, and what a win says about the lot."""

    factor: FloatArray
    """True share of willing debtors over the estimated, shape (lots or 1, truths)."""
    weight: FloatArray
    """Chance of each truth before anyone has won, shape (truths,)."""
    won: Won
    if_hardly: FloatArray
    """Chance of each truth for a bid with next to no chance to win, shape (lots or 1, truths)."""


def how_won(rivals: Rivals, tender: Tender, error: float | FloatArray) -> Winning:
    """Return how a tender is won against these rivals.

    Winning is by the bids, and whoever wins is one of the most hopeful; given that, how hopeful
    does not depend on the bid.

    Args:
        rivals: The others.
        tender: The rules.
        error: Relative error of the estimated willing share, one or one for each lot.

    Raises:
        InputError: More are to win than bid, or the error is out of bounds.
    """
    require_bidders(rivals.chance, tender.winners)
    behind = truths(error, rivals.counts, tender.winners)

    def won(commission: FloatArray) -> FloatArray:
        chance = win_chance(commission, rivals, tender) * rivals.chance[:, :, None]
        return np.asarray(np.swapaxes(behind.weight_if_won, -1, -2) @ chance)

    return Winning(
        factor=behind.factor,
        weight=behind.weight,
        won=won,
        if_hardly=(rivals.chance[:, None, :] @ behind.weight_if_won)[:, 0, :],
    )


def judge_with(payoff: Payoff, winning: Winning, *, lots: int) -> Judge:
    """Return the function that says what comes of bids of shape (lots, bids)."""
    factor = np.broadcast_to(winning.factor, (lots, winning.factor.shape[-1]))
    hardly = np.broadcast_to(winning.if_hardly, factor.shape)

    def judge(commission: FloatArray) -> Judged:
        joint, profit = winning.won(commission), payoff(commission, factor)
        chance = joint.sum(axis=1)
        chance = np.where(chance > IMPOSSIBLE, chance, 0.0)
        possible = chance > 0.0
        share = 1.0 / np.where(possible, chance, 1.0)

        def given_win(of_truths: FloatArray) -> FloatArray:
            """Return what is expected of a lot won, shape (lots, bids)."""
            won = np.einsum("ltb,ltb->lb", joint, of_truths) * share
            rare = np.einsum("lt,ltb->lb", hardly, of_truths)
            return np.asarray(np.where(possible, won, rare))

        earned = given_win(profit)
        return Judged(
            commission=commission,
            chance=chance,
            if_won=earned,
            real=chance * earned,
            naive=chance * np.einsum("t,ltb->lb", winning.weight, profit),
            truth=given_win(np.broadcast_to(factor[:, :, None], joint.shape)),
        )

    return judge

"""What comes of a bid: who wins, what winning tells about the lot, and what it then earns.

    P(win | b)  = integral of phi(Z) P(win | b, Z) dZ
    expected(b) = integral of phi(Z) sum over places of
                  P(place | b, Z) * (share * gain(b, X(Z)) - fixed) dZ - cost of bidding

gain is the profit on the whole lot before the fixed cost, which each winner bears once. Chance,
odds if won and profit come from the one law of bids and truth; whoever wins learns of the lot by
winning.

Source: own definition, docs/model.md, "Bidding".
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.interpolate import make_interp_spline

from placement.decide.bid.benchmark import chances_by_benchmark, places_at_many_truths
from placement.decide.bid.choices import PriceFormula
from placement.decide.bid.lowest import (
    STEEP,
    level_at_ceiling,
    lowest_places,
    steep_chances,
)
from placement.decide.bid.payoff import Payoff
from placement.decide.bid.rivals import Rivals, require_bidders, scores
from placement.decide.bid.scored import scored_places
from placement.decide.bid.search import Judge, Judged
from placement.decide.bid.tender import Tender
from placement.decide.bid.truth import check_error, truths
from placement.domain.types import BoolArray, FloatArray

IMPOSSIBLE = 1e-200
"""Chance up to which a bid cannot win; its reciprocal still leaves room for any profit."""

SCORED, SCORED_STEEP = 15, 43
"""Truths at which a scored tender is worked out, and where the chance to win is steep in Z; between
them it is read smoothly."""

_FARTHEST, _OFF = 5.25, 0.013_7
"""The farthest of these truths, in standard errors, and how far steep ones are moved off round
numbers."""

_ROUNDING = 1e-12
"""So that a bid at the ceiling is admitted in spite of rounding."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Won:
    """Chances by truth of own bids, shape (lots, truths, bids)."""

    chance: FloatArray
    """To win and find each truth."""
    volume: FloatArray
    """The same times the share of the volume that is won."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Winning:
    """How bids win, and what a win says about the lot."""

    factor: FloatArray
    """True odds over the estimated, shape (lots or 1, truths)."""
    weight: FloatArray
    """Chance of each truth before anyone has won, shape (truths,)."""
    won: Callable[[FloatArray], Won]
    """Own bids (lots, bids) to what they win."""
    if_hardly: FloatArray
    """Chance of each truth for a bid with next to no chance to win, shape (lots or 1, truths)."""
    least_volume: FloatArray
    """Share of the volume for the last winner, shape (lots or 1,)."""
    bid_cost: float = 0.0


def how_won(rivals: Rivals, tender: Tender, error: float | FloatArray) -> Winning:
    """Return how a tender is won against these rivals.

    Args:
        rivals: The others.
        tender: The rules.
        error: Error of the own estimate, one or one for each lot.

    Raises:
        InputError: More are to win than bid, or the error is out of bounds.
    """
    require_bidders(rivals.chance, tender.winners)
    behind, rivals = truths(error), as_far_as_unknown(rivals, error)
    z, known = behind.z, np.atleast_1d(rivals.knows)[:, None] > 0.0

    def won(commission: FloatArray) -> Won:
        found = _place_and_truth(commission, z, behind.weight, rivals, tender)
        chance, volume = (
            (kind[:, :, None, None] * found).sum(axis=1) for kind in (tender.wins, tender.volume)
        )
        if not tender.is_scored:
            _replace_steep(chance, volume, commission, rivals, tender)
        admitted = _admitted(commission, tender)[:, None, :]
        return Won(chance=chance * admitted, volume=volume * admitted)

    return Winning(
        factor=behind.factor,
        weight=behind.weight,
        won=won,
        # Who hardly ever wins does so where those who know stay away: at its worst.
        if_hardly=np.where(known, np.arange(z.size) == 0, behind.weight),
        least_volume=np.where(tender.wins > 0.0, tender.volume, np.inf).min(axis=-1),
        bid_cost=tender.bid_cost,
    )


def as_far_as_unknown(rivals: Rivals, error: float | FloatArray) -> Rivals:
    """Return the rivals with no knowledge of lots that we know ourselves.

    What rivals know is how far the lot is from our estimate. Where the estimate does not err there
    is nothing of the kind, and their bids are spread for reasons of their own.
    """
    knows = np.where(check_error(error) > 0.0, rivals.knows, 0.0)
    return replace(rivals, knows=knows)


def places_given(
    commission: FloatArray, truth: FloatArray, rivals: Rivals, tender: Tender
) -> FloatArray:
    """Return the chance of each place given the truth, for one bid a lot.

    Args:
        commission: Shape (lots, 1).
        truth: Z, shape (truths,), rising.
        rivals: The others, as far as they know anything.
        tender: The rules.

    Returns:
        Shape (lots, places, truths).
    """
    found = _places(commission, truth, rivals, tender)[..., 0]
    admitted = _admitted(commission, tender)
    return np.asarray(found * admitted[:, :, None] * tender.wins[:, :, None])


def judge_with(payoff: Payoff, winning: Winning, *, lots: int) -> Judge:
    """Return the function that says what comes of bids of shape (lots, bids)."""
    factor = np.broadcast_to(winning.factor, (lots, winning.factor.shape[-1]))
    # Without an error the one truth is the estimate itself.
    exact = bool(np.all(factor == 1.0))
    valued = np.ones((lots, 1)) if exact else np.append(factor, np.ones((lots, 1)), axis=-1)
    fixed = np.broadcast_to(payoff.fixed_cost, lots)[:, None]
    before = np.einsum("t,lt->l", winning.weight, factor)[:, None]
    hardly = np.broadcast_to(winning.if_hardly, factor.shape)
    least = np.broadcast_to(winning.least_volume, lots)[:, None]

    def judge(commission: FloatArray) -> Judged:
        won, gain = winning.won(commission), payoff(commission, valued) + fixed[..., None]
        chance, volume = won.chance.sum(axis=1), won.volume.sum(axis=1)
        possible = chance > IMPOSSIBLE
        chance, safe = np.where(possible, chance, 0.0), np.where(possible, chance, 1.0)
        at_estimate, gain = gain[:, -1], gain[:, : factor.shape[-1]]
        rare = np.einsum("lt,ltb->lb", hardly, np.broadcast_to(gain, won.chance.shape)) * least
        earned = np.einsum("ltb,ltb->lb", won.volume, gain) / safe
        if_won = np.where(possible, earned, rare) - fixed
        held = np.einsum("ltb,lt->lb", won.chance, factor)
        may_lose = chance < 1.0 - _ROUNDING
        return Judged(
            commission=commission,
            chance=chance,
            if_won=if_won,
            real=chance * if_won - winning.bid_cost,
            naive=volume * at_estimate - chance * fixed - winning.bid_cost,
            truth=np.where(possible, held / safe, (hardly * factor).sum(axis=-1)[:, None]),
            truth_if_lost=np.where(
                may_lose, (before - held) / np.where(may_lose, 1.0 - chance, 1.0), before
            ),
        )

    return judge


def _place_and_truth(
    commission: FloatArray,
    truth: FloatArray,
    weight: FloatArray,
    rivals: Rivals,
    tender: Tender,
) -> FloatArray:
    """Return the chance to take each place and find each truth, as `_places`; 0 if all are refused.

    Points are dear to work out, so they are for bids alone that some lot admits.
    """
    if not tender.is_scored:
        return _places(commission, truth, rivals, tender) * weight[:, None]
    worth = np.flatnonzero(_admitted(commission, tender).any(axis=0))
    asked = commission[:, worth]
    found = np.zeros((len(commission), tender.most_winners, truth.size, commission.shape[-1]))
    if _is_steep_benchmark(rivals, tender):
        found[..., worth] = chances_by_benchmark(asked, rivals, tender)
    else:
        found[..., worth] = _places(asked, truth, rivals, tender) * weight[:, None]
    return found


def _is_steep_benchmark(rivals: Rivals, tender: Tender) -> bool:
    steep = bool(np.any(np.asarray(rivals.knows) > STEEP))
    return steep and tender.formula is PriceFormula.FROM_AVERAGE


def _places(
    commission: FloatArray, truth: FloatArray, rivals: Rivals, tender: Tender
) -> FloatArray:
    """Return the chance of each place given the truth, shape (lots, places, truths, bids)."""
    if not tender.is_scored:
        return lowest_places(commission, truth, rivals, tender)
    if _is_steep_benchmark(rivals, tender):
        return places_at_many_truths(commission, truth, rivals, tender)
    steep = bool(np.any(np.asarray(rivals.knows) > STEEP))
    at = np.linspace(-_FARTHEST, _FARTHEST, SCORED_STEEP if steep else SCORED)
    # Where rivals all bid alike nobody should stand level with them just because both are round.
    at = at + _OFF if steep else at
    if truth.size <= at.size:
        return scored_places(commission, truth, rivals, tender)
    found = scored_places(commission, at, rivals, tender)
    between = make_interp_spline(at, found, k=1 if steep else 3, axis=2)
    return np.asarray(np.clip(between(np.clip(truth, at[0], at[-1])), 0.0, 1.0))


def _admitted(commission: FloatArray, tender: Tender) -> BoolArray:
    return np.asarray(commission <= tender.highest_bid + _ROUNDING)


def _replace_steep(
    chance: FloatArray, volume: FloatArray, commission: FloatArray, rivals: Rivals, tender: Tender
) -> None:
    """Put the exact chances in the place of those of lots that rivals know nearly all about."""
    lots = len(commission)
    knows = np.broadcast_to(rivals.knows, lots)
    steep = np.flatnonzero(knows > STEEP)
    if not steep.size:
        return
    score = scores(commission, rivals)
    level = level_at_ceiling(commission, tender)
    tied = np.broadcast_to(rivals.bids.ties(commission), commission.shape)
    wins, share = (
        np.broadcast_to(kind, (lots, tender.most_winners)) for kind in (tender.wins, tender.volume)
    )
    number = np.broadcast_to(rivals.chance, (lots, rivals.chance.shape[-1]))
    for lot in steep:
        found = steep_chances(
            score[lot],
            number[lot],
            knows=float(knows[lot]),
            weights=np.stack([wins[lot], share[lot]]),
            level=level[lot],
        )
        # Where all bid the same whatever they know, lots are drawn whatever the truth.
        kept = tied[lot]
        chance[lot] = np.where(kept, chance[lot], found[0])
        volume[lot] = np.where(kept, volume[lot], found[1])

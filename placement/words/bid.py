"""A bid in words: whether to make it and why, what the curse costs, what the lot takes."""

import math

import numpy as np

from placement.decide.bid.bid import LEAST, LEAST_CHANCE
from placement.decide.bid.desk import BidDesk, Reason, can_lose
from placement.decide.bid.work import Work
from placement.domain.text import sentences, t
from placement.words.numbers import NONE, money, points


def rate(share: float | None) -> str:
    """Return a commission or a chance as bids are written, such as 16.62%; a dash for none."""
    return NONE if share is None or math.isnan(share) else points(float(share), decimals=2)


def reason_text(desk: BidDesk, lot: int = 0) -> str:
    """Return in a sentence whether to bid, and why."""
    found, reason = desk.found, desk.reasons[lot]
    bounds = {"floor": rate(found.floor[lot]), "ceiling": rate(found.ceiling[lot])}
    missed = money(float(desk.gap_money[lot]))
    if reason is Reason.PAYS:
        return t(
            "Bid {bid}: {chance} chance to win, {profit} expected.",
            bid=rate(found.bid[lot]),
            chance=rate(found.win_probability[lot]),
            profit=money(float(found.expected_profit[lot])),
        )
    if reason is Reason.NOTHING_PAYS:
        return t(
            "Do not bid: no commission up to 100% pays for this lot; at the ceiling of "
            "{ceiling} it misses its target by {money}.",
            ceiling=bounds["ceiling"],
            money=missed,
        )
    if reason is Reason.FLOOR_ABOVE_CEILING:
        return t(
            "Do not bid: the floor of {floor} lies {gap:.2f} points above the ceiling of "
            "{ceiling}, at which the lot misses its target by {money}.",
            gap=100.0 * desk.gap_points[lot],
            money=missed,
            **bounds,
        )
    if reason is Reason.COSTS_MORE_THAN_IT_EARNS:
        return t(
            "Do not bid: from the floor of {floor} to the ceiling of {ceiling} no bid is "
            "expected to earn the {cost} that bidding costs.",
            cost=money(float(desk.tender.bid_cost)),
            **bounds,
        )
    if reason is Reason.NO_REAL_CHANCE:
        return _hardly_text(desk, lot)
    if desk.error == 0.0:
        return t(
            "Do not bid: every bid from the floor of {floor} to the ceiling of {ceiling} "
            "that can win loses on average: what is left for later places does not bear the fixed "
            "cost.",
            **bounds,
        )
    return t(
        "Do not bid: who wins here has read the lot too hopefully. Every bid from the floor of "
        "{floor} to the ceiling of {ceiling} that can win loses on average, because the "
        "lots won are worse than they look: {bid}, which looks best, has a {chance} chance "
        "to win and {profit} expected.",
        **bounds,
        bid=rate(found.naive_bid[lot]),
        chance=rate(found.naive_win_probability[lot]),
        profit=money(float(found.naive_expected_profit[lot])),
    )


def _hardly_text(desk: BidDesk, lot: int) -> str:
    """Return the refusal where only a bid that hardly ever wins would earn money, or none."""
    found, best = desk.found, desk.found.best
    chance, profit = float(best.chance[lot, 0]), float(best.real[lot, 0])
    if profit < LEAST and chance < LEAST_CHANCE:
        return t(
            "Do not bid: from the floor of {floor} up no bid has a real chance against "
            "these rivals; at {bid} it is {chance}.",
            floor=rate(found.floor[lot]),
            bid=rate(found.bid[lot]),
            chance=rate(found.win_probability[lot]),
        )
    text = t(
        "Do not bid: the best, {bid}, is a bid that hardly ever wins or hardly pays: "
        "{chance} chance to win, {profit} expected. Worth making is one from "
        "{least:.1%} chance and {money} expected up.",
        bid=rate(best.commission[lot, 0]),
        chance=rate(chance),
        profit=money(float(profit)),
        least=LEAST_CHANCE,
        money=money(float(found.least_profit[lot])),
    )
    if not can_lose(found, lot):
        return text
    lower = t("Lower bids win lots that are worse than they look, and lose on average.")
    return sentences([text, lower])


def creditor_warning(desk: BidDesk, lot: int = 0) -> str:
    """Return why the creditor may not award the lot at the bid; "" where placing serves him."""
    ceiling = desk.creditor_ceiling[lot]
    if np.isnan(ceiling):
        return t(
            "For the creditor another way than placing leaves more at any commission: he may not "
            "award the lot."
        )
    if desk.reasons[lot] is Reason.PAYS and desk.found.bid[lot] > ceiling:
        return t(
            "Above {ceiling} another way than placing leaves the creditor more: at {bid} "
            "he may not award the lot.",
            ceiling=rate(ceiling),
            bid=rate(desk.found.bid[lot]),
        )
    return ""


def naive_words(desk: BidDesk, lot: int = 0, *, currency: str) -> str:
    """Return what a bid earns that takes the own estimate at its word, and what winning says."""
    found = desk.found
    return t(
        "Naive bid {naive}: it seems to promise {promised} {currency} and earns {real}. A lot won "
        "at our bid is expected to hold {kappa} of the odds estimated, one that others win {lost}.",
        naive=rate(found.naive_bid[lot]),
        promised=money(float(found.naive_promised_profit[lot])),
        real=money(float(found.naive_expected_profit[lot])),
        kappa=rate(found.odds_if_won[lot]),
        lost=rate(found.odds_if_lost[lot]),
        currency=currency,
    )


def creditor_words(desk: BidDesk, lot: int = 0) -> str:
    """Return from which commission on the creditor does better without placing."""
    return creditor_warning(desk, lot) or t(
        "Above {ceiling} another way than placing leaves the creditor more.",
        ceiling=rate(desk.creditor_ceiling[lot]),
    )


def floor_words(desk: BidDesk, lot: int = 0) -> str:
    """Return the lowest commission that reaches the target, as estimated and if it is won."""
    found = desk.found
    return t(
        "Floor: {floor}; in the light of having won: {if_won}",
        floor=rate(found.floor[lot]),
        if_won=rate(found.floor_if_won[lot]),
    )


def spread_words(desk: BidDesk, lot: int = 0) -> str:
    """Return how far the profit may lie from what is expected, and how often it is a loss."""
    return t(
        "Give or take {sd}; chance of a loss {loss}.",
        sd=money(float(desk.outcome.sd[lot])),
        loss=rate(desk.outcome.loss_probability[lot]),
    )


def work_words(work: Work) -> str:
    """Return the people and the cash that the lot takes if it is won."""
    return t(
        "If won: {seats} people in the busiest month, at most {cash} laid out.",
        seats=f"{work.seats:.1f}",
        cash=money(work.cash),
    )

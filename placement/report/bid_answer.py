"""The answer of `bid` as plain data, by the names of the public interface."""

from typing import Any

import numpy as np

from placement.decide.bid.bid import LEAST, LEAST_CHANCE, Bids
from placement.decide.bid.desk import BidDesk, Reason, can_lose
from placement.decide.bid.equilibrium import uniform_costs
from placement.decide.bid.fit import Fit
from placement.decide.bid.work import Work
from placement.domain.text import t
from placement.domain.types import FloatArray


def bid_answer(desk: BidDesk, lot: int = 0) -> dict[str, Any]:
    """Return the answer of `bid` for one lot of a desk; money is for the whole lot."""
    found = desk.found
    return {
        "floor": number(found.floor[lot]),
        "bid": number(found.bid[lot]),
        "recommend": desk.reasons[lot] is Reason.PAYS,
        "win_probability": float(found.win_probability[lot]),
        "odds_if_won": number(found.odds_if_won[lot]),
        "odds_if_lost": float(found.odds_if_lost[lot]),
        "expected_profit": float(found.expected_profit[lot]),
        "sd": float(desk.outcome.sd[lot]),
        "loss_probability": float(desk.outcome.loss_probability[lot]),
        "profit_if_won": float(found.profit_if_won[lot]),
        "naive_bid": number(found.naive_bid[lot]),
        "naive_win_probability": float(found.naive_win_probability[lot]),
        "naive_promised_profit": float(found.naive_promised_profit[lot]),
        "naive_expected_profit": float(found.naive_expected_profit[lot]),
        "loss_if_curse_ignored": float(found.loss_if_naive[lot]),
        "floor_if_won": number(found.floor_if_won[lot]),
        "reason": desk.reasons[lot].value,
        "message": reason_text(desk, lot),
        "ceiling": float(found.ceiling[lot]),
        "creditor_ceiling": number(desk.creditor_ceiling[lot]),
        "creditor_warning": creditor_warning(desk, lot) or None,
        "gap_points": number(desk.gap_points[lot]),
        "gap_money": number(desk.gap_money[lot]),
        "fixed_cost": desk.lots[lot].fixed_cost,
        "bid_cost": desk.tender.bid_cost,
        "shares": [
            float(share) for share in desk.tender.volume[min(lot, len(desk.tender.volume) - 1)]
        ],
        "seats": None if (work := work_at(desk, lot)) is None else work.seats,
        "cash": None if work is None else work.cash,
        "target_margin": desk.target_margin,
        "estimate_error": desk.error,
        "rivals": _rivals(desk),
        "past_results": None if desk.fit is None else fit_answer(desk.fit),
        "baselines": _baselines(desk, lot),
        "by_rivals": [
            {"rivals": count, **_short(bids, lot)} for count, bids in desk.by_rivals.items()
        ],
        "curve": curve_answer(found, lot),
    }


def work_at(desk: BidDesk, lot: int = 0) -> Work | None:
    """Return what the lot takes if it is won at its bid; None where it is not bid for."""
    return desk.work[lot] if lot < len(desk.work) else None


def curve_answer(found: Bids, lot: int = 0) -> list[dict[str, float]]:
    """Return the curve of a lot up to its ceiling, in steps of a point."""
    curve = found.curve
    return [
        {
            "commission": float(curve.commission[lot, place]),
            "win_probability": float(curve.win_probability[lot, place]),
            "odds_if_won": float(curve.odds_if_won[lot, place]),
            "profit_if_won": float(curve.profit_if_won[lot, place]),
            "expected_profit": float(curve.expected_profit[lot, place]),
            "naive_expected_profit": float(curve.naive_expected_profit[lot, place]),
        }
        for place in np.flatnonzero(curve.commission[lot] <= found.ceiling[lot] + 1e-12)
    ]


def fit_answer(fit: Fit) -> dict[str, Any]:
    """Return what past results say."""
    return {
        "rows": fit.rows,
        "tenders": fit.tenders,
        "mean": fit.mean,
        "mean_se": fit.mean_se,
        "sd": fit.sd,
        "distance": fit.distance,
        "distance_allowed": fit.distance_allowed,
        "fits": fit.fits,
        "few_rows": fit.few,
        "rivals": None if fit.number is None else float(fit.number[0] @ np.arange(fit.number.size)),
    }


def reason_text(desk: BidDesk, lot: int = 0) -> str:
    """Return in a sentence whether to bid, and why."""
    found, reason = desk.found, desk.reasons[lot]
    if reason is Reason.PAYS:
        return t(
            "Bid {bid:.2%}: {chance:.2%} chance to win, {profit:,.0f} expected.",
            bid=found.bid[lot],
            chance=found.win_probability[lot],
            profit=found.expected_profit[lot],
        )
    if reason is Reason.NOTHING_PAYS:
        return t(
            "Do not bid: no commission up to 100% pays for this lot; at the ceiling of "
            "{ceiling:.2%} it misses its target by {money:,.0f}.",
            ceiling=found.ceiling[lot],
            money=desk.gap_money[lot],
        )
    if reason is Reason.FLOOR_ABOVE_CEILING:
        return t(
            "Do not bid: the floor of {floor:.2%} lies {gap:.2f} points above the ceiling of "
            "{ceiling:.2%}, at which the lot misses its target by {money:,.0f}.",
            floor=found.floor[lot],
            gap=100.0 * desk.gap_points[lot],
            ceiling=found.ceiling[lot],
            money=desk.gap_money[lot],
        )
    if reason is Reason.COSTS_MORE_THAN_IT_EARNS:
        return t(
            "Do not bid: from the floor of {floor:.2%} to the ceiling of {ceiling:.2%} no bid is "
            "expected to earn the {cost:,.0f} that bidding costs.",
            floor=found.floor[lot],
            ceiling=found.ceiling[lot],
            cost=desk.tender.bid_cost,
        )
    if reason is Reason.NO_REAL_CHANCE:
        return _hardly_text(desk, lot)
    if desk.error == 0.0:
        return t(
            "Do not bid: every bid from the floor of {floor:.2%} to the ceiling of {ceiling:.2%} "
            "that can win loses on average: what is left for later places does not bear the fixed "
            "cost.",
            floor=found.floor[lot],
            ceiling=found.ceiling[lot],
        )
    return t(
        "Do not bid: who wins here has read the lot too hopefully. Every bid from the floor of "
        "{floor:.2%} to the ceiling of {ceiling:.2%} that can win loses on average, because the "
        "lots won are worse than they look: {bid:.2%}, which looks best, has a {chance:.2%} chance "
        "to win and {profit:,.0f} expected.",
        floor=found.floor[lot],
        ceiling=found.ceiling[lot],
        bid=found.naive_bid[lot],
        chance=found.naive_win_probability[lot],
        profit=found.naive_expected_profit[lot],
    )


def _hardly_text(desk: BidDesk, lot: int) -> str:
    """Return the refusal where only a bid that hardly ever wins would earn money, or none."""
    found, best = desk.found, desk.found.best
    chance, profit = float(best.chance[lot, 0]), float(best.real[lot, 0])
    if profit < LEAST and chance < LEAST_CHANCE:
        return t(
            "Do not bid: from the floor of {floor:.2%} up no bid has a real chance against "
            "these rivals; at {bid:.2%} it is {chance:.2%}.",
            floor=found.floor[lot],
            bid=found.bid[lot],
            chance=found.win_probability[lot],
        )
    text = t(
        "Do not bid: the best, {bid:.2%}, is a bid that hardly ever wins or hardly pays: "
        "{chance:.2%} chance to win, {profit:,.0f} expected. Worth making is one from "
        "{least:.1%} chance and {money:,.0f} expected up.",
        bid=best.commission[lot, 0],
        chance=chance,
        profit=profit,
        least=LEAST_CHANCE,
        money=found.least_profit[lot],
    )
    if not can_lose(found, lot):
        return text
    lower = t("Lower bids win lots that are worse than they look, and lose on average.")
    return f"{text} {lower}"


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
            "Above {ceiling:.2%} another way than placing leaves the creditor more: at {bid:.2%} "
            "he may not award the lot.",
            ceiling=ceiling,
            bid=desk.found.bid[lot],
        )
    return ""


def number(value: float) -> float | None:
    """Return a number, None where there is none."""
    return None if np.isnan(value) else float(value)


def _rivals(desk: BidDesk) -> dict[str, Any]:
    bids = desk.rivals.bids
    return {
        "expected": float(desk.rivals.expected[0]),
        "chances": [float(chance) for chance in desk.rivals.chance[0]],
        "mean": _first(getattr(bids, "mean", None)),
        "sd": _first(getattr(bids, "sd", None)),
        "know": float(np.max(desk.rivals.knows)),
        "above_ceiling": desk.tender.above_ceiling.value,
    }


def _first(values: FloatArray | None) -> float | None:
    return None if values is None else float(values[0])


def _baselines(desk: BidDesk, lot: int) -> dict[str, Any]:
    rules = {
        name: {
            "bid": number(bids.bid[lot]),
            "win_probability": float(bids.win_probability[lot]),
            "expected_profit": float(bids.expected_profit[lot]),
        }
        for name, bids in desk.baselines.items()
    }
    return rules | {"uniform_costs_equilibrium": _equilibrium(desk, lot)}


def _equilibrium(desk: BidDesk, lot: int) -> float | None:
    """Return the bid if all floors lay evenly up to the ceiling; None where ours lies above it."""
    floor, ceiling = float(desk.found.floor[lot]), float(desk.found.ceiling[lot])
    if not floor <= ceiling:
        return None
    rivals, winners = round(float(desk.rivals.expected[0])), np.atleast_1d(desk.tender.winners)
    return uniform_costs(
        floor, rivals, highest=ceiling, winners=int(winners[min(lot, winners.size - 1)])
    )


def _short(bids: Bids, lot: int) -> dict[str, Any]:
    return {
        "bid": number(bids.bid[lot]),
        "recommend": bool(bids.recommend[lot]),
        "win_probability": float(bids.win_probability[lot]),
        "expected_profit": float(bids.expected_profit[lot]),
    }

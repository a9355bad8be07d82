"""The answer of `bid` as plain data, by the names of the public interface."""

from typing import Any

import numpy as np

from placement.decide.bid.bid import Bids
from placement.decide.bid.desk import BidDesk, Reason
from placement.decide.bid.equilibrium import uniform_costs
from placement.decide.bid.fit import Fit
from placement.decide.bid.work import Work
from placement.domain.types import FloatArray
from placement.words.bid import creditor_warning, reason_text


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

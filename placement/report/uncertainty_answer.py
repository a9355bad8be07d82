"""How sure an answer is, as plain data, by the names of the public interface."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from placement.decide.rank import OPTIONS, Ranking
from placement.domain.types import FloatArray, IntArray
from placement.risk.bids import BidDraws
from placement.risk.commissions import Commissions
from placement.risk.mixes import MixDraws
from placement.risk.odds import TAILS, Odds, Together
from placement.risk.tornado import Stability, Swing


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What was drawn."""

    draws: int
    seed: int
    correlation: float
    held: Sequence[str] = ()


def asked_answer(asked: Asked) -> dict[str, Any]:
    """Return what was drawn, so that anyone can draw it again."""
    return {
        "draws": asked.draws,
        "seed": asked.seed,
        "correlation": asked.correlation,
        "held": list(asked.held),
    }


def choices_answer(
    odds: Odds, position: int, accounts: int, ranking: Ranking | None = None
) -> list[dict[str, Any]]:
    """Return what draws say of each choice of a segment, best on average first.

    Args:
        odds: What the draws say.
        position: The segment.
        accounts: Its accounts; all money is theirs together.
        ranking: The options at their values, for the reason why one is not open.
    """
    rows = []
    for row, name in enumerate(odds.names):
        ever = bool(odds.p_open[row, position] > 0.0)
        reason = ranking.valuation.reasons[OPTIONS[row]][position] if ranking else None
        rows.append(
            {
                "option": name,
                "available": not np.isnan(odds.value[row, position]),
                "reason": reason,
                "net": _money(odds.value[row, position], accounts),
                "mean": _money(odds.mean[row, position], accounts),
                "p05": _money(odds.p05[row, position], accounts),
                "p95": _money(odds.p95[row, position], accounts),
                "p_best": float(odds.p_best[row, position]) if ever else 0.0,
                "p_loss": float(odds.p_loss[row, position]) if ever else None,
                "p_open": float(odds.p_open[row, position]),
                "cash_at_risk": _money(odds.at_risk[row, position], accounts),
                "regret": _money(odds.regret[row, position], accounts),
                "standard_deviation": _money(odds.spread[row, position], accounts),
            }
        )
    return sorted(rows, key=lambda row: np.inf if row["mean"] is None else -row["mean"])


def verdict_answer(odds: Odds, position: int, accounts: int) -> dict[str, Any]:
    """Return what leads a segment, how often it is best, and whether the draws are enough."""
    lead, best = int(odds.lead[position]), int(odds.best[position])
    return {
        "best": odds.names[lead],
        "p_best": float(odds.p_best[lead, position]),
        "best_on_average": odds.names[best],
        "evpi": float(odds.evpi[position] * accounts),
        "draws_needed": int(odds.draws_needed[position]),
        "enough": bool(odds.draws_needed[position] <= odds.count),
    }


def drivers_answer(
    swings: Sequence[Swing],
    names: Sequence[str],
    *,
    main_effects: Sequence[float],
    evpis: Sequence[float],
    factors: Sequence[str],
) -> list[dict[str, Any]]:
    """Return what each number or table does, the widest swing first.

    Args:
        swings: Each at its ends, all else at its value; money for all accounts.
        names: Names of the choices.
        main_effects: Share of the variance due to each.
        evpis: What it is worth to know each.
        factors: What each is drawn with.
    """
    return [
        {
            "path": swing.name,
            "factor": factor,
            "net_low": float(swing.net[0]),
            "net_high": float(swing.net[1]),
            "best_low": names[int(swing.best[0])],
            "best_high": names[int(swing.best[1])],
            "main_effect": _number(effect),
            "evpi": _number(evpi),
        }
        for swing, effect, evpi, factor in zip(swings, main_effects, evpis, factors, strict=True)
    ]


def stability_answer(found: Stability, names: Sequence[str]) -> dict[str, Any]:
    """Return how far all judgements may be wrong together, and what leads then."""
    return {
        "share": found.share,
        "rival": None if found.rival is None else names[found.rival],
    }


def commission_answer(found: Commissions) -> dict[str, Any]:
    """Return how sure floor, ceiling and the creditor's best commission are; shares."""
    bounds = found.stands.bounds
    return {
        "draws": len(found.floor),
        "deal": bounds.deal,
        "p_deal": found.p_deal,
        "floor": _limit(bounds.floor, found.floor),
        "ceiling": _limit(bounds.ceiling, found.ceiling),
        "best_for_creditor": _limit(found.stands.best_for_creditor, found.best),
    }


def _limit(value: float | None, drawn: FloatArray) -> dict[str, Any]:
    """Return a commission as the numbers stand and in draws; how often there is one."""
    known = drawn[~np.isnan(drawn)]
    low, middle, high = np.quantile(known, (0.05, 0.5, 0.95)) if len(known) else [np.nan] * 3
    return {
        "value": value,
        "p05": _number(float(low)),
        "p50": _number(float(middle)),
        "p95": _number(float(high)),
        "p_exists": len(known) / len(drawn),
    }


def bids_answer(found: BidDraws, lots: Sequence[str], *, seed: int) -> dict[str, Any]:
    """Return how sure bids are: all together, and lot by lot; commissions are shares."""
    low, high = found.range
    return {
        "draws": found.count,
        "seed": seed,
        "mean": float(found.total.mean()),
        "p05": low,
        "p95": high,
        "p_loss": found.p_total_loss,
        "lots": [
            {
                "lot": name,
                "bid": _number(found.bid[row]),
                "mean": float(found.expected[row].mean()),
                **_tails(found.expected[row]),
                "p_loss": float(found.p_loss[row]),
                "p_go": float(found.p_go[row]),
                "best_bid": _limit(_number(found.bid[row]), found.best[row]),
                "floor": _limit(None, found.floor[row]),
                "best_on_average": _number(found.on_average[row]),
                "evpi": float(found.at_stake[row]),
            }
            for row, name in enumerate(lots)
        ],
    }


def mix_draws_answer(found: MixDraws, contracts: Sequence[str], *, seed: int) -> dict[str, Any]:
    """Return how sure a choice of contracts is: all together, and contract by contract."""
    low, high = found.range
    kept = found.profit[found.fits]
    return {
        "draws": found.count,
        "seed": seed,
        "mean": _number(float(kept.mean())) if len(kept) else None,
        "p05": _number(low),
        "p95": _number(high),
        "p_loss": _number(found.p_loss),
        "p_fits": found.p_fits,
        "p_same": found.p_same,
        "regret": _number(found.regret),
        "contracts": [
            {
                "contract": name,
                "chosen": bool(found.chosen[row]),
                "p_taken": float(found.p_taken[row]),
                **_tails(found.profit_of[:, row]),
            }
            for row, name in enumerate(contracts)
        ],
    }


def _tails(drawn: FloatArray) -> dict[str, float | None]:
    known = drawn[~np.isnan(drawn)]
    low, high = np.quantile(known, TAILS) if len(known) else (np.nan, np.nan)
    return {"p05": _number(float(low)), "p95": _number(float(high))}


def together_answer(found: Together | None) -> dict[str, Any] | None:
    """Return what draws say of a book whose segments go their ways."""
    if found is None:
        return None
    return {
        "net": found.value,
        "mean": found.mean,
        "p05": found.p05,
        "p95": found.p95,
        "p_loss": found.p_loss,
        "cash_at_risk": found.at_risk,
        "regret": found.regret,
    }


def chance_by_balance(odds: Odds, balance: FloatArray, accounts: IntArray) -> FloatArray:
    """Return the share of what a book owes for which each choice is best, shape (choices,)."""
    owed = balance * accounts
    return np.asarray(np.nan_to_num(odds.p_best) @ owed / owed.sum())


def _money(amount: float, accounts: int) -> float | None:
    return None if np.isnan(amount) else float(amount) * accounts + 0.0


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)

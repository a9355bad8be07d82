"""The answer of `mix` as plain data, by the names of the public interface."""

import math
from typing import Any

import numpy as np

from placement.decide.mix.capacities import SEATS
from placement.decide.mix.choose import Mix, Use, uses
from placement.decide.mix.conflict import capacity_name
from placement.decide.mix.hiring import HiringPlan
from placement.decide.mix.overbooking import Exceeded
from placement.decide.mix.prices import CASH_STEP, Entry, Frontier, Gains, Moves
from placement.domain.types import FloatArray


def mix_answer(
    mix: Mix,
    *,
    gains: Gains,
    moves: Moves,
    exceeded: tuple[Exceeded, ...],
    hiring: HiringPlan,
    frontier: Frontier | None,
) -> dict[str, Any]:
    """Return the answer of `mix`; money is expected and in today's money unless named otherwise."""
    used = uses(mix)
    choice = mix.choice
    return {
        "chosen": chosen_rows(mix),
        "profit": mix.profit,
        "bound": mix.bound,
        "gap": choice.gap if choice else None,
        "optimal": mix.is_optimal,
        "exit_costs": mix.exit_costs,
        "used": _by_kind(used, [use.full for use in used]),
        "expected_used": _by_kind(used, [use.expected for use in used]),
        "capacity": _by_kind(used, [use.row.capacity for use in used]),
        "capacities": capacity_answers(mix, exceeded),
        "overbooking": mix.programme.rule.kind.value,
        "exceed_probability": max((found.share for found in exceeded), default=0.0),
        "shadow_price_per_seat": gains.per_seat,
        f"shadow_price_per_{CASH_STEP:.0f}_cash": gains.per_cash_step,
        "shadow_price_per_legal_hour": gains.per_legal_hour,
        "prices_proved": gains.proved,
        "next_in": moves.next_in.contract if moves.next_in else None,
        "next_in_at_seats": _seats(moves.next_in),
        "first_out": moves.first_out.contract if moves.first_out else None,
        "first_out_at_seats": _seats(moves.first_out),
        "left_out": _left_out(mix),
        "hiring": [
            {
                "month": month + 1,
                "seats": float(hiring.full[month]),
                "expected_seats": float(hiring.expected[month]),
                "change": float(hiring.change[month]),
                "by_skill": {
                    skill: float(seats[month]) for skill, seats in hiring.by_skill.items()
                },
            }
            for month in range(len(hiring.full))
        ],
        "frontier": _frontier(frontier),
    }


def capacity_answers(mix: Mix, exceeded: tuple[Exceeded, ...]) -> list[dict[str, Any]]:
    """Return how much of each capacity a mix uses, and how often it is exceeded."""
    return [
        {
            "capacity": capacity_name(use.row),
            "available": use.row.capacity,
            "used": use.full,
            "expected": use.expected,
            "counted": use.counted,
            "exceeded": found.share,
            "within_95": found.high,
            "mean_excess": found.excess,
        }
        for use, found in zip(uses(mix), exceeded, strict=True)
    ]


def chosen_rows(mix: Mix) -> list[dict[str, Any]]:
    """Return the chosen contracts, the largest expected profit first."""
    contracts, modes = mix.contracts, mix.modes
    columns: dict[str, FloatArray] = {
        "seats": mix.of(modes.seats),
        "profit": mix.profit_of,
        "profit_if_won": mix.of(modes.profit),
        "win_probability": contracts.chance,
        "cash": mix.of(modes.cash),
        "legal_hours": mix.of(modes.legal_hours),
        "liquidation": mix.of(modes.liquidation),
        "payers": mix.of(modes.payers),
        "contacts_per_month": mix.of(modes.contacts_per_month),
        "worked_months": mix.of(modes.worked_months),
    }
    count = modes.seats.shape[1]
    return [
        {
            "contract": contracts.contract[row],
            "sector": contracts.sector[row],
            "mode": int(np.argmax(mix.picked[row])) + 1,
            "modes": count,
            **{name: float(values[row]) for name, values in columns.items()},
            "held": bool(contracts.held[row]),
            "must": bool(contracts.must[row]),
        }
        for row in np.argsort(-mix.profit_of, kind="stable")
        if mix.taken[row]
    ]


def _left_out(mix: Mix) -> list[dict[str, Any]]:
    """Return the contracts left out with the most they could bring alone, the largest first."""
    chance = mix.contracts.chance[:, None]
    best = np.where(mix.modes.offered, chance * mix.modes.profit, -np.inf)
    at_best = np.argmax(best, axis=1)
    return [
        {
            "contract": mix.contracts.contract[row],
            "sector": mix.contracts.sector[row],
            "best_profit": float(best[row, at_best[row]]),
            "seats_at_best": float(mix.modes.seats[row, at_best[row]]),
            "locked_out": bool(mix.contracts.locked_out[row]),
            "exit_cost": float(mix.contracts.exit_cost[row]) if mix.contracts.held[row] else 0.0,
        }
        for row in np.argsort(-best.max(axis=1), kind="stable")
        if not mix.taken[row]
    ]


def _by_kind(used: tuple[Use, ...], values: list[float]) -> dict[str, float]:
    """Return the largest value over the months of every capacity of the whole agency."""
    found: dict[str, float] = {SEATS: 0.0}
    for use, value in zip(used, values, strict=True):
        if not use.row.of:
            found[use.row.kind] = max(found.get(use.row.kind, -math.inf), value)
    return found


def _seats(entry: Entry | None) -> float | None:
    return entry.seats if entry else None


def _frontier(frontier: Frontier | None) -> list[dict[str, Any]] | None:
    if frontier is None:
        return None
    return [
        {
            "seats": float(seats),
            "profit": None if np.isnan(profit) else float(profit),
            "bound": None if np.isnan(bound) else float(bound),
            "contracts": int(count),
        }
        for seats, profit, bound, count in zip(
            frontier.seats, frontier.profit, frontier.bound, frontier.contracts, strict=True
        )
    ]

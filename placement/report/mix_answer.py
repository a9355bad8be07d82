"""The answer of `mix` as plain data, by the names of the public interface."""

import math
from typing import Any

import numpy as np

from placement.decide.mix.capacities import SEATS
from placement.decide.mix.choose import Mix, Use, tightest, uses
from placement.decide.mix.conflict import capacity_name
from placement.decide.mix.hiring import CashPlan, HiringPlan
from placement.decide.mix.overbooking import Exceeded
from placement.decide.mix.prices import CASH_STEP, Entry, Frontier, Gains, Moves
from placement.domain.types import FloatArray

SHADOW_PRICE = (
    "mean over k of value_of_more.per_person: what each of k more people adds to the profit after "
    "their wages"
)
"""How the price of a seat is defined, for whoever reads the answer alone."""


def mix_answer(
    mix: Mix,
    *,
    gains: Gains,
    moves: Moves,
    exceeded: tuple[Exceeded, ...],
    hiring: HiringPlan,
    cash: CashPlan,
    frontier: Frontier | None,
) -> dict[str, Any]:
    """Return the answer of `mix`; money is expected and in today's money unless named otherwise.

    `profit` is after all wages paid. That of a chosen contract is after the wages of its people at
    work, so that

        profit = sum of chosen profits - exit_costs - wages.idle - wages.hiring_and_leaving
    """
    used = uses(mix)
    choice = mix.choice
    return {
        "chosen": chosen_rows(mix),
        "profit": mix.profit,
        "bound": mix.bound,
        "gap": choice.gap if choice else None,
        "optimal": mix.is_optimal,
        "exit_costs": mix.exit_costs,
        "profit_before_wages": mix.profit_before_wages,
        "wages": {
            "per_month": hiring.wage,
            "bill": hiring.wage_bill,
            "at_work": hiring.wage_bill - hiring.idle_wages,
            "idle": hiring.idle_wages,
            "hiring_and_leaving": hiring.moving_costs,
        },
        "paid_until": {"month": mix.columns.months, "contract": mix.paid_until},
        "idle_share": hiring.idle_share,
        "profit_per_seat_month": _ratio(mix.profit, float(hiring.paid.sum())),
        "people": people_rows(hiring),
        "cash_there": mix.capacities.cash,
        "cash": cash_rows(cash),
        "lowest_cash": {
            "month": cash.lowest_month,
            "cash": cash.lowest,
            "expected_month": cash.lowest_expected_month,
            "expected_cash": cash.lowest_expected,
            "worst_month": cash.lowest_worst_month,
            "worst_cash": cash.lowest_worst,
        },
        "used": _by_kind(used, [use.full for use in used]),
        "expected_used": _by_kind(used, [use.expected for use in used]),
        "capacity": {
            use.row.kind: use.available
            for use in (used[position] for position in tightest(mix))
            if not use.row.of
        },
        "capacities": capacity_answers(mix, exceeded),
        "revenue_shares": [
            share
            for share in (mix.capacities.creditor_share, mix.capacities.sector_share)
            if share is not None
        ],
        "overbooking": mix.programme.rule.kind.value,
        "exceed_probability": max((found.ever for found in exceeded), default=0.0),
        "shadow_price_per_seat": gains.per_seat if gains.value_of_more else None,
        "shadow_price_is": SHADOW_PRICE,
        "value_of_more": [
            {"k": int(more.people), "value": more.value, "per_person": more.per_person}
            for more in gains.value_of_more
        ],
        f"shadow_price_per_{CASH_STEP:.0f}_cash": gains.per_cash_step,
        "shadow_price_per_legal_hour": gains.per_legal_hour,
        "prices_proved": gains.proved,
        "next_in": moves.next_in.contract if moves.next_in else None,
        "next_in_at_seats": _seats(moves.next_in),
        "first_out": moves.first_out.contract if moves.first_out else None,
        "first_out_at_seats": _seats(moves.first_out),
        "left_out": _left_out(mix),
        "frontier": _frontier(frontier),
    }


def people_rows(hiring: HiringPlan) -> list[dict[str, Any]]:
    """Return people by month: paid, needed as the rule counts, idle, come and gone."""
    return [
        {
            "month": month + 1,
            "paid": float(hiring.paid[month]),
            "productive": float(hiring.productive[month]),
            "needed": float(hiring.needed[month]),
            "needed_if_all_won": float(hiring.full[month]),
            "expected": float(hiring.expected[month]),
            "idle": float(hiring.idle[month]),
            "hired": float(hiring.hired[month]),
            "left": float(hiring.let_go[month]),
            "by_skill": {skill: float(seats[month]) for skill, seats in hiring.by_skill.items()},
        }
        for month in range(len(hiring.paid))
    ]


def cash_rows(cash: CashPlan) -> list[dict[str, Any]]:
    """Return what cash is left at the end of each month, if all is won and on average."""
    return [
        {"month": month, "cash": float(cash.full[month]), "expected": float(cash.expected[month])}
        for month in range(len(cash.full))
    ]


def capacity_answers(mix: Mix, exceeded: tuple[Exceeded, ...]) -> list[dict[str, Any]]:
    """Return each capacity in its tightest month: how much is used, how often it is exceeded."""
    used = uses(mix)
    return [
        {
            "capacity": capacity_name(used[position].row),
            "kind": used[position].row.kind,
            "available": used[position].available,
            "used": used[position].full,
            "expected": used[position].expected,
            "counted": used[position].counted,
            "exceeded": exceeded[position].ever,
            "within_95": exceeded[position].high,
            "mean_excess": exceeded[position].excess,
        }
        for position in tightest(mix)
    ]


def chosen_rows(mix: Mix) -> list[dict[str, Any]]:
    """Return the chosen contracts, the largest expected profit first."""
    contracts, modes = mix.contracts, mix.modes
    columns: dict[str, FloatArray] = {
        "seats": mix.of(modes.seats),
        "profit": mix.profit_of,
        "profit_if_won": mix.of(mix.profit_at_work),
        "profit_before_wages": contracts.chance * mix.of(modes.profit_before_wages),
        "revenue": contracts.chance * mix.of(modes.revenue),
        "win_probability": contracts.chance,
        "cash": mix.of(np.maximum(-np.cumsum(modes.cash, axis=-1).min(axis=-1), 0.0)),
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
    best = np.where(mix.modes.offered, chance * mix.profit_at_work, -np.inf)
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


def _ratio(amount: float, of: float) -> float | None:
    return amount / of if of > 0.0 else None


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

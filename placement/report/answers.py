"""Answers as plain data, by the names of the public interface."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from placement.decide.inputs import inputs_of
from placement.decide.rank import OPTIONS, Ranking
from placement.decide.timing.follow_up import FollowUp
from placement.decide.timing.plan_parts import PlanParts
from placement.decide.timing.plans import FIRST_MOVES, AccountPlan, Plan, PlannedAgency
from placement.decide.timing.stop import stops_in
from placement.decide.totals import TOTALS, totals_of
from placement.domain.types import BoolArray, Component, FloatArray, IntArray

FOLLOWED = "_with_follow_up"
"""Ends the name of a total that belongs to `net_with_follow_up`."""


def totals_answer(totals: FloatArray | None, suffix: str = "") -> dict[str, float | None]:
    """Return cash, fees and tax of a net by name.

    Args:
        totals: In the order of `TOTALS`, shape (totals,); None or NaN where there is no net.
        suffix: Ends each name.
    """
    if totals is None or np.isnan(totals).any():
        return {f"{total}{suffix}": None for total in TOTALS}
    # Adding zero turns -0.0 into 0.0.
    return {f"{total}{suffix}": float(totals[row]) + 0.0 for row, total in enumerate(TOTALS)}


def segment_options(
    ranking: Ranking, position: int, followed: FollowUp | None = None
) -> list[dict[str, Any]]:
    """Return a segment's options, best first, with totals for all its accounts.

    An option that is not open has its reason and no money.

    Args:
        ranking: The ranking.
        position: The segment.
        followed: The options with the best that can follow them; left out, there is no such number.
    """
    valuation = ranking.valuation
    count = int(ranking.accounts[position])
    rows = []
    for option in ranking.order(position):
        row = OPTIONS.index(option)
        is_open = bool(valuation.available[option][position])
        parts = ranking.component_total(option, position) if is_open else {}
        then = followed.totals[:, row, position] * count if is_open and followed else None
        rows.append(
            {
                "option": option.value,
                "available": is_open,
                "reason": valuation.reasons[option][position],
                "note": valuation.note(option, position) if is_open else None,
                **totals_answer(ranking.totals[:, row, position] * count),
                "net": count * float(ranking.net[row, position]) if is_open else None,
                "components": {part.value: parts[part] for part in Component} if is_open else None,
                **totals_answer(then, FOLLOWED),
                "net_with_follow_up": count * float(followed.net[row, position])
                if is_open and followed
                else None,
            }
        )
    return rows


def value_answer(ranking: Ranking, followed: FollowUp | None = None) -> dict[str, Any]:
    """Return the answer of `value` for a ranking of one account."""
    return {
        "inputs": inputs_of(ranking.valuation, 0),
        "options": segment_options(ranking, 0, followed),
        **_best_of(ranking, 0, followed),
    }


def rank_answer(ranking: Ranking, followed: FollowUp | None = None) -> dict[str, Any]:
    """Return the answer of `rank` for a book: its segments, totals by option and the best mix."""
    segments = ranking.valuation.segments
    accounts = segments.accounts
    total_balance = segments.balance * accounts
    ways = {
        **{o.value: (ranking.same_way_total(o), ranking.same_way_totals(o)) for o in OPTIONS},
        "next_agency": (ranking.next_placement_total(), ranking.next_placement_totals()),
        "best_mix": (ranking.best_mix_total, ranking.best_mix_totals),
    }
    return {
        "accounts": int(accounts.sum()),
        "balance": float(total_balance.sum()),
        "segments": [
            {
                "segment": segments.label[position],
                "sector": segments.sector[position],
                "accounts": int(accounts[position]),
                "balance": float(total_balance[position]),
                "age": float(segments.age[position]),
                **_best_of(ranking, position, followed),
                "options": segment_options(ranking, position, followed),
            }
            for position in range(len(segments))
        ],
        "total": {way: net for way, (net, _) in ways.items()},
        "total_parts": {way: totals_answer(split) for way, (_, split) in ways.items()},
        "lead": _worth(followed.lead, accounts) if followed else None,
        "best_mix_with_follow_up": float(followed.best_net @ accounts) if followed else None,
        **totals_answer(followed.best_totals @ accounts if followed else None, FOLLOWED),
        "best_mix": ranking.best_mix_total,
        **totals_answer(ranking.best_mix_totals),
        "follow_up_solver": followed.solver if followed else None,
        "mix_to_begin": _mix_to_begin(ranking, followed.lead) if followed else None,
        "mix": [
            {
                "option": option.value,
                **_size(ranking, chosen),
                **totals_answer((ranking.best_totals * accounts)[:, chosen].sum(axis=1)),
                "net": float((ranking.best_net * accounts)[chosen].sum()),
            }
            for row, option in enumerate(OPTIONS)
            if np.any(chosen := ranking.best == row)
        ],
    }


def _best_of(ranking: Ranking, position: int, followed: FollowUp | None) -> dict[str, Any]:
    """Return what leads a segment, then its best option followed up and closed at its end."""
    count = int(ranking.accounts[position])
    begun: dict[str, Any] = {"lead": None, "best_to_begin": None, "net_with_follow_up": None}
    then = None
    if followed is not None:
        lead, then = followed.lead, followed.best_totals[:, position] * count
        plan = lead.plans[position]
        begun = {
            "lead": {
                "first_move": plan.steps[0].action,
                "stops_working_in": stops_in(plan, horizon=followed.horizon),
                **totals_answer(lead.totals[:, position] * count),
                "net": count * plan.value,
            },
            "best_to_begin": OPTIONS[int(followed.best[position])].value,
            "net_with_follow_up": float(followed.best_net[position] * count),
        }
    return {
        **begun,
        **totals_answer(then, FOLLOWED),
        "best": OPTIONS[int(ranking.best[position])].value,
        "net": float(ranking.best_net[position] * count),
        **totals_answer(ranking.best_totals[:, position] * count),
    }


def _mix_to_begin(ranking: Ranking, lead: PlanParts) -> list[dict[str, Any]]:
    """Return the leading mix: one row for each first move that leads somewhere."""
    return [
        {
            "first_move": name,
            **_size(ranking, chosen),
            **_worth(lead, ranking.accounts * chosen),
        }
        for row, name in enumerate(FIRST_MOVES)
        if np.any(chosen := lead.first_move == row)
    ]


def _worth(lead: PlanParts, accounts: IntArray) -> dict[str, Any]:
    """Return what the plans of so many accounts of each segment leave together."""
    return {**totals_answer(lead.totals @ accounts), "net": float(lead.net @ accounts)}


def _size(ranking: Ranking, chosen: BoolArray) -> dict[str, Any]:
    segments = ranking.valuation.segments
    return {
        "segments": int(chosen.sum()),
        "accounts": int(segments.accounts[chosen].sum()),
        "balance": float((segments.balance * segments.accounts)[chosen].sum()),
    }


def when_answer(
    planned: AccountPlan,
    shut: Mapping[str, str],
    *,
    parts: Mapping[str, FloatArray],
    horizon: int,
    published_collections: tuple[float, float] | None = None,
    published_for: str = "",
) -> dict[str, Any]:
    """Return the answer of `when` for one account.

    Args:
        planned: Its plans.
        shut: Why each move that no plan begins with is not open.
        parts: What the best plan by first move is made of, shape (components,).
        horizon: Months the plans may last.
        published_collections: Lowest and highest published collections of a collector in a month.
        published_for: The sector they were published for.
    """
    totals = {name: totals_of(part) for name, part in parts.items()}
    ordered = sorted(planned.first_moves.items(), key=lambda pair: -pair[1].value)
    return {
        "plan": _steps(planned.plan),
        "stops_working_in": stops_in(planned.plan, horizon=horizon),
        **totals_answer(totals[planned.plan.steps[0].action]),
        "value": planned.plan.value,
        "value_of_waiting": planned.value_of_waiting,
        "act_now": {name: plan.value for name, plan in ordered},
        "act_now_parts": {name: totals_answer(totals[name]) for name, _ in ordered},
        "not_open": dict(shut),
        **_told(planned, horizon=horizon),
        "agencies": [
            _agency(agency, published_collections) | {"published_for": published_for}
            for agency in planned.agencies
        ],
        "efforts": asdict(planned.convergence) if planned.convergence else None,
    }


def _told(planned: AccountPlan, *, horizon: int) -> dict[str, Any]:
    """Return the plan as people read it, and the steps that gain too little to be told."""
    if planned.told is None:
        return {}
    told = planned.told
    return {
        "told": _steps(told.plan),
        "told_stops_working_in": stops_in(told.plan, horizon=horizon),
        "told_value": told.plan.value,
        "left_out": [
            {
                "start_month": left.step.start_month,
                "action": left.step.action,
                "months": left.step.months,
                "gain": left.gain,
            }
            for left in told.left_out
        ],
    }


def _agency(agency: PlannedAgency, published: tuple[float, float] | None) -> dict[str, Any]:
    """Return what a plan's agency does and earns, beside what is published of a collector."""
    per_seat = agency.collected_per_seat_month
    low, high = published or (None, None)
    outside = None
    if per_seat is not None and low is not None and high is not None:
        outside = not low <= per_seat <= high
    return {
        **asdict(agency),
        "published_low": low,
        "published_high": high,
        "outside_published": outside,
    }


def when_book_answer(ranking: Ranking, planned: PlanParts, *, horizon: int) -> dict[str, Any]:
    """Return the answer of `when` for a book; money is for all accounts of a segment.

    Args:
        ranking: The options alone.
        planned: The plans and what they are made of.
        horizon: Months the plans may last.
    """
    segments = ranking.valuation.segments
    rows = []
    for position, plan in enumerate(planned.plans):
        count = int(segments.accounts[position])
        best = float(ranking.best_net[position])
        rows.append(
            {
                "segment": segments.label[position],
                "sector": segments.sector[position],
                "accounts": count,
                "balance": float(segments.balance[position] * count),
                "age": float(segments.age[position]),
                "plan": _steps(plan),
                "stops_working_in": stops_in(plan, horizon=horizon),
                **totals_answer(planned.totals[:, position] * count),
                "value": count * plan.value,
                "gain_over_best_option": count * (plan.value - best),
            }
        )
    return {
        "accounts": int(segments.accounts.sum()),
        "balance": float(segments.balance @ segments.accounts),
        "segments": rows,
        **totals_answer(planned.totals @ segments.accounts),
        "value": sum(row["value"] for row in rows),
        "best_mix": ranking.best_mix_total,
    }


def _steps(plan: Plan) -> list[dict[str, Any]]:
    return [
        {"start_month": step.start_month, "action": step.action, "months": step.months}
        for step in plan.steps
    ]

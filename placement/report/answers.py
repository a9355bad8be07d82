"""Answers as plain data, by the names of the public interface."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from placement.decide.inputs import inputs_of
from placement.decide.rank import OPTIONS, Ranking
from placement.decide.timing.follow_up import FollowUp
from placement.decide.timing.plans import AccountPlan, BookPlans, Plan
from placement.domain.types import Component


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
        rows.append(
            {
                "option": option.value,
                "available": is_open,
                "reason": valuation.reasons[option][position],
                "note": valuation.note(option, position) if is_open else None,
                "net": count * float(ranking.net[row, position]) if is_open else None,
                "components": {part.value: parts[part] for part in Component} if is_open else None,
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
        "best": OPTIONS[int(ranking.best[0])].value,
        "best_with_follow_up": OPTIONS[int(followed.best[0])].value if followed else None,
    }


def rank_answer(ranking: Ranking, followed: FollowUp | None = None) -> dict[str, Any]:
    """Return the answer of `rank` for a book: its segments, totals by option and the best mix."""
    segments = ranking.valuation.segments
    total_balance = segments.balance * segments.accounts
    return {
        "accounts": int(segments.accounts.sum()),
        "balance": float(total_balance.sum()),
        "segments": [
            {
                "segment": segments.label[position],
                "sector": segments.sector[position],
                "accounts": int(segments.accounts[position]),
                "balance": float(total_balance[position]),
                "age": float(segments.age[position]),
                "best": OPTIONS[int(ranking.best[position])].value,
                "net": float(ranking.best_net[position] * segments.accounts[position]),
                **_best_first(ranking, position, followed),
                "options": segment_options(ranking, position, followed),
            }
            for position in range(len(segments))
        ],
        "total": {
            **{option.value: ranking.same_way_total(option) for option in OPTIONS},
            "next_agency": ranking.next_placement_total(),
            "best_mix": ranking.best_mix_total,
        },
        "best_mix": ranking.best_mix_total,
        "best_mix_with_follow_up": float(followed.best_net @ segments.accounts)
        if followed
        else None,
        "follow_up_solver": followed.solver if followed else None,
        "mix": [
            {
                "option": option.value,
                "segments": int(chosen.sum()),
                "accounts": int(segments.accounts[chosen].sum()),
                "balance": float(total_balance[chosen].sum()),
                "net": float((ranking.best_net * segments.accounts)[chosen].sum()),
            }
            for row, option in enumerate(OPTIONS)
            if np.any(chosen := ranking.best == row)
        ],
    }


def _best_first(ranking: Ranking, position: int, followed: FollowUp | None) -> dict[str, Any]:
    """Return the option that is best to begin with, and its worth for a segment's accounts."""
    if followed is None:
        return {"best_with_follow_up": None, "net_with_follow_up": None}
    return {
        "best_with_follow_up": OPTIONS[int(followed.best[position])].value,
        "net_with_follow_up": float(followed.best_net[position] * ranking.accounts[position]),
    }


def when_answer(planned: AccountPlan, shut: Mapping[str, str]) -> dict[str, Any]:
    """Return the answer of `when` for one account.

    Args:
        planned: Its plans.
        shut: Why each move that no plan begins with is not open.
    """
    ordered = sorted(planned.first_moves.items(), key=lambda pair: -pair[1].value)
    return {
        "plan": _steps(planned.plan),
        "value": planned.plan.value,
        "value_of_waiting": planned.value_of_waiting,
        "act_now": {name: plan.value for name, plan in ordered},
        "not_open": dict(shut),
    }


def when_book_answer(ranking: Ranking, planned: BookPlans) -> dict[str, Any]:
    """Return the answer of `when` for a book; money is for all accounts of a segment."""
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
                "value": count * plan.value,
                "gain_over_best_option": count * (plan.value - best),
            }
        )
    return {
        "accounts": int(segments.accounts.sum()),
        "balance": float(segments.balance @ segments.accounts),
        "segments": rows,
        "value": sum(row["value"] for row in rows),
        "best_mix": ranking.best_mix_total,
    }


def _steps(plan: Plan) -> list[dict[str, Any]]:
    return [
        {"start_month": step.start_month, "action": step.action, "months": step.months}
        for step in plan.steps
    ]

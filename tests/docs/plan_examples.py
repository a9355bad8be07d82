"""The worked examples of docs/model.md on plans."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from placement.api import follow_up, one_account, plan_account
from placement.assume.library import load_library
from placement.decide.rank import OPTIONS, rank
from placement.decide.timing.fixed_point import fitted_plan
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.moves.moves import DEFAULT_HORIZON, OPEN
from placement.decide.timing.plans import PLACEMENTS, Step
from placement.decide.timing.stop import steps_said
from placement.decide.timing.walk import walk
from placement.domain.types import Option, Segments
from placement.value.options import value_options

Given = Mapping[str, Any]
Numbers = dict[str, float]


def _account(given: Given) -> Segments:
    return one_account(
        sector=given["sector"],
        balance=given["balance"],
        age=given["age"],
        creditor_type=given.get("creditor"),
        letters=given.get("letters", 0),
    )


def when_numbers(given: Given) -> Numbers:
    """Return the first start of each step of the best plan, its months, value and fixed point."""
    planned = plan_account(_account(given), load_library())
    assert planned.value_of_waiting is not None
    assert planned.convergence is not None
    numbers: Numbers = {}
    for step in steps_said(planned.plan, horizon=DEFAULT_HORIZON):
        numbers.setdefault(f"{step.action}_month", float(step.start_month))
        numbers.setdefault(f"{step.action}_months", float(step.months))
    return numbers | {
        "value": planned.plan.value,
        "value_of_waiting": planned.value_of_waiting,
        "rounds": float(planned.convergence.rounds),
        "misfit": planned.convergence.misfit,
    }


def follow_up_numbers(given: Given) -> Numbers:
    """Return what options are worth with the best follow-up, and closed at their end."""
    library = load_library()
    ranking = rank(value_options(_account(given), library))
    found = follow_up(ranking, library)
    worth = {option.value: float(found.net[row, 0]) for row, option in enumerate(OPTIONS)}
    closed = {
        f"{option.value}_closed": float(ranking.net[row, 0]) for row, option in enumerate(OPTIONS)
    }
    totals = {
        str(name): float(x)
        for name, x in zip(("cash", "fees", "tax"), found.best_totals[:, 0], strict=True)
    }
    return worth | closed | totals


def one_truth_numbers(given: Given) -> Numbers:
    """Follow a plan some months, write down what is left as a row, and plan that again."""
    library, months = load_library(), int(given["months"])
    account = _account(given)
    moves = build_moves(account, library)
    steps = _by_month(fitted_plan(moves).plan.steps)
    number = next(n for n, step in enumerate(steps) if step.start_month == months)
    walked = walk(moves, np.array([0]), [steps])
    stop = walked.stops[number]
    masses = stop.masses[:, 0] / stop.masses[OPEN, 0]
    told = ", ".join([f"in_house {given['age']:g}", *map(_as_history, steps[:number])])
    row = replace(
        account,
        age=account.age + months,
        placements=np.asarray(stop.placements),
        letters=account.letters + stop.letters,
        history=(told,),
    )
    debtor = value_options(row, library).terms.debtor
    horizon = moves.horizon - months
    again = fitted_plan(build_moves(row, library, horizon=horizon)).plan
    left = walk(build_moves(row, library, horizon=horizon), np.array([0]), [_later(steps, number)])
    return {
        "easy_left": float(masses[0]),
        "hard_left": float(masses[1]),
        "reluctant_left": float(masses[2]),
        "easy_on_tape": debtor.willing_easy.item(),
        "hard_on_tape": debtor.willing_hard.item(),
        "reluctant_on_tape": debtor.reluctant.item(),
        "rest_of_the_plan": float(left.value[0]),
        "planned_again": again.value,
    }


def _later(steps: tuple[Step, ...], number: int) -> tuple[Step, ...]:
    begun = steps[number].start_month
    return tuple(replace(step, start_month=step.start_month - begun) for step in steps[number:])


def _by_month(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return in-house work and waiting as stages of a month each."""
    found: list[Step] = []
    for step in steps:
        if step.action in ("wait", Option.IN_HOUSE) and step.months > 1:
            starts = range(step.start_month, step.start_month + step.months)
            found += [Step(action=step.action, start_month=start, months=1) for start in starts]
        else:
            found.append(step)
    return tuple(found)


def _as_history(step: Step) -> str:
    if step.action == Option.LAW_LETTER:
        return "letter"
    return f"{'agency' if step.action in PLACEMENTS else step.action} {step.months}"

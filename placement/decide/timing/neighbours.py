"""Plans that differ from a given one in a single respect, to see whether one of them is better.

The best plan under given efforts of the agencies need not be the best with each plan's own: an
agency that would work less after one letter more may still be worth it. So the plan that was found
is compared with its neighbours, each walked with its own efforts.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.moves.moves import ORDER_RETURNS_AFTER, Moves
from placement.decide.timing.plans import PLACEMENTS, Plan, Step, as_people_read
from placement.decide.timing.walk import ENDS, walk
from placement.domain.types import Option

PLACE = "place"
"""A placement whose number follows from those before it."""

GAIN = 1e-10
"""Share of the balance by which a neighbour must be better."""

MOST_ROUNDS = 12

GONE_ON_FROM = 4
"""Neighbours whose own neighbours are looked at where none is better."""

Stage = tuple[str, int]
"""An action and its months; 0 where its length is fixed."""

LENGTHS = {Option.IN_HOUSE.value, WAIT}
"""Actions whose length is the plan's choice."""


def improved(moves: Moves, position: int, plan: Plan) -> Plan:
    """Return a plan that no neighbour betters: the given one, or a better one."""
    least = GAIN * float(moves.segments.balance[position])
    for _ in range(MOST_ROUNDS):
        near = _valued(moves, position, _neighbours(moves, position, [plan.steps]))
        if not near or near[0].value <= plan.value + least:
            # Two changes may help together where neither does alone.
            beside = [other.steps for other in near[:GONE_ON_FROM]]
            near = _valued(moves, position, _neighbours(moves, position, beside))
        if not near or near[0].value <= plan.value + least:
            return plan
        plan = near[0]
    return plan


def _valued(moves: Moves, position: int, plans: Iterator[tuple[Step, ...]]) -> list[Plan]:
    """Return plans in which no agency loses, with their own efforts, the best first."""
    every = list(plans)
    walked = walk(moves, np.full(len(every), position), every)
    falling = np.argsort(-walked.value, kind="stable")
    return [
        Plan(steps=every[at], value=float(walked.value[at]))
        for at in falling.tolist()
        if walked.is_real[at]
    ]


def shorter(moves: Moves, position: int, plan: Plan) -> Iterator[tuple[Step, tuple[Step, ...]]]:
    """Yield plans with one stage less, and the step that each lacks.

    A stage may go with all after it coming sooner, or leave its months unworked; an end may go and
    leave the claim kept.
    """
    stages, end = _stages(plan.steps)
    steps = [step for step in plan.steps if step.action not in ENDS]
    for at, (action, _) in enumerate(stages):
        if action == WAIT:
            continue
        idle = [(WAIT, steps[at].months)] if steps[at].months else []
        for instead in ([], idle):
            built = _built(moves, position, [*stages[:at], *instead, *stages[at + 1 :]], end)
            if built is not None:
                yield steps[at], built
    if end != WAIT and stages and stages[-1][0] == WAIT:
        built = _built(moves, position, stages[:-1], WAIT)
        if built is not None:
            yield plan.steps[-1], built


def _neighbours(
    moves: Moves, position: int, plans: Sequence[Sequence[Step]]
) -> Iterator[tuple[Step, ...]]:
    """Yield plans that differ from a given one in one stage, in the order of two, or in the end."""
    seen = {_key(steps) for steps in plans}
    for steps in plans:
        for changed, ending in _changes(*_stages(steps)):
            built = _built(moves, position, changed, ending)
            if built is not None and _key(built) not in seen:
                seen.add(_key(built))
                yield built


def _key(steps: Sequence[Step]) -> tuple[tuple[str, int, int], ...]:
    return tuple((step.action, step.start_month, step.months) for step in steps)


def _stages(steps: Sequence[Step]) -> tuple[list[Stage], str]:
    stages: list[Stage] = []
    for step in steps:
        if step.action in PLACEMENTS:
            stages.append((PLACE, 0))
        elif step.action in LENGTHS:
            stages.append((step.action, step.months))
        elif step.action not in ENDS:
            stages.append((step.action, 0))
    end = steps[-1].action
    if end in ENDS:
        return stages, end
    # What waits until the horizon keeps the claim; how long follows from the horizon.
    if stages and stages[-1][0] == WAIT:
        stages.pop()
    return stages, WAIT


def _changes(stages: list[Stage], end: str) -> Iterator[tuple[list[Stage], str]]:
    for other in (*ENDS, WAIT):
        yield stages, other
    for at in range(len(stages)):
        yield stages[:at] + stages[at + 1 :], end
        action, months = stages[at]
        if action in LENGTHS:
            for length in (months - 1, months + 1):
                if length:
                    yield [*stages[:at], (action, length), *stages[at + 1 :]], end
        if at + 1 < len(stages):
            yield [*stages[:at], stages[at + 1], stages[at], *stages[at + 2 :]], end
    new: tuple[Stage, ...] = (
        (Option.IN_HOUSE.value, 1),
        (WAIT, 1),
        (PLACE, 0),
        (Option.LAW_LETTER.value, 0),
        (Option.PAYMENT_ORDER.value, 0),
    )
    for at in range(len(stages) + 1):
        for stage in new:
            yield [*stages[:at], stage, *stages[at:]], end
    for at, (action, months) in enumerate(stages):
        for stage in new:
            yield [*stages[:at], stage, *stages[at + 1 :]], end
            if action in LENGTHS and months > 1 and stage[0] != action:
                shorter = (action, months - 1)
                yield [*stages[:at], shorter, stage, *stages[at + 1 :]], end
                yield [*stages[:at], stage, shorter, *stages[at + 1 :]], end


def _built(moves: Moves, position: int, stages: list[Stage], end: str) -> tuple[Step, ...] | None:
    """Return the steps of a plan with these stages; None where they cannot follow each other."""
    steps: list[Step] = []
    month, placed = 0, int(moves.placements[position])
    letters = orders = 0
    for action, length in stages:
        months, name = length, action
        if action == PLACE:
            if placed >= len(PLACEMENTS):
                return None
            name, months = PLACEMENTS[placed], int(moves.agency[placed].months[position])
            placed += 1
        elif action == Option.LAW_LETTER:
            months, letters = 1, letters + 1
        elif action == Option.PAYMENT_ORDER:
            months, orders = ORDER_RETURNS_AFTER, orders + 1
        steps.append(Step(action=name, start_month=month, months=months))
        month += months
    if month > moves.horizon or letters > int(moves.letter.most[position]) or orders > 1:
        return None
    if orders and not moves.may_order[position]:
        return None
    if end == WAIT:
        if month < moves.horizon:
            steps.append(Step(action=WAIT, start_month=month, months=moves.horizon - month))
    else:
        ends = {Option.WRITE_OFF: moves.write_off, Option.SALE: moves.sale}
        if not ends.get(Option(end), moves.lawsuit).may[position, month]:
            return None
        steps.append(Step(action=end, start_month=month, months=0))
    return as_people_read(tuple(steps)) if steps else None

"""A plan as people are told it: without the steps that gain next to nothing, and with its agencies.

A best plan may hold a letter that brings a few cents more than it costs. Such steps are left out of
what people read as long as all of them together gain less than a sliver; what they gain is said.
"""

from collections.abc import Iterator

import numpy as np

from placement.decide.timing.moves.moves import OPEN, Moves
from placement.decide.timing.neighbours import shorter
from placement.decide.timing.plans import PLACEMENTS, LeftOut, Plan, PlannedAgency, Told
from placement.decide.timing.walk import walk

SLIVER = 1e-4
"""Share of the balance that all steps left out of a plan gain together, at most."""


def told(moves: Moves, position: int, plan: Plan) -> Told:
    """Return the plan that people read.

    Args:
        moves: The moves of the book.
        position: The account's segment.
        plan: The best plan.
    """
    most = SLIVER * float(moves.segments.balance[position])
    left_out: list[LeftOut] = []
    now = plan
    while True:
        candidates = list(shorter(moves, position, now))
        if not candidates:
            break
        others = [steps for _, steps in candidates]
        walked = walk(moves, np.full(len(others), position), others)
        worth = np.where(walked.is_real, walked.value, -np.inf)
        best = int(worth.argmax())
        if plan.value - worth[best] > most:
            break
        gain = now.value - float(worth[best])
        left_out.append(LeftOut(step=candidates[best][0], gain=gain))
        now = Plan(steps=others[best], value=float(worth[best]))
    return Told(plan=now, left_out=tuple(left_out))


def agencies_of(moves: Moves, position: int, plan: Plan) -> tuple[PlannedAgency, ...]:
    """Return what the agencies of a plan do and earn, in their order."""
    return tuple(_agencies(moves, position, plan))


def _agencies(moves: Moves, position: int, plan: Plan) -> Iterator[PlannedAgency]:
    if not any(step.action in PLACEMENTS for step in plan.steps):
        return
    walked, agencies = walk(moves, np.array([position]), [plan.steps]), moves.agencies
    at = {int(stop.month[0]): stop.masses[:, 0] for stop in walked.stops if len(stop.plan)}
    rows = np.array([position])
    for placed in walked.placed:
        masses = at[int(placed.start[0])]
        effort = (placed.rows.contacts_per_month, placed.rows.worked_months)
        months = agencies.monthly(placed.number, rows, placed.start, effort)
        share = masses[:2] / masses[OPEN]
        in_term = months.paid[:, 0] * (np.arange(months.paid.shape[-1]) < agencies.term[position])
        paid = float((in_term.sum(axis=-1) * share).sum())
        is_open = 1.0 - (months.before[:, 0] * share[:, None]).sum(axis=0)
        contacts = float((months.made[0] * is_open).sum())
        value = float(agencies.paid_value[position])
        worked = months.made[0] > 0.0
        by_work = float(((months.paid[:, 0] * worked).sum(axis=-1) * share).sum()) * value
        seats = contacts / float(agencies.contacts_per_seat[position])
        yield PlannedAgency(
            number=int(placed.number[0]) + 1,
            start_month=int(placed.start[0]),
            contacts_per_month=float(effort[0][0]),
            worked_months=float(effort[1][0]),
            profit=float(placed.profit[0] / masses[OPEN]),
            collected=paid * value,
            liquidation=paid * value / float(agencies.balance[position]),
            collected_per_seat_month=by_work / seats if seats > 0.0 else None,
        )

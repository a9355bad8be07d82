"""The terms of every step of many plans, resolved all at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from placement.assume.assumptions import Assumptions
from placement.decide.timing.plans import FIRST_MOVES, PLACEMENTS, Plan
from placement.domain.types import (
    AGENCY_OPTIONS,
    BoolArray,
    FloatArray,
    IntArray,
    Option,
    Segments,
    Stance,
)
from placement.value.effort import choose_effort
from placement.value.terms import Terms, resolve_terms


@dataclass(frozen=True, kw_only=True, eq=False)
class StepTerms:
    """Steps of plans and the numbers they work with; arrays have shape (steps,)."""

    segment: IntArray
    number: IntArray
    """0 for a plan's first step, and so on."""
    action: NDArray[np.str_]
    start: IntArray
    months: IntArray
    later: Terms
    """The terms of each segment when it is so much older; read them with `pick`."""
    position: IntArray
    """Positions of these steps in the terms."""
    of_all: int
    """Number of steps in the terms."""
    contacts_per_month: FloatArray
    worked_months: IntArray
    """Months with contacts."""
    contacts_per_willing: FloatArray
    self_cure_rate: FloatArray
    cost_per_contact: FloatArray
    """What the creditor pays per contact."""
    commission: FloatArray
    cost_at_start: FloatArray
    relationship: FloatArray
    win: FloatArray
    """Chance to win a suit while the limitation period runs."""

    @property
    def last_month(self) -> int:
        """The latest month in which any of the steps can bring cash."""
        courts = np.maximum(
            self.pick(self.later.lawsuit.months), self.pick(self.later.payment_order.months)
        )
        longest = np.maximum(courts, self.pick(self.later.sale.lag_months))
        return int((self.start + np.maximum(np.ceil(longest), self.months)).max())

    def pick(self, array: FloatArray) -> FloatArray:
        """Return a number of the terms for these steps."""
        return np.asarray(np.broadcast_to(array, (self.of_all,))[self.position])

    def take(self, chosen: BoolArray) -> "StepTerms":
        """Return some of the steps."""
        return replace(
            self,
            segment=self.segment[chosen],
            number=self.number[chosen],
            action=self.action[chosen],
            start=self.start[chosen],
            months=self.months[chosen],
            position=self.position[chosen],
            contacts_per_month=self.contacts_per_month[chosen],
            worked_months=self.worked_months[chosen],
            contacts_per_willing=self.contacts_per_willing[chosen],
            self_cure_rate=self.self_cure_rate[chosen],
            cost_per_contact=self.cost_per_contact[chosen],
            commission=self.commission[chosen],
            cost_at_start=self.cost_at_start[chosen],
            relationship=self.relationship[chosen],
            win=self.win[chosen],
        )


def list_steps(
    plans: Sequence[Plan], segments: Segments, assumptions: Assumptions, *, stance: Stance
) -> StepTerms:
    """Return every step of every plan with its terms.

    Raises:
        ValueError: A plan does not end, or goes on after its end.
    """
    flat = [
        (segment, number, step.action, step.start_month, step.months)
        for segment, plan in enumerate(plans)
        for number, step in enumerate(plan.steps)
    ]
    _check(plans)
    segment, number, start, months = (
        np.array([row[at] for row in flat], dtype=np.int64) for at in (0, 1, 3, 4)
    )
    action = np.array([row[2] for row in flat], dtype=np.str_)
    chosen = segments.take(segment)
    aged = replace(chosen, age=chosen.age + start)
    later = resolve_terms(aged, assumptions, stance=stance)
    fresh = replace(chosen, months_since_demand=np.zeros(len(flat)))
    none = np.zeros(len(flat))
    steps = StepTerms(
        segment=segment,
        number=number,
        action=action,
        start=start,
        months=months,
        later=later,
        position=np.arange(len(flat)),
        of_all=len(flat),
        contacts_per_month=none,
        worked_months=np.zeros(len(flat), dtype=np.int64),
        contacts_per_willing=np.ones(len(flat)),
        self_cure_rate=np.broadcast_to(later.debtor.self_cure_rate, none.shape),
        cost_per_contact=none,
        commission=none,
        cost_at_start=none,
        relationship=_relationship(action, later),
        win=np.broadcast_to(
            resolve_terms(fresh, assumptions, stance=stance).lawsuit.success, none.shape
        ),
    )
    steps = _with_in_house(steps)
    for placed in range(len(AGENCY_OPTIONS)):
        steps = _with_agency(steps, aged, placed, assumptions, stance)
    return steps


def _check(plans: Sequence[Plan]) -> None:
    for plan in plans:
        ends = [step.action in FIRST_MOVES and step.months == 0 for step in plan.steps]
        if not ends or not ends[-1] or any(ends[:-1]):
            raise ValueError(f"A plan has one step without months, its last; got {plan.steps}.")


def _relationship(action: NDArray[np.str_], later: Terms) -> FloatArray:
    """Return the margin at risk of each step; placements bring their own."""
    of_action = {
        Option.IN_HOUSE: later.in_house.relationship_cost,
        Option.LAW_LETTER: later.letter.relationship_cost,
        Option.PAYMENT_ORDER: later.payment_order.relationship_cost,
        Option.LAWSUIT: later.lawsuit.relationship_cost,
        Option.SALE: later.sale.relationship_cost,
        Option.WRITE_OFF: later.write_off_relationship_cost,
    }
    cost = np.zeros(len(action))
    for option, margin in of_action.items():
        cost = np.where(action == option.value, margin, cost)
    return cost


def _with_in_house(steps: StepTerms) -> StepTerms:
    own, is_own = steps.later.in_house, steps.action == Option.IN_HOUSE.value
    cost = own.cost_per_contact + own.complaint_cost_per_contact
    return replace(
        steps,
        contacts_per_month=np.where(is_own, own.contacts_per_month, 0.0),
        worked_months=np.where(is_own, steps.months, 0),
        contacts_per_willing=np.where(is_own, own.contacts_per_willing, 1.0),
        cost_per_contact=np.where(is_own, cost, 0.0),
    )


def _with_agency(
    steps: StepTerms, aged: Segments, placed: int, assumptions: Assumptions, stance: Stance
) -> StepTerms:
    """Fill in one placement number; its effort is what an unworked account of that age shows."""
    at = np.flatnonzero(steps.action == PLACEMENTS[placed])
    if not len(at):
        return steps
    seen = replace(aged.take(at), placements=np.full(len(at), placed, dtype=np.int64))
    terms = resolve_terms(seen, assumptions, stance=stance)
    agency = terms.agency[AGENCY_OPTIONS[placed]]
    effort = choose_effort(terms, agency)

    def put(old: FloatArray, new: FloatArray) -> FloatArray:
        changed = np.array(old)
        changed[at] = new
        return changed

    worked = np.array(steps.worked_months)
    worked[at] = np.rint(np.broadcast_to(effort.worked_months, at.shape)).astype(np.int64)
    return replace(
        steps,
        contacts_per_month=put(steps.contacts_per_month, effort.contacts_per_month),
        worked_months=worked,
        contacts_per_willing=put(steps.contacts_per_willing, agency.contacts_per_willing),
        self_cure_rate=put(steps.self_cure_rate, terms.debtor.self_cure_rate),
        cost_per_contact=put(steps.cost_per_contact, agency.complaint_cost_per_contact),
        commission=put(steps.commission, agency.commission),
        cost_at_start=put(steps.cost_at_start, agency.placement_fee),
        relationship=put(steps.relationship, agency.relationship_cost),
    )

"""Follows given plans month by month: what they are worth, with agencies that see what they get.

Every placement's effort fits the masses that the plan really hands over, so a plan has one value,
whoever asks: solvers, the calendar and policies all come here.

Source: own definition, docs/model.md, "When to change course".
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from placement.decide.timing.coded import CodedPlans, coded
from placement.decide.timing.moves.agencies import PlacedRows, after_placement
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.moves.moves import OPEN, ORDER_RETURNS_AFTER, Moves, Order, Work
from placement.decide.timing.plans import FIRST_MOVES, PLACEMENTS, Step
from placement.domain.types import BoolArray, FloatArray, IntArray, Option

IS_PLACEMENT = np.array([name in PLACEMENTS for name in FIRST_MOVES])
PLACING = FIRST_MOVES.index(PLACEMENTS[0])
"""Placements are taken together, whatever their number."""

LENGTHS = (0, 2, 8, 24, 1_000)
"""Bounds of months in a row that are followed together."""

ENDS = (Option.WRITE_OFF.value, Option.SALE.value, Option.LAWSUIT.value)


@dataclass(frozen=True, kw_only=True, eq=False)
class Placed:
    """One placement of every plan that has it at this step; arrays of shape (rows,)."""

    plan: IntArray
    number: IntArray
    """Placements before it."""
    start: IntArray
    rows: PlacedRows
    profit: FloatArray
    """The agency's profit per account at the cut-off date, in money of the starting month."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Stop:
    """Where plans stand when a step begins; arrays of shape (plans,) or (4, plans)."""

    plan: IntArray
    month: IntArray
    masses: FloatArray
    clock: FloatArray
    placements: IntArray
    letters: IntArray
    """Letters in the plan so far."""
    ordered: IntArray
    in_house: IntArray
    """Months of in-house work in the plan so far."""


@dataclass(eq=False)
class Walked:
    """Plans followed to their ends; money per account, in today's money."""

    value: FloatArray
    """Shape (plans,), the relief on the whole claim included."""
    is_real: BoolArray
    """Whether no agency is handed a lot that loses, or accounts that another one has, (plans,)."""
    placed: list[Placed] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)


def walk(moves: Moves, segment: IntArray, plans: Sequence[Sequence[Step]]) -> Walked:
    """Return what plans are worth and where they stand between their steps.

    Args:
        moves: The moves of the book.
        segment: Each plan's segment, shape (plans,).
        plans: The steps of each plan.
    """
    return walk_coded(moves, segment, coded(plans))


def walk_coded(moves: Moves, segment: IntArray, plans: CodedPlans) -> Walked:
    """Return the same for plans that are arrays."""
    return _Walk(moves, np.asarray(segment, dtype=np.int64), plans).run()


class _Walk:
    def __init__(self, moves: Moves, segment: IntArray, plans: CodedPlans) -> None:
        self.moves, self.segment, self.plans = moves, segment, plans
        size = len(segment)
        self.masses = np.array(moves.masses[:, segment])
        self.month = np.zeros(size, dtype=np.int64)
        self.clock = np.array(moves.months_since_demand[segment])
        self.placements = np.array(moves.placements[segment])
        self.letters = np.zeros(size, dtype=np.int64)
        self.ordered = np.zeros(size, dtype=np.int64)
        self.in_house = np.zeros(size, dtype=np.int64)
        self.walked = Walked(
            value=np.array(moves.relief[segment]), is_real=np.ones(size, dtype=bool)
        )

    def run(self) -> Walked:
        step, until = np.array(self.plans.begins[:-1]), self.plans.begins[1:]
        going = np.flatnonzero(step < until)
        while len(going):
            action = self.plans.action[step[going]]
            places = IS_PLACEMENT[action]
            if not places.all():
                # Placements wait for those of other plans: efforts are found for many at once.
                going, action = going[~places], action[~places]
            self._remember(going)
            months = self.plans.months[step[going]]
            for code in np.unique(np.where(IS_PLACEMENT[action], PLACING, action)).tolist():
                mine = IS_PLACEMENT[action] if code == PLACING else action == code
                self._take(FIRST_MOVES[code], going[mine], months[mine])
            step[going] += 1
            going = np.flatnonzero(step < until)
        return self.walked

    def _remember(self, at: IntArray) -> None:
        self.walked.stops.append(
            Stop(
                plan=at,
                month=self.month[at],
                masses=self.masses[:, at],
                clock=self.clock[at],
                placements=self.placements[at],
                letters=self.letters[at],
                ordered=self.ordered[at],
                in_house=self.in_house[at],
            )
        )

    def _take(self, action: str, at: IntArray, months: IntArray) -> None:
        if action == WAIT:
            self._work(self.moves.wait, at, months)
        elif action == Option.IN_HOUSE:
            self._work(self.moves.in_house, at, months)
            self.in_house[at] += months
        elif action in PLACEMENTS:
            self._place(at)
        elif action == Option.LAW_LETTER:
            self._letter(at)
        elif action == Option.PAYMENT_ORDER:
            self._order(at)
        else:
            self._end(action, at)

    def _work(self, work: Work, at: IntArray, months: IntArray) -> None:
        # Plans of like lengths go together, so that few months are looked at in vain.
        for low, high in pairwise(LENGTHS):
            some = (months > low) & (months <= high)
            if some.any():
                self._months(work, at[some], months[some])

    def _months(self, work: Work, at: IntArray, months: IntArray) -> None:
        """Work or wait for some months, arrays of shape (plans, months)."""
        k = np.arange(int(months.max()))
        runs = k < months[:, None]
        month = self.month[at]
        where = (self.segment[at][:, None], np.minimum(month[:, None] + k, self.moves.horizon))
        open_before = np.repeat(self.masses[OPEN, at][:, None], len(k), axis=1)
        value = np.zeros(len(at))
        for kind in range(OPEN):
            kept = np.where(runs, work.keep[kind][where], 1.0)
            left = self.masses[kind, at][:, None] * np.cumprod(kept, axis=1)
            before = np.concatenate([self.masses[kind, at][:, None], left[:, :-1]], axis=1) * runs
            value += (work.reward[kind][where] * before).sum(axis=1)
            self.masses[kind, at] = left[:, -1]
            if kind < len(work.paid):
                paid = work.paid[kind][where] * before
                gone = np.cumsum(paid, axis=1)
                open_before -= gone - paid
                self.masses[OPEN, at] -= gone[:, -1]
        value += (work.reward[OPEN][where] * open_before * runs).sum(axis=1)
        self.walked.value[at] += value
        # Contacts are made in every month of a stage or in none.
        self._tick(at, months, work.demands_at_end[where[0][:, 0], month])

    def _place(self, at: IntArray) -> None:
        moves, segment, start = self.moves, self.segment[at], self.month[at]
        number, masses = self.placements[at], self.masses[:, at]
        effort = moves.agencies.best(number, segment, start, masses)
        rows = moves.agencies.placed(number, segment, start, effort)
        profit = (rows.profit * masses).sum(axis=0)
        self.walked.placed.append(
            Placed(plan=at, number=number, start=start, rows=rows, profit=profit)
        )
        # What an agency has now comes back first, for which every plan leaves a month.
        self.walked.is_real[at] &= ~moves.segments.placed_now[segment] | (start > 0)
        if moves.agencies.is_choosy:
            self.walked.is_real[at] &= profit >= 0.0
        self.walked.value[at] += (rows.reward * masses).sum(axis=0)
        self._charge("agency", at)
        self.masses[:, at] = after_placement(masses, rows)
        self.placements[at] += 1
        self._tick(at, (moves.agencies.term + moves.agencies.lag)[segment], rows.demands_at_end)

    def _letter(self, at: IntArray) -> None:
        letter, where = self.moves.letter, (self.segment[at], self.month[at])
        segment = where[0]
        again = letter.repeat_factor[segment] ** (letter.so_far[segment] + self.letters[at])
        willing, reluctant = (
            response[where] * again
            for response in (letter.willing_response, letter.reluctant_response)
        )
        masses = self.masses[:, at]
        answered = willing * masses[:2].sum(axis=0) + reluctant * masses[2]
        self.walked.value[at] += letter.reward_answer[where] * answered
        self.walked.value[at] += letter.reward_open[where] * masses[OPEN]
        self._charge(Option.LAW_LETTER.value, at)
        kept = letter.keep[where]
        self.masses[:2, at] *= (1.0 - willing) * kept
        self.masses[2, at] *= (1.0 - reluctant) * kept
        self.masses[OPEN, at] -= answered
        self.letters[at] += 1
        one = np.ones(len(at), dtype=np.int64)
        self._tick(at, one, one.astype(float))

    def _order(self, at: IntArray) -> None:
        late = self.clock[at] >= self.moves.limitation_months
        for order, some in ((self.moves.order, at[~late]), (self.moves.order_barred, at[late])):
            if len(some):
                self._one_order(order, some)

    def _one_order(self, order: Order, at: IntArray) -> None:
        where, masses = (self.segment[at], self.month[at]), self.masses[:, at]
        self.walked.value[at] += order.reward_not_lost[where] * masses[:OPEN].sum(axis=0)
        self.walked.value[at] += order.reward_open[where] * masses[OPEN]
        self._charge(Option.PAYMENT_ORDER.value, at)
        self.masses[:OPEN, at] *= order.keep[where]
        self.masses[OPEN, at] *= 1.0 - order.stands[where[0]]
        self.ordered[at] = 1
        lasts = np.full(len(at), ORDER_RETURNS_AFTER)
        self._tick(at, lasts, lasts.astype(float))

    def _end(self, action: str, at: IntArray) -> None:
        moves, where = self.moves, (slice(None), self.segment[at], self.month[at])
        masses = self.masses[:, at]
        if action == Option.LAWSUIT:
            late = self.clock[at] >= moves.limitation_months
            reward = np.where(late, moves.lawsuit_barred.reward[where], moves.lawsuit.reward[where])
            saved = moves.lawsuit_after_order[where[1:]] * self.ordered[at]
            self.walked.value[at] += saved * masses[OPEN]
        else:
            end = moves.sale if action == Option.SALE else moves.write_off
            reward = end.reward[where]
        self.walked.value[at] += (reward * masses).sum(axis=0)
        self._charge(action, at)

    def _charge(self, option: str, at: IntArray) -> None:
        """Charge what a step adds to the margin at risk, on debtors who are not lost."""
        segment = self.segment[at]
        added = self.moves.added_margin(
            option,
            placed=self.placements[at] > 0,
            letters=self.moves.letter.so_far[segment] + self.letters[at] > 0,
            ordered=self.ordered[at] > 0,
            at=(segment, self.month[at]),
        )
        self.walked.value[at] -= added * self.masses[:OPEN, at].sum(axis=0)

    def _tick(self, at: IntArray, months: IntArray, since_demand: FloatArray) -> None:
        """Move time and the limitation clock; once over, the period stays over."""
        clock = self.clock[at]
        passes = (clock >= self.moves.limitation_months) | np.isinf(since_demand)
        self.clock[at] = np.where(passes, clock + months, since_demand)
        self.month[at] += months

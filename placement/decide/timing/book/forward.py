"""Forward pass over a whole book: follows real plans at the masses they really have.

In every state a plan weighs each move by what it pays and by the piece kept for the state after
it. As pieces are values of real plans, a step chosen so never loses, and the plan's value is
counted from its own rewards; the limitation clock runs along, and agencies turn down what loses.
"""

from dataclasses import dataclass, replace

import numpy as np

from placement.decide.timing.book.layout import NOWHERE
from placement.decide.timing.book.numbers import BLOCKED, ENDS, Move, Numbers
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.plans import FIRST_MOVES
from placement.domain.types import AGENCY_OPTIONS, BoolArray, FloatArray, IntArray, Option

KEEP = len(ENDS)
"""Choices are numbered: ends, keeping the claim, waiting, in-house, placement, letter, order."""

WAITING, WORKING, PLACING, WRITING, ORDERING = range(KEEP + 1, KEEP + 6)
CHOICES = ORDERING + 1

NEVER = 0.5 * BLOCKED
"""Below this a move is not open."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Standing:
    """Where plans are; arrays of shape (plans,)."""

    row: IntArray
    month: IntArray
    masses: FloatArray
    """Shape (4, plans)."""
    clock: FloatArray

    def take(self, chosen: IntArray | BoolArray) -> "Standing":
        """Return the chosen plans."""
        return Standing(
            row=self.row[chosen],
            month=self.month[chosen],
            masses=self.masses[:, chosen],
            clock=self.clock[chosen],
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Choices:
    """Every choice of each plan."""

    at: Standing
    reward: FloatArray
    """Shape (choices, plans), as the next."""
    worth: FloatArray
    """Reward plus what the pieces promise after it."""
    led: dict[int, Move]
    """The moves that lead on, by choice."""


class Forward:
    """Weighs and takes moves."""

    def __init__(self, numbers: Numbers, pieces: FloatArray) -> None:
        self.numbers, self._pieces = numbers, pieces
        self._limit = numbers.moves.limitation_months

    def start(self) -> Standing:
        """Return every segment at the cut-off date."""
        moves = self.numbers.moves
        return Standing(
            row=self.numbers.rows.start,
            month=np.zeros(len(moves.segments), dtype=np.int64),
            masses=np.array(moves.masses),
            clock=np.array(moves.months_since_demand),
        )

    def weigh(self, at: Standing) -> Choices:
        """Return all choices from where plans are."""
        numbers, late = self.numbers, at.clock >= self._limit
        reward = np.full((CHOICES, len(at.row)), BLOCKED)
        reward[: KEEP + 1] = (numbers.ends(at.month, at.row, late) * at.masses).sum(axis=1)
        worth = reward.copy()
        month = np.minimum(at.month, numbers.horizon - 1) if numbers.horizon else at.month
        led = {
            WAITING: numbers.own(month, at.row, works=False),
            WORKING: numbers.own(month, at.row, works=True),
            PLACING: numbers.placement(month, at.row),
            WRITING: numbers.letter(month, at.row),
            ORDERING: numbers.order(month, at.row, late),
        }
        for choice, move in led.items():
            self._weigh_one(choice, move, at, reward, worth)
        return Choices(at=at, reward=reward, worth=worth, led=led)

    def _weigh_one(
        self, choice: int, move: Move, at: Standing, reward: FloatArray, worth: FloatArray
    ) -> None:
        opened = (move.to != NOWHERE) & (at.month + move.months <= self.numbers.horizon)
        if move.profit is not None:
            opened &= (move.profit * at.masses).sum(axis=0) >= 0.0
        after = np.minimum(at.month + move.months, self.numbers.horizon)
        later = self._pieces[after, :, np.where(opened, move.to, 0)].T
        pays = (move.reward * at.masses).sum(axis=0)
        promised = pays + (later * move.masses(at.masses)).sum(axis=0)
        reward[choice] = np.where(opened, pays, BLOCKED)
        worth[choice] = np.where(opened, promised, BLOCKED)

    def take(self, choices: Choices, choice: IntArray) -> Standing:
        """Return where each plan's choice leads; plans that end stay where they are."""
        at = choices.at
        row, month = np.array(at.row), np.array(at.month)
        masses, clock = np.array(at.masses), np.array(at.clock)
        for number, move in choices.led.items():
            mine = np.flatnonzero(choice == number)
            if not len(mine):
                continue
            part = _rows_of(move, mine)
            masses[:, mine] = part.masses(at.masses[:, mine])
            since = self._since_demand(number, at.take(mine), part)
            passes = (at.clock[mine] >= self._limit) | np.isinf(since)
            clock[mine] = np.where(passes, at.clock[mine] + part.months, since)
            row[mine], month[mine] = part.to, at.month[mine] + part.months
        return Standing(row=row, month=month, masses=masses, clock=clock)

    def _since_demand(self, choice: int, at: Standing, move: Move) -> FloatArray:
        if choice in (WRITING, ORDERING):
            return move.months.astype(float)
        moves, rows = self.numbers.moves, self.numbers.rows
        where = (rows.segment[at.row], at.month)
        if choice == PLACING:
            number = np.minimum(rows.placed[at.row], len(AGENCY_OPTIONS) - 1)
            return np.select(
                [number == n for n in range(len(AGENCY_OPTIONS))],
                [work.demands_at_end[where] for work in moves.agency],
            )
        work = moves.wait if choice == WAITING else moves.in_house
        return np.asarray(work.demands_at_end[where])

    def name(self, choice: IntArray, at: Standing) -> IntArray:
        """Return positions in `FIRST_MOVES` of a choice of each plan."""
        placed = np.minimum(self.numbers.rows.placed[at.row], len(AGENCY_OPTIONS) - 1)
        names = [FIRST_MOVES.index(option) for option in ENDS]
        names += [FIRST_MOVES.index(WAIT)] * 2
        names += [
            FIRST_MOVES.index(option)
            for option in (
                Option.IN_HOUSE, AGENCY_OPTIONS[0], Option.LAW_LETTER, Option.PAYMENT_ORDER,
            )
        ]  # fmt: skip
        return np.asarray(np.array(names)[choice] + np.where(choice == PLACING, placed, 0))


def _rows_of(move: Move, rows: IntArray) -> Move:
    return replace(
        move,
        reward=move.reward[:, rows],
        keep=move.keep[:, rows],
        leave=move.leave[:, rows],
        months=move.months[rows],
        to=move.to[rows],
        profit=None,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Followed:
    """Plans followed to their ends, arrays of shape (plans,); money per account."""

    segment: IntArray
    promised: FloatArray
    """What the pieces said it is worth."""
    value: FloatArray
    """What it is worth, the limitation clock included."""
    steps: tuple[tuple[IntArray, IntArray, IntArray, IntArray], ...]
    """Plan, move, start month and months of each step, in the order they were taken."""

    @property
    def first_move(self) -> IntArray:
        """Position of each plan's first move in `FIRST_MOVES`."""
        return self.steps[0][1]


def follow_plans(forward: Forward, start: Standing, segment: IntArray, first: IntArray) -> Followed:
    """Follow plans that begin with the given choices of the given segments to their ends."""
    choices = forward.weigh(start.take(segment))
    every = np.arange(len(segment))
    choice, plan = first, every
    promised = choices.worth[choice, every]
    value = np.zeros(len(segment))
    steps = []
    while True:
        column = np.arange(len(plan))
        value[plan] += choices.reward[choice, column]
        after = forward.take(choices, choice)
        steps.append(
            (
                plan,
                forward.name(choice, choices.at),
                choices.at.month,
                after.month - choices.at.month,
            )
        )
        goes_on = choice > KEEP
        if not goes_on.any():
            return Followed(segment=segment, promised=promised, value=value, steps=tuple(steps))
        plan = plan[goes_on]
        choices = forward.weigh(after.take(goes_on))
        choice = choices.worth.argmax(axis=0)

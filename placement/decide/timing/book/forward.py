"""Forward pass over a whole book: follows real plans at the masses they really have.

In every state a plan weighs each move by what it pays and by the piece kept for the state after
it. As pieces are values of real plans, a step chosen so never loses, and the plan's value is
counted from its own rewards; the limitation clock runs along, and agencies turn down what loses.
"""

from dataclasses import dataclass, replace

import numpy as np

from placement.decide.timing.book.numbers import BLOCKED, ENDS, Move, Numbers, worth
from placement.decide.timing.coded import CodedPlans, in_order
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.plans import FIRST_MOVES
from placement.domain.types import AGENCY_OPTIONS, BoolArray, FloatArray, IntArray, Option

WRITING_OFF, KEEP = ENDS.index(Option.WRITE_OFF), len(ENDS)
"""Choices are numbered: ends, keeping the claim, waiting, in-house, placement, letter, order."""

WAITING, WORKING, PLACING, WRITING, ORDERING = range(KEEP + 1, KEEP + 6)
CHOICES = ORDERING + 1

NEVER = 0.5 * BLOCKED
"""Below this a move is not open."""

NAMES = np.array(
    [FIRST_MOVES.index(option) for option in ENDS]
    + [FIRST_MOVES.index(WAIT)] * 2
    + [
        FIRST_MOVES.index(option)
        for option in (
            Option.IN_HOUSE, AGENCY_OPTIONS[0], Option.LAW_LETTER, Option.PAYMENT_ORDER,
        )
    ]
)  # fmt: skip
"""Position of each choice in `FIRST_MOVES`, the first placement for all."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Standing:
    """Where plans are; arrays of shape (plans,)."""

    row: IntArray
    month: IntArray
    masses: FloatArray
    """Shape (4, plans)."""
    clock: FloatArray
    """Months since the last demand."""

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
    """Every choice of plans that are all in the same month."""

    month: int
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

    def weigh(self, month: int, at: Standing, *, every: bool = False) -> Choices:
        """Return the choices of plans that are in a month.

        Args:
            month: The month.
            at: Where they are.
            every: Also ends that waiting for good betters.
        """
        numbers, late = self.numbers, at.clock >= self._limit
        reward = np.full((CHOICES, len(at.row)), BLOCKED)
        if every:
            for number, end in enumerate(numbers.ends(month, at.row, late)):
                reward[number] = worth(end, at.masses)
        else:
            for number, some, end in numbers.useful_ends(month, at.row, late):
                reward[number, some] = worth(end, at.masses[:, some])
        if month == numbers.horizon:
            # Keeping the claim is worth no less than writing it off, and is what a plan then does.
            reward[WRITING_OFF], reward[KEEP] = BLOCKED, 0.0
            return Choices(month=month, reward=reward, worth=reward, led={})
        promised = reward.copy()
        working, waiting, placing, writing, ordering = numbers.moves_on(month, at.row, late)
        led = {
            WAITING: waiting,
            WORKING: working,
            PLACING: placing,
            WRITING: writing,
            ORDERING: ordering,
        }
        for choice, move in led.items():
            if len(move.at):
                self._weigh_one(move, month, at, reward[choice], promised[choice])
        return Choices(month=month, reward=reward, worth=promised, led=led)

    def _weigh_one(
        self, move: Move, month: int, at: Standing, reward: FloatArray, promised: FloatArray
    ) -> None:
        masses = at.masses[:, move.at] if len(move.at) < len(at.row) else at.masses
        pays = worth(move.reward, masses)
        after = pays + worth(self._after(move, month), move.masses(masses))
        if move.profit is not None:
            taken = worth(move.profit, masses) >= 0.0
            pays, after = np.where(taken, pays, BLOCKED), np.where(taken, after, BLOCKED)
        reward[move.at], promised[move.at] = pays, after

    def _after(self, move: Move, month: int) -> FloatArray:
        lasts = int(move.months[0])
        if (move.months == lasts).all():
            return np.asarray(self._pieces[month + lasts][:, move.to])
        return np.asarray(self._pieces[month + move.months, :, move.to].T)

    def take(self, choices: Choices, at: Standing, choice: IntArray) -> Standing:
        """Return where each plan's choice leads; plans that end stay where they are."""
        row, month = np.array(at.row), np.array(at.month)
        masses, clock = np.array(at.masses), np.array(at.clock)
        for number, move in choices.led.items():
            chosen = np.flatnonzero(choice[move.at] == number)
            if not len(chosen):
                continue
            part = move.take(chosen)
            mine = part.at
            masses[:, mine] = part.masses(at.masses[:, mine])
            since = self._since_demand(number, choices.month, at.row[mine], part)
            passes = (at.clock[mine] >= self._limit) | np.isinf(since)
            clock[mine] = np.where(passes, at.clock[mine] + part.months, since)
            row[mine], month[mine] = part.to, choices.month + part.months
        return Standing(row=row, month=month, masses=masses, clock=clock)

    def _since_demand(self, choice: int, month: int, row: IntArray, move: Move) -> FloatArray:
        if choice in (WRITING, ORDERING):
            return move.months.astype(float)
        moves, rows = self.numbers.moves, self.numbers.rows
        segment = rows.segment[row]
        if choice == PLACING:
            number = np.minimum(rows.placed[row], len(AGENCY_OPTIONS) - 1)
            return np.select(
                [number == n for n in range(len(AGENCY_OPTIONS))],
                [work.demands_at_end[segment, month] for work in moves.agency],
            )
        work = moves.wait if choice == WAITING else moves.in_house
        return np.asarray(work.demands_at_end[segment, month])

    def name(self, choice: IntArray, row: IntArray) -> IntArray:
        """Return positions in `FIRST_MOVES` of a choice of each plan."""
        placed = np.minimum(self.numbers.rows.placed[row], len(AGENCY_OPTIONS) - 1)
        return np.asarray(NAMES[choice] + np.where(choice == PLACING, placed, 0))


@dataclass(frozen=True, kw_only=True, eq=False)
class Followed:
    """Plans followed to their ends."""

    value: FloatArray
    """What each is worth per account under these efforts, the clock included, shape (plans,)."""
    plans: CodedPlans


@dataclass(frozen=True, kw_only=True, eq=False)
class Begun:
    """Plans that have taken their first step, arrays of shape (plans,)."""

    reward: FloatArray
    """What it pays."""
    action: IntArray
    """Position in `FIRST_MOVES`."""
    goes_on: BoolArray
    month: IntArray
    after: Standing

    def moved(self, place: IntArray) -> "Begun":
        """Return the same with rows laid out anew, by where each lies then."""
        return replace(self, after=replace(self.after, row=place[self.after.row]))


def begin(forward: Forward, at: Standing, choice: IntArray) -> Begun:
    """Return plans that all stand in one month and take a given choice each."""
    choices = forward.weigh(int(at.month[0]), at, every=True)
    return Begun(
        reward=choices.reward[choice, np.arange(len(choice))],
        action=forward.name(choice, at.row),
        goes_on=choice > KEEP,
        month=at.month,
        after=forward.take(choices, at, choice),
    )


def follow(forward: Forward, begun: Begun) -> Followed:
    """Follow plans to their ends, each step the one that promises most."""
    value, goes_on = np.array(begun.reward), np.array(begun.goes_on)
    at = begun.after
    row, when = np.array(at.row), np.array(at.month)
    masses, clock = np.array(at.masses), np.array(at.clock)
    steps = [(np.arange(len(value)), begun.action, begun.month, when - begun.month)]
    for month in range(int(when.min(initial=0)), forward.numbers.horizon + 1):
        now = np.flatnonzero(goes_on & (when == month))
        if not len(now):
            continue
        here = Standing(row=row[now], month=when[now], masses=masses[:, now], clock=clock[now])
        choices = forward.weigh(month, here)
        choice = choices.worth.argmax(axis=0)
        value[now] += choices.reward[choice, np.arange(len(now))]
        after = forward.take(choices, here, choice)
        lasts = after.month - here.month
        steps.append((now, forward.name(choice, here.row), here.month, lasts))
        row[now], when[now] = after.row, after.month
        masses[:, now], clock[now] = after.masses, after.clock
        goes_on[now] = choice > KEEP
    plan, action, start, months = (np.concatenate(part) for part in zip(*steps, strict=True))
    return Followed(value=value, plans=in_order(plan, action, start, months))

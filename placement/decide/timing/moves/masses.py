"""One account's masses, how each move changes them, and the linear pieces of a plan's value.

A piece holds what a plan is worth per willing debtor, per open account, and a constant: three
numbers, so that value = piece · (w, o, 1).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from placement.decide.timing.moves.moves import ORDER_RETURNS_AFTER, End, Moves, Work
from placement.domain.types import AGENCY_OPTIONS, FloatArray, Option

WAIT = "wait"
"""Doing nothing for a month: the one action that is not an option."""

WILLING, OPEN, CONSTANT = range(3)


@dataclass(frozen=True, kw_only=True)
class State:
    """Where a plan is, the masses apart."""

    month: int
    placements: int
    letter: bool = False
    order: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Transition:
    """A move that leads on: what it pays and what it makes of the masses, both linear."""

    name: str
    after: State
    reward: FloatArray
    """A piece: what the move itself pays."""
    matrix: FloatArray
    """Masses after the move = matrix @ masses before, shape (3, 3)."""
    months_since_demand: float
    """Months since the last demand when it ends; infinity where it makes none."""


def clock_after(clock: float, move: Transition, *, month: int, limit: float) -> float:
    """Return the months since the last demand after a move; once over, the period stays over.

    Args:
        clock: Months since the last demand when the move starts.
        move: The move.
        month: Month in which it starts.
        limit: Months after which the limitation period is over.
    """
    passed = clock + (move.after.month - month)
    if clock >= limit or np.isinf(move.months_since_demand):
        return passed
    return move.months_since_demand


class AccountMoves:
    """The moves of one account from every state."""

    def __init__(self, moves: Moves, position: int) -> None:
        self._moves, self._row = moves, position
        self.horizon = moves.horizon
        self.limitation_months = moves.limitation_months
        self.clock = float(moves.months_since_demand[position])
        self.start = State(month=0, placements=int(moves.placements[position]))
        self._fade = float(moves.fade_rate[position])
        self._willing = float(moves.willing[position])
        self._reluctant = float(moves.reluctant[position])
        self._relief = float(moves.relief[position])
        self._stands = float(moves.order.stands[position])
        self._answers = (
            float(moves.letter.willing_response[position]),
            float(moves.letter.reluctant_response[position]),
        )

    @property
    def masses(self) -> FloatArray:
        """Return the masses (w, o, 1) at the cut-off date."""
        return np.array([self._willing, 1.0, 1.0])

    def is_open(self, option: Option) -> bool:
        """Return whether an option is open at all, placements apart."""
        return bool(self._moves.may[option][self._row])

    def transitions(self, state: State) -> Iterator[Transition]:
        """Yield every move from a state that does not end the plan and fits the horizon."""
        yield from self._works(state)
        if not state.letter and state.month + 1 <= self.horizon:
            yield self._letter(state)
        may_order = self.is_open(Option.PAYMENT_ORDER)
        if not state.order and may_order and state.month + ORDER_RETURNS_AFTER <= self.horizon:
            yield self._order(state)

    def ends(self, state: State, *, barred: bool) -> Iterator[tuple[str, FloatArray]]:
        """Yield every move that ends the plan, as name and piece.

        Args:
            state: Where the plan is.
            barred: The limitation period is over.
        """
        moves = self._moves
        endings: tuple[tuple[Option, End], ...] = (
            (Option.WRITE_OFF, moves.write_off),
            (Option.SALE, moves.sale),
            (Option.LAWSUIT, moves.lawsuit_barred if barred else moves.lawsuit),
        )
        at = (self._row, state.month)
        for option, end in endings:
            if not self.is_open(option):
                continue
            per_open = float(end.reward_open[at])
            if option is Option.LAWSUIT and state.order:
                per_open += float(moves.lawsuit_after_order[at])
            not_lost, earlier = float(end.reward_not_lost[at]), float(end.earlier[at])
            scale = self._scale(state)
            constant = not_lost * self._reluctant_at(state)
            constant += scale * (float(end.relief[at]) - earlier)
            yield option.value, np.array([not_lost, per_open + earlier, constant])

    def corners(self, state: State) -> FloatArray:
        """Return corners (w, o, 1) whose hull holds all masses that a plan can have in a state.

        Faded without a payment is one corner; all the willing paid, at once or just now, the
        others.
        """
        scale = self._scale(state)
        faded = float(np.exp(-self._fade * state.month))
        p_w, p_r = self._answers if state.letter else (0.0, 0.0)
        most = scale * self._willing * faded * (1.0 - p_w)
        answered = scale * (p_w * self._willing + p_r * self._reluctant)
        paid = scale * (self._willing + p_r * self._reluctant)
        # With a letter the region has four corners, of which two lie close together; the lines
        # along its long sides meet a little further out, at all accounts open. Three corners
        # are a little more region and far fewer pieces.
        reach = paid / (paid - answered) if paid > answered else 1.0
        points = [(most * reach, scale), (0.0, scale - paid), (0.0, scale - paid * faded)]
        return np.array([(w, o, 1.0) for w, o in points])

    def _scale(self, state: State) -> float:
        """Return S, the share of the account that no payment order has settled."""
        return 1.0 - self._stands if state.order else 1.0

    def _reluctant_at(self, state: State) -> float:
        """Return r, which follows from the month, the letter and the order."""
        left = 1.0 - self._answers[1] if state.letter else 1.0
        faded = float(np.exp(-self._fade * state.month))
        return self._reluctant * faded * left * self._scale(state)

    def _works(self, state: State) -> Iterator[Transition]:
        moves, row = self._moves, self._row
        longest = int(moves.in_house[-1].months[row])
        yield from self._work(WAIT, moves.wait, state, placements=state.placements)
        for work in moves.in_house[:longest]:
            yield from self._work(Option.IN_HOUSE.value, work, state, placements=state.placements)
        if state.placements < len(AGENCY_OPTIONS):
            yield from self._work(
                AGENCY_OPTIONS[state.placements].value,
                moves.agency[state.placements],
                state,
                placements=state.placements + 1,
            )

    def _work(
        self, name: str, work: Work, state: State, *, placements: int
    ) -> Iterator[Transition]:
        month = state.month + int(work.months[self._row])
        if month > self.horizon:
            return
        at = (self._row, state.month)
        matrix = np.eye(3)
        matrix[WILLING, WILLING] = work.keep_willing[at]
        matrix[OPEN, WILLING] = -work.paid[at]
        yield Transition(
            name=name,
            after=replace(state, month=month, placements=placements),
            reward=np.array([work.reward_willing[at], work.reward_open[at], 0.0]),
            matrix=matrix,
            months_since_demand=float(work.demands_at_end[at]),
        )

    def _letter(self, state: State) -> Transition:
        letter, at = self._moves.letter, (self._row, state.month)
        p_w, p_r = self._answers
        reluctant = self._reluctant_at(state)
        matrix = np.eye(3)
        matrix[WILLING, WILLING] = (1.0 - p_w) * np.exp(-self._fade)
        matrix[OPEN, WILLING], matrix[OPEN, CONSTANT] = -p_w, -p_r * reluctant
        return Transition(
            name=Option.LAW_LETTER.value,
            after=replace(state, month=state.month + 1, letter=True),
            reward=np.array(
                [
                    letter.reward_willing[at],
                    letter.reward_open[at],
                    letter.reward_reluctant[at] * reluctant,
                ]
            ),
            matrix=matrix,
            months_since_demand=1.0,
        )

    def _order(self, state: State) -> Transition:
        order, at = self._moves.order, (self._row, state.month)
        falls = 1.0 - self._stands
        not_lost = float(order.reward_not_lost[at])
        matrix = np.diag([falls * np.exp(-ORDER_RETURNS_AFTER * self._fade), falls, 1.0])
        # The share that stands is settled, and its loss is deducted in its own time.
        constant = not_lost * self._reluctant_at(state)
        constant += self._stands * self._relief * self._scale(state)
        return Transition(
            name=Option.PAYMENT_ORDER.value,
            after=replace(state, month=state.month + ORDER_RETURNS_AFTER, order=True),
            reward=np.array([not_lost, order.reward_open[at], constant]),
            matrix=matrix,
            months_since_demand=float(ORDER_RETURNS_AFTER),
        )

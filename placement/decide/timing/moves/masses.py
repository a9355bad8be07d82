"""One account's moves one by one: what each pays and how it changes the masses, both linear.

A piece holds what a plan is worth per easy, hard and reluctant debtor and per open account, so that
value = piece · (w1, w2, r, o).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from placement.decide.timing.moves.agencies import PlacedRows
from placement.decide.timing.moves.moves import (
    OPEN,
    ORDER_RETURNS_AFTER,
    RELUCTANT,
    End,
    Moves,
    Order,
)
from placement.domain.types import AGENCY_OPTIONS, FloatArray, Option

WAIT = "wait"
"""Doing nothing for a month: the one action that is not an option."""

Efforts = Mapping[tuple[int, int], PlacedRows]
"""Placements whose effort is set otherwise, one row each, by starting month and number before."""


@dataclass(frozen=True, kw_only=True)
class State:
    """Where a plan is, the masses apart."""

    month: int
    placements: int
    letters: int = 0
    """Letters that the plan has written."""
    order: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Transition:
    """A move that leads on: what it pays and what it makes of the masses, both linear."""

    name: str
    after: State
    reward: FloatArray
    """A piece: what the move itself pays."""
    matrix: FloatArray
    """Masses after the move = matrix @ masses before, shape (4, 4)."""
    months_since_demand: float
    """Months since the last demand when it ends; infinity where it makes none."""
    profit: FloatArray | None = None
    """A piece: the agency's profit, where there is one."""
    barred: bool | None = None
    """Whether it holds only with the limitation period over, or only while it runs."""

    def may_start(self, masses: FloatArray, *, barred: bool) -> bool:
        """Return whether the move can really start: in time, and with an agency that takes it."""
        if self.barred is not None and self.barred != barred:
            return False
        return self.profit is None or float(self.profit @ masses) >= 0.0


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
        self.relief = float(moves.relief[position])
        self._most_letters = int(moves.letter.most[position])

    @property
    def in_house_months(self) -> int:
        """Return the months of an in-house stage where nothing else says when it ends."""
        return int(self._moves.in_house_months[self._row])

    @property
    def may_order(self) -> bool:
        """Return whether a payment order is open at all."""
        return bool(self._moves.may_order[self._row])

    @property
    def masses(self) -> FloatArray:
        """Return the masses (w1, w2, r, o) at the cut-off date."""
        return np.array(self._moves.masses[:, self._row])

    def transitions(self, state: State) -> Iterator[Transition]:
        """Yield every move from a state that does not end the plan and fits the horizon.

        A payment order comes twice, for the limitation period running and over.
        """
        if state.month >= self.horizon:
            return
        yield self._month(WAIT, state)
        yield self._month(Option.IN_HOUSE.value, state)
        yield from self._placement(state)
        if state.letters < self._most_letters:
            yield self._letter(state)
        if not state.order and self.may_order and state.month + ORDER_RETURNS_AFTER <= self.horizon:
            yield self._order(state, self._moves.order, barred=False)
            yield self._order(state, self._moves.order_barred, barred=True)

    def ends(self, state: State, *, barred: bool) -> Iterator[tuple[str, FloatArray]]:
        """Yield every move that ends the plan, as name and piece.

        At the horizon the claim may be kept without work, which is called waiting.

        Args:
            state: Where the plan is.
            barred: The limitation period is over.
        """
        moves, at = self._moves, (self._row, state.month)
        endings: tuple[tuple[Option, End], ...] = (
            (Option.WRITE_OFF, moves.write_off),
            (Option.SALE, moves.sale),
            (Option.LAWSUIT, moves.lawsuit_barred if barred else moves.lawsuit),
        )
        if state.month == self.horizon:
            yield WAIT, np.zeros(4)
        for option, end in endings:
            if not end.may[at]:
                continue
            piece = np.array(end.reward[:, self._row, state.month])
            if option is Option.LAWSUIT and state.order:
                piece[OPEN] += moves.lawsuit_after_order[at]
            yield option.value, self._charged(piece, option.value, state)

    def _charged(self, piece: FloatArray, option: str, state: State) -> FloatArray:
        """Return the piece less what the option adds to the margin at risk."""
        written = self._moves.letter.so_far[self._row] + state.letters
        added = self._moves.added_margin(
            option,
            placed=state.placements > 0,
            letters=bool(written > 0),
            ordered=state.order,
            at=(self._row, state.month),
        )
        if added:
            piece = np.array(piece)
            piece[:OPEN] -= added
        return piece

    def _month(self, name: str, state: State) -> Transition:
        work = self._moves.wait if name == WAIT else self._moves.in_house
        at = (self._row, state.month)
        return Transition(
            name=name,
            after=replace(state, month=state.month + 1),
            reward=work.reward[(slice(None), *at)],
            matrix=_matrix(work.keep[(slice(None), *at)], work.paid[(slice(None), *at)]),
            months_since_demand=float(work.demands_at_end[at]),
        )

    def _placement(self, state: State) -> Iterator[Transition]:
        number = state.placements
        if number >= len(AGENCY_OPTIONS):
            return
        work, at = self._moves.agency[number], (self._row, state.month)
        profit = self._moves.agency_profit[number][(slice(None), *at)]
        month = state.month + int(work.months[self._row])
        if month > self.horizon:
            return
        yield Transition(
            name=AGENCY_OPTIONS[number].value,
            after=replace(state, month=month, placements=number + 1),
            reward=self._charged(work.reward[(slice(None), *at)], "agency", state),
            matrix=_matrix(work.keep[(slice(None), *at)], work.paid[(slice(None), *at)]),
            months_since_demand=float(work.demands_at_end[at]),
            profit=profit if self._moves.agencies.is_choosy else None,
        )

    def _letter(self, state: State) -> Transition:
        letter, at = self._moves.letter, (self._row, state.month)
        again = letter.repeat_factor[self._row] ** (letter.so_far[self._row] + state.letters)
        p_w, p_r = letter.willing_response[at] * again, letter.reluctant_response[at] * again
        kept, answer = letter.keep[at], letter.reward_answer[at]
        matrix = np.diag([(1.0 - p_w) * kept, (1.0 - p_w) * kept, (1.0 - p_r) * kept, 1.0])
        matrix[OPEN, :OPEN] = -p_w, -p_w, -p_r
        reward = np.array([answer * p_w, answer * p_w, answer * p_r, letter.reward_open[at]])
        return Transition(
            name=Option.LAW_LETTER.value,
            after=replace(state, month=state.month + 1, letters=state.letters + 1),
            reward=self._charged(reward, Option.LAW_LETTER.value, state),
            matrix=matrix,
            months_since_demand=1.0,
        )

    def _order(self, state: State, order: Order, *, barred: bool) -> Transition:
        at = (self._row, state.month)
        per_debtor, keep = order.reward_not_lost[at], order.keep[at]
        reward = np.array([per_debtor, per_debtor, per_debtor, order.reward_open[at]])
        return Transition(
            name=Option.PAYMENT_ORDER.value,
            after=replace(state, month=state.month + ORDER_RETURNS_AFTER, order=True),
            reward=self._charged(reward, Option.PAYMENT_ORDER.value, state),
            matrix=np.diag([keep, keep, keep, 1.0 - order.stands[self._row]]),
            months_since_demand=float(ORDER_RETURNS_AFTER),
            barred=barred,
        )


def _matrix(keep: FloatArray, paid: FloatArray) -> FloatArray:
    matrix = np.diag([keep[0], keep[1], keep[2], 1.0])
    matrix[OPEN, :RELUCTANT] = -paid
    return matrix

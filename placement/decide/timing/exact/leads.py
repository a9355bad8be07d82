"""The states of one account's plan, month by month, and the moves that lead from one to the next.

A state is a row of `Rows` (placements, letters, order) and, where the limitation clock is followed,
the months until the limitation period is over. Arrays over debtors' types have easy, hard,
reluctant and lost ones: in these a move takes nothing away from anybody, it only moves debtors on,
and all its numbers are 0 or more.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.decide.timing.book.layout import Rows, lay_out
from placement.decide.timing.book.numbers import BLOCKED, ENDS, Move, Numbers, Tables
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.moves.moves import OPEN, Moves
from placement.decide.timing.plans import FIRST_MOVES
from placement.domain.types import AGENCY_OPTIONS, BoolArray, FloatArray, IntArray, Option

PLACED = FIRST_MOVES.index(AGENCY_OPTIONS[0])
OPENED = 0.5 * BLOCKED
"""Above this an end is open."""


def by_type(piece: FloatArray) -> FloatArray:
    """Return coefficients per easy, hard, reluctant and lost debtor of those per mass."""
    found = np.array(piece)
    found[:OPEN] += piece[OPEN]
    return found


def types_of(masses: FloatArray) -> FloatArray:
    """Return easy, hard, reluctant and lost debtors of masses."""
    found = np.array(masses)
    found[OPEN] -= masses[:OPEN].sum(axis=0)
    return np.maximum(found, 0.0)


@dataclass(frozen=True, kw_only=True, eq=False)
class Lead:
    """A move of one month that leads on, from every state that has it; arrays (..., states)."""

    months: int
    action: IntArray
    """Position in `FIRST_MOVES`."""
    at: IntArray
    to: IntArray
    reward: FloatArray
    """By mass, shape (4, states)."""
    keep: FloatArray
    """Share of each mass that stays, the open ones before anybody has paid, shape (4, states)."""
    leave: FloatArray
    """Share of easy, hard and reluctant debtors who pay, shape (3, states)."""
    since: FloatArray
    """Months since the last demand when it ends; infinity if there was none."""
    profit: FloatArray | None
    """The agency's profit by mass, shape (4, states), where one may turn the lot down."""
    barred: bool | None
    """Whether it holds only with the limitation period over, or only while it runs."""
    works: bool
    """Whether it is a month of in-house work."""

    def name(self, column: int) -> str:
        """Return its name from one of its states."""
        return FIRST_MOVES[int(self.action[column])]

    @cached_property
    def lost(self) -> FloatArray:
        """Share of easy, hard and reluctant debtors who turn lost, shape (3, states)."""
        return np.asarray(np.maximum(self.keep[OPEN] - self.keep[:OPEN] - self.leave, 0.0))

    @cached_property
    def reward_by_type(self) -> FloatArray:
        """What it pays per debtor of each type, shape (4, states)."""
        return by_type(self.reward)

    @cached_property
    def profit_by_type(self) -> FloatArray | None:
        """The agency's profit per debtor of each type, shape (4, states)."""
        return None if self.profit is None else by_type(self.profit)

    def masses_after(self, masses: FloatArray, column: int) -> FloatArray:
        """Return the masses it leaves from one of its states, shape (4,)."""
        left = self.keep[:, column] * masses
        left[OPEN] -= self.leave[:, column] @ masses[:OPEN]
        return np.asarray(left)


class States:
    """Every state of an account's plans, and what may be done there."""

    def __init__(self, account: Moves, *, follows_clock: bool) -> None:
        """Take one account.

        Args:
            account: Its moves.
            follows_clock: Whether states tell apart when the limitation period ends. If not, it
                is taken to end never, or to be over where it is over at the cut-off date.
        """
        self.account, self.horizon = account, account.horizon
        self.follows_clock = follows_clock
        self.limit = account.limitation_months
        self.clock = float(account.months_since_demand[0])
        self.rows: Rows = lay_out(account)
        self._numbers = Numbers(Tables(account), self.rows)
        self._clocks = 1 + (int(np.ceil(self.limit)) if follows_clock else 0)
        self.count = len(self.rows) * self._clocks
        self._is_over = self.clock >= self.limit
        self.leads = [self._leads(month) for month in range(self.horizon)] + [[]]
        self.ends = [self._ends(month) for month in range(self.horizon + 1)]

    def start(self, month: int = 0, clock: float | None = None) -> int:
        """Return the state in which nothing but waiting has been done until a month."""
        row = int(self.rows.start(self.account)[0])
        since = np.array([self.clock if clock is None else clock])
        return row * self._clocks + int(self._until(since, month)[0])

    def _until(self, clock: FloatArray, month: int) -> IntArray:
        """Return months until the period is over, no more than can matter; 0 if not followed."""
        if not self.follows_clock:
            return np.zeros(len(clock), dtype=np.int64)
        left = np.clip(np.ceil(self.limit - clock), 0.0, self.horizon - month + 1.0)
        return np.asarray(np.minimum(left, self._clocks - 1.0), dtype=np.int64)

    def is_late(self, state: IntArray) -> BoolArray:
        """Return whether states have the limitation period over."""
        if not self.follows_clock:
            return np.full(np.shape(state), self._is_over)
        return np.asarray(state % self._clocks == 0)

    def _ends(self, month: int) -> FloatArray:
        """Return what each of `ENDS` pays by mass, shape (ends, 4, states); keeping it last."""
        state = np.arange(self.count)
        rows = state // self._clocks
        found = np.empty((len(ENDS) + 1, OPEN + 1, self.count))
        for number, end in enumerate(self._numbers.ends(month, rows, self.is_late(state))):
            found[number] = end
        found[-1] = 0.0
        if month < self.horizon:
            found[-1, OPEN] = BLOCKED
        return found

    def _leads(self, month: int) -> list[Lead]:
        every = self._numbers.every
        found = []
        for works in (True, False):
            move = self._numbers.own(month, every, works=works)
            work = self.account.in_house if works else self.account.wait
            action = Option.IN_HOUSE.value if works else WAIT
            since = np.full(len(every), work.demands_at_end[0, month])
            found.append(self._lead(month, move, action, since, works=works))
        move = self._numbers.placement(month, every)
        if len(move.at):
            number = self.rows.placed[move.at]
            demands = np.array([work.demands_at_end[0, month] for work in self.account.agency])
            found.append(self._lead(month, move, AGENCY_OPTIONS[0].value, demands[number]))
        move = self._numbers.letter(month, every)
        if len(move.at):
            since = move.months.astype(float)
            found.append(self._lead(month, move, Option.LAW_LETTER.value, since))
        found += self._orders(month)
        return found

    def _orders(self, month: int) -> list[Lead]:
        every = self._numbers.every
        found = []
        for barred in (False, True):
            if not self.follows_clock and barred != self._is_over:
                continue
            move = self._numbers.order(month, every, np.full(len(every), barred))
            if len(move.at):
                since, name = move.months.astype(float), Option.PAYMENT_ORDER.value
                found.append(self._lead(month, move, name, since, barred=barred))
        return found

    def _lead(
        self,
        month: int,
        move: Move,
        action: str,
        since: FloatArray,
        *,
        barred: bool | None = None,
        works: bool = False,
    ) -> Lead:
        """Return a move of rows as one of states."""
        size = len(move.at)
        leave = np.zeros((OPEN, size))
        leave[: len(move.leave)] = move.leave
        keep = np.concatenate([move.keep, np.broadcast_to(move.keep_open, (1, size))])
        code = np.full(size, FIRST_MOVES.index(action))
        if action == AGENCY_OPTIONS[0]:
            code += self.rows.placed[move.at]
        lasts = int(move.months[0])
        row = np.repeat(np.arange(size), self._clocks)
        until = np.tile(np.arange(self._clocks), size)
        if self.follows_clock and barred is not None:
            row, until = row[(until == 0) == barred], until[(until == 0) == barred]
        to = move.to[row] * self._clocks + self._until_after(until, since[row], month, lasts)
        return Lead(
            months=lasts,
            action=code[row],
            at=move.at[row] * self._clocks + until,
            to=to,
            reward=move.reward[:, row],
            keep=keep[:, row],
            leave=leave[:, row],
            since=since[row],
            profit=None if move.profit is None else move.profit[:, row],
            barred=barred,
            works=works,
        )

    def _until_after(self, until: IntArray, since: FloatArray, month: int, lasts: int) -> IntArray:
        """Return months until the period is over when a move ends; once over, it stays over."""
        if not self.follows_clock:
            return until
        anew = self._until(np.where(np.isinf(since), 0.0, since), month + lasts)
        most = self.horizon - (month + lasts) + 1
        passed = np.minimum(np.maximum(until - lasts, 0), most)
        return np.where((until == 0) | np.isinf(since), passed, anew)

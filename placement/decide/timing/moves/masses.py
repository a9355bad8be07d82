"""One account's masses, how each move changes them, and the linear pieces of a plan's value.

A piece holds what a plan is worth per easy, hard and reluctant debtor and per open account, so that
value = piece · (w1, w2, r, o).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from placement.decide.timing.moves.agencies import PlacedRows
from placement.decide.timing.moves.moves import (
    EASY,
    HARD,
    OPEN,
    ORDER_RETURNS_AFTER,
    RELUCTANT,
    End,
    Moves,
    Order,
)
from placement.domain.types import AGENCY_OPTIONS, FloatArray, Option
from placement.odds.debtor import chance_within_month

WAIT = "wait"
"""Doing nothing for a month: the one action that is not an option."""

Efforts = Mapping[tuple[int, int], PlacedRows]
"""Placements whose effort is set otherwise, one row each, by starting month and number before."""

IDLE_MONTHS = 2
"""Months without work of easy debtors that the pieces' region holds, beyond what work leaves. Plans
that leave them alone longer are bounded by what each type alone would bring."""

HARDLY_ANY = 1e-4
"""Share of easy debtors left that counts as worked, whatever came after."""

FEW_EASY = 0.1
"""Share of accounts up to which easy debtors are bounded as hard ones are, by what is possible."""

NEGLIGIBLE = 1e-12
"""Share of accounts below which a type is taken not to be there when pieces are compared."""


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

    def __init__(self, moves: Moves, position: int, efforts: Efforts | None = None) -> None:
        self._moves, self._row = moves, position
        self._efforts = efforts or {}
        self.horizon = moves.horizon
        self.limitation_months = moves.limitation_months
        self.clock = float(moves.months_since_demand[position])
        self.start = State(month=0, placements=int(moves.placements[position]))
        self.relief = float(moves.relief[position])
        self._most_letters = int(moves.letter.most[position])
        self._region = _Region(moves, position)

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

    def corners(self, state: State) -> FloatArray:
        """Return corners (w1, w2, r, o) whose cone holds the masses of plans in a state.

        Those of all plans but such that leave easy debtors alone for long: `is_inside` tells.
        """
        return self._region.corners(
            state.month, placed=state.placements - self.start.placements, letters=state.letters
        )

    def is_inside(self, state: State, masses: FloatArray) -> bool:
        """Return whether masses lie in the cone of the corners of their state."""
        if not state.order:
            return self._region.is_inside(state, masses, 1.0)
        # Which order it was does not show in the state; both lead into the same cone.
        orders = (self._moves.order, self._moves.order_barred)
        return any(
            self._region.is_inside(state, masses, 1.0 - float(order.stands[self._row]))
            for order in orders
        )

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
        month = state.month + int(work.months[self._row])
        if month > self.horizon:
            return
        fitted = self._efforts.get((state.month, number))
        if fitted is not None:
            reward, keep, paid = fitted.reward[:, 0], fitted.keep[:, 0], fitted.paid[:, 0]
            profit, demands = fitted.profit[:, 0], float(fitted.demands_at_end[0])
        else:
            reward, keep, paid = (part[(slice(None), *at)] for part in _parts(work))
            profit = self._moves.agency_profit[number][(slice(None), *at)]
            demands = float(work.demands_at_end[at])
        yield Transition(
            name=AGENCY_OPTIONS[number].value,
            after=replace(state, month=month, placements=number + 1),
            reward=self._charged(reward, "agency", state),
            matrix=_matrix(keep, paid),
            months_since_demand=demands,
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


def _parts(work: object) -> tuple[FloatArray, FloatArray, FloatArray]:
    return work.reward, work.keep, work.paid  # type: ignore[attr-defined]


def _matrix(keep: FloatArray, paid: FloatArray) -> FloatArray:
    matrix = np.diag([keep[0], keep[1], keep[2], 1.0])
    matrix[OPEN, :RELUCTANT] = -paid
    return matrix


class _Region:
    """Bounds of the masses for which pieces are kept, month by month.

    Of a type with mass w at the start the part that has not paid is u * w * F, F the share that has
    not faded, and those who paid are between (1 - u) * w * F and (1 - u) * w: whoever had faded
    first could not pay. u lies between what in-house work all along and the hardest placements
    leave and what waiting leaves. Easy debtors are held closer: no more than a few months without
    work leave, or next to none.
    """

    def __init__(self, moves: Moves, position: int) -> None:
        self._start = moves.masses[:, position]
        wait, own = moves.wait.keep[:, position], moves.in_house.keep[:, position]
        fade = np.log(wait[RELUCTANT, :-1])
        self._faded = np.exp(np.concatenate([[0.0], np.cumsum(fade)]))
        rates = [np.log(work[:RELUCTANT, :-1]) - fade for work in (wait, own)]
        zero = np.zeros((2, 1))
        self._idle = np.concatenate([zero, np.cumsum(np.maximum(*rates), axis=1)], axis=1)
        self._worked = np.concatenate([zero, np.cumsum(np.minimum(*rates), axis=1)], axis=1)
        # A placement's own months come on top, so that its lower bound is a little too low.
        self._placed = [
            min(
                float(np.log(np.maximum(work.keep[kind, position], 1e-300)).min())
                for work in moves.agency
            )
            for kind in (EASY, HARD)
        ]
        letter = moves.letter
        self._answers = (
            letter.willing_response[position].max(),
            letter.reluctant_response[position].max(),
        )
        self._repeat = letter.repeat_factor[position] ** np.arange(len(self._faded) + 1)
        self._bound_easy(moves, position, fade)

    def _bound_easy(self, moves: Moves, position: int, fade: FloatArray) -> None:
        """Work out how many easy debtors may be left and how many must have paid, by month."""
        if self._start[EASY] <= FEW_EASY:
            self._most_easy = np.exp(self._idle[EASY])
            return
        months = len(fade)
        idle_rate, work_rate = (-np.diff(path[EASY]) for path in (self._idle, self._worked))
        fastest = np.array(work_rate)
        for work in moves.agency:
            per_month = -np.log(np.maximum(work.keep[EASY, position, :months], 1e-300))
            fastest = np.maximum(fastest, per_month.max(initial=0.0))
        slow = np.where(np.arange(months) < IDLE_MONTHS, idle_rate, work_rate)
        slack = IDLE_MONTHS * float((work_rate - idle_rate).max(initial=0.0))
        left = np.maximum(self._worked[EASY] + slack, np.log(HARDLY_ANY))
        self._most_easy = np.exp(np.minimum(self._idle[EASY], left))
        self._paid_easy = (_paid_along(slow, -fade), _paid_along(fastest, -fade))

    def is_inside(self, state: State, masses: FloatArray, share: float) -> bool:
        """Return whether masses, of which an order has left a share, are within the bounds."""
        easy, hard, reluctant, is_open = (float(mass) / share for mass in masses)
        month = state.month
        faded = float(self._faded[month])
        if easy > self._most_easy[month] * faded * self._start[EASY] + NEGLIGIBLE:
            return False
        if self._start[EASY] <= FEW_EASY:
            return True
        least = most = 0.0
        for kind, left in ((HARD, hard), (RELUCTANT, reluctant)):
            start = float(self._start[kind])
            gone = start - left / faded
            least, most = least + max(gone, 0.0) * faded, most + max(gone, 0.0)
        low, high = (float(paid[month]) * self._start[EASY] for paid in self._paid_easy)
        paid = 1.0 - is_open
        return bool(low + least - NEGLIGIBLE <= paid <= high + most + NEGLIGIBLE)

    def corners(self, month: int, *, placed: int, letters: int) -> FloatArray:
        """Return corners (w1, w2, r, o) of a month after so many placements and letters."""
        answered = [
            float(np.prod(1.0 - response * self._repeat[:letters])) for response in self._answers
        ]
        faded = float(self._faded[month])
        hard = self._willing_corners(HARD, month, placed, answered[0])
        reluctant = _type_corners(self._start[RELUCTANT], answered[1], 1.0, faded)
        easy = (
            self._willing_corners(EASY, month, placed, answered[0])
            if self._start[EASY] <= FEW_EASY
            else self._easy_corners(month, faded)
        )
        return np.array(
            [
                (a[0], b[0], c[0], 1.0 - a[1] - b[1] - c[1])
                for a in easy
                for b in hard
                for c in reluctant
            ]
        )

    def _willing_corners(
        self, kind: int, month: int, placed: int, answered: float
    ) -> list[tuple[float, float]]:
        low = np.exp(self._worked[kind, month] + placed * self._placed[kind]) * answered
        high = np.exp(self._idle[kind, month])
        return _type_corners(self._start[kind], low, high, float(self._faded[month]))

    def _easy_corners(self, month: int, faded: float) -> list[tuple[float, float]]:
        start = float(self._start[EASY])
        most = float(self._most_easy[month]) * faded * start
        paid = {float(path[month]) * start for path in self._paid_easy}
        return sorted((left, p) for left in {0.0, most} for p in paid)


def _paid_along(hazard: FloatArray, fade: FloatArray) -> FloatArray:
    """Return the share of a type that has paid after each number of months, from 0 on."""
    rate = hazard + fade
    gone = np.cumsum(rate)
    paid = np.exp(rate - gone) * hazard * chance_within_month(rate)
    return np.concatenate([[0.0], np.cumsum(paid)])


def _type_corners(start: float, low: float, high: float, faded: float) -> list[tuple[float, float]]:
    """Return corners of (mass left, mass paid) of one type."""
    if start < NEGLIGIBLE:
        return [(0.0, 0.0)]
    found = {(u * faded * start, (1.0 - u) * f * start) for u in (low, high) for f in (faded, 1.0)}
    return sorted(found)

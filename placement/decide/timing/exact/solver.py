"""The exact solver: backward induction on the linear pieces of the value function.

A plan's value is linear in the masses for a given month, placement count, letters and order, so
the best value is a maximum of finitely many linear pieces. Going backward, every move turns the
pieces after it into pieces before it; those that are nowhere the highest are dropped, which loses
nothing.

The limitation clock and the agencies' own interest are followed exactly too. The pieces are worked
out once as if the period never ended, and once as if it were over, and as if every agency took
every lot, which is an upper bound. Where the plan of the upper bound acts too late, or hands an
agency a lot that loses, a search branches on the first move, prunes by the bound and asks again
further on.

Source: own definition, docs/model.md, "When to change course".
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from placement.decide.timing.exact.pieces import highest
from placement.decide.timing.moves.masses import (
    WAIT,
    AccountMoves,
    Efforts,
    State,
    Transition,
    clock_after,
)
from placement.decide.timing.moves.moves import OPEN, Moves
from placement.decide.timing.plans import Plan, Step, as_people_read
from placement.domain.types import FloatArray, Option

BY_TYPE = np.array(
    [[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [1.0, 1.0, 1.0, 1.0]]
)
"""Masses (w1, w2, r, o) from types (w1, w2, r, lost)."""

FROM_TYPE = np.linalg.inv(BY_TYPE)


MOST_LOOKED = 4_000
"""Places outside the pieces' region that a search looks at; then it keeps what it has found."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Pieces:
    """The value of a state as a maximum of pieces, and the move each begins with."""

    coefficients: FloatArray
    beginnings: tuple[tuple[str, Transition | None, int], ...]
    """Name, transition (None at an end) and the piece that follows."""

    def best(self, masses: FloatArray) -> tuple[float, int]:
        values = self.coefficients @ masses
        position = int(np.argmax(values))
        return float(values[position]), position


@dataclass(frozen=True, kw_only=True, eq=False)
class _Beginning:
    """One first move from given masses, and the most a plan that begins with it can be worth."""

    name: str
    reward: float
    bound: float
    after: State | None
    masses: FloatArray
    clock: float


class ExactSolver:
    """Solves one account with given efforts; keeps what it worked out for later questions."""

    def __init__(self, moves: Moves, position: int = 0, *, efforts: Efforts | None = None) -> None:
        self.account = AccountMoves(moves, position, efforts)
        self._known: tuple[dict[State, _Pieces], dict[State, _Pieces]] = ({}, {})
        self._led: dict[State, tuple[Transition, ...]] = {}
        self._alone: dict[State, FloatArray] = {}
        self._looked = 0

    def plan(self) -> Plan:
        """Return the best plan."""
        return max(self.first_moves().values(), key=lambda plan: plan.value)

    def first_moves(
        self, *, after_waiting: int = 0, known: Mapping[str, Plan] | None = None
    ) -> dict[str, Plan]:
        """Return, for every move that is open then, the best plan that begins with it.

        Args:
            after_waiting: Months of doing nothing before the move, up to the horizon. They are
                part of the plans and of their values.
            known: Plans that are known already, by first move, under these efforts: only better
                ones are searched for.
        """
        self._looked = 0
        account = self.account
        state, masses, clock, so_far = account.start, account.masses, account.clock, 0.0
        for _ in range(after_waiting):
            wait = next(move for move in self._transitions(state) if move.name == WAIT)
            so_far += float(wait.reward @ masses)
            clock = clock_after(clock, wait, month=state.month, limit=account.limitation_months)
            state, masses = wait.after, wait.matrix @ masses
        best: dict[str, Plan] = {}
        least = {name: plan.value - account.relief for name, plan in (known or {}).items()}
        for move in self._beginnings(state, masses, clock):
            at_least = least.get(move.name, -np.inf)
            if move.bound <= at_least:
                continue
            plan = self._begin(state, move, at_least)
            if plan is not None and plan.value > at_least:
                best[move.name], least[move.name] = plan, plan.value
        waited = (Step(action=WAIT, start_month=0, months=after_waiting),) if after_waiting else ()
        found = {
            name: self._readable(Plan(steps=(*waited, *plan.steps), value=so_far + plan.value))
            for name, plan in best.items()
        }
        return {**(known or {}), **found}

    @property
    def is_exact(self) -> bool:
        """Return whether the last search looked everywhere a better plan could be."""
        return self._looked <= MOST_LOOKED

    def _from(self, state: State, masses: FloatArray, clock: float, at_least: float) -> Plan | None:
        """Return the best plan from here if it is worth more than something known, else None."""
        barred = clock >= self.account.limitation_months
        if self.account.is_inside(state, masses):
            value, position = self._pieces(state, barred).best(masses)
            plan, is_real = self._follow(state, position, value, masses, clock, barred=barred)
            if is_real:
                return plan
        self._looked += 1
        best: Plan | None = None
        for move in self._beginnings(state, masses, clock):
            if move.bound <= at_least or (best is not None and not self.is_exact):
                break
            found = self._begin(state, move, at_least)
            if found is not None and found.value > at_least:
                best, at_least = found, found.value
        return best

    def _begin(self, state: State, move: _Beginning, at_least: float) -> Plan | None:
        if move.after is None:
            step = Step(action=move.name, start_month=state.month, months=0)
            return Plan(steps=(step,), value=move.reward)
        rest = self._from(move.after, move.masses, move.clock, at_least - move.reward)
        if rest is None:
            return None
        step = Step(
            action=move.name, start_month=state.month, months=move.after.month - state.month
        )
        return Plan(steps=(step, *rest.steps), value=move.reward + rest.value)

    def _beginnings(self, state: State, masses: FloatArray, clock: float) -> list[_Beginning]:
        """Return the first moves that can really start, the most promising first."""
        limit = self.account.limitation_months
        barred = clock >= limit
        found = []
        for name, piece in self.account.ends(state, barred=barred):
            value = float(piece @ masses)
            found.append(
                _Beginning(
                    name=name, reward=value, bound=value, after=None, masses=masses, clock=clock
                )
            )
        for move in self._transitions(state):
            if not move.may_start(masses, barred=barred):
                continue
            reward, later = float(move.reward @ masses), move.matrix @ masses
            ticks = clock_after(clock, move, month=state.month, limit=limit)
            bound = self._bound(move.after, later, barred=ticks >= limit)
            found.append(
                _Beginning(
                    name=move.name,
                    reward=reward,
                    bound=reward + bound,
                    after=move.after,
                    masses=later,
                    clock=ticks,
                )
            )
        return sorted(found, key=lambda move: -move.bound)

    def _bound(self, state: State, masses: FloatArray, *, barred: bool) -> float:
        """Return what no plan from here can be worth more than."""
        if self.account.is_inside(state, masses):
            return self._pieces(state, barred).best(masses)[0]
        lost = masses[OPEN] - masses[:OPEN].sum()
        return float(self._types(state) @ np.append(masses[:OPEN], lost))

    def _types(self, state: State) -> FloatArray:
        """Return what an account is worth at most if its type were known, the lost last.

        A plan is worth the sum over the types of what it does to each, so no plan is worth more
        than the best plan for each type alone.
        """
        for now in self._not_known(state, self._alone):
            best = np.full(4, -np.inf)
            for barred in (False, True):
                for _, piece in self.account.ends(now, barred=barred):
                    best = np.maximum(best, piece @ BY_TYPE)
            for move in self._transitions(now):
                moved = FROM_TYPE @ move.matrix @ BY_TYPE
                best = np.maximum(best, move.reward @ BY_TYPE + self._alone[move.after] @ moved)
            self._alone[now] = best
        return self._alone[state]

    def _transitions(self, state: State) -> tuple[Transition, ...]:
        if state not in self._led:
            self._led[state] = tuple(self.account.transitions(state))
        return self._led[state]

    def _pieces(self, state: State, barred: bool) -> _Pieces:
        known = self._known[barred]
        for now in self._not_known(state, known):
            known[now] = self._join(now, barred)
        return known[state]

    def _not_known(self, state: State, known: Container[State]) -> Iterator[State]:
        """Yield a state after all states behind it that are not known; the caller makes it known.

        On a stack of its own, because a plan may have more stages than Python allows calls.
        """
        waiting = [state]
        while waiting:
            now = waiting[-1]
            behind = [move.after for move in self._transitions(now) if move.after not in known]
            if behind:
                waiting.extend(behind)
                continue
            waiting.pop()
            if now not in known:
                yield now

    def _join(self, state: State, barred: bool) -> _Pieces:
        rows: list[FloatArray] = []
        beginnings: list[tuple[str, Transition | None, int]] = []
        for name, piece in self.account.ends(state, barred=barred):
            rows.append(piece[None])
            beginnings.append((name, None, -1))
        for move in self._transitions(state):
            # While the period runs it may be over by then, so both orders bound the value.
            if barred and move.barred is False:
                continue
            later = self._known[barred][move.after].coefficients
            rows.append(move.reward + later @ move.matrix)
            beginnings += [(move.name, move, position) for position in range(len(later))]
        coefficients = np.concatenate(rows)
        kept = highest(coefficients, self.account.corners(state))
        return _Pieces(
            coefficients=coefficients[kept], beginnings=tuple(beginnings[i] for i in kept)
        )

    def _follow(
        self,
        state: State,
        position: int,
        value: float,
        masses: FloatArray,
        clock: float,
        *,
        barred: bool,
    ) -> tuple[Plan, bool]:
        """Return the plan a piece stands for, and whether every step of it can really start."""
        limit = self.account.limitation_months
        steps: list[Step] = []
        at: State | None = state
        is_real = True
        while at is not None:
            name, move, following = self._pieces(at, barred).beginnings[position]
            is_over = clock >= limit
            if move is None:
                is_real &= name != Option.LAWSUIT.value or is_over == barred
            else:
                is_real &= move.may_start(masses, barred=is_over)
            months = move.after.month - at.month if move else 0
            steps.append(Step(action=name, start_month=at.month, months=months))
            if move:
                clock = clock_after(clock, move, month=at.month, limit=limit)
                masses = move.matrix @ masses
            at, position = (move.after if move else None), following
        return Plan(steps=tuple(steps), value=value), is_real

    def _readable(self, plan: Plan) -> Plan:
        """Return the plan as people read it, the relief that every plan has included."""
        return Plan(steps=as_people_read(plan.steps), value=plan.value + self.account.relief)

"""The exact solver: backward induction on the linear pieces of the value function.

A plan's value is linear in the masses for a given month, placement count, letter and order, so
the best value is a maximum of finitely many linear pieces. Going backward, every move turns the
pieces after it into pieces before it; those that are nowhere the highest are dropped, which loses
nothing.

The limitation clock is followed exactly too. The pieces are worked out once as if the period never
ended, which is an upper bound, and once as if it were over. Where the plan of the upper bound sues
too late, a search branches on the first move, prunes by the bound and asks again further on.

Source: own definition, docs/model.md, "When to change course".
"""

from dataclasses import dataclass

import numpy as np

from placement.decide.timing.exact.pieces import highest
from placement.decide.timing.moves.masses import WAIT, AccountMoves, State, Transition, clock_after
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.plans import Plan, Step, with_long_stages, with_long_waits
from placement.domain.types import FloatArray, Option


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
    """Solves one account; keeps what it worked out, so later questions are cheap."""

    def __init__(self, moves: Moves, position: int = 0) -> None:
        self._account = AccountMoves(moves, position)
        self._moves, self._position = moves, position
        self._known: dict[tuple[State, bool], _Pieces] = {}
        self._led: dict[State, tuple[Transition, ...]] = {}

    def plan(self) -> Plan:
        """Return the best plan."""
        account = self._account
        return self._readable(self._from(account.start, account.masses, account.clock))

    def first_moves(self, *, after_waiting: int = 0) -> dict[str, Plan]:
        """Return, for every move that is open then, the best plan that begins with it.

        Args:
            after_waiting: Months of doing nothing before the move, up to the horizon. They are
                part of the plans and of their values.
        """
        account = self._account
        state, masses, clock, so_far = account.start, account.masses, account.clock, 0.0
        for _ in range(after_waiting):
            wait = next(move for move in self._transitions(state) if move.name == WAIT)
            so_far += float(wait.reward @ masses)
            clock = clock_after(clock, wait, month=state.month, limit=account.limitation_months)
            state, masses = wait.after, wait.matrix @ masses
        best: dict[str, Plan] = {}
        for move in self._beginnings(state, masses, clock):
            if move.name in best and move.bound <= best[move.name].value:
                continue
            plan = self._begin(state, move)
            if move.name not in best or plan.value > best[move.name].value:
                best[move.name] = plan
        waited = (Step(action=WAIT, start_month=0, months=after_waiting),) if after_waiting else ()
        return {
            name: self._readable(Plan(steps=(*waited, *plan.steps), value=so_far + plan.value))
            for name, plan in best.items()
        }

    def _from(self, state: State, masses: FloatArray, clock: float) -> Plan:
        barred = clock >= self._account.limitation_months
        value, position = self._pieces(state, barred).best(masses)
        plan, is_in_time = self._follow(state, position, value, clock, barred=barred)
        if barred or is_in_time:
            return plan
        best: Plan | None = None
        for move in self._beginnings(state, masses, clock):
            if best is not None and move.bound <= best.value:
                break
            plan = self._begin(state, move)
            if best is None or plan.value > best.value:
                best = plan
        return best or plan

    def _begin(self, state: State, move: _Beginning) -> Plan:
        if move.after is None:
            step = Step(action=move.name, start_month=state.month, months=0)
            return Plan(steps=(step,), value=move.reward)
        rest = self._from(move.after, move.masses, move.clock)
        step = Step(
            action=move.name, start_month=state.month, months=move.after.month - state.month
        )
        return Plan(steps=(step, *rest.steps), value=move.reward + rest.value)

    def _beginnings(self, state: State, masses: FloatArray, clock: float) -> list[_Beginning]:
        """Return the first moves, the most promising first."""
        limit = self._account.limitation_months
        found = []
        for name, piece in self._account.ends(state, barred=clock >= limit):
            value = float(piece @ masses)
            found.append(
                _Beginning(
                    name=name, reward=value, bound=value, after=None, masses=masses, clock=clock
                )
            )
        for move in self._transitions(state):
            reward, later = float(move.reward @ masses), move.matrix @ masses
            ticks = clock_after(clock, move, month=state.month, limit=limit)
            bound, _ = self._pieces(move.after, ticks >= limit).best(later)
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

    def _transitions(self, state: State) -> tuple[Transition, ...]:
        if state not in self._led:
            self._led[state] = tuple(self._account.transitions(state))
        return self._led[state]

    def _pieces(self, state: State, barred: bool) -> _Pieces:
        if (state, barred) not in self._known:
            self._work_out(state, barred)
        return self._known[state, barred]

    def _work_out(self, state: State, barred: bool) -> None:
        """Work out the pieces of a state after those of all states behind it.

        On a stack of its own, because a plan may have more stages than Python allows calls.
        """
        waiting = [state]
        while waiting:
            now = waiting[-1]
            behind = [
                move.after
                for move in self._transitions(now)
                if (move.after, barred) not in self._known
            ]
            if behind:
                waiting.extend(behind)
                continue
            waiting.pop()
            if (now, barred) not in self._known:
                self._known[now, barred] = self._join(now, barred)

    def _join(self, state: State, barred: bool) -> _Pieces:
        rows: list[FloatArray] = []
        beginnings: list[tuple[str, Transition | None, int]] = []
        for name, piece in self._account.ends(state, barred=barred):
            rows.append(piece[None])
            beginnings.append((name, None, -1))
        for move in self._transitions(state):
            later = self._known[move.after, barred].coefficients
            rows.append(move.reward + later @ move.matrix)
            beginnings += [(move.name, move, position) for position in range(len(later))]
        coefficients = np.concatenate(rows)
        kept = highest(coefficients, self._account.corners(state))
        return _Pieces(
            coefficients=coefficients[kept], beginnings=tuple(beginnings[i] for i in kept)
        )

    def _follow(
        self, state: State, position: int, value: float, clock: float, *, barred: bool
    ) -> tuple[Plan, bool]:
        """Return the plan a piece stands for, and whether any suit in it comes in time."""
        limit = self._account.limitation_months
        steps: list[Step] = []
        at: State | None = state
        while at is not None:
            name, move, following = self._pieces(at, barred).beginnings[position]
            months = move.after.month - at.month if move else 0
            steps.append(Step(action=name, start_month=at.month, months=months))
            if move:
                clock = clock_after(clock, move, month=at.month, limit=limit)
            at, position = (move.after if move else None), following
        sues_late = steps[-1].action == Option.LAWSUIT.value and clock >= limit
        return Plan(steps=tuple(steps), value=value), not sues_late

    def _readable(self, plan: Plan) -> Plan:
        steps = with_long_stages(with_long_waits(plan.steps), self._moves, self._position)
        return Plan(steps=steps, value=plan.value)

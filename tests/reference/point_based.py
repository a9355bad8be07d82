"""The book solver's point-based recursion for one account, state by state in plain words.

One linear piece is kept for each state, that of the move that is worth most at the state's probe;
plans then follow the pieces at the masses they really have. Written from the moves of one account,
with none of the book solver's arrays.
"""

from collections.abc import Iterator

import numpy as np

from placement.decide.timing.moves.masses import (
    WAIT,
    AccountMoves,
    State,
    Transition,
    clock_after,
)
from placement.decide.timing.moves.moves import EASY, HARD, OPEN, RELUCTANT, Moves
from placement.decide.timing.plans import Step, as_people_read
from placement.domain.types import FloatArray, Option

WORTH_NOTHING = np.zeros(4)


class PointBased:
    """One account's pieces at the usual probes."""

    def __init__(self, moves: Moves, position: int) -> None:
        self.moves, self.position = moves, position
        self.account = AccountMoves(moves, position)
        self.path = self._path()
        self.late = self.account.clock >= self.account.limitation_months
        self.pieces: dict[State, FloatArray] = {}

    def first_moves(self) -> dict[str, tuple[Step, ...]]:
        """Return the plan that begins with each move."""
        at = self.account
        found: dict[str, tuple[Step, ...]] = {}
        barred = self.late
        for name, _ in at.ends(at.start, barred=barred):
            found[name] = (Step(action=name, start_month=0, months=0),)
        for move in at.transitions(at.start):
            if move.may_start(at.masses, barred=barred):
                found[move.name] = self._from_first(move)
        return {name: as_people_read(steps) for name, steps in found.items()}

    def _from_first(self, first: Transition) -> tuple[Step, ...]:
        account, limit = self.account, self.account.limitation_months
        state, masses, clock = account.start, account.masses, account.clock
        steps: list[Step] = []
        move: Transition | None = first
        while move is not None:
            months = move.after.month - state.month
            steps.append(Step(action=move.name, start_month=state.month, months=months))
            clock = clock_after(clock, move, month=state.month, limit=limit)
            state, masses = move.after, move.matrix @ masses
            name, move = self._best(state, masses, clock)
        steps.append(Step(action=name, start_month=state.month, months=0))
        return tuple(steps)

    def _best(
        self, state: State, masses: FloatArray, clock: float
    ) -> tuple[str, Transition | None]:
        """Return what promises most at real masses: an end and None, or a move that leads on."""
        barred = clock >= self.account.limitation_months
        best, name, led = -np.inf, WAIT, None
        for end, piece in self._ends(state, barred=barred):
            if (value := float(piece @ masses)) > best:
                best, name = value, end
        for move in self._moves(state):
            if move.may_start(masses, barred=barred):
                value = float(move.reward @ masses + self._piece(move.after) @ move.matrix @ masses)
                if value > best:
                    best, name, led = value, move.name, move
        return name, led

    def _piece(self, state: State) -> FloatArray:
        """Return the piece of a state, those behind it worked out first."""
        for month in range(self.account.horizon, state.month - 1, -1):
            self._work_out_month(month)
        return self.pieces[state]

    def _work_out_month(self, month: int) -> None:
        account = self.account
        for order in (False, True) if account.may_order else (False,):
            for placements in range(account.start.placements, max(account.start.placements, 3) + 1):
                for letters in range(int(self.moves.letter.most[self.position]) + 1):
                    state = State(month=month, placements=placements, letters=letters, order=order)
                    if state not in self.pieces:
                        self.pieces[state] = self._work_out(state)

    def _work_out(self, state: State) -> FloatArray:
        probe = self._probe(state)
        best, kept = -np.inf, WORTH_NOTHING
        for _, piece in self._ends(state, barred=self.late):
            if float(piece @ probe) > best:
                best, kept = float(piece @ probe), piece
        for move in self._moves(state):
            piece = move.reward + self.pieces[move.after] @ move.matrix
            if move.may_start(probe, barred=self.late) and float(piece @ probe) > best:
                best, kept = float(piece @ probe), piece
        return kept

    def _ends(self, state: State, *, barred: bool) -> Iterator[tuple[str, FloatArray]]:
        """Yield ends; at the horizon the claim is kept rather than written off."""
        for name, piece in self.account.ends(state, barred=barred):
            if state.month < self.account.horizon or name != Option.WRITE_OFF:
                yield name, piece

    def _moves(self, state: State) -> list[Transition]:
        return list(self.account.transitions(state))

    def _path(self) -> list[FloatArray]:
        """Return masses under in-house work all along, month by month."""
        own, masses = self.moves.in_house, self.account.masses
        path = [masses]
        for month in range(self.account.horizon):
            keep, paid = own.keep[:, self.position, month], own.paid[:, self.position, month]
            masses = np.append(masses[:OPEN] * keep, masses[OPEN] - paid @ masses[: HARD + 1])
            path.append(masses)
        return path

    def _probe(self, state: State) -> FloatArray:
        """Return the masses at which pieces of a state compete."""
        moves, at = self.moves, self.position
        masses = np.array(self.path[state.month])
        left = np.ones(HARD + 1)
        lasts = int(moves.agency[0].months[at])
        faded = np.prod(
            [moves.wait.keep[RELUCTANT, at, min(k, moves.horizon)] for k in range(lasts)]
        )
        for number in range(self.account.start.placements, state.placements):
            kept = moves.agency[number].keep[EASY : HARD + 1, at, 0]
            left *= np.minimum(kept / faded, 1.0)
        for number in range(state.letters):
            again = moves.letter.repeat_factor[at] ** (moves.letter.so_far[at] + number)
            left *= 1.0 - moves.letter.willing_response[at, 0] * again
        masses[OPEN] -= masses[: HARD + 1] @ (1.0 - left)
        masses[: HARD + 1] *= left
        masses[OPEN] = max(masses[OPEN], 1e-12)
        return masses

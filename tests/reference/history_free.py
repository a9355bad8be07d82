"""The history-free special case as problems for a general dynamic-programming library.

Nobody is willing and no letter is answered, so a state is month, placements, letters and order.
Written state by state from the moves, with none of the solvers' arrays. The limitation period is
taken to be over or not for good, as it is at the cut-off date.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from quantecon.markov import DiscreteDP
from scipy import sparse

from placement.decide.timing.moves.moves import (
    MOST_LETTERS,
    OPEN,
    ORDER_RETURNS_AFTER,
    RELUCTANT,
    Moves,
)
from placement.domain.types import BoolArray, FloatArray, IntArray, Option

SHUT = -1e12
"""Reward of what a segment may not do: every problem has the same actions."""

State = tuple[int, int, int, int]
"""Month, placements, letters, order."""


def without_history(moves: Moves) -> Moves:
    """Return the same moves for debtors none of whom is willing or answers a letter."""
    masses = np.array(moves.masses)
    masses[:RELUCTANT] = 0.0
    unanswered = np.zeros_like(moves.letter.willing_response)
    letter = replace(
        moves.letter, willing_response=unanswered, reluctant_response=np.zeros_like(unanswered)
    )
    return replace(moves, masses=masses, letter=letter, placements=np.zeros_like(moves.placements))


@dataclass(frozen=True, kw_only=True, eq=False)
class Problems:
    """States and actions all segments share, and each segment's rewards."""

    state: IntArray
    action: IntArray
    after: IntArray
    reward: FloatArray
    """Shape (segments, pairs)."""
    states: int

    def problem(self, position: int) -> DiscreteDP:
        """Return one segment's problem; rewards are in today's money, so nothing is discounted."""
        pairs = np.arange(len(self.state))
        leads = sparse.csr_matrix(
            (np.ones(len(pairs)), (pairs, self.after)), shape=(len(pairs), self.states)
        )
        return DiscreteDP(self.reward[position], leads, 1.0, self.state, self.action)


def problems(moves: Moves) -> Problems:
    """Return every segment's problem; its first state is the cut-off date."""
    numbered: dict[State, int] = {}
    for month in range(moves.horizon + 1):
        for placed in range(len(moves.agency) + 1):
            for letters in range(MOST_LETTERS + 1):
                for order in range(2):
                    numbered[month, placed, letters, order] = len(numbered)
    closed = len(numbered)
    rows, rewards = [], []
    for state, number in numbered.items():
        for action, (after, reward) in enumerate(_actions(moves, state)):
            rows.append((number, action, closed if after is None else numbered[after]))
            rewards.append(reward)
    rows.append((closed, 0, closed))
    rewards.append(np.zeros(len(moves.segments)))
    state_of, action_of, after_of = np.array(rows).T
    return Problems(
        state=state_of,
        action=action_of,
        after=after_of,
        reward=np.ascontiguousarray(np.array(rewards).T),
        states=closed + 1,
    )


def _actions(moves: Moves, state: State) -> Iterator[tuple[State | None, FloatArray]]:
    """Yield where each action leads, None for the end, and what it pays each segment."""
    month, placed, letters, order = state
    size = len(moves.segments)
    barred = moves.months_since_demand >= moves.limitation_months
    # Limitation moves the chance that an order stands, so segments differ in what is left.
    stands = np.where(barred, moves.order_barred.stands, moves.order.stands)
    left = 1.0 - stands if order else np.ones(size)
    reluctant = moves.masses[RELUCTANT] * moves.wait.keep[RELUCTANT, :, :month].prod(axis=-1) * left

    def pays(reward: FloatArray, option: str | None, may: BoolArray | bool = True) -> FloatArray:
        """Return a reward on these masses less the margin that the option puts at risk."""
        value = reward[RELUCTANT] * reluctant + reward[OPEN] * left
        if option is not None:
            value = value - reluctant * moves.added_margin(
                option,
                placed=placed > 0,
                letters=moves.letter.so_far + letters > 0,
                ordered=order > 0,
                at=(slice(None), month),
            )
        return np.where(may, value, SHUT)

    for option, end, late in (
        (Option.WRITE_OFF, moves.write_off, moves.write_off),
        (Option.SALE, moves.sale, moves.sale),
        (Option.LAWSUIT, moves.lawsuit, moves.lawsuit_barred),
    ):
        reward = np.where(barred, late.reward[..., month], end.reward[..., month])
        if option is Option.LAWSUIT and order:
            reward[OPEN] += moves.lawsuit_after_order[:, month]
        yield None, moves.relief + pays(reward, option.value, end.may[:, month])
    if month == moves.horizon:
        yield None, moves.relief
        return
    for work in (moves.wait, moves.in_house):
        yield (month + 1, placed, letters, order), pays(work.reward[..., month], None)
    if placed < len(moves.agency):
        yield from _placement(moves, state, pays, reluctant, left)
    if letters < MOST_LETTERS:
        reward = np.zeros((OPEN + 1, size))
        reward[OPEN] = moves.letter.reward_open[:, month]
        after = (month + 1, placed, letters + 1, order)
        yield after, pays(reward, Option.LAW_LETTER.value, letters < moves.letter.most)
    if not order and month + ORDER_RETURNS_AFTER <= moves.horizon:
        reward = np.zeros((OPEN + 1, size))
        for row, name in ((RELUCTANT, "reward_not_lost"), (OPEN, "reward_open")):
            fresh, late = getattr(moves.order, name), getattr(moves.order_barred, name)
            reward[row] = np.where(barred, late[:, month], fresh[:, month])
        after = (month + ORDER_RETURNS_AFTER, placed, letters, 1)
        yield after, pays(reward, Option.PAYMENT_ORDER.value, moves.may_order)


def _placement(
    moves: Moves,
    state: State,
    pays: Callable[..., FloatArray],
    reluctant: FloatArray,
    left: FloatArray,
) -> Iterator[tuple[State, FloatArray]]:
    """Yield the next placement where it fits; all segments' terms are the same here."""
    month, placed, letters, order = state
    work = moves.agency[placed]
    until = month + int(work.months[0])
    if until > moves.horizon:
        return
    profit = moves.agency_profit[placed][..., month]
    earned = profit[RELUCTANT] * reluctant + profit[OPEN] * left
    taken = (earned >= 0.0) | (not moves.agencies.is_choosy)
    yield (until, placed + 1, letters, order), pays(work.reward[..., month], "agency", taken)

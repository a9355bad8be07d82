"""The history-free special case as problems for a general dynamic-programming library.

Nobody is willing and no letter is answered, so a state is month, placements, letter and order.
Written state by state from the moves, with none of the solvers' arrays.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from quantecon.markov import DiscreteDP
from scipy import sparse

from placement.decide.timing.moves.moves import ORDER_RETURNS_AFTER, End, Moves
from placement.domain.types import FloatArray, IntArray, Option

SHUT = -1e12
"""Reward of what a segment may not do: every problem has the same actions."""

State = tuple[int, int, int, int]
"""Month, placements, letter, order."""


def without_history(moves: Moves) -> Moves:
    """Return the same moves for debtors none of whom is willing or answers a letter."""
    none = np.zeros_like(moves.willing)
    unanswered = np.zeros_like(moves.letter.reward_willing)
    letter = replace(
        moves.letter,
        reward_willing=unanswered,
        reward_reluctant=unanswered,
        willing_response=none,
        reluctant_response=none,
    )
    return replace(moves, willing=none, letter=letter, placements=np.zeros_like(moves.placements))


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
            for letter in range(2):
                for order in range(2):
                    numbered[month, placed, letter, order] = len(numbered)
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
    month, placed, letter, order = state
    left = 1.0 - moves.order.stands if order else np.ones(len(moves.segments))
    reluctant = moves.reluctant * np.exp(-moves.fade_rate * month) * left
    yield from ((None, reward) for reward in _ends(moves, month, order, left, reluctant))
    works = [(work, placed) for work in (moves.wait, *moves.in_house)]
    works += [(work, placed + 1) for work in moves.agency[placed : placed + 1]]
    for work, then in works:
        # All segments' terms are the same here.
        until = month + int(work.months[0])
        if until <= moves.horizon:
            yield (until, then, letter, order), work.reward_open[:, month] * left
    if not letter and month + 1 <= moves.horizon:
        yield (month + 1, placed, 1, order), moves.letter.reward_open[:, month] * left
    if not order and month + ORDER_RETURNS_AFTER <= moves.horizon:
        fees = moves.order.reward_open[:, month]
        brings = moves.order.reward_not_lost[:, month] * reluctant
        reward = fees + brings + moves.order.stands * moves.relief
        open_to = moves.may[Option.PAYMENT_ORDER]
        after = (month + ORDER_RETURNS_AFTER, placed, letter, 1)
        yield after, np.where(open_to, reward, SHUT)


def _ends(
    moves: Moves, month: int, order: int, left: FloatArray, reluctant: FloatArray
) -> Iterator[FloatArray]:
    barred = moves.months_since_demand >= moves.limitation_months
    for option, end, late in (
        (Option.WRITE_OFF, moves.write_off, moves.write_off),
        (Option.SALE, moves.sale, moves.sale),
        (Option.LAWSUIT, moves.lawsuit, moves.lawsuit_barred),
    ):

        def now(name: str, end: End = end, late: End = late) -> FloatArray:
            return np.where(barred, getattr(late, name)[:, month], getattr(end, name)[:, month])

        # Nobody pays before an end but by the order, so no earlier payment is taxed again.
        reward = now("reward_not_lost") * reluctant + (now("reward_open") + now("relief")) * left
        if option is Option.LAWSUIT:
            reward = reward + order * moves.lawsuit_after_order[:, month] * left
        yield np.where(moves.may[option], reward, SHUT)

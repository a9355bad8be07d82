"""The numbers of all moves of a book by row, month by month.

`Tables` holds them by month and segment, a month's numbers behind each other, and is made once for
a book. `Numbers` spreads a month of them over the rows that are asked for.
"""

from dataclasses import dataclass

import numpy as np

from placement.decide.timing.book.layout import MOST_PLACED, NOWHERE, Rows
from placement.decide.timing.moves.moves import (
    EASY,
    HARD,
    OPEN,
    ORDER_RETURNS_AFTER,
    RELUCTANT,
    End,
    Moves,
    Work,
)
from placement.domain.types import BoolArray, FloatArray, IntArray, Option

BLOCKED = -1e300
"""Reward of a move that does not fit: finite, so that times nothing it is nothing."""

ENDS = (Option.WRITE_OFF, Option.SALE, Option.LAWSUIT)


@dataclass(frozen=True, kw_only=True, eq=False)
class Move:
    """One move of some rows in a month.

    What it pays is `reward`, of easy, hard, reluctant debtors and open accounts. It leads to masses

        w_j <- keep_j w_j      r <- keep_r r      o <- keep_o o - sum over j of leave_j * mass_j
    """

    at: IntArray
    """Which of the rows that were asked for, shape (n,)."""
    reward: FloatArray
    """Shape (4, n)."""
    keep: FloatArray
    """Shape (3, n)."""
    keep_open: FloatArray | float
    leave: FloatArray
    """Shape (2, n) or (3, n), or none of it."""
    months: IntArray
    """Shape (n,), as the next."""
    to: IntArray
    """Row it leads to."""
    profit: FloatArray | None = None
    """The agency's profit by mass, shape (4, n), where one may turn the move down."""

    def piece(self, later: FloatArray) -> FloatArray:
        """Return the linear piece of the move and of what follows it, shape (4, n)."""
        found = np.empty_like(self.reward)
        np.multiply(later[:OPEN], self.keep, out=found[:OPEN])
        np.multiply(later[OPEN], self.keep_open, out=found[OPEN])
        found[: len(self.leave)] -= self.leave * later[OPEN]
        found += self.reward
        return found

    def masses(self, masses: FloatArray) -> FloatArray:
        """Return the masses after it, shape (4, n)."""
        found = np.empty_like(masses)
        np.multiply(masses[:OPEN], self.keep, out=found[:OPEN])
        np.multiply(masses[OPEN], self.keep_open, out=found[OPEN])
        for leave, mass in zip(self.leave, masses, strict=False):
            found[OPEN] -= leave * mass
        return found

    def take(self, chosen: IntArray) -> "Move":
        """Return the move of some of the rows, without the agency's profit."""
        return Move(
            at=self.at[chosen],
            reward=self.reward[:, chosen],
            keep=self.keep[:, chosen],
            keep_open=self.keep_open
            if isinstance(self.keep_open, float)
            else self.keep_open[chosen],
            leave=self.leave[:, chosen],
            months=self.months[chosen],
            to=self.to[chosen],
        )


def worth(piece: FloatArray, masses: FloatArray) -> FloatArray:
    """Return piece * masses, summed over the masses: (4, n) and (4, n) to (n,)."""
    total = piece[EASY] * masses[EASY]
    total += piece[HARD] * masses[HARD]
    total += piece[RELUCTANT] * masses[RELUCTANT]
    total += piece[OPEN] * masses[OPEN]
    return np.asarray(total)


class Tables:
    """Numbers by month and segment, arrays of shape (months, numbers, segments).

    Where something else tells numbers apart as well, its values lie behind each other on the last
    axis: placements so far, the limitation period running and over, steps taken before.
    """

    def __init__(self, moves: Moves) -> None:
        self.moves = moves
        self.size = len(moves.segments)
        self.wait, self.in_house = (_work(work) for work in (moves.wait, moves.in_house))
        self.placed = np.concatenate(
            [
                np.concatenate([_work(work), _month_first(profit)], axis=1)
                for work, profit in zip(moves.agency, moves.agency_profit, strict=True)
            ],
            axis=-1,
        )
        letter = moves.letter
        self.letter = _stacked(
            letter.willing_response,
            letter.reluctant_response,
            letter.reward_answer,
            letter.reward_open,
            letter.keep,
        )
        orders = (moves.order, moves.order_barred)
        self.order = np.concatenate(
            [_stacked(o.reward_not_lost, o.reward_open, o.keep) for o in orders], axis=-1
        )
        self.falls = np.concatenate([1.0 - o.stands for o in orders])
        self.write_off, self.sale = (self._end(end) for end in (moves.write_off, moves.sale))
        self.lawsuit = np.concatenate(
            [self._end(end) for end in (moves.lawsuit, moves.lawsuit_barred)], axis=-1
        )
        self.after_order = np.ascontiguousarray(moves.lawsuit_after_order.T)
        self.margin = {option: self._margin(option) for option in moves.margin}
        self.useful = self._useful()

    def _useful(self) -> dict[Option, BoolArray]:
        """Return where an end can be worth more than waiting for good, shape (months, segments).

        It cannot if it brings less for every type of debtor, margin at risk and steps taken so far
        apart. For suits the limitation period running and over lie behind each other.
        """
        waited = np.zeros((self.moves.horizon + 1, OPEN + 1, self.size))
        for month in range(self.moves.horizon - 1, -1, -1):
            found, later = self.wait[month], waited[month + 1]
            waited[month] = found[REWARD]
            waited[month, :OPEN] += found[OPEN] + found[KEEP] * later[:OPEN]
            waited[month, OPEN] += later[OPEN]
            lost = 1.0 - found[KEEP]
            lost[: HARD + 1] -= found[LEAVE]
            waited[month, :OPEN] += lost * later[OPEN]
        suit = np.array(self.lawsuit)
        suit[:, OPEN] += np.maximum(np.tile(self.after_order, 2), 0.0)
        return {
            Option.WRITE_OFF: _exceeds(self.write_off, waited),
            Option.SALE: _exceeds(self.sale, waited),
            Option.LAWSUIT: _exceeds(suit, np.tile(waited, 2)),
        }

    @staticmethod
    def _end(end: End) -> FloatArray:
        found = _month_first(end.reward)
        found[:, OPEN] = np.where(end.may.T, found[:, OPEN], BLOCKED)
        return found

    def _margin(self, option: str) -> FloatArray | None:
        """Return what an option adds to the margin at risk by steps taken; None if never any."""
        if not self.moves.margin[option].any():
            return None
        every = (slice(None), slice(None))
        return np.concatenate(
            [
                self.moves.added_margin(
                    option, placed=placed, letters=letters, ordered=ordered, at=every
                ).T
                for placed in (False, True)
                for letters in (False, True)
                for ordered in (False, True)
            ],
            axis=-1,
        )


def _exceeds(end: FloatArray, waited: FloatArray) -> BoolArray:
    """Return where an end is worth more than waiting is for some type, shape (months, segments)."""
    by_type = end[:, :OPEN] + end[:, OPEN:]
    exceeds = (by_type > waited[:, :OPEN]).any(axis=1) | (end[:, OPEN] > waited[:, OPEN])
    return np.asarray(exceeds & (end[:, OPEN] > 0.5 * BLOCKED))


def _month_first(array: FloatArray) -> FloatArray:
    """Return (numbers, segments, months) as (months, numbers, segments), a copy."""
    return np.array(np.moveaxis(array, -1, 0), order="C")


def _stacked(*arrays: FloatArray) -> FloatArray:
    return _month_first(np.stack(arrays))


def _work(work: Work) -> FloatArray:
    return _month_first(np.concatenate([work.reward, work.keep, work.paid]))


REWARD, KEEP, LEAVE, PROFIT = slice(0, 4), slice(4, 7), slice(7, 9), slice(9, 13)
"""Where the numbers of work lie in a table."""


class Numbers:
    """Moves of rows by month."""

    def __init__(self, tables: Tables, rows: Rows) -> None:
        self.tables, self.rows, self.moves = tables, rows, tables.moves
        self.horizon = self.moves.horizon
        self.every = np.arange(len(rows))
        size, segment = tables.size, rows.segment
        written = (self.moves.letter.so_far[segment] + rows.letters) > 0
        taken = 4 * (rows.placed > 0) + 2 * written + rows.order
        self._steps_taken = taken * size + segment
        number = np.minimum(rows.placed, MOST_PLACED - 1)
        self._number = number * size + segment
        self._lasts = self.moves.agency[0].months[segment]
        letter = self.moves.letter
        self._again = letter.repeat_factor[segment] ** (letter.so_far[segment] + rows.letters)
        self._open = {
            name: getattr(rows, name) != NOWHERE
            for name in ("next_placed", "next_letter", "ordered")
        }

    def own(self, month: int, rows: IntArray, *, works: bool) -> Move:
        """Return a month of in-house work or of waiting."""
        table = self.tables.in_house if works else self.tables.wait
        found = table[month][:, self.rows.segment[rows]]
        return Move(
            at=np.arange(len(rows)),
            reward=found[REWARD],
            keep=found[KEEP],
            keep_open=1.0,
            leave=found[LEAVE],
            months=np.ones(len(rows), dtype=np.int64),
            to=rows,
        )

    def placement(self, month: int, rows: IntArray) -> Move:
        """Return the next placement of the rows that have one which fits the horizon."""
        fits = self._open["next_placed"][rows] & (month + self._lasts[rows] <= self.horizon)
        at = np.flatnonzero(fits)
        mine = rows[at]
        found = self.tables.placed[month][:, self._number[mine]]
        self._charge(found, "agency", month, mine)
        return Move(
            at=at,
            reward=found[REWARD],
            keep=found[KEEP],
            keep_open=1.0,
            leave=found[LEAVE],
            months=self._lasts[mine],
            to=self.rows.next_placed[mine],
            profit=found[PROFIT] if self.moves.agencies.is_choosy else None,
        )

    def letter(self, month: int, rows: IntArray) -> Move:
        """Return the next letter of the rows that have one."""
        at = np.flatnonzero(self._open["next_letter"][rows])
        mine = rows[at]
        willing, reluctant, answer, per_open, kept = self.tables.letter[month][
            :, self.rows.segment[mine]
        ]
        again = self._again[mine]
        willing, reluctant = willing * again, reluctant * again
        reward = np.stack([answer * willing, answer * willing, answer * reluctant, per_open])
        self._charge(reward, Option.LAW_LETTER.value, month, mine)
        left = (1.0 - willing) * kept
        return Move(
            at=at,
            reward=reward,
            keep=np.stack([left, left, (1.0 - reluctant) * kept]),
            keep_open=1.0,
            leave=np.stack([willing, willing, reluctant]),
            months=np.ones(len(mine), dtype=np.int64),
            to=self.rows.next_letter[mine],
        )

    def order(self, month: int, rows: IntArray, late: BoolArray) -> Move:
        """Return the payment order of the rows that may have one.

        Args:
            month: Month in which it starts.
            rows: Where plans are.
            late: Where the limitation period is over, one for each of the rows.
        """
        at = np.empty(0, dtype=np.int64)
        if month + ORDER_RETURNS_AFTER <= self.horizon:
            at = np.flatnonzero(self._open["ordered"][rows])
        mine = rows[at]
        column = self.rows.segment[mine] + self.tables.size * late[at]
        per_debtor, per_open, keep = self.tables.order[month][:, column]
        reward = np.stack([per_debtor, per_debtor, per_debtor, per_open])
        self._charge(reward, Option.PAYMENT_ORDER.value, month, mine)
        return Move(
            at=at,
            reward=reward,
            keep=np.stack([keep, keep, keep]),
            keep_open=self.tables.falls[column],
            leave=np.empty((0, len(mine))),
            months=np.full(len(mine), ORDER_RETURNS_AFTER),
            to=self.rows.ordered[mine],
        )

    def ends(self, month: int, rows: IntArray, late: BoolArray) -> list[FloatArray]:
        """Return what each of `ENDS` pays by mass, shape (4, rows); blocked where it is shut.

        At the horizon the claim may also be kept, which pays nothing.
        """
        return [self._end(option, month, rows, late) for option in ENDS]

    def useful_ends(
        self, month: int, rows: IntArray, late: BoolArray
    ) -> list[tuple[int, IntArray, FloatArray]]:
        """Return ends that can be worth more than waiting for good.

        Returns:
            The place among `ENDS`, which of the rows that were asked for, and what it pays by mass.
        """
        found = []
        for number, option in enumerate(ENDS):
            column = self.rows.segment[rows]
            if option is Option.LAWSUIT:
                column = column + self.tables.size * late
            at = np.flatnonzero(self.tables.useful[option][month][column])
            if len(at):
                found.append((number, at, self._end(option, month, rows[at], late[at])))
        return found

    def _end(self, option: Option, month: int, rows: IntArray, late: BoolArray) -> FloatArray:
        tables, segment = self.tables, self.rows.segment[rows]
        if option is Option.LAWSUIT:
            reward: FloatArray = tables.lawsuit[month][:, segment + tables.size * late]
            reward[OPEN] += tables.after_order[month][segment] * self.rows.order[rows]
        else:
            table = tables.sale if option is Option.SALE else tables.write_off
            reward = table[month][:, segment]
        self._charge(reward, option.value, month, rows)
        return reward

    def moves_on(self, month: int, rows: IntArray, late: BoolArray) -> list[Move]:
        """Return every move that leads on: working, waiting, placing, writing, ordering."""
        return [
            self.own(month, rows, works=True),
            self.own(month, rows, works=False),
            self.placement(month, rows),
            self.letter(month, rows),
            self.order(month, rows, late),
        ]

    def _charge(self, reward: FloatArray, option: str, month: int, rows: IntArray) -> None:
        """Take what an option adds to the margin at risk off its reward, in place."""
        margin = self.tables.margin[option]
        if margin is None:
            return
        # Whatever was charged before adds nothing: most rows are left as they are.
        added = margin[month][self._steps_taken[rows]]
        if added.any():
            reward[:OPEN] -= added

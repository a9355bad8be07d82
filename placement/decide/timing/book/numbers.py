"""The numbers of all moves of a book by row, month by month."""

from dataclasses import dataclass

import numpy as np

from placement.decide.timing.book.layout import MOST_PLACED, NOWHERE, Rows
from placement.decide.timing.moves.moves import OPEN, ORDER_RETURNS_AFTER, Moves, Work
from placement.domain.types import AGENCY_OPTIONS, FloatArray, IntArray, Option

BLOCKED = -1e300
"""Reward of a move that does not fit: finite, so that times nothing it is nothing."""

ENDS = (Option.WRITE_OFF, Option.SALE, Option.LAWSUIT)


@dataclass(frozen=True, kw_only=True, eq=False)
class Move:
    """One move of some rows in a month.

    What it pays is `reward`, of easy, hard, reluctant debtors and open accounts. It leads to masses

        w_j <- keep_j w_j      r <- keep_r r      o <- keep_o o - sum over the three of leave * mass
    """

    reward: FloatArray
    """Shape (4, rows)."""
    keep: FloatArray
    """Shape (4, rows)."""
    leave: FloatArray
    """Shape (3, rows)."""
    months: IntArray
    """Shape (rows,)."""
    to: IntArray
    """Row it leads to; `NOWHERE` where it is not open."""
    profit: FloatArray | None = None
    """The agency's profit by mass, shape (4, rows), where one may turn the move down."""

    def piece(self, later: FloatArray) -> FloatArray:
        """Return the linear piece of the move and of what follows it, shape (4, rows)."""
        found = self.reward + self.keep * later
        found[:OPEN] -= self.leave * later[OPEN]
        return np.asarray(found)

    def masses(self, masses: FloatArray) -> FloatArray:
        """Return the masses after it, shape (4, rows)."""
        found = self.keep * masses
        found[OPEN] -= (self.leave * masses[:OPEN]).sum(axis=0)
        return np.asarray(found)


class Numbers:
    """Moves of rows by month; `late` says where the limitation period is over, by row."""

    def __init__(self, moves: Moves, rows: Rows) -> None:
        self.moves, self.rows = moves, rows
        self.horizon = moves.horizon
        self._every = np.arange(len(rows))
        self._written = (moves.letter.so_far[rows.segment] + rows.letters) > 0

    def own(self, month: int, at: IntArray, *, works: bool) -> Move:
        """Return a month of in-house work or of waiting."""
        work = self.moves.in_house if works else self.moves.wait
        segment = self.rows.segment[at]
        return self._of_work(work, segment, month, to=at, months=np.ones(len(at), dtype=np.int64))

    def placement(self, month: IntArray | int, at: IntArray) -> Move:
        """Return the next placement of each row."""
        rows, moves = self.rows, self.moves
        segment = rows.segment[at]
        number = np.minimum(rows.placed[at], MOST_PLACED - 1)
        parts = [
            self._of_work(
                work,
                segment,
                month,
                to=rows.next_placed[at],
                months=moves.agency[0].months[segment],
            )
            for work in moves.agency
        ]
        chosen = [number == n for n in range(len(AGENCY_OPTIONS))]

        def pick(name: str) -> FloatArray:
            return np.select(chosen, [getattr(part, name) for part in parts])

        profit = np.select(chosen, [profit[:, segment, month] for profit in moves.agency_profit])
        reward = pick("reward")
        self._charge(reward, "agency", month, at)
        months = parts[0].months
        fits = month + months <= self.horizon
        return Move(
            reward=reward,
            keep=pick("keep"),
            leave=pick("leave"),
            months=months,
            to=np.where(fits, parts[0].to, NOWHERE),
            profit=profit if moves.agencies.is_choosy else None,
        )

    def letter(self, month: IntArray | int, at: IntArray) -> Move:
        """Return the next letter of each row."""
        letter, rows = self.moves.letter, self.rows
        segment = rows.segment[at]
        where = (segment, month)
        again = letter.repeat_factor[segment] ** (letter.so_far[segment] + rows.letters[at])
        willing = letter.willing_response[where] * again
        reluctant = letter.reluctant_response[where] * again
        kept, answer = letter.keep[where], letter.reward_answer[where]
        reward = np.stack(
            [answer * willing, answer * willing, answer * reluctant, letter.reward_open[where]]
        )
        self._charge(reward, Option.LAW_LETTER.value, month, at)
        left = (1.0 - willing) * kept
        one = np.ones(len(at))
        return Move(
            reward=reward,
            keep=np.stack([left, left, (1.0 - reluctant) * kept, one]),
            leave=np.stack([willing, willing, reluctant]),
            months=np.ones(len(at), dtype=np.int64),
            to=rows.next_letter[at],
        )

    def order(self, month: IntArray | int, at: IntArray, late: FloatArray) -> Move:
        """Return the payment order of each row."""
        segment = self.rows.segment[at]
        where = (segment, month)
        moves = self.moves

        def pick(name: str, *at_: object) -> FloatArray:
            one, other = (getattr(o, name)[at_] for o in (moves.order, moves.order_barred))
            return np.where(late, other, one)

        per_debtor, keep = pick("reward_not_lost", *where), pick("keep", *where)
        falls = 1.0 - pick("stands", segment)
        reward = np.stack([per_debtor, per_debtor, per_debtor, pick("reward_open", *where)])
        self._charge(reward, Option.PAYMENT_ORDER.value, month, at)
        fits = month + ORDER_RETURNS_AFTER <= self.horizon
        return Move(
            reward=reward,
            keep=np.stack([keep, keep, keep, falls]),
            leave=np.zeros((3, len(at))),
            months=np.full(len(at), ORDER_RETURNS_AFTER),
            to=np.where(fits, self.rows.ordered[at], NOWHERE),
        )

    def ends(self, month: IntArray | int, at: IntArray, late: FloatArray) -> FloatArray:
        """Return what each end pays by mass, (ends + 1, 4, rows); keeping at the horizon last."""
        moves, rows = self.moves, self.rows
        segment = rows.segment[at]
        found = np.empty((len(ENDS) + 1, 4, len(at)))
        for number, option in enumerate(ENDS):
            end = {Option.SALE: moves.sale, Option.WRITE_OFF: moves.write_off}.get(
                option, moves.lawsuit
            )
            reward = np.array(end.reward[:, segment, month])
            if option is Option.LAWSUIT:
                barred = moves.lawsuit_barred.reward[:, segment, month]
                reward = np.where(late, barred, reward)
                reward[OPEN] += moves.lawsuit_after_order[segment, month] * rows.order[at]
            self._charge(reward, option.value, month, at)
            # At the horizon the claim may be kept, which is worth no less than writing it off.
            may = end.may[segment, month]
            if option is Option.WRITE_OFF:
                may = may & (np.asarray(month) < max(self.horizon, 1))
            reward[OPEN] = np.where(may, reward[OPEN], BLOCKED)
            found[number] = reward
        found[-1] = 0.0
        found[-1, OPEN] = np.where(np.asarray(month) == self.horizon, 0.0, BLOCKED)
        return found

    def _charge(self, reward: FloatArray, option: str, month: IntArray | int, at: IntArray) -> None:
        """Take what an option adds to the margin at risk off its reward, in place."""
        rows = self.rows
        reward[:OPEN] -= self.moves.added_margin(
            option,
            placed=rows.placed[at] > 0,
            letters=self._written[at],
            ordered=rows.order[at] > 0,
            at=(rows.segment[at], month),
        )

    @staticmethod
    def _of_work(
        work: Work, segment: IntArray, month: IntArray | int, *, to: IntArray, months: IntArray
    ) -> Move:
        keep = work.keep[:, segment, month]
        return Move(
            reward=work.reward[:, segment, month],
            keep=np.concatenate([keep, np.ones((1, len(segment)))]),
            leave=np.concatenate([work.paid[:, segment, month], np.zeros((1, len(segment)))]),
            months=months,
            to=to,
        )

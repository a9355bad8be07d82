"""Forward pass over a whole book: follows real plans at the masses they really have.

In every state a plan weighs each move by what it pays and by the piece kept for the state after
it. As pieces are values of real plans, a step chosen so never loses, and the plan's value is
counted from its own rewards; the limitation clock runs along.
"""

from dataclasses import dataclass, replace

import numpy as np

from placement.decide.timing.book.backward import Pieces
from placement.decide.timing.book.numbers import BLOCKED, ENDS, Numbers
from placement.decide.timing.book.rows import LETTERS, MOST_PLACED, Rows
from placement.decide.timing.book.standing import Standing
from placement.decide.timing.moves.moves import ORDER_RETURNS_AFTER, Moves
from placement.decide.timing.plans import FIRST_MOVES
from placement.domain.types import AGENCY_OPTIONS, BoolArray, FloatArray, IntArray, Option

SUIT = ENDS.index(Option.LAWSUIT)
WAIT_CHOICE = len(ENDS)
"""Choices are numbered: ends, waiting, in-house stages by length, placement, letter, order."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Choices:
    """Every choice of each plan; arrays of shape (choices, plans)."""

    at: Standing
    reward: FloatArray
    worth: FloatArray
    """Reward plus what the pieces promise after it."""
    willing: FloatArray
    open: FloatArray
    """Masses after it; ends left out, shape (choices - ends, plans)."""


class Forward:
    """Weighs and takes moves."""

    def __init__(self, moves: Moves, numbers: Numbers, pieces: Pieces, rows: Rows) -> None:
        self._moves, self._numbers, self._rows = moves, numbers, rows
        self._pieces = pieces.coefficients.reshape(3, -1)
        self._waits = pieces.waits.reshape(-1)
        self._size, self._limit = len(moves.segments), moves.limitation_months
        self._is_barred = moves.months_since_demand >= self._limit
        self._fade = np.exp(-moves.fade_rate)
        own = np.arange(numbers.in_house + 1)
        self._months = np.concatenate([np.maximum(own, 1), [0, 1, ORDER_RETURNS_AFTER]])
        self._stages = own * self._size
        # Columns by segment and month, one block: a plan then reads all its numbers at one place.
        letter, order = moves.letter, moves.order
        self._steps = np.stack(
            [
                letter.reward_willing,
                letter.reward_open,
                letter.reward_reluctant,
                order.reward_not_lost,
                order.reward_open,
            ]
        ).reshape(5, -1)
        self._ordered = np.full(len(rows), -1)
        self._ordered[rows.ordering] = rows.ordered

    @property
    def placing(self) -> int:
        """Return the number of the choice to place."""
        return WAIT_CHOICE + self._numbers.in_house + 1

    def start(self) -> Standing:
        """Return every segment at the cut-off date."""
        every, zero = np.arange(self._size), np.zeros(self._size, dtype=np.int64)
        placed = np.minimum(self._moves.placements, MOST_PLACED)
        return Standing(
            segment=every,
            month=zero,
            letter=zero,
            row=self._rows.find[0, placed, every],
            willing=np.array(self._moves.willing),
            open=np.ones(self._size),
            clock=np.array(self._moves.months_since_demand),
        )

    def name(self, choice: IntArray, at: Standing) -> IntArray:
        """Return positions in `FIRST_MOVES` of a choice of each plan."""
        placed = np.minimum(self._rows.placed[at.row], MOST_PLACED - 1)
        names = [FIRST_MOVES.index(option) for option in ENDS]
        names += [0] + [FIRST_MOVES.index(Option.IN_HOUSE)] * self._numbers.in_house
        names += [FIRST_MOVES.index(AGENCY_OPTIONS[0])]
        names += [FIRST_MOVES.index(Option.LAW_LETTER), FIRST_MOVES.index(Option.PAYMENT_ORDER)]
        return np.asarray(np.array(names)[choice] + np.where(choice == self.placing, placed, 0))

    def weigh(self, at: Standing) -> Choices:
        """Return all choices from where plans are."""
        count = len(self._months)
        reward = np.empty((len(ENDS) + count, len(at.segment)))
        willing, is_open = np.empty((2, count, len(at.segment)))
        reward[: len(ENDS)] = self._ends(at)
        led = reward[len(ENDS) :]
        led[:-2], willing[:-2], is_open[:-2] = self._works(at)
        led[-2], willing[-2], is_open[-2] = self._letter(at)
        led[-1], willing[-1], is_open[-1] = self._order(at)
        per_willing, per_open, constant = self._pieces.take(self._after(at), axis=1)
        worth = reward.copy()
        per_willing *= willing
        per_open *= is_open
        worth[len(ENDS) :] += per_willing + per_open + constant
        return Choices(at=at, reward=reward, worth=worth, willing=willing, open=is_open)

    def _after(self, at: Standing) -> IntArray:
        """Return where the piece after each choice lies; blocked ones lie anywhere."""
        rows = np.broadcast_to(at.row, (len(self._months), len(at.row))).copy()
        rows[-3], rows[-1] = self._rows.next_placed[at.row], self._ordered[at.row]
        month = at.month + self._months[:, None]
        month[-3] += self._placement_months(at)
        letter = np.broadcast_to(at.letter, rows.shape).copy()
        letter[-2] = 1
        np.minimum(month, self._numbers.horizon, out=month)
        return np.asarray((month * LETTERS + letter) * len(self._rows) + rows)

    def _placement(self, at: Standing) -> IntArray:
        """Return the number of the work that placing is."""
        placed = np.minimum(self._rows.placed[at.row], MOST_PLACED - 1)
        return placed + self._numbers.in_house + 1

    def _placement_months(self, at: Standing) -> IntArray:
        where = self._placement(at) * self._size + at.segment
        return self._numbers.length.reshape(-1).take(where)

    def _ends(self, at: Standing) -> FloatArray:
        per_willing, per_open, constant = self._numbers.ends
        order = self._rows.order[at.row]
        ends = np.arange(len(ENDS))[:, None] + at.month * len(ENDS)
        reward = per_willing.reshape(-1).take(ends * self._size + at.segment) * at.willing
        ends = ends * 2 + order
        reward += per_open.reshape(-1).take(ends * self._size + at.segment) * at.open
        ends += (ends - order) + 2 * at.letter
        reward += constant.reshape(-1).take(ends * self._size + at.segment)
        late = (at.clock >= self._limit) & ~self._is_barred[at.segment]
        if late.any():
            reward[SUIT, late] = self._late_suit(at.take(late))
        return reward

    def _late_suit(self, at: Standing) -> FloatArray:
        """Return what a suit is worth once the limitation period is over."""
        moves, end, where = self._moves, self._moves.lawsuit_barred, (at.segment, at.month)
        order = self._rows.order[at.row]
        reluctant = self._numbers.reluctant[at.month, at.letter, order, at.segment]
        scale = self._numbers.scale[order, at.segment]
        top_up = np.where(order == 1, moves.lawsuit_after_order[where], 0.0)
        return np.asarray(
            end.reward_not_lost[where] * (at.willing + reluctant)
            + (end.reward_open[where] + top_up) * at.open
            + end.relief[where] * scale
            - end.earlier[where] * (scale - at.open)
            + np.where(moves.may[Option.LAWSUIT][at.segment], 0.0, BLOCKED)
        )

    def _works(self, at: Standing) -> tuple[FloatArray, FloatArray, FloatArray]:
        numbers = self._numbers
        where = np.empty((len(self._stages) + 1, len(at.segment)), dtype=np.int64)
        where[:-1] = self._stages[:, None]
        where[-1] = self._placement(at) * self._size
        where += at.month * (len(numbers.length) * self._size) + at.segment
        per_willing, per_open, keep, paid = numbers.work.reshape(4, -1).take(where, axis=1)
        per_open[-1, self._rows.placed[at.row] == MOST_PLACED] = BLOCKED
        per_willing *= at.willing
        per_open *= at.open
        per_willing += per_open
        keep *= at.willing
        paid *= -at.willing
        paid += at.open
        return per_willing, keep, paid

    def _letter(self, at: Standing) -> tuple[FloatArray, FloatArray, FloatArray]:
        letter = self._moves.letter
        where = at.segment * (self._numbers.horizon + 1) + at.month
        per_willing, per_open, per_reluctant = self._steps[:3].take(where, axis=1)
        p_w, p_r = letter.willing_response[at.segment], letter.reluctant_response[at.segment]
        reluctant = self._numbers.reluctant[at.month, 0, self._rows.order[at.row], at.segment]
        reward = per_willing * at.willing + per_open * at.open + per_reluctant * reluctant
        reward[(at.letter == 1) | (at.month + 1 > self._numbers.horizon)] = BLOCKED
        after = at.willing * (1.0 - p_w) * self._fade[at.segment]
        return reward, after, at.open - p_w * at.willing - p_r * reluctant

    def _order(self, at: Standing) -> tuple[FloatArray, FloatArray, FloatArray]:
        where = at.segment * (self._numbers.horizon + 1) + at.month
        not_lost, per_open = self._steps[3:].take(where, axis=1)
        stands = self._moves.order.stands[at.segment]
        reluctant = self._numbers.reluctant[at.month, at.letter, 0, at.segment]
        reward = not_lost * (at.willing + reluctant) + per_open * at.open
        reward += stands * self._moves.relief[at.segment]
        too_long = at.month + ORDER_RETURNS_AFTER > self._numbers.horizon
        reward[(self._ordered[at.row] < 0) | too_long] = BLOCKED
        after = at.willing * (1.0 - stands) * self._fade[at.segment] ** ORDER_RETURNS_AFTER
        return reward, after, at.open * (1.0 - stands)

    def take(self, choices: Choices, choice: IntArray, plan: IntArray) -> Standing:
        """Return where a choice leads; plans that end stay where they are.

        Args:
            choices: What was weighed.
            choice: Number of a choice.
            plan: The plan that takes it, same shape.
        """
        at = choices.at.take(plan)
        led = choice - len(ENDS)
        goes_on = led >= 0
        months = np.where(goes_on, self._months[led], 0)
        works = goes_on & (choice <= self.placing)
        places = choice == self.placing
        months[places] = self._placement_months(at.take(places))
        which = np.where(places, self._placement(at), np.where(works, led, 0))
        demands = self._numbers.demands[at.month, which, at.segment]
        demands = np.where(works, demands, months)
        none = np.isinf(demands) | (at.clock >= self._limit)
        row = np.where(places, self._rows.next_placed[at.row], at.row)
        return Standing(
            segment=at.segment,
            month=at.month + months,
            letter=np.where(choice == self.placing + 1, 1, at.letter),
            row=np.where(choice == self.placing + 2, self._ordered[at.row], row),
            willing=np.where(goes_on, choices.willing[led, plan], at.willing),
            open=np.where(goes_on, choices.open[led, plan], at.open),
            clock=np.where(none, at.clock + months, demands),
        )

    def drift(self, at: Standing, waiting: BoolArray) -> tuple[Standing, FloatArray]:
        """Return where waiting plans are when their pieces stop waiting, and what that paid.

        Args:
            at: Where plans are.
            waiting: Those that wait.
        """
        size = self._size
        work = self._numbers.work.reshape(4, -1)
        a_month = len(self._numbers.length) * size
        states = LETTERS * len(self._rows)
        month, willing, is_open = at.month.copy(), at.willing.copy(), at.open.copy()
        reward = np.zeros(len(month))
        state = at.letter * len(self._rows) + at.row
        on = np.flatnonzero(waiting)
        on = on[self._waits.take(month[on] * states + state[on])]
        w, o, earned = willing[on], is_open[on], reward[on]
        now, place, segment = month[on], state[on], at.segment[on]
        while len(on):
            per_willing, per_open, keep, paid = work.take(now * a_month + segment, axis=1)
            earned += per_willing * w + per_open * o
            o -= paid * w
            w *= keep
            now += 1
            goes_on = self._waits.take(now * states + place)
            stops = on[~goes_on]
            if len(stops):
                ended = ~goes_on
                willing[stops], is_open[stops] = w[ended], o[ended]
                month[stops], reward[stops] = now[ended], earned[ended]
                on, w, o, earned = on[goes_on], w[goes_on], o[goes_on], earned[goes_on]
                now, place, segment = now[goes_on], place[goes_on], segment[goes_on]
        clock = at.clock + (month - at.month)
        return replace(at, month=month, willing=willing, open=is_open, clock=clock), reward

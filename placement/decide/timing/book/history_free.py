"""The special case in which nothing depends on the past: no debtor is willing, no letter answered.

Masses then follow from the state, so a state has one value, and any dynamic-programming library can
solve it too: the comparison that tests and benchmarks/timing.py make.
"""

import numpy as np

from placement.decide.timing.book.layout import MOST_PLACED
from placement.decide.timing.moves.moves import OPEN, ORDER_RETURNS_AFTER, RELUCTANT, Moves
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, IntArray, Option

ORDERS = 2
"""No payment order so far, or one."""


def history_free_values(moves: Moves) -> FloatArray:
    """Return the best plan's value for every segment at the cut-off date, shape (segments,).

        V(t, state) = max( end(t, state), max over moves: reward(t, state) + V(t + months, after) )

    The limitation period is taken as it stands at the cut-off date.

    Raises:
        InputError: Some debtors are willing, or answer a letter.
    """
    letter, willing = moves.letter, moves.masses[:RELUCTANT]
    if willing.any() or letter.willing_response.any() or letter.reluctant_response.any():
        raise InputError(
            t(
                "Values without history need willing shares and letter responses of 0; got up to "
                "{willing:.4f} and {response:.4f}. Use plan_book instead.",
                willing=float(willing.max()),
                response=float(max(letter.willing_response.max(), letter.reluctant_response.max())),
            )
        )
    pays = _Pays(moves)
    values = pays.states(pays.ends())
    terms = _terms(moves)
    own = np.maximum(pays.work(moves.wait.reward), pays.work(moves.in_house.reward))
    placing = [pays.placement(number) for number in range(MOST_PLACED)]
    writing, ordering, closed = pays.letter(), pays.order(), pays.letters_closed()
    spare = np.empty(values.shape[1:])
    for month in range(moves.horizon - 1, -1, -1):
        best, after = values[month], values[month + 1]
        np.add(after, own[month], out=spare)
        np.maximum(best, spare, out=best)
        for months, some in terms:
            if month + months <= moves.horizon:
                _place(best, values[month + months], [pay[month] for pay in placing], some)
        written = np.add(after[:, 1:], closed, out=spare[:, :-1])
        for part, steps in _parts(pays.letters - 1):
            written[part] += writing[month][steps]
            np.maximum(best[:, :-1][part], written[part], out=best[:, :-1][part])
        if month + ORDER_RETURNS_AFTER <= moves.horizon:
            ordered = values[month + ORDER_RETURNS_AFTER, 1:]
            for part, steps in _parts(pays.letters):
                pay = ordering[month][:1][steps]
                np.maximum(best[:1][part], ordered[part] + pay, out=best[:1][part])
    every = np.arange(len(moves.segments))
    start = values[0, 0, 0, np.minimum(moves.placements, MOST_PLACED), every]
    return np.asarray(start + moves.relief)


def _terms(moves: Moves) -> list[tuple[int, slice | IntArray]]:
    """Return how long placements last, and the segments of each length."""
    lasts = moves.agency[0].months
    if (lasts == lasts[0]).all():
        return [(int(lasts[0]), slice(None))]
    return [(int(months), np.flatnonzero(lasts == months)) for months in np.unique(lasts)]


def _parts(letters: int) -> list[tuple[tuple[slice, ...], tuple[slice, ...]]]:
    """Return parts of (orders, letters, placements, segments), and the steps taken in each."""
    first, more = slice(0, 1), slice(1, None)
    every = slice(None)
    return [
        ((every, letter, placed), (every, slice(wrote, wrote + 1), slice(had, had + 1)))
        for wrote, letter in enumerate((first, slice(1, letters)))
        for had, placed in enumerate((first, more))
    ]


def _place(
    best: FloatArray, later: FloatArray, pays: list[FloatArray], some: slice | IntArray
) -> None:
    """Let placements compete for segments whose terms are as long."""
    for number, pay in enumerate(pays):
        for wrote, letters in enumerate((slice(0, 1), slice(1, None))):
            value = later[:, letters, number + 1, some] + pay[:, [wrote]][..., some]
            mine = best[:, letters, number]
            mine[..., some] = np.maximum(mine[..., some], value)


class _Pays:
    """What moves pay, arrays of shape (months, orders, wrote, placed, segments).

    `wrote` and `placed` say whether there was a letter or a placement before: what an option adds
    to the margin at risk depends on it.
    """

    def __init__(self, moves: Moves) -> None:
        self.moves = moves
        self.letters = int(moves.letter.most.max(initial=0)) + 1
        self.late: BoolArray = moves.months_since_demand >= moves.limitation_months
        stands = np.where(self.late, moves.order_barred.stands, moves.order.stands)
        # An order leaves the share that falls, of the reluctant and of all accounts.
        self._open = np.stack([np.ones_like(stands), 1.0 - stands])[None, :, None, None]
        fade = moves.wait.keep[RELUCTANT, :, :-1]
        faded = np.concatenate([np.ones((len(fade), 1)), np.cumprod(fade, axis=1)], axis=1)
        self._reluctant = _wide(moves.masses[RELUCTANT][:, None] * faded) * self._open

    def states(self, ends: FloatArray) -> FloatArray:
        """Return the best ends as values of (months, orders, letters, placements, segments)."""
        shape = (*ends.shape[:2], self.letters, MOST_PLACED + 1, ends.shape[-1])
        found = np.empty(shape)
        for part, steps in _parts(self.letters):
            found[:, *part] = ends[:, *steps]
        return found

    def letters_closed(self) -> FloatArray:
        """Return minus infinity after the last letter of each segment, (letters, 1, segments)."""
        few = np.arange(self.letters - 1)[:, None] >= self.moves.letter.most
        return np.where(few, -np.inf, 0.0)[:, None]

    def _of(self, per_reluctant: FloatArray, per_open: FloatArray) -> FloatArray:
        """Return what a move pays on the masses of each month; both (segments, months)."""
        paid = _wide(per_reluctant) * self._reluctant + _wide(per_open) * self._open
        return np.broadcast_to(paid, (*paid.shape[:2], 2, 2, paid.shape[-1]))

    def _charged(self, paid: FloatArray, option: str) -> FloatArray:
        """Return the same less what the option adds to the margin at risk, by steps taken."""
        if not self.moves.margin[option].any():
            return paid
        every, so_far = (slice(None), slice(None)), self.moves.letter.so_far[:, None] > 0
        found = np.array(paid)
        for ordered in (0, 1):
            for wrote, letters in enumerate((so_far, np.ones_like(so_far))):
                for placed in (0, 1):
                    added = self.moves.added_margin(
                        option, placed=placed > 0, letters=letters, ordered=ordered > 0, at=every
                    )
                    if added.any():
                        part = self._reluctant[:, ordered, 0, 0] * added.T
                        found[:, ordered, wrote, placed] -= part
        return found

    def work(self, reward: FloatArray) -> FloatArray:
        """Return what a month of own work pays, or one of doing nothing."""
        return self._of(reward[RELUCTANT], reward[OPEN])[:, :, :1, :1]

    def placement(self, number: int) -> FloatArray:
        """Return what a placement pays after so many, without that axis; where shut, -inf."""
        moves = self.moves
        reward, profit = moves.agency[number].reward, moves.agency_profit[number]
        paid = self._charged(self._of(reward[RELUCTANT], reward[OPEN]), "agency")
        paid = paid[:, :, :, min(number, 1)]
        if not moves.agencies.is_choosy:
            return paid
        earned = self._of(profit[RELUCTANT], profit[OPEN])[:, :, :1, 0]
        return np.where(earned >= 0.0, paid, -np.inf)

    def letter(self) -> FloatArray:
        """Return what a letter pays."""
        per_open = self.moves.letter.reward_open
        return self._charged(self._of(np.zeros_like(per_open), per_open), Option.LAW_LETTER.value)

    def order(self) -> FloatArray:
        """Return what a payment order pays; where shut, minus infinity."""
        fresh, barred = self.moves.order, self.moves.order_barred
        late = self.late[:, None]
        paid = self._of(
            np.where(late, barred.reward_not_lost, fresh.reward_not_lost),
            np.where(late, barred.reward_open, fresh.reward_open),
        )
        paid = self._charged(paid, Option.PAYMENT_ORDER.value)
        return np.where(self.moves.may_order, paid, -np.inf)

    def ends(self) -> FloatArray:
        """Return what the best end pays in every state; at the horizon the claim may be kept."""
        moves, late = self.moves, self.late[:, None]
        suit = np.where(late, moves.lawsuit_barred.reward, moves.lawsuit.reward)
        best = np.full((1,), -np.inf)
        for option, reward, may in (
            (Option.WRITE_OFF, moves.write_off.reward, moves.write_off.may),
            (Option.SALE, moves.sale.reward, moves.sale.may),
            (Option.LAWSUIT, suit, moves.lawsuit.may),
        ):
            paid = self._of(reward[RELUCTANT], reward[OPEN])
            if option is Option.LAWSUIT:
                paid = np.array(paid)
                paid[:, 1:] += (_wide(moves.lawsuit_after_order) * self._open)[:, 1:]
            paid = self._charged(paid, option.value)
            best = np.maximum(best, np.where(_wide(may.astype(float)) > 0.0, paid, -np.inf))
        np.maximum(best[-1], 0.0, out=best[-1])
        return np.asarray(best)


def _wide(array: FloatArray) -> FloatArray:
    """Return (segments, months) as months first, with the axes of the state between."""
    return np.asarray(np.ascontiguousarray(array.T)[:, None, None, None])

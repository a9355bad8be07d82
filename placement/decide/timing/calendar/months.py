"""Writes out plans month by month, from the moves that they were made of.

All plans are taken a step at a time: the first step of every plan, then the second, and those
that are alike together. Agencies see the masses they are given, as everywhere.
"""

from collections.abc import Sequence

import numpy as np

from placement.decide.timing.calendar.ledger import CLOSED, PAID, Ledger
from placement.decide.timing.moves.agencies import PlacedMonths, after_placement
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.moves.moves import OPEN, ORDER_RETURNS_AFTER, Moves, Work
from placement.decide.timing.plans import PLACEMENTS, Plan
from placement.domain.types import BoolArray, Component, FloatArray, IntArray, Option
from placement.value.court import SETTLED_MONTH, SETTLED_REFUND
from placement.value.terms import CourtTerms

ENDS = (Option.WRITE_OFF.value, Option.SALE.value, Option.LAWSUIT.value)


def write_down(plans: Sequence[Plan], moves: Moves, *, months: int) -> tuple[Ledger, FloatArray]:
    """Return the months of all plans, and the value today of 1 a month from now by segment.

    Args:
        plans: A plan for each segment.
        moves: The moves of the book.
        months: Months to write at least.

    Raises:
        ValueError: A plan goes on after its end.
    """
    _check(plans)
    now = moves.terms
    size = (len(moves.segments),)
    courts = max(int(np.ceil(np.max(court.months))) for court in (now.lawsuit, now.payment_order))
    longest = moves.horizon + max(courts, int(np.ceil(np.max(now.sale.lag_months))))
    last = max(longest, int(np.ceil(now.market.months_until_deductible.max())) + 1)
    discount = np.broadcast_to(now.market.discount, size)
    ledger = Ledger(
        segments=size[0],
        # One more, because a tax date is split between the months around it.
        months=max(months, last + 2),
        tax_rate=np.broadcast_to(now.market.tax_rate, size),
        discount=discount,
        basis=np.broadcast_to(now.debtor.principal_share * now.debtor.balance, size),
    )
    _Writer(ledger, moves).write(plans)
    ledger.close()
    return ledger, discount


def _check(plans: Sequence[Plan]) -> None:
    for plan in plans:
        actions = [step.action for step in plan.steps]
        if not actions or any(action in ENDS for action in actions[:-1]):
            raise ValueError(f"Nothing follows the end of a plan; got {plan.steps}.")


class _Writer:
    """Where all segments are in their plans; arrays have shape (segments,)."""

    def __init__(self, ledger: Ledger, moves: Moves) -> None:
        self.ledger, self.moves = ledger, moves
        now, size = moves.terms, (len(moves.segments),)
        self.masses = np.array(moves.masses)
        self.month = np.zeros(size, dtype=np.int64)
        self.clock = np.array(moves.months_since_demand)
        self.placements = np.array(moves.placements)
        self.letters = np.zeros(size, dtype=np.int64)
        self.ordered = np.zeros(size, dtype=bool)
        self.paid_value = np.broadcast_to(now.debtor.paid_value, size)
        self.balance = now.debtor.balance
        self.deductible = np.broadcast_to(now.market.months_until_deductible, size)
        self.held = moves.agencies.held
        faded = np.cumsum(moves.agencies.fade, axis=1)
        self._faded = np.concatenate([np.zeros((size[0], 1)), faded], axis=1)

    def write(self, plans: Sequence[Plan]) -> None:
        every = np.arange(len(plans))
        self.ledger.deduct(every, np.ones(len(plans)), self.deductible)
        for number in range(max(len(plan.steps) for plan in plans)):
            here = [i for i, plan in enumerate(plans) if number < len(plan.steps)]
            steps = [plans[i].steps[number] for i in here]
            for action in sorted({step.action for step in steps}):
                some = [(i, s) for i, s in zip(here, steps, strict=True) if s.action == action]
                rows = np.array([i for i, _ in some])
                self._step(action, rows, np.array([step.months for _, step in some]))
        left = np.flatnonzero(self.masses[OPEN] > 0.0)
        # Accounts of plans that stop working and keep the claim count as closed at the horizon.
        self.ledger.stay(CLOSED, left, self.month[left], self.masses[OPEN, left])

    def _step(self, action: str, rows: IntArray, months: IntArray) -> None:
        if action in (WAIT, Option.IN_HOUSE):
            self._own(action, rows, months)
        elif action in PLACEMENTS:
            self._place(action, rows)
        elif action == Option.LAW_LETTER:
            self._letter(rows)
        elif action == Option.PAYMENT_ORDER:
            self._order(rows)
        elif action == Option.LAWSUIT:
            self._suit(rows)
        elif action == Option.SALE:
            self._sale(rows)
        else:
            self._charge(Option.WRITE_OFF.value, rows)
            self._close(rows, self.month[rows], self.masses[OPEN, rows])
        if action in ENDS:
            self.masses[:, rows] = 0.0

    def _own(self, action: str, rows: IntArray, months: IntArray) -> None:
        moves, own = self.moves, self.moves.terms.in_house
        works = action == Option.IN_HOUSE
        work: Work = moves.in_house if works else moves.wait
        size = (len(moves.segments),)
        cost = (own.cost_per_contact + own.complaint_cost_per_contact) * own.contacts_per_month
        per_open = np.broadcast_to(cost if works else np.zeros(1), size)
        for number in range(int(months.max(initial=0))):
            on = rows[months > number]
            where, end = (slice(None), on, self.month[on]), self.month[on] + 1
            is_open = self.masses[OPEN, on]
            paid = (work.paid[where] * self.masses[:2, on]).sum(axis=0)
            self._collect(on, end, paid)
            self.ledger.add(Component.OPERATING_COST, on, end, -per_open[on] * is_open)
            self._hold(action, on, np.ones(len(on), dtype=np.int64), is_open)
            self.masses[:OPEN, on] *= work.keep[where]
            self.masses[OPEN, on] -= paid
            self._tick(on, np.ones(len(on), dtype=np.int64), work.demands_at_end[where[1:]])

    def _place(self, action: str, rows: IntArray) -> None:
        agencies, start = self.moves.agencies, self.month[rows]
        number, masses = self.placements[rows], self.masses[:, rows]
        effort = agencies.best(number, rows, start, masses)
        placed = agencies.placed(number, rows, start, effort)
        months: PlacedMonths = agencies.monthly(number, rows, start, effort)
        commission = agencies.commission[number, rows, start]
        self.ledger.add(
            Component.OPERATING_COST, rows, start, -agencies.placement_fee[rows] * masses[OPEN]
        )
        self._charge("agency", rows)
        for k in range(months.paid.shape[-1]):
            runs = months.runs[:, k]
            on, end = rows[runs], start[runs] + k + 1
            given = masses[:, runs]
            paid = (months.paid[:, runs, k] * given[:2]).sum(axis=0)
            is_open = given[OPEN] - (months.before[:, runs, k] * given[:2]).sum(axis=0)
            self._collect(on, end, paid)
            earned = -commission[runs] * self.paid_value[on] * paid
            self.ledger.add(Component.COMMISSION, on, end, earned)
            complaints = agencies.complaint_cost[on] * months.made[runs, k] * is_open
            self.ledger.add(Component.OPERATING_COST, on, end, -complaints)
            self._hold_in(action, on, end, is_open)
        self.masses[:, rows] = after_placement(masses, placed)
        self.placements[rows] += 1
        self._tick(rows, (agencies.term + agencies.lag)[rows], placed.demands_at_end)

    def _letter(self, rows: IntArray) -> None:
        letter, terms = self.moves.letter, self.moves.terms.letter
        where = (rows, self.month[rows])
        again = letter.repeat_factor[rows] ** (letter.so_far[rows] + self.letters[rows])
        willing, reluctant = (
            response[where] * again
            for response in (letter.willing_response, letter.reluctant_response)
        )
        masses, start = self.masses[:, rows], self.month[rows]
        answered = willing * masses[:2].sum(axis=0) + reluctant * masses[2]
        self.ledger.add(
            Component.LEGAL_COST, rows, start, -self._of(terms.cost, rows) * masses[OPEN]
        )
        self._collect(rows, start + 1, answered)
        commission = -self._of(terms.commission, rows) * self.paid_value[rows] * answered
        self.ledger.add(Component.COMMISSION, rows, start + 1, commission)
        self._charge(Option.LAW_LETTER.value, rows)
        one = np.ones(len(rows), dtype=np.int64)
        self._hold(Option.LAW_LETTER.value, rows, one, masses[OPEN])
        kept = letter.keep[where]
        self.masses[:2, rows] *= (1.0 - willing) * kept
        self.masses[2, rows] *= (1.0 - reluctant) * kept
        self.masses[OPEN, rows] -= answered
        self.letters[rows] += 1
        self._tick(rows, one, one.astype(float))

    def _order(self, rows: IntArray) -> None:
        moves, order = self.moves, self.moves.terms.payment_order
        start, masses = self.month[rows], self.masses[:, rows]
        late = self._is_late(rows)
        stands, keep = (
            np.where(late, getattr(moves.order_barred, name)[at], getattr(moves.order, name)[at])
            for name, at in (("stands", rows), ("keep", (rows, start)))
        )
        fee, lasts = self._of(order.fee, rows), self._months(order.months, rows)
        is_open = masses[OPEN]
        self.ledger.add(Component.LEGAL_COST, rows, start, -fee * is_open)
        refund = stands * self._of(order.refund, rows) * fee * is_open
        self.ledger.add(Component.FEES_REFUNDED, rows, start + lasts, refund)
        paid = stands * self._of(order.yield_share, rows) * self._not_lost(rows, lasts)
        date = np.minimum(self.deductible[rows], start + lasts)
        self.ledger.collect(rows, start + lasts, self.balance[rows] * paid, deducted=date)
        self._bring_forward(rows, stands * is_open, date)
        self._charge(Option.PAYMENT_ORDER.value, rows)
        self._hold(Option.PAYMENT_ORDER.value, rows, lasts, stands * is_open)
        falls = np.full(len(rows), ORDER_RETURNS_AFTER)
        self._hold(Option.PAYMENT_ORDER.value, rows, falls, (1.0 - stands) * is_open)
        self.ledger.stay(PAID, rows, start + lasts, paid)
        self._close(rows, start + lasts, stands * is_open - paid)
        self.masses[:OPEN, rows] *= keep
        self.masses[OPEN, rows] = (1.0 - stands) * is_open
        self.ordered[rows] = True
        self._tick(rows, falls, falls.astype(float))

    def _suit(self, rows: IntArray) -> None:
        suit, start, masses = self.moves.terms.lawsuit, self.month[rows], self.masses[:, rows]
        is_open = masses[OPEN]
        fee, lasts = self._of(suit.fee, rows), self._months(suit.months, rows)
        soon = np.full(len(rows), int(SETTLED_MONTH))
        win = self._win(suit, rows)
        settled = self._of(suit.settle_willing, rows) * masses[:2].sum(axis=0)
        settled = settled + self._of(suit.settle_reluctant, rows) * masses[2]
        saved = self._of(self.moves.terms.payment_order.fee, rows) * self.ordered[rows]
        costs = fee + self._of(suit.case_cost, rows) - saved
        self.ledger.add(Component.LEGAL_COST, rows, start, -costs * is_open)
        back = SETTLED_REFUND * fee * settled
        self.ledger.add(Component.FEES_REFUNDED, rows, start + soon, back)
        refund = win * self._of(suit.refund, rows) * fee * (is_open - settled)
        self.ledger.add(Component.FEES_REFUNDED, rows, start + lasts, refund)
        self._collect(rows, start + soon, settled)
        kept = self._kept(rows, lasts)
        paid = win * self._of(suit.yield_share, rows) * kept
        paid = paid * (masses[:OPEN].sum(axis=0) - settled)
        date = np.minimum(self.deductible[rows], start + lasts)
        collected = self.balance[rows] * paid
        self.ledger.collect(rows, start + lasts, collected, deducted=date)
        commission = -self._of(suit.lawyer_share, rows) * collected
        self.ledger.add(Component.COMMISSION, rows, start + lasts, commission)
        self._bring_forward(rows, is_open - settled, date)
        self._charge(Option.LAWSUIT.value, rows)
        self._hold(Option.LAWSUIT.value, rows, soon, settled)
        self._hold(Option.LAWSUIT.value, rows, lasts, is_open - settled)
        self.ledger.stay(PAID, rows, start + lasts, paid)
        self._close(rows, start + lasts, is_open - settled - paid)

    def _sale(self, rows: IntArray) -> None:
        sale, start, masses = self.moves.terms.sale, self.month[rows], self.masses[:, rows]
        lag = self._months(sale.lag_months, rows)
        worth = masses[:2].sum(axis=0) + self._of(sale.reluctant_weight, rows) * masses[2]
        price = self.moves.price_per_willing[rows, start] * worth
        self.ledger.add(Component.SALE_PROCEEDS, rows, start + lag, price * self.balance[rows])
        is_open = masses[OPEN]
        cost = -self._of(sale.cost, rows) * is_open
        self.ledger.add(Component.OPERATING_COST, rows, start, cost)
        self._bring_forward(rows, is_open, np.minimum(self.deductible[rows], start + lag))
        self._charge(Option.SALE.value, rows)
        self._hold(Option.SALE.value, rows, lag, is_open)
        self._close(rows, start + lag, is_open)

    def _of(self, array: FloatArray, rows: IntArray) -> FloatArray:
        """Return a number of the terms for some segments."""
        return np.asarray(np.broadcast_to(array, (len(self.moves.segments),))[rows])

    def _months(self, array: FloatArray, rows: IntArray) -> IntArray:
        return np.rint(self._of(array, rows)).astype(np.int64)

    def _is_late(self, rows: IntArray) -> BoolArray:
        return np.asarray(self.clock[rows] >= self.moves.limitation_months)

    def _win(self, suit: CourtTerms, rows: IntArray) -> FloatArray:
        """Return the chance to win with the limitation period running or over, as it is then."""
        running, over = self.moves.win
        return np.where(self._is_late(rows), over[rows], running[rows])

    def _kept(self, rows: IntArray, months: IntArray) -> FloatArray:
        """Return the share of debtors who have not turned lost some months on."""
        start = self.month[rows]
        return np.asarray(np.exp(self._faded[rows, start] - self._faded[rows, start + months]))

    def _not_lost(self, rows: IntArray, months: IntArray) -> FloatArray:
        return np.asarray(self.masses[:OPEN, rows].sum(axis=0) * self._kept(rows, months))

    def _collect(self, rows: IntArray, month: IntArray, paid: FloatArray) -> None:
        """Write down accounts that pay, whose loss keeps its own date."""
        collected = self.paid_value[rows] * paid
        self.ledger.collect(rows, month, collected, deducted=self.deductible[rows])
        self.ledger.begin(rows, month, paid)
        self.ledger.stay(PAID, rows, month, paid)

    def _bring_forward(self, rows: IntArray, share: FloatArray, date: FloatArray) -> None:
        """Deduct the loss of a share of the accounts at an earlier date than its own."""
        self.ledger.deduct(rows, share, date)
        self.ledger.deduct(rows, -share, self.deductible[rows])

    def _charge(self, option: str, rows: IntArray) -> None:
        """Charge what a step adds to the margin at risk, when it starts."""
        start = self.month[rows]
        added = self.moves.added_margin(
            option,
            placed=self.placements[rows] > 0,
            letters=self.moves.letter.so_far[rows] + self.letters[rows] > 0,
            ordered=self.ordered[rows],
            at=(rows, start),
        )
        # The moves hold it in today's money; the ledger writes money of the month.
        grown = added / self.ledger.discount[rows] ** start
        cost = -grown * self.masses[:OPEN, rows].sum(axis=0)
        self.ledger.add(Component.RELATIONSHIP_COST, rows, start, cost)

    def _hold(self, action: str, rows: IntArray, months: IntArray, share: FloatArray) -> None:
        """Charge the months in which accounts are held, and count them in their stage."""
        for k in range(int(months.max(initial=0))):
            on = months > k
            self._hold_in(action, rows[on], self.month[rows[on]] + k + 1, share[on])

    def _hold_in(self, action: str, rows: IntArray, month: IntArray, share: FloatArray) -> None:
        self.ledger.add(Component.HOLDING_COST, rows, month, -self.held[rows] * share)
        self.ledger.stay(action, rows, month - 1, share)

    def _close(self, rows: IntArray, month: IntArray, share: FloatArray) -> None:
        """Count accounts as closed in a month."""
        self.ledger.stay(CLOSED, rows, month, share)

    def _tick(self, rows: IntArray, months: IntArray, since_demand: FloatArray) -> None:
        """Move time and the limitation clock; once over, the period stays over."""
        clock = self.clock[rows]
        passes = (clock >= self.moves.limitation_months) | np.isinf(since_demand)
        self.clock[rows] = np.where(passes, clock + months, since_demand)
        self.month[rows] += months

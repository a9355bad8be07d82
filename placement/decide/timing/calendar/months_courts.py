"""Writes down the months of courts, sales and write-offs."""

import numpy as np

from placement.decide.timing.calendar.ledger import CLOSED, PAID
from placement.decide.timing.calendar.running import Running
from placement.decide.timing.calendar.step_terms import StepTerms
from placement.decide.timing.moves.moves import ORDER_RETURNS_AFTER
from placement.domain.types import Component


def write_order(run: Running, step: StepTerms) -> None:
    """Write a payment order: what stands is settled at its end, what falls returns at month 2."""
    rows, start, book = step.segment, step.start, run.ledger
    court, is_open = step.later.payment_order, run.is_open[rows]
    stands, fee = step.pick(court.success), step.pick(court.fee)
    lasts = np.rint(step.pick(court.months)).astype(np.int64)
    book.add(Component.LEGAL_COST, rows, start, -fee * is_open)
    refund = stands * step.pick(court.refund) * fee * is_open
    book.add(Component.FEES_REFUNDED, rows, start + lasts, refund)
    book.settle_tax(rows, stands, run.deductible[rows])
    paid = stands * step.pick(court.yield_share) * run.not_lost(rows, lasts)
    book.add(
        Component.COLLECTED,
        rows,
        start + lasts,
        run.balance[rows] * paid,
        deducted=run.deductible[rows],
    )
    run.charge_relationship(step)
    k = np.arange(1, max(int(lasts.max()), ORDER_RETURNS_AFTER) + 1)
    pending = stands[:, None] * (k <= lasts[:, None])
    pending = pending + (1.0 - stands)[:, None] * (k <= ORDER_RETURNS_AFTER)
    pending = pending * is_open[:, None]
    run.hold(step, pending, pending > 0.0)
    book.stay(PAID, rows, start + lasts, paid)
    book.stay(CLOSED, rows, start + lasts, stands * is_open - paid)
    falls = 1.0 - stands
    faded = falls * np.exp(-ORDER_RETURNS_AFTER * run.fade[rows])
    run.willing[rows] *= faded
    run.reluctant[rows] *= faded
    run.is_open[rows] *= falls
    run.ordered[rows] = True
    two = np.full(len(rows), ORDER_RETURNS_AFTER)
    run.tick(rows, two, two.astype(float))


def write_suit(run: Running, step: StepTerms) -> None:
    """Write a suit: cost now, B epsilon (w + r) exp(-lambda m) with chance p_win in month m."""
    rows, start, book = step.segment, step.start, run.ledger
    court, is_open = step.later.lawsuit, run.is_open[rows]
    barred = run.clock[rows] >= run.limit
    win = step.win * np.where(barred, 1.0 - run.plead, 1.0)
    fee = step.pick(court.fee)
    lasts = np.rint(step.pick(court.months)).astype(np.int64)
    # The fee of an order that fell counts towards the suit's.
    saved = np.where(run.ordered[rows], step.pick(step.later.payment_order.fee), 0.0)
    cost = -(fee - saved + step.pick(court.case_cost)) * is_open
    book.add(Component.LEGAL_COST, rows, start, cost)
    refund = win * step.pick(court.refund) * fee * is_open
    book.add(Component.FEES_REFUNDED, rows, start + lasts, refund)
    paid = win * step.pick(court.yield_share) * run.not_lost(rows, lasts)
    collected = run.balance[rows] * paid
    book.add(Component.COLLECTED, rows, start + lasts, collected)
    commission = -step.pick(court.lawyer_share) * collected
    book.add(Component.COMMISSION, rows, start + lasts, commission)
    run.charge_relationship(step)
    run.hold_for(step, lasts)
    book.stay(PAID, rows, start + lasts, paid)
    book.stay(CLOSED, rows, start + lasts, is_open - paid)
    run.end(rows, np.minimum(run.deductible[rows], start + lasts))


def write_sale(run: Running, step: StepTerms) -> None:
    """Write a sale: cost now, the price of what is open when the lag is over."""
    rows, start, book = step.segment, step.start, run.ledger
    sale, is_open = step.later.sale, run.is_open[rows]
    lag = np.rint(step.pick(sale.lag_months)).astype(np.int64)
    proceeds = step.pick(sale.price) * run.balance[rows] * is_open
    book.add(Component.SALE_PROCEEDS, rows, start + lag, proceeds)
    book.add(Component.OPERATING_COST, rows, start, -step.pick(sale.cost) * is_open)
    run.charge_relationship(step)
    run.hold_for(step, lag)
    book.stay(CLOSED, rows, start + lag, is_open)
    run.end(rows, np.minimum(run.deductible[rows], start + lag))


def write_write_off(run: Running, step: StepTerms) -> None:
    """Write the closing of what is open; the loss is deducted in its own time."""
    run.charge_relationship(step)
    run.ledger.stay(CLOSED, step.segment, step.start, run.is_open[step.segment])
    run.end(step.segment, run.deductible[step.segment])

"""Where the months of many plans are written down: cash by component, accounts by stage, tax.

Everything is per account of a segment and not discounted. The tax office is told of each amount
in the month in which it counts:

    costs and refunds      -tau * amount, in their own month
    what is collected      -tau * R_k in month max(k, d)
    the loss               tau * beta * B * S in month d

where d is the date of the deduction; a suit, an order that stood or a sale brings it forward for
the claims it takes. A date between two months is split between them so that both the money and its
value today stay what they are.

Source: own definition, docs/model.md, "Tax".
"""

from dataclasses import dataclass

import numpy as np

from placement.decide.timing.plans import FIRST_MOVES
from placement.domain.types import BoolArray, Component, FloatArray, IntArray

CLOSED, PAID = "closed", "paid"

STAGES = (*FIRST_MOVES, CLOSED, PAID)
"""Where an account can be: in a stage of its plan, closed unpaid, or paid."""

COMPONENTS = tuple(Component)

TAXED_AS_IT_COMES = (
    Component.COMMISSION,
    Component.OPERATING_COST,
    Component.LEGAL_COST,
    Component.FEES_REFUNDED,
    Component.SALE_PROCEEDS,
)
"""Components whose tax falls in their own month; holding and relationship cost have none."""


class Ledger:
    """The months of a book's plans; arrays (components or stages, segments, months)."""

    def __init__(
        self,
        *,
        segments: int,
        months: int,
        tax_rate: FloatArray,
        discount: FloatArray,
        basis: FloatArray,
    ) -> None:
        """Open an empty ledger.

        Args:
            segments: Number of segments.
            months: Number of months, the cut-off date included.
            tax_rate: Income tax rate, shape (segments,).
            discount: Value today of 1 a month from now, shape (segments,).
            basis: Tax basis of the claim, shape (segments,).
        """
        self._tax_rate, self.discount, self._basis = tax_rate, discount, basis
        self.cash = np.zeros((len(COMPONENTS), segments, months))
        self.accounts = np.zeros((len(STAGES), segments, months))
        self.begun = np.zeros((segments, months))
        """Share of accounts that begin to pay what they settle for, in instalments if agreed."""

    def add(
        self,
        component: Component,
        rows: IntArray,
        month: IntArray,
        amount: FloatArray,
        where: BoolArray | bool = True,
    ) -> None:
        """Write down cash, and its tax where that falls in its own month.

        Args:
            component: What it is; costs are negative.
            rows: Segments, shape (rows,), each once.
            month: When, shape (rows,) or (rows, months), each month of a row once.
            amount: Money per account, same shape.
            where: Entries that count, same shape.
        """
        at = _entries(rows, month, where)
        counted = np.broadcast_to(amount, np.shape(month))[at.where]
        self.cash[COMPONENTS.index(component)][at.rows, at.month] += counted
        if component in TAXED_AS_IT_COMES:
            self._tax(at.rows, at.month, -self._tax_rate[at.rows] * counted)

    def collect(
        self,
        rows: IntArray,
        month: IntArray,
        amount: FloatArray,
        where: BoolArray | bool = True,
        *,
        deducted: FloatArray,
    ) -> None:
        """Write down what is collected, taxed when it comes or, if that is later, at a date.

        Args:
            rows: As in `add`, with the next three.
            month: When it comes.
            amount: Money per account.
            where: Entries that count.
            deducted: Date of the deduction of the claims it comes from, shape (rows,).
        """
        self.add(Component.COLLECTED, rows, month, amount, where)
        at = _entries(rows, month, where)
        counted = np.broadcast_to(amount, np.shape(month))[at.where]
        dates = deducted if month.ndim == 1 else deducted[:, None]
        date = np.maximum(at.month, np.broadcast_to(dates, np.shape(month))[at.where])
        self._tax_on(at.rows, date, -self._tax_rate[at.rows] * counted)

    def deduct(self, rows: IntArray, share: FloatArray, date: FloatArray) -> None:
        """Write down the relief on a share of the loss at a date; a negative one takes it back."""
        self._tax_on(rows, date, share * self._tax_rate[rows] * self._basis[rows])

    def stay(
        self,
        stage: str,
        rows: IntArray,
        month: IntArray,
        share: FloatArray,
        where: BoolArray | bool = True,
    ) -> None:
        """Write down the share of accounts in a stage; arguments as in `add`.

        For accounts that are paid or closed it is the share that becomes so in the month.
        """
        at = _entries(rows, month, where)
        counted = np.broadcast_to(share, np.shape(month))[at.where]
        self.accounts[STAGES.index(stage)][at.rows, at.month] += counted

    def begin(self, rows: IntArray, month: IntArray, share: FloatArray) -> None:
        """Write down the share of accounts that begin to pay in a month; rows once each."""
        self.begun[rows, month] += share

    def close(self) -> None:
        """Turn flows into paid and closed accounts to date."""
        for stage in (CLOSED, PAID):
            at = STAGES.index(stage)
            self.accounts[at] = np.cumsum(self.accounts[at], axis=1)

    def _tax_on(self, rows: IntArray, date: FloatArray, amount: FloatArray) -> None:
        """Write down tax at a date, split between the months around it at the same value today."""
        before = np.floor(date).astype(np.int64)
        passed = date - before
        v = self.discount[rows]
        flat = v >= 1.0
        kept = (v**passed - v) / np.where(flat, 1.0, 1.0 - v)
        share = np.where(flat, 1.0 - passed, kept)
        self._tax(rows, before, amount * share)
        self._tax(rows, before + 1, amount * (1.0 - share))

    def _tax(self, rows: IntArray, month: IntArray, amount: FloatArray) -> None:
        # A row may have several dates that fall into one month.
        np.add.at(self.cash[COMPONENTS.index(Component.TAX)], (rows, month), amount)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Entries:
    rows: IntArray
    month: IntArray
    where: BoolArray


def _entries(rows: IntArray, month: IntArray, where: BoolArray | bool) -> _Entries:
    """Return the entries that count, as flat positions."""
    counts = np.broadcast_to(where, np.shape(month))
    wide = np.broadcast_to(rows if month.ndim == 1 else rows[:, None], np.shape(month))
    return _Entries(rows=wide[counts], month=month[counts], where=counts)

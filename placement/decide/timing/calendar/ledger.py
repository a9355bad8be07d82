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

import numpy as np

from placement.decide.timing.plans import FIRST_MOVES
from placement.domain.types import Component, FloatArray, IntArray

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
        self._cash, self._accounts, self._begun = (
            _Pile(table) for table in (self.cash, self.accounts, self.begun[None])
        )

    def add(
        self, component: Component, rows: IntArray, month: IntArray, amount: FloatArray
    ) -> None:
        """Write down cash, and its tax where that falls in its own month.

        Args:
            component: What it is; costs are negative.
            rows: Segments, shape (rows,).
            month: When, shape (rows,).
            amount: Money per account, shape (rows,).
        """
        self._cash.add(_CASH[component], rows, month, amount)
        if component in TAXED_AS_IT_COMES:
            self._cash.add(_TAX, rows, month, -self._tax_rate[rows] * amount)

    def collect(
        self, rows: IntArray, month: IntArray, amount: FloatArray, *, deducted: FloatArray
    ) -> None:
        """Write down what is collected, taxed when it comes or, if that is later, at a date.

        Args:
            rows: As in `add`, with the next two.
            month: When it comes.
            amount: Money per account.
            deducted: Date of the deduction of the claims it comes from, shape (rows,).
        """
        self.add(Component.COLLECTED, rows, month, amount)
        self._tax_on(rows, np.maximum(month, deducted), -self._tax_rate[rows] * amount)

    def deduct(self, rows: IntArray, share: FloatArray, date: FloatArray) -> None:
        """Write down the relief on a share of the loss at a date; a negative one takes it back."""
        self._tax_on(rows, date, share * self._tax_rate[rows] * self._basis[rows])

    def stay(self, stage: str, rows: IntArray, month: IntArray, share: FloatArray) -> None:
        """Write down the share of accounts in a stage; arguments as in `add`.

        For accounts that are paid or closed it is the share that becomes so in the month.
        """
        self._accounts.add(_STAGE[stage], rows, month, share)

    def begin(self, rows: IntArray, month: IntArray, share: FloatArray) -> None:
        """Write down the share of accounts that begin to pay in a month."""
        self._begun.add(0, rows, month, share)

    def close(self) -> None:
        """Enter all that was written down; turn flows into paid and closed accounts to date."""
        for pile in (self._cash, self._accounts, self._begun):
            pile.enter()
        for stage in (CLOSED, PAID):
            at = _STAGE[stage]
            self.accounts[at] = np.cumsum(self.accounts[at], axis=1)

    def _tax_on(self, rows: IntArray, date: FloatArray, amount: FloatArray) -> None:
        """Write down tax at a date, split between the months around it at the same value today."""
        before = np.floor(date).astype(np.int64)
        passed = date - before
        v = self.discount[rows]
        flat = v >= 1.0
        kept = (v**passed - v) / np.where(flat, 1.0, 1.0 - v)
        share = np.where(flat, 1.0 - passed, kept)
        self._cash.add(_TAX, rows, before, amount * share)
        self._cash.add(_TAX, rows, before + 1, amount * (1.0 - share))


_CASH = {component: position for position, component in enumerate(COMPONENTS)}
_TAX = _CASH[Component.TAX]
_STAGE = {stage: position for position, stage in enumerate(STAGES)}

MOST = 1_000_000
"""Amounts that wait to be entered together."""


class _Pile:
    """Amounts on their way into a table, which are entered many at a time because most are few."""

    def __init__(self, table: FloatArray) -> None:
        self._table = table
        self._waiting: list[tuple[int, IntArray, IntArray, FloatArray]] = []
        self._size = 0

    def add(self, layer: int, rows: IntArray, month: IntArray, amount: FloatArray) -> None:
        """Add an amount to each of some places of a layer."""
        self._waiting.append((layer, rows, month, amount))
        self._size += len(rows)
        if self._size > MOST:
            self.enter()

    def enter(self) -> None:
        """Enter what waits."""
        if not self._waiting:
            return
        layers, rows, months, amounts = zip(*self._waiting, strict=True)
        at = (
            np.repeat(layers, [len(each) for each in rows]),
            np.concatenate(rows),
            np.concatenate(months),
        )
        # A place may have several amounts.
        np.add.at(self._table, at, np.concatenate(amounts))
        self._waiting, self._size = [], 0

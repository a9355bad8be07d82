"""What became of accounts and what they brought, added up by group under a reading of the gone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from placement.api.actual_ways import LEAVES, PLANNED, Treated
from placement.api.books import Book
from placement.api.uncertainty import streams_of
from placement.assume.assumptions import Assumptions
from placement.assume.lookup import Lookup
from placement.decide.timing.plans import Plan
from placement.domain.text import clauses, t
from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.risk.against_plan import Cells, Judged, Said, judged, said_of
from placement.risk.alarms import benjamini_hochberg
from placement.risk.luck import Outcomes
from placement.risk.paying import has_paid, least_payment
from placement.tape.account_payments import AccountPayments
from placement.tape.findings import SHOWN, Finding, Severity
from placement.tape.next_month import Became, NextMonth
from placement.tape.segment import Segmentation

FALSE_ALARMS = 0.1
"""Share of alarms that may be false: where all odds are right, the chance of any alarm at all."""

MOST_OF_OWED = 1.5
"""Times what an account owes above which what it paid is a slip of the file: a wrong unit or row.

Somewhat more than was owed comes in where interest and costs were added since.
"""


@dataclass(frozen=True, kw_only=True, eq=False)
class ActualReading:
    """The groups, with accounts that are gone taken to have paid or to have left otherwise."""

    gone: str
    """`paid` or `otherwise`."""

    judged: Judged
    """What was expected after what was in fact done, as far as it is known."""

    planned: FloatArray
    """Money that the plan as it was expected of the same accounts, shape (groups,)."""

    came: FloatArray
    """Money of accounts that paid, shape (groups,); what the alarms are judged by."""

    corrections: FloatArray
    """Net money of accounts that did not: reversals and what rounding leaves, shape (groups,)."""

    corrected: IntArray
    """These accounts, shape (groups,)."""

    came_from: IntArray
    """Accounts that paid, shape (groups,)."""

    said: Said
    alarm: BoolArray
    """More than chance: the odds as they stand do not hold, shape (groups,)."""

    beyond: BoolArray
    """An alarm outside of what even the ranges of the odds allow, shape (groups,)."""

    def together(self, groups: list[IntArray]) -> "ActualReading":
        """Return sums of groups, named by positions; of them none is an alarm."""

        def added(values: np.ndarray) -> np.ndarray:
            return np.array([values[chosen].sum() for chosen in groups])

        whole, came = self.judged.together(groups), added(self.came)
        nothing = np.zeros(len(groups), dtype=bool)
        return replace(
            self,
            judged=whole,
            planned=added(self.planned),
            came=came,
            corrections=added(self.corrections),
            corrected=added(self.corrected),
            came_from=added(self.came_from),
            said=said_of(whole, came),
            alarm=nothing,
            beyond=nothing,
        )


@dataclass(frozen=True, kw_only=True)
class PaymentsUsed:
    """Where the money of a list of payments went; the parts add up to the whole of it."""

    accounts: int
    """Accounts of the first tape whose money is that of the list."""

    counted: float
    """On these, in the groups."""

    left: float
    """On accounts that left otherwise than by paying, which are in no group's money."""

    left_accounts: int
    unmatched: float
    """On accounts that the first tape does not have."""

    unmatched_accounts: int
    above: float
    """Far above what an account owed, which is not used."""

    above_accounts: int
    before: float = 0.0
    """Before the days between the tapes, which does not count."""

    after: float = 0.0
    outside_rows: int = 0

    @property
    def whole(self) -> float:
        """Return all the money of the list."""
        parts = (self.counted, self.left, self.unmatched, self.above, self.before, self.after)
        return float(sum(parts))


class Sums:
    """Sums over accounts by group, under one reading of the gone or another."""

    def __init__(
        self,
        first: Book,
        cut: Segmentation,
        plans: tuple[Plan, ...],
        group_of: IntArray,
        how: Treated,
        after: NextMonth,
        payments: Mapping[str, float] | AccountPayments | None,
        assumptions: Assumptions,
        *,
        stands: list[Outcomes],
        drawn: list[Outcomes],
        nobody: list[Outcomes],
        willing: FloatArray,
        groups: int,
        seed: int,
    ) -> None:
        self.how, self.after, self.size, self.seed = how, after, groups, seed
        self.stands, self.drawn, self.nobody = stands, drawn, nobody
        self.willing = willing
        self.segment, self.group = cut.index, group_of[cut.index]
        self.balance = first.tape.balance
        self.cut = cut
        lookup = Lookup(cut.segments, assumptions)
        settlement, self.instalments = (
            lookup.scalar(f"debtor.{name}")[cut.index]
            for name in ("settlement_share", "instalment_months")
        )
        self.settled = settlement
        self.listed = payments if isinstance(payments, AccountPayments) else None
        self.paid = payments.paid if isinstance(payments, AccountPayments) else payments
        said = _reported(first, self.paid)
        owed = _owed(first)
        self.above = np.asarray(said > MOST_OF_OWED * owed)
        self.above_money = float(said[self.above].sum())
        self.findings = _far_above(first, said, owed, self.above)
        self.reported = np.where(self.above, np.nan, said)
        self.has = ~np.isnan(self.reported)
        by_payments = self.has & has_paid(self.reported, self._least(step=0.0))
        # Whoever brought money is not lost sight of.
        became = np.where(by_payments & (after.became == Became.GONE), Became.PAID, after.became)
        # A row that cannot be used is no loss where payments say what came.
        became = np.where(self.has & (became == Became.UNREADABLE), Became.STAYED, became)
        leaves = np.array([plan.steps[0].action in LEAVES for plan in plans])[cut.index]
        self.as_planned = leaves & (became == Became.GONE)
        self.became = np.where(self.as_planned, int(Became.OTHERWISE), became)
        self.unmatched, self.unmatched_accounts = _unmatched(first, self.paid)

    @property
    def gone(self) -> BoolArray:
        """Return which accounts are gone without a word."""
        return np.asarray(self.became == Became.GONE)

    @property
    def age(self) -> FloatArray:
        """Return the age of each group, weighted by what is owed."""
        owed = self._added(self.balance)
        return np.asarray(self._added(self.balance * self.cut.segments.age[self.segment]) / owed)

    def read(self, gone: str) -> ActualReading:
        """Return the groups with the accounts that are gone read one way."""
        exposed = ~np.isin(self.became, (Became.OTHERWISE, Became.UNREADABLE))
        if gone != "paid":
            exposed &= ~self.gone
        money = np.where(
            np.isin(self.became, (Became.PAID, Became.GONE)),
            self.settled * self.balance,
            self.after.paid,
        )
        money = np.where(self.has, self.reported, money) * exposed
        # Only where the tapes' difference is the money does their rounding make some.
        by_tapes = ~self.has & (self.became == Became.STAYED)
        least = self._least(step=np.where(by_tapes, self.after.step, 0.0))
        pays = exposed & has_paid(money, least)
        found = judged(
            self._cells(exposed), self.stands, self.drawn, self.nobody,
            willing=self.willing, groups=self.size, streams=streams_of(self.seed),
        )  # fmt: skip
        came = self._added(money * pays)
        said = said_of(found, came)
        return ActualReading(
            gone=gone,
            judged=found,
            planned=self._added(self.balance * self.stands[PLANNED].mean[self.segment] * exposed),
            came=came,
            corrections=self._added(money * ~pays),
            corrected=self._counted(~pays & (money != 0.0)),
            came_from=self._counted(pays),
            said=said,
            alarm=_stand_out(said.by_luck),
            beyond=_stand_out(said.by_luck) & _stand_out(said.in_all),
        )

    def counts(self) -> dict[str, Any]:
        """Return what is counted whatever the reading."""
        otherwise = (self.how.way != PLANNED) & ~np.isin(
            self.became, (Became.OTHERWISE, Became.UNREADABLE)
        )
        stayed = self.has & (self.after.became == Became.STAYED)
        return {
            "accounts": self._counted(np.ones(len(self.group), dtype=bool)),
            "balance": self._added(self.balance),
            "gone": self._counted(self.gone),
            "gone_balance": self._added(self.balance * self.gone),
            "left": self._counted((self.became == Became.OTHERWISE) & ~self.as_planned),
            "left_as_planned": self._counted(self.as_planned),
            "settled": self._counted(self.became == Became.PAID),
            "unreadable": self._counted(self.became == Became.UNREADABLE),
            "charged": self._added(self.after.charged),
            "charged_accounts": self._counted(self.after.charged > 0.0),
            "otherwise": self._counted(otherwise),
            "done": self._done(otherwise),
            "by_payments": float(np.where(stayed, self.reported, 0.0).sum()),
            "by_tapes": float(np.where(stayed, self.after.paid - self.after.charged, 0.0).sum()),
            "payments": self._used(),
            "findings": self.findings,
        }

    def _used(self) -> PaymentsUsed | None:
        if self.paid is None:
            return None
        left = self.has & (self.became == Became.OTHERWISE)
        outside = self.listed
        return PaymentsUsed(
            accounts=int((self.has & ~left).sum()),
            counted=float(self.reported[self.has & ~left].sum()),
            left=float(self.reported[left].sum()),
            left_accounts=int(left.sum()),
            unmatched=self.unmatched,
            unmatched_accounts=self.unmatched_accounts,
            above=self.above_money,
            above_accounts=int(self.above.sum()),
            before=outside.before if outside else 0.0,
            after=outside.after if outside else 0.0,
            outside_rows=outside.elsewhere if outside else 0,
        )

    def _least(self, *, step: FloatArray | float) -> FloatArray:
        return least_payment(
            self.balance, settlement=self.settled, instalments=self.instalments, step=step
        )

    def _done(self, otherwise: BoolArray) -> tuple[Mapping[str, int], ...]:
        ways = len(self.how.names)
        table = np.bincount(
            self.group[otherwise] * ways + self.how.way[otherwise], minlength=self.size * ways
        ).reshape(self.size, ways)
        return tuple(
            {self.how.names[way]: int(n) for way, n in enumerate(row.tolist()) if n}
            for row in table
        )

    def _cells(self, exposed: BoolArray) -> Cells:
        rows = np.flatnonzero(exposed)
        key = self.segment[rows] * len(self.how.names) + self.how.way[rows]
        order = np.argsort(key, kind="stable")
        names, starts = np.unique(key[order], return_index=True)
        segment, way = names // len(self.how.names), names % len(self.how.names)
        first = rows[order][starts]
        return Cells(
            segment=segment,
            way=way,
            group=self.group[first],
            balances=tuple(np.split(self.balance[rows[order]], starts[1:])),
        )

    def _added(self, values: FloatArray) -> FloatArray:
        return np.asarray(np.bincount(self.group, values, minlength=self.size), dtype=float)

    def _counted(self, mask: BoolArray) -> IntArray:
        return np.bincount(self.group[mask], minlength=self.size)


def _reported(first: Book, payments: Mapping[str, float] | None) -> FloatArray:
    """Return what remittances say that each account brought; NaN where they say nothing."""
    nothing = np.full(len(first.tape), np.nan)
    numbers = first.tape.account_id
    if not payments or numbers is None:
        return nothing
    seen: set[str] = set()
    for place, number in enumerate(numbers.tolist()):
        # Of several rows of one number the first has its money.
        if number and str(number) not in seen and str(number) in payments:
            nothing[place] = payments[str(number)]
            seen.add(str(number))
    return nothing


def _owed(first: Book) -> FloatArray:
    """Return what is owed under each account's number, over all rows that have it."""
    balance, numbers = first.tape.balance, first.tape.account_id
    if numbers is None:
        return balance
    owed: dict[str, float] = {}
    keys = [str(number or f"\0{place}") for place, number in enumerate(numbers.tolist())]
    for key, money in zip(keys, balance.tolist(), strict=True):
        owed[key] = owed.get(key, 0.0) + money
    return np.array([owed[key] for key in keys])


def _unmatched(first: Book, payments: Mapping[str, float] | None) -> tuple[float, int]:
    """Return money and number of accounts of the payments that the first tape does not have."""
    numbers = first.tape.account_id
    known = set() if numbers is None else {str(number) for number in numbers.tolist() if number}
    lost = [money for number, money in (payments or {}).items() if number not in known]
    return float(sum(lost)), len(lost)


def _far_above(
    first: Book, said: FloatArray, owed: FloatArray, above: BoolArray
) -> tuple[Finding, ...]:
    """Return the finding on accounts that are said to have paid far more than they owed."""
    rows = np.flatnonzero(above)
    if not len(rows):
        return ()
    names = first.tape.masked(rows[:SHOWN])
    named = [
        t(
            "{account}: {paid:,.2f} on {owed:,.2f}",
            account=name,
            paid=float(said[row]),
            owed=float(owed[row]),
        )
        for name, row in zip(names, rows[:SHOWN].tolist(), strict=True)
    ]
    return (
        Finding(
            code="paid_above_owed",
            severity=Severity.ERROR,
            column="collected",
            rows=len(rows),
            money=float(owed[rows].sum()),
            message=t(
                "{count:,} accounts are said to have paid more than {times:g} times what they "
                "owed ({names}), {money:,.2f} in all. These payments are not used; the tapes say "
                "what came of these accounts.",
                count=len(rows),
                times=MOST_OF_OWED,
                names=clauses(named),
                money=float(said[rows].sum()),
            ),
            advice=t("Correct the amounts, their unit or the account numbers in the file."),
        ),
    )


def _stand_out(chance: FloatArray) -> BoolArray:
    known = ~np.isnan(chance)
    found = np.zeros(len(chance), dtype=bool)
    found[known] = benjamini_hochberg(chance[known], rate=FALSE_ALARMS)
    return found

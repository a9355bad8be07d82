"""What a creditor's memo is made of: a book's answer by group and by date."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.decide.rank import Ranking
from placement.decide.timing.calendar.cash import CashCalendar
from placement.decide.timing.follow_up import BestPlans
from placement.decide.timing.stop import begins_with
from placement.domain.days import DAYS_PER_MONTH, months_later
from placement.domain.text import day_text, t
from placement.domain.types import BoolArray, Component, FloatArray, Option, Segments
from placement.report.made_with import MadeWith
from placement.risk.odds import Odds, Together
from placement.risk.tornado import Swing
from placement.tape.findings import Finding
from placement.tape.tape import Tape

YEAR = 12
"""Months of cash and steps that a memo shows."""


def day_of(as_of: dt.date | None, month: int) -> str:
    """Return the date some months after the cut-off date; without one, the month's number."""
    return day_text(months_later(as_of, month)) if as_of else t("month {month}", month=month)


def bar_name(as_of: dt.date | None, month: int) -> str:
    """Return the month in which that date lies, as short as a bar is wide."""
    return f"{months_later(as_of, month):%y-%m}" if as_of else str(month)


@dataclass(frozen=True, kw_only=True, eq=False)
class Drawn:
    """Draws of the first moves of a book's largest segments."""

    segments: Segments
    odds: Odds
    together: Together
    draws: int
    seed: int

    @property
    def sure(self) -> float:
        """Share of draws in which the first move is the best one, weighted by balance."""
        owed = self.segments.balance * self.segments.accounts
        lead = self.odds.p_best[self.odds.lead, np.arange(len(owed))]
        return float(lead @ owed / owed.sum())


@dataclass(frozen=True, kw_only=True)
class Limitation:
    """Accounts whose limitation is over, or runs out within a year unless somebody demands."""

    over: int
    over_owed: float
    soon: int
    soon_owed: float
    first: float
    """Months until the first of those runs out; 0 where there are none."""


@dataclass(frozen=True, kw_only=True, eq=False)
class CreditorCase:
    """A book's answer."""

    ranking: Ranking
    plans: BestPlans
    options_begun: FloatArray
    """What one account is worth when it is begun with an option and the best follows it, by
    component, shape (components, options, segments); NaN where an option is not open."""
    calendar: CashCalendar
    drawn: Drawn
    """Draws of the largest segments' first moves."""
    swings: tuple[Swing, ...]
    """What each number or table does to the book, each segment its best option, closed at its
    end; the widest first."""
    findings: tuple[Finding, ...]
    tape: Tape
    made_with: MadeWith
    horizon: int

    @property
    def currency(self) -> str:
        """Unit of all money."""
        return self.tape.currency

    @cached_property
    def accounts(self) -> FloatArray:
        """Accounts of each segment, shape (segments,)."""
        return np.asarray(self.ranking.accounts)

    @cached_property
    def owed(self) -> FloatArray:
        """What each segment owes, shape (segments,)."""
        return np.asarray(self.ranking.valuation.segments.balance * self.accounts)

    @cached_property
    def net(self) -> FloatArray:
        """What each segment's plan leaves, shape (segments,)."""
        return np.array([plan.value for plan in self.plans.plans]) * self.accounts

    @cached_property
    def totals(self) -> FloatArray:
        """Cash, fees and tax of the whole book, shape (totals,)."""
        return np.asarray(self.plans.totals @ self.accounts)

    @cached_property
    def begun(self) -> dict[str, BoolArray]:
        """Segments by what their plan begins with, the largest balance first."""
        first = np.array([begins_with(p, horizon=self.horizon) for p in self.plans.plans])
        found = {str(name): np.asarray(first == name) for name in dict.fromkeys(first.tolist())}
        return dict(sorted(found.items(), key=lambda pair: -float(self.owed[pair[1]].sum())))

    def begun_alike(self, option: Option) -> FloatArray:
        """Return what the book is made of when all accounts are begun with one option.

        The best follows it, as in the plans. Segments it is not open to follow their own plan, so
        that they count neither for nor against it.

        Args:
            option: What they are begun with.

        Returns:
            Shape (components, segments), all accounts of a segment together.
        """
        begun = self.options_begun[:, list(Option).index(option)]
        return np.asarray(np.where(np.isnan(begun), self.plans.parts, begun) * self.accounts)

    def parts_ahead(
        self, chosen: BoolArray
    ) -> tuple[dict[Component, float], dict[Component, float]]:
        """Return what plans of some segments are made of, and the same begun with in-house work.

        Args:
            chosen: The segments.
        """
        plans = self.plans.parts[:, chosen] @ self.accounts[chosen]
        kept = self.begun_alike(Option.IN_HOUSE)[:, chosen].sum(axis=1)
        return (
            dict(zip(Component, plans.tolist(), strict=True)),
            dict(zip(Component, kept.tolist(), strict=True)),
        )

    def day(self, month: int) -> str:
        """Return the date some months after the cut-off date; without one, the month's number."""
        return day_of(self.made_with.as_of, month)

    @cached_property
    def limitation(self) -> Limitation:
        """What limitation does to the accounts; without a known demand it runs from the due date.

        left = months of limitation - months since the last demand that can be proved
        """
        tape = self.tape
        since = np.where(np.isnan(tape.months_since_demand), tape.age, tape.months_since_demand)
        left = float(np.mean(self.made_with.assumptions.number("law.limitation_months"))) - since
        over, soon = left <= 0.0, (left > 0.0) & (left <= YEAR)
        return Limitation(
            over=int(over.sum()),
            over_owed=float(tape.balance[over].sum()),
            soon=int(soon.sum()),
            soon_owed=float(tape.balance[soon].sum()),
            first=float(left[soon].min()) if soon.any() else 0.0,
        )

    def day_after(self, months: float) -> str:
        """Return the date a part of months after the cut-off date; without one, the months."""
        as_of = self.made_with.as_of
        if as_of is None:
            return t("month {month}", month=f"{months:.1f}")
        return day_text(as_of + dt.timedelta(days=int(months * DAYS_PER_MONTH)))

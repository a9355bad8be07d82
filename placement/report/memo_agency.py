"""What the memo for an agency's owner says: which lots to bid for, and what that takes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.decide.deal.deal import Deal
from placement.domain.text import listed, pt, sentences, t, with_unit
from placement.domain.types import FloatArray
from placement.report.made_with import MadeWith
from placement.report.memo import Memo, MemoBars, MemoSection, MemoTable
from placement.report.memo_case import YEAR, bar_name, day_of
from placement.report.memo_parts import (
    assumed_section,
    book_line,
    findings_section,
    foot,
    swings_table,
)
from placement.risk.odds import TAILS
from placement.risk.tornado import Swing
from placement.tape.findings import Finding
from placement.tape.tape import Tape
from placement.words.names import sector_name
from placement.words.numbers import NONE, money, points, share, whole


@dataclass(frozen=True, kw_only=True, eq=False)
class AgencyLot:
    """A sector of the book as one lot, one contract, at the commissions in use."""

    sector: str
    deal: Deal
    worked: int
    """Accounts that the agency would work; the others it only takes on."""
    profits: FloatArray
    """Profit in every draw, shape (draws,)."""

    @property
    def profit(self) -> float:
        """What the lot earns with every number at its value, fixed cost paid."""
        return self.deal.economics.profit

    @property
    def accounts(self) -> float:
        """Accounts that can be placed."""
        return float(self.deal.zone.lot.accounts.sum())

    @property
    def owed(self) -> float:
        """What these owe."""
        return float(self.deal.zone.lot.owed.sum())

    @property
    def pays(self) -> bool:
        """The commission in use reaches the target margin."""
        floor = self.deal.zone.bounds.floor
        return floor is not None and self.deal.quoted >= floor


@dataclass(frozen=True, kw_only=True, eq=False)
class AgencyCase:
    """A book's lots from the agency's side."""

    lots: tuple[AgencyLot, ...]
    swings: tuple[Swing, ...]
    """What each number does to the profit of the lots to bid for before their fixed costs; of all
    lots where none is to be bid for."""
    before_fixed: float
    """That profit with every number at its value."""
    seed: int
    findings: tuple[Finding, ...]
    tape: Tape
    made_with: MadeWith

    @cached_property
    def bid_for(self) -> tuple[AgencyLot, ...]:
        """Lots that pay, the most profit first."""
        return tuple(lot for lot in self.lots if lot.pays)

    @property
    def currency(self) -> str:
        """Unit of all money."""
        return self.tape.currency


def agency_memo(case: AgencyCase) -> Memo:
    """Return the memo in the language that is spoken."""
    made, unit = case.made_with, case.currency
    return Memo(
        title=t("Agency memo: {book}", book=made.book),
        meta=(
            book_line(
                made,
                accounts=len(case.tape),
                owed=float(case.tape.balance.sum()),
                currency=unit,
            ),
            t("Question: which lots, one a sector, are worth bidding for, and from which price?"),
        ),
        answer=_answer(case),
        sections=[
            _prices(case),
            *([_cash(case)] if case.bid_for else []),
            _reasons(case),
            _changes(case),
            assumed_section(case.swings, made.assumptions),
            *([_steps(case)] if case.bid_for else []),
            findings_section(case.findings, case.tape.excluded, currency=unit),
        ],
        foot=foot(made),
    )


def _answer(case: AgencyCase) -> list[str]:
    unit, lots = case.currency, case.bid_for
    others = [lot for lot in case.lots if not lot.pays]
    leave = t(
        "Leave {lots}: the commission in use does not reach the target margin.",
        lots=listed(sector_name(lot.sector) for lot in others),
    )
    if not lots:
        return [t("Bid for none of these lots at the commissions in use."), leave]
    low, high, loss = spread(lots)
    first = t(
        "Bid for {lots}: at the commissions in use they earn {profit} {currency} in today's "
        "money, fixed costs paid.",
        lots=listed(sector_name(lot.sector) for lot in lots),
        profit=money(sum(lot.profit for lot in lots)),
        currency=unit,
    )
    second = t(
        "In nine of ten of {draws} draws of all numbers (seed {seed}) that is {low} to {high} "
        "{currency}; {loss} of the draws lose money. It takes {people} people at most, and "
        "{cash} {currency} are out at most.",
        draws=whole(len(lots[0].profits)),
        seed=case.seed,
        low=money(low),
        high=money(high),
        loss=points(loss, decimals=0),
        people=_people(sum(lot.deal.economics.peak_seats for lot in lots)),
        cash=money(-float(min(_net(lots).cumsum().min(), 0.0))),
        currency=unit,
    )
    return [first, sentences([second, leave if others else "", _no_award(case)])]


def spread(lots: Sequence[AgencyLot]) -> tuple[float, float, float]:
    """Return 5 % and 95 % quantiles of the lots' profit together, and its share below zero."""
    total = np.sum([lot.profits for lot in lots], axis=0)
    low, high = np.quantile(total, TAILS)
    return float(low), float(high), float(np.mean(total < 0.0))


def _no_award(case: AgencyCase) -> str:
    """Return for which of the lots the creditor has something better than any commission."""
    none = [lot for lot in case.bid_for if lot.deal.zone.bounds.ceiling is None]
    if not none:
        return ""
    return t(
        "For {lots} the creditor does better without placing all accounts, at any commission: "
        "offer for a part of them.",
        lots=listed(sector_name(lot.sector) for lot in none),
    )


def _prices(case: AgencyCase) -> MemoSection:
    unit, rows = case.currency, []
    for lot in case.lots:
        low, high, loss = spread([lot])
        bounds = lot.deal.zone.bounds
        rows.append(
            [
                sector_name(lot.sector),
                pt("answer for a lot", "Bid") if lot.pays else pt("answer for a lot", "Leave"),
                whole(lot.accounts),
                whole(lot.owed),
                points(lot.deal.quoted),
                points(bounds.floor),
                points(bounds.ceiling),
                whole(lot.profit),
                f"{whole(low)} … {whole(high)}",
                points(loss, decimals=0),
                _people(lot.deal.economics.peak_seats),
            ]
        )
    return MemoSection(
        title=t("The lots: price, profit and people"),
        table=MemoTable(
            heads=[
                t("Lot"),
                t("Answer"),
                t("Accounts"),
                with_unit(t("Balance"), unit),
                t("Commission in use"),
                t("Your floor"),
                t("Creditor's ceiling"),
                with_unit(t("Profit"), unit),
                with_unit(t("Nine draws of ten"), unit),
                t("Draws that lose money"),
                t("People at most"),
            ],
            rows=rows,
            words=2,
        ),
        notes=[
            t(
                "Floor: the lowest commission that reaches the target margin. Ceiling: the highest "
                "at which the creditor would rather place all of it; a dash where none is. What to "
                "bid against rivals, and how likely it wins: the page Bid desk."
            )
        ],
    )


def _cash(case: AgencyCase) -> MemoSection:
    unit, lots = case.currency, case.bid_for
    coming, net = agency_cash(lots)
    size = min(YEAR + 1, len(net))
    as_of = case.made_with.as_of
    return MemoSection(
        title=t("Your cash by month, all lots to bid for"),
        bars=MemoBars(
            names=[bar_name(as_of, month) for month in range(size)],
            above=coming[:size].tolist(),
            below=(net - coming)[:size].tolist(),
            label=t("Bars: commission in and costs out by month."),
            keys=(with_unit(t("Commission less VAT"), unit), with_unit(t("Costs"), unit)),
        ),
        table=MemoTable(
            heads=[
                t("Month to"),
                with_unit(t("Commission less VAT"), unit),
                with_unit(t("Costs"), unit),
                with_unit(t("Net so far"), unit),
            ],
            rows=[
                [
                    day_of(as_of, month),
                    whole(float(coming[month])),
                    whole(float(net[month] - coming[month])),
                    whole(float(net[: month + 1].sum())),
                ]
                for month in range(size)
            ],
        ),
        notes=[t("Not discounted, so it does not add up to today's money above.")],
    )


def agency_cash(lots: Sequence[AgencyLot]) -> tuple[FloatArray, FloatArray]:
    """Return what comes in by month, and that less all costs, of some lots; not discounted."""
    return _added([lot.deal.economics.cash.commission for lot in lots]), _net(lots)


def _net(lots: Sequence[AgencyLot]) -> FloatArray:
    return _added([lot.deal.economics.cash.net for lot in lots])


def _added(columns: Sequence[FloatArray]) -> FloatArray:
    """Return columns of different lengths added up."""
    total = np.zeros(max(len(column) for column in columns))
    for column in columns:
        total[: len(column)] += column
    return total


def _reasons(case: AgencyCase) -> MemoSection:
    said = []
    for lot in case.lots:
        economics = lot.deal.economics
        words = {
            "lot": sector_name(lot.sector),
            "worked": whole(lot.worked),
            "accounts": whole(lot.accounts),
            "share": share(float(economics.curve.liquidation[0]), of=1.0),
        }
        needed = economics.break_even_liquidation
        said.append(
            t(
                "{lot}: you would work {worked} of {accounts} accounts; {share} of the balance "
                "comes in within the term, {needed} pays for the work.",
                needed=share(needed, of=1.0),
                **words,
            )
            if needed is not None and needed <= 1.0
            else t(
                "{lot}: you would work {worked} of {accounts} accounts; {share} of the balance "
                "comes in within the term, and no commission pays for the work.",
                **words,
            )
            if economics.break_even_commission is None
            else t(
                "{lot}: you would work {worked} of {accounts} accounts; {share} of the balance "
                "comes in within the term, and at the commission in use the work does not pay even "
                "if all of it came in.",
                **words,
            )
            if needed is not None
            else t(
                "{lot}: you would work {worked} of {accounts} accounts; {share} of the balance "
                "comes in within the term.",
                **words,
            )
        )
    return MemoSection(title=t("Why"), points=said)


def _changes(case: AgencyCase) -> MemoSection:
    unit = case.currency
    words = {"profit": money(case.before_fixed), "currency": unit}
    return MemoSection(
        title=t("What would change it"),
        said=[
            t(
                "One number or table at a time, at the ends of its range: the profit of the lots "
                "to bid for before the contracts' fixed costs, {profit} {currency} as the numbers "
                "stand.",
                **words,
            )
            if case.bid_for
            else t(
                "One number or table at a time, at the ends of its range: the profit of all lots "
                "before the contracts' fixed costs, {profit} {currency} as the numbers stand.",
                **words,
            )
        ],
        table=swings_table(
            case.swings,
            case.made_with.assumptions,
            heads=[
                with_unit(t("Profit at its low end"), unit),
                with_unit(t("Profit at its high end"), unit),
            ],
            cells=lambda swing: [whole(float(net)) for net in swing.net],
        ),
    )


def _steps(case: AgencyCase) -> MemoSection:
    as_of, rows = case.made_with.as_of, []
    for lot in case.bid_for:
        cash = lot.deal.economics.cash
        back = cash.paid_back_month
        rows.append(
            [
                sector_name(lot.sector),
                _people(lot.deal.economics.peak_seats),
                whole(-cash.deepest),
                day_of(as_of, cash.deepest_month),
                NONE if back is None else day_of(as_of, back),
                day_of(as_of, len(cash.net) - 1),
            ]
        )
    return MemoSection(
        title=t("Next steps, with dates"),
        said=[
            t(
                "Offer not below the floor of each lot, keep the people and the money ready from "
                "{day} on, and look at what came in against this memo each month.",
                day=day_of(as_of, 0),
            )
        ],
        table=MemoTable(
            heads=[
                t("Lot"),
                t("People at most"),
                with_unit(t("Money out at most"), case.currency),
                t("In the month to"),
                t("Paid back by"),
                t("Last commission"),
            ],
            rows=rows,
        ),
        notes=[t("As if every contract began on the cut-off date.")],
    )


def _people(count: float) -> str:
    """Return people, a tenth at a time, rounded up so that they are enough."""
    return f"{math.ceil(10.0 * count - 1e-9) / 10.0:,.1f}"

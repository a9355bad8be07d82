"""The agency's effort under a contract's terms: by a plain loop over every effort worth trying."""

import math
from dataclasses import replace

import numpy as np
import pytest

from placement.decide.deal.curve import lot_curve
from placement.decide.deal.fee_terms import AgeWhen, Band, FeeTerms, Vat
from placement.decide.deal.lot import Lot
from placement.decide.deal.work import work
from tests.decide.deal.lots import plain_lot

V, FADE, CURE, VAT = 1.01**-1, 0.02, 0.01, 0.06
BALANCE, OMEGA, COST, TERM, WILLING = 7_000.0, 12.5, 2.3, 6, 0.25

AGES = (Band(start=0, end=15, rate=0.1), Band(start=15, end=None, rate=0.3))
TERMS = {
    "none": FeeTerms(),
    "minimum": FeeTerms(minimum_per_account=400.0),
    "minimum above a payment's commission": FeeTerms(minimum_per_account=2_000.0),
    "tail": FeeTerms(tail_months=4, tail_share=0.7),
    "recall fee": FeeTerms(recall_fee=300.0),
    "age when cash comes": FeeTerms(by_age=AGES, age_when=AgeWhen.PAID),
    "VAT on top": FeeTerms(vat=Vat.ADDED, vat_credit_share=0.5),
    "all": FeeTerms(
        by_age=AGES, age_when=AgeWhen.PAID, minimum_per_account=150.0, recall_fee=20.0,
        tail_months=3, reversal_share=0.1, reversals_clawed_back=False,
    ),
}  # fmt: skip


def lot_of(fees: FeeTerms, *, accounts: int = 1) -> Lot:
    """Return a lot with fading, discount, self-cures and VAT, 12 months past due."""
    lot = plain_lot(
        balance=BALANCE, willing=WILLING, per_willing=OMEGA, cost=COST, months=TERM, fade=FADE,
        self_cure=CURE, discount_per_month=1.0 / V - 1.0, vat=VAT, accounts=accounts,
    )  # fmt: skip
    return replace(lot, fees=fees)


def by_hand(fees: FeeTerms, quote: float, contacts: float, worked: int, age: float) -> float:
    """Return the agency's value per account, month by month, without its onboarding."""
    willing, is_open, value, paid_in_term, lifted = WILLING, 1.0, 0.0, 0.0, 0.0
    earned = 1.0 / (1.0 + VAT) if fees.vat is Vat.INCLUDED else 1.0
    for month in range(1, TERM + fees.tail_months + 1):
        made = contacts if month <= worked else 0.0
        hazard = CURE + made / OMEGA
        rate = hazard + FADE
        paid = willing * hazard / rate * (1.0 - math.exp(-rate))
        share = quote
        if fees.by_age:
            at = age + (month if fees.age_when is AgeWhen.PAID else 0.0)
            share = next(band.rate for band in reversed(fees.by_age) if band.start <= at)
        if not fees.reversals_clawed_back:
            share /= 1.0 - fees.reversal_share
        value -= V**month * COST * made * is_open
        earns = 1.0 if month <= TERM else fees.tail_share
        value += V**month * earned * earns * share * BALANCE * paid
        if month <= TERM:
            paid_in_term += paid
            lifted += paid * max(fees.minimum_per_account - share * BALANCE, 0.0)
        willing, is_open = willing * math.exp(-rate), is_open - paid
    due = fees.minimum_per_account + fees.recall_fee
    return value + V**TERM * earned * (lifted + (1.0 - paid_in_term) * due)


@pytest.mark.parametrize("name", TERMS)
@pytest.mark.parametrize("quote", [0.05, 0.2, 0.6])
def test_no_effort_earns_more_than_the_one_taken(name: str, quote: float) -> None:
    """Three hundred intensities, every month of stopping; and the profit is the loop's."""
    lot = lot_of(TERMS[name])
    worked = work(lot, np.array([quote]))
    taken = float(worked.effort.contacts_per_month[0, 0])
    months = round(float(worked.effort.worked_months[0, 0]))
    age, most = float(lot.segments.age[0]), float(np.max(lot.contract.max_contacts_per_month))
    onboarding = float(np.max(lot.contract.onboarding))
    ours = by_hand(TERMS[name], quote, taken, months, age)
    assert worked.profit[0] == pytest.approx(ours - onboarding, abs=1e-9)
    best = max(
        by_hand(TERMS[name], quote, contacts, stop, age)
        for contacts in np.linspace(0.0, most, 300)
        for stop in range(TERM + 1)
    )
    assert ours >= best - 1e-6


def test_a_minimum_makes_the_agency_work_less() -> None:
    """What it gets anyway it need not work for."""
    free, sure = (
        float(lot_curve(lot_of(fees), np.array([0.2])).contacts[0])
        for fees in (FeeTerms(), FeeTerms(minimum_per_account=1_000.0))
    )
    assert 0.0 <= sure < free


def test_under_a_minimum_of_the_lot_the_agency_sits_still() -> None:
    """More than all commission there could be: nobody is called, the minimum is paid."""
    lot = lot_of(FeeTerms(minimum_per_lot=1e6), accounts=100)
    at = lot_curve(lot, np.array([0.2]))
    assert at.contacts[0] == 0.0
    assert at.fee[0] == pytest.approx(1e6 * V**TERM, rel=1e-3)


@pytest.mark.parametrize("marginal", [False, True])
def test_tiers_of_the_result_pay_what_the_result_reaches(marginal: bool) -> None:
    """Of the efforts for each tier's points it takes the one that earns most under the contract."""
    tiers = (Band(start=0, end=0.15, rate=0.0), Band(start=0.15, end=None, rate=0.1))
    fees = FeeTerms(by_result=tiers, result_marginal=marginal)
    lot = lot_of(fees, accounts=10)
    profits = []
    for points in (0.0, 0.1):
        tried = work(lot_of(FeeTerms(), accounts=10), np.array([0.2 + points]))
        reached = float(tried.payers[0, 0])
        inside = max(reached - 0.15, 0.0) / reached if marginal else float(reached >= 0.15)
        paid = float((tried.paid * tried.today).sum()) * BALANCE * 10
        profits.append((0.2 + 0.1 * inside) * paid / (1.0 + VAT) - float(tried.cost.sum()) * 10)
    assert work(lot, np.array([0.2])).profit[0] == pytest.approx(max(profits), rel=1e-9)


def test_both_sides_add_up_under_any_terms() -> None:
    """What the creditor bears is what the agency gets, the VAT that passes through, and credit."""
    for fees in TERMS.values():
        at = lot_curve(lot_of(fees, accounts=10), np.array([0.2]))
        paid = at.agency_revenue[0] * (1.0 + VAT)
        credit = fees.vat_credit_share * VAT / (1.0 + VAT)
        assert at.fee[0] == pytest.approx(paid * (1.0 - credit))

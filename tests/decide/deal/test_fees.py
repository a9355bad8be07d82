"""The effective fee: its parts add up, no terms change nothing, and each rule does its own."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.decide.deal.curve import lot_curve
from placement.decide.deal.fee_terms import AgeWhen, Band, Bonus, FeeTerms, Vat
from placement.decide.deal.fees import EffectiveFee, effective_fee
from placement.decide.deal.lot import Lot
from placement.decide.deal.work import FeeRule, Worked, work
from placement.odds.debtor import follow, pay_hazard
from placement.value.agency import place
from placement.value.timeline import while_running
from tests.decide.deal.lots import USUAL, mixed_lot, plain_lot, usual_lot
from tests.tolerances import RECOMPUTED

LOT = mixed_lot()


def fee_under(lot: Lot, fees: FeeTerms, *, quoted: float | None = None) -> EffectiveFee | None:
    """Return the effective fee of a lot under terms."""
    return effective_fee(replace(lot, fees=fees), quoted=quoted)


def worked(lot: Lot, fees: FeeTerms) -> Worked:
    """Return the lot at work under terms, at today's quote."""
    return work(replace(lot, fees=fees), np.array([lot.quoted]))


def fee_of(fees: FeeTerms) -> EffectiveFee:
    """Return the fee of the mixed lot."""
    found = fee_under(LOT, fees)
    assert found is not None
    return found


def moved(fee: EffectiveFee) -> set[FeeRule]:
    """Return the rules that did something."""
    return {rule for rule, points in fee.parts.items() if abs(points) > 1e-12}


SHARE = st.floats(0.0, 1.0)


def without_contradictions(**terms: object) -> FeeTerms:
    """Lawyers take no minimum."""
    if terms["lawyers_act"]:
        terms |= {"minimum_per_account": 0.0, "minimum_per_lot": 0.0}
    return FeeTerms(**terms)


TERMS = st.builds(
    without_contradictions,
    by_age=st.sampled_from(
        [(), (Band(start=0, end=12, rate=0.1), Band(start=12, end=None, rate=0.35))]
    ),
    by_balance=st.sampled_from(
        [(), (Band(start=0, end=1e4, rate=0.02), Band(start=1e4, end=None, rate=-0.03))]
    ),
    by_placement=st.sampled_from([(), (Band(start=1, end=None, rate=0.05),)]),
    by_result=st.sampled_from(
        [(), (Band(start=0, end=0.1, rate=0.0), Band(start=0.1, end=None, rate=0.04))]
    ),
    result_marginal=st.booleans(),
    bonuses=st.sampled_from([(), (Bonus(chance=0.5, points=-0.3), Bonus(chance=0.2, share=0.1))]),
    age_when=st.sampled_from(AgeWhen),
    reversal_share=st.floats(0.0, 0.5),
    reversals_clawed_back=st.booleans(),
    recall_fee=st.floats(0.0, 20.0),
    minimum_per_account=st.floats(0.0, 100.0),
    minimum_per_lot=st.floats(0.0, 1e7),
    tail_months=st.integers(0, 12),
    tail_share=SHARE,
    direct_share=SHARE,
    direct_earns=st.booleans(),
    late_fee_share=SHARE,
    late_fee_rate=st.none() | SHARE,
    vat=st.sampled_from(Vat),
    vat_credit_share=SHARE,
    lawyers_act=st.booleans(),
)


@given(fees=TERMS)
@settings(max_examples=60, deadline=None)
def test_headline_and_parts_are_the_effective_fee(fees: FeeTerms) -> None:
    fee = fee_of(fees)
    assert list(fee.parts) == list(FeeRule)
    assert fee.headline + sum(fee.parts.values()) == pytest.approx(fee.effective, abs=1e-12)
    assert fee.fee == pytest.approx(fee.effective * fee.collected)
    assert fee.effective >= 0.0


def test_without_terms_the_effective_fee_is_the_headline() -> None:
    """Which is the commission of the valuation over what it collects."""
    fee = fee_of(FeeTerms())
    now = lot_curve(LOT, np.array([LOT.quoted]))
    assert fee.effective == fee.headline
    assert fee.collected == pytest.approx(now.gross_collected[0], rel=RECOMPUTED)
    assert fee.fee == pytest.approx(now.agency_revenue[0] * 1.06, rel=RECOMPUTED)


@pytest.mark.parametrize("sector", USUAL)
def test_one_rung_makes_the_quote_the_headline(sector: str) -> None:
    """A lot of one segment."""
    fee = fee_under(usual_lot(sector), FeeTerms(), quoted=0.21)
    assert fee is not None
    assert fee.effective == pytest.approx(0.21)


ONE = {
    FeeRule.AGE: FeeTerms(by_age=(Band(start=0, end=None, rate=0.5),)),
    FeeRule.BALANCE: FeeTerms(by_balance=(Band(start=0, end=None, rate=0.01),)),
    FeeRule.PLACEMENT: FeeTerms(by_placement=(Band(start=1, end=None, rate=0.01),)),
    FeeRule.RESULT: FeeTerms(by_result=(Band(start=0, end=None, rate=0.01),)),
    FeeRule.RANK: FeeTerms(bonuses=(Bonus(chance=1.0, points=0.01),)),
    FeeRule.LATE_FEES: FeeTerms(late_fee_share=0.1, late_fee_rate=1.0),
    FeeRule.DIRECT: FeeTerms(direct_share=0.1, direct_earns=False),
    FeeRule.TAIL: FeeTerms(tail_months=3),
    FeeRule.LAW_CAP: FeeTerms(lawyers_act=True),
    FeeRule.MINIMUM_ACCOUNT: FeeTerms(minimum_per_account=50.0),
    FeeRule.MINIMUM_LOT: FeeTerms(minimum_per_lot=1e7),
    FeeRule.REVERSALS: FeeTerms(reversal_share=0.1, reversals_clawed_back=False),
    FeeRule.RECALL: FeeTerms(recall_fee=5.0),
    FeeRule.VAT: FeeTerms(vat=Vat.ADDED),
}


@pytest.mark.parametrize("rule", FeeRule)
def test_a_rule_alone_is_the_only_part(rule: FeeRule) -> None:
    assert moved(fee_of(ONE[rule])) == {rule}


def test_points_of_ladders_add_up() -> None:
    """A point each for balance, placement, result and rank: four points."""
    point = (Band(start=0, end=None, rate=0.01),)
    first = (Band(start=1, end=None, rate=0.01),)
    fee = fee_of(
        FeeTerms(
            by_balance=point,
            by_placement=first,
            by_result=point,
            bonuses=(Bonus(chance=1.0, points=0.01),),
        )
    )
    assert fee.effective == pytest.approx(fee.headline + 0.04)


def test_an_age_ladder_weighs_by_the_cash_it_is_paid_on() -> None:
    """10% below a year, 30% from then on, on what each age collects."""
    bands = (Band(start=0, end=12, rate=0.1), Band(start=12, end=None, rate=0.3))
    fee = fee_of(FeeTerms(by_age=bands))
    lot = worked(LOT, FeeTerms(by_age=bands))
    cash = (lot.collected[0] * lot.today).sum(axis=-1) * LOT.accounts
    assert fee.effective == pytest.approx(
        (0.1 * cash[:2].sum() + 0.3 * cash[2:].sum()) / cash.sum()
    )


def test_lawyers_stay_within_their_cap() -> None:
    """18% of what is realised up to a million."""
    fee = fee_of(FeeTerms(by_age=(Band(start=0, end=None, rate=0.4),), lawyers_act=True))
    assert fee.effective == pytest.approx(0.18)


def test_a_malus_eats_the_commission_and_no_more() -> None:
    fee = fee_of(FeeTerms(bonuses=(Bonus(chance=1.0, points=-0.9),)))
    assert fee.effective == 0.0


def test_a_malus_takes_from_no_other_period() -> None:
    """Every second period 60 points off 30% leave 0: 15% in the mean."""
    bonuses = (Bonus(chance=0.5, points=-0.6),)
    fee = fee_under(usual_lot("bank_card"), FeeTerms(bonuses=bonuses), quoted=0.3)
    assert fee is not None
    assert fee.effective == pytest.approx(0.15)


def test_a_minimum_for_the_lot_fills_up_to_it() -> None:
    """Settled at the end of the term, so worth v^6 today."""
    fee = fee_of(FeeTerms(minimum_per_lot=1e7))
    # What was paid before counts towards it as it came.
    assert fee.fee == pytest.approx(1e7 * 1.06 ** (-0.5), rel=1e-4)
    low = fee_of(FeeTerms(minimum_per_lot=1.0))
    assert low.effective == pytest.approx(low.headline)


def test_a_tail_is_what_walks_in_after_recall() -> None:
    """Self-cures of three more months, worked out month by month."""
    lot = plain_lot(willing=0.3, self_cure=0.02, fade=0.03, months=4, discount_per_month=0.01)
    terms = FeeTerms(tail_months=3, tail_share=0.5)
    fee = fee_under(lot, terms)
    assert fee is not None
    effort = worked(lot, terms).effort
    month = np.arange(1.0, 8.0)
    contacts = effort.contacts_per_month[0, :, None] * while_running(month, effort.worked_months[0])
    hazard = pay_hazard(
        contacts,
        contacts_per_willing=np.array([[[1.0]], [[12.5]]]),
        self_cure_rate=np.array([[0.02]]),
    )
    path = follow(np.array([[0.0], [0.3]]), hazard=hazard, fade=np.full(7, 0.03))
    paid = path.paid[0] / 1.01**month
    assert paid[4:].sum() > 0.0
    assert fee.parts[FeeRule.TAIL] == pytest.approx(
        0.5 * fee.headline * paid[4:].sum() / paid[:4].sum()
    )


def settling_for_half(*, self_cure: float = 0.0) -> Lot:
    """Return a lot of ten debtors who settle for half of what they owe."""
    lot = plain_lot(willing=0.3, months=6, accounts=10, self_cure=self_cure)
    debtor = replace(lot.terms.debtor, settlement_share=np.array([0.5]))
    return replace(lot, terms=replace(lot.terms, debtor=debtor))


def test_a_tier_of_the_result_is_reached_by_cash_not_by_payers() -> None:
    """Liquidation is cash over balance, half of the share that pays."""
    lot = settling_for_half()
    placed = place(lot.terms, lot.contract)
    payers, liquidation = placed.payers.item(), placed.liquidation.item()
    assert liquidation == pytest.approx(0.5 * payers)
    # Nobody pays more often for two points that are there already.
    for start, points in ((0.9 * liquidation, 0.02), (0.9 * payers, 0.0)):
        tiers = (Band(start=0, end=start, rate=0.0), Band(start=start, end=None, rate=0.02))
        fee = fee_under(lot, FeeTerms(by_result=tiers))
        assert fee is not None
        assert fee.parts[FeeRule.RESULT] == pytest.approx(points)


def test_a_minimum_per_account_counts_accounts_that_pay() -> None:
    """Ten who pay nothing owe it whole, a payer what is missing from a fifth of 3,500."""
    lot = settling_for_half(self_cure=0.02)
    for minimum, missing in ((500.0, 0.0), (1_000.0, 300.0)):
        terms = FeeTerms(minimum_per_account=minimum)
        payers, fee = worked(lot, terms).payers.item(), fee_under(lot, terms)
        assert fee is not None
        lifted = 10 * ((1.0 - payers) * minimum + payers * missing)
        assert fee.fee == pytest.approx(10 * payers * 0.2 * 3_500.0 + lifted)


def test_where_no_cash_comes_in_there_is_no_rate() -> None:
    assert fee_under(plain_lot(commission=0.0), FeeTerms()) is None


def test_segments_that_bring_nothing_still_owe_their_minimum() -> None:
    """An idle segment beside one that is worked."""
    lot = plain_lot(balance=np.array([7_000.0, 10.0]), willing=0.3, accounts=10)
    fee = fee_under(lot, FeeTerms(minimum_per_account=2.0))
    alone = fee_under(
        replace(lot, segments=replace(lot.segments, accounts=np.array([10, 0]))),
        FeeTerms(minimum_per_account=2.0),
    )
    assert fee is not None
    assert alone is not None
    assert fee.fee == pytest.approx(alone.fee + 20.0)

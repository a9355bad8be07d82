"""One lot is one value: in a deal, in a bid and among contracts, under all terms, to the cent."""

import csv
import io
from typing import Any

import numpy as np
import pytest

from placement import api
from placement.cli.deal_text import deal_lines
from placement.decide.bid.desk import bid_desk
from placement.decide.bid.lots import lot_profit
from placement.decide.bid.tender import Tender
from placement.decide.deal.agency_economics import agency_economics
from placement.decide.deal.business import resolve_business
from placement.decide.deal.fee_terms import AgeWhen, Band, Bonus, FeeTerms
from placement.decide.deal.lot import Lot, make_lot, segment_commissions
from placement.decide.deal.others import best_other
from placement.decide.deal.vary import with_fixed_cost, with_odds
from placement.decide.mix.contracts import Contracts
from placement.domain.types import Segments
from placement.report.bands import band_row
from placement.report.deal_answer import deal_answer
from tests.builders import segments

CENT = 0.005
QUOTE, SHARE, LAG, FIXED = 0.24, 0.37, 3, 30_000.0
NUMBERS = api.assumptions_in_use().with_values({"bank_card.agency.commission_lag_months": LAG})
BY_AGE = (Band(start=0, end=15, rate=0.2), Band(start=15, end=None, rate=0.31))
TERMS = {
    "none": FeeTerms(),
    "of a payment": FeeTerms(
        by_age=BY_AGE, age_when=AgeWhen.PAID, minimum_per_account=25.0, tail_months=3,
        tail_share=0.6, recall_fee=4.0, bonuses=(Bonus(chance=0.2, share=0.1),),
    ),
    "of the lot": FeeTerms(
        by_result=(Band(start=0, end=0.05, rate=0.0), Band(start=0.05, end=None, rate=0.03)),
        minimum_per_lot=150_000.0,
    ),
    "of a law firm": FeeTerms(lawyers_act=True, reversal_share=0.1, reversals_clawed_back=False),
}  # fmt: skip


def book() -> Segments:
    """Return card debts that were placed before or not, disputed or out of reach."""
    return segments(
        balance=[5_000.0, 7_000.0, 12_000.0, 9_000.0],
        age=[6.0, 13.0, 16.0, 26.0],
        placements=[0, 0, 1, 2],
        disputed=[False, True, False, False],
        unreachable=[False, False, False, True],
        accounts=701,
    )


def as_lot(fees: FeeTerms) -> Lot:
    """Return our share of the book as a lot."""
    return make_lot(book(), NUMBERS, fixed_cost=FIXED, fees=fees, volume_share=SHARE)


def as_contract(lot: Lot) -> Contracts:
    """Return the lot as a table of contracts has it, read from a file."""
    rungs = segment_commissions(lot, np.array([QUOTE]))[0]
    rows: list[dict[str, Any]] = [
        band_row(lot.segments, place, contract="ours", commission=float(rung))
        | {
            "fixed_cost": FIXED,
            "win_probability": 1.0,
            "volume_share": SHARE,
            "payment_lag": LAG,
        }
        for place, rung in enumerate(rungs)
    ]
    text = io.StringIO()
    table = csv.DictWriter(text, fieldnames=list(rows[0]))
    table.writeheader()
    table.writerows(rows)
    found = api.open_contracts(
        text.getvalue().encode(), filename="contracts.csv", assumptions=NUMBERS
    )
    assert len(found.contracts) == 1
    return found.contracts


@pytest.mark.parametrize("name", TERMS)
def test_a_lot_earns_the_same_in_deal_bid_and_contract(name: str) -> None:
    """The agency's profit at a commission; of a contract at full staffing, wages of work paid."""
    fees = TERMS[name]
    deal = api.deal(
        book(), NUMBERS, quoted=QUOTE, fees=fees, fixed_cost=FIXED, volume_share=SHARE
    ).economics
    lot = as_lot(fees)
    bid = lot_profit(lot, np.array([QUOTE]), np.ones(1), learning_months=2)
    modes = api.contract_modes(as_contract(lot), NUMBERS, fees=fees)
    assert bid[0, 0] == pytest.approx(deal.profit, abs=CENT)
    assert modes.profit[0, -1] == pytest.approx(deal.profit, abs=CENT)
    assert modes.revenue[0, -1] == pytest.approx(deal.curve.agency_revenue[0], abs=CENT)
    assert modes.people[0, -1].max() == pytest.approx(deal.peak_seats, rel=1e-12)
    cash = modes.cash[0, -1].copy()
    cash[1 : 1 + modes.people.shape[-1]] -= modes.wage * modes.people[0, -1]
    np.testing.assert_allclose(cash[: len(deal.cash.net)], deal.cash.net, rtol=0, atol=CENT)


def test_each_of_these_terms_matters() -> None:
    """Else the laws here would say nothing of it."""
    profits = [
        round(lot_profit(as_lot(fees), np.array([QUOTE]), np.ones(1), learning_months=0).item(), 2)
        for fees in TERMS.values()
    ]
    assert len(set(profits)) == len(TERMS)


@pytest.mark.parametrize("name", TERMS)
def test_a_bid_earns_what_the_deal_says_of_its_commission(name: str) -> None:
    """Won at the bid, with the odds as typed."""
    lot = with_fixed_cost(as_lot(TERMS[name]), 1_000.0)
    desk = bid_desk(
        [lot], rivals=api.rivals_of(number=3, mean=0.3, sd=0.03), tender=Tender(ceiling=0.6)
    )
    bid = float(desk.found.bid[0])
    deal = agency_economics(lot, resolve_business(lot.segments, NUMBERS), quoted=bid)
    assert desk.found.recommend[0]
    assert desk.found.profit_if_won[0] == pytest.approx(deal.profit, abs=CENT)


@pytest.mark.parametrize("name", TERMS)
def test_who_knows_a_lot_from_the_first_day_has_the_deal_of_the_true_odds(name: str) -> None:
    """Better or worse than estimated; without months of learning nothing is done in error."""
    lot, truths = as_lot(TERMS[name]), np.array([0.6, 1.4])
    found = lot_profit(lot, np.array([QUOTE]), truths, learning_months=0)
    business = resolve_business(lot.segments, NUMBERS)
    for truth, profit in zip(truths.tolist(), found[:, 0].tolist(), strict=True):
        deal = agency_economics(with_odds(lot, truth), business, quoted=QUOTE)
        assert profit == pytest.approx(deal.profit, abs=CENT)


@pytest.mark.parametrize("name", TERMS)
def test_fewer_people_never_earn_more_than_the_contract_does_with_all(name: str) -> None:
    """The last level is of the agency's own choice; the others rise to it."""
    profit = api.contract_modes(as_contract(as_lot(TERMS[name])), NUMBERS, fees=TERMS[name]).profit
    assert (profit[0] <= profit[0, -1] + CENT).all()


SMALL_BILLS = FeeTerms(minimum_per_account=25.0, tail_months=3)


@pytest.mark.parametrize("fees", [FeeTerms(), SMALL_BILLS])
@pytest.mark.parametrize(
    ("sector", "balance", "age", "accounts", "quoted"),
    [("telecom", 1_800.0, 10.0, 4_000, 0.4), ("property_fee", 3_000.0, 14.0, 1_000, 0.19)],
)
def test_words_zone_and_money_are_of_the_same_numbers(
    fees: FeeTerms, sector: str, balance: float, age: float, accounts: int, quoted: float
) -> None:
    """Both gain where the creditor has no less than otherwise and the agency its margin."""
    numbers = api.assumptions_in_use()
    account = api.one_account(sector=sector, balance=balance, age=age)
    offered = api.lot_segments(account, accounts)
    found = api.deal(offered, numbers, quoted=quoted, fees=fees, target_margin=0.0)
    answer, lot = deal_answer(found), make_lot(offered, numbers, fees=fees)
    at, other = answer["at_quoted"], best_other(lot).total
    assert answer["best_other"]["net"] == other
    assert at["agency_profit"] == pytest.approx(
        lot_profit(lot, np.array([quoted]), np.ones(1), learning_months=2)[0, 0], abs=CENT
    )
    collected = found.fee.collected
    assert at["fee"] == pytest.approx(answer["effective_fee"] * collected, abs=CENT)
    more = at["creditor_net_with_follow_up"] - other
    said = "\n".join(deal_lines(found))
    word = "more" if more >= 0.0 else "less"
    assert f"the creditor keeps {abs(more):,.0f} CNY {word} than with" in said
    word = "earns" if at["agency_profit"] >= 0.0 else "loses"
    assert f"the agency {word} {abs(at['agency_profit']):,.0f} CNY" in said
    assert ("both sides gain" in said) is answer["deal"]
    gains = [
        point["agency_profit"] >= 0.0 and point["creditor_net_with_follow_up"] >= other
        for point in answer["curve"]
    ]
    if not answer["deal"]:
        assert answer["zone"] is None
        assert not any(gains)
        return
    low, high = answer["zone"]
    inside = [low <= point["commission"] <= high for point in answer["curve"]]
    assert any(inside)
    assert all(gain for gain, within in zip(gains, inside, strict=True) if within)
    assert not any(
        gain for gain, point in zip(gains, answer["curve"], strict=True)
        if point["commission"] > high
    )  # fmt: skip

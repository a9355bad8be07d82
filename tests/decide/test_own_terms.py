"""A contract that states its own terms and court work is the deal under them everywhere."""

from dataclasses import replace

import numpy as np
import pytest

from placement import api
from placement.decide.bid.lots import lot_profit
from placement.decide.deal.fee_terms import FeeTerms
from placement.decide.deal.lot import make_lot
from placement.decide.deal.terms_text import parse_terms
from placement.decide.mix.table import ContractTable
from placement.domain.errors import InputError, PlacementError, TapeError
from placement.domain.types import Segments, Stance
from placement.report.files import as_csv
from placement.ui.bid.lots import lots_table
from tests.builders import segments

CENT = 0.005
SECTORS = {name: name for name in api.assumptions_in_use().sectors}
NUMBERS = api.assumptions_in_use()
LADDER = "by_age=0-12: 15%, 12-24: 24%, 24+: 32%; "
TERMS = (
    "bonuses=25%: +10%, 25%: -10%; minimum_per_account=25; tail_months=3; vat=in; "
    "court_share=10%; court_income=900"
)
HEAD = "合同,行业,户数,户均余额,账龄,佣金率,固定成本,中标概率,条款\n"


def book() -> Segments:
    """Return cards of several ages, one placed before."""
    return segments(
        balance=[5_000.0, 7_000.0, 12_000.0],
        age=[6.0, 13.0, 26.0],
        placements=[0, 0, 1],
        accounts=500,
    )


def contracts_in(text: str) -> ContractTable:
    return api.open_contracts(text.encode(), filename="c.csv", assumptions=NUMBERS)


def test_terms_of_a_row_are_the_contracts_own() -> None:
    """One of the two has its own terms, the other those for all."""
    common = FeeTerms(minimum_per_account=5.0)
    table = contracts_in(
        HEAD
        + f'甲,信用卡,2000户,7000元,6,24%,20000,100%,"{LADDER}{TERMS}"\n'
        + "乙,信用卡,2000,7000,6,24%,20000,100%,\n"
    )
    modes = api.contract_modes(table.contracts, NUMBERS, fees=common)
    lot = api.lot_segments(api.one_account(sector="bank_card", balance=7_000.0, age=6.0), 2_000)
    own = parse_terms(LADDER + TERMS)
    alone = [
        api.deal(
            lot, NUMBERS, quoted=0.24, fees=own.fees, fixed_cost=20_000.0,
            court_advance_share=own.court.share, court_income=own.court.income,
        ),
        api.deal(lot, NUMBERS, quoted=0.24, fees=common, fixed_cost=20_000.0),
    ]  # fmt: skip
    for place, deal in enumerate(alone):
        assert modes.profit[place, -1] == pytest.approx(deal.economics.profit, abs=CENT)
        cash = modes.cash[place, -1].copy()
        cash[1 : 1 + modes.people.shape[-1]] -= modes.wage * modes.people[place, -1]
        net = deal.economics.cash.net
        np.testing.assert_allclose(cash[: len(net)], net, rtol=0, atol=CENT)
    assert abs(modes.profit[0, -1] - modes.profit[1, -1]) > 1_000.0


def test_a_lot_of_a_list_is_bid_for_under_its_own_terms() -> None:
    text = HEAD + f'甲,信用卡,2000,7000,6,24%,20000,100%,"{TERMS}"\n'
    (row,) = api.read_lots(text.encode(), filename="lots.csv", sectors=SECTORS).rows
    studied = api.study_row(row, NUMBERS, fees=FeeTerms(minimum_per_account=5.0))
    own = parse_terms(TERMS)
    assert studied.lot.fees == own.fees
    assert studied.lot.court == own.court
    desk = api.bid_exactly(
        studied, api.BidQuestion(number=3, mean=0.3, sd=0.03, ceiling=0.6)
    ).desk.found
    deal = api.deal(
        row.segments, NUMBERS, quoted=float(desk.bid[0]), fees=own.fees, fixed_cost=20_000.0,
        court_advance_share=own.court.share, court_income=own.court.income,
    )  # fmt: skip
    assert desk.profit_if_won[0] == pytest.approx(deal.economics.profit, abs=CENT)


def test_the_contractual_stance_is_that_of_the_deal() -> None:
    """There is one staffing level, what the contract asks for."""
    table = contracts_in(HEAD + "甲,信用卡,2000,7000,6,24%,20000,100%,\n")
    modes = api.contract_modes(table.contracts, NUMBERS, stance=Stance.CONTRACTUAL)
    lot = api.lot_segments(api.one_account(sector="bank_card", balance=7_000.0, age=6.0), 2_000)
    deal = api.deal(lot, NUMBERS, quoted=0.24, fixed_cost=20_000.0, stance=Stance.CONTRACTUAL)
    assert modes.profit.shape == (1, 1)
    assert modes.profit[0, 0] == pytest.approx(deal.economics.profit, abs=CENT)
    assert modes.people[0, 0].max() == pytest.approx(deal.economics.peak_seats, rel=1e-12)


def test_terms_that_cannot_be_read_leave_their_contract_out_with_the_reason() -> None:
    table = contracts_in(
        HEAD + "甲,信用卡,2000,7000,6,24%,20000,100%,保底25\n"
        "乙,信用卡,2000,7000,6,24%,20000,100%,\n"
    )
    assert table.contracts.contract == ("乙",)
    (line,) = [f.line() for f in table.findings if f.code == "terms_wrong"]
    assert "条款" in line
    assert "names out of by_age" in line


def test_rows_of_a_contract_that_state_different_terms_are_refused() -> None:
    with pytest.raises(TapeError, match="条款"):
        contracts_in(
            HEAD
            + "甲,信用卡,2000,7000,6,24%,20000,100%,追溯期=3\n"
            + "甲,信用卡,2000,7000,13,24%,20000,100%,追溯期=4\n"
        )


def test_a_list_that_was_downloaded_is_the_same_lots() -> None:
    """Segments, terms and rules come back; the agency earns the same to the cent."""
    whole = book()
    row = api.LotRow(
        lot="cards", sector="bank_card", accounts=1_500, balance=8_000.0, age=15.0,
        terms=parse_terms(TERMS), ceiling=0.4, fixed_cost=9_000.0, payment_lag=4,
        cut=whole, taken="x",
    )  # fmt: skip
    content = as_csv(lots_table([row]))
    (back,) = api.read_lots(content, filename="lots.csv", sectors=SECTORS).rows
    for name in ("terms", "ceiling", "accounts", "fixed_cost", "payment_lag"):
        assert getattr(back, name) == getattr(row, name), name
    quote = np.array([0.3])

    ours, theirs = (
        lot_profit(api.study_row(each, NUMBERS).lot, quote, np.ones(1), learning_months=2)
        for each in (row, back)
    )
    assert theirs[0, 0] == pytest.approx(ours[0, 0], abs=CENT)
    flat = replace(row, cut=None, taken="")
    other = lot_profit(api.study_row(flat, NUMBERS).lot, quote, np.ones(1), learning_months=2)
    assert abs(other[0, 0] - ours[0, 0]) > 100.0


def lots_in(text: str) -> "api.LotsFile":
    return api.read_lots(text.encode(), filename="lots.csv", sectors=SECTORS)


def test_our_share_of_a_lot_is_a_lot_of_so_many_accounts() -> None:
    head = "标包,行业,户数,户均余额,账龄,固定成本,份额\n"
    shared, whole = (
        lots_in(head + f"甲,信用卡,{accounts},9000,5,60000,{share}\n").rows[0]
        for accounts, share in ((2_000, "40%"), (800, ""))
    )
    question = api.BidQuestion(number=4, mean=0.25, sd=0.04)
    bids = [api.bid_exactly(api.study_row(row, NUMBERS), question).desk for row in (shared, whole)]
    for name in ("floor", "bid", "expected_profit", "profit_if_won"):
        ours, theirs = (getattr(desk.found, name)[0] for desk in bids)
        assert ours == pytest.approx(theirs, rel=1e-9), name
    assert shared.owed == whole.owed


def test_bands_with_their_own_commission_are_the_ladder_that_a_bid_moves() -> None:
    """At the mean of the rungs a bid earns what the contract does."""
    rows = "甲,信用卡,400,9000,5,18%,10000,100%,\n甲,信用卡,300,12000,14,26%,,,\n"
    rows += "甲,信用卡,100,30000,26,40%,,,\n"
    (row,) = lots_in(HEAD + rows).rows
    studied = api.study_row(row, NUMBERS)
    assert row.rungs == (0.18, 0.26, 0.4)
    quoted = studied.lot.quoted
    owed = np.array([400 * 9_000, 300 * 12_000, 100 * 30_000])
    assert quoted == pytest.approx(owed @ np.array(row.rungs) / owed.sum())
    bid = lot_profit(studied.lot, np.array([quoted]), np.ones(1), learning_months=2)
    modes = api.contract_modes(contracts_in(HEAD + rows).contracts, NUMBERS)
    assert bid[0, 0] == pytest.approx(modes.profit[0, -1], abs=CENT)


def test_a_minimum_above_every_balance_is_refused() -> None:
    with pytest.raises(InputError, match=r"account of the lot owes, 7,000\.00"):
        make_lot(segments(), NUMBERS, fees=FeeTerms(minimum_per_account=8_000.0))


def test_a_mean_and_a_total_that_contradict_each_other_are_refused() -> None:
    head = "标包,行业,户数,户均余额,委托金额,账龄\n"
    assert lots_in(f"{head}甲,信用卡,2000,7000,1400万,6\n").rows[0].balance == 7_000.0
    with pytest.raises(TapeError, match=r"14,000,000.00, and 99,000,000.00 is given"):
        lots_in(f"{head}甲,信用卡,2000,7000,99000000,6\n")


def test_a_lag_in_months_is_read_in_a_list_too() -> None:
    head = "标包,行业,户数,户均余额,账龄,回款周期,自催月数\n"
    assert lots_in(f"{head}甲,信用卡,2000,7000,6,2个月,5个月\n").rows[0].payment_lag == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f'甲,信用卡,2000,7000,6,24%,0,100%,"{LADDER}"', "every bid is the same"),
        ("甲,信用卡,2000,7000,6,22,0,100%,", "If you meant 22%"),
        ("甲,信用卡,2000,7000,6,24%,-5,100%,", "fixed_cost must be 0 or more .*; got -5"),
        (
            "甲,信用卡,2000,7000,6,24%,0,100%,\n甲,信用卡,2000,7000,6,24%,0,100%,",
            "two rows are the same accounts",
        ),
    ],
)
def test_what_would_be_misread_in_a_list_is_refused(row: str, said: str) -> None:
    with pytest.raises(PlacementError, match=said):
        api.study_row(lots_in(HEAD + row + "\n").rows[0], NUMBERS)


def test_columns_that_nobody_reads_are_named() -> None:
    row = "甲,信用卡,2000,7000,6,24%,20000,100%,"
    text = HEAD.replace("\n", ",每户保底,备注\n") + row + ",25,x\n"
    (finding,) = [f for f in contracts_in(text).findings if f.code == "column_unused"]
    assert "每户保底, 备注" in finding.line()
    assert lots_in(text).unused == ("中标概率", "每户保底", "备注")

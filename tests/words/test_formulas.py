"""A formula ends in the number of the result, and its figures add up to it, to the cent."""

from math import isclose

import numpy as np
import pytest

from placement import api
from placement.assume.library import load_library
from placement.decide.bid.tender import Tender
from placement.decide.deal.agency_economics import agency_economics
from placement.decide.deal.business import resolve_business
from placement.decide.deal.curve import lot_curve
from placement.decide.deal.zone import deal_zone
from placement.decide.rank import OPTIONS
from placement.decide.totals import Total
from placement.domain.types import Option
from placement.words import bid_formulas, deal_formulas
from placement.words.formulas import (
    Formula,
    collected_formula,
    commission_formula,
    gain_formula,
    net_formulas,
    per_account_formula,
    summed,
    tax_formula,
    to_the_cent,
    waiting_formula,
)
from placement.words.numbers import MINUS, points
from tests.builders import segments
from tests.decide.deal.lots import mixed_lot, usual_lot

LIBRARY = load_library()
SAMPLES = [
    "bank_card.csv",
    "telecom.csv",
    "property_fee.xlsx",
    "logistics.parquet",
    "software_retainage.csv",
]
NAMES = {
    Total.CASH: "Cash",
    Total.FEES: "Fees and costs",
    Total.TAX: "Tax relief",
    "net": "Net recovery",
}


def worth(figure: str) -> float:
    """Return a figure as written, as a number."""
    bare = figure.replace(",", "").replace(MINUS, "-")
    return float(bare.rstrip("%"))


def added_up(formula: Formula) -> float:
    """Return the sum of the figures as they are written, signs before them."""
    *steps, _ = formula.steps
    assert {step.sign for step in steps} <= {"", "+", MINUS}
    return round(sum((-1 if step.sign == MINUS else 1) * worth(step.figure) for step in steps), 2)


def by_hand(formula: Formula) -> float:
    """Return what a hand calculator comes to, key by key, with the figures as they are written."""
    found = 0.0
    for step in formula.steps[:-1]:
        figure = worth(step.figure) / (100.0 if step.figure.endswith("%") else 1.0)
        if step.sign == "\N{MULTIPLICATION SIGN}":
            found *= figure
        elif step.sign == "\N{DIVISION SIGN}":
            found /= figure
        elif step.sign == "=":
            assert round(found, 2) == figure
        else:
            found += -figure if step.sign == MINUS else figure
    if formula.result.figure.endswith("%"):
        return round(100.0 * found, len(formula.result.figure.rstrip("%").partition(".")[2]))
    return round(found, 2)


def read(formula: Formula) -> float:
    """Return the result as it is written."""
    return worth(formula.result.figure)


@pytest.fixture(scope="module", params=SAMPLES)
def ranked(request, project) -> api.BookRanking:
    book = api.open_tape(
        project / "data" / "samples" / request.param, filename=request.param, assumptions=LIBRARY
    )
    return api.rank_book(book, LIBRARY)


def test_every_option_of_every_sector_adds_up_to_its_net(ranked) -> None:
    """Each segment of each sample, each option that is open: as written, to the cent."""
    ranking, seen = ranked.ranking, set()
    for position in range(len(ranking.accounts)):
        count = int(ranking.accounts[position])
        for row, option in enumerate(OPTIONS):
            if not ranking.available[row, position]:
                continue
            seen.add(option)
            formulas = net_formulas(ranking.component_total(option, position), names=NAMES)
            for formula in formulas:
                assert added_up(formula) == read(formula)
            net = count * float(ranking.net[row, position])
            assert read(formulas[-1]) == round(net, 2)
            shown = {f.result.name: read(f) for f in formulas} | {
                step.name: (-1 if step.sign == MINUS else 1) * worth(step.figure)
                for step in formulas[-1].steps[:-1]
            }
            for total, name in enumerate((Total.CASH, Total.FEES, Total.TAX)):
                exact = count * float(ranking.totals[total, row, position])
                assert abs(shown[NAMES[name]] - exact) <= 0.05
    assert len(seen) >= 4


def test_cash_and_commission_are_shares_of_what_they_are_said_to_be(ranked) -> None:
    """The next placement of every segment: both products as written, within their rounding."""
    ranking = ranked.ranking
    valuation, found = ranking.valuation, 0
    for position in range(len(ranking.accounts)):
        balance = float(valuation.segments.balance[position] * ranking.accounts[position])
        rate = float(valuation.next_contract.commission[position])
        for option in OPTIONS[1:4]:
            if not ranking.available[OPTIONS.index(option), position]:
                continue
            parts = ranking.component_total(option, position)
            for formula in (
                collected_formula(parts, balance=balance),
                commission_formula(parts, rate=rate),
            ):
                if formula is None:
                    continue
                found += 1
                assert by_hand(formula) == read(formula)
    assert found > 0 or not ranking.available[1:4].any()


def test_tax_relief_is_the_rate_on_what_is_deducted(ranked) -> None:
    """As written, to the cent; costs are the deductible ones, a write-off has none."""
    ranking, found = ranked.ranking, 0
    for position in range(len(ranking.accounts)):
        for row, option in enumerate(OPTIONS):
            if not ranking.available[row, position]:
                continue
            parts = ranking.component_total(option, position)
            formula = tax_formula(parts, rate=0.25)
            if formula is None:
                assert round(parts["tax"], 2) == 0.0
                continue
            found += 1
            claim, costs, whole, *_ = formula.steps
            assert by_hand(formula) == read(formula) == round(parts["tax"], 2)
            counted = -sum(
                parts[name]
                for name in ("commission", "operating_cost", "legal_cost", "fees_refunded")
            )
            assert costs.amount == pytest.approx(counted, abs=0.005)
            if option is Option.WRITE_OFF:
                # Nothing comes in: the principal, deducted as late as the law says.
                assert costs.amount == 0.0
                segments = ranking.valuation.segments
                part = segments.principal_share[position]
                principal = segments.balance[position] * (1.0 if np.isnan(part) else part)
                assert 0.0 < claim.amount <= principal * ranking.accounts[position] + 0.03
            assert whole.amount == pytest.approx(claim.amount + costs.amount, abs=0.001)
    assert found > 0
    assert tax_formula(parts, rate=0.0) is None


def test_a_commission_that_is_not_its_rate_alone_is_not_told_as_one(ranked) -> None:
    ranking = ranked.ranking
    for option in OPTIONS[1:4]:
        open_at = np.flatnonzero(ranking.available[OPTIONS.index(option)])
        if open_at.size:
            parts = ranking.component_total(option, int(open_at[0]))
            right = -parts["commission"] / parts["collected"] if parts["collected"] else 0.0
            assert commission_formula(parts, rate=right + 0.01) is None


def test_rounding_is_left_to_the_largest_part() -> None:
    parts = {"a": 0.005, "b": 0.005, "c": 100.0049}
    assert sum(to_the_cent(parts).values()) == pytest.approx(100.01)
    assert to_the_cent(parts)["c"] != 100.0
    formula = summed("w", [("a", 10.004), ("b", -3.336), ("c", 0.001)], "sum")
    assert [step.sign for step in formula.steps] == ["", MINUS, "+", "="]
    assert read(formula) == 6.67 == added_up(formula)


def test_the_formulas_of_a_plan_end_in_its_tiles() -> None:
    gain = gain_formula(value=1_000.126, alone=400.004, option="Sell")
    assert read(gain) == 600.12 == added_up(gain)
    waiting = waiting_formula(waiting=10.0, acting=12.5, move="Sell")
    assert read(waiting) == -2.5 == added_up(waiting)
    one = per_account_formula(value=1_000.0, accounts=3)
    assert read(one) == 333.33
    assert [step.figure for step in one.steps] == ["1,000.00", "3", "333.33"]


LOTS = {
    name: usual_lot(name)
    for name in ("bank_card", "telecom", "property_fee", "logistics", "software_retainage")
} | {"mixed": mixed_lot()}


@pytest.mark.parametrize("name", LOTS)
def test_floor_and_ceiling_are_where_nothing_is_left(name: str) -> None:
    """And just beside them something is missing, by the curve itself."""
    zone = deal_zone(LOTS[name], target_margin=0.1)
    floor, ceiling = deal_formulas.floor_formula(zone), deal_formulas.ceiling_formula(zone)
    if zone.bounds.floor is None:
        assert floor is None
    else:
        assert added_up(floor) == read(floor) >= -0.005
        assert points(zone.bounds.floor) in floor.note
        below = lot_curve(zone.lot, np.array([zone.bounds.floor - 0.0005]))
        assert below.agency_profit[0] - 0.1 * below.agency_revenue[0] < 0.0
        assert -floor.steps[-2].amount == pytest.approx(0.1 * floor.steps[0].amount, abs=0.02)
    if zone.bounds.ceiling is None:
        assert ceiling is None
    else:
        assert added_up(ceiling) == read(ceiling) >= -0.005
        above = lot_curve(zone.lot, np.array([min(zone.bounds.ceiling + 0.0005, 1.0)]))
        assert above.creditor_value[0] - zone.other.total <= read(ceiling) + 0.01
        assert ceiling.steps[2].amount == pytest.approx(-zone.other.total, abs=0.02)
    best = deal_formulas.best_formula(zone)
    assert added_up(best) == read(best)
    assert read(best) == pytest.approx(
        float(zone.marks.creditor_value[2]) - zone.other.total, abs=0.006
    )


@pytest.mark.parametrize("name", LOTS)
def test_both_sides_at_a_quote_end_in_their_tiles(name: str) -> None:
    lot = LOTS[name]
    found = agency_economics(lot, resolve_business(lot.segments, LIBRARY), quoted=lot.quoted)
    profit = deal_formulas.profit_formula(found.curve, fixed_cost=lot.fixed_cost)
    assert added_up(profit) == read(profit) == round(found.profit, 2)
    zone = deal_zone(lot)
    gain = deal_formulas.creditor_formula(zone, found.curve)
    assert added_up(gain) == read(gain)
    assert read(gain) == round(float(found.curve.creditor_value[0]) - zone.other.total, 2)
    needed = deal_formulas.break_even_liquidation_formula(found)
    if needed is not None:
        liquidation, cost, revenue, result = (step.amount for step in needed.steps)
        assert isclose(liquidation * cost / revenue, result, rel_tol=1e-12)
        assert result == found.break_even_liquidation
        assert by_hand(needed) == read(needed)
    seat = deal_formulas.seat_formula(found)
    if seat is not None:
        assert isclose(seat.steps[0].amount / seat.steps[1].amount, seat.result.amount)
        assert by_hand(seat) == read(seat)
    if (at := found.break_even_commission) is not None:
        curve = lot_curve(lot, np.array([at]))
        even = deal_formulas.break_even_formula(curve, fixed_cost=lot.fixed_cost)
        assert added_up(even) == read(even) == round(float(curve.agency_profit[0]), 2) >= 0.0


@pytest.fixture(scope="module", params=[(0.0, 0.0), (0.3, 0.0), (0.3, 500.0)])
def desk(request):
    """The flats of the model page, with and without an error and a cost of bidding."""
    error, cost = request.param
    return api.bid(
        segments(sector="property_fee", balance=3_000.0, age=14.0, accounts=1_000),
        LIBRARY,
        rivals=api.rivals_of(number=4, mean=0.22, sd=0.03),
        tender=Tender(bid_cost=cost),
        estimate_error=error,
    )


def test_a_bid_and_what_it_is_expected_to_earn(desk) -> None:
    """Chance times profit less the cost of bidding; floor, shading and correction are the bid."""
    found = desk.found
    expected = bid_formulas.expected_formula(desk)
    chance, if_won = expected.steps[0].amount, expected.steps[1].amount
    cost = sum(-step.amount for step in expected.steps[2:-1])
    assert cost == desk.tender.bid_cost
    assert chance * if_won - cost == pytest.approx(read(expected), abs=0.006)
    assert by_hand(expected) == read(expected)
    assert read(expected) == round(float(found.expected_profit[0]), 2)
    shading = bid_formulas.shading_formula(desk)
    assert added_up(shading) == read(shading) == round(100.0 * float(found.bid[0]), 2)
    if desk.error == 0.0:
        assert shading.steps[2].amount == pytest.approx(0.0, abs=0.01)
    else:
        assert shading.steps[2].amount < -0.5
    curse = bid_formulas.curse_formula(desk)
    assert added_up(curse) == read(curse) == round(float(found.loss_if_naive[0]), 2)


def test_the_numbers_of_the_model_page() -> None:
    """Published beside the formulas: docs/model.md, "Bidding"."""
    made = api.bid(
        segments(sector="property_fee", balance=3_000.0, age=14.0, accounts=1_000),
        LIBRARY,
        rivals=api.rivals_of(number=4, mean=0.22, sd=0.03),
    )
    expected = bid_formulas.expected_formula(made)
    assert [step.figure for step in expected.steps] == ["81.29692%", "52,600.63", "42,762.69"]
    assert bid_formulas.shading_formula(made).result.figure == "17.08%"


def test_lots_beyond_the_largest_are_added_up_to_one_line() -> None:
    lots = [(f"lot {n}", 100.004 * n) for n in range(1, 26)]
    total = bid_formulas.total_formula(lots)
    assert len(total.steps) == bid_formulas.NAMED + 2
    assert total.steps[0].name == "lot 25"
    assert added_up(total) == read(total) == round(sum(profit for _, profit in lots), 2)
    assert bid_formulas.total_formula([]) is None


def test_no_bid_has_no_formula() -> None:
    """Sixty flats cannot carry the contract."""
    made = api.bid(
        segments(sector="property_fee", balance=3_000.0, age=14.0, accounts=60),
        LIBRARY,
        rivals=api.rivals_of(number=4, mean=0.22, sd=0.03),
    )
    assert not made.found.recommend[0]
    assert bid_formulas.expected_formula(made) is None
    assert bid_formulas.shading_formula(made) is None
    assert bid_formulas.curse_formula(made) is None

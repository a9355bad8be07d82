"""The desk on real lots: the lot economics behind a bid, reasons, gaps and comparisons."""

from dataclasses import replace

import numpy as np
import pytest

from placement.api import bid, lot_segments, one_account, rivals_of
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.bid.compare import at_bids
from placement.decide.bid.desk import BidDesk, Reason
from placement.decide.bid.lots import LotPayoff, lot_profit, lot_table
from placement.decide.bid.tender import Tender
from placement.decide.deal.curve import lot_curve
from placement.decide.deal.lot import make_lot
from placement.domain.errors import InputError
from placement.report.bid_answer import bid_answer
from tests.tolerances import CENT_FRACTION

LIBRARY = load_library()
CARDS = lot_segments(
    one_account(sector="bank_card", balance=7000.0, age=12.0, creditor_type="state_owned"), 5000
)
LEARNING = 2
"""The library's months of learning."""
PHONES = lot_segments(one_account(sector="telecom", balance=200.0, age=12.0), 5000)


def desk(
    lots=CARDS, *, error: float = 0.0, number: int = 4, numbers: Assumptions = LIBRARY, **rules
) -> BidDesk:
    """Return the desk of a lot against rivals around 22 +- 3."""
    return bid(
        lots,
        numbers,
        rivals=rivals_of(number=number, mean=0.22, sd=0.03),
        tender=Tender(**rules),
        estimate_error=error,
    )


def test_a_lots_profit_is_that_of_the_deal_zone() -> None:
    """At the estimate to the cent; with other odds, as if the library had them."""
    lot = make_lot(CARDS, LIBRARY)
    commission = np.array([0.1, 0.2, 0.3])
    profit = lot_profit(lot, commission, np.array([0.7, 1.0]), learning_months=0)
    np.testing.assert_allclose(
        profit[1], lot_curve(lot, commission).agency_profit, rtol=0, atol=CENT_FRACTION * 1e6
    )
    harder = make_lot(CARDS, LIBRARY.with_values({"what_if.odds_factor": 0.7}))
    np.testing.assert_allclose(profit[0], lot_curve(harder, commission).agency_profit, rtol=1e-9)


def test_the_table_reads_what_was_worked_out() -> None:
    """Exact at its own points; half a point apart it is good to 0.1 % of the profit."""
    lot = make_lot(CARDS, LIBRARY)
    commission, factor = np.linspace(0.0, 1.0, 201), np.exp(np.linspace(-1.0, 1.0, 41))
    table = lot_table([lot], commission=commission, factor=factor, learning_months=LEARNING)
    np.testing.assert_allclose(
        table(commission[None], factor[None])[0], table.profit[0], rtol=1e-9, atol=1e-6
    )
    between = np.array([0.1834, 0.2222, 0.31])
    exact = lot_profit(lot, between, factor[[10, 30]], learning_months=LEARNING)
    found = table(between[None], factor[None, [10, 30]])[0]
    np.testing.assert_allclose(found, exact, rtol=1e-3, atol=100.0)


def test_an_exact_estimate_bids_on_the_profit_curve() -> None:
    """Without error, expected profit is the chance to win times the lot's own profit."""
    found = desk().found
    profit = lot_curve(make_lot(CARDS, LIBRARY), found.bid).agency_profit[0]
    assert found.profit_if_won[0] == pytest.approx(profit)
    assert found.naive_bid[0] == found.bid[0]
    assert found.expected_profit[0] == pytest.approx(found.win_probability[0] * profit)


def test_reasons_and_gaps() -> None:
    """A ceiling below the floor; a lot that never pays; one that pays."""
    low = desk(ceiling=0.04)
    floor = low.found.floor[0]
    assert low.reasons == (Reason.FLOOR_ABOVE_CEILING,)
    assert low.gap_points[0] == pytest.approx(floor - 0.04)
    at_ceiling = lot_curve(low.lots[0], np.array([0.04])).agency_profit[0]
    assert low.gap_money[0] == pytest.approx(-at_ceiling)
    assert "Do not bid: the floor of" in bid_answer(low)["message"]
    never = desk(PHONES, ceiling=0.3)
    assert never.reasons == (Reason.NOTHING_PAYS,)
    assert bid_answer(never)["floor"] is None
    assert never.gap_money[0] > 0.0
    assert desk().reasons == (Reason.PAYS,)


def test_more_rivals_push_the_bid_down() -> None:
    """From the comparison, which reads a table; at today's number it is the answer itself."""
    found = desk(error=0.2)
    bids = [bids.bid[0] for bids in found.by_rivals.values()]
    assert list(found.by_rivals) == [1, 2, 3, 4, 5, 6, 7, 9]
    assert bids[1:3] == sorted(bids[1:3], reverse=True)
    assert found.by_rivals[4].expected_profit[0] == pytest.approx(
        found.found.expected_profit[0], rel=5e-3
    )


def test_baselines_are_named_and_real_profits_are_ours() -> None:
    """Friedman's chance is ours for one winner; Gates is more hopeful; neither beats our bid."""
    found = desk(error=0.2)
    assert set(found.baselines) == {"friedman", "gates"}
    best = found.found.expected_profit[0]
    for baseline in found.baselines.values():
        assert baseline.expected_profit[0] <= best * (1.0 + 1e-3)
    assert found.baselines["gates"].bid[0] > found.baselines["friedman"].bid[0]
    exact = desk()
    friedman = exact.baselines["friedman"]
    assert friedman.bid[0] == pytest.approx(exact.found.bid[0], abs=0.005)
    assert desk(winners=2).baselines == {}


def test_without_rivals_the_creditors_ceiling_bounds_the_bid() -> None:
    """Beyond it he would rather not place; where he has none, it must be named."""
    # Where nobody buys cards: selling them at once is worth more than a placement alone.
    found = desk(number=0, numbers=LIBRARY.with_values({"bank_card.sale.price": 0.0}))
    assert found.found.bid[0] == pytest.approx(found.creditor_ceiling[0])
    hopeless = replace(PHONES, balance=np.array([5.0]))
    with pytest.raises(InputError, match="Name the tender's ceiling"):
        desk(hopeless, number=0)


def test_several_lots_are_each_bid_for_on_their_own() -> None:
    """The second lot's answer is its own; the total counts what is worth bidding for."""
    more = replace(CARDS, accounts=np.array([900]))
    both = desk([CARDS, more, PHONES], error=0.2, ceiling=0.35)
    for place, lot in enumerate((CARDS, more)):
        alone = desk(lot, error=0.2, ceiling=0.35)
        assert both.found.bid[place] == pytest.approx(alone.found.bid[0])
        assert bid_answer(both, place)["expected_profit"] == pytest.approx(
            bid_answer(alone)["expected_profit"]
        )
    assert not both.found.recommend[2]
    worth = both.found.expected_profit[both.found.recommend].sum()
    assert both.total.expected_profit == pytest.approx(worth)


def test_who_bids_must_be_known_from_somewhere() -> None:
    """Number and bids, typed once."""
    with pytest.raises(InputError, match="rival-mean and rival-sd, or past results"):
        rivals_of(number=3)
    with pytest.raises(InputError, match="The number of rivals is needed"):
        rivals_of(mean=0.2, sd=0.03)
    with pytest.raises(InputError, match="once"):
        rivals_of(number=3, mean_number=2.0, mean=0.2, sd=0.03)
    with pytest.raises(InputError, match="accounts must be 1 or more; got 0"):
        lot_segments(CARDS, 0)


def test_a_bid_moved_by_hand_lies_on_the_curve() -> None:
    """The same chance and profit as the curve has at its points."""
    found = desk(error=0.2)
    moved = at_bids(
        LotPayoff(lots=found.lots, learning_months=LEARNING),
        np.array([[0.15, 0.2]]),
        rivals=found.rivals,
        tender=found.tender,
        error=0.2,
    )
    curve = found.found.curve
    np.testing.assert_allclose(moved.real[0], curve.expected_profit[0, [15, 20]], rtol=1e-9)
    np.testing.assert_allclose(moved.chance[0], curve.win_probability[0, [15, 20]], rtol=1e-9)

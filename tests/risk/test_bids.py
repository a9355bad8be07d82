"""How sure bids are: each draw is the desk of its own numbers, and what draws say adds up."""

from dataclasses import replace

import numpy as np
import pytest

from placement import api
from placement.api.uncertainty import draws_under_contract
from placement.assume.library import load_library
from placement.decide.bid.studied import OneBid
from placement.decide.bid.tender import Tender
from placement.risk.bids import BidDraws, Offer
from placement.risk.draws import numbers_of_draw

LIBRARY = load_library()
LOT = api.lot_segments(api.one_account(sector="bank_card", balance=7_000.0, age=7.0), 2_000)
ROW = api.LotRow(lot="cards", sector="bank_card", accounts=2_000, balance=7_000.0, age=7.0)
QUESTION = api.BidQuestion(number=4, mean=0.3, sd=0.05, error=0.2, bid_cost=500.0)


def _desk(row: api.LotRow = ROW, question: api.BidQuestion = QUESTION) -> OneBid:
    return api.bid_exactly(api.study_row(row, LIBRARY), question, ceiling=row.ceiling)


def _offer(row: api.LotRow = ROW, question: api.BidQuestion = QUESTION) -> Offer:
    return api.offer_of_row(row, question, _desk(row, question).desk)


def _drawn(*offers: Offer, draws: int = 3, **more: object) -> BidDraws:
    return api.simulate_bids(offers, ["bank_card"], LIBRARY, draws=draws, seed=3, **more)


def test_nothing_drawn_is_the_desk() -> None:
    desk = _desk().desk
    every = sorted({path.rsplit("[", 1)[0] for path in LIBRARY.entries})
    found = _drawn(_offer(), draws=2, held=every)
    best = desk.found
    np.testing.assert_allclose(found.expected[0], best.expected_profit[0], rtol=1e-12)
    np.testing.assert_allclose(found.chance[0], best.win_probability[0], rtol=1e-12)
    np.testing.assert_allclose(found.if_won[0], best.profit_if_won[0], rtol=1e-12)
    np.testing.assert_allclose(found.best[0], best.bid[0], rtol=1e-12)
    np.testing.assert_allclose(found.floor[0], best.floor[0], rtol=1e-12)
    # The best bid lies between whole points and is among those tried, so nothing is at stake.
    assert found.at_stake[0] == pytest.approx(0.0, abs=1e-9)
    assert found.on_average[0] == pytest.approx(best.bid[0], abs=1e-12)


def test_each_draw_is_the_desk_of_its_numbers() -> None:
    found = _drawn(_offer())
    drawn = draws_under_contract(
        LIBRARY, ["bank_card"], count=3, seed=3, correlation=api.USUAL_CORRELATION, held=()
    ).numbers()
    for draw in range(3):
        numbers = numbers_of_draw(drawn, draw)
        desk = api.bid(
            LOT,
            numbers,
            rivals=api.rivals_of(number=4, mean=0.3, sd=0.05, assumptions=numbers),
            tender=Tender(bid_cost=500.0, ceiling=1.0),
            estimate_error=0.2,
        )
        expected = desk.found.bid[0] if desk.found.recommend[0] else np.nan
        np.testing.assert_allclose(found.best[0, draw], expected, rtol=1e-9)
        np.testing.assert_allclose(found.floor[0, draw], desk.found.floor[0], rtol=1e-9)
        # The bid made lies between two points of that desk's curve.
        curve, made = desk.found.curve, found.bid[0]
        low = int(np.floor(100 * made))
        profit = curve.expected_profit[0]
        around = sorted((profit[low], profit[low + 1]))
        bend = np.abs(np.diff(profit[low - 1 : low + 3], n=2)).max()
        assert around[0] - bend <= found.expected[0, draw] <= around[1] + bend
    assert found.expected.std() > 0.0


def test_the_stake_is_what_knowing_brings() -> None:
    """By brute force over the bids tried, on curves of desks of their own."""
    found = _drawn(_offer(), draws=2)
    drawn = draws_under_contract(
        LIBRARY, ["bank_card"], count=2, seed=3, correlation=api.USUAL_CORRELATION, held=()
    ).numbers()
    curves = []
    for draw in range(2):
        numbers = numbers_of_draw(drawn, draw)
        rivals = api.rivals_of(number=4, mean=0.3, sd=0.05, assumptions=numbers)
        desk = api.bid(
            LOT, numbers, rivals=rivals, tender=Tender(bid_cost=500.0), estimate_error=0.2
        )
        curves.append(desk.found.curve.expected_profit[0])
    admitted = np.arange(101) / 100 >= _desk().desk.found.floor[0]
    profit = np.append(np.array(curves)[:, admitted], found.expected.T, axis=1)
    stake = np.maximum(profit.max(axis=1), 0.0).mean() - max(profit.mean(axis=0).max(), 0.0)
    assert found.at_stake[0] == pytest.approx(stake, rel=1e-9)
    assert found.at_stake[0] >= 0.0


def test_where_every_bid_loses_none_is_made() -> None:
    """A lot that pays by little: in a bad draw nothing is best, and knowing that is worth it."""
    sure = replace(QUESTION, error=0.0, bid_cost=5_000.0)
    gain = float(_desk(question=sure).desk.found.profit_if_won[0])
    usual = float(api.study_row(ROW, LIBRARY).lot.fixed_cost)
    tight = replace(ROW, fixed_cost=usual + 0.5 * gain)
    found = _drawn(_offer(tight, sure), draws=8)
    drawn = draws_under_contract(
        LIBRARY, ["bank_card"], count=8, seed=3, correlation=api.USUAL_CORRELATION, held=()
    ).numbers()
    studied = [api.study_row(tight, numbers_of_draw(drawn, draw)) for draw in range(8)]
    bids = [api.bid_exactly(each, sure).desk.found for each in studied]
    np.testing.assert_array_equal(np.isnan(found.best[0]), [not each.recommend[0] for each in bids])
    admitted = np.arange(101) / 100 >= _desk(tight, sure).desk.found.floor[0]
    curves = np.stack([each.curve.expected_profit[0][admitted] for each in bids])
    profit = np.append(curves, found.expected.T, axis=1)
    assert np.any(profit.max(axis=1) < 0.0), "some draw in which every bid loses"
    stake = np.maximum(profit.max(axis=1), 0.0).mean() - max(profit.mean(axis=0).max(), 0.0)
    assert found.at_stake[0] == pytest.approx(stake, rel=1e-9)
    assert 0.0 < found.p_go[0] < 1.0


def test_lots_add_up_and_what_is_not_bid_for_brings_nothing() -> None:
    dear = replace(ROW, lot="dear", fixed_cost=9_000_000.0)
    both = _drawn(_offer(), _offer(dear), draws=2)
    alone = _drawn(_offer(), draws=2)
    assert both.is_made.tolist() == [True, False]
    np.testing.assert_array_equal(both.total, alone.total)
    assert np.isnan(both.best[1]).all()
    assert both.p_go[1] == 0.0
    assert both.at_stake[1] == 0.0


def test_who_knows_more_of_the_numbers_is_seen_in_draws() -> None:
    """The library's share that rivals know of a lot is drawn, where the reader names none."""
    asked = _drawn(_offer(question=replace(QUESTION, knows=0.5)), draws=2)
    usual = _drawn(_offer(), draws=2)
    assert not np.allclose(asked.chance, usual.chance)


def test_a_lot_of_the_command_is_the_row_of_the_sheet() -> None:
    desk = api.bid(
        LOT,
        LIBRARY,
        rivals=api.rivals_of(number=4, mean=0.3, sd=0.05),
        tender=Tender(bid_cost=500.0),
        estimate_error=0.2,
    )
    offer = api.offer_of_lot(
        LOT,
        desk,
        rivals=lambda numbers: api.rivals_of(number=4, mean=0.3, sd=0.05, assumptions=numbers),
    )
    np.testing.assert_allclose(
        _drawn(offer, draws=2).expected, _drawn(_offer(), draws=2).expected, rtol=1e-9
    )

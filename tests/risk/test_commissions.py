"""How sure a commission is: each draw is the deal zone of its own numbers."""

import numpy as np

from placement import api
from placement.api.uncertainty import streams_of
from placement.assume.library import load_library
from placement.decide.deal.deal import library_margin
from placement.decide.deal.lot import make_lot
from placement.decide.deal.zone import deal_zone
from placement.risk.draws import draw_numbers, numbers_of_draw

LIBRARY = load_library()
LOT = api.lot_segments(api.one_account(sector="bank_card", balance=7_000.0, age=7.0), 10_000)


def test_each_draw_is_the_zone_of_its_numbers() -> None:
    found = api.simulate_commission(LOT, LIBRARY, draws=3, seed=4)
    drawn = draw_numbers(
        LIBRARY, ["bank_card"], count=3, streams=streams_of(4), held=["bank_card.agency.months"]
    ).numbers()
    for draw in range(3):
        numbers = numbers_of_draw(drawn, draw)
        lot = make_lot(LOT, numbers)
        zone = deal_zone(lot, target_margin=library_margin(lot, numbers))
        floor = np.nan if zone.bounds.floor is None else zone.bounds.floor
        np.testing.assert_array_equal(found.floor[draw], floor)
        assert found.is_deal[draw] == zone.bounds.deal
    assert np.nanmin(found.floor) != np.nanmax(found.floor)


def test_as_the_numbers_stand_it_is_the_deal() -> None:
    found = api.simulate_commission(LOT, LIBRARY, draws=1)
    bounds = api.deal(LOT, LIBRARY).zone.bounds
    assert (found.stands.bounds.floor, found.stands.bounds.ceiling) == (
        bounds.floor,
        bounds.ceiling,
    )

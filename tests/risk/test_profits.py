"""An agency's profit by draw, against the deal worked out anew with the numbers of each draw."""

import numpy as np
import pytest

from placement import api
from placement.api.uncertainty import streams_of
from placement.risk.draws import draw_numbers, numbers_of_draw
from placement.risk.profits import profits_in_draws
from tests.builders import segments

HELD = ("property_fee.agency.months", "property_fee.agency.commission",
        "property_fee.agency.commission_per_earlier_placement")  # fmt: skip


@pytest.mark.parametrize("at_a_time", [1, 20_000])
def test_each_draw_is_a_deal_of_its_own(monkeypatch, at_a_time) -> None:
    """A segment after its third placement is in no lot; parts of any size say the same."""
    monkeypatch.setattr("placement.risk.profits.ROWS_AT_A_TIME", at_a_time)
    library = api.assumptions_in_use()
    book = segments(sector="property_fee", creditor_type="other", balance=[900.0, 5_000.0, 70.0],
                    age=[5.0, 14.0, 30.0], placements=[0, 1, 3])  # fmt: skip
    draws = draw_numbers(library, ["property_fee"], count=3, streams=streams_of(7), held=HELD)
    found = profits_in_draws(book, draws)
    expected = [
        api.deal(book, numbers_of_draw(draws.numbers(), draw)).economics.profit for draw in range(3)
    ]
    np.testing.assert_allclose(found, expected, rtol=1e-9)
    assert len(set(np.round(found))) == 3

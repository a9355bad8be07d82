"""Options that are shut are shown with their reason, never dropped."""

import numpy as np
import pytest

from placement.assume.library import load_library
from placement.domain.errors import InputError
from placement.domain.types import AGENCY_OPTIONS, Option
from placement.value.options import value_options
from tests.builders import SECTORS, random_book, segments

LIBRARY = load_library()


@pytest.mark.parametrize("placements", range(5))
def test_only_the_next_placement_is_open(placements: int) -> None:
    valuation = value_options(segments(placements=placements), LIBRARY)
    is_open = [bool(valuation.available[option][0]) for option in AGENCY_OPTIONS]
    assert is_open == [placements == number for number in range(3)]
    for option, opened in zip(AGENCY_OPTIONS, is_open, strict=True):
        reason = valuation.reasons[option][0]
        assert (reason is None) is opened
        if reason is not None:
            assert reason.startswith(f"{placements} placements so far")
            end = "the model knows 3." if placements >= 3 else f"number {placements + 1}."
            assert reason.endswith(end)


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ({"disputed": True}, "objection"),
        ({"unreachable": True}, "served"),
        ({"sector": "software_retainage"}, "counter-performance"),
        ({"sector": "software_retainage", "disputed": True}, "counter-performance"),
    ],
)
def test_a_payment_order_is_shut_with_its_reason(flags: dict, words: str) -> None:
    valuation = value_options(segments(**flags), LIBRARY)
    assert valuation.available[Option.PAYMENT_ORDER].tolist() == [False]
    assert words in (valuation.reasons[Option.PAYMENT_ORDER][0] or "")


def test_a_payment_order_is_open_elsewhere() -> None:
    plain = [sector for sector in SECTORS if sector != "software_retainage"]
    valuation = value_options(segments(sector=plain), LIBRARY)
    assert valuation.available[Option.PAYMENT_ORDER].all()
    assert valuation.reasons[Option.PAYMENT_ORDER] == (None,) * 4


def test_a_sale_needs_a_buyer() -> None:
    book = segments(sector=["bank_card", "telecom"])
    valuation = value_options(book, LIBRARY)
    assert valuation.available[Option.SALE].tolist() == [True, False]
    assert "No buyer" in (valuation.reasons[Option.SALE][1] or "")
    priced = value_options(book, LIBRARY.with_values({"telecom.sale.price": 0.01}))
    assert priced.available[Option.SALE].tolist() == [True, True]


@pytest.mark.parametrize(
    "option", [Option.IN_HOUSE, Option.LAW_LETTER, Option.LAWSUIT, Option.WRITE_OFF]
)
def test_other_options_are_always_open(option: Option) -> None:
    valuation = value_options(random_book(100, seed=2), LIBRARY)
    assert valuation.available[option].all()


def test_a_shut_option_is_still_valued() -> None:
    """A reader can see what it would bring."""
    valuation = value_options(segments(placements=2, disputed=True), LIBRARY)
    for option in Option:
        assert np.isfinite(valuation.cash[option].net).all()
        assert (valuation.reasons[option][0] is None) == bool(valuation.available[option][0])


def test_an_unknown_sector_is_named_with_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"bank_card.*telecom.*got 'boats'"):
        value_options(segments(sector=["bank_card", "boats"]), LIBRARY)

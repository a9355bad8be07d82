"""Options that are shut are shown with their reason, never dropped."""

import numpy as np
import pytest

from placement.assume.library import load_library
from placement.domain.days import months_of
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
    ("option", "sector", "path"),
    [
        (Option.SALE, "bank_card", "sale.from_month"),
        (Option.WRITE_OFF, "bank_card", "write_off.from_month"),
        (Option.WRITE_OFF, "telecom", "write_off.from_month"),
    ],
)
@pytest.mark.parametrize(
    ("months", "days"), [(3, 90), (6, 180), (11, 330), (12, 365), (18, 547), (24, 730)]
)
def test_sale_and_write_off_have_to_wait(
    option: Option, sector: str, path: str, months: int, days: int
) -> None:
    """Not on the last day of the months, but the day after: 30 to a month, 365 to a year."""
    numbers = LIBRARY.with_values({f"{sector}.{path}": months})
    valuation = value_options(
        segments(sector=sector, age=[months_of(days), months_of(days + 1), 0.0]), numbers
    )
    assert valuation.available[option].tolist() == [False, True, False]
    reason = valuation.reasons[option][0] or ""
    assert reason.startswith(f"Not before {months} months past due (more than")
    assert valuation.reasons[option][1] is None


def test_cards_are_sold_from_91_days_on() -> None:
    """Past 90 days they are non-performing by the pilot rules of the library."""
    book = segments(age=[float(months_of(days)) for days in (0, 60, 90, 91, 400)])
    sale = value_options(book, LIBRARY).available[Option.SALE]
    assert sale.tolist() == [False, False, False, True, True]


@pytest.mark.parametrize(
    ("days", "commission"),
    [(90, 0.10), (91, 0.15), (92, 0.15), (180, 0.15), (181, 0.23), (365, 0.23), (366, 0.30)],
)
def test_a_commission_holds_from_its_day_on(days: int, commission: float) -> None:
    """91 and 92 days are one commission, 365 and 366 the step of a year."""
    ladder = {"0m": 0.10, "3m": 0.15, "6m": 0.23, "12m": 0.30, "48m": 0.35}
    path = "bank_card.agency.commission.joint_stock"
    assert LIBRARY.paths_under(path) == tuple(f"{path}.{months}" for months in ladder)
    pinned = {f"{path}.{months}": rate for months, rate in ladder.items()}
    contract = value_options(
        segments(age=float(months_of(days))), LIBRARY.with_values(pinned)
    ).next_contract
    assert contract.commission.tolist() == [commission]


@pytest.mark.parametrize("option", [Option.IN_HOUSE, Option.LAW_LETTER, Option.LAWSUIT])
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

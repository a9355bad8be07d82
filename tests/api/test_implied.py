"""Five answers: ranges stay ranges, each answer is held against the others in words."""

from typing import Any

import pytest

from placement import api
from placement.api.implied import Check
from placement.assume.library import lay_over, load_library, parse_overlay
from placement.domain.errors import InputError

LIBRARY = load_library()


def answered(**more: Any) -> api.ImpliedAnswer:
    given = {
        name: api.answer_range(value, name) if isinstance(value, str) else value
        for name, value in more.items()
    }
    asked = {
        "sector": "bank_card", "balance": 7_000.0, "age": 8.0, "months": 6,
        "liquidation": api.answer_range("0.07", "liquidation"),
    }  # fmt: skip
    return api.implied(api.Questions(**{**asked, **given}), LIBRARY)


def check(found: api.ImpliedAnswer, about: str) -> Check:
    return next(each for each in found.checks if each.about == about)


def test_a_range_answered_is_a_range_kept() -> None:
    narrow, wide = answered(), answered(liquidation="0.05:0.09")
    assert wide.willing_hard.value == pytest.approx(narrow.willing_hard.value)
    assert wide.willing_hard.low == pytest.approx(narrow.willing_hard.low * 5 / 7)
    assert wide.willing_hard.high == pytest.approx(narrow.willing_hard.high * 9 / 7)
    assert (wide.low <= wide.curve).all()
    assert (wide.curve <= wide.high).all()
    assert wide.curve[5] == pytest.approx(0.07)


def test_the_overlay_makes_the_library_show_the_answers() -> None:
    found = answered(first_months=3, first_share="0.5:0.6", contacts_per_success="125")
    overlay = found.overlay(LIBRARY)
    laid = lay_over(LIBRARY, parse_overlay(overlay.toml.encode(), name="own.toml"))
    shown = api.library_odds(laid, "bank_card", 8.0)
    assert shown.willing_share.value == pytest.approx(found.willing_hard.value, rel=1e-6)
    path = "bank_card.agency.contacts_per_hard"
    assert laid.entries[path].value == pytest.approx(found.contacts_per_hard.value, rel=0.05)
    assert "7.0% of the balance in 6 months, 125 contacts" in laid.entries[path].source


def test_sixty_calls_at_fifteen_percent_are_too_good() -> None:
    """60 calls of 2.30 each bring 0.15 * 0.07 / 0.0755 * 7,000 or so: the margin is some 80 %."""
    found = check(answered(contacts_per_success="60", commission="0.15"), "commission")
    assert not found.is_right
    assert "would keep 81%" in found.says
    assert "one of the two is not what you think" in found.says


def test_many_calls_at_a_low_commission_lose_money() -> None:
    found = check(answered(contacts_per_success="500", commission="0.10"), "commission")
    assert not found.is_right
    assert "would lose" in found.says


def test_the_field_notes_figures() -> None:
    """125 calls a success, 40 successes a seat, 7,000 each, 15 %: 42,000 on a seat of 11,500.

    A seat at this rate earns more than rivals would leave it, what it collects is the upper end of
    what is published, and pools of this age brought the 6 to 8 % that are answered here.
    """
    found = answered(liquidation="0.06:0.08", contacts_per_success="125", commission="0.15")
    calls = float(LIBRARY.number("bank_card.agency.contacts_per_seat_month"))
    assert calls / found.contacts_per_success.value == pytest.approx(40.0)
    assert not check(found, "commission").is_right
    assert check(found, "seat").is_right
    assert check(found, "library").is_right
    assert 0.10 < found.willing_hard.low < found.willing_hard.high < 0.25


def test_calls_and_caseload_are_held_against_each_other() -> None:
    found = check(answered(contacts_per_success="60", accounts_per_seat="1000"), "caseload")
    assert not found.is_right
    assert "5.5 times as many" in found.says
    fits = check(answered(contacts_per_success="125", accounts_per_seat="2500"), "caseload")
    assert fits.is_right


def test_a_price_that_the_odds_do_not_earn_is_said() -> None:
    assert not check(answered(price="0.3"), "price").is_right
    assert "too little" in check(answered(price="0.3"), "price").says
    assert check(answered(price="0.03"), "price").is_right
    assert "nobody would sell" in check(answered(price="0.005"), "price").says


def test_accounts_per_seat_say_the_contacts() -> None:
    found = answered(accounts_per_seat="1000:2000")
    assert found.contacts_per_month.low == pytest.approx(2.5)
    assert found.contacts_per_month.high == pytest.approx(5.0)


@pytest.mark.parametrize(
    ("text", "says"), [("many", "a number, or a range"), ("0.2:0.1", "lower end first")]
)
def test_an_answer_is_a_number_or_a_range(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        api.answer_range(text, "liquidation")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"liquidation": "7"}, "liquidation must be a share"),
        ({"first_months": 3}, "belong together"),
        ({"first_months": 6, "first_share": "0.5"}, "less than the 6 months"),
        ({"liquidation": "0.95"}, "clashes with how fast"),
    ],
)
def test_answers_out_of_bounds_are_said(more: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        answered(**more)

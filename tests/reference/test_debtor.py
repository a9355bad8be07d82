"""The plain-float debtor: a month on paper, and the laws of stages and of the standard history."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.debtor import Masses, month_of_letter, month_of_work
from tests.reference.history import Stage, month_0, replay, standard
from tests.reference.made_up import library
from tests.reference.numbers import Account, Case, has_passed
from tests.tolerances import RECOMPUTED, ROUNDING

AGES = st.one_of(st.integers(0, 70).map(float), st.floats(0.0, 70.0))


def case(age: float = 12.0, **changes: float) -> Case:
    """Return a card account of 7,000."""
    numbers = {f"card.{path.replace('__', '.')}": value for path, value in changes.items()}
    return Case(library(numbers), Account(sector="card", balance=7_000.0, age=age))


def test_a_month_on_paper() -> None:
    """No fading: at hazard ln 2 half of the easy pay, at ln 4 three quarters of the hard."""
    at = Masses(0.4, 0.2, 0.1)
    after, paid = month_of_work(at, (math.log(2.0), math.log(4.0)), 0.0)
    assert paid == pytest.approx(0.4 / 2 + 0.2 * 3 / 4)
    assert after == pytest.approx(Masses(0.2, 0.05, 0.1, 0.65))


def test_paying_and_fading_compete_on_paper() -> None:
    """Hazard and fading of ln 2 each: a quarter stays, and half of what goes has paid."""
    after, paid = month_of_work(Masses(0.8, 0.0, 0.4), (math.log(2.0), 0.0), math.log(2.0))
    assert paid == pytest.approx(0.3)
    assert after == pytest.approx(Masses(0.2, 0.0, 0.2, 0.7))


def test_a_letter_on_paper() -> None:
    """A tenth of the willing and a half of the reluctant answer; nothing fades."""
    after, answered = month_of_letter(Masses(0.2, 0.1, 0.4), (0.1, 0.5), 0.0)
    assert answered == pytest.approx(0.03 + 0.2)
    assert after == pytest.approx(Masses(0.18, 0.09, 0.2, 0.77))


@given(part=st.floats(0.0, 1.0), hazard=st.floats(0.0, 3.0), fade=st.floats(0.0, 0.3))
def test_a_month_cut_in_two_is_a_month(part: float, hazard: float, fade: float) -> None:
    """Nothing depends on where a month is cut."""
    at, hazards = Masses(0.5, 0.2, 0.1), (hazard, hazard / 7)
    whole, paid = month_of_work(at, hazards, fade)
    first, paid_first = month_of_work(at, hazards, fade, part)
    second, paid_second = month_of_work(first, hazards, fade, 1.0 - part)
    assert second == pytest.approx(whole, abs=ROUNDING)
    assert paid_first + paid_second == pytest.approx(paid, abs=ROUNDING)


@given(age=AGES)
def test_standard_work_carries_the_table_at_one_age_into_the_next(age: float) -> None:
    """A month of own work at the library's intensity, from any age to a month later."""
    one = case()
    hazards = one.hazards("in_house", age, one.own("debtor.history_contacts_per_month"))
    after, _ = month_of_work(standard(one, age), hazards, one.fade(age))
    assert after.per_open() == pytest.approx(standard(one, age + 1.0), abs=RECOMPUTED)


@given(age=AGES, months=st.integers(0, 24))
def test_a_stage_cut_in_two_changes_nothing(age: float, months: int) -> None:
    """Own work to an age and then on is own work all the way."""
    one = case()
    whole = replay(one, [Stage("in_house", age + months)])
    cut = replay(one, [Stage("in_house", age), Stage("in_house", float(months))])
    assert cut == pytest.approx(whole, abs=RECOMPUTED)


def test_the_first_month_of_the_table_on_paper() -> None:
    """From .90 easy at hazard .004 + 4/1.7 and fading .045, and .035 hard at .004 + 4/150."""
    easy, hard = 0.004 + 4 / 1.7, 0.004 + 4 / 150
    paid = 0.9 * easy / (easy + 0.045) * (1 - math.exp(-easy - 0.045))
    paid += 0.035 * hard / (hard + 0.045) * (1 - math.exp(-hard - 0.045))
    willing = 0.9 * math.exp(-easy - 0.045) + 0.035 * math.exp(-hard - 0.045)
    now = standard(case(), 1.0)
    assert now.easy + now.hard == pytest.approx(willing / (1 - paid))
    assert now.reluctant == pytest.approx(0.01 * math.exp(-0.045) / (1 - paid))


def test_the_specification_s_willing_shares_of_cards() -> None:
    """Its fit by hand gives .59 / .25 / .20 / .13 at 1 / 3 / 6 / 12 months."""
    found = [standard(case(), age) for age in (1.0, 3.0, 6.0, 12.0)]
    assert [m.easy + m.hard for m in found] == pytest.approx([0.59, 0.25, 0.20, 0.13], abs=0.01)


def test_a_dispute_is_there_from_the_start() -> None:
    """Who contests has fewer willing at every age, and never the age's table times a factor."""
    plain, disputed = case(), Account(sector="card", balance=7_000.0, age=1.0, disputed=True)
    other = Case(library(), disputed)
    assert month_0(other).easy == pytest.approx(0.4 * month_0(plain).easy)
    assert standard(other, 1.0).easy < 0.4 * standard(plain, 1.0).easy / 0.6


@pytest.mark.parametrize(
    ("days", "months", "passed"),
    [(90, 3, False), (91, 3, True), (180, 6, False), (365, 12, False), (366, 12, True)],
)
def test_a_rung_begins_the_day_after(days: int, months: int, passed: bool) -> None:
    """Ninety-one days are past three months, 366 past twelve."""
    assert has_passed(months, days * 12 / 365) is passed

"""The plain-float effort: its slope, its search, and the closed form on short steps."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference.debtor import Masses
from tests.reference.effort import Lot, best_effort, closed_form, effort_of, slope, worth
from tests.reference.history import standard
from tests.reference.made_up import library
from tests.reference.numbers import Account, Case
from tests.tolerances import RECOMPUTED

LOTS = st.builds(
    lambda omegas, fades, **rest: Lot(
        omegas=tuple(omegas[: len(fades)]), fades=tuple(fades), **rest
    ),
    omegas=st.lists(st.tuples(st.floats(0.5, 5.0), st.floats(5.0, 300.0)), min_size=6, max_size=6),
    fades=st.lists(st.just(0.0) | st.floats(1e-4, 0.2), min_size=1, max_size=6),
    income=st.floats(0.0, 5e3),
    cost=st.floats(0.05, 20.0),
    self_cure=st.just(0.0) | st.floats(1e-4, 0.1),
    v=st.floats(0.95, 1.0),
    most=st.floats(1.0, 60.0),
    onboarding=st.floats(0.0, 10.0),
)
MASSES = st.builds(
    Masses, st.floats(0.0, 0.5), st.floats(0.0, 0.4), st.floats(0.0, 0.1), st.just(1.0)
)


@given(lot=LOTS, masses=MASSES, part=st.floats(0.1, 1.0), worked=st.integers(1, 6))
def test_the_slope_is_the_difference_of_the_value(
    lot: Lot, masses: Masses, part: float, worked: int
) -> None:
    i, months = part * lot.most, min(worked, lot.term)
    step = 1e-4 * min(i, 0.5)
    seen = worth(lot, masses, i + step, months) - worth(lot, masses, i - step, months)
    scale = (lot.income + lot.cost * lot.term) / min(e for e, _ in lot.omegas) + lot.cost
    assert slope(lot, masses, i, months) == pytest.approx(seen / 2 / step, abs=1e-5 * scale)


@settings(max_examples=30)
@given(lot=LOTS, masses=MASSES)
def test_no_other_effort_is_worth_more(lot: Lot, masses: Masses) -> None:
    """Four hundred intensities in every number of months."""
    found = best_effort(lot, masses)
    scale = 1.0 + lot.income + lot.cost * lot.most * lot.term
    for months in range(lot.term + 1):
        for part in range(401):
            other = worth(lot, masses, lot.most * (part / 400) ** 2, months)
            assert other <= found.value + 1e-6 + RECOMPUTED * scale


def test_a_poor_lot_is_left_alone_and_not_taken() -> None:
    """Self-cures alone do not pay for onboarding here."""
    numbers = library({"card.agency.contacts_per_easy": 500.0})
    one = Case(numbers, Account(sector="card", balance=40.0, age=24.0))
    found = effort_of(one, standard(one, 24.0), 24.0, 1)
    assert (found.contacts, found.months) == (0.0, 0)
    assert 0.0 < found.value < 2.0
    assert found.profit == pytest.approx(found.value - 2.0)


def test_a_collector_carries_a_caseload() -> None:
    """Five thousand contacts a month on a thousand accounts are five each."""
    one = Case(library(), Account(sector="card", balance=7_000.0, age=6.0))
    assert one.most_contacts() == 5.0
    assert effort_of(one, standard(one, 6.0), 6.0, 1).contacts == 5.0


@pytest.mark.parametrize("income", [700.0, 1_400.0, 2_800.0])
def test_on_short_steps_it_is_the_closed_form(income: float) -> None:
    """One hard type, nothing fades, no discount or self-cure; steps of a sixtieth of omega."""
    term, omega, cost, willing = 100, 60.0, 2.3, 0.2
    lot = Lot(
        income=income,
        cost=cost,
        self_cure=0.0,
        v=1.0,
        most=1.0,
        onboarding=0.0,
        omegas=((1.0, omega),) * term,
        fades=(0.0,) * term,
    )
    contacts, liquidation = closed_form(income=income, cost=cost, omega=omega, willing=willing)
    found = best_effort(lot, Masses(0.0, willing, 0.0), grid=3)
    assert found.contacts * found.months == pytest.approx(contacts, abs=0.02 * omega)
    # With i -> 0 the agency's value is the income less the contacts that were made.
    paid = _liquidation(lot, willing, found.contacts, found.months)
    assert paid == pytest.approx(liquidation, rel=0.02, abs=0.002)


def test_where_one_debtor_costs_more_than_he_brings_nobody_works() -> None:
    """At q >= w the closed form is no work at all, and so is the search."""
    assert closed_form(income=138.0, cost=2.3, omega=60.0, willing=0.2) == (0.0, 0.0)
    assert closed_form(income=690.0, cost=2.3, omega=60.0, willing=0.2) == (0.0, 0.0)
    assert closed_form(income=691.0, cost=2.3, omega=60.0, willing=0.2)[0] > 0.0


def _liquidation(lot: Lot, willing: float, contacts: float, months: int) -> float:
    paid = Lot(**{**lot.__dict__, "income": 1.0, "cost": 0.0})
    return worth(paid, Masses(0.0, willing, 0.0), contacts, months)

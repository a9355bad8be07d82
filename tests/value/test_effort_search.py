"""The slopes, the bound and the first rule that the search for the agency's effort lives by."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.value.effort import agency_value, choose_effort
from placement.value.effort_interest import Interest
from tests.tolerances import RECOMPUTED, ROUNDING
from tests.value.plain import plain_case

CASE = st.fixed_dictionaries(
    {
        "balance": st.floats(50.0, 1e5),
        "willing": st.floats(0.01, 0.95),
        "per_willing": st.floats(0.5, 500.0),
        "cost": st.floats(0.05, 50.0),
        "commission": st.floats(0.02, 0.6),
        "months": st.integers(1, 24),
        "fade": st.one_of(st.just(0.0), st.floats(0.001, 0.1)),
        "self_cure": st.one_of(st.just(0.0), st.floats(0.001, 0.05)),
        "discount_per_month": st.floats(0.0, 0.02),
        "vat": st.floats(0.0, 0.06),
        "onboarding": st.floats(0.0, 20.0),
    }
)
MOST = 60.0


def interest_of(case: dict[str, Any]) -> Interest:
    """Return what the agency weighs in one account, for every stopping month."""
    terms, agency = plain_case(**case)
    months = np.arange(1.0, case["months"] + 1.0)
    return Interest.of(months, debtor=terms.debtor, market=terms.market, agency=agency)


def stake(interest: Interest) -> float:
    """Return what rounding is measured against."""
    return float(interest.income.max() + MOST * interest.cost.max() * interest.level.max())


@given(case=CASE, i=st.floats(0.1, MOST))
def test_slope_and_bend_are_the_differences_of_the_value(case: dict[str, Any], i: float) -> None:
    """Central differences; a step of a hundredth of i errs by its square."""
    interest = interest_of(case)
    at, step = np.array([[i]]), 0.01 * i
    seen = interest.slopes(at)
    low, middle, high = (interest.value(at + x) for x in (-step, 0.0, step))
    np.testing.assert_allclose(seen.value, middle, rtol=0, atol=RECOMPUTED * stake(interest))
    # Third and fourth derivatives are at most some (T + 1) / omega times the one before.
    size = (1.0 + i * (case["months"] + 1.0) / case["per_willing"]) ** 4 * stake(interest)
    slope, bend = (high - low) / 2.0 / step, (high - 2.0 * middle + low) / step**2
    np.testing.assert_allclose(seen.slope * i, slope * i, rtol=0, atol=1e-4 * size)
    np.testing.assert_allclose(seen.bend * i**2, bend * i**2, rtol=0, atol=1e-4 * size)


@given(case=CASE, i=st.floats(0.01, MOST))
def test_no_intensity_beats_the_bound(case: dict[str, Any], i: float) -> None:
    """The bound of a bracket, against 400 intensities in it, for every stopping month."""
    interest = interest_of(case)
    low, high = i / 2.0, 2.0 * i
    at = np.array([[i]])
    bound = interest.slopes(at).most_within(down=at - low, up=high - at)
    best = np.max([interest.value(np.array([[x]])) for x in np.linspace(low, high, 400)], axis=0)
    assert np.all(best <= bound + RECOMPUTED * stake(interest))


def test_the_bound_is_worth_having() -> None:
    """Within a tenth of the intensity it lies less than 1% of the income above the best."""
    interest = interest_of({"willing": 0.25, "months": 6, "fade": 0.02})
    at = np.array([[8.0]])
    seen = interest.slopes(at)
    bound = seen.most_within(down=0.1 * at, up=0.1 * at)
    best = np.max([interest.value(np.array([[x]])) for x in np.linspace(7.2, 8.8, 400)], axis=0)
    assert np.all(bound - best < 0.01 * interest.income)


@given(case=CASE)
def test_where_no_contact_may_pay_none_of_them_does(case: dict[str, Any]) -> None:
    """Neither few nor many, in any number of months; the rule: I w > kappa omega (1 - w)."""
    interest = interest_of(case)
    balance, shy = float(case["balance"]), 1.0
    if interest.may_pay.all():
        # Just too poor a claim for the rule.
        bears = case["cost"] * case["per_willing"] * (1.0 - case["willing"])
        shy = bears / float((interest.income * interest.willing)[0, 0]) * (1.0 - 1e-6)
    poor = interest_of({**case, "balance": shy * balance})
    assert not poor.may_pay.any()
    tried = MOST * np.linspace(0.0, 1.0, 300)[1:] ** 4
    idle = poor.value(np.zeros((1, 1)))
    best = np.max([poor.value(np.array([[x]])) for x in tried], axis=0)
    assert np.all(best <= idle + ROUNDING * 100 * stake(poor))


@pytest.mark.parametrize("share", [1e-7, 1e-5, 1e-3])
def test_a_best_close_to_no_contacts_is_found(share: float) -> None:
    """The first contact pays by a hair: one month, no fading, 0.1 c B = 2.3 omega and a little."""
    terms, agency = plain_case(
        balance=23.0 * 12.5 / 0.2 * (1.0 + share), months=1, most=300.0, commission=0.2
    )
    effort = choose_effort(terms, agency)
    # V(i) = I w (1 - exp(-i/omega)) - kappa i, best at i = omega ln(1 + share).
    assert effort.contacts_per_month[0] in (0.0, pytest.approx(12.5 * np.log1p(share), rel=1e-4))
    value = agency_value(
        effort.contacts_per_month,
        effort.worked_months,
        debtor=terms.debtor,
        market=terms.market,
        agency=agency,
    )
    best = 12.5 * 2.3 * ((1.0 + share) * (share / (1.0 + share)) - np.log1p(share))
    assert float(value[0]) == pytest.approx(best, abs=1e-6)

"""The agency's effort: never beaten by trying everything, and at its closed forms."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.domain.types import Option, Stance
from placement.value.agency import value_placement
from placement.value.effort import agency_value, choose_effort
from tests.reference.effort import Work, best_effort, worth
from tests.tolerances import RECOMPUTED, ROUNDING, SEARCHED, SHORT_STEPS
from tests.value.plain import plain_case

CASE = st.fixed_dictionaries(
    {
        "balance": st.floats(50.0, 1e5),
        "willing": st.floats(0.01, 0.95),
        "per_willing": st.floats(0.5, 500.0),
        "cost": st.floats(0.05, 50.0),
        "commission": st.floats(0.02, 0.6),
        "months": st.integers(1, 12),
        "fade": st.floats(0.0, 0.1),
        "self_cure": st.floats(0.0, 0.05),
        "discount_per_month": st.floats(0.0, 0.02),
        "vat": st.floats(0.0, 0.06),
        "onboarding": st.floats(0.0, 20.0),
        "most": st.floats(1.0, 124.0),
    }
)


def work_of(case: dict[str, float]) -> Work:
    """Return the same case on plain floats."""
    return Work(
        income=case["commission"] * case["balance"] / (1.0 + case["vat"]),
        willing=case["willing"],
        fade=case["fade"],
        self_cure=case["self_cure"],
        omega=case["per_willing"],
        cost=case["cost"],
        v=1.0 / (1.0 + case["discount_per_month"]),
        term=int(case["months"]),
        onboarding=case["onboarding"],
        most=case["most"],
    )


def money_at_stake(work: Work) -> float:
    """Return what rounding is measured against."""
    return work.income + work.onboarding


@given(case=CASE, i=st.floats(0.0, 60.0), part=st.floats(0.0, 1.0))
def test_the_agency_value_is_the_monthly_walk(case: dict, i: float, part: float) -> None:
    terms, agency = plain_case(**case)
    work, months = work_of(case), round(part * case["months"])
    value = agency_value(
        np.array([i]),
        np.array([float(months)]),
        debtor=terms.debtor,
        market=terms.market,
        agency=agency,
    )
    scale = money_at_stake(work) + work.cost * i * work.term
    assert float(value[0]) == pytest.approx(worth(work, i, months), abs=RECOMPUTED * scale)


@given(case=CASE)
def test_no_effort_on_a_fine_grid_beats_the_chosen_one(case: dict) -> None:
    """4,000 intensities, dense at zero and over the whole range, by every stopping month."""
    terms, agency = plain_case(**case)
    effort = choose_effort(terms, agency)
    most, work = case["most"], work_of(case)
    tried = most * np.concatenate([np.linspace(0, 1, 2000), np.linspace(0, 1, 2000) ** 4])
    i, months = np.meshgrid(tried, np.arange(1.0, case["months"] + 1.0))
    values = agency_value(
        i.reshape(-1, 1),
        months.reshape(-1, 1),
        debtor=terms.debtor,
        market=terms.market,
        agency=agency,
    )
    chosen = worth(work, float(effort.contacts_per_month[0]), int(effort.worked_months[0]))
    # Not working at all leaves the value of self-cures, even where that is below zero.
    best = max(float(values.max()), 0.0)
    assert max(chosen, 0.0) >= best - SEARCHED * money_at_stake(work)
    assert 0.0 <= effort.contacts_per_month[0] <= most
    assert 0 <= effort.worked_months[0] <= case["months"]


@given(case=CASE)
def test_a_search_on_plain_floats_finds_nothing_better(case: dict) -> None:
    terms, agency = plain_case(**case)
    effort, work = choose_effort(terms, agency), work_of(case)
    chosen = worth(work, float(effort.contacts_per_month[0]), int(effort.worked_months[0]))
    other = worth(work, *best_effort(work, grid=41))
    assert chosen == pytest.approx(other, abs=SEARCHED * money_at_stake(work))


@pytest.mark.parametrize("commission", [0.06, 0.15, 0.2, 0.35, 0.8])
@pytest.mark.parametrize("willing", [0.08, 0.25, 0.6])
def test_effort_and_liquidation_reach_their_closed_forms(commission: float, willing: float) -> None:
    """No fading, discount, self-cure or VAT, and 600 months, so that a month is short.

    e* = omega * ln(w (c B s - kappa omega) / (kappa omega (1 - w)))
    L* = w - kappa omega (1 - w) / (c B s - kappa omega)
    """
    balance, omega, cost = 7_000.0, 12.5, 2.3
    terms, _ = plain_case(
        balance=balance,
        willing=willing,
        per_willing=omega,
        cost=cost,
        commission=commission,
        months=600,
        most=5.0,
    )
    ratio = willing * (commission * balance - cost * omega) / (cost * omega * (1 - willing))
    placed = value_placement(terms, Option.AGENCY_1)
    contacts = float((placed.effort.contacts_per_month * placed.effort.worked_months)[0])
    assert ratio > 1.0
    assert contacts == pytest.approx(omega * math.log(ratio), rel=SHORT_STEPS)
    expected = willing - cost * omega * (1 - willing) / (commission * balance - cost * omega)
    assert float(placed.liquidation[0]) == pytest.approx(expected, rel=SHORT_STEPS)


def test_shorter_steps_come_closer_to_the_closed_form() -> None:
    """A term four times as long, so months a quarter as heavy: at most a third of the error."""
    expected = 12.5 * math.log(0.25 * (1_400 - 28.75) / (28.75 * 0.75))

    def error(months: int) -> float:
        terms, agency = plain_case(willing=0.25, months=months, most=60.0)
        effort = choose_effort(terms, agency)
        return abs(float((effort.contacts_per_month * effort.worked_months)[0]) - expected)

    assert error(96) < error(24) / 3.0 < error(6) / 9.0


@pytest.mark.parametrize(
    ("willing", "omega", "balance"), [(0.1, 7.09, 7_000), (0.25, 19.1, 7_000), (0.5, 30.0, 900)]
)
def test_the_best_commission_for_the_creditor_is_the_closed_form(
    willing: float, omega: float, balance: float
) -> None:
    """c* = q + sqrt(q (1 - q) (1 - w) / w) with q = kappa omega / (B s), over all commissions."""
    commission = np.linspace(0.0, 1.0, 801)
    terms, _ = plain_case(
        balance=balance,
        willing=willing,
        per_willing=omega,
        commission=commission,
        months=120,
        most=5.0,
    )
    net = value_placement(terms, Option.AGENCY_1).creditor.net
    q = 2.3 * omega / balance
    best = q + math.sqrt(q * (1 - q) * (1 - willing) / willing)
    assert float(commission[np.argmax(net)]) == pytest.approx(best, abs=0.005)
    lost = willing - q * (1 - willing) / (best - q)
    assert float(net.max()) == pytest.approx((1 - best) * balance * lost, rel=SHORT_STEPS)


@pytest.mark.parametrize(
    ("contacts", "low", "high"), [("marginal", 0.19, 0.205), ("average", 0.125, 0.135)]
)
def test_the_fair_commission_of_the_field_note(contacts: str, low: float, high: float) -> None:
    """7,000 owed, 2.30 a call, 125 calls a success: 19-20% if marginal, 13% if an average.

    As an average the share left, y, is the one that the best commission itself leads to.
    """
    willing, cost, balance = 0.04, 11_500 / 5_000, 7_000.0
    omega = 125 * willing
    if contacts == "average":
        for _ in range(60):
            q = cost * omega / balance
            left = math.sqrt(q * (1 - willing) / (willing * (1 - q)))
            omega = 125 / (1 + (1 - willing) / willing * math.log(1 / left) / (1 - left))
    commission = np.linspace(0.05, 0.4, 701)
    terms, _ = plain_case(
        willing=willing, per_willing=omega, commission=commission, cost=cost, months=120, most=5.0
    )
    net = value_placement(terms, Option.AGENCY_1).creditor.net
    assert low <= float(commission[np.argmax(net)]) <= high


def test_nobody_works_where_nothing_can_be_earned() -> None:
    """A first contact must earn its cost: 0.1 * c * 7,000 / 12.5 > 2.3, so c > 4.1%."""
    commission = np.array([0.0, 0.04, 0.045])
    terms, agency = plain_case(commission=commission, months=60)
    effort = choose_effort(terms, agency)
    assert (effort.contacts_per_month > 0.0).tolist() == [False, False, True]
    assert (effort.worked_months > 0.0).tolist() == [False, False, True]
    assert value_placement(terms, Option.AGENCY_1).liquidation.tolist()[:2] == [0.0, 0.0]


def test_nobody_works_where_onboarding_eats_the_profit() -> None:
    cheap, dear = (
        choose_effort(*plain_case(commission=0.15, onboarding=onboarding))
        for onboarding in (1.0, 60.0)
    )
    assert cheap.worked_months[0] > 0
    assert (dear.worked_months[0], dear.contacts_per_month[0]) == (0.0, 0.0)


def test_no_contact_above_the_conduct_rules() -> None:
    """Fading debtors and a rich balance: the most that is allowed is chosen, exactly."""
    terms, agency = plain_case(balance=1e6, per_willing=400.0, fade=0.1, most=20.0)
    assert choose_effort(terms, agency).contacts_per_month.tolist() == [20.0]


def test_a_contract_fixes_the_work_for_the_whole_term() -> None:
    """Even where each contact loses money."""
    terms, agency = plain_case(commission=0.001, stance=Stance.CONTRACTUAL)
    effort = choose_effort(terms, agency)
    assert effort.worked_months.tolist() == [6.0]
    assert effort.contacts_per_month.tolist() == agency.contract_contacts_per_month.tolist()
    assert value_placement(terms, Option.AGENCY_1).agency_profit[0] < 0.0


def test_what_the_agency_earns_is_what_it_chose_by() -> None:
    """The placement's profit, from its cash by month, is the value that the search saw."""
    terms, agency = plain_case(willing=0.3, fade=0.02, self_cure=0.01, vat=0.06, onboarding=2.0)
    placed = value_placement(terms, Option.AGENCY_1)
    seen = agency_value(
        placed.effort.contacts_per_month,
        placed.effort.worked_months,
        debtor=terms.debtor,
        market=terms.market,
        agency=agency,
    )
    np.testing.assert_allclose(placed.agency_profit, seen, rtol=100 * ROUNDING)
    assert placed.agency_profit[0] > 0.0

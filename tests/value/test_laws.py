"""Laws that every valuation must obey."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.domain.types import AGENCY_OPTIONS, Component, Option, Stance
from placement.value.options import value_options
from tests.builders import each_sector, random_book, segments
from tests.tolerances import CENT_FRACTION, FLAT_TOP, RECOMPUTED, ROUNDING
from tests.value.book import parts, tax_free, with_pasts

LIBRARY = load_library()
BOOK = with_pasts(random_book(60, seed=11), LIBRARY, seed=2)
COSTS = (Component.COMMISSION, Component.OPERATING_COST, Component.LEGAL_COST)

COST_OF = {
    "in_house.seat_cost_per_month": Option.IN_HOUSE,
    "in_house.complaint_cost_per_contact": Option.IN_HOUSE,
    "agency.placement_fee": Option.AGENCY_1,
    "agency.complaint_cost_per_contact": Option.AGENCY_2,
    "law_letter.cost": Option.LAW_LETTER,
    "law_letter.commission": Option.LAW_LETTER,
    "lawsuit.case_cost": Option.LAWSUIT,
    "lawsuit.lawyer_share": Option.LAWSUIT,
    "sale.cost": Option.SALE,
    "debtor.holding_cost_rate": Option.PAYMENT_ORDER,
    "relationship.write_off": Option.WRITE_OFF,
}
"""Costs that change no decision of the agency, and an option that bears each."""


def scaled(assumptions: Assumptions, factor: float) -> Assumptions:
    """Return every sum of money times the factor, under a court fee that is proportional."""
    flat = {"law.acceptance_fee.base": 0.0, "law.acceptance_fee.rate_above": 0.02}
    base = assumptions.with_values(flat | {"law.lawyer_cap.rate_above": 0.15})
    money = {
        path: entry.value * factor
        for path, entry in base.entries.items()
        if entry.unit.startswith("money")
    }
    return base.with_values(money)


def no_margin(assumptions: Assumptions) -> dict[str, float]:
    """Return values with which no option puts future margin at risk."""
    return {
        path: 0.0
        for sector in assumptions.sectors
        for path in assumptions.paths_under(f"{sector}.relationship")
    }


@pytest.mark.parametrize("stance", Stance)
def test_components_add_up_to_the_net(stance: Stance) -> None:
    valuation = value_options(BOOK, LIBRARY, stance=stance)
    for option in Option:
        found = parts(valuation, option)
        cash = valuation.cash[option]
        assert set(cash.present) <= set(Component)
        np.testing.assert_allclose(found.sum(axis=0), cash.net, rtol=ROUNDING, atol=CENT_FRACTION)
        costs = [list(Component).index(c) for c in (*COSTS, Component.HOLDING_COST)]
        assert np.all(found[costs] <= 0.0)
        assert np.all(found[list(Component).index(Component.COLLECTED)] >= 0.0)
        assert Component.TAX not in cash.amounts


@pytest.mark.parametrize("option", Option)
@settings(max_examples=10)
@given(factor=st.floats(0.01, 100.0))
def test_scaling_all_money_scales_every_value(option: Option, factor: float) -> None:
    """A currency of another size changes no decision and every amount alike."""
    larger = segments(
        **{name: getattr(BOOK, name) for name in ("sector", "age", "disputed", "unreachable")},
        balance=BOOK.balance * factor,
    )
    same = segments(
        **{name: getattr(BOOK, name) for name in ("sector", "age", "disputed", "unreachable")},
        balance=BOOK.balance,
    )
    before = parts(value_options(same, scaled(LIBRARY, 1.0)), option)
    after = parts(value_options(larger, scaled(LIBRARY, factor)), option)
    tolerance = FLAT_TOP if option in AGENCY_OPTIONS else RECOMPUTED
    np.testing.assert_allclose(after, before * factor, rtol=tolerance, atol=tolerance * factor)


@pytest.mark.parametrize("path", COST_OF)
@settings(max_examples=10)
@given(more=st.floats(0.0, 1.0))
def test_more_cost_is_never_worth_more(path: str, more: float) -> None:
    """To no option, and strictly less to one that bears the cost."""
    now = {
        p: LIBRARY.entries[p] for s in LIBRARY.sectors for p in LIBRARY.paths_under(f"{s}.{path}")
    }
    raised = LIBRARY.with_values(
        {
            p: min(entry.value + more, 1.0)
            if entry.unit in ("share", "per_month")
            else entry.value * (1.0 + more) + more
            for p, entry in now.items()
        }
    )
    before, after = value_options(BOOK, LIBRARY), value_options(BOOK, raised)
    for option in Option:
        slack = ROUNDING * BOOK.balance
        assert np.all(after.cash[option].net <= before.cash[option].net + slack)
    if more > 0.01:
        bearer = COST_OF[path]
        assert np.any(after.cash[bearer].net < before.cash[bearer].net - CENT_FRACTION)


@given(points=st.floats(0.0, 0.3))
@settings(max_examples=10)
def test_under_a_fixed_contract_more_commission_is_never_worth_more(points: float) -> None:
    """Not so for a profit-seeking agency, which works more for it."""
    dearer = LIBRARY.with_values({"what_if.commission_points": points})
    before = value_options(BOOK, LIBRARY, stance=Stance.CONTRACTUAL)
    after = value_options(BOOK, dearer, stance=Stance.CONTRACTUAL)
    for option in AGENCY_OPTIONS:
        slack = ROUNDING * BOOK.balance
        assert np.all(after.cash[option].net <= before.cash[option].net + slack)


def test_a_profit_seeking_agency_works_more_for_more() -> None:
    """What it collects, in today's money, rises with the commission; accounts never placed."""
    new = replace(random_book(60, seed=11), placements=np.zeros(60, dtype=np.int64))
    rising = [
        value_options(new, LIBRARY.with_values({"what_if.commission_points": points}))
        .cash[Option.AGENCY_1]
        .present[Component.COLLECTED]
        / new.balance
        for points in (0.0, 0.1, 0.2, 0.4)
    ]
    for less, more in pairwise(rising):
        assert np.all(more >= less - FLAT_TOP)
    assert np.any(rising[-1] > rising[0] + 0.01)


@given(factor=st.floats(0.2, 1.0))
@settings(max_examples=10)
def test_worse_odds_are_never_worth_more(factor: float) -> None:
    """Letters and courts, where no margin is at risk: with fewer who are not lost less of it is.

    A placement may be worked less, and cost fewer complaints.
    """
    plain = tax_free(LIBRARY).with_values(no_margin(LIBRARY))
    worse = plain.with_values({"what_if.odds_factor": factor})
    before, after = value_options(BOOK, plain), value_options(BOOK, worse)
    for option in (Option.LAW_LETTER, Option.PAYMENT_ORDER, Option.LAWSUIT):
        slack = ROUNDING * BOOK.balance
        assert np.all(after.cash[option].net <= before.cash[option].net + slack)


def test_odds_after_dispute_and_reach_by_hand() -> None:
    """Nobody asked and nothing faded for a year: 0.15 easy, 0.1 hard; times 0.4, times 0.25."""
    book = segments(
        disputed=[False, True, False, True], unreachable=[False, False, True, True], age=12.0
    )
    pinned = {
        "debtor.easy_share": 0.15,
        "debtor.hard_share": 0.1,
        "debtor.reluctant_share": 0.08,
        "debtor.fade_rate": 0.0,
        "debtor.self_cure_rate": 0.0,
        "debtor.history_contacts_per_month": 0.0,
        "debtor.dispute_loss": 0.6,
        "debtor.unreachable_factor": 0.25,
    }
    numbers = LIBRARY.with_values({f"bank_card.{path}": value for path, value in pinned.items()})
    debtor = value_options(book, numbers).terms.debtor
    factor = np.array([1.0, 0.4, 0.25, 0.4 * 0.25])
    np.testing.assert_allclose(debtor.willing_easy, 0.15 * factor, rtol=ROUNDING)
    np.testing.assert_allclose(debtor.willing_hard, 0.1 * factor, rtol=ROUNDING)
    np.testing.assert_allclose(debtor.reluctant, 0.08, rtol=ROUNDING)
    odds = numbers.with_values({"what_if.odds_factor": 2.0})
    doubled = value_options(book, odds).terms.debtor
    np.testing.assert_allclose(doubled.willing, 2.0 * debtor.willing, rtol=ROUNDING)
    np.testing.assert_allclose(doubled.reluctant, 0.08, rtol=ROUNDING)


def test_willing_and_reluctant_never_exceed_all() -> None:
    hopeful = LIBRARY.with_values({"what_if.odds_factor": 50.0})
    debtor = value_options(BOOK, hopeful).terms.debtor
    assert np.all(debtor.willing + debtor.reluctant <= 1.0 + ROUNDING)


@pytest.mark.parametrize("number", [2, 3])
def test_a_later_placement_needs_more_contacts_and_pays_more(number: int) -> None:
    """omega_n = omega * 1.4 ** (n - 1) of both types; five points each."""
    pinned = {
        "bank_card.agency.contacts_per_easy": 2.0,
        "bank_card.agency.contacts_per_hard": 36.0,
        "bank_card.agency.age_factor": 1.5,
        "bank_card.agency.later_placement_factor": 1.4,
        "bank_card.agency.commission_per_earlier_placement": 0.05,
        "bank_card.agency.commission": 0.3,
    }
    agency = value_options(segments(), LIBRARY.with_values(pinned)).terms.agency
    first, later = agency[Option.AGENCY_1], agency[AGENCY_OPTIONS[number - 1]]
    for each, omega in zip(first.contacts_per_willing, (3.0, 54.0), strict=True):
        np.testing.assert_allclose(each, omega, rtol=ROUNDING)
    np.testing.assert_allclose(
        later.contacts_per_willing, first.contacts_per_willing * 1.4 ** (number - 1), rtol=ROUNDING
    )
    np.testing.assert_allclose(later.commission, 0.30 + 0.05 * (number - 1), rtol=ROUNDING)


def test_what_depends_on_age_is_read_every_month() -> None:
    """Phone numbers go stale while a stage runs: the months ahead are those of older accounts."""
    now, later = (value_options(segments(age=age), LIBRARY).terms for age in (12.0, 15.0))
    for part in ("in_house", "agency"):
        ours, theirs = (
            terms.in_house if part == "in_house" else terms.agency[Option.AGENCY_1]
            for terms in (now, later)
        )
        assert np.ptp(ours.contacts_per_willing[0]) > 0.0
        np.testing.assert_allclose(
            ours.contacts_per_willing[..., 3:], theirs.contacts_per_willing[..., :-3], rtol=ROUNDING
        )
    np.testing.assert_allclose(now.debtor.fade[..., 3:], later.debtor.fade[..., :-3], rtol=ROUNDING)


@pytest.mark.parametrize("lower", [True, False])
def test_every_bound_of_every_unit_gives_finite_values(lower: bool) -> None:
    """A user may set any number its unit allows; the answer is a number."""
    from placement.assume.units import UNITS

    small = BOOK.take(np.arange(15))
    for prefix in ("bank_card.", "market", "court", "tax", "conduct", "what_if"):
        for path, entry in LIBRARY.entries.items():
            unit = UNITS[entry.unit]
            value = unit.lower if lower else min(unit.upper, 1e7)
            alone = path.endswith(("easy_share", "hard_share", "reluctant_share"))
            if not path.startswith(prefix) or (alone and not lower):
                continue
            valuation = value_options(small, LIBRARY.with_values({path: value}))
            for option in Option:
                assert np.all(np.isfinite(valuation.cash[option].net)), path


def test_in_house_by_hand() -> None:
    """One month, a contact, no fading: 0.15 * (1 - e^-1.1) + 0.05 * (1 - e^-0.2) of 1,000 pay."""
    values = each_sector(LIBRARY, "in_house.months", 1)
    for path, value in {
        "debtor.fade_rate": 0.0,
        "debtor.self_cure_rate": 0.1,
        "debtor.settlement_share": 1.0,
        "debtor.instalment_months": 1,
        "debtor.easy_share": 0.15,
        "debtor.hard_share": 0.05,
        "in_house.contacts_per_month": 1,
        "in_house.contacts_per_easy": 1,
        "in_house.contacts_per_hard": 10,
        "in_house.age_factor": 1.0,
        "in_house.seat_cost_per_month": 50,
        "in_house.contacts_per_seat_month": 10,
        "in_house.complaint_cost_per_contact": 0.5,
    }.items():
        values[f"bank_card.{path}"] = value
    numbers = LIBRARY.with_values(values | {"tax.income_tax_rate": 0.0})
    cash = value_options(segments(balance=1_000.0, age=0.0), numbers).cash[Option.IN_HOUSE]
    v = 1.06 ** (-1 / 12)
    paid = 150 * (1 - np.exp(-1.1)) + 50 * (1 - np.exp(-0.2))
    np.testing.assert_allclose(cash.present[Component.COLLECTED], [paid * v], rtol=RECOMPUTED)
    np.testing.assert_allclose(cash.net, [(paid - 5.5) * v], rtol=RECOMPUTED)


def test_liquidation_is_cash_and_payers_are_accounts() -> None:
    """Who settles for four fifths in one payment counts whole among the payers."""
    pinned = {"bank_card.debtor.settlement_share": 0.8, "bank_card.debtor.instalment_months": 1}
    placed = value_options(segments(age=6.0), LIBRARY.with_values(pinned)).next_placement
    assert placed.payers[0] > 0.0
    np.testing.assert_allclose(placed.liquidation, 0.8 * placed.payers, rtol=ROUNDING)
    np.testing.assert_allclose(
        placed.creditor.amounts[Component.COLLECTED].sum(axis=-1),
        placed.liquidation * 7_000.0,
        rtol=RECOMPUTED,
    )

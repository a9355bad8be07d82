"""The agency's effort: never beaten by trying everything, and at its closed forms."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.domain.types import FloatArray, Option, Stance
from placement.value.agency import value_placement
from placement.value.effort import Effort, agency_value, best_effort, choose_effort
from placement.value.interest import Interest
from placement.value.options import value_options
from placement.value.terms import AgencyTerms, DebtorTerms, MarketTerms
from tests.builders import each_sector, random_book, segments
from tests.reference.debtor import Masses
from tests.reference.effort import Lot, closed_form, slope, worth
from tests.reference.effort import best_effort as reference_effort
from tests.tolerances import RECOMPUTED, ROUNDING, SEARCHED, SHORT_STEPS
from tests.value.book import with_pasts
from tests.value.plain import plain_case

LIBRARY = load_library()
SIDES = tuple[DebtorTerms, MarketTerms, AgencyTerms]

CASE = st.fixed_dictionaries(
    {
        "balance": st.floats(50.0, 1e5),
        "easy": st.one_of(st.just(0.0), st.floats(0.001, 0.5)),
        "willing": st.one_of(st.just(0.0), st.floats(0.001, 0.45)),
        "per_easy": st.floats(0.5, 10.0),
        "per_willing": st.floats(5.0, 500.0),
        "cost": st.floats(0.05, 50.0),
        "commission": st.floats(0.02, 0.6),
        "months": st.integers(1, 12),
        "fade": st.one_of(st.just(0.0), st.floats(0.001, 0.1)),
        "self_cure": st.one_of(st.just(0.0), st.floats(0.001, 0.05)),
        "discount_per_month": st.floats(0.0, 0.02),
        "vat": st.floats(0.0, 0.06),
        "onboarding": st.floats(0.0, 20.0),
        "most": st.floats(1.0, 124.0),
    }
)


def lot_of(case: dict[str, Any]) -> tuple[Lot, Masses]:
    """Return the same case on plain floats."""
    months = case["months"]
    lot = Lot(
        income=case["commission"] * case["balance"] / (1.0 + case["vat"]),
        cost=case["cost"],
        self_cure=case["self_cure"],
        v=1.0 / (1.0 + case["discount_per_month"]),
        most=case["most"],
        onboarding=case["onboarding"],
        omegas=((case["per_easy"], case["per_willing"]),) * months,
        fades=(case["fade"],) * months,
    )
    return lot, Masses(case["easy"], case["willing"], 0.0)


def money_at_stake(lot: Lot) -> float:
    """Return what rounding is measured against."""
    return lot.income + lot.onboarding


def made_up(size: int, months: int, seed: int) -> SIDES:
    """Return lots that no library has: any masses, caps and terms, tables that jump by month.

    Incomes lie around and above the one at which a first contact pays.
    """
    rng = np.random.default_rng(seed)

    def ratios(low: float, high: float) -> FloatArray:
        return np.exp(rng.uniform(np.log(low), np.log(high), size))

    easy, hard, _, _ = rng.dirichlet([0.7, 0.7, 0.7, 1.2], size).T
    easy, hard = easy * (rng.random(size) < 0.85), hard * (rng.random(size) < 0.85)
    jumps = rng.normal(0.0, 0.15, (size, months)) * (rng.random((size, 1)) < 0.5)
    per = np.stack([ratios(0.3, 20.0), ratios(2.0, 500.0)])[..., None] * np.exp(jumps.cumsum(1))
    reach = (np.stack([easy, hard]) / per[..., 0]).sum(axis=0)
    cost = ratios(0.05, 30.0)
    first = np.minimum(cost / np.maximum(reach, 1e-9) * ratios(0.7, 300.0), 1e7)
    terms, agency = plain_case(balance=first / 0.2, easy=easy, willing=hard, cost=cost)
    fade = rng.uniform(0.0, 0.25, size) * (rng.random(size) < 0.7)
    wobble = np.exp(rng.normal(0.0, 0.3, (size, months)))
    return (
        replace(
            terms.debtor,
            fade=fade[:, None] * wobble,
            self_cure_rate=ratios(1e-4, 0.15) * (rng.random(size) < 0.6),
        ),
        replace(terms.market, discount_per_month=rng.uniform(0.0, 0.03, size)),
        replace(
            agency,
            months=rng.integers(1, months + 1, size).astype(float),
            contacts_per_willing=per,
            max_contacts_per_month=ratios(0.5, 2_000.0),
        ),
    )


def of_the_library(numbers: Assumptions, seed: int) -> SIDES:
    """Return lots of every sector, flag and past under the contract of their next placement."""
    book = with_pasts(random_book(150, seed=seed), numbers, seed=seed)
    valuation = value_options(book, numbers)
    return valuation.terms.debtor, valuation.terms.market, valuation.next_contract


def numbers_with(**changes: float) -> Assumptions:
    """Return the library with the same numbers for every sector's agency."""
    values = {"conduct.max_contacts_per_month": 60.0}
    for name, value in changes.items():
        values |= each_sector(LIBRARY, f"agency.{name}", value)
    return LIBRARY.with_values(values)


def fine_grid(most: FloatArray) -> FloatArray:
    """Return 800 intensities, dense near none and over the whole range, shape (800, rows)."""
    return np.concatenate([np.geomspace(1e-6, 1.0, 500), np.linspace(0.0, 1.0, 300)])[
        :, None
    ] * np.atleast_1d(most)


def shortfall(sides: SIDES) -> FloatArray:
    """Return by how much the best of thousands of (i, T) beats the effort found, in money."""
    debtor, market, agency = sides
    found = best_effort(debtor=debtor, market=market, agency=agency)
    chosen = agency_value(
        found.contacts_per_month, found.worked_months, debtor=debtor, market=market, agency=agency
    )
    interest = Interest.of(debtor, market, agency)
    values, _ = interest.by_stop(fine_grid(interest.most))
    best = values.max(axis=(0, 1)).reshape(interest.shape) - agency.onboarding
    # Work that brings next to nothing is left alone, see WORTH_WORKING.
    return np.asarray(best - chosen - 1e-6 - SEARCHED * (np.abs(best) + interest.income))


@pytest.mark.parametrize("months", [1, 3, 6, 12, 24])
@pytest.mark.parametrize("seed", range(3))
def test_no_effort_tried_on_made_up_lots_beats_the_one_found(months: int, seed: int) -> None:
    """300 lots by 800 intensities by every stopping month: two hills, early and late ones."""
    assert np.all(shortfall(made_up(300, months, seed=100 * months + seed)) <= 0.0)


@pytest.mark.parametrize(
    "numbers",
    [
        LIBRARY,
        numbers_with(accounts_per_seat=1.0),
        numbers_with(accounts_per_seat=1.0, months=12),
        numbers_with(months=9, commission=0.5),
    ],
    ids=["library", "no_caseload", "no_caseload_12_months", "dear"],
)
def test_no_effort_tried_on_lots_of_all_sectors_beats_the_one_found(numbers: Assumptions) -> None:
    sides = of_the_library(numbers, seed=3)
    assert np.all(shortfall(sides) <= 0.0)
    found = best_effort(debtor=sides[0], market=sides[1], agency=sides[2])
    assert 0.03 < np.mean(found.worked_months > 0.0) < 0.95


def test_made_up_lots_are_worked_in_every_way() -> None:
    """At the most and below it, to the end and not, or not at all: else little was tested above."""
    debtor, market, agency = made_up(300, 12, seed=1)
    found = best_effort(debtor=debtor, market=market, agency=agency)
    works = found.worked_months > 0.0
    most = found.contacts_per_month == agency.max_contacts_per_month
    ended = found.worked_months == agency.months
    for kind in (~works, most & ended, most & ~ended & works, works & ~most & ended,
                 works & ~most & ~ended):  # fmt: skip
        assert np.mean(kind) > 0.005


@given(case=CASE, part=st.floats(0.0, 1.0))
@settings(max_examples=50)
def test_values_and_slopes_are_the_monthly_walk(case: dict[str, Any], part: float) -> None:
    """For every stopping month at once, against a walk for one, and its derivative by hand."""
    terms, agency = plain_case(**case)
    (lot, masses), i = lot_of(case), part * case["most"]
    interest = Interest.of(terms.debtor, terms.market, agency)
    values, slopes = interest.by_stop(np.array([[i]]))
    scale = money_at_stake(lot) + lot.cost * (1.0 + i) * lot.term
    steep = scale / case["per_easy"] + scale
    for worked in range(lot.term + 1):
        assert values[worked, 0, 0] == pytest.approx(
            worth(lot, masses, i, worked), abs=RECOMPUTED * scale
        )
        assert slopes[worked, 0, 0] == pytest.approx(
            slope(lot, masses, i, worked), abs=RECOMPUTED * steep
        )


@given(case=CASE, i=st.floats(0.0, 60.0), part=st.floats(0.0, 1.0))
def test_the_agency_value_is_the_monthly_walk(case: dict[str, Any], i: float, part: float) -> None:
    terms, agency = plain_case(**case)
    (lot, masses), months = lot_of(case), round(part * case["months"])
    value = agency_value(
        np.array([i]),
        np.array([float(months)]),
        debtor=terms.debtor,
        market=terms.market,
        agency=agency,
    )
    scale = money_at_stake(lot) + lot.cost * i * lot.term
    expected = worth(lot, masses, i, months) - lot.onboarding
    assert float(value[0]) == pytest.approx(expected, abs=RECOMPUTED * scale)


@given(case=CASE)
@settings(max_examples=50)
def test_a_search_on_plain_floats_finds_nothing_better(case: dict[str, Any]) -> None:
    terms, agency = plain_case(**case)
    effort, (lot, masses) = choose_effort(terms, agency), lot_of(case)
    i, months = float(effort.contacts_per_month[0]), int(effort.worked_months[0])
    assert 0.0 <= i <= lot.most
    assert 0 <= months <= lot.term
    other = reference_effort(lot, masses, grid=41)
    assert worth(lot, masses, i, months) == pytest.approx(
        other.value, abs=SEARCHED * money_at_stake(lot) + 1e-6
    )


@given(case=CASE)
@settings(max_examples=50)
def test_where_no_first_contact_pays_no_work_does(case: dict[str, Any]) -> None:
    """Neither few contacts nor many, in any number of months; just too poor a claim is made so."""
    terms, agency = plain_case(**case)
    interest = Interest.of(terms.debtor, terms.market, agency)
    if interest.may_pay.all():
        low, high = 0.0, case["balance"]
        for _ in range(60):
            middle = (low + high) / 2.0
            terms, agency = plain_case(**{**case, "balance": middle})
            pays = Interest.of(terms.debtor, terms.market, agency).may_pay.all()
            low, high = (low, middle) if pays else (middle, high)
        terms, agency = plain_case(**{**case, "balance": low})
        interest = Interest.of(terms.debtor, terms.market, agency)
    assert not interest.may_pay.any()
    values, _ = interest.by_stop(fine_grid(interest.most))
    stake = float(interest.income[0, 0] + interest.cost[0] * interest.most[0] * case["months"])
    assert np.all(values <= values[0, 0] + 1e4 * ROUNDING * stake)


@pytest.mark.parametrize("months", [1, 6, 12])
def test_an_effort_below_the_most_is_where_the_slope_is_nil(months: int) -> None:
    """To a hundred-millionth of it: where the top is flat, rounding must not decide."""
    debtor, market, agency = made_up(300, months, seed=5)
    found = best_effort(debtor=debtor, market=market, agency=agency)
    interest = Interest.of(debtor, market, agency)
    contacts, stop = found.contacts_per_month, found.worked_months.astype(np.int64)
    inside = (stop > 0) & (contacts < agency.max_contacts_per_month)
    assert inside.sum() > 20
    below, above = (interest.at_stop(contacts * (1.0 + by), stop)[1] for by in (-1e-8, 1e-8))
    assert np.all(below[inside] > 0.0)
    assert np.all(above[inside] < 0.0)


def test_rows_do_not_depend_on_their_company() -> None:
    """Of a book, alone, and in reverse: each account has its own search."""
    debtor, market, agency = made_up(40, 6, seed=9)
    whole = best_effort(debtor=debtor, market=market, agency=agency)

    def turned(part: Any) -> Any:
        """Return a part of the sides with its segments in reverse."""
        found = {}
        for name in part.__dataclass_fields__:
            value = np.asarray(getattr(part, name))
            if value.dtype == object:
                continue
            axis = -2 if name in ("fade", "contacts_per_willing") else -1
            found[name] = np.flip(value, axis) if value.ndim else value
        return replace(part, **found)

    other = best_effort(debtor=turned(debtor), market=turned(market), agency=turned(agency))
    np.testing.assert_allclose(
        other.contacts_per_month[::-1], whole.contacts_per_month, rtol=RECOMPUTED
    )
    np.testing.assert_array_equal(other.worked_months[::-1], whole.worked_months)


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
    contacts, liquidation = closed_form(
        income=commission * balance, cost=cost, omega=omega, willing=willing
    )
    placed = value_placement(terms, Option.AGENCY_1)
    made = float((placed.effort.contacts_per_month * placed.effort.worked_months)[0])
    assert contacts > 0.0
    assert made == pytest.approx(contacts, rel=SHORT_STEPS)
    assert float(placed.liquidation[0]) == pytest.approx(liquidation, rel=SHORT_STEPS)
    np.testing.assert_allclose(placed.payers, placed.liquidation, rtol=ROUNDING)


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
    commission = np.linspace(0.0, 1.0, 401)
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
    commission = np.linspace(0.05, 0.4, 351)
    terms, _ = plain_case(
        willing=willing, per_willing=omega, commission=commission, cost=cost, months=120, most=5.0
    )
    net = value_placement(terms, Option.AGENCY_1).creditor.net
    assert low <= float(commission[np.argmax(net)]) <= high


def test_the_easy_are_found_and_the_hard_left() -> None:
    """A commission of 1% pays for easy debtors alone, one of 20% for most of the hard too."""
    terms, _ = plain_case(
        easy=0.4, per_easy=1.0, willing=0.2, per_willing=200.0, commission=[0.01, 0.8], months=12
    )
    placed = value_placement(terms, Option.AGENCY_1)
    made = placed.effort.contacts_per_month * placed.effort.worked_months
    assert 2.0 < made[0] < 20.0 < 200.0 < made[1]
    assert 0.36 < placed.payers[0] < 0.41
    assert placed.payers[1] > 0.55


def test_nobody_works_where_nothing_can_be_earned() -> None:
    """A first contact must earn its cost: 0.1 * c * 7,000 / 12.5 > 2.3, so c > 4.1%."""
    commission = np.array([0.0, 0.04, 0.045])
    terms, agency = plain_case(commission=commission, months=60)
    effort = choose_effort(terms, agency)
    assert (effort.contacts_per_month > 0.0).tolist() == [False, False, True]
    assert (effort.worked_months > 0.0).tolist() == [False, False, True]
    assert value_placement(terms, Option.AGENCY_1).payers.tolist()[:2] == [0.0, 0.0]


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


def test_onboarding_is_spent_once_a_lot_is_taken() -> None:
    """So it changes no effort, only whether the lot is taken: the profit falls by all of it."""
    free, dear = (plain_case(commission=0.15, onboarding=spent) for spent in (0.0, 60.0))
    assert choose_effort(*free).worked_months[0] > 0.0
    for name in ("contacts_per_month", "worked_months"):
        ours, theirs = (getattr(choose_effort(*case), name) for case in (free, dear))
        np.testing.assert_array_equal(ours, theirs)
    profit = [value_placement(case[0], Option.AGENCY_1).agency_profit[0] for case in (free, dear)]
    assert profit[0] - profit[1] == pytest.approx(60.0)
    assert profit[1] < 0.0 < profit[0]


def test_a_lot_that_loses_is_not_taken() -> None:
    """By a profit-seeking agency; under a contract it is worked."""
    dear = LIBRARY.with_values({"bank_card.agency.onboarding": 5_000.0})
    for stance in Stance:
        valuation = value_options(segments(), dear, stance=stance)
        taken = stance is Stance.CONTRACTUAL
        assert valuation.available[Option.AGENCY_1].tolist() == [taken]
        reason = valuation.reasons[Option.AGENCY_1][0] or ""
        assert reason.startswith("No agency takes these accounts") is not taken
    assert value_options(segments(), LIBRARY).available[Option.AGENCY_1].tolist() == [True]


def test_no_contact_above_the_conduct_rules_or_the_caseload() -> None:
    """Fading debtors and a rich balance: the most that is allowed is chosen, exactly."""
    terms, agency = plain_case(balance=1e6, per_willing=400.0, fade=0.1, most=20.0)
    assert choose_effort(terms, agency).contacts_per_month.tolist() == [20.0]
    pinned = {"contacts_per_seat_month": 5_000.0, "accounts_per_seat": 1_000.0}
    for allowed, most in ((60.0, 5.0), (3.0, 3.0)):
        numbers = LIBRARY.with_values(
            {f"bank_card.agency.{name}": value for name, value in pinned.items()}
            | {"conduct.max_contacts_per_month": allowed}
        )
        valuation = value_options(segments(balance=1e6, age=6.0), numbers)
        assert valuation.next_contract.max_contacts_per_month.tolist() == [most]
        assert valuation.next_placement.effort.contacts_per_month.tolist() == [most]


def test_a_contract_fixes_the_work_for_the_whole_term() -> None:
    """Even where each contact loses money."""
    terms, agency = plain_case(commission=0.001, stance=Stance.CONTRACTUAL)
    effort = choose_effort(terms, agency)
    assert effort.worked_months.tolist() == [6.0]
    assert effort.contacts_per_month.tolist() == agency.contract_contacts_per_month.tolist()
    assert value_placement(terms, Option.AGENCY_1).agency_profit[0] < 0.0


def test_what_the_agency_earns_is_what_it_chose_by() -> None:
    """The placement's profit, from its cash by month, is the value that the search saw."""
    terms, agency = plain_case(
        easy=0.1, willing=0.3, fade=0.02, self_cure=0.01, vat=0.06, onboarding=2.0
    )
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


def test_effort_is_frozen() -> None:
    """Nothing writes into a result."""
    effort = Effort(contacts_per_month=np.zeros(1), worked_months=np.zeros(1))
    with pytest.raises(AttributeError):
        effort.worked_months = np.ones(1)  # type: ignore[misc]


def test_nobody_works_past_the_end_of_the_own_term() -> None:
    """In a book of terms of 3 and of 9 months; later months of the short ones change nothing."""
    months = {"telecom": 3, "bank_card": 9, "property_fee": 3, "logistics": 9}
    numbers = LIBRARY.with_values(
        {f"{sector}.agency.months": float(term) for sector, term in months.items()}
    )
    book = random_book(200, seed=3)
    book = book.take(np.array([sector in months for sector in book.sector]))
    terms = np.array([months[sector] for sector in book.sector])
    for placed in value_options(book, numbers).placements.values():
        assert np.all(placed.effort.worked_months <= terms)
        assert np.any(placed.effort.worked_months > 3)

"""The calendar: discounted it is the plans' value, and no account is lost on the way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.timing.calendar.cash import AFTER_HORIZON, CashCalendar, cash_calendar
from placement.decide.timing.calendar.ledger import COMPONENTS, STAGES
from placement.decide.timing.fixed_point import fitted_plan
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.plans import Plan, Step
from placement.decide.timing.policy.policy import policy_plan
from placement.decide.timing.policy.rules import ACTIONS, Policy, Rule, parse_policy
from placement.domain.errors import InputError
from placement.domain.types import Component, Segments, Stance
from placement.value.options import value_options
from tests.builders import SECTORS, TYPICAL_BALANCE, segments
from tests.tolerances import SEARCHED_EFFORT

LIBRARY = load_library()
HELD = LIBRARY.with_values(
    {
        **{f"{sector}.debtor.holding_cost_rate": 0.004 for sector in SECTORS},
        **{f"{sector}.agency.recall_lag_months": 1 for sector in SECTORS},
        **{f"{sector}.agency.placement_fee": 3.0 for sector in SECTORS},
    }
)


def plans_of(
    text: str, book: Segments, numbers: Assumptions = LIBRARY, horizon: int = 24
) -> tuple[Plan, ...]:
    """Return the plans of a policy for a book."""
    moves = build_moves(book, numbers, horizon=horizon)
    return tuple(policy_plan(moves, row, parse_policy(text)) for row in range(len(book)))


def calendar_of(
    text: str, book: Segments, numbers: Assumptions = LIBRARY, horizon: int = 24
) -> tuple[CashCalendar, tuple[Plan, ...]]:
    """Return the calendar of a policy for a book, and its plans."""
    plans = plans_of(text, book, numbers, horizon)
    return cash_calendar(plans, book, numbers, horizon=horizon), plans


def mixed_book() -> Segments:
    """Return accounts of all sectors, ages and histories."""
    return segments(
        sector=[sector for sector in SECTORS for _ in range(4)],
        balance=[TYPICAL_BALANCE[s] * f for s in SECTORS for f in (0.5, 1.0, 1.7, 3.0)],
        age=[0.0, 5.4, 11.5, 40.0] * 5,
        placements=[0, 1, 0, 2] * 5,
        months_since_demand=[0.0, 34.5, 3.0, 40.0] * 5,
        disputed=[False, False, False, True] * 5,
        accounts=7,
    )


def random_policy(rng: np.random.Generator) -> Policy:
    """Return up to eight rules, most of them with something to do."""
    months = np.sort(rng.choice(np.arange(60), size=rng.integers(1, 9), replace=False))
    actions = rng.choice([action for action in ACTIONS if action != "write_off"], len(months))
    return Policy(
        rules=tuple(
            Rule(months_past_due=float(month), action=str(action))
            for month, action in zip(months, actions, strict=True)
        )
    )


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 100_000), held=st.booleans(), stance=st.sampled_from(Stance))
def test_discounted_it_is_the_value_of_the_plans(seed: int, held: bool, stance: Stance) -> None:
    """Random policies, each segment its own, to 1e-7 of the balance; all moves and taxes."""
    rng = np.random.default_rng(seed)
    book, numbers, horizon = mixed_book(), HELD if held else LIBRARY, int(rng.choice([6, 30, 60]))
    moves = build_moves(book, numbers, stance=stance, horizon=horizon)
    plans = [policy_plan(moves, row, random_policy(rng)) for row in range(len(book))]
    calendar = cash_calendar(plans, book, numbers, stance=stance, horizon=horizon)
    values = np.array([plan.value for plan in plans]) * book.accounts
    np.testing.assert_allclose(
        (calendar.value - values) / (book.balance * book.accounts), 0.0, atol=SEARCHED_EFFORT
    )


@pytest.mark.parametrize("sector", SECTORS)
def test_the_best_plan_has_a_calendar_of_its_value(sector: str) -> None:
    """As it was planned, to 1e-9 of the balance."""
    account = segments(sector=sector, balance=TYPICAL_BALANCE[sector], age=6.3)
    plan = fitted_plan(build_moves(account, LIBRARY, horizon=24)).plan
    calendar = cash_calendar([plan], account, LIBRARY, horizon=24)
    assert calendar.value[0] == pytest.approx(plan.value, abs=1e-9 * TYPICAL_BALANCE[sector])


def test_every_account_is_somewhere_in_every_month() -> None:
    """Stages, paid and closed add up to all, none is negative, and in the end none is open."""
    book = mixed_book()
    calendar, _ = calendar_of(
        "in_house at 0, payment_order at 4 months, place at 8 months, letter at 16 months, "
        "sue at 20 months",
        book,
        HELD,
    )
    np.testing.assert_allclose(
        calendar.accounts.sum(axis=0), np.broadcast_to(book.accounts[:, None], (20, 49)), rtol=1e-9
    )
    assert calendar.accounts.min() >= -1e-9
    ended = calendar.in_stage("paid") + calendar.in_stage("closed")
    assert ended[-1] == pytest.approx(book.accounts.sum())
    assert (np.diff(calendar.in_stage("paid")) >= -1e-9).all()


def test_accounts_are_where_the_plan_says() -> None:
    """In-house for three months, six with the agency, then closed."""
    book = segments(accounts=100, age=0.0)
    calendar, (plan,) = calendar_of(
        "in_house at 0, agency_1 at 3 months, write_off at 9 months", book
    )
    assert [step.start_month for step in plan.steps] == [0, 3, 9]
    for stage, months in (
        ("in_house", range(3)),
        ("agency_1", range(3, 9)),
        ("closed", range(9, 49)),
    ):
        assert np.flatnonzero(calendar.in_stage(stage)).tolist() == list(months)
    assert calendar.in_stage("in_house")[0] == 100.0
    assert calendar.in_stage("in_house")[1] < 100.0


@pytest.mark.parametrize("action", ["lawsuit", "sale", "payment_order", "law_letter"])
def test_one_option_has_the_months_of_its_own_cash_flow(action: str) -> None:
    """Before tax, month for month as the option alone; nobody pays by himself behind it."""
    book = segments(balance=20_000.0, age=7.25)
    numbers = HELD.with_values({"bank_card.debtor.self_cure_rate": 0.0})
    option = next(o for o in value_options(book, numbers).cash if o.value == action)
    alone = value_options(book, numbers).cash[option]
    calendar, _ = calendar_of(f"{action} at 0", book, numbers)
    for component in Component:
        if component in alone.amounts and component is not Component.HOLDING_COST:
            table = alone.amounts[component][0]
            np.testing.assert_allclose(
                calendar.of(component)[: len(table)], table, rtol=1e-9, atol=1e-9
            )


def test_the_deduction_is_shared_by_the_months_around_it() -> None:
    """Five and a quarter months from now: the same money, and the same value today."""
    book = segments(balance=20_000.0, age=6.75, principal_share=1.0)
    calendar, (plan,) = calendar_of("write_off at 0", book)
    tax, rate = calendar.of(Component.TAX), float(LIBRARY.number("tax.income_tax_rate"))
    date = float(value_options(book, LIBRARY).terms.market.months_until_deductible[0])
    whole = int(date)
    assert date - whole == 0.25
    assert np.flatnonzero(tax).tolist() == [whole, whole + 1]
    assert tax.sum() == pytest.approx(rate * 20_000.0)
    assert 0.7 < tax[whole] / tax.sum() < 0.8
    assert calendar.value[0] == pytest.approx(plan.value, rel=1e-12)


def test_without_discounting_or_tax_it_is_the_plain_sum() -> None:
    """Where money keeps its worth, the months add up to the value."""
    numbers = LIBRARY.with_values(
        {"market.discount_rate_per_year": 0.0, "tax.income_tax_rate": 0.0}
    )
    book = segments(age=4.3)
    calendar, (plan,) = calendar_of("place at 0, sell at 12 months", book, numbers)
    assert calendar.net.sum() == pytest.approx(plan.value, rel=1e-12)
    assert not calendar.of(Component.TAX).any()


def test_money_in_and_out_add_up_to_the_net_before_tax() -> None:
    """Costs are negative, income positive."""
    calendar, _ = calendar_of("in_house at 0, place at 3 months, sue at 12 months", mixed_book())
    np.testing.assert_allclose(
        calendar.coming_in + calendar.going_out + calendar.of(Component.TAX), calendar.net
    )
    assert (calendar.coming_in >= 0.0).all()
    assert (calendar.going_out <= 0.0).all()


def test_months_reach_two_years_beyond_the_horizon() -> None:
    """And further where the tax date falls later."""
    old, fresh = segments(age=30.0), segments(sector="logistics", age=0.0, balance=5e6)
    assert calendar_of("write_off at 0", old, horizon=12)[0].month[-1] == 12 + AFTER_HORIZON
    late = calendar_of("write_off at 0", fresh, horizon=2)[0]
    date = float(value_options(fresh, LIBRARY).terms.market.months_until_deductible[0])
    assert date > 2 + AFTER_HORIZON
    assert late.month[-1] >= date
    assert late.of(Component.TAX)[int(date)] > 0.0


def test_shapes_and_names() -> None:
    """One row a component or stage, one column a month."""
    calendar, _ = calendar_of("place at 0", mixed_book())
    assert calendar.cash.shape == (len(COMPONENTS), 20, 49)
    assert calendar.accounts.shape == (len(STAGES), 20, 49)
    assert {"wait", "in_house", "agency_3", "lawsuit", "closed", "paid"} < set(STAGES)


def test_one_plan_for_each_segment() -> None:
    """Else it says what came."""
    book = mixed_book()
    with pytest.raises(InputError, match="got 1 plans for 20 segments"):
        cash_calendar(plans_of("place at 0", book)[:1], book, LIBRARY)


def test_a_plan_that_goes_on_after_its_end_is_refused() -> None:
    """Our own mistake, not the user's."""
    steps = (
        Step(action="sale", start_month=0, months=0),
        Step(action="wait", start_month=0, months=3),
    )
    with pytest.raises(ValueError, match="Nothing follows the end"):
        cash_calendar([Plan(steps=steps, value=0.0)], segments(), LIBRARY)


def test_a_claim_that_is_kept_closes_at_the_horizon() -> None:
    """Nobody works it any more, and whoever pays by himself until then is counted."""
    book = segments(accounts=100, age=20.0)
    plan = Plan(steps=(Step(action="wait", start_month=0, months=12),), value=0.0)
    calendar = cash_calendar([plan], book, LIBRARY, horizon=12)
    assert np.flatnonzero(calendar.in_stage("wait")).tolist() == list(range(12))
    assert calendar.in_stage("closed")[12] + calendar.in_stage("paid")[12] == pytest.approx(100.0)
    assert calendar.in_stage("paid")[12] > 0.0

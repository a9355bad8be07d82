"""The plain-float plans: one step is the option alone, cuts change nothing, time has one truth."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference.made_up import library
from tests.reference.numbers import Account
from tests.reference.options import value_account
from tests.reference.plans import (
    Desk,
    Step,
    enumerate_plans,
    value_plan,
    value_with_efforts,
    walk,
)
from tests.tolerances import RECOMPUTED

SHORT = {"card.agency.months": 2.0, "card.agency.recall_lag_months": 1.0}
ACCOUNTS = st.builds(
    Account,
    sector=st.just("card"),
    balance=st.floats(2_000.0, 90_000.0),
    age=st.floats(0.0, 40.0),
    months_since_demand=st.one_of(st.none(), st.floats(0.0, 50.0)),
    placements=st.integers(0, 2),
    letters=st.integers(0, 2),
    disputed=st.booleans(),
)
STAGES = st.lists(
    st.sampled_from(
        [("wait", 1), ("in_house", 1), ("in_house", 3), ("law_letter", 1), ("payment_order", 2)]
        + [("agency", 3)] * 2
    ),
    max_size=5,
)
WORDS = {"law_letter": "letter", "agency": "agency"}


def card(**known: object) -> Account:
    """Return a card account of 7,000 at eight months and a bit."""
    given = {"sector": "card", "balance": 7_000.0, "age": 8.3, "months_since_demand": 3.0}
    return Account(**(given | known))  # type: ignore[arg-type]


def once(steps: list[Step]) -> list[Step]:
    """Leave out second orders and placements after the third."""
    seen: dict[str, int] = {}
    kept = []
    for step in steps:
        seen[step[0]] = seen.get(step[0], 0) + 1
        if seen[step[0]] <= {"payment_order": 1, "agency": 1}.get(step[0], 9):
            kept.append(step)
    return kept


@given(account=ACCOUNTS)
def test_one_step_and_then_keeping_is_the_option_alone(account: Account) -> None:
    """Component by component; a slow recall is the plan's alone, so there is none here."""
    numbers = library()
    desk, alone = Desk(numbers, account), value_account(numbers, account)
    months = int(numbers["card.in_house.months"])
    plans: dict[str, list[Step]] = {
        "in_house": [("in_house", months), ("keep", 0)],
        f"agency_{account.placements + 1}": [("agency", 6), ("keep", 0)],
        "law_letter": [("law_letter", 1), ("keep", 0)],
        "payment_order": [("payment_order", 2), ("keep", 0)],
        "lawsuit": [("lawsuit", 0)],
        "sale": [("sale", 0)],
        "write_off": [("write_off", 0)],
    }
    for option, plan in plans.items():
        outcome = value_plan(desk, plan)
        if outcome is None:
            assert not alone.is_open[option]
            continue
        expected = alone.parts[option]
        assert outcome.parts == pytest.approx(
            expected, rel=RECOMPUTED, abs=RECOMPUTED * account.balance
        )


@given(account=ACCOUNTS, cut=st.integers(1, 6))
def test_own_work_cut_in_two_is_worth_the_same(account: Account, cut: int) -> None:
    desk = Desk(library(), account)
    whole = value_plan(desk, [("in_house", 7), ("lawsuit", 0)])
    parts = value_plan(desk, [("in_house", cut), ("in_house", 7 - cut), ("lawsuit", 0)])
    assert whole is not None
    assert parts is not None
    assert parts.parts == pytest.approx(
        whole.parts, rel=RECOMPUTED, abs=RECOMPUTED * account.balance
    )


@settings(max_examples=40)
@given(account=ACCOUNTS, steps=STAGES.map(once))
def test_what_a_plan_leaves_is_what_the_account_then_says(
    account: Account, steps: list[Step]
) -> None:
    """One truth over time: the history read back gives the masses that the plan has left."""
    numbers = library(SHORT)
    fresh = replace(account, placements=0, letters=0)
    at = walk(Desk(numbers, fresh), steps)
    if at is None:
        return
    history = [f"in_house {fresh.age!r}"]
    history += [f"{WORDS.get(name, name)} {months}" for name, months in steps]
    placements = sum(name == "agency" for name, _ in steps)
    letters = sum(name == "law_letter" for name, _ in steps)
    later = replace(
        fresh,
        age=fresh.age + at.month,
        placements=placements,
        letters=letters,
        history=", ".join(history),
    )
    assert Desk(numbers, later).begin().masses == pytest.approx(
        at.masses.per_open(), rel=RECOMPUTED, abs=RECOMPUTED
    )


def test_the_rest_of_the_best_plan_is_the_best_plan_of_the_rest() -> None:
    """One truth over time, tax apart: followed two months, the plan and its value are the same."""
    numbers = library({**SHORT, "tax.income_tax_rate": 0.0, "card.sale.price.0m": 0.05})
    account = card()
    best = enumerate_plans(Desk(numbers, account), 7).by_first["law_letter"]
    steps = [step for step in best.steps if step[0] != "keep"]
    later = replace(
        account, age=account.age + 1, letters=1, months_since_demand=1.0,
        history=f"in_house {account.age!r}, letter",
    )  # fmt: skip
    desk = Desk(numbers, account)
    at = walk(desk, [("law_letter", 1)])
    assert at is not None
    rest = enumerate_plans(Desk(numbers, later), 6).plan
    assert len(steps) > 1
    assert rest.steps == best.steps[1:]
    first = sum(amount for _, amount in at.cash)
    value = first + desk.v(1) * at.masses.open * rest.value
    assert value == pytest.approx(best.value, abs=RECOMPUTED * account.balance)


def test_a_demand_restarts_the_clock_while_it_runs() -> None:
    """At 35 months: own work sets it to 0, a letter to 1, waiting lets it run out for good."""
    desk = Desk(library(), card(months_since_demand=35.0))
    start = desk.begin()
    assert desk.in_house(start, 2).since_demand == 0.0
    assert desk.letter(start).since_demand == 1.0
    over = desk.wait(start, 1)
    assert over.is_barred
    assert desk.letter(over).is_barred
    assert desk.letter(over).since_demand == 37.0
    assert desk.order(start).since_demand == 2.0


def test_an_idle_agency_demands_nothing() -> None:
    """It waits for self-cures; a busy one leaves the months after its last contact."""
    numbers = library({**SHORT, "card.agency.onboarding": 0.0})
    desk = Desk(numbers, card(months_since_demand=5.0))
    idle, busy = desk.place(desk.begin(), (0.0, 0)), desk.place(desk.begin(), (3.0, 1))
    assert idle is not None
    assert busy is not None
    assert (idle.month, idle.since_demand) == (3, 8.0)
    assert busy.since_demand == 2.0


def test_a_suit_after_an_order_is_cheaper() -> None:
    """Half of 50 less a third of it; the rest of the account is .76, held two months longer."""
    numbers = library({"market.discount_rate_per_year": 0.0})
    outcome = value_plan(Desk(numbers, card()), [("payment_order", 2), ("lawsuit", 0)])
    assert outcome is not None
    assert outcome.parts["legal_cost"] == pytest.approx(-50 / 3 - 0.76 * (25 - 50 / 3 + 800))


@pytest.mark.parametrize("earlier_too", [False, True])
def test_a_sale_dates_the_loss_of_what_is_still_open(earlier_too: bool) -> None:
    """Deductible in 20 months, sold in month 6: who answered a letter before keeps month 20."""
    numbers = library({"card.tax.deductible_after_small": 28.3})
    desk, letter = Desk(numbers, card(), earlier_too=earlier_too), ("law_letter", 1)
    sold = value_plan(desk, [letter, ("sale", 0)])
    kept = value_plan(desk, [letter, ("write_off", 0)])
    at = walk(desk, [letter])
    assert sold is not None
    assert kept is not None
    assert at is not None
    answered, basis = at.collected[0].amount, desk.case.basis
    price = 0.25 * sold.parts["sale_proceeds"]
    cost = -0.25 * (sold.parts["operating_cost"] - kept.parts["operating_cost"])
    moved = basis - answered if earlier_too else basis * at.masses.open
    sooner = 0.25 * moved * (desk.v(6) - desk.v(20))
    assert sold.parts["tax"] - kept.parts["tax"] == pytest.approx(sooner - price + cost)


def test_what_an_order_settled_is_not_brought_forward() -> None:
    """It dates its own share at month eight; the sale after it the open rest at month seven."""
    numbers = library({"card.tax.deductible_after_small": 28.3, "card.debtor.self_cure_rate": 0.0})
    desk = Desk(numbers, card())
    plan: list[Step] = [("payment_order", 2), ("sale", 0)]
    outcome, at = value_plan(desk, plan), walk(desk, plan[:1])
    assert outcome is not None
    assert at is not None
    loss = desk.case.basis * (0.24 * desk.v(8) + 0.76 * desk.v(7))
    taxed = outcome.parts["collected"] + outcome.parts["sale_proceeds"]
    spent = sum(outcome.parts[name] for name in ("legal_cost", "fees_refunded", "operating_cost"))
    assert outcome.parts["tax"] == pytest.approx(0.25 * (loss - taxed - spent))


def test_efforts_of_its_own_change_nothing() -> None:
    """Handed back, the efforts a plan was valued with give its value again; others give less
    to the agency."""
    desk = Desk(library(SHORT), card(balance=20_000.0))
    plan: list[Step] = [("in_house", 1), ("agency", 3), ("agency", 3), ("lawsuit", 0)]
    outcome = value_plan(desk, plan)
    assert outcome is not None
    efforts = {
        (placed.start_month, placed.number): (placed.effort.contacts, placed.effort.months)
        for placed in outcome.placed
    }
    assert list(efforts) == [(1, 1), (4, 2)]
    again = value_with_efforts(desk, plan, efforts)
    assert again is not None
    assert again.value == pytest.approx(outcome.value, rel=RECOMPUTED)
    lazy = value_with_efforts(desk, plan, {(1, 1): (1.0, 1)})
    assert lazy is not None
    assert lazy.placed[0].effort.profit < outcome.placed[0].effort.profit
    assert lazy.value != pytest.approx(outcome.value, rel=1e-4)


def test_an_agency_that_would_lose_makes_a_plan_inadmissible() -> None:
    """Onboarding of 200 a head: nobody takes the lot; one bound by contract does."""
    numbers = library({**SHORT, "card.agency.onboarding": 200.0})
    plan: list[Step] = [("agency", 3), ("keep", 0)]
    assert value_plan(Desk(numbers, card()), plan) is None
    assert "agency_1" not in enumerate_plans(Desk(numbers, card()), 3).by_first
    assert value_plan(Desk(numbers, card(), contractual=True), plan) is not None


@pytest.mark.parametrize("age", [1.6, 8.3, 25.0])
def test_all_plans_hold_every_plan_tried(age: float) -> None:
    """None of a few is better than the best with its first move, and more time is no worse."""
    desk = Desk(library(SHORT), card(age=age, balance=20_000.0))
    best = enumerate_plans(desk, 5)
    assert best.plans > 1_000
    tried: list[list[Step]] = [
        [("in_house", 2), ("agency", 3), ("sale", 0)],
        [("law_letter", 1), ("law_letter", 1), ("wait", 3), ("keep", 0)],
        [("agency", 3), ("payment_order", 2), ("lawsuit", 0)],
        [("payment_order", 2), ("agency", 3), ("write_off", 0)],
    ]
    for plan in tried:
        outcome = value_plan(desk, plan)
        if outcome is not None:
            assert outcome.value <= best.by_first[outcome.steps[0][0]].value + RECOMPUTED
    assert best.value >= enumerate_plans(desk, 4).value - RECOMPUTED


def test_a_plan_writes_four_letters_at_most() -> None:
    numbers = library({"card.law_letter.cost": 0.0, "card.law_letter.repeat_factor": 1.0, **SHORT})
    best = enumerate_plans(Desk(numbers, card()), 6).by_first["law_letter"]
    assert sum(name == "law_letter" for name, _ in best.steps) == 4

"""A policy's plan: what its words mean, what it is worth, and that no habit beats the best plan."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.assume.library import load_library
from placement.decide.timing.fixed_point import fitted_plan
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.policy.policy import policy_plan
from placement.decide.timing.policy.rules import (
    ACTIONS,
    PRESETS,
    Policy,
    Rule,
    parse_policy,
    preset_name,
)
from placement.domain.errors import InputError
from placement.domain.types import Option
from placement.value.options import value_options
from tests.builders import SECTORS, TYPICAL_BALANCE, segments

LIBRARY = load_library()

Steps = list[tuple[str, int, int]]


@cache
def moves_of(
    sector: str = "bank_card",
    age: float = 0.0,
    placements: int = 0,
    horizon: int = 24,
    demand: float = 0.0,
) -> Moves:
    """Return the moves of one typical account."""
    account = segments(
        sector=sector,
        balance=TYPICAL_BALANCE[sector],
        age=age,
        placements=placements,
        months_since_demand=demand,
    )
    return build_moves(account, LIBRARY, horizon=horizon)


def steps_of(text: str, **account: object) -> Steps:
    """Return the plan of a policy, shortly."""
    plan = policy_plan(moves_of(**account), 0, parse_policy(text))  # type: ignore[arg-type]
    return [(step.action, step.start_month, step.months) for step in plan.steps]


def notes_of(text: str, **account: object) -> str:
    """Return what could not be followed."""
    plan = policy_plan(moves_of(**account), 0, parse_policy(text))  # type: ignore[arg-type]
    return "\n".join(plan.notes)


LADDER = "in_house at 0, agency_1 at 90 days, agency_2 at 270 days, write_off at 450 days"


def test_a_fresh_account_goes_through_all_rules() -> None:
    """In-house ends when the agency is due; the first agency gives back as the second is due."""
    assert steps_of(LADDER) == [
        ("in_house", 0, 3),
        ("agency_1", 3, 6),
        ("agency_2", 9, 6),
        ("write_off", 15, 0),
    ]
    assert notes_of(LADDER) == ""


def test_the_latest_rule_that_is_past_holds_now() -> None:
    """Four months past due: with the agency, not in-house."""
    assert steps_of(LADDER, age=4.0)[0] == ("agency_1", 0, 6)
    assert steps_of(LADDER, age=40.0) == [("write_off", 0, 0)]


def test_a_rule_of_today_holds_today() -> None:
    """An age that is the rule's own is past, to the last digit."""
    assert steps_of("in_house at 0, law_letter at 90 days", age=90 * 12 / 365)[0][0] == "law_letter"


def test_a_stage_that_has_begun_is_finished() -> None:
    """The letter is due in month 5 of a placement and goes out when it is over."""
    assert steps_of("agency_1 at 0, law_letter at 5 months, write_off at 8 months") == [
        ("agency_1", 0, 6),
        ("law_letter", 6, 1),
        ("wait", 7, 1),
        ("write_off", 8, 0),
    ]


def test_between_rules_nothing_is_done_and_the_horizon_closes() -> None:
    """In-house is a single stage of its full length; then the claim is kept without work."""
    assert steps_of("in_house only", horizon=12) == [("in_house", 0, 6), ("wait", 6, 6)]
    assert steps_of("in_house at 2 months, wait at 4 months", horizon=6) == [
        ("wait", 0, 2),
        ("in_house", 2, 2),
        ("wait", 4, 2),
    ]


def test_placements_already_used_are_skipped() -> None:
    """A reason says how often the account was placed; the rest of the policy stands."""
    assert steps_of(LADDER, age=4.0, placements=1) == [
        ("wait", 0, 5),
        ("agency_2", 5, 6),
        ("write_off", 11, 0),
    ]
    notes = notes_of(LADDER, age=4.0, placements=1)
    assert notes == "agency_1 at 90 days: placements by then: 1, so this one is not next."


def test_a_placement_that_skips_one_is_the_next_one() -> None:
    """Ten months past due and never placed: placed now, for the first time, and it is said."""
    assert steps_of(LADDER, age=10.0)[0] == ("agency_1", 0, 6)
    assert "only placement 1 can come next" in notes_of(LADDER, age=10.0)
    assert steps_of("place at 0", placements=2)[0][0] == "agency_3"
    assert "placements by then: 3" in notes_of("place at 0", placements=3)


@pytest.mark.parametrize(
    ("text", "account", "reason"),
    [
        ("sale at 0", {"sector": "telecom"}, "no buyer is known"),
        ("payment_order at 0", {"sector": "software_retainage"}, "not open to this account"),
        ("place at 20 months", {}, "does not end within the horizon of 24 months"),
        ("write_off at 40 months", {}, "falls after the horizon of 24 months"),
        (
            "letter at 0, letter at 1 m, letter at 2 m, letter at 3 m, letter at 4 m",
            {},
            "one more letter cannot earn its cost",
        ),
        ("place at 0", {"sector": "telecom", "age": 8.0}, "no agency takes these accounts"),
        ("write_off at 0", {}, "the claim is too young"),
        ("order at 0, order at 3 months", {}, "a plan has one payment order"),
        ("agency at 0, in_house at 2 months, letter at 5 months", {}, "the next rule is due"),
    ],
)
def test_what_cannot_be_done_is_skipped_with_a_reason(
    text: str, account: dict[str, object], reason: str
) -> None:
    """The plan goes on without it and keeps the claim."""
    assert reason in notes_of(text, **account)
    name, start, months = steps_of(text, **account)[-1]
    assert (name, start + months) == ("wait", 24)


def test_the_value_is_the_sum_of_the_moves_by_hand() -> None:
    """In-house for three months, a placement, a suit: reward after reward on plain masses."""
    moves = moves_of(age=1.0)
    own, agency, suit = moves.in_house, moves.agency[0], moves.lawsuit
    masses, value = moves.masses[:, 0].copy(), moves.relief[0]
    margin = {name: moves.margin[name][0] for name in ("agency", "lawsuit")}
    for work, month in ((own, 0), (own, 1), (own, 2), (agency, 3)):
        if work is agency:
            value -= margin["agency"][month] * masses[:3].sum()
        value += work.reward[:, 0, month] @ masses
        masses[3] -= work.paid[:, 0, month] @ masses[:2]
        masses[:3] *= work.keep[:, 0, month]
    value += suit.reward[:, 0, 9] @ masses
    value -= max(margin["lawsuit"][9] - margin["agency"][9], 0.0) * masses[:3].sum()
    plan = policy_plan(
        moves, 0, parse_policy("in_house at 0, agency_1 at 4 months, lawsuit at 10 months")
    )
    assert [step.action for step in plan.steps] == ["in_house", "agency_1", "lawsuit"]
    assert plan.value == pytest.approx(value, rel=1e-12)


def test_one_action_now_is_worth_the_option_alone() -> None:
    """A policy of one end is that option's net recovery."""
    account = segments(sector="bank_card", balance=20_000.0, age=7.25)
    valuation = value_options(account, LIBRARY)
    moves = build_moves(account, LIBRARY)
    for option in (Option.LAWSUIT, Option.SALE, Option.WRITE_OFF):
        plan = policy_plan(moves, 0, parse_policy(f"{option.value} at 0"))
        assert plan.value == pytest.approx(float(valuation.cash[option].net[0]), abs=1e-6)


def test_a_late_suit_meets_the_defence() -> None:
    """The clock runs from the last demand; a stage with contacts sets it back."""
    late = policy_plan(
        moves_of(age=34.0, demand=34.0), 0, parse_policy("wait at 0, lawsuit at 37 months")
    )
    fresh = policy_plan(
        moves_of(age=34.0, demand=0.0), 0, parse_policy("wait at 0, lawsuit at 37 months")
    )
    assert late.steps == fresh.steps
    assert late.value < fresh.value
    demanded = "in_house at 0, lawsuit at 37 months"
    assert policy_plan(
        moves_of(age=34.0, demand=34.0), 0, parse_policy(demanded)
    ).value == pytest.approx(
        policy_plan(moves_of(age=34.0, demand=0.0), 0, parse_policy(demanded)).value, rel=1e-12
    )


@cache
def best_value(sector: str, age: float, placements: int, demand: float) -> float:
    """Return the value of the best plan."""
    moves = moves_of(sector, age=age, placements=placements, demand=demand)
    return fitted_plan(moves).plan.value


@settings(max_examples=60, deadline=None)
@given(
    sector=st.sampled_from(SECTORS),
    age=st.sampled_from([0.0, 7.3, 20.0]),
    placements=st.integers(0, 3),
    demand=st.sampled_from([0.0, 33.0]),
    rules=st.dictionaries(st.integers(0, 45), st.sampled_from(ACTIONS), min_size=1, max_size=6),
)
def test_no_policy_beats_the_best_plan(
    sector: str, age: float, placements: int, demand: float, rules: dict[int, str]
) -> None:
    """Random habits on random accounts; every plan is whole and ends."""
    ordered = sorted(rules.items())
    last = next((i for i, rule in enumerate(ordered) if rule[1] == "write_off"), len(ordered))
    policy = Policy(
        rules=tuple(
            Rule(months_past_due=float(month), action=action)
            for month, action in ordered[: last + 1]
        )
    )
    plan = policy_plan(moves_of(sector, age=age, placements=placements, demand=demand), 0, policy)
    assert (
        plan.value <= best_value(sector, age, placements, demand) + 1e-9 * TYPICAL_BALANCE[sector]
    )
    month = 0
    for step in plan.steps:
        assert step.start_month == month
        month += step.months
    assert plan.steps[-1].action in ("write_off", "sale", "lawsuit") or month == 24


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("place at 90 days, write off at 365", [("place", 90.0), ("write_off", 365.0)]),
        ("Sue at 180 days", [("lawsuit", 180.0)]),
        ("IN-HOUSE at 0; agency 1 at 90d", [("in_house", 0.0), ("agency_1", 90.0)]),
        ("sell at 12 months", [("sale", 365.0)]),
        ("letter at 2 m\nagency2 at 6", [("law_letter", 60.833333333333336), ("agency_2", 182.5)]),
        ("write off at 365，in house only", [("in_house", 0.0), ("write_off", 365.0)]),
    ],
)
def test_a_policy_reads_as_people_write_it(text: str, rules: list[tuple[str, float]]) -> None:
    """Days or months, any order, common words; a bare number takes the unit before it."""
    found = [(rule.action, rule.months_past_due * 365 / 12) for rule in parse_policy(text).rules]
    assert [action for action, _ in found] == [action for action, _ in rules]
    assert [days for _, days in found] == pytest.approx([days for _, days in rules])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "at least one rule"),
        ("agency_1 after 90 days", r"A rule is .* got 'agency_1 after 90 days'"),
        ("call the police at 90 days", r"Actions are in_house, .* got 'call the police at 90"),
        ("agency_4 at 90 days", r"got 'agency_4 at 90 days'"),
        ("place at -3 days", r"got 'place at -3 days'"),
        ("place at 700 months", r"from 0 to 600 months past due; got 700 for place"),
        ("place at 90 days, sue at 90 days", "Rules must rise in age"),
        ("write_off at 90 days, sue at 180 days", "Nothing can follow a write-off"),
    ],
)
def test_what_is_no_policy_is_named(text: str, message: str) -> None:
    """What came, and what a rule looks like."""
    with pytest.raises(InputError, match=message):
        parse_policy(text)


def test_all_faults_are_named_at_once() -> None:
    """One line each."""
    with pytest.raises(InputError) as caught:
        parse_policy("place 90, fly at 3 days, sue at 180 days")
    assert len(str(caught.value).splitlines()) == 2


def test_not_a_number_is_no_age() -> None:
    """A rule made in code is checked like a text."""
    with pytest.raises(InputError, match="got nan"):
        Policy(rules=(Rule(months_past_due=float("nan"), action="place"),))


@pytest.mark.parametrize("key", PRESETS)
def test_presets_read_and_have_names(key: str) -> None:
    """And each, written out, reads as itself."""
    policy = parse_policy(PRESETS[key])
    again = parse_policy(str(policy))
    assert [rule.action for rule in again.rules] == [rule.action for rule in policy.rules]
    assert [rule.months_past_due for rule in again.rules] == pytest.approx(
        [rule.months_past_due for rule in policy.rules]
    )
    assert preset_name(key)

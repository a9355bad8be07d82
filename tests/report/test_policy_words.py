"""Rules as people read them."""

from dataclasses import replace

import pytest

from placement.decide.rules.policy import PolicyRule, RulePolicy
from placement.decide.rules.traits import narrowed
from placement.report.policy_words import rule_words, rules_words
from tests.decide.rules.books import SCHEME

WIDE = replace(
    SCHEME,
    sectors=("bank_card", "telecom", "property_fee", "logistics", "software_retainage"),
    creditor_types=("state_owned", "joint_stock"),
    age=(1.0, 3.0, 12.0, 18.0, 24.0),
    balance=(200.0, 1_000.0, 50_000.0),
)


def words(**asked: set[int]) -> str:
    box = WIDE.everything
    for name, codes in asked.items():
        box = narrowed(box, ORDER.index(name), codes)
    return rule_words(PolicyRule(box=box, move="wait"), WIDE)


ORDER = (
    "sector", "creditor_type", "age", "balance", "placements", "letters", "disputed",
    "unreachable", "placed_now", "past_limitation",
)  # fmt: skip

SAID = [
    ({}, "all accounts"),
    ({"sector": {1}}, "telecom"),
    ({"sector": {0, 3}}, "bank card or logistics"),
    ({"sector": {0, 1, 2}}, "all sectors but logistics and software retainage"),
    ({"creditor_type": {1}}, "joint stock"),
    ({"age": {0}}, "up to 30 days past due"),
    ({"age": {2, 3}}, "3 to 18 months past due"),
    ({"age": {2}}, "91 to 365 days past due"),
    ({"age": {5}}, "over 2 years past due"),
    ({"balance": {0, 1}}, "owing under 1,000"),
    ({"balance": {1, 2}}, "owing 200 to 50,000"),
    ({"balance": {3}}, "owing 50,000 and over"),
    ({"placements": {0}}, "never placed"),
    ({"placements": {0, 1}}, "placed at most once"),
    ({"placements": {1, 2, 3}}, "placed before"),
    ({"placements": {2, 3}}, "placed 2 times or more"),
    ({"letters": {1, 2, 3}}, "a letter before"),
    ({"letters": {0}}, "no letter"),
    ({"disputed": {1}}, "disputed"),
    ({"disputed": {0}, "placed_now": {0}}, "not disputed, not with an agency now"),
    ({"past_limitation": {1}, "age": {4}}, "18 to 24 months past due, past limitation"),
]


@pytest.mark.parametrize(("asked", "said"), SAID, ids=[said for _, said in SAID])
def test_a_rule_is_said_in_words(asked, said) -> None:
    assert words(**asked) == said


def by_age(*ages: set[int]) -> list[str]:
    rules = [
        PolicyRule(box=narrowed(WIDE.everything, ORDER.index("age"), codes), move="wait")
        for codes in ages
    ]
    return rules_words(RulePolicy(rules=tuple(rules), scheme=WIDE, otherwise="wait"))


def test_ages_of_one_list_are_in_one_unit() -> None:
    """And where one rule ends, the next begins; 18 months are 547.5 days, so day 547 is in."""
    assert by_age({0, 1}, {2, 3}, {4, 5}) == [
        "up to 90 days past due",
        "91 to 547 days past due",
        "over 547 days past due",
    ]
    assert by_age({0, 1, 2}, {3, 4}, {5}) == [
        "up to 1 year past due",
        "1 to 2 years past due",
        "over 2 years past due",
    ]

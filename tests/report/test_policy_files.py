"""A policy as files: what is written says the same as the rules, and is read back as they are."""

from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from placement.decide.rules.best import best_policies
from placement.decide.rules.policy import PolicyRule, RulePolicy, value_of
from placement.decide.rules.table import policy_of_rows
from placement.decide.rules.traits import narrowed
from placement.domain.days import start_day
from placement.domain.errors import PlacementError
from placement.report.files import FORMULA_STARTS
from placement.report.policy_answer import policy_answer
from placement.report.policy_files import DMN, as_dmn, policy_file, policy_table, read_policy_rows
from placement.report.policy_words import policy_headline, policy_text, rules_words
from placement.words.numbers import kept_words
from tests.decide.rules.books import SCHEME, book

OWN = book(7, segments=40)
FOUND = value_of(best_policies(OWN, 9).policy(9), OWN)


def written(ending: str) -> bytes:
    return policy_file(FOUND, ending, currency="CNY", is_closed=False)


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_table_written_is_read_back_as_the_same_rules(ending: str) -> None:
    rows = read_policy_rows(written(ending), filename=f"policy{ending}")
    again = policy_of_rows(rows, scheme=SCHEME, otherwise="wait", known_sectors=())
    again = replace(again, scheme=SCHEME)
    assert [rule.move for rule in again.rules] == [rule.move for rule in FOUND.policy.rules]
    np.testing.assert_array_equal(again.rule_of(OWN.codes), FOUND.rule)


def test_the_answer_as_json_is_read_back(tmp_path) -> None:
    import json

    text = json.dumps(policy_answer(FOUND, is_closed=False))
    rows = read_policy_rows(text.encode(), filename="answer.json")
    again = policy_of_rows(rows, scheme=SCHEME, otherwise="wait", known_sectors=())
    np.testing.assert_array_equal(again.rule_of(OWN.codes), FOUND.rule)


def test_the_table_adds_up_to_the_headline() -> None:
    table = policy_table(FOUND)
    assert table["accounts"].sum() == OWN.accounts.sum()
    np.testing.assert_allclose(table["value"].sum(), FOUND.total, atol=0.01 * len(table))
    np.testing.assert_allclose(table["best_value"].sum(), FOUND.best, atol=0.01 * len(table))
    back = pd.read_excel(BytesIO(written(".xlsx")), engine="calamine")
    assert list(back["then"]) == list(table["then"])


def test_a_sector_that_looks_like_a_formula_is_not_run() -> None:
    scheme = replace(SCHEME, sectors=("=1+1", "telecom"))
    rule = PolicyRule(box=narrowed(scheme.everything, 0, {0}), move="wait")
    rest = PolicyRule(box=narrowed(scheme.everything, 0, {1}), move="in_house")
    policy = RulePolicy(scheme=scheme, rules=(rule, rest), otherwise="wait")
    own = replace(OWN, scheme=scheme)
    table = policy_file(value_of(policy, own), ".csv", currency="CNY", is_closed=False)
    cells = [cell for line in table.decode("utf-8-sig").splitlines() for cell in line.split(",")]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.startswith(FORMULA_STARTS)]


def matches(test: str, value: object) -> bool:
    """Answer a FEEL unary test, written here by the standard and not by our code."""
    if test == "-":
        return True
    if isinstance(value, bool):
        return test == str(value).lower()
    if isinstance(value, str):
        return value in [part.strip().strip('"') for part in test.split(",")]
    for sign in (">=", "<=", ">", "<"):
        if test.startswith(sign):
            edge = float(test.removeprefix(sign))
            return {">=": value >= edge, "<=": value <= edge,
                    ">": value > edge, "<": value < edge}[sign]  # fmt: skip
    low, high = (float(each) for each in test[1:-1].split(".."))
    above = value > low if test[0] == "(" else value >= low
    below = value < high if test[-1] == ")" else value <= high
    return above and below


def account_of(segment: int) -> dict[str, object]:
    """Return an account in the middle of the bands of a segment."""
    codes = OWN.codes[:, segment].tolist()
    days = [0.0, *(float(start_day(edge)) for edge in SCHEME.age), 2_000.0]
    money = [10.0, *SCHEME.balance, 90_000.0]
    return {
        "sector": SCHEME.sectors[codes[0]],
        "creditor_type": SCHEME.creditor_types[codes[1]],
        # The last day of a stage and the first cent of a band belong to them.
        "days_past_due": days[codes[2] + 1],
        "balance": money[codes[3]],
        "placements": codes[4],
        "letters": codes[5],
        **{
            name: bool(code)
            for name, code in zip(
                ("disputed", "unreachable", "placed_now", "past_limitation"), codes[6:], strict=True
            )
        },
    }


def test_the_decision_table_of_dmn_asks_what_the_rules_ask() -> None:
    """By an engine of a few lines: for every account exactly one rule, with the same move."""
    root = ElementTree.fromstring(as_dmn(FOUND))
    assert root.tag == f"{{{DMN}}}definitions"
    table = root.find(f".//{{{DMN}}}decisionTable")
    assert table is not None
    assert table.get("hitPolicy") == "UNIQUE"
    names = [each.findtext(f".//{{{DMN}}}text") for each in table.findall(f"{{{DMN}}}input")]
    rules = [
        (
            [cell.findtext(f"{{{DMN}}}text") for cell in rule.findall(f"{{{DMN}}}inputEntry")],
            rule.findtext(f"{{{DMN}}}outputEntry/{{{DMN}}}text"),
        )
        for rule in table.findall(f"{{{DMN}}}rule")
    ]
    for segment in range(len(OWN.accounts)):
        account = account_of(segment)
        hit = [
            move
            for tests, move in rules
            if all(matches(test, account[name]) for name, test in zip(names, tests, strict=True))
        ]
        wanted = FOUND.policy.rules[FOUND.rule[segment]].move
        assert hit == [f'"{wanted}"'], account


ORDER = {
    "definitions": ["inputData", "decision"],
    "inputData": ["variable"],
    "decision": ["description", "variable", "informationRequirement", "decisionTable"],
    "informationRequirement": ["requiredInput"],
    "decisionTable": ["input", "output", "annotation", "rule"],
    "input": ["inputExpression"],
    "inputExpression": ["text"],
    "output": ["outputValues"],
    "outputValues": ["text"],
    "rule": ["inputEntry", "outputEntry", "annotationEntry"],
    "inputEntry": ["text"],
    "outputEntry": ["text"],
    "annotationEntry": ["text"],
}
"""Children in the order of the schema of DMN 1.3 (OMG, DMN13.xsd)."""


def test_elements_stand_in_the_order_of_the_schema_and_names_are_unique() -> None:
    root = ElementTree.fromstring(as_dmn(FOUND))
    ids = []
    for element in root.iter():
        name = element.tag.removeprefix(f"{{{DMN}}}")
        ids += [element.get("id")] if element.get("id") else []
        children = [child.tag.removeprefix(f"{{{DMN}}}") for child in element]
        places = [ORDER.get(name, []).index(child) for child in children]
        assert places == sorted(places), name
    assert len(ids) == len(set(ids))
    for needed in root.iter(f"{{{DMN}}}requiredInput"):
        assert needed.get("href", "").removeprefix("#") in ids


def test_the_text_has_a_line_for_every_rule_and_the_same_numbers() -> None:
    text = policy_text(FOUND, currency="CNY", is_closed=False)
    assert text.startswith(policy_headline(FOUND, currency="CNY"))
    for number, said in enumerate(rules_words(FOUND.policy), start=1):
        assert f"\n{number}. If {said}: " in text


def test_a_share_is_never_rounded_up_to_all() -> None:
    assert kept_words(0.99999) == "99.99%"
    assert kept_words(1.0) == "100.00%"
    assert kept_words(0.9876) == "98.8%"
    assert kept_words(None) == "–"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"rule,sector\n1,telecom\n", "a.csv", "lacks the column then"),
        (b"{}", "a.json", "must hold the rules"),
        (b"no json", "a.json", "must hold the rules"),
        (b"", "a.csv", "empty"),
    ],
)
def test_a_file_that_is_no_table_of_rules_is_refused(content, name, said) -> None:
    with pytest.raises(PlacementError, match=said):
        read_policy_rows(content, filename=name)

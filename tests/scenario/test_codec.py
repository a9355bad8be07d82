"""A scenario survives its JSON text; a text that is none is said so in one line."""

import datetime as dt
import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.assume.assumptions import Assumptions
from placement.assume.joint import Joint, Span
from placement.assume.library import load_library
from placement.assume.units import UNITS
from placement.decide.deal.fee_terms import AgeWhen, Band, Bonus, FeeTerms, Vat
from placement.domain.errors import PlacementError
from placement.domain.types import Stance
from placement.scenario.book_reference import BookReference
from placement.scenario.codec import (
    LibrarySeen,
    ScenarioFile,
    read_scenario,
    read_scenario_file,
    scenario_file_text,
    scenario_text,
)
from placement.scenario.scenario import Scenario
from placement.tape.bands import Bands
from placement.tape.meaning import Meaning
from placement.tape.saved import SavedMapping

TAX = "tax.income_tax_rate"
LIBRARY = load_library()

# Shares at the due date must add up to at most 1, so they are not moved at random.
FREE = [path for path in LIBRARY.entries if ".debtor." not in path]


@st.composite
def values(draw: st.DrawFn) -> tuple[tuple[str, float], ...]:
    """Return numbers within the bounds of their units."""
    chosen = {}
    for path in draw(st.lists(st.sampled_from(FREE), max_size=6, unique=True)):
        unit = UNITS[LIBRARY.entries[path].unit]
        top = min(unit.upper, 1e9)
        number = draw(st.floats(unit.lower, top))
        chosen[path] = float(min(max(round(number), 1), top)) if unit.whole else number
    return tuple(chosen.items())


SHARE = st.floats(0.0, 1.0)
FEES = st.builds(
    FeeTerms,
    by_age=st.sampled_from(
        [(), (Band(start=0.0, end=6.0, rate=0.15), Band(start=6.0, end=None, rate=0.3))]
    ),
    age_when=st.sampled_from(AgeWhen),
    by_result=st.sampled_from([(), (Band(start=0.0, end=None, rate=-0.01),)]),
    bonuses=st.lists(st.builds(Bonus, chance=st.floats(0, 0.5), points=SHARE), max_size=2).map(
        tuple
    ),
    tail_months=st.integers(0, 120),
    direct_share=SHARE,
    direct_earns=st.booleans(),
    late_fee_rate=st.none() | SHARE,
    vat=st.sampled_from(Vat),
)
EDGES = st.lists(st.floats(0.01, 1e6), max_size=6, unique=True).map(lambda x: tuple(sorted(x)))
SCENARIOS = st.builds(
    Scenario,
    values=values(),
    stance=st.sampled_from(Stance),
    bands=st.builds(Bands, age=EDGES, balance=EDGES),
    fees=FEES,
)
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
FILES = st.builds(
    ScenarioFile,
    scenario=SCENARIOS,
    name=TEXT,
    author=TEXT,
    note=TEXT.map(lambda text: f"{text}\n{text}"),
    library=st.just(LibrarySeen(version=LIBRARY.digest, model="2")),
    book=st.none()
    | st.builds(
        BookReference,
        name=TEXT,
        digest=st.just("ab" * 16),
        accounts=st.integers(0, 10**9),
        total=st.floats(0, 1e12),
        as_of=st.none() | st.dates(),
    ),
    mapping=st.none()
    | st.builds(
        SavedMapping,
        columns=st.dictionaries(st.sampled_from(["balance", "due_date"]), TEXT),
        meaning=st.just(Meaning(unit="万元", confirmed=frozenset({"balance_unit"}))),
        sector=st.none() | st.just("telecom"),
    ),
)


@given(SCENARIOS)
def test_a_scenario_survives_its_text(scenario: Scenario) -> None:
    """Equal value, equal digest, equal hash."""
    again = read_scenario(scenario_text(scenario))
    assert again == scenario
    assert again.digest == scenario.digest
    assert hash(again) == hash(scenario)


@given(FILES)
def test_what_surrounds_it_survives_too(kept: ScenarioFile) -> None:
    assert read_scenario_file(scenario_file_text(kept)) == kept


HARD, NEEDS = "telecom.debtor.hard_share", "telecom.agency.contacts_per_hard"
FITTED = Scenario(values=((TAX, 0.15),)).with_evidence(
    {HARD: 0.1, NEEDS: 30.0},
    {HARD: Span(low=0.05, high=0.2, source="a file"), NEEDS: Span(low=20.0, high=40.0)},
    [Joint(numbers=(HARD, NEEDS), correlation=((1.0, 0.5), (0.5, 1.0)), errors=(0.1, 0.2))],
)


def test_ranges_and_what_goes_together_survive() -> None:
    kept = ScenarioFile(scenario=FITTED, library=LibrarySeen(version=LIBRARY.digest, model="2"))
    again = read_scenario_file(scenario_file_text(kept))
    assert again == kept
    assert again.scenario.digest == FITTED.digest
    numbers = again.scenario.assumptions(LIBRARY)
    assert (numbers.entries[HARD].low, numbers.entries[HARD].source) == (0.05, "a file")
    assert numbers.joints[0].scales == ("logit", "log")


def test_only_a_text_with_ranges_needs_a_newer_program() -> None:
    assert json.loads(scenario_text(FITTED))["version"] == 2
    plain = json.loads(scenario_text(FITTED.with_values({HARD: None, NEEDS: None})))
    assert plain["version"] == 1
    assert not {"ranges", "together"} & plain.keys()


def test_each_part_of_what_is_said_of_ranges_is_a_choice_of_its_own() -> None:
    (joint,) = FITTED.joints
    others = [
        FITTED.with_values({NEEDS: 31.0}),
        replace(FITTED, ranges=FITTED.ranges[:1]),
        replace(FITTED, joints=()),
        replace(FITTED, joints=(replace(joint, errors=(0.1, 0.3)),)),
        replace(FITTED, joints=(replace(joint, correlation=((1.0, 0.4), (0.4, 1.0))),)),
    ]
    assert len({FITTED.digest, *(other.digest for other in others)}) == 6


def test_a_number_set_by_hand_is_no_longer_what_was_fitted() -> None:
    changed = FITTED.with_values({NEEDS: 31.0})
    assert [path for path, _ in changed.ranges] == [HARD]
    assert changed.joints[0].numbers == (HARD,)
    assert FITTED.with_values({NEEDS: 30.0}) == FITTED
    back = FITTED.with_values({"telecom.debtor": None, HARD: None})
    assert [path for path, _ in back.ranges] == [NEEDS]


def test_a_fitted_number_that_is_gone_is_left_out_with_its_range() -> None:
    kept = ScenarioFile(scenario=FITTED, library=LibrarySeen(
        version="0" * 32, model="2", had=((HARD, 0.1), (NEEDS, 20.0))
    ))  # fmt: skip
    read = read_scenario_file(scenario_file_text(kept), library=library_with({}, without=NEEDS))
    assert [path for path, _ in read.scenario.ranges] == [HARD]
    assert read.scenario.joints[0].numbers == (HARD,)
    assert "Left out" in read.remarks[-1]


def test_a_text_says_what_the_library_had() -> None:
    """So that a later library can be held against it, with nothing else at hand."""
    plain = json.loads(scenario_text(Scenario().with_values({TAX: 0.1})))
    assert plain["version"] == 1
    assert plain["library"]["version"] == LIBRARY.digest
    assert plain["library"]["had"] == {TAX: 0.25}


def test_numbers_written_whole_are_the_same_choice() -> None:
    """By hand one writes 1, the program 1.0; below zero there is no other zero."""
    one, two = Scenario(values=((TAX, 0),)), Scenario(values=((TAX, -0.0),))
    assert (one, one.digest) == (two, two.digest)
    fees = FeeTerms(recall_fee=5), FeeTerms(recall_fee=5.0)
    assert Scenario(fees=fees[0]).digest == Scenario(fees=fees[1]).digest
    by_hand = read_scenario('{"version": 1, "values": {"tax.income_tax_rate": 0}}')
    assert by_hand.digest == one.digest


def library_with(changes: dict[str, float], without: str = "") -> Assumptions:
    """Return the library as a later release might ship it."""
    entries = {path: entry for path, entry in LIBRARY.entries.items() if path != without}
    for path, value in changes.items():
        entries[path] = entries[path].model_copy(update={"value": value})
    return Assumptions(entries=entries)


def test_another_library_opens_and_says_what_changed() -> None:
    text = scenario_text(Scenario().with_values({TAX: 0.1}))
    read = read_scenario_file(text, library=library_with({TAX: 0.2}))
    assert read.scenario.values == ((TAX, 0.1),)
    # The digest named in the text is still the shipped one's, so name another.
    other = text.replace(LIBRARY.digest, "0" * 32)
    (remark,) = read_scenario_file(other, library=library_with({TAX: 0.2})).remarks
    assert f"{TAX} 0.25 → 0.2" in remark
    (remark,) = read_scenario_file(other).remarks
    assert "in none of the numbers" in remark


def test_a_number_that_the_library_dropped_is_left_out_and_said() -> None:
    text = scenario_text(Scenario().with_values({TAX: 0.1})).replace(LIBRARY.digest, "0" * 32)
    read = read_scenario_file(text, library=library_with({}, without=TAX))
    assert read.scenario == Scenario()
    assert any(f"{TAX} = 0.1" in remark for remark in read.remarks)


def test_another_model_is_said() -> None:
    kept = ScenarioFile(scenario=Scenario(), library=LibrarySeen(version=LIBRARY.digest, model="1"))
    (remark,) = read_scenario_file(scenario_file_text(kept)).remarks
    assert "version 1 of the model" in remark


HOSTILE: dict[str, tuple[str, str]] = {
    "empty": ("", "line 1"),
    "cut": ('{"version": 1, "values": {', "line 1"),
    "no object": ("[1]", "object"),
    "no version": ("{}", "version must be a whole number from 1 to 2; got none"),
    "version as text": ('{"version": "1"}', "got 1"),
    "version true": ('{"version": true}', "got True"),
    "version zero": ('{"version": 0}', "got 0"),
    "newer": ('{"version": 3, "unheard": 1}', "version 3, and this program knows versions up to 2"),
    "range without its value": (
        '{"version": 2, "ranges": {"tax.income_tax_rate": {"low": 0.3, "high": 0.4}}}',
        "its range 0.3 to 0.4 must hold its value 0.25",
    ),
    "range the wrong way": (
        '{"version": 2, "ranges": {"tax.income_tax_rate": {"low": 0.4, "high": 0.1}}}',
        "must hold its value",
    ),
    "range of nothing": (
        '{"version": 2, "ranges": {"tax.nothing": {"low": 0.1, "high": 0.4}}}',
        "no assumption called tax.nothing",
    ),
    "range without an end": ('{"version": 2, "ranges": {"a": {"low": 1.0}}}', "ranges a high"),
    "together as a number": ('{"version": 2, "together": 3}', "together: "),
    "together without a correlation": (
        '{"version": 2, "together": [{"numbers": ["a"]}]}',
        "has the keys numbers and correlation",
    ),
    "together with text": (
        '{"version": 2, "together": [{"numbers": ["a"], "correlation": [["1"]]}]}',
        "must be a list of groups",
    ),
    "together beyond 1": (
        '{"version": 2, "together": [{"numbers": ["a", "b"], "correlation": [[1, 2], [2, 1]]}]}',
        "lie from -1 to 1",
    ),
    "together unknown": (
        '{"version": 2, "together": [{"numbers": ["a"], "correlation": [[1]], "errors": [1]}]}',
        "no assumption called a",
    ),
    "newest": ('{"version": 1' + "0" * 4000 + "}", "more than 300 digits"),
    "unknown key": ('{"version": 1, "valeus": {}}', "Did you mean values?"),
    "unknown key inside": ('{"version": 1, "bands": {"ages": [1]}}', "Did you mean age?"),
    "twice": ('{"version": 1, "values": {"a": 1, "a": 2}}', "a is there twice"),
    "deep": ('{"version": 1, "fees": ' + "[" * 100_000, "nested too deeply"),
    "deep objects": ('{"a":' * 50_000 + "1" + "}" * 50_000, "nested too deeply"),
    "long": ('{"version": 1, "note": "' + "x" * (1 << 20) + '"}', "1,048,576"),
    "long note": ('{"version": 1, "note": "' + "x" * 5_000 + '"}', "4,000 characters; got 5,000"),
    "half character": (r'{"version": 1, "name": "\ud800"}', "no text"),
    "half character as key": (r'{"version": 1, "\udfff": 1}', "no text"),
    "half character in a list": (
        r'{"version": 1, "mapping": {"columns": {}, "meaning": {"sheets": ["\ud800"]}}}',
        "no text",
    ),
    "zero byte": (r'{"version": 1, "name": "a\u0000"}', "no text"),
    "line end in a name": (r'{"version": 1, "name": "a\nb"}', "name holds characters"),
    "not a number": ('{"version": 1, "values": {"tax.income_tax_rate": NaN}}', "NaN is no number"),
    "infinity": ('{"version": 1, "values": {"tax.income_tax_rate": -Infinity}}', "no number"),
    "huge": ('{"version": 1, "values": {"tax.income_tax_rate": 1e999}}', "too large"),
    "many digits": (
        '{"version": 1, "values": {"tax.income_tax_rate": ' + "9" * 5_000 + "}}",
        "more than 300 digits",
    ),
    "out of bounds": ('{"version": 1, "values": {"tax.income_tax_rate": 15}}', "write 0.15"),
    "text as number": (
        '{"version": 1, "values": {"tax.income_tax_rate": "0.1"}}',
        "must be a number",
    ),
    "true as number": (
        '{"version": 1, "values": {"tax.income_tax_rate": true}}',
        "must be a number",
    ),
    "unknown sector": ('{"version": 1, "values": {"casino.agency.term": 6}}', "casino.agency.term"),
    "shares above one": (
        '{"version": 1, "values": {"telecom.debtor.easy_share": 1}}',
        "add up to at most 1",
    ),
    "stance": ('{"version": 1, "stance": "greedy"}', "profit_seeking, contractual; got greedy"),
    "bands fall": ('{"version": 1, "bands": {"age": [6, 3]}}', "rise"),
    "fees": ('{"version": 1, "fees": {"tail_share": 22}}', "write 0.22"),
    "fees unknown": ('{"version": 1, "fees": {"tial": 1}}', "tial is not known"),
    "date": (
        '{"version": 1, "book": {"name": "a", "digest": "b", "accounts": 1, "total": 1, '
        '"as_of": "31.10.2026"}}',
        "date like 2026-10-31",
    ),
    "accounts": (
        '{"version": 1, "book": {"name": "a", "digest": "b", "accounts": -1, "total": 1}}',
        "accounts",
    ),
    "mapping": ('{"version": 1, "mapping": {"columns": 3}}', "saved mapping"),
    "values a list": ('{"version": 1, "values": [1]}', "values"),
}


@pytest.mark.parametrize(("text", "said"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_gives_one_clear_line(text: str, said: str) -> None:
    with pytest.raises(PlacementError) as caught:
        read_scenario(text)
    (message,) = caught.value.messages
    assert said in message
    assert "\n" not in message
    assert len(message) < 1_000
    message.encode()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=8), below),
    max_leaves=8,
)


@given(st.sampled_from(list(json.loads(scenario_text(Scenario())))), JSON)
def test_no_part_of_a_text_brings_it_down(key: str, value: Any) -> None:
    """Whatever stands in place of a part: a scenario or a finding, never another error."""
    plain = json.loads(scenario_text(Scenario()))
    with suppress(PlacementError):
        read_scenario(json.dumps({**plain, key: value}))


def test_a_book_is_known_again_by_its_digest() -> None:
    book = BookReference(
        name="a.csv", digest="a", accounts=3, total=9.0, as_of=dt.date(2026, 10, 31)
    )
    assert book.differences(replace(book, name="b.csv")) == ()
    other = replace(book, digest="b", accounts=4, total=11.5)
    assert book.differences(other) == (
        "4 accounts instead of 3",
        "11.50 owed instead of 9.00",
    )
    assert book.differences(replace(book, digest="c")) == ("the content or its reading",)

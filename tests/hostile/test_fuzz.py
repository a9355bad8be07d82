"""Readers and codecs on what nobody meant to write: an answer, or plain words, and soon.

The examples are the same on every machine, and few enough for a minute in all. Whoever wants more
sets PLACEMENT_FUZZ to how many times as many.
"""

import contextlib
import functools
import json
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement import api
from placement.api.lists_agencies import read_takers
from placement.assume.fee_file import parse_fees
from placement.assume.library import parse_overlay
from placement.domain.errors import PlacementError
from placement.report.policy_files import read_policy_rows
from placement.scenario.json_text import is_plain_text
from placement.tape.meaning import AS_IT_STANDS
from placement.tape.read import read_table
from placement.tape.saved import load_mapping, save_mapping
from tests.hostile.measure import refusal
from tests.hostile.targets import FILES, LIBRARY

TIMES = int(os.environ.get("PLACEMENT_FUZZ", "1"))


def fuzzed(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test on so many examples, and count them."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    wanted = settings(max_examples=examples * TIMES, suppress_health_check=slow)

    def counting(test: Any) -> Callable[..., None]:
        inner = test.hypothesis.inner_test

        @functools.wraps(inner)
        def one(*args: Any, **more: Any) -> None:
            _ran[0] += 1
            inner(*args, **more)

        test.hypothesis.inner_test = one
        return wanted(test)

    return counting


_ran = [0]
"""Examples so far."""


@pytest.fixture(autouse=True)
def examples(record_property: Callable[[str, object], None]) -> Iterator[None]:
    """Tell the summary how many examples each test ran."""
    before = _ran[0]
    yield
    record_property("fuzzed: examples of hypothesis", _ran[0] - before)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file with some bytes changed, cut out, put in or said twice."""
    name = draw(st.sampled_from(sorted(FILES)))
    content = bytearray(FILES[name])
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(content) - 1, 0)))
        what = draw(st.sampled_from(["change", "cut", "put", "twice", "end"]))
        some = draw(st.binary(min_size=1, max_size=6))
        if what == "change":
            content[at : at + len(some)] = some
        elif what == "cut":
            del content[at : at + draw(st.integers(1, 40))]
        elif what == "put":
            content[at:at] = some
        elif what == "twice":
            content[at:at] = content[max(at - 60, 0) : at]
        else:
            del content[at:]
    return name, bytes(content)


def _opened(content: bytes, name: str) -> None:
    def opened() -> None:
        raw = read_table(content, filename=name)
        assert raw.table.num_rows == len(raw.rows)
        api.check_tape(raw, assumptions=LIBRARY, sector="telecom")

    refusal(opened)


@fuzzed(250)
@given(damaged())
def test_a_damaged_file_is_read_or_refused_in_words(file: tuple[str, bytes]) -> None:
    name, content = file
    _opened(content, name)


_ODD = st.text(
    st.sampled_from(list("\"',;\t\n\r0123456789.-+eE()（）%万元¥$ \0\x1b\u202e\ufeffAa余额日/年")),
    max_size=60,
)


@fuzzed(150)
@given(st.lists(st.lists(_ODD, min_size=1, max_size=4), min_size=1, max_size=6), st.booleans())
def test_any_cells_are_read_or_refused_in_words(rows: list[list[str]], is_headed: bool) -> None:
    head = "balance,days past due,as of\n" if is_headed else ""
    _opened((head + "\n".join(",".join(row) for row in rows)).encode(), "a.csv")


_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda below: (
        st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=8), below, max_size=3)
    ),
    max_leaves=8,
)
_KEYS = st.sampled_from(["version", "columns", "meaning", "values", "stance", "bands", "fees",
                         "name", "note", "author", "ranges", "rules", "if", "then"])  # fmt: skip
_JSON = st.dictionaries(_KEYS | st.text(max_size=5), _PLAIN, max_size=6).map(
    lambda value: json.dumps({"version": 1, **value})
) | st.text(max_size=80)


@fuzzed(120)
@given(_JSON)
def test_any_json_is_a_mapping_or_is_refused_in_words(text: str) -> None:
    """And one that is taken can be written and read again."""
    try:
        saved = load_mapping(text)
    except PlacementError:
        return
    assert load_mapping(save_mapping(saved).encode().decode()) == saved


@fuzzed(120)
@given(_JSON)
def test_any_json_is_a_scenario_or_is_refused_in_words(text: str) -> None:
    """The words can be shown, and one that is taken comes back as it went out."""
    said = refusal(lambda: api.read_scenario_file(text))
    assert is_plain_text(said or "", lines=True)
    if said is not None:
        return
    read = api.read_scenario_file(text)
    written = api.scenario_file_text(read)
    assert api.read_scenario_file(written).scenario == read.scenario


@fuzzed(100)
@given(_JSON)
def test_any_json_is_rules_or_is_refused_in_words(text: str) -> None:
    with contextlib.suppress(PlacementError):
        read_policy_rows(text.encode("utf-8", "surrogatepass"), filename="a.json")


_TOML = st.lists(
    st.sampled_from(
        [
            "[telecom]",
            "[tax]",
            "[[agency]]",
            "agency = 'A'",
            "income_tax_rate = ",
            "= ",
            "0.2",
            "nan",
            "inf",
            "[[together]]",
            "a.b.c",
            "{",
            "}",
            "[",
            "]",
            '"',
            "'''",
            "9" * 400,
            "1979-05-27",
            "true",
            "\\u0000",
            "#",
            "value",
            "low",
            "share",
        ]
    )
    | st.text(max_size=6),
    max_size=10,
).map("\n".join)


_TOML |= st.lists(st.sampled_from(list("a.=1\n'[] "))).map("".join)


@pytest.mark.parametrize(
    "read",
    [
        lambda content: parse_overlay(content, name="a"),
        lambda content: parse_fees(content, name="a"),
        lambda content: read_takers(content, filename="a.toml", sectors=LIBRARY.sectors),
    ],
    ids=["numbers", "fees", "agencies"],
)
@fuzzed(80)
@given(text=_TOML)
def test_any_toml_is_read_or_refused_in_words(read: Callable[[bytes], object], text: str) -> None:
    with contextlib.suppress(PlacementError):
        read(text.encode("utf-8", "surrogatepass"))


@fuzzed(60)
@given(damaged())
def test_other_readers_refuse_in_words_too(file: tuple[str, bytes]) -> None:
    """Remittances, contact logs, contracts, lots and agencies come through the same door."""
    name, content = file
    for read in (api.open_remittances, api.open_contact_log, api.open_contracts):
        with contextlib.suppress(PlacementError):
            read(content, filename=name, assumptions=LIBRARY)


def test_no_seed_is_refused_before_it_is_damaged() -> None:
    """Else the fuzzing would see the first lines of the readers and no more."""
    for name in ("a.csv", "a.txt", "a.parquet", "a.zip"):
        assert read_table(FILES[name], filename=name, meaning=AS_IT_STANDS).table.num_rows

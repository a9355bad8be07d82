"""Readers under fuzzing that follows the code, for a few seconds; whoever wants more sets
PLACEMENT_FUZZ to how many times as many, or runs benchmarks/fuzz.py.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from placement import api
from placement.api.lists_agencies import read_takers
from placement.assume.fee_file import parse_fees
from placement.assume.library import lay_over, parse_overlay
from placement.decide.deal.fee_file import fee_terms
from placement.domain.errors import PlacementError
from placement.report.policy_files import read_policy_rows
from placement.tape.saved import load_mapping
from tests.hostile import guided as guided_module
from tests.hostile.guided import LONGEST, MEGABYTES, MISSING, guided, kept_apart
from tests.hostile.targets import LIBRARY, NUMBERS, SCENARIO, SETTINGS, TARGETS, refused

SECONDS = 4.0 * int(os.environ.get("PLACEMENT_FUZZ", "1"))


@pytest.mark.skipif(MISSING != "", reason=MISSING)
@pytest.mark.parametrize("target", TARGETS)
def test_nothing_is_found_in_some_seconds(
    tmp_path: Path, target: str, record_property: Callable[[str, object], None]
) -> None:
    """What was found is told with the file, as the same is not found again."""
    done = guided(target, seconds=SECONDS, folder=tmp_path)
    record_property(f"fuzzed: executions of {target}", done.executions)
    told = [
        f"{file.read_bytes()!r}\n{file.with_suffix('.txt').read_text()}" for file in done.findings
    ]
    assert not told, "\n".join(told)
    assert done.executions >= len({x for x in TARGETS[target].seeds() if len(x) <= LONGEST})
    # Else the readers were not followed, or saw nothing of the files.
    assert done.branches > 100
    assert done.corpus > 20


@pytest.mark.parametrize("target", TARGETS)
def test_what_fuzzing_begins_from_is_read_or_refused_in_words(target: str) -> None:
    for seed in TARGETS[target].seeds():
        TARGETS[target].read(seed)


def test_of_each_kind_of_settings_one_is_taken() -> None:
    """Else fuzzing would begin behind the door."""
    mapping, fees, agencies, rules = SETTINGS
    assert load_mapping(mapping.decode()).columns["balance"] == "Amount"
    assert len(fee_terms(parse_fees(fees, name="a")).by_age) == 2
    assert read_takers(agencies, filename="a.toml", sectors=LIBRARY.sectors)[0].name == "A"
    assert read_policy_rows(rules, filename="a.json")[0]["then"] == "place"
    assert api.read_scenario_file(SCENARIO).scenario.is_ranged
    assert lay_over(LIBRARY, parse_overlay(NUMBERS, name="a")).joints


def test_an_input_that_fails_is_kept_with_how_once_for_each_place(tmp_path: Path) -> None:
    def read(data: bytes) -> None:
        if data.startswith(b"a"):
            raise KeyError(data.decode())
        assert not data.startswith(b"b")

    kept = kept_apart(read, folder=tmp_path)
    for data in (b"a1", b"a2", b"b", b"c"):
        kept(data)
    told = {file.read_bytes(): file.with_suffix(".txt") for file in tmp_path.glob("*.bin")}
    assert set(told) == {b"a1", b"b"}
    assert told[b"a1"].read_text().splitlines()[-1] == "KeyError: 'a1'"


@pytest.mark.skipif(MISSING != "", reason=MISSING)
def test_what_other_tests_took_is_not_counted(tmp_path: Path) -> None:
    """A child begins with the most memory that its parent ever had."""
    assert len(bytearray(MEGABYTES << 20)) > 0
    done = guided("settings", seconds=1.0, folder=tmp_path)
    assert done.findings == ()
    assert done.megabytes < MEGABYTES / 2


def test_an_input_that_takes_too_long_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(data: bytes) -> None:
        assert sum(range(10_000))

    monkeypatch.setattr(guided_module, "SLOW", 0.0)
    kept_apart(read, folder=tmp_path)(b"slow")
    (found,) = tmp_path.glob("*.bin")
    assert found.read_bytes() == b"slow"
    assert "s of work" in found.with_suffix(".txt").read_text()


def test_a_refusal_in_more_lines_than_messages_is_a_finding() -> None:
    def refuse() -> None:
        raise PlacementError("one\ntwo")

    with pytest.raises(AssertionError):
        refused(refuse)

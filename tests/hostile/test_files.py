"""Every hostile file in a process of its own: an answer or plain words, in bounds."""

import sys
from pathlib import Path

import pytest

from placement import api
from placement.assume.fee_file import parse_fees
from placement.domain.errors import PlacementError, TapeError
from placement.report.policy_files import read_policy_rows
from placement.scenario.json_text import is_plain_text
from placement.tape import workbook
from placement.tape.read import read_table
from placement.tape.saved import load_mapping
from tests.hostile.corpus import ASSUMPTIONS, BOOK, MAPPINGS, TAPES, xlsx_of
from tests.hostile.measure import READ, measured, refusal

USUAL = 450
"""Megabytes of a process that has read a small file, and what an upload of 10 MB may add."""

MORE = {
    # 400 MB of text come out of these archives, which their size may promise.
    "zeros.zip": 1_600,
    # Five million rows of 20 MB, and a table of them.
    "endless_quote.csv": 1_600,
    "quotes.csv": 700,
    # A text of 100 MB is there once before it is seen to be too long.
    "one_long_text.parquet": 700,
    "ragged.csv": 700,
}
SECONDS = 90
"""On two busy cores; alone most take one."""

READABLE = {
    "many_columns.parquet", "endless_quote.csv", "exponents.csv", "control_signs.csv",
    "bidirectional.csv", "heading_of_units.csv", "heading_of_words.csv", "heading_of_digits.csv",
}  # fmt: skip
"""Hostile and no nonsense: they can be read, and are."""


@pytest.mark.parametrize("name", TAPES)
def test_a_hostile_file_ends_in_plain_words(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(TAPES[name]())
    ended = measured([sys.executable, "-c", READ, str(file)], folder=tmp_path, timeout=SECONDS)
    file.unlink()
    assert ended.is_plain, ended.err[-2000:]
    assert len(ended.err.splitlines()) <= 3, ended.err
    if name in READABLE:
        assert ended.code == 0, ended.err
    assert ended.megabytes < MORE.get(name, USUAL)
    assert ended.seconds < SECONDS


def test_a_fault_within_the_reader_of_workbooks_is_a_damaged_file(monkeypatch) -> None:
    """It comes as no `Exception`; what else comes so, as Ctrl-C does, goes on."""
    fault = type("PanicException", (BaseException,), {})
    for kind, expected in ((fault, TapeError), (KeyboardInterrupt, KeyboardInterrupt)):

        def fail(*_: object, kind: type[BaseException] = kind, **__: object) -> None:
            raise kind

        monkeypatch.setattr(workbook, "choose_sheets", fail)
        with pytest.raises(expected):
            read_table(xlsx_of("<row><c><v>1</v></c></row>"), filename="a.xlsx")


def test_a_plain_file_takes_what_a_small_one_does(tmp_path: Path) -> None:
    """So the bounds above are near, and a reader that loses its guard breaks them."""
    file = tmp_path / "book.csv"
    file.write_text(BOOK)
    ended = measured([sys.executable, "-c", READ, str(file)], folder=tmp_path)
    assert ended.code == 0
    assert 60 < ended.megabytes < USUAL


def test_memory_that_is_taken_is_measured(tmp_path: Path) -> None:
    """A process that takes half a gigabyte is seen to."""
    ended = measured([sys.executable, "-c", "x = b'1' * 500_000_000"], folder=tmp_path)
    assert 450 < ended.megabytes < 700


@pytest.mark.parametrize("name", MAPPINGS)
def test_a_mapping_or_scenario_that_is_none_is_refused(name: str) -> None:
    for read in (load_mapping, api.read_scenario_file):
        said = refusal(lambda read=read: read(MAPPINGS[name]))
        assert said is not None or name in ("escape", "only_version")
        (said or "").encode()
        assert read is load_mapping or is_plain_text(said or "", lines=True)
    with pytest.raises(PlacementError):
        read_policy_rows(MAPPINGS[name].encode(), filename="rules.json")


@pytest.mark.parametrize("name", ASSUMPTIONS)
def test_numbers_and_fees_that_are_none_are_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(ASSUMPTIONS[name])
    with pytest.raises(PlacementError) as refused:
        api.assumptions_in_use(overlays=[file])
    assert len(str(refused.value)) < 500
    said = refusal(lambda: parse_fees(ASSUMPTIONS[name], name="fees.toml"))
    assert len(said or "") < 500


def test_a_name_of_many_names_in_a_text_is_no_key(tmp_path: Path) -> None:
    """Only what the parser would follow is refused, so an ordinary note stays."""
    note = "see 1.2.3.4, a.b.c and www.example.org"
    file = tmp_path / "mine.toml"
    file.write_text(f'[tax.income_tax_rate]\nvalue = 0.2\nlow = 0.1\nhigh = 0.3\nnote = "{note}"\n')
    assert api.assumptions_in_use(overlays=[file]).entries["tax.income_tax_rate"].note == note

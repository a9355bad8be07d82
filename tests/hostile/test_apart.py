"""Uploads are read in a process of their own: the same answers, and none that takes the server."""

import gc
import io
import json
import os
import pickle
import threading
import time
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from placement.domain.errors import AssumptionError, InputError, PlacementError, TapeError
from placement.domain.language import catalogue
from placement.domain.text import language
from placement.tape import apart, carried
from placement.tape.apart import Limits, limits_of, read_apart
from placement.tape.findings import Choice, Finding, Severity
from placement.tape.meaning import AS_IT_STANDS, Meaning
from placement.tape.read import RawTable, read_table
from tests.architecture import source
from tests.hostile.corpus import BOOK, csv_of_ragged_rows, zipped
from tests.tape.test_formats import workbook as formatted
from tests.tape.test_workbook import HEAD, workbook

SAMPLES = Path("data/samples")
PLENTY = Limits(3 << 30, 120.0)


def brought(content: bytes, name: str = "book.csv", **wishes: object) -> RawTable:
    return read_apart(content, **{"filename": name, "keep": (), "meaning": AS_IT_STANDS, **wishes})


def assert_same(there: RawTable, here: RawTable) -> None:
    """Hold every field of a table against that of another one, types and all."""
    assert there.table.schema.equals(here.table.schema, check_metadata=True)
    assert there.table.equals(here.table)
    assert there.digest == here.digest
    assert [*there.formats] == [*here.formats]
    for heading, of in here.formats.items():
        assert there.formats[heading].known == of.known
        assert_same_array(there.formats[heading].codes, of.codes)
    for name in ("rows", "hidden"):
        assert_same_array(getattr(there, name), getattr(here, name))
    seen = {"table", "rows", "hidden", "formats", "hashed"}
    rest = [field.name for field in fields(RawTable) if field.name not in seen]
    assert [repr(getattr(there, name)) for name in rest] == [
        repr(getattr(here, name)) for name in rest
    ]


def assert_same_array(there: Any, here: Any) -> None:
    if here is None:
        assert there is None
        return
    assert (there.dtype, there.shape) == (here.dtype, here.shape)
    assert there.tolist() == here.tolist()


def carried_over(raw: RawTable) -> RawTable:
    """Return a table as the server gets it."""
    facts, parts = carried.table_plain(raw)
    return carried.table_carried(json.loads(json.dumps(facts)), [bytes(part) for part in parts])


@pytest.mark.parametrize("name", ["mixed_book.csv", "property_fee.xlsx", "logistics.parquet"])
def test_what_is_read_apart_is_what_is_read_here(project: Path, name: str) -> None:
    content = (project / SAMPLES / name).read_bytes()
    here, there = read_table(content, filename=name), brought(content, name)
    assert_same(there, here)
    assert not there.rows.flags.writeable


def _two_sheets() -> bytes:
    rows = {
        "book": [HEAD, ("a1", 100, 30), ("", "", ""), ("a2", 7, 1)],
        "old": [HEAD, ("b1", 2, 6)],
    }
    return workbook(
        {"cover": [("title",)], **rows, "other": [("a", "b"), (1, 2)]},
        then=lambda book: book.get_worksheet_by_name("book").set_row(1, options={"hidden": True}),
    )


def _parquet_of_all_kinds() -> bytes:
    import datetime as dt
    from decimal import Decimal

    import pyarrow.parquet as pq

    repeated = pa.chunked_array(
        [pa.array(["telecom", None]).dictionary_encode(), pa.array(["x"]).dictionary_encode()]
    )
    columns = {
        "sector": repeated,
        "balance": [1.5, None, float("inf")],
        "flag": [True, None, False],
        "count": pa.array([1, 2, None], pa.uint8()),
        "money": [Decimal("1.50"), None, Decimal("2.25")],
        "day": [dt.date(2025, 1, 2), None, dt.date(1900, 1, 1)],
        "nothing": pa.nulls(3),
        "names": ["é", "", None],
    }
    target = io.BytesIO()
    pq.write_table(pa.table(columns), target, row_group_size=2)
    return target.getvalue()


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "two sheets, rows hidden": ("a.xlsx", _two_sheets),
    "formats": ("a.xlsx", lambda: formatted(("a", 1.5, 1.5, 30), formats={1: '0.0"万元"'})),
    "ragged rows": ("a.csv", csv_of_ragged_rows),
    "an archive": ("a.zip", lambda: zipped({"库.csv": BOOK.encode()})),
    "titles and withheld": ("a.csv", lambda: b"Our book\nname,balance,dpd\nLi,1,2\n"),
    "every kind of column": ("a.parquet", _parquet_of_all_kinds),
}


@pytest.mark.parametrize("what", FILES)
def test_every_field_comes_over(what: str) -> None:
    name, made = FILES[what]
    raw = read_table(made(), filename=name)
    assert_same(carried_over(raw), raw)


def test_the_files_fill_every_field() -> None:
    """Else a field that is lost would not be missed."""
    read = [read_table(made(), filename=name) for name, made in FILES.values()]
    empty = {field.name for field in fields(RawTable)} - {"hashed", "table", "rows"}
    for raw in read:
        values = {name: getattr(raw, name) for name in empty}
        empty -= {name for name, value in values.items() if value is not None and len(value)}
    assert empty == set()
    assert {str(kind) for raw in read for kind in raw.table.schema.types} >= {
        "double", "bool", "uint8", "decimal128(3, 2)", "date32[day]", "null", "string",
        "dictionary<values=string, indices=int32, ordered=0>",
    }  # fmt: skip


def test_a_finding_comes_over_with_its_choices(book: RawTable) -> None:
    choices = (Choice(question="unit", answer="元", label="a", balance=1.5, accounts=3),
               Choice(question="rate", answer=7.5, label="b", taken=True))  # fmt: skip
    note = Finding(
        code="x", severity=Severity.DOUBT, column="c", rows=2, money=float("inf"),
        first=((4, "\ud800"), (5, "")), message="m", advice="a", choices=choices,
    )  # fmt: skip
    assert carried_over(replace(book, notes=(note,))).notes == (note,)


def test_what_the_user_says_and_the_language_go_along() -> None:
    content = b"title\nbalance,days past due,phone\n100,90,13800000000\n"
    wishes = {"keep": ("phone",), "meaning": Meaning(header_row=2)}
    here = read_table(content, filename="a.csv", keep=("phone",), meaning=Meaning(header_row=2))
    assert brought(content, "a.csv", **wishes).table.equals(here.table)
    with language(catalogue("zh")):
        spoken = brought(content, "a.csv", **wishes).notes
        assert spoken == read_table(content, filename="a.csv", **wishes).notes
    assert spoken != here.notes


def test_an_error_is_the_same_error() -> None:
    with pytest.raises(TapeError) as here:
        read_table(b"", filename="a.csv")
    with pytest.raises(TapeError) as there:
        brought(b"", "a.csv")
    assert there.value.messages == here.value.messages


@pytest.mark.parametrize("kind", [PlacementError, InputError, AssumptionError, TapeError])
def test_every_error_comes_over(kind: type[PlacementError]) -> None:
    there = carried.error_carried(json.loads(json.dumps(carried.error_plain(kind("a ![x](y)")))))
    assert (type(there), str(there), there.messages) == (kind, "a ![x](y)", ("a ![x](y)",))


def test_an_error_of_several_lines_and_of_a_narrower_kind_comes_over() -> None:
    class NarrowerError(InputError):
        pass

    several = carried.error_carried(carried.error_plain(TapeError("a", "b")))
    assert (several.messages, str(several)) == (("a", "b"), "a\nb")
    assert type(carried.error_carried(carried.error_plain(NarrowerError("a")))) is InputError


def test_nothing_of_ours_unpickles() -> None:
    """A pickle makes what it names; what comes from another process or file is never trusted so."""
    able = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}
    for path in source.files("placement/**/*.py", "pages/*.py", "app.py"):
        assert not able & source.imports(source.tree(path)), path


@pytest.fixture
def book() -> RawTable:
    """Return a small book."""
    return read_table(BOOK.encode(), filename="book.csv")


def _without_offsets(facts: dict[str, Any], parts: list[bytes]) -> None:
    """Point a text far behind the bytes of its column."""
    ends, far = (np.array([0, 2, end], dtype=np.int32).tobytes() for end in (4, 1 << 30))
    whole = _stream_of(pa.table({"account_id": ["A1", "A2"]}))
    assert whole.count(ends) == 1
    parts[0] = whole.replace(ends, far)


def _no_text(facts: dict[str, Any], parts: list[bytes]) -> None:
    offsets = pa.py_buffer(np.array([0, 1, 2], dtype=np.int32).tobytes())
    wrong = pa.Array.from_buffers(pa.string(), 2, [None, offsets, pa.py_buffer(b"\xff\xfe")])
    parts[0] = _stream_of(pa.table({"account_id": wrong}))


def _code_beyond(facts: dict[str, Any], parts: list[bytes]) -> None:
    codes = pa.array([0, 7], pa.int32())
    wrong = pa.DictionaryArray.from_arrays(codes, pa.array(["a"]), safe=False)
    parts[0] = _stream_of(pa.table({"sector": wrong}))


def _rows_of_nothing(facts: dict[str, Any], parts: list[bytes]) -> None:
    parts[0] = _stream_of(pa.table({"x": pa.nulls(10**6)}))


def _stream_of(table: Any) -> bytes:
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue()


def _pickled(facts: dict[str, Any], parts: list[bytes]) -> None:
    parts[0] = pickle.dumps(b"anything")


def _no_rows(facts: dict[str, Any], parts: list[bytes]) -> None:
    del parts[1]


def _few_rows(facts: dict[str, Any], parts: list[bytes]) -> None:
    parts[1] = parts[1][:8]


def _another_field(facts: dict[str, Any], parts: list[bytes]) -> None:
    facts["notes"][0]["__class__"] = "x"


def _another_severity(facts: dict[str, Any], parts: list[bytes]) -> None:
    facts["notes"][0]["severity"] = "fatal"


@pytest.mark.parametrize(
    "spoil",
    [_without_offsets, _no_text, _code_beyond, _rows_of_nothing, _pickled, _no_rows, _few_rows,
     _another_field, _another_severity],
)  # fmt: skip
def test_an_answer_that_is_none_of_ours_is_refused(
    spoil: Callable[[dict[str, Any], list[bytes]], None],
) -> None:
    """Whoever read a stranger's file may say anything."""
    name, made = FILES["titles and withheld"]
    raw = read_table(made() + b"Wu,3,4\n", filename=name)
    plain, behind = carried.table_plain(raw)
    facts, parts = json.loads(json.dumps(plain)), [bytes(part) for part in behind]
    assert_same(carried.table_carried(facts, parts), raw)
    spoil(facts, parts)
    with pytest.raises((ValueError, LookupError, TypeError)):
        carried.table_carried(facts, parts)


@pytest.mark.parametrize("size", [1 << 40, 1 << 62])
@pytest.mark.parametrize("count", [1, 1 << 50])
def test_an_answer_larger_than_what_was_allowed_is_none(size: int, count: int) -> None:
    """Nothing is set aside for it."""
    promised = b"".join(number.to_bytes(8, "little") for number in (count, size))
    with pytest.raises(EOFError):
        apart._received(io.BytesIO(promised + bytes(64)), most=1 << 20)


def test_a_file_that_eats_memory_ends_with_plain_words_and_others_go_on() -> None:
    """While it is being read somebody else's file is read too, and is what it always was."""
    greedy = b"balance,days past due\n" + b"100.25,90\n" * 4_000_000
    said: list[str] = []

    def eat() -> None:
        with pytest.raises(TapeError) as ended:
            brought(greedy, "greedy.csv", limits=Limits(64 << 20, 60.0))
        said.append(str(ended.value))

    eater = threading.Thread(target=eat)
    eater.start()
    assert brought(BOOK.encode()).table.num_rows == 2
    eater.join()
    assert said[0].startswith("greedy.csv takes more than 67 MB of memory to read")


@pytest.mark.parametrize("content", [b"balance,days past due\n" + b"1.25,90\n" * 8_000_000])
def test_a_file_that_eats_time_ends_with_plain_words(content: bytes) -> None:
    start = time.monotonic()
    with pytest.raises(TapeError, match="takes more than 0 seconds to read"):
        brought(content, limits=Limits(3 << 30, 0.01))
    assert time.monotonic() - start < 30


def test_limits_grow_with_the_file_and_not_beyond_the_machine() -> None:
    small, large = limits_of(1_000), limits_of(300_000_000)
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    assert small.memory <= large.memory <= machine * 0.6
    assert small.work == pytest.approx(60.0, abs=0.1)
    assert large.work == pytest.approx(60.0 + 4.0 * 300)
    assert small.patience >= small.work


def test_nothing_of_a_file_is_left_in_a_process_for_the_next() -> None:
    """Each process reads one file; the one that waits has seen none."""
    brought(BOOK.encode())
    first = apart._spare[-1].pid
    brought(BOOK.encode())
    assert apart._spare[-1].pid != first
    gc.collect()
    assert not Path(f"/proc/{first}").exists()


def test_the_readers_of_pages_read_apart_and_commands_do_not(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes are what a page has in hand, a path what a command has."""
    asked = []
    monkeypatch.setattr(apart, "_wanted", lambda: True)
    monkeypatch.setattr(apart, "read_apart", lambda content, **_: asked.append(len(content)))
    read_table(BOOK.encode(), filename="book.csv")
    assert asked == [len(BOOK)]
    read_table(project / SAMPLES / "telecom.csv", filename="telecom.csv")
    assert asked == [len(BOOK)]


def test_a_fault_of_ours_is_no_fault_of_the_file() -> None:
    """It goes to the log as what it is, and not to the reader as words about the file."""
    with pytest.raises(RuntimeError, match="Traceback") as ended:
        brought(BOOK.encode(), filename=None)
    assert not isinstance(ended.value, PlacementError)

"""What is fuzzed: the readers of everything that a user brings, and what they begin from.

A file of parts (a workbook, an archive) is fuzzed as its parts one after the other, packed only for
the reader: damage to what is packed is found out by the packing, and no reader sees more of it.
"""

import contextlib
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

import pyarrow as pa
import pyarrow.parquet as pq

from placement import api
from placement.api.bid_lots_file import read_lots
from placement.api.lists_agencies import read_takers
from placement.assume.fee_file import parse_fees
from placement.assume.library import lay_over, load_library, parse_overlay
from placement.decide.deal.fee_file import fee_terms
from placement.decide.rules.table import policy_of_rows
from placement.decide.rules.traits import Scheme
from placement.domain.errors import PlacementError
from placement.report.policy_files import read_policy_rows
from placement.scenario.json_text import is_plain_text
from placement.scenario.store import Store, open_store
from placement.tape.quoting import holds_a_number
from placement.tape.read import read_table
from placement.tape.saved import load_mapping, save_mapping
from tests.hostile.corpus import (
    ASSUMPTIONS,
    BOOK,
    MAPPINGS,
    TAPES,
    ods_of_one_long_text_repeated,
    xlsx_of,
    zipped,
)
from tests.hostile.measure import PROJECT, refusal

LIBRARY = load_library()
DATA = PROJECT / "data"


def _parquet() -> bytes:
    target = io.BytesIO()
    table = {"balance": [100.0, 20.0], "days past due": [90, 400], "sector": ["telecom"] * 2}
    pq.write_table(pa.table(table), target)
    return target.getvalue()


_CELLS = '<row r="1"><c r="A1" t="inlineStr"><is><t>balance</t></is></c></row>'
FILES: Mapping[str, bytes] = MappingProxyType(
    {
        "a.csv": BOOK.encode(),
        "a.txt": "账号;余额;逾期天数\nA1;1.234,50;90\n".encode("gb18030"),
        "a.xlsx": xlsx_of(_CELLS + '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>'),
        "a.ods": ods_of_one_long_text_repeated(),
        "a.parquet": _parquet(),
        "a.zip": zipped({"book.csv": BOOK.encode()}),
    }
)
"""A small file of every kind, by the name it comes under."""


@dataclass(frozen=True)
class Target:
    """Readers that are fuzzed together."""

    read: Callable[[bytes], None]
    """Reads an input, and lets nothing pass but an answer or an error in plain words."""

    seeds: Callable[[], Sequence[bytes]]


def refused(read: Callable[[], object]) -> bool:
    """Return whether it is refused, in words that can be written."""
    said = refusal(read)
    (said or "").encode()
    return said is not None


def _rules(rows: Sequence[Mapping[str, object]]) -> object:
    """Return the rules of a table, for a book of one sector."""
    scheme = Scheme(
        sectors=("telecom",), creditor_types=("private",), age=(1.0, 3.0), balance=(1_000.0,)
    )
    return policy_of_rows(rows, scheme=scheme, otherwise="in_house", known_sectors=LIBRARY.sectors)


_SECTORS = {name: name for name in LIBRARY.sectors}
_YEAR = dt.date(2025, 1, 1), dt.date(2026, 1, 1)
_DOORS: Sequence[Callable[[bytes, str], object]] = (
    lambda content, name: api.check_tape(
        read_table(content, filename=name), assumptions=LIBRARY, sector="telecom"
    ),
    lambda content, name: api.open_remittances(content, filename=name, assumptions=LIBRARY),
    lambda content, name: api.open_contact_log(content, filename=name, assumptions=LIBRARY),
    lambda content, name: api.open_contracts(content, filename=name, assumptions=LIBRARY),
    lambda content, name: api.open_account_payments(
        content, filename=name, after=_YEAR[0], until=_YEAR[1], assumptions=LIBRARY
    ),
    lambda content, name: read_lots(content, filename=name, sectors=_SECTORS),
    lambda content, name: read_takers(content, filename=name, sectors=LIBRARY.sectors),
    lambda content, name: _rules(read_policy_rows(content, filename=name)),
)
"""What a table may be: a book first."""

_NAMES = ("a.csv", "a.parquet", "a.zip", "")
_PART = b"\n=== "
"""Between the parts of a file that is packed."""


def _tape(data: bytes) -> None:
    """Read what the first byte says, by the door that the second says."""
    if len(data) < 2:
        return
    name, door, content = _NAMES[data[0] % len(_NAMES)], data[1] % len(_DOORS), data[2:]
    whole = content if name else _packed(content)
    refused(lambda: _DOORS[door](whole, name or "a.xlsx"))


def _packed(parts: bytes) -> bytes:
    files = [part.partition(b"\n") for part in parts.split(_PART)]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in {name: content for name, _, content in files}.items():
            archive.writestr(zipfile.ZipInfo(name.decode("utf-8", "replace")[:200]), content)
    return target.getvalue()


def _parts(packed: bytes) -> bytes:
    skipped = ("docProps/", "xl/theme/")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        names = [name for name in archive.namelist() if not name.startswith(skipped)]
        return _PART.join(name.encode() + b"\n" + archive.read(name) for name in names)


def _tapes() -> list[bytes]:
    from tests.tape.test_formats import workbook as formatted
    from tests.tape.test_workbook import HEAD, workbook

    day = dt.date(2026, 1, 31)
    rows = {"book": [HEAD, ("a1", 100.5, 30), ("a2", 7, day), ("total", "=B2+B3", "")], "b": [HEAD]}
    packed = [
        *(content for name, content in FILES.items() if name in ("a.xlsx", "a.ods", "a.zip")),
        workbook(rows),
        formatted(("a", 1.5, 1.5, 30), formats={1: '0.0"万元"', 2: "[$HK$-C04]#,##0.00"}),
    ]
    small = (TAPES[name]() for name in TAPES if name in _SMALL)
    text = [FILES["a.csv"], FILES["a.txt"], *small]
    for file in sorted((DATA / "samples").glob("*.csv")):
        text.append(b"".join(file.read_bytes().splitlines(keepends=True)[:12]))
    doors = range(len(_DOORS))
    return [
        *(bytes([0, door]) + content for content in text for door in doors),
        *(bytes([1, door]) + FILES["a.parquet"] for door in doors),
        *(bytes([2, door]) + FILES["a.zip"] for door in doors),
        *(bytes([3, door]) + _parts(content) for content in packed for door in doors),
    ]


_SMALL = ("exponents.csv", "control_signs.csv", "bidirectional.csv")


def _settings(data: bytes) -> None:
    """Read a mapping, rules, fees and agencies; what is taken can be kept and read again."""
    text = data.decode("utf-8", "surrogatepass") if _is_text(data) else data.decode("latin-1")
    with contextlib.suppress(PlacementError):
        saved = load_mapping(text)
        kept = load_mapping(save_mapping(saved).encode().decode())
        # What holds somebody's number is not kept.
        columns = {name: to for name, to in saved.columns.items() if not holds_a_number(to)}
        assert kept == replace(saved, columns=columns)
    refused(lambda: _rules(read_policy_rows(data, filename="a.json")))
    refused(lambda: fee_terms(parse_fees(data, name="a")))
    refused(lambda: api.bill_contract_in(data, name="a"))
    refused(lambda: read_takers(data, filename="a.toml", sectors=LIBRARY.sectors))


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


SETTINGS = (
    b"""{"version": 2, "columns": {"balance": "Amount", "as_of": ""}, "sector": "telecom",
    "creditor_type": "private", "meaning": {"sheets": ["a"], "header_row": 2, "encoding": "big5",
    "decimal": "comma", "unit": "cents", "dates": "day-first", "age_unit": "days", "rate": 7.1,
    "bills": "add", "confirmed": ["x"]}}""",
    b"""by_age = [{ from = 0, to = 6, rate = 0.18 }, { from = 6, rate = 0.3 }]
by_balance = [{ from = 0, points = 0.01 }]
bonuses = [{ chance = 0.5, points = 0.02, share = 0.1 }]
age_when = "cash"
tail_months = 3
minimum_per_lot = 100
""",
    b"[[agency]]\nagency = 'A'\nmove = 'any'\nshare = 50\nsectors = 'telecom'",
    b'{"rules": [{"if": {"sector": ["telecom"], "over_days": 30}, "then": "place"}]}',
)
"""One that is taken of each kind."""


def _settings_seeds() -> list[bytes]:
    texts = [text.encode("utf-8", "surrogatepass") for text in MAPPINGS.values()]
    return [*SETTINGS, (DATA / "samples" / "bill_contract.toml").read_bytes(), *texts]


def _scenario(data: bytes) -> None:
    """Read a scenario as a file, as a link, and out of the store that links open."""
    text = data.decode("utf-8", "replace")
    store = _store()
    refused(lambda: store.links.follow(text))
    if (said := refusal(lambda: api.read_scenario_file(text))) is not None:
        assert is_plain_text(said, lines=True)
        return
    read = api.read_scenario_file(text)
    again = api.read_scenario_file(api.scenario_file_text(read))
    assert again.scenario == read.scenario
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    kept = store.scenarios.save(read, at=now)
    word = store.links.make(kept.id, kept.revision, at=now)
    assert store.links.follow(word).file.scenario == read.scenario
    store.scenarios.forget(kept.id)


@cache
def _store() -> Store:
    return open_store("sqlite://")


SCENARIO = """{"version": 2, "name": "a", "author": "b", "note": "c",
"library": {"version": "77b9", "model": "2", "had": {"tax.income_tax_rate": 0.25, "gone.x": 1}},
"values": {"tax.income_tax_rate": 0.15, "gone.x": 1}, "stance": "profit_seeking",
"bands": {"age": [1, 3], "balance": [1000]}, "fees": {"tail_months": 3},
"ranges": {"tax.income_tax_rate": {"low": 0.1, "high": 0.2, "source": "s"}},
"together": [{"numbers": ["tax.income_tax_rate"], "correlation": [[1]], "errors": [0.1],
"scales": ["logit"]}], "book": {"name": "n", "digest": "d", "accounts": 9, "total": 1.5,
"as_of": "2026-10-31"}, "mapping": {"version": 2, "columns": {"balance": "x"}}}"""


def _scenario_seeds() -> list[bytes]:
    files = sorted((DATA / "samples" / "scenarios").glob("*.json"))
    texts = [text.encode("utf-8", "replace") for text in MAPPINGS.values()]
    word = b"AbcdefghijklmnopqrstuvW"
    return [SCENARIO.encode(), b'{"version": 1}', word, *(f.read_bytes() for f in files), *texts]


def _assumptions(data: bytes) -> None:
    """Lay a file over the library."""
    refused(lambda: lay_over(LIBRARY, parse_overlay(data, name="a")))


NUMBERS = b"""
[tax]
income_tax_rate = { value = 0.2, low = 0.1, high = 0.3, source = "s", note = "n" }
[new]
based_on = "telecom"
[telecom]
source = "all"
debtor.easy_share = 0.5
[[together]]
numbers = ["tax.income_tax_rate", "telecom.debtor.easy_share"]
correlation = [[1, 0.2], [0.2, 1]]
errors = [0.1, 0.1]
scales = ["logit", "plain"]
"""


def _assumption_seeds() -> list[bytes]:
    return [NUMBERS, b"[tax]\nincome_tax_rate = 0.2\n", *ASSUMPTIONS.values()]


TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "tapes": Target(_tape, _tapes),
        "settings": Target(_settings, _settings_seeds),
        "scenarios": Target(_scenario, _scenario_seeds),
        "assumptions": Target(_assumptions, _assumption_seeds),
    }
)
"""By the name it is asked for."""

WORDS: Sequence[str] = (
    "version", "columns", "meaning", "values", "stance", "bands", "fees", "ranges", "together",
    "numbers", "correlation", "errors", "scales", "book", "mapping", "library", "had", "as_of",
    "telecom", "tax.income_tax_rate", "based_on", "[[agency]]", "[[together]]", "nan", "inf",
    "1e999", "-0", "\\ud800", "\\u0000", "balance", "days past due", "account_id", "sector",
    "status", "currency", "paid on", "余额", "逾期天数", "万元", "2026-01-31", "31.01.2026",
    "<row r=", "<c r=", "<v>", "<f>", "t=s", "<si><t>", "numFmt", "table:number-rows-repeated=",
    "office:value-type=", "date1904", "uniqueCount=", "sep=;", "1.234,50", "(1)", "%",
)  # fmt: skip
"""Words that readers look for, and that chance would not write."""

"""Tables that are filled in: what one language calls a column or a word, every reader knows."""

import io

import pandas as pd
import pytest

from placement import api
from placement.api.bid_lots_file import HEADINGS as OF_LOTS
from placement.api.lists_agencies import AGENCY_COLUMNS, AGENCY_HEADINGS
from placement.assume.library import load_library
from placement.decide.bid.results import COMMISSIONS, TENDERS
from placement.decide.mix.columns import FLAGS, NAMES, NUMBERS
from placement.domain.language import LANGUAGES, catalogue
from placement.domain.text import language
from placement.domain.types import AGENCY_OPTIONS
from placement.report.forms import form_csv, form_names
from placement.tape.columns import normalise
from placement.ui.bid.lots import lots_table
from placement.ui.bid.past import template
from placement.ui.contracts.table import COLUMNS, file_table, frame_of

LIBRARY = load_library()
CODES = sorted(LANGUAGES)
SECTORS = {name: name for name in LIBRARY.sectors}


def headings(content: bytes) -> list[str]:
    return list(pd.read_csv(io.BytesIO(content), dtype=str).columns)


@pytest.mark.parametrize("code", CODES)
def test_a_heading_is_known_to_the_reader_as_its_own_column(code: str) -> None:
    of_contracts = {name: each.headings for name, each in NUMBERS.items()} | NAMES | FLAGS
    with language(catalogue(code)):
        said = form_names()
    for name in AGENCY_COLUMNS:
        assert {normalise(key): value for key, value in AGENCY_HEADINGS.items()}[
            normalise(said[name])
        ] == name
    for name in COLUMNS:
        known = (name, *of_contracts[name].split(" | "))
        assert normalise(said[name]) in map(normalise, known), name
        others = [
            normalise(heading)
            for other, names in of_contracts.items()
            if other != name
            for heading in (other, *names.split(" | "))
        ]
        assert normalise(said[name]) not in others, name
    for name, known in OF_LOTS.items():
        assert normalise(said[name]) in known, name
    assert said["commission"] in COMMISSIONS
    assert said["tender"] in TENDERS


def test_none_of_them_is_english_in_chinese() -> None:
    with language(catalogue("zh")):
        said = form_names()
    assert [
        name for name in (*AGENCY_COLUMNS, *COLUMNS, *OF_LOTS, "tender") if said[name].isascii()
    ] == []


@pytest.mark.parametrize("code", CODES)
def test_agencies_come_back_as_they_were(code: str) -> None:
    takers = (
        api.Taker(name="甲", moves=AGENCY_OPTIONS[:2], sectors=("telecom",), share=1.5),
        api.Taker(name="B", capacity_accounts=0, capacity_balance=100.25, share=2),
        api.Taker(name="C", capacity_accounts=7, minimum_accounts=3, share=0),
    )
    with language(catalogue(code)):
        content = form_csv(pd.DataFrame(api.takers_table(takers)))
    assert api.read_takers(content, filename="a.csv", sectors=LIBRARY.sectors) == takers
    if code == "zh":
        assert headings(content)[:3] == ["机构", "承接手别", "户数上限"]
        assert "不限" in content.decode("utf-8-sig")
        assert "首次委外;二次委外" in content.decode("utf-8-sig")


@pytest.mark.parametrize("code", CODES)
def test_contracts_come_back_as_they_were(code: str, project) -> None:
    """Locks, yes and no, sectors and creditor types are words of the language too."""
    sample = project / "data" / "samples" / "contracts.csv"
    found = api.open_contracts(sample, filename="contracts.csv", assumptions=LIBRARY)
    table = file_table(frame_of(found.contracts))
    table.loc[table.index[0], "locked"] = "in"
    table.loc[table.index[1], "locked"] = "out"
    plain = api.open_contracts(
        form_csv(table), filename="contracts.csv", assumptions=LIBRARY
    ).contracts
    with language(catalogue(code)):
        content = form_csv(table)
    back = api.open_contracts(content, filename="contracts.csv", assumptions=LIBRARY).contracts
    again = file_table(frame_of(back))
    pd.testing.assert_frame_equal(again, file_table(frame_of(plain)))
    assert set(again["locked"]) == {"", "in", "out"}
    if code == "zh":
        text = content.decode("utf-8-sig")
        assert "户均余额" in headings(content)
        assert "必选" in text
        assert "bank_card," not in text


@pytest.mark.parametrize("code", CODES)
def test_lots_come_back_as_they_were(code: str, project) -> None:
    sample = project / "data" / "samples" / "contracts.csv"
    rows = api.read_lots(sample, filename="contracts.csv", sectors=SECTORS).rows
    with language(catalogue(code)):
        content = form_csv(lots_table(rows))
    back = api.read_lots(content, filename="lots.csv", sectors=SECTORS)
    assert back.unused == ()
    assert lots_table(back.rows).equals(lots_table(rows))
    if code == "zh":
        assert headings(content)[:3] == ["标包", "行业", "户数"]


@pytest.mark.parametrize("code", CODES)
def test_past_results_come_back_as_they_were(code: str) -> None:
    from placement.decide.bid.results import past_results
    from placement.tape.read import read_table

    with language(catalogue(code)):
        content = form_csv(template())
    found = past_results(read_table(content, filename="past.csv", keep=(*COMMISSIONS, *TENDERS)))
    assert found.commission.tolist() == template()["commission"].tolist()
    assert list(found.tender) == template()["tender"].tolist()

"""Headings of exported tables: in the reader's language, and read back in every one."""

import datetime as dt
import io
from pathlib import Path

import pandas as pd
import pytest

from placement import api
from placement.assume.library import load_library
from placement.decide.rules.table import CONDITIONS, THEN
from placement.domain.errors import PlacementError
from placement.domain.language import catalogue
from placement.domain.text import as_now, language
from placement.report.files import as_csv, as_xlsx
from placement.report.headings import (
    cell_names,
    heading_names,
    in_readers_language,
    known_headings,
    known_moves,
)
from placement.report.lists_files import LIST_COLUMNS, list_columns, list_files
from placement.report.policy_files import policy_table, read_policy_rows
from placement.tape.columns import field_of, normalise
from placement.tape.fields import FIELDS
from placement.words.names import option_names
from tests.chinese import faults

LIBRARY = load_library()
DAY = dt.date(2025, 12, 31)
SAMPLE = Path(__file__).parents[2] / "data" / "samples" / "mixed_book.csv"


@pytest.fixture(scope="module")
def ranked() -> api.BookRanking:
    rows = pd.read_csv(SAMPLE).iloc[:400]
    content = rows.to_csv(index=False).encode()
    return api.rank_tape(content, filename="book.csv", assumptions=LIBRARY, as_of=DAY)


def read(content: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)


def test_english_has_the_names_of_the_interface() -> None:
    table = pd.DataFrame({"best": ["sale"], "sector": ["bank_card"], "own": [1]})
    assert in_readers_language(table) is table
    assert list(read(as_csv(table)).columns) == ["best", "sector", "own"]


def test_chinese_has_names_of_its_own() -> None:
    """Keys too; a heading that somebody chose stays, and a table that is read back as it is."""
    table = pd.DataFrame({"best": ["sale"], "sector": ["bank_card"], "own": [1], "balance": [2.5]})
    with language(catalogue("zh")):
        said = read(as_csv(table, keep=["balance"]))
        whole = read(as_csv(table, keep=None))
        sheet = pd.read_excel(io.BytesIO(as_xlsx(table)), dtype=str, engine="calamine")
        late = as_now(lambda: as_csv(table))
    assert said.to_dict("list") == {
        "最优方案": ["转让"], "行业": ["银行信用卡"], "own": ["1"], "balance": ["2.5"],
    }  # fmt: skip
    assert list(whole.columns) == list(table.columns)
    assert list(sheet.columns) == ["最优方案", "行业", "own", "欠款余额"]
    # A button makes its file when it is pressed, where no language is set.
    assert list(read(late()).columns) == list(sheet.columns)


def test_every_heading_is_another_one_in_chinese() -> None:
    with language(catalogue("zh")):
        said = heading_names()
    assert [name for name, text in said.items() if text == name] == []
    assert len(said) > 200


def test_a_heading_that_a_tape_knows_is_read_as_itself() -> None:
    """And one that is no field of a tape as none."""
    with language(catalogue("zh")):
        said = heading_names()
    for name in LIST_COLUMNS:
        found = field_of(said[name])
        assert (found[0] if found else None) == (name if name in FIELDS else None), name


def test_what_any_language_calls_a_column_is_known() -> None:
    known = known_headings()
    for code in ("en", "zh"):
        with language(catalogue(code)):
            said = heading_names()
            for name in (*CONDITIONS, THEN, *LIST_COLUMNS):
                assert known[normalise(said[name])] == name
            for key, text in cell_names("then").items():
                assert known_moves()[normalise(text)] == key


def test_a_wrong_cell_of_rules_is_told_as_the_reader_writes_it(ranked: api.BookRanking) -> None:
    """Also a creditor type and a move by their Chinese names, which are right."""
    book = api.policy_book(ranked, None)
    with language(catalogue("zh")):
        head = heading_names()
        top = ",".join(head[each] for each in ("sector", "creditor_type", "over_days", THEN))
        for row in (
            "银行信用卡,股份制,,飞天",
            "银行信用卡,外星,,自行催收",
            "火星,,,自行催收",
            ",,7,等待",
        ):
            rows = read_policy_rows(f"{top}\n{row}\n".encode(), filename="r.csv")
            with pytest.raises(PlacementError) as caught:
                api.changed_policy(rows, book, LIBRARY)
            assert faults(str(caught.value)) == []
        right = f"{top}\n银行信用卡,股份制,,等待\n".encode()
        rows = read_policy_rows(right, filename="r.csv")
        assert [rule.move for rule in api.changed_policy(rows, book, LIBRARY).rules] == ["wait"]


@pytest.mark.parametrize("code", ["en", "zh"])
def test_a_list_is_ranked_as_the_book_it_is_of(ranked: api.BookRanking, code: str) -> None:
    """The accounts, balances, ages and sectors of a list are those of the tape, in any language."""
    plans = api.best_plans(ranked.ranking, LIBRARY)
    lists = api.work_lists(ranked, plans)
    with language(catalogue(code)):
        files = list_files(lists)
        chosen = list_files(lists, columns=list_columns("account_id=Nr,balance=Betrag"))
    name, content = next(iter(files.items()))
    again = api.open_tape(content, filename=name, assumptions=LIBRARY).tape
    own = lists.lists[0].accounts
    assert again.account_id.tolist() == ranked.book.tape.account_id[own].tolist()
    assert again.balance.sum() == pytest.approx(ranked.book.tape.balance[own].sum())
    assert again.sector.texts().tolist() == ranked.book.tape.sector.texts()[own].tolist()
    assert abs(again.age - ranked.book.tape.age[own]).max() < 0.02
    assert list(read(chosen[name]).columns) == ["Nr", "Betrag"]


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_policy_is_read_back_in_the_language_it_was_written(
    ranked: api.BookRanking, code: str, ending: str
) -> None:
    book = api.policy_book(ranked, None)
    found = api.value_policy(api.find_policies(book, 6).policy(6), book)
    write = as_csv if ending == "csv" else as_xlsx
    with language(catalogue(code)):
        content = write(policy_table(found))
    rows = read_policy_rows(content, filename=f"rules.{ending}")
    again = api.value_policy(api.changed_policy(rows, book, LIBRARY), book)
    assert [rule.move for rule in again.policy.rules] == [r.move for r in found.policy.rules]
    assert again.total == pytest.approx(found.total, abs=0.01)
    assert (again.rule == found.rule).all()


def test_options_have_columns_of_their_own() -> None:
    with language(catalogue("zh")):
        said, names = heading_names(), option_names()
        for option, name in names.items():
            assert name in said[f"net_{option.value}"]
            assert name in said[f"with_follow_up_{option.value}"]

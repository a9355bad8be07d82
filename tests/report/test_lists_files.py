"""Work lists as files: what is in them, what is not, and that all are written or none."""

import io
import stat
import zipfile
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from placement import api
from placement.assume.library import load_library
from placement.decide.lists.work import WorkList, WorkLists, next_day
from placement.decide.timing.plans import FIRST_MOVES
from placement.domain.errors import InputError
from placement.report.files import as_zip, write_folder
from placement.report.lists_files import CONTROL, file_names, list_columns, list_files
from placement.report.lists_words import list_notes

LIBRARY = load_library()

ROWS = (
    "account_id,debtor_id,sector,balance,days_past_due,placements,姓名,手机号,region,placed_with\n"
    "{rows}"
)


def tape(rows: int = 60) -> bytes:
    """Return a tape with names and phones, formulas for regions, and debtors of two accounts."""
    lines = []
    for row in range(rows):
        held = ("", "", "Harbour", "", "北方机构")[row % 5] if row % 2 else ""
        lines.append(
            f"A{row:03d},D{row // 2},bank_card,{8_000 + 397.31 * row:.2f},{60 + 17 * row},"
            f"{row % 3},王小明,1380013{row:04d},=1+{row},{held}"
        )
    return ROWS.format(rows="\n".join(lines)).encode()


@pytest.fixture(scope="module")
def lists() -> WorkLists:
    """A small book whose placements two agencies share."""
    ranked = api.rank_tape(tape(), filename="book.csv", assumptions=LIBRARY, as_of=DAY)
    plans = api.best_plans(ranked.ranking, LIBRARY)
    return api.work_lists(
        ranked, plans, takers=(api.Taker(name="Ä/b: 甲"), api.Taker(name="Northgate"))
    )


DAY = pd.Timestamp("2026-01-31").date()


def read(content: bytes) -> pd.DataFrame:
    """Return a CSV as texts."""
    return pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8-sig")


def test_every_account_is_in_one_file_and_the_control_sheet_adds_up(lists: WorkLists) -> None:
    """Counts, sums to the cent, hashes of the very bytes."""
    files = list_files(lists)
    *names, last = files
    control = read(files[last])
    assert last == f"{CONTROL}.csv"
    assert control["file"].tolist() == [*names, "total"]
    accounts: list[str] = []
    for name, row in zip(names, control.to_dict("records"), strict=False):
        content = read(files[name])
        accounts += content["account_id"].tolist()
        assert len(content) == int(row["accounts"])
        assert sum(map(_cents, content["balance"])) == _cents(row["balance"])
        assert row["sha256"] == sha256(files[name]).hexdigest()
    assert sorted(accounts) == sorted(lists.tape.account_id.tolist())
    total = control.iloc[-1]
    for column in ("balance", "expected_net"):
        assert sum(map(_cents, control[column][:-1])) == _cents(total[column])
    assert _cents(total["balance"]) == round(100 * float(lists.tape.balance.sum()))


def _cents(text: str) -> int:
    return round(float(text) * 100)


def test_an_agencys_file_says_nothing_of_the_creditors_plan(lists: WorkLists) -> None:
    """No net and no next step; a day to begin and a day to give back."""
    files = list_files(lists)
    placed = [name for name in files if name.startswith("agency_")]
    assert placed
    for name in placed:
        headings = set(read(files[name]).columns)
        assert {"begin_by", "until"} <= headings
        assert set(read(files[name])["begin_by"]) == {"2026-02-28"}
        assert not headings & {"then", "expected_net", "net", "姓名", "手机号"}
    assert all("王小明" not in content.decode("utf-8-sig") for content in files.values())
    assert "then" in read(files["placed_now-Harbour.csv"]).columns


def test_what_an_agency_has_stays_with_it(lists: WorkLists) -> None:
    """In a list of its own under the agency's name, in none of those to be placed."""
    held = {each.agency: each for each in lists.lists if each.action == "placed_now"}
    assert set(held) == {"Harbour", "北方机构"}
    assert lists.tape.placed_now[np.concatenate([x.accounts for x in held.values()])].all()
    for each in lists.lists:
        if each.action != "placed_now":
            assert not lists.tape.placed_now[each.accounts].any()


def test_who_is_asked_from_two_sides_is_counted() -> None:
    """Once more by another agency; not by the one that has the debtor's other account."""
    ranked = api.rank_tape(tape(), filename="book.csv", assumptions=LIBRARY, as_of=DAY)
    plans = api.best_plans(ranked.ranking, LIBRARY)
    holders = ranked.book.tape.placed_with.texts()
    for taker in ("Harbour", "Northgate"):
        found = api.work_lists(ranked, plans, takers=(api.Taker(name=taker),))
        placed = np.concatenate([x.accounts for x in found.lists if x.is_placement])
        # Two rows in a row are of one debtor.
        others = [holders[place ^ 1] for place in placed.tolist()]
        assert found.asked_twice == sum(each not in (None, "", taker) for each in others) > 0
        assert taker == "Northgate" or taker in others


def test_a_debtors_accounts_go_where_one_of_them_is_already() -> None:
    """Whatever the shares say, and it is told; a name written otherwise is the same agency."""
    ranked = api.rank_tape(tape(), filename="book.csv", assumptions=LIBRARY, as_of=DAY)
    plans = api.best_plans(ranked.ranking, LIBRARY)
    holders = ranked.book.tape.placed_with.texts()
    takers = (api.Taker(name="HARBOUR", share=1), api.Taker(name="Northgate", share=99))
    found = api.work_lists(ranked, plans, takers=takers)
    agency = {
        place: each.agency
        for each in found.lists
        if each.is_placement
        for place in each.accounts.tolist()
    }
    # Two rows in a row are of one debtor.
    with_harbour = [place for place in agency if holders[place ^ 1] == "Harbour"]
    assert len(with_harbour) > 1
    assert {agency[place] for place in with_harbour} == {"HARBOUR"}
    assert found.split is not None
    assert found.split.with_holder == len(with_harbour)
    assert any(
        "of their debtor already" in note and f"{len(with_harbour)} accounts" in note
        for note in list_notes(found)
    )


def test_a_recall_is_on_the_day_of_the_first_step_that_is_no_wait(lists: WorkLists) -> None:
    """Read from the plan itself."""
    ranked_plans = lists.actions
    for then, months, now in zip(
        ranked_plans.then, ranked_plans.in_months, ranked_plans.now, strict=True
    ):
        if now == "placed_now":
            assert then not in ("wait", "stop")
            assert (then == "") == bool(np.isnan(months))


def test_a_formula_is_harmless(lists: WorkLists) -> None:
    """What a spreadsheet would run starts with an apostrophe."""
    content = read(list_files(lists)[next(iter(list_files(lists)))])
    assert content["region"].str.startswith("'=").all()


def test_columns_are_chosen_and_named(lists: WorkLists) -> None:
    """In the order given."""
    columns = list_columns("balance=欠款, account_id=账号,until=退案日")
    files = list_files(lists, columns=columns)
    name = next(name for name in files if name.startswith("agency_"))
    assert read(files[name]).columns.tolist() == ["欠款", "账号", "退案日"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("account_id", "lacks balance"),
        ("balance", "lacks account_id"),
        ("account_id,balance,phone", "got 'phone'"),
        ("account_id,balance,balance", "got 'balance'"),
        ("account_id=x,balance=x", "one heading for two columns: x"),
        ("", "lacks account_id, balance"),
    ],
)
def test_a_template_without_what_is_needed_is_refused(asked: str, said: str) -> None:
    """By name."""
    with pytest.raises(InputError, match=said):
        list_columns(asked)


def test_personal_columns_come_only_when_asked_for(lists: WorkLists) -> None:
    """By heading; each beside its own account, and named as personal."""
    more = api.more_columns(
        lists.tape, tape(), filename="book.csv", headings=("手机号", "debtor_id", "姓名")
    )
    assert more.personal == ("手机号", "姓名")
    files = list_files(lists, more=more.table)
    for name, content in files.items():
        if name.startswith(CONTROL):
            continue
        for row in read(content).to_dict("records"):
            number = int(row["account_id"][1:])
            assert row["手机号"] == f"1380013{number:04d}"
            assert row["debtor_id"] == f"D{number // 2}"
            assert row["姓名"] == "王小明"
    with pytest.raises(InputError, match="does not have: phone"):
        api.more_columns(lists.tape, tape(), filename="book.csv", headings=("phone",))
    with pytest.raises(InputError, match="balance is a heading of the lists already"):
        list_files(lists, more=more.table.rename(columns={"姓名": "balance"}))
    with pytest.raises(InputError, match="no longer the file"):
        api.more_columns(lists.tape, tape(5), filename="book.csv", headings=("姓名",))


def test_a_heading_like_that_of_a_hidden_column_stays(lists: WorkLists) -> None:
    """A column is hidden from an agency for what it says, not for what another is called."""
    columns = list_columns("account_id,balance,until=then")
    files = list_files(lists, columns=columns)
    name = next(name for name in files if name.startswith("agency_"))
    assert read(files[name]).columns.tolist() == ["account_id", "balance", "then"]
    more = pd.DataFrame({"then": ["call first"] * len(lists.tape)})
    files = list_files(lists, columns=list_columns("account_id,balance"), more=more)
    assert set(read(files[name])["then"]) == {"call first"}


def test_names_of_files_are_safe_and_differ() -> None:
    """Scripts stay, paths go, and names that become the same are numbered."""
    names = ["北方催收（上海）", "../../etc/pw", "A/B", "A\\B", "a:b", "x" * 300, "CON.", "\u202ex"]
    lists = [one_list(name) for name in names]
    made = file_names(lists, ending=".csv")
    assert made[0] == "agency_1-北方催收（上海）.csv"
    assert made[2:5] == ["agency_1-A_B.csv", "agency_1-A_B (2).csv", "agency_1-a_b (3).csv"]
    assert len({name.casefold() for name in made}) == len(names)
    for name in made:
        assert Path(name).name == name
        assert len(name.encode()) < 255
        assert not set(name) & set('<>:"/\\|?*\u202e')
    assert made[6] == "agency_1-CON.csv"


def one_list(agency: str) -> WorkList:
    """Return a list of one account for an agency."""
    return WorkList(
        action="agency_1",
        agency=agency,
        accounts=np.zeros(1, dtype=np.int64),
        balance=1.0,
        expected_net=0.0,
        mean_age=1.0,
    )


def test_a_workbook_holds_the_same(lists: WorkLists) -> None:
    """Accounts and balances of each list."""
    csv, xlsx = list_files(lists), list_files(lists, ending=".xlsx")
    for name in list(csv)[:-1]:
        book = pd.read_excel(io.BytesIO(xlsx[name.replace(".csv", ".xlsx")]), engine="calamine")
        assert book["account_id"].tolist() == read(csv[name])["account_id"].tolist()
        assert book["balance"].tolist() == read(csv[name])["balance"].astype(float).tolist()
    with pytest.raises(InputError, match="csv or xlsx; got doc"):
        list_files(lists, ending=".doc")


def test_the_zip_holds_every_file_and_is_the_same_again(lists: WorkLists) -> None:
    """Byte for byte."""
    files = list_files(lists)
    packed = as_zip(files)
    assert packed == as_zip(list_files(lists))
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == files


def test_all_files_are_written_or_none(tmp_path: Path) -> None:
    """A name that cannot be written leaves no folder and nothing beside it."""
    with pytest.raises(InputError, match="cannot be written"):
        write_folder(tmp_path / "out", {"a.csv": b"1", "no/such/folder.csv": b"2"})
    assert list(tmp_path.iterdir()) == []
    write_folder(tmp_path / "out", {"a.csv": b"1", "b.csv": b"2"})
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.csv", "b.csv"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    usual = tmp_path / "usual"
    usual.mkdir()
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out", usual)}
    assert len(modes) == 1


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """A folder with something in it stays as it is; an empty one is taken."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "sent.csv").write_text("1")
    with pytest.raises(InputError, match="is there already and not empty"):
        write_folder(tmp_path / "full", {"sent.csv": b"2"})
    assert (tmp_path / "full" / "sent.csv").read_text() == "1"
    with pytest.raises(InputError, match="is there already"):
        write_folder(tmp_path / "full" / "sent.csv", {"a.csv": b"2"})
    (tmp_path / "empty").mkdir()
    write_folder(tmp_path / "empty", {"a.csv": b"1"})
    assert (tmp_path / "empty" / "a.csv").read_bytes() == b"1"
    with pytest.raises(InputError, match="cannot be written"):
        write_folder(tmp_path / "none" / "out", {"a.csv": b"1"})


@pytest.mark.parametrize(
    ("months", "day"),
    [
        (0, "2026-01-31"),
        (1, "2026-02-28"),
        (2, "2026-03-31"),
        (11, "2026-12-31"),
        (25, "2028-02-29"),
    ],
)
def test_months_are_those_of_the_calendar(months: float, day: str) -> None:
    """The last day of a month stands for days that it does not have."""
    assert str(next_day(DAY, months)) == day
    assert next_day(None, months) is None


def test_without_numbers_or_a_day_rows_stand_in() -> None:
    """Said in the notes; nothing is made up."""
    from placement.report.lists_words import list_notes

    plain = b"sector,balance,days_past_due\n" + b"\n".join(
        b"telecom,%d,%d" % (100 + row, 200 + row) for row in range(8)
    )
    ranked = api.rank_tape(plain, filename="book.csv", assumptions=LIBRARY)
    found = api.work_lists(ranked, api.best_plans(ranked.ranking, LIBRARY))
    table = read(next(iter(list_files(found).values())))
    assert "row" in table.columns
    assert not {"account_id", "begin_by", "until"} & set(table.columns)
    assert len(list_notes(found)) == 2


def test_the_list_is_the_first_step_of_what_leads() -> None:
    """As `rank` says it, by account, and its sum to the cent."""
    ranked = api.rank_tape(Path("data/samples/software_retainage.csv"), assumptions=LIBRARY)
    followed = api.follow_up(ranked.ranking, LIBRARY)
    found = api.work_lists(ranked, api.best_plans(ranked.ranking, LIBRARY))
    moves = np.array(FIRST_MOVES)[followed.lead.first_move[ranked.segmentation.index]]
    for each in found.lists:
        # A wait without end is the end of all work.
        same = "wait" if each.action == "stop" else each.action
        assert set(moves[each.accounts].tolist()) == {same}
    assert found.expected_net == round(float(followed.lead.net @ ranked.ranking.accounts), 2)

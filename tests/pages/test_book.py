"""The book page: another book, its columns, its findings, its strata; and files that are wrong."""

import json
import math

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from placement import api
from placement.assume.library import load_library
from placement.domain.errors import InputError
from placement.tape.bands import Bands
from placement.tape.meaning import Meaning
from placement.ui import inputs
from placement.ui.book import content as book_view_content
from placement.ui.book import findings as book_view_findings
from placement.ui.charts.strata import SHOWN, strata_bars
from placement.words.markdown import plain
from placement.words.numbers import as_percent
from tests.hostile.test_markup import elements

GOOD = (
    "account_id,sector,balance,days_past_due\nAC-1001,telecom,120.50,200\nAC-1002,telecom,80,400\n"
)
DIRTY = """账号,行业,欠款余额,逾期天数,最后催收日期,截止日期
A-00001,telecom,100.00,100,2025-10-01,2025-12-31
账号,行业,欠款余额,逾期天数,最后催收日期,截止日期
A-00002,telecom,"1,234.50元",120,2025-10-01,2025-12-31
A-00003,telecom,-50.00,120,2025-10-01,2025-12-31
A-00004,telecom,0,120,2025-10-01,2025-12-31
A-00005,telecom,abc,120,2025-10-01,2025-12-31
A-00006,gymnasium,300.00,120,2025-10-01,2025-12-31
A-00007,telecom,40.00,120,2029-01-01,2025-12-31
A-00001,telecom,100.00,100,2025-10-01,2025-12-31
合计,,1824.50,,,
"""


def upload(app: AppTest, name: str, content: bytes | str) -> AppTest:
    """Bring a file to the page."""
    data = content.encode() if isinstance(content, str) else content
    turn = app.session_state["book_upload_turn"]
    app.file_uploader(key=f"book_upload_turn_{turn}").upload(name, data)
    return app.run()


def tile(app: AppTest, label: str) -> str:
    """Return a figure at the top of the page."""
    return next(metric.value for metric in app.metric if metric.label.startswith(label))


def words(app: AppTest) -> str:
    """Return all text and all cells of tables on the page."""
    texts = [part.value for part in (*app.markdown, *app.caption, *app.info, *app.error)]
    return "\n".join([*texts, *(frame.value.to_csv() for frame in app.dataframe)])


def frame(app: AppTest, column: str) -> pd.DataFrame:
    """Return the table on the page that has a column."""
    return next(table.value for table in app.dataframe if column in table.value.columns)


def is_sent(app: AppTest, *texts: str) -> bool:
    """Return whether one of some texts goes to the browser with the page."""
    sent = [proto.SerializeToString() for proto in elements(app._tree)]  # type: ignore[attr-defined]
    return any(text.encode() in each for text in texts for each in sent)


def test_the_page_opens_with_a_sample_and_says_so(desk) -> None:
    """Its figures are those of the library, called without a screen."""
    app = desk()
    book = api.open_tape(
        _sample("mixed_book.csv"), filename="mixed_book.csv", assumptions=load_library()
    )
    assert tile(app, "Accounts") == f"{len(book.tape):,}" == "5,000"
    assert tile(app, "Balance (CNY)") == f"{book.tape.balance.sum():,.0f}"
    assert tile(app, "Rows left out") == f"{len(book.tape.excluded)}"
    assert tile(app, "Cut-off date") == "2025-12-31"
    assert "sample" in app.info[0].value


@pytest.mark.parametrize(
    ("name", "accounts"),
    [
        ("bank_card.csv", "2,998"),
        ("telecom.csv", "20,000"),
        ("property_fee.xlsx", "1,200"),
        ("logistics.parquet", "600"),
        ("software_retainage.csv", "60"),
    ],
)
def test_another_sample_takes_its_place(desk, name: str, accounts: str) -> None:
    """In every dialect, and back again to the first."""
    app = desk()
    app.selectbox(key="book_sample").set_value(name).run()
    assert not app.exception
    assert not app.error
    assert tile(app, "Accounts") == accounts
    app.selectbox(key="book_sample").set_value("mixed_book.csv").run()
    assert tile(app, "Accounts") == "5,000"


def test_an_upload_becomes_the_book_and_its_bytes_are_dropped(desk) -> None:
    """The uploader starts anew, and another page finds the same book."""
    app = upload(desk(), "mine.csv", GOOD)
    assert (tile(app, "Accounts"), tile(app, "Balance (CNY)")) == ("2", "200")
    assert app.session_state["book_upload_turn"] == 1
    assert "mine\\.csv" in app.success[0].value
    assert app.selectbox(key="book_sample").value is None
    app.switch_page("pages/assumptions.py").run()
    app.switch_page("pages/book.py").run()
    assert tile(app, "Accounts") == "2"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.csv", b"", "is empty"),
        ("broken.xlsx", b"PK\x03\x04 not a workbook", "damaged"),
        ("not.xlsx", b"hello", "damaged"),
        ("old.xls", b"\xd0\xcf\x11\xe0 old", "Save it as"),
        ("bare.csv", b"account_id,sector,balance,days_past_due\n", "no rows"),
        ("broken.parquet", b"PAR1 nothing", "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_the_book_alone(desk, name, content, says) -> None:
    """One list of what is wrong, the old book below, and no traceback."""
    app = upload(desk(), name, content)
    assert not app.exception
    assert len(app.error) == 1
    assert says in app.error[0].value
    assert tile(app, "Accounts") == "5,000"
    # The next good file clears it.
    upload(app, "mine.csv", GOOD)
    assert not app.error
    assert tile(app, "Accounts") == "2"


def test_every_fault_of_a_dirty_file_is_named_and_the_good_rows_work(desk) -> None:
    """Two heading rows, text in numbers, negative, zero, unknown sector, future, twice, totals."""
    app = upload(desk(), "dirty.csv", DIRTY)
    assert not app.error
    assert tile(app, "Accounts") == "3"
    assert tile(app, "Balance (CNY)") == "1,374"
    assert tile(app, "Rows left out") == "7"
    why = sorted(frame(app, "why")["why"])
    assert why == sorted(
        [
            "a row of totals",
            "a second row of headings",
            "balance is no number",
            "balance of zero",
            "negative balance",
            "repeats another row",
            "unknown sector",
        ]
    )
    text = words(app)
    assert "amounts are written as text" in text
    assert "after the cut\\-off date" in text


def test_account_numbers_are_masked_on_the_screen_and_whole_in_the_download(desk) -> None:
    """The download is there to mend the rows."""
    app = upload(desk(), "dirty.csv", DIRTY)
    assert "A-00003" not in words(app)
    assert "••••003" in frame(app, "why")["account"].tolist()
    book = api.open_tape(DIRTY.encode(), filename="dirty.csv", assumptions=load_library())
    table = book_view_findings.excluded_table(book)
    assert "A-00003" in table["账号"].tolist()
    assert table["balance"].sum() == pytest.approx(book.tape.excluded.money)


def test_personal_data_is_never_shown(desk) -> None:
    """Neither from a column of names nor from a row whose cells cannot be told apart."""
    book = (
        "account_id,姓名,手机号,sector,balance,days_past_due\n"
        "X1,张三丰,13800138000,telecom,100,90\n"
        "X2,李四光,13900139000,telecom,1,234.50,90\n"
    )
    app = upload(desk(), "people.csv", book)
    assert tile(app, "Accounts") == "1"
    shown = words(app)
    assert "Personal columns were not read" in shown
    for secret in ("张三丰", "13800138000", "李四光", "13900139000"):
        assert secret not in shown
    checked = api.open_tape(book.encode(), filename="people.csv", assumptions=load_library())
    for table in (
        book_view_findings.excluded_table(checked),
        book_view_findings.findings_table(checked),
    ):
        assert "李四光" not in table.to_csv()


CARDS = "卡号,姓名,sector,balance,days_past_due\n" + "6222000011112222,张三丰,telecom,100,90\n" * 3


def test_a_card_number_can_be_chosen_as_the_account_number(desk) -> None:
    """Then repeats are found, other personal columns stay unread, and the choice can be undone."""
    app = upload(desk(), "cards.csv", CARDS)
    assert tile(app, "Accounts") == "3"
    assert "accounts that come twice are not found" in words(app)
    box = _box(app, "Account number")
    assert box.options[-2:] == ["卡号 (personal)", "姓名 (personal)"]
    assert "卡号 (personal)" not in _box(app, "Region").options
    box.set_value("卡号")
    app.button(key="apply_columns").click().run()
    assert not app.error
    assert tile(app, "Accounts") == "1"
    text = words(app)
    assert "accounts that come twice are not found" not in text
    assert "6222000011112222" not in text
    assert "张三丰" not in text
    _box(app, "Account number").set_value("")
    app.button(key="apply_columns").click().run()
    assert tile(app, "Accounts") == "3"


def test_a_saved_mapping_may_name_a_personal_column(desk) -> None:
    """Next month's file is read like this month's, and leaves nothing behind when it goes."""
    saved = json.dumps({"version": 1, "columns": {"account_id": "卡号"}})
    app = upload(desk(), "cards.csv", CARDS)
    key = app.session_state["book_intake"].content_key
    app.file_uploader(key="book_mapping_turn_0").upload("m.json", saved.encode())
    app.run()
    assert not app.error
    assert tile(app, "Accounts") == "1"
    assert "does not have" not in app.success[0].value
    assert book_view_content.held(key) == CARDS.encode()
    upload(app, "mine.csv", GOOD)
    with pytest.raises(InputError, match="no longer in memory"):
        book_view_content.held(key)


def test_a_file_too_large_to_hold_says_how_to_go_on(desk, monkeypatch) -> None:
    """The book stays open as it was."""
    monkeypatch.setattr(book_view_content, "LIMIT_MB", 0)
    app = upload(desk(), "cards.csv", CARDS)
    _box(app, "Account number").set_value("卡号")
    app.button(key="apply_columns").click().run()
    assert not app.exception
    assert "no longer in memory" in app.error[0].value
    assert tile(app, "Accounts") == "3"


def test_only_debts_count_as_debt_left_out(desk) -> None:
    """A row of totals is no missing money."""
    rows = "AC-1003,telecom,-5,200\nAC-1001,telecom,120.50,200\n合计,,195.5,\n"
    app = upload(desk(), "export.csv", GOOD + rows)
    assert (tile(app, "Rows left out"), tile(app, "Debt left out (CNY)")) == ("3", "0")
    text = words(app)
    assert "totals rows: 1 (196 CNY)" in text
    assert "credits, where you owe the debtor: 1 (−5 CNY)" in text
    assert "exact repeats of accounts in the book: 1" in text
    upload(app, "dirty.csv", DIRTY)
    assert tile(app, "Debt left out (CNY)") == "300"


def test_balances_no_debt_can_have_do_not_break_the_page(desk) -> None:
    """They are left out, and the rest has a sum."""
    app = upload(desk(), "huge.csv", GOOD + "AC-3,telecom,1e308,90\nAC-4,telecom,1e308,90\n")
    assert tile(app, "Balance (CNY)") == "200"
    assert "balance too large to be one" in set(frame(app, "why")["why"])


def test_a_heading_is_never_read_as_markdown(desk) -> None:
    """A link or a picture in a file stays text."""
    heading = "[win](http://example.org/x)"
    lines = [f"{line},{text}" for line, text in zip(GOOD.split(), (heading, "", ""), strict=True)]
    app = upload(desk(), "odd.csv", "\n".join(lines))
    assert tile(app, "Accounts") == "2"
    assert "\\[win\\]\\(http\\:\u200b//" in words(app)
    assert all(heading not in part.value for part in app.markdown)


def test_what_is_missing_is_mapped_by_hand(desk) -> None:
    """The file waits, the old book stays, and the choice opens it."""
    text = GOOD.replace("balance", "wert").replace("days_past_due", "tage")
    app = upload(desk(), "foreign.csv", text)
    assert "No column is the balance" in app.error[0].value
    assert "No column is an age" in app.error[0].value
    assert tile(app, "Accounts") == "5,000"
    _box(app, "Balance").set_value("wert")
    _box(app, "Days past due").set_value("tage")
    app.button(key="apply_columns").click().run()
    assert not app.error
    assert (tile(app, "Accounts"), tile(app, "Balance (CNY)")) == ("2", "200")
    matched = frame(app, "how").set_index("heading")["how"]
    assert matched["wert"] == "by hand"
    assert matched["sector"] == "by its heading"


HEADLESS = "张三丰,13812345678,5000,200\n李四光,13912345678,6000,300\n"


def test_a_row_of_data_is_not_offered_as_headings(desk) -> None:
    """Whoever it is about is in no list; how the file is read can be said, and then it opens."""
    app = upload(desk(), "headless.csv", HEADLESS)
    assert "seems to have no headings" in app.error[0].value
    assert "Balance" not in {box.label for box in app.selectbox}
    assert not is_sent(app, "张三丰", "13812345678")
    app.button(key="apply_columns").click().run()
    assert "seems to have no headings" in app.error[0].value
    assert not is_sent(app, "张三丰", "13812345678")


def test_what_stands_below_a_row_of_data_can_be_read(desk) -> None:
    late = "张三丰,13812345678,5000,200\nnummer,wert,tage,art\nAC-1,120.50,200,telecom\n"
    app = upload(desk(), "late.csv", late)
    assert "seems to have no headings" in app.error[0].value
    row = next(box for box in app.number_input if box.key.endswith("_meaning_header_row"))
    row.set_value(2)
    app.button(key="apply_columns").click().run()
    assert "No column is the balance" in app.error[0].value
    assert "wert" in _box(app, "Balance").options


def test_a_heading_with_somebodys_number_is_masked_in_the_lists(desk) -> None:
    """It can be chosen all the same, and is kept for no other file."""
    text = GOOD.replace("balance", "张三13812345678").replace("account_id", "张三13912345678")
    app = upload(desk(), "heading.csv", text)
    assert "张••••••••5678" in _box(app, "Balance").options
    assert "张••••••••5678 (2)" in _box(app, "Balance").options
    assert not is_sent(app, "13812345678", "13912345678")
    _box(app, "Balance").set_value("张三13812345678")
    app.button(key="apply_columns").click().run()
    assert tile(app, "Balance (CNY)") == "200"
    assert not is_sent(app, "13812345678")


def test_a_number_in_the_name_of_the_file_is_masked(desk) -> None:
    app = upload(desk(), "客户张三13812345678.csv", GOOD)
    assert "客••••••••5678\\.csv is open" in app.success[0].value
    for page in ("options", "lists", "scenarios", "book"):
        app.switch_page(f"pages/{page}.py").run()
        assert not is_sent(app, "13812345678"), page


def test_a_file_that_waits_can_be_forgotten(desk) -> None:
    """Nothing of it remains."""
    app = upload(desk(), "foreign.csv", GOOD.replace("balance", "wert"))
    app.button(key="forget_file").click().run()
    assert not app.error
    assert "forget_file" not in {button.key for button in app.button}
    assert tile(app, "Accounts") == "5,000"


def test_an_ambiguous_column_is_chosen_by_hand(desk) -> None:
    """The first candidate is used until the other one is taken."""
    text = "account_id,sector,欠款余额,金额,days_past_due\nA1,telecom,100,7,200\n"
    app = upload(desk(), "two.csv", text)
    assert tile(app, "Balance (CNY)") == "100"
    assert "could also be 金额" in frame(app, "how").to_csv()
    _box(app, "Balance").set_value("金额")
    app.button(key="apply_columns").click().run()
    assert tile(app, "Balance (CNY)") == "7"


def test_the_sector_a_file_speaks_of_is_chosen_in_advance(desk) -> None:
    """One press takes it, and another sector is one choice away."""
    app = upload(desk(), "物业欠费.csv", "房号,欠费金额,逾期天数\nA-1,3000,200\nA-2,1000,90\n")
    assert "It looks like property\\_fee" in app.error[0].value
    assert _box(app, "Sector if none is given").value == "property_fee"
    app.button(key="apply_columns").click().run()
    assert not app.error
    assert tile(app, "Accounts") == "2"


def test_sector_and_cut_off_date_are_asked_for_where_the_file_has_none(desk) -> None:
    """Ages from due dates need the one, valuation needs the other."""
    app = upload(desk(), "bare.csv", "account_id,balance,due_date\nA1,100,2025-01-31\n")
    assert 'box "Cut\\-off date" below' in app.error[0].value
    assert "as\\-of" not in app.error[0].value
    assert "No column is the sector" in app.error[0].value
    app.date_input[0].set_value(pd.Timestamp("2025-12-31").date())
    _box(app, "Sector if none is given").set_value("telecom")
    app.button(key="apply_columns").click().run()
    assert not app.error
    assert (tile(app, "Accounts"), tile(app, "Cut-off date")) == ("1", "2025-12-31")
    assert frame(app, "mean_age")["mean_age"].iloc[0] == pytest.approx(334 * 12 / 365, rel=1e-3)


def test_a_saved_mapping_is_used_again(desk) -> None:
    """Columns it names and the file lacks are told, not fatal."""
    saved = json.dumps({"version": 1, "columns": {"balance": "wert", "region": "land"}})
    app = upload(desk(), "foreign.csv", GOOD.replace("balance", "wert"))
    turn = app.session_state["book_mapping_turn"]
    app.file_uploader(key=f"book_mapping_turn_{turn}").upload("m.json", saved.encode())
    app.run()
    assert not app.error
    assert tile(app, "Balance (CNY)") == "200"
    assert "land" in app.success[0].value


def test_a_file_that_is_no_mapping_is_refused(desk) -> None:
    """It says what a mapping looks like."""
    app = desk()
    app.file_uploader(key="book_mapping_turn_0").upload("m.json", b"[1, 2]")
    app.run()
    assert not app.exception
    assert "A saved mapping is JSON" in app.error[0].value
    assert tile(app, "Accounts") == "5,000"


def test_bands_are_cut_as_typed_undone_and_reset(desk) -> None:
    """The strata follow at once."""
    app = desk()
    app.session_state["strata_by"] = "age"
    app.run()
    assert len(frame(app, "mean_age")) == 11
    app.text_input(key="bands_age").set_value("6，12").run()
    assert frame(app, "mean_age")["age"].tolist() == [
        "up to 180 days",
        "181 to 365 days",
        "over 1 year",
    ]
    app.button(key="bands_undo").click().run()
    assert len(frame(app, "mean_age")) == 11
    assert app.text_input(key="bands_age").value == "1, 2, 3, 4, 5, 6, 9, 12, 18, 24, 36, 60"
    app.button(key="bands_redo").click().run()
    app.button(key="bands_reset").click().run()
    assert app.session_state["scenario"].bands == Bands()


@pytest.mark.parametrize("typed", ["12, 6", "0, 6", "six", "1,000, 5,000", "-3", "inf"])
def test_bands_that_make_no_sense_change_nothing(desk, typed: str) -> None:
    """What was typed stays in the box, so that it can be mended."""
    app = desk()
    app.text_input(key="bands_balance").set_value(typed).run()
    assert not app.exception
    assert "stay as they were" in app.error[0].value
    assert app.text_input(key="bands_balance").value == typed
    assert "scenario" not in app.session_state or app.session_state["scenario"].bands == Bands()
    app.text_input(key="bands_balance").set_value("500, 5000").run()
    assert not app.error
    assert app.session_state["scenario"].bands.balance == (500.0, 5000.0)


@pytest.mark.parametrize("by", ["sector", "age", "balance", "placements", "limitation", "region"])
def test_every_count_adds_up_to_the_book(desk, by: str) -> None:
    """Accounts, and shares of the balance in percent."""
    app = desk()
    app.session_state["strata_by"] = by
    app.run()
    table = frame(app, "mean_age")
    assert table["accounts"].sum() == 5_000
    assert table["share"].sum() == pytest.approx(100)


def test_the_largest_strata_are_drawn_in_their_order() -> None:
    """A chart of a thousand bars says nothing; shares are of the whole, not of what is drawn."""
    size = SHOWN + 5
    strata = pd.DataFrame(
        {
            "region": [f"r{i}" for i in range(size)],
            "accounts": range(1, size + 1),
            "balance": [float(i) for i in range(size, 0, -1)],
            "mean_balance": 1.0,
            "mean_age": 1.0,
        }
    )
    by_balance = strata_bars(strata, by="region", measure="balance")
    assert by_balance["stratum"].tolist() == [f"r{i}" for i in range(SHOWN)]
    assert by_balance["share"].iloc[0] == pytest.approx(size / (size * (size + 1) / 2))
    by_accounts = strata_bars(strata, by="region", measure="accounts")
    assert by_accounts["stratum"].iloc[0] == "r5"


@pytest.mark.parametrize("text", ["http://a.b", "www.a.b", "me@a.b", ":smile:", "**x**", "`x`"])
def test_plain_text_reads_the_same_but_is_no_markup(text: str) -> None:
    """What is added cannot be seen: backslashes vanish, the space has no width."""
    made = plain(text)
    assert made.replace("\\", "").replace("\u200b", "") == text
    assert made != text


def test_percent_is_turned_once_and_without_dust() -> None:
    """0.07 is 7, not 7.000000000000001, and comes back as it was."""
    assert as_percent(0.07) == 7.0
    for share in (0.0, 0.07, 0.29, 1 / 3, 1.0):
        assert math.isclose(inputs.as_share(as_percent(share)), share, abs_tol=1e-12)


def test_edges_are_read_as_people_write_them() -> None:
    """With commas of both kinds, and back."""
    assert inputs.edges("3, 6，12;24 36、48") == (3.0, 6.0, 12.0, 24.0, 36.0, 48.0)
    assert inputs.edges_text((0.5, 3.0, 1000.0)) == "0.5, 3, 1000"
    with pytest.raises(InputError, match="six"):
        inputs.edges("3, six")


def _box(app: AppTest, label: str):
    return next(box for box in app.selectbox if box.label == label)


def _sample(name: str):
    from placement.ui.cached import SAMPLES

    return SAMPLES / name


OWN = "Konto;sector;Betrag;Tage\nA-1;telecom;100;200\nA-2;telecom;80;400\n"


def mapped(app: AppTest) -> AppTest:
    """Bring a file with headings nobody knows, and map them by hand."""
    upload(app, "october.csv", OWN)
    chosen = {"balance": "Betrag", "days_past_due": "Tage"}
    for field, heading in chosen.items():
        next(b for b in app.selectbox if (b.key or "").endswith(f"_{field}")).set_value(heading)
    return app.button(key="apply_columns").click().run()


def test_what_was_kept_is_offered_to_the_next_file_with_the_same_headings(desk) -> None:
    """Kept in October, used in November, and forgotten when asked."""
    app = mapped(desk("book"))
    assert tile(app, "Accounts") == "2"
    app.button(key="book_keep").click().run()
    assert "Kept for files with the same headings as october" in words(app)
    app = upload(desk("book"), "november.csv", OWN + "A-3;telecom;50;90\n")
    assert "you kept columns and answers for" in words(app)
    app.button(key="book_kept_use").click().run()
    assert tile(app, "Accounts") == "3"
    assert "you kept" not in words(app)
    app = upload(desk("book"), "december.csv", OWN)
    app.button(key="book_kept_forget").click().run()
    assert "Forgotten" in words(app)
    app = upload(desk("book"), "january.csv", OWN)
    assert "you kept" not in words(app)


def test_what_is_left_out_is_said_before_that_the_book_is_open(desk) -> None:
    """Two of three rows cannot be used."""
    app = upload(
        desk("book"), "b.csv",
        "account_id,sector,balance,days_past_due\nA,telecom,100,200\nB,gymnasium,70,200\n"
        "C,telecom,30,\n",
    )  # fmt: skip
    said = next(part.value for part in app.success)
    assert "66" in said.split("left out")[0]
    assert said.index("left out") < said.index("is open")


DOUBTFUL = (
    "account_id,sector,balance,账龄\nA,telecom,1000,95\nB,telecom,2000,120\n"
    "C,telecom,3000,200\nD,telecom,4000,300\n"
)


def test_a_doubt_shows_its_readings_with_what_hangs_on_them_and_takes_an_answer(desk) -> None:
    """Ages without a unit are taken as days; told otherwise, as months; and taken back."""
    app = upload(desk("book"), "b.csv", DOUBTFUL)
    (doubt,) = app.radio
    assert doubt.options == ["160 is 160 days", r"160 is 160 months, 13\.3 years"]
    assert doubt.value == 0
    said = words(app)
    assert "the book would leave" in said
    assert "best option would change for 4 accounts" in said
    days = frame(app, "mean_age")["mean_age"].tolist() if _has(app, "mean_age") else None
    doubt.set_value(1).run()
    assert not app.radio
    assert "You said of this file: Unit of the ages: months" in words(app).replace("\\", "")
    if days is not None:
        assert frame(app, "mean_age")["mean_age"].tolist() != days
    app.button(key="book_unsay").click().run()
    assert len(app.radio) == 1


def test_a_doubt_that_is_right_as_read_is_not_asked_again(desk) -> None:
    app = upload(desk("book"), "b.csv", DOUBTFUL)
    owed = tile(app, "Balance")
    app.button(key="book_confirm_age_unit_doubtful").click().run()
    assert not app.radio
    assert tile(app, "Balance") == owed
    assert "Unit of the ages: days" in words(app).replace("\\", "")


def _has(app: AppTest, column: str) -> bool:
    return any(column in table.value.columns for table in app.dataframe)


def test_a_decimal_sign_named_on_the_page_reads_as_the_command_does(desk) -> None:
    """Where the parser has made numbers of the amounts already, their digits are read again."""
    text = "account_id,sector,balance,days_past_due\nA,telecom,12.505,95\nB,telecom,3.1,120\n"
    told = api.open_tape(
        text.encode(), filename="b.csv", assumptions=load_library(),
        meaning=Meaning(decimal="comma"),
    ).tape.balance.sum()  # fmt: skip
    app = upload(desk("book"), "b.csv", text)
    next(b for b in app.selectbox if (b.key or "").endswith("_meaning_decimal")).set_value("comma")
    app.button(key="apply_columns").click().run()
    assert tile(app, "Balance") == f"{told:,.0f}" == "12,508"

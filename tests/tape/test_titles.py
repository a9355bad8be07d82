"""The cut-off date in a title or a file's name, where no row gives one."""

import datetime as dt
from io import BytesIO
from zipfile import ZipFile

import pytest

from placement.domain.errors import TapeError
from placement.tape.findings import Severity
from placement.tape.meaning import Meaning
from placement.tape.titles import date_in_name, date_in_titles

BOOK = "账号,欠款余额,到期日\na,5,2026-07-31\n"


@pytest.mark.parametrize(
    ("titles", "day"),
    [
        (["截至2026年10月31日"], (2026, 10, 31)),
        (["逾期明细表", "数据日期：2026-9-30"], (2026, 9, 30)),
        (["统计期间 2026/01/01-2026/10/31"], (2026, 10, 31)),
        (["制表日期 2026-11-05", "截至 2026-10-31"], (2026, 10, 31)),
        (["Overdue accounts as of 31 October 2026"], (2026, 10, 31)),
        (["As at Oct 31st, 2026"], (2026, 10, 31)),
        (["２０２６年２月逾期账户"], (2026, 2, 28)),
        (["2026年12月"], (2026, 12, 31)),
        (["逾期账户明细", "单位：万元"], None),
        (["2026年13月45日"], None),
        (["数据截至2026年9月30日　打印日期：2026年10月15日"], (2026, 9, 30)),
        (["打印日期：2026年10月15日 数据截至2026年9月30日"], (2026, 9, 30)),
        (["2026年9月30日截止，打印日期2026年10月15日"], (2026, 9, 30)),
        (["数据日期：2026-09-30 导出时间：2026-10-20 08:00"], (2026, 9, 30)),
        (["打印日期 2026-10-15", "2026-09-30"], (2026, 9, 30)),
        (["As of 2026-09-30, printed 2026-10-15"], (2026, 9, 30)),
        (["截至 2026-09-30 2026-10-15"], (2026, 9, 30)),
        (["截止日期 2026-01-01 至 2026-10-31"], (2026, 10, 31)),
        (["Stand: 31.12.2025"], (2025, 12, 31)),
        (["Stand 31.12.25"], (2025, 12, 31)),
        (["As of 12/31/2025"], (2025, 12, 31)),
    ],
)
def test_a_date_in_a_title(titles, day) -> None:
    found = date_in_titles(titles)
    assert (found.day if found else None) == (dt.date(*day) if day else None)
    assert not (found and found.printed)


def test_the_day_of_printing_alone_is_taken_and_warned_of(checked, findings) -> None:
    result = checked(f"打印日期：2026年10月31日,,\n{BOOK}")
    assert result.tape.as_of == dt.date(2026, 10, 31)
    assert findings(result)["as_of_in_title"].severity is Severity.WARNING


def test_a_title_that_could_be_two_days_is_asked_about(checked) -> None:
    text = "As of 05/04/2026,,\naccount_id,balance,due_date\na,5,2024-03-02\n"
    with pytest.raises(TapeError) as told:
        checked(text)
    (question,) = told.value.messages
    assert "05/04/2026 is 2026-04-05 (--dates day-first)" in question
    said = checked(text, meaning=Meaning(dates="month-first"))
    assert said.tape.as_of == dt.date(2026, 5, 4)
    own = text.replace("2024-03-02", "25/03/2024")
    assert checked(own).tape.as_of == dt.date(2026, 4, 5)


def test_the_name_of_an_archive_gives_it_too(checked, findings) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("book.csv", BOOK)
    result = checked(packed.getvalue(), filename="book_20261031.zip")
    assert result.tape.as_of == dt.date(2026, 10, 31)
    assert "book_20261031.zip" in findings(result)["as_of_in_name"].message


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("book_20261031.csv", (2026, 10, 31)),
        ("2026年10月逾期.xlsx", (2026, 10, 31)),
        ("委案_2026-10-15 (2).csv", (2026, 10, 15)),
        ("export20261031235959.csv", (2026, 10, 31)),
        ("tape_202609.parquet", (2026, 9, 30)),
        ("book.csv", None),
        ("case20261.csv", None),
        ("13820261031.csv", None),
        ("", None),
    ],
)
def test_a_date_in_a_file_s_name(name, day) -> None:
    assert date_in_name(name) == (dt.date(*day) if day else None)


def test_a_title_gives_the_cut_off_date_and_it_is_said(checked, findings) -> None:
    result = checked(f"截至2026年10月31日,,\n{BOOK}")
    assert result.tape.as_of == dt.date(2026, 10, 31)
    assert result.tape.age.tolist() == pytest.approx([92 * 12 / 365])
    found = findings(result)["as_of_in_title"]
    assert (found.severity, "2026-10-31" in found.message) == (Severity.NOTE, True)


def test_a_file_s_name_gives_it_where_no_title_does(checked, findings) -> None:
    result = checked(BOOK, filename="book_20261031.csv")
    assert result.tape.as_of == dt.date(2026, 10, 31)
    assert "as_of_in_name" in findings(result)
    other = checked(BOOK, filename="book_20261130.csv")
    assert other.tape.digest != result.tape.digest


def test_rows_and_the_user_go_before_title_and_name(checked) -> None:
    own = "截至2026年10月31日,,,\n账号,余额,到期日,截止日\na,5,2026-07-31,2026-09-30\n"
    assert checked(own).tape.as_of == dt.date(2026, 9, 30)
    said = dt.date(2026, 8, 31)
    assert checked(f"截至2026年10月31日,,\n{BOOK}", as_of=said).tape.as_of == said


def test_a_name_older_than_the_last_payment_is_no_cut_off_date(checked, findings) -> None:
    text = "余额,逾期天数,最后还款日\n5,90,2026-10-20\n"
    result = checked(text, filename="book_202609.csv")
    assert result.tape.as_of == dt.date(2026, 10, 20)
    assert "as_of_derived" in findings(result)


def test_a_title_older_than_the_last_payment_is_doubtful(checked, findings) -> None:
    result = checked("截至2026年9月30日,,\n余额,逾期天数,最后还款日\n5,90,2026-10-20\n")
    assert result.tape.as_of == dt.date(2026, 9, 30)
    assert findings(result)["as_of_in_title"].severity is Severity.WARNING


def test_without_any_date_it_is_asked_for(checked) -> None:
    with pytest.raises(TapeError, match="cut-off date"):
        checked(BOOK)

"""A small book written in any dialect is read back to the cent, or the reader asks."""

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from placement import api
from placement.domain.errors import TapeError
from placement.tape.findings import Severity
from placement.tape.meaning import Meaning, option_name

NUMBERS = api.assumptions_in_use()
DAY = dt.date(2026, 10, 31)
OPTIONS = ("--as-of", *map(option_name, Meaning.__dataclass_fields__))


def grouped(cents: int, thousands: str, decimal: str, *, bare: bool = False) -> str:
    """Return an amount; bare, a whole one is written without cents."""
    whole, rest = divmod(cents, 100)
    tail = "" if bare and not rest else f"{decimal}{rest:02d}"
    return f"{whole:,}".replace(",", thousands) + tail


SIGNS: dict[str, Callable[[int, bool], str]] = {
    "plain": lambda cents, bare: grouped(cents, "", ".", bare=bare),
    "english": lambda cents, bare: grouped(cents, ",", ".", bare=bare),
    "german": lambda cents, bare: grouped(cents, ".", ",", bare=bare),
    "french": lambda cents, bare: grouped(cents, " ", ",", bare=bare),
    "swiss": lambda cents, bare: grouped(cents, "’", ".", bare=bare),
    "yuan": lambda cents, bare: f"￥{grouped(cents, ',', '.', bare=bare)}",
    "元": lambda cents, bare: f"{grouped(cents, ',', '.', bare=bare)}元",
}
UNITS = {"元": 1, "千元": 1_000, "万元": 10_000}
HEADINGS = {
    "account_id": ("account_id", "账号", "*借据号", "案件编号"),
    "sector": ("sector", "行业"),
    "balance": ("balance", "欠款余额", "逾期金额", "amount due"),
    "age": ("days_past_due", "逾期天数", "dpd"),
    "date": ("due_date", "到期日", "应还日期"),
}
DATES: dict[str, str] = {
    "iso": "%Y-%m-%d",
    "slashes": "%Y/%m/%d",
    "chinese": "%Y年%m月%d日",
    "compact": "%Y%m%d",
    "day first": "%d/%m/%Y",
    "month first": "%m/%d/%Y",
}


@dataclass(frozen=True)
class Written:
    """A book as a file, and what is in it."""

    name: str
    content: bytes
    owed: int
    accounts: int
    unit: str


@st.composite
def books(draw: st.DrawFn) -> Written:
    """Write a small book in a dialect of its own."""
    count = draw(st.integers(3, 12))
    cents = draw(st.lists(st.integers(100_00, 9_999_999_99), min_size=count, max_size=count))
    days = draw(st.lists(st.integers(1, 900), min_size=count, max_size=count))
    # Round amounts, of some or of all accounts, written with their cents or without.
    steps = draw(st.lists(st.sampled_from([1, 10_00, 100_00]), min_size=1, max_size=3))
    cents = [amount - amount % steps[place % len(steps)] for place, amount in enumerate(cents)]
    bare = draw(st.booleans())
    unit = draw(st.sampled_from([*UNITS] if draw(st.booleans()) else ["元"]))
    # An amount in thousands has as many cents as it can show.
    cents = [amount // UNITS[unit] * UNITS[unit] for amount in cents]
    shown = [amount // UNITS[unit] for amount in cents]
    keep = [place for place, amount in enumerate(shown) if amount >= 100]
    if not keep:
        keep, shown[0], cents[0] = [0], 12_345, 12_345 * UNITS[unit]
    says_unit = unit != "元" or draw(st.booleans())
    heading = {name: draw(st.sampled_from(names)) for name, names in HEADINGS.items()}
    if says_unit:
        heading["balance"] += draw(st.sampled_from([f"（{unit}）", f"({unit})", f"【{unit}】"]))
    money = SIGNS[draw(st.sampled_from(sorted(SIGNS)))]
    form = DATES[draw(st.sampled_from(sorted(DATES)))]
    by_date = draw(st.booleans())
    columns = draw(
        st.permutations(["account_id", "sector", "balance", "date" if by_date else "age"])
    )
    rows = []
    for place in keep:
        due = DAY - dt.timedelta(days=days[place])
        cells = {
            "account_id": f"A{place:05d}",
            "sector": "telecom",
            "balance": money(shown[place], bare),
            "age": str(days[place]),
            "date": due.strftime(form),
        }
        rows.append([cells[name] for name in columns])
    titles = [["逾期清单"], [f"截至{DAY.year}年{DAY.month}月{DAY.day}日"]][
        : draw(st.integers(0, 2))
    ]
    table = [*titles, [heading[name] for name in columns], *rows]
    name, content = draw(files(table))
    return Written(name, content, sum(cents[place] for place in keep), len(keep), unit)


@st.composite
def files(draw: st.DrawFn, table: list[list[str]]) -> tuple[str, bytes]:
    """Put a table into a text file or a workbook."""
    if draw(st.booleans()):
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer) as book:
            for sheet in draw(st.sampled_from([("清单",), ("说明", "清单")])):
                page = book.add_worksheet(sheet)
                for row, cells in enumerate(table if sheet == "清单" else [["使用说明"]]):
                    for column, cell in enumerate(cells):
                        page.write_string(row, column, cell)
        return "book.xlsx", buffer.getvalue()
    separator = draw(st.sampled_from(",;\t"))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    tail = separator if draw(st.booleans()) else ""
    lines = [
        separator.join(f'"{cell}"' if separator in cell or " " in cell else cell for cell in row)
        + (tail if len(row) > 1 else "")
        for row in table
    ]
    if draw(st.booleans()):
        lines.insert(len(lines) - 1, "")
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
    return "book.csv", (end.join(lines) + end).encode(encoding, errors="replace")


@given(books())
def test_any_dialect_is_read_to_the_cent_or_asked_about(written: Written) -> None:
    """The sum and the number of accounts; a question or an error names how to answer it."""
    try:
        book = api.open_tape(written.content, filename=written.name, assumptions=NUMBERS, as_of=DAY)
    except TapeError as error:
        if any(option in line for line in error.messages for option in OPTIONS):
            return
        raise
    cents = int(np.rint(book.tape.balance * 100.0).sum())
    if (cents, len(book.tape)) == (written.owed, written.accounts):
        return
    asked = [finding for finding in book.findings if finding.severity is Severity.DOUBT]
    assert asked, (cents, written.owed, len(book.tape), [f.line() for f in book.findings])

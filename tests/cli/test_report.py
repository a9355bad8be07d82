"""The decision memo says what rank, when and simulate print, in every format and language."""

import re
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

TAPE = """account_id,balance,due_date,placements,disputed
A1,1200,2025-06-30,0,no
A2,900,2025-05-31,0,no
A3,5200,2024-11-30,1,no
A4,300,2025-09-30,0,no
A5,7000,2023-10-31,2,yes
=A6,abc,2025-09-30,0,no
"""
OPTIONS = ("--sector", "property_fee", "--as-of", "2025-12-31")


class Tables(HTMLParser):
    """Collects the cells of every table, and every text."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.texts: list[str] = []
        self.in_cell = self.in_style = False

    def handle_starttag(self, tag, attrs) -> None:
        self.in_style = tag == "style"
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.in_cell = True

    def handle_endtag(self, tag) -> None:
        self.in_style = False
        if tag in ("td", "th"):
            self.in_cell = False

    def handle_data(self, data) -> None:
        if not self.in_style:
            self.texts.append(data)
        if self.in_cell:
            self.tables[-1][-1][-1] += data


def number(text: str) -> int:
    return int(text.replace(",", "").replace("\N{MINUS SIGN}", "-"))


@pytest.fixture(scope="module")
def made(desk, tmp_path_factory):
    """Return the folder with the tape and its memos."""
    folder = tmp_path_factory.mktemp("memo")
    (folder / "book <i>.csv").write_text(TAPE)
    for name, lang in (("memo.html", "en"), ("memo.docx", "en"), ("zh.html", "zh")):
        ran = desk("report", str(folder / "book <i>.csv"), *OPTIONS, "--out",
                   str(folder / name), "--lang", lang)  # fmt: skip
        assert ran.code == 0, ran.err
        assert ran.out.strip() == str(folder / name)
    return folder


def read(file: Path) -> Tables:
    found = Tables()
    found.feed(file.read_text(encoding="utf-8"))
    return found


def test_money_is_what_when_and_rank_print(made: Path, desk) -> None:
    when = desk("when", str(made / "book <i>.csv"), *OPTIONS, "--json").answer
    ranked = desk("rank", str(made / "book <i>.csv"), *OPTIONS, "--json").answer
    memo = read(made / "memo.html")
    first = memo.tables[0]
    total = first[-1]
    assert [number(cell) for cell in total[1:7]] == [
        when["accounts"],
        *(round(when[name]) for name in
          ("balance", "total_cash", "total_fees", "total_tax", "value")),
    ]  # fmt: skip
    assert number(total[6]) == round(ranked["lead"]["net"])
    for column in range(1, 7):
        assert sum(number(row[column]) for row in first[1:-1]) == pytest.approx(
            number(total[column]), abs=len(first)
        )
    by_move = {row["first_move"]: row for row in ranked["mix_to_begin"]}
    assert sum(row["accounts"] for row in by_move.values()) == number(total[1])
    text = " ".join(memo.texts)
    cash = when["total_cash"] + when["total_fees"]
    assert f"leaves {round(cash):,} CNY in cash after fees and costs" in text
    assert f"{cash / when['balance']:.1%} of what is owed" in text
    assert f"Tax relief of {round(when['total_tax']):,} CNY" in text
    assert f"With tax the plans leave {round(when['value']):,} CNY" in text
    of_net = when["total_tax"] / when["value"]
    told = f"Most of that, {of_net:.1%}, is tax relief"
    assert (told in text) == (of_net > 0.5)
    # Begun alike where that is open, the best after it; elsewhere each its own plan.
    begun: dict[str, float] = {}
    for segment in ranked["segments"]:
        for row in segment["options"]:
            net = row["net_with_follow_up"]
            begun[row["option"]] = begun.get(row["option"], 0.0) + (
                segment["lead"]["net"] if net is None else net
            )
    for name in ("in_house", max(begun, key=begun.__getitem__)):
        ahead = round(when["value"] - begun[name])
        said = f"{ahead:+,}" if ahead else "0"
        assert f"would leave {round(begun[name]):,} CNY: the plans are {said} CNY ahead" in text
    assert f"{round(ranked['best_mix']):,} CNY as the numbers stand" in text


def test_steps_are_those_of_the_plans(made: Path, desk) -> None:
    """By hand from `when --json`: an account counts where each step of its plan begins."""
    when = desk("when", str(made / "book <i>.csv"), *OPTIONS, "--json").answer
    steps = next(table for table in read(made / "memo.html").tables
                 if table[0][0] == "Accounts to begin with")  # fmt: skip
    assert steps[0][1:6] == [
        "On 2025-12-31", "Until 2026-01-31", "Until 2026-03-31", "Until 2026-06-30",
        "Until 2026-12-31",
    ]  # fmt: skip
    expected: dict[str, int] = {}
    for row in when["segments"]:
        before = None
        for step in row["plan"]:
            if step["start_month"] == row["stops_working_in"]:
                break
            if step["action"] != before and step["start_month"] <= 12:
                expected[step["action"]] = expected.get(step["action"], 0) + row["accounts"]
            before = step["action"]
        if row["stops_working_in"] is not None and row["stops_working_in"] <= 12:
            expected["stop"] = expected.get("stop", 0) + row["accounts"]
    counted = [sum(number(cell) for cell in row[1:6]) for row in steps[1:]]
    assert sorted(counted) == sorted(expected.values())
    # A balance is that of the accounts of a row, each once; what comes back is told.
    text, owed = " ".join(read(made / "memo.html").texts), round(when["balance"])
    in_rows = sum(number(row[6]) for row in steps[1:])
    assert all(number(row[6]) <= owed for row in steps[1:])
    told = f"the balances of the rows add up to {in_rows:,} CNY, all accounts together owe {owed:,}"
    assert in_rows > owed
    assert told in text


def test_range_and_drivers_are_what_simulate_prints(made: Path, desk) -> None:
    answer = desk(
        "simulate", str(made / "book <i>.csv"), *OPTIONS, "--draws", "25", "--first-moves", "--json"
    ).answer
    memo = read(made / "memo.html")
    text = " ".join(memo.texts)
    whole = answer["first_moves"]["total"]
    assert f"leave {round(whole['p05']):,} to {round(whole['p95']):,} CNY" in text
    assert f"and {round(whole['net']):,} CNY as the numbers stand" in text
    assert f"{whole['p_loss']:.0%} of them lose money" in text
    drivers = next(table for table in memo.tables if table[0][4] == "Low end leaves (CNY)")
    printed = [[round(one["net_low"]), round(one["net_high"])] for one in answer["drivers"]]
    shown = [[number(cell) for cell in row[4:6]] for row in drivers[1:]]
    # The widest; the last gives way to the one by which the best option changes most.
    assert shown[:4] == printed[:4]
    assert shown[4] in printed[4:]
    named = re.search(r"Most is decided by (.+?): at its", text)
    assert named
    assert named[1] in [row[0] for row in drivers[1:]]


def test_limitation_is_told_by_account(made: Path) -> None:
    """36 months from the due date, where no demand is known: ten of A5 are left."""
    text = " ".join(read(made / "memo.html").texts)
    assert "within 12 months for accounts: 1, owing 7,000 CNY" in text
    assert "the first on 2026-10-30." in text


def test_months_add_up_and_bear_dates(made: Path) -> None:
    months = read(made / "memo.html").tables[1]
    assert [row[0] for row in months[1:3]] == ["2026-01-31", "2026-02-28"]
    assert len(months) == 1 + 12 + 1
    for row in months[1:]:
        cash, fees, tax, net = (number(cell) for cell in row[1:5])
        assert cash + fees + tax == pytest.approx(net, abs=2)
    assert sum(number(row[4]) for row in months[1:-1]) == pytest.approx(
        number(months[-1][4]), abs=12
    )


def test_the_document_holds_the_same_texts(made: Path) -> None:
    document = Document(BytesIO((made / "memo.docx").read_bytes()))
    tables = [[[cell.text for cell in row.cells] for row in table.rows]
              for table in document.tables]  # fmt: skip
    page = read(made / "memo.html")
    assert tables == page.tables
    keys = "\N{BLACK SQUARE} Cash in (CNY)    \N{BLACK SQUARE} Fees and costs (CNY)    "
    said = {paragraph.text for paragraph in document.paragraphs} - {"", keys}
    assert len(document.inline_shapes) == 1
    html = (made / "memo.html").read_text(encoding="utf-8")
    texts = re.findall(r"<(?:h1|h2|p|li)\b[^>]*>(.*?)</(?:h1|h2|p|li)>", html)
    shown = [unescape(re.sub("<[^>]+>", "", found)) for found in texts]
    assert set(shown) == said
    page_size = document.sections[0]
    assert (round(page_size.page_width.mm), round(page_size.page_height.mm)) == (210, 297)


def test_the_page_needs_nothing_and_runs_nothing(made: Path) -> None:
    html = (made / "memo.html").read_text(encoding="utf-8")
    assert "<i>.csv" not in html
    assert "book &lt;i&gt;.csv" in html
    assert not re.search(r"<script|<link|src=|href=|url\(|@import|http", html)
    assert "Rows left out: 1, owing" in html


def test_chinese_has_the_same_numbers(made: Path) -> None:
    english, chinese = read(made / "memo.html"), read(made / "zh.html")
    assert [row[1:] for row in english.tables[1][1:]] == [row[1:] for row in chinese.tables[1][1:]]
    assert "决策备忘录：book <i>.csv" in "".join(chinese.texts)
    assert "lang='zh'" in (made / "zh.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("reader", ["creditor", "agency"])
def test_large_sums_and_days_are_written_as_everywhere(desk, tmp_path, reader) -> None:
    """Chinese counts by ten thousand in sentences and writes days so; tables hold digits."""
    tape = tmp_path / "book.csv"
    tape.write_text(
        "account_id,balance,due_date,placements\n"
        + "".join(f"A{row},250000,2025-06-30,0\n" for row in range(8))
    )
    out = tmp_path / "memo.html"
    ran = desk("report", str(tape), *OPTIONS, "--draws", "2", "--for", reader, "--lang", "zh",
               "--out", str(out))  # fmt: skip
    assert ran.code == 0, ran.err
    memo = read(out)
    text = "".join(memo.texts)
    assert "200万" in text
    assert "2025年12月31日" in text
    cells = [cell for table in memo.tables for row in table[1:] for cell in row]
    assert "2,000,000" in cells
    assert [cell for cell in cells if re.search(r"^\d[\d,.]*[万亿]$", cell)] == []
    assert "2026年1月31日" in cells
    assert [cell for cell in cells if re.match(r"\d{4}-\d", cell)] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--out", "memo.pdf"), "must end in .html or .docx or .xlsx; got memo.pdf."),
        (("--out", "memo.html", "--lang", "fr"), "--lang must be one of en, zh; got 'fr'."),
        (("--out", "nowhere/memo.html"), "there is no such folder"),
    ],
)
def test_wrong_input_is_said_before_any_work(desk, words, said) -> None:
    ran = desk("report", "data/samples/telecom.csv", *words)
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1

"""The memo's workbook: every formula, worked out anew, gives the value that it carries."""

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.test_report import OPTIONS, TAPE

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Cells = dict[str, tuple[str | None, float | str]]


def sheets_of(file: Path) -> dict[str, Cells]:
    """Return by sheet and cell the formula, if any, and the value that is kept."""
    with zipfile.ZipFile(file) as parts:
        shared = [
            "".join(text.text or "" for text in item.iter(f"{MAIN}t"))
            for item in ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
        ]
        names = [
            each.get("name", "")
            for each in ElementTree.fromstring(parts.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
        ]
        found: dict[str, Cells] = {}
        for number, name in enumerate(names, start=1):
            root = ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml"))
            cells: Cells = {}
            for cell in root.iter(f"{MAIN}c"):
                value = cell.find(f"{MAIN}v")
                if value is None or value.text is None:
                    continue
                formula = cell.find(f"{MAIN}f")
                kept = shared[int(value.text)] if cell.get("t") == "s" else float(value.text)
                cells[cell.get("r", "")] = (None if formula is None else formula.text, kept)
            found[name] = cells
        return found


class Calculator:
    """Works out SUM, SUMIF, + and / over the sheets, from the numbers that are no formulas."""

    def __init__(self, sheets: dict[str, Cells]) -> None:
        self.sheets = sheets

    def value(self, sheet: str, cell: str) -> float | str:
        formula, kept = self.sheets[sheet].get(cell, (None, 0.0))
        return kept if formula is None else self.result(sheet, formula)

    def result(self, sheet: str, formula: str) -> float:
        formula = formula.removeprefix("=").replace("$", "")
        if found := re.fullmatch(r"SUM\(([^()]*)\)", formula):
            return sum(float(each) for each in self.range(sheet, found[1]))
        if found := re.fullmatch(r"SUMIF\(([^(),]*),([^(),]*),([^(),]*)\)", formula):
            keys, wanted = self.range(sheet, found[1]), self.range(sheet, found[2])[0]
            return sum(
                float(each)
                for key, each in zip(keys, self.range(sheet, found[3]), strict=True)
                if key == wanted
            )
        if found := re.fullmatch(r"([^+/()]+)([+/])([^+/()]+)", formula):
            first, last = (float(self.range(sheet, found[at])[0]) for at in (1, 3))
            return first + last if found[2] == "+" else first / last
        return float(self.range(sheet, formula)[0])

    def range(self, sheet: str, words: str) -> list[float | str]:
        if "!" in words:
            sheet, words = words.split("!")
            sheet = sheet.strip("'")
        first, _, last = words.partition(":")
        column, start = re.fullmatch(r"([A-Z]+)(\d+)", first).groups()
        end_column, end = re.fullmatch(r"([A-Z]+)(\d+)", last or first).groups()
        return [
            self.value(sheet, f"{chr(letter)}{row}")
            for letter in range(ord(column), ord(end_column) + 1)
            for row in range(int(start), int(end) + 1)
        ]


@pytest.fixture(scope="module")
def made(desk, tmp_path_factory):
    """Return the workbooks by language, and what `when` prints."""
    folder = tmp_path_factory.mktemp("memo_workbook")
    tape = folder / "=book.csv"
    tape.write_text(TAPE)
    found = {}
    for lang in ("en", "zh"):
        ran = desk("report", str(tape), *OPTIONS, "--draws", "2", "--lang", lang,
                   "--out", str(folder / f"{lang}.xlsx"))  # fmt: skip
        assert ran.code == 0, ran.err
        found[lang] = sheets_of(folder / f"{lang}.xlsx")
    found["when"] = desk("when", str(tape), *OPTIONS, "--json").answer
    found["file"] = folder / "en.xlsx"
    return found


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_formula_gives_the_value_it_carries(made, lang) -> None:
    sheets, formulas = made[lang], 0
    calculator = Calculator(sheets)
    for name, cells in sheets.items():
        for cell, (formula, kept) in cells.items():
            if formula is not None:
                formulas += 1
                assert calculator.value(name, cell) == pytest.approx(kept, abs=1e-6), (name, cell)
    assert formulas > 100


def test_the_figures_are_what_when_prints(made) -> None:
    when, cells = made["when"], made["en"]["Decision"]
    figures = {cells[f"A{row}"][1]: cells[f"B{row}"][1]
               for row in range(1, 40) if f"B{row}" in cells}  # fmt: skip
    assert figures["Accounts"] == when["accounts"]
    for head, name in (
        ("Balance (CNY)", "balance"), ("Cash in (CNY)", "total_cash"),
        ("Fees and costs (CNY)", "total_fees"), ("Tax relief (CNY)", "total_tax"),
        ("Net (CNY)", "value"),
    ):  # fmt: skip
        assert figures[head] == pytest.approx(when[name], abs=0.01), head
    assert figures["Net ÷ balance"] == pytest.approx(when["value"] / when["balance"])


def test_segments_are_those_of_when(made) -> None:
    cells = made["en"]["Segments"]
    rows = {cells[f"A{row}"][1]: cells[f"I{row}"][1] for row in range(2, 50) if f"A{row}" in cells}
    assert set(rows) == {row["segment"] for row in made["when"]["segments"]}
    for row in made["when"]["segments"]:
        assert rows[row["segment"]] == pytest.approx(row["value"], abs=0.01)


def test_a_viewer_draws_the_months_and_no_text_is_a_formula(made) -> None:
    with zipfile.ZipFile(made["file"]) as parts:
        chart = parts.read("xl/charts/chart1.xml").decode()
    assert "'Months'!$B$2:$B$13" in chart or "Months!$B$2:$B$13" in chart
    for cells in made["en"].values():
        for formula, kept in cells.values():
            if formula is None and isinstance(kept, str):
                assert not kept.startswith(("=", "+", "@")), kept


def test_what_it_was_made_with_stands_as_in_every_workbook(made) -> None:
    """In the reader's language, and days as files hold them in every one."""
    assert made["en"]["Made with"]["A1"][1] == "name"
    assert made["zh"]["制作依据"]["A1"][1] == "名称"
    assert made["zh"]["数字"]["A1"][1] == "参数路径"
    months = next(sheet for name, sheet in made["zh"].items() if sheet["A2"][1] == "2026-01-31")
    assert months["A3"][1] == "2026-02-28"


def test_every_number_has_its_source(made) -> None:
    cells = made["en"]["Sources"]
    rows = [row for row in range(2, 1000) if f"A{row}" in cells]
    assert len(rows) > 20
    assert all(cells[f"H{row}"][1] for row in rows)
    assert {"Decision", "First moves", "Months", "Segments", "What moves it", "Sources",
            "Findings", "Numbers", "Made with"} == set(made["en"])  # fmt: skip

"""What the formats of a workbook's cells say of the amounts in them."""

import io
from typing import Any

import pytest
import xlsxwriter

from placement.domain.errors import TapeError
from placement.tape.formats import PERCENT, CellFormat, format_of
from placement.tape.meaning import Meaning
from placement.tape.unit_words import UnitWord
from tests.tape.ods import ods_of

HEAD = ("account_id", "balance", "principal", "days_past_due")


def workbook(*rows: tuple[Any, ...], formats: dict[int, str]) -> bytes:
    """Write accounts below the headings, the cells of some columns in a format."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("book")
        known = {at: book.add_format({"num_format": code}) for at, code in formats.items()}
        for place, row in enumerate((HEAD, *rows)):
            for at, cell in enumerate(row):
                sheet.write(place, at, cell, known.get(at) if place else None)
    return target.getvalue()


def cell(kind: str, value: str, more: str = "") -> str:
    """Return a cell of an ODS sheet."""
    stored = "" if kind == "string" else f'office:value="{value}"'
    return (
        f'<table:table-cell office:value-type="{kind}" {stored} {more}><text:p>{value}</text:p>'
        "</table:table-cell>"
    )


def ods(*balances: str) -> bytes:
    """Write accounts whose balances are cells."""
    rows = [(cell("string", "balance"), cell("string", "days_past_due"))]
    rows += [(balance, cell("float", "30")) for balance in balances]
    table = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    return ods_of(table)


@pytest.mark.parametrize(
    ("code", "times", "currency"),
    [
        ('0.0"万"', 1e4, None),
        ('#,##0.00"万元"', 1e4, "CNY"),
        ('0.0\\ "TEUR"', 1e3, "EUR"),
        ("[$$-409]#,##0.00", None, "USD"),
        ("[$HK$-C04]#,##0.00", None, "HKD"),
        ("[$$-C04]#,##0.00", None, "HKD"),
        ("[$¥-411]#,##0", None, "JPY"),
        ('#,##0.00 "€"', None, "EUR"),
        ('_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', None, "CNY"),
        # The number is in single units and only shown in larger ones.
        ('0!.0,"万"', 1.0, None),
        ('0\\.0000"万"', 1.0, None),
        ('#,##0.00,"千元"', 1.0, "CNY"),
    ],
)
def test_what_a_format_says(code, times, currency) -> None:
    assert format_of(code) == CellFormat(UnitWord(times, currency))


@pytest.mark.parametrize(
    "code",
    ["General", "#,##0.00", "yyyy-mm-dd", '[$-804]yyyy"年"m"月"', '0"天"', '[>9999]0!.0,"万";0'],
)
def test_what_says_nothing_of_an_amount(code) -> None:
    assert format_of(code) is None


def test_percent_is_told_from_a_text_with_the_sign() -> None:
    assert format_of("0.00%") is PERCENT
    assert format_of('0"% p.a."') is None


def test_a_format_that_shows_tens_of_thousands_scales(checked, findings) -> None:
    content = workbook(("a", 1.5, 1.2, 30), formats={1: '0.0"万"'})
    result = checked(content, filename="a.xlsx")
    assert result.tape.balance.tolist() == [15000.0]
    assert result.tape.principal_share.tolist() == [0.8]
    assert "the format of the cells" in findings(result)["balance_scaled"].message


@pytest.mark.parametrize("code", ["[$$-409]#,##0.00", '#,##0.00 "USD"', "$#,##0"])
def test_a_format_in_another_currency_needs_a_rate(code, checked) -> None:
    content = workbook(("a", 100, 80, 30), ("b", 50, 40, 30), formats={1: code, 2: code})
    with pytest.raises(TapeError, match="is in USD"):
        checked(content, filename="a.xlsx")
    tape = checked(content, filename="a.xlsx", meaning=Meaning(rate=7.0)).tape
    assert tape.balance.tolist() == [700.0, 350.0]
    assert tape.principal_share.tolist() == [0.8, 0.8]


def test_yuan_need_no_rate(checked, findings) -> None:
    content = workbook(("a", 100, 80, 30), formats={1: '"¥"#,##0.00', 2: "0.00"})
    result = checked(content, filename="a.xlsx")
    assert (result.tape.balance.tolist(), result.tape.currency) == ([100.0], "CNY")
    assert not {"balance_scaled", "currency_mixed"} & set(findings(result))


def test_cells_of_percent_are_no_amounts(checked, findings) -> None:
    content = workbook(("a", 0.35, 0.2, 30), formats={1: "0%"})
    with pytest.raises(TapeError, match="never percentages"):
        checked(content, filename="a.xlsx")
    content = workbook(("a", 100, 0.2, 30), formats={2: "0.0%"})
    result = checked(content, filename="a.xlsx")
    assert result.tape.balance.tolist() == [100.0]
    assert findings(result)["principal_unreadable"].rows == 1


PLAIN = cell("float", "100")
EURO = cell("currency", "200", 'office:currency="EUR"')
PERCENT_CELL = cell("percentage", "0.2")


def test_an_ods_says_currency_and_percent_by_the_kind_of_the_cell(checked, findings) -> None:
    with pytest.raises(TapeError, match="is in EUR"):
        checked(ods(EURO, EURO), filename="a.ods")
    told = checked(ods(EURO, EURO), filename="a.ods", meaning=Meaning(rate=8.0))
    assert told.tape.balance.tolist() == [1600.0, 1600.0]
    result = checked(ods(PLAIN, PERCENT_CELL), filename="a.ods")
    assert result.tape.balance.tolist() == [100.0]
    assert findings(result)["balance_unreadable"].rows == 1
    few = checked(ods(PLAIN, PLAIN, PLAIN, EURO), filename="a.ods")
    assert findings(few)["currency_mixed"].money == 200.0


def test_no_total_counts_a_cell_of_percent(checked, findings) -> None:
    """Nor does what is left out: the row has no amount."""
    result = checked(ods(PLAIN, PERCENT_CELL), filename="a.ods")
    assert findings(result)["balance_unreadable"].money == 0.0
    assert result.tape.excluded.money == 0.0


def test_no_reading_of_the_decimal_sign_counts_a_cell_of_percent(checked, findings) -> None:
    result = checked(ods(cell("string", "1,250"), cell("percentage", "20")), filename="a.ods")
    assert [c.balance for c in findings(result)["balance_decimal"].choices] == [1250.0, 1.25]

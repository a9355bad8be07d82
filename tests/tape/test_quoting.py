"""What messages show of a file: never a whole number or name of a person."""

import pytest

from placement.domain.errors import TapeError
from placement.tape.quoting import file_name, heading, odd_signs, quoted, shape


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("13812345678", "•••••••5678"),
        ("0176-12345678", "•••••••••5678"),
        ("110101 19900307 0011", "••••••••••••••••0011"),
        ("E12345678", "E••••5678"),
        ("张三", "张•"),
        ("Hans Müller", "H••• M•••••"),
        ("审核：李四", "审核：李•"),
        ("李四身份证110101199003070011", "李•身份证••••••••••••••0011"),
        ("1,234.50", "1,234.50"),
        ("2025-12-31", "2025-12-31"),
        ("待核实", "待核实"),
        ("12O0", "12O0"),
        ("￥ 1 234 567,89", "￥ 1 234 567,89"),
    ],
)
def test_a_cell_among_amounts(cell: str, shown: str) -> None:
    assert quoted(cell, number=True) == shown


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("高风险", "高风险"),
        ("Alpha Collections", "Alpha Collections"),
        ("张三13812345678", "张••••••••5678"),
    ],
)
def test_words_stay_unless_a_persons_number_stands_beside_them(cell: str, shown: str) -> None:
    assert quoted(cell) == shown


def test_a_heading_stays_whole_unless_it_holds_a_persons_number() -> None:
    assert heading("余额_20251031") == "余额_20251031"
    assert heading("联系人13812345678") == "联••••••••5678"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("张三丰", "张••"),
        ("张三13812345678", "张••••••••5678"),
        ("138\u200b12345678", "•••••••5678"),
        ("１３８１２３４５６７８", "•••••••５６７８"),
        ("li.si@example.com", "l•.s•@e•.c•"),
        ("护照 E12345678", "护• E••••5678"),
        ("balance\u202e", "balance\\u202e"),
        *((whole, whole) for whole in (
            "余额", "费率", "Account Number", "balance 2025-12-31 18:00", "Q20251231", "M6+",
            "20250101-20251231",
        )),
    ],
)  # fmt: skip
def test_a_heading_of_a_person_is_masked(text: str, shown: str) -> None:
    assert heading(text) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("客户张三13812345678.csv", "客••••••••5678.csv"),
        ("110101199003070011", "••••••••••••••0011"),
        ("a\u202evsc.txt", "a\\u202evsc.txt"),
        *((whole, whole) for whole in (
            "book.csv", "Alpha Collections.xlsx", "张三.csv", "book_20251231.csv",
            "book_20251231180000.csv", "2025-12-31 180000.csv", "20250101-20251231.csv", ".csv",
        )),
    ],
)  # fmt: skip
def test_a_number_in_the_name_of_a_file_is_masked(name: str, shown: str) -> None:
    assert file_name(name) == shown
    assert file_name(shown) == shown


def test_of_a_row_the_first_signs_of_its_words_show() -> None:
    assert shape("A2;Anna;Schmidt;Ringweg 7;1,000") == "A2;A•;S•;R• 7;1,000"


def test_an_encoding_is_judged_by_a_few_signs() -> None:
    assert odd_signs("A1;Jürgen Müller;Straße") == "…Jür…Mül…"


def test_a_row_of_data_is_no_row_of_headings(checked) -> None:
    with pytest.raises(TapeError, match=r"no headings.*A1, 张•, .*1000.*--header-row"):
        checked("A1,张三,13812345678,1000\nA2,李四,13912345678,200\n", filename="x.csv")


@pytest.mark.parametrize("row", ["'A1';'x;y';200;365", "“A1”;“x;y”;200;365", "„A1“;„x;y“;200;365"])
def test_other_quotes_than_the_plain_ones_are_named(row, checked) -> None:
    with pytest.raises(TapeError, match="stand in other quotes"):
        checked(f"account_id;product;balance;dpd\n{row}\n")

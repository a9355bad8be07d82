"""A sector is guessed from what a file says of itself, and offered."""

import pytest

from placement.domain.errors import TapeError
from placement.tape.columns import match_columns
from placement.tape.guess import guess_sector
from placement.tape.read import read_table

SECTORS = ("bank_card", "telecom", "property_fee", "logistics", "software_retainage")


def guessed(
    text: str, *, filename: str = "book.csv", known: tuple[str, ...] = SECTORS
) -> str | None:
    """Guess the sector of a file."""
    raw = read_table(text.encode(), filename=filename)
    return guess_sector(raw, match_columns(raw.table.column_names), known=known)


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("户号,业主姓名,欠费金额,逾期天数\n1,a,5,30\n", "property_fee"),
        ("运单号,运费,欠款金额,逾期天数\n1,2,5,30\n", "logistics"),
        ("账号,信用额度,最低还款额,欠款余额,逾期天数\n1,2,3,5,30\n", "bank_card"),
        ("账号,产品,欠款余额,逾期天数\n1,融合宽带套餐,5,30\n", "telecom"),
        ("合同编号,质保金,逾期天数\n1,5,30\n", "software_retainage"),
        ("2026年物业费欠费明细,,\n账号,欠款余额,逾期天数\n1,5,30\n", "property_fee"),
        ("账号,欠款余额,逾期天数\n1,5,30\n", None),
        ("运单号,房号,欠款金额,逾期天数\n1,2,5,30\n", None),
    ],
)
def test_a_file_speaks_of_its_sector(text, sector) -> None:
    assert guessed(text) == sector


def test_the_file_s_name_speaks_too() -> None:
    text = "账号,欠款余额,逾期天数\n1,5,30\n"
    assert guessed(text, filename="信用卡逾期.csv") == "bank_card"
    assert guessed(text, filename="信用卡逾期.csv", known=("telecom",)) is None


def test_the_guess_is_offered_and_not_taken(checked) -> None:
    with pytest.raises(TapeError, match=r"looks like property_fee.*--sector property_fee"):
        checked("房号,业主姓名,欠费金额,逾期天数\n1,a,5,30\n", sector=None)
    with pytest.raises(TapeError) as told:
        checked("账号,欠款余额,逾期天数\n1,5,30\n", sector=None)
    assert "looks like" not in str(told.value)

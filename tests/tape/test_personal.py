"""Personal data is recognised by its content, under whatever heading, and left out."""

import io
import random

import pandas as pd
import pytest

from placement.tape.personal import is_card_number, is_identity_number
from placement.tape.read import read_table

HEAD = "账号,欠款余额,逾期天数,"


def withheld(heading: str, cells: list[str], **more: object) -> tuple[str, ...]:
    """Read a book with one more column."""
    rows = "".join(f"A{i},5,30,{cell}\n" for i, cell in enumerate(cells))
    raw = read_table(f"{HEAD}{heading}\n{rows}".encode(), filename="a.csv", **more)
    assert (heading in raw.table.column_names) is (heading not in raw.withheld)
    return raw.withheld


@pytest.mark.parametrize(
    "cells",
    [
        ["13812345678", "15900001111", "+86 186-1234-5678"],
        ["11010519491231002X", "440524188001010014"],
        ["6222021234567890128"],
        ["张伟", "王小明", "欧阳娜娜", "李*"],
        ["a.b@example.com"],
        ["010-12345678"],
        ["GB82 WEST 1234 5698 7654 32", "DE89370400440532013000"],
        ["13812345678/13912345678", "021-12345678、13812345678"],
        ["+44 7700 900123", "+1 (212) 555-0100"],
        ["(212) 555-0100", "212-555-0101"],
        ["078-05-1120", "219-09-9999"],
        ["spoke to Li 13812345678", "致电13912345678无人接听", "无人接听"],
        ["身份证11010519491231002X，承诺还款", "拒绝"],
        # Only a few of the rows have one, and none of the first.
        [""] * 1_500 + ["13812345678"] * 40,
    ],
)
def test_a_column_of_personal_data_is_left_out(cells) -> None:
    assert withheld("备注1", cells) == ("备注1",)


@pytest.mark.parametrize(
    "cells",
    [
        ["12812345678", "10000000000"],
        ["110105194912310021", "440524188001010015"],
        ["6222021234567890123"],
        ["GB82WEST12345698765433", "AB12CONTRACT00000001"],
        ["白金卡", "黄金卡", "金卡"],
        ["郑州", "徐州", "常州"],
        ["张伟", "催收中", "已结清", "承诺还款"],
        ["致电13912345678无人接听", "拒绝", "承诺", "拒绝"],
        ["订单20240131123456789", "运单SF1381234567890"],
        ["000-12-3456", "+0123456789", "12-34-5678"],
        ["张伟"],
        ["", ""],
        ["2024-01-31", "5"],
    ],
)
def test_other_columns_stay(cells) -> None:
    assert withheld("备注1", cells) == ()


HEADINGS = [
    "借款人", "户名", "持卡人姓名", "客户姓名", "联系人", "联系人2", "手机号1", "手机号码",
    "手机2", "本人手机", "客户手机号", "借款人手机号", "电话", "电话1", "联系电话2",
    "紧急联系人1姓名", "紧急联系人电话", "联系人1电话", "担保人", "担保人姓名", "担保人电话",
    "配偶姓名", "共同借款人", "银行卡号", "还款卡号", "银行账号", "卡号", "身份证号",
    "借款人身份证号", "证件号码", "护照号", "通讯地址", "住址", "单位地址", "家庭地址",
    "户籍地址（省市）", "邮箱", "电子邮件", "微信", "QQ号", "出生年月", "Name", "phone",
    "phone1", "phone_2", "customer_phone", "mobile", "Mobile-No", "SSN", "IBAN", "iban_number",
    "card_number", "credit_card", "bank_account", "address", "billing_address", "e-mail",
    "e_mail", "email_address", "passport", "passport_no", "birthday", "birthdate", "DOB",
    "national_id", "first_name", "guarantor", "name_of_debtor", "address of residence", "WeChat ID",
    "护照编号", "军官证号", "港澳通行证", "车辆号牌", "住所", "担保方", "共债人", "客户姓名拼音",
    "身份证+姓名", "身份证后六位", "担保公司联系人", "开户行卡号", "subscriber",
    "spouse", "emergency_contact_name",
]  # fmt: skip


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_of_personal_data_is_enough(heading) -> None:
    """Whatever stands below it."""
    assert withheld(heading, ["x", "y"]) == (heading,)


@pytest.mark.parametrize(
    "heading",
    [
        "客户等级",
        "证件类型",
        "银行",
        "担保方式",
        "单位",
        "联系结果",
        "phone type",
        "contacts",
        "cost of work",
        "房屋用途",
        "担保金额",
        "出生率",
        "收货数量",
    ],
)
def test_a_heading_that_only_begins_so_is_none(heading) -> None:
    assert withheld(heading, ["x", "y"]) == ()


def test_numbers_of_people_that_a_workbook_keeps_as_numbers() -> None:
    """A phone in a cell of numbers is a phone."""
    book = io.BytesIO()
    sheet = {"账号": ["a", "b"], "欠款余额": [5, 6], "逾期天数": [30, 40]}
    pd.DataFrame({**sheet, "备用": [13812345678, 13912345678]}).to_excel(book, index=False)
    raw = read_table(book.getvalue(), filename="a.xlsx")
    assert raw.withheld == ("备用",)


def test_what_is_mapped_by_hand_or_known_stays() -> None:
    assert withheld("备注1", ["13812345678"], keep=("备注1",)) == ()
    assert withheld("合同编号", ["13812345678"]) == ()


def test_it_is_said_and_no_cell_is_quoted(checked, findings) -> None:
    result = checked(f"{HEAD}联系\na,5,30,13812345678\nb,5,30,13912345678,9\n")
    found = findings(result)["personal_by_content"]
    assert "联系" in found.message
    assert "1391" not in "".join(f.line() for f in result.findings)


def test_identity_numbers_have_a_check() -> None:
    assert is_identity_number("11010519491231002x")
    assert not is_identity_number("110105194912310021")
    assert is_identity_number("110105194912310000")


def test_one_wrong_digit_is_no_card_number() -> None:
    digits = "622202123456789012"
    right = [d for d in "0123456789" if is_card_number(digits + d)]
    assert len(right) == 1
    place = random.Random(1).randrange(1, 18)
    wrong = digits[:place] + str((int(digits[place]) + 1) % 10) + digits[place + 1 :]
    assert not is_card_number(wrong + right[0])

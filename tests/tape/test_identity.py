"""One account whatever its number looks like; one debtor of several; numbers that are damaged."""

import numpy as np
import pyarrow as pa
import pytest

from placement.assume.library import load_library
from placement.domain.types import Option
from placement.tape.findings import Severity
from placement.tape.identity import clean_numbers, rounded
from placement.tape.meaning import Meaning
from placement.tape.segment import segment
from placement.value.options import value_options

HEAD = "account_id,balance,days_past_due\n"


def column(*texts: str | None) -> pa.ChunkedArray:
    """Return cells as a file hands them over."""
    return pa.chunked_array([pa.array(texts, pa.string())])


@pytest.mark.parametrize(
    "text",
    ["A1", " A1 ", "A1\u00a0", "Ａ１", "\u3000A1", '="A1"', "'A1", "A 1", "\ufeffA1", '"A1"'],
)
def test_one_number_in_many_spellings(text) -> None:
    assert clean_numbers(column(text, None)).to_pylist() == ["A1", None]


def test_leading_zeros_and_case_are_part_of_a_number() -> None:
    texts = ["00124", "124", "a1", "A1", "合同-1", '="00124"', " "]
    cleaned = clean_numbers(column(*texts)).to_pylist()
    assert cleaned == ["00124", "124", "a1", "A1", "合同-1", "00124", None]


def test_spellings_of_one_account_are_repeats(checked, findings) -> None:
    result = checked(f'{HEAD}A1,5,30\n"A1 ",5,30\nＡ1,5,30\n')
    assert result.tape.account_id.tolist() == ["A1"]
    assert findings(result)["duplicate"].rows == 2


def test_rounded_numbers_are_found() -> None:
    texts = column("6.22E+18", "6.22202E+15", "622202123456789000", "A+1", None)
    assert rounded(texts).tolist() == [True, True, True, False, False]


def test_one_long_number_in_ten_ends_in_a_zero() -> None:
    """Only a column of nothing else was rounded."""
    true = [str(6222021234567890 + i) for i in range(100)]
    assert not rounded(column(*true)).any()
    cut = [f"{622202123456789 + i}0" for i in range(100)]
    assert rounded(column(*cut)).all()
    assert not rounded(column("1234567890123450")).any()


def test_rounded_accounts_stay_apart_and_are_named(checked, findings) -> None:
    rows = (
        "6222021234567890000,5,30\n6222021234567890000,6,40\n6.22E+18,7,50\n6.22E+18,7,50\nb,1,9\n"
    )
    result = checked(HEAD + rows)
    assert result.tape.balance.sum() == 26
    found = findings(result)["account_id_rounded"]
    assert (found.severity, found.rows, found.money) == (Severity.WARNING, 4, 25.0)
    assert not {"duplicate", "bills"} & set(findings(result))


def test_debtors_of_several_accounts_are_shown_together(checked, findings) -> None:
    result = checked(
        "account_id,客户编号,balance,days_past_due\n"
        "a,K1,1,30\nb,K2,2,30\nc,K1,4,30\nd,Ｋ1,8,30\ne,,16,30\nf,K3,32,30\ng,K3,64,\n"
    )
    found = findings(result)["debtors_of_several"]
    assert (found.severity, found.rows, found.money) == (Severity.DOUBT, 3, 13.0)
    assert "3 of 7 rows are accounts of 1 debtors" in found.message
    assert [(c.answer, c.accounts, c.balance, c.taken) for c in found.choices] == [
        ("apart", 6, 63.0, True),
        ("together", 4, 63.0, False),
    ]
    number = result.tape.debtor.tolist()
    assert number[0] == number[2] == number[3] >= 0
    assert [number[i] for i in (1, 4, 5)] == [-1, -1, -1]


def test_together_they_are_one_claim_as_old_as_the_oldest(checked, findings) -> None:
    """Within a sector and a creditor: nobody sues for two at once."""
    result = checked(
        "account_id,debtor_id,sector,balance,days_past_due,disputed\n"
        "a,K1,telecom,100,60,no\nb,K1,telecom,300,200,no\nc,K1,bank_card,500,90,no\n"
        "d,K1,telecom,50,10,yes\ne,K2,telecom,7,30,no\n",
        meaning=Meaning(debtors="together"),
    )
    tape = result.tape
    assert tape.balance.tolist() == [450.0, 500.0, 7.0]
    np.testing.assert_allclose(tape.age * 365 / 12, [200, 90, 30])
    assert tape.disputed.tolist() == [True, False, False]
    found = findings(result)["debtor_added"]
    assert (found.severity, found.rows, found.money) == (Severity.NOTE, 2, 150.0)
    assert tape.excluded.money == 0.0
    assert "debtors_of_several" not in findings(result)


def test_two_creditors_of_one_debtor_are_two_claims(checked) -> None:
    rows = (
        "account_id,debtor_id,creditor,creditor_type,balance,days_past_due\n"
        "a,K1,North,other,100,60\nb,K1,South,other,300,200\nc,K1,North,state_owned,70,20\n"
    )
    apart = checked(rows, meaning=Meaning(debtors="together")).tape
    assert apart.balance.tolist() == [100.0, 300.0, 70.0]


def test_one_debtor_of_a_creditor_is_one_in_whatever_sector(checked) -> None:
    """One suit takes one sector; who is asked by whom goes by the person."""
    rows = (
        "account_id,debtor_id,creditor,sector,balance,days_past_due\n"
        "a,K1,North,telecom,1,60\nb,K1,North,bank_card,2,60\nc,K1,South,telecom,4,60\n"
        "d,K2,North,telecom,8,60\n"
    )
    number = checked(rows).tape.debtor.tolist()
    assert number[0] == number[1] >= 0
    assert number[2:] == [-1, -1]


def test_apart_by_the_users_word_is_no_doubt(checked, findings) -> None:
    rows = "account_id,debtor_id,balance,days_past_due\na,K1,1,30\nb,K1,2,30\n"
    result = checked(rows, meaning=Meaning(debtors="apart"))
    assert findings(result)["debtors_of_several"].severity is Severity.NOTE
    assert len(result.tape) == 2


def test_one_suit_costs_less_than_several(checked) -> None:
    """What the question is about: a part of a suit's costs every suit pays."""
    rows = "account_id,debtor_id,balance,days_past_due\n" + "".join(
        f"{i},K1,3000,500\n" for i in range(4)
    )
    suit = []
    for answer in ("apart", "together"):
        meaning = Meaning(debtors=answer)
        segments = segment(checked(rows, sector="property_fee", meaning=meaning).tape).segments
        net = value_options(segments, load_library()).cash[Option.LAWSUIT].net
        suit.append(float((net * segments.accounts).sum()))
    assert suit[1] > suit[0] + 100.0


def test_a_book_without_debtors_numbers_none(checked) -> None:
    assert checked(f"{HEAD}a,1,9\n").tape.debtor.tolist() == [-1]

"""Rows that add up others are no accounts, and are held against the rows they add up."""

import pytest

from placement.tape.findings import Severity
from placement.tape.meaning import Meaning

HEAD = "合同号,产品线,应收余额,账龄天数\n"
BOOK = (
    "H1,甲,1000,120\nH2,甲,2500,60\n{first},甲,3500,90\nH3,乙,500,200\nH4,乙,40.5,20\n"
    "{second},乙,540.5,110\n{all},,4040.5,98\n"
)


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("甲产品线总计", "乙产品线总计", "总计"),
        ("甲小计：", "乙小计：", "合计"),
        ("甲", "乙", "全部"),
        ("", "", ""),
    ],
)
def test_subtotals_whatever_their_label(first, second, whole, checked, findings) -> None:
    result = checked(HEAD + BOOK.format(first=first, second=second, all=whole))
    assert result.tape.balance.tolist() == [1000.0, 2500.0, 500.0, 40.5]
    assert findings(result)["totals_row"].rows == 3
    agreed = findings(result)["total_agrees"]
    assert (agreed.severity, agreed.money) == (Severity.NOTE, 4040.5)
    assert "total_differs" not in findings(result)


def test_a_subtotal_of_one_row_has_a_label(checked) -> None:
    tape = checked(
        HEAD + "H1,甲,100,9\nH2,甲,200,9\n甲总计,,300,9\nH3,乙,50,9\n乙总计,,50,9\n"
    ).tape
    assert tape.balance.tolist() == [100.0, 200.0, 50.0]


def test_a_label_may_stand_in_a_column_that_is_not_used(checked) -> None:
    tape = checked(
        "楼层,账号,余额,逾期天数\n1,a1,100,9\n1,a2,200,9\n一楼小计,,300,\n2,a3,50,9\n二楼小计,,50,\n"
    ).tape
    assert tape.balance.tolist() == [100.0, 200.0, 50.0]


def test_a_total_that_differs_from_its_rows_is_told(checked, findings) -> None:
    result = checked(HEAD + "H1,甲,100,9\nH2,甲,200,9\n总计,,350,9\n")
    found = findings(result)["total_differs"]
    assert (found.severity, found.rows, found.money) == (Severity.WARNING, 1, 350.0)
    assert "300.00" in found.message


def test_accounts_that_happen_to_add_up_stay(checked, findings) -> None:
    """Any two bills of 100 make one of 200."""
    rows = "".join(f"H{i},甲,{amount},9\n" for i, amount in enumerate([100, 100, 200, 400, 800]))
    assert len(checked(HEAD + rows).tape) == 5
    unnumbered = checked(HEAD + "H1,甲,100,9\nH2,甲,100,9\n,甲,200,9\nH4,甲,5,9\n")
    assert len(unnumbered.tape) == 4
    assert "totals_row" not in findings(unnumbered)


def test_a_creditor_may_be_called_total(checked) -> None:
    rows = "a1,Total Energies,5,9\na2,Total Energies,6,9\n,Total Energies,7,9\n"
    assert len(checked(f"account_id,creditor,balance,dpd\n{rows}").tape) == 3


def test_accounts_without_a_number_count_in_later_totals(checked) -> None:
    rows = "H1,甲,100,9\n,甲,30,9\nH2,甲,200,9\nH3,甲,7,9\n,,337,9\n"
    assert checked(HEAD + rows).tape.balance.tolist() == [100.0, 30.0, 200.0, 7.0]


@pytest.mark.parametrize(
    ("text", "owed"),
    [
        ("A1,100,30\nA2,200,30\n小计(2户),300,30\nA3,50,30\n合计(3户),350,30\n", 350.0),
        ("A1,100,30\nA2,200,30\nSubtotal branch 12,300,30\nA3,5,9\nTotal (3),305,9\n", 305.0),
        ("A1,100,30\nA2,200,30\nA3,50,30\nTOTAL 2025,350,30\n", 350.0),
        ("A1,100,30\n2025年1月合计：1笔,100,30\nA2,50,30\n", 150.0),
        ("A1,100,30\nA2,200,30\nSumme,300,\n", 300.0),
        ("A1,100,30\nA2,200,30\n累计,300,\n", 300.0),
    ],
)
def test_a_total_may_say_of_how_many_or_of_what_it_is(text, owed, checked, findings) -> None:
    result = checked(f"account_id,balance,days_past_due\n{text}")
    assert result.tape.balance.sum() == owed
    assert "totals_row" in findings(result)
    assert "total_differs" not in findings(result)


@pytest.mark.parametrize("heading", ["分行", "楼栋"])
def test_without_account_numbers_any_text_may_name_a_total(heading, checked, findings) -> None:
    rows = "北,1000,100\n北,2000,60\n北小计,3000,80\n上,500,60\n上小计,500,60\n总计,3500,75\n"
    result = checked(f"{heading},欠款余额,逾期天数\n{rows}")
    assert result.tape.balance.tolist() == [1000, 2000, 500]
    assert "total_differs" not in findings(result)
    english = "North,300,30\nNorth,350,24\nNorth Total,650,27\nGrand Total,650,27\n"
    result = checked(f"{heading},欠款余额,逾期天数\n{english}")
    assert result.tape.balance.sum() == 650.0


@pytest.mark.parametrize("word", ["平均", "Average", "均值", "最大值", "count"])
def test_a_row_about_all_others_is_no_account(word, checked, findings) -> None:
    rows = f"A1,1000,100\nA2,2000,60\n{word},1500,80\n合计,3000,\n"
    result = checked(f"账号,欠款余额,逾期天数\n{rows}")
    assert result.tape.balance.sum() == 3000.0
    assert "total_differs" not in findings(result)


def test_a_company_may_be_called_total(checked, findings) -> None:
    """In a file with account numbers only those name a total."""
    rows = "A1,Total Energies,1000,100\nA2,合计软件,2000,60\nA3,x,5,60\n"
    result = checked(f"账号,client,欠款余额,逾期天数\n{rows}")
    assert len(result.tape) == 3


@pytest.mark.parametrize(
    "label", ["北京 汇总", "总计金额：350元", "合计欠款", "汇总(3户)", "共计：3户", "累计余额"]
)
def test_an_account_number_that_is_a_total_is_none(label, checked, findings) -> None:
    result = checked(f"account_id,balance,dpd\nA1,100,30\nA2,200,30\nA3,50,30\n{label},350,30\n")
    assert result.tape.balance.sum() == 350.0
    assert findings(result)["totals_row"].rows == 1


@pytest.mark.parametrize("word", ["平均(3户)", "平均值：", "Average (3)", "最大值", "户数: 3"])
def test_a_statistic_may_say_of_how_many_it_is(word, checked) -> None:
    rows = f"A1,100,30\nA2,200,30\nA3,60,30\n{word},120,30\n"
    assert checked(f"account_id,balance,dpd\n{rows}").tape.balance.sum() == 360.0


BRANCHES = "product,balance,dpd\nFixed,10,30\n{name},60,30\nFixed,80,45\n{name},70,50\nFixed,80,9\n"


@pytest.mark.parametrize("name", ["Fixed Total", "Total care", "三项合计", "Max", "平均"])
def test_a_product_with_the_word_is_kept_and_asked_about(name, checked, findings) -> None:
    result = checked(BRANCHES.format(name=name))
    assert result.tape.balance.sum() == 300.0
    found = findings(result)
    assert "totals_row" not in found
    assert "total_differs" not in found
    doubt = found["called_total"]
    assert (doubt.severity, doubt.rows, doubt.money) == (Severity.DOUBT, 2, 130.0)
    assert [(c.answer, c.accounts, c.balance) for c in doubt.choices] == [
        ("keep", 5, 300.0),
        ("leave-out", 3, 170.0),
    ]


@pytest.mark.parametrize(("said", "owed"), [("keep", 300.0), ("leave-out", 170.0)])
def test_the_answer_on_rows_called_totals_is_followed(said, owed, checked, findings) -> None:
    result = checked(BRANCHES.format(name="Fixed Total"), meaning=Meaning(totals=said))
    assert result.tape.balance.sum() == owed
    assert findings(result)["called_total"].severity is Severity.NOTE


def test_equal_fees_of_a_product_are_not_totals_of_each_other(checked, findings) -> None:
    """The second row is the sum of the one above it, and yet an account."""
    rows = "".join(f"{'Fixed Total' if i % 2 else 'Fixed'},100,{30 + i}\n" for i in range(6))
    result = checked(f"product,balance,dpd\n{rows}")
    assert result.tape.balance.sum() == 600.0
    whole = checked(f"product,balance,dpd\n{rows}合计,600,31\n")
    assert whole.tape.balance.sum() == 600.0
    assert findings(whole)["totals_row"].rows == 1


def test_a_total_above_all_rows_is_one(checked, findings) -> None:
    result = checked("楼栋,欠款余额,逾期天数\n合计,3500,75\n北,1000,100\n上,2500,60\n")
    assert result.tape.balance.sum() == 3500.0
    assert findings(result)["totals_row"].rows == 1


def test_a_total_that_holds_nothing_but_its_sum_is_one(checked, findings) -> None:
    """Even where rows are missing from the file, which is told."""
    rows = "北,x,1000,100\n上,y,2500,60\n总计,,9000,\n"
    result = checked(f"楼栋,product,欠款余额,逾期天数\n{rows}")
    assert result.tape.balance.sum() == 3500.0
    assert "total_differs" in findings(result)


@pytest.mark.parametrize(
    ("word", "amount", "kept"),
    [("平均", 120, 3), ("最大值", 200, 3), ("Min", 60, 3), ("Max", 150, 4)],
)
def test_a_statistic_in_a_text_has_to_be_one(word, amount, kept, checked) -> None:
    rows = f"a,100,30\nb,200,30\nc,60,30\n{word},{amount},30\n"
    assert len(checked(f"remark,balance,dpd\n{rows}").tape) == kept


@pytest.mark.parametrize(
    ("head", "total"),
    [
        ("楼栋,业主类型,region,remark,欠款余额,逾期天数", "总计,,,,9000,75"),
        ("楼栋,业主类型,region,remark,欠款余额,逾期天数", "总计,x,y,z,9000,"),
        ("账号,业主类型,product,remark,欠款余额,逾期天数", ",x,Total,z,9000,75"),
    ],
)
def test_a_row_that_lacks_what_accounts_have_is_a_total_by_its_word(
    head, total, checked, findings
) -> None:
    """Of its cells, its age, its number: even where it is no sum, which is told."""
    result = checked(f"{head}\nB1,x,y,z,1000,100\nB2,x,y,z,2500,60\n{total}\n")
    assert result.tape.balance.tolist() == [1000.0, 2500.0]
    assert {"totals_row", "total_differs"} <= set(findings(result))


def test_an_account_with_a_number_may_have_a_product_called_total(checked, findings) -> None:
    result = checked("账号,product,balance,dpd\nA1,Base,100,30\nA2,Total,70,40\nA3,Base,5,9\n")
    assert result.tape.balance.sum() == 175.0
    assert not {"called_total", "totals_row"} & set(findings(result))


def test_an_account_that_is_called_total_and_is_a_sum_too_is_asked_about(checked, findings) -> None:
    text = "账号,creditor,balance,dpd\nA1,Base,100,30\nA2,Base,70,40\nA3,Total,170,9\n"
    result = checked(text)
    assert result.tape.balance.sum() == 340.0
    assert findings(result)["called_total"].severity is Severity.DOUBT
    left = checked(text, meaning=Meaning(totals="leave-out"))
    assert left.tape.balance.sum() == 170.0


@pytest.mark.parametrize(
    "label", ["Average", "Max", "Ø", "Median", "Durchschnitt", "Moyenne", "平均值", "户均", "人均"]
)
@pytest.mark.parametrize("column", ["region", "product", "remark"])
def test_a_statistic_without_a_number_is_none(label, column, checked) -> None:
    """The label stands where the row has room; the amount need not be to the cent."""
    rows = f"A1,100,30,x\nA2,200,60,y\nA3,120,70,x\n,141,53,{label}\n"
    result = checked(f"account_id,balance,dpd,{column}\n{rows}")
    assert result.tape.balance.sum() == 420.0


def test_sums_above_their_accounts_are_sums(checked, findings) -> None:
    rows = (
        "North branch,175,20\nA1,100,30\nA2,50,60\nA3,25,10\n"
        "South branch,350,25\nB1,100,30\nB2,150,60\nB3,100,60\n"
    )
    result = checked(f"account_id,balance,dpd\n{rows}")
    assert result.tape.balance.sum() == 525.0
    assert findings(result)["totals_row"].rows == 2


def test_of_equal_amounts_none_is_the_largest(checked, findings) -> None:
    result = checked("remark,balance,dpd\na,100,30\nb,100,30\nMax,100,30\nc,100,30\n")
    assert len(result.tape) == 4
    assert findings(result)["called_total"].rows == 1


def test_what_nearly_all_rows_are_called_is_no_word_for_a_total(checked, findings) -> None:
    rows = "Total care,100,30\nTotal care,200,30\nTotal care plus,50,9\n"
    result = checked(f"remark,balance,dpd\n{rows}")
    assert len(result.tape) == 3
    assert not {"called_total", "totals_row"} & set(findings(result))

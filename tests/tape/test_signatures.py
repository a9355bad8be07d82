"""What stands below a table is no account and no error; neither is a blank row."""

import pytest

from placement.tape.findings import Severity

HEAD = "账号,欠款余额,逾期天数\nA1,1000,100\nA2,2000,60\n"


@pytest.mark.parametrize(
    "line",
    [
        "制表人：张三,审核：李四,日期：2025-12-31",
        "制表人：王五",
        "备注：以上数据仅供参考,,",
        ",审核人：,",
        "Prepared by J. Doe,,",
        "Note: internal",
        "打印时间：2025-12-31 10:00,,,",
    ],
)
def test_it_is_noted_and_left_out(line, checked, findings) -> None:
    result = checked(f"{HEAD},,\n{line}\n")
    assert result.tape.balance.tolist() == [1000.0, 2000.0]
    found = findings(result)
    assert (found["signature_row"].severity, found["signature_row"].rows) == (Severity.NOTE, 1)
    assert (found["blank_row"].severity, found["blank_row"].rows) == (Severity.NOTE, 1)
    assert not [f for f in result.findings if f.severity is Severity.ERROR]
    assert len(result.tape) + len(result.tape.excluded) == 4


@pytest.mark.parametrize("line", ["王五", "A3,，,30", "审计科,12,"])
def test_other_rows_below_stay_errors(line, checked) -> None:
    result = checked(f"{HEAD}{line}\n")
    assert [f for f in result.findings if f.severity is Severity.ERROR]


def test_a_row_with_such_a_word_among_accounts_is_one(checked) -> None:
    result = checked("客户,欠款余额,逾期天数\n审核：甲,1000,100\n乙,2000,60\n")
    assert result.tape.balance.sum() == 3000.0


def test_of_a_line_below_a_table_with_names_only_the_word_is_kept(checked, findings) -> None:
    result = checked("账号,姓名,欠款余额,逾期天数\nA1,张三,1000,100\n制表人：王五\n")
    assert findings(result)["signature_row"].rows == 1
    assert "王五" not in str(result.tape.excluded.raw.to_pylist())


def test_a_broken_row_among_accounts_is_none(checked, findings) -> None:
    result = checked("账号,欠款余额,逾期天数\nA1,1000,100\n审核：甲\nA2,2000,60\n")
    assert findings(result)["ragged"].severity is Severity.ERROR
    assert "signature_row" not in findings(result)

"""Amounts: one decimal sign a column, units wherever they are said, one currency."""

import numpy as np
import pytest

from placement.domain.errors import TapeError
from placement.tape import unit_words
from placement.tape.findings import Severity
from placement.tape.meaning import UNITS, Meaning
from placement.tape.numbers import parse_number
from placement.tape.unit_words import UnitWord, unit_in_title, unit_word

YUAN = "CNY"


def owed(result) -> list[float]:
    """Return the balances of a checked tape."""
    return [round(x, 6) for x in result.tape.balance.tolist()]


# Decimal signs.


def test_one_amount_shows_the_sign_of_all(checked, findings) -> None:
    result = checked("balance;dpd\n2.500;30\n1.980,50;30\n4.000;30\n")
    assert owed(result) == [2500.0, 1980.5, 4000.0]
    assert "balance_decimal" not in findings(result)
    other = checked('balance,dpd\n"2,500",30\n"1,980.50",30\n1.125,30\n')
    assert owed(other) == [2500.0, 1980.5, 1.125]


@pytest.mark.parametrize(
    ("amounts", "taken", "totals"),
    [
        (("2.500", "3.000", "980"), "comma", {"point": 985.5, "comma": 6480.0}),
        (("2.501", "3.007", "980"), "point", {"point": 985.508, "comma": 6488.0}),
        (("2,500", "3,000", "980"), "point", {"point": 6480.0, "comma": 985.5}),
        (("2.500", "3,000"), "point", {"point": 3002.5, "comma": 2503.0}),
        (("10,500", "20,300", "130,200"), "point", {"point": 161000.0, "comma": 161.0}),
        (("10.501", "20.300", "130.200"), "comma", {"point": 161.001, "comma": 161001.0}),
    ],
)
def test_three_digits_behind_a_single_sign_everywhere_are_asked_about(
    amounts, taken, totals, checked, findings
) -> None:
    rows = "".join(f'"{amount}",30,x\n' for amount in amounts)
    result = checked(f"balance,dpd,note\n{rows}")
    found = findings(result)["balance_decimal"]
    assert found.severity is Severity.DOUBT
    assert {c.answer: pytest.approx(c.balance) for c in found.choices} == totals
    assert [c.answer for c in found.choices if c.taken] == [taken]
    assert result.tape.balance.sum() == pytest.approx(totals[taken])
    for answer, total in totals.items():
        told = checked(f"balance,dpd,note\n{rows}", meaning=Meaning(decimal=answer))
        assert told.tape.balance.sum() == pytest.approx(total)
        assert "balance_decimal" not in findings(told)


@pytest.mark.parametrize(
    ("amounts", "total"),
    [
        (("10,500", "20,300.25"), 30800.25),
        (("10.500", "20.300,25"), 30800.25),
        (("10,500", "1 300.25"), 11800.25),
        (("10.500", "1'300,25"), 11800.25),
    ],
)
def test_a_nought_before_the_sign_tells_nothing(amounts, total, checked, findings) -> None:
    """10,500 is as open as 12,500; only 0,500 is not."""
    rows = "".join(f'"{amount}",30\n' for amount in amounts)
    result = checked(f"balance,dpd\n{rows}")
    assert result.tape.balance.sum() == pytest.approx(total)
    assert "balance_decimal" not in findings(result)


def test_another_money_column_settles_the_sign(checked, findings) -> None:
    result = checked("balance;principal;dpd\n2.500;1.980,50;30\n4.000;;30\n")
    assert owed(result) == [2500.0, 4000.0]
    assert "balance_decimal" not in findings(result)


def test_plain_numbers_leave_no_doubt(checked, findings) -> None:
    result = checked("balance,dpd\n1250.500,30\n12.5,30\n0.125,30\n")
    assert owed(result) == [1250.5, 12.5, 0.125]
    assert "balance_decimal" not in findings(result)


# Units.


@pytest.mark.parametrize(
    ("text", "times", "currency"),
    [
        ("千元", 1e3, YUAN),
        ("人民币百万元", 1e6, YUAN),
        ("亿元", 1e8, YUAN),
        ("RMB'000", 1e3, YUAN),
        ("EUR 000", 1e3, "EUR"),
        ("in thousands", 1e3, None),
        ("USD million", 1e6, "USD"),
        ("万美元", 1e4, "USD"),
        ("HK$", None, "HKD"),
        ("milliers d'euros", 1e3, "EUR"),
        ("W元", 1e4, YUAN),
        ("10万元", 1e5, YUAN),
        ("TEUR", 1e3, "EUR"),
        ("T€", 1e3, "EUR"),
        ("Tsd. EUR", 1e3, "EUR"),
        ("Mio. €", 1e6, "EUR"),
        ("RMB 10k", 1e4, YUAN),
        ("RMB 10,000", 1e4, YUAN),
        ("in tens of thousands", 1e4, None),
        ("分", 0.01, None),
        ("cents", 0.01, None),
        ("角", 0.1, None),
        ("10,000", None, None),
        ("T", None, None),
        ("元", 1.0, YUAN),
        ("天", None, None),
        ("含税", None, None),
        ("", None, None),
    ],
)
def test_words_for_units(text, times, currency) -> None:
    assert unit_word(text) == UnitWord(times, currency)


@pytest.mark.parametrize(
    ("line", "times"),
    [
        ("单位：万元", 1e4),
        ("逾期明细表（单位:千元）截至2026年", 1e3),
        ("(amounts in thousands)", 1e3),
        ("金额单位：人民币元", 1.0),
        ("万科物业欠费明细", None),
        ("单位：某某银行", None),
        ("单位：户、万元", 1e4),
        ("笔/万元", 1e4),
        ("金额以万元计", 1e4),
        ("金额均为万元", 1e4),
        ("注：以下金额单位为万元。", 1e4),
        ("Angaben in TEUR", 1e3),
        ("Alle Beträge in Tsd. EUR", 1e3),
        ("Werte in Mio. €", 1e6),
        ("Beträge in T€", 1e3),
        ("Figures in USD millions unless stated", 1e6),
        ("amounts in RMB 10,000", 1e4),
        ("5万元以上逾期明细", None),
        ("欠款总额 1,250 万元", None),
        ("欠款超万元", None),
        ("亿元科技公司欠款明细", None),
        ("2号楼3单元", None),
        ("Portfolio of 3 million USD", None),
        ("Accounts over RMB 10,000", None),
        ("Mio Telecom", None),
    ],
)
def test_units_in_titles(line, times) -> None:
    assert unit_in_title(line).times == times


@pytest.mark.parametrize(
    "text",
    [
        "账号,余额（千元）,逾期天数\na,2.5,30\n",
        "账号,余额千元,逾期天数\na,2.5,30\n",
        "账号,余额/千元,逾期天数\na,2.5,30\n",
        "Account,Balance (in thousands),dpd\na,2.5,30\n",
        "Account,Balance RMB'000,dpd\na,2.5,30\n",
        "单位：千元,,\n账号,余额,逾期天数\na,2.5,30\n",
        "账号,余额,逾期天数\n-,千元,天\na,2.5,30\n",
        "账号,余额,逾期天数,单位\na,2.5,30,千元\n",
        "账号,余额（千元）,逾期天数\na,2500元,30\nb,-1,30\n".replace("2500元", "0.25万元"),
    ],
)
def test_thousands_wherever_they_are_said(text, checked, findings) -> None:
    result = checked(text)
    assert owed(result) == [2500.0]
    found = findings(result)["balance_scaled"]
    assert found.severity is Severity.WARNING
    assert "千元" in found.message


@pytest.mark.parametrize(
    ("heading", "factor"),
    [
        ("余额（以万元为单位）", 1e4),
        ("余额（折人民币万元）", 1e4),
        ("余额（含息，万元）", 1e4),
        ("Balance (RMB 10k)", 1e4),
        ('"Balance (RMB 10,000)"', 1e4),
        ("余额（分）", 0.01),
        ("Balance (cents)", 0.01),
        ("Balance (角)", 0.1),
        ("余额（含利息）", 1.0),
        ("余额（5万元以上）", 1.0),
        ("Balance (30 days)", 1.0),
        ("Balance (w/ fees)", 1.0),
        ("余额（W）", 1e4),
    ],
)
def test_a_bracket_says_the_unit_among_other_words(heading, factor, checked) -> None:
    assert owed(checked(f"账号,{heading},逾期天数\na,1250,30\n")) == [1250.0 * factor]


@pytest.mark.parametrize(
    "text",
    [
        "账号,余额,逾期天数\n(text),(in thousands),(days)\na,2.5,30\n",
        "账号,余额,逾期天数\n编号,余额（千元）,天数\na,2.5,30\n",
        "账号,金额,金额,账龄\n,余额(千元),本金(千元),天\na,2.5,1,30\n",
        "账号,欠款情况（千元）,,,逾期天数\n,本金,利息,合计,\na,2,0.5,2.5,30\n",
        "账号,金额单位：千元,,逾期天数\n,本金,合计,\na,2,2.5,30\n",
    ],
)
def test_a_second_row_of_headings_says_the_unit(text, checked, findings) -> None:
    result = checked(text)
    assert owed(result) == [2500.0]
    assert not {"balance_unreadable", "principal_unreadable"} & set(findings(result))


@pytest.mark.parametrize(
    "line", ["单位：千元,,", "备注：金额单位千元,,", ",注：金额单位为千元,", "金额单位：千元"]
)
def test_a_line_below_the_accounts_says_the_unit_and_is_no_debt(line, checked, findings) -> None:
    result = checked(f"账号,余额,逾期天数\na,2.5,30\nb,1,30\n合计,3.5,\n{line}\n")
    assert owed(result) == [2500.0, 1000.0]
    found = findings(result)
    assert "balance_missing" not in found
    assert found["total_agrees"].money == 3500.0
    assert set(result.tape.excluded.groups) <= {"total", "heading", "debt"}


@pytest.mark.parametrize("cell", ["pending (USD)", "约5000（万元）", "张三（元）"])
def test_a_balance_that_is_no_amount_is_no_row_of_units(cell, checked, findings) -> None:
    result = checked(f"账号,余额,逾期天数\na,{cell},30\nb,1,30\n")
    assert owed(result) == [1.0]
    assert findings(result)["balance_unreadable"].rows == 1


def test_an_account_without_a_balance_is_no_line_about_units(checked, findings) -> None:
    result = checked("账号,余额,逾期天数\na,2.5,30\n万元户,,\n")
    assert findings(result)["balance_missing"].rows == 1


@pytest.mark.parametrize(
    ("units", "taken", "others"),
    [
        (("万元", "", ""), 75000.0, [15006.0]),
        (("万元", "", "套"), 15006.0, [75000.0]),
        (("", "万元", ""), 25005.0, [75000.0]),
        (("万元", "千元", ""), 17503.5, [18500.0 - 1e3 + 3.5e3 - 3.5, 52500.0]),
    ],
)
def test_rows_without_a_unit_beside_others_are_asked_about(
    units, taken, others, checked, findings
) -> None:
    rows = "".join(
        f"a{i},{amount},30,{unit}\n"
        for i, (amount, unit) in enumerate(zip((1.5, 2.5, 3.5), units, strict=True))
    )
    text = f"账号,余额,逾期天数,单位\n{rows}"
    result = checked(text)
    found = findings(result)["balance_unit_open"]
    assert found.severity is Severity.DOUBT
    assert result.tape.balance.sum() == pytest.approx(taken)
    for choice in found.choices:
        told = checked(text, meaning=Meaning(unit=choice.answer))
        assert told.tape.balance.sum() == pytest.approx(choice.balance)
        assert "balance_unit_open" not in findings(told)
    assert len(found.choices) == len(others) + 1


def test_a_column_of_units_against_the_heading_is_asked_about(checked, findings) -> None:
    result = checked("账号,余额（万元）,逾期天数,单位\na,2.5,30,元\n")
    choices = findings(result)["balance_unit"].choices
    assert [(c.answer, c.balance) for c in choices] == [("万元", 25000.0), ("元", 2.5)]


@pytest.mark.parametrize(
    "text",
    [
        "账号,余额（万元）,逾期天数\na,2.5,30\n",
        "单位：万元,,\n账号,余额,逾期天数\na,2.5,30\n",
        "账号,余额,逾期天数,单位\na,2.5,30,万元\n",
    ],
)
def test_the_user_s_unit_wins_over_the_file_s_and_it_is_said(text, checked, findings) -> None:
    result = checked(text, meaning=Meaning(unit="元"))
    assert owed(result) == [2.5]
    assert "万元" in findings(result)["balance_unit_overruled"].message
    alike = checked(text, meaning=Meaning(unit="万元"))
    assert "balance_unit_overruled" not in findings(alike)


def test_a_unit_that_changes_nothing_is_told(checked, findings) -> None:
    text = "账号,余额,逾期天数,单位\na,2.5,30,万元\nb,1,30,千元\n合计,,,\n"
    result = checked(text, meaning=Meaning(unit="元"))
    assert owed(result) == [25000.0, 1000.0]
    assert findings(result)["balance_unit_unused"].severity is Severity.WARNING


def test_a_decimal_sign_that_amounts_rule_out_is_asked_about(checked, findings) -> None:
    text = "balance;dpd\n1.250,50;30\n3.000;30\n"
    result = checked(text, meaning=Meaning(decimal="point"))
    found = findings(result)["balance_decimal_against"]
    assert (found.severity, found.rows) == (Severity.DOUBT, 1)
    assert [(c.answer, c.balance, c.taken) for c in found.choices] == [
        ("point", 1253.5, True),
        ("comma", 4250.5, False),
    ]
    told = checked(text, meaning=Meaning(decimal="comma"))
    assert owed(told) == [1250.5, 3000.0]
    assert "balance_decimal_against" not in findings(told)


def test_every_row_can_have_its_own_unit(checked) -> None:
    result = checked("账号,余额,逾期天数,单位\na,2,30,万元\nb,300,30,元\nc,5,30,\n")
    assert owed(result) == [20000.0, 300.0, 5.0]


def test_single_units_are_not_worth_a_word(checked, findings) -> None:
    result = checked("单位：元,,\n账号,余额（元）,逾期天数\na,2.5,30\n")
    assert owed(result) == [2.5]
    assert not {"balance_scaled", "balance_unit"} & set(findings(result))


def test_every_unit_that_is_understood_can_be_answered() -> None:
    assert set(unit_words._TIMES.values()) <= set(UNITS.values())


def test_places_that_contradict_each_other_are_asked_about(checked, findings) -> None:
    text = "单位：元,,\n账号,余额（万元）,逾期天数\na,2.5,30\n"
    result = checked(text)
    found = findings(result)["balance_unit"]
    assert found.severity is Severity.DOUBT
    assert [(c.answer, c.balance, c.taken) for c in found.choices] == [
        ("万元", 25000.0, True),
        ("元", 2.5, False),
    ]
    assert owed(checked(text, meaning=Meaning(unit="元"))) == [2.5]


def test_the_user_s_unit_is_applied_and_said(checked, findings) -> None:
    result = checked("balance,principal,dpd\n2.5,1,30\n", meaning=Meaning(unit="thousand"))
    assert owed(result) == [2500.0]
    assert result.tape.principal_share.tolist() == [0.4]
    assert findings(result)["balance_scaled"].severity is Severity.NOTE


def test_principal_is_in_the_balance_s_unit_unless_it_cannot_be(checked) -> None:
    alike = checked("余额（万元）,本金,逾期天数\n2,1,30\n").tape
    assert alike.principal_share.tolist() == [0.5]
    single = checked("余额（万元）,本金,逾期天数\n2,10000,30\n").tape
    assert single.principal_share.tolist() == [0.5]


def test_money_of_findings_is_in_single_units(checked, findings) -> None:
    result = checked("账号,余额（万元）,逾期天数\na,2.5,\nb,1,30\n")
    assert findings(result)["age_missing"].money == 25000.0
    assert result.tape.excluded.money == 25000.0


# Currencies.


@pytest.mark.parametrize(
    "text",
    [
        "balance,dpd,currency\n10,30,USD\n20,30,美元\n",
        "balance,dpd\n$10,30\n$20,30\n",
        "balance,dpd\nUSD 10,30\n20 usd,30\n",
        "Balance (USD),dpd\n10,30\n20,30\n",
        "Balance USD,dpd\n10,30\n20,30\n",
        "币种：美元,\n余额,逾期天数\n10,30\n20,30\n",
        "余额,逾期天数\n美元,天\n10,30\n20,30\n",
        "单位：元 币种：美元,\n余额,逾期天数\n10,30\n20,30\n",
        "币种：美元,\n余额（元）,逾期天数\n10,30\n20,30\n",
        "币种：美元,,\n余额,逾期天数,单位\n10,30,元\n20,30,元\n",
    ],
)
def test_a_book_in_another_currency_needs_a_rate(text, checked, findings) -> None:
    with pytest.raises(TapeError, match=r"is in USD.*--rate"):
        checked(text)
    result = checked(text, meaning=Meaning(rate=7.0))
    assert (owed(result), result.tape.currency) == ([70.0, 140.0], YUAN)
    found = findings(result)["currency_converted"]
    assert (found.severity, found.rows, found.money) == (Severity.NOTE, 2, 210.0)


@pytest.mark.parametrize(
    "text",
    [
        "Outstanding (EUR 000);dpd\n1,5;30\n",
        "Balance (TEUR);dpd\n1,5;30\n",
        "Balance TEUR;dpd\n1,5;30\n",
        "Balance (T€);dpd\n1,5;30\n",
        "Offene Posten, Angaben in TEUR;\nBalance;dpd\n1,5;30\n",
        "Alle Beträge in Tsd. EUR;\nBalance;dpd\n1,5;30\n",
        "Beträge in T€;\nBalance;dpd\n1,5;30\n",
    ],
)
def test_unit_and_currency_may_be_one_word(text, checked) -> None:
    with pytest.raises(TapeError, match="is in EUR"):
        checked(text)
    assert owed(checked(text, meaning=Meaning(rate=8.0))) == [12000.0]


def test_a_column_mapped_by_hand_says_its_unit_too(checked) -> None:
    text = "Konto;Saldo TEUR;Verzugstage\na;1,5;30\n"
    mapping = {"balance": "Saldo TEUR", "days_past_due": "Verzugstage"}
    assert owed(checked(text, mapping=mapping, meaning=Meaning(rate=8.0))) == [12000.0]


def test_a_few_rows_in_another_currency_are_converted_or_left_out(checked, findings) -> None:
    text = "balance,dpd,currency\n1,3,RMB\n2,3,人民币\n1000,3,USD\n4,3,\n"
    out = checked(text)
    assert owed(out) == [1.0, 2.0, 4.0]
    assert findings(out)["currency_mixed"].money == 1000.0
    assert owed(checked(text, meaning=Meaning(rate=7.0))) == [1.0, 2.0, 7000.0, 4.0]


def test_a_sign_on_a_few_amounts_says_nothing_of_the_others(checked, findings) -> None:
    result = checked("balance,dpd\n10,30\n20,30\n$5,30\n")
    assert owed(result) == [10.0, 20.0]
    assert findings(result)["currency_mixed"].first == ((4, "$5"),)


def test_yuan_needs_no_word(checked, findings) -> None:
    result = checked("余额（元）,逾期天数,币种\n￥5,30,人民币\n6元,30,CNY\n7,30,\n")
    assert (owed(result), result.tape.currency) == ([5.0, 6.0, 7.0], YUAN)
    assert not {"currency_mixed", "currency_converted"} & set(findings(result))


@pytest.mark.parametrize(
    ("code", "currency"), [("156", YUAN), ("840", "USD"), ("978", "EUR"), ("344", "HKD")]
)
def test_currencies_may_be_numbers_of_the_standard(code, currency, checked) -> None:
    text = f"balance,dpd,币种\n10,30,{code}\n"
    if currency == YUAN:
        assert owed(checked(text)) == [10.0]
    else:
        with pytest.raises(TapeError, match=f"is in {currency}"):
            checked(text)


@pytest.mark.parametrize(
    "text",
    [
        "balance,本金（美元）,dpd\n1000,100,30\n",
        "balance,principal,dpd\n1000,$100,30\n",
        "balance,principal,dpd\n元,USD,\n1000,100,30\n",
    ],
)
def test_principal_in_another_currency_than_its_balance_needs_a_rate(
    text, checked, findings
) -> None:
    with pytest.raises(TapeError, match=r"is in USD and the balance in CNY.*--rate"):
        checked(text)
    result = checked(text, meaning=Meaning(rate=7.0))
    assert owed(result) == [1000.0]
    assert result.tape.principal_share.tolist() == [0.7]
    assert "principal_converted" in findings(result)
    assert "rate_unused" not in findings(result)


def test_principal_in_yuan_beside_dollars_is_not_converted(checked) -> None:
    text = "Balance (USD),本金（人民币）,dpd\n100,350,30\n"
    result = checked(text, meaning=Meaning(rate=7.0))
    assert owed(result) == [700.0]
    assert result.tape.principal_share.tolist() == [0.5]


def test_a_rate_that_is_not_used_is_told(checked, findings) -> None:
    result = checked("balance,dpd\n10,30\n", meaning=Meaning(rate=7.0))
    assert owed(result) == [10.0]
    assert findings(result)["rate_unused"].severity is Severity.WARNING


def test_rows_and_money_still_add_up(checked) -> None:
    result = checked(
        "账号,余额（千元）,逾期天数\na,1,30\nb,x,30\nc,-2,30\nd,4,\n合计,3,\n",
        meaning=Meaning(decimal="point"),
    )
    tape = result.tape
    assert len(tape) + len(tape.excluded) == 5
    np.testing.assert_allclose(tape.balance.sum() + tape.excluded.money, 6000.0)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234.-", 1234.0),
        ("1.250,-", 1250.0),
        ("980,--", 980.0),
        ("1'250.—", 1250.0),
        ("-5", -5.0),
    ],
)
def test_no_cents_may_be_written_as_a_dash(text, amount) -> None:
    assert parse_number(text) == amount


def test_days_with_a_thousands_point_are_days(checked) -> None:
    result = checked("account_id;balance;days_past_due\na;100,50;1.095\nb;20,10;30\nc;5,00;2.250\n")
    np.testing.assert_allclose(result.tape.age * 365 / 12, [1095, 30, 2250])


@pytest.mark.parametrize(
    ("word", "times"),
    [
        ("TEUR", 1e3),
        ("EUR k", 1e3),
        ("T€", 1e3),
        ("EUR '000", 1e3),
        ("EUR million", 1e6),
        ("k€", 1e3),
    ],
)
def test_a_column_of_currencies_may_name_a_unit(word, times, checked) -> None:
    text = f"account_id,balance,days_past_due,currency\na,12.5,30,{word}\nb,3.2,60,{word}\n"
    result = checked(text, meaning=Meaning(rate=10.0))
    assert result.tape.balance.sum() == pytest.approx(157.0 * times)


def test_chinese_units_in_a_column_of_currencies(checked) -> None:
    result = checked(
        "账号,欠款余额,逾期天数,币种\na,1250,30,万元\nb,320,60,万元\n", sector="property_fee"
    )
    assert result.tape.balance.sum() == 15_700_000.0
    plain = checked("账号,余额(万元),逾期天数,币种\na,1.25,30,元\nb,0.5,60,人民币\n")
    assert plain.tape.balance.tolist() == [12_500.0, 5_000.0]


def test_one_amount_that_names_its_unit_keeps_it(checked) -> None:
    result = checked("账号,余额(万元),逾期天数\na,12.5,30\nb,5000元,60\nc,3.2,60\n")
    assert result.tape.balance.tolist() == [125_000.0, 5_000.0, 32_000.0]


def test_a_phone_in_the_column_of_currencies_is_not_shown(checked) -> None:
    with pytest.raises(TapeError) as caught:
        checked("account_id,balance,days_past_due,currency\na,5,30,13800138000\n")
    assert "13800138000" not in str(caught.value)

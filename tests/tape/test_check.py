"""Every kind of bad input gets its finding, and the good rows still work."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from placement.domain.days import DAYS_PER_MONTH
from placement.domain.errors import InputError, TapeError
from placement.tape import check
from placement.tape.findings import Severity
from placement.tape.tape import Excluded

GOOD = "a1,100,30\na2,200,60\n"
HEAD = "account_id,balance,days_past_due\n"

BAD_ROWS = {
    "balance_missing": ("x,,30\n", 0.0),
    "balance_unreadable": ("x,pending,30\n", 0.0),
    "balance_negative": ("x,-42.5,30\n", -42.5),
    "balance_zero": ("x,0,30\n", 0.0),
    "age_missing": ("x,5,\n", 5.0),
    "age_too_high": ("x,5,18300\n", 5.0),
    "not_past_due": ("x,5,-3\n", 5.0),
    "heading_row": ("账号,欠款余额,逾期天数\n", 0.0),
    "totals_row": ("合计：,300,\n", 300.0),
    "duplicate": ("a2,200,60\n", 200.0),
}


@pytest.mark.parametrize("code", BAD_ROWS)
def test_a_bad_row_is_left_out_listed_and_counted(code, checked, findings) -> None:
    row, money = BAD_ROWS[code]
    result = checked(HEAD + GOOD + row)
    found = findings(result)[code]
    assert found.severity is Severity.ERROR
    assert (found.rows, found.money) == (1, pytest.approx(money))
    assert found.first[0][0] == 4
    assert found.message
    assert found.advice
    assert result.tape.account_id.tolist() == ["a1", "a2"]
    assert result.tape.excluded.row.tolist() == [4]
    assert code in result.tape.excluded.reasons[0]
    assert result.tape.excluded.money == pytest.approx(money)
    assert result.tape.excluded.raw.to_pylist()[0] == dict(
        zip(HEAD.strip().split(","), (c or None for c in row.strip().split(",")), strict=True)
    )


def test_a_row_lost_on_the_way_is_an_error(checked, monkeypatch) -> None:
    monkeypatch.setattr(
        check,
        "_excluded",
        lambda *_: Excluded(
            row=np.array([], np.int64), reasons=(), balance=np.array([]), raw=pa.table({})
        ),
    )
    with pytest.raises(TapeError, match="3 rows were read, but 2 are in the book and 0 left out"):
        checked(HEAD + GOOD + "x,,30\n")


def test_long_numbers_are_never_whole_in_a_finding(checked) -> None:
    text = HEAD + GOOD + "a3,6222021234567890,30\na4,call 13812345678,5\na5,-12345678.5,30\n"
    lines = " ".join(finding.line() for finding in checked(text).findings)
    assert "6222021234567890" not in lines
    assert "13812345678" not in lines
    assert "row 6: -12345678.5" in lines


def test_a_clean_tape_has_no_errors_or_warnings(checked) -> None:
    result = checked(HEAD + GOOD)
    assert {f.severity for f in result.findings} <= {Severity.NOTE}
    assert len(result.tape.excluded) == 0


def test_all_findings_come_in_one_pass_and_a_row_keeps_all_its_reasons(checked) -> None:
    result = checked(
        "account_id,sector,balance,days_past_due\na,telecom,5,1\nb,mars,-1,\nc,telecom,,x\n",
        sector=None,
    )
    assert result.tape.excluded.reasons == (
        "balance_negative; sector_unknown; age_missing",
        "balance_missing; age_missing",
    )
    errors = {f.code: f.rows for f in result.findings if f.severity is Severity.ERROR}
    assert errors == {
        "balance_missing": 1,
        "balance_negative": 1,
        "sector_unknown": 1,
        "age_missing": 2,
    }


def test_amounts_as_text_are_understood_and_reported(checked, findings) -> None:
    result = checked('balance,dpd\n"1,234.50元",30\n￥7000,30\n"1.234,50",30\n5,30\n')
    assert result.tape.balance.tolist() == [1234.5, 7000.0, 1234.5, 5.0]
    found = findings(result)["balance_text"]
    assert (found.severity, found.rows) == (Severity.WARNING, 3)
    assert found.first[0] == (2, "1,234.50元")


def test_a_percentage_is_no_amount(checked, findings) -> None:
    result = checked("balance,dpd\n12%,30\n5,30\n")
    assert findings(result)["balance_unreadable"].first == ((2, "12%"),)


def test_an_amount_headed_in_ten_thousands_is_scaled_and_said(checked, findings) -> None:
    result = checked("欠款余额(万元),逾期天数\n1.5,30\n")
    assert result.tape.balance.tolist() == [15000.0]
    assert findings(result)["balance_scaled"].rows == 1


def test_two_heading_rows(checked, findings) -> None:
    result = checked("账号,欠款余额,逾期天数\naccount_id,balance,days_past_due\na,5,30\nb,6,30\n")
    assert result.tape.balance.tolist() == [5.0, 6.0]
    assert findings(result)["heading_row"].first == ((2, "balance"),)


def test_a_row_of_units_is_no_account(checked, findings) -> None:
    result = checked("账号,欠款余额,逾期天数\n-,元,天\na,5,30\n")
    assert result.tape.row.tolist() == [3]
    assert "heading_row" in findings(result)


def test_an_unlabelled_last_row_that_sums_all_others_is_a_total(checked, findings) -> None:
    result = checked(HEAD + GOOD + "a3,50,3\n,350,\n")
    assert findings(result)["totals_row"].first == ((5, "350"),)
    assert result.tape.balance.sum() == 350


def test_an_account_that_happens_to_be_the_sum_stays(checked, findings) -> None:
    result = checked(HEAD + GOOD + "a3,50,3\na4,350,5\n")
    assert "totals_row" not in findings(result)
    assert len(result.tape) == 4


def test_the_second_of_two_rows_is_used_if_the_first_is_bad(checked, findings) -> None:
    result = checked(HEAD + "a,x,30\na,7,30\n")
    assert result.tape.balance.tolist() == [7.0]
    assert "duplicate" not in findings(result)


def test_leading_zeros_make_different_accounts(checked) -> None:
    assert len(checked(HEAD + "01,5,3\n1,5,3\n").tape) == 2


def test_mixed_currencies_keep_the_most_common(checked, findings) -> None:
    result = checked("balance,dpd,currency\n1,3,RMB\n2,3,人民币\n1000,3,USD\n4,3,\n500,3,欧元\n")
    assert result.tape.currency == "CNY"
    assert result.tape.balance.tolist() == [1.0, 2.0, 4.0]
    found = findings(result)["currency_mixed"]
    assert (found.rows, found.money) == (2, 1500.0)
    assert "USD" in found.message
    assert "EUR" in found.message


def test_unknown_sectors_are_left_out_or_take_the_one_given(checked, findings) -> None:
    text = "sector,balance,dpd\n信用卡,5,3\nPROPERTY FEE,6,3\nmars,7,3\n,8,3\n"
    strict = checked(text, sector=None)
    assert strict.tape.sector.texts().tolist() == ["bank_card", "property_fee"]
    assert findings(strict)["sector_unknown"].first == ((4, "mars"), (5, ""))
    lenient = checked(text, sector="logistics")
    assert lenient.tape.sector.texts().tolist()[2:] == ["logistics", "logistics"]
    assert findings(lenient)["sector_assumed"].rows == 2


def test_creditor_types_default_by_sector_and_unknown_ones_are_told(checked, findings) -> None:
    result = checked(
        "sector,balance,dpd,creditor_type\nbank_card,5,3,国有\nbank_card,5,3,\n"
        "telecom,5,3,?\ntelecom,5,3,\n",
        sector=None,
    )
    assert result.tape.creditor_type.texts().tolist() == [
        "state_owned",
        "joint_stock",
        "other",
        "other",
    ]
    assert findings(result)["creditor_type_unknown"].first == ((4, "?"),)


def test_a_creditor_type_given_is_the_default_everywhere(checked) -> None:
    tape = checked(HEAD + GOOD, creditor_type="state_owned").tape
    assert set(tape.creditor_type.texts()) == {"state_owned"}


def test_principal_above_balance_is_capped_and_told(checked, findings) -> None:
    result = checked("balance,principal,dpd\n100,150,3\n100,60,3\n100,,3\n100,-5,3\n")
    np.testing.assert_array_equal(result.tape.principal_share, [1.0, 0.6, np.nan, np.nan])
    assert findings(result)["principal_above_balance"].first == ((2, "150"),)
    assert findings(result)["principal_unreadable"].first == ((5, "-5"),)


def test_days_come_before_months_before_due_date_and_contradictions_are_told(
    checked, findings
) -> None:
    result = checked(
        "balance,days_past_due,months_past_due,due_date\n"
        "1,61,2,2025-10-31\n"
        "1,61,9,2025-10-31\n"
        "1,,3,2025-10-01\n"
        "1,,,2024-12-31\n",
        as_of=dt.date(2025, 12, 31),
    )
    np.testing.assert_allclose(
        result.tape.age,
        [61 / DAYS_PER_MONTH, 61 / DAYS_PER_MONTH, 3.0, 365 / DAYS_PER_MONTH],
        rtol=1e-12,
    )
    contradictions = [f for f in result.findings if f.code == "age_contradiction"]
    assert [(f.column, f.first) for f in contradictions] == [("months_past_due", ((3, "9"),))]


def test_a_due_date_after_the_cut_off_is_left_out(checked, findings) -> None:
    result = checked("balance,due_date\n1,2025-06-30\n2,2026-06-30\n", as_of=dt.date(2025, 12, 31))
    assert result.tape.balance.tolist() == [1.0]
    assert findings(result)["not_past_due"].first == ((3, "2026-06-30"),)


def test_a_demand_after_the_cut_off_is_taken_as_unknown(checked, findings) -> None:
    result = checked(
        "balance,dpd,last_demand_date\n1,9,2027-01-01\n2,9,2025-12-01\n",
        as_of=dt.date(2025, 12, 31),
    )
    np.testing.assert_allclose(result.tape.months_since_demand, [np.nan, 30 / DAYS_PER_MONTH])
    assert findings(result)["date_future"].first == ((2, "2027-01-01"),)


def test_unreadable_dates_are_told(checked, findings) -> None:
    result = checked("balance,dpd,last_demand_date\n1,9,soon\n2,9,2025-12-01\n")
    assert findings(result)["date_unreadable"].first == ((2, "soon"),)
    assert len(result.tape) == 2


def test_limitation_date_stands_in_for_the_demand(checked) -> None:
    """Limitation complete 12 months from now: the last demand was 24 months ago."""
    tape = checked(
        "balance,dpd,last_demand_date,limitation_date\n1,900,,2026-12-31\n1,900,2025-12-31,2026-12-31\n",
        as_of=dt.date(2025, 12, 31),
    ).tape
    np.testing.assert_allclose(
        tape.months_since_demand, [36 - 365 / DAYS_PER_MONTH, 0.0], rtol=1e-12
    )


def test_no_demand_is_before_the_due_date(checked, findings) -> None:
    """Limitation cannot run before a debt is due: the age counts, and the row is named."""
    result = checked(
        "balance,dpd,last_demand_date\n1,90,2020-01-01\n1,90,2025-12-01\n",
        as_of=dt.date(2025, 12, 31),
    )
    np.testing.assert_allclose(
        result.tape.months_since_demand, [90 / DAYS_PER_MONTH, 30 / DAYS_PER_MONTH]
    )
    assert findings(result)["demand_before_due_date"].first == ((2, "2020-01-01"),)


def test_no_months_of_own_work_are_asked_about(checked, findings) -> None:
    """An export writes 0 for what it does not know, and would double what is expected."""
    result = checked("balance,dpd,in_house_months\n1,240,0\n1,240,5\n1,10,0\n")
    assert findings(result)["in_house_months_none"].first == ((2, "0"),)


def test_the_cut_off_date_is_given_else_the_file_s_else_the_latest_trace(checked) -> None:
    text = "balance,dpd,last_payment_date,last_demand_date{0}\n1,9,2025-05-01,2025-03-01{1}\n"
    traces, own = text.format("", ""), text.format(",截止日", ",2025-06-30")
    assert checked(traces).tape.as_of == dt.date(2025, 5, 1)
    assert checked(own).tape.as_of == dt.date(2025, 6, 30)
    assert checked(own, as_of=dt.date(2025, 7, 1)).tape.as_of == dt.date(2025, 7, 1)
    assert checked(HEAD + GOOD).tape.as_of is None


def test_a_slip_beyond_today_does_not_set_the_cut_off_date(checked) -> None:
    text = "balance,dpd,last_payment_date\n1,9,2052-05-01\n2,9,2025-03-01\n"
    assert checked(text, today=dt.date(2025, 12, 31)).tape.as_of == dt.date(2025, 3, 1)


def test_a_lonely_late_date_makes_the_cut_off_date_doubtful(checked, findings) -> None:
    rows = "".join(f"{i + 1},9,2024-03-01\n" for i in range(200))
    result = checked(f"balance,dpd,last_payment_date\n{rows}1,9,2052-05-01\n")
    assert findings(result)["as_of_doubtful"].severity is Severity.WARNING


def test_flags_and_placements(checked, findings) -> None:
    result = checked(
        "balance,dpd,disputed,reachable,placements\n"
        "1,9,是,Y,0\n1,9,否,N,2次\n1,9,maybe,,1.5\n1,9,1,0,\n"
    )
    assert result.tape.disputed.tolist() == [True, False, False, True]
    assert result.tape.unreachable.tolist() == [False, True, False, True]
    assert result.tape.placements.tolist() == [0, 2, 0, 0]
    assert findings(result)["disputed_unreadable"].first == ((4, "maybe"),)
    assert findings(result)["placements_unreadable"].first == ((4, "1.5"),)


def test_ambiguous_and_unused_columns_are_told(checked, findings) -> None:
    found = findings(checked("balance,total balance,dpd,colour\n1,2,9,red\n"))
    assert found["column_ambiguous"].column == "balance"
    assert "colour" in found["column_unused"].message


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2\n", ("is the balance", "is an age", "is the sector")),
        ("balance,due_date\n1,2025-01-01\n", ("needs a cut-off date", "sector")),
        (HEAD.replace("balance", "size") + GOOD, ("No column is the balance", "sector")),
    ],
)
def test_missing_columns_are_all_named_at_once(text, says, checked) -> None:
    with pytest.raises(TapeError) as caught:
        checked(text, sector=None)
    assert len(caught.value.messages) == len(says)
    for line, word in zip(caught.value.messages, says, strict=True):
        assert word in line


def test_no_usable_row_is_one_line_per_finding(checked) -> None:
    with pytest.raises(TapeError) as caught:
        checked(HEAD + "a,-1,3\nb,x,3\nc,5,\n")
    assert len(caught.value.messages) == 3
    assert caught.value.messages[0] == (
        "1 of 3 rows have a balance that is no amount; amounts are numbers like 1234.50, never "
        "percentages. First: row 3: x. Correct these cells."
    )
    assert "row 2: -1" in caught.value.messages[1]
    assert "no age" in caught.value.messages[2]


def test_unknown_defaults_are_refused(checked) -> None:
    with pytest.raises(InputError, match=r"sector must be one of .*; got mars"):
        checked(HEAD + GOOD, sector="mars")
    with pytest.raises(InputError, match="creditor_type must be one of"):
        checked(HEAD + GOOD, creditor_type="church")


def test_the_digest_names_content_mapping_and_defaults(checked) -> None:
    def digest(**more: object) -> str:
        return checked(HEAD + GOOD, **more).tape.digest

    assert digest() == digest()
    others = {
        digest(),
        digest(sector="logistics"),
        digest(as_of=dt.date(2025, 1, 1)),
        digest(creditor_type="other"),
        digest(mapping={"principal": "account_id"}),
        checked(HEAD + GOOD.replace("100", "101")).tape.digest,
    }
    assert len(others) == 6


def test_the_tape_is_read_only(checked) -> None:
    tape = checked(HEAD + GOOD).tape
    for array in (tape.balance, tape.age, tape.disputed, tape.sector.codes, tape.account_id):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_account_numbers_are_masked(checked) -> None:
    tape = checked(HEAD + "6222021234567890,1,2\n12,1,2\n,1,2\n").tape
    assert tape.masked() == ("••••••••••••7890", "•2", "#4")
    assert checked("balance,dpd\n1,2\n").tape.masked() == ("#2",)


def test_lost_contact_is_the_opposite_of_reachable(checked) -> None:
    tape = checked("欠款余额,逾期天数,失联,是否可联\n1,9,是,\n2,9,否,否\n3,9,否,是\n4,9,,\n").tape
    assert tape.unreachable.tolist() == [True, True, False, False]


def test_a_balance_no_debt_can_have_is_left_out_and_sums_stay_finite(checked, findings) -> None:
    """One slip of a card number into the column would drown every sum."""
    rows = "".join(f"h{i},1e308,30\n" for i in range(3)) + "n,-2e12,30\nbig,1e12,30\n"
    result = checked(HEAD + GOOD + rows)
    found = findings(result)["balance_implausible"]
    assert (found.severity, found.rows, found.money) == (Severity.ERROR, 4, 0.0)
    assert found.first[0] == (4, "1e+308")
    assert result.tape.balance.sum() == 300 + 1e12
    assert set(result.tape.excluded.reasons) == {"balance_implausible"}
    assert result.tape.excluded.money == 0.0


def test_what_is_left_out_is_told_apart_from_debts(checked) -> None:
    """Only a debt is money the book lacks."""
    out = checked(
        HEAD + GOOD + "a2,200,60\nc,-42.5,30\nz,0,30\nx,5,\n"
        "account_id,balance,days_past_due\n合计,462.5,\n"
    ).tape.excluded
    groups = {kind.value: (group.rows, group.money) for kind, group in out.groups.items()}
    assert groups == {
        "debt": (1, 5.0),
        "credit": (1, -42.5),
        "settled": (1, 0.0),
        "repeat": (1, 200.0),
        "total": (1, 462.5),
        "heading": (1, 0.0),
    }
    assert sum(money for _, money in groups.values()) == pytest.approx(out.money)
    assert checked(HEAD + GOOD).tape.excluded.groups == {}


def test_many_unknown_columns_are_counted_and_not_all_named(checked, findings) -> None:
    """Five thousand headings are no message."""
    extra = ",".join(f"c{i}" for i in range(5000))
    blanks = "," * 4999
    with pytest.raises(TapeError) as refused:
        checked(f"{extra}\n{blanks}x\n")
    assert all(len(line) < 300 for line in refused.value.messages)
    found = findings(checked(f"balance,dpd,{extra}\n5,30,{blanks}\n"))["column_unused"]
    assert found.message.endswith("c8, c9 and 4,990 more.")
    assert len(found.column) < 100


def test_a_tape_without_account_numbers_says_that_repeats_are_not_found(checked, findings) -> None:
    """Silence would look like a check that was passed."""
    assert "duplicates_unchecked" in findings(checked("balance,dpd\n5,30\n5,30\n"))
    assert "duplicates_unchecked" not in findings(checked(HEAD + GOOD))


def test_the_advice_on_a_missing_cut_off_date_is_the_askers(checked) -> None:
    """A screen has a box where a command has an option."""
    text = "balance,due_date\n5,2025-01-31\n"
    with pytest.raises(TapeError, match="--as-of 2025-12-31"):
        checked(text)
    with pytest.raises(TapeError, match="Use the box") as told:
        checked(text, date_advice="Use the box.")
    assert "--as-of" not in str(told.value)


def test_ages_up_to_the_oldest_that_can_be_valued_stay(checked, findings) -> None:
    """600 months stay with a warning, a day more is left out and not warned of again."""
    head = "account_id,balance,months_past_due\n"
    result = checked(head + "a,100,12\nb,100,600\nc,100,600.1\n")
    assert result.tape.account_id.tolist() == ["a", "b"]
    assert findings(result)["age_too_high"].rows == 1
    assert findings(result)["age_implausible"].rows == 1


def test_what_is_assumed_of_a_principal_that_is_not_given_is_said(checked, findings) -> None:
    whole = findings(checked("balance,dpd\n5,30\n6,30\n"))["principal_assumed"]
    assert (whole.severity, whole.rows, whole.money) == (Severity.NOTE, 2, 11.0)
    some = findings(checked("balance,principal,dpd\n5,4,30\n6,,30\n"))["principal_assumed"]
    assert (some.rows, some.money) == (1, 6.0)
    assert "principal_assumed" not in findings(checked("balance,principal,dpd\n5,4,30\n"))

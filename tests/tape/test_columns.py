"""Headings match by our names, EBA fields and Chinese headings; a mapping by hand wins."""

import time

import pytest

from placement.domain.errors import InputError
from placement.tape.columns import field_of, is_personal, match_columns, normalise
from placement.tape.fields import FIELDS, PERSONAL
from placement.tape.findings import name_some
from placement.tape.saved import load_mapping


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Account_ID", "account_id"),
        (" months past due ", "months_past_due"),
        ("LAST-DEMAND-DATE", "last_demand_date"),
        ("Loan Identifier", "account_id"),
        ("Legal Balance", "balance"),
        ("Principal Balance", "principal"),
        ("Days in Past-Due", "days_past_due"),
        ("Statute of Limitations Date", "limitation_date"),
        ("Cut-off Date", "as_of"),
        ("账号", "account_id"),
        ("行业", "sector"),
        ("欠款余额（元）", "balance"),
        ("未偿本金", "principal"),
        ("逾期天数", "days_past_due"),
        ("账龄", "months_past_due"),
        ("账龄(天)", "days_past_due"),
        ("委外次数", "placements"),
        ("是否争议", "disputed"),
        ("失联", "unreachable"),
        ("截止日", "as_of"),
        ("*账号", "account_id"),
        ("个案序列号", "account_id"),
        ("总欠款", "balance"),
        ("应还总额(元)", "balance"),
        ("剩余欠款", "balance"),
        ("应还本金", "principal"),
        ("债务人编号", "debtor_id"),
        ("Counterparty Identifier", "debtor_id"),
        ("催收手别", "hand"),
        ("委外手数", "hand"),
        ("委外公司", "placed_with"),
        ("委外状态", "placement_status"),
        ("分行", "region"),
        ("金额单位", "unit"),
    ],
)
def test_known_headings_match(heading, field) -> None:
    assert dict(match_columns([heading]).matched) == {field: heading}


def test_no_heading_means_two_fields_or_is_personal_too() -> None:
    names = [normalise(n) for field, spec in FIELDS.items() for n in {field, *spec.names}]
    fields = [field for field, spec in FIELDS.items() for _ in {field, *spec.names}]
    meanings = {name: set() for name in names}
    for name, field in zip(names, fields, strict=True):
        meanings[name].add(field)
    assert [name for name, found in meanings.items() if len(found) > 1] == []
    assert set(names) & {normalise(name) for name in PERSONAL.split(" | ")} == set()


def test_of_two_candidates_the_better_name_wins_and_both_are_told() -> None:
    match = match_columns(["Total balance", "Legal balance", "colour"])
    assert match.matched["balance"] == "Legal balance"
    assert match.ambiguous["balance"] == ("Legal balance", "Total balance")
    assert match.unmatched == ("Total balance", "colour")


@pytest.mark.parametrize("amount", ["欠款金额", "金额", "委案金额", "应收金额"])
@pytest.mark.parametrize("left", ["剩余欠款", "应还总额", "总欠款", "欠款余额", "未还金额"])
def test_what_is_still_owed_goes_before_what_was_owed_at_first(amount, left) -> None:
    assert match_columns([amount, left]).matched["balance"] == left


def test_a_mapping_by_hand_wins() -> None:
    match = match_columns(["balance", "loss", "dpd"], {"balance": "loss"})
    assert dict(match.matched) == {"balance": "loss", "days_past_due": "dpd"}
    assert match.unmatched == ("balance",)
    assert "balance" not in match.ambiguous


def test_a_field_can_be_left_unmapped() -> None:
    assert "principal" not in match_columns(["principal"], {"principal": ""}).matched


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ({"balances": "a"}, "fields that do not exist: balances"),
        ({"balance": "c"}, "does not have: c"),
        ({"balance": "a", "principal": "a"}, "two fields: a"),
    ],
)
def test_wrong_mappings_are_refused(mapping, says) -> None:
    with pytest.raises(InputError, match=says):
        match_columns(["a", "b"], mapping)


def test_a_saved_mapping_with_an_unknown_field_is_refused() -> None:
    with pytest.raises(InputError, match="nonsense"):
        load_mapping('{"columns": {"nonsense": "a"}}')


@pytest.mark.parametrize(
    "heading",
    ["balance (CNY)", "balance（元）", "Balance [k] ", "余额（万元）（含罚息）", "余额【万元】"],
)
def test_what_stands_in_brackets_does_not_count(heading) -> None:
    found = field_of(heading)
    assert found is not None
    assert found[0] == "balance"
    assert field_of(f"{heading}(b)(c)") is None


@pytest.mark.parametrize("heading", ["(" * 60_000, "(a" * 60_000, "[" * 60_000 + ")x"])
def test_a_heading_full_of_brackets_takes_no_time(heading) -> None:
    """It used to take half a minute, or for ever."""
    start = time.process_time()
    assert field_of(heading) is None
    assert not is_personal(heading)
    assert time.process_time() - start < 5.0


def test_a_name_that_fills_a_page_is_cut() -> None:
    assert name_some(["x" * 20_000, "y"]) == "x" * 60 + "…, y"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("帳號", "account_id"),
        ("帳戶", "account_id"),
        ("欠款餘額", "balance"),
        ("應還總額", "balance"),
        ("逾期天數", "days_past_due"),
        ("帳齡（月）", "months_past_due"),
        ("逾期階段", "stage"),
        ("委外機構", "placed_with"),
        ("委外狀態", "placement_status"),
        ("是否失聯", "unreachable"),
        ("最後還款日", "last_payment_date"),
    ],
)
def test_traditional_headings_are_the_same_as_simplified_ones(heading, field) -> None:
    assert (field_of(heading) or ("",))[0] == field


@pytest.mark.parametrize("heading", ["聯絡電話", "身分證字號", "戶名", "手機號碼"])
def test_traditional_headings_of_personal_data_are_known(heading) -> None:
    assert is_personal(heading)

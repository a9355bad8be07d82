"""A bill read from files: planted faults are each found once, and hostile files are named."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from placement import api
from placement.domain.errors import InputError, PlacementError
from placement.report.bill_answer import bill_answer, bill_sentence

SAMPLES = Path(__file__).parents[2] / "data" / "samples"

FLAT = b"commission = 0.2\ntail_days = 10\n"
BILL = """account_id,payment_date,amount,rate,commission
A-1,2025-03-01,"1,000.00",20%,200.00
A-2,2025-03-02,500,0.2,100
"""


def file(content: str | bytes, name: str = "bill.csv") -> api.BillFile:
    """Return a file of a content."""
    return api.BillFile(source=content.encode() if isinstance(content, str) else content, name=name)


def sample(name: str) -> api.BillFile:
    """Return a shipped file."""
    return api.BillFile(source=SAMPLES / name, name=name)


def checked(bill: str = BILL, contract: bytes = FLAT, **others: str) -> api.CheckedBill:
    """Check a bill."""
    return api.check_bill(
        file(bill),
        api.bill_contract_in(contract, name="contract.toml"),
        **{name: file(content, f"{name}.csv") for name, content in others.items()},
    )


def answer(found: api.CheckedBill) -> dict:
    """Return the plain answer."""
    return bill_answer(
        found.found,
        found.contract,
        rows=found.bill.row,
        accounts=found.bill.accounts,
        books=found.names_in_books,
    )


def reasons(found: api.CheckedBill) -> dict[str, tuple[int, int]]:
    """Return lines and cents by reason."""
    return {str(reason): both for reason, both in found.found.by_reason.items()}


def test_the_faults_planted_in_the_sample_are_found_once_and_nothing_else() -> None:
    found = api.check_bill(
        sample("bill.csv"),
        api.bill_contract_in(SAMPLES / "bill_contract.toml"),
        payments=sample("bill_payments.csv"),
        placements=sample("bill_placements.csv"),
    )
    plain = answer(found)
    assert Counter(row["reason"] for row in plain["findings"]) == {
        "rate": 3,
        "arithmetic": 1,
        "amount": 1,
        "tail": 2,
        "not_paid": 1,
        "duplicate": 1,
        "reversal_not_given_back": 1,
    }
    by_reason = {row["reason"]: row["difference"] for row in plain["reasons"]}
    assert by_reason["arithmetic"] == 90.0
    assert by_reason["amount"] == 36.0
    assert by_reason["not_paid"] == 300.0
    assert len(plain["not_billed"]) == 1
    assert not plain["not_checked"]
    # To the cent, by finding, by reason and by age.
    for listed in (plain["findings"], plain["reasons"], plain["by_age"]):
        cents = sum(round(row["difference"] * 100) for row in listed)
        assert cents == found.found.total_billed - found.found.total_due


def test_a_right_bill_is_right() -> None:
    found = checked()
    assert reasons(found) == {}
    assert bill_sentence(found.found) == "Billed 300.00; by the contract the same."


def test_numbers_of_accounts_are_the_same_however_they_are_written() -> None:
    payments = "account_id,payment_date,amount\n'A 1,2025-03-01,1000\nａ２,2025-03-02,500\n"
    assert reasons(checked(payments=payments)) == {}


def test_recalls_and_the_tail() -> None:
    """Ten days of tail: the tenth day earns, the eleventh does not; nor does who is not placed."""
    recalls = "account_id,recall_date\nA1,2025-02-19\nA2,2025-02-19\n"
    assert reasons(checked(recalls=recalls)) == {"after_recall": (1, 10_000)}
    placements = (
        "account_id,placement_date,days_past_due,balance\n"
        "A1,2025-03-02,30,5000\n"
        "B9,2025-01-01,30,5000\n"
    )
    assert reasons(checked(placements=placements)) == {
        "not_placed": (1, 10_000),
        "before_placement": (1, 20_000),
    }


def test_a_day_that_is_not_that_of_the_payment_is_said_where_it_matters() -> None:
    recalls = "account_id,recall_date\nA1,2025-02-19\nA2,2025-02-25\n"
    payments = "account_id,payment_date,amount\nA1,2025-03-03,1000\nA2,2025-03-03,500\n"
    assert reasons(checked(recalls=recalls, payments=payments)) == {"day": (1, 20_000)}


def test_vat_on_top_of_a_commission_that_holds_it() -> None:
    assert reasons(checked(BILL.replace("200.00", "212.00"))) == {"vat": (1, 1_200)}
    outside = FLAT + b'vat = "out"\n'
    assert checked(contract=outside).total_due_vat == 1_800
    with_vat = BILL.replace("commission\n", "commission,vat\n").replace("200.00", "200.00,12")
    with_vat = with_vat.replace(",100\n", ",100,7\n")
    found = checked(with_vat, outside)
    assert reasons(found) == {"arithmetic": (1, 100)}
    assert found.total_due_vat == 0


def test_tiers_by_result_in_parts_and_as_a_whole() -> None:
    """10,000 placed; 500 came before, 1,500 now: 500 lie in the first tier, 1,000 above it."""
    tiers = (
        b"by_result = [{from = 0, to = 0.1, points = 0}, {from = 0.1, points = 0.05}]\n"
        b"placed = 10000\ncollected_before = 500\n"
    )
    in_parts = checked(contract=FLAT + tiers + b"result_marginal = true\n")
    assert reasons(in_parts) == {"rate": (2, -5_000)}
    whole = checked(contract=FLAT + tiers)
    assert reasons(whole) == {"rate": (2, -7_500)}


def test_an_hundred_thousand_lines_add_up() -> None:
    rng = np.random.default_rng(5)
    cents = rng.integers(1, 10_000_000, 100_000)
    lines = [
        f"{place // 2},2025-03-{place % 28 + 1:02d},{paid / 100:.2f},0.2,{paid // 5 / 100:.2f}"
        for place, paid in enumerate(cents.tolist())
    ]
    found = checked("account_id,payment_date,amount,rate,commission\n" + "\n".join(lines))
    due = sum((2 * paid + 5) // 10 for paid in cents.tolist())
    assert found.found.total_due == due
    assert sum(c for _, c in found.found.by_reason.values()) == found.found.total_billed - due


@pytest.mark.parametrize(
    ("bill", "said"),
    [
        ("", "is empty"),
        ("account_id,payment_date,amount,rate\n", "no rows"),
        ("account_id,payment_date,amount\nA,2025-03-01,5\n", "neither a commission nor a rate"),
        ("payment_date,amount,rate\n2025-03-01,5,0.2\n", "lacks account_id"),
        ("account_id,rate\nA,0.2\n", "lacks collected"),
        (BILL.replace("500", "$500").replace('"1,000.00"', "€1000"), "two currencies"),
    ],
)
def test_what_is_no_bill_is_said_in_one_line(bill: str, said: str) -> None:
    with pytest.raises(PlacementError, match=said):
        checked(bill)


def test_lines_that_cannot_be_checked_stay_in_sight() -> None:
    bill = (
        "account_id,payment_date,amount,rate,commission\n"
        "1.2E+15,2025-03-01,100,0.2,20\n"
        ",2025-03-01,100,0.2,20\n"
        "A,2025-03-01,much,0.2,20\n"
        "B,2025-03-01,100,,\n"
        "C,2025-03-01,100,0.2,20\n"
        "Total,,400,,80\n"
    )
    found = checked(bill)
    assert [row["missing"] for row in answer(found)["not_checked"]] == [
        "account",
        "account",
        "amount",
        "commission",
    ]
    assert (found.found.total_billed, found.found.total_unchecked) == (2_000, 6_000)
    said = {finding.code: finding.message for finding in found.findings}
    assert {"totals_row", "collected_unreadable"} <= said.keys()


def test_a_total_that_its_rows_do_not_add_up_to_is_said() -> None:
    def said(total: str) -> list[str]:
        bill = BILL + f'Total,,"1,500.00",,{total}\n'
        return [f.message for f in checked(bill).findings if f.code == "total_differs"]

    assert said("300.00") == []
    assert said("310.00") == [
        "The total of commission says 310.00; its rows add up to 300.00, +10.00."
    ]


def test_a_recall_ends_the_placement_that_it_follows() -> None:
    """Placed, recalled, placed again: each recall of the other list belongs to one of them."""
    placements = "account_id,placement_date\nA1,2025-01-01\nA1,2025-02-20\nA2,2025-01-01\n"
    recalls = "account_id,recall_date\nA1,2025-01-31\nA2,2025-01-31\n"
    assert reasons(checked(placements=placements, recalls=recalls)) == {"after_recall": (1, 10_000)}
    later = recalls + "A1,2025-02-21\n"
    # Eight days after its second recall, which the tail covers.
    assert reasons(checked(placements=placements, recalls=later)) == {"after_recall": (1, 10_000)}
    short = b"commission = 0.2\ntail_days = 7\n"
    assert reasons(checked(contract=short, placements=placements, recalls=later)) == {
        "after_recall": (2, 30_000)
    }
    # Recalled on the day of its placement.
    at_once = later.replace("2025-02-21", "2025-02-20")
    assert reasons(checked(contract=short, placements=placements, recalls=at_once)) == {
        "after_recall": (2, 30_000)
    }


def test_ages_and_days_that_decide_must_be_known() -> None:
    ladder = b"by_age = [{from = 0, to = 6, rate = 0.1}, {from = 6, rate = 0.2}]\n"
    found = checked(contract=ladder)
    assert set(found.found.unchecked) == {"age"}
    placements = "account_id,placement_date,dpd\nA1,2025-01-01,180\nA2,2025-01-01,181\n"
    assert reasons(checked(contract=ladder, placements=placements)) == {"rate": (1, 10_000)}


@pytest.mark.parametrize(
    ("contract", "said"),
    [
        ("", "must say a commission"),
        ("commission = 22", "If you meant 22%, write 0.22"),
        ("commission = 0.2\ntail = 3", "tail is not known"),
        ("commission = 0.2\ntail_days = 3\ntail_months = 1", "got both"),
        ("commission = 0.2\ntail_days = -3", "0 or more"),
        ("commission = 'x'", "must be a number"),
        ("commission = 0.2\nlate_fee_rate = 0.1", "late_fee_rate hangs on"),
        ("commission = 0.9\nby_balance = [{from = 0, points = 0.2}]", "110.00%"),
        ("by_age = [{from = 0, to = 3, rate = 0.1}, {from = 6, rate = 0.2}]", "no gap"),
        ("commission = 0.2\nbill_holds_vat = true", "bill_holds_vat is for"),
        ("commission = [", "must be TOML"),
    ],
)
def test_what_is_no_contract_is_said_in_one_line(contract: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        api.bill_contract_in(contract.encode(), name="contract.toml")
    assert len(caught.value.messages) == 1


def test_tiers_need_what_they_are_shares_of() -> None:
    tiers = FLAT + b"by_result = [{from = 0, points = 0}]\n"
    with pytest.raises(InputError, match="needs the money placed"):
        checked(contract=tiers)


OUT = b'commission = 0.2\nvat = "out"\n'
PAYMENTS = "account_id,paid_on,amount\n"


def test_a_line_without_vat_is_no_wrong_rate() -> None:
    """The contract adds 6 %: a line that states 0, or nothing beside others, was billed net."""
    bill = (
        "account_id,paid_on,amount,rate,commission,vat\n"
        "A1,2025-03-01,1000,0.2,200,12\nA2,2025-03-02,500,0.2,100,0\nA3,2025-03-03,700,0.2,140,\n"
    )
    found = checked(bill, OUT)
    assert reasons(found) == {"vat_not_billed": (2, -600 - 840)}
    held = b'commission = 0.2\nvat = "out"\nbill_holds_vat = true\n'
    for rate, of_rate in (("rate,", "0.2,"), ("", "")):
        bill = (
            f"account_id,paid_on,amount,{rate}commission\n"
            f"A1,2025-03-01,1000,{of_rate}212\nA2,2025-03-02,500,{of_rate}100\n"
        )
        assert reasons(checked(bill, held)) == {"vat_not_billed": (1, -600)}
    # Another rate on top of it stays another rate.
    wrong = "account_id,paid_on,amount,rate,commission,vat\nA1,2025-03-01,1000,0.3,300,0\n"
    assert reasons(checked(wrong, OUT)) == {
        "vat_not_billed": (1, -1_800), "rate": (1, 31_800 - 21_200),
    }  # fmt: skip


def test_a_payment_in_two_lines_and_a_month_in_one() -> None:
    lines = "account_id,paid_on,amount,commission\n"
    two = lines + "A1,2025-03-01,600,120\nA1,2025-03-01,400,80\n"
    assert reasons(checked(two, payments=PAYMENTS + "A1,2025-03-01,1000\n")) == {}
    alike = lines + "A1,2025-03-01,500,100\nA1,2025-03-01,500,100\n"
    assert reasons(checked(alike, payments=PAYMENTS + "A1,2025-03-01,1000\n")) == {}
    # The same two lines for one payment of 500 are one too many.
    assert reasons(checked(alike, payments=PAYMENTS + "A1,2025-03-01,500\n")) == {
        "duplicate": (1, 10_000)
    }
    month = lines + "A1,2025-03-31,1000,200\n"
    paid = PAYMENTS + "A1,2025-03-04,700\nA1,2025-03-20,300\n"
    found = checked(month, payments=paid)
    assert reasons(found) == {}
    assert not len(found.found.left.not_billed)
    # What came in another month is no part of the sum.
    later = paid.replace("03-20", "04-20")
    assert reasons(checked(month, payments=later)) == {"not_paid": (1, 20_000)}


def test_a_month_billed_net_of_what_was_taken_back() -> None:
    month = "account_id,paid_on,amount,commission\nA1,2025-03-31,800,160\n"
    paid = PAYMENTS + "A1,2025-03-04,1000\nA1,2025-03-20,-200\n"
    found = checked(month, payments=paid)
    assert reasons(found) == {}
    assert not len(found.found.left.not_given_back)
    full = month.replace("800,160", "1000,200").replace("03-31", "03-04")
    assert reasons(checked(full, payments=paid)) == {"reversal_not_given_back": (1, 4_000)}


def test_a_sum_of_payments_that_earn_differently_is_not_guessed() -> None:
    month = "account_id,paid_on,amount,commission\nA1,2025-03-31,1000,200\n"
    paid = PAYMENTS + "A1,2025-03-04,700\nA1,2025-03-20,300\n"
    recalls = "account_id,recall_date\nA1,2025-03-08\n"
    found = checked(month, payments=paid, recalls=recalls)
    (missing,) = answer(found)["not_checked"]
    assert missing["missing"] == "several"
    assert reasons(found) == {}
    near = recalls.replace("03-08", "03-19")
    # A day into the tail, which earns in full: all alike again.
    alike = checked(month, payments=paid, recalls=near)
    assert (reasons(alike), answer(alike)["not_checked"]) == ({}, [])

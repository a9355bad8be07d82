"""Remittance files: three layouts, what is missing and what is nothing, what is refused."""

from pathlib import Path

import numpy as np
import pytest

from placement.domain.errors import InputError, TapeError
from placement.tape.findings import Severity
from placement.tape.meaning import Meaning
from placement.tape.remittances import Remittances, read_remittances
from tests.tape.conftest import SECTORS
from tests.tape.test_read import as_xlsx

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
NAN = np.nan

LONG = """agency,batch,placed_on,placed_balance,accounts,age,month,collected
A,b1,2024-01,1000,10,6,2024-02,100
A,b1,2024-01,1000,10,6,2024-03,0
A,b1,2024-01,1000,10,6,2024-04,-20
B,b2,2024-02,2000,20,12,2024-03,50
"""
TRIANGLE = """批次,逾期月数,委案金额,委案户数,1,2,3
2024-01,6,1000,10,100,0,-20
2024-02,12,2000,20,50,,
"""
WIDE = """batch,placement date,placed balance,cases,age,2024-02,2024年3月,Apr 2024
b1,2024-01-15,1000,10,6,100,0,-20
b2,2024-02-20,2000,20,12,,50,
"""


def read(text: str | bytes, **more: object) -> Remittances:
    content = text.encode() if isinstance(text, str) else text
    given = {"filename": "history.csv", "sectors": SECTORS, **more}
    return read_remittances(content, **given)  # type: ignore[arg-type]


def codes(found: Remittances) -> dict[str, object]:
    return {finding.code: finding for finding in found.findings}


@pytest.mark.parametrize("text", [LONG, TRIANGLE, WIDE], ids=["long", "triangle", "wide"])
def test_three_layouts_say_the_same(text: str) -> None:
    """A zero is a month in which nothing came in, an empty cell one that is not known."""
    found = read(text)
    np.testing.assert_array_equal(found.collected, [[100.0, 0.0, -20.0], [50.0, NAN, NAN]])
    np.testing.assert_array_equal(found.balance, [1000.0, 2000.0])
    np.testing.assert_array_equal(found.accounts, [10.0, 20.0])
    np.testing.assert_array_equal(found.age, [6.0, 12.0])
    np.testing.assert_array_equal(found.placed, [2024 * 12, 2024 * 12 + 1])
    assert codes(found)["reversals"].money == -20.0


def test_a_month_without_a_row_is_not_known_unless_said_to_be_nothing() -> None:
    lines = LONG.splitlines(keepends=True)
    gap = "".join([*lines[:2], *lines[3:]])
    found = read(gap)
    np.testing.assert_array_equal(found.collected[0], [100.0, NAN, -20.0])
    assert "A · b1 (2)" in codes(found)["months_missing"].message
    filled = read(gap, missing="zero")
    np.testing.assert_array_equal(filled.collected, [[100.0, 0.0, -20.0], [50.0, 0.0, NAN]])
    with pytest.raises(InputError, match="unknown, zero"):
        read(gap, missing="nothing")


PLACEMENTS = """account_id,agency,sector,placement date,balance,days past due
001,A,信用卡,2024-01-05,1000,190
002,A,信用卡,2024-01-05,3000,200
003,A,信用卡,2024-01-05,500,400
"""
PAYMENTS = """account_id,payment date,amount
001,2024-01-20,100
002,2024-02-03,300
002,2024-02-17,300
003,2024-03-30,50
009,2024-03-30,50
"""


def test_payments_by_account_stand_beside_placements() -> None:
    """Accounts that never paid count; months without a payment are months of nothing."""
    found = read(PAYMENTS, placements=PLACEMENTS.encode(), placements_name="placements.csv")
    assert found.by_account
    assert found.sector == ("bank_card", "bank_card")
    np.testing.assert_array_equal(found.balance, [4000.0, 500.0])
    np.testing.assert_array_equal(found.accounts, [2.0, 1.0])
    np.testing.assert_allclose(found.age[0], (190 * 1000 + 200 * 3000) / 4000 * 12 / 365)
    np.testing.assert_array_equal(found.collected, [[100.0, 600.0, 0.0], [0.0, 0.0, 50.0]])
    assert codes(found)["payment_without_placement"].rows == 1


def test_placements_and_payments_may_be_joined_by_batch() -> None:
    held = "batch,placed_on,placed balance\nb1,2024-01,1000\nb2,2024-02,400\n"
    paid = "batch,month,collected\nb1,2024-02,10\nb2,2024-03,4\nb1,2024-03,7\n"
    found = read(paid, placements=held.encode(), placements_name="placed.csv")
    np.testing.assert_array_equal(found.collected, [[10.0, 7.0], [4.0, NAN]])


def test_a_row_that_is_there_twice_counts_once_and_is_named() -> None:
    found = read(LONG + LONG.splitlines()[1] + "\n")
    assert found.collected[0, 0] == 100.0
    duplicate = codes(found)["duplicate"]
    assert (duplicate.severity, duplicate.rows, duplicate.first[0][0]) == (Severity.ERROR, 1, 6)


def test_several_payments_of_a_month_add_up() -> None:
    found = read(LONG + "A,b1,2024-01,1000,10,6,2024-02,11\n")
    assert found.collected[0, 0] == 111.0
    assert codes(found)["months_added_up"].rows == 1


def test_payments_from_before_the_placement_are_refused() -> None:
    found = read(LONG + "B,b2,2024-02,2000,20,12,2024-01,500\n")
    assert codes(found)["month_before_placement"].rows == 1
    np.testing.assert_array_equal(found.total, [80.0, 50.0])
    with pytest.raises(TapeError, match="before the placement: -1"):
        read("batch,placed,-1,0,1,2\nb1,1000,5,1,2,3\n")


def test_the_month_of_placement_is_the_first_where_it_has_payments() -> None:
    found = read(LONG + "B,b2,2024-02,2000,20,12,2024-02,30\n")
    np.testing.assert_array_equal(found.collected[1, :2], [30.0, 50.0])
    np.testing.assert_array_equal(found.collected[0, :2], [NAN, 100.0])


def test_two_currencies_are_refused() -> None:
    with pytest.raises(TapeError, match="two currencies, CNY, USD"):
        read("batch,ccy,placed,1,2\nb1,CNY,1000,5,1\nb2,USD,1000,5,1\n")
    with pytest.raises(TapeError, match="two currencies"):
        read("batch,placed,month number,collected\nb1,¥1000,1,$5\nb1,¥1000,2,$5\n")
    assert read("batch,placed (USD),1,2\nb1,1000,5,1\n").currency == "USD"


def test_units_are_read_as_on_a_tape() -> None:
    found = read("批次,委案金额(万元),1,2\nb1,10,0.5,0.1\nb2,20,1,0\n")
    np.testing.assert_array_equal(found.balance, [100_000.0, 200_000.0])
    np.testing.assert_allclose(found.collected[0], [5_000.0, 1_000.0])
    german = "batch;placed balance;1;2\nb1;1.250,50;10,5;3,0\nb2;2.000,00;1,0;0,1\n"
    np.testing.assert_allclose(read(german).balance, [1250.5, 2000.0])


@pytest.mark.parametrize("way", ["B1", " ｂ１ ", "b 1"])
def test_a_batch_in_two_spellings_is_placed_once_and_it_is_said(way: str) -> None:
    plain = read(LONG)
    found = read(
        LONG.replace("A,b1,2024-01,1000,10,6,2024-03", f"A,{way},2024-01,1000,10,6,2024-03")
    )
    assert found.batch == plain.batch
    np.testing.assert_array_equal(found.balance, plain.balance)
    np.testing.assert_array_equal(found.collected, plain.collected)
    assert "are taken as one" in codes(found)["batch_spellings"].message


def test_points_and_hyphens_part_batches() -> None:
    found = read("batch,placed balance,1,2\nB-1.1,1000,5,1\nB-11,1000,5,1\n")
    assert found.batch == ("B-1.1", "B-11")
    assert "batch_spellings" not in codes(found)


def test_agencies_in_two_spellings_are_one_and_it_is_said() -> None:
    found = read(LONG.replace("A,b1,2024-01,1000,10,6,2024-03", "ａ ,b1,2024-01,1000,10,6,2024-03"))
    assert found.agency == ("A", "B")
    np.testing.assert_array_equal(found.collected[0], [100.0, 0.0, -20.0])
    assert "are taken as one" in codes(found)["agency_spellings"].message


def test_more_than_was_placed_is_named() -> None:
    found = read("batch,placed,1,2\nb1,1000,900,200\nb2,1000,9,2\n")
    assert found.above_placed.tolist() == [True, False]
    assert "b1 (1,100.00 of 1,000.00)" in codes(found)["collected_above_placed"].message


def test_one_batch_has_one_balance() -> None:
    with pytest.raises(TapeError, match=r"batch b1 state several values of placed_balance"):
        read(LONG.replace("A,b1,2024-01,1000,10,6,2024-03", "A,b1,2024-01,900,10,6,2024-03"))


def test_running_totals_are_seen_and_asked_about() -> None:
    rows = [[100.0, 50.0, 20.0, 10.0, 0.0], [70.0, 30.0, 5.0, 1.0, 1.0], [9.0, 8.0, 7.0, 6.0, 5.0]]
    cells = [",".join(map(str, np.cumsum(row))) for row in rows]
    text = "batch,placed,1,2,3,4,5\n" + "".join(f"b{i},1000,{c}\n" for i, c in enumerate(cells))
    found = read(text)
    np.testing.assert_allclose(found.collected, rows)
    assert codes(found)["running_totals"].severity is Severity.DOUBT
    np.testing.assert_allclose(read(text, cumulative=False).collected[0], np.cumsum(rows[0]))


def test_totals_below_and_titles_above_are_no_batches() -> None:
    found = read("回款统计表\n批次,委案金额,1,2\nb1,1000,5,1\nb2,1000,5,1\n合计,2000,10,2\n")
    assert found.batch == ("b1", "b2")


def test_an_unreadable_amount_makes_its_month_unknown() -> None:
    found = read(LONG.replace("2024-03,0", "2024-03,pending"))
    assert np.isnan(found.collected[0, 1])
    assert codes(found)["collected_unreadable"].rows == 1


def test_columns_may_be_mapped_by_hand() -> None:
    text = "x,y,z,v\nb1,1000,1,5\nb1,1000,2,4\n"
    mapping = {"batch": "x", "balance": "y", "months_since": "z", "collected": "v"}
    np.testing.assert_array_equal(read(text, mapping=mapping).collected, [[5.0, 4.0]])
    with pytest.raises(InputError, match="fields that do not exist: principal"):
        read(text, mapping={"principal": "x"})
    with pytest.raises(InputError, match="does not have: q"):
        read(text, mapping={"batch": "q"})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("batch,placed balance,age\nb1,100,6\n", "lacks collected, month"),
        ("batch,month,collected\nb1,2024-01,6\n", "does not say what was placed"),
        ("batch,placed,month,collected\nb1,100,2024-01,6\n", "when the batches were placed"),
        ("batch,placed,1,2\nb1,100,,\n", "no usable row"),
    ],
)
def test_what_a_file_lacks_is_said(text: str, says: str) -> None:
    with pytest.raises(TapeError, match=says):
        read(text)


def test_stages_and_days_are_ages() -> None:
    found = read("batch,placed,bucket,1,2\nb1,100,M3,1,1\nb2,100,6-12个月,1,1\n")
    np.testing.assert_allclose(found.age, [75.5 * 12 / 365, 9.0], rtol=1e-3)
    assert read("batch,placed,dpd,1,2\nb1,100,365,1,1\n").age[0] == pytest.approx(12.0)
    assert read("batch,placed,1,2\nb1,100,1,1\n", age=7.0, sector="telecom").age[0] == 7.0


def test_days_that_could_be_two_need_an_answer() -> None:
    text = "batch,placed_on,placed,month,collected\nb1,03/04/2024,100,05/06/2024,6\n"
    with pytest.raises(TapeError, match="--dates"):
        read(text)
    found = read(text, meaning=Meaning(dates="day-first"))
    assert found.placed[0] == 2024 * 12 + 3
    np.testing.assert_array_equal(found.collected, [[NAN, 6.0]])


def test_the_samples_are_read() -> None:
    cards = read((SAMPLES / "remittances_bank_card.csv").read_bytes())
    assert len(cards) == 72
    assert set(cards.agency) == {"Northgate", "Harbour", "Summit Recoveries"}
    assert sorted(set(cards.age.tolist())) == [4.0, 9.0, 18.0]
    assert cards.collected.shape == (72, 24)
    assert {"agency_spellings", "duplicate", "months_missing", "reversals"} <= codes(cards).keys()
    telecom = read((SAMPLES / "remittances_telecom.csv").read_bytes())
    assert set(telecom.sector) == {"telecom"}
    assert (telecom.observed.sum(axis=1) == np.arange(12, 0, -1)).all()


def test_the_digest_follows_the_content() -> None:
    assert read(LONG).digest == read(LONG).digest != read(LONG.replace("100", "101")).digest


def test_reversals_of_accounts_are_netted_within_their_batch() -> None:
    """By plain loops: every payment and reversal once, in the month it happened."""
    rng = np.random.default_rng(8)
    held = ["account_id,agency,sector,placement date,balance,months past due"]
    paid, wanted = ["account_id,payment date,amount"], np.zeros((4, 16))
    for account in range(200):
        batch = account % 4
        held.append(f"K{account},North,telecom,2024-0{batch + 1}-10,500,6")
        for _ in range(int(rng.integers(0, 3))):
            month, money = int(rng.integers(0, 8)), float(rng.integers(1, 20_000)) / 100.0
            back = money if rng.random() < 0.3 else 0.0
            for after, amount in ((month, money), (month + 1, -back)):
                year, number = divmod(batch + after, 12)
                if amount:
                    paid.append(f"K{account},{2024 + year}-{number + 1:02d}-15,{amount:.2f}")
                    wanted[batch, after] += amount
    found = read_remittances(
        "\n".join(paid).encode(), filename="paid.csv", sectors=("telecom",),
        placements="\n".join(held).encode(), placements_name="held.csv",
    )  # fmt: skip
    assert found.by_account
    np.testing.assert_allclose(found.balance, 25_000.0)
    order = np.argsort(found.placed)
    seen = np.nan_to_num(found.collected[order])
    np.testing.assert_allclose(seen, wanted[:, : seen.shape[1]], atol=1e-9)
    assert found.total.sum() == pytest.approx(wanted.sum())


def _in_units(placed: str, paid: str, placed_as: float, paid_as: float) -> str:
    return (
        f"批次,委案月份,逾期月数,{placed},回款月份,{paid}\n"
        f"b1,2024-01,6,{100_000 / placed_as:g},2024-02,{5_000 / paid_as:g}\n"
        f"b1,2024-01,6,{100_000 / placed_as:g},2024-03,{1_000 / paid_as:g}\n"
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("placed", "paid"), [("千元", "万元"), ("元", "万元"), ("万元", "元"), ("元", "千元")]
)
def test_each_column_of_money_is_read_in_its_own_unit(placed: str, paid: str, kind: str) -> None:
    times = {"元": 1.0, "千元": 1e3, "万元": 1e4}
    text = _in_units(f"委托金额({placed})", f"回款金额({paid})", times[placed], times[paid])
    found = read(
        text if kind == "csv" else as_xlsx([_cells(line) for line in text.splitlines()]),
        filename=f"history.{kind}",
    )
    np.testing.assert_allclose(found.balance, [100_000.0])
    np.testing.assert_allclose(found.collected, [[5_000.0, 1_000.0]])
    said = [each.message for each in found.findings if each.code == "unit"]
    assert len(said) == 2
    assert any(line.startswith("委托金额") for line in said)
    assert any(line.startswith("回款金额") for line in said)


def _cells(line: str) -> list[object]:
    return [float(x) if x.replace(".", "").isdigit() else x for x in line.split(",")]


def test_a_unit_above_the_table_is_of_the_columns_without_their_own() -> None:
    """The line says 万元; only 回款金额 has a unit of its own."""
    text = "单位：万元\n" + _in_units("委托金额", "回款金额(元)", 1e4, 1.0)
    found = read(text)
    np.testing.assert_allclose(found.balance, [100_000.0])
    np.testing.assert_allclose(found.collected, [[5_000.0, 1_000.0]])
    both = read("单位：万元\n" + _in_units("委托金额", "回款金额", 1e4, 1e4))
    np.testing.assert_allclose(both.balance, [100_000.0])
    np.testing.assert_allclose(both.collected, [[5_000.0, 1_000.0]])
    assert codes(both)["unit"].message == "Amounts are in 万元."


def test_a_column_without_a_unit_takes_the_others_and_says_so() -> None:
    found = read(_in_units("委托金额(万元)", "回款金额", 1e4, 1e4))
    np.testing.assert_allclose(found.collected, [[5_000.0, 1_000.0]])
    said = codes(found)["unit_of_the_other"]
    assert said.severity is Severity.WARNING
    assert said.message.startswith("回款金额 names no unit; that of 委托金额(万元)")


def test_a_triangle_may_name_the_unit_above_its_months() -> None:
    found = read("批次,委案金额(万元),第1月(千元),第2月(千元)\nb1,10,5,1\nb2,20,10,0\n")
    np.testing.assert_allclose(found.balance, [100_000.0, 200_000.0])
    np.testing.assert_allclose(found.collected, [[5_000.0, 1_000.0], [10_000.0, 0.0]])
    said = [each.message for each in found.findings if each.code == "unit"]
    assert said == ["委案金额(万元) is in 万元.", "The columns of months are in 千元."]


def test_rows_may_name_their_own_unit() -> None:
    text = "batch,placed,month number,collected,unit\nb1,1,1,0.1,万元\nb2,1000,1,100,元\n"
    found = read(text)
    np.testing.assert_allclose(found.balance, [10_000.0, 1_000.0])
    np.testing.assert_allclose(found.collected[:, 0], [1_000.0, 100.0])


def test_what_accounts_paid_stands_by_the_month_of_their_first_payment() -> None:
    found = read(PAYMENTS, placements=PLACEMENTS.encode(), placements_name="placements.csv")
    assert found.payers is not None
    np.testing.assert_array_equal(found.payers.balance, [1000.0, 3000.0, 500.0])
    np.testing.assert_array_equal(found.payers.batch, [0, 0, 1])
    np.testing.assert_array_equal(
        found.payers.paid, [[100.0, 0.0, 0.0], [600.0, 0.0, NAN], [50.0, NAN, NAN]]
    )
    old = found.take(np.array([False, True]))
    assert old.payers is not None
    np.testing.assert_array_equal(old.payers.batch, [0])
    np.testing.assert_array_equal(old.payers.balance, [500.0])
    assert read(LONG).payers is None


def test_dates_are_read_in_the_one_order_in_which_every_row_can_be() -> None:
    """Only the payments have a day above 12; the placements are then day first as well."""
    text = "batch,placed_on,placed,month,collected\nb1,03/04/2024,100,25/06/2024,6\n"
    found = read(text)
    assert found.placed[0] == 2024 * 12 + 3
    mostly_open = "batch,placed_on,placed,month,collected\n" + "".join(
        f"b{i},{day},100,05/06/2024,6\n"
        for i, day in enumerate(["03/03/2024", *["03/04/2024"] * 9])
    )
    with pytest.raises(TapeError, match=r"9 rows of placed_on could be several days.*--dates"):
        read(mostly_open)

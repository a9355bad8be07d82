"""An agency owner's week out of two workbooks with Chinese headings, checked by other means.

Three tenders, a contract with a ladder and ranks, twelve contracts, and whether to hire.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter
from scipy.stats import norm

from tests.cli.conftest import Desk

CENT = 0.01
LADDER = (
    "账龄阶梯=0-6: 15%, 6-12: 24%, 12+: 32%; 排名奖惩=25%: +10%, 25%: -10%; 每户保底=1元; "
    "追溯期=3; 含税=含"
)
TENDERS = (
    ("标包", "行业", "委托方类型", "户数", "户均余额", "账龄", "最高限价", "评分规则", "条款"),
    ("甲 信用卡", "信用卡", "股份制", "3,000户", "9,800元", 4, "30%", None, "追溯期=3; 含税=含"),
    ("乙 物业", "物业费", "其他", "1,200户", "4,600元", 14, "35%", "winners=2", "每户保底=15元"),
    ("丙 电信", "电信", "国有", "20,000户", "420元", 10, "45%", None, None),
)
CONTRACTS = (
    ("合同", "行业", "委托方", "委托方类型", "户数", "户均余额", "账龄", "佣金率", "固定成本",
     "中标概率", "委外次数", "已签", "条款", "开始月"),
    ("阶梯", "信用卡", "甲行", "股份制", "2,000户", "8,000元", 4, "15%", "25000元", "100%", 0, "是",
     LADDER, 0),
    ("阶梯", "信用卡", "甲行", "股份制", "1,500户", "7,500元", 9, "24%", None, None, 0, None, None),
    ("阶梯", "信用卡", "甲行", "股份制", "900户", "7,000元", 18, "32%", None, None, 1, None, None),
    ("乙行", "信用卡", "乙行", "国有", 2500, "9000元", 8, "26%", 20000, "60%", 0, None, None, 3),
    ("丙消金", "信用卡", "丙", "其他", "4000户", "5200元", 13, "33%", 15000, 0.7, 1, None, None, 3),
    ("丁物业", "物业费", "丁", "其他", 1500, "3800元", 15, "28%", 8000, 1, 0, "是",
     "每户保底=10", 0),
    ("戊物业", "物业费", "戊", "其他", 900, 5200, 26, "30%", 6000, "80%", 0, None, None, 3),
    ("己电信", "电信", "己", "国有", 25000, 380, 9, "35%", 10000, "50%", 0, None, None, 3),
    ("庚电信", "电信", "庚", "国有", 60000, 95, 7, "30%", 12000, "90%", 0, None, None, 3),
    ("辛物流", "物流", "辛", "其他", 120, "8.5万", 6, "18%", 5000, "65%", 0, None,
     "垫诉比例=10%; 诉讼收入=1500元", 3),
    ("壬软件", "软件尾款", "壬", "其他", 60, "18万", 8, "12%", 5000, "55%", 0, None, None, 3),
    ("癸行", "信用卡", "癸行", "股份制", 5000, 8600, 3.2, "16%", 30000, "40%", 0, None, None, 3),
    ("子物业", "物业费", "子", "其他", 2200, 2600, 9, "25%", 7000, "75%", 0, None, None, 3),
    ("丑消金", "信用卡", "丑", "其他", 6000, 4800, 24, "42%", 15000, "85%", 2, None, None, 3),
)  # fmt: skip


def workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """Write a sheet with a title, an empty row, the headings and the rows."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("清单")
        sheet.write(0, 0, "2026年12月 清单")
        for number, row in enumerate(rows, start=2):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(number, column, cell)
    return path


@pytest.mark.parametrize("winners", [1, 2])
def test_a_tender_is_bid_for_where_chance_times_profit_is_highest(
    desk: Desk, tmp_path: Path, winners: int
) -> None:
    """The chance by the order statistic of four normal bids, the profit by the deal command."""
    file = workbook(tmp_path / "标.xlsx", TENDERS)
    answer = desk("bid", str(file), "--rivals", "4", "--rival-mean", "0.24", "--rival-sd", "0.04",
                  "--json").answer  # fmt: skip
    assert [lot["lot"] for lot in answer["lots"]] == ["甲 信用卡", "乙 物业", "丙 电信"]
    found = answer["lots"][winners - 1]
    lower = norm.cdf(found["bid"], 0.24, 0.04)
    beaten = sum([1, 4][won] * lower**won * (1.0 - lower) ** (4 - won) for won in range(winners))
    assert found["win_probability"] == pytest.approx(beaten, abs=1e-6)
    terms = tmp_path / "terms.toml"
    terms.write_text(("tail_months = 3", "minimum_per_account = 15")[winners - 1], encoding="utf-8")
    account = (
        ("bank_card", "9800", "4", "3000", "joint_stock"),
        ("property_fee", "4600", "14", "1200", "other"),
    )[winners - 1]
    words = [word for pair in zip(
        ("--sector", "--balance", "--age", "--accounts", "--creditor"), account, strict=True
    ) for word in pair]  # fmt: skip

    def profit(commission: float) -> float:
        told = desk("deal", *words, "--quoted", repr(commission), "--fees", str(terms), "--json")
        at, fixed = told.answer["at_quoted"], told.answer["fixed_cost"]
        # A winner of two has half the lot and bears the fixed cost whole.
        return float((at["agency_profit"] + fixed) / winners - fixed)

    assert found["profit_if_won"] == pytest.approx(profit(found["bid"]), abs=CENT)
    assert found["expected_profit"] == pytest.approx(beaten * profit(found["bid"]), abs=1.0)
    curve = answer["lots"][winners - 1]["curve"]
    assert max(row["expected_profit"] for row in curve) <= found["expected_profit"] + CENT


def test_a_lot_that_nobody_can_live_on_is_not_bid_for(desk: Desk, tmp_path: Path) -> None:
    file = workbook(tmp_path / "标.xlsx", TENDERS)
    answer = desk("bid", str(file), "--rivals", "4", "--rival-mean", "0.24", "--rival-sd", "0.04",
                  "--json").answer  # fmt: skip
    telecom = answer["lots"][2]
    assert telecom["recommend"] is False
    assert telecom["expected_profit"] == 0.0
    paying = [lot for lot in answer["lots"] if lot["recommend"]]
    together = answer["total"]
    assert together["expected_profit"] == pytest.approx(sum(x["expected_profit"] for x in paying))
    assert together["expected_wins"] == pytest.approx(sum(x["win_probability"] for x in paying))


def test_the_ladder_contract_is_its_rungs_together(desk: Desk, tmp_path: Path) -> None:
    """Ranks of ten up and ten down at even chances cancel; a least fee is one of each account."""
    file = workbook(tmp_path / "约.xlsx", (CONTRACTS[0], *CONTRACTS[1:4]))
    (mine,) = desk("mix", str(file), "--seats", "10", "--json").answer["chosen"]
    terms = tmp_path / "terms.toml"
    terms.write_text("tail_months = 3\nminimum_per_account = 1", encoding="utf-8")
    alone = 0.0
    for balance, age, accounts, commission, placements in (
        ("8000", "4", "2000", "0.15", "0"), ("7500", "9", "1500", "0.24", "0"),
        ("7000", "18", "900", "0.32", "1"),
    ):  # fmt: skip
        told = desk("deal", "--sector", "bank_card", "--balance", balance, "--age", age,
                    "--accounts", accounts, "--quoted", commission, "--placements", placements,
                    "--creditor", "joint_stock", "--fees", str(terms), "--fixed-cost", "0",
                    "--json")  # fmt: skip
        alone += told.answer["at_quoted"]["agency_profit"]
    assert mine["profit"] == pytest.approx(alone - 25_000.0, abs=CENT)


def test_the_contracts_taken_add_up_and_hiring_pays_what_it_says(
    desk: Desk, tmp_path: Path
) -> None:
    """Profit: what was chosen, less the wages of months without work, less what hiring costs."""
    file = workbook(tmp_path / "约.xlsx", CONTRACTS)
    means = (str(file), "--seats", "8", "--cash", "600000")
    stay = desk("mix", *means, "--json").answer
    hire = desk("mix", *means, "--hire", "--json").answer
    assert len(stay["chosen"]) + len(stay["left_out"]) == 12
    for answer in (stay, hire):
        wages = answer["wages"]
        chosen = sum(row["profit"] for row in answer["chosen"])
        total = chosen - wages["idle"] - wages["hiring_and_leaving"]
        assert answer["profit"] == pytest.approx(total, abs=0.05)
        assert min(month["cash"] for month in answer["cash"]) >= -CENT
        for month in answer["people"]:
            assert month["needed"] <= month["productive"] + 1e-6
    assert hire["profit"] > stay["profit"]
    hired = sum(month["hired"] for month in hire["people"])
    assert hired > 0.5

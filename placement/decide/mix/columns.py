"""The columns of a table of contracts: what they hold, their bounds, what an empty cell means."""

import math
from dataclasses import dataclass

from placement.domain.text import t
from placement.domain.types import MOST_ACCOUNTS, MOST_OWED, OLDEST_AGE


@dataclass(frozen=True, kw_only=True)
class NumberColumn:
    """One column of numbers and the rule they keep."""

    meaning: str
    """What to put in it, with its unit."""
    needed: bool = False
    low: float = 0.0
    high: float = math.inf
    above_low: bool = False
    """The low end itself is not allowed."""
    whole: bool = False
    empty: float = math.nan
    """What an empty cell stands for, where the column is not needed."""
    headings: str = ""
    """Other headings, parted by bars."""

    def rule(self) -> str:
        """Return the rule in words, such as "a number from 0 to 1"."""
        kind = t("a whole number") if self.whole else t("a number")
        if math.isfinite(self.high) and self.above_low:
            return t(
                "{kind} above {low:g} and at most {high:,.0f}",
                kind=kind,
                low=self.low,
                high=self.high,
            )
        if math.isfinite(self.high):
            return t("{kind} from {low:g} to {high:,.0f}", kind=kind, low=self.low, high=self.high)
        if self.above_low:
            return t("{kind} above {low:g}", kind=kind, low=self.low)
        return t("{kind} from {low:g} up", kind=kind, low=self.low)


NUMBERS: dict[str, NumberColumn] = {
    "accounts": NumberColumn(
        meaning="Number of accounts of the lot.",
        needed=True,
        low=1,
        high=float(MOST_ACCOUNTS),
        whole=True,
        headings="number of accounts | 户数 | 账户数 | 件数",
    ),
    "balance": NumberColumn(
        meaning="Mean balance of an account, in the currency of the library.",
        needed=True,
        high=MOST_OWED,
        above_low=True,
        headings="mean balance | balance per account | 户均余额 | 件均金额 | 平均余额",
    ),
    "age": NumberColumn(
        meaning="Months past due when work starts, weighted by balance.",
        needed=True,
        high=OLDEST_AGE,
        headings="months past due | 账龄 | 逾期月数",
    ),
    "commission": NumberColumn(
        meaning="Share of collections, VAT included; 0.25 is 25 %.",
        needed=True,
        high=1,
        headings="commission rate | 佣金率 | 佣金比例 | 佣金",
    ),
    "fixed_cost": NumberColumn(
        meaning="Cost of winning and running the contract for its term, whatever the staffing.",
        needed=True,
        headings="contract fixed cost | 固定成本",
    ),
    "win_probability": NumberColumn(
        meaning="Chance that the bid is won, 0 to 1; 1 for a contract already held.",
        needed=True,
        high=1,
        headings="chance to win | 中标概率 | 中标率",
    ),
    "legal_hours": NumberColumn(
        meaning="Hours of lawyers a month that the contract takes, whatever the staffing.",
        empty=0.0,
        headings="法务工时 | 法务小时",
    ),
    "cash": NumberColumn(
        meaning="Money to advance, such as court fees and deposits; empty: what the model's own "
        "curves need before commissions cover costs.",
        headings="cash advanced | 垫资 | 垫付资金",
    ),
    "exit_cost": NumberColumn(
        meaning="Cost of giving up a contract already held.",
        empty=0.0,
        headings="退出成本 | 解约成本",
    ),
    "start_month": NumberColumn(
        meaning="Months from now until work starts.",
        high=120,
        whole=True,
        empty=0.0,
        headings="start | 开始月 | 起始月",
    ),
}
"""Every column of numbers by name, in the order of the template."""

NAMES = {
    "contract": "contract name | 合同 | 合同名称 | 项目",
    "sector": "industry | 行业",
    "creditor": "client | 委托方 | 债权人",
    "skill": "team | 技能 | 团队",
    "locked": "lock | 锁定",
}
"""Columns of text, with other headings parted by bars."""

FLAGS = {"held": "already held | 在手 | 已签", "must_keep": "must keep | 必须保留"}
"""Columns of yes or no, with other headings parted by bars."""

NEEDED = (
    "contract",
    "sector",
    *(name for name, column in NUMBERS.items() if column.needed),
)
"""Columns without which nothing can be chosen."""

LOCKED_IN, LOCKED_OUT = "in", "out"
"""What a cell of the column `locked` may say."""

"""The columns of a table of contracts: what they hold, their bounds, what an empty cell means.

A row is one age band of a contract; several rows of one name are one contract.
"""

import math
from dataclasses import dataclass

from placement.domain.history import MOST_TIMES
from placement.domain.text import t
from placement.domain.types import AGENCY_OPTIONS, MOST_ACCOUNTS, MOST_OWED, OLDEST_AGE
from placement.tape.columns import normalise


@dataclass(frozen=True, kw_only=True)
class NumberColumn:
    """One column of numbers and the rule they keep."""

    meaning: str
    """What to put in it, with its unit."""
    needed: bool = False
    heading_needed: bool = False
    """The column must be there, though a cell of it may be empty."""
    of_contract: bool = False
    """One for the whole contract: its rows state it once or alike."""
    low: float = 0.0
    high: float = math.inf
    above_low: bool = False
    """The low end itself is not allowed."""
    whole: bool = False
    empty: float = math.nan
    """What an empty cell stands for, where the column is not needed."""
    headings: str = ""
    """Other headings, parted by bars."""

    @property
    def is_share(self) -> bool:
        """Whether the numbers are shares, which a percent sign may follow."""
        return self.high == 1.0

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
        meaning="Number of accounts in the tender, of which `volume_share` is ours.",
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
        meaning="Share of collections, VAT included, of these accounts; 0.25 is 25 %. Empty: the "
        "library's for such accounts.",
        heading_needed=True,
        high=1,
        headings="commission rate | 佣金率 | 佣金比例 | 佣金",
    ),
    "fixed_cost": NumberColumn(
        meaning="Cost of winning and running the contract for its term, whatever the staffing.",
        needed=True,
        of_contract=True,
        headings="contract fixed cost | 固定成本 | 固定费用",
    ),
    "win_probability": NumberColumn(
        meaning="Chance that the bid is won, 0 to 1; 1 for a contract already held.",
        needed=True,
        of_contract=True,
        high=1,
        headings="chance to win | 中标概率 | 中标率",
    ),
    "placements": NumberColumn(
        meaning="Placements with an agency so far; after the third there is no further one.",
        high=float(len(AGENCY_OPTIONS) - 1),
        whole=True,
        empty=0.0,
        headings="earlier placements | 委外次数",
    ),
    "volume_share": NumberColumn(
        meaning="Share of these accounts that is ours, above 0 and at most 1.",
        high=1,
        above_low=True,
        empty=1.0,
        headings="share of volume | 份额 | 量占比",
    ),
    "letters": NumberColumn(
        meaning="Law-firm letters so far.",
        high=float(MOST_TIMES),
        whole=True,
        empty=0.0,
        headings="letters so far | 发函次数 | 已发律师函次数",
    ),
    "in_house_months": NumberColumn(
        meaning="Months of in-house work since the due date; empty: all that letters and "
        "placements leave.",
        high=OLDEST_AGE,
        headings="months in-house | 自催月数",
    ),
    "payment_lag": NumberColumn(
        meaning="Months from a payment to the commission on it; empty: the library's.",
        of_contract=True,
        high=24,
        whole=True,
        headings="commission lag | 结算周期 | 回款周期 | 回款账期 | 账期 | 结佣周期",
    ),
    "legal_hours": NumberColumn(
        meaning="Hours of lawyers a month that the contract takes, whatever the staffing.",
        of_contract=True,
        empty=0.0,
        headings="法务工时 | 法务小时",
    ),
    "cash": NumberColumn(
        meaning="Court fees and deposits to advance besides what the model's own curve needs: out "
        "when work starts, back when a court is done.",
        of_contract=True,
        empty=0.0,
        headings="cash advanced | 垫资 | 垫付资金",
    ),
    "exit_cost": NumberColumn(
        meaning="Cost of giving up a contract already held.",
        of_contract=True,
        empty=0.0,
        headings="退出成本 | 解约成本",
    ),
    "start_month": NumberColumn(
        meaning="Months from now until work starts.",
        of_contract=True,
        high=120,
        whole=True,
        empty=0.0,
        headings="start | 开始月份 | 开始月 | 起始月",
    ),
}
"""Every column of numbers by name, in the order of the template."""

TOTAL_HEADINGS = tuple(
    normalise(heading)
    for heading in (
        "total_balance", "total balance", "balance in all", "owed", "owed in all",
        "总余额", "总金额", "欠款总额", "委托金额", "委案金额", "债权总额",
    )
)  # fmt: skip
"""Headings of what is owed in all, which is shared out among the accounts."""

NAMES = {
    "contract": "contract name | 合同 | 合同名称 | 项目 | 标的",
    "sector": "industry | 行业",
    "creditor": "client | 委托方 | 债权人",
    "creditor_type": "债权人类型 | 委托方类型",
    "history": "past | 催收历史",
    "skill": "team | 技能 | 团队",
    "terms": "fee terms | 条款 | 佣金条款 | 费用条款 | 合同条款",
    "locked": "lock | 锁定",
}
"""Columns of text, with other headings parted by bars."""

FLAGS = {
    "held": "already held | 现有合同 | 在手合同 | 在手 | 已签",
    "must_keep": "must keep | 必须保留",
    "disputed": "contested | 是否争议 | 争议",
    "unreachable": "是否失联 | 失联 | 无法联系",
}
"""Columns of yes or no, with other headings parted by bars."""

FLAGS_OF_CONTRACT = ("held", "must_keep")
"""Those that are one for the whole contract; the others are of a row."""

NEEDED = (
    "contract",
    "sector",
    *(name for name, column in NUMBERS.items() if column.needed or column.heading_needed),
)
"""Columns without which nothing can be chosen."""


def with_headings(name: str) -> str:
    """Return a column's name with the first Chinese heading it may have, as in age (账龄)."""
    headings = NUMBERS[name].headings if name in NUMBERS else NAMES[name]
    chinese = [heading for heading in headings.split(" | ") if not heading.isascii()]
    return f"{name} ({chinese[0]})" if chinese else name


OF_BAND = tuple(name for name, column in NUMBERS.items() if not column.of_contract)
OF_CONTRACT = tuple(name for name, column in NUMBERS.items() if column.of_contract)
"""The numbers of a row, and those of a whole contract."""

LOCKED_IN, LOCKED_OUT = "in", "out"
"""What a cell of the column `locked` may say."""

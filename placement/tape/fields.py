"""The columns a tape can have: our names, what they hold, and what others call them.

Foreign names: the transaction templates for non-performing loans of Commission Implementing
Regulation (EU) 2023/2083, Annex I (template and index beside each), and headings common in
Chinese bank, telecom and property books.
"""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a column holds, which decides how it is read."""

    NUMBER = "number"
    DATE = "date"
    FLAG = "flag"
    """Yes or no."""

    CATEGORY = "category"
    """Few different texts."""

    IDENTIFIER = "identifier"
    """A different text on every row; leading zeros count."""


@dataclass(frozen=True)
class Field:
    """One column of the tape."""

    kind: Kind
    meaning: str
    """What to put in it, for the template and for mapping by hand."""

    other_names: str
    """Other headings, best first and parted by bars: of two that match, the earlier one wins."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the other headings, best first."""
        return tuple(self.other_names.split(" | "))


FIELDS: dict[str, Field] = {
    "account_id": Field(
        Kind.IDENTIFIER,
        "Your number of the account; finds duplicates. Never a name, phone or identity number.",
        # Annex I: 3.01 loan identifier.
        "account number | account no | account | loan id | id | loan identifier | "
        "contract identifier | instrument identifier | contract number | 账号 | 帐号 | "
        "账户号 | 账户编号 | 账户 | 贷款账号 | 合同编号 | 合同号 | 借据号 | 案件编号 | "
        "案件号 | 运单号 | 户号 | 编号",
    ),
    "sector": Field(
        Kind.CATEGORY,
        "A sector of the library: bank_card, telecom, property_fee, logistics, software_retainage.",
        "industry | business line | 行业 | 所属行业 | 行业类别 | 业务类型 | 业务条线",
    ),
    "creditor": Field(
        Kind.CATEGORY,
        "Who is owed.",
        "creditor name | lender | originator | 债权人 | 债权方 | 委托方 | 委托人 | 发卡行 | "
        "机构 | 所属机构",
    ),
    "creditor_type": Field(
        Kind.CATEGORY,
        "state_owned, joint_stock or other.",
        "type of creditor | 债权人类型 | 债权方类型 | 委托方类型 | 机构类型 | 银行类型",
    ),
    "balance": Field(
        Kind.NUMBER,
        "Amount owed at the cut-off date, above zero. Needed.",
        # Annex I: 3.12 legal balance, the total claim.
        "legal balance | total balance | outstanding balance | current balance | "
        "balance outstanding | amount owed | amount due | outstanding | outstanding amount | "
        "欠款余额 | 逾期余额 | 欠款总额 | 逾期总额 | 欠款金额 | 逾期金额 | 欠费金额 | "
        "欠费总额 | 应收余额 | 债权余额 | 债权金额 | 剩余欠款 | 委案金额 | 委托金额 | "
        "欠缴金额 | 未付金额 | 待收金额 | 余额 | 金额",
    ),
    "principal": Field(
        Kind.NUMBER,
        "Part of the balance that is principal, the tax basis.",
        # Annex I: 3.09.
        "principal balance | principal outstanding | outstanding principal | 未偿本金 | "
        "剩余本金 | 本金余额 | 欠款本金 | 逾期本金 | 本金",
    ),
    "due_date": Field(
        Kind.DATE,
        "Day the oldest unpaid amount fell due; needs a cut-off date.",
        "date due | first due date | date of first arrears | overdue since | 到期日 | "
        "到期日期 | 应还日期 | 应缴日期 | 应付日期 | 逾期日期 | 逾期起始日 | 首次逾期日期 | "
        "逾期开始日期",
    ),
    "days_past_due": Field(
        Kind.NUMBER,
        "Days past due at the cut-off date. An age is needed: this, months, due date or stage.",
        # Annex I: 3.13.
        "days in past-due | past due days | days overdue | dpd | number of days past due | "
        "逾期天数 | 拖欠天数 | 欠费天数 | 账龄天 | 账龄天数",
    ),
    "months_past_due": Field(
        Kind.NUMBER,
        "Months past due at the cut-off date.",
        "months overdue | months in arrears | mpd | age months | 逾期月数 | 逾期月份 | "
        "拖欠月数 | 欠费月数 | 账龄月 | 逾期期数 | 账龄",
    ),
    "stage": Field(
        Kind.CATEGORY,
        "Overdue stage or range, such as M3 or 6-12个月; its middle is the age.",
        "overdue stage | delinquency stage | delinquency bucket | overdue band | bucket | "
        "逾期阶段 | 逾期段 | 逾期区间 | 账龄段 | 账龄区间 | 账龄分段 | M值",
    ),
    "product": Field(
        Kind.CATEGORY,
        "Your product name, for the tables.",
        # Annex I: 3.06.
        "product type | 产品 | 产品类型 | 产品名称 | 卡种 | 套餐",
    ),
    "region": Field(
        Kind.CATEGORY,
        "Where the debtor is, for the tables.",
        "province | city | 地区 | 区域 | 省份 | 城市 | 所在地 | 分公司 | 小区",
    ),
    "disputed": Field(
        Kind.FLAG,
        "The debtor contests the claim.",
        "in dispute | dispute | 是否争议 | 有无争议 | 争议 | 是否有争议 | 异议",
    ),
    "reachable": Field(
        Kind.FLAG,
        "Somebody can reach the debtor.",
        # Annex I: 1.19.
        "contactable | 是否可联 | 可联 | 可联系 | 是否可联系 | availability of telephone number",
    ),
    "unreachable": Field(
        Kind.FLAG,
        "Nobody can reach the debtor: the opposite of reachable.",
        "lost contact | 失联 | 是否失联 | 失联标志",
    ),
    "placements": Field(
        Kind.NUMBER,
        "Times the account was placed with an agency before; 0 if never.",
        "number of placements | times placed | 委外次数 | 委案次数 | 外包次数 | 委托次数 | 手别",
    ),
    "letters": Field(
        Kind.NUMBER,
        "Law-firm letters sent so far; 0 if none.",
        "law letters | letters sent | number of letters | law firm letters | lawyer letters | "
        "律师函次数 | 发函次数 | 律师函数量 | 律师函数 | 寄函次数",
    ),
    "in_house_months": Field(
        Kind.NUMBER,
        "Months of work by your own people since the due date; empty: all that the rest leaves.",
        "months in house | in house work months | months of in house work | 自催月数 | 内催月数 | "
        "自催时长 | 内催时长",
    ),
    "history": Field(
        Kind.CATEGORY,
        "Stages since the due date in their order, such as in_house 5, agency 6, letter, wait 2.",
        "collection history | history of collection | 催收历史 | 催收历程 | 处置历史",
    ),
    "last_payment_date": Field(
        Kind.DATE,
        "Day of the last payment.",
        # Annex I: 3.21.
        "date of last payment | 最后还款日 | 最后还款日期 | 最近还款日期 | 最后缴费日期 | "
        "最后付款日期",
    ),
    "last_demand_date": Field(
        Kind.DATE,
        "Day of the last demand that can be proved; restarts limitation.",
        "date of last demand | 最后催收日 | 最后催收日期 | 最近催收日期 | 催告日期 | "
        "最后催告日期 | 最后催缴日期",
    ),
    "limitation_date": Field(
        Kind.DATE,
        "Day limitation is complete; used where no last demand is known.",
        # Annex I: 3.29.
        "statute of limitations date | 诉讼时效 | 时效届满日 | 诉讼时效届满日 | "
        "诉讼时效到期日 | 时效到期日",
    ),
    "evidence": Field(
        Kind.CATEGORY,
        "What proves the claim.",
        "证据 | 凭证 | 证据材料 | 证据情况",
    ),
    "currency": Field(
        Kind.CATEGORY,
        "Currency of the money columns; one per tape.",
        # Annex I: 3.08.
        "loan currency | ccy | 币种 | 货币",
    ),
    "as_of": Field(
        Kind.DATE,
        "The cut-off date, the same on every row.",
        # Annex I: 3.00.
        "cut-off date | reporting date | snapshot date | 截止日 | 截止日期 | 数据截止日 | "
        "数据日期 | 统计日期 | 基准日",
    ),
}
"""Every field of the tape by our name, in the order of the template."""

PERSONAL = (
    "name of counterparty | counterparty name | customer name | debtor name | borrower name | "
    "full name | name | phone | phone number | telephone | mobile | email | e-mail address | "
    "address | address of counterparty | date of birth | national identifier | id number | "
    "id card | passport | national identifier private individuals | 姓名 | 客户姓名 | 债务人 | "
    "债务人姓名 | 持卡人 | 业主 | 业主姓名 | 联系人 | 身份证 | 身份证号 | 身份证号码 | "
    "证件号 | 证件号码 | 卡号 | 手机 | 手机号 | 手机号码 | 电话 | 联系电话 | 电话号码 | 地址 | "
    "家庭住址 | 联系地址 | 住址 | 邮箱 | 出生日期"
)
"""Headings of personal data, parted by bars: such a column is read only if mapped by hand."""

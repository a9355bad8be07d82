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
        "account number | account no | account | loan id | loan identifier | "
        "contract identifier | instrument identifier | contract number | 账号 | 帐号 | 账户号 | "
        "账户编号 | 账户 | 贷款账号 | 合同编号 | 合同号 | 借据号 | 案件编号 | 案件号 | 运单号 | "
        "户号 | account id | loan number | loan no | case id | case number | case no | "
        "policy number | reference number | 个案序列号 | 个案编号 | 个案号 | 案件序列号 | "
        "案件流水号 | 委案编号 | 委案号 | 案号 | 坏账编号 | 借据编号 | 贷款编号 | 借款编号 | "
        "合约编号 | 合约号 | 协议编号 | 账户号码 | 账单编号 | 单据编号 | 单据号 | 单号 | "
        "订单编号 | 订单号 | 运单编号 | 项目编号 | 房屋编号 | 缴费户号 | 编号 | id",
    ),
    "debtor_id": Field(
        Kind.IDENTIFIER,
        "Your number of the debtor, who may hold several accounts. Never an identity number.",
        # Annex I: 1.00.
        "debtor identifier | debtor no | debtor number | debtor code | counterparty identifier | "
        "counterparty id | customer id | customer no | customer number | customer code | "
        "client id | client no | client number | borrower id | borrower number | obligor id | "
        "债务人编号 | 债务人代码 | 客户编号 | 客户号 | 客户代码 | 客户编码 | 客户ID | 客户标识 | "
        "借款人编号 | 业主编号 | 用户编号 | 会员编号 | 核心客户号",
    ),
    "sector": Field(
        Kind.CATEGORY,
        "A sector of the library: bank_card, telecom, property_fee, logistics, software_retainage.",
        "industry | business line | 行业 | 所属行业 | 行业类别 | 业务类型 | 业务条线 | "
        "sector name | 行业类型 | 行业分类 | 业务板块",
    ),
    "creditor": Field(
        Kind.CATEGORY,
        "Who is owed.",
        "creditor name | lender | originator | 债权人 | 债权方 | 委托方 | 委托人 | 发卡行 | "
        "机构 | 所属机构 | 委托机构 | 委托单位 | 债权机构 | 债权银行 | 委托银行 | 甲方 | 甲方名称",
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
        "balance outstanding | amount owed | amount due | total amount due | total due | "
        "outstanding | outstanding amount | amount outstanding | total outstanding | "
        "balance due | remaining balance | unpaid balance | past due balance | arrears balance | "
        "剩余欠款 | 剩余欠款金额 | 剩余欠款余额 | 剩余欠费 | 剩余未还 | 剩余未还金额 | "
        "剩余应还 | 剩余应还金额 | 剩余未收 | 剩余金额 | 尚欠金额 | 尚欠款 | 结欠金额 | "
        "结欠余额 | 未还金额 | 未还总额 | 未还余额 | 未付余额 | 未付金额 | 未收余额 | 未收金额 | "
        "未回款金额 | 未回收金额 | 未缴金额 | 未结金额 | 未结清金额 | 欠款余额 | 逾期余额 | "
        "透支余额 | 应收余额 | 应收账款余额 | 债权余额 | 贷款余额 | 欠费余额 | 当前余额 | "
        "最新余额 | 当前欠款 | 最新欠款 | 当前欠款余额 | 委案余额 | 总欠款 | 总欠款额 | "
        "总欠款金额 | 总欠费 | 总欠费金额 | 欠款总额 | 欠款总金额 | 欠费总额 | 逾期总额 | "
        "逾期总金额 | 逾期欠款总额 | 债权总额 | 应还总额 | 应还总金额 | 应还款总额 | "
        "应还欠款总额 | 应缴总额 | 应付总额 | 本息合计 | 本息余额 | 本息总额 | 本息费合计 | "
        "应还本息 | 欠款合计 | 欠费合计 | 逾期合计 | 欠款金额 | 逾期金额 | 逾期欠款 | 欠费金额 | "
        "欠收金额 | 欠缴金额 | 拖欠金额 | 债权金额 | 应还金额 | 应还款金额 | 应收金额 | "
        "应收账款 | 待收金额 | 待还金额 | 委案金额 | 委托金额 | 委外金额 | 委案总金额 | "
        "案件金额 | 货款金额 | 欠款 | 欠费 | 余额 | 金额 | 合计 | "
        "receivables | receivable | open amount | open balance | overdue amount | overdue balance",
    ),
    "principal": Field(
        Kind.NUMBER,
        "Part of the balance that is principal, the tax basis.",
        # Annex I: 3.09.
        "principal balance | principal outstanding | outstanding principal | 未偿本金 | "
        "剩余本金 | 本金余额 | 欠款本金 | 逾期本金 | 本金 | current principal | "
        "unpaid principal | principal amount | 剩余未还本金 | 未还本金 | 剩余应还本金 | "
        "应还本金 | 委案本金 | 透支本金 | 债权本金 | 贷款本金余额 | 结欠本金 | 尚欠本金 | "
        "待还本金 | 本金金额",
    ),
    "paid": Field(
        Kind.NUMBER,
        "What was paid on the debt so far, where the balance is the amount at first.",
        "amount paid | paid amount | total paid | paid to date | amount collected | "
        "amount recovered | recovered | payments received | 已收回金额 | 已收金额 | 已收款 | "
        "已收款项 | 已回款 | 已回款金额 | 已回收金额 | 回款金额 | 累计回款 | 累计回款金额 | "
        "已还金额 | 已还款 | 已还款金额 | 已还总额 | 累计还款 | 累计还款金额 | 已付金额 | 已付款 | "
        "已缴金额 | 已缴费 | 已缴费金额 | 已偿还金额 | 已结金额 | bezahlt | gezahlt",
    ),
    "due_date": Field(
        Kind.DATE,
        "Day the oldest unpaid amount fell due; needs a cut-off date.",
        "date due | first due date | date of first arrears | overdue since | 到期日 | 到期日期 | "
        "应还日期 | 应缴日期 | 应付日期 | 逾期日期 | 逾期起始日 | 首次逾期日期 | 逾期开始日期 | "
        "payment due date | invoice due date | original due date | past due since | 应还款日 | "
        "应还款日期 | 应还日 | 还款到期日 | 账单到期日 | 付款到期日 | 最后还款期限 | "
        "约定还款日 | 约定付款日期 | 应付款日期 | 应收日期 | 应缴日 | 缴费截止日 | "
        "缴费截止日期 | 缴费期限 | 逾期起始日期 | 逾期起始时间 | 逾期开始日 | 逾期开始时间 | "
        "逾期日 | 逾期时间 | 首逾日期 | 首次逾期日 | 首次逾期时间 | 欠费起始日期 | "
        "欠费开始日期 | 欠费起始日 | 欠费日期 | 欠款日期 | 转逾期日期",
    ),
    "days_past_due": Field(
        Kind.NUMBER,
        "Days past due at the cut-off date. An age is needed: this, months, due date or stage.",
        # Annex I: 3.13.
        "days in past-due | past due days | days overdue | dpd | number of days past due | "
        "逾期天数 | 拖欠天数 | 欠费天数 | 账龄天 | 账龄天数 | days delinquent | "
        "delinquent days | days late | days in arrears | overdue days | 逾期天 | 逾期日数 | "
        "当前逾期天数 | 最新逾期天数 | 已逾期天数 | 超期天数 | 欠款天数 | 逾期时长天",
    ),
    "months_past_due": Field(
        Kind.NUMBER,
        "Months past due at the cut-off date.",
        "months overdue | months in arrears | mpd | age months | 逾期月数 | 逾期月份 | "
        "拖欠月数 | 欠费月数 | 账龄月 | 逾期期数 | 账龄 | overdue months | months delinquent | "
        "aging | ageing | debt age | 当前逾期月数 | 欠款月数 | 欠缴月数 | 逾期期次 | "
        "当前逾期期数 | 账龄月数 | 逾期账龄 | 欠费账龄 | 应收账龄 | 逾期时长 | 账龄年 | 账龄年数 | "
        "逾期年数 | 逾期年限 | years past due | years overdue",
    ),
    "stage": Field(
        Kind.CATEGORY,
        "Overdue stage or range, such as M3 or 6-12个月; its middle is the age.",
        "overdue stage | delinquency stage | delinquency bucket | overdue band | bucket | "
        "逾期阶段 | 逾期段 | 逾期区间 | 账龄段 | 账龄区间 | 账龄分段 | M值 | arrears bucket | "
        "aging bucket | ageing bucket | aging band | dpd bucket | delinquency status bucket | "
        "逾期阶段M | 逾期M数 | 逾期M值 | M数 | M级 | M期 | 逾期档 | 逾期等级 | 逾期级别 | "
        "逾期账龄段 | 延滞阶段 | 延滞级别 | 账龄阶段 | 账龄档",
    ),
    "product": Field(
        Kind.CATEGORY,
        "Your product name, for the tables.",
        # Annex I: 3.06.
        "product type | 产品 | 产品类型 | 产品名称 | 卡种 | 套餐 | product line | loan type | "
        "产品线 | 产品大类 | 业务品种 | 贷款类型 | 贷款品种 | 费用类型 | 费用名称 | 费项 | "
        "收费项目 | 套餐名称 | 卡产品 | 坏账类型",
    ),
    "region": Field(
        Kind.CATEGORY,
        "Where the debtor is, for the tables.",
        "province | city | 地区 | 区域 | 省份 | 城市 | 所在地 | 分公司 | 小区 | branch | 分行 | "
        "所属分行 | 归属分行 | 分行名称 | 支行 | 网点 | 地市 | 归属地 | 归属地市 | 小区名称 | "
        "项目名称 | 楼盘",
    ),
    "disputed": Field(
        Kind.FLAG,
        "The debtor contests the claim.",
        "in dispute | dispute | 是否争议 | 有无争议 | 争议 | 是否有争议 | 异议 | disputed flag | "
        "争议标志 | 争议标识 | 争议状态 | 是否异议 | 有无异议",
    ),
    "reachable": Field(
        Kind.FLAG,
        "Somebody can reach the debtor.",
        # Annex I: 1.19.
        "contactable | 是否可联 | 可联 | 可联系 | 是否可联系 | "
        "availability of telephone number | reachability | contact status | 可联状态 | 可联性 | "
        "可联标志 | 联系状态 | 触达状态 | 是否可触达 | 是否能联系",
    ),
    "unreachable": Field(
        Kind.FLAG,
        "Nobody can reach the debtor: the opposite of reachable.",
        "lost contact | 失联 | 是否失联 | 失联标志 | lost | lost contact flag | 失联状态 | "
        "失联标识 | 是否失去联系 | 失联情况 | 是否联系不上 | 联系不上 | 是否无法联系 | 无法联系 | "
        "unreachable flag | uncontactable",
    ),
    "placements": Field(
        Kind.NUMBER,
        "Times the account was placed with an agency before; 0 if never.",
        "number of placements | prior placements | previous placements | times placed | "
        "placement count | 委外次数 | 历史委外次数 | 已委外次数 | 累计委外次数 | 委案次数 | "
        "历史委案次数 | 外包次数 | 委托次数 | 历史手数 | 历史委外手数 | 历史委案手数 | 已委手数 | "
        "累计委案次数 | 已委案次数",
    ),
    "hand": Field(
        Kind.CATEGORY,
        "Which hand works it, 一手 or 1 for the first: one less are its earlier placements.",
        "placement hand | hand number | placement level | placement tier | 手别 | 催收手别 | "
        "委外手数 | 委外手别 | 委案手别 | 委案手数 | 案件手别 | 手数 | 手次 | 委外手次 | "
        "当前手别 | 目前手别 | 现手别 | 当前手数 | 最新手别 | 当前委外手别 | 当前委外手数",
    ),
    "placed_with": Field(
        Kind.CATEGORY,
        "Agency that has the account now: it is not placed again until it is recalled.",
        "agency | agency name | collection agency | current agency | placed at | 委外公司 | "
        "委外公司名称 | 委外机构 | 委外机构名称 | 当前委外公司 | 当前委外机构 | 催收公司 | "
        "催收机构 | 外包公司 | 外包机构 | 受托公司 | 受托机构 | 受托方 | 承接机构 | 处置机构",
    ),
    "account_status": Field(
        Kind.CATEGORY,
        "Where the account stands; settled, withdrawn and closed ones are asked about.",
        "status | account status | case status | loan status | debt status | invoice status | "
        "状态 | 账户状态 | 账号状态 | 案件状态 | 债权状态 | 还款状态 | 结清状态 | 缴费状态 | "
        "回款状态 | 是否结清 | 是否已结清 | 结清标志 | 是否还清 | settled | is settled | "
        "paid off | closed",
    ),
    "placement_status": Field(
        Kind.CATEGORY,
        "Whether an agency has the account now, such as placed, recalled, 委外中 or 已退案.",
        "placement state | agency status | placed now | currently placed | 委外状态 | "
        "当前委外状态 | 委案状态 | 是否委外 | 是否委外中 | 当前是否委外 | 外包状态 | 是否在委",
    ),
    "letters": Field(
        Kind.NUMBER,
        "Law-firm letters sent so far; 0 if none.",
        "law letters | letters sent | number of letters | law firm letters | lawyer letters | "
        "律师函次数 | 发函次数 | 律师函数量 | 律师函数 | 寄函次数 | 律师函发送次数 | "
        "已发律师函次数",
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
        "最后付款日期 | last paid date | 最后还款时间 | 最后一次还款日期 | 最后一次还款时间 | "
        "最近一次还款日期 | 最近还款日 | 最近还款时间 | 上次还款日期 | 末次还款日期 | "
        "最近缴费日期 | 最后缴费时间 | 最后回款日期 | 最近回款日期",
    ),
    "last_demand_date": Field(
        Kind.DATE,
        "Day of the last demand that can be proved; restarts limitation.",
        "date of last demand | 最后催收日 | 最后催收日期 | 最近催收日期 | 催告日期 | "
        "最后催告日期 | 最后催缴日期 | last contact date | last demand | 最后一次催收日期 | "
        "最近一次催收日期 | 最后催收时间 | 最近催收时间 | 最近催收日 | 最后催缴时间 | "
        "最近催缴日期 | 最后催告日 | 最近催告日期",
    ),
    "limitation_date": Field(
        Kind.DATE,
        "Day limitation is complete; used where no last demand is known.",
        # Annex I: 3.29.
        "statute of limitations date | 诉讼时效 | 时效届满日 | 诉讼时效届满日 | 诉讼时效到期日 | "
        "时效到期日 | limitation date | 时效日期 | 时效截止日 | 诉讼时效截止日 | 诉讼时效届满日期",
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
        "loan currency | ccy | 币种 | 货币 | currency code | 币别 | 账户币种 | 货币种类",
    ),
    "unit": Field(
        Kind.CATEGORY,
        "What the money columns of the row are written in, such as 元 or 万元.",
        "money unit | amount unit | currency unit | 单位 | 金额单位 | 货币单位 | 计量单位",
    ),
    "as_of": Field(
        Kind.DATE,
        "The cut-off date, the same on every row.",
        # Annex I: 3.00.
        "cut-off date | reporting date | snapshot date | 截止日 | 截止日期 | 数据截止日 | "
        "数据日期 | 统计日期 | 基准日 | as of date | as at date | data date | report date | "
        "snapshot | 截至日期 | 截至日 | 截止时间 | 数据截止日期 | 统计日 | 统计截止日 | "
        "统计截止日期 | 报表日期 | 报告日期 | 快照日期 | 数据时点",
    ),
}
"""Every field of the tape by our name, in the order of the template."""

AGE_FIELDS = ("days_past_due", "months_past_due", "due_date", "stage")
"""Sources of an age, most trusted first."""

TOTALS = (
    "total",
    "grand total",
    "totals",
    "sum",
    "subtotal",
    "合计",
    "总计",
    "小计",
    "共计",
    "总额",
    "累计",
    "summe",
    "gesamt",
    "gesamtsumme",
)
"""Words for a row or a column that adds up others."""

PERSONAL = (
    "name of counterparty | counterparty name | customer name | debtor name | borrower name | "
    "full name | name | phone | phone number | telephone | mobile | email | e-mail address | "
    "address | address of counterparty | date of birth | national identifier | id number | "
    "id card | passport | national identifier private individuals | 姓名 | 客户姓名 | 债务人 | "
    "债务人姓名 | 持卡人 | 业主 | 业主姓名 | 联系人 | 身份证 | 身份证号 | 身份证号码 | "
    "证件号 | 证件号码 | 卡号 | 手机 | 手机号 | 手机号码 | 电话 | 联系电话 | 电话号码 | 地址 | "
    "家庭住址 | 联系地址 | 住址 | 邮箱 | 出生日期 | account holder | borrower | first name | "
    "last name | surname | given name | contact number | contact phone | cell phone | "
    "mobile number | mobile phone | phone no | home address | card number | "
    "social security number | ssn | dob | id card number | wechat | 户名 | 户主 | 户主姓名 | "
    "客户名称 | 借款人 | "
    "借款人姓名 | 借款人名称 | 债务人名称 | 持卡人姓名 | 业主名称 | 法定代表人 | 联系人姓名 | "
    "紧急联系人 | 联系方式 | 单位电话 | 家庭电话 | 住宅电话 | 座机 | 手机号1 | 手机号2 | "
    "银行卡号 | 信用卡号 | 身份证件号 | 身份证件号码 | 户籍地址 | 现住址 | 住宅地址 | 单位地址 | "
    "通讯地址 | 收件地址 | 工作单位 | 电子邮箱 | 微信 | 微信号 | 生日 | owner | owner name | "
    "contact person | middle name | street | street address | property address | mailing address | "
    "birth date | driver license | vorname | nachname | familienname | "
    "kunde | kundenname | schuldner | straße | strasse | anschrift | adresse | telefon | handy | "
    "geburtsdatum | ausweis | ausweisnummer | nom | prénom | nombre | apellido | "
    "身分证 | 身分证号 | 身分证字号 | 行动电话 | 电邮 | 联络人 | 联络电话 | "
    "联络方式 | 联络地址"
)
"""Headings of personal data, parted by bars: such a column is read only if mapped by hand."""

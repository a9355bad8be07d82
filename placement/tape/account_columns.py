"""Which heading is what in a bill and in lists of payments, recalls and placements."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from placement.tape.account_content import TOLD_BY_CONTENT
from placement.tape.columns import check_mapping, normalise
from placement.tape.fields import FIELDS
from placement.tape.remittance_columns import RemittanceColumns, other_names, plain_heading

MAY_BE_DUE = ("expiry date", "expiry", "expires on", "到期日", "到期日期", "到期时间")
"""Headings of the day a placement ends, or of the day a debt fell due: the former only beside a day
of placement."""

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "account_id": other_names("account_id"),
        "debtor_id": f"{FIELDS['debtor_id'].other_names} | debtor ref | debtor reference | "
        "customer ref | customer reference | 债务人号 | 债务人ID | 客户代号 | 借款人ID | 用户ID",
        "agency": other_names("agency"),
        "payment_id": "payment reference | transaction id | transaction number | payment number | "
        "receipt number | 流水号 | 交易流水号 | 还款流水号 | 支付流水号 | 凭证号",
        "paid_on": f"{other_names('month')} | transaction date | value date | posting date | "
        "交易日期 | 入账日期 | 入账时间 | 还款日 | 回款日",
        "placed_on": f"{other_names('placed_on')} | placed from | assigned on | handed over on | "
        "handover date | placement start | start of placement | 委案日 | 委案开始日期 | "
        "委案开始日 | 委案起始日 | 委案起始日期 | 委托日 | 委托开始日期 | 委托起始日期 | 委外日 | "
        "委外开始日期 | 委派日期 | 委派日 | 下发日期 | 下发日 | 下发时间 | 派案日 | 派单日期 | "
        "分案日 | 分案时间 | 放案日 | 发案日期 | 发案日 | 入案日 | 移交日期 | 移交日 | 交案日期 | "
        "start date | start | from | 开始日期 | 起始日期 | date | 日期",
        "recalled_on": "recall date | date of recall | date recalled | recalled | returned on | "
        "return date | returned | withdrawn on | withdrawn | withdrawal date | taken back on | "
        "end of placement | placement end | placed until | placed to | 退案日期 | 退案时间 | "
        "退案日 | 撤案日期 | 撤案日 | 撤案时间 | 撤回日期 | 撤回日 | 收回日期 | 收回日 | "
        "召回日期 | 召回日 | 召回时间 | 停催日期 | 结案日期 | 结案日 | 委案到期日 | "
        "委案到期日期 | 委案结束日期 | 委案结束日 | 委案截止日 | 委案截止日期 | 委托到期日 | "
        "委托到期日期 | 委托结束日期 | 委外到期日 | 委外到期日期 | 委外结束日期 | closed on | "
        f"end date | end | until | 结束日期 | 截止日期 | {' | '.join(MAY_BE_DUE)}",
        "collected": f"{other_names('collected')} | billed amount | basis | 实还金额 | 实收金额 | "
        "入账金额 | 交易金额 | 结算金额 | 结算基数 | 计佣金额 | 计佣基数 | 金额",
        "rate": "commission rate | fee rate | rate percent | commission percent | 佣金率 | "
        "佣金比例 | 佣金费率 | 费率 | 结算费率 | 结算比例 | 提成比例 | 服务费率 | 服务费比例",
        "commission": "commission amount | commission charged | fee | fees | fee amount | "
        "commission due | charge | service fee | 佣金 | 佣金金额 | 应付佣金 | 应结佣金 | "
        "结算佣金 | 服务费 | 服务费金额 | 催收佣金 | 委外佣金 | 手续费",
        "vat": "vat amount | tax | tax amount | value added tax | 税额 | 增值税 | 增值税额 | 税金",
        "balance": f"{other_names('balance')} | amount | debt | debt amount | balance owed | "
        "owed | arrears | 委派金额 | 下发金额 | 债务金额",
        "age": other_names("age"),
        "days_past_due": other_names("days_past_due"),
        "currency": FIELDS["currency"].other_names,
        "unit": FIELDS["unit"].other_names,
    }
)
"""Other headings of each field, best first and parted by bars; a heading is the first that fits."""

_TOLD = 500
"""Rank of a heading that its cells tell: after the names that tell by themselves."""

_EVERYWHERE = ("account_id", "currency", "unit")

BILL = (
    *_EVERYWHERE, "payment_id", "paid_on", "collected", "rate", "commission", "vat", "placed_on",
    "recalled_on", "balance", "age", "days_past_due",
)  # fmt: skip
PAYMENTS = (*_EVERYWHERE, "payment_id", "paid_on", "collected")
RECALLS = (*_EVERYWHERE, "recalled_on")
PLACEMENTS = (*_EVERYWHERE, "placed_on", "recalled_on", "balance", "age", "days_past_due")
PLACED_LIST = (*PLACEMENTS, "agency", "debtor_id")


def match_account_columns(
    headings: Sequence[str],
    mapping: Mapping[str, str],
    *,
    fields: Collection[str],
    by_content: Mapping[str, str] = MappingProxyType({}),
) -> RemittanceColumns:
    """Return what the columns of a list of accounts or payments are; a mapping by hand wins.

    Args:
        headings: Headings of the file, all different.
        mapping: Field to heading, as chosen by hand; "" leaves a field out.
        fields: Those that such a list has.
        by_content: Heading → field where the cells tell; "" where they are none of ours.

    Raises:
        InputError: The mapping names a field or heading that does not exist, or one twice.
    """
    check_mapping(mapping, headings, known=fields)
    index = {
        normalise(name): (field, rank)
        for field in reversed([name for name in _NAMES if name in fields])
        for rank, name in reversed(tuple(enumerate((field, *_NAMES[field].split(" | ")))))
    }
    ranked: dict[str, tuple[int, str]] = {}
    for heading in headings:
        found = index.get(normalise(heading)) or index.get(normalise(plain_heading(heading)))
        if heading in by_content:
            found = (by_content[heading], _TOLD) if by_content[heading] else None
        if found is not None and found[0] not in mapping and heading not in mapping.values():
            ranked[found[0]] = min(ranked.get(found[0], (999, "")), (found[1], heading))
    matched = {field: heading for field, (_, heading) in ranked.items()} | {
        field: heading for field, heading in mapping.items() if heading
    }
    end = matched.get("recalled_on", "")
    is_doubtful = normalise(end) in map(normalise, MAY_BE_DUE) and "recalled_on" not in mapping
    if is_doubtful and "placed_on" in fields and "placed_on" not in matched:
        del matched["recalled_on"]
    nothing: Mapping[str, int] = MappingProxyType({})
    return RemittanceColumns(
        matched=MappingProxyType(matched),
        since=nothing,
        calendar=MappingProxyType({}),
        unused=tuple(heading for heading in headings if heading not in matched.values()),
    )


def account_headings() -> tuple[str, ...]:
    """Return every heading that is known, so that none is withheld as personal."""
    names = (name for field, others in _NAMES.items() for name in (field, *others.split(" | ")))
    return (*names, *TOLD_BY_CONTENT)

"""Which heading of a remittance file is what: of the batch, of the month, or a month itself.

Three layouts are told apart by their headings alone:

    long        batch · placed in · placed balance · month of payment · collected
    triangle    batch · placed balance · 1 · 2 · 3 …      months since placement
    wide        batch · placed balance · 2024-01 · 2024-02 …      months of the calendar
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.tape.columns import check_mapping, normalise
from placement.tape.dates import parse_date
from placement.tape.fields import FIELDS
from placement.tape.findings import name_some
from placement.tape.spelling import narrow
from placement.tape.unit_words import bracketed

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "agency": f"agent | vendor | collector | 机构 | 公司 | {FIELDS['placed_with'].other_names}",
        "sector": FIELDS["sector"].other_names,
        "product": FIELDS["product"].other_names,
        "batch": "batch id | batch number | batch no | batch name | lot | tranche | cohort | "
        "vintage | placement | placement batch | 批次 | 批次号 | 批次编号 | 委案批次 | 委托批次 | "
        "委外批次 | 案件批次 | 批号 | 包号",
        "account_id": FIELDS["account_id"].other_names,
        "placed_on": "placed in | placement date | date of placement | date placed | placed date | "
        "placement month | month of placement | month placed | batch month | batch date | "
        "vintage month | cohort month | assignment date | date assigned | 委案日期 | 委案月份 | "
        "委案时间 | 委案月 | 委托日期 | 委托月份 | 委托时间 | 委外日期 | 委外月份 | 委外时间 | "
        "放案日期 | 放案月份 | 派案日期 | 派案月份 | 分案日期 | 入案日期",
        "balance": "placed balance | balance placed | placed amount | amount placed | placed | "
        "placement amount | placement balance | assigned balance | assigned amount | "
        "委案金额 | 委案余额 | 委案总金额 | 委案总额 | 委托金额 | 委托总额 | 委托余额 | 委外金额 | "
        "委外余额 | 委外总额 | 放案金额 | 派案金额 | 入案金额 | 案件金额 | "
        + FIELDS["balance"].other_names,
        "accounts": "accounts placed | number of accounts | placed accounts | cases | "
        "number of cases | cases placed | 户数 | 件数 | 笔数 | 案件数 | 案件量 | 委案户数 | "
        "委案件数 | 委案量 | 委托户数 | 委托件数 | 委外户数 | 委外件数",
        "age": "age at placement | months past due at placement | age months | age in months | "
        + FIELDS["months_past_due"].other_names
        + " | "
        + FIELDS["stage"].other_names
        + " | months past due | stage",
        "days_past_due": f"days past due at placement | {FIELDS['days_past_due'].other_names}",
        "month": "month of payment | payment month | remittance month | collection month | "
        "month collected | paid in | payment date | date of payment | paid on | date paid | "
        "remittance date | collection date | period | 回款月份 | 回款月 | 回款日期 | 回款时间 | "
        "还款月份 | 还款月 | 还款日期 | 还款时间 | 回收月份 | 收款月份 | 收款日期 | 到账日期 | "
        "到账月份 | 月份 | 统计月份 | date | 日期",
        "months_since": "months since placement | month since placement | months on book | mob | "
        "month number | development month | age of batch | month after placement | 委案后月数 | "
        "委托后月数 | 委外后月数 | 放案后月数 | 第几个月 | 月序 | 期次",
        "collected": "amount collected | collections | collection | remitted | remittance | "
        "remittances | amount remitted | payment | payments | payment amount | paid | paid amount "
        "| amount paid | recovered | recoveries | recovery | cash collected | 回款 | 回款金额 | "
        "回收金额 | 回收 | 还款金额 | 还款 | 收回金额 | 收款金额 | 到账金额 | 回款额 | 净回款 | "
        "当月回款 | 当月回款金额 | 本月回款 | amount",
        "currency": FIELDS["currency"].other_names,
        "unit": FIELDS["unit"].other_names,
    }
)
"""Other headings of each field, best first and parted by bars."""

FIELD_NAMES = tuple(_NAMES)
"""Fields that a heading can be mapped to."""

MOST_MONTHS = 600
"""Months since placement beyond which a number above a column is something else."""

_SINCE = re.compile(
    r"(?:第|month|months|mob|m|t|\+)?[\s._+-]{0,2}?(-?\d{1,4})\s*"
    r"(?:st|nd|rd|th)?\s*(?:个?月|期|m|month|months)?"
    r"(?:\s*(?:since|after|from)\s*placement)?(?:回款|回收|还款|回款额|回款金额)?"
)
"""A column of one month since placement: 3, M3, month 3, 第3月, 3rd month."""


@dataclass(frozen=True, kw_only=True)
class RemittanceColumns:
    """What the columns of a remittance file are."""

    matched: Mapping[str, str]
    """Field → heading."""

    since: Mapping[str, int]
    """Heading → months since placement as the file counts them, of a triangle."""

    calendar: Mapping[str, float]
    """Heading → day the month ends on, in days since 1970-01-01, of a wide table."""

    unused: tuple[str, ...]

    @property
    def is_wide(self) -> bool:
        """Return whether each month has a column of its own."""
        return bool(self.since or self.calendar)


def match_remittance_columns(
    headings: Sequence[str], mapping: Mapping[str, str] | None = None
) -> RemittanceColumns:
    """Return what each column of a remittance file is; a mapping by hand wins.

    Args:
        headings: Headings of the file, all different.
        mapping: Field → heading, as chosen by hand; "" leaves a field out.

    Raises:
        InputError: The mapping names a field or heading that does not exist, or one twice.
        TapeError: A month of a triangle lies before the placement.
    """
    by_hand = dict(mapping or {})
    check_mapping(by_hand, headings, known=FIELD_NAMES)
    ranked: dict[str, tuple[int, str]] = {}
    months = []
    for heading in headings:
        if heading in by_hand.values():
            continue
        found = _INDEX.get(normalise(plain_heading(heading)))
        if found is None:
            months.append(heading)
        elif found[0] not in by_hand:
            ranked[found[0]] = min(ranked.get(found[0], (999, "")), (found[1], heading))
    matched = {field: heading for field, (_, heading) in ranked.items()} | {
        field: heading for field, heading in by_hand.items() if heading
    }
    calendar = {h: day for h in months if (day := _day(h)) is not None}
    since = {h: number for h in months if h not in calendar and (number := _since(h)) is not None}
    if len(calendar) + len(since) < 2 and {"month", "months_since"} & matched.keys():
        calendar, since = {}, {}
    if "collected" in matched and {"month", "months_since"} & matched.keys():
        # A long table may have a stray column called 2024; the amounts are where they are said.
        calendar, since = {}, {}
    _refuse_before(since)
    if calendar and since:
        since = {}
    return RemittanceColumns(
        matched=MappingProxyType(matched),
        since=MappingProxyType(since),
        calendar=MappingProxyType(calendar),
        unused=tuple(
            h for h in headings if h not in {*matched.values(), *since.keys(), *calendar.keys()}
        ),
    )


def other_names(field: str) -> str:
    """Return the other headings of a field, best first and parted by bars."""
    return _NAMES[field]


def plain_heading(heading: str) -> str:
    """Return a heading without what stands in its brackets, such as its unit."""
    for inside in bracketed(heading):
        heading = re.sub(rf"\W{re.escape(inside)}\W", " ", heading)
    return heading


def remittance_headings() -> tuple[str, ...]:
    """Return every heading that is known, so that none is withheld as personal."""
    return tuple(name for field, names in _NAMES.items() for name in (field, *names.split(" | ")))


def _refuse_before(since: Mapping[str, int]) -> None:
    before = [heading for heading, number in since.items() if number < 0]
    if before:
        raise TapeError(
            t(
                "These columns are months before the placement: {names}. Months since placement "
                "are 0 or more, and nothing is collected on a batch before it is placed. Correct "
                "the headings.",
                names=name_some(before),
            )
        )


def _since(heading: str) -> int | None:
    found = _SINCE.fullmatch(narrow(plain_heading(heading)).strip())
    if found is None or abs(int(found[1])) > MOST_MONTHS:
        return None
    return int(found[1])


def _day(heading: str) -> float | None:
    plain = plain_heading(heading).strip()
    if re.fullmatch(r"-?\d{1,4}", plain):
        # A bare number is one of months, and no day of a spreadsheet.
        return None
    return parse_date(plain)


_INDEX = {
    normalise(name): (field, rank)
    for field, names in reversed(tuple(_NAMES.items()))
    for rank, name in reversed(tuple(enumerate((field, *names.split(" | ")))))
}

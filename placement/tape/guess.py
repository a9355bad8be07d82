"""Which sector a file looks like, to be offered and never taken unasked."""

import re
from collections.abc import Collection, Iterable

from placement.tape.cells import encode, is_text
from placement.tape.columns import ColumnMatch
from placement.tape.read import RawTable
from placement.tape.spelling import narrow

_WORDS = {
    "bank_card": "信用卡|贷记卡|银行|持卡人|卡种|卡产品|卡号|账单日|还款日|授信|固定额度|信用额度|"
    "最低还款|分期|透支|credit\\s*card|credit\\s*limit|minimum\\s*payment|cardholder|\\bcards?\\b",
    "telecom": "电信|移动|联通|铁通|广电|宽带|话费|套餐|停机|号码|通信|入网|telecom|mobile\\s*plan|"
    "broadband|tariff|subscriber",
    "property_fee": "物业|业主|房号|楼栋|楼号|楼盘|单元|小区|车位|建筑面积|收费面积|户型|房屋|"
    "property\\s*fee|estate|unit\\s*no|service\\s*charge",
    "logistics": "物流|快递|运单|运费|货运|承运|发货|收货|寄件|到付|月结|货款|freight|waybill|"
    "shipment|carrier|consignee",
    "software_retainage": "质保金|尾款|软件|验收|质保期|项目名称|项目编号|合同金额|回款|里程碑|"
    "开票|retainage|retention|software|licen[cs]e|milestone|acceptance",
}
_PATTERNS = {sector: re.compile(words) for sector, words in _WORDS.items()}

_TELLING_FIELDS = ("creditor", "product", "region")
"""Columns whose texts say something of the sector."""

_FEW = 200
"""A column of more different texts is no column of products or creditors."""

_WEIGHT_OF_TITLES = 2
"""The file's name and its titles say what it is; a heading may only happen to be alike."""


def guess_sector(raw: RawTable, match: ColumnMatch, *, known: Collection[str]) -> str | None:
    """Return the sector that a file's name, titles, headings and products speak of.

    Args:
        raw: The file.
        match: Which column is which field.
        known: Sectors that have assumptions.

    Returns:
        A sector of `known`; None where nothing speaks of one, or as much of two.
    """
    headings = (*raw.table.column_names, *raw.withheld)
    about = (raw.filename, *raw.titles)
    points = {
        sector: _WEIGHT_OF_TITLES * _named_in(about, pattern)
        + _named_in(headings, pattern)
        + _named_in(_texts(raw, match), pattern)
        for sector, pattern in _PATTERNS.items()
        if sector in known
    }
    best = max(points.values(), default=0)
    leading = [sector for sector, count in points.items() if count == best]
    return leading[0] if best and len(leading) == 1 else None


def _texts(raw: RawTable, match: ColumnMatch) -> tuple[str, ...]:
    """Return, as one text each, what the columns of creditors, products and regions hold."""
    found = []
    for field in _TELLING_FIELDS:
        if field not in match.matched or not is_text(raw.table[match.matched[field]]):
            continue
        names = encode(raw.table[match.matched[field]]).names
        if len(names) <= _FEW:
            found.append(" ".join(names))
    return tuple(found)


def _named_in(texts: Iterable[str], pattern: "re.Pattern[str]") -> int:
    return sum(pattern.search(narrow(text)) is not None for text in texts)

"""What a column of a list of accounts is where its heading alone does not say.

`placed` heads a day in one list and an amount in another; `customer` a number or a name. Names are
no debtors' numbers: two people may have one.
"""

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from placement.tape.cells import as_text, is_text
from placement.tape.columns import normalise
from placement.tape.dates import is_open_date, parse_date

_LOOKED_AT = 500
"""Different cells of a column that decide."""

_AMOUNT = re.compile(r"[\d,]*\.?\d{0,2}")
_COMPACT_DAY = re.compile(r"(19|20)\d{6}")
_DIGIT = re.compile(r"\d")


def _is_day(text: str) -> bool:
    """Return whether a text is a day and no amount: 2025-03-04, 4.3.2025, 20250304."""
    text = text.strip()
    if _AMOUNT.fullmatch(text) and not _COMPACT_DAY.fullmatch(text):
        return False
    return parse_date(text) is not None or is_open_date(text)


def _is_number(text: str) -> bool:
    return _DIGIT.search(text) is not None


_KINDS: Mapping[str, tuple[tuple[str, Any], ...]] = MappingProxyType(
    {
        "placed": (("placed_on", _is_day), ("balance", lambda text: not _is_day(text))),
        "assigned": (("placed_on", _is_day), ("balance", lambda text: not _is_day(text))),
        "debtor": (("debtor_id", _is_number),),
        "customer": (("debtor_id", _is_number),),
        "client": (("debtor_id", _is_number),),
        "客户": (("debtor_id", _is_number),),
        "用户": (("debtor_id", _is_number),),
    }
)
"""Heading → fields that it may be, each with what tells a cell of it."""

TOLD_BY_CONTENT = tuple(_KINDS)


def fields_by_content(table: Any, fields: Collection[str]) -> dict[str, str]:
    """Return heading → field of the columns that their cells tell; "" where they are none of ours.

    Args:
        table: `pyarrow.Table` of the file's cells.
        fields: Those that such a list has.
    """
    found: dict[str, str] = {}
    for heading in table.column_names:
        kinds = _KINDS.get(normalise(heading), ())
        possible = [(field, is_one) for field, is_one in kinds if field in fields]
        if not possible:
            continue
        cells = table[heading]
        days = pa.types.is_date(cells.type) or pa.types.is_timestamp(cells.type)
        texts = ["2000-01-01"] if days else _texts(cells)
        found[heading] = next(
            (field for field, is_one in possible if 2 * sum(map(is_one, texts)) > len(texts)), ""
        )
    return found


def _texts(cells: Any) -> list[str]:
    some = cells.slice(0, 20 * _LOOKED_AT).drop_null().unique()[:_LOOKED_AT]
    texts = as_text(pa.chunked_array([some])) if not is_text(cells) else some
    return [text for text in texts.to_pylist() if text and text.strip()]

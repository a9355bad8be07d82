"""Lines below a table that say who made it, or note something: 制表人：…, 备注：…, Prepared by …"""

import re
from collections.abc import Iterable

from placement.domain.text import t

_SIGNED = re.compile(
    r"^\W*(?:(?:制表|填表|编制|填报|审核|复核|审批|批准|经办|负责|主管|打印|导出|生成|报送)"
    r"(?:人|员|者|日期|时间|单位|部门)?\s*(?:[:：]|$)"
    r"|(?:备注|附注|说明|注|声明|note|notes|remarks?|hinweis)\s*\d?\s*[:：]"
    r"|(?:prepared|approved|checked|reviewed|printed|exported|created|erstellt|gepr(?:ü|ue)ft)\b)",
    re.IGNORECASE,
)


def said_of_signatures(rows: str) -> str:
    """Return what is said of such lines that are left out."""
    return t(
        "Lines below the table that say who made it or note something, and are no accounts: "
        "{rows}; they are left out.",
        rows=rows,
    )


def signed_with(text: str) -> str:
    """Return the words by which a line is known to be none of the table; "" for other lines.

    They say nothing of a person and may be shown where the line itself may not.
    """
    found = _SIGNED.match(text)
    return found[0].strip() if found else ""


def without_cells(ragged: Iterable[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    """Return broken rows without their text, but for the words that tell lines of no account."""
    return tuple((row, signed_with(text)) for row, text in ragged)

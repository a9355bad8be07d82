"""Agencies an account was with before, told by its hand, and the one that has it now."""

import re

import numpy as np

from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray
from placement.tape.cells import Codes
from placement.tape.findings import name_some
from placement.tape.flags import parse_flag
from placement.tape.ledger import Ledger
from placement.tape.numbers import EMPTY
from placement.tape.quoting import quoted
from placement.tape.source import Source
from placement.tape.spelling import narrow

_WORDS = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"首": 1, "两": 2}
_HAND = re.compile(r"第?([零一二三四五六七八九首两]|\d{1,2})手(?:及以上|以上|委外|案件|\+)?")
_ORDINALS = {
    **dict.fromkeys(("first", "1st", "primary", "prime"), 1),
    **dict.fromkeys(("second", "2nd", "secondary", "seconds"), 2),
    **dict.fromkeys(("third", "3rd", "tertiary", "thirds"), 3),
    **dict.fromkeys(("fourth", "4th", "quaternary", "quad"), 4),
}
_ORDINAL = re.compile(f"({'|'.join(_ORDINALS)})(?:placement|hand|party)?s?")
_NUMBER = re.compile(r"(\d{1,2})(?:\.0)?\+?")

_NOBODY = frozenset(
    {"无", "没有", "否", "自催", "内催", "行内", "本行", "自营", "内部", "未委外", "未委案",
     "未分配", "待分配", "待委外", "inhouse", "internal", "none", "no", "notplaced", "unplaced"}
)  # fmt: skip
"""Words for no agency where one would stand."""

_NOBODY_YET = re.compile(
    "暂?无(?!锡).{0,4}|未(?:委外?|委案|分配|外包|派.?)|待(?:委外?|分配|派.?)|空|"
    "(?:内部|行内|本行|自催|自营|内催).{0,4}"
)
"""The same in other words; an agency may be called 无锡 or 未来."""

_NOT_NOW = re.compile(
    "未委|未外包|待委|可委|不可|曾|拟委|准备|允许|历史|待分|已退|退案|撤|召回|收回|到期|结束|已结|终止|停催|停止|自催|内催|"
    "recall|return|clos|end|withdraw|notplaced|unplaced|inhouse|internal|terminat|expired"
)
_NOW = re.compile(
    "委外|委案|外包|在催|催收中|处置中|在委|已派|已分配|已委|委托中|"
    "placed|atagency|withagency|assigned|active|outsourced"
)


def earlier_placements(text: str, *, bare: bool) -> int | None:
    """Return the placements before the hand that a text names: 二手 is 1; None if it names none.

    Args:
        text: The cell.
        bare: A number alone is a hand too.
    """
    plain = _plain(text)
    if found := _HAND.fullmatch(plain):
        hand = _WORDS[found[1]] if found[1] in _WORDS else int(found[1])
    elif found := _ORDINAL.fullmatch(plain):
        hand = _ORDINALS[found[1]]
    elif bare and (found := _NUMBER.fullmatch(plain)):
        hand = int(found[1])
    else:
        return 0 if plain in _NOBODY else None
    return max(hand - 1, 0)


def placements_by_hand(source: Source, ledger: Ledger) -> FloatArray:
    """Return the placements before each row's hand, NaN where none is given. Shape (rows,)."""
    if not source.has("hand"):
        return np.full(len(source), np.nan)
    found, place = source.codes("hand"), source.place("hand")
    before = [earlier_placements(name, bare=True) for name in found.names]
    earlier = np.array([np.nan if n is None else float(n) for n in before] + [np.nan])[found.codes]
    ledger.note(
        ~np.isnan(earlier) & ledger.accounts,
        "hand_read",
        lambda rows, of: t(
            "{rows} of {of} rows say in which hand they are: the first hand is no earlier "
            "placement, the second one, the third two.",
            rows=rows,
            of=of,
        ),
        t("Map the column to placements if it counts placements that are over."),
        place,
    )
    ledger.warn(
        _strange(found, [n is None for n in before]) & ledger.accounts,
        "hand_unreadable",
        lambda rows, of: t(
            "{rows} of {of} rows have a hand that is not 一手, 二手, 1, 2 …; "
            "no earlier placement is taken.",
            rows=rows,
            of=of,
        ),
        t("Correct these cells."),
        place,
    )
    return earlier


def placed_now(source: Source, ledger: Ledger) -> BoolArray:
    """Return which accounts an agency has now, and say how much money that is. Shape (rows,).

    The status decides; where it says nothing, an agency's name does.
    """
    status = _by_status(source, ledger)
    named = _by_name(source)
    placed = np.where(np.isnan(status), named, status == 1.0)
    field = "placement_status" if source.has("placement_status") else "placed_with"
    words: list[str] = []
    if placed.any():
        found = source.codes(field)
        words = [quoted(found.names[code]) for code in np.unique(found.codes[placed]) if code >= 0]
    ledger.warn(
        placed & ledger.accounts,
        "placed_now",
        lambda rows, of: t(
            "{rows} of {of} rows are with an agency now ({words}): they are not placed again "
            "before it has given them back, and no plan begins with a placement of them.",
            rows=rows,
            of=of,
            words=name_some(words),
        ),
        t("Recall them first, or clear the column if they have come back."),
        source.place(field),
    )
    return placed


def agencies(source: Source) -> Codes:
    """Return the agency that stands on each row, nothing where a word says that there is none."""
    if not source.has("placed_with"):
        return Codes(np.full(len(source), -1, dtype=np.int32), ())
    found = source.codes("placed_with")
    kept = [name for name in found.names if not _is_nobody(name)]
    table = [kept.index(name) if name in kept else -1 for name in found.names]
    return Codes(np.array([*table, -1], dtype=np.int32)[found.codes], tuple(kept))


def _by_name(source: Source) -> BoolArray:
    return np.asarray(agencies(source).codes >= 0)


def _by_status(source: Source, ledger: Ledger) -> FloatArray:
    """Return 1 where the status says placed, 0 where not, NaN where nothing. Shape (rows,)."""
    if not source.has("placement_status"):
        return np.full(len(source), np.nan)
    found = source.codes("placement_status")
    said = [_is_placed(name) for name in found.names]
    ledger.warn(
        _strange(found, [each is None for each in said]) & ledger.accounts,
        "placement_status_unreadable",
        lambda rows, of: t(
            "{rows} of {of} rows have a placement status that is not understood; it is taken as "
            "unknown.",
            rows=rows,
            of=of,
        ),
        t("Write placed or recalled, 委外中 or 已退案, yes or no."),
        source.place("placement_status"),
    )
    table = np.array([np.nan if each is None else float(each) for each in said] + [np.nan])
    return np.asarray(table[found.codes])


def _is_placed(text: str) -> bool | None:
    flag, plain = parse_flag(text), _plain(text)
    if flag is not None:
        return flag
    if plain in _NOBODY or _NOBODY_YET.fullmatch(plain) or _NOT_NOW.search(plain):
        return False
    return True if _NOW.search(plain) or earlier_placements(text, bare=False) is not None else None


def _is_nobody(text: str) -> bool:
    plain = _plain(text)
    return plain in _NOBODY or _NOBODY_YET.fullmatch(plain) is not None or _is_empty(text)


def _is_empty(text: str) -> bool:
    return text.strip().lower() in EMPTY


def _strange(found: Codes, unknown: list[bool]) -> BoolArray:
    return found.where_any(
        [odd and not _is_empty(name) for name, odd in zip(found.names, unknown, strict=True)]
    )


def _plain(text: str) -> str:
    return re.sub(r"[\s\-_]+", "", narrow(text))

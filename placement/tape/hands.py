"""Agencies an account was with before, told by its hand, and the one that has it now."""

import re
from dataclasses import replace

import numpy as np

from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray
from placement.tape.cells import Codes
from placement.tape.flags import parse_flag
from placement.tape.ledger import Ledger
from placement.tape.numbers import EMPTY
from placement.tape.numerals import number_in_words
from placement.tape.source import Source
from placement.tape.spelling import narrow

_NUMBERS = r"(十?[一二三四五六七八九]|十|[零首两]|\d{1,2})"
_HAND = re.compile(rf"(?:m\d{{1,2}}\+?)?第?{_NUMBERS}手(?:及以上|以上|委外|案件|\+)?(?:\(.*\))?")
_COUNT = re.compile(rf"(?:已?委外|已?委案|共|累计)?{_NUMBERS}次(?:委外|委案)?")
_TIME = re.compile(rf"第{_NUMBERS}次(?:委外|委案)?|(?P<first>[首初]次)(?:委外|委案)?")
_ORDINALS = {
    **dict.fromkeys(("first", "1st", "primary", "prime"), 1),
    **dict.fromkeys(("second", "2nd", "secondary", "seconds"), 2),
    **dict.fromkeys(("third", "3rd", "tertiary", "thirds"), 3),
    **dict.fromkeys(("fourth", "4th", "quaternary", "quad"), 4),
}
_ORDINAL = re.compile(f"({'|'.join(_ORDINALS)})(?:placement|hand|party)?s?")
_NUMBER = re.compile(r"(\d{1,2})(?:\.0)?\+?")

_NOBODY = re.compile(
    "(?:暂时?|目前|当前|尚|还)?(?:无|没有|没|未|不|否|待|非)(?:曾|被|需|予|进行)?"
    "(?:委外|委案|委托|委派|外包|分配|分派|指派|派单|派案|派|委|定)?(?:公司|机构|方|处理)?|"
    "空|空白|空缺|不适用|0|"
    "(?:公司|总行|分行|支行|行内|本行|我行|本公司|我司|本司|内部|自有|自己|自行|自主|自营|行|内|自)"
    "(?:内部|内|自)?(?:催收|催缴|清收|处置|催|管理|跟进|处理)?(?:团队|部门|部|组|中心|中)?|"
    "inhouse(?:team|collections?)?|internal(?:team|collections?)?|own(?:staff|team)|self|none|no|nil|"
    "nobody|noagency|notplaced|notassigned|notyetplaced|unplaced|unassigned|tobeplaced|blank|empty"
)
"""Words for no agency where one would stand: each is the whole cell, as agencies are named too
after 无锡 and 未来."""

_STILL = re.compile(
    "^(?:已|正|正在|现|当前|目前)?(?:委外|委案|外包|委托)中(?![止断])|"
    "[未没不](?:有|曾)?(?:退案|退回|撤|召回|收回|到期|结束|结案|终止)"
)
"""An agency has it and has not given it back, whatever else is said."""

_NOT_NOW = re.compile(
    "未委|未外包|未派|未分配|已退|退案|退委|退回|退件|撤|召回|收回|回收|到期|结束|已结|结案|完成|完结|"
    "终止|中止|中断|停催|停止|取消|解除|失败|自催|内催|自营|内部|委外过|委案过|委过|申请|审批|审核|"
    # What can, shall or did happen is not so now.
    "(?:可|不|无|曾|历史|以前|拟|准备|计划|预|建议|禁|非|尚|暂|待).{0,3}(?:委|外包|派|分|催|处置)|"
    "recall|return|clos|ended|ending|^end|end$|withdr|cancel|complet|notplaced|unplaced|inhouse|"
    "internal|terminat|expired|inactive|previous|former|never|past|eligible|pending|tobe|canbe|"
    "could|ready|notyet|planned|propos|^not|^no"
)
_NOW = re.compile(
    "委外|委案|外包|在催|催收中|处置中|在委|已派|已分配|已委|委托中|在案|留案|"
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
        hand = _number_of(found[1])
    elif found := _ORDINAL.fullmatch(plain):
        hand = _ORDINALS[found[1]]
    elif bare and (found := _NUMBER.fullmatch(plain)):
        hand = int(found[1])
    else:
        return 0 if _NOBODY.fullmatch(plain) else None
    return max(hand - 1, 0)


def placements_counted(text: str) -> int | None:
    """Return the placements that a text in a column of counts names; None if it names none.

    三次 is three. A hand and a first time are no count: 二手 and 第二次委外 come after one.
    """
    plain = _plain(text)
    if found := _COUNT.fullmatch(plain):
        return _number_of(found[1]) if found[1] != "首" else 0
    if found := _TIME.fullmatch(plain):
        return 0 if found["first"] else max(_number_of(found[1]) - 1, 0)
    return earlier_placements(text, bare=False)


def _number_of(word: str) -> int:
    if word.isdecimal():
        return int(word)
    return 1 if word == "首" else number_in_words(word)


def placements_by_hand(source: Source, ledger: Ledger) -> FloatArray:
    """Return the placements before each row's hand, NaN where none is given. Shape (rows,)."""
    if not source.has("hand"):
        return np.full(len(source), np.nan)
    found, place = source.codes("hand"), source.place("hand")
    before = [earlier_placements(name, bare=True) for name in found.names]
    earlier = np.array([np.nan if n is None else float(n) for n in before] + [np.nan])[found.codes]
    place = replace(place, words=found)
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
    status, named = _by_status(source, ledger), agencies(source)
    by_name = np.isnan(status)
    placed = np.where(by_name, named.codes >= 0, status == 1.0)
    field = "placement_status" if source.has("placement_status") else "placed_with"
    place = replace(source.place(field), words=_deciding(source, named, by_name))
    ledger.warn(
        placed & ledger.accounts,
        "placed_now",
        lambda rows, of: t(
            "{rows} of {of} rows are with an agency now: they are not placed again before it has "
            "given them back, and no plan begins with a placement of them.",
            rows=rows,
            of=of,
        ),
        t("Recall them first, or clear the column if they have come back."),
        place,
    )
    return placed


def _deciding(source: Source, named: Codes, by_name: BoolArray) -> Codes:
    """Return the word that decides whether a row is placed: its status, else the agency's name."""
    if not source.has("placement_status"):
        return named
    status = source.codes("placement_status")
    codes = np.where(
        by_name, np.where(named.codes < 0, -1, named.codes + len(status.names)), status.codes
    )
    return Codes(codes.astype(np.int32), (*status.names, *named.names))


def agencies(source: Source) -> Codes:
    """Return the agency that stands on each row, nothing where a word says that there is none."""
    if not source.has("placed_with"):
        return Codes(np.full(len(source), -1, dtype=np.int32), ())
    found = source.codes("placed_with")
    kept = [name for name in found.names if not _is_nobody(name)]
    table = [kept.index(name) if name in kept else -1 for name in found.names]
    return Codes(np.array([*table, -1], dtype=np.int32)[found.codes], tuple(kept))


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
        replace(source.place("placement_status"), words=found),
    )
    table = np.array([np.nan if each is None else float(each) for each in said] + [np.nan])
    return np.asarray(table[found.codes])


def _is_placed(text: str) -> bool | None:
    flag, plain = parse_flag(text), _plain(text)
    if flag is not None:
        return flag
    if _STILL.search(plain):
        return True
    if _NOBODY.fullmatch(plain) or _NOT_NOW.search(plain):
        return False
    return True if _NOW.search(plain) or earlier_placements(text, bare=False) is not None else None


def _is_nobody(text: str) -> bool:
    return _NOBODY.fullmatch(_plain(text)) is not None or _is_empty(text)


def _is_empty(text: str) -> bool:
    return text.strip().lower() in EMPTY


def _strange(found: Codes, unknown: list[bool]) -> BoolArray:
    return found.where_any(
        [odd and not _is_empty(name) for name, odd in zip(found.names, unknown, strict=True)]
    )


def _plain(text: str) -> str:
    return re.sub(r"[\s\-_]+", "", narrow(text))

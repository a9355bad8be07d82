"""Yes and no in cells."""

import re
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pyarrow as pa

from placement.tape.cells import Column, Numbers, encode
from placement.tape.numbers import EMPTY
from placement.tape.spelling import narrow

YES = frozenset({"是", "有", "y", "yes", "true", "t", "1", "1.0", "√", "✓", "✔", "对", "存在"})
NO = frozenset(
    {"否", "无", "没有", "n", "no", "false", "f", "0", "0.0", "×", "✗", "✘", "不", "不存在", "未"}
)

REACHED = frozenset(
    {"可联", "可联系", "可联系上", "能联系", "可触达", "可接通", "已联系", "已联系上", "本人可联",
     "未失联", "非失联", "不失联", "reachable", "contactable", "reached", "contacted", "incontact",
     "notlost"}
)  # fmt: skip
LOST = frozenset(
    {"失联", "已失联", "失去联系", "无法联系", "联系不上", "不可联", "不可联系", "无法触达",
     "不可触达", "全失联", "完全失联", "未联系上", "不能联系", "查无此人", "空号", "停机", "lost",
     "lostcontact", "unreachable", "notreachable", "uncontactable", "notcontactable", "nocontact",
     "skip", "untraceable"}
)  # fmt: skip
"""Words that say where a debtor is, whatever the heading asks. One who does not answer today, 关机
or 无人接听, is not lost."""

DISPUTED = frozenset(
    {"争议", "有争议", "争议中", "存在争议", "异议", "有异议", "存在异议", "disputed", "indispute",
     "dispute"}
)  # fmt: skip
UNDISPUTED = frozenset(
    {"无争议", "没有争议", "不争议", "无异议", "没有异议", "undisputed", "notdisputed", "nodispute"}
)

Words = Mapping[str, bool]
"""What words say beside yes and no, in the sense of a column."""

_NOTHING: Words = MappingProxyType({})

WORDS_OF: Mapping[str, Words] = MappingProxyType(
    {
        "reachable": {**dict.fromkeys(REACHED, True), **dict.fromkeys(LOST, False)},
        "unreachable": {**dict.fromkeys(LOST, True), **dict.fromkeys(REACHED, False)},
        "disputed": {**dict.fromkeys(DISPUTED, True), **dict.fromkeys(UNDISPUTED, False)},
    }
)
"""By field: the words that answer it beside yes and no."""


def read_flags(column: Column, *, words: Words = _NOTHING) -> Numbers:
    """Read a column of yes and no as 1 and 0; NaN where the cell is empty or neither.

    Args:
        column: Cells of any type.
        words: Further words that the column may hold.
    """
    if pa.types.is_boolean(column.type):
        values = column.cast(pa.int8()).cast(pa.float64()).to_numpy()
        nothing = np.zeros(len(values), dtype=bool)
        return Numbers(values, nothing, nothing)
    texts = encode(column)
    flags = [parse_flag(name, words=words) for name in texts.names]
    table = [np.nan if flag is None else float(flag) for flag in flags]
    strange = [
        flag is None and _plain(name) not in EMPTY
        for name, flag in zip(texts.names, flags, strict=True)
    ]
    values = np.array([*table, np.nan])[texts.codes]
    unreadable = texts.where_any(strange)
    return Numbers(values, unreadable, np.zeros(len(values), dtype=bool))


def parse_flag(text: str, *, words: Words = _NOTHING) -> bool | None:
    """Return what a person wrote as yes or no, or as one of some words; None if it is neither."""
    word = _plain(text)
    if word in YES or word in NO:
        return word in YES
    return words.get(re.sub(r"[\s_-]+", "", word))


def _plain(text: str) -> str:
    return narrow(text).strip()

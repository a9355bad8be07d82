"""What the formats of a workbook's cells say of their amounts: a currency, a unit, percent.

A cell of the format 0.0"万" holds 1.5 and shows 1.5万; its value alone is 10,000 times too small.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.parsers import expat

import numpy as np

from placement.domain.types import BoolArray, IntArray
from placement.tape.cells import CodeArray
from placement.tape.meaning import UNITS
from placement.tape.unit_words import UnitWord, unit_word

_PERCENT_FORMATS = ("9", "10")
"""Numbers of the formats for percent that every workbook has."""

_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[\$(?P<sign>[^\]-]*)(?:-(?P<place>[^\]]*))?\]'
    r"|(?P<condition>\[[<>=][^\]]*\])|\[[^\]]*\]|[_*].|(?P<digits>[0#?.,]+)|(?P<other>.)"
)
_DOLLARS_OF = {
    "404": "TWD", "c04": "HKD", "c09": "AUD", "1004": "SGD", "1009": "CAD", "411": "JPY",
}  # fmt: skip
"""Currencies by the place that a format names beside a sign several of them share."""


@dataclass(frozen=True)
class CellFormat:
    """What the format of a cell says of the number in it."""

    word: UnitWord
    is_percent: bool = False


PERCENT = CellFormat(UnitWord(), is_percent=True)


@dataclass(frozen=True, eq=False)
class Formats:
    """The formats of a column's cells that say something."""

    codes: CodeArray
    """Which of `known` each cell has; -1 where its format says nothing. Shape (rows,)."""

    known: tuple[CellFormat, ...]

    @property
    def percent(self) -> BoolArray:
        """Return which cells are shares in percent and no amounts. Shape (rows,)."""
        return np.array([*(each.is_percent for each in self.known), False])[self.codes]


Ranges = dict[CellFormat, list[tuple[int, int]]]
"""First and last row of each stretch of cells of a format, the first row being 1."""


def formats_of(parts: Iterable[tuple[Ranges, IntArray]]) -> Formats | None:
    """Return the formats of the cells under one heading, of all sheets; None if none says anything.

    Args:
        parts: For each sheet, where its cells of a format stand, and the rows of its records.
    """
    known: dict[CellFormat, int] = {}
    codes = []
    for ranges, rows in parts:
        of_sheet = np.full(len(rows), -1, dtype=np.int32)
        for each, stretches in ranges.items():
            first, last = np.array(stretches, dtype=np.int64).T
            place = np.searchsorted(first, rows, side="right") - 1
            inside = (place >= 0) & (rows <= last[place])
            if inside.any():
                of_sheet[inside] = known.setdefault(each, len(known))
        codes.append(of_sheet)
    return Formats(np.concatenate(codes), tuple(known)) if known else None


def add_cell(ranges: Ranges, each: CellFormat, first: int, last: int) -> None:
    """Note that the cells from one row to another have a format; rows come in their order."""
    stretches = ranges.setdefault(each, [])
    if stretches and stretches[-1][1] + 1 == first:
        stretches[-1] = (stretches[-1][0], last)
    else:
        stretches.append((first, last))


class Styles:
    """Follows the styles of an XLSX workbook: which style of a cell says something of its amount.

    `told` has them by the number that cells refer to.
    """

    def __init__(self) -> None:
        self.parser: expat.XMLParserType
        self.told: dict[str, CellFormat] = {}
        self._codes: dict[str, str] = {}
        self._in_cells = False
        self._count = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        kind = tag.rpartition(":")[2]
        if kind == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif kind in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            self._in_cells = kind == "cellXfs"
        elif kind == "xf" and self._in_cells:
            number = attributes.get("numFmtId", "0")
            found = PERCENT if number in _PERCENT_FORMATS else format_of(self._codes.get(number))
            if found is not None:
                self.told[str(self._count)] = found
            self._count += 1


def format_of(code: str | None) -> CellFormat | None:
    """Return what a format says of the numbers in its cells; None if it says nothing.

    A format may only show a number in larger units and leave it as it is: 0!.0,"万" shows 15000 as
    1.5万, so that the cell is in single units.
    """
    if not code:
        return None
    text, shown, is_conditional, behind_point = "", 1.0, False, False
    for piece in _PIECE.finditer(code[: _end_of_first(code)]):
        if piece["other"] == "%":
            return PERCENT
        is_conditional |= piece["condition"] is not None
        if piece["digits"]:
            digits = piece["digits"]
            text += " "
            shown *= 1000.0 ** (len(digits) - len(digits.rstrip(",")))
            shown *= 10.0 ** sum(map(digits.count, "0#?")) if behind_point else 1.0
        elif piece["escaped"] == ".":
            behind_point = True
        else:
            text += _literal(piece)
    word = unit_word(text)
    times = None if word.times is None or is_conditional else word.times / shown
    # A format that shows neither the number nor a unit of it is nobody's.
    times = times if times in UNITS.values() else None
    found = UnitWord(times, word.currency)
    return CellFormat(found) if found else None


def currency_format(code: str) -> CellFormat | None:
    """Return what a cell of a currency says, by its code."""
    word = UnitWord(None, unit_word(code).currency)
    return CellFormat(word) if word else None


def _literal(piece: "re.Match[str]") -> str:
    """Return the text that a piece of a format shows, a sign of currency as its code."""
    if piece["sign"] is not None:
        shared = piece["sign"] in ("$", "¥", "￥")
        place = (piece["place"] or "").lower().lstrip("0")
        return _DOLLARS_OF.get(place, piece["sign"]) if shared else piece["sign"]
    return piece["quoted"] or piece["escaped"] or piece["other"] or ""


def _end_of_first(code: str) -> int:
    """Return where the first of the sections of a format ends, that of positive numbers."""
    return next((p.start() for p in _PIECE.finditer(code) if p["other"] == ";"), len(code))

"""What the XML of a workbook says of its sheets that its cells do not: one look before reading.

How far each sheet reaches, which rows are hidden, which formulas no program has calculated, which
cells have a format that names a currency or a unit, how much text the cells would be laid out.
"""

import re
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat

from placement.tape import extent
from placement.tape.extent import Extent, FarCells, UnreadableSheetError, column_number
from placement.tape.formats import (
    PERCENT,
    CellFormat,
    Ranges,
    Styles,
    add_cell,
    currency_format,
)
from placement.tape.unpack import unpacked

# Sheets of an XLSX may have any name inside the archive; no cell stands outside this element.
_SHEET_MARK = b"sheetData"
_YES = {"1", "true"}
_COUNTED = {"float", "currency", "percentage", "date"}
"""Kinds of cells that always hold something."""

_MOST_ALIKE = 100
"""Cells side by side, all of one amount in one currency, whose format is noted."""

_FURTHEST = 1 << 32
"""Rows or repeats that are counted as such: more than any sheet has, and their sums fit a number
of the machine."""

_SHARED_COUNT = re.compile(rb"""uniqueCount\s*=\s*["']([^"']*)""")

_CELL = 64
"""Bytes a cell takes once it is read, its text apart."""


@dataclass
class Formulas:
    """The formulas of one column of a sheet."""

    zero: "array[int]" = field(default_factory=lambda: array("q"))
    """Rows whose stored result is 0."""

    nothing: "array[int]" = field(default_factory=lambda: array("q"))
    """Rows that have no result at all."""

    alive: bool = False
    """Some formula has another result, so that a program has calculated them."""


@dataclass
class SheetFacts:
    """What the XML says of one sheet."""

    formulas: dict[int, Formulas] = field(default_factory=dict)
    """By column, the first being 1."""

    hidden: list[tuple[int, int]] = field(default_factory=list)
    """First and last row of hidden stretches, the first row being 1."""

    filtered: bool = False
    """Rows are hidden by a filter."""

    numbered: "array[int]" = field(default_factory=lambda: array("q"))
    """Rows with a number or a day in some cell, the first being 1: none may be missing later."""

    formats: dict[int, Ranges] = field(default_factory=dict)
    """Where formats stand that say something of the numbers, by column, the first being 1."""


@dataclass
class Survey:
    """What the XML says of a workbook."""

    sheets: dict[str, SheetFacts] = field(default_factory=dict)
    """By name of the sheet."""

    far: FarCells | None = None
    """The furthest cells of the first sheet that reaches too far."""

    widest: int = 0
    """Columns up to the last filled one of the widest sheet."""

    laid_out: int = 0
    """Bytes that the cells would take, all in all, where a few may stand for many."""

    from_1904: bool = False
    """Days are counted from 1904 and not from 1900."""

    calculates_on_load: bool = False
    """The program that wrote the file left it to the next one to calculate."""


def survey(archive: zipfile.ZipFile, *, allowed: int) -> Survey:
    """Return what the XML of a workbook says of its sheets.

    Args:
        archive: The workbook.
        allowed: Bytes its cells may take; what is sure to be less is only estimated.

    Raises:
        UnreadableSheetError: A part is damaged.
    """
    try:
        names = {name.lower(): name for name in archive.namelist()}
        if "content.xml" in names:
            return _survey_ods(unpacked(archive, names["content.xml"]))
        return _survey_xlsx(archive, allowed)
    except (
        expat.ExpatError,
        ElementTree.ParseError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        LookupError,
        ValueError,
    ) as error:
        # zipfile says RuntimeError of a password and NotImplementedError of odd packing, the
        # parsers of XML say LookupError of an encoding that does not exist.
        raise UnreadableSheetError(str(error)) from error


def _survey_ods(content: bytes) -> Survey:
    sheets = _OdsSheets()
    _scan(content, sheets)
    sheets.end_table()
    return Survey(
        sheets=sheets.found,
        far=sheets.far,
        widest=sheets.widest,
        laid_out=_CELL * sheets.spans + sheets.text,
    )


def _survey_xlsx(archive: zipfile.ZipFile, allowed: int) -> Survey:
    found = Survey()
    parts = _parts_of_sheets(archive, found)
    texts = [
        len(text)
        for item in archive.infolist()
        if item.filename.lower().endswith("sharedstrings.xml")
        for text in _shared_texts(unpacked(archive, item))
    ]
    told = _styles(archive)
    for item in archive.infolist():
        part = unpacked(archive, item)
        if _SHEET_MARK not in part:
            continue
        sheet = _XlsxSheet(told)
        _scan(part, sheet)
        sheet.close()
        found.far = found.far or sheet.far
        found.widest = max(found.widest, sheet.widest)
        found.laid_out += _CELL * sheet.spans
        most = sheet.shared * max(texts, default=0)
        # One long text could stand in every cell; only then is each cell's own looked up.
        found.laid_out += most if most <= allowed else _shared_text(part, texts)
        sheet.facts.filtered = b"autoFilter" in part
        found.sheets[parts.get(item.filename, item.filename)] = sheet.facts
    return found


def _shared_texts(part: bytes) -> list[bytes]:
    """Return the texts that cells refer to; the reader sets memory aside for as many as it says."""
    for count in _SHARED_COUNT.findall(part):
        if int(count) > len(part):
            raise UnreadableSheetError("more shared texts than the part has bytes")
    return part.split(b"si>")[1::2]


def _styles(archive: zipfile.ZipFile) -> dict[str, CellFormat]:
    """Return the styles of cells that say something of the numbers in them, by their number."""
    styles = Styles()
    if "xl/styles.xml" in archive.namelist():
        _scan(unpacked(archive, "xl/styles.xml"), styles)
    return styles.told


def _shared_text(part: bytes, texts: list[int]) -> int:
    """Return how long the texts of all cells of a sheet are that refer to a shared one."""
    sheet = _SharedTexts(texts)
    _scan(part, sheet)
    return sheet.text


def _parts_of_sheets(archive: zipfile.ZipFile, found: Survey) -> dict[str, str]:
    """Return the name of the sheet in each part; note what the workbook says of all of them."""
    if "xl/workbook.xml" not in archive.namelist():
        return {}
    targets = {}
    if "xl/_rels/workbook.xml.rels" in archive.namelist():
        for relation in ElementTree.fromstring(unpacked(archive, "xl/_rels/workbook.xml.rels")):
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            targets[relation.get("Id", "")] = path
    names = {}
    for tag, attributes in _elements(ElementTree.fromstring(unpacked(archive, "xl/workbook.xml"))):
        if tag == "sheet":
            names[targets.get(attributes.get("id", ""), "")] = attributes.get("name", "")
        elif tag == "workbookPr":
            found.from_1904 = attributes.get("date1904", "") in _YES
        elif tag == "calcPr":
            found.calculates_on_load = attributes.get("fullCalcOnLoad", "") in _YES
    return names


def _elements(root: ElementTree.Element) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield tags and attributes without their namespaces."""
    for element in root.iter():
        attributes = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
        yield element.tag.rpartition("}")[2], attributes


class _XlsxSheet(Extent):
    """Follows the rows and cells of one sheet; both may leave out where they are."""

    def __init__(self, told: dict[str, CellFormat]) -> None:
        super().__init__()
        self.facts = SheetFacts()
        self.shared = 0
        self._told = told
        self.parser: expat.XMLParserType
        self._row = self._column = self._last = 0
        self._kind = ""
        self._result: list[str] | None = None
        self._numbers: dict[str, int] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "c":
            self._cell(attributes.get("r"))
            self._kind = attributes.get("t", "n")
            self.shared += self._kind == "s"
            if self._told and self._kind == "n" and attributes.get("s") in self._told:
                self._format(self._told[attributes["s"]])
        elif kind == "v" or kind == "is":
            self.fill(self._row, self._column)
            if self._kind == "n" and self._row != self._last:
                self._last = self._row
                self.facts.numbered.append(self._row)
            if self._result is not None:
                self.parser.CharacterDataHandler = self._result.append
        elif kind == "f":
            # Only cells with a formula are followed to their end: calls cost time.
            self._result = []
            self.parser.EndElementHandler = self._end
        elif kind == "row":
            self._row = _row_number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = 0
            if attributes.get("hidden") in _YES:
                self.facts.hidden.append((self._row, self._row))

    def _end(self, tag: str) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "v":
            self.parser.CharacterDataHandler = None
        elif kind == "c":
            self._formula("".join(self._result or ()).strip())
            self._result = self.parser.EndElementHandler = None

    def _formula(self, result: str) -> None:
        found = self.facts.formulas.setdefault(self._column, Formulas())
        if result == "" and self._kind != "str":
            found.nothing.append(self._row)
        elif self._kind == "n" and _is_zero(result):
            found.zero.append(self._row)
        else:
            found.alive = True

    def _format(self, found: CellFormat) -> None:
        ranges = self.facts.formats.setdefault(self._column, {})
        add_cell(ranges, found, self._row, self._row)

    def _cell(self, place: str | None) -> None:
        if place is None:
            self._column += 1
            return
        letters = place.rstrip("0123456789")
        if letters not in self._numbers:
            self._numbers[letters] = column_number(letters)
        self._column, self._row = self._numbers[letters], _row_number(place[len(letters) :])


class _SharedTexts:
    """Adds up the texts that the cells of a sheet refer to."""

    def __init__(self, texts: list[int]) -> None:
        self.parser: expat.XMLParserType
        self.text = 0
        self._texts = texts
        self._number: list[str] = []
        self._shared = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "c":
            self._shared = attributes.get("t") == "s"
        elif kind == "v" and self._shared:
            self._number = []
            self.parser.CharacterDataHandler = self._number.append
            self.parser.EndElementHandler = self._end

    def _end(self, _: str) -> None:
        self.parser.CharacterDataHandler = self.parser.EndElementHandler = None
        place = int("".join(self._number) or "-1")
        self.text += self._texts[place] if 0 <= place < len(self._texts) else 0


class _OdsSheets(Extent):
    """Follows the tables of an ODS file, where rows and cells may stand for many."""

    def __init__(self) -> None:
        super().__init__()
        self.parser: expat.XMLParserType
        self.found: dict[str, SheetFacts] = {}
        self.text = 0
        self._facts = SheetFacts()
        self._row = self._column = self._row_repeats = self._cell_repeats = 0
        self._laid_out = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind in {"table-cell", "covered-table-cell"}:
            self._cell({name.rpartition(":")[2]: value for name, value in attributes.items()})
        elif kind == "p" and self._cell_repeats:
            self._filled()
            self.parser.CharacterDataHandler = self._text
        elif kind == "table-row":
            self._row_of({name.rpartition(":")[2]: value for name, value in attributes.items()})
        elif kind == "table":
            self.end_table()
            names = [value for name, value in attributes.items() if name.endswith(":name")]
            self._facts = self.found.setdefault(names[0] if names else "", SheetFacts())

    def end_table(self) -> None:
        """Judge the table that ends."""
        self.close(self._laid_out)
        self.rows = self.columns = self._laid_out = 0
        self._row = self._column = self._row_repeats = self._cell_repeats = 0

    def _row_of(self, attributes: dict[str, str]) -> None:
        self.parser.CharacterDataHandler = None
        self._row += self._row_repeats
        self._row_repeats = _repeats(attributes, "number-rows-repeated")
        self._column = self._cell_repeats = 0
        if (shown := attributes.get("visibility", "visible")) != "visible":
            self._facts.hidden.append((self._row + 1, self._row + self._row_repeats))
            self._facts.filtered |= shown == "filter"

    def _cell(self, attributes: dict[str, str]) -> None:
        # Empty cells cost nothing at the end of a row, but are laid out once another follows.
        self._laid_out += self._cell_repeats
        self._column += self._cell_repeats
        if self._laid_out > extent.MAX_CELLS:
            self.fill(self._row + 1, self._column)
        self._cell_repeats = _repeats(attributes, "number-columns-repeated")
        if "value-type" in attributes or "formula" in attributes:
            self._filled()
        if attributes.get("value-type") in _COUNTED:
            self._count_rows()
        if "formula" in attributes and "value-type" not in attributes:
            formulas = self._facts.formulas.setdefault(self._column + 1, Formulas())
            formulas.nothing.append(self._row + 1)
        if (kind := attributes.get("value-type")) in ("currency", "percentage"):
            found = (
                PERCENT if kind != "currency" else currency_format(attributes.get("currency", ""))
            )
            if found is not None:
                self._format(found)

    def _count_rows(self) -> None:
        numbered, first = self._facts.numbered, self._row + 1
        if numbered and numbered[-1] >= first:
            return
        # Beyond, the sheet reaches too far and is refused.
        numbered.extend(range(first, first + min(self._row_repeats, extent.MAX_CELLS)))
        del numbered[extent.MAX_CELLS :]

    def _format(self, found: CellFormat) -> None:
        first = self._column + 1
        for column in range(first, first + min(self._cell_repeats, _MOST_ALIKE)):
            ranges = self._facts.formats.setdefault(column, {})
            add_cell(ranges, found, self._row + 1, self._row + self._row_repeats)

    def _text(self, text: str) -> None:
        self.text += len(text) * self._cell_repeats * self._row_repeats

    def _filled(self) -> None:
        self.fill(self._row + self._row_repeats, self._column + self._cell_repeats)


def _scan(part: bytes, sheet: _XlsxSheet | _OdsSheets | _SharedTexts | Styles) -> None:
    parser = expat.ParserCreate()
    sheet.parser = parser
    parser.StartElementHandler = sheet.start
    parser.Parse(part, True)


def _is_zero(text: str) -> bool:
    try:
        return float(text) == 0.0
    except ValueError:
        return False


def _repeats(attributes: dict[str, str], name: str) -> int:
    return min(max(1, int(attributes.get(name, "1"))), _FURTHEST)


def _row_number(text: str) -> int:
    if not 0 < (row := int(text)) <= _FURTHEST:
        raise UnreadableSheetError(f"row {text[:20]}")
    return row

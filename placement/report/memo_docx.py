"""A memo as a document that a word processor opens and a committee's clerk may edit."""

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from placement.domain.signs import harmless
from placement.report.memo import Memo, MemoBars, MemoTable
from placement.report.memo_picture import ABOVE, BELOW, bars_png

if TYPE_CHECKING:
    from docx.document import Document as Document

LATIN, CHINESE = "Arial", "Microsoft YaHei"

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no document may hold."""


def memo_docx(memo: Memo) -> bytes:
    """Return the document: A4, headings and tables as such, bars as a picture."""
    from docx import Document
    from docx.shared import Mm, Pt

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(16)
    page.top_margin = page.bottom_margin = Mm(14)
    for name, size in (("Normal", 9.0), ("Title", 17.0), ("Heading 1", 11.5), ("List Bullet", 9.0)):
        style: Any = document.styles[name]
        _font(style, Pt(size))
        style.paragraph_format.space_after = Pt(2)
    document.core_properties.title = _text(memo.title)
    document.core_properties.author = "Placement Desk"
    document.add_heading(_text(memo.title), level=0)
    for line in memo.meta:
        document.add_paragraph(_text(line))
    for at, line in enumerate(memo.answer):
        document.add_paragraph().add_run(_text(line)).bold = at == 0
    for section in memo.sections:
        document.add_heading(_text(section.title), level=1)
        for line in section.said:
            document.add_paragraph(_text(line))
        for line in section.points:
            document.add_paragraph(_text(line), style="List Bullet")
        if section.bars:
            _bars(document, section.bars)
        if section.table:
            _table(document, section.table)
        for line in section.notes:
            document.add_paragraph(_text(line))
    document.add_paragraph(_text(memo.foot))
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _bars(document: "Document", bars: MemoBars) -> None:
    from docx.shared import Mm, RGBColor

    shape = document.add_picture(BytesIO(bars_png(bars)), width=Mm(178))
    # Read aloud in place of the picture.
    shape._inline.docPr.set("descr", _text(bars.label))
    keys = document.add_paragraph()
    for key, colour in zip(bars.keys, (ABOVE, BELOW), strict=True):
        keys.add_run("\N{BLACK SQUARE} ").font.color.rgb = RGBColor.from_string(colour[1:].upper())
        keys.add_run(f"{_text(key)}    ")


def _table(document: "Document", table: MemoTable) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    made = document.add_table(rows=0, cols=len(table.heads))
    made.style = document.styles["Light List Accent 1"]
    rows = [table.heads, *table.rows]
    for number, row in enumerate(rows):
        is_bold = number == 0 or (table.total and number == len(rows) - 1)
        for at, (cell, text) in enumerate(zip(made.add_row().cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(_text(text))
            run.bold, run.font.size = is_bold, Pt(8)
            paragraph.paragraph_format.space_after = Pt(0)
            if at >= table.words:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _repeat(made.rows[0])


def _repeat(row: Any) -> None:
    """Let a row of headings stand again on the next page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _font(style: Any, size: Any) -> None:
    from docx.oxml.ns import qn

    style.font.name, style.font.size = LATIN, size
    # A theme's font would win over the one named.
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for part in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{part}"), None)
    fonts.set(qn("w:eastAsia"), CHINESE)


def _text(text: str) -> str:
    return harmless(_NOT_XML.sub("", text))

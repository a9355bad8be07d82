"""A memo as a web page that needs nothing else and prints on A4."""

from collections.abc import Sequence
from html import escape

from placement.domain.signs import harmless
from placement.report.memo import Memo, MemoBars, MemoSection, MemoTable


def memo_page(memo: Memo) -> str:
    """Return the page; every text is escaped, nothing is fetched from elsewhere, nothing runs."""
    parts = [
        f"<h1>{_text(memo.title)}</h1>",
        *(f"<p class='meta'>{_text(line)}</p>" for line in memo.meta),
        f"<div class='answer'>{''.join(f'<p>{_text(line)}</p>' for line in memo.answer)}</div>",
        *map(_section, memo.sections),
        f"<p class='meta foot'>{_text(memo.foot)}</p>",
    ]
    return (
        f"<!doctype html><html lang='{escape(memo.language, quote=True)}'><head>"
        f"<meta charset='utf-8'><title>{_text(memo.title)}</title>"
        f"<meta name='viewport' content='width=device-width'><style>{_STYLE}</style></head>"
        f"<body>{''.join(parts)}</body></html>"
    )


def _section(section: MemoSection) -> str:
    points = "".join(f"<li>{_text(point)}</li>" for point in section.points)
    return (
        f"<section><h2>{_text(section.title)}</h2>"
        + "".join(f"<p>{_text(line)}</p>" for line in section.said)
        + (f"<ul>{points}</ul>" if points else "")
        + (_bars(section.bars) if section.bars else "")
        + (_table(section.table) if section.table else "")
        + "".join(f"<p class='meta'>{_text(line)}</p>" for line in section.notes)
        + "</section>"
    )


def _table(table: MemoTable) -> str:
    def cells(row: Sequence[str], tag: str) -> str:
        return "".join(
            f"<{tag}{' class=w' if at < table.words else ''}>{_text(cell)}</{tag}>"
            for at, cell in enumerate(row)
        )

    last = len(table.rows) - 1
    rows = "".join(
        f"<tr{' class=total' if table.total and at == last else ''}>{cells(row, 'td')}</tr>"
        for at, row in enumerate(table.rows)
    )
    return (
        f"<div class='wide'><table><thead><tr>{cells(table.heads, 'th')}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


WIDE, HIGH, KEY = 680.0, 72.0, 14.0
"""Units of the picture; the page scales it to its width."""


def _bars(bars: MemoBars) -> str:
    """Return the picture; bars are as long as their money, above and below one line."""
    top, low = max(bars.above, default=0.0), -min(bars.below, default=0.0)
    scale = HIGH / ((top + low) or 1.0)
    line, step = KEY + top * scale, WIDE / max(len(bars.names), 1)
    shapes = []
    for at, (name, above, below) in enumerate(zip(bars.names, bars.above, bars.below, strict=True)):
        x = at * step + 0.15 * step
        width, middle = 0.7 * step, at * step + 0.5 * step
        for kind, y, height in (("i", line - above * scale, above), ("o", line, -below)):
            shapes.append(
                f"<rect class='{kind}' x='{x:.1f}' y='{y:.1f}' width='{width:.1f}' "
                f"height='{height * scale:.2f}'/>"
            )
        shapes.append(f"<text x='{middle:.1f}' y='{KEY + HIGH + 12:.1f}'>{_text(name)}</text>")
    keys = (
        f"<rect class='i' x='0' y='1' width='9' height='9'/><text class='k' x='13' y='9'>"
        f"{_text(bars.keys[0])}</text><rect class='o' x='{WIDE / 2:.0f}' y='1' width='9' "
        f"height='9'/><text class='k' x='{WIDE / 2 + 13:.0f}' y='9'>{_text(bars.keys[1])}</text>"
    )
    return (
        f"<div class='wide'><svg role='img' aria-label='{escape(bars.label, quote=True)}' "
        f"viewBox='0 0 {WIDE:.0f} {KEY + HIGH + 18:.0f}'>{keys}{''.join(shapes)}"
        f"<line x1='0' x2='{WIDE:.0f}' y1='{line:.1f}' y2='{line:.1f}'/></svg></div>"
    )


def _text(text: str) -> str:
    return escape(harmless(text), quote=True)


_STYLE = """
@page { size: A4; margin: 10mm 13mm }
* { box-sizing: border-box }
body { font: 8.5pt/1.27 "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", Arial,
  sans-serif; color: #1b2430; background: #fff; max-width: 184mm; margin: 8mm auto; padding: 0 4mm }
h1 { font-size: 15pt; margin: 0 0 1mm } h2 { font-size: 10.5pt; margin: 2.4mm 0 .6mm;
  break-after: avoid } p { margin: .7mm 0; overflow-wrap: anywhere }
.meta { color: #5a6675; font-size: 8pt } .answer { border-left: 1mm solid #1f5fa8;
  padding-left: 3mm; margin: 2.5mm 0 } .answer p:first-child { font-size: 11pt; font-weight: 600 }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100%;
  font-size: 7.5pt; line-height: 1.2 }
th, td { text-align: right; padding: .35mm 1mm; border-bottom: .3pt solid #c4ccd6;
  vertical-align: top } td:not(.w) { white-space: nowrap }
th { vertical-align: bottom; color: #5a6675 }
.w { text-align: left } th.w:first-child { width: 27% }
td.w:nth-child(2) { white-space: nowrap } .total td { font-weight: 600;
  border-top: .6pt solid #1b2430 }
tr, li, svg { break-inside: avoid } ul { margin: 0; padding-left: 5mm } li { margin: .4mm 0;
  overflow-wrap: anywhere }
svg { display: block; width: 100%; margin: 1mm 0 } svg text { font-size: 8.5px; fill: #5a6675;
  text-anchor: middle } svg .k { text-anchor: start; font-size: 9px }
svg .i { fill: #1f5fa8 } svg .o { fill: #c8641e } svg line { stroke: #1b2430; stroke-width: .7 }
@media screen and (max-width: 600px) { body { font-size: 15px; line-height: 1.45; margin: 3mm auto }
  h1 { font-size: 21px } h2 { font-size: 17px; margin-top: 5mm } .meta { font-size: 13px }
  .answer p:first-child { font-size: 17px }
  table { width: max-content; min-width: 100%; font-size: 13px; line-height: 1.35 }
  th, td { padding: 1mm 1.5mm } th { max-width: 7.5em }
  th.w:first-child, td.w:first-child { width: auto; min-width: 7em; max-width: 38vw;
    position: sticky; left: 0; background: #fff }
  td.w { min-width: 7em; max-width: 60vw } svg { width: 640px } }
@media print { body { margin: 0; padding: 0; max-width: none } .wide { overflow: visible }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact } }
"""

"""The bars of a memo as a picture: documents take no drawing of the web."""

from io import BytesIO

from placement.report.memo import MemoBars

ABOVE, BELOW, LINE, TEXT = "#1f5fa8", "#c8641e", "#1b2430", "#5a6675"
"""Colours of bars above and below the line, of the line and of texts, as on the web page."""

WIDE, HIGH, NAMES, SIZE = 1360, 190, 30, 18
"""Pixels: of the picture, of its bars, of the names below them, and of a letter."""


def bars_png(bars: MemoBars) -> bytes:
    """Return the picture as PNG; bars are as long as their money, above and below one line."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", (WIDE, HIGH + NAMES), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(SIZE)
    top, low = max(bars.above, default=0.0), -min(bars.below, default=0.0)
    scale = (HIGH - 2) / ((top + low) or 1.0)
    line, step = 1.0 + top * scale, WIDE / max(len(bars.names), 1)
    for at, (name, above, below) in enumerate(zip(bars.names, bars.above, bars.below, strict=True)):
        left, right = (at + 0.15) * step, (at + 0.85) * step
        if above > 0.0:
            draw.rectangle((left, line - above * scale, right, line), fill=ABOVE)
        if below < 0.0:
            draw.rectangle((left, line, right, line - below * scale), fill=BELOW)
        draw.text(((at + 0.5) * step, HIGH + 4), name, fill=TEXT, font=font, anchor="mt")
    draw.line((0, line, WIDE, line), fill=LINE, width=2)
    buffer = BytesIO()
    picture.save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()

"""Signs in texts from outside that are not read but act on what stands around them.

A name of a file, a heading or a member's address may hold some. What is shown to people, on pages,
on paper or on a terminal, has them written out.
"""

_STEERING = (
    *(set(range(0x20)) - {ord("\n"), ord("\t")}),
    *range(0x7F, 0xA0),
    # They turn the direction of what follows, or end a line where none ends.
    0x061C,
    *range(0x200E, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2066, 0x2070),
    # They say how what follows is joined, or what it is a note of.
    *range(0x2060, 0x2066),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
)
# As JSON writes them, so that an answer in JSON says the same as before.
_SHOWN = {sign: f"\\u{sign:04x}" for sign in _STEERING}

_WITHOUT_WIDTH = dict.fromkeys((0xAD, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF))


def harmless(text: str) -> str:
    """Return a text with the signs that steer what is around them written out: ESC is \\u001b."""
    # Nearly all texts have none, and this is asked of each that is shown.
    return text if text.isprintable() else text.translate(_SHOWN)


def seen(text: str) -> str:
    """Return a text without signs of no width, which may part a number into two."""
    return text if text.isprintable() else text.translate(_WITHOUT_WIDTH)

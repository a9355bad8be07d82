"""Which encoding a text file is in; where nothing is sure, what each would make of it."""

import codecs
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from placement.domain.errors import InputError, TapeError
from placement.domain.text import clauses, listed, t
from placement.tape.quoting import odd_signs, quoted

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
OFFERED = ("gb18030", "big5", "cp1252", "latin-1")
"""Encodings to choose from where the file does not tell."""

_USUAL = 0.8
"""Share of a Chinese text that everyday characters make up, at the least."""

_SAMPLE = 1 << 18


def as_utf8(content: Any, filename: str, encoding: str | None) -> tuple[Any, str]:
    """Return a text file as UTF-8, and the name of the encoding it came in.

    Args:
        content: The file as an Arrow buffer, not empty.
        filename: For messages.
        encoding: The user's word; None lets the file tell.

    Raises:
        TapeError: It is in no encoding that can be told, or not in the one given.
        InputError: The encoding given is none.
    """
    if encoding is not None:
        codec = _codec(encoding)
        return _decoded(_without_mark(content, codec), codec, filename), encoding
    head = bytes(content[:4])
    for mark, codec, name in _MARKS:
        if head.startswith(mark):
            return _decoded(content[len(mark) :], codec, filename), name
    if b"\x00" in bytes(content[:4096]):
        raise TapeError(
            t(
                "{file} is not text: it holds zero bytes. A CSV is UTF-8, GB18030, or UTF-16 with "
                "a byte order mark; save it as one of these.",
                file=filename,
            )
        )
    # Nearly all large exports are plain ASCII, which one look at the highest byte settles.
    if np.frombuffer(content, dtype=np.uint8).max() < 0x80:
        return content, "UTF-8"
    try:
        codecs.utf_8_decode(memoryview(content), "strict", True)
    except UnicodeDecodeError as error:
        return _gb18030_or_ask(content, filename, error.start), "GB18030"
    return content, "UTF-8"


def _gb18030_or_ask(content: Any, filename: str, bad: int) -> Any:
    try:
        text = bytes(content).decode("gb18030")
    except UnicodeDecodeError as error:
        # The encoding that goes further is the likelier one; where it stops, the damage is.
        raise _unknown(content, filename, max(bad, error.start)) from error
    if _everyday(text[:_SAMPLE]) < _USUAL:
        raise _unknown(content, filename, bad)
    return pa.py_buffer(text.encode())


def _everyday(text: str) -> float:
    """Return which share of the characters beyond ASCII are the everyday ones of GB2312."""
    # Western text read as Chinese gives characters that no one writes, for its letters are
    # followed by plain ones; Chinese of another standard gives about half of them.
    counts = Counter(text)
    strange = {letter: count for letter, count in counts.items() if letter > "\x7f"}
    known = sum(count for letter, count in strange.items() if _is_everyday(letter))
    return known / max(1, sum(strange.values()))


def _is_everyday(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        # The euro sign and the small yuan sign are younger than the standard.
        return letter in "€￥·"
    return True


def _codec(encoding: str) -> str:
    try:
        found = codecs.lookup(encoding)
        "".encode(found.name)
    except (LookupError, UnicodeError, ValueError) as error:
        raise InputError(
            t(
                "--encoding must name an encoding of text such as {known}; got {value}.",
                known=listed(("utf-8", *OFFERED)),
                value=encoding,
            )
        ) from error
    return found.name


def _without_mark(content: Any, codec: str) -> Any:
    head = bytes(content[:4])
    for mark, marked, _ in _MARKS:
        if head.startswith(mark) and codecs.lookup(marked).name == codec:
            return content[len(mark) :]
    return content


def _decoded(content: Any, codec: str, filename: str) -> Any:
    try:
        text = bytes(content).decode(codec)
    except UnicodeDecodeError as error:
        raise TapeError(
            t(
                "{file} is not in {encoding}: byte {byte}, in row {row}, does not fit. Save it as "
                "UTF-8, or give another encoding as in --encoding gb18030.",
                file=filename,
                encoding=codec,
                byte=error.start + 1,
                row=f"{_row_of(content, error.start):,}",
            )
        ) from error
    return pa.py_buffer(text.encode())


def _unknown(content: Any, filename: str, bad: int) -> TapeError:
    read = [f'--encoding {name}: "{line}"' for name, line in _readings(content, bad)]
    return TapeError(
        t(
            "{file} is neither UTF-8 nor plainly GB18030: byte {byte}, in row {row}, does not fit. "
            "Say which it is; that row would read {readings}. Or save it as UTF-8.",
            file=filename,
            byte=bad + 1,
            row=f"{_row_of(content, bad):,}",
            readings=clauses(read),
        )
    )


def _row_of(content: Any, offset: int) -> int:
    return bytes(content[:offset]).count(b"\n") + 1


def _readings(content: Any, bad: int) -> Iterator[tuple[str, str]]:
    """Yield what each encoding on offer makes of the line with the byte; only those that fit."""
    near = bytes(content[max(0, bad - 200) : bad + 200])
    before = near.rfind(b"\n", 0, min(bad, 200)) + 1
    line = near[before:].split(b"\n")[0].strip()
    whole = bytes(content)
    # Headings are shown whole; of an account no more than it takes.
    is_heading = b"\n" not in whole[:bad]
    seen = set()
    for name in OFFERED:
        try:
            whole.decode(name)
            text = line.decode(name, errors="replace")
        except UnicodeDecodeError:
            continue
        if text not in seen:
            seen.add(text)
            yield name, quoted(text[:60]) if is_heading else odd_signs(text)

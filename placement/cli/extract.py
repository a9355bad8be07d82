"""Texts of users for Babel: those of the code, and those of tables that are said where shown."""

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import IO

SAYS = {"t": ("message",), "pt": ("context", "message")}
"""What a text passes through on its way to the reader, and what its first arguments are."""


def code_texts(source: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Yield line, function and arguments of every text in a module.

    Read as Python reads it: Babel's own reading by tokens passes over what stands in an f-string.

    Args:
        source: The module.
    """
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        arguments = node.args[: len(SAYS.get(node.func.id, ()))]
        said = [each.value for each in arguments if isinstance(each, ast.Constant)]
        if said and len(said) == len(arguments):
            yield node.lineno, node.func.id, tuple(str(each) for each in said)


def extract_code(
    fileobj: IO[bytes],
    keywords: Collection[str],
    comment_tags: Collection[str],
    options: Mapping[str, object],
) -> Iterator[tuple[int, str, str | tuple[str, ...], list[str]]]:
    """Yield the texts of a module as Babel wants them; `babel.ini` names this."""
    del keywords, comment_tags, options
    for line, function, said in sorted(code_texts(fileobj.read().decode("utf-8"))):
        yield line, function, said if len(said) > 1 else said[0], []


def kept_texts() -> Iterator[str]:
    """Yield the help of all commands, what columns of a tape mean, and what units are called."""
    from placement.assume.units import UNITS
    from placement.cli import app
    from placement.cli.help_texts import built, help_texts
    from placement.tape.fields import FIELDS

    yield from help_texts(built(app))
    yield from (field.meaning for field in FIELDS.values())
    yield from (unit.label for unit in UNITS.values())


def extract_kept(
    fileobj: IO[bytes],
    keywords: Collection[str],
    comment_tags: Collection[str],
    options: Mapping[str, object],
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Yield those texts as Babel wants them; `babel.ini` names this for one file, unread."""
    del fileobj, keywords, comment_tags, options
    for text in dict.fromkeys(kept_texts()):
        yield 1, None, text, []

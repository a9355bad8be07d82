"""What a command writes with --out never takes the place of what it reads.

Held over every command in one place, so that a new one cannot forget it.
"""

import functools
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from placement.cli.help_texts import Command
from placement.domain.errors import InputError
from placement.domain.text import t

OUT = "out"
"""The option of every command that writes a file or a folder."""


def keep_inputs(command: Command) -> None:
    """Make a command, and all below it, refuse to write over a file that the call reads."""
    for below in getattr(command, "commands", {}).values():
        keep_inputs(below)
    if command.callback is None or OUT not in {part.name for part in command.params}:
        return
    run = command.callback

    @functools.wraps(run)
    def checked(*args: Any, **given: Any) -> Any:
        if given.get(OUT) is not None:
            others = (value for name, value in given.items() if name != OUT)
            check_out(Path(given[OUT]), _named(others))
        return run(*args, **given)

    command.callback = checked


def check_out(out: Path, inputs: Iterable[Path]) -> None:
    """Raise InputError where a file to write is one of those that are read.

    By what the file is and not how it is spelt: another name of it, or a link to it, is the same.
    """
    for file in inputs:
        try:
            is_same = os.path.samefile(out, file)
        except (OSError, ValueError):
            continue  # one of them is not there
        if is_same:
            raise InputError(
                t(
                    "--out is {out}, which is {file}, a file that this call reads; it would be "
                    "written over. Name another file.",
                    out=str(out),
                    file=str(file),
                )
            )


def _named(values: Iterable[Any]) -> Iterator[Path]:
    """Yield what may name a file among the values of a call."""
    for value in values:
        if isinstance(value, str | Path) and str(value):
            yield Path(value)
        elif isinstance(value, list | tuple):
            yield from _named(value)

"""Put today's outputs into docs/zh/user-guide.md: `.venv/bin/python -m docs.make_guide`.

The English guide leads: the same commands stand in both, in the same order, and of each output the
Chinese one shows the lines that the English one shows. What the English guide shows is written by
hand and must be true first.
"""

import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from io import StringIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from placement.cli import main
from placement.domain.language import VARIABLE

DOCS = Path(__file__).parent
ROOT = DOCS.parent
ENGLISH = DOCS / "user-guide.md"
CHINESE = DOCS / "zh" / "user-guide.md"

BLOCK = re.compile(r"^```console\n\$ ([^\n]+)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
"""A command, and the lines of its output that are shown."""

CALL = "python -m placement "
"""How each begins."""

SKIP = "..."
"""Stands for any number of lines."""


def blocks(page: Path) -> list[tuple[str, str]]:
    """Return each command of a page with what is shown of its output."""
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def called(command: str, language: str) -> tuple[str, str]:
    """Return what a command prints in a language, and what it says on standard error.

    It runs beside the project's data and not in its folder, as some commands write.
    """
    if not command.startswith(CALL):
        raise ValueError(command)
    words = ["placement", *shlex.split(command.removeprefix(CALL))]
    out, err = StringIO(), StringIO()
    with TemporaryDirectory() as folder, spoken(Path(folder), language, words):
        (Path(folder) / "data").symlink_to(ROOT / "data")
        with redirect_stdout(out), redirect_stderr(err), suppress(SystemExit):
            main()
    return out.getvalue(), err.getvalue()


def run(command: str, language: str) -> list[str]:
    """Return the lines a command prints in a language, notes on standard error last."""
    return [line.rstrip() for line in "".join(called(command, language)).splitlines()]


@contextmanager
def spoken(folder: Path, language: str, words: list[str]) -> Iterator[None]:
    """Be in a folder, with a language and the words of a call, inside the block."""
    before, said, home = sys.argv, os.environ.get(VARIABLE), Path.cwd()
    sys.argv, os.environ[VARIABLE] = words, language
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(home)
        sys.argv = before
        os.environ.pop(VARIABLE)
        if said is not None:
            os.environ[VARIABLE] = said


def places(shown: list[str], printed: list[str], start: int = 0) -> list[int] | None:
    """Return which printed line each shown one is, -1 for a skip; None where they do not agree."""
    if not shown:
        return [] if start == len(printed) else None
    if shown[0] == SKIP:
        rest = (places(shown[1:], printed, at) for at in range(start, len(printed) + 1))
        found = next((each for each in rest if each is not None), None)
        return None if found is None else [-1, *found]
    if start == len(printed) or shown[0] != printed[start]:
        return None
    found = places(shown[1:], printed, start + 1)
    return None if found is None else [start, *found]


def translated(command: str, shown: list[str]) -> list[str]:
    """Return in Chinese what is shown in English of a command's output."""
    english, chinese = run(command, "en"), run(command, "zh")
    found = places(shown, english)
    if found is None:
        raise SystemExit(f"docs/user-guide.md shows what is not printed any more: {command}")
    if len(english) != len(chinese):
        raise SystemExit(f"{len(english)} lines in English, {len(chinese)} in Chinese: {command}")
    return [SKIP if at < 0 else chinese[at] for at in found]


def render() -> str:
    """Return the Chinese guide with today's outputs."""
    leading, number = blocks(ENGLISH), count()

    def fill(block: re.Match[str]) -> str:
        command, shown = leading[next(number)]
        if block[1] != command:
            raise SystemExit(f"the guides have different commands: {block[1]} and {command}")
        lines = translated(command, shown.splitlines())
        return "\n".join([f"```console\n$ {command}", *lines, "```"])

    return BLOCK.sub(fill, CHINESE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    CHINESE.write_text(render(), encoding="utf-8")

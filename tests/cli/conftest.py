"""Runs the command line: within the tests' process, or as a user does, in one of its own."""

import contextlib
import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from placement.cli import main


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> dict[str, Any]:
        """The one JSON object on standard output."""
        return dict(json.loads(self.out))


Desk = Callable[..., Ran]


@pytest.fixture(scope="session")
def desk(project: Path) -> Desk:
    """Return a function that runs the words given as `python -m placement` does.

    Within this process, as the imports of a new one take longer than most answers;
    `test_own_process.py` has every command in one of its own. An exception that nothing caught,
    a traceback there, fails the test here.
    """

    def run(*words: str) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        with (
            contextlib.chdir(project),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            patch.object(sys, "argv", ["placement", *words]),
        ):
            code = main()
        return Ran(code=code, out=out.getvalue(), err=err.getvalue())

    return run


@pytest.fixture(scope="session")
def desk_process(project: Path) -> Desk:
    """Return a function that runs `python -m placement` with the words given."""

    def run(*words: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "placement", *words],
            cwd=project,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        return Ran(code=done.returncode, out=done.stdout, err=done.stderr)

    return run

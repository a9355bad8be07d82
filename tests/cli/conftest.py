"""Runs the command line as a user does: a process of its own."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


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

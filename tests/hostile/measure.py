"""Runs a call in a process of its own and says how it ended, how long it took and how much memory.

The process that measures is small, so that what it started is not weighed with what it is itself.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from placement.domain.errors import PlacementError

PROJECT = Path(__file__).resolve().parents[2]

_WATCH = """
import json, os, resource, subprocess, sys, time
start = time.monotonic()
call, patience = json.loads(sys.argv[1]), float(sys.argv[2])
ended = subprocess.run(call, stdin=subprocess.DEVNULL, timeout=patience)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[3], "w") as out:
    json.dump([ended.returncode, time.monotonic() - start, used.ru_maxrss / 1024], out)
"""


@dataclass(frozen=True)
class Outcome:
    """How a call ended."""

    code: int
    """Exit code; negative where a signal ended it."""

    seconds: float
    megabytes: float
    """Most memory that it held at a time."""

    out: str
    err: str

    @property
    def is_plain(self) -> bool:
        """Return whether it ended with an answer or with plain words, and no traceback."""
        return self.code in (0, 2) and "Traceback" not in self.err


def measured(
    call: Sequence[str],
    *,
    folder: Path,
    timeout: float = 120.0,
    environment: Mapping[str, str] | None = None,
) -> Outcome:
    """Run a call and return how it ended.

    Args:
        call: Program and arguments.
        folder: Where the measure is kept; a new file.
        timeout: Seconds after which it is ended.
        environment: Variables beside those of this process.
    """
    kept = folder / f"measure-{time.monotonic_ns()}.json"
    watched = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        _WATCH,
        json.dumps(list(call)),
        str(timeout),
        str(kept),
    ]
    ran = subprocess.run(
        watched,
        capture_output=True,
        cwd=PROJECT,
        env={**os.environ, **(environment or {})},
        check=False,
    )
    out, err = (text.decode(errors="replace") for text in (ran.stdout, ran.stderr))
    if not kept.exists():
        return Outcome(-9, timeout, float("nan"), out, err)
    code, seconds, megabytes = json.loads(kept.read_text())
    kept.unlink()
    return Outcome(code, seconds, megabytes, out, err)


def refusal(read: Callable[[], object]) -> str | None:
    """Return the words with which something is refused; None if it is taken."""
    try:
        read()
    except PlacementError as error:
        said = error
    else:
        return None
    assert all(message.strip() and "\n" not in message for message in said.messages)
    return str(said)


def command(*words: str) -> list[str]:
    """Return the call of a command of the project."""
    return [sys.executable, "-m", "placement", *words]


READ = """
import os, sys
from pathlib import Path
from placement.domain.errors import PlacementError
from placement.tape.read import read_table
file = Path(sys.argv[1])
try:
    print(read_table(file, filename=file.name).table.shape, flush=True)
    code = 0
except PlacementError as error:
    print(error, file=sys.stderr, flush=True)
    code = 2
os._exit(code)
"""
"""A program that reads one file and says its rows and columns."""

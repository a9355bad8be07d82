"""Fuzzing that follows the code: inputs that reach a new branch of `placement` are kept and varied.

    python -m tests.hostile.guided TARGET FOLDER [options of libFuzzer]

fuzzes one of `targets` in this process. `guided` runs that in a process of its own, within memory
and time; what hangs or takes too much memory ends the process, and another goes on.
atheris, which all this is built on, is there for some systems only; `MISSING` says where it is not.
"""

import re
import resource
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from tests.hostile.measure import measured

MISSING = (
    ""
    if find_spec("atheris")
    else "atheris is not installed: it is built for Python 3.11 to 3.13 on Linux and x86-64."
)
"""Why nothing can be fuzzed here; empty where it can."""

MEGABYTES = 2_048
"""Of memory that a process may take."""

SLOW = 20
"""Seconds of work that no input may take."""

HANGS = 180
"""Seconds after which an input is one that never ends; a busy machine lets others wait, too."""

LONGEST = 8_192
"""Bytes of an input; longer ones are tried less often."""


@dataclass(frozen=True)
class Fuzzed:
    """What fuzzing a target came to."""

    executions: int
    seconds: float
    """Also those that starting took."""

    branches: int
    """Of `placement` that were reached."""

    corpus: int
    """Inputs that each reach something that no other one does."""

    megabytes: int
    """Most memory that was held at a time."""

    findings: tuple[Path, ...]
    """Inputs that ended neither well nor in plain words; beside each stands how it ended."""


def guided(target: str, *, seconds: float, folder: Path) -> Fuzzed:
    """Fuzz a target.

    Args:
        target: Its name.
        seconds: How long; starting comes on top.
        folder: Where the corpus, from which another time goes on, and the findings are kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    logs, is_done = "", False
    while not is_done and (left := seconds - (time.monotonic() - start)) > 0:
        log = _process(target, seconds=left, folder=folder)
        is_done = "\nDone " in log
        logs += log
        if "stat::" not in log:
            raise RuntimeError(f"{target} could not be fuzzed:\n{log[-2_000:]}")
        _explain(folder, log)
    return Fuzzed(
        executions=sum(_numbers(r"^stat::number_of_executed_units: (\d+)", logs)),
        seconds=time.monotonic() - start,
        branches=max(_numbers(r" cov: (\d+) ", logs)),
        corpus=len([*(folder / "corpus").iterdir()]),
        megabytes=max(_numbers(r"^stat::peak_rss_mb: +(\d+)", logs)),
        findings=tuple(sorted(folder.glob("finding-*.bin"))),
    )


def _process(target: str, *, seconds: float, folder: Path) -> str:
    """Run this module until it ends, and return what it said."""
    bounds = {
        "max_total_time": max(round(seconds), 1),
        "timeout": HANGS,
        "report_slow_units": HANGS,
        "rss_limit_mb": MEGABYTES,
        "max_len": LONGEST,
        "artifact_prefix": f"{folder}/finding-",
        "print_final_stats": 1,
    }
    options = [f"-{name}={value}" for name, value in bounds.items()]
    call = [sys.executable, "-m", "tests.hostile.guided", target, str(folder), *options]
    # Through a small process: a child begins with the most memory that its parent ever had, and
    # libFuzzer would count that as its own.
    ran = measured(call, folder=folder, timeout=seconds + 10 * HANGS)
    said = ran.err + ran.out
    return re.sub(r"^INFO: Instrumenting .*\n", "", said, flags=re.MULTILINE)


def _numbers(pattern: str, text: str) -> list[int]:
    return [int(number) for number in re.findall(pattern, text, re.MULTILINE)] or [0]


def _explain(folder: Path, log: str) -> None:
    """Keep what libFuzzer found like the rest: an input, and how it ended."""
    for kept in folder.glob("finding-*"):
        if not kept.suffix:
            kept.rename(kept.with_suffix(".bin"))
            kept.with_suffix(".txt").write_text(log[-10_000:])


def kept_apart(read: Callable[[bytes], None], *, folder: Path) -> Callable[[bytes], None]:
    """Return the reader that keeps an input it fails on and goes on; one for each place it fails.

    One that takes too long is kept as well.

    Args:
        read: The reader.
        folder: Where findings are kept.
    """

    def one(data: bytes) -> None:
        start = time.process_time()
        try:
            read(data)
            if (took := time.process_time() - start) > SLOW:
                raise TimeoutError(f"It took {took:.0f} s of work.")
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{type(error).__name__} {last.filename}:{last.lineno}"
            kept = folder / f"finding-{sha256(place.encode()).hexdigest()[:16]}.bin"
            if not kept.exists():
                kept.write_bytes(data)
                kept.with_suffix(".txt").write_text(traceback.format_exc(), errors="replace")

    return one


def _fuzz(target: str, folder: Path, *options: str) -> None:
    """Fuzz a target in this process; does not return."""
    import atheris

    resource.setrlimit(resource.RLIMIT_AS, (2 * MEGABYTES << 20,) * 2)
    with atheris.instrument_imports(include=["placement"]):
        from tests.hostile import targets

        wanted = targets.TARGETS[target]
        seeds = [seed for seed in wanted.seeds() if len(seed) <= LONGEST]
        # What is imported only when it is needed is counted too.
        for seed in seeds:
            kept_apart(wanted.read, folder=folder)(seed)
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    for seed in seeds:
        (corpus / sha256(seed).hexdigest()[:40]).write_bytes(seed)
    words = folder / "words.txt"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in targets.WORDS))
    # A number that overflows unseen is a fault, as it is in the tests.
    warnings.filterwarnings("error", category=RuntimeWarning, module="placement")
    arguments = [sys.argv[0], str(corpus), f"-dict={words}", *options]
    atheris.Setup(arguments, kept_apart(wanted.read, folder=folder))
    atheris.Fuzz()


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    _fuzz(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])

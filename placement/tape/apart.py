"""Reads what was brought to the server in a process of its own, within memory and time.

A file that asks for more than files of its size do ends that process with a plain error, and the
server and everybody else's session go on. Who starts a process waits for its imports, so after the
first file one is always ready for the next. The two say plain data to each other (`carried`), each
message JSON with bytes behind it.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn, Protocol

from placement.domain.errors import PlacementError, TapeError
from placement.domain.language import catalogue
from placement.domain.text import language, spoken_language, t
from placement.tape import carried
from placement.tape.meaning import meaning_of

if TYPE_CHECKING:
    from placement.tape.meaning import Meaning
    from placement.tape.read import RawTable

_MEMORY, _MEMORY_RATIO = 5 << 29, 8
"""Bytes that reading may take beside the interpreter's own, and for each byte of the file."""

_SHARE_OF_MACHINE = 0.6
"""Of the machine's memory, at most."""

_SECONDS, _SECONDS_PER_MB = 60.0, 4.0
"""Of work, on all processors together."""

_PATIENCE = 2.0
"""Seconds that may pass for each one of work: other programs work too."""

AT_A_TIME = max(2, (os.cpu_count() or 2) // 2)
"""Files that are read at the same time."""

_TURNS = threading.BoundedSemaphore(AT_A_TIME)

_ROOT = Path(__file__).resolve().parents[2]
_QUIET = {
    # What is set aside for threads and pools would count as memory in use.
    "MALLOC_ARENA_MAX": "2",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


@dataclass(frozen=True)
class Limits:
    """What reading one file may take."""

    memory: int
    """Bytes."""

    work: float
    """Seconds."""

    @property
    def patience(self) -> float:
        """Seconds that may pass."""
        return _PATIENCE * self.work


def limits_of(size: int) -> Limits:
    """Return what reading a file of some size may take."""
    memory = _MEMORY + _MEMORY_RATIO * size
    if hasattr(os, "sysconf"):
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        memory = min(memory, int(_SHARE_OF_MACHINE * machine))
    return Limits(memory, _SECONDS + _SECONDS_PER_MB * size / 1e6)


class Process(Protocol):
    """A process that waits on its standard input for one file, and answers and ends."""

    stdin: IO[bytes] | None
    stdout: IO[bytes] | None

    def kill(self) -> None:
        """End it, if it has not ended."""

    def wait(self) -> int:
        """Return how it ended: the exit code, or the signal with a minus."""


_wanted: Callable[[], bool] = bool
_start: Callable[[], Process] | None = None


def read_apart_when(is_wanted: Callable[[], bool]) -> None:
    """Say when what is brought as bytes is to be read apart; by default never."""
    global _wanted
    _wanted = is_wanted


def start_readers_by(start: Callable[[], Process]) -> None:
    """Say what starts a process that runs `serve`; by default one is started and kept ready."""
    global _start
    _start = start


def is_wanted() -> bool:
    """Return whether what is brought as bytes is to be read apart."""
    return _wanted()


def read_apart(
    content: bytes,
    *,
    filename: str,
    keep: Collection[str],
    meaning: "Meaning",
    limits: Limits | None = None,
) -> "RawTable":
    """Read a file as `read_table` does, in another process.

    Args:
        content: Of the file.
        filename: Name the user knows it by.
        keep: Headings to read although they look personal.
        meaning: The user's word on how to read it.
        limits: What it may take; by default by its size.

    Raises:
        PlacementError: As `read_table`, or the file takes more than it may.
    """
    limits = limits or limits_of(len(content))
    asked = {
        "filename": filename,
        "keep": list(keep),
        "meaning": meaning.plain(),
        "language": spoken_language(),
        "memory": limits.memory,
        "work": limits.work,
    }
    with _TURNS:
        process = _next_process()
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(limits.patience, end)
        timer.start()
        try:
            answer = _exchanged(process, asked, content, most=limits.memory)
        finally:
            timer.cancel()
            process.kill()
            ended = process.wait()
    if answer is None:
        raise _ended(filename, limits, late=late.is_set() or ended == -_TOO_LONG)
    said, parts = answer
    if said["kind"] == "read":
        return carried.table_carried(said["facts"], parts)
    if said["kind"] == "error":
        raise carried.error_carried(said["error"])
    if said["kind"] == "memory":
        raise _ended(filename, limits, late=False)
    raise RuntimeError(said["trace"])


_TOO_LONG = int(getattr(signal, "SIGXCPU", 24))
_spare: "list[subprocess.Popen[bytes]]" = []
_SPARE = threading.Lock()


def _next_process() -> Process:
    """Return a process that waits for a file, and start the one after it."""
    if _start is not None:
        return _start()
    with _SPARE:
        process = _spare.pop() if _spare else _started()
        if process.poll() is not None:
            process = _started()
        _spare.append(_started())
    return process


def _started() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", "from placement.tape.apart import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=_ROOT,
        env={**os.environ, **_QUIET},
        # Ctrl-C at the server is the server's; this one ends when nobody speaks to it any more.
        start_new_session=True,
    )


_Message = tuple[dict[str, Any], list[bytes]]
"""What is said, and bytes that belong to it."""


def _exchanged(
    process: Process, asked: dict[str, Any], content: bytes, *, most: int
) -> _Message | None:
    """Return the answer of a process to a file; None if it ended without one that is in bounds."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        with process.stdin as ask, process.stdout as answer:
            _send(ask, asked, content)
            return _received(answer, most=most)
    except (EOFError, BrokenPipeError, ConnectionError):
        return None


def _send(stream: IO[bytes], said: dict[str, Any], *behind: Any) -> None:
    parts = [memoryview(part).cast("B") for part in (json.dumps(said).encode(), *behind)]
    for number in (len(parts), *(part.nbytes for part in parts)):
        stream.write(number.to_bytes(8, "little"))
    for part in parts:
        stream.write(part)
    stream.flush()


def _received(stream: IO[bytes], *, most: float = float("inf")) -> _Message:
    """Return a message; one of more bytes than it may have is as none."""
    count = int.from_bytes(_exactly(stream, 8), "little")
    if count * 8 > most:
        raise EOFError
    sizes = [int.from_bytes(_exactly(stream, 8), "little") for _ in range(count)]
    if sum(sizes) > most:
        raise EOFError
    said, *behind = (_exactly(stream, size) for size in sizes)
    return json.loads(said), behind


def _exactly(stream: IO[bytes], size: int) -> bytes:
    found = stream.read(size)
    if len(found) < size:
        raise EOFError
    return found


def serve() -> NoReturn:
    """Read one file that comes on standard input, answer on standard output, and end."""
    # What libraries print belongs to nobody here.
    stream = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    from placement.tape import parser, workbook  # noqa: F401 - so that they are there in time
    from placement.tape.read import read_table

    try:
        asked, (content,) = _received(sys.stdin.buffer)
    except EOFError:
        os._exit(0)  # the server has ended
    _bind(asked["memory"], asked["work"])
    said: dict[str, Any]
    parts: list[Any] = []
    with language(catalogue(asked["language"])):
        try:
            raw = read_table(
                content,
                filename=asked["filename"],
                keep=asked["keep"],
                meaning=meaning_of(asked["meaning"]),
            )
            facts, parts = carried.table_plain(raw)
            said = {"kind": "read", "facts": facts}
        except PlacementError as error:
            said = {"kind": "error", "error": carried.error_plain(error)}
        except MemoryError:
            said = {"kind": "memory"}
        except BaseException:
            import traceback

            said = {"kind": "bug", "trace": traceback.format_exc()}
    _send(stream, said, *parts)
    # At once: a thread of Arrow that lets go of a Python that is ending aborts it.
    os._exit(0)


def _bind(memory: int, work: float) -> None:
    """Keep this process within its memory and its work, where the system can."""
    try:
        import resource
    except ImportError:
        return  # Windows; there the server's patience ends it
    used = 0
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        used = pages * os.sysconf("SC_PAGE_SIZE")
        # Where the machine itself runs out, this process is the one to end.
        Path("/proc/self/oom_score_adj").write_text("1000")
    except OSError:
        pass
    resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
    spent = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(work + spent.ru_utime + spent.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _ended(filename: str, limits: Limits, *, late: bool) -> TapeError:
    if late:
        return TapeError(
            t(
                "{file} takes more than {seconds:,.0f} seconds to read, far more than files of its "
                "size do, and was given up. Save it as CSV, or in several files.",
                file=filename,
                seconds=limits.work,
            )
        )
    return TapeError(
        t(
            "{file} takes more than {size} MB of memory to read, far more than files of its size "
            "do, and was given up. Save it as CSV, or in several files.",
            file=filename,
            size=f"{limits.memory / 1e6:,.0f}",
        )
    )

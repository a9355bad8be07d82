"""Which processes a server has, and what lies in their memory."""

import re
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

ENCODINGS = ("utf-8", "utf-16-le", "utf-32-le")


def tree(pid: int) -> list[int]:
    """Return a process and all below it."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    parents = {int(a): int(b) for a, b in (line.split() for line in listed.stdout.splitlines())}
    found = [pid] if Path(f"/proc/{pid}").exists() else []
    for above in found:
        found += [one for one, parent in parents.items() if parent == above]
    return found


def children(pid: int) -> list[int]:
    """Return the processes just below one."""
    return [one for one in tree(pid)[1:] if parent(one) == pid]


def parent(pid: int) -> int:
    """Return the process above one; 0 where it has ended."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def rooms(pid: int) -> list[int]:
    """Return the rooms of a server, oldest first; the last one waits for the next browser."""
    return sorted((room for zygote in children(pid) for room in children(zygote)), key=_born)


def _born(pid: int) -> tuple[int, int]:
    """Return when a process began; numbers of processes begin anew at some time."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]), pid
    except OSError:
        return 0, pid


def shared_out(pid: int) -> float:
    """Return the megabytes of a process, what it shares counted by halves, thirds and so on."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise ValueError(pid)


def peak(pid: int) -> float:
    """Return the most megabytes that a process ever had."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise ValueError(pid)


def found_in_memory(pids: Iterable[int], start: str, words: frozenset[str]) -> dict[int, set[str]]:
    """Return which words lie in the memory of which process, in any of three encodings.

    Args:
        pids: Processes.
        start: Letters and digits that every word begins with.
        words: Of one length.
    """
    length = len(next(iter(words)))
    found: dict[int, set[str]] = {}
    for pid in pids:
        for part in _memory(pid):
            for encoding in ENCODINGS:
                width = len("x".encode(encoding))
                for hit in re.finditer(re.escape(start.encode(encoding)), part):
                    text = part[hit.start() : hit.start() + width * length]
                    word = text.decode(encoding, errors="replace")
                    if word in words:
                        found.setdefault(pid, set()).add(word)
    return found


def _memory(pid: int) -> Iterable[bytes]:
    ended = suppress(FileNotFoundError, ProcessLookupError)
    with ended, Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
        for line in maps:
            reach, rights = line.split()[:2]
            if not rights.startswith("rw"):
                continue
            begin, end = (int(number, 16) for number in reach.split("-"))
            try:
                memory.seek(begin)
                yield memory.read(end - begin)
            except (OSError, OverflowError, ValueError):
                continue

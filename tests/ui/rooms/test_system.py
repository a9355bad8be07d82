"""What rooms ask of the system is done, and odd wishes are said when the server starts."""

import subprocess
import sys
from pathlib import Path

import pytest

from placement.ui.work import limits

pytest.importorskip("fcntl")

from placement.ui.rooms import system


def said_by(script: str, project: Path) -> str:
    """Return what a process of its own prints."""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=project, check=True
    )
    return done.stdout


def test_a_room_is_refused_more_than_it_may_take(project, tmp_path, monkeypatch) -> None:
    """At once, as an error that can be caught; what it may take it gets."""
    monkeypatch.setenv("PLACEMENT_MEMORY_MB", "300")
    script = f"""
import resource, tempfile
from placement.ui.rooms.system import bind_room
bind_room({str(tmp_path)!r})
fits = bytearray(200_000_000)
try:
    bytearray(2_000_000_000)
except MemoryError:
    print("refused")
print(tempfile.gettempdir(), resource.getrlimit(resource.RLIMIT_CORE))
"""
    assert said_by(script, project) == f"refused\n{tmp_path} (0, 0)\n"


def test_turns_are_taken_between_processes_and_end_with_one(project) -> None:
    script = """
import os, time
from placement.ui.rooms.system import LockBetweenProcesses
lock = LockBetweenProcesses()
ready, say = os.pipe()
child = os.fork()
if child == 0:
    lock.acquire()
    os.write(say, b"x")
    time.sleep(60)
os.read(ready, 1)
print(lock.acquire(blocking=False), lock.acquire(timeout=0.3))
os.kill(child, 9)
print(lock.acquire(timeout=10), lock.acquire(timeout=0.1))
lock.release()
print(lock.acquire(blocking=False))
"""
    assert said_by(script, project).split() == ["False", "False", "True", "False", "True"]


def test_memory_that_is_given_back_is_overwritten(project) -> None:
    """Not where the program asks for nothing: then the bytes are still there."""
    script = """
import ctypes, sys
from placement.ui.rooms.system import overwrite_what_is_freed
if sys.argv[1:]:
    overwrite_what_is_freed()
text = bytes(range(256)) * 40
where = id(text) + 5_000
del text
print(bytes(range(256))[8:40] in ctypes.string_at(where, 1_000))
"""
    assert said_by(script, project) == "True\n"
    on = subprocess.run(
        [sys.executable, "-c", script, "on"],
        capture_output=True,
        text=True,
        cwd=project,
        check=True,
    )
    assert on.stdout == "False\n"


@pytest.mark.parametrize("text", ["many", "-1", "inf", "nan"])
@pytest.mark.parametrize("ask", [limits.most_rooms, limits.closed_seconds])
def test_what_is_no_number_ends_the_server_with_the_reason(ask, text, monkeypatch) -> None:
    for variable in (limits.ROOMS, limits.CLOSED_SECONDS):
        monkeypatch.setenv(variable, text)
    with pytest.raises(
        SystemExit, match=r"PLACEMENT_(ROOMS|CLOSED_SECONDS) must be a number"
    ) as end:
        ask()
    assert text in str(end.value)


def test_rooms_are_as_many_as_memory_allows(monkeypatch) -> None:
    monkeypatch.delenv(limits.ROOMS, raising=False)
    monkeypatch.setenv(limits.MEMORY_MB, "3000")
    assert limits.most_rooms() == 20
    monkeypatch.setenv(limits.MEMORY_MB, "1")
    assert limits.most_rooms() == limits.LEAST_ROOMS
    monkeypatch.setenv(limits.ROOMS, "0")
    assert limits.most_rooms() == 0


def test_the_memory_of_a_process_that_has_ended_is_none() -> None:
    assert system.memory_of(2**22 + 1) == 0

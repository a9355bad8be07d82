"""What a command writes is whole or not there: killed, on a full disk, beside another command."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from placement.report.files import write_folder, write_whole

KILLS = int(os.environ.get("PLACEMENT_KILLS", "40"))
"""How often a writer is killed; more by the environment."""

LONGEST_LIFE = 0.02
"""Seconds that a writer lives at most."""

SIZE = 400_000
"""Bytes of a file, so that a kill meets its writing."""


def content_of(number: int) -> bytes:
    """Return what the n-th write writes: of which any part tells which write it is of."""
    return f"{number:08d}\n".encode() * (SIZE // 9)


def killed(write: Callable[[int], None], *, after: float) -> list[int]:
    """Let a child write in a loop, kill it, and return the writes that it said were done."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        try:
            for number in range(1_000_000):
                write(number)
                os.write(writes, b"%d\n" % number)
        finally:
            os._exit(1)
    os.close(writes)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with open(reads, "rb") as pipe:
        return [int(line) for line in pipe.read().splitlines()]


def test_a_killed_writer_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    """And what it said was written is what is there, or something newer."""
    chance, done, at_work = random.Random(20261130), 0, 0
    for turn in range(KILLS):
        file = tmp_path / f"{turn}.csv"
        file.write_bytes(b"old")
        said = killed(
            lambda number, file=file: write_whole(file, content_of(number)),
            after=chance.uniform(0, LONGEST_LIFE),
        )
        found = file.read_bytes()
        done += len(said)
        at_work += len(list(tmp_path.glob(f".{file.name}.*"))) > 0
        if found == b"old":
            assert not said
        else:
            number = int(found[:8])
            assert found == content_of(number)
            assert number >= max(said, default=0)
    # Else the kills never met it.
    assert done > 0
    assert at_work > 0


def test_a_killed_writer_leaves_a_whole_folder_or_none(tmp_path: Path) -> None:
    chance, whole = random.Random(20261130), 0
    for turn in range(KILLS):

        def write(number: int, turn: int = turn) -> None:
            files = {f"{name}.csv": content_of(number) for name in "abc"}
            write_folder(tmp_path / f"{turn}-{number}", files)

        said = killed(write, after=chance.uniform(0, LONGEST_LIFE))
        for folder in tmp_path.glob(f"{turn}-*"):
            number = int(folder.name.split("-")[1])
            written = {file.name: file.read_bytes() for file in folder.iterdir()}
            assert written == {f"{name}.csv": content_of(number) for name in "abc"}
            whole += 1
        assert all((tmp_path / f"{turn}-{number}").is_dir() for number in said)
    assert whole > 0


def test_two_commands_onto_one_file_leave_that_of_one(project: Path, tmp_path: Path) -> None:
    """Of both that are written at the same time, the last one is there, and whole."""
    books = ("data/samples/telecom.csv", "data/samples/bank_card.csv")
    alone = []
    for number, book in enumerate(books):
        file = tmp_path / f"alone{number}.csv"
        assert command(project, "rank", book, "--out", str(file)).returncode == 0
        alone.append(file.read_bytes())
    file = tmp_path / "both.csv"
    running = [started(project, "rank", book, "--out", str(file)) for book in books]
    assert [each.wait(timeout=240) for each in running] == [0, 0]
    assert file.read_bytes() in alone
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def command(project: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "placement", *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=project,
    )


def started(project: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "placement", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=project,
    )


OWN_DISK = ("unshare", "--user", "--map-root-user", "--mount")
"""Starts a program that may mount a disk of its own, which goes with it."""

CALLS = {
    "a table": ("rank", "data/samples/telecom.csv", "--out", "{disk}/there.csv"),
    "a workbook": ("rank", "data/samples/telecom.csv", "--out", "{disk}/there.xlsx"),
    "a folder": ("lists", "data/samples/telecom.csv", "--out", "{disk}/folder"),
    "a scenario": ("scenario", "new", "x", "--out", "{disk}/there.json"),
}


@pytest.fixture(scope="module")
def own_disk() -> tuple[str, ...]:
    probe = [*OWN_DISK, "sh", "-c", 'mount -t tmpfs none "$(mktemp -d)"']
    try:
        allowed = subprocess.run(probe, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        allowed = False
    if not allowed:
        pytest.skip("This machine lets nobody mount a disk of his own.")
    return OWN_DISK


FILL = """
mount -t tmpfs -o size={size}k none "$1" && cd "$1" || exit 99
for name in there.csv there.xlsx there.json; do echo old > $name; done
{meanwhile}
cd "$2" && shift 2 && "$@" > /dev/null
code=$?
echo "code $code" >&2
cd "$DISK" && for name in there.csv there.xlsx there.json; do
    [ "$(cat $name)" = old ] && echo "kept $name" >&2
done
ls -A1 >&2
"""

DISKS = {
    "full": (40, "dd if=/dev/zero of=filling bs=1k count=100 2>/dev/null"),
    "read-only": (400, 'mount -o remount,ro "$DISK"'),
}


@pytest.mark.parametrize("disk", DISKS)
@pytest.mark.parametrize("name", CALLS)
def test_a_disk_that_takes_nothing_is_told_and_keeps_what_it_has(
    own_disk: tuple[str, ...], project: Path, tmp_path: Path, name: str, disk: str
) -> None:
    size, meanwhile = DISKS[disk]
    script = FILL.replace("{size}", str(size)).replace("{meanwhile}", meanwhile)
    call = [part.replace("{disk}", str(tmp_path)) for part in CALLS[name]]
    done = subprocess.run(
        [
            *own_disk,
            "sh",
            "-c",
            script,
            "sh",
            str(tmp_path),
            str(project),
            sys.executable,
            "-m",
            "placement",
            *call,
        ],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "DISK": str(tmp_path)},
    )
    lines = done.stderr.splitlines()
    (error,) = [line for line in lines if line.startswith("error: ")]
    assert "cannot be written" in error
    assert ("No space left" if disk == "full" else "Read-only") in error
    if disk == "full":
        assert "Make room" in error
    assert "Traceback" not in done.stderr
    assert lines[lines.index("code 2") :] == [
        "code 2",
        *(f"kept there.{ending}" for ending in ("csv", "xlsx", "json")),
        *(["filling"] if disk == "full" else []),
        *(f"there.{ending}" for ending in ("csv", "json", "xlsx")),
    ]

"""A room has its files read by copies of the zygote, within the same bounds as everywhere."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import children

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="rooms are for Linux")

IN_THE_ROOM = """
import json, socket, sys
from placement.domain.errors import TapeError
from placement.tape.apart import Limits, read_apart
from placement.tape.meaning import AS_IT_STANDS
from placement.ui.rooms import room, zygote

def live(channel):
    while said := channel.recv(4096):
        rows, memory, work = json.loads(said)
        content = b"balance,days past due\\n" + b"1.25,90\\n" * rows
        limits = Limits(memory, work)
        try:
            raw = read_apart(
                content, filename="b.csv", keep=(), meaning=AS_IT_STANDS, limits=limits
            )
            channel.send(f"{raw.table.num_rows} rows".encode())
        except TapeError as error:
            channel.send(str(error).encode())

room.live = live
zygote.serve(socket.socket(fileno=int(sys.argv[1])))
"""


@pytest.fixture(scope="module")
def room(project: Path) -> Iterator[tuple[socket.socket, socket.socket]]:
    """Run the real zygote with a room that reads; yield the sockets to both."""
    control, inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    channel, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    number = inside.fileno()
    command = [sys.executable, "-c", IN_THE_ROOM, str(number)]
    process = subprocess.Popen(command, cwd=project, pass_fds=[number])
    inside.close()
    control.settimeout(120)
    channel.settimeout(120)
    control.send(b"{}")
    socket.send_fds(control, [json.dumps({"do": "make", "room": 1}).encode()], [far.fileno()])
    far.close()
    yield control, channel
    control.close()
    assert process.wait(30) == 0


def asked(channel: socket.socket, rows: int, memory: int, work: float) -> str:
    """Return what the room says of a file."""
    channel.send(json.dumps([rows, memory, work]).encode())
    return channel.recv(4096).decode()


def test_a_room_reads_apart_and_within_bounds(room) -> None:
    """One after the other: each file has a process of its own, and none is left of any."""
    control, channel = room
    pid = json.loads(control.recv(4096))["pid"]
    zygote = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    assert asked(channel, 1_000, 1 << 30, 60) == "1000 rows"
    assert "more than 67 MB of memory" in asked(channel, 12_000_000, 1 << 26, 60)
    assert "more than 0 seconds" in asked(channel, 8_000_000, 3 << 30, 0.01)
    assert asked(channel, 2_000, 1 << 30, 60) == "2000 rows"
    assert children(zygote) == [pid]
    assert children(pid) == []


def test_a_file_is_not_read_on_for_a_room_that_is_gone(room) -> None:
    control = room[0]
    socket_of_another, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    socket.send_fds(control, [json.dumps({"do": "make", "room": 2}).encode()], [far.fileno()])
    far.close()
    pid = json.loads(control.recv(4096))["pid"]
    zygote = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    socket_of_another.send(json.dumps([12_000_000, 8 << 30, 600]).encode())
    before = len(children(zygote))
    until = time.monotonic() + 60
    while len(children(zygote)) == before and time.monotonic() < until:
        time.sleep(0.01)
    assert len(children(zygote)) == before + 1
    os.kill(pid, signal.SIGKILL)
    assert json.loads(control.recv(4096)) == {"room": 2, "ended": -signal.SIGKILL}
    until = time.monotonic() + 60
    while len(children(zygote)) > before - 1 and time.monotonic() < until:
        time.sleep(0.05)
    assert len(children(zygote)) == before - 1

"""Who gets which room, what is left of one, and that nothing outlives the front."""

import asyncio
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.browser.chromium import Server, served
from tests.crowd import Person
from tests.loops import run
from tests.processes import children, found_in_memory, peak, rooms, tree

pytestmark = pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="no /proc")

START = "KH90"
_CHANCE = random.Random(53)
NUMBERS = frozenset(f"{START}{_CHANCE.randrange(10**12):012d}" for _ in range(2_000))
"""Account numbers that nobody else has: found somewhere, they are from the file."""

FILE = (
    "agency",
    "numbers.csv",
    (
        "account_id,sector,balance,months_past_due\n"
        + "\n".join(f"{n},telecom,{500 + i},{i % 24 + 1}" for i, n in enumerate(sorted(NUMBERS)))
    ).encode(),
)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Serve the app with short graces."""
    monkeypatch.setenv("PLACEMENT_STORE", f"sqlite:///{tmp_path}/desk.sqlite")
    monkeypatch.setenv("PLACEMENT_CLOSED_SECONDS", "2")
    with served(tmp_path) as running:
        yield running


def wait_until(holds: Callable[[], bool], *, longest: float = 60) -> None:
    """Wait until something holds, or fail."""
    until = time.monotonic() + longest
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


def in_use(server: Server) -> list[int]:
    """Return the rooms that somebody is in: the newest waits for the next browser."""
    return rooms(server.pid)[:-1]


def used_by(server: Server, browsers: int) -> list[int]:
    """Return the rooms of so many browsers, once there is one for the next."""
    wait_until(lambda: len(in_use(server)) == browsers)
    return in_use(server)


async def arrived(url: str, **wishes) -> Person:
    """Return somebody who has a page open."""
    person = Person(url=url, number=0, accounts=0, **wishes)
    await person.come()
    await person.run(name="options")
    return person


def test_a_browser_has_one_room_in_all_its_tabs_and_for_itself(server) -> None:
    async def come() -> list[list[int]]:
        seen = [used_by(server, 0)]
        first = await arrived(server.url)
        seen.append(used_by(server, 1))
        again = await arrived(server.url, cookies=first.cookies)
        seen.append(in_use(server))
        other = await arrived(server.url)
        seen.append(used_by(server, 2))
        for person in (first, again, other):
            assert person.errors == []
            await person.leave()
        return seen

    _, one, still_one, two = run(come())
    assert one == still_one
    assert one[0] in two


def test_nothing_of_a_book_is_left_when_its_page_was_closed(server) -> None:
    """Of 2,000 account numbers none, in no process and no encoding."""

    async def work() -> None:
        person = Person(url=server.url, number=0, accounts=0)
        await person.open_book(FILE)
        for step in range(3):
            await person.move(0.5 + 0.1 * step)
        # So that they would be found.
        (room,) = used_by(server, 1)
        assert found_in_memory([room], START, NUMBERS)[room] == NUMBERS
        await person.leave()

    run(work())
    wait_until(lambda: not in_use(server))
    # The front is told of it, and washes what passed through it.
    wait_until(lambda: not any(found_in_memory(tree(server.pid), START, NUMBERS).values()))


def test_a_lost_page_is_waited_for_and_a_closed_one_is_not(server) -> None:
    """Whoever loses the network comes back into his room, whoever closes the tab a while later."""

    async def lose() -> None:
        person = await arrived(server.url)
        assert person.socket is not None
        person.socket.transport.abort()

    run(lose())
    (room,) = used_by(server, 1)
    time.sleep(6)
    assert in_use(server) == [room]


@pytest.mark.parametrize("most", ["84", "0"])
def test_a_message_that_no_page_would_send_is_not_even_heard_out(
    tmp_path, monkeypatch, most
) -> None:
    """Whole or in parts; what is within the limit arrives. No message is unpacked."""
    monkeypatch.setenv("PLACEMENT_STORE", f"sqlite:///{tmp_path}/desk.sqlite")
    monkeypatch.setenv("PLACEMENT_ROOMS", most)

    async def told(url: str, said: bytes | list[bytes]) -> int | None:
        person = await arrived(url)
        assert person.socket is not None
        assert person.socket.protocol.extensions == []
        with suppress(ConnectionClosed):
            await person.socket.send(said)
        await person.socket.wait_closed()
        return person.socket.close_code

    async def speak(server: Server) -> list[int | None]:
        large = [told(server.url, bytes(49_000_000)) for _ in range(10)]
        parts = told(server.url, [bytes(500_000)] * 6)
        # Heard, and found to be no message of a page.
        fits = told(server.url, bytes(1_900_000))
        return await asyncio.gather(*large, parts, fits)

    with served(tmp_path) as server:
        before = peak(server.pid)
        codes = run(speak(server))
        grown = peak(server.pid) - before
    *refused, heard = codes
    # Who still speaks when he is hung up on may not hear why.
    assert 1009 in refused
    assert set(refused) <= {1009, 1006}
    assert heard == 1002
    # In one process people's sessions count as well.
    assert grown < (60 if most != "0" else 200)


def test_nobody_takes_the_room_of_one_who_reloads(tmp_path, monkeypatch) -> None:
    """Where it is the only one, and others ask for it all the time; the book is there again."""
    monkeypatch.setenv("PLACEMENT_STORE", f"sqlite:///{tmp_path}/desk.sqlite")
    monkeypatch.setenv("PLACEMENT_ROOMS", "1")

    async def work(url: str) -> None:
        person = Person(url=url, number=0, accounts=0, words=(b"2,000 accounts",))
        await person.open_book(FILE)
        await person.leave()
        other = Person(url=url, number=1, accounts=0)
        for _ in range(30):
            with pytest.raises(InvalidStatus, match="503"):
                await other.come()
            await asyncio.sleep(0.1)
        person.seen.clear()
        await person.come()
        await person.run(name="options")
        assert person.seen == {"2,000 accounts"}
        await person.leave()

    with served(tmp_path) as running:
        run(work(running.url))


def test_a_room_that_breaks_leaves_the_others_alone(server) -> None:
    async def work() -> None:
        first, other = await arrived(server.url), await arrived(server.url)
        mine, others = used_by(server, 2)
        os.kill(mine, signal.SIGKILL)
        await other.run(name="timing")
        assert other.errors == []
        wait_until(lambda: others in in_use(server))
        # The browser comes back by itself; here the person does.
        back = await arrived(server.url, cookies=first.cookies)
        assert mine not in in_use(server)
        await back.leave()
        await other.leave()

    run(work())


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_the_front(tmp_path, monkeypatch, how) -> None:
    """However it ends; and it ends without a word that is none."""
    monkeypatch.setenv("PLACEMENT_STORE", f"sqlite:///{tmp_path}/desk.sqlite")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    with served(tmp_path) as server:

        async def stay() -> None:
            await arrived(server.url)
            before = tree(server.pid)
            assert len(before) >= 4
            os.kill(server.pid, how)
            wait_until(lambda: not any(map(_is_alive, before[1:])))

        run(stay())
        wait_until(lambda: not _is_alive(server.pid))
        said = server.log.read_text()
    assert "Traceback" not in said
    assert "Error" not in said
    assert list((tmp_path / "tmp").iterdir()) == []


def test_what_a_killed_maker_leaves_goes_with_the_next_one(tmp_path, monkeypatch) -> None:
    """Also where front and maker are killed together; never what another server has in use."""
    monkeypatch.setenv("PLACEMENT_STORE", f"sqlite:///{tmp_path}/desk.sqlite")
    folders = tmp_path / "tmp"
    folders.mkdir()
    monkeypatch.setenv("TMPDIR", str(folders))

    def held() -> set[Path]:
        return set(folders.iterdir())

    with served(tmp_path) as first:
        wait_until(lambda: len(held()) == 1)
        mine = held()
        with served(tmp_path) as server:
            wait_until(lambda: len(held()) == 2)
            (maker,) = children(server.pid)
            os.kill(maker, signal.SIGKILL)
            wait_until(lambda: children(server.pid) not in ([maker], []))
            wait_until(lambda: len(rooms(server.pid)) == 1)
            assert len(held()) == 2
            for pid in (server.pid, *children(server.pid)):
                os.kill(pid, signal.SIGKILL)
        assert len(held()) == 2
        with served(tmp_path) as server:
            wait_until(lambda: len(rooms(server.pid)) == 1)
            assert len(held()) == 2
        assert held() == mine
        assert len(rooms(first.pid)) == 1
    assert held() == set()


def test_a_page_that_is_refused_is_not_a_line_in_the_log(tmp_path, monkeypatch) -> None:
    """They come by the thousand where somebody wants them to: one line a minute counts them."""
    monkeypatch.setenv("PLACEMENT_STORE", f"sqlite:///{tmp_path}/desk.sqlite")
    monkeypatch.setenv("PLACEMENT_ROOMS", "1")
    with served(tmp_path) as server:

        async def ask() -> None:
            person = await arrived(server.url)
            other = Person(url=server.url, number=1, accounts=0)
            for _ in range(20):
                with pytest.raises(InvalidStatus, match="503"):
                    await other.come()
            await person.leave()

        run(ask())
        lines = server.log.read_text().splitlines()
    assert [line for line in lines if "handshake" in line] == []
    assert len([line for line in lines if "refused" in line]) == 1


def test_without_rooms_everything_is_in_one_process(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("PLACEMENT_STORE", f"sqlite:///{tmp_path}/desk.sqlite")
    monkeypatch.setenv("PLACEMENT_ROOMS", "0")
    with served(tmp_path) as server:

        async def come() -> None:
            person = await arrived(server.url)
            assert person.errors == []
            await person.leave()

        run(come())
        assert tree(server.pid) == [server.pid]


def _is_alive(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False

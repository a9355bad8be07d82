"""When a room ends, whose goes first where there is no more space, and what is told of it."""

import os
import socket
from collections.abc import Callable
from functools import wraps

import pytest

pytest.importorskip("fcntl")

from placement.ui.rooms.house import CLOSED, FullError, House
from placement.ui.rooms.maker import Maker
from placement.ui.work.room import FORGOTTEN, Before
from tests import loops

LOST = 1006


class NoProcesses(Maker):
    """Makes rooms that are only talked of."""

    def begin(self) -> None:
        self.inside: dict[int, socket.socket] = {}
        self._begun()

    def make(self, number: int) -> socket.socket:
        channel, self.inside[number] = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        return channel

    def end(self, number: int) -> None:
        self.breaks(number, 0)

    def breaks(self, number: int, code: int) -> None:
        """Have a room end in some way."""
        self.inside.pop(number).close()
        self._ended(number, code)


class Clock:
    """Goes when it is told to."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def build(clock: Clock) -> Callable[..., House]:
    """Return what builds a house of two rooms on the loop that runs."""

    def built(*, most: int = 2, memory: int = 1 << 40) -> House:
        house = House(most=most, memory=memory, closed=60, lost=1800, clock=clock)
        house._maker = NoProcesses(
            made=house._note_process,
            ended=house._finish,
            begun=house._make_spare,
            lost=house._lose_all,
        )
        house._maker.begin()
        return house

    return built


def on_a_loop(test):
    """Run a test's coroutine."""

    @wraps(test)
    def run(*args, **kwargs) -> None:
        loops.run(test(*args, **kwargs))

    return run


def visit(house: House, browser: str):
    """Open a page of a browser; return its room."""
    room = house.room_for(browser)
    house.enter(room)
    return room


@on_a_loop
async def test_a_closed_page_is_waited_for_a_minute_and_a_lost_one_for_long(build, clock) -> None:
    house = build()
    closed, lost = visit(house, "closed"), visit(house, "lost")
    house.leave(closed, CLOSED)
    house.leave(lost, LOST)
    clock.now += 59
    house.end_overdue()
    assert house.room("closed") is closed
    clock.now += 1
    house.end_overdue()
    assert house.room("closed") is None
    assert house.room("lost") is lost
    clock.now += 1_740
    house.end_overdue()
    assert house.room("lost") is None


@on_a_loop
async def test_a_reload_keeps_the_room_and_a_lost_page_is_waited_for_beside_a_closed_one(
    build, clock
) -> None:
    house = build()
    room = visit(house, "a")
    house.leave(room, CLOSED)
    clock.now += 59
    assert visit(house, "a") is room
    other = visit(house, "a")
    assert other is room
    house.leave(room, LOST)
    house.leave(room, CLOSED)
    clock.now += 600
    house.end_overdue()
    assert house.room("a") is room
    # It came back: whoever closes it now means it.
    house.enter(room)
    house.leave(room, CLOSED)
    clock.now += 60
    house.end_overdue()
    assert house.room("a") is None


@on_a_loop
async def test_a_room_with_a_page_or_a_file_on_its_way_never_ends(build, clock) -> None:
    house = build(memory=0)
    page, file = visit(house, "page"), visit(house, "file")
    house.leave(file, CLOSED)
    file.errands += 1
    clock.now += 100_000
    house.end_overdue()
    for room in (page, file):
        house._note_process(room.number, os.getpid())
    await house.make_space()
    assert (house.room("page"), house.room("file")) == (page, file)
    with pytest.raises(FullError):
        house.room_for("third")
    assert house.is_full_for("third")
    assert not house.is_full_for("page")
    file.errands -= 1
    assert not house.is_full_for("third")


@on_a_loop
@pytest.mark.parametrize("code", [CLOSED, LOST])
async def test_whoever_reloads_finds_his_room_whoever_asks_meanwhile(build, clock, code) -> None:
    """For others there is none until he had time to; not for want of memory either."""
    house = build(memory=0)
    mine, other = visit(house, "mine"), visit(house, "other")
    for room in (mine, other):
        house._note_process(room.number, os.getpid())
    house.leave(mine, code)
    for _ in range(59):
        clock.now += 1
        assert house.is_full_for("third")
        with pytest.raises(FullError):
            house.room_for("third")
        await house.make_space()
    assert visit(house, "mine") is mine
    house.leave(mine, code)
    clock.now += 60
    assert not house.is_full_for("third")
    visit(house, "third")
    assert house.room("mine") is None


@on_a_loop
async def test_a_room_in_which_nobody_said_a_word_goes_first_and_at_once(build, clock) -> None:
    """There is nothing in it to lose."""
    house = build(most=3)
    worked, silent = visit(house, "worked"), visit(house, "silent")
    visit(house, "stays")
    house.leave(worked, LOST)
    clock.now += 100
    house.leave(silent, LOST, has_said=False)
    visit(house, "third")
    assert house.room("silent") is None
    assert house.room("worked") is worked
    # Once spoken in, always: the next page may ask for nothing.
    house.enter(worked)
    house.leave(worked, LOST, has_said=False)
    assert house.is_full_for("fourth")


@on_a_loop
async def test_where_there_is_no_space_the_longest_left_goes_first(build, clock) -> None:
    house = build(most=3)
    rooms = {name: visit(house, name) for name in ("first", "second", "stays")}
    for name in ("second", "first"):
        house.leave(rooms[name], LOST)
        clock.now += 60
    visit(house, "third")
    assert house.room("second") is None
    assert house.room("first") is rooms["first"]
    house._note_process(rooms["first"].number, os.getpid())
    house._memory = 0
    await house.make_space()
    assert house.room("first") is None
    assert house.room("stays") is rooms["stays"]


@on_a_loop
@pytest.mark.parametrize(
    ("code", "before"), [(FORGOTTEN, Before.FORGOTTEN), (-9, Before.BROKEN), (-6, Before.BROKEN)]
)
async def test_the_next_room_is_told_how_the_last_one_ended(build, code, before) -> None:
    """Once, and no other browser's."""
    house = build(most=3)
    room, other = visit(house, "a"), visit(house, "b")
    house._maker.breaks(room.number, code)
    assert room.ended.is_set()
    assert house.room_for("c").before is Before.ORDERLY
    assert house.room("b") is other
    assert house.room_for("a").before is before
    house.end(house.room_for("a"))
    assert house.room_for("a").before is Before.ORDERLY


@on_a_loop
async def test_where_the_maker_breaks_all_rooms_have(build) -> None:
    house = build()
    room = visit(house, "a")
    house._lose_all()
    assert room.ended.is_set()
    house._make_spare()
    assert house.room_for("a").before is Before.BROKEN

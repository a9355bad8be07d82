"""The front passes on what a room and a browser say, whole and as it was, and cuts nothing short.

A real server on a real socket, and an app at the other end of real connections; only the process
around that app is left out.
"""

import asyncio
import http.client
import os
import random
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocketDisconnect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

pytest.importorskip("fcntl")

from placement.ui.guard import Guard, security_headers
from placement.ui.rooms.front import Rooms
from placement.ui.rooms.house import House, Room
from placement.ui.rooms.room import answer
from placement.ui.work.cookie import browser_of, set_cookie


def new_browser() -> dict[str, str]:
    """Return the header of a browser that was given a name."""
    return {"Cookie": str(set_cookie({})).split(";")[0]}


COOKIE = new_browser()
MEGABYTE = 1 << 20
WHOLE = random.Random(2).randbytes(5 * MEGABYTE + 1)


@dataclass
class Seen:
    """What came to the room."""

    bodies: list[bytes] = field(default_factory=list)
    cut: list[int] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    headers: list[list[tuple[bytes, bytes]]] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)


def app_of_a_room(seen: Seen) -> Starlette:
    """Return an app that answers in the ways Streamlit does."""

    async def upload(request):
        seen.headers.append(request.headers.raw)
        got = b""
        try:
            async for chunk in request.stream():
                got += chunk
        except Exception:
            seen.cut.append(len(got))
            seen.arrived.set()
            raise
        seen.bodies.append(got)
        return PlainTextResponse(str(len(got)))

    async def refuse(_request):
        return PlainTextResponse("too much", 413)

    async def download(request):
        size = int(request.query_params["size"])

        async def parts():
            for number in range(size // MEGABYTE):
                yield bytes([number % 256]) * MEGABYTE

        return StreamingResponse(parts(), headers={"X-Of": "ä"})

    async def half(_request):
        async def parts():
            yield b"x" * 1000
            raise ConnectionAbortedError

        return StreamingResponse(parts(), headers={"Content-Length": "2000"})

    async def whole(_request):
        return Response(WHOLE)

    async def stream(websocket):
        await websocket.accept(subprotocol=websocket.scope["subprotocols"][0])
        try:
            while True:
                said = await websocket.receive_bytes()
                if said == b"bye":
                    await websocket.close(4321, "enough")
                    return
                await websocket.send_bytes(said)
        except WebSocketDisconnect as end:
            seen.codes.append(end.code)
            seen.arrived.set()

    return Starlette(
        routes=[
            Route("/_stcore/upload_file/refuse", refuse, methods=["PUT"]),
            Route("/_stcore/upload_file/{name}", upload, methods=["PUT"]),
            Route("/media/half", half),
            Route("/media/whole", whole),
            Route("/media/{name}", download),
            WebSocketRoute("/_stcore/stream", stream),
        ]
    )


class OneRoom(House):
    """A house whose rooms answer in this process."""

    def __init__(self, inside: Starlette, *, most: int = 2) -> None:
        super().__init__(most=most, memory=1 << 40, closed=1, lost=60)
        self._inside = inside
        self._tasks: set[asyncio.Task[None]] = set()

    def _make(self) -> Room:
        number = len(self._rooms) + 1
        self._rooms[number] = Room(number=number, channel=socket.socket(socket.AF_UNIX))
        return self._rooms[number]

    def _forget(self, room: Room) -> None:
        self._rooms.pop(room.number).channel.close()

    async def connect(self, room: Room):
        near, far = socket.socketpair()
        near.setblocking(False)
        far.setblocking(False)
        task = asyncio.create_task(answer(self._inside, far))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.open_unix_connection(sock=near)


@contextmanager
def front(seen: Seen, *, most: int = 2, whose=browser_of) -> Iterator[tuple[str, OneRoom]]:
    """Serve the front inside the block; yield its address and its house."""
    house = OneRoom(app_of_a_room(seen), most=most)
    outside = Starlette(
        routes=[Route("/", lambda _: PlainTextResponse("page"))],
        middleware=[
            Middleware(Guard, origins=frozenset()),
            Middleware(Rooms, house=house, whose=whose),
        ],
    )
    settings = uvicorn.Config(
        outside, port=0, ws="websockets-sansio", ws_max_size=64 * MEGABYTE, log_level="critical"
    )
    server = uvicorn.Server(settings)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{listener.getsockname()[1]}", house
        finally:
            server.should_exit = True
            thread.join(20)


def opened(address: str, **headers: str):
    """Open a page."""
    return connect(
        f"ws://{address}/_stcore/stream",
        subprotocols=["streamlit", "token"],
        additional_headers={**COOKIE, **headers},
        max_size=None,
    )


def asked(address: str, method: str, path: str, body=None, **headers: str):
    """Return status, headers and content of an answer."""
    connection = http.client.HTTPConnection(address, timeout=60)
    connection.request(method, path, body=body, headers={**COOKIE, **headers})
    answered = connection.getresponse()
    content = answered.read()
    connection.close()
    return answered.status, dict(answered.getheaders()), content


def resident() -> float:
    """Return the megabytes of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


def test_messages_go_through_whole_whatever_their_size() -> None:
    """Subprotocol, order, nothing at all, and 40 MB at once."""
    with front(Seen()) as (address, _), opened(address) as page:
        assert page.subprotocol == "streamlit"
        for size in (0, 1, 125, 126, 65_535, 65_536, 40 * MEGABYTE):
            said = random.Random(size).randbytes(size)
            page.send(said)
            assert page.recv() == said


@pytest.mark.parametrize("code", [1000, 1001, 3000])
def test_the_room_hears_how_a_page_was_closed(code) -> None:
    seen = Seen()
    with front(seen) as (address, _):
        with opened(address) as page:
            page.close(code)
        assert seen.arrived.wait(60)
    assert seen.codes == [code]


def test_a_page_that_is_torn_off_is_no_closed_one() -> None:
    seen = Seen()
    with front(seen) as (address, _):
        with opened(address) as page:
            page.socket.shutdown(socket.SHUT_RDWR)
        assert seen.arrived.wait(60)
    assert seen.codes[0] in (1005, 1006)


def test_the_browser_hears_how_the_room_closed_it() -> None:
    with front(Seen()) as (address, _), opened(address) as page:
        page.send(b"bye")
        with pytest.raises(ConnectionClosed) as closed:
            page.recv()
        assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4321, "enough")


def test_files_go_through_byte_by_byte() -> None:
    """50 MB in, with a stated size and in chunks, and 50 MB out; no header is lost."""
    seen = Seen()
    content = random.Random(1).randbytes(50 * MEGABYTE)
    with front(seen) as (address, _), opened(address):
        path = "/_stcore/upload_file/x"
        assert asked(address, "PUT", path, content)[2] == str(len(content)).encode()
        parts = (content[at : at + 70_001] for at in range(0, len(content), 70_001))
        assert asked(address, "PUT", path, parts)[2] == str(len(content)).encode()
        assert asked(address, "GET", "/media/whole")[2] == WHOLE
        status, headers, file = asked(address, "GET", f"/media/x?size={50 * MEGABYTE}")
    assert [body == content for body in seen.bodies] == [True, True]
    assert (status, headers["x-of"]) == (200, "ä")
    assert file == b"".join(bytes([number]) * MEGABYTE for number in range(50))


def test_an_upload_that_is_cut_off_is_never_taken_for_a_whole_one() -> None:
    seen = Seen()
    with front(seen) as (address, _), opened(address):
        host, port = address.split(":")
        with socket.create_connection((host, int(port))) as wire:
            head = f"PUT /_stcore/upload_file/x HTTP/1.1\r\nHost: {address}\r\n"
            head += f"Cookie: {COOKIE['Cookie']}\r\nContent-Length: 1000000\r\n\r\n"
            wire.sendall(head.encode() + b"x" * 300_000)
        assert seen.arrived.wait(60)
    assert seen.bodies == []
    assert seen.cut[0] <= 300_000


def test_half_an_answer_is_no_answer() -> None:
    """Where a room ends while a file goes out, the browser sees that it is cut off."""
    with front(Seen()) as (address, _), opened(address), pytest.raises(http.client.IncompleteRead):
        asked(address, "GET", "/media/half")


def test_an_answer_before_the_whole_upload_arrives() -> None:
    """The room says no at once, and the front waits for nothing."""
    with front(Seen()) as (address, _), opened(address):
        host, port = address.split(":")
        with socket.create_connection((host, int(port)), timeout=60) as wire:
            head = f"PUT /_stcore/upload_file/refuse HTTP/1.1\r\nHost: {address}\r\n"
            head += f"Cookie: {COOKIE['Cookie']}\r\nContent-Length: 100000000\r\n\r\n"
            wire.sendall(head.encode() + b"x" * 100_000)
            assert wire.recv(4096).startswith(b"HTTP/1.1 413")


def test_a_reader_who_takes_nothing_holds_up_nobody_and_fills_no_memory() -> None:
    """Of 2 GB only what lies in the sockets is made; the next one is served meanwhile."""
    before = resident()
    with front(Seen()) as (address, _), opened(address) as page:
        host, port = address.split(":")
        with socket.create_connection((host, int(port))) as slow:
            head = f"GET /media/x?size={2 << 30} HTTP/1.1\r\nHost: {address}\r\n"
            slow.sendall(f"{head}Cookie: {COOKIE['Cookie']}\r\n\r\n".encode())
            for number in range(50):
                page.send(str(number).encode())
                assert page.recv() == str(number).encode()
            assert resident() - before < 200


ELSEWHERE = ("/_stcore/stream/", "//_stcore/stream", "/x/_stcore/stream", "/", "/media/x")


@pytest.mark.parametrize("path", ELSEWHERE)
def test_a_websocket_anywhere_else_gets_nowhere(path) -> None:
    """Least of all to what would answer it in the front itself; the headers are there as well."""
    with front(Seen()) as (address, _), pytest.raises(InvalidStatus, match=r"40[34]") as refused:
        connect(f"ws://{address}{path}", legacy=True)
    answered = refused.value.response.headers
    assert {name: answered[name] for name in security_headers()} == security_headers()


def test_who_gets_no_room_to_himself_shares_one() -> None:
    """However many names he was given; the one other room is there for who may come in."""
    member = new_browser()
    jar = member["Cookie"].encode()

    def whose(scope) -> str | None:
        return "member" if (b"cookie", jar) in scope["headers"] else None

    with front(Seen(), whose=whose) as (address, house), ExitStack() as held:
        pages = [held.enter_context(opened(address, **new_browser())) for _ in range(5)]
        assert not house.is_full_for("member")
        for page in [*pages, held.enter_context(opened(address, **member))]:
            page.send(b"here")
            assert page.recv() == b"here"


def test_length_and_chunks_together_are_no_way_in() -> None:
    """What follows is read as a body or refused, never as another request of the room."""
    seen = Seen()
    with front(seen) as (address, _), opened(address):
        host, port = address.split(":")
        hidden = b"PUT /_stcore/upload_file/hidden HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
        for lines in (
            b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
            b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n0\r\n\r\n",
            b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        ):
            with socket.create_connection((host, int(port)), timeout=60) as wire:
                head = f"PUT /_stcore/upload_file/x HTTP/1.1\r\nHost: {address}\r\n"
                wire.sendall(head.encode() + b"Cookie: " + COOKIE["Cookie"].encode() + b"\r\n")
                wire.sendall(lines + hidden)
                answered = wire.recv(65_536)
                assert answered == b"" or answered.count(b"HTTP/1.1 200") <= 1
        for headers in seen.headers:
            assert (b"host", b"x") not in headers


def test_without_a_room_there_is_no_file() -> None:
    """Of the own one neither, and of another browser's least of all."""
    with front(Seen()) as (address, _):
        assert asked(address, "GET", "/media/x?size=0")[0] == 404
        with opened(address):
            assert asked(address, "GET", "/media/x?size=0")[0] == 200
            other = new_browser()
            assert asked(address, "GET", "/media/x?size=0", **other)[0] == 404
            assert asked(address, "GET", "/media/x?size=0", Cookie="")[0] == 404
            assert asked(address, "GET", "/")[2] == b"page"


def test_where_all_rooms_have_a_page_the_next_reader_is_told() -> None:
    """In his language, and let in once somebody has left; who has a room keeps it."""
    other = {**new_browser(), "Accept": "text/html"}
    other["Accept-Language"] = "zh-CN,zh;q=0.9"
    with front(Seen(), most=1) as (address, house):
        with opened(address):
            status, headers, said = asked(address, "GET", "/", **other)
            assert (status, headers["retry-after"]) == (503, "60")
            assert "PLACEMENT_ROOMS" in said.decode()
            assert asked(address, "GET", "/", Accept="text/html")[0] == 200
            assert asked(address, "GET", "/")[0] == 200
            with (
                pytest.raises(InvalidStatus, match="503"),
                opened(address, Cookie=other["Cookie"]),
            ):
                pass
        while house.is_full_for("another"):
            pass
        assert asked(address, "GET", "/", **other)[0] == 200
        with opened(address, Cookie=other["Cookie"]) as page:
            page.send(b"here")
            assert page.recv() == b"here"

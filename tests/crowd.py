"""A person at a browser, without the browser: speaks to the app over its websocket as one does."""

import asyncio
import http.client
import time
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

ODDS = "Odds of payment"
LONGEST = 600.0
"""Seconds that a person waits for an answer."""


def book(number: int, accounts: int) -> tuple[str, str, bytes]:
    """Return a word of this book alone, its file's name and its content."""
    chance = np.random.default_rng(number)
    # Of letters: a long number in the name of a file may be somebody's, and is masked.
    word = "".join(chance.choice(list(ascii_uppercase), 12))
    balance = chance.integers(200, 9_000, accounts)
    age = chance.integers(1, 24, accounts)
    rows = (
        f"{word}-{i},telecom,{b},{m}" for i, (b, m) in enumerate(zip(balance, age, strict=True))
    )
    text = "account_id,sector,balance,months_past_due\n" + "\n".join(rows)
    return word, f"{word}.csv", text.encode()


@dataclass(kw_only=True)
class Person:
    """One client; `said` is all that it was sent in its last run."""

    url: str
    number: int
    accounts: int
    word: str = ""
    opened: float = 0.0
    moves: list[float] = field(default_factory=list)
    words: tuple[bytes, ...] = ()
    """Of all people; which of them it was ever sent is in `seen`."""

    seen: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    socket: ClientConnection | None = None
    session: str = ""
    page: str = ""
    sliders: dict[str, str] = field(default_factory=dict)
    uploaders: list[str] = field(default_factory=list)
    tiles: list[str] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> None:
        """Fetch a page, as the browser does first, and keep its cookies."""
        host = urlsplit(self.url)
        connection = http.client.HTTPConnection(host.hostname or "", host.port, timeout=LONGEST)
        connection.request("GET", path, headers={"Cookie": self.cookie, "Accept": "text/html"})
        answer = connection.getresponse()
        answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key.strip()] = rest.partition(";")[0]
        connection.close()

    def put(self, path: str, name: str, content: bytes) -> int:
        """Upload a file as the browser does; return the status."""
        host = urlsplit(self.url)
        border = "border-of-the-parts"
        head = (
            f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: text/csv\r\n\r\n"
        )
        body = head.encode() + content + f"\r\n--{border}--\r\n".encode()
        connection = http.client.HTTPConnection(host.hostname or "", host.port, timeout=LONGEST)
        headers = {
            "Cookie": self.cookie,
            "Content-Type": f"multipart/form-data; boundary={border}",
            "X-Xsrftoken": self.cookies.get("_streamlit_xsrf", ""),
            "Origin": self.url,
        }
        connection.request("PUT", path, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    @property
    def cookie(self) -> str:
        """The header that sends all cookies."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def run(self, states: list[Any] = (), *, name: str = "") -> None:  # type: ignore[assignment]
        """Run the page and take what is sent until its script rests."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string = "lang=en"
        state.page_name = name
        if not name:
            state.page_script_hash = self.page
        for each in states:
            state.widget_states.widgets.append(each)
        await self._say(message)
        await self._rest()

    async def _say(self, message: BackMsg) -> None:
        assert self.socket is not None
        await self.socket.send(message.SerializeToString())

    async def _rest(self) -> None:
        while True:
            said = await self._hear()
            if said.WhichOneof("type") == "script_finished" and said.script_finished != 2:
                return

    async def _hear(self) -> ForwardMsg:
        assert self.socket is not None
        raw = await asyncio.wait_for(self.socket.recv(), LONGEST)
        assert isinstance(raw, bytes)
        self.seen.update(word.decode() for word in self.words if word in raw)
        said = ForwardMsg.FromString(raw)
        kind = said.WhichOneof("type")
        if kind == "new_session":
            self.session = said.new_session.initialize.session_id or self.session
        elif kind == "navigation":
            self.page = said.navigation.page_script_hash
        if kind == "delta" and said.delta.WhichOneof("type") == "new_element":
            element = said.delta.new_element
            what = element.WhichOneof("type")
            if what == "slider":
                self.sliders[element.slider.label] = element.slider.id
            elif what == "file_uploader":
                self.uploaders.append(element.file_uploader.id)
            elif what == "metric":
                self.tiles.append(element.metric.body)
            elif what == "exception":
                self.errors.append(element.exception.message)
        return said

    async def come(self) -> None:
        """Open the app as a browser does, at no page yet."""
        for path in ("/", "/_stcore/health"):
            await asyncio.to_thread(self.get, path)
        host = urlsplit(self.url)
        self.socket = await connect(
            f"ws://{host.netloc}/_stcore/stream",
            origin=self.url,  # type: ignore[arg-type]
            subprotocols=["streamlit", self.cookies.get("_streamlit_xsrf", "none")],  # type: ignore[list-item]
            additional_headers={"Cookie": self.cookie},
            max_size=None,
            open_timeout=LONGEST,
            ping_timeout=None,
        )

    async def open_book(self, file: tuple[str, str, bytes] | None = None) -> None:
        """Come, upload the own file and have it open.

        Args:
            file: A word of the file, its name and its content; by default those of `book`.
        """
        begun = time.perf_counter()
        self.word, name, content = file or book(self.number, self.accounts)
        await self.come()
        await self.run(name="book")
        ask = BackMsg()
        ask.file_urls_request.request_id = "1"
        ask.file_urls_request.file_names.append(name)
        ask.file_urls_request.session_id = self.session
        await self._say(ask)
        while (said := await self._hear()).WhichOneof("type") != "file_urls_response":
            pass
        urls = said.file_urls_response.file_urls[0]
        status = await asyncio.to_thread(self.put, urls.upload_url, name, content)
        if status >= 300:
            self.errors.append(f"upload: {status}")
        state = BackMsg().rerun_script.widget_states.widgets.add()
        state.id = self.uploaders[0]
        file = state.file_uploader_state_value.uploaded_file_info.add()
        file.name, file.size, file.file_id = name, len(content), urls.file_id
        file.file_urls.CopyFrom(urls)
        await self.run([state])
        self.tiles = []
        await self.run(name="options")
        self.opened = time.perf_counter() - begun
        if self.word not in self.seen:
            self.errors.append("the own book is not open")

    async def move(self, value: float) -> None:
        """Move the odds and wait for the answer."""
        state = BackMsg().rerun_script.widget_states.widgets.add()
        state.id = next(id for label, id in self.sliders.items() if label.startswith(ODDS))
        state.double_array_value.data.append(value)
        before, self.tiles = self.tiles, []
        begun = time.perf_counter()
        await self.run([state])
        self.moves.append(time.perf_counter() - begun)
        if not self.tiles or self.tiles == before:
            self.errors.append("a move moved nothing")

    async def leave(self) -> None:
        """Close the tab, as a browser does: it says that it goes away."""
        if self.socket is not None:
            await self.socket.close(code=1001)

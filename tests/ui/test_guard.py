"""The guard at the door: whose request it lets through, and what every answer carries."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute

from placement.domain.errors import InputError
from placement.ui.guard import (
    Guard,
    allowed_origins,
    answer_failure,
    answers_to,
    is_closed,
    is_own,
    security_headers,
)
from tests.loops import run

PROJECT = Path(__file__).parents[2]
DESK = allowed_origins("https://desk.example.com, http://10.0.0.7:8080/")


def test_addresses_are_read() -> None:
    assert allowed_origins(" https://Desk.example.com,http://10.0.0.7:8080/ ,") == DESK
    assert len(DESK) == 2
    assert allowed_origins("") == frozenset()


@pytest.mark.parametrize("text", ["desk.example.com", "https://", "ftp://a", "https://a/b", "*"])
def test_what_is_no_address_is_refused(text) -> None:
    """A star too: everybody is nobody's choice."""
    with pytest.raises(InputError, match="PLACEMENT_ORIGINS"):
        allowed_origins(text)


def test_a_server_with_a_wrong_address_does_not_start() -> None:
    """It says why, where whoever starts it looks; what the server serves never comes up."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port=0"]
    environment = os.environ | {"PLACEMENT_ORIGINS": "desk.example.com"}
    done = subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode != 0
    assert "error: PLACEMENT_ORIGINS: an address is a scheme" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("host", "answered"),
    [
        ("127.0.0.1:8501", True),
        ("localhost", True),
        ("[::1]:8501", True),
        ("desk.example.com", True),
        ("DESK.example.com", True),
        ("10.0.0.7:8080", True),
        ("10.0.0.7:8501", False),
        ("desk.example.com:8443", False),
        ("desk.example.com.evil.example", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example:8501", False),
        ("", False),
    ],
)
def test_the_server_answers_to_its_own_names(host, answered) -> None:
    assert answers_to(host, DESK) is answered


@pytest.mark.parametrize(
    ("origin", "asked", "own"),
    [
        (None, "http://127.0.0.1:8501", True),
        ("http://127.0.0.1:8501", "http://127.0.0.1:8501", True),
        ("http://127.0.0.1:8502", "http://127.0.0.1:8501", False),
        ("http://localhost:8501", "http://127.0.0.1:8501", False),
        ("https://127.0.0.1:8501", "http://127.0.0.1:8501", False),
        ("null", "http://127.0.0.1:8501", False),
        ("", "http://127.0.0.1:8501", False),
        # A proxy has taken https off, and passes the name on.
        ("https://desk.example.com", "http://desk.example.com", True),
        ("http://desk.example.com", "https://desk.example.com", False),
        # Allowed, but it is not what was asked: Streamlit would look further.
        ("https://desk.example.com", "http://127.0.0.1:8501", False),
        ("https://evil.example", "http://desk.example.com", False),
    ],
)
def test_only_the_apps_own_page_asks(origin, asked, own) -> None:
    assert is_own(origin, asked, DESK) is own


@pytest.mark.parametrize("path", ["health", "host-config", "stream", "upload_file/a/b"])
def test_what_the_screens_need_is_open(path) -> None:
    assert not is_closed(f"/_stcore/{path}")
    assert not is_closed(f"/prefix/_stcore/{path}")


@pytest.mark.parametrize(
    "path",
    [
        *("metrics", "metrics/", "script-health-check", "agent/openapi.json", "agent/interact"),
        *("agent/mcp", "", "health/x", "healthy", "upload_file"),
    ],
)
def test_all_else_of_streamlits_own_is_closed(path) -> None:
    assert is_closed(f"/_stcore/{path}")
    assert is_closed(f"/prefix/_stcore/{path}")


def app() -> Starlette:
    """Return a small app behind the guard, whose path /bad has a mistake of our own."""

    async def good(request):
        # What an answer says of the same thing gives way.
        return PlainTextResponse("good", headers={"X-Frame-Options": "ALLOWALL"})

    async def bad(request):
        raise ZeroDivisionError

    async def stream(websocket):
        await websocket.accept()

    routes = [Route("/good", good), Route("/bad", bad), WebSocketRoute("/_stcore/stream", stream)]
    guard = [Middleware(Guard, origins=DESK)]
    return Starlette(
        routes=routes, middleware=guard, exception_handlers={Exception: answer_failure}
    )


def asked(app, path: str, headers: dict[str, str], *, kind: str = "http", denial: bool = True):
    """Return the messages an app sends for a request."""
    scope = {
        "type": kind,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "method": "GET",
        "scheme": "ws" if kind == "websocket" else "http",
        "root_path": "",
        "http_version": "1.1",
        "asgi": {"version": "3.0"},
        "headers": [(key.encode(), value.encode()) for key, value in headers.items()],
        "extensions": {"websocket.http.response": {}} if denial else {},
    }
    sent = []

    async def receive():
        connect = {"type": "websocket.connect"}
        return connect if kind == "websocket" else {"type": "http.request", "body": b""}

    async def send(message):
        sent.append(message)

    async def ask():
        await app(scope, receive, send)

    if path == "/bad":
        with pytest.raises(ZeroDivisionError):
            run(ask())
    else:
        run(ask())
    return sent


OWN = {"host": "127.0.0.1:8501"}


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/good", OWN, 200),
        ("/good", {**OWN, "origin": "http://127.0.0.1:8501"}, 200),
        ("/nothing", OWN, 404),
        ("/bad", OWN, 500),
        ("/good", {"host": "evil.example"}, 403),
        ("/good", {}, 403),
        ("/good", {**OWN, "origin": "http://127.0.0.1:9"}, 403),
        ("/_stcore/metrics", OWN, 404),
        ("/good", {**OWN, "content-length": str(10**10)}, 413),
        ("/good", {"host": "desk.example.com", "origin": "https://desk.example.com"}, 200),
    ],
)
def test_every_answer_has_the_headers_once(path, headers, status) -> None:
    """Good ones, refused ones, and those to our own mistakes."""
    start = asked(app(), path, headers)[0]
    assert start["status"] == status
    names = [key.decode() for key, _ in start["headers"]]
    for name, value in security_headers().items():
        assert names.count(name.lower()) == 1
        assert (name.lower().encode(), value.encode()) in start["headers"]


def test_a_websocket_of_a_foreign_page_is_refused() -> None:
    """With words where the server can, else closed; our own is accepted."""
    door = app()
    foreign = {**OWN, "origin": "https://evil.example"}
    path = "/_stcore/stream"
    assert asked(door, path, foreign, kind="websocket")[0]["status"] == 403
    closed = asked(door, path, foreign, kind="websocket", denial=False)
    assert closed == [{"type": "websocket.close", "code": 1008}]
    own = asked(door, path, {**OWN, "origin": "http://127.0.0.1:8501"}, kind="websocket")
    assert own[0]["type"] == "websocket.accept"


def test_a_refusal_says_what_to_do_in_the_readers_language() -> None:
    """And repeats nothing odd of what came."""
    door = app()
    english = asked(door, "/good", {"host": "desk<b>\x1b[2J"})[1]["body"].decode()
    assert "PLACEMENT_ORIGINS" in english
    assert "desk?b??[2J" in english
    chinese = asked(door, "/good", {"host": "desk", "accept-language": "zh-CN,zh;q=0.9"})
    assert "服务器" in chinese[1]["body"].decode()


def test_the_policy_allows_nothing_from_elsewhere() -> None:
    """No address and no scheme that leads outside; no eval; what stands in the page by digest."""
    policy = security_headers()["Content-Security-Policy"]
    parts = dict(part.split(" ", 1) for part in policy.split("; "))
    allowed = {value for values in parts.values() for value in values.split()}
    digests = {value for value in allowed if value.startswith("'sha256-")}
    assert allowed - digests == {
        *("'self'", "'none'", "'unsafe-inline'", "'wasm-unsafe-eval'", "data:", "blob:")
    }
    assert len(digests) == 1
    assert parts["default-src"] == parts["frame-ancestors"] == "'none'"
    assert "unsafe-inline" not in parts["script-src"]

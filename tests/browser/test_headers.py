"""The door of the real server: its headers, whom it refuses, and what it never looks up."""

import http.client
import http.server
import json
import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from placement.ui.guard import ORIGINS, security_headers
from tests.browser.chromium import PROJECT, Server, put_file, saved_table, served, wait_run
from tests.processes import tree

SMALL = "account,sector,balance,months_past_due\nA-1,telecom,900,5\nA-2,telecom,700,9\n"
SMALL += "A-1,telecom,900,5\n"  # Left out, so that there is a file of rows left out.
HOOK = """
import os, sys
out = os.open(os.environ["LOOKED_UP"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def note(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        if "127.0.0.1" not in repr(args) and "AF_UNIX" not in repr(args):
            os.write(out, f"{event} {args!r}\\n".encode())
sys.addaudithook(note)
"""


@pytest.fixture(scope="module")
def looked_up(tmp_path_factory) -> Path:
    """Return the file that names every other machine the server looks up or connects to."""
    return tmp_path_factory.mktemp("looked_up") / "addresses.txt"


@pytest.fixture(scope="module")
def watched(tmp_path_factory, looked_up) -> Iterator[Server]:
    """Serve the app with an eye on what it asks of other machines."""
    folder = tmp_path_factory.mktemp("watched")
    (folder / "sitecustomize.py").write_text(HOOK)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOOKED_UP", str(looked_up))
        patch.setenv("PYTHONPATH", str(folder))
        with served(folder) as running:
            yield running


def test_the_image_starts_without_asking_another_machine(tmp_path: Path) -> None:
    """Streamlit's welcome would ask one for this one's address, where it listens to all."""
    image = (PROJECT / "deploy" / "Dockerfile").read_text().replace("\\\n", "")
    (command,) = re.findall(r"^CMD (\[.*\])$", image, re.MULTILINE)
    settings = [word for word in json.loads(command) if word.startswith("--")]
    assert "--server.address=0.0.0.0" in settings
    (tmp_path / "sitecustomize.py").write_text(HOOK)
    seen = {"PYTHONPATH": str(tmp_path), "LOOKED_UP": str(tmp_path / "addresses.txt")}
    with served(
        tmp_path,
        settings=[word for word in settings if "port" not in word],
        environment={**seen, ORIGINS: "https://desk.example.com"},
    ) as running:
        assert ask(running, "/")[0] == 200
        # The welcome may come after the first answer.
        time.sleep(3.0)
    assert (tmp_path / "addresses.txt").read_text() == ""


def ask(server: Server, path: str, *, method: str = "GET", **headers: str):
    """Return status and headers of an answer; an underscore in a header's name is a dash."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=60)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=named)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders())


def shake_hands(server: Server, origin: str | None, *, host: str | None = None) -> str:
    """Return the first line the server answers to a websocket's request."""
    address = urlsplit(server.url)
    lines = ["GET /_stcore/stream HTTP/1.1", f"Host: {host or address.netloc}"]
    lines += ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"]
    lines += ["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]
    lines += [f"Origin: {origin}"] if origin is not None else []
    with socket.create_connection((address.hostname, address.port), timeout=60) as wire:
        wire.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return wire.recv(4096).decode("latin-1").splitlines()[0]


def missing(headers: dict[str, str]) -> list[str]:
    """Return the headers that an answer does not have as they should be."""
    small = {name.lower(): value for name, value in headers.items()}
    return [name for name, value in security_headers().items() if small.get(name.lower()) != value]


def test_every_kind_of_answer_has_the_headers(watched) -> None:
    """Pages, files, what is not there, what may not be asked, what is refused."""
    script = next((Path(__import__("streamlit").__file__).parent / "static/static/js").iterdir())
    for path, status in {
        "/": 200,
        "/options": 200,
        "/_stcore/health": 200,
        f"/static/js/{script.name}": 200,
        "/media/none.csv": 404,
        "/_stcore/metrics": 404,
        "//evil.example/x": 400,
    }.items():
        answered, headers = ask(watched, path)
        assert (path, answered, missing(headers)) == (path, status, [])
    for method, wishes, status in (
        ("DELETE", {}, 405),
        ("GET", {"Origin": "https://evil.example"}, 403),
        ("GET", {"Host": "evil.example"}, 403),
        ("PUT", {"Content_Length": str(10**10)}, 413),
    ):
        answered, headers = ask(watched, "/", method=method, **wishes)
        assert (method, answered, missing(headers)) == (method, status, [])


@pytest.mark.parametrize(
    "path",
    ["metrics", "script-health-check", "agent/openapi.json", "agent/interact", "agent/mcp"],
)
def test_what_only_operators_and_machines_want_is_closed(watched, path) -> None:
    for method in ("GET", "POST"):
        assert ask(watched, f"/_stcore/{path}", method=method)[0] == 404


def test_a_foreign_page_is_refused_and_nobody_is_asked(watched, looked_up) -> None:
    """Streamlit alone would ask another machine for this one's address, and takes any port."""
    port = urlsplit(watched.url).port
    own = f"http://127.0.0.1:{port}"
    before = looked_up.read_text() if looked_up.exists() else ""
    for origin in (
        "https://evil.example",
        f"http://evil.example:{port}",
        "http://127.0.0.1:1",
        f"http://localhost:{port}",
        f"https://127.0.0.1:{port}",
        "null",
    ):
        assert (origin, shake_hands(watched, origin)) == (origin, "HTTP/1.1 403 Forbidden")
    assert shake_hands(watched, "http://evil.example", host="evil.example").split()[1] == "403"
    assert shake_hands(watched, own).split()[1] == "101"
    assert (looked_up.read_text() if looked_up.exists() else "") == before == ""


def test_the_app_is_not_drawn_in_a_foreign_frame(watched, browser) -> None:
    """The browser itself refuses it."""
    page_of_another = f'<h1>Elsewhere</h1><iframe src="{watched.url}/"></iframe>'.encode()

    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page_of_another)

        def log_message(self, *args) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as elsewhere:
        threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
        context = browser.new_context()
        page = context.new_page()
        said = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"http://127.0.0.1:{elsewhere.server_port}/")
        page.get_by_role("heading", name="Elsewhere").wait_for()
        page.wait_for_timeout(2_000)
        inner = page.frames[1]
        assert inner.locator("#root").count() == 0
        assert any("frame" in line and watched.url in line for line in said), said
        context.close()
        elsewhere.shutdown()


def test_a_page_can_neither_load_nor_send_elsewhere(watched, browser) -> None:
    """Should a script ever get in: no eval, no lines of its own, no picture, no sending."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    sent, refused = [], []
    page.on("requestfinished", lambda request: sent.append(request.url))
    page.on("requestfailed", lambda request: refused.append((request.url, request.failure)))
    page.goto(watched.url)
    wait_run(page)
    broken = page.evaluate(
        """async () => {
            const broken = [];
            document.addEventListener("securitypolicyviolation",
                event => broken.push(event.effectiveDirective));
            // In a task of its own: what the test runs itself may do more than a page.
            const hostile = () => { try { window.eval("1") } catch { } };
            await new Promise(done => setTimeout(() => { hostile(); done() }));
            const script = document.createElement("script");
            script.textContent = "window.came_in = true";
            document.body.append(script);
            new Image().src = "http://192.0.2.1/x.png";
            await fetch("http://192.0.2.1/x", {mode: "no-cors"}).catch(() => null);
            const frame = document.createElement("iframe");
            frame.src = "http://192.0.2.1/";
            document.body.append(frame);
            await new Promise(done => setTimeout(done, 1000));
            return [broken.sort(), window.came_in === undefined];
        }"""
    )
    assert broken == [
        ["connect-src", "frame-src", "img-src", "script-src", "script-src-elem"],
        True,
    ]
    assert [url for url in sent if "192.0.2.1" in url] == []
    assert {why for url, why in refused if "192.0.2.1" in url} <= {"csp"}
    context.close()


def test_uploads_and_downloads_have_them_and_a_large_one_is_refused(watched, open_context) -> None:
    """More than is allowed: by its own word at once, else where the measure is full."""
    page = open_context(sample=None).new_page()
    answers = []
    page.on("response", lambda answer: answers.append((answer.request, answer.headers)))
    page.goto(f"{watched.url}/book")
    wait_run(page)
    uploader = page.get_by_test_id("stFileUploader").first.locator("input[type=file]")
    file = {"name": "small.csv", "mimeType": "text/csv", "buffer": SMALL.encode()}
    put_file(page, uploader, file)
    page.get_by_text("2 accounts").first.wait_for()
    assert b"duplicate" in saved_table(page, "rows_left_out", "csv")
    put = next(request for request, _ in answers if request.method == "PUT")
    media = [headers for request, headers in answers if "/media/" in request.url]
    assert media
    for headers in (*media, *(found for request, found in answers if request is put)):
        assert missing(headers) == []

    carried = put.all_headers()
    kept = {name: carried[name] for name in ("cookie", "x-xsrftoken", "content-type")}
    kept["origin"] = watched.url
    path = urlsplit(put.url).path
    assert large(watched, path, kept, chunked=False) == 413
    before = sum(map(peak, tree(watched.pid)))
    assert large(watched, path, kept, chunked=True) == 413
    assert sum(map(peak, tree(watched.pid))) - before < 60


def large(server: Server, path: str, headers: dict[str, str], *, chunked: bool) -> int:
    """Put 330 MB, or say so; return the status."""
    address = urlsplit(server.url)
    boundary = headers["content-type"].split("boundary=")[1]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\n'
    lines = [f"PUT {path} HTTP/1.1", f"Host: {address.netloc}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    size = 330 * 1024 * 1024
    lines.append("Transfer-Encoding: chunked" if chunked else f"Content-Length: {size}")
    with socket.create_connection((address.hostname, address.port), timeout=120) as wire:
        wire.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        if chunked:
            wire.sendall(f"{len(head):x}\r\n{head}\r\n".encode())
            block = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
            try:
                for _ in range(size // 0x100000):
                    wire.sendall(block)
            except OSError:
                # It does not wait for the rest; what it said is still there to read.
                pass
        return int(wire.recv(4096).split()[1])


def peak(pid: int) -> float:
    """Return the most memory a process has had, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise AssertionError(os.listdir(f"/proc/{pid}"))

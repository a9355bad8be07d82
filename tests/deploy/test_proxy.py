"""The proxy's own settings, before the real app: TLS, websockets, origins, headers."""

import re
import shutil
import socket
import socketserver
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser

from placement.ui.guard import ORIGINS, allowed_origins, security_headers
from tests.browser.chromium import PATIENCE, Server, chromium_path, listen, served, wait_run
from tests.ui.rooms.test_rooms import wait_until

FOLDER = Path(__file__).parents[2] / "deploy"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
"""Debian keeps it off a user's path."""


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def replaced(text: str, changes: dict[str, str]) -> str:
    """Return a text with each of these put in place, all of which must be there."""
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def proxied(tmp_path_factory) -> Iterator[tuple[int, int, Server]]:
    """Run nginx with the deployed settings before the app: gives its two ports and the app."""
    folder = tmp_path_factory.mktemp("proxy")
    tls, plain = free_port(), free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ORIGINS, f"https://localhost:{tls}")
        with served(folder) as app, proxy(folder, tls, plain, {"http://app:8501": app.url}):
            yield tls, plain, app


@contextmanager
def proxy(folder: Path, tls: int, plain: int, changes: dict[str, str]) -> Iterator[None]:
    """Run nginx inside the block, with the deployed settings but for ports, files and these."""
    if NGINX is None:
        pytest.skip("nginx is not installed; `make test` as root installs Debian's.")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(folder / "desk.key"), "-out", str(folder / "desk.crt")),
        ],
        check=True,
        capture_output=True,
    )
    settings = replaced(
        (FOLDER / "nginx.conf").read_text(),
        {
            **changes,
            "listen 443 ssl": f"listen 127.0.0.1:{tls} ssl",
            "listen 80": f"listen 127.0.0.1:{plain}",
            "/etc/nginx/tls": str(folder),
            "/run/nginx.pid": str(folder / "nginx.pid"),
            "/dev/stdout": str(folder / "access.log"),
        },
    )
    (folder / "nginx.conf").write_text(settings)
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    running = subprocess.Popen(
        [*command, "-g", "daemon off;"], stderr=(folder / "error.log").open("wb")
    )
    try:
        wait_for(tls)
        yield
    finally:
        running.terminate()
        running.wait(20)


def wait_for(port: int) -> None:
    """Wait until somebody listens."""
    until = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def said(port: int, *lines: str, tls: bool = True) -> str:
    """Return the beginning of an answer to a request of these lines."""
    with spoken(port, *lines, tls=tls) as answer:
        return answer


@contextmanager
def spoken(port: int, *lines: str, tls: bool = True) -> Iterator[str]:
    """Hold the connection of a request inside the block, with the beginning of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as wire:
        if tls:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            wire = context.wrap_socket(wire, server_hostname="localhost")
        with wire:
            wire.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
            got = b""
            while b"\r\n\r\n" not in got and (more := wire.recv(65_536)):
                got += more
            yield got.decode("latin-1").split("\r\n\r\n")[0]


def handshake(host: str, origin: str) -> tuple[str, ...]:
    """Return the lines of a websocket's request."""
    return (
        *("GET /_stcore/stream HTTP/1.1", f"Host: {host}", "Upgrade: websocket"),
        *("Connection: Upgrade", "Sec-WebSocket-Version: 13", f"Origin: {origin}"),
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    )


def counted(answer: str) -> dict[str, int]:
    """Return how often each header is in an answer."""
    names = [line.split(":")[0].lower() for line in answer.splitlines()[1:]]
    return {name: names.count(name) for name in names}


def test_a_websocket_passes_for_the_readers_address_alone(proxied) -> None:
    """As the browser writes it, name and port; the app behind would not tell them apart."""
    tls, _, _ = proxied
    own = f"localhost:{tls}"
    assert said(tls, *handshake(own, f"https://{own}")).split()[1] == "101"
    for host, origin in (
        (own, "https://evil.example"),
        (own, "https://localhost"),
        (own, f"https://localhost:{tls + 1}"),
        ("evil.example", "https://evil.example"),
    ):
        assert said(tls, *handshake(host, origin)).split()[1] == "403"


def test_one_address_has_so_many_pages_at_a_time(proxied) -> None:
    """Who would open more is told so; nothing else of his is, and what he closes he has again."""
    tls, _, _ = proxied
    own = f"localhost:{tls}"
    lines = handshake(own, f"https://{own}")
    with ExitStack() as held:
        answers = [held.enter_context(spoken(tls, *lines)).split()[1] for _ in range(52)]
        assert answers == [*["101"] * 50, "429", "429"]
        assert said(tls, "GET / HTTP/1.1", f"Host: {own}").split()[1] == "200"
    wait_until(lambda: said(tls, *lines).split()[1] == "101")


def test_headers_come_once_from_the_app_and_from_the_proxy_alone(proxied) -> None:
    """Both kinds of answer: a page, and one the app never saw."""
    tls, plain, _ = proxied
    page = said(tls, "GET / HTTP/1.1", f"Host: localhost:{tls}")
    assert page.split()[1] == "200"
    for name in (*security_headers(), "Strict-Transport-Security"):
        assert counted(page).get(name.lower()) == 1, name
    own = said(tls, "PUT / HTTP/1.1", f"Host: localhost:{tls}", f"Content-Length: {500 * 1024**2}")
    assert own.split()[1] == "413"
    for name in ("Strict-Transport-Security", "X-Frame-Options", "Content-Security-Policy"):
        assert counted(own).get(name.lower()) == 1, name
    moved = said(plain, "GET /options?x=1 HTTP/1.1", "Host: desk.example.com", tls=False)
    assert moved.split()[1] == "308"
    assert "Location: https://desk.example.com/options?x=1" in moved


@pytest.mark.flaky(reruns=1)
@pytest.mark.skipif(chromium_path() is None, reason="no Chromium: apt-get install chromium")
def test_a_reader_works_through_the_proxy(proxied, browser: Browser) -> None:
    """A page with its numbers, cookies that never go without TLS, and a quiet console."""
    tls, _, _ = proxied
    context = browser.new_context(ignore_https_errors=True, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    noise = listen(context)
    page = context.new_page()
    page.goto(f"https://localhost:{tls}/?sample=mixed_book.csv")
    wait_run(page)
    assert "5,000 accounts" in page.locator(".st-key-book_line").inner_text()
    cookies = context.cookies()
    assert {cookie["name"] for cookie in cookies} >= {"__Host-placement_desk", "_streamlit_xsrf"}
    assert all(cookie["secure"] for cookie in cookies)
    assert noise.errors == []
    context.close()


class Named(socketserver.UDPServer):
    """A name server that has one address for every name."""

    address = "127.0.0.1"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answered)


class Answered(socketserver.BaseRequestHandler):
    """An answer of it, which holds for no time."""

    server: Named

    def handle(self) -> None:
        asked, wire = self.request
        question = asked[12 : asked.index(b"\0", 12) + 5]
        record = b"\xc0\x0c\0\x01\0\x01\0\0\0\0\0\x04" + socket.inet_aton(self.server.address)
        head = asked[:2] + b"\x81\x80\0\x01\0\x01\0\0\0\0"
        wire.sendto(head + question + record, self.client_address)


def test_an_app_that_comes_back_at_another_address_is_found(tmp_path: Path) -> None:
    """Containers get a new one when they start again; the proxy goes on as it is."""
    tls, plain, port = free_port(), free_port(), free_port()
    with ExitStack() as running:
        names = running.enter_context(Named())
        servers: list[socketserver.BaseServer] = [names]
        for number in (1, 2):
            app = HTTPServer((f"127.0.0.{number}", port), told(f"app {number}"))
            servers.append(running.enter_context(app))
        for server in servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            running.callback(server.shutdown)
        resolver = f"resolver 127.0.0.1:{names.server_address[1]} valid=1s ipv6=off;"
        changes = {"app:8501": f"app:{port}", "include /run/resolver[.]conf;": resolver}
        running.enter_context(proxy(tmp_path, tls, plain, changes))
        assert "X-App: app 1" in said(tls, "GET / HTTP/1.1", "Host: localhost")
        names.address = "127.0.0.2"
        wait_until(lambda: "X-App: app 2" in said(tls, "GET / HTTP/1.1", "Host: localhost"))


def told(name: str) -> type[BaseHTTPRequestHandler]:
    """Return a handler that answers with its name."""

    class Told(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("X-App", name)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Told


def test_the_composition_tells_the_proxy_whom_to_ask(tmp_path: Path) -> None:
    """By the first name server of the container that has an address of four numbers."""
    shell, option, script = composition()["services"]["proxy"]["command"]
    (tmp_path / "resolv.conf").write_text(
        "search lan\nnameserver fe80::1\nnameserver 127.0.0.11\nnameserver 10.0.0.1\n"
    )
    here = replaced(
        script,
        {
            "/etc/resolv.conf": str(tmp_path / "resolv.conf"),
            "/run/resolver.conf": str(tmp_path / "resolver.conf"),
            "exec nginx -g 'daemon off;'": "exit 7",
        },
    )
    assert subprocess.run([shell, option, here], check=False).returncode == 7
    written = (tmp_path / "resolver.conf").read_text()
    assert written == "resolver 127.0.0.11 valid=5s ipv6=off;\n"


def composition() -> dict:
    """Return the composition as it would be read."""
    return yaml.safe_load((FOLDER / "compose.yaml").read_text())


def test_only_the_proxy_can_be_reached_and_reaches_out() -> None:
    """The app's and the database's networks lead nowhere else."""
    services, networks = composition()["services"], composition()["networks"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    for name in ("app", "database"):
        assert all(networks[net]["internal"] for net in services[name]["networks"])
    assert set(services["proxy"]["networks"]) & set(services["app"]["networks"])
    assert set(services["app"]["networks"]) & set(services["database"]["networks"])
    assert not set(services["proxy"]["networks"]) & set(services["database"]["networks"])


def test_the_app_is_nobody_and_writes_nowhere() -> None:
    """Read-only, no rights, not root; what it is made of is locked."""
    app = composition()["services"]["app"]
    assert app["read_only"]
    assert app["cap_drop"] == ["ALL"]
    image = (FOLDER / "Dockerfile").read_text()
    assert re.search(r"^USER 10001:10001$", image, re.MULTILINE)
    assert "--require-hashes -r requirements.lock" in image
    assert "HEALTHCHECK" in image
    root = FOLDER.parent
    for line in image.splitlines():
        if line.startswith("COPY") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (root / source).exists(), source
                ignored = (FOLDER / "Dockerfile.dockerignore").read_text().splitlines()
                assert f"!{source}" in ignored, source


def test_what_is_not_said_stops_the_start() -> None:
    """No password and no address by default."""
    text = (FOLDER / "compose.yaml").read_text()
    needed = {name for name, _ in re.findall(r"\$\{(\w+)(:\?)", text)}
    assert needed == {ORIGINS, "DATABASE_PASSWORD"}
    assert not re.search(r"\$\{\w+(?!\w*:\?)[^}]*\}", text)
    example = re.search(r"such as (https://\S+)\}", text)
    assert example
    assert allowed_origins(example[1])

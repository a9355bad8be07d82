"""A PostgreSQL server for the tests: a real one, on loopback, in a folder that goes afterwards."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

STARTS_WITHIN = 60
"""Seconds that a busy machine may take to start a server."""


def programs() -> Path | None:
    """Return the folder of the newest server that is installed; Debian keeps it off the path."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: int(folder.parent.name) if folder.parent.name.isdigit() else 0,
    )
    if found := [folder for folder in folders if (folder / "initdb").exists()]:
        return found[-1]
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def server(bin: Path) -> Iterator[str]:
    """Run a server; gives the address up to the name of a database.

    Args:
        bin: Folder of its programs.
    """
    user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="placement-postgresql-"))
    if user:
        shutil.chown(folder, user)
    run_as = {"user": user, "extra_groups": []} if user else {}
    port = _free_port()
    data = folder / "data"
    try:
        subprocess.run(
            [bin / "initdb", "-D", data, "-A", "trust", "-U", "desk", "--no-sync", "-E", "UTF8"],
            check=True,
            capture_output=True,
            cwd=folder,
            **run_as,
        )
        running = subprocess.Popen(
            [
                *(bin / "postgres", "-D", data, "-p", str(port)),
                *("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="),
                # The folder goes afterwards; a machine that fails in between fails the tests too.
                *("-c", "fsync=off"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=(folder / "log").open("wb"),
            cwd=folder,
            **run_as,
        )
        try:
            address = f"postgresql+psycopg://desk@127.0.0.1:{port}/"
            _wait_for(address, running)
            yield address
        finally:
            # At once: nobody reads this folder again.
            running.send_signal(signal.SIGQUIT)
            running.wait(STARTS_WITHIN)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(address: str) -> str:
    """Return the address of a new empty database on a server."""
    name = f"desk_{time.monotonic_ns()}"
    engine = create_engine(address + "postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return address + name


def _unprivileged() -> str | None:
    """Return whom the server runs as; it refuses root."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, running: "subprocess.Popen[bytes]") -> None:
    engine = create_engine(address + "postgres")
    deadline = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            engine.connect().close()
            break
        except OperationalError:
            if running.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
    engine.dispose()

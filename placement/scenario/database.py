"""The database: SQLite by default, another by its address; brought up to date when opened."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect, make_url, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import (
    ArgumentError,
    NoSuchModuleError,
    SQLAlchemyError,
)

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.scenario.failures import ADDRESS, StoreError, failure, said

if TYPE_CHECKING:
    from sqlalchemy import URL

MIGRATIONS = Path(__file__).with_name("migrations")

HEAD = "0005"
"""The newest migration; a database that has it is opened without loading Alembic."""

WAITS = 5
"""Seconds that a connection, and a writer behind another, is waited for."""

_WRITES = "placement_writes"

_LONGEST = 80
"""Letters of an address that a message repeats."""

_UPGRADE_LOCK = 7_165_302
"""Number under which programs that open the same PostgreSQL database upgrade it in turn."""


def open_engine(address: str | None = None) -> Engine:
    """Return the database at an address, brought up to date.

    Args:
        address: By default that of the environment, else a SQLite file in the user's own folder.

    Raises:
        InputError: It cannot be reached, may not be written, or is of a newer program.
    """
    named = address or os.environ.get(ADDRESS) or _own_file()
    try:
        url = make_url(named)
        engine = create_engine(url, pool_pre_ping=True, connect_args=_connect_args(url))
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _sqlite_is_safe)
            event.listen(engine, "begin", _sqlite_begins)
            same = _SameFile()
            event.listen(engine, "connect", same.note)
            event.listen(engine, "do_connect", same.check)
            event.listen(engine, "checkout", same.check)
        elif engine.dialect.name == "postgresql":
            event.listen(engine, "connect", _postgresql_does_not_wait)
        else:
            raise InputError(
                t(
                    "{variable} must be the address of an SQLite or a PostgreSQL database; got "
                    "one of {kind}. Correct it.",
                    variable=ADDRESS,
                    kind=engine.dialect.name,
                )
            )
        upgrade(engine)
    except (ArgumentError, NoSuchModuleError):
        raise InputError(
            t(
                "{variable} must be the address of a database, with what kind it is before its "
                "name: {file} for a file, {server} for a server; got {address!r}. Correct it.",
                variable=ADDRESS,
                file="sqlite:////srv/desk.sqlite",
                server="postgresql+psycopg://USER@HOST/NAME",
                address=_without_password(str(named)),
            )
        ) from None
    except (SQLAlchemyError, ImportError) as error:
        raise failure(error) from error
    return engine


def _without_password(address: str) -> str:
    """Return an address, however it is written, without what a password may stand in."""
    return re.sub(r"(?<=://).*(?=@)", "***", address)[:_LONGEST]


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that writes; it is whole when the block ends, or nothing happened.

    Raises:
        StoreError: The database failed.
    """
    with said():
        connection = engine.connect().execution_options(**{_WRITES: True})
        with connection, connection.begin():
            yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that reads.

    Raises:
        StoreError: The database failed.
    """
    with said(), engine.connect() as connection:
        yield connection


def put(connection: Connection, table: Table, row: Mapping[str, object]) -> None:
    """Write a row in place of the one with its key, if there is one.

    In one statement, since two writers that each delete and insert would meet in between.
    """
    insert = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
    keys = [column.name for column in table.primary_key]
    statement = insert(table).values(**row)
    others = {name: statement.excluded[name] for name in row if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=others))


def put_new(connection: Connection, table: Table, row: Mapping[str, object]) -> bool:
    """Write a row unless there is one with its key; return whether it was written."""
    insert = postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
    keys = list(table.primary_key)
    statement = insert(table).values(**row).on_conflict_do_nothing(index_elements=keys)
    return connection.execute(statement.returning(*keys)).one_or_none() is not None


def upgrade(engine: Engine) -> None:
    """Bring a database up to date in one transaction, so that a killed upgrade did nothing.

    Raises:
        InputError: It was made by a newer program.
    """
    if _revision(engine) == HEAD:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    # Alembic reads % as the start of a name.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})"))
        found = _revision_in(connection)
        if found is not None and found not in known:
            raise InputError(
                t(
                    "The database was made by a newer program: it is at {found}, and this program "
                    "knows {known}. Use the newer program, or name another database in "
                    "{variable}.",
                    found=found,
                    known=HEAD,
                    variable=ADDRESS,
                )
            )
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise failure(error) from error


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return _revision_in(connection)


def _revision_in(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if found is None else str(found)


def _own_file() -> str:
    folder = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    file = folder / "placement-desk" / "desk.sqlite"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise failure(error) from error
    return f"sqlite:///{file}"


def _connect_args(url: "URL") -> dict[str, object]:
    if url.get_backend_name() == "postgresql" and "connect_timeout" not in url.query:
        return {"connect_timeout": WAITS}
    return {}


def _sqlite_is_safe(connection: object, _record: object) -> None:
    # Transactions are begun by us: the driver would leave changes of tables outside of them.
    connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = connection.cursor()  # type: ignore[attr-defined]
    # Before the others, which may have to wait themselves.
    cursor.execute(f"PRAGMA busy_timeout={WAITS * 1000}")
    cursor.execute("PRAGMA foreign_keys=ON")
    # A save is confirmed when it is on the disk, also if the power fails.
    cursor.execute("PRAGMA synchronous=FULL")
    if not cursor.execute("PRAGMA query_only").fetchone()[0]:
        _read_beside_a_writer(cursor)
    cursor.close()


class _SameFile:
    """Sees that the file of an engine stays the one it was when first opened.

    One that was deleted takes what is written into it, and nobody finds it again; the log of one
    that was exchanged would be read into the other.
    """

    def __init__(self) -> None:
        self._file, self._which = Path(), (0, 0)

    def note(self, connection: object, _record: object) -> None:
        """Note the file of the first connection; one in memory has none."""
        named = connection.execute("PRAGMA database_list").fetchone()[2]  # type: ignore[attr-defined]
        if named and self._file == Path():
            self._file, self._which = Path(named), _which(Path(named))

    def check(self, *_: object) -> None:
        """Raise a `StoreError` where it is another file by now, or none."""
        if self._file != Path() and _which(self._file) != self._which:
            raise StoreError(
                t(
                    "The file with what you keep, {file}, was moved, deleted or exchanged. Nothing "
                    "was saved, and what you have open stays open. Put it back, or stop the "
                    "program and start it again with the other one.",
                    file=str(self._file),
                )
            )


def _which(file: Path) -> tuple[int, int]:
    """Return what tells a file from another of its name; (0, 0) where there is none."""
    try:
        found = file.stat()
    except OSError:
        return 0, 0
    return found.st_dev, found.st_ino


def _read_beside_a_writer(cursor: object) -> None:
    import sqlite3

    try:
        # Readers go on while one writes, and a writer waits for another instead of failing.
        cursor.execute("PRAGMA journal_mode=WAL")  # type: ignore[attr-defined]
    except sqlite3.OperationalError as error:
        # A database that may only be read keeps the mode it has.
        if "readonly" not in str(error):
            raise


def _sqlite_begins(connection: Connection) -> None:
    # A writer takes its turn at once: one that has read first would fail instead of waiting.
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql_does_not_wait(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute(f"SET lock_timeout = '{WAITS}s'")
    cursor.close()
    connection.commit()  # type: ignore[attr-defined]

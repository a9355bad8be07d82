"""The database is brought up to date whole or not at all, and its failures are said."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections import deque
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from placement.domain.errors import InputError
from placement.scenario import database
from placement.scenario.codec import ScenarioFile
from placement.scenario.failures import StoreError
from placement.scenario.scenario import Scenario
from placement.scenario.store import Store, headings_key, open_store
from placement.scenario.tables import METADATA
from placement.tape.saved import SavedMapping, save_mapping
from tests.scenario.test_kept import NOW

FILE = ScenarioFile(scenario=Scenario(), name="a")
HEADINGS = ("a", "b")
MAPPING = SavedMapping(columns={"balance": "a"})


def made_by_an_earlier_program(address: str) -> None:
    """Make the table as the first release did, without a version, with one row."""
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(
            text(
                "CREATE TABLE mappings (headings VARCHAR(32) NOT NULL PRIMARY KEY, "
                "name VARCHAR(200) NOT NULL, kept_on DATE NOT NULL, mapping TEXT NOT NULL)"
            )
        )
        connection.execute(
            text("INSERT INTO mappings VALUES (:headings, 'old.csv', '2026-10-01', :mapping)"),
            {"headings": headings_key(HEADINGS), "mapping": save_mapping(MAPPING)},
        )
    engine.dispose()


def old_row_of(store: Store) -> SavedMapping | None:
    kept = store.mapping_for(HEADINGS)
    return kept and kept.mapping


def test_rows_of_an_earlier_program_stay(address: str) -> None:
    made_by_an_earlier_program(address)
    store = open_store(address)
    assert old_row_of(store) == MAPPING
    store.scenarios.save(FILE, at=NOW)
    assert len(open_store(address).scenarios.list()) == 1


def test_the_newest_migration_is_the_one_that_is_looked_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [database.HEAD]


def test_migrations_make_what_the_program_uses(store: Store) -> None:
    """Alembic itself finds no difference between the tables made and those declared."""
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, METADATA) == []


def test_a_database_of_a_newer_program_is_left_alone(address: str) -> None:
    store = open_store(address)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(InputError, match="newer program: it is at 9999"):
        open_store(address)


KILLED_UPGRADE = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from placement.scenario.store import open_store

after = int(sys.argv[2])
seen = 0

@event.listens_for(Engine, "before_cursor_execute")
def count(conn, cursor, statement, parameters, context, executemany):
    global seen
    seen += 1
    if seen > after:
        os.kill(os.getpid(), signal.SIGKILL)

open_store(sys.argv[1])
"""


def test_an_upgrade_killed_half_way_did_nothing(address: str) -> None:
    """Killed before each of its statements in turn; the next opening does it whole."""
    made_by_an_earlier_program(address)
    killed = 0
    for after in range(1, 200, 4):
        done = subprocess.run(
            [sys.executable, "-c", KILLED_UPGRADE, address, str(after)],
            check=False,
            capture_output=True,
        )
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()
        killed += 1
        engine = create_engine(address)
        with engine.connect() as connection:
            assert connection.execute(text("SELECT name FROM mappings")).all() == [("old.csv",)]
            assert not database.inspect(connection).has_table("scenarios")
        engine.dispose()
    assert killed >= 3
    assert old_row_of(open_store(address)) == MAPPING


def test_openers_at_once_upgrade_in_turn(address: str) -> None:
    made_by_an_earlier_program(address)
    code = "import sys; from placement.scenario.store import open_store; open_store(sys.argv[1])"
    opening = [
        subprocess.Popen([sys.executable, "-c", code, address], stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    assert [(one.communicate()[1], one.returncode) for one in opening] == [(b"", 0)] * 3
    assert old_row_of(open_store(address)) == MAPPING


@pytest.fixture
def file(tmp_path: Path) -> Path:
    open_store(f"sqlite:///{tmp_path / 'desk.sqlite'}").scenarios.save(FILE, at=NOW)
    return tmp_path / "desk.sqlite"


def test_a_save_waits_for_the_disk(file: Path) -> None:
    """WAL and FULL: what was confirmed is on the disk."""
    store = open_store(f"sqlite:///{file}")
    with store.engine.connect() as connection:
        for name, value in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)):
            found = connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            assert found == value, name


def test_a_database_that_may_only_be_read_is_read(file: Path) -> None:
    store = open_store(f"sqlite:///file:{file}?mode=ro&uri=true")
    (kept,) = store.scenarios.list()
    assert store.scenarios.load(kept.id).scenario == FILE.scenario
    with pytest.raises(StoreError, match=r"may only be read.*stays open"):
        store.scenarios.save(FILE, at=NOW)


def test_a_full_database_loses_nothing(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    before = store.scenarios.list()
    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    long = ScenarioFile(scenario=Scenario(), note="x" * 4_000)
    saves = (store.scenarios.save(long, at=NOW) for _ in range(100))
    with pytest.raises(StoreError, match=r"no room left.*stays open"):
        deque(saves, maxlen=0)
    again = open_store(f"sqlite:///{file}").scenarios
    assert {saved.id for saved in before} <= {saved.id for saved in again.list()}
    assert all(again.load(saved.id) for saved in again.list())


def test_a_locked_database_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WAITS", 0)
    store = open_store(f"sqlite:///{file}")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="Another program holds the database"):
        store.scenarios.save(FILE, at=NOW)
    assert len(store.scenarios.list()) == 1
    other.execute("ROLLBACK")
    store.scenarios.save(FILE, at=NOW)


def test_a_locked_postgresql_is_said(
    postgresql_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests import postgresql

    monkeypatch.setattr(database, "WAITS", 1)
    address = postgresql.new_database(postgresql_server)
    store, other = open_store(address), create_engine(address)
    with other.begin() as connection:
        connection.execute(text("LOCK TABLE scenarios IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(StoreError, match="Another program holds the database"):
            store.scenarios.save(FILE, at=NOW)
    store.scenarios.save(FILE, at=NOW)


def test_a_server_that_goes_and_comes_back_is_said_and_used_again(postgresql_server: str) -> None:
    """All its sessions are ended at once; the next call opens a new one."""
    from tests import postgresql

    address = postgresql.new_database(postgresql_server)
    store = open_store(address)
    kept = store.scenarios.save(FILE, at=NOW)
    other = create_engine(address)
    with other.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert store.scenarios.load(kept.id).scenario == FILE.scenario


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "desk.sqlite").write_bytes(b"account,balance\n" * 100)
    with pytest.raises(StoreError, match="not a database"):
        open_store(f"sqlite:///{tmp_path / 'desk.sqlite'}")


def test_another_kind_of_database_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="PLACEMENT_STORE"):
        open_store("mysql://desk@127.0.0.1/desk")


@pytest.mark.parametrize("address", ["/srv/desk.sqlite", "desk.db", "foo://desk:secret@here/x"])
def test_an_address_without_its_kind_is_told_how_to_be_written(address: str) -> None:
    """In our words, not those of the library that reads addresses; a password is not repeated."""
    with pytest.raises(InputError) as caught:
        open_store(address)
    said = str(caught.value)
    assert said.startswith("PLACEMENT_STORE must be the address of a database")
    assert "sqlite:////srv/desk.sqlite for a file" in said
    assert "SQLAlchemy" not in said
    assert "secret" not in said


def test_a_file_that_is_gone_is_said(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    store.engine.dispose()
    os.rename(file.parent, file.parent.with_name("elsewhere"))
    with pytest.raises(StoreError, match=r"moved, deleted or exchanged.*stays open"):
        store.scenarios.save(FILE, at=NOW)


def test_nothing_is_saved_into_a_file_that_was_deleted(file: Path) -> None:
    """And once it is back, all that was in it is there."""
    store = open_store(f"sqlite:///{file}")
    kept = store.scenarios.save(FILE, at=NOW)
    away = file.with_name("away.sqlite")
    file.rename(away)
    for _ in range(2):
        with pytest.raises(StoreError, match=r"moved, deleted or exchanged.*stays open"):
            store.scenarios.save(FILE, at=NOW)
    assert not file.exists()
    away.rename(file)
    store.scenarios.save(FILE, at=NOW)
    assert kept.id in {saved.id for saved in store.scenarios.list()}
    assert len(store.scenarios.list()) == 3


def test_another_file_in_its_place_is_left_alone(file: Path, tmp_path: Path) -> None:
    """The log of the one would be read into the other."""
    store = open_store(f"sqlite:///{file}")
    (only,) = store.scenarios.list()
    copy = open_store(f"sqlite:///{tmp_path / 'other.sqlite'}")
    copy.engine.dispose()
    away = file.rename(tmp_path / "away.sqlite")
    (tmp_path / "other.sqlite").rename(file)
    for act in (store.scenarios.list, lambda: store.scenarios.save(FILE, at=NOW)):
        with pytest.raises(StoreError, match="exchanged"):
            act()
    file.unlink()
    away.rename(file)
    assert [saved.id for saved in store.scenarios.list()] == [only.id]

"""A backup is one only when it was brought back: the commands of docs/deployment.md, run."""

import os
import re
import subprocess
import sys
from pathlib import Path

from sqlalchemy import MetaData, create_engine, make_url, select, text

from placement.scenario.store import Store, open_store
from placement.scenario.works import keep_work, kept_work, work_text
from tests import postgresql
from tests.scenario.test_kept import FILE, NOW, taxed
from tests.scenario.test_store import HEADINGS, MAPPING
from tests.scenario.test_works import TODAY, WORK

PAGE = Path(__file__).parents[2] / "docs" / "deployment.md"
BROWSER = "one"


def commands(about: str) -> str:
    """Return the commands of the page that stand below a line which begins so."""
    found = re.search(
        rf"^{re.escape(about)}.*?\n+```sh\n(.*?)```", PAGE.read_text("utf-8"), re.M | re.S
    )
    assert found, about
    return found[1].replace(".venv/bin/python", sys.executable)


def run(about: str, folder: Path, environment: dict[str, str]) -> None:
    """Run the commands in a folder; whatever fails, fails the test."""
    done = subprocess.run(
        ["sh", "-euc", commands(about)],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def filled(address: str) -> tuple[str, str]:
    """Keep one of everything; return a scenario's id and the word of a link to it."""
    store = open_store(address)
    kept = store.scenarios.save(FILE, at=NOW)
    store.scenarios.save(taxed(0.2), at=NOW, id=kept.id, expected_revision=1)
    word = store.links.make(kept.id, 1, at=NOW)
    store.keep_mapping(HEADINGS, MAPPING, name="十月.xlsx", on=TODAY)
    keep_work(store, BROWSER, work_text(WORK), on=TODAY)
    store.engine.dispose()
    return kept.id, word


def rows(address: str) -> dict[str, list[str]]:
    """Return every row of every table."""
    engine = create_engine(address)
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        found = {
            name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for name, table in tables.tables.items()
        }
    engine.dispose()
    return found


def check(address: str, before: dict[str, list[str]], id: str, word: str) -> None:
    """Hold what was brought back against what was there: in rows, and as a user finds it."""
    assert rows(address) == before
    store: Store = open_store(address)
    assert [saved.revision for saved in store.scenarios.history(id)] == [2, 1]
    assert store.scenarios.load(id).file.scenario == taxed(0.2).scenario
    assert store.links.follow(word).file.scenario == FILE.scenario
    mapping = store.mapping_for(HEADINGS)
    assert mapping is not None
    assert mapping.mapping == MAPPING
    assert kept_work(store, BROWSER) == WORK
    # It goes on from there.
    store.scenarios.save(taxed(0.3), at=NOW, id=id, expected_revision=2)
    store.engine.dispose()


def test_postgresql_comes_back(postgresql_server, tmp_path) -> None:
    """Saved, the database dropped, brought back into an empty one."""
    programs = postgresql.programs()
    assert programs is not None
    address = postgresql.new_database(postgresql_server)
    id, word = filled(address)
    before = rows(address)
    assert sum(map(len, before.values())) >= 6
    plain = address.replace("+psycopg", "")
    environment = {"DATABASE": plain, "PATH": f"{programs}:{os.environ['PATH']}"}
    run("Save a PostgreSQL database", tmp_path, environment)

    engine = create_engine(postgresql_server + "postgres", isolation_level="AUTOCOMMIT")
    name = make_url(address).database
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    assert rows(address) == {}
    run("Bring it back into an empty one", tmp_path, environment)
    check(address, before, id, word)


def test_sqlite_comes_back(tmp_path) -> None:
    """Saved while somebody has it open, lost, brought back."""
    file = tmp_path / "desk.sqlite"
    address = f"sqlite:///{file}"
    id, word = filled(address)
    before = rows(address)
    reader = open_store(address)
    with reader.engine.connect() as open_one:
        open_one.execute(text("SELECT 1"))
        run("Save an SQLite file", tmp_path, {"FILE": str(file)})
    reader.engine.dispose()
    # What came after the backup is lost with the file.
    later = open_store(address)
    later.scenarios.save(FILE, at=NOW)
    later.engine.dispose()
    assert rows(address) != before
    file.write_bytes(b"scratched")
    run("Bring it back with", tmp_path, {"FILE": str(file)})
    check(address, before, id, word)

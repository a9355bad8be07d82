"""The databases that the tests of the store run on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from placement.scenario.store import Store, open_store
from tests import postgresql


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Run a PostgreSQL server; gives the address up to the name of a database."""
    found = postgresql.programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed; `make test` as root installs Debian's.")
    with postgresql.server(found) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a new database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'desk.sqlite'}"
    return postgresql.new_database(request.getfixturevalue("postgresql_server"))


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """Return a new store of each kind."""
    opened = open_store(address)
    yield opened
    opened.engine.dispose()

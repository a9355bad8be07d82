"""What an older program kept is still there after the upgrade: in the workspace local."""

import datetime as dt

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from placement.domain.access import Rights
from placement.scenario import database
from placement.scenario.book_reference import BookReference
from placement.scenario.codec import ScenarioFile, scenario_file_text
from placement.scenario.links import _key
from placement.scenario.scenario import Scenario
from placement.scenario.store import headings_key, open_store
from placement.tape.saved import SavedMapping, save_mapping

WORD = "A" * 23
MAPPING = SavedMapping(columns={"balance": "a"})
BOOK = BookReference(name="b.csv", digest="d", accounts=1, total=1.0)
NOW = "2026-10-01 09:00:00"


def made_by_the_program_before(address: str) -> None:
    """Make a database at the version before workspaces, with a row of each kind."""
    engine = create_engine(address)
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        content = scenario_file_text(ScenarioFile(scenario=Scenario(), name="Old"))
        for statement, values in (
            ("INSERT INTO scenarios VALUES ('abc', 1, NULL, NULL)", {}),
            (
                f"INSERT INTO scenario_revisions VALUES ('abc', 1, 'Old', 'Li', '', '{NOW}', :c)",
                {"c": content},
            ),
            (f"INSERT INTO links VALUES (:k, 'abc', 1, '{NOW}', NULL)", {"k": _key(WORD)}),
            (
                "INSERT INTO mappings VALUES (:h, 'old.csv', '2026-10-01', :m)",
                {"h": headings_key(("a",)), "m": save_mapping(MAPPING)},
            ),
            (f"INSERT INTO books VALUES ('d', 'b.csv', '{NOW}', :c)", {"c": b"bytes"}),
            ("INSERT INTO works VALUES ('someone', '2026-10-01', '{}')", {}),
        ):
            connection.execute(text(statement), values)
    engine.dispose()


def test_what_was_kept_is_in_the_workspace_local(address: str) -> None:
    made_by_the_program_before(address)
    store = open_store(address)
    assert [saved.name for saved in store.scenarios.list()] == ["Old"]
    assert store.links.follow(WORD).id == "abc"
    kept = store.mapping_for(("a",))
    assert kept is not None
    assert kept.mapping == MAPPING
    book = store.books.find(BOOK)
    assert book is not None
    assert (book.content, book.kept_at) == (b"bytes", dt.datetime.fromisoformat(NOW))
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM works")).scalar_one() == 1

    other = store.under(Rights(workspace="firm"))
    assert other.scenarios.list() == []
    assert other.mapping_for(("a",)) is None
    assert other.books.find(BOOK) is None
    store.engine.dispose()

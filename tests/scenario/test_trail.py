"""The trail holds on to itself: what is changed, taken out, moved or cut off is found."""

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256

import pytest
from sqlalchemy import text

from placement.domain.access import Action, Refused, Rights, Role
from placement.scenario import trail as trails
from placement.scenario.codec import ScenarioFile
from placement.scenario.failures import StoreError
from placement.scenario.scenario import Scenario
from placement.scenario.store import Store
from placement.scenario.trail import KEY, Checked, trail_rows

AT = dt.datetime(2026, 11, 30, 9, 0, 0, 123456, tzinfo=dt.UTC)
ADMIN = Rights(workspace="firm", role=Role.ADMIN, member="a", actor="li@firm.example", at=AT)
COUNT = 6


@pytest.fixture
def firm(store: Store) -> Store:
    """Return a store with a trail of six entries, and another workspace's beside it."""
    mine = store.under(ADMIN)
    for number in range(COUNT):
        mine.trail.note("downloaded", Action.DOWNLOAD, file=f"张三 {number}.csv", rows=number)
    other = Rights(workspace="other", member="b", actor="b", at=AT)
    store.under(other).trail.note("downloaded", Action.DOWNLOAD, file="x")
    return mine


def test_a_trail_holds(firm: Store) -> None:
    found = firm.trail.check()
    assert (found.count, found.faults) == (COUNT, ())
    assert firm.trail.check(head=found.head).faults == ()
    assert [entry.number for entry in firm.trail.entries()] == list(range(COUNT, 0, -1))


def test_an_entry_can_be_checked_without_us(firm: Store) -> None:
    """As the page on access says: SHA-256 of JSON with sorted names and no blanks."""
    before = "0" * 64
    for row in json.loads(json.dumps(trail_rows(firm.trail.every()))):
        plain = {name: row[name] for name in row if name not in ("hash", "mac")}
        whole = json.dumps(plain, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        assert row["before"] == before
        before = row["hash"]
        assert sha256(whole.encode()).hexdigest() == before
    assert json.loads(row["detail"])["file"] == f"张三 {COUNT - 1}.csv"


FORGERIES = {
    "another actor": "UPDATE trail SET actor = 'x' WHERE number = 3 AND workspace = 'firm'",
    "another kind": "UPDATE trail SET what = 'saved' WHERE number = 1 AND workspace = 'firm'",
    "another time": "UPDATE trail SET at = '2026' WHERE number = 6 AND workspace = 'firm'",
    "a blank in the detail": (
        "UPDATE trail SET detail = detail || ' ' WHERE number = 2 AND workspace = 'firm'"
    ),
    "one taken out": "DELETE FROM trail WHERE number = 4 AND workspace = 'firm'",
    "the first taken out": "DELETE FROM trail WHERE number = 1 AND workspace = 'firm'",
    "the end cut off": "DELETE FROM trail WHERE number > 4 AND workspace = 'firm'",
    "all taken out": "DELETE FROM trail WHERE workspace = 'firm'",
    "one from another workspace": (
        "UPDATE trail SET workspace = 'firm', number = 7 WHERE workspace = 'other'"
    ),
    "no head": "DELETE FROM trail_heads WHERE workspace = 'firm'",
    "another head": "UPDATE trail_heads SET number = 5 WHERE workspace = 'firm'",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_is_found(firm: Store, forgery: str) -> None:
    with firm.engine.begin() as connection:
        assert connection.execute(text(FORGERIES[forgery])).rowcount >= 1
    assert firm.trail.check().faults


def test_two_that_change_places_are_found(firm: Store) -> None:
    with firm.engine.begin() as connection:
        for old, new in ((2, 99), (3, 2), (99, 3)):
            connection.execute(
                text("UPDATE trail SET number = :new WHERE number = :old AND workspace = 'firm'"),
                {"old": old, "new": new},
            )
    assert firm.trail.check().faults


@pytest.mark.parametrize("number", [1, 3, COUNT])
def test_an_entry_written_anew_with_its_own_hash_is_found(firm: Store, number: int) -> None:
    """Whoever knows how it is hashed can do that; the one behind it, or the head, knows better."""
    entry = replace(firm.trail.every()[number - 1], actor="nobody@firm.example")
    made = trails._hash(trails._plain(entry))
    with firm.engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE trail SET actor = :actor, hash = :made "
                "WHERE number = :number AND workspace = 'firm'"
            ),
            {"actor": entry.actor, "made": made, "number": number},
        )
    (fault,) = firm.trail.check().faults
    assert fault.startswith("The head is" if number == COUNT else f"Entry {number + 1} does not")


def anew(store: Store, keep: int) -> Checked:
    """Cut a trail off and write its end and its head anew, as who has the database can."""
    with store.engine.begin() as connection:
        connection.execute(
            text("DELETE FROM trail WHERE workspace = 'firm' AND number > :keep"), {"keep": keep}
        )
        last = connection.execute(
            text("SELECT hash FROM trail WHERE workspace = 'firm' AND number = :keep"),
            {"keep": keep},
        ).scalar_one()
        connection.execute(
            text("UPDATE trail_heads SET number = :keep, hash = :last WHERE workspace = 'firm'"),
            {"keep": keep, "last": last},
        )
    return store.trail.check()


def test_what_only_a_head_written_down_elsewhere_shows(firm: Store) -> None:
    """Said in the docs: without it, a trail cut off together with its head looks whole."""
    noted = firm.trail.check().head
    assert anew(firm, 3).faults == ()
    assert firm.trail.check(head=noted).faults
    for number in range(3):
        firm.trail.note("downloaded", Action.DOWNLOAD, file=f"other {number}")
    assert firm.trail.check().count == COUNT
    assert firm.trail.check(head=noted).faults


def test_with_a_key_nobody_writes_an_entry_who_has_not_got_it(
    firm: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, "of the desk")
    firm.trail.note("saved", Action.SAVE)
    assert firm.trail.check().faults == ()
    monkeypatch.delenv(KEY)
    firm.trail.note("downloaded", Action.DOWNLOAD)
    assert firm.trail.check().faults == ()
    monkeypatch.setenv(KEY, "of the desk")
    assert firm.trail.check().faults == (f"Entry {COUNT + 2} was not written with the key.",)
    monkeypatch.setenv(KEY, "another")
    assert len(firm.trail.check().faults) == 2


def test_what_is_recorded_happens_with_it_or_not_at_all(
    firm: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A save whose entry cannot be written is no save."""

    def broken(*_args: object, **_more: object) -> None:
        raise StoreError("no room")

    monkeypatch.setattr(trails, "append", broken)
    with pytest.raises(StoreError):
        firm.scenarios.save(ScenarioFile(scenario=Scenario(), name="a"), at=AT)
    monkeypatch.undo()
    assert firm.scenarios.list() == []
    kept = firm.scenarios.save(ScenarioFile(scenario=Scenario(), name="a"), at=AT)
    last = firm.trail.entries()[0]
    assert (last.what, json.loads(last.detail)["id"]) == ("saved", kept.id)


def test_a_refusal_is_recorded_and_notes_nothing_else(firm: Store) -> None:
    viewer = firm.under(Rights(workspace="firm", role=Role.VIEWER, actor="vi", at=AT))
    with pytest.raises(Refused):
        viewer.trail.note("numbers changed", Action.CHANGE)
    viewer.trail.note_refused("change")
    last = firm.trail.entries()[0]
    assert (last.actor, last.what, last.number) == ("vi", "refused", COUNT + 1)


WRITER = """
import datetime as dt, sys
from placement.domain.access import Action, Rights
from placement.scenario.store import open_store
at = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)
store = open_store(sys.argv[1], Rights(workspace="firm", actor=sys.argv[2], at=at))
for number in range(int(sys.argv[3])):
    store.trail.note("downloaded", Action.DOWNLOAD, number=number)
"""


def test_writers_at_once_do_not_fork_it(address: str, store: Store) -> None:
    """Three processes and four threads of one: every entry follows one other."""
    each, processes, threads = 12, 3, 4
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, address, f"p{number}", str(each)])
        for number in range(processes)
    ]

    def write(number: int) -> None:
        mine = store.under(Rights(workspace="firm", actor=f"t{number}", at=AT))
        for _ in range(each):
            mine.trail.note("downloaded", Action.DOWNLOAD)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(write, range(threads)))
    assert [process.wait(120) for process in running] == [0] * processes
    found = store.under(ADMIN).trail.check()
    assert (found.count, found.faults) == (each * (processes + threads), ())


def test_a_long_or_odd_text_is_kept_short(firm: Store) -> None:
    firm.trail.note("file brought", Action.UPLOAD, name="x" * 9000 + "\0", size=3)
    assert len(json.loads(firm.trail.entries()[0].detail)["name"]) == trails.LONGEST
    assert firm.trail.check().faults == ()


@pytest.fixture
def each_role() -> Callable[[Role], Rights]:
    return lambda role: Rights(workspace="firm", role=role, actor="x", at=AT)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_only_an_administrator_reads_it(
    firm: Store, each_role: Callable[[Role], Rights], role: Role
) -> None:
    mine = firm.under(each_role(role)).trail
    for act in (mine.entries, mine.every, mine.check):
        with pytest.raises(Refused):
            act()

"""What each role may do, tried: every method of the store and every page, as every role."""

import datetime as dt
import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from placement.domain.access import PAGES, Refused, Rights, Role, may
from placement.scenario.book_reference import BookReference
from placement.scenario.books import Books
from placement.scenario.codec import ScenarioFile
from placement.scenario.kept import Scenarios
from placement.scenario.links import Links
from placement.scenario.members import Members
from placement.scenario.scenario import Scenario
from placement.scenario.store import Store, open_store
from placement.scenario.trail import Trail
from placement.tape.saved import SavedMapping

AT = dt.datetime(2026, 11, 30, 9, 0, tzinfo=dt.UTC)
FILE = ScenarioFile(scenario=Scenario(), name="Autumn")
BOOK = BookReference(name="book.csv", digest="d", accounts=3, total=9.0)
MAPPING = SavedMapping(columns={"balance": "a"})

ALLOWED, REFUSED = "yes", "refused"


@dataclass(frozen=True)
class Desk:
    """A store of somebody with what an administrator made in it."""

    store: Store
    id: str
    word: str
    key: str


Call = Callable[[Desk], object]

CALLS: Mapping[str, Call] = {
    "Scenarios.list": lambda on: on.store.scenarios.list(),
    "Scenarios.load": lambda on: on.store.scenarios.load(on.id),
    "Scenarios.history": lambda on: on.store.scenarios.history(on.id),
    "Scenarios.parent": lambda on: on.store.scenarios.parent(on.id),
    "Scenarios.kept_in": lambda on: _kept_in(on),
    "Scenarios.save": lambda on: on.store.scenarios.save(FILE, at=AT),
    "Scenarios.branch": lambda on: on.store.scenarios.branch(FILE, at=AT, id=on.id, revision=1),
    "Scenarios.forget": lambda on: on.store.scenarios.forget(on.id),
    "Links.make": lambda on: on.store.links.make(on.id, 1, at=AT),
    "Links.follow": lambda on: on.store.links.follow(on.word),
    "Links.open_shared": lambda on: on.store.links.open_shared(on.key),
    "Links.shared_with_us": lambda on: on.store.links.shared_with_us(),
    "Links.of": lambda on: on.store.links.of(on.id),
    "Links.every": lambda on: on.store.links.every(),
    "Links.revoke": lambda on: on.store.links.revoke(_own_link(on), at=AT),
    "Links.revoke_key": lambda on: on.store.links.revoke_key(on.key, at=AT),
    "Books.keep": lambda on: on.store.books.keep(BOOK, b"x", at=AT),
    "Books.find": lambda on: on.store.books.find(BOOK),
    "Books.forget": lambda on: on.store.books.forget(BOOK),
    "Store.keep_mapping": lambda on: on.store.keep_mapping(("a",), MAPPING, name="a", on=AT.date()),
    "Store.mapping_for": lambda on: on.store.mapping_for(("a",)),
    "Store.forget_mapping": lambda on: on.store.forget_mapping(("a",)),
    "Members.list": lambda on: on.store.members.list(),
    "Members.add": lambda on: on.store.members.add("new@firm.example", Role.VIEWER, at=AT),
    "Members.change": lambda on: on.store.members.change("one@firm.example", Role.ANALYST),
    "Members.remove": lambda on: on.store.members.remove("one@firm.example"),
    "Trail.entries": lambda on: on.store.trail.entries(),
    "Trail.every": lambda on: on.store.trail.every(),
    "Trail.check": lambda on: on.store.trail.check(),
}
"""A call of each method; a test holds that none is missing."""

EVERYBODY = {
    "Store.under": "gives the database to somebody else: the gate alone calls it",
    "Trail.note": "asks for the action that it is called with",
    "Trail.note_refused": "records that something was refused",
}
"""Methods that ask no role of their own, and why."""

OF_OTHERS = "Links.revoke_key"
"""Takes back a link that the administrator made; `Links.revoke` one's own."""


def methods() -> set[str]:
    """Return every public method of the store."""
    return {
        f"{kind.__name__}.{name}"
        for kind in (Store, Scenarios, Links, Books, Members, Trail)
        for name, _ in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_")
    }


def tried(address: str) -> dict[str, dict[Role, str]]:
    """Return how every call ended for every role, each on a store as an administrator left it.

    Args:
        address: Of a new database.
    """
    admin = Rights(workspace="firm", role=Role.ADMIN, member="a", actor="admin", at=AT)
    store = open_store(address, admin)
    store.members.add("boss@firm.example", Role.ADMIN, at=AT)
    found: dict[str, dict[Role, str]] = {}
    for name, call in CALLS.items():
        for role in Role:
            kept = store.scenarios.save(FILE, at=AT)
            word = store.links.make(kept.id, 1, at=AT)
            (link,) = store.links.of(kept.id)
            store.books.keep(BOOK, b"x", at=AT)
            _anew(store)
            rights = replace(admin, role=role, member=role.value, actor=role.value)
            desk = Desk(store.under(rights), kept.id, word, link.key)
            found.setdefault(name, {})[role] = _outcome(call, desk)
    store.engine.dispose()
    return found


def pages() -> dict[str, dict[Role, str]]:
    """Return for every page whom it is there for."""
    return {
        page: {role: ALLOWED if may(role, action) else REFUSED for role in Role}
        for page, action in PAGES.items()
    }


def screen_acts(folder: Path) -> set[str]:
    """Return the acts of the screen that ask for an action, by the word the trail has for them."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        found |= set(re.findall(r"passes\(\s*\"([^\"]+)\"", path.read_text(encoding="utf-8")))
        found |= set(re.findall(r"note\(\"([^\"]+)\"", path.read_text(encoding="utf-8")))
    return found


def _outcome(call: Call, desk: Desk) -> str:
    try:
        call(desk)
    except Refused:
        return REFUSED
    except Exception as error:
        # Another workspace's or another member's: the method was let through, the row was not.
        return f"no row: {type(error).__name__}"
    return ALLOWED


def _anew(store: Store) -> None:
    listed = {member.mail: member for member in store.members.list()}
    if "one@firm.example" not in listed or not listed["one@firm.example"].active:
        store.members.add("one@firm.example", Role.VIEWER, at=AT)
    if "new@firm.example" in listed and listed["new@firm.example"].active:
        store.members.remove("new@firm.example")


def _own_link(desk: Desk) -> str:
    return desk.store.links.make(desk.id, 1, at=AT)


def _kept_in(desk: Desk) -> object:
    with desk.store.engine.connect() as connection:
        return desk.store.scenarios.kept_in(connection, desk.id, 1)

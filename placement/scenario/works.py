"""A browser's work in the database: what a user set and which book it was for, no account of it.

The database knows a browser by a fingerprint of its name, so that reading the database does not
let anybody pass for it.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import delete, select

from placement.domain.errors import InputError
from placement.scenario.book_reference import BookReference
from placement.scenario.codec import read_scenario, scenario_text
from placement.scenario.database import put, reading, writing
from placement.scenario.scenario import Scenario
from placement.scenario.store import Store
from placement.scenario.tables import WORKS

VERSION = 1

MOST_STEPS = 20
"""Earlier scenarios that are kept for undo, and later ones for redo."""


@dataclass(frozen=True, kw_only=True)
class OpenBook:
    """The book that a work is about, and how its file was read, to read it so again."""

    reference: BookReference
    currency: str
    is_sample: bool = False
    key: str = ""
    """Under which the checked book is held in memory."""

    file: str = ""
    """Fingerprint of the file's bytes."""

    reading: str = ""
    """What the user chose for the file, as `save_mapping` writes it."""

    chosen_day: dt.date | None = None
    """The cut-off date that the user chose, if any."""

    @property
    def name(self) -> str:
        """File name as the user knows it."""
        return self.reference.name


@dataclass(frozen=True, kw_only=True)
class KeptWork:
    """What a user set, and for which book."""

    scenario: Scenario = field(default_factory=Scenario)
    past: tuple[Scenario, ...] = ()
    future: tuple[Scenario, ...] = ()
    book: OpenBook | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    """Choices that have a text form of their own, such as the language."""

    settings: Mapping[str, float | int | bool | str] = field(default_factory=dict)
    """Numbers and choices typed into pages, by the key of their widget."""


def fingerprint(browser: str) -> str:
    """Return what the database knows a browser by."""
    return blake2b(browser.encode(), digest_size=16).hexdigest()


def work_text(work: KeptWork) -> str:
    """Return a work as JSON text."""
    plain: dict[str, Any] = {
        "version": VERSION,
        "scenario": _text(work.scenario),
        "past": [_text(each) for each in work.past[-MOST_STEPS:]],
        "future": [_text(each) for each in work.future[-MOST_STEPS:]],
        "book": None if work.book is None else _plain_book(work.book),
        "texts": dict(work.texts),
        "settings": dict(work.settings),
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def work_of(text: str) -> KeptWork | None:
    """Return the work in a text; None for one of a later version, or damaged.

    A scenario that the library no longer takes is left out, and the rest is kept.
    """
    try:
        plain = json.loads(text)
        if plain["version"] > VERSION:
            return None
        return KeptWork(
            scenario=_scenario(plain["scenario"]) or Scenario(),
            past=tuple(filter(None, map(_scenario, plain["past"]))),
            future=tuple(filter(None, map(_scenario, plain["future"]))),
            book=None if plain["book"] is None else _book(plain["book"]),
            texts=plain["texts"],
            settings=plain["settings"],
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def keep_work(store: Store, browser: str, text: str, *, on: dt.date) -> None:
    """Keep a work in place of the browser's earlier one.

    Raises:
        InputError: The database cannot be written.
    """
    with writing(store.engine) as connection:
        put(connection, WORKS, {"browser": browser, "used_on": on, "work": text})


def kept_work(store: Store, browser: str) -> KeptWork | None:
    """Return what a browser worked on; None where nothing is known.

    Raises:
        InputError: The database cannot be read.
    """
    with reading(store.engine) as connection:
        text = connection.execute(
            select(WORKS.c.work).where(WORKS.c.browser == browser)
        ).scalar_one_or_none()
    return None if text is None else work_of(text)


def forget_work(store: Store, browser: str) -> None:
    """Forget a browser's work.

    Raises:
        InputError: The database cannot be written.
    """
    _delete(store, WORKS.c.browser == browser)


def forget_unused(store: Store, *, before: dt.date) -> None:
    """Forget every work that was last used before a day.

    Raises:
        InputError: The database cannot be written.
    """
    _delete(store, WORKS.c.used_on < before)


def _delete(store: Store, which: Any) -> None:
    with writing(store.engine) as connection:
        connection.execute(delete(WORKS).where(which))


# A work is written after each change, and all but one of its scenarios are the same again.
@lru_cache(maxsize=256)
def _text(scenario: Scenario) -> str:
    return scenario_text(scenario)


def _scenario(text: str) -> Scenario | None:
    try:
        return read_scenario(text)
    except InputError:
        return None


def _plain_book(book: OpenBook) -> dict[str, Any]:
    plain = asdict(book)
    # Memory does not outlive the server, nor does the key to it.
    del plain["key"]
    plain["reference"]["as_of"] = _plain_day(book.reference.as_of)
    plain["chosen_day"] = _plain_day(book.chosen_day)
    return plain


def _book(plain: dict[str, Any]) -> OpenBook:
    reference = plain["reference"]
    return OpenBook(
        **{
            **plain,
            "reference": BookReference(**{**reference, "as_of": _day(reference["as_of"])}),
            "chosen_day": _day(plain["chosen_day"]),
        }
    )


def _plain_day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)

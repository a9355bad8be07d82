"""A browser's work in the database: what a user set and which book it was for, no account of it.

The database knows a browser by a fingerprint of its name, so that reading the database does not
let anybody pass for it. What is read there is read with suspicion: an older version may have
written it, or somebody by hand. What is whole in it holds, and the rest is named.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from math import isfinite
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


LARGEST = 2**53
"""Whole numbers up to it are told apart by a float; a page takes no larger ones."""

Cell = None | bool | int | float | str
"""What a list has in a row under a heading."""

WHOLE, SCENARIO, STEPS, BOOK = "work", "scenario", "steps", "book"
"""What `KeptWork.left_out` calls parts of a work; a list or a setting goes by its key."""


@dataclass(frozen=True, kw_only=True)
class KeptList:
    """A list that a user typed, pasted or uploaded, such as lots; it has no accounts."""

    name: str = ""
    """What it is called, such as its file."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()

    behind: "KeptList | None" = None
    """What its rows stand for, such as the segments of a lot; None where they say all."""

    @property
    def cells(self) -> int:
        """Return how many cells it has, with what is behind it."""
        behind = self.behind.cells if self.behind else 0
        return len(self.columns) * len(self.rows) + behind


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

    lists: Mapping[str, KeptList] = field(default_factory=dict)
    """Lists by the key under which the session has them."""

    left_out: tuple[str, ...] = field(default=(), compare=False)
    """What of a work that was read could not be used."""


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
        "lists": {key: asdict(each) for key, each in work.lists.items()},
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def work_of(text: str) -> KeptWork:
    """Return the work in a text, empty for one of a later version.

    What of it is damaged, or not taken by the library any more, is left out and named.
    """
    try:
        plain = _object(json.loads(text))
    except (ValueError, RecursionError):
        plain = {}
    version = plain.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version > VERSION:
        return KeptWork(left_out=(WHOLE,))
    out: list[str] = []
    scenario = _scenario(plain.get("scenario"))
    if scenario is None:
        out.append(SCENARIO)
    past, future = (_steps(plain.get(name), out) for name in ("past", "future"))
    return KeptWork(
        scenario=scenario or Scenario(),
        past=past,
        future=future,
        book=_book(plain.get("book"), out),
        texts=_entries(plain.get("texts"), _is_text, out),
        settings=_entries(plain.get("settings"), _is_setting, out),
        lists={
            key: found
            for key, each in _object(plain.get("lists")).items()
            if (found := _list(key, each, out)) is not None
        },
        left_out=tuple(dict.fromkeys(out)),
    )


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


def _scenario(text: object) -> Scenario | None:
    if not isinstance(text, str):
        return None
    try:
        return read_scenario(text)
    except InputError:
        return None


def _steps(plain: object, out: list[str]) -> tuple[Scenario, ...]:
    texts = plain if isinstance(plain, list) else []
    found = [step for text in texts[-MOST_STEPS:] if (step := _scenario(text)) is not None]
    if len(found) < len(texts[-MOST_STEPS:]) or not isinstance(plain, list):
        out.append(STEPS)
    return tuple(found)


def _object(plain: object) -> dict[str, Any]:
    return plain if isinstance(plain, dict) else {}


def _entries(plain: object, fits: Callable[[object], bool], out: list[str]) -> dict[str, Any]:
    found = _object(plain)
    out.extend(key for key, value in found.items() if not fits(value))
    return {key: value for key, value in found.items() if fits(value)}


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_setting(value: object) -> bool:
    return value is not None and _is_cell(value)


def _is_cell(value: object) -> bool:
    # JSON as Python reads it has NaN, Infinity and whole numbers that no float can hold.
    if isinstance(value, int):
        return abs(value) <= LARGEST
    return value is None or isinstance(value, str) or _is_finite(value)


def _is_finite(value: object) -> bool:
    return isinstance(value, float) and isfinite(value)


def _list(key: str, plain: object, out: list[str]) -> KeptList | None:
    found = _object(plain)
    name, columns, rows, behind = (
        found.get(part) for part in ("name", "columns", "rows", "behind")
    )
    if not (
        isinstance(name, str)
        and isinstance(columns, list)
        and all(map(_is_text, columns))
        and isinstance(rows, list)
        and all(
            isinstance(row, list) and len(row) == len(columns) and all(map(_is_cell, row))
            for row in rows
        )
    ):
        out.append(key)
        return None
    return KeptList(
        name=name,
        columns=tuple(columns),
        rows=tuple(map(tuple, rows)),
        behind=None if behind is None else _list(key, behind, out),
    )


def _plain_book(book: OpenBook) -> dict[str, Any]:
    plain = asdict(book)
    # Memory does not outlive the server, nor does the key to it.
    del plain["key"]
    plain["reference"]["as_of"] = _plain_day(book.reference.as_of)
    plain["chosen_day"] = _plain_day(book.chosen_day)
    return plain


def _book(plain: object, out: list[str]) -> OpenBook | None:
    if plain is None:
        return None
    found = _object(plain)
    reference = _object(found.get("reference"))
    try:
        book = OpenBook(
            **{
                **found,
                "reference": BookReference(**{**reference, "as_of": _day(reference["as_of"])}),
                "chosen_day": _day(found["chosen_day"]),
            }
        )
    except (ValueError, KeyError, TypeError):
        book = None
    if book is None or not _is_book(book):
        out.append(BOOK)
        return None
    return book


def _is_book(book: OpenBook) -> bool:
    reference = book.reference
    texts = (book.currency, book.file, book.reading, reference.name, reference.digest)
    return (
        all(map(_is_text, texts))
        and isinstance(book.is_sample, bool)
        and isinstance(reference.accounts, int)
        and (isinstance(reference.total, int) or _is_finite(reference.total))
    )


def _plain_day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)

"""The trail of a workspace: who did what, each entry holding on to the one before.

An entry has the hash of itself and of the one before; the head, kept in a table of its own, has
the number and the hash of the last. So an entry that was changed, taken out, put in or moved is
found, and so is one cut off at the end, unless all after it and the head were written anew as
well. Against that there is the key, which is not in the database, and the head as somebody wrote
it down elsewhere.
"""

import datetime as dt
import hmac
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from placement.domain.access import Action, Rights
from placement.domain.text import t
from placement.scenario.database import put_new, reading, writing
from placement.scenario.tables import MEMBERS, TRAIL, TRAIL_HEADS

KEY = "PLACEMENT_AUDIT_KEY"
"""Environment variable with a secret; with it, nobody writes an entry anew who has not got it."""

START = "0" * 64
"""What stands in the place of the hash before the first entry."""

MOST_LISTED = 5_000
"""Entries that a page shows; the newest. Files and checks have all."""

LONGEST = 300
"""Characters of a text in an entry, such as a file's name; the rest of it is cut off."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that was done, or refused."""

    workspace: str
    number: int
    at: str
    actor: str
    what: str
    detail: str
    """JSON, to the letter as it was hashed."""
    before: str
    hash: str
    mac: str | None = None


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a check of a trail found."""

    count: int
    head: str
    """Number and hash of the last entry: written down elsewhere, it shows later what was cut."""

    faults: Sequence[str] = field(default_factory=tuple)
    """What does not hold, a line each; nothing where all does."""


def record(connection: Connection, rights: Rights, what: str, **detail: object) -> None:
    """Write an entry inside the transaction of what it is about: both happen, or neither.

    Args:
        connection: Of a transaction that writes; the last thing in it, as others wait behind.
        rights: In whose name; with no time nothing is recorded.
        what: The kind of entry.
        **detail: What else there is to say: numbers and short texts.
    """
    if rights.at is None:
        return
    append(connection, rights.workspace, at=rights.at, actor=rights.actor, what=what, detail=detail)


def append(
    connection: Connection,
    workspace: str,
    *,
    at: dt.datetime,
    actor: str,
    what: str,
    detail: Mapping[str, object],
) -> None:
    """Write an entry behind the last; writers of one workspace go one after the other.

    Args:
        connection: Of a transaction that writes.
        workspace: Whose trail.
        at: The moment, with its zone.
        actor: Who.
        what: The kind of entry.
        detail: Numbers and short texts.
    """
    number, before = _head_for_writing(connection, workspace)
    plain = {
        "workspace": workspace,
        "number": number + 1,
        "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "actor": _short(actor)[:255],
        "what": what[:40],
        "detail": json.dumps(
            {name: _short(value) for name, value in detail.items()},
            ensure_ascii=True,
            sort_keys=True,
            separators=(",", ":"),
        ),
        "before": before,
    }
    made = _hash(plain)
    connection.execute(insert(TRAIL).values(**plain, hash=made, mac=_mac(made)))
    connection.execute(
        update(TRAIL_HEADS)
        .where(TRAIL_HEADS.c.workspace == workspace)
        .values(number=number + 1, hash=made)
    )


@dataclass(frozen=True)
class Trail:
    """The trail of the workspace of whoever asks."""

    engine: Engine
    rights: Rights

    def note(self, what: str, action: Action, **detail: object) -> None:
        """Record something that changes nothing in the database, such as a download.

        Args:
            what: The kind of entry.
            action: What is done, which the role must allow.
            **detail: Numbers and short texts.

        Raises:
            Refused: The role may not do it.
            StoreError: It cannot be written; then it must not be done.
        """
        self.rights.require(action)
        if self.rights.at is None:
            return
        with writing(self.engine) as connection:
            record(connection, self.rights, what, **detail)

    def note_refused(self, action: str) -> None:
        """Record that somebody was refused; everybody may be."""
        if self.rights.at is None:
            return
        with writing(self.engine) as connection:
            record(connection, self.rights, "refused", action=action, role=str(self.rights.role))

    def entries(self) -> Sequence[Entry]:
        """Return the newest entries, the last first."""
        self.rights.require(Action.AUDIT)
        wanted = (
            select(TRAIL)
            .where(TRAIL.c.workspace == self.rights.workspace)
            .order_by(TRAIL.c.number.desc())
            .limit(MOST_LISTED)
        )
        with reading(self.engine) as connection:
            return [_entry(row) for row in connection.execute(wanted)]

    def every(self) -> Sequence[Entry]:
        """Return all entries, the first first."""
        self.rights.require(Action.AUDIT)
        with reading(self.engine) as connection:
            return list(_rows(connection, self.rights.workspace))

    def check(self, *, head: str = "") -> Checked:
        """Return whether the trail is as it was written.

        Args:
            head: As an earlier check gave it and somebody wrote it down; "" for none.
        """
        self.rights.require(Action.AUDIT)
        name = self.rights.workspace
        with reading(self.engine) as connection:
            entries = list(_rows(connection, name))
            kept = connection.execute(
                select(TRAIL_HEADS).where(TRAIL_HEADS.c.workspace == name)
            ).one_or_none()
            has_members = connection.execute(
                select(MEMBERS.c.id).where(MEMBERS.c.workspace == name).limit(1)
            ).first()
        faults = list(_faults(entries, (kept.number, kept.hash) if kept else None, head))
        if has_members and not entries:
            # Whoever was let in was recorded.
            faults.append(t("There are members and no entries: the trail was emptied."))
        last = f"{entries[-1].number}:{entries[-1].hash}" if entries else ""
        return Checked(count=len(entries), head=last, faults=tuple(faults))


def _faults(entries: Sequence[Entry], kept: tuple[int, str] | None, noted: str) -> Iterator[str]:
    before, keyed = START, False
    for place, entry in enumerate(entries, start=1):
        if entry.number != place:
            yield t("Entry {number} stands in place {place}.", number=entry.number, place=place)
        if entry.before != before:
            yield t("Entry {number} does not follow the one before it.", number=entry.number)
        if entry.hash != _hash(_plain(entry)):
            yield t("Entry {number} was changed.", number=entry.number)
        if _is_keyed():
            keyed = keyed or entry.mac is not None
            if keyed and not hmac.compare_digest(entry.mac or "", _mac(entry.hash) or ""):
                yield t("Entry {number} was not written with the key.", number=entry.number)
        before = entry.hash
    last = (entries[-1].number, entries[-1].hash) if entries else (0, START)
    if kept is not None and kept != last:
        yield t("The head is at entry {kept}, the last entry is {last}: the end was cut off or "
                "written anew.", kept=kept[0], last=last[0])  # fmt: skip
    if kept is None and entries:
        yield t("There are entries and no head.")
    if noted and noted not in {f"{entry.number}:{entry.hash}" for entry in entries}:
        yield t("The head that was written down, {head}, is not in the trail.", head=noted[:80])


def _head_for_writing(connection: Connection, workspace: str) -> tuple[int, str]:
    """Return the head and keep other writers from it until the transaction ends."""
    put_new(connection, TRAIL_HEADS, {"workspace": workspace, "number": 0, "hash": START})
    # SQLite has one writer at a time as it is.
    wanted = select(TRAIL_HEADS).where(TRAIL_HEADS.c.workspace == workspace).with_for_update()
    row = connection.execute(wanted).one()
    return row.number, row.hash


def _rows(connection: Connection, workspace: str) -> Iterator[Entry]:
    wanted = select(TRAIL).where(TRAIL.c.workspace == workspace).order_by(TRAIL.c.number)
    for row in connection.execute(wanted):
        yield _entry(row)


def _entry(row: Any) -> Entry:
    return Entry(**{each.name: getattr(row, each.name) for each in fields(Entry)})


def _plain(entry: Entry) -> dict[str, object]:
    return {name: value for name, value in vars(entry).items() if name not in ("hash", "mac")}


def trail_rows(entries: Sequence[Entry]) -> list[dict[str, object]]:
    """Return entries as rows of a file: all that is needed to check them without the database."""
    return [vars(entry) for entry in entries]


def _hash(plain: Mapping[str, object]) -> str:
    text = json.dumps(plain, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _is_keyed() -> bool:
    return bool(os.environ.get(KEY))


def _mac(made: str) -> str | None:
    key = os.environ.get(KEY)
    return hmac.new(key.encode(), made.encode(), sha256).hexdigest() if key else None


def _short(value: object) -> Any:
    if isinstance(value, bool | int | float) or value is None:
        return value
    return str(value).replace("\0", "")[:LONGEST]

"""Scenarios that were saved: every revision is kept, and no editor overwrites another."""

import datetime as dt
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, delete, insert, select, update

from placement.domain.access import Action, Rights
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.scenario.book_reference import BookReference
from placement.scenario.codec import ScenarioFile, read_scenario_file, scenario_file_text
from placement.scenario.database import reading, writing
from placement.scenario.scenario import Scenario
from placement.scenario.tables import LINKS, REVISIONS, SCENARIOS
from placement.scenario.trail import record
from placement.tape.saved import SavedMapping

MOST_LISTED = 1_000
"""Scenarios, and revisions of one, that a list holds; the newest."""

_BYTES = 12
"""Of chance in an id: 2 ** 96 of them cannot be tried out."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
"""What can be an id; anything else need not be looked up, and some of it cannot."""


@dataclass(frozen=True, kw_only=True)
class Saved:
    """A saved revision, without its content."""

    id: str
    """Unguessable."""

    revision: int
    """1 is the first."""

    name: str
    author: str
    note: str

    saved_at: dt.datetime
    """UTC, without a zone."""


@dataclass(frozen=True, kw_only=True)
class KeptScenario(Saved):
    """A saved revision with everything in it."""

    file: ScenarioFile

    shared_by: str = ""
    """The other workspace it is of, without its book; "" for one of one's own."""

    @property
    def scenario(self) -> Scenario:
        """What was chosen."""
        return self.file.scenario

    @property
    def book(self) -> BookReference | None:
        """The book it was made on; None where there was none."""
        return self.file.book

    @property
    def mapping(self) -> SavedMapping | None:
        """How the columns of that book were read."""
        return self.file.mapping


class Conflict(InputError):  # noqa: N818  A result that the caller acts on, not a mistake.
    """Somebody saved the same scenario in between; nothing was overwritten."""

    def __init__(self, newer: KeptScenario) -> None:
        super().__init__(
            t(
                "{name} was saved by {author} in between, as revision {revision}. Yours was not "
                "saved. Open theirs, or save yours as a branch.",
                name=newer.name or newer.id,
                author=newer.author or t("somebody"),
                revision=newer.revision,
            )
        )
        self.newer = newer
        """What is saved now."""


@dataclass(frozen=True)
class Scenarios:
    """The saved scenarios of a workspace; those of others are not there.

    Every method raises `StoreError` where the database fails, and `Refused` where the role may not.
    """

    engine: Engine
    rights: Rights

    def save(
        self,
        file: ScenarioFile,
        *,
        at: dt.datetime,
        id: str | None = None,
        expected_revision: int | None = None,
    ) -> KeptScenario:
        """Save a new scenario, or a new revision of one.

        When it returns, the save outlasts the program and the machine. It may be called again
        with the same after a failure: what was saved is not saved twice.

        Args:
            file: What to save; it need not name the library, this program's is.
            at: Now.
            id: The scenario of which it is a new revision; None makes a new one.
            expected_revision: The revision it was made from.

        Raises:
            Conflict: There is a newer revision.
            InputError: There is no such scenario, or the id comes without its revision.
        """
        self.rights.require(Action.SAVE)
        if (id is None) != (expected_revision is None):
            raise InputError(
                t("A new revision needs the id of its scenario and the revision it is made from.")
            )
        if id is not None:
            _check_id(id)
        content = scenario_file_text(file)
        with writing(self.engine) as connection:
            if id is None or expected_revision is None:
                return self._insert_new(connection, file, content, at=at, parent=None)
            raised = connection.execute(
                update(SCENARIOS)
                .where(self._is(id), SCENARIOS.c.revision == expected_revision)
                .values(revision=expected_revision + 1)
            )
            if raised.rowcount == 1:
                return self._insert_revision(
                    connection, file, content, at=at, id=id, revision=expected_revision + 1
                )
            current = self._row(connection, id)
        if current.revision < expected_revision:
            raise InputError(
                t(
                    "{name} has no revision {revision}: the newest is {newest}. Say the "
                    "revision that yours was made from.",
                    name=current.name or current.id,
                    revision=expected_revision,
                    newest=current.revision,
                )
            )
        if current.revision == expected_revision + 1 and current.content == content:
            # The answer to an earlier attempt was lost on its way.
            return whole(current)
        raise Conflict(whole(current))

    def branch(
        self, file: ScenarioFile, *, at: dt.datetime, id: str, revision: int
    ) -> KeptScenario:
        """Save as a new scenario what was made from a revision of another one.

        Args:
            file: What to save.
            at: Now.
            id: The scenario it was made from.
            revision: Its revision.
        """
        self.rights.require(Action.SAVE)
        _check_id(id)
        content = scenario_file_text(file)
        with writing(self.engine) as connection:
            return self._insert_new(connection, file, content, at=at, parent=(id, revision))

    def load(self, id: str, revision: int | None = None) -> KeptScenario:
        """Return a saved scenario, by default its newest revision.

        Raises:
            InputError: There is no such scenario or revision, or a newer program saved it.
        """
        self.rights.require(Action.OPEN)
        _check_id(id)
        with reading(self.engine) as connection:
            return whole(self._row(connection, id, revision))

    def list(self) -> Sequence[Saved]:
        """Return the newest revision of every scenario, the last saved first."""
        self.rights.require(Action.OPEN)
        newest = (REVISIONS.c.scenario == SCENARIOS.c.id) & (
            REVISIONS.c.revision == SCENARIOS.c.revision
        )
        wanted = (
            select(*_BESIDE)
            .join(SCENARIOS, newest)
            .where(SCENARIOS.c.workspace == self.rights.workspace)
            .order_by(*_LAST_FIRST)
            .limit(MOST_LISTED)
        )
        with reading(self.engine) as connection:
            return [_saved(row) for row in connection.execute(wanted)]

    def history(self, id: str) -> Sequence[Saved]:
        """Return every revision of a scenario, the last first.

        Raises:
            InputError: There is no such scenario.
        """
        self.rights.require(Action.OPEN)
        _check_id(id)
        wanted = (
            select(*_BESIDE)
            .join(SCENARIOS, SCENARIOS.c.id == REVISIONS.c.scenario)
            .where(self._is(id))
            .order_by(REVISIONS.c.revision.desc())
            .limit(MOST_LISTED)
        )
        with reading(self.engine) as connection:
            found = [_saved(row) for row in connection.execute(wanted)]
        if not found:
            raise _no_such(id)
        return found

    def parent(self, id: str) -> tuple[str, int] | None:
        """Return the scenario and revision that one was branched from; None if from none."""
        self.rights.require(Action.OPEN)
        _check_id(id)
        wanted = select(SCENARIOS.c.branched_from, SCENARIOS.c.branched_at)
        with reading(self.engine) as connection:
            row = connection.execute(wanted.where(self._is(id))).one_or_none()
        if row is None:
            raise _no_such(id)
        return None if row.branched_from is None else (row.branched_from, row.branched_at)

    def forget(self, id: str) -> None:
        """Forget a scenario with all its revisions and links.

        Raises:
            InputError: There is no such scenario.
        """
        self.rights.require(Action.FORGET)
        _check_id(id)
        with writing(self.engine) as connection:
            newest = self._row(connection, id)
            connection.execute(delete(LINKS).where(LINKS.c.scenario == id))
            connection.execute(delete(REVISIONS).where(REVISIONS.c.scenario == id))
            connection.execute(delete(SCENARIOS).where(self._is(id)))
            record(connection, self.rights, "forgotten", id=id, name=newest.name)

    def kept_in(self, connection: Connection, id: str, revision: int) -> KeptScenario:
        """Return a revision inside a transaction that is open already; errors as `load`."""
        self.rights.require(Action.OPEN)
        return whole(self._row(connection, id, revision))

    def _is(self, id: str) -> ColumnElement[bool]:
        """Return the condition that a scenario is this one, and of the workspace."""
        return (SCENARIOS.c.id == id) & (SCENARIOS.c.workspace == self.rights.workspace)

    def _row(self, connection: Connection, id: str, revision: int | None = None) -> Any:
        wanted = select(REVISIONS).join(SCENARIOS, SCENARIOS.c.id == REVISIONS.c.scenario)
        wanted = wanted.where(self._is(id)).order_by(REVISIONS.c.revision.desc()).limit(1)
        if revision is not None:
            wanted = wanted.where(REVISIONS.c.revision == revision)
        row = connection.execute(wanted).one_or_none()
        if row is None:
            raise _no_such(id, revision)
        return row

    def _insert_new(
        self,
        connection: Connection,
        file: ScenarioFile,
        content: str,
        *,
        at: dt.datetime,
        parent: tuple[str, int] | None,
    ) -> KeptScenario:
        id = secrets.token_hex(_BYTES)
        branched_from, branched_at = parent or (None, None)
        connection.execute(
            insert(SCENARIOS).values(
                id=id,
                revision=1,
                branched_from=branched_from,
                branched_at=branched_at,
                workspace=self.rights.workspace,
            )
        )
        return self._insert_revision(connection, file, content, at=at, id=id, revision=1)

    def _insert_revision(
        self,
        connection: Connection,
        file: ScenarioFile,
        content: str,
        *,
        at: dt.datetime,
        id: str,
        revision: int,
    ) -> KeptScenario:
        saved: dict[str, Any] = {
            "revision": revision,
            "name": file.name,
            "author": file.author,
            "note": file.note,
            "saved_at": utc(at),
        }
        connection.execute(insert(REVISIONS).values(scenario=id, content=content, **saved))
        record(
            connection,
            self.rights,
            "saved",
            id=id,
            revision=revision,
            name=file.name,
            scenario=file.scenario.digest,
        )
        return KeptScenario(id=id, file=replace(file, remarks=()), **saved)


_BESIDE = (
    REVISIONS.c.scenario,
    REVISIONS.c.revision,
    REVISIONS.c.name,
    REVISIONS.c.author,
    REVISIONS.c.note,
    REVISIONS.c.saved_at,
)
"""What a list shows."""

_LAST_FIRST = (REVISIONS.c.saved_at.desc(), REVISIONS.c.scenario)


def _saved(row: Any) -> Saved:
    return Saved(
        id=row.scenario,
        revision=row.revision,
        name=row.name,
        author=row.author,
        note=row.note,
        saved_at=row.saved_at,
    )


def whole(row: Any) -> KeptScenario:
    """Return a revision whole, of whatever workspace; whoever calls it has asked for the right."""
    saved = _saved(row)
    return KeptScenario(file=read_scenario_file(row.content), **vars(saved))


def _check_id(id: str) -> None:
    if not _ID.fullmatch(id):
        raise _no_such(id)


def utc(at: dt.datetime) -> dt.datetime:
    """Return a time as databases agree on it: UTC, without a zone."""
    return at.astimezone(dt.UTC).replace(tzinfo=None) if at.tzinfo else at


def _no_such(id: str, revision: int | None = None) -> InputError:
    if revision is None:
        return InputError(
            t(
                "There is no saved scenario {id}. The command `scenario list` shows all.",
                id=f"{id!a}"[:60],
            )
        )
    return InputError(
        t(
            "There is no revision {revision} of the saved scenario {id}. The command "
            "`scenario history` shows all.",
            id=f"{id!a}"[:60],
            revision=revision,
        )
    )

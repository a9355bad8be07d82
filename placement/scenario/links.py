"""Links: a short word that nobody guesses and that opens a saved revision, until it is revoked."""

import datetime as dt
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, Engine, insert, select, update

from placement.domain.access import Action, Rights
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.scenario.database import reading, writing
from placement.scenario.kept import MOST_LISTED, KeptScenario, Scenarios, utc, whole
from placement.scenario.members import checked_workspace
from placement.scenario.tables import LINKS, REVISIONS, SCENARIOS, WORKSPACES
from placement.scenario.trail import record

BYTES = 17
"""Of chance in a link: 2 ** 136 of them, or a few less, cannot be tried out."""

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{22}")
"""What `BYTES` look like in a link."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link that was made, without the word that opens it, which is not kept."""

    key: str
    """Names the link to `revoke_key`."""
    revision: int
    made_at: dt.datetime
    revoked_at: dt.datetime | None
    scenario: str = ""
    """Id of what it opens."""
    made_by: str = ""
    """Id of the member who made it; "" for a command, and on one's own machine."""
    shared_with: str = ""
    """The other workspace that may open it too; "" where none may."""


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What another workspace shares with this one, without its content."""

    key: str
    """Names it to `open_shared`."""
    workspace: str
    """Whose it is."""
    name: str
    author: str
    note: str
    revision: int
    made_at: dt.datetime


@dataclass(frozen=True)
class Links:
    """The links of a workspace, and what others share with it.

    Every method raises `StoreError` where the database fails, and `Refused` where the role may not.
    """

    engine: Engine
    rights: Rights

    def make(self, id: str, revision: int, *, at: dt.datetime, shared_with: str = "") -> str:
        """Return a new word that opens a revision of a scenario.

        The word says nothing of the scenario, and only its hash is kept: it is shown once.

        Args:
            id: The scenario.
            revision: Its revision, which is what is opened, whatever is saved later.
            at: Now.
            shared_with: The other workspace that may open it too; "" for none.

        Raises:
            InputError: There is no such revision, or no such other workspace.
        """
        self.rights.require(Action.SHARE)
        if shared_with:
            checked_workspace(shared_with)
        word = _new_word()
        with writing(self.engine) as connection:
            kept = Scenarios(self.engine, self.rights).kept_in(connection, id, revision)
            if shared_with:
                self._check_other(connection, shared_with)
            connection.execute(
                insert(LINKS).values(
                    token_hash=_key(word),
                    scenario=id,
                    revision=revision,
                    made_at=utc(at),
                    made_by=self.rights.member,
                    shared_with=shared_with or None,
                )
            )
            record(
                connection, self.rights, "shared",
                link=_key(word)[:16], id=id, revision=revision, name=kept.name, to=shared_with,
            )  # fmt: skip
        return word

    def follow(self, word: str) -> KeptScenario:
        """Return what a link opens: of one's own workspace, or of another that shares it with it.

        Raises:
            InputError: It leads to nothing, never did, was revoked, or is for others: which one is
                not said.
        """
        self.rights.require(Action.OPEN)
        if not _WORD.fullmatch(word):
            raise _leads_nowhere()
        return self.open_shared(_key(word))

    def open_shared(self, key: str) -> KeptScenario:
        """Return what `shared_with_us` lists; errors as `follow`."""
        self.rights.require(Action.OPEN)
        here = self.rights.workspace
        wanted = _WHAT_LINKS_OPEN.where(
            LINKS.c.token_hash == key,
            LINKS.c.revoked_at.is_(None),
            (SCENARIOS.c.workspace == here) | (LINKS.c.shared_with == here),
        )
        with reading(self.engine) as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            raise _leads_nowhere()
        kept = whole(row)
        return kept if row.workspace == here else _for_others(kept, row.workspace)

    def shared_with_us(self) -> Sequence[Shared]:
        """Return what other workspaces share with this one at the moment, the last first."""
        self.rights.require(Action.OPEN)
        wanted = _WHAT_LINKS_OPEN.where(
            LINKS.c.shared_with == self.rights.workspace, LINKS.c.revoked_at.is_(None)
        ).order_by(LINKS.c.made_at.desc(), LINKS.c.token_hash)
        with reading(self.engine) as connection:
            return [
                Shared(
                    key=row.token_hash,
                    workspace=row.workspace,
                    name=row.name,
                    author=row.author,
                    note=row.note,
                    revision=row.revision,
                    made_at=row.made_at,
                )
                for row in connection.execute(wanted.limit(MOST_LISTED))
            ]

    def revoke(self, word: str, *, at: dt.datetime) -> None:
        """Make a link lead to nothing from now on.

        Raises:
            InputError: It leads to nothing already, or is another workspace's.
        """
        self.revoke_key(_key(word), at=at)

    def revoke_key(self, key: str, *, at: dt.datetime) -> None:
        """Revoke a link that `of` lists, one's own or, where the role may, anybody's."""
        self.rights.require(Action.SHARE)
        gone = update(LINKS).where(
            LINKS.c.token_hash == key, LINKS.c.revoked_at.is_(None), self._is_of_ours()
        )
        if not self.rights.may(Action.REVOKE_ANY):
            gone = gone.where(LINKS.c.made_by == self.rights.member)
        with writing(self.engine) as connection:
            if connection.execute(gone.values(revoked_at=utc(at))).rowcount == 0:
                raise _leads_nowhere()
            record(connection, self.rights, "taken back", link=key[:16])

    def of(self, id: str) -> Sequence[Link]:
        """Return the links to a scenario, the last made first."""
        return self._listed(LINKS.c.scenario == id)

    def every(self) -> Sequence[Link]:
        """Return the links of the workspace that open something, the last made first."""
        self.rights.require(Action.REVOKE_ANY)
        return self._listed(LINKS.c.revoked_at.is_(None))

    def _listed(self, which: ColumnElement[bool]) -> Sequence[Link]:
        self.rights.require(Action.OPEN)
        wanted = (
            select(LINKS)
            .where(which, self._is_of_ours())
            .order_by(LINKS.c.made_at.desc())
            .limit(MOST_LISTED)
        )
        with reading(self.engine) as connection:
            return [
                Link(
                    key=row.token_hash,
                    revision=row.revision,
                    made_at=row.made_at,
                    revoked_at=row.revoked_at,
                    scenario=row.scenario,
                    made_by=row.made_by,
                    shared_with=row.shared_with or "",
                )
                for row in connection.execute(wanted)
            ]

    def _is_of_ours(self) -> ColumnElement[bool]:
        ours = select(SCENARIOS.c.id).where(SCENARIOS.c.workspace == self.rights.workspace)
        return LINKS.c.scenario.in_(ours)

    def _check_other(self, connection: Connection, name: str) -> None:
        wanted = select(WORKSPACES.c.name).where(WORKSPACES.c.name == name)
        there = connection.execute(wanted).scalar_one_or_none()
        if there is None or name == self.rights.workspace:
            raise InputError(
                t(
                    "There is no other workspace {name} here. Ask the other side what its own is "
                    "called; it stands in the menu.",
                    name=f"{name!a}"[:60],
                )
            )


_WHAT_LINKS_OPEN = (
    select(REVISIONS, SCENARIOS.c.workspace, LINKS.c.token_hash, LINKS.c.made_at)
    .join(
        LINKS,
        (LINKS.c.scenario == REVISIONS.c.scenario) & (LINKS.c.revision == REVISIONS.c.revision),
    )
    .join(SCENARIOS, SCENARIOS.c.id == REVISIONS.c.scenario)
)


def _for_others(kept: KeptScenario, workspace: str) -> KeptScenario:
    """Return what the other side sees: the numbers, and nothing of the files they were made on.

    A number's source names the file it was fitted to, as the book's reference does.
    """
    source, scenario = t("evidence of {workspace}", workspace=workspace), kept.file.scenario
    ranges = tuple((path, replace(span, source=source)) for path, span in scenario.ranges)
    file = replace(kept.file, scenario=replace(scenario, ranges=ranges), book=None, mapping=None)
    return replace(kept, file=file, shared_by=workspace)


def _new_word() -> str:
    # One that begins with a dash would be an option to a command.
    while not _WORD.fullmatch(word := secrets.token_urlsafe(BYTES)):
        pass
    return word


def _key(word: str) -> str:
    # A word of 128 bits of chance needs no salt and no slow hash: there is no list to try.
    return sha256(word.encode("utf-8", "replace")).hexdigest()


def _leads_nowhere() -> InputError:
    return InputError(
        t(
            "This link leads to nothing: it was revoked, or is not whole. Ask whoever sent it for "
            "a new one."
        )
    )

"""Links: a short word that nobody guesses and that opens a saved revision, until it is revoked."""

import datetime as dt
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Engine, insert, select, update

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.scenario.database import reading, writing
from placement.scenario.kept import KeptScenario, kept_in, utc
from placement.scenario.tables import LINKS

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


@dataclass(frozen=True)
class Links:
    """The links; every method raises `StoreError` where the database fails."""

    engine: Engine

    def make(self, id: str, revision: int, *, at: dt.datetime) -> str:
        """Return a new word that opens a revision of a scenario.

        The word says nothing of the scenario, and only its hash is kept: it is shown once.

        Raises:
            InputError: There is no such revision.
        """
        word = _new_word()
        with writing(self.engine) as connection:
            kept_in(connection, id, revision)
            connection.execute(
                insert(LINKS).values(
                    token_hash=_key(word), scenario=id, revision=revision, made_at=utc(at)
                )
            )
        return word

    def follow(self, word: str) -> KeptScenario:
        """Return what a link opens.

        Raises:
            InputError: It leads to nothing, never did, or was revoked: which one is not said.
        """
        if not _WORD.fullmatch(word):
            raise _leads_nowhere()
        wanted = select(LINKS).where(LINKS.c.token_hash == _key(word), LINKS.c.revoked_at.is_(None))
        with reading(self.engine) as connection:
            row = connection.execute(wanted).one_or_none()
            if row is None:
                raise _leads_nowhere()
            return kept_in(connection, row.scenario, row.revision)

    def revoke(self, word: str, *, at: dt.datetime) -> None:
        """Make a link lead to nothing from now on.

        Raises:
            InputError: It leads to nothing already.
        """
        self.revoke_key(_key(word), at=at)

    def revoke_key(self, key: str, *, at: dt.datetime) -> None:
        """Revoke a link that `of` lists; errors as `revoke`."""
        gone = update(LINKS).where(LINKS.c.token_hash == key, LINKS.c.revoked_at.is_(None))
        with writing(self.engine) as connection:
            if connection.execute(gone.values(revoked_at=utc(at))).rowcount == 0:
                raise _leads_nowhere()

    def of(self, id: str) -> Sequence[Link]:
        """Return the links to a scenario, the last made first."""
        wanted = select(LINKS).where(LINKS.c.scenario == id).order_by(LINKS.c.made_at.desc())
        with reading(self.engine) as connection:
            return [
                Link(
                    key=row.token_hash,
                    revision=row.revision,
                    made_at=row.made_at,
                    revoked_at=row.revoked_at,
                )
                for row in connection.execute(wanted)
            ]


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

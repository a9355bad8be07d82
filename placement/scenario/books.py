"""Books that somebody asked to keep, whole; without being asked none is."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Engine, delete, select

from placement.domain.access import Action, Rights
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.scenario.book_reference import BookReference
from placement.scenario.database import put, reading, writing
from placement.scenario.kept import utc
from placement.scenario.tables import BOOKS
from placement.scenario.trail import record

MOST_BYTES = 64 << 20
"""A file that a database holds without harm; larger ones are better kept as files."""


@dataclass(frozen=True, kw_only=True)
class KeptBook:
    """A file that was kept."""

    name: str
    kept_at: dt.datetime
    content: bytes


@dataclass(frozen=True)
class Books:
    """The kept files, by the digest of a `BookReference`; raises `StoreError` as the store."""

    engine: Engine
    rights: Rights

    def keep(self, book: BookReference, content: bytes, *, at: dt.datetime) -> None:
        """Keep the file of a book, in place of an earlier one with the same accounts.

        Raises:
            InputError: It is too large.
        """
        self.rights.require(Action.SAVE)
        if len(content) > MOST_BYTES:
            raise InputError(
                t(
                    "{name} has {size:,} bytes, and a database keeps files up to {most:,}. Keep "
                    "it as a file; the scenario knows it again by its accounts.",
                    name=book.name,
                    size=len(content),
                    most=MOST_BYTES,
                )
            )
        row = {"digest": book.digest, "name": book.name, "kept_at": utc(at), "content": content}
        row["workspace"] = self.rights.workspace
        with writing(self.engine) as connection:
            put(connection, BOOKS, row)
            record(connection, self.rights, "book kept", name=book.name, digest=book.digest)

    def find(self, book: BookReference) -> KeptBook | None:
        """Return the file of a book; None if nobody asked to keep it."""
        self.rights.require(Action.OPEN)
        with reading(self.engine) as connection:
            wanted = select(BOOKS).where(self._is(book))
            row = connection.execute(wanted).one_or_none()
        if row is None:
            return None
        return KeptBook(name=row.name, kept_at=row.kept_at, content=row.content)

    def forget(self, book: BookReference) -> None:
        """Forget the file of a book; that it was kept stands in the trail alone."""
        self.rights.require(Action.FORGET)
        with writing(self.engine) as connection:
            connection.execute(delete(BOOKS).where(self._is(book)))
            record(connection, self.rights, "book forgotten", digest=book.digest)

    def _is(self, book: BookReference) -> ColumnElement[bool]:
        return (BOOKS.c.workspace == self.rights.workspace) & (BOOKS.c.digest == book.digest)

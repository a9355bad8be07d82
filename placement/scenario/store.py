"""What users asked to keep, in a database: SQLite by default, another by its address.

Nothing of a book is kept unasked: a mapping holds headings and answers, a scenario numbers and the
digest of its book.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from hashlib import blake2b

from sqlalchemy import ColumnElement, Engine, delete, select

from placement.domain.access import Action, Rights
from placement.domain.errors import InputError
from placement.scenario.books import Books
from placement.scenario.database import open_engine, put, reading, writing
from placement.scenario.failures import ADDRESS, StoreError
from placement.scenario.kept import Conflict, KeptScenario, Saved, Scenarios
from placement.scenario.links import Link, Links, Shared
from placement.scenario.members import Members
from placement.scenario.tables import MAPPINGS
from placement.scenario.trail import Trail, record
from placement.tape.columns import normalise
from placement.tape.saved import SavedMapping, load_mapping, save_mapping

__all__ = [
    "ADDRESS",
    "Conflict",
    "KeptMapping",
    "KeptScenario",
    "Link",
    "Saved",
    "Shared",
    "Store",
    "StoreError",
    "headings_key",
    "open_store",
]


OWN = Rights()
"""What the one person on his own machine may do: everything, in the one workspace there is."""


@dataclass(frozen=True, kw_only=True)
class KeptMapping:
    """A mapping that was kept for files with the same headings."""

    name: str
    """File it was confirmed for."""

    kept_on: dt.date
    mapping: SavedMapping


@dataclass(frozen=True)
class Store:
    """The database as somebody may use it: his workspace of it, and no other.

    Every method raises `StoreError` where it cannot be reached or written, and `Refused` where the
    role may not.
    """

    engine: Engine
    rights: Rights

    @property
    def scenarios(self) -> Scenarios:
        """Saved scenarios."""
        return Scenarios(self.engine, self.rights)

    @property
    def links(self) -> Links:
        """Links to them."""
        return Links(self.engine, self.rights)

    @property
    def books(self) -> Books:
        """Books that somebody asked to keep."""
        return Books(self.engine, self.rights)

    @property
    def members(self) -> Members:
        """Members of the workspace."""
        return Members(self.engine, self.rights)

    @property
    def trail(self) -> Trail:
        """Who did what."""
        return Trail(self.engine, self.rights)

    def under(self, rights: Rights) -> "Store":
        """Return the same database for somebody else."""
        return replace(self, rights=rights)

    def keep_mapping(
        self, headings: Collection[str], mapping: SavedMapping, *, name: str, on: dt.date
    ) -> None:
        """Keep a mapping for files with these headings, in place of an earlier one."""
        self.rights.require(Action.SAVE)
        key = headings_key(headings)
        row = {"headings": key, "name": name[:200], "kept_on": on, "mapping": save_mapping(mapping)}
        row["workspace"] = self.rights.workspace
        with writing(self.engine) as connection:
            put(connection, MAPPINGS, row)
            record(connection, self.rights, "columns kept", name=name, headings=key)

    def mapping_for(self, headings: Collection[str]) -> KeptMapping | None:
        """Return what was kept for files with these headings; None if nothing was."""
        self.rights.require(Action.UPLOAD)
        wanted = select(MAPPINGS).where(self._is_of(headings))
        with reading(self.engine) as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            return None
        try:
            mapping = load_mapping(row.mapping)
        except InputError:
            # Kept by a later version, or damaged: as good as none.
            return None
        return KeptMapping(name=row.name, kept_on=row.kept_on, mapping=mapping)

    def forget_mapping(self, headings: Collection[str]) -> None:
        """Forget what was kept for files with these headings."""
        self.rights.require(Action.SAVE)
        with writing(self.engine) as connection:
            connection.execute(delete(MAPPINGS).where(self._is_of(headings)))
            record(connection, self.rights, "columns forgotten", headings=headings_key(headings))

    def _is_of(self, headings: Collection[str]) -> ColumnElement[bool]:
        here = MAPPINGS.c.workspace == self.rights.workspace
        return here & (MAPPINGS.c.headings == headings_key(headings))


def open_store(address: str | None = None, rights: Rights = OWN) -> Store:
    """Return the database at an address, brought up to date.

    Args:
        address: By default that of the environment, else a SQLite file in the user's own folder.
        rights: For whom; by default the one person on his own machine.

    Raises:
        InputError: It cannot be reached, may not be written, or is of a newer program.
    """
    return Store(open_engine(address), rights)


def headings_key(headings: Collection[str]) -> str:
    """Return what files with the same headings have in common, whatever their order."""
    text = "\n".join(sorted(normalise(heading) for heading in headings))
    return blake2b(text.encode(), digest_size=16).hexdigest()

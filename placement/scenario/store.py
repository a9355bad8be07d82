"""What users asked to keep, in a database: SQLite by default, another by its address.

Nothing of a book is kept unasked: a mapping holds headings and answers, a scenario numbers and the
digest of its book.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b

from sqlalchemy import Engine, delete, select

from placement.domain.errors import InputError
from placement.scenario.books import Books
from placement.scenario.database import open_engine, put, reading, writing
from placement.scenario.failures import ADDRESS, StoreError
from placement.scenario.kept import Conflict, KeptScenario, Saved, Scenarios
from placement.scenario.links import Link, Links
from placement.scenario.tables import MAPPINGS
from placement.tape.columns import normalise
from placement.tape.saved import SavedMapping, load_mapping, save_mapping

__all__ = [
    "ADDRESS",
    "Conflict",
    "KeptMapping",
    "KeptScenario",
    "Link",
    "Saved",
    "Store",
    "StoreError",
    "headings_key",
    "open_store",
]


@dataclass(frozen=True, kw_only=True)
class KeptMapping:
    """A mapping that was kept for files with the same headings."""

    name: str
    """File it was confirmed for."""

    kept_on: dt.date
    mapping: SavedMapping


@dataclass(frozen=True)
class Store:
    """The database; every method raises `StoreError` where it cannot be reached or written."""

    engine: Engine

    @property
    def scenarios(self) -> Scenarios:
        """Saved scenarios."""
        return Scenarios(self.engine)

    @property
    def links(self) -> Links:
        """Links to them."""
        return Links(self.engine)

    @property
    def books(self) -> Books:
        """Books that somebody asked to keep."""
        return Books(self.engine)

    def keep_mapping(
        self, headings: Collection[str], mapping: SavedMapping, *, name: str, on: dt.date
    ) -> None:
        """Keep a mapping for files with these headings, in place of an earlier one."""
        key = headings_key(headings)
        row = {"headings": key, "name": name[:200], "kept_on": on, "mapping": save_mapping(mapping)}
        with writing(self.engine) as connection:
            put(connection, MAPPINGS, row)

    def mapping_for(self, headings: Collection[str]) -> KeptMapping | None:
        """Return what was kept for files with these headings; None if nothing was."""
        wanted = select(MAPPINGS).where(MAPPINGS.c.headings == headings_key(headings))
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
        with writing(self.engine) as connection:
            connection.execute(
                delete(MAPPINGS).where(MAPPINGS.c.headings == headings_key(headings))
            )


def open_store(address: str | None = None) -> Store:
    """Return the database at an address, brought up to date.

    Args:
        address: By default that of the environment, else a SQLite file in the user's own folder.

    Raises:
        InputError: It cannot be reached, may not be written, or is of a newer program.
    """
    return Store(open_engine(address))


def headings_key(headings: Collection[str]) -> str:
    """Return what files with the same headings have in common, whatever their order."""
    text = "\n".join(sorted(normalise(heading) for heading in headings))
    return blake2b(text.encode(), digest_size=16).hexdigest()

"""What users asked to keep, in a database: SQLite by default, another by its address.

Nothing of a book is kept here: a mapping holds headings and answers, no cell.
"""

import datetime as dt
import os
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from sqlalchemy import (
    Column,
    Date,
    Engine,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    insert,
    select,
)
from sqlalchemy.exc import SQLAlchemyError

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.tape.columns import normalise
from placement.tape.saved import SavedMapping, load_mapping, save_mapping

ADDRESS = "PLACEMENT_STORE"
"""Environment variable with the address of the database, such as postgresql+psycopg://..."""

_TABLES = MetaData()
_MAPPINGS = Table(
    "mappings",
    _TABLES,
    Column("headings", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("kept_on", Date, nullable=False),
    Column("mapping", Text, nullable=False),
)


@dataclass(frozen=True, kw_only=True)
class KeptMapping:
    """A mapping that was kept for files with the same headings."""

    name: str
    """File it was confirmed for."""

    kept_on: dt.date
    mapping: SavedMapping


@dataclass(frozen=True)
class Store:
    """The database; every method raises `InputError` where it cannot be reached."""

    engine: Engine

    def keep_mapping(
        self, headings: Collection[str], mapping: SavedMapping, *, name: str, on: dt.date
    ) -> None:
        """Keep a mapping for files with these headings, in place of an earlier one."""
        key = headings_key(headings)
        row = {"headings": key, "name": name[:200], "kept_on": on, "mapping": save_mapping(mapping)}
        try:
            with self.engine.begin() as connection:
                connection.execute(delete(_MAPPINGS).where(_MAPPINGS.c.headings == key))
                connection.execute(insert(_MAPPINGS).values(row))
        except SQLAlchemyError as error:
            raise _unreachable(error) from error

    def mapping_for(self, headings: Collection[str]) -> KeptMapping | None:
        """Return what was kept for files with these headings; None if nothing was."""
        wanted = select(_MAPPINGS).where(_MAPPINGS.c.headings == headings_key(headings))
        try:
            with self.engine.connect() as connection:
                row = connection.execute(wanted).one_or_none()
        except SQLAlchemyError as error:
            raise _unreachable(error) from error
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
        gone = delete(_MAPPINGS).where(_MAPPINGS.c.headings == headings_key(headings))
        try:
            with self.engine.begin() as connection:
                connection.execute(gone)
        except SQLAlchemyError as error:
            raise _unreachable(error) from error


def open_store(address: str | None = None) -> Store:
    """Return the database at an address, its tables made if they are not there.

    Args:
        address: By default that of the environment, else a SQLite file in the user's own folder.

    Raises:
        InputError: It cannot be reached or written.
    """
    address = address or os.environ.get(ADDRESS) or _own_file()
    try:
        engine = create_engine(address, pool_pre_ping=True)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _for_many_readers)
        _TABLES.create_all(engine)
    except (SQLAlchemyError, ImportError) as error:
        raise _unreachable(error) from error
    return Store(engine)


def headings_key(headings: Collection[str]) -> str:
    """Return what files with the same headings have in common, whatever their order."""
    text = "\n".join(sorted(normalise(heading) for heading in headings))
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _own_file() -> str:
    folder = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    file = folder / "placement-desk" / "desk.sqlite"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unreachable(error) from error
    return f"sqlite:///{file}"


def _for_many_readers(connection: object, _record: object) -> None:
    # Readers go on while one writes, and a writer waits for another instead of failing.
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for setting in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _unreachable(error: Exception) -> InputError:
    why = str(getattr(error, "orig", None) or error).splitlines()[0]
    return InputError(
        t(
            "What you keep is written to a database, and it cannot be reached: {why}. Check the "
            "address in {variable} and the right to write there.",
            why=why,
            variable=ADDRESS,
        )
    )

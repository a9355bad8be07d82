"""What goes wrong with the database, said so that the user knows that nothing is lost."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from placement.domain.errors import InputError
from placement.domain.text import t

ADDRESS = "PLACEMENT_STORE"
"""Environment variable with the address of the database, such as postgresql+psycopg://..."""


class StoreError(InputError):
    """The database cannot be reached, read or written; what is open in the program stays open."""


@contextmanager
def said() -> Iterator[None]:
    """Turn what the database's driver raises inside the block into one clear line.

    Raises:
        StoreError: The database failed.
    """
    try:
        yield
    except SQLAlchemyError as error:
        raise failure(error) from error


def failure(error: Exception) -> StoreError:
    """Return a failure of the database in the user's words."""
    lines = str(getattr(error, "orig", None) or error).splitlines()
    why = lines[0] if lines else type(error).__name__
    low = why.lower()
    if "readonly" in low or "read-only" in low:
        return StoreError(
            t(
                "The database may only be read: {why}. Nothing was saved, and what you have open "
                "stays open. Get the right to write there, or name another database in "
                "{variable}.",
                why=why,
                variable=ADDRESS,
            )
        )
    if "is full" in low or "no space" in low:
        return StoreError(
            t(
                "The database has no room left: {why}. Nothing was saved, and what you have open "
                "stays open. Make room on its disk and save again.",
                why=why,
            )
        )
    if "locked" in low or "lock timeout" in low:
        return StoreError(
            t(
                "Another program holds the database: {why}. Nothing was saved, and what you have "
                "open stays open. Save again in a moment.",
                why=why,
            )
        )
    return StoreError(
        t(
            "What you keep is written to a database, and it cannot be reached: {why}. Nothing was "
            "saved, and what you have open stays open. Check the address in {variable} and the "
            "right to write there.",
            why=why,
            variable=ADDRESS,
        )
    )

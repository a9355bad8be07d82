"""The key with which servers sign the names of browsers, and which names are older than it.

It lies in the database, so that it outlives the server and all servers over one database have the
same. Whoever reads it there can sign a name that he made up, but knows none that was given: of
those the database has fingerprints only.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from secrets import token_hex

from sqlalchemy import Engine, or_, select

from placement.scenario.database import open_engine, put_new, reading, writing
from placement.scenario.failures import ADDRESS
from placement.scenario.tables import KEYS, SIGN_INS, WORKS

__all__ = ["ADDRESS", "BrowserKey", "browser_key", "is_older", "is_older_at", "key_at"]

_BROWSERS = "browsers"


@dataclass(frozen=True, kw_only=True)
class BrowserKey:
    """A secret, and since when there is one."""

    secret: str
    made_on: dt.date


def browser_key(engine: Engine, *, on: dt.date) -> BrowserKey:
    """Return the key, made now where there was none.

    Raises:
        StoreError: The database cannot be read or written.
    """
    wanted = select(KEYS.c.secret, KEYS.c.made_on).where(KEYS.c.name == _BROWSERS)
    with reading(engine) as connection:
        found = connection.execute(wanted).one_or_none()
    if found is None:
        with writing(engine) as connection:
            # Where two servers begin at once, the first one's holds.
            row = {"name": _BROWSERS, "made_on": on, "secret": token_hex(32)}
            put_new(connection, KEYS, row)
            found = connection.execute(wanted).one()
    return BrowserKey(secret=found.secret, made_on=found.made_on)


def is_older(engine: Engine, browser: str, key: BrowserKey) -> bool:
    """Return whether a browser was known before there was a key to sign its name with.

    Args:
        engine: The database.
        browser: Its fingerprint.
        key: The key.

    Raises:
        StoreError: The database cannot be read.
    """
    next_day = dt.datetime.combine(key.made_on, dt.time()) + dt.timedelta(days=1)
    worked = select(WORKS.c.browser).where(
        WORKS.c.browser == browser, WORKS.c.used_on <= key.made_on
    )
    signed_in = select(SIGN_INS.c.browser).where(
        SIGN_INS.c.browser == browser, SIGN_INS.c.began_at < next_day
    )
    with reading(engine) as connection:
        return bool(connection.scalar(select(or_(worked.exists(), signed_in.exists()))))


def key_at(address: str, *, on: dt.date) -> BrowserKey:
    """Return the key in the database at an address; errors as `browser_key`."""
    engine = _engine(address)
    try:
        return browser_key(engine, on=on)
    finally:
        # It is read once; every process would hold a connection.
        engine.dispose()


def is_older_at(address: str, browser: str, key: BrowserKey) -> bool:
    """Return what `is_older` says of the database at an address."""
    return is_older(_engine(address), browser, key)


@cache
def _engine(address: str) -> Engine:
    return open_engine(address or None)

"""The key that signs the names of browsers: one for all servers, made once; in both databases."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import insert

from placement.domain.access import Rights, Role
from placement.scenario.browser_key import browser_key, is_older
from placement.scenario.store import open_store
from placement.scenario.tables import MEMBERS, SIGN_INS
from placement.scenario.works import keep_work

DAY = dt.date(2026, 11, 30)
NOON = dt.datetime(2026, 11, 30, 12)


def test_servers_that_begin_at_once_have_one_key(address: str) -> None:
    engines = [open_store(address).engine for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        keys = list(pool.map(lambda engine: browser_key(engine, on=DAY), engines))
    assert len({key.secret for key in keys}) == 1
    assert len(bytes.fromhex(keys[0].secret)) == 32
    later = browser_key(engines[0], on=DAY + dt.timedelta(days=9))
    assert later == keys[0]


def test_older_is_who_worked_or_signed_in_up_to_the_day_of_the_key(address: str) -> None:
    """That day as well: a reader was at work when the server was upgraded."""
    store = open_store(address)
    key = browser_key(store.engine, on=DAY)
    for days in (-1, 0, 1):
        keep_work(store, f"worked {days}", "{}", on=DAY + dt.timedelta(days=days))
    here = store.under(Rights(workspace="firm"))
    here.members.add("li@firm.example", Role.ANALYST, at=NOON.replace(tzinfo=dt.UTC))
    with store.engine.begin() as connection:
        member = connection.scalar(MEMBERS.select().with_only_columns(MEMBERS.c.id))
        for days in (0, 1):
            row = {"sign_in": str(days), "member": member, "browser": f"signed {days}"}
            row |= {"began_at": NOON + dt.timedelta(days=days)}
            connection.execute(insert(SIGN_INS).values(**row))
    names = ("worked -1", "worked 0", "worked 1", "signed 0", "signed 1", "nobody")
    assert [name for name in names if is_older(store.engine, name, key)] == [
        "worked -1", "worked 0", "signed 0",
    ]  # fmt: skip

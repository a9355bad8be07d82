"""Kill a program that saves, again and again, and see that no confirmed save is lost or half.

    python -m tests.faults.kills --kills 1000 [--address URL] [--log FILE]

A child saves in a loop, new scenarios and new revisions in turn, and says each save that is
confirmed on a pipe. It is killed at a random moment, so that the signal meets it anywhere: between
two saves, inside a transaction, inside a commit. Then the database is opened anew: everything the
child said must be there, whole and equal; every revision up to the newest must be there; and the
database must find itself sound.
"""

import argparse
import contextlib
import datetime as dt
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from placement.scenario.codec import ScenarioFile
from placement.scenario.scenario import Scenario
from placement.scenario.store import Store, open_store

NOW = dt.datetime(2026, 11, 29, tzinfo=dt.UTC)

LONGEST_LIFE = 0.06
"""Seconds a child lives at most once it began to save; twice as long after every kill that met it
before its first save ended, since a busy machine takes longer for one."""

MOST_PATIENCE = 4.0
"""Seconds, however often that happens."""

RENEWED = 50
"""Kills after which a new database is taken, so that looking at all of it stays quick."""


@dataclass(kw_only=True)
class Tally:
    """What was seen."""

    kills: int = 0
    confirmed: int = 0
    lost: int = 0
    half: int = 0
    unsound: int = 0
    unconfirmed: int = 0
    """Saves that were whole in the database though the child was killed before it said so."""
    in_a_save: int = 0
    """Kills that met the child between the start of a save and its confirmation."""

    def __str__(self) -> str:
        return (
            f"{self.kills} kills ({self.in_a_save} inside a save), {self.confirmed} confirmed "
            f"saves: {self.lost} lost, {self.half} half-written, {self.unsound} times unsound; "
            f"{self.unconfirmed} saves whole that could not be confirmed any more"
        )

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost, half-written or unsound."""
        return not (self.lost or self.half or self.unsound)


def file_of(number: int) -> ScenarioFile:
    """Return the scenario that a child saves at its n-th save: long enough to span pages."""
    rate = (number % 1000) / 1000
    return ScenarioFile(
        scenario=Scenario().with_values({"tax.income_tax_rate": rate}),
        name=f"save {number}",
        note=f"{number}:" + "x" * 3_000,
    )


def run(
    address: str, kills: int, *, seed: int, said: dict[tuple[str, int], int], tally: Tally
) -> None:
    """Kill a child so many times on one database, of which `said` was confirmed before."""
    chance, longest = random.Random(seed), LONGEST_LIFE
    open_store(address).engine.dispose()
    for _ in range(kills):
        begun, new = _child_killed_after(address, chance.uniform(0.0, longest))
        longest = LONGEST_LIFE if new else min(2.0 * longest, MOST_PATIENCE)
        tally.kills += 1
        tally.in_a_save += begun > len(new)
        tally.confirmed += len(new)
        with _opened(address) as store:
            _look(store, said, new, tally)
    with _opened(address) as store:
        # What was there after one kill is still there after all of them.
        _look(store, {}, said, tally)


def _look(
    store: Store,
    said: dict[tuple[str, int], int],
    new: dict[tuple[str, int], int],
    tally: Tally,
) -> None:
    """Look whether all is there that was said, and read what is new; adds that to `said`."""
    said.update(new)
    found: dict[tuple[str, int], str] = {}
    for newest in store.scenarios.list():
        revisions = [saved.revision for saved in store.scenarios.history(newest.id)]
        if revisions != list(range(newest.revision, 0, -1)):
            tally.half += 1
        found.update({(newest.id, revision): newest.name for revision in revisions})
    tally.lost += len(said.keys() - found.keys())
    for (id, revision), number in new.items():
        if (id, revision) in found and store.scenarios.load(id, revision).file.note != file_of(
            number
        ).note:
            tally.half += 1
    unsaid = [key for key in found if key not in said]
    for id, revision in unsaid:
        kept = store.scenarios.load(id, revision).file
        number = int(kept.name.removeprefix("save "))
        tally.half += kept.note != file_of(number).note
        tally.unconfirmed += 1
        said[(id, revision)] = number
    with store.engine.connect() as connection:
        if store.engine.dialect.name == "sqlite":
            sound = connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
            sound &= not connection.execute(text("PRAGMA foreign_key_check")).all()
            tally.unsound += not sound


@contextlib.contextmanager
def _opened(address: str) -> Iterator[Store]:
    store = open_store(address)
    try:
        yield store
    finally:
        store.engine.dispose()


def _child_killed_after(address: str, seconds: float) -> tuple[int, dict[tuple[str, int], int]]:
    """Fork, let the child save, kill it; return saves begun and those it confirmed."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        try:
            _save_for_ever(address, writes)
        finally:
            os._exit(1)
    os.close(writes)
    with open(reads, "rb") as pipe:
        first = pipe.readline()
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        lines = [first, *pipe.read().splitlines(keepends=True)]
    if not os.WIFSIGNALED(status):
        raise RuntimeError("The child ended by itself; see its error above.")
    whole = [line.decode().split() for line in lines if line.endswith(b"\n")]
    begun = sum(words[0] == "begun" for words in whole)
    confirmed = {
        (words[1], int(words[2])): int(words[3]) for words in whole if words[0] == "confirmed"
    }
    return begun, confirmed


def _save_for_ever(address: str, pipe: int) -> None:
    store = open_store(address)
    number, kept = os.getpid() * 100_000, None
    while True:
        number += 1
        os.write(pipe, b"begun\n")
        revises = kept is not None and number % 10
        kept = store.scenarios.save(
            file_of(number),
            at=NOW,
            id=kept.id if kept and revises else None,
            expected_revision=kept.revision if kept and revises else None,
        )
        os.write(pipe, f"confirmed {kept.id} {kept.revision} {number}\n".encode())


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--address", help="A database of its own; default: new SQLite files.")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    tally, started = Tally(), time.monotonic()
    said: dict[tuple[str, int], int] = {}
    while tally.kills < given.kills:
        with tempfile.TemporaryDirectory(prefix="placement-kills-") as folder:
            address = given.address or f"sqlite:///{Path(folder) / 'desk.sqlite'}"
            kills = min(RENEWED, given.kills - tally.kills)
            said = said if given.address else {}
            run(address, kills, seed=given.seed + tally.kills, said=said, tally=tally)
        print(f"{time.monotonic() - started:6.1f} s  {tally}", flush=True)
    sys.exit(0 if tally.is_clean else 1)


if __name__ == "__main__":
    main()

"""Many people at once: real websocket clients, each with a book of his own.

    python benchmarks/load.py [--people 1 10 50] [--accounts N] [--moves N] [--pause SECONDS]

A client speaks what the browser speaks: it gets the page, opens the websocket, uploads a file, runs
the page Options, and moves the slider of the odds again and again. A move is timed from the message
that says it to the one that says that the script has come to rest; in between the client pauses as
a person does who reads. Every file is another one, named by a word that nobody else knows, and all
that a client is sent is searched for the words of the others.

Printed: errors, words of others seen (both must be 0), seconds until a book is open, p50 and p95 of
a move, and the megabytes of all processes of the server, what they share counted once, before the
first came, with all of them there, and half a minute after they left: rooms, which usually outlive
a closed tab by a minute, are given five seconds here. PLACEMENT_ROOMS=0 measures one process for
all.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

# Run as a file, a script sees its own folder and not the project's.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from tests.browser.chromium import served
from tests.crowd import Person, book
from tests.processes import shared_out, tree


async def crowd(url: str, people: int, *, accounts: int, moves: int, pause: float, pid: int) -> str:
    """Let so many people work at once; return the line of the table."""
    words = tuple(book(number, 1)[0].encode() for number in range(people))
    all_ = [
        Person(url=url, number=number, accounts=accounts, words=words) for number in range(people)
    ]
    before = resident(pid)

    async def work(person: Person) -> None:
        try:
            await person.open_book()
            for step in range(moves):
                await asyncio.sleep(pause)
                await person.move(0.5 + 0.05 * (1 + (person.number + step) % 9))
        except Exception as error:
            person.errors.append(f"{type(error).__name__}: {error}")

    begun = time.perf_counter()
    await asyncio.gather(*(work(person) for person in all_))
    took, most = time.perf_counter() - begun, resident(pid)
    for person in all_:
        await person.leave()
    await asyncio.sleep(GONE)
    left = resident(pid)
    waits = sorted(wait for person in all_ for wait in person.moves) or [float("nan")]
    others = sum(len(person.seen - {person.word}) for person in all_)
    errors = [error for person in all_ for error in person.errors]
    for error in sorted(set(errors))[:5]:
        print(f"  {errors.count(error)} x {error[:300]}")
    opened = statistics.median(person.opened for person in all_)
    return (
        f"{people:>6} {len(errors):>7} {others:>15} {opened:>12.1f} {quantile(waits, 0.5):>9.0f} "
        f"{quantile(waits, 0.95):>9.0f} {before:>7.0f} {most:>7.0f} {left:>7.0f} {took:>7.0f}"
    )


GONE = 30.0
"""Seconds after which is looked what has been given back."""


def quantile(waits: list[float], share: float) -> float:
    """Return a quantile of waits, in milliseconds."""
    return 1e3 * float(np.quantile(waits, share))


def resident(pid: int) -> float:
    """Return the megabytes that a server's processes hold."""
    return sum(map(shared_out, tree(pid)))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[1, 10, 50])
    parser.add_argument("--accounts", type=int, default=100_000, help="of each book")
    parser.add_argument("--moves", type=int, default=10, help="of each person")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between moves")
    given = parser.parse_args()
    print(
        "people  errors  words of others    s to open    p50 ms    p95 ms  before    with   after"
        "       s"
    )
    for people in given.people:
        with tempfile.TemporaryDirectory() as name:
            os.environ["STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL"] = "5"
            os.environ["PLACEMENT_GRACE_MINUTES"] = "0.08"
            os.environ["PLACEMENT_CLOSED_SECONDS"] = "5"
            os.environ["PLACEMENT_STORE"] = f"sqlite:///{name}/desk.sqlite"
            with served(Path(name)) as server:
                line = asyncio.run(
                    crowd(
                        server.url,
                        people,
                        accounts=given.accounts,
                        moves=given.moves,
                        pause=given.pause,
                        pid=server.pid,
                    )
                )
                print(line, flush=True)
                if "Traceback" in server.log.read_text():
                    print(f"  the server's log has a traceback:\n{server.log.read_text()[-2000:]}")


if __name__ == "__main__":
    main()

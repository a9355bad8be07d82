"""What every test can count on: the same random examples each time, and where the project is."""

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import chain, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TESTS = Path(__file__).parent

FUZZED = "fuzzed: "
"""Properties of tests that begin so count executions."""

# Two busy cores make any single example slow now and then; that is not a fault of the code.
# The same examples on every machine, so that a red run can be run again.
settings.register_profile("desk", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("desk")

# What a test keeps is kept in a folder of its own, never on the desk of whoever runs it.
os.environ["PLACEMENT_STORE"] = f"sqlite:///{tempfile.mkdtemp(prefix='placement-')}/desk.sqlite"

# Whoever runs the tests may read Chinese; what they expect is English unless they say otherwise.
os.environ["PLACEMENT_LANG"] = "en"


@pytest.fixture(scope="session")
def project() -> Path:
    """Return the folder of the project."""
    return Path(__file__).parent.parent


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Run one Chromium for all tests of this worker: Playwright bears no second one in a thread."""
    from tests.browser.chromium import launched

    with launched() as running:
        yield running


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files first that take long, so that no worker is left alone with one at the end.

    Those that wait for a browser alternate with those that work: of two workers mostly one waits.
    """
    folders = [item.path.relative_to(TESTS).parts[0] for item in items]
    files: dict[str, dict[Path, list[pytest.Item]]] = {}
    for folder, item in zip(folders, items, strict=True):
        files.setdefault(folder, {}).setdefault(item.path, []).append(item)
    waiting = files.pop("browser", {}).values()
    working = chain(*(files.pop(folder, {}).values() for folder in ("pages", "cli", "verdicts")))
    first = chain.from_iterable(zip_longest(waiting, working, fillvalue=[]))
    rest = chain.from_iterable(found.values() for found in files.values())
    items[:] = chain.from_iterable(chain(first, rest))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how much was fuzzed: what a test counts is recorded as a property of it."""
    counts: Counter[str] = Counter()
    for report in chain.from_iterable(terminalreporter.stats.values()):
        if getattr(report, "when", "") == "teardown":
            counts.update(
                {name: count for name, count in report.user_properties if name.startswith(FUZZED)}
            )
    if counts:
        ran = "; ".join(f"{count:,} {name.removeprefix(FUZZED)}" for name, count in counts.items())
        terminalreporter.write_line(f"Fuzzed: {ran}.")

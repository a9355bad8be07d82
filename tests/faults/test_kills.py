"""A killed program never loses or half-writes a confirmed save."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgresql

KILLS = int(os.environ.get("PLACEMENT_KILLS", "40"))
"""How often; 1,000 and more by the environment, since each costs a fork and a look at all."""


def kill(project: Path, *arguments: str) -> str:
    """Run the script in a process without threads, from which children can be forked."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.kills", "--kills", str(KILLS), *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=project,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()[-1]


def test_a_killed_program_loses_no_confirmed_save(project: Path) -> None:
    """The kills have to meet it at work, else this says nothing."""
    last = kill(project)
    assert f"{KILLS} kills" in last
    assert " 0 confirmed" not in last
    assert "(0 inside a save)" not in last


def test_nor_on_postgresql(project: Path) -> None:
    found = postgresql.programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed; `make test` as root installs Debian's.")
    with postgresql.server(found) as address:
        last = kill(project, "--address", postgresql.new_database(address))
    assert f"{KILLS} kills" in last
    assert " 0 confirmed" not in last

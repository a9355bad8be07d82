"""What every test can count on: the same random examples each time, and where the project is."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# Two busy cores make any single example slow now and then; that is not a fault of the code.
# The same examples on every machine, so that a red run can be run again.
settings.register_profile("desk", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("desk")

# What a test keeps is kept in a folder of its own, never on the desk of whoever runs it.
os.environ["PLACEMENT_STORE"] = f"sqlite:///{tempfile.mkdtemp(prefix='placement-')}/desk.sqlite"


@pytest.fixture(scope="session")
def project() -> Path:
    """Return the folder of the project."""
    return Path(__file__).parent.parent

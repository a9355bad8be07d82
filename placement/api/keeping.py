"""The store as a Python user has it; apart, because the database takes its time to load."""

from placement.scenario.store import (
    Conflict,
    KeptScenario,
    Saved,
    Store,
    StoreError,
    open_store,
)
from placement.scenario.team import rights_of_command
from placement.scenario.trail import trail_rows

__all__ = [
    "Conflict",
    "KeptScenario",
    "Saved",
    "Store",
    "StoreError",
    "open_store",
    "rights_of_command",
    "trail_rows",
]

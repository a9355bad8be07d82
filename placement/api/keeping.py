"""The store as a Python user has it; apart, because the database takes its time to load."""

from placement.scenario.store import (
    Conflict,
    KeptScenario,
    Saved,
    Store,
    StoreError,
    open_store,
)

__all__ = ["Conflict", "KeptScenario", "Saved", "Store", "StoreError", "open_store"]

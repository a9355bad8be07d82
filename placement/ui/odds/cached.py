"""What the page Odds works out once: files read and fitted, keyed by their digest."""

from pathlib import Path

import streamlit as st

from placement import api
from placement.assume.library import load_library


@st.cache_resource(max_entries=8, ttl="4h", show_spinner=False)
def calibrated(
    digest: str,
    spoken: str,
    name: str,
    sector: str | None,
    age: float | None,
    missing: str | None,
    _source: Path | bytes,
) -> "api.Calibration":
    """Return what a remittance file says; its findings are texts, so each language has its own.

    Raises:
        TapeError: The file cannot be read, or no sector of it fitted.
        InputError: It lacks a sector or an age.
    """
    library = load_library()
    opened = api.open_remittances(
        _source, filename=name, assumptions=library, sector=sector, age=age, missing=missing
    )
    return api.calibrate_file(opened, library)

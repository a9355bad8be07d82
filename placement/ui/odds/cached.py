"""What the page Odds works out once: files fitted, keyed by their digest and what was said."""

import streamlit as st

from placement import api
from placement.assume.library import load_library


@st.cache_resource(max_entries=8, ttl="4h", show_spinner=False)
def calibrated(digest: str, spoken: str, _opened: "api.Remittances") -> "api.Calibration":
    """Return what a remittance file says; its findings are texts, so each language has its own.

    Raises:
        TapeError: No sector of it could be fitted.
        InputError: It lacks a sector or an age.
    """
    return api.calibrate_file(_opened, load_library())

"""What the page Odds works out once: files fitted, keyed by their digest and what was said."""

from placement import api
from placement.assume.library import load_library
from placement.ui.gate.cache import cache_per_workspace


@cache_per_workspace(max_entries=8, ttl="4h")
def calibrated(digest: str, spoken: str, _opened: "api.Remittances") -> "api.Calibration":
    """Return what a remittance file says; its findings are texts, so each language has its own.

    Raises:
        TapeError: No sector of it could be fitted.
        InputError: It lacks a sector or an age.
    """
    return api.calibrate_file(_opened, load_library())

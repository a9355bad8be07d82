"""Is a pilot worth it, and which of two agencies to go on with."""

from placement.risk.pilot import Pilot, Prior, choice_between, pilot

__all__ = ["Pilot", "Prior", "choice_between", "pilot"]

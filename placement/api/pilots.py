"""Is a pilot worth it, when to stop it, and which of two agencies to go on with."""

from placement.risk.pilot import MOST_TRIED, Pilot, Prior, pilot
from placement.risk.pilot_stop import StopRule, stop_rule
from placement.risk.pilot_two import TwoPilots, successes_to_win, two_pilots

__all__ = [
    "MOST_TRIED",
    "Pilot",
    "Prior",
    "StopRule",
    "TwoPilots",
    "pilot",
    "stop_rule",
    "successes_to_win",
    "two_pilots",
]

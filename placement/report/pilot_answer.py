"""A pilot's answers in words, for the screen and the command."""

from placement.domain.text import t
from placement.report.counts import accounts_text
from placement.risk.pilot_stop import StopRule


def stop_sentence(stop: StopRule, *, saves: str) -> str:
    """Return how many accounts are expected to be tried, and what stopping in time saves.

    Args:
        stop: The rule.
        saves: What it saves, as an amount.
    """
    if round(stop.saves, 2) <= 0.0:
        saves = t("less than 0.01")
    return t(
        "Of {accounts} about {tried:,.0f} should be tried on average; stopping in time saves "
        "{saves}.",
        accounts=accounts_text(stop.size),
        tried=stop.tried,
        saves=saves,
    )

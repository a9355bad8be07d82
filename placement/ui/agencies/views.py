"""Which of its three questions the page Agencies is asked."""

from placement.domain.text import t
from placement.ui.inputs import switch

LEAGUE, BILL, TWICE = "league", "bill", "twice"


def choose_view() -> str:
    """Draw the switch between the views and return the chosen one."""
    return switch(
        t("View"),
        {LEAGUE: t("League"), BILL: t("Check a bill"), TWICE: t("Placed twice")},
        key="agencies_view",
        default=LEAGUE,
        help=t(
            "Which agency is best on the same work; what an agency billed against its contract; "
            "which accounts two agencies hold at the same time."
        ),
    )

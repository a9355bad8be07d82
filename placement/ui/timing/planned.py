"""The plans of a whole book, for every page that shows them."""

from placement import api
from placement.decide.timing.follow_up import BestPlans
from placement.domain.text import t
from placement.scenario.scenario import Scenario
from placement.ui import session
from placement.ui.timing import cached
from placement.ui.waiting import waited_for


def plans_at_last(
    ranked: api.BookRanking, *, horizon: int, scenario: Scenario | None = None
) -> BestPlans:
    """Return the best plan of every segment and what it is made of, saying so while it is made.

    Args:
        ranked: The book.
        horizon: Months a plan may last.
        scenario: The numbers it was ranked with; by default the session's.

    Raises:
        InputError: The horizon is out of bounds.
    """
    used = scenario or session.scenario()
    return waited_for(
        ("plans", ranked.key, used.digest, horizon),
        lambda: cached.book_plans(ranked, used, horizon=horizon),
        saying=t("Planning every segment…"),
    )

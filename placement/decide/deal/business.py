"""How an agency works a lot: people, letters, visits, when it is paid, what money costs it."""

from dataclasses import dataclass

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.assume.lookup import Lookup
from placement.domain.types import FloatArray, Segments


@dataclass(frozen=True, kw_only=True, eq=False)
class Business:
    """The agency's own numbers; arrays of shape (segments,)."""

    seat_cost_per_month: FloatArray
    visit_share: FloatArray
    """Share of contacts made by a visit."""
    letter_share: FloatArray
    """Share of contacts made by letter."""
    letter_cost: FloatArray
    people_months_per_visit: FloatArray
    """People who go together over visits a person makes in a month."""
    commission_lag_months: int
    """Months from a payment to the commission on it."""
    working_capital_rate: float
    """Monthly cost of money laid out."""


def resolve_business(segments: Segments, assumptions: Assumptions) -> Business:
    """Return the agency's own numbers for the segments of a lot.

    One contract is settled at once, so the longest lag of its sectors holds for all.
    """
    lookup = Lookup(segments, assumptions)
    yearly = float(lookup.shared("market.working_capital_rate_per_year"))
    return Business(
        seat_cost_per_month=lookup.scalar("agency.seat_cost_per_month"),
        visit_share=lookup.scalar("agency.visit_share"),
        letter_share=lookup.scalar("agency.letter_share"),
        letter_cost=lookup.scalar("agency.letter_cost"),
        people_months_per_visit=np.asarray(
            lookup.shared("conduct.people_per_visit")
            / lookup.scalar("agency.visits_per_person_month")
        ),
        commission_lag_months=int(np.max(lookup.scalar("agency.commission_lag_months"))),
        working_capital_rate=(1.0 + yearly) ** (1 / 12) - 1.0,
    )

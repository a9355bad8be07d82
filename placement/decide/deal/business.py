"""How an agency works a lot: people, letters, visits, when it is paid, what money costs it."""

from dataclasses import dataclass, fields

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.assume.lookup import Lookup
from placement.domain.types import FloatArray, IntArray, Segments


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
    commission_lag_months: FloatArray | int
    """Months from a payment to the commission on it, of each sector or agreed for all."""
    working_capital_rate: float
    """Monthly cost of money laid out."""

    @property
    def settled_after(self) -> int:
        """Months until commission is paid: one contract is settled at once, with the slowest."""
        return int(np.max(self.commission_lag_months))

    def take(self, chosen: IntArray, *, size: int) -> "Business":
        """Return the numbers for some segments of a lot of the given size."""
        every = {field.name: getattr(self, field.name) for field in fields(self)}
        rate = every.pop("working_capital_rate")
        parts = {name: np.broadcast_to(value, (size,))[chosen] for name, value in every.items()}
        return Business(**parts, working_capital_rate=rate)


def resolve_business(segments: Segments, assumptions: Assumptions) -> Business:
    """Return the agency's own numbers for the segments of a lot."""
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
        commission_lag_months=lookup.scalar("agency.commission_lag_months"),
        working_capital_rate=(1.0 + yearly) ** (1 / 12) - 1.0,
    )

"""Contacts of a lot as people, letters and visits; their cost adds up to that of the contacts.

The model's cost per contact is the average over all channels. Visits and letters are priced by
themselves; what is left pays for the seats that call.

    visits:  share * contacts * people per visit / visits per person-month, in person-months
    letters: share * contacts * cost of a letter
    calls:   the rest of cost per contact * contacts, at the cost of a seat
"""

from dataclasses import dataclass

import numpy as np

from placement.decide.deal.business import Business
from placement.domain.types import FloatArray


@dataclass(frozen=True, kw_only=True)
class Staffing:
    """Work on a lot over its whole term; money undiscounted."""

    contacts: float
    calls: float
    letters: float
    visits: float
    call_cost: float
    letter_cost: float
    visit_cost: float
    call_seat_months: float
    """Below zero where visits and letters alone cost more than all contacts are put at."""
    visit_person_months: float

    @property
    def cost(self) -> float:
        """All contacts: calls, letters and visits."""
        return self.call_cost + self.letter_cost + self.visit_cost

    @property
    def seat_months(self) -> float:
        """People at work: callers and visitors."""
        return self.call_seat_months + self.visit_person_months

    @property
    def adds_up(self) -> bool:
        """Something is left for the calls after visits and letters."""
        return self.call_cost >= 0.0


def staffing(contacts: FloatArray, *, cost_per_contact: FloatArray, business: Business) -> Staffing:
    """Return the work behind the contacts of a lot.

    Args:
        contacts: Number of contacts of each segment, shape (segments,).
        cost_per_contact: Average over the channels, shape (segments,).
        business: The agency's own numbers.
    """
    visits, letters = business.visit_share * contacts, business.letter_share * contacts
    person_months = visits * business.people_months_per_visit
    visit_cost = person_months * business.seat_cost_per_month
    letter_cost = letters * business.letter_cost
    call_cost = cost_per_contact * contacts - visit_cost - letter_cost
    return Staffing(
        contacts=float(contacts.sum()),
        calls=float((contacts - visits - letters).sum()),
        letters=float(letters.sum()),
        visits=float(visits.sum()),
        call_cost=float(call_cost.sum()),
        letter_cost=float(letter_cost.sum()),
        visit_cost=float(visit_cost.sum()),
        call_seat_months=float(np.sum(call_cost / business.seat_cost_per_month)),
        visit_person_months=float(person_months.sum()),
    )

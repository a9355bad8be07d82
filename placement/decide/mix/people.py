"""People by month: who is there, who comes and goes, what they cost and how much they can do.

With h_t people in month t, new_t of them newly hired and left_t gone since the month before,

    h_t = h_(t-1) + new_t - left_t                    h_0 = the people there are
    productive_t = h_t - sum over j <= R of (1 - r_j) * new_(t-j+1)
    r_j = (j - 1/2) / R                               a newcomer's share in the month j of service

so a newcomer is fully productive after R months, having grown evenly, and R / 2 of his months are
lost. All who are there are paid, busy or not, at the end of each month until the last month in
which any contract of the table has work:

    sum over t of v**t * (wage * h_t + hiring * new_t + leaving * left_t)

Numbers of people need not be whole, as those a level needs are not: half a person is one who works
half the time.
"""

from dataclasses import dataclass

import numpy as np

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray


@dataclass(frozen=True, kw_only=True)
class PeopleTerms:
    """What people cost, and whether any may come or go."""

    wage: float | None = None
    """Of a person and month, all included; None takes the library's cost of a seat."""
    hiring_cost: float = 0.0
    """Once for each person hired."""
    leaving_cost: float = 0.0
    """Once for each person let go."""
    ramp_months: int = 0
    """Months until a newcomer is fully productive."""
    may_hire: bool = False
    may_let_go: bool = False

    def __post_init__(self) -> None:
        for name in ("wage", "hiring_cost", "leaving_cost"):
            value = getattr(self, name)
            if not (value is None or 0.0 <= value < np.inf):
                raise InputError(
                    t(
                        "{name} must be {rule}; got {value}. Correct it.",
                        name=name.replace("_", "-"),
                        rule=t("0 or more"),
                        value=value,
                    )
                )
        if not 0 <= self.ramp_months <= 120:
            raise InputError(
                t(
                    "{name} must be {rule}; got {value}. Correct it.",
                    name="ramp",
                    rule=t("a whole number of months from 0 to 120"),
                    value=self.ramp_months,
                )
            )


@dataclass(frozen=True, kw_only=True, eq=False)
class PeopleColumns:
    """Hiring and leaving as unknowns of a programme; arrays have shape (columns,) unless said.

    First come those hired in months 1..H, if any may be, then those let go.
    """

    value: FloatArray
    """What one more brings, in today's money."""
    most: FloatArray
    productive: FloatArray
    """What one adds to the productive people of each month, shape (months, columns)."""
    paid: FloatArray
    """What one adds to the people paid in each month, shape (months, columns)."""
    cost: FloatArray
    """Money out for one at the end of each month, wages with it, shape (months, columns)."""
    hires: bool
    lets_go: bool

    @property
    def months(self) -> int:
        """H, the months that people are paid for."""
        return len(self.paid)

    def hired(self, found: FloatArray) -> FloatArray:
        """Return the people hired in each month, shape (months,)."""
        return found[: self.months] if self.hires else np.zeros(self.months)

    def let_go(self, found: FloatArray) -> FloatArray:
        """Return the people let go in each month, shape (months,)."""
        return found[-self.months :] if self.lets_go and self.months else np.zeros(self.months)


def productive_share(service: FloatArray, *, ramp_months: int) -> FloatArray:
    """Return what a newcomer does in the months of his service, 1 the first; 1 is all."""
    share = (service - 0.5) / max(ramp_months, 1)
    return np.where(service > ramp_months, 1.0, np.clip(share, 0.0, 1.0)) * (service >= 1)


def people_columns(
    terms: PeopleTerms, *, wage: float, months: int, discount: float, most: float
) -> PeopleColumns:
    """Return hiring and leaving as unknowns.

    Args:
        terms: What people cost, and whether any may come or go.
        wage: Of a person and month.
        months: Months that people are paid for.
        discount: Value today of 1 a month from now.
        most: The most people that could come or go in one month.
    """
    month = np.arange(1, months + 1)
    service = month[:, None] - month[None, :] + 1
    there = (service >= 1).astype(float)
    at_once = np.eye(months)
    parts = []
    if terms.may_hire:
        ramp = productive_share(service.astype(float), ramp_months=terms.ramp_months)
        parts.append((ramp, there, wage * there + terms.hiring_cost * at_once))
    if terms.may_let_go:
        parts.append((-there, -there, -wage * there + terms.leaving_cost * at_once))
    none = np.zeros((months, 0))
    productive, paid, cost = (
        np.hstack([none, *(part[place] for part in parts)]) for place in range(3)
    )
    return PeopleColumns(
        value=-(discount**month) @ cost,
        most=np.full(cost.shape[1], most),
        productive=productive,
        paid=paid,
        cost=cost,
        hires=terms.may_hire,
        lets_go=terms.may_let_go,
    )


def check_ramp(terms: PeopleTerms, *, months: int) -> None:
    """Check that a newcomer can become fully productive in the months looked at.

    Raises:
        InputError: The ramp is longer.
    """
    if terms.may_hire and 0 < months < terms.ramp_months:
        raise InputError(
            t(
                "ramp must be at most the {months} months in which the contracts have work, else "
                "nobody hired is ever fully productive; got {ramp}. Shorten it or do not hire.",
                months=months,
                ramp=terms.ramp_months,
            )
        )

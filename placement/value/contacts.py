"""What an agency's effort does to one account, month by month."""

import numpy as np

from placement.domain.types import FloatArray
from placement.odds.debtor import Path, follow, pay_hazard
from placement.value.effort import Effort
from placement.value.interest import ahead
from placement.value.settle import months_axis
from placement.value.terms import AgencyTerms, Terms
from placement.value.timeline import while_running


def effort_path(terms: Terms, agency: AgencyTerms, effort: Effort) -> Path:
    """Return who pays when under an effort; after the work, only those who pay by themselves.

    Args:
        terms: The book's numbers.
        agency: The contract.
        effort: Intensity and months worked, shape (..., segments).

    Returns:
        Arrays of shape (..., segments, months of the longest term), month 1 first.
    """
    hazard = effort_hazard(terms, agency, effort)
    fade = ahead(terms.debtor.fade, hazard.shape[-1])
    return follow(terms.debtor.types, hazard=hazard, fade=fade)


def effort_hazard(terms: Terms, agency: AgencyTerms, effort: Effort) -> FloatArray:
    """Return the pay hazard of easy and hard debtors under an effort; arguments as `effort_path`.

    Returns:
        Shape (2, ..., segments, months), month 1 first.
    """
    made = contacts_if_open(agency, effort)
    return pay_hazard(
        made,
        contacts_per_willing=ahead(agency.contacts_per_willing, made.shape[-1]),
        self_cure_rate=terms.debtor.self_cure_rate[..., None],
    )


def contacts_by_month(terms: Terms, agency: AgencyTerms, effort: Effort) -> FloatArray:
    """Return the contacts per account placed, i * open_(k-1) while worked.

    Returns:
        Shape (..., segments, months of the longest term), month 1 first.
    """
    path = effort_path(terms, agency, effort)
    return np.asarray(contacts_if_open(agency, effort) * path.open_before)


def contacts_if_open(
    agency: AgencyTerms, effort: Effort, *, months: int | None = None
) -> FloatArray:
    """Return the contacts to an account that is still open, by month.

    Args:
        agency: The contract.
        effort: Intensity and months worked, shape (..., segments).
        months: How far to look; by default to the end of the longest term.

    Returns:
        Shape (..., segments, months), month 1 first.
    """
    axis = months_axis(agency.months if months is None else np.asarray(months))
    worked = while_running(axis, effort.worked_months)
    return np.asarray(effort.contacts_per_month[..., None] * worked)

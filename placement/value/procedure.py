"""Which court procedure a claim takes, how long it lasts, and whether it is time-barred."""

from enum import StrEnum

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.assume.lookup import Lookup
from placement.domain.types import BoolArray, FloatArray, Segments


class Procedure(StrEnum):
    """Court procedures for a money claim (Civil Procedure Law 2023, chapters 12 and 13)."""

    SMALL_CLAIMS = "small_claims"
    SUMMARY = "summary"
    ORDINARY = "ordinary"


def procedure_of(segments: Segments, assumptions: Assumptions) -> tuple[Procedure, ...]:
    """Return the procedure each segment's claims take.

    A debtor whose whereabouts are unknown bars small claims (art. 166(4)) and summary
    procedure; a contested claim is not simple (art. 160) and goes the ordinary way. Else small
    claims up to half the province's average yearly wage (art. 165), summary above.
    """
    ordinary = _goes_the_ordinary_way(segments)
    small = ~ordinary & (segments.balance <= _limit_of_one_name(segments, assumptions))
    chosen = np.select(
        [ordinary, small],
        [
            np.array(Procedure.ORDINARY, dtype=object),
            np.array(Procedure.SMALL_CLAIMS, dtype=object),
        ],
        default=np.array(Procedure.SUMMARY, dtype=object),
    )
    return tuple(chosen)


def court_months(segments: Segments, assumptions: Assumptions) -> FloatArray:
    """Return the months from filing to money, enforcement included.

    Shape (segments,), or (draws, segments) where a month or the small-claims limit was drawn.
    """
    lookup = Lookup(segments, assumptions)
    months = {kind: lookup.shared(f"court.months.{kind}") for kind in Procedure}
    small = segments.balance <= _small_claims_limit(lookup)
    simple = np.where(small, months[Procedure.SMALL_CLAIMS], months[Procedure.SUMMARY])
    return np.where(_goes_the_ordinary_way(segments), months[Procedure.ORDINARY], simple)


def is_time_barred(segments: Segments, assumptions: Assumptions) -> BoolArray:
    """Return where the limitation period is over at the cut-off date.

    The clock runs from the last demand that can be proved; without one, from the due date.
    Limitation is a defence of the debtor, not a bar (Civil Code 188, 192, 195).
    """
    since = np.where(
        np.isnan(segments.months_since_demand), segments.age, segments.months_since_demand
    )
    return np.asarray(since >= np.mean(assumptions.number("law.limitation_months")))


def _goes_the_ordinary_way(segments: Segments) -> BoolArray:
    return segments.unreachable | segments.disputed


def _small_claims_limit(lookup: Lookup) -> FloatArray:
    return np.asarray(
        lookup.shared("law.small_claims_wage") * lookup.shared("law.small_claims_share")
    )


def _limit_of_one_name(segments: Segments, assumptions: Assumptions) -> FloatArray:
    """Return the limit by which a procedure gets its one name, over an axis of draws the mean."""
    limit = _small_claims_limit(Lookup(segments, assumptions))
    return np.asarray(limit if limit.ndim <= 1 else limit.mean())

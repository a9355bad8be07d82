"""Terms of one agency contract made by hand, for tests that need no library."""

from dataclasses import replace

import numpy as np

from placement.assume.library import load_library
from placement.domain.types import FloatArray, Option, Stance
from placement.value.resolve import resolve_terms
from placement.value.terms import AgencyTerms, Terms
from tests.builders import segments

Number = float | FloatArray


def plain_case(
    *,
    balance: Number = 7_000.0,
    willing: Number = 0.1,
    per_willing: Number = 12.5,
    easy: Number = 0.0,
    per_easy: Number = 1.0,
    cost: Number = 2.3,
    commission: Number = 0.2,
    months: int = 6,
    fade: Number = 0.0,
    self_cure: Number = 0.0,
    discount_per_month: float = 0.0,
    vat: float = 0.0,
    onboarding: Number = 0.0,
    most: float = 60.0,
    complaint: Number = 0.0,
    stance: Stance = Stance.PROFIT_SEEKING,
) -> tuple[Terms, AgencyTerms]:
    """Return terms in which a payer pays the whole balance at once and no tax is due.

    The willing are hard ones, and there may be easy ones beside them; nothing changes from month
    to month, and no agency carries a caseload. Arrays make one segment each.
    """
    varied = (
        balance, willing, per_willing, easy, per_easy, cost, commission, fade, self_cure, complaint,
    )  # fmt: skip
    size = max(np.size(number) for number in varied)

    def each(number: Number) -> FloatArray:
        return np.broadcast_to(np.asarray(number, dtype=float), (size,))

    book = segments(balance=each(balance))
    terms = resolve_terms(book, load_library(), stance=stance)
    one = np.asarray(1.0)
    agency = replace(
        terms.agency[Option.AGENCY_1],
        months=each(months),
        contacts_per_willing=np.stack([each(per_easy), each(per_willing)])[..., None],
        cost_per_contact=each(cost),
        onboarding=each(onboarding),
        commission=each(commission),
        placement_fee=each(0.0),
        complaint_cost_per_contact=each(complaint),
        relationship_cost=each(0.0),
        max_contacts_per_month=one * most,
    )
    terms = replace(
        terms,
        debtor=replace(
            terms.debtor,
            balance=each(balance),
            willing_easy=each(easy),
            willing_hard=each(willing),
            reluctant=each(0.0),
            fade=each(fade)[..., None],
            self_cure_rate=each(self_cure),
            settlement_share=each(1.0),
            instalment_factor=each(1.0),
        ),
        market=replace(
            terms.market,
            discount_per_month=one * discount_per_month,
            vat_rate=one * vat,
            tax_rate=one * 0.0,
            holding_cost_rate=each(0.0),
        ),
        agency={**terms.agency, Option.AGENCY_1: agency},
    )
    return terms, agency

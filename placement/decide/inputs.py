"""The numbers actually used for one segment, so that anyone can recompute the answer."""

from dataclasses import replace
from typing import Any

import numpy as np

from placement.domain.types import AGENCY_OPTIONS, FloatArray
from placement.odds.debtor import EASY, HARD
from placement.value.contacts import effort_hazard
from placement.value.effort import choose_effort
from placement.value.in_house import in_house_hazard
from placement.value.interest import ahead
from placement.value.options import Valuation
from placement.value.terms import terms_at

WHOLE = {"months", "worked_months", "lag_months"}
"""Keys that are whole numbers of months."""


def inputs_of(valuation: Valuation, position: int) -> dict[str, Any]:
    """Return every number behind a segment's valuation, by the names of docs/model.md.

    Every key is present, also for options that are not available.
    """
    terms = valuation.terms
    debtor, market = terms.debtor, terms.market
    size = len(valuation.segments)
    alone = replace(
        terms,
        debtor=terms_at(debtor, position, size=size),
        market=terms_at(market, position, size=size),
    )

    def one(array: FloatArray) -> float:
        return float(np.broadcast_to(array, debtor.willing.shape)[..., position])

    def group(**arrays: FloatArray) -> dict[str, float]:
        return {
            name: round(one(array)) if name in WHOLE else one(array)
            for name, array in arrays.items()
        }

    def fading(months: float) -> list[float]:
        months_ahead = ahead(debtor.fade, round(months))
        wide = np.broadcast_to(months_ahead, (*debtor.willing.shape, round(months)))
        return [float(rate) for rate in wide[..., position, :].reshape(-1)]

    def by_month(hazard: FloatArray, months: float) -> dict[str, Any]:
        """Return the pay hazard of easy and hard debtors and the fading, month by month."""
        count = round(months)
        size = hazard.shape[-2]
        at = position if size > 1 else 0
        rates = hazard[..., at, :count].reshape(2, -1)
        return {"hazard": rates.T.tolist(), "fade": fading(months)}

    in_house, letter, sale = terms.in_house, terms.letter, terms.sale
    order, suit = terms.payment_order, terms.lawsuit
    result: dict[str, Any] = group(
        balance=debtor.balance,
        principal_share=debtor.principal_share,
        age=debtor.age,
        willing_easy=debtor.willing_easy,
        willing_hard=debtor.willing_hard,
        willing=debtor.willing,
        reluctant=debtor.reluctant,
        fade_rate=debtor.fade[..., 0],
        self_cure_rate=debtor.self_cure_rate,
        contacts_per_easy=in_house.contacts_per_willing[EASY, ..., 0],
        contacts_per_hard=in_house.contacts_per_willing[HARD, ..., 0],
        discount_per_month=market.discount_per_month,
        vat_rate=market.vat_rate,
        tax_rate=market.tax_rate,
        months_until_deductible=market.months_until_deductible,
        settlement_share=debtor.settlement_share,
        instalment_factor=debtor.instalment_factor,
        holding_cost_rate=market.holding_cost_rate,
    )
    not_lost = debtor.not_lost
    result["in_house"] = {
        **group(months=in_house.months, contacts_per_month=in_house.contacts_per_month),
        **by_month(in_house_hazard(terms), one(in_house.months)),
        **group(
            cost_per_contact=in_house.cost_per_contact,
            complaint_cost_per_contact=in_house.complaint_cost_per_contact,
            relationship_cost=np.zeros_like(debtor.balance),
        ),
    }
    for option in AGENCY_OPTIONS:
        agency = terms.agency[option]
        # For one segment, because a book's valuation leaves out placements that are not next.
        mine = terms_at(agency, position, size=size)
        effort = choose_effort(alone, mine)
        result[option.value] = {
            **group(
                months=agency.months,
                worked_months=effort.worked_months,
                contacts_per_month=effort.contacts_per_month,
            ),
            **by_month(effort_hazard(alone, mine, effort), one(agency.months)),
            **group(
                contacts_per_easy=agency.contacts_per_willing[EASY, ..., 0],
                contacts_per_hard=agency.contacts_per_willing[HARD, ..., 0],
                most_contacts_per_month=agency.max_contacts_per_month,
                cost_per_contact=agency.cost_per_contact,
                onboarding=agency.onboarding,
                commission=agency.commission,
                placement_fee=agency.placement_fee,
                complaint_cost_per_contact=agency.complaint_cost_per_contact,
                relationship_cost=agency.relationship_cost * not_lost,
            ),
        }
    result["law_letter"] = group(
        cost=letter.cost,
        letters_so_far=valuation.segments.letters.astype(float),
        willing_response=letter.willing_response,
        reluctant_response=letter.reluctant_response,
        commission=letter.commission,
        relationship_cost=letter.relationship_cost * not_lost,
    )
    result["payment_order"] = {
        **group(fee=order.fee, served=order.served, objection=order.objection),
        "yield": one(order.yield_share),
        **group(
            refund=order.refund,
            months=order.months,
            relationship_cost=order.relationship_cost * not_lost,
        ),
        "fade": fading(one(order.months)),
    }
    result["lawsuit"] = {
        **group(
            fee=suit.fee,
            case_cost=suit.case_cost,
            settle_willing=suit.settle_willing,
            settle_reluctant=suit.settle_reluctant,
            lawyer_share=suit.lawyer_share,
            win=suit.success,
        ),
        "yield": one(suit.yield_share),
        **group(
            refund=suit.refund,
            months=suit.months,
            relationship_cost=suit.relationship_cost * not_lost,
        ),
        "fade": fading(one(suit.months)),
    }
    result["sale"] = group(
        price=sale.price,
        quoted_price=sale.quoted_price,
        reluctant_weight=sale.reluctant_weight,
        lag_months=sale.lag_months,
        cost=sale.cost,
        relationship_cost=sale.relationship_cost * not_lost,
    )
    result["write_off"] = group(relationship_cost=terms.write_off_relationship_cost * not_lost)
    return result

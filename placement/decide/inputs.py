"""The numbers actually used for one segment, so that anyone can recompute the answer."""

from dataclasses import replace
from typing import Any

import numpy as np

from placement.domain.types import AGENCY_OPTIONS, FloatArray
from placement.value.effort import choose_effort
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

    in_house, letter, sale = terms.in_house, terms.letter, terms.sale
    order, suit = terms.payment_order, terms.lawsuit
    result: dict[str, Any] = group(
        balance=debtor.balance,
        principal_share=debtor.principal_share,
        age=debtor.age,
        willing=debtor.willing,
        reluctant=debtor.reluctant,
        fade_rate=debtor.fade_rate,
        self_cure_rate=debtor.self_cure_rate,
        contacts_per_willing=in_house.contacts_per_willing,
        discount_per_month=market.discount_per_month,
        vat_rate=market.vat_rate,
        tax_rate=market.tax_rate,
        months_until_deductible=market.months_until_deductible,
        settlement_share=debtor.settlement_share,
        instalment_factor=debtor.instalment_factor,
        holding_cost_rate=market.holding_cost_rate,
    )
    result["in_house"] = group(
        months=in_house.months,
        contacts_per_month=in_house.contacts_per_month,
        cost_per_contact=in_house.cost_per_contact,
        complaint_cost_per_contact=in_house.complaint_cost_per_contact,
        relationship_cost=in_house.relationship_cost,
    )
    for option in AGENCY_OPTIONS:
        agency = terms.agency[option]
        # For one segment, because a book's valuation leaves out placements that are not next.
        effort = choose_effort(alone, terms_at(agency, position, size=size))
        result[option.value] = group(
            months=agency.months,
            worked_months=effort.worked_months,
            contacts_per_month=effort.contacts_per_month,
            contacts_per_willing=agency.contacts_per_willing,
            cost_per_contact=agency.cost_per_contact,
            onboarding=agency.onboarding,
            commission=agency.commission,
            placement_fee=agency.placement_fee,
            complaint_cost_per_contact=agency.complaint_cost_per_contact,
            relationship_cost=agency.relationship_cost,
        )
    result["law_letter"] = group(
        cost=letter.cost,
        willing_response=letter.willing_response,
        reluctant_response=letter.reluctant_response,
        commission=letter.commission,
        relationship_cost=letter.relationship_cost,
    )
    result["payment_order"] = {
        **group(fee=order.fee, served=order.served, objection=order.objection),
        "yield": one(order.yield_share),
        **group(
            refund=order.refund, months=order.months, relationship_cost=order.relationship_cost
        ),
    }
    result["lawsuit"] = {
        **group(
            fee=suit.fee, case_cost=suit.case_cost, lawyer_share=suit.lawyer_share, win=suit.success
        ),
        "yield": one(suit.yield_share),
        **group(refund=suit.refund, months=suit.months, relationship_cost=suit.relationship_cost),
    }
    result["sale"] = group(
        price=sale.price,
        lag_months=sale.lag_months,
        cost=sale.cost,
        relationship_cost=sale.relationship_cost,
    )
    result["write_off"] = group(relationship_cost=terms.write_off_relationship_cost)
    return result

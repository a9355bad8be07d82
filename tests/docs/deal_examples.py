"""The worked examples of docs/model.md on the commission from both sides."""

from collections.abc import Mapping
from typing import Any

from placement.api import deal, lot_segments, one_account
from placement.assume.library import load_library
from placement.decide.deal.deal import Deal
from placement.decide.deal.fee_file import fee_terms

Given = Mapping[str, Any]
Numbers = dict[str, float]


def _found(given: Given) -> Deal:
    account = one_account(
        sector=given["sector"],
        balance=given["balance"],
        age=given["age"],
        creditor_type=given.get("creditor"),
    )
    return deal(
        lot_segments(account, given["accounts"]),
        load_library(),
        quoted=given.get("quoted"),
        fees=fee_terms(given.get("fees", {})),
    )


def deal_numbers(given: Given) -> Numbers:
    """Return floor, ceiling, best, and where there is no deal the gap and what opens it."""
    found = _found(given)
    zone = found.zone
    numbers = {
        "quoted": found.quoted,
        "best_for_creditor": zone.best_for_creditor,
        "floor": zone.bounds.floor,
        "ceiling": zone.bounds.ceiling,
        "best_to_begin": zone.best_to_begin,
        "best_other": zone.other.total,
        "creditor_keeps": float(zone.marks.creditor_value[0]),
        "creditor_keeps_at_best": float(zone.marks.creditor_value[2]),
        "agency_earns": found.economics.profit,
    }
    if found.gap is not None:
        numbers["gap_points"] = found.gap.points
        numbers["agency_short"] = found.gap.agency_short
        numbers["creditor_short"] = found.gap.creditor_short
    numbers |= {f"opens_at_{opener.lever.value}": opener.needed for opener in found.openers}
    return {name: value for name, value in numbers.items() if value is not None}


def fee_numbers(given: Given) -> Numbers:
    """Return headline, the points of each rule and the effective fee."""
    fee = _found(given).fee
    assert fee is not None
    return {
        "headline": fee.headline,
        "effective": fee.effective,
        **{rule.value: points for rule, points in fee.parts.items()},
    }


def agency_numbers(given: Given) -> Numbers:
    """Return people, break-evens and cash of a lot."""
    found = _found(given).economics
    work, cash = found.staffing, found.cash
    assert found.profit_per_seat_month is not None
    assert found.break_even_liquidation is not None
    assert found.break_even_commission is not None
    assert cash.paid_back_month is not None
    return {
        "contacts": work.contacts,
        "letters": work.letters,
        "visits": work.visits,
        "visit_cost": work.visit_cost,
        "contact_cost": work.cost,
        "seat_months": work.seat_months,
        "revenue": float(found.curve.agency_revenue[0]),
        "profit": found.profit,
        "profit_per_seat_month": found.profit_per_seat_month,
        "break_even_liquidation": found.break_even_liquidation,
        "break_even_commission": found.break_even_commission,
        "deepest_cash": cash.deepest,
        "deepest_month": float(cash.deepest_month),
        "paid_back_month": float(cash.paid_back_month),
    }

"""The answer of `deal` as plain data, by the names of the public interface."""

from typing import Any

from placement.decide.deal.agency_economics import AgencyEconomics
from placement.decide.deal.curve import LotCurve
from placement.decide.deal.deal import Deal
from placement.decide.deal.fees import EffectiveFee
from placement.decide.deal.openers import Gap, Opener


def deal_answer(found: Deal) -> dict[str, Any]:
    """Return the answer of `deal`; money is for the whole lot, in today's money.

    `floor` and `ceiling` are None where no commission up to 1 will do.
    """
    zone, bounds = found.zone, found.zone.bounds
    return {
        "accounts": float(zone.lot.accounts.sum()),
        "left_out": zone.lot.left_out,
        "balance": float(zone.lot.owed.sum()),
        "floor": bounds.floor,
        "ceiling": bounds.ceiling,
        "best_for_creditor": zone.best_for_creditor,
        "best_to_begin": zone.best_to_begin,
        "works_at_best": zone.works_at_best,
        "works_to_begin": zone.works_to_begin,
        "deal": bounds.deal,
        "zone": None if zone.low_end is None else [zone.low_end, bounds.ceiling],
        "gains_below": zone.gains_below,
        "quoted": found.quoted,
        "quote_in_force": not zone.lot.fees.by_age,
        "effective_fee": None if found.fee is None else found.fee.effective,
        "target_margin": zone.target_margin,
        "fixed_cost": zone.lot.fixed_cost,
        "best_other": {
            "options": sorted(set(zone.other.first)),
            "net": zone.other.total,
        },
        "at_quoted": _points(found.economics.curve)[0],
        "at_best": _points(zone.marks)[1],
        "at_best_to_begin": _points(zone.marks)[2],
        "at_floor": None if found.at_floor is None else _points(found.at_floor)[0],
        "at_ceiling": None if found.at_ceiling is None else _points(found.at_ceiling)[0],
        "gap": None if found.gap is None else _gap(found.gap),
        "openers": [_opener(opener) for opener in found.openers],
        "fee": None if found.fee is None else _fee(found.fee),
        "agency": _agency(found.economics),
        "curve": _points(zone.curve),
    }


def _points(curve: LotCurve) -> list[dict[str, float]]:
    return [
        {
            "commission": commission,
            "liquidation": liquidation,
            "payers": payers,
            "creditor_net": net,
            "creditor_net_with_follow_up": value,
            "agency_profit": profit,
            "fee": fee,
        }
        for commission, liquidation, payers, net, value, profit, fee in zip(
            curve.commission.tolist(),
            curve.liquidation.tolist(),
            curve.payers.tolist(),
            curve.creditor_net.tolist(),
            curve.creditor_value.tolist(),
            curve.agency_profit.tolist(),
            curve.fee.tolist(),
            strict=True,
        )
    ]


def _gap(gap: Gap) -> dict[str, float | None]:
    return {
        "points": gap.points,
        "agency_short": gap.agency_short,
        "creditor_short": gap.creditor_short,
    }


def _opener(opener: Opener) -> dict[str, Any]:
    return {
        "lever": opener.lever.value,
        "today": opener.today,
        "needed": opener.needed,
        "looked_to": opener.looked_to,
    }


def _fee(fee: EffectiveFee) -> dict[str, Any]:
    return {
        "headline": fee.headline,
        "effective": fee.effective,
        "fee": fee.fee,
        "collected": fee.collected,
        "parts": [{"rule": rule.value, "points": points} for rule, points in fee.parts.items()],
    }


def _agency(economics: AgencyEconomics) -> dict[str, Any]:
    work, cash, curve = economics.staffing, economics.cash, economics.curve
    return {
        "profit": economics.profit,
        "margin": economics.margin,
        "revenue": float(curve.agency_revenue[0]),
        "cost": float(curve.agency_cost[0]),
        "vat": economics.vat,
        "onboarding": economics.onboarding,
        "contacts": work.contacts,
        "calls": work.calls,
        "letters": work.letters,
        "visits": work.visits,
        "call_cost": work.call_cost,
        "letter_cost": work.letter_cost,
        "visit_cost": work.visit_cost,
        "channels_add_up": work.adds_up,
        "seat_months": work.seat_months,
        "peak_seats": economics.peak_seats,
        "profit_per_seat_month": economics.profit_per_seat_month,
        "break_even_liquidation": economics.break_even_liquidation,
        "break_even_commission": economics.break_even_commission,
        "deepest_cash": cash.deepest,
        "deepest_month": cash.deepest_month,
        "paid_back_month": cash.paid_back_month,
        "financing_cost": cash.financing_cost,
        "cash": [
            {
                "month": month,
                "commission": float(cash.commission[month]),
                "contacts": float(cash.contacts[month]),
                "onboarding": float(cash.onboarding[month]),
                "fixed": float(cash.fixed[month]),
                "court_fees": float(cash.court_fees[month]),
                "net": float(cash.net[month]),
                "cumulative": float(cash.cumulative[month]),
            }
            for month in range(cash.net.size)
        ],
    }

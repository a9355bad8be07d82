"""How floor, ceiling, best commission and break-evens of a lot come about, with its figures."""

from placement.decide.deal.agency_economics import AgencyEconomics
from placement.decide.deal.curve import LotCurve
from placement.decide.deal.zone import Zone
from placement.domain.text import t
from placement.words.deal import other_ways
from placement.words.formulas import (
    EQUALS,
    OVER,
    TIMES,
    Formula,
    Step,
    enough,
    in_enough_percent,
    in_money,
    in_percent,
    summed,
)
from placement.words.numbers import points


def profit_formula(at: LotCurve, *, fixed_cost: float) -> Formula:
    """Return the agency's profit at one commission.

    Args:
        at: The lot at this commission alone.
        fixed_cost: Of the contract.
    """
    return summed(
        t(
            "Agency's profit = commission after VAT \N{MINUS SIGN} contacts and taking accounts on "
            "\N{MINUS SIGN} fixed cost of the contract"
        ),
        _agency(at, fixed_cost),
        t("Agency's profit"),
        note=t("At today's quote of {quote}.", quote=points(float(at.commission[0]))),
    )


def floor_formula(zone: Zone) -> Formula | None:
    """Return what is left at the floor, the lowest commission with nothing missing; None if none.

    Just below it something is missing. Where an agency begins to work at the floor, a little more
    than nothing is left there.
    """
    at = zone.at_floor
    if at is None:
        return None
    target = zone.target_margin * float(at.agency_revenue[0])
    return summed(
        t(
            "Floor: the lowest commission at which commission after VAT \N{MINUS SIGN} contacts "
            "and taking accounts on \N{MINUS SIGN} fixed cost \N{MINUS SIGN} target profit is not "
            "below zero"
        ),
        [
            *_agency(at, zone.lot.fixed_cost),
            *(
                [(t("Target profit, {margin}", margin=points(zone.target_margin)), -target)]
                if zone.target_margin
                else []
            ),
        ],
        t("Left over"),
        note=t(
            "At {floor} this is not below zero for the first time: that is the floor.",
            floor=points(zone.bounds.floor),
        ),
    )


def ceiling_formula(zone: Zone) -> Formula | None:
    """Return what is left at the ceiling over the best other way; None where there is none."""
    at = zone.at_ceiling
    if at is None:
        return None
    return summed(
        t(
            "Ceiling: the highest commission at which placing + what follows it \N{MINUS SIGN} "
            "best other way is not below zero"
        ),
        _creditor(zone, at, 0),
        t("Left over"),
        note=t(
            "Above {ceiling} this falls below zero: that is the ceiling.",
            ceiling=points(zone.bounds.ceiling),
        ),
    )


def best_formula(zone: Zone) -> Formula:
    """Return what the creditor gains at his best commission over his best other way."""
    return summed(
        t(
            "Creditor's best: the commission at which placing + what follows it \N{MINUS SIGN} "
            "best other way is highest"
        ),
        _creditor(zone, zone.marks, 2),
        t("Gain"),
        note=t(
            "At {best} this is more than at any other commission.", best=points(zone.best_to_begin)
        ),
    )


def creditor_formula(zone: Zone, at: LotCurve) -> Formula:
    """Return what the creditor gains at one commission over his best other way."""
    return summed(
        t("Creditor's gain = placing + what follows it \N{MINUS SIGN} best other way"),
        _creditor(zone, at, 0),
        t("Creditor's gain"),
        note=t("At today's quote of {quote}.", quote=points(float(at.commission[0]))),
    )


def break_even_formula(at: LotCurve, *, fixed_cost: float) -> Formula:
    """Return what is left at the break-even commission.

    Args:
        at: The lot at this commission alone.
        fixed_cost: Of the contract.
    """
    return summed(
        t(
            "Break-even commission: the lowest at which commission after VAT \N{MINUS SIGN} all "
            "costs is not below zero"
        ),
        _agency(at, fixed_cost),
        t("Left over"),
        note=t(
            "At {at} this is not below zero for the first time.",
            at=points(float(at.commission[0])),
        ),
    )


def break_even_liquidation_formula(found: AgencyEconomics) -> Formula | None:
    """Return the liquidation that pays for today's work; None where no commission comes in."""
    needed = found.break_even_liquidation
    if needed is None:
        return None
    at = found.curve
    expected, cost = float(at.liquidation[0]), float(at.agency_cost[0])
    revenue = float(at.agency_revenue[0])
    if not round(revenue, 2):
        return None
    return Formula(
        words=t(
            "Break-even liquidation = expected liquidation \N{MULTIPLICATION SIGN} all costs "
            "\N{DIVISION SIGN} commission after VAT"
        ),
        steps=(
            in_enough_percent(
                "",
                t("Expected liquidation"),
                expected,
                agrees=lambda x: (
                    round(x * round(cost, 2) / round(revenue, 2), 4) == round(needed, 4)
                ),
            ),
            in_money(TIMES, t("All costs"), cost),
            in_money(OVER, t("Commission after VAT"), revenue),
            in_percent(EQUALS, t("Break-even liquidation"), needed),
        ),
    )


def seat_formula(found: AgencyEconomics) -> Formula | None:
    """Return the profit per seat-month; None where nobody works."""
    per_seat = found.profit_per_seat_month
    if per_seat is None:
        return None
    months = found.staffing.seat_months
    return Formula(
        words=t(
            "Profit per seat-month = profit after fixed cost \N{DIVISION SIGN} months of callers "
            "and visitors"
        ),
        steps=(
            in_money("", t("Profit after fixed cost"), found.profit),
            Step(
                sign=OVER,
                name=t("People at work (seat-months)"),
                amount=months,
                figure=f"{months:,.{_decimals(found.profit, months, per_seat)}f}",
            ),
            in_money(EQUALS, t("Profit per seat-month"), per_seat),
        ),
    )


def _agency(at: LotCurve, fixed_cost: float) -> list[tuple[str, float]]:
    work = float(at.agency_cost[0]) - fixed_cost
    return [
        (t("Commission after VAT"), float(at.agency_revenue[0])),
        (t("Contacts and taking accounts on"), -work),
        (t("Fixed cost of the contract"), -fixed_cost),
    ]


def _creditor(zone: Zone, at: LotCurve, row: int) -> list[tuple[str, float]]:
    alone = float(at.creditor_net[row])
    return [
        (t("Placing, closed when it ends"), alone),
        (t("What follows it"), float(at.creditor_value[row]) - alone),
        (t("Best other way: {other}", other=other_ways(zone)), -zone.other.total),
    ]


def _decimals(profit: float, months: float, per_seat: float) -> int:
    """Return with how many decimals of months a hand calculator comes to the profit of a month."""

    def agrees(decimals: int) -> bool:
        shown = round(months, decimals)
        return shown > 0.0 and round(round(profit, 2) / shown, 2) == round(per_seat, 2)

    return enough(agrees)

"""Which numbers move together, and which way.

A table is one judgement about a curve, so its numbers share one factor. So do the commissions of a
sector, which are one market, and the margins at risk, which are one customer relation. What was
fitted to the same published results shares the factor `calibration`: the data fix what a batch
brings, so more hard debtors come with fewer of the others, with more contacts for each, with
faster fading, and with letters and courts that move a smaller share. Every other number has a
factor of its own.

Numbers that were fitted together to a user's own data go as the data say; see `Draws`.

On top of it all factors of a sector have something in common: how easy its debtors are.

Source: own definition, docs/decisions/031-the-value-is-the-middle.md.
"""

import re
from collections.abc import Iterable

from placement.assume.assumptions import SHARED, Assumptions
from placement.risk.spread import can_move

CALIBRATED = {
    "debtor.easy_share": -1,
    "debtor.hard_share": 1,
    "debtor.reluctant_share": -1,
    "debtor.fade_rate": 1,
    "in_house.contacts_per_easy": 1,
    "in_house.contacts_per_hard": 1,
    "in_house.age_factor": 1,
    "agency.contacts_per_hard": 1,
    "agency.age_factor": 1,
    "law_letter.willing_response": -1,
    "lawsuit.settle_willing": -1,
    "lawsuit.yield": -1,
    "payment_order.yield": -1,
}
"""What is fitted together in a sector, and which way it goes when more debtors are hard: the ways
that leave the 23 published results on cards closest to what the model says."""

FAMILIES = ("agency.commission", "relationship")
"""Groups of tables that are one judgement."""

WORSE_WHEN_HIGH = frozenset(
    {
        "age_factor",
        "case_cost",
        "commission",
        "commission_lag_months",
        "commission_per_earlier_placement",
        "complaint_cost_per_contact",
        "contacts_per_easy",
        "contacts_per_hard",
        "contract_fixed_cost",
        "cost",
        "deductible_after",
        "deductible_after_small",
        "dispute_loss",
        "fade_rate",
        "holding_cost_rate",
        "instalment_breakage",
        "instalment_months",
        "lag_months",
        "later_placement_factor",
        "lawyer_share",
        "objection",
        "onboarding",
        "placement_fee",
        "recall_lag_months",
        "relationship",
        "seat_cost_per_month",
        "target_margin",
    }
)
"""Names of numbers that leave the creditor less when they are high."""

HELD = ("law", "what_if")
"""First words of paths that never move: the law is known, and a what-if is a wish."""

_KEY = re.compile(r"\d+(\.\d+)?m?")


def table_of(path: str) -> str:
    """Return the table that a number belongs to, or the number itself."""
    above, _, last = path.rpartition(".")
    return above if _KEY.fullmatch(last) else path


def factor_of(path: str) -> str:
    """Return the name of the factor that moves a number: a path, a table, or a family of them."""
    sector, _, below = table_of(path).partition(".")
    if sector in SHARED:
        return table_of(path)
    if below in CALIBRATED:
        return f"{sector}.calibration"
    for family in FAMILIES:
        if below == family or below.startswith(f"{family}."):
            return f"{sector}.{family}"
    return f"{sector}.{below}"


def sign_of(path: str) -> int:
    """Return which way a number goes with its factor, 1 or -1."""
    return CALIBRATED.get(table_of(path).partition(".")[2], 1)


def common_of(factor: str) -> str:
    """Return the name of what a factor has in common with others: its sector's, or its own."""
    return factor.split(".", 1)[0]


def tilt_of(factor: str) -> int:
    """Return 1 where a factor is high when debtors are easy, -1 where it is low then."""
    return -1 if WORSE_WHEN_HIGH & set(factor.split(".")[1:]) else 1


def movable(
    assumptions: Assumptions, sectors: Iterable[str], held: Iterable[str] = ()
) -> tuple[str, ...]:
    """Return the paths that move for some sectors, in the library's order.

    Args:
        assumptions: The numbers in use.
        sectors: The sectors of a book; numbers of others do not touch it.
        held: Paths or tables that stay at their values all the same.

    Raises:
        AssumptionError: A path that is to be held is unknown.
    """
    kept = {found for path in held for found in assumptions.paths_under(path)}
    of = {*sectors, *SHARED} - set(HELD)
    fitted = {
        found
        for joint in assumptions.joints
        for name in joint.numbers
        for found in assumptions.paths_under(name)
    }
    return tuple(
        path
        for path, entry in assumptions.entries.items()
        if path.split(".", 1)[0] in of and path not in kept and (can_move(entry) or path in fitted)
    )

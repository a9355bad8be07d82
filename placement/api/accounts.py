"""The numbers in use, single accounts, and segments ranked."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from placement.api.past import past_of
from placement.api.rules import require
from placement.assume.assumptions import Assumptions
from placement.assume.library import lay_over, load_library, read_overlay
from placement.decide.agency_book import AgencyBook, agency_book
from placement.decide.rank import OPTIONS, Ranking, rank
from placement.domain.history import MONTHS_OFF
from placement.domain.text import listed, t
from placement.domain.types import (
    MOST_OWED,
    OLDEST_AGE,
    CreditorType,
    Option,
    Segments,
    Stance,
)
from placement.value.legal_fees import (
    acceptance_fee,
    enforcement_fee,
    lawyer_cap,
    payment_order_fee,
    preservation_fee,
    summary_fee,
)
from placement.value.options import value_options


def assumptions_in_use(
    *, sets: Mapping[str, float] | None = None, overlays: Sequence[Path] = ()
) -> Assumptions:
    """Return the library with the user's files and single values laid over it, in this order.

    Raises:
        AssumptionError: A path is unknown or a value out of bounds.
    """
    assumptions = load_library()
    for file in overlays:
        assumptions = lay_over(assumptions, read_overlay(file))
    return assumptions.with_values(sets or {})


def court_charges(amount: float) -> dict[str, float]:
    """Return what court and lawyers may charge on a claim of this amount, by the law's bands.

    Raises:
        InputError: The amount is not above zero.
    """
    require(amount > 0 and np.isfinite(amount), t("amount must be above 0; got {x:g}.", x=amount))
    library, claim = load_library(), np.array(amount, dtype=float)
    return {
        "acceptance": float(acceptance_fee(claim, library)),
        "summary": float(summary_fee(claim, library)),
        "payment_order": float(payment_order_fee(claim, library)),
        "enforcement": float(enforcement_fee(claim, library)),
        "preservation": float(preservation_fee(claim, library)),
        "lawyer_cap": float(lawyer_cap(claim, library)),
    }


def default_creditor_type(sector: str) -> str:
    """Return the creditor type assumed where none is given."""
    return (CreditorType.JOINT_STOCK if sector == "bank_card" else CreditorType.OTHER).value


def one_account(
    *,
    sector: str,
    balance: float,
    age: float,
    creditor_type: str | None = None,
    principal: float | None = None,
    placements: int = 0,
    months_since_demand: float | None = None,
    disputed: bool = False,
    unreachable: bool = False,
    letters: int = 0,
    in_house_months: float | None = None,
    history: str = "",
) -> Segments:
    """Return one account as a segment of its own.

    Args:
        sector: A key of the library.
        balance: Amount owed, above 0, at most `MOST_OWED`.
        age: Months past due, 0 or more.
        creditor_type: `CreditorType`; by default joint-stock for bank cards, other elsewhere.
        principal: Part of the balance that is principal; by default the library's share.
        placements: Placements with an agency so far.
        months_since_demand: Months since the last provable demand; by default the age.
        disputed: The debtor contests the claim.
        unreachable: Nobody can reach the debtor.
        letters: Law-firm letters so far.
        in_house_months: Months of in-house work since the due date, at most the age; by default
            all that letters and placements leave.
        history: Stages since the due date, such as "in_house 5, agency 6, letter"; then
            placements, letters and in-house months are counted in it and need not be given.

    Raises:
        InputError: A value breaks its rule; names it.
    """
    require(
        0 < balance <= MOST_OWED,
        t("balance must be above 0 and at most {most:,.0f}; got {x:g}.", most=MOST_OWED, x=balance),
    )
    require(
        0 <= age <= OLDEST_AGE,
        t("age must lie from 0 to {most:g} months past due; got {x:g}.", most=OLDEST_AGE, x=age),
    )
    if principal is not None:
        require(
            0 <= principal <= balance,
            t(
                "principal must lie from 0 to the balance of {balance:g}; got {x:g}.",
                balance=balance,
                x=principal,
            ),
        )
    if months_since_demand is not None:
        require(
            months_since_demand >= 0,
            t("months-since-demand must be 0 or more; got {x:g}.", x=months_since_demand),
        )
        require(
            months_since_demand <= age + MONTHS_OFF,
            t(
                "months-since-demand must be at most the age of {age:g}, because limitation runs "
                "from the due date at the earliest; got {x:g}.",
                age=age,
                x=months_since_demand,
            ),
        )
    past = past_of(
        age=age,
        placements=placements,
        letters=letters,
        in_house_months=in_house_months,
        history=history,
    )
    kind = creditor_type or default_creditor_type(sector)
    known = [member.value for member in CreditorType]
    require(
        kind in known,
        t("creditor must be one of {known}; got {kind!r}.", known=listed(known), kind=kind),
    )
    unknown = float("nan")
    return Segments(
        label=(sector,),
        sector=(sector,),
        creditor_type=(kind,),
        accounts=np.array([1]),
        balance=np.array([float(balance)]),
        principal_share=np.array([unknown if principal is None else principal / balance]),
        age=np.array([float(age)]),
        placements=np.array([past.placements]),
        months_since_demand=np.array(
            [unknown if months_since_demand is None else float(months_since_demand)]
        ),
        disputed=np.array([disputed]),
        unreachable=np.array([unreachable]),
        letters=np.array([past.letters]),
        in_house_months=np.array([past.in_house_months]),
        history=(past.history,),
    )


def rank_segments(
    segments: Segments, assumptions: Assumptions, *, stance: Stance = Stance.PROFIT_SEEKING
) -> Ranking:
    """Return the ranking of every segment's options; one account is a book of one segment.

    Raises:
        InputError: A sector is not in the library.
    """
    return rank(value_options(segments, assumptions, stance=stance))


def agency_side(ranking: Ranking) -> AgencyBook:
    """Return what the next agency would do with each segment, and earn."""
    return agency_book(ranking)


def option_name(position: int) -> Option:
    """Return the option at a position of a ranking's arrays."""
    return OPTIONS[position]

"""The registry: every option's cash flow for a book, by one call."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.domain.text import t
from placement.domain.types import AGENCY_OPTIONS, BoolArray, Option, Segments, Stance
from placement.value.agency import Placement, value_placement
from placement.value.availability import availability, caution
from placement.value.cashflow import CashFlow
from placement.value.court import value_lawsuit, value_payment_order
from placement.value.in_house import value_in_house
from placement.value.letter import value_letter
from placement.value.sale import value_sale
from placement.value.terms import Terms, resolve_terms
from placement.value.write_off import value_write_off

SINGLE: dict[Option, Callable[[Terms], CashFlow]] = {
    Option.IN_HOUSE: value_in_house,
    Option.LAW_LETTER: value_letter,
    Option.PAYMENT_ORDER: value_payment_order,
    Option.LAWSUIT: value_lawsuit,
    Option.SALE: value_sale,
    Option.WRITE_OFF: value_write_off,
}
"""Options with one party's cash; placements also have the agency's side."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Valuation:
    """Every option of every segment under one set of assumptions; money per account."""

    segments: Segments
    terms: Terms
    cash: dict[Option, CashFlow]
    placements: dict[Option, Placement]
    """The agency's side of its options."""
    available: dict[Option, BoolArray]
    reasons: dict[Option, tuple[str | None, ...]]

    def note(self, option: Option, position: int) -> str | None:
        """Return what a user must know about an open option of a segment, None if nothing."""
        if option in self.placements:
            worked = np.broadcast_to(
                self.placements[option].effort.worked_months, self.terms.debtor.willing.shape
            )
            if np.all(worked[..., position] <= 0.0):
                return t(
                    "The agency would not work these accounts: at this commission its contacts "
                    "cost more than they bring. Only debtors who pay by themselves come in."
                )
        return caution(option, position, self.terms)


def value_options(
    segments: Segments, assumptions: Assumptions, *, stance: Stance = Stance.PROFIT_SEEKING
) -> Valuation:
    """Value all options for all segments.

    An option that is not available is valued all the same, so that a reader can see what it
    would bring; whoever ranks leaves it out.

    Raises:
        InputError: A sector is not in the library.
    """
    terms = resolve_terms(segments, assumptions, stance=stance)
    placements = {option: value_placement(terms, option) for option in AGENCY_OPTIONS}
    cash = {
        option: placements[option].creditor if option in placements else SINGLE[option](terms)
        for option in Option
    }
    shut = {option: availability(option, segments, terms) for option in Option}
    return Valuation(
        segments=segments,
        terms=terms,
        cash=cash,
        placements=placements,
        available={option: open_ for option, (open_, _) in shut.items()},
        reasons={option: reasons for option, (_, reasons) in shut.items()},
    )

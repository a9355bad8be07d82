"""The registry: every option's cash flow for a book, by one call."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TypeVar

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.domain.text import t
from placement.domain.types import (
    AGENCY_OPTIONS,
    BoolArray,
    FloatArray,
    Option,
    Segments,
    Stance,
)
from placement.value.agency import Placement, place, value_placement
from placement.value.availability import caution, is_open, reasons
from placement.value.cashflow import CashFlow
from placement.value.court import value_lawsuit, value_payment_order
from placement.value.in_house import value_in_house
from placement.value.letter import value_letter
from placement.value.resolve import next_contract, resolve_terms
from placement.value.sale import value_sale
from placement.value.terms import AgencyTerms, Terms
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

Answer = TypeVar("Answer")


@dataclass(frozen=True, kw_only=True, eq=False)
class Valuation:
    """Every option of every segment under one set of assumptions; money per account."""

    segments: Segments
    terms: Terms
    next_contract: AgencyTerms
    """The contract of the placement each segment can have next; the last where none is left."""
    next_placement: Placement
    """That placement; without meaning where none is left."""
    available: dict[Option, BoolArray]
    """Where each option is open, shape (segments,)."""

    @cached_property
    def reasons(self) -> Mapping[Option, tuple[str | None, ...]]:
        """Why each option is shut, None where it is open; worked out when asked for."""
        return _Lazy(self._reasons)

    @cached_property
    def placements(self) -> dict[Option, Placement]:
        """Each placement for every segment, as if it came next; worked out when asked for."""
        return {option: value_placement(self.terms, option) for option in AGENCY_OPTIONS}

    @cached_property
    def cash(self) -> Mapping[Option, CashFlow]:
        """Each option's cash for every segment, open to it or not; worked out when asked for."""
        return _Lazy(lambda option: self._placed_or_single(option))

    def open_cash(self, option: Option) -> CashFlow:
        """Return an option's cash, to be read only where it is open.

        The search for the effort is made once, for the placement each segment can have next,
        and not three times.
        """
        return self.next_placement.creditor if option in AGENCY_OPTIONS else self.cash[option]

    def is_open(self, option: Option) -> BoolArray:
        """Return where an option is open, draw by draw where numbers were drawn.

        The law and the account's past bar an option in all draws alike; an agency takes accounts
        in those draws in which they pay it. Shape (segments,) or (draws, segments).
        """
        lawful = is_open(option, self.segments, self.terms)
        if option not in AGENCY_OPTIONS:
            return lawful
        return np.asarray(lawful & ~_loses(self.terms, self.next_placement.agency_profit))

    def note(self, option: Option, position: int) -> str | None:
        """Return what a user must know about an open option of a segment, None if nothing."""
        if option in AGENCY_OPTIONS:
            worked = np.broadcast_to(
                self.next_placement.effort.worked_months, self.terms.debtor.willing.shape
            )
            if np.all(worked[..., position] <= 0.0):
                return t(
                    "The agency would not work these accounts: at this commission its contacts "
                    "cost more than they bring. Only debtors who pay by themselves come in."
                )
        return caution(option, position, self.terms)

    def _reasons(self, option: Option) -> tuple[str | None, ...]:
        found = reasons(option, self.segments, self.terms)
        if option not in AGENCY_OPTIONS:
            return found
        profit = self.next_placement.agency_profit
        no_taker = turned_down(self.terms, profit)
        return tuple(
            t(
                "No agency takes these accounts: at this commission they would lose it "
                "{loss:,.2f} each.",
                loss=-float(np.mean(profit[..., position])),
            )
            if reason is None and no_taker[position]
            else reason
            for position, reason in enumerate(found)
        )

    def _placed_or_single(self, option: Option) -> CashFlow:
        if option in AGENCY_OPTIONS:
            return self.placements[option].creditor
        return SINGLE[option](self.terms)


class _Lazy(Mapping[Option, Answer]):
    """One answer per option, each worked out when first asked for."""

    def __init__(self, work_out: Callable[[Option], Answer]) -> None:
        self._work_out = cache(work_out)

    def __getitem__(self, option: Option) -> Answer:
        return self._work_out(option)

    def __iter__(self) -> Iterator[Option]:
        return iter(Option)

    def __len__(self) -> int:
        return len(Option)


def value_options(
    segments: Segments, assumptions: Assumptions, *, stance: Stance = Stance.PROFIT_SEEKING
) -> Valuation:
    """Value all options for all segments.

    An option that is not available can be valued all the same, so that a reader can see what it
    would bring; whoever ranks leaves it out.

    Raises:
        InputError: A sector is not in the library.
    """
    terms = resolve_terms(segments, assumptions, stance=stance)
    return value_with(segments, terms, next_contract(segments, assumptions, stance=stance))


def value_with(segments: Segments, terms: Terms, contract: AgencyTerms) -> Valuation:
    """Return all options under given terms.

    Args:
        segments: The segments.
        terms: What they are valued with.
        contract: Of the placement that each can have next.
    """
    placement = place(terms, contract)
    available = {option: is_open(option, segments, terms) for option in Option}
    taken = ~turned_down(terms, placement.agency_profit)
    for option in AGENCY_OPTIONS:
        available[option] &= taken
    return Valuation(
        segments=segments,
        terms=terms,
        next_contract=contract,
        next_placement=placement,
        available=available,
    )


def turned_down(terms: Terms, agency_profit: FloatArray) -> BoolArray:
    """Return where a profit-seeking agency would not take the accounts, as they lose it money.

    Shape (segments,); where numbers were drawn it is decided on their mean.
    """
    mean = agency_profit if agency_profit.ndim == 1 else agency_profit.mean(axis=0)
    return _loses(terms, mean)


def _loses(terms: Terms, agency_profit: FloatArray) -> BoolArray:
    if terms.stance is Stance.CONTRACTUAL:
        return np.zeros(agency_profit.shape, dtype=bool)
    return np.asarray(agency_profit < 0.0)

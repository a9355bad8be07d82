"""What is moved to see whether an answer flips, how far one looks, and how a flip is told.

Single options and whole plans are asked the same: how far may the balance, the commission, the
odds or a buyer's price move before another answer takes the place of today's?

Source: own definition, docs/model.md, "Flip points".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.domain.days import has_reached
from placement.domain.types import Option, Segments
from placement.value.sale import value_sale
from placement.value.terms import Terms

FACTOR_OF_BALANCE, FACTOR_OF_ODDS = 20.0, 5.0
"""How far to look, up and down."""

POINTS_OF_COMMISSION = (-0.2, 0.3)
"""How far to look around today's commission; 0.02 is two points."""

HIGHEST_PRICE = 1.0
"""No buyer pays more than the balance."""


class Quantity(StrEnum):
    """What is moved."""

    BALANCE = "balance"
    COMMISSION = "commission"
    """Points added to every agency commission."""
    ODDS = "odds"
    """A factor on the share of willing debtors."""
    SALE_PRICE = "sale_price"
    """A buyer's offer for today, as a share of the balance; later prices stay."""


SEARCHED = (Quantity.BALANCE, Quantity.COMMISSION, Quantity.ODDS)
"""Quantities that move several answers at once, so that a flip has to be searched for."""

PATHS = {
    Quantity.COMMISSION: "what_if.commission_points",
    Quantity.ODDS: "what_if.odds_factor",
}
"""Assumptions behind the quantities that are not the account's own."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """From today's number to where one stops looking."""

    start: float
    toward: float

    @property
    def is_ratio(self) -> bool:
        """In equal ratios where both ends are above zero, as money and factors are felt."""
        return self.start > 0.0 and self.toward > 0.0

    def place(self, share: float) -> float:
        """Return the number at a share of the way, 0 to 1."""
        if self.is_ratio:
            return float(self.start * (self.toward / self.start) ** share)
        return self.start + (self.toward - self.start) * share

    def share(self, place: float) -> float:
        """Return the share of the way at a number; the reverse of `place`."""
        if self.toward == self.start:
            return 0.0
        if self.is_ratio:
            return float(np.log(place / self.start) / np.log(self.toward / self.start))
        return (place - self.start) / (self.toward - self.start)


@dataclass(frozen=True, kw_only=True)
class Flip:
    """Where one quantity, moved in one direction, changes the answer."""

    quantity: Quantity
    is_up: bool
    """Moved up, else down."""
    start: float
    """Today's number."""
    searched_to: float
    value: float | None
    """Where the answer changes; None if nowhere on the way."""
    from_move: str
    """Today's answer: the name of an option, or `wait`."""
    to_move: str | None
    """The one behind the flip."""

    @property
    def way(self) -> Way:
        """The way that was looked along."""
        return Way(start=self.start, toward=self.searched_to)


def way_of(quantity: Quantity, *, is_up: bool, account: Segments, assumptions: Assumptions) -> Way:
    """Return today's number of a searched quantity and how far to look.

    Args:
        quantity: One of `SEARCHED`.
        is_up: Which direction.
        account: One segment.
        assumptions: The numbers in use, none of them drawn.
    """
    if quantity is Quantity.COMMISSION:
        start = float(assumptions.number(PATHS[quantity]))
        end = float(np.clip(start + POINTS_OF_COMMISSION[is_up], -1.0, 1.0))
        return Way(start=start, toward=end)
    if quantity is Quantity.ODDS:
        start, factor = float(assumptions.number(PATHS[quantity])), FACTOR_OF_ODDS
    else:
        start, factor = float(account.balance[0]), FACTOR_OF_BALANCE
    return Way(start=start, toward=start * factor if is_up else start / factor)


def price_flip(terms: Terms, values: Mapping[str, float]) -> Flip:
    """Return the buyer's price at which selling today becomes the best answer, or no longer is.

        p = p_now + (V_other - V_sale) / ((1 - tau) * B * v ** lag)

    No search is needed: the price moves one answer only, and in proportion. No price opens a
    sale before the law does.

    Args:
        terms: What the account is worked out from; one segment.
        values: Value of every other open answer, and of selling where it is open, by name.
    """
    first, sale = best_of(values), Option.SALE.value
    others = {name: value for name, value in values.items() if name != sale}
    start, balance = float(terms.sale.price[0]), float(terms.debtor.balance[0])
    per_share = balance * (1.0 - float(terms.market.tax_rate))
    per_share *= float(terms.market.discount) ** float(terms.sale.lag_months[0])
    selling = float(value_sale(terms).net[0])
    is_up = first != sale
    price = start + (others[best_of(others)] - selling) / per_share if per_share > 0.0 else np.inf
    may_sell = bool(has_reached(terms.debtor.age, terms.sale_from).all())
    is_found = may_sell and 0.0 <= price <= HIGHEST_PRICE
    behind = sale if is_up else best_of(others)
    return Flip(
        quantity=Quantity.SALE_PRICE,
        is_up=is_up,
        start=start,
        searched_to=HIGHEST_PRICE if is_up else 0.0,
        value=price if is_found else None,
        from_move=first,
        to_move=behind if is_found else None,
    )


def best_of(values: Mapping[str, float]) -> str:
    """Return the name of the highest value."""
    return max(values, key=lambda name: values[name])

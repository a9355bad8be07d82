"""Lots for tests: from the library, or in a plain world where the closed forms hold."""

import math
from typing import Any

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.deal.lot import Lot, make_lot
from placement.value.options import SINGLE
from tests.builders import segments
from tests.value.plain import plain_case

LIBRARY = load_library()

NO_BUYER = LIBRARY.with_values({"bank_card.sale.price": 0.0})
"""Nobody buys cards. Where somebody does, selling may be worth more than a placement after which
the account is closed, and then there is no deal."""

USUAL = {
    "bank_card": (7_000.0, 6.0, 1_000),
    "telecom": (200.0, 12.0, 20_000),
    "property_fee": (3_000.0, 12.0, 300),
    "logistics": (60_000.0, 8.0, 40),
    "software_retainage": (400_000.0, 12.0, 20),
}
"""Balance, age and number of a lot of each sector."""


def usual_lot(
    sector: str, *, accounts: int | None = None, numbers: Assumptions = LIBRARY, **kwargs: Any
) -> Lot:
    """Return a lot of one sector, by default with the library's numbers."""
    balance, age, count = USUAL[sector]
    book = segments(sector=sector, balance=balance, age=age, accounts=accounts or count)
    return make_lot(book, numbers, **kwargs)


def mixed_lot(*, numbers: Assumptions = LIBRARY, **kwargs: Any) -> Lot:
    """Return card debts of four ages, so of four rungs, with unlike balances."""
    book = segments(
        balance=[5_000.0, 7_000.0, 12_000.0, 20_000.0], age=[4.0, 8.0, 14.0, 30.0], accounts=200
    )
    return make_lot(book, numbers, **kwargs)


def plain_lot(*, fixed_cost: float = 0.0, accounts: int = 1, **kwargs: Any) -> Lot:
    """Return a lot without tax, VAT, fading, discount and self-cure, unless given."""
    terms, agency = plain_case(**kwargs)
    size = len(terms.debtor.balance)
    return Lot(
        segments=segments(balance=terms.debtor.balance, accounts=accounts),
        terms=terms,
        contract=agency,
        available={option: np.ones(size, dtype=bool) for option in SINGLE},
        fixed_cost=fixed_cost,
    )


def best_commission(*, willing: float, share: float) -> float:
    """Return c* = q + sqrt(q (1 - q) (1 - w) / w)."""
    return share + math.sqrt(share * (1.0 - share) * (1.0 - willing) / willing)

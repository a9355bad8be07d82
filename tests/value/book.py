"""From a book to the plain-float reference and back."""

import math
from dataclasses import replace

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.domain.types import Component, FloatArray, Option, Segments
from placement.value.options import Valuation
from tests.reference.numbers import Account, Library


def plain_library(assumptions: Assumptions) -> Library:
    """Return the values in use for the reference."""
    return Library({path: entry.value for path, entry in assumptions.entries.items()})


def account_at(book: Segments, position: int) -> Account:
    """Return one segment's mean account for the reference."""
    return Account(
        sector=book.sector[position],
        balance=float(book.balance[position]),
        age=float(book.age[position]),
        creditor_type=book.creditor_type[position],
        principal_share=_known(book.principal_share[position]),
        placements=int(book.placements[position]),
        months_since_demand=_known(book.months_since_demand[position]),
        disputed=bool(book.disputed[position]),
        unreachable=bool(book.unreachable[position]),
        letters=int(book.letters[position]),
        in_house_months=_known(book.in_house_months[position]),
        history=book.history[position],
    )


def with_pasts(book: Segments, numbers: Assumptions, seed: int) -> Segments:
    """Return the book with letters, months of own work and told histories on some accounts."""
    rng, size = np.random.default_rng(seed), len(book)
    letters = rng.integers(0, 4, size) * (rng.random(size) < 0.4)
    placements, age = np.minimum(book.placements, 3), np.array(book.age)
    history = [""] * size
    for position in np.flatnonzero(rng.random(size) < 0.2):
        sector = book.sector[position]
        months = [numbers.number(f"{sector}.agency.{name}") for name in ("months",
                  "recall_lag_months")]  # fmt: skip
        text = f"agency {int(sum(months))}, letter, wait 2, in_house 1"
        own = float(age[position])
        age[position] = own + int(sum(months)) + 4
        letters[position] = placements[position] = 1
        history[position] = f"in_house {own!r}, {text}"
    months = np.floor(rng.uniform(0.0, 1.0, size) * age)
    told = np.array([bool(text) for text in history])
    return replace(
        book,
        age=age,
        letters=letters.astype(np.int64),
        placements=placements.astype(np.int64),
        in_house_months=np.where((rng.random(size) < 0.3) & ~told, months, np.nan),
        history=tuple(history),
    )


def accounts_of(book: Segments) -> list[Account]:
    """Return every segment's mean account."""
    return [account_at(book, position) for position in range(len(book))]


def parts(valuation: Valuation, option: Option) -> FloatArray:
    """Return an option's components, shape (components, segments); absent is zero."""
    present, size = valuation.cash[option].present, len(valuation.segments)
    nothing = np.zeros(())
    return np.stack(
        [np.broadcast_to(present.get(component, nothing), (size,)) for component in Component]
    )


def tax_free(assumptions: Assumptions) -> Assumptions:
    """Return the same numbers with all tax effects off."""
    return assumptions.with_values({"tax.income_tax_rate": 0.0})


def simple_tax(assumptions: Assumptions) -> Assumptions:
    """Return numbers with the loss deductible today and no holding or relationship cost."""
    values = {}
    for sector in load_library().sectors:
        values[f"{sector}.tax.deductible_after"] = 0.0
        values[f"{sector}.tax.deductible_after_small"] = 0.0
        values[f"{sector}.debtor.holding_cost_rate"] = 0.0
        values |= dict.fromkeys(assumptions.paths_under(f"{sector}.relationship"), 0.0)
    return assumptions.with_values(values)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)

"""What an account is worth to an agency under any effort, and how that bends with more contacts.

An agency is paid by commission only. At i contacts a month in the first T of K months, before
onboarding, an account is worth to it

    V(i, T) = sum over k <= K of v**k * c*B*s*paid_k / (1 + VAT)
              - kappa * i * sum over k <= T of v**k * open_(k-1)

and after month T those who are left pay by themselves or not at all. A contract may say otherwise
what a payment brings in each month, also after the term.

Source: own definition, docs/model.md, "The agency's effort".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.odds.debtor import by_type
from placement.value.terms import AgencyTerms, DebtorTerms, MarketTerms

NO_RATE = 1e-300
"""Stands for a rate of nothing where one is divided by."""

IN_CACHE = 16_384
"""Numbers worked on at a time; more would not stay in a processor's cache."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Interest:
    """What V depends on, draws and segments on one axis of rows."""

    shape: tuple[int, ...]
    """Draws and segments."""
    income: FloatArray
    """What one payment brings after VAT, shape (months, rows); months after the term included."""
    cost: FloatArray
    """Shape (rows,) as all without months."""
    discount: FloatArray
    self_cure: FloatArray
    term: FloatArray
    most: FloatArray
    willing: FloatArray
    """Shape (2, rows)."""
    fade: FloatArray
    """Shape (months, rows): a month's numbers lie together."""
    reach: FloatArray
    """Hazard that one contact a month adds, 1 / omega, shape (months, 2, rows)."""

    @classmethod
    def of(
        cls, debtor: DebtorTerms, market: MarketTerms, agency: AgencyTerms, *more: FloatArray
    ) -> "Interest":
        """Return the interest in every account; further arrays only widen its shape."""
        term = int(np.max(agency.months))
        pays = _pays(debtor, market, agency, term)
        months = max(term, pays.shape[-1])
        fade, per = ahead(debtor.fade, months), ahead(agency.contacts_per_willing, months)
        parts = {
            "cost": agency.cost_per_contact,
            "discount": market.discount,
            "self_cure": debtor.self_cure_rate,
            "term": agency.months,
            "most": agency.max_contacts_per_month,
        }
        shape = np.broadcast_shapes(
            *(np.shape(part) for part in (*parts.values(), *more)),
            debtor.types.shape[1:], fade.shape[:-1], per.shape[1:-1], pays.shape[:-1],
        )  # fmt: skip
        willing, per = by_type(debtor.types, len(shape) + 1), by_type(per, len(shape) + 2)
        by_month = np.broadcast_to(fade, (*shape, months)).reshape(-1, months)
        income = np.zeros((*shape, months))
        income[..., : pays.shape[-1]] = pays
        reach = 1.0 / np.broadcast_to(per, (2, *shape, months)).reshape(2, -1, months)
        return cls(
            shape=shape,
            willing=np.broadcast_to(willing, (2, *shape)).reshape(2, -1),
            income=np.ascontiguousarray(income.reshape(-1, months).T),
            fade=np.ascontiguousarray(by_month.T),
            reach=np.ascontiguousarray(np.moveaxis(reach, -1, 0)),
            **{name: np.broadcast_to(part, shape).reshape(-1) for name, part in parts.items()},
        )

    def flat(self, array: FloatArray) -> FloatArray:
        """Return an array of the shape of the accounts as one of rows."""
        return np.broadcast_to(np.asarray(array, dtype=float), self.shape).reshape(-1)

    def take(self, rows: IntArray | slice) -> "Interest":
        """Return the interest in some rows."""
        taken = {name: getattr(self, name)[..., rows] for name in _BY_ROW}
        found = Interest(shape=taken["cost"].shape, **taken)
        found.__dict__["_alone"] = self._alone[:, rows]
        return found

    @cached_property
    def months(self) -> int:
        """Months of the longest term."""
        return int(self.term.max(initial=0.0))

    def by_stop(self, contacts: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return V(i, T) and dV/di for T = 0..K; past a row's own term nothing changes.

        Args:
            contacts: Intensities i, shape (tried, rows).

        Returns:
            Two arrays of shape (K + 1, tried, rows).
        """
        values, slopes = np.empty((2, self.months + 1, *contacts.shape))
        size = max(IN_CACHE // (2 * len(contacts)), 1)
        for first in range(0, len(self.cost), size):
            rows = slice(first, first + size)
            some = self.take(rows)
            for stop, (value, slope) in enumerate(some._stops(contacts[:, rows])):
                values[stop, :, rows], slopes[stop, :, rows] = value, slope
            values[some.months :, :, rows] = values[some.months, :, rows]
            slopes[some.months :, :, rows] = slopes[some.months, :, rows]
        return values, slopes

    def at_stop(self, contacts: FloatArray, stop: IntArray) -> tuple[FloatArray, FloatArray]:
        """Return V(i, T) and dV/di of one stopping month for each row, shapes (rows,)."""
        values, slopes = np.zeros((2, *contacts.shape))
        last = stop.max(initial=0)
        for month, (value, slope) in enumerate(self._stops(contacts)):
            np.copyto(values, value, where=stop == month)
            np.copyto(slopes, slope, where=stop == month)
            if month == last:
                break
        return values, slopes

    def _stops(self, contacts: FloatArray) -> Iterator[tuple[FloatArray, FloatArray]]:
        """Yield V(i, T) and dV/di for T = 0, 1, ... K."""
        axes = contacts.ndim + 1
        willing = by_type(self.willing, axes) + np.zeros(contacts.shape)
        # Each type falls by its hazards so far: d w / di = -w * (sum of 1 / omega so far).
        reached = by_type(np.zeros_like(self.willing), axes)
        is_open, opening = np.ones(contacts.shape), np.zeros(contacts.shape)
        value, slope = np.zeros(contacts.shape), np.zeros(contacts.shape)
        worth, idle = np.ones_like(self.cost), self._alone
        yield idle[0] * (willing[0] + willing[1]), slope
        for month in range(self.months):
            runs, fade = month < self.term, np.maximum(self.fade[month], NO_RATE)
            per = by_type(self.reach[month] * runs, axes)
            hazard = contacts * per + self.self_cure
            minus = -fade - hazard
            gone = -np.expm1(minus)
            kept, leaving = 1.0 - gone, -gone / minus
            share = hazard * leaving
            # d share / d mu, of mu / (mu + lambda) * (1 - exp(-(mu + lambda))).
            steeper = (kept + fade * (kept - leaving) / minus) * per
            paid, paying = willing * share, willing * (steeper - reached * share)
            paid, paying = paid[0] + paid[1], paying[0] + paying[1]
            worth = worth * self.discount
            income, cost = worth * self.income[month], worth * self.cost * runs
            value = value + (income * paid - cost * contacts * is_open)
            slope = slope + (income * paying - cost * (is_open + contacts * opening))
            willing, reached = willing * kept, reached + per
            is_open, opening = is_open - paid, opening - paying
            left, leaves = willing[0] + willing[1], willing * reached
            yield (
                value + idle[month + 1] * left,
                slope - idle[month + 1] * (leaves[0] + leaves[1]),
            )

    @cached_property
    def _alone(self) -> FloatArray:
        """What one willing debtor left after month T brings by itself from then on, today."""
        left = np.zeros((len(self.income) + 1, len(self.cost)))
        worth = np.cumprod(np.broadcast_to(self.discount, self.income.shape), axis=0)
        for month in range(len(self.income) - 1, -1, -1):
            rate = np.maximum(self.self_cure + self.fade[month], NO_RATE)
            paid = self.self_cure * (-np.expm1(-rate) / rate)
            brings = worth[month] * self.income[month]
            left[month] = brings * paid + np.exp(-rate) * left[month + 1]
        return left

    @property
    def may_pay(self) -> BoolArray:
        """Where in some month a first contact brings more than it costs, shape (rows,).

        Contacts take those away who pay most easily, so the contacts after them bring less: where
        no first one pays in any month of idle accounts, none does after others.
        """
        found = np.zeros(len(self.cost), dtype=bool)
        willing, is_open = self.willing, np.ones_like(self.cost)
        for month in range(self.months):
            fade = self.fade[month]
            rate = np.maximum(self.self_cure + fade, NO_RATE)
            gone = -np.expm1(-rate)
            kept, leaving = 1.0 - gone, gone / rate
            first = (willing * self.reach[month]).sum(axis=0)
            brings = self.income[month] * first * (kept + fade / rate * (leaving - kept))
            found |= (brings > self.cost * is_open) & (month < self.term)
            is_open = is_open - (willing * (self.self_cure * leaving)).sum(axis=0)
            willing = willing * kept
        return found


_BY_ROW = tuple(name for name in Interest.__dataclass_fields__ if name != "shape")


def _pays(debtor: DebtorTerms, market: MarketTerms, agency: AgencyTerms, term: int) -> FloatArray:
    """Return what one payment brings after VAT, shape (..., months)."""
    if agency.pays is not None:
        return agency.pays
    income = agency.commission * debtor.paid_value / (1.0 + market.vat_rate)
    runs = np.arange(term) < np.asarray(agency.months)[..., None]
    return np.asarray(income[..., None] * runs)


def ahead(table: FloatArray, months: int) -> FloatArray:
    """Return the first months of a table; past its end the last month's numbers go on."""
    known = table.shape[-1]
    if months <= known:
        return table[..., :months]
    more = np.broadcast_to(table[..., -1:], (*table.shape[:-1], months - known))
    return np.concatenate([table, more], axis=-1)

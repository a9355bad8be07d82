"""What an agency earns with i contacts a month in the first T months, its slope and its bound.

In the rate r = mu + lambda at which willing debtors leave, an agency's value per account is

    V = a * (1 - u) + u * after - d * level - onboarding          u = v**T * exp(-r * T)
    a = p * (I * (1 - exp(-r)) - kappa * i) / (1/v - exp(-r))
    d = kappa * i * (1 - p)      p = w * (1 - lambda / r)      i = omega * (r - lambda - mu0)

with `after` the self-cures after the stop, so slope and bend need no exponential of their own.

Source: own definition, docs/model.md, "The agency's effort".
"""

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from placement.domain.types import BoolArray, FloatArray
from placement.odds.debtor import chance_within_month
from placement.value.terms import AgencyTerms, DebtorTerms, MarketTerms

_TINY = 1e-90
"""Stands for zero below a fraction line; one over its third power is still a number."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Slopes:
    """V and how it changes with the contacts, each of the shape asked for."""

    value: FloatArray
    slope: FloatArray
    """dV/di."""
    bend: FloatArray
    """d2V/di2."""
    upward: FloatArray
    """kappa * |dW/di|, W the open accounts in the worked months, in today's money."""

    def each(self, change: Callable[[FloatArray], FloatArray]) -> "Slopes":
        """Return the same with every array changed."""
        return Slopes(
            value=change(self.value),
            slope=change(self.slope),
            bend=change(self.bend),
            upward=change(self.upward),
        )

    def most_within(self, *, down: FloatArray, up: FloatArray) -> FloatArray:
        """Return what V stays at or below as the contacts move by -down to +up.

            V(i + x) <= V(i) + V'(i) * x + kappa * |W'(i)| * x**2

        because what comes in is concave and W convex in the contacts, each on its own side of
        its tangent.
        """
        rise = up * (self.slope + self.upward * up)
        fall = down * (self.upward * down - self.slope)
        return np.asarray(self.value + np.maximum(0.0, np.maximum(rise, fall)))


@dataclass(frozen=True, kw_only=True, eq=False)
class Interest:
    """V(i, T) with everything that does not depend on i worked out beforehand.

    Arrays have shape (..., segments, candidates): each gets the axis of candidates, so that
    draws and candidates cannot be mixed up.
    """

    income: FloatArray
    """Commission after VAT on one payment, I."""
    willing: FloatArray
    fade: FloatArray
    self_cure: FloatArray
    per_willing: FloatArray
    cost: FloatArray
    discount: FloatArray
    worked: FloatArray
    at_stop: FloatArray
    """Value today of 1 when work stops, v ** T."""
    level: FloatArray
    """Value today of 1 in each worked month."""
    idle: FloatArray
    """Value at the stop of the self-cures after it, per willing debtor left then."""
    onboarding: FloatArray

    @classmethod
    def of(
        cls, worked: FloatArray, *, debtor: DebtorTerms, market: MarketTerms, agency: AgencyTerms
    ) -> "Interest":
        """Return the interest in working so many months, shape (..., segments, candidates)."""

        def wide(array: FloatArray) -> FloatArray:
            return np.asarray(array)[..., None]

        fade, self_cure = wide(debtor.fade_rate), wide(debtor.self_cure_rate)
        force = np.log1p(wide(market.discount_per_month))
        alone = self_cure + fade
        # Stopping months past a segment's own term are left out later; they must stay finite.
        after = _annuity(force, alone, np.maximum(wide(agency.months) - worked, 0.0))
        return cls(
            income=wide(agency.commission * debtor.paid_value / (1.0 + market.vat_rate)),
            willing=wide(debtor.willing),
            fade=fade,
            self_cure=self_cure,
            per_willing=wide(agency.contacts_per_willing),
            cost=wide(agency.cost_per_contact),
            discount=wide(market.discount),
            worked=worked,
            at_stop=np.exp(-force * worked),
            level=_annuity(force, np.zeros_like(fade), worked),
            idle=self_cure * chance_within_month(alone) * after,
            onboarding=wide(agency.onboarding),
        )

    def each(self, change: Callable[[FloatArray], FloatArray]) -> "Interest":
        """Return the same with every array changed."""
        return Interest(
            **{field.name: change(np.asarray(getattr(self, field.name))) for field in fields(self)}
        )

    @property
    def may_pay(self) -> BoolArray:
        """Whether a contact may earn its cost, whatever i and T: I * w > kappa * omega * (1 - w).

        A contact to every account brings at most w / omega payers a month, and at least 1 - w of
        the accounts stay open to be contacted.
        """
        bears = self.cost * self.per_willing * (1.0 - self.willing)
        return np.asarray(self.income * self.willing > bears)

    def value(self, contacts_per_month: FloatArray) -> FloatArray:
        """Return V(i, T)."""
        hazard = self.self_cure + contacts_per_month / self.per_willing
        rate = hazard + self.fade
        lost = -np.expm1(-rate)
        # Whoever pays leaves the work: of those open, w * mu / (mu + lambda) go in the end.
        leaving = self.willing * hazard / np.maximum(rate, _TINY)
        spent = self.cost * contacts_per_month
        # Where nothing happens at all both quotients are 0 / _TINY and count for nothing.
        earned = leaving * (self.income * lost - spent) / self._below(lost)
        left = self.at_stop * np.exp(-rate * self.worked)
        given_up = left * (earned - self._after)
        return np.asarray(
            earned - given_up - spent * (1.0 - leaving) * self.level - self.onboarding
        )

    def slopes(self, contacts_per_month: FloatArray) -> Slopes:
        """Return V(i, T) with its slope and bend; endings _1 and _2 are derivatives by r."""
        worked, level, omega = self.worked, self.level, self.per_willing
        hazard = self.self_cure + contacts_per_month / omega
        rate = hazard + self.fade
        lost = -np.expm1(-rate)
        kept = 1.0 - lost
        left = self.at_stop * np.exp(-rate * worked)
        gone, tail = 1.0 - left, worked * left

        per_rate = 1.0 / np.maximum(rate, _TINY)
        p = self.willing * hazard * per_rate
        p_1 = self.willing * self.fade * per_rate * per_rate
        p_2 = -2.0 * p_1 * per_rate
        spent, unit = self.cost * contacts_per_month, self.cost * omega
        brings = self.income * kept
        gain, gain_1 = self.income * lost - spent, brings - unit

        per_month = 1.0 / self._below(lost)
        a = p * gain * per_month
        a_1 = (p_1 * gain + p * gain_1 - a * kept) * per_month
        a_2 = (p_2 * gain + 2.0 * p_1 * gain_1 - p * brings + (a - 2.0 * a_1) * kept) * per_month
        d = spent * (1.0 - p)
        d_1 = unit * (1.0 - p) - spent * p_1
        d_2 = -2.0 * unit * p_1 - spent * p_2
        given_up = left * (a - self._after)
        decayed = gone * per_month
        decayed_1 = (tail - decayed * kept) * per_month

        bend = a_2 * gone + 2.0 * tail * a_1 - worked * worked * given_up - d_2 * level
        return Slopes(
            value=np.asarray(a - given_up - d * level - self.onboarding),
            slope=np.asarray((a_1 * gone + worked * given_up - d_1 * level) / omega),
            bend=np.asarray(bend / (omega * omega)),
            upward=np.asarray(self.cost * np.abs(p * decayed_1 - p_1 * (level - decayed)) / omega),
        )

    @property
    def _after(self) -> FloatArray:
        return np.asarray(self.income * self.willing * self.idle)

    def _below(self, lost: FloatArray) -> FloatArray:
        return np.asarray(np.maximum(1.0 / self.discount - 1.0 + lost, _TINY))


def _annuity(force: FloatArray, rate: FloatArray, months: FloatArray) -> FloatArray:
    """Return sum_{k=1..T} exp(-force * k) * exp(-rate * (k - 1))."""
    whole = force + rate
    flat = whole < 1e-12
    ratio = np.expm1(-whole * months) / np.where(flat, -1.0, np.expm1(-whole))
    return np.where(flat, months, ratio) * np.exp(-force)

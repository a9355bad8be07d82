"""The agency's effort: how often it contacts accounts and when it stops, in its own interest.

An agency is paid by commission only, so it works an account while that pays. Its value per
account, at i contacts a month in the first T of K months, is

    V(i, T) = sum_{k <= K} v**k * c*B*s*paid_k / (1 + VAT)
              - kappa * i * sum_{k <= T} v**k * open_(k-1)  -  onboarding

With constant hazards both sums are geometric, so each (i, T) costs a few exponentials. For
every T the best i is bracketed on a grid and then narrowed by golden section.

Source: own definition, docs/model.md, "The agency's effort".
"""

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from placement.domain.types import FloatArray, Stance
from placement.odds.debtor import chance_within_month
from placement.value.terms import AgencyTerms, DebtorTerms, MarketTerms, Terms

GRID = 17
"""Starting intensities per stopping month; dense near zero, where optima lie."""

NARROWINGS = 26
"""Golden-section steps; they leave about 1e-6 of the bracket, so 1e-12 of the value."""

_TINY = 1e-300
"""Stands for zero below a fraction line."""

WORTH_WORKING = 1e-6
"""Gain per account, in currency units, below which an agency leaves the account alone; the search
stops a hair above zero contacts where zero is best."""

_GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Effort:
    """What an agency does with an account, shape (..., segments)."""

    contacts_per_month: FloatArray
    worked_months: FloatArray


def choose_effort(terms: Terms, agency: AgencyTerms) -> Effort:
    """Return the effort the stance leads to.

    A contractual agency works the whole term at the contract's intensity. A profit-seeking
    one takes the intensity and the stopping month of highest value, and does not work where
    that is not above zero or not above leaving the account alone.
    """
    if terms.stance is Stance.CONTRACTUAL:
        shape = np.broadcast_shapes(
            agency.contract_contacts_per_month.shape, terms.debtor.willing.shape
        )
        return Effort(
            contacts_per_month=np.broadcast_to(agency.contract_contacts_per_month, shape),
            worked_months=np.broadcast_to(agency.months, shape),
        )
    return _profit_seeking(terms, agency)


def agency_value(
    contacts_per_month: FloatArray,
    worked_months: FloatArray,
    *,
    debtor: DebtorTerms,
    market: MarketTerms,
    agency: AgencyTerms,
) -> FloatArray:
    """Return the agency's own value per account, V(i, T), in today's money.

    Args:
        contacts_per_month: Intensity i, shape (..., segments).
        worked_months: Month T in which work stops, same shape.
        debtor: The claim and the odds.
        market: Money and tax.
        agency: The contract and the agency's cost.
    """
    worked = np.asarray(worked_months, dtype=float)[..., None]
    interest = _Interest.of(worked, debtor=debtor, market=market, agency=agency)
    return interest.value(np.asarray(contacts_per_month, dtype=float)[..., None])[..., 0]


@dataclass(frozen=True, kw_only=True, eq=False)
class _Interest:
    """V(i, T) with everything that does not depend on i worked out beforehand.

    Arrays have shape (..., segments, candidates): each gets the axis of candidates, so that
    draws and candidates cannot be mixed up.
    """

    income: FloatArray
    """Commission after VAT on one payment."""
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
    ) -> "_Interest":
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

    def value(self, contacts_per_month: FloatArray) -> FloatArray:
        """Return V(i, T); two exponentials, as a search asks for it some forty times."""
        hazard = self.self_cure + contacts_per_month / self.per_willing
        rate = hazard + self.fade
        lost = -np.expm1(-rate)
        left = self.at_stop * np.exp(-rate * self.worked)
        # Where nothing happens at all both quotients are 0 / _TINY and count for nothing.
        decayed = (1.0 - left) / np.maximum(1.0 / self.discount - 1.0 + lost, _TINY)
        # Whoever pays leaves the work: of those open, w * mu / (mu + lambda) go in the end.
        leaving = self.willing * hazard / np.maximum(rate, _TINY)
        paid = leaving * lost * decayed + self.willing * left * self.idle
        worked_open = self.level - leaving * (self.level - decayed)
        costs = self.cost * contacts_per_month * worked_open
        return np.asarray(self.income * paid - costs - self.onboarding)


def _annuity(force: FloatArray, rate: FloatArray, months: FloatArray) -> FloatArray:
    """Return sum_{k=1..T} exp(-force * k) * exp(-rate * (k - 1))."""
    whole = force + rate
    flat = whole < 1e-12
    ratio = np.expm1(-whole * months) / np.where(flat, -1.0, np.expm1(-whole))
    return np.where(flat, months, ratio) * np.exp(-force)


def _profit_seeking(terms: Terms, agency: AgencyTerms) -> Effort:
    debtor, market = terms.debtor, terms.market
    months = np.arange(1.0, float(np.max(agency.months)) + 1.0)
    working = _Interest.of(months, debtor=debtor, market=market, agency=agency)
    most = agency.max_contacts_per_month[..., None]
    shape = np.broadcast_shapes(
        most.shape, *(np.shape(getattr(working, field.name)) for field in fields(working))
    )
    best = _golden_section(working.value, *_bracket(working.value, np.broadcast_to(most, shape)))
    within = months <= agency.months[..., None]
    values = np.where(within, working.value(best), -np.inf)
    chosen = np.argmax(values, axis=-1)[..., None]
    value = np.take_along_axis(values, chosen, axis=-1)[..., 0]
    nothing = np.zeros(shape[:-1])
    idle = agency_value(nothing, nothing, debtor=debtor, market=market, agency=agency)
    works = (value > 0.0) & (value > idle + WORTH_WORKING)
    return Effort(
        contacts_per_month=np.where(works, np.take_along_axis(best, chosen, axis=-1)[..., 0], 0.0),
        worked_months=np.where(works, months[chosen[..., 0]], 0.0),
    )


def _bracket(
    value_of: Callable[[FloatArray], FloatArray], most: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the neighbours of the best grid point, between which the best intensity lies."""
    marks = (np.arange(GRID) / (GRID - 1)) ** 2
    best_value = np.full(most.shape, -np.inf)
    best_mark = np.zeros(most.shape, dtype=np.intp)
    for position, mark in enumerate(marks):
        value = value_of(most * mark)
        better = value > best_value
        best_value = np.where(better, value, best_value)
        best_mark = np.where(better, position, best_mark)
    low = most * marks[np.maximum(best_mark - 1, 0)]
    high = most * marks[np.minimum(best_mark + 1, GRID - 1)]
    return low, high


def _golden_section(
    value_of: Callable[[FloatArray], FloatArray], low: FloatArray, high: FloatArray
) -> FloatArray:
    """Return the place of the highest value between low and high, elementwise."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = value_of(left), value_of(right)
    for _ in range(NARROWINGS):
        keep_left = at_left >= at_right
        low, high = np.where(keep_left, low, left), np.where(keep_left, right, high)
        moved = np.where(keep_left, high - _GOLDEN * (high - low), low + _GOLDEN * (high - low))
        at_moved = value_of(moved)
        left, right = np.where(keep_left, moved, right), np.where(keep_left, left, moved)
        at_left, at_right = (
            np.where(keep_left, at_moved, at_right),
            np.where(keep_left, at_left, at_moved),
        )
    # The ends count too: where the most the rules allow is best, the answer is exactly that.
    candidates = np.stack([(low + high) / 2.0, low, high])
    values = np.stack([value_of(candidate) for candidate in candidates])
    return np.asarray(np.take_along_axis(candidates, np.argmax(values, axis=0)[None], axis=0)[0])

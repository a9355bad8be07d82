"""Placements of a book by the month in which they start: the agencies' effort and what it leads to.

A placement's effort fits masses: those it is given. `build` first gives it the masses that in-house
work and placements one after the other leave; once a plan is known, `fit` gives it the plan's own.

Source: own definition, docs/model.md, "The agency's effort".
"""

from dataclasses import dataclass

import numpy as np

from placement.domain.types import BoolArray, FloatArray, IntArray, Stance
from placement.odds.debtor import chance_within_month
from placement.value.effort import best_effort
from placement.value.terms import AgencyTerms, DebtorTerms, MarketTerms


@dataclass(frozen=True, kw_only=True, eq=False)
class PlacedRows:
    """Placements, each of one segment in one starting month; arrays have shape (..., rows)."""

    contacts_per_month: FloatArray
    worked_months: FloatArray
    reward: FloatArray
    """Creditor's reward per easy, hard, reluctant debtor and open account, shape (4, rows)."""
    profit: FloatArray
    """The agency's profit per the same, in money of the starting month, shape (4, rows)."""
    keep: FloatArray
    """Share of easy, hard and reluctant debtors left when accounts are back, shape (3, rows)."""
    paid: FloatArray
    """Share of easy and hard debtors who paid, shape (2, rows)."""
    demands_at_end: FloatArray


@dataclass(frozen=True, kw_only=True, eq=False)
class PlacedMonths:
    """Placements month by month; arrays of shape (..., rows, months)."""

    runs: BoolArray
    """Whether the month is part of the placement."""
    made: FloatArray
    """Contacts to an account that is open."""
    fade: FloatArray
    gone: FloatArray
    """Rates at which easy and hard debtors pay or fade, added up, types first as the next two."""
    paid: FloatArray
    """Share of the debtors at the start who pay in the month."""
    before: FloatArray
    """Share who paid before it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Agencies:
    """What placements are worked out from; arrays have shape (segments,) unless said otherwise."""

    stance: Stance
    term: IntArray
    lag: IntArray
    """Months of a slow recall, in which accounts are idle."""
    balance: FloatArray
    paid_value: FloatArray
    discount: FloatArray
    tax_rate: FloatArray
    deductible: FloatArray
    held: FloatArray
    """Cost of holding an account for a month."""
    vat_rate: FloatArray
    self_cure: FloatArray
    cost_per_contact: FloatArray
    complaint_cost: FloatArray
    onboarding: FloatArray
    placement_fee: FloatArray
    contacts_per_seat: FloatArray
    """Contacts that a collector makes in a month."""
    contract_contacts: FloatArray
    most_contacts: FloatArray
    harder: FloatArray
    """Times the contacts that each placement number needs, shape (numbers, segments)."""
    commission: FloatArray
    """Shape (numbers, segments, months + 1)."""
    fade: FloatArray
    """Shape (segments, months ahead), as the contacts."""
    contacts_per_willing: FloatArray
    """Of a first placement, shape (2, segments, months ahead)."""

    @property
    def is_choosy(self) -> bool:
        """Whether agencies turn down what loses them money."""
        return self.stance is Stance.PROFIT_SEEKING

    @property
    def longest(self) -> int:
        """The most months a placement takes, recall included."""
        return int((self.term + self.lag).max())

    def best(
        self, number: IntArray, segment: IntArray, start: IntArray, masses: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return contacts a month and worked months that fit the masses a placement is given.

        Args:
            number: Placements before it, shape (rows,), as the next two.
            segment: Whose accounts.
            start: Month in which it starts.
            masses: Easy, hard, reluctant, open when it starts, shape (4, rows).
        """
        if self.stance is Stance.CONTRACTUAL:
            return self.contract_contacts[segment], self.term[segment].astype(float)
        months = int(self.term[segment].max(initial=1))
        ahead = start[:, None] + np.arange(months)
        rows = segment[:, None]
        per = self.contacts_per_willing[:, rows, ahead] * self.harder[number, segment][:, None]
        shares = masses[:3] / masses[3]
        unit = np.ones(len(segment))
        effort = best_effort(
            debtor=DebtorTerms(
                balance=self.paid_value[segment],
                principal_share=unit,
                age=unit,
                willing_easy=shares[0],
                willing_hard=shares[1],
                reluctant=shares[2],
                fade=self.fade[rows, ahead],
                self_cure_rate=self.self_cure[segment],
                settlement_share=unit,
                instalment_factor=unit,
            ),
            market=MarketTerms(
                discount_per_month=1.0 / self.discount[segment] - 1.0,
                vat_rate=self.vat_rate[segment],
                tax_rate=unit,
                months_until_deductible=unit,
                holding_cost_rate=unit,
            ),
            agency=AgencyTerms(
                months=self.term[segment].astype(float),
                contacts_per_willing=per,
                cost_per_contact=self.cost_per_contact[segment],
                onboarding=self.onboarding[segment],
                commission=self.commission[number, segment, start],
                placement_fee=unit,
                complaint_cost_per_contact=unit,
                relationship_cost=unit,
                contract_contacts_per_month=unit,
                max_contacts_per_month=self.most_contacts[segment],
            ),
        )
        return effort.contacts_per_month, effort.worked_months

    def monthly(
        self,
        number: IntArray,
        segment: IntArray,
        start: IntArray,
        effort: tuple[FloatArray, FloatArray],
    ) -> "PlacedMonths":
        """Return who pays when under an effort, recall included; arguments as in `best`."""
        contacts, worked = effort
        lasts = (self.term + self.lag)[segment]
        k = np.arange(int(lasts.max(initial=1)))
        runs = k < lasts[:, None]
        ahead, rows = start[:, None] + k, segment[:, None]
        made = contacts[:, None] * (k < worked[:, None])
        per = self.contacts_per_willing[:, rows, ahead] * self.harder[number, segment][:, None]
        fade = self.fade[rows, ahead] * runs
        hazard = (self.self_cure[segment][:, None] + made / per) * runs
        rate = hazard + fade
        gone = np.cumsum(rate, axis=-1)
        paid = np.exp(rate - gone) * hazard * chance_within_month(rate)
        before = np.cumsum(paid, axis=-1) - paid
        return PlacedMonths(runs=runs, made=made, fade=fade, gone=gone, paid=paid, before=before)

    def placed(
        self,
        number: IntArray,
        segment: IntArray,
        start: IntArray,
        effort: tuple[FloatArray, FloatArray],
    ) -> PlacedRows:
        """Return what placements with a given effort lead to; arguments as in `best`."""
        contacts, worked = effort
        months = self.monthly(number, segment, start, effort)
        k, made, paid, before = (
            np.arange(months.made.shape[1]),
            months.made,
            months.paid,
            months.before,
        )
        runs, fade, gone = months.runs, months.fade, months.gone
        lasts, ahead = (self.term + self.lag)[segment], start[:, None] + k
        v = self.discount[segment]
        from_start = v[:, None] ** (k + 1.0) * runs
        today = v**start
        tax, kept = self.tax_rate[segment], 1.0 - self.tax_rate[segment]
        taxed_at = np.maximum(ahead + 1.0, self.deductible[segment][:, None])
        taxed = v[:, None] ** taxed_at * runs
        commission, value = self.commission[number, segment, start], self.paid_value[segment]
        worth = from_start * today[:, None]
        received = (worth * paid).sum(axis=-1) * (1.0 - kept * commission)
        received = value * (received - tax * (taxed * paid).sum(axis=-1))
        # Whoever has paid is no longer contacted or held, so both costs fall with the willing.
        complaints, held = kept * self.complaint_cost[segment], self.held[segment]
        received = received + complaints * (worth * made * before).sum(axis=-1)
        received = received + held * (worth * before).sum(axis=-1)
        per_open = -complaints * (worth * made).sum(axis=-1) - held * worth.sum(axis=-1)
        per_open = per_open - kept * self.placement_fee[segment] * today
        income = commission * value / (1.0 + self.vat_rate[segment])
        cost = self.cost_per_contact[segment]
        in_term = from_start * (k < self.term[segment][:, None])
        earned = income * (in_term * paid).sum(axis=-1)
        earned = earned + cost * (from_start * made * before).sum(axis=-1)
        spent = -cost * (from_start * made).sum(axis=-1) - self.onboarding[segment]
        nothing = np.zeros(len(segment))
        return PlacedRows(
            contacts_per_month=contacts,
            worked_months=worked,
            reward=np.stack([received[0], received[1], nothing, per_open]),
            profit=np.stack([earned[0], earned[1], nothing, spent]),
            keep=np.stack(
                [np.exp(-gone[0, :, -1]), np.exp(-gone[1, :, -1]), np.exp(-fade.sum(axis=-1))]
            ),
            paid=paid.sum(axis=-1),
            demands_at_end=np.where((contacts > 0.0) & (worked > 0.0), lasts - worked, np.inf),
        )


def after_placement(masses: FloatArray, placed: PlacedRows) -> FloatArray:
    """Return the masses when placed accounts are back, shape (4, rows)."""
    left = masses[:3] * placed.keep
    return np.concatenate([left, (masses[3] - (placed.paid * masses[:2]).sum(axis=0))[None]])

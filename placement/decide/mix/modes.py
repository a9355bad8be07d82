"""Staffing levels of a contract: what fewer seats than the best intensity would earn.

At its own best intensity i* an agency makes i* contacts a month to every open account, so a lot
of N accounts starts with N * i* / contacts_per_seat_month seats and needs fewer each month. Mode
m of M has m / M of these seats. What the lot earns with s seats is

    V(s) = max over the splits of its accounts between two intensities a <= s <= b,
           each worked until the month that pays best there

which is the concave envelope of the agency's value, so each further seat brings less than the
one before.

Source: own definition, docs/model.md, "Which contracts".
"""

from dataclasses import dataclass, replace

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.assume.lookup import Lookup
from placement.decide.mix.contracts import Contracts
from placement.decide.mix.envelope import concave_envelope
from placement.decide.mix.months import OwnMonths, own_months
from placement.domain.types import BoolArray, FloatArray, Option, Stance
from placement.value.effort import choose_effort
from placement.value.interest import Interest
from placement.value.resolve import resolve_terms
from placement.value.terms import AgencyTerms, Terms

MODES = 5
"""Staffing levels per contract; the last is the agency's own best."""

_STEPS_PER_MODE = 4
"""Intensities looked at between two modes."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Modes:
    """The staffing levels of every contract; arrays have shape (contracts, modes) unless said.

    Money is of the whole lot, in today's money, if the contract is had.
    """

    seats: FloatArray
    """Seats when work starts, which is when most are needed."""
    profit: FloatArray
    """After wages, onboarding and the fixed cost."""
    cash: FloatArray
    """Money advanced."""
    legal_hours: FloatArray
    """Hours a month."""
    seats_by_month: FloatArray
    """Seats in each month of the contract, shape (contracts, modes, months)."""
    liquidation: FloatArray
    """Cash collected within the term as a share of the balance, self-cures included."""
    payers: FloatArray
    """Share of accounts that pay within the term, self-cures included."""
    contacts_per_month: FloatArray
    """Contacts a month to an open account when work starts, the mean of both parts of a split."""
    worked_months: FloatArray
    """Months until the last accounts are left alone."""
    offered: BoolArray
    """False where the mode repeats another, as all do where no work pays."""


def staffing_modes(contracts: Contracts, assumptions: Assumptions, *, modes: int = MODES) -> Modes:
    """Return what every contract brings and takes at each staffing level.

    Args:
        contracts: The contracts.
        assumptions: The numbers in use.
        modes: Staffing levels, at equal steps up to the agency's own best intensity.

    Raises:
        InputError: A sector is not in the library.
    """
    segments = contracts.segments()
    terms = resolve_terms(segments, assumptions, stance=Stance.PROFIT_SEEKING)
    agency = replace(terms.agency[Option.AGENCY_1], commission=contracts.commission)
    per_seat = Lookup(segments, assumptions).scalar("agency.contacts_per_seat_month")
    best = choose_effort(terms, agency).contacts_per_month
    levels = np.arange(modes * _STEPS_PER_MODE + 1) / (modes * _STEPS_PER_MODE)
    intensity = levels[:, None] * best
    stop, value = _best_stops(intensity, terms, agency)
    split = concave_envelope(value, at=np.arange(1, modes + 1) * _STEPS_PER_MODE)
    low = own_months(split.at_left(intensity), split.at_left(stop), terms=terms, agency=agency)
    high = own_months(split.at_right(intensity), split.at_right(stop), terms=terms, agency=agency)
    both = low.mixed_with(high, share=split.share)
    accounts = contracts.accounts.astype(float)
    discount = terms.market.discount**contracts.start_month
    cash = _cash_needed(both, contracts)
    payers = both.paid.sum(axis=-1)
    return Modes(
        seats=(accounts / per_seat * both.contacts[..., 0]).T,
        profit=(discount * (accounts * split.value - contracts.fixed_cost)).T,
        cash=np.where(np.isnan(contracts.cash), cash, contracts.cash).T,
        legal_hours=np.broadcast_to(contracts.legal_hours[:, None], cash.T.shape),
        seats_by_month=np.moveaxis((accounts / per_seat)[:, None] * both.contacts, 0, 1),
        liquidation=(payers * (terms.debtor.paid_value / terms.debtor.balance)).T,
        payers=payers.T,
        contacts_per_month=both.contacts[..., 0].T,
        worked_months=(both.contacts > 0.0).sum(axis=-1).astype(float).T,
        offered=(best > 0.0)[:, None] | (np.arange(modes) == modes - 1),
    )


def _best_stops(
    intensity: FloatArray, terms: Terms, agency: AgencyTerms
) -> tuple[FloatArray, FloatArray]:
    """Return for each intensity the month to stop in and the value; shape (levels, contracts)."""
    values, _ = Interest.of(terms.debtor, terms.market, agency).by_stop(intensity)
    chosen = 1 + np.argmax(values[1:], axis=0)
    best = np.take_along_axis(values, chosen[None], axis=0)[0]
    return chosen.astype(float), np.asarray(best - agency.onboarding)


def _cash_needed(months: OwnMonths, contracts: Contracts) -> FloatArray:
    """Return the deepest the contract's own account goes, shape (modes, contracts)."""
    lot = contracts.accounts[:, None] * months.cash
    lot[..., 0] -= contracts.fixed_cost
    return np.asarray(np.maximum(-np.cumsum(lot, axis=-1).min(axis=-1), 0.0))

"""The same book from the other side of the table: what its next agency would do and earn."""

from dataclasses import dataclass

import numpy as np

from placement.decide.rank import Ranking
from placement.domain.types import AGENCY_OPTIONS, BoolArray, FloatArray, IntArray
from placement.value.contacts import contacts_by_month
from placement.value.options import turned_down


@dataclass(frozen=True, kw_only=True, eq=False)
class AgencyBook:
    """What the next placement of every segment means to the agency; arrays of shape (segments,).

    Money is per account and in today's money. Where `is_open` is false the other arrays are NaN.
    """

    is_open: BoolArray
    """The model knows a next placement."""
    works: BoolArray
    """It would take and work the accounts; the others it leaves to pay by themselves, if it has
    to take them on with the rest."""
    placement: IntArray
    """Number of the placement, 1 to 3; 0 where none is left."""
    profit: FloatArray
    """The agency's own value per account."""
    liquidation: FloatArray
    """Cash collected within the term as a share of the balance, self-cures included."""
    payers: FloatArray
    """Share of accounts that pay within the term, self-cures included."""
    contacts_per_month: FloatArray
    """Contacts to each open account in a worked month."""
    worked_months: FloatArray
    """Months the agency works."""
    contacts_per_success: FloatArray
    """Contacts spent per account that pays; NaN where nobody is contacted or pays."""
    commission: FloatArray
    """Share of collections, VAT included."""
    first_success_income: FloatArray
    """Commission on one payment, less VAT: c * B * s / (1 + VAT)."""
    first_success_cost: FloatArray
    """Contacts that the first payment costs, kappa / sum(w / omega); infinite if none will."""
    break_even_commission: FloatArray
    """Commission at which the first payment pays for its contacts; above 1 none does."""
    accounts: IntArray
    """Number of accounts."""
    balance: FloatArray
    """Mean balance of an account."""

    @property
    def total_profit(self) -> float:
        """The agency's value of the whole book, today."""
        return float(np.nansum(self.profit * self.accounts))

    @property
    def worked_profit(self) -> float:
        """The part of `total_profit` from accounts the agency works.

        The rest is what it is given and does not work: commission on those who pay by themselves,
        less the cost of taking the accounts on.
        """
        return float(np.sum((self.profit * self.accounts)[self.works]))

    @property
    def total_liquidation(self) -> float:
        """Cash collected as a share of the balance that can be placed."""
        owed = (self.balance * self.accounts)[self.is_open]
        return float(self.liquidation[self.is_open] @ owed / owed.sum()) if owed.size else 0.0

    @property
    def total_payers(self) -> float:
        """Share of the accounts that can be placed who pay."""
        placed = self.accounts[self.is_open]
        return float(self.payers[self.is_open] @ placed / placed.sum()) if placed.size else 0.0


def agency_book(ranking: Ranking) -> AgencyBook:
    """Return the agency's side of every segment's next placement.

        break-even: c = kappa * (1 + VAT) / (B * s * sum over the types of w / omega)

    The break-even is that of the first contacts, before onboarding and fading; it is the least
    at which work can start, not a price to offer.

    Source: own definition, docs/model.md, "The agency's effort".
    """
    valuation = ranking.valuation
    so_far = valuation.segments.placements
    is_open: BoolArray = np.asarray(so_far < len(AGENCY_OPTIONS))
    terms, contract = valuation.terms, valuation.next_contract
    placement = valuation.next_placement

    def where_open(values: FloatArray) -> FloatArray:
        return np.where(is_open, values, np.nan)

    contacts = where_open(contacts_by_month(terms, contract, placement.effort).sum(axis=-1))
    payers = where_open(placement.payers)
    commission = where_open(contract.commission)
    per_unit = terms.debtor.paid_value / (1.0 + terms.market.vat_rate)
    # What the first contact to every account brings: sum over the types of w / omega.
    answers = (terms.debtor.types / contract.contacts_per_willing[..., 0]).sum(axis=0)
    some = np.where(answers > 0.0, answers, 1.0)
    cost = where_open(np.where(answers > 0.0, contract.cost_per_contact / some, np.inf))
    worked = where_open(placement.effort.worked_months)
    reached = (contacts > 0.0) & (payers > 0.0)
    return AgencyBook(
        is_open=is_open,
        works=(worked > 0.0) & ~turned_down(terms, placement.agency_profit),
        placement=np.where(is_open, so_far + 1, 0),
        profit=where_open(placement.agency_profit),
        liquidation=where_open(placement.liquidation),
        payers=payers,
        contacts_per_month=where_open(placement.effort.contacts_per_month),
        worked_months=worked,
        contacts_per_success=np.where(reached, contacts / np.where(reached, payers, 1.0), np.nan),
        commission=commission,
        first_success_income=commission * per_unit,
        first_success_cost=cost,
        break_even_commission=cost / per_unit,
        accounts=valuation.segments.accounts,
        balance=valuation.segments.balance,
    )

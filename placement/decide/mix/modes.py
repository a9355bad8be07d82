"""Staffing levels of a contract: people and cash by month, and what they earn.

At its own best intensity an agency starts a contract with some people and needs fewer each month.
Level m has the share `LEVELS[m]` of these; they are split over the contract's bands, and over the
accounts of a band, so that the level earns the most for so many people at the start
(`merge.split_seats`). The last level is the deal's own answer to the cent.

People of a contract count as the deal counts them: labour of its contacts over the cost of a seat.
Wages are paid for people and not for contacts, so a level's cash and its profit before wages
leave out one wage for each person at work.

Source: own definition, docs/model.md, "Which contracts".
"""

from dataclasses import dataclass

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.deal.cash_curve import cash_curve
from placement.decide.deal.curve import curve_of
from placement.decide.deal.fee_terms import FeeTerms
from placement.decide.deal.lot import contract_at
from placement.decide.deal.work import Worked, terms_in_force, work, work_as
from placement.decide.mix.contracts import Contracts
from placement.decide.mix.lots import ContractLot, contract_lots
from placement.decide.mix.merge import Split, split_seats
from placement.domain.types import BoolArray, FloatArray, IntArray, Stance
from placement.value.effort import Effort
from placement.value.interest import Interest

LEVELS = (1 / 40, 1 / 20, 1 / 10, 1 / 5, 2 / 5, 3 / 5, 4 / 5, 1.0)
"""Shares of the best staffing, close together where profit bends; the last is the best itself."""

MODES = len(LEVELS)
"""Staffing levels per contract."""

_GRID = np.array(
    [0.0, 0.0125, 0.025, 0.0375, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8,
     0.9, 1.0]
)  # fmt: skip
"""Intensities looked at, as shares of the best."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Modes:
    """The staffing levels of every contract; arrays have shape (contracts, modes) unless said.

    Money is of the whole contract, in today's money, if it is had.
    """

    seats: FloatArray
    """People when work starts, which is when most are needed."""
    profit: FloatArray
    """As the deal has it: after the wages of people while they work, onboarding, fixed cost."""
    profit_before_wages: FloatArray
    """`profit` with `wage` added for every person and month at work."""
    revenue: FloatArray
    """Commission after VAT."""
    revenue_of_sector: dict[str, FloatArray]
    """Share of `revenue` from the accounts of each sector."""
    legal_hours: FloatArray
    """Hours a month."""
    term: IntArray
    """Months of each contract, shape (contracts,)."""
    people: FloatArray
    """At work in each month of the contract, shape (contracts, modes, months)."""
    people_of_sector: dict[str, FloatArray]
    """`people`, by the sector of the accounts."""
    cash: FloatArray
    """In less out at the end of each month from the start on, but for `wage` for every person at
    work; undiscounted, shape (contracts, modes, months + 1)."""
    wage: float
    """Of one person and month, of the library; a dearer seat's difference stays in the cash."""
    discount: float
    """Value today of 1 a month from now."""
    liquidation: FloatArray
    """Cash collected within the term as a share of the balance, self-cures included."""
    payers: FloatArray
    """Share of accounts that pay within the term, self-cures included."""
    contacts_per_month: FloatArray
    """Contacts in the first month per account."""
    worked_months: FloatArray
    """Months until the last accounts are left alone."""
    offered: BoolArray
    """False where the mode repeats another, as all do where no work pays."""


def level_shares(levels: int) -> FloatArray:
    """Return the shares of the best staffing: `LEVELS`, or other numbers in equal ratios."""
    if levels == MODES:
        return np.array(LEVELS)
    return np.asarray(LEVELS[0] ** (1.0 - np.linspace(0.0, 1.0, levels + 1)[1:]))


def staffing_modes(
    contracts: Contracts,
    assumptions: Assumptions,
    *,
    modes: int = MODES,
    fees: FeeTerms | None = None,
    stance: Stance = Stance.PROFIT_SEEKING,
) -> Modes:
    """Return what every contract brings and takes at each staffing level.

    Args:
        contracts: The contracts.
        assumptions: The numbers in use.
        modes: Staffing levels.
        fees: What a contract without terms of its own says beyond its commission; by default
            nothing.
        stance: How the agency sets its effort; `contractual` leaves one level, the one that the
            contract asks for.

    Raises:
        InputError: A sector is not in the library.
    """
    modes = modes if stance is Stance.PROFIT_SEEKING else 1
    shares = level_shares(modes)
    lots = contract_lots(contracts, assumptions, fees=fees, stance=stance)
    found = [_Levels.of(lot, shares) for lot in lots]
    wage = _usual_wage(found)
    rate = float(assumptions.number("market.discount_rate_per_year"))
    discount = (1.0 + rate) ** (-1.0 / 12.0)
    people = _stack([each.people for each in found])
    cash = _stack([each.cash for each in found])
    wages = wage * people
    cash[..., 1 : 1 + people.shape[-1]] += wages
    cash = _with_advances(cash, found, contracts)
    months = discount ** np.arange(1, people.shape[-1] + 1)
    start = discount ** contracts.start_month[:, None]
    profit = np.array([each.profit for each in found]).reshape(len(contracts), modes)
    advanced = contracts.cash * (1.0 - discount ** np.array([each.back for each in found]))
    profit = profit - advanced[:, None]
    seats = np.array([each.seats for each in found]).reshape(len(contracts), modes)
    return Modes(
        seats=seats,
        profit=start * profit,
        profit_before_wages=start * (profit + wages @ months),
        revenue=start * _rows([each.revenue for each in found], modes),
        revenue_of_sector={
            sector: _rows([each.revenue_share(sector) for each in found], modes)
            for sector in sorted(set(contracts.bands.sector))
        },
        legal_hours=np.broadcast_to(contracts.legal_hours[:, None], seats.shape),
        term=np.array([each.people.shape[-1] for each in found], dtype=np.int64),
        people=people,
        people_of_sector={
            sector: _stack([each.people_of(sector) for each in found])
            for sector in sorted(set(contracts.bands.sector))
        },
        cash=cash,
        wage=wage,
        discount=discount,
        liquidation=_rows([each.liquidation for each in found], modes),
        payers=_rows([each.payers for each in found], modes),
        contacts_per_month=_rows([each.contacts for each in found], modes),
        worked_months=(people > 0.0).sum(axis=-1).astype(float),
        offered=(seats[:, -1:] > 0.0) | (np.arange(modes) == modes - 1),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Levels:
    """The levels of one contract, from its own start; arrays have shape (levels,) unless said."""

    sector: tuple[str, ...]
    by_band: FloatArray
    """People by month of each band, shape (levels, bands, months)."""
    cash: FloatArray
    """Of the deal, all wages of work paid, shape (levels, months + 1)."""
    profit: FloatArray
    revenue: FloatArray
    revenue_by_band: FloatArray
    """Shape (levels, bands)."""
    liquidation: FloatArray
    payers: FloatArray
    contacts: FloatArray
    """In the first month per account."""
    seat_cost: FloatArray
    """Of each band, shape (bands,)."""
    back: int
    """Month in which court fees and deposits come back."""

    @classmethod
    def of(cls, contract: ContractLot, shares: FloatArray) -> "_Levels":
        """Return the levels at some shares of the best staffing."""
        lot = contract.lot
        efforts, split = _efforts(contract, shares)
        quotes = np.full(len(efforts.worked_months), lot.quoted)
        worked = work_as(lot, contract_at(lot, quotes), efforts)
        curve = curve_of(lot, quotes, worked)
        rows = range(len(quotes))
        cash = np.stack([cash_curve(worked, contract.business, quote=row).net for row in rows])
        term = int(worked.term.max())
        contacts = worked.contacts[..., :term] * lot.accounts[:, None]
        people = contacts * contract.people_per_contact[:, None]

        def mixed(values: FloatArray) -> FloatArray:
            """Return each level's share of its lower and its upper corners."""
            low, high = np.split(values, 2)
            part = split.share_low.reshape(-1, *(1,) * (values.ndim - 1))
            return np.asarray(part * low + (1.0 - part) * high)

        return cls(
            sector=lot.segments.sector,
            by_band=mixed(people),
            cash=mixed(cash),
            revenue_by_band=mixed((worked.fee_by_month * worked.today).sum(axis=-1) * lot.accounts),
            contacts=mixed(contacts[..., 0].sum(axis=-1) / lot.accounts.sum()),
            seat_cost=np.broadcast_to(contract.business.seat_cost_per_month, lot.owed.shape),
            back=int(np.max(lot.terms.lawsuit.months)),
            **{name: mixed(getattr(curve, own)) for name, own in _OF_CURVE.items()},
        )

    @property
    def seats(self) -> FloatArray:
        """People at the start."""
        return np.asarray(self.by_band[..., 0].sum(axis=1))

    @property
    def people(self) -> FloatArray:
        """By month, shape (levels, months)."""
        return np.asarray(self.by_band.sum(axis=1))

    def people_of(self, sector: str) -> FloatArray:
        """By month, on accounts of one sector."""
        return np.asarray(self.by_band[:, self._of(sector)].sum(axis=1))

    def revenue_share(self, sector: str) -> FloatArray:
        """Share of the revenue that comes from accounts of one sector."""
        total = self.revenue_by_band.sum(axis=1)
        mine = self.revenue_by_band[:, self._of(sector)].sum(axis=1)
        return np.asarray(np.divide(mine, total, out=np.zeros_like(mine), where=total > 0.0))

    def _of(self, sector: str) -> BoolArray:
        return np.array([name == sector for name in self.sector])


_OF_CURVE = {
    "profit": "agency_profit",
    "revenue": "agency_revenue",
    "liquidation": "liquidation",
    "payers": "payers",
}
"""What is taken from the deal's curve, and its name there."""


def _efforts(contract: ContractLot, shares: FloatArray) -> tuple[Effort, Split]:
    """Return the efforts of all levels, the lower corners first, and how they are mixed.

    Returns:
        Efforts of shape (2 * levels, bands), and the split.
    """
    lot = contract.lot
    intensity, stop, value = _on_grid(work(lot, np.array([lot.quoted])))
    people = lot.accounts * intensity * contract.people_per_contact
    split = split_seats(people, lot.accounts * value, seats=shares * people[-1].sum())
    at = np.concatenate([split.low, split.high])
    return (
        Effort(
            contacts_per_month=np.take_along_axis(intensity, at, axis=0),
            worked_months=np.take_along_axis(stop, at, axis=0),
        ),
        split,
    )


def _on_grid(best: Worked) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return intensities, the month each is best stopped in, and the value of an account.

    All of shape (grid, bands). The last is the best effort itself, the first no work; values are
    under the contract's terms at the points that the best result brings.
    """
    lot, effort = best.lot, best.effort
    in_force = terms_in_force(lot, best.contract, best.points)
    intensity = _GRID[:, None] * effort.contacts_per_month[0]
    values, _ = Interest.of(lot.terms.debtor, lot.terms.market, in_force).by_stop(intensity)
    stop = 1 + np.argmax(values[1:], axis=0)
    value = np.take_along_axis(values, stop[None], axis=0)[0]
    works = intensity > 0.0
    stop[-1] = effort.worked_months[0]
    return intensity, np.where(works, stop, 0.0), value


def _usual_wage(found: list[_Levels]) -> float:
    """Return the cost of a seat that most people of the best levels have."""
    people: dict[float, float] = {}
    for each in found:
        for cost, number in zip(each.seat_cost, each.by_band[-1, :, 0], strict=True):
            people[float(cost)] = people.get(float(cost), 0.0) + float(number)
    return max(sorted(people), key=lambda cost: people[cost]) if people else 0.0


def _with_advances(cash: FloatArray, found: list[_Levels], contracts: Contracts) -> FloatArray:
    """Return the cash with court fees and deposits laid out at the start and back later."""
    longest = max((each.back for each in found), default=0) + 1
    if contracts.cash.any() and longest > cash.shape[-1]:
        more = np.zeros((*cash.shape[:-1], longest - cash.shape[-1]))
        cash = np.concatenate([cash, more], axis=-1)
    for position, each in enumerate(found):
        if contracts.cash[position]:
            cash[position, :, 0] -= contracts.cash[position]
            cash[position, :, each.back] += contracts.cash[position]
    return cash


def _stack(tables: list[FloatArray]) -> FloatArray:
    """Return tables by level and month as one, with nothing in the months that one lacks."""
    longest = max((table.shape[-1] for table in tables), default=1)
    levels = len(tables[0]) if tables else 0
    stacked = np.zeros((len(tables), levels, longest))
    for position, table in enumerate(tables):
        stacked[position, :, : table.shape[-1]] = table
    return stacked


def _rows(columns: list[FloatArray], modes: int) -> FloatArray:
    return np.array(columns).reshape(len(columns), modes)

"""The agency's choice for one account, on plain floats, from its definition."""

import math
from dataclasses import dataclass

from tests.reference.debtor import Masses, month_of_work
from tests.reference.numbers import Case

WORTH_WORKING = 1e-6
"""Gain per account below which an agency leaves it alone."""


@dataclass(frozen=True, kw_only=True)
class Lot:
    """What the agency weighs: income per payment, cost, and what the months bring."""

    income: float
    """c * B * sigma * phi / (1 + VAT)."""
    cost: float
    """Kappa, of one contact."""
    self_cure: float
    v: float
    most: float
    """Contacts a month that rules and caseload allow."""
    onboarding: float
    omegas: tuple[tuple[float, float], ...]
    """Contacts per easy and hard debtor, by month of the term."""
    fades: tuple[float, ...]
    """Lambda, by month of the term."""

    @property
    def term(self) -> int:
        """Months of the placement."""
        return len(self.fades)


@dataclass(frozen=True, kw_only=True)
class Effort:
    """What the agency does, and what it earns by it."""

    contacts: float
    months: int
    value: float
    """V(i, T), before onboarding."""
    profit: float
    """After it; below zero a profit-seeking agency does not take the lot."""


def lot_of(case: Case, age: float, placement: int, term: int | None = None) -> Lot:
    """Return what the agency weighs in the n-th placement that starts at an age."""
    months = range(case.term if term is None else term)
    return Lot(
        income=case.commission(placement, age) * case.brings / (1.0 + case.vat),
        cost=case.contact_cost("agency"),
        self_cure=case.self_cure,
        v=case.v,
        most=case.most_contacts(),
        onboarding=case.own("agency.onboarding"),
        omegas=tuple(case.omegas("agency", age + k, placement) for k in months),
        fades=tuple(case.fade(age + k) for k in months),
    )


def worth(lot: Lot, masses: Masses, contacts: float, worked: int) -> float:
    """Return V(i, T) by its definition: the term walked month by month.

    sum_k v^k (income * paid_k - cost * i * open_(k-1) while worked)
    """
    total = 0.0
    for k in range(1, lot.term + 1):
        i = contacts if k <= worked else 0.0
        easy, hard = lot.omegas[k - 1]
        hazards = (lot.self_cure + i / easy, lot.self_cure + i / hard)
        was_open = masses.open
        masses, paid = month_of_work(masses, hazards, lot.fades[k - 1])
        total += lot.v**k * (lot.income * paid - lot.cost * i * was_open)
    return total


def slope(lot: Lot, masses: Masses, contacts: float, worked: int) -> float:
    """Return dV/di, every factor of the walk differentiated by hand."""
    total, is_open, d_open = 0.0, masses.open, 0.0
    types = [(masses.easy, 0.0), (masses.hard, 0.0)]
    for k in range(1, lot.term + 1):
        at_work, fade = k <= worked, lot.fades[k - 1]
        if at_work:
            total -= lot.v**k * lot.cost * (is_open + contacts * d_open)
        d_paid_in_all = 0.0
        for j, (mass, d_mass) in enumerate(types):
            d_mu = 1.0 / lot.omegas[k - 1][j] if at_work else 0.0
            mu = lot.self_cure + contacts * d_mu
            x = mu + fade
            kept = math.exp(-x)
            part = mu / x * (1.0 - kept) if x > 0.0 else 0.0
            # Of mu/x (1 - e^-x): the quotient's and the bracket's change; at x = 0 it is 1.
            d_part = d_mu
            if x > 0.0:
                d_part *= fade / x * ((1.0 - kept) / x) + mu / x * kept
            d_paid = d_mass * part + mass * d_part
            d_paid_in_all += d_paid
            is_open -= mass * part
            types[j] = (mass * kept, (d_mass - mass * d_mu) * kept)
        d_open -= d_paid_in_all
        total += lot.v**k * lot.income * d_paid_in_all
    return total


def best_effort(lot: Lot, masses: Masses, *, grid: int = 33) -> Effort:
    """Return the intensity and the months of highest value: a grid, then every hill on it.

    With two willing types the value may have two hills in i, one for each of them.
    """
    shares = masses.per_open()
    idle = worth(lot, shares, 0.0, 0)
    best = (idle, 0.0, 0)
    marks = [lot.most * (step / (grid - 1)) ** 2 for step in range(grid)]
    for months in range(1, lot.term + 1):
        heights = [worth(lot, shares, i, months) for i in marks]
        for at, height in enumerate(heights):
            beside = heights[max(at - 1, 0) : at + 2]
            if height < max(beside):
                continue
            i = _top(lot, shares, months, marks[max(at - 1, 0)], marks[min(at + 1, grid - 1)])
            best = max(best, (worth(lot, shares, i, months), i, months))
    value, contacts, worked = best
    if value <= idle + WORTH_WORKING:
        value, contacts, worked = idle, 0.0, 0
    return Effort(contacts=contacts, months=worked, value=value, profit=value - lot.onboarding)


def fixed_effort(lot: Lot, masses: Masses, contacts: float, worked: int) -> Effort:
    """Return what a given effort earns."""
    value = worth(lot, masses.per_open(), contacts, worked)
    return Effort(contacts=contacts, months=worked, value=value, profit=value - lot.onboarding)


def effort_of(
    case: Case, masses: Masses, age: float, placement: int, *, contractual: bool = False
) -> Effort:
    """Return what the stance leads to in a placement that starts at an age with these masses."""
    lot = lot_of(case, age, placement)
    if contractual:
        contacts = case.own("agency.contract_contacts_per_month")
        return fixed_effort(lot, masses, contacts, lot.term)
    return best_effort(lot, masses)


def _top(lot: Lot, masses: Masses, months: int, low: float, high: float) -> float:
    """Return the place of the highest value between low and high.

    Golden section finds the hill, and where its slope changes sign finds the top: a value is
    flat there and rounding hides it, what the creditor gets is not.
    """
    golden = (math.sqrt(5.0) - 1.0) / 2.0
    ends = (low, high)
    left, right = high - golden * (high - low), low + golden * (high - low)
    at_left, at_right = worth(lot, masses, left, months), worth(lot, masses, right, months)
    for _ in range(24):
        if at_left >= at_right:
            high, right, at_right = right, left, at_left
            left = high - golden * (high - low)
            at_left = worth(lot, masses, left, months)
        else:
            low, left, at_left = left, right, at_right
            right = low + golden * (high - low)
            at_right = worth(lot, masses, right, months)
    if slope(lot, masses, low, months) > 0.0 > slope(lot, masses, high, months):
        while (middle := (low + high) / 2.0) not in (low, high):
            if slope(lot, masses, middle, months) > 0.0:
                low = middle
            else:
                high = middle
    found = ((low + high) / 2.0, *ends)
    heights = [worth(lot, masses, i, months) for i in found]
    return found[heights.index(max(heights))]


def closed_form(*, income: float, cost: float, omega: float, willing: float) -> tuple[float, float]:
    """Return e*, contacts per account in all, and L*, the liquidation, of one willing type.

    Without fading, discount, self-cure and VAT, and with short steps.
    """
    if willing * (income - cost * omega) <= cost * omega * (1.0 - willing):
        return 0.0, 0.0
    odds = willing * (income - cost * omega) / (cost * omega * (1.0 - willing))
    liquidation = willing - cost * omega * (1.0 - willing) / (income - cost * omega)
    return omega * math.log(odds), liquidation

"""One account's numbers by docs/model.md, on plain floats, for checking the vectorised code.

Nothing here comes from `placement`: the library's values are handed in as a plain mapping.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, kw_only=True)
class Account:
    """One overdue account; None is not known."""

    sector: str
    balance: float
    age: float
    creditor_type: str = "other"
    principal_share: float | None = None
    placements: int = 0
    months_since_demand: float | None = None
    disputed: bool = False
    unreachable: bool = False


class Library:
    """The library's values by path, and its tables as sorted (key, value) pairs."""

    def __init__(self, values: Mapping[str, float]) -> None:
        self.values = dict(values)
        self._tables: dict[str, list[tuple[float, float]]] = {}
        for path, value in values.items():
            prefix, _, key = path.rpartition(".")
            try:
                place = float(key.removesuffix("m"))
            except ValueError:
                continue
            self._tables.setdefault(prefix, []).append((place, value))
        for table in self._tables.values():
            table.sort()

    def __getitem__(self, path: str) -> float:
        return self.values[path]

    def table(self, prefix: str) -> list[tuple[float, float]]:
        """Return the table under a path."""
        return self._tables[prefix]

    def between(self, prefix: str, at: float) -> float:
        """Return the table's value, its logarithm being linear between two points."""
        return between(self._tables[prefix], at)

    def rung(self, prefix: str, at: float) -> float:
        """Return the value of the last point reached."""
        reached = [value for place, value in self._tables[prefix] if place <= at]
        return reached[-1] if reached else self._tables[prefix][0][1]

    def tariff(self, prefix: str, amount: float) -> float:
        """Return a charge by marginal bands."""
        table = self._tables[prefix]
        tops = [place for place, _ in table[1:]] + [math.inf]
        return sum(
            rate * (min(amount, top) - bottom)
            for (bottom, rate), top in zip(table, tops, strict=True)
            if amount > bottom
        )


def between(table: list[tuple[float, float]], at: float) -> float:
    """Return the value at a place, log-linear between points and flat outside them."""
    if at <= table[0][0]:
        return table[0][1]
    for (left, low), (right, high) in pairwise(table):
        if at <= right:
            share = (at - left) / (right - left)
            if low <= 0.0 or high <= 0.0:
                return low + share * (high - low)
            return low * (high / low) ** share
    return table[-1][1]


def willing_share(library: Library, account: Account) -> float:
    """Return w after ageing, dispute, reach and earlier placements."""
    own = account.sector + ".debtor."
    w = library.between(own + "willing_share", account.age)
    w *= library[own + "earlier_placement_factor"] ** account.placements
    if account.disputed:
        w *= 1.0 - library[own + "dispute_loss"]
    if account.unreachable:
        w *= library[own + "unreachable_factor"]
    w *= library["what_if.odds_factor"]
    return min(w, 1.0 - library.between(own + "reluctant_share", account.age))


def agency_omega(library: Library, account: Account, placement: int) -> float:
    """Return contacts per willing debtor of the n-th placement, solved from the average A."""
    own = account.sector + "."
    y = library[own + "agency.willing_left_at_end"]
    table = []
    for age, average in library.table(own + "agency.contacts_per_success"):
        w = library.between(own + "debtor.willing_share", age)
        table.append((age, average / (1.0 + (1.0 - w) / w * math.log(1.0 / y) / (1.0 - y))))
    later = library[own + "agency.later_placement_factor"]
    return between(table, account.age) * later ** (placement - 1)


def monthly_value(library: Library) -> float:
    """Return v, the value today of 1 a month from now."""
    return (1.0 + library["market.discount_rate_per_year"]) ** (-1.0 / 12.0)


def instalments(library: Library, sector: str) -> float:
    """Return what monthly instalments with breakage are worth per unit agreed."""
    count = int(library[sector + ".debtor.instalment_months"])
    kept = monthly_value(library) * (1.0 - library[sector + ".debtor.instalment_breakage"])
    return sum(kept**j for j in range(count)) / count


def months_until_deductible(library: Library, account: Account) -> float:
    """Return d, months until the loss may be deducted."""
    small = max(
        library["tax.small_claim"],
        library["tax.small_claim_share_of_revenue"] * library["tax.revenue_per_year"],
    )
    which = "deductible_after_small" if account.balance <= small else "deductible_after"
    return max(library[f"{account.sector}.tax.{which}"] - account.age, 0.0)


def acceptance_fee(library: Library, amount: float) -> float:
    """Return the court's fee A(B)."""
    return library["law.acceptance_fee.base"] + library.tariff(
        "law.acceptance_fee.rate_above", amount
    )


def lawyer_share(library: Library, agreed: float, amount: float) -> float:
    """Return the agreed share, or what the cap leaves of it."""
    return min(agreed, library.tariff("law.lawyer_cap.rate_above", amount) / amount)


def is_time_barred(library: Library, account: Account) -> bool:
    """Return whether the limitation period is over."""
    since = account.age if account.months_since_demand is None else account.months_since_demand
    return since >= library["law.limitation_months"]


def procedure(library: Library, account: Account) -> str:
    """Return the court procedure."""
    if account.disputed or account.unreachable:
        return "ordinary"
    limit = library["law.small_claims_wage"] * library["law.small_claims_share"]
    return "small_claims" if account.balance <= limit else "summary"

"""One account's numbers, read from the library's values by path, on plain floats.

Nothing here comes from `placement`: the values are handed in as a plain mapping.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

DAYS_IN_A_YEAR = 365.0
A_MOMENT = 1e-6
"""Days that rounding may take: 90 days read as months and back are still 90."""


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
    letters: int = 0
    in_house_months: float | None = None
    history: str = ""
    """Stages since the due date, such as `in_house 5, agency 6, letter`; empty is the usual."""


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

    def between(self, prefix: str, at: float) -> float:
        """Return the table's value, its logarithm being linear between two points."""
        return between(self._tables[prefix], at)

    def rung(self, prefix: str, age: float) -> float:
        """Return the value of the last point whose first day has passed."""
        reached = [value for place, value in self._tables[prefix] if has_passed(place, age)]
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
            return low * float((high / low) ** share)
    return table[-1][1]


def has_passed(months: float, age: float) -> bool:
    """Return whether so many months past due are over, in days: 91 days are past three months.

    Months short of a year have 30 days, a year has 365.
    """
    day = 30.0 * months if months < 12.0 else DAYS_IN_A_YEAR * months / 12.0
    return day < age * DAYS_IN_A_YEAR / 12.0 - A_MOMENT


class Case:
    """One account with its numbers at any age."""

    def __init__(self, library: Library, account: Account) -> None:
        sector = account.sector
        self.library, self.account = library, account
        self.balance = account.balance
        self.v = (1.0 + library["market.discount_rate_per_year"]) ** (-1.0 / 12.0)
        self.tau = library["tax.income_tax_rate"]
        self.vat = library["tax.vat_rate"]
        self.self_cure = self.own("debtor.self_cure_rate")
        self.settles_for = self.own("debtor.settlement_share")
        self.instalments = instalments(library, sector, self.v)
        self.brings = self.balance * self.settles_for * self.instalments
        """What one paying account brings, B * sigma * phi."""
        self.holding = self.own("debtor.holding_cost_rate") * self.balance
        self.deductible_in = months_until_deductible(library, account)
        share = account.principal_share
        if share is None:
            share = self.at("debtor.principal_share", account.age)
        self.basis = share * self.balance
        self.term = int(self.own("agency.months"))
        self.recall_lag = int(self.own("agency.recall_lag_months"))
        self._read: dict[tuple[str, float], float] = {}

    def own(self, path: str) -> float:
        """Return a number of the account's sector."""
        return self.library[f"{self.account.sector}.{path}"]

    def at(self, path: str, age: float) -> float:
        """Return a table's reading at an age."""
        return self.library.between(f"{self.account.sector}.{path}", age)

    def again(self, path: str, age: float) -> float:
        """Return a table's reading at an age, remembered; enumerations ask many times."""
        if (path, age) not in self._read:
            self._read[path, age] = self.at(path, age)
        return self._read[path, age]

    def fade(self, age: float) -> float:
        """Return lambda in the month that starts at an age."""
        return self.again("debtor.fade_rate", age)

    def faded(self, age: float, months: int) -> float:
        """Return the share that is left of the not lost after months of nothing but fading."""
        return math.exp(-sum(self.fade(age + k) for k in range(months)))

    def omegas(self, channel: str, age: float, placement: int = 1) -> tuple[float, float]:
        """Return contacts per easy and per hard debtor in the month that starts at an age."""
        factor = self.again(f"{channel}.age_factor", age)
        if channel == "agency":
            factor *= self.own("agency.later_placement_factor") ** (placement - 1)
        easy, hard = (
            self.own(f"{channel}.contacts_per_easy"),
            self.own(f"{channel}.contacts_per_hard"),
        )
        return easy * factor, hard * factor

    def hazards(
        self, channel: str, age: float, contacts: float, placement: int = 1
    ) -> tuple[float, float]:
        """Return the pay hazards of the two willing types in the month that starts at an age."""
        if contacts <= 0.0:
            return self.self_cure, self.self_cure
        easy, hard = self.omegas(channel, age, placement)
        return self.self_cure + contacts / easy, self.self_cure + contacts / hard

    def contact_cost(self, who: str) -> float:
        """Return what one contact costs."""
        seat = self.own(f"{who}.seat_cost_per_month") / self.own(f"{who}.contacts_per_seat_month")
        return seat * self.library["what_if.contact_cost_factor"]

    def most_contacts(self) -> float:
        """Return the agency's cap: the conduct rules and what one collector can carry."""
        carried = self.own("agency.contacts_per_seat_month") / self.own("agency.accounts_per_seat")
        return min(self.library["conduct.max_contacts_per_month"], carried)

    def commission(self, placement: int, age: float) -> float:
        """Return the agency's commission for the n-th placement at an age."""
        ladder = f"{self.account.sector}.agency.commission.{self.account.creditor_type}"
        c = self.library.rung(ladder, age)
        c += (placement - 1) * self.own("agency.commission_per_earlier_placement")
        return min(max(c + self.library["what_if.commission_points"], 0.0), 1.0)

    def responses(self, age: float, letters_so_far: int) -> tuple[float, float]:
        """Return the shares of willing and reluctant that answer the next letter."""
        repeated = self.own("law_letter.repeat_factor") ** letters_so_far
        willing = self.again("law_letter.willing_response", age)
        return willing * repeated, self.again("law_letter.reluctant_response", age) * repeated

    def margin_at_risk(self, option: str, age: float, been_through: tuple[str, ...]) -> float:
        """Return B * [rho(option) - what the account's past has cost already], per debtor not lost.

        What the past cost is read at the age now.
        """
        charged = max(
            (self.again(f"relationship.{past}", age) for past in been_through), default=0.0
        )
        return self.balance * max(self.again(f"relationship.{option}", age) - charged, 0.0)

    def since_demand(self) -> float:
        """Return months since the last demand that can be proved, else since the due date."""
        since = self.account.months_since_demand
        return self.account.age if since is None else since

    def is_time_barred(self) -> bool:
        """Return whether the limitation period is over at the cut-off date."""
        return self.since_demand() >= self.library["law.limitation_months"]

    def lawyer_share(self, agreed: float) -> float:
        """Return the agreed share, or what the cap leaves of it."""
        cap = self.library.tariff("law.lawyer_cap.rate_above", self.balance)
        return min(agreed, cap / self.balance)

    def order_stands(self, *, barred: bool) -> float:
        """Return the chance that a payment order is served and stands."""
        return self.own("payment_order.served") * (1.0 - self.objection(barred=barred))

    def objection(self, *, barred: bool) -> float:
        """Return the chance of an objection; past limitation one more reason to object."""
        objection = self.own("payment_order.objection")
        if barred:
            objection = 1.0 - (1.0 - objection) * (1.0 - self.library["court.limitation_plead"])
        return objection

    def order_fee(self) -> float:
        """Return the court's fee for a payment order."""
        return acceptance_fee(self.library, self.balance) / 3.0

    def suit_fee(self) -> float:
        """Return the court's fee for a suit."""
        part = 1.0 if procedure(self.library, self.account) == "ordinary" else 0.5
        return acceptance_fee(self.library, self.balance) * part

    def suit_months(self) -> int:
        """Return the months from filing to money."""
        return int(self.library[f"court.months.{procedure(self.library, self.account)}"])

    def win(self, *, barred: bool) -> float:
        """Return the chance to win."""
        win = self.own("lawsuit.win_disputed" if self.account.disputed else "lawsuit.win")
        return win * (1.0 - self.library["court.limitation_plead"]) if barred else win

    def may_ask_for_an_order(self) -> bool:
        """Return whether the law and the court's service let an order be asked for."""
        flags = self.account.disputed or self.account.unreachable
        had_one = "payment_order" in self.account.history
        possible = self.own("payment_order.counter_performance") <= 0.5
        return possible and not flags and not had_one

    def may(self, end: str, age: float) -> bool:
        """Return whether a sale or a write-off is open at an age."""
        first = self.own(f"{end}.from_month")
        return first <= 0.0 or has_passed(first, age)


def instalments(library: Library, sector: str, v: float) -> float:
    """Return what monthly instalments with breakage are worth per unit agreed."""
    count = int(library[sector + ".debtor.instalment_months"])
    kept = v * (1.0 - library[sector + ".debtor.instalment_breakage"])
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


def procedure(library: Library, account: Account) -> str:
    """Return the court procedure."""
    if account.disputed or account.unreachable:
        return "ordinary"
    limit = library["law.small_claims_wage"] * library["law.small_claims_share"]
    return "small_claims" if account.balance <= limit else "summary"

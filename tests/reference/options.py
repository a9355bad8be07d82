"""The nine options for one account, on plain floats: months by components, then today's value."""

import math
from collections.abc import Mapping

from tests.reference.effort import Work, best_effort
from tests.reference.numbers import (
    Account,
    Library,
    acceptance_fee,
    agency_omega,
    instalments,
    is_time_barred,
    lawyer_share,
    monthly_value,
    months_until_deductible,
    procedure,
    willing_share,
)

COMPONENTS = (
    "collected",
    "commission",
    "operating_cost",
    "legal_cost",
    "fees_refunded",
    "sale_proceeds",
    "holding_cost",
    "relationship_cost",
    "tax",
)

Parts = dict[str, float]
Flow = dict[str, dict[int, float]]
"""Cash of a component by month."""

Efforts = Mapping[str, tuple[float, float]]


class Case:
    """One account with its numbers."""

    def __init__(self, library: Library, account: Account) -> None:
        sector = account.sector
        self.library, self.account = library, account
        self.balance = account.balance
        self.w = willing_share(library, account)
        self.r = library.between(f"{sector}.debtor.reluctant_share", account.age)
        self.fade = self.own("debtor.fade_rate")
        self.self_cure = self.own("debtor.self_cure_rate")
        self.v = monthly_value(library)
        self.brings = (
            self.balance * self.own("debtor.settlement_share") * instalments(library, sector)
        )
        self.holding = self.own("debtor.holding_cost_rate") * self.balance
        self.tau = library["tax.income_tax_rate"]
        self.deductible_in = months_until_deductible(library, account)
        share = account.principal_share
        if share is None:
            share = library.between(f"{sector}.debtor.principal_share", account.age)
        self.basis = share * self.balance

    def own(self, path: str) -> float:
        """Return a number of the account's sector."""
        return self.library[f"{self.account.sector}.{path}"]

    def by_age(self, path: str) -> float:
        """Return a table's reading at the account's age."""
        return self.library.between(f"{self.account.sector}.{path}", self.account.age)

    def contact_cost(self, who: str) -> float:
        """Return what one contact costs."""
        seat = self.own(f"{who}.seat_cost_per_month") / self.own(f"{who}.contacts_per_seat_month")
        return seat * self.library["what_if.contact_cost_factor"]

    def commission(self, placement: int) -> float:
        """Return the agency's commission for the n-th placement."""
        ladder = f"{self.account.sector}.agency.commission.{self.account.creditor_type}"
        c = self.library.rung(ladder, self.account.age)
        c += (placement - 1) * self.own("agency.commission_per_earlier_placement")
        return min(max(c + self.library["what_if.commission_points"], 0.0), 1.0)

    def work(self, placement: int) -> Work:
        """Return what the agency weighs."""
        return Work(
            income=self.commission(placement) * self.brings / (1 + self.library["tax.vat_rate"]),
            willing=self.w,
            fade=self.fade,
            self_cure=self.self_cure,
            omega=agency_omega(self.library, self.account, placement),
            cost=self.contact_cost("agency"),
            v=self.v,
            term=int(self.own("agency.months")),
            onboarding=self.own("agency.onboarding"),
            most=self.library["conduct.max_contacts_per_month"],
        )


def value_account(
    library: Library,
    account: Account,
    *,
    contractual: bool = False,
    efforts: Efforts | None = None,
    narrowings: int = 40,
) -> dict[str, Parts]:
    """Return today's value by option and component.

    Args:
        library: The numbers in use.
        account: What is known of the account.
        contractual: The agency works as its contract says.
        efforts: (contacts a month, months) by agency option; searched for if not given.
        narrowings: Golden-section steps of that search.
    """
    case = Case(library, account)
    result = {"in_house": _in_house(case)}
    for placement in (1, 2, 3):
        option = f"agency_{placement}"
        if efforts is not None:
            effort = efforts[option]
        elif contractual:
            effort = case.own("agency.contract_contacts_per_month"), case.own("agency.months")
        else:
            effort = best_effort(case.work(placement), narrowings=narrowings)
        result[option] = _agency(case, placement, *effort)
    result["law_letter"] = _letter(case)
    result["payment_order"] = _payment_order(case)
    result["lawsuit"] = _lawsuit(case)
    result["sale"] = _sale(case)
    result["write_off"] = _finish(case, {}, "write_off")
    return result


def _stage(
    case: Case, term: int, omega: float, i: float, worked: float
) -> list[tuple[float, float]]:
    """Return (share paying, share open before) of each month."""
    w, still_open, months = case.w, 1.0, []
    for month in range(1, term + 1):
        hazard = case.self_cure + (i / omega if month <= worked else 0.0)
        rate = hazard + case.fade
        paid = w * hazard / rate * (1.0 - math.exp(-rate)) if rate > 0.0 else 0.0
        months.append((paid, still_open))
        w *= math.exp(-rate)
        still_open -= paid
    return months


def _in_house(case: Case) -> Parts:
    term, i = int(case.own("in_house.months")), case.own("in_house.contacts_per_month")
    each = case.contact_cost("in_house") + case.own("in_house.complaint_cost_per_contact")
    flow: Flow = {"collected": {}, "operating_cost": {}, "holding_cost": {}}
    months = _stage(case, term, case.by_age("in_house.contacts_per_willing"), i, term)
    for month, (paid, still_open) in enumerate(months, start=1):
        flow["collected"][month] = case.brings * paid
        flow["operating_cost"][month] = -each * i * still_open
        flow["holding_cost"][month] = -case.holding * still_open
    return _finish(case, flow, "in_house")


def _agency(case: Case, placement: int, i: float, worked: float) -> Parts:
    term = int(case.own("agency.months"))
    complaint, c = case.own("agency.complaint_cost_per_contact"), case.commission(placement)
    omega = agency_omega(case.library, case.account, placement)
    flow: Flow = {
        "collected": {},
        "commission": {},
        "operating_cost": {0: -case.own("agency.placement_fee")},
        "holding_cost": {},
    }
    months = _stage(case, term, omega, i, worked)
    for month, (paid, still_open) in enumerate(months, start=1):
        flow["collected"][month] = case.brings * paid
        flow["commission"][month] = -c * case.brings * paid
        flow["operating_cost"][month] = -complaint * i * still_open if month <= worked else 0.0
        flow["holding_cost"][month] = -case.holding * still_open
    return _finish(case, flow, "agency")


def _letter(case: Case) -> Parts:
    answers = case.own("law_letter.willing_response") * case.w
    answers += case.own("law_letter.reluctant_response") * case.r
    collected = case.brings * answers
    share = lawyer_share(case.library, case.own("law_letter.commission"), case.balance)
    flow: Flow = {
        "collected": {1: collected},
        "commission": {1: -share * collected},
        "legal_cost": {0: -case.own("law_letter.cost")},
        "holding_cost": {1: -case.holding},
    }
    return _finish(case, flow, "law_letter")


def _payment_order(case: Case) -> Parts:
    stands = case.own("payment_order.served") * (1.0 - case.own("payment_order.objection"))
    fee = acceptance_fee(case.library, case.balance) / 3.0
    months = int(case.library["court.months.payment_order"])
    return _court(case, "payment_order", fee, 0.0, stands, 0.0, months, case.deductible_in)


def _lawsuit(case: Case) -> Parts:
    library, account = case.library, case.account
    kind = procedure(library, account)
    fee = acceptance_fee(library, case.balance) * (1.0 if kind == "ordinary" else 0.5)
    win = case.own("lawsuit.win_disputed" if account.disputed else "lawsuit.win")
    if is_time_barred(library, account):
        win *= 1.0 - library["court.limitation_plead"]
    months = int(library[f"court.months.{kind}"])
    share = lawyer_share(library, case.own("lawsuit.lawyer_share"), case.balance)
    early = min(case.deductible_in, months)
    return _court(case, "lawsuit", fee, case.own("lawsuit.case_cost"), win, share, months, early)


def _court(
    case: Case,
    option: str,
    fee: float,
    case_cost: float,
    success: float,
    share: float,
    months: int,
    deductible_in: float,
) -> Parts:
    not_lost = (case.w + case.r) * math.exp(-case.fade * months)
    collected = success * case.balance * case.own(f"{option}.yield") * not_lost
    flow: Flow = {
        "collected": {months: collected},
        "commission": {months: -share * collected},
        "legal_cost": {0: -fee - case_cost},
        "fees_refunded": {months: success * case.library["court.refund"] * fee},
        "holding_cost": dict.fromkeys(range(1, months + 1), -case.holding),
    }
    return _finish(case, flow, option, deductible_in)


def _sale(case: Case) -> Parts:
    lag, price = int(case.own("sale.lag_months")), case.by_age("sale.price") * case.balance
    flow: Flow = {
        "sale_proceeds": {lag: price},
        "operating_cost": {0: -case.own("sale.cost")},
        "holding_cost": dict.fromkeys(range(1, lag + 1), -case.holding),
    }
    parts = _finish(case, flow, "sale", min(lag, case.deductible_in))
    parts["tax"] -= case.tau * price * case.v**lag
    return parts


def _finish(case: Case, flow: Flow, option: str, deductible_in: float | None = None) -> Parts:
    """Discount, charge the relationship once, and add the tax on costs and on the claim."""
    v, d = case.v, case.deductible_in if deductible_in is None else deductible_in
    parts = dict.fromkeys(COMPONENTS, 0.0)
    for component, by_month in flow.items():
        parts[component] = sum(cash * v**month for month, cash in by_month.items())
    parts["relationship_cost"] = -case.balance * case.by_age(f"relationship.{option}")
    spent = parts["commission"] + parts["operating_cost"] + parts["legal_cost"]
    taxed = sum(cash * v ** max(month, d) for month, cash in flow.get("collected", {}).items())
    parts["tax"] = case.tau * (case.basis * v**d - taxed - spent - parts["fees_refunded"])
    return parts

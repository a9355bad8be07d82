"""The nine options for one account, on plain floats: months by components, then today's value."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.reference.debtor import Masses, month_of_letter, month_of_work
from tests.reference.effort import Effort, effort_of, fixed_effort, lot_of
from tests.reference.history import masses_now, quoted_pack
from tests.reference.numbers import Account, Case, Library

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

SETTLES_IN = 2
"""Month in which a suit brings those who settle at filing and mediation."""

ORDER_FALLS_IN = 2
"""Month in which an order that falls gives its accounts back."""

BACK_ON_SETTLING = 0.5
"""Share of the court's fee that comes back for those who settle."""

Parts = dict[str, float]
Flow = dict[str, dict[int, float]]
"""Cash of a component by month."""

Efforts = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class Claims:
    """A part of the account's claim with one deduction date: what it collects is taxed by it."""

    part: float
    deducted_in: float
    collected: Mapping[int, float]


@dataclass(frozen=True, kw_only=True)
class Value:
    """Every option of one account."""

    parts: dict[str, Parts]
    is_open: dict[str, bool]
    efforts: dict[str, Effort]
    masses: Masses


def value_account(
    library: Library,
    account: Account,
    *,
    contractual: bool = False,
    efforts: Efforts | None = None,
) -> Value:
    """Return today's value by option and component, and which options are open.

    Args:
        library: The numbers in use.
        account: What is known of the account.
        contractual: The agency works as its contract says.
        efforts: (contacts a month, months) by agency option; searched for if not given.
    """
    case = Case(library, account)
    masses = masses_now(case, contractual=contractual)
    parts = {"in_house": _in_house(case, masses)}
    done: dict[str, Effort] = {}
    for placement in (1, 2, 3):
        option = f"agency_{placement}"
        if efforts is not None:
            lot = lot_of(case, account.age, placement)
            contacts, months = efforts[option]
            done[option] = fixed_effort(lot, masses, contacts, int(months))
        else:
            done[option] = effort_of(case, masses, account.age, placement, contractual=contractual)
        parts[option] = _agency(case, masses, placement, done[option])
    parts["law_letter"] = _letter(case, masses)
    parts["payment_order"] = _payment_order(case, masses)
    parts["lawsuit"] = _lawsuit(case, masses)
    parts["sale"] = _sale(case, masses, contractual=contractual)
    parts["write_off"] = _finish(case, masses, {}, "write_off")
    return Value(
        parts=parts,
        is_open=_open(case, done, contractual=contractual),
        efforts=done,
        masses=masses,
    )


def been_through(account: Account) -> tuple[str, ...]:
    """Return the options whose cost in goodwill the account's past has already had."""
    past = [("agency", account.placements > 0), ("law_letter", account.letters > 0)]
    return tuple(option for option, was in past if was)


def sale_price(case: Case, masses: Masses, age: float, *, contractual: bool = False) -> float:
    """Return the price per unit of balance for accounts of these shares at an age."""
    eta = case.own("sale.reluctant_weight")
    pack = quoted_pack(case, age, contractual=contractual)
    here = masses.easy + masses.hard + eta * masses.reluctant
    there = pack.easy + pack.hard + eta * pack.reluctant
    return case.at("sale.price", age) * here / there


def _open(case: Case, efforts: dict[str, Effort], *, contractual: bool) -> dict[str, bool]:
    account = case.account
    result = {"in_house": True, "law_letter": True, "lawsuit": True}
    for placement in (1, 2, 3):
        option = f"agency_{placement}"
        takes = contractual or efforts[option].profit >= 0.0
        result[option] = placement == account.placements + 1 and takes
    result["payment_order"] = case.may_ask_for_an_order()
    result["sale"] = case.at("sale.price", account.age) > 0.0 and case.may("sale", account.age)
    result["write_off"] = case.may("write_off", account.age)
    return result


def _in_house(case: Case, masses: Masses) -> Parts:
    term, i = int(case.own("in_house.months")), case.own("in_house.contacts_per_month")
    each = case.contact_cost("in_house") + case.own("in_house.complaint_cost_per_contact")
    flow: Flow = {"collected": {}, "operating_cost": {}, "holding_cost": {}}
    at = masses
    for k in range(1, term + 1):
        age = case.account.age + k - 1
        was_open = at.open
        at, paid = month_of_work(at, case.hazards("in_house", age, i), case.fade(age))
        flow["collected"][k] = case.brings * paid
        flow["operating_cost"][k] = -each * i * was_open
        flow["holding_cost"][k] = -case.holding * was_open
    return _finish(case, masses, flow, None)


def _agency(case: Case, masses: Masses, placement: int, effort: Effort) -> Parts:
    complaint = case.own("agency.complaint_cost_per_contact")
    c = case.commission(placement, case.account.age)
    flow: Flow = {
        "collected": {},
        "commission": {},
        "operating_cost": {0: -case.own("agency.placement_fee")},
        "holding_cost": {},
    }
    at = masses
    for k in range(1, case.term + 1):
        age, was_open = case.account.age + k - 1, at.open
        i = effort.contacts if k <= effort.months else 0.0
        hazards = case.hazards("agency", age, i, placement)
        at, paid = month_of_work(at, hazards, case.fade(age))
        flow["collected"][k] = case.brings * paid
        flow["commission"][k] = -c * case.brings * paid
        flow["operating_cost"][k] = -complaint * i * was_open
        flow["holding_cost"][k] = -case.holding * was_open
    return _finish(case, masses, flow, "agency")


def _letter(case: Case, masses: Masses) -> Parts:
    age = case.account.age
    responses = case.responses(age, case.account.letters)
    _, answered = month_of_letter(masses, responses, case.fade(age))
    collected = case.brings * answered
    share = case.lawyer_share(case.own("law_letter.commission"))
    flow: Flow = {
        "collected": {1: collected},
        "commission": {1: -share * collected},
        "legal_cost": {0: -case.own("law_letter.cost")},
        "holding_cost": {1: -case.holding},
    }
    return _finish(case, masses, flow, "law_letter")


def _payment_order(case: Case, masses: Masses) -> Parts:
    stands = case.order_stands(barred=case.is_time_barred())
    fee, months = case.order_fee(), int(case.library["court.months.payment_order"])
    not_lost = masses.not_lost * case.faded(case.account.age, months)
    collected = stands * case.balance * case.own("payment_order.yield") * not_lost
    held = {k: 1.0 if k <= ORDER_FALLS_IN else stands for k in range(1, months + 1)}
    flow: Flow = {
        "collected": {months: collected},
        "legal_cost": {0: -fee},
        "fees_refunded": {months: stands * case.library["court.refund"] * fee},
        "holding_cost": {k: -case.holding * part for k, part in held.items()},
    }
    d = case.deductible_in
    claims = [
        Claims(part=stands, deducted_in=min(d, months), collected={months: collected}),
        Claims(part=1.0 - stands, deducted_in=d, collected={}),
    ]
    return _finish(case, masses, flow, "payment_order", claims)


def _lawsuit(case: Case, masses: Masses) -> Parts:
    win, months = case.win(barred=case.is_time_barred()), case.suit_months()
    fee, share = case.suit_fee(), case.lawyer_share(case.own("lawsuit.lawyer_share"))
    q_w, q_r = case.own("lawsuit.settle_willing"), case.own("lawsuit.settle_reluctant")
    settled = q_w * (masses.easy + masses.hard) + q_r * masses.reluctant
    rest = masses.not_lost - settled
    agreed = case.brings * settled
    ruled = win * case.balance * case.own("lawsuit.yield") * rest
    ruled *= case.faded(case.account.age, months)
    refund = win * case.library["court.refund"] * fee * (1.0 - settled)
    held = {k: 1.0 if k <= SETTLES_IN else 1.0 - settled for k in range(1, months + 1)}
    flow: Flow = {
        "collected": _sum({SETTLES_IN: agreed}, {months: ruled}),
        "commission": {months: -share * ruled},
        "legal_cost": {0: -fee - case.own("lawsuit.case_cost")},
        "fees_refunded": _sum({SETTLES_IN: BACK_ON_SETTLING * fee * settled}, {months: refund}),
        "holding_cost": {k: -case.holding * part for k, part in held.items()},
    }
    d = case.deductible_in
    claims = [
        Claims(part=settled, deducted_in=d, collected={SETTLES_IN: agreed}),
        Claims(part=1.0 - settled, deducted_in=min(d, months), collected={months: ruled}),
    ]
    return _finish(case, masses, flow, "lawsuit", claims)


def _sale(case: Case, masses: Masses, *, contractual: bool) -> Parts:
    lag = int(case.own("sale.lag_months"))
    price = sale_price(case, masses, case.account.age, contractual=contractual) * case.balance
    flow: Flow = {
        "sale_proceeds": {lag: price},
        "operating_cost": {0: -case.own("sale.cost")},
        "holding_cost": dict.fromkeys(range(1, lag + 1), -case.holding),
    }
    claims = [Claims(part=1.0, deducted_in=min(lag, case.deductible_in), collected={})]
    parts = _finish(case, masses, flow, "sale", claims)
    parts["tax"] -= case.tau * price * case.v**lag
    return parts


def _finish(
    case: Case,
    masses: Masses,
    flow: Flow,
    relationship: str | None,
    claims: list[Claims] | None = None,
) -> Parts:
    """Discount, charge the relationship once, and add the tax on costs and on the claim."""
    v = case.v
    parts = dict.fromkeys(COMPONENTS, 0.0)
    for component, by_month in flow.items():
        parts[component] = sum(cash * v**month for month, cash in by_month.items())
    if relationship is not None:
        past = been_through(case.account)
        at_risk = case.margin_at_risk(relationship, case.account.age, past)
        parts["relationship_cost"] = -at_risk * masses.not_lost
    if claims is None:
        collected = flow.get("collected", {})
        claims = [Claims(part=1.0, deducted_in=case.deductible_in, collected=collected)]
    spent = parts["commission"] + parts["operating_cost"] + parts["legal_cost"]
    parts["tax"] = -case.tau * (spent + parts["fees_refunded"])
    parts["tax"] += sum(claim_tax(case, claim) for claim in claims)
    return parts


def claim_tax(case: Case, claims: Claims) -> float:
    """Return tau * (beta B v^d - sum_k R_k v^max(k, d)) of a part of the claim."""
    v, d = case.v, claims.deducted_in
    taxed = sum(cash * v ** max(month, d) for month, cash in claims.collected.items())
    return float(case.tau * (claims.part * case.basis * v**d - taxed))


def _sum(one: dict[int, float], other: dict[int, float]) -> dict[int, float]:
    """Return both by month; two payments may fall into one month."""
    return {k: one.get(k, 0.0) + other.get(k, 0.0) for k in sorted({*one, *other})}

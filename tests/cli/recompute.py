"""Recomputes the answer of `value` from nothing but its `inputs`, as a reader would by hand."""

from math import exp
from typing import Any

Inputs = dict[str, Any]


def net_by_option(inputs: Inputs) -> dict[str, float]:
    """Return the net recovery of every option, by the formulas of docs/model.md."""
    nets = {"in_house": in_house(inputs), "law_letter": law_letter(inputs), "sale": sale(inputs)}
    nets |= {name: agency(inputs, inputs[name]) for name in ("agency_1", "agency_2", "agency_3")}
    nets["payment_order"] = court(inputs, inputs["payment_order"], is_order=True)
    nets["lawsuit"] = court(inputs, inputs["lawsuit"], is_order=False)
    nets["write_off"] = (
        claim_tax(inputs, {}, inputs["months_until_deductible"])
        - inputs["write_off"]["relationship_cost"]
    )
    return nets


def agency_profit(inputs: Inputs, terms: Inputs) -> float:
    """Return the agency's own value per account."""
    v = 1 / (1 + inputs["discount_per_month"])
    income = terms["commission"] * paid_value(inputs) / (1 + inputs["vat_rate"])
    total = -terms["onboarding"]
    for month, paid, before, contacts in placement(inputs, terms):
        total += v**month * (income * paid - terms["cost_per_contact"] * contacts * before)
    return total


def paid_value(inputs: Inputs) -> float:
    """Return what one paying account brings."""
    return float(inputs["balance"] * inputs["settlement_share"] * inputs["instalment_factor"])


def work(
    inputs: Inputs, months: int, contacts_of: Any, per_willing: float
) -> list[tuple[int, float, float, float]]:
    """Follow one account month by month: (month, share paid, share open before, contacts)."""
    willing, is_open, fade = inputs["willing"], 1.0, inputs["fade_rate"]
    rows = []
    for month in range(1, months + 1):
        contacts = contacts_of(month)
        hazard = inputs["self_cure_rate"] + contacts / per_willing
        paid = willing * hazard / (hazard + fade) * (1 - exp(-(hazard + fade)))
        rows.append((month, paid, is_open, contacts))
        willing *= exp(-(hazard + fade))
        is_open -= paid
    return rows


def placement(inputs: Inputs, terms: Inputs) -> list[tuple[int, float, float, float]]:
    """Follow one account through a placement."""
    return work(
        inputs,
        terms["months"],
        lambda month: terms["contacts_per_month"] if month <= terms["worked_months"] else 0.0,
        terms["contacts_per_willing"],
    )


def claim_tax(inputs: Inputs, collected: dict[int, float], deductible_in: float) -> float:
    """Return tau * (beta B v^d - sum R_k v^max(k, d))."""
    v = 1 / (1 + inputs["discount_per_month"])
    basis = inputs["principal_share"] * inputs["balance"]
    taxed = sum(amount * v ** max(month, deductible_in) for month, amount in collected.items())
    return float(inputs["tax_rate"] * (basis * v**deductible_in - taxed))


def in_house(inputs: Inputs) -> float:
    """Return the net of keeping the account."""
    terms, v = inputs["in_house"], 1 / (1 + inputs["discount_per_month"])
    per_contact = terms["cost_per_contact"] + terms["complaint_cost_per_contact"]
    rows = work(
        inputs,
        terms["months"],
        lambda _: terms["contacts_per_month"],
        inputs["contacts_per_willing"],
    )
    gross = {month: paid_value(inputs) * paid for month, paid, _, _ in rows}
    cost = sum(v**month * per_contact * n * before for month, _, before, n in rows)
    held = sum(v**month * inputs["balance"] * before for month, _, before, _ in rows)
    return (
        sum(v**month * amount for month, amount in gross.items())
        - (1 - inputs["tax_rate"]) * cost
        - inputs["holding_cost_rate"] * held
        - terms["relationship_cost"]
        + claim_tax(inputs, gross, inputs["months_until_deductible"])
    )


def agency(inputs: Inputs, terms: Inputs) -> float:
    """Return the creditor's net of one placement."""
    v = 1 / (1 + inputs["discount_per_month"])
    rows = placement(inputs, terms)
    gross = {month: paid_value(inputs) * paid for month, paid, _, _ in rows}
    collected = sum(v**month * amount for month, amount in gross.items())
    complaints = sum(
        v**month * terms["complaint_cost_per_contact"] * n * before for month, _, before, n in rows
    )
    held = sum(v**month * inputs["balance"] * before for month, _, before, _ in rows)
    cost = terms["commission"] * collected + complaints + terms["placement_fee"]
    return (
        collected
        - (1 - inputs["tax_rate"]) * cost
        - inputs["holding_cost_rate"] * held
        - terms["relationship_cost"]
        + claim_tax(inputs, gross, inputs["months_until_deductible"])
    )


def law_letter(inputs: Inputs) -> float:
    """Return the net of one letter, answered in month 1."""
    terms, v = inputs["law_letter"], 1 / (1 + inputs["discount_per_month"])
    answering = (
        terms["willing_response"] * inputs["willing"]
        + terms["reluctant_response"] * inputs["reluctant"]
    )
    gross = paid_value(inputs) * answering
    cost = terms["cost"] + v * terms["commission"] * gross
    return (
        v * gross
        - (1 - inputs["tax_rate"]) * cost
        - v * inputs["holding_cost_rate"] * inputs["balance"]
        - terms["relationship_cost"]
        + claim_tax(inputs, {1: gross}, inputs["months_until_deductible"])
    )


def court(inputs: Inputs, terms: Inputs, *, is_order: bool) -> float:
    """Return the net of a payment order or a lawsuit."""
    v, m = 1 / (1 + inputs["discount_per_month"]), terms["months"]
    success = terms["served"] * (1 - terms["objection"]) if is_order else terms["win"]
    not_lost = (inputs["willing"] + inputs["reluctant"]) * exp(-inputs["fade_rate"] * m)
    gross = success * inputs["balance"] * terms["yield"] * not_lost
    cost = (
        terms["fee"] + terms.get("case_cost", 0.0) - v**m * success * terms["refund"] * terms["fee"]
    )
    cost += v**m * terms.get("lawyer_share", 0.0) * gross
    deductible = inputs["months_until_deductible"]
    held = sum(v**month for month in range(1, m + 1)) * inputs["balance"]
    return (
        v**m * gross
        - (1 - inputs["tax_rate"]) * cost
        - inputs["holding_cost_rate"] * held
        - terms["relationship_cost"]
        + claim_tax(inputs, {m: gross}, deductible if is_order else min(deductible, m))
    )


def sale(inputs: Inputs) -> float:
    """Return the net of a sale."""
    terms, v = inputs["sale"], 1 / (1 + inputs["discount_per_month"])
    lag, tax = terms["lag_months"], inputs["tax_rate"]
    price = terms["price"] * inputs["balance"]
    basis = inputs["principal_share"] * inputs["balance"]
    realised = min(lag, inputs["months_until_deductible"])
    held = sum(v**month for month in range(1, lag + 1)) * inputs["balance"]
    return (
        v**lag * price
        - (1 - tax) * terms["cost"]
        - inputs["holding_cost_rate"] * held
        - terms["relationship_cost"]
        + tax * (basis * v**realised - price * v**lag)
    )

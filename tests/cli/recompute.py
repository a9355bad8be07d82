"""Recomputes the answer of `value` from nothing but its `inputs`, as a reader would by hand."""

from itertools import chain, repeat
from math import exp
from typing import Any

Inputs = dict[str, Any]

SETTLES_IN = 2
"""Month in which a suit brings those who settle; half of the fee comes back for them."""

ORDER_FALLS_IN = 2
"""Month in which an order that falls gives its accounts back."""

Month = tuple[int, float, float, float]
"""Month, share paid, share open before, contacts."""


def net_by_option(inputs: Inputs) -> dict[str, float]:
    """Return the net recovery of every option, by the formulas of docs/model.md."""
    nets = {"in_house": in_house(inputs), "law_letter": law_letter(inputs), "sale": sale(inputs)}
    nets |= {name: agency(inputs, inputs[name]) for name in ("agency_1", "agency_2", "agency_3")}
    nets["payment_order"] = payment_order(inputs)
    nets["lawsuit"] = lawsuit(inputs)
    nets["write_off"] = claim_tax(inputs, {}, inputs["months_until_deductible"])
    nets["write_off"] -= inputs.get("write_off", {}).get("relationship_cost", 0.0)
    return nets


def agency_profit(inputs: Inputs, terms: Inputs) -> float:
    """Return the agency's own value per account."""
    v = value_of_a_month(inputs)
    income = terms["commission"] * paid_value(inputs) / (1 + inputs["vat_rate"])
    total = -terms["onboarding"]
    for month, paid, before, contacts in placement(inputs, terms):
        total += v**month * (income * paid - terms["cost_per_contact"] * contacts * before)
    return float(total)


def with_effort(inputs: Inputs, terms: Inputs, contacts: float, months: int) -> Inputs:
    """Return a placement worked otherwise: other contacts, and no more months than it was worked.

    What a contact does is read off the hazards of the months that were worked.
    """
    cure = inputs["self_cure_rate"]
    hazard = [[cure, cure] for _ in terms["hazard"]]
    for k in range(months):
        scale = contacts / terms["contacts_per_month"]
        hazard[k] = [cure + scale * (worked - cure) for worked in terms["hazard"][k]]
    return {**terms, "contacts_per_month": contacts, "worked_months": months, "hazard": hazard}


def value_of_a_month(inputs: Inputs) -> float:
    """Return v."""
    return float(1 / (1 + inputs["discount_per_month"]))


def paid_value(inputs: Inputs) -> float:
    """Return what one paying account brings."""
    return float(inputs["balance"] * inputs["settlement_share"] * inputs["instalment_factor"])


def work(inputs: Inputs, terms: Inputs, worked: int) -> list[Month]:
    """Follow one account through a stage, the two willing types apart."""
    masses, is_open, rows = [inputs["willing_easy"], inputs["willing_hard"]], 1.0, []
    for month in range(1, terms["months"] + 1):
        fade, paid = terms["fade"][month - 1], 0.0
        for j, hazard in enumerate(terms["hazard"][month - 1]):
            rate = hazard + fade
            paid += masses[j] * hazard / rate * (1 - exp(-rate)) if rate > 0 else 0.0
            masses[j] *= exp(-rate)
        contacts = terms["contacts_per_month"] if month <= worked else 0.0
        rows.append((month, paid, is_open, contacts))
        is_open -= paid
    return rows


def placement(inputs: Inputs, terms: Inputs) -> list[Month]:
    """Follow one account through a placement."""
    return work(inputs, terms, terms["worked_months"])


def claim_tax(
    inputs: Inputs, collected: dict[int, float], deductible_in: float, part: float = 1.0
) -> float:
    """Return tau * (beta B v^d - sum R_k v^max(k, d)) of a part of the claim."""
    v = value_of_a_month(inputs)
    basis = part * inputs["principal_share"] * inputs["balance"]
    taxed = sum(amount * v ** max(month, deductible_in) for month, amount in collected.items())
    return float(inputs["tax_rate"] * (basis * v**deductible_in - taxed))


def in_house(inputs: Inputs) -> float:
    """Return the net of keeping the account."""
    terms = inputs["in_house"]
    per_contact = terms["cost_per_contact"] + terms["complaint_cost_per_contact"]
    rows = work(inputs, terms, terms["months"])
    return _worked(inputs, terms, rows, per_contact=per_contact, commission=0.0, fee=0.0)


def agency(inputs: Inputs, terms: Inputs) -> float:
    """Return the creditor's net of one placement."""
    return _worked(
        inputs,
        terms,
        placement(inputs, terms),
        per_contact=terms["complaint_cost_per_contact"],
        commission=terms["commission"],
        fee=terms["placement_fee"],
    )


def law_letter(inputs: Inputs) -> float:
    """Return the net of one letter, answered in month 1."""
    terms, v = inputs["law_letter"], value_of_a_month(inputs)
    willing = inputs["willing_easy"] + inputs["willing_hard"]
    answering = terms["willing_response"] * willing
    answering += terms["reluctant_response"] * inputs["reluctant"]
    gross = paid_value(inputs) * answering
    cost = terms["cost"] + v * terms["commission"] * gross
    return float(
        v * gross
        - (1 - inputs["tax_rate"]) * cost
        - v * inputs["holding_cost_rate"] * inputs["balance"]
        - terms["relationship_cost"]
        + claim_tax(inputs, {1: gross}, inputs["months_until_deductible"])
    )


def payment_order(inputs: Inputs) -> float:
    """Return the net of a payment order; the share that stands has its own deduction date."""
    terms, v = inputs["payment_order"], value_of_a_month(inputs)
    m, d = terms["months"], inputs["months_until_deductible"]
    stands = terms["served"] * (1 - terms["objection"])
    not_lost = inputs["willing_easy"] + inputs["willing_hard"] + inputs["reluctant"]
    gross = stands * inputs["balance"] * terms["yield"] * not_lost * faded(inputs, terms)
    cost = terms["fee"] - v**m * stands * terms["refund"] * terms["fee"]
    held = _held(inputs, {k: 1.0 if k <= ORDER_FALLS_IN else stands for k in range(1, m + 1)})
    return float(
        v**m * gross
        - (1 - inputs["tax_rate"]) * cost
        - held
        - terms["relationship_cost"]
        + claim_tax(inputs, {m: gross}, min(d, m), stands)
        + claim_tax(inputs, {}, d, 1 - stands)
    )


def lawsuit(inputs: Inputs) -> float:
    """Return the net of a suit: some settle at filing, the ruling is evidence for the rest."""
    terms, v = inputs["lawsuit"], value_of_a_month(inputs)
    m, d = terms["months"], inputs["months_until_deductible"]
    willing = inputs["willing_easy"] + inputs["willing_hard"]
    settled = terms["settle_willing"] * willing
    settled += terms["settle_reluctant"] * inputs["reluctant"]
    rest = willing + inputs["reluctant"] - settled
    agreed = paid_value(inputs) * settled
    ruled = terms["win"] * inputs["balance"] * terms["yield"] * rest * faded(inputs, terms)
    cost = terms["fee"] + terms["case_cost"] + v**m * terms["lawyer_share"] * ruled
    cost -= v**SETTLES_IN * terms["fee"] / 2 * settled
    cost -= v**m * terms["win"] * terms["refund"] * terms["fee"] * (1 - settled)
    held = _held(inputs, {k: 1.0 if k <= SETTLES_IN else 1 - settled for k in range(1, m + 1)})
    return float(
        v**SETTLES_IN * agreed
        + v**m * ruled
        - (1 - inputs["tax_rate"]) * cost
        - held
        - terms["relationship_cost"]
        + claim_tax(inputs, {SETTLES_IN: agreed}, d, settled)
        + claim_tax(inputs, {m: ruled}, min(d, m), 1 - settled)
    )


def sale(inputs: Inputs) -> float:
    """Return the net of a sale, at the price for what is left of the account."""
    terms, v = inputs["sale"], value_of_a_month(inputs)
    lag, tax = terms["lag_months"], inputs["tax_rate"]
    price = terms["price"] * inputs["balance"]
    return float(
        (1 - tax) * (v**lag * price - terms["cost"])
        - _held(inputs, dict.fromkeys(range(1, lag + 1), 1.0))
        - terms["relationship_cost"]
        + claim_tax(inputs, {}, min(lag, inputs["months_until_deductible"]))
    )


def faded(inputs: Inputs, terms: Inputs) -> float:
    """Return the share of those not lost who are so still when the court is done."""
    fades = terms.get("fade", inputs["fade_rate"])
    if isinstance(fades, float):
        return exp(-fades * terms["months"])
    known = chain(fades, repeat(fades[-1]))
    return exp(-sum(fade for _, fade in zip(range(terms["months"]), known, strict=False)))


def _worked(
    inputs: Inputs,
    terms: Inputs,
    rows: list[Month],
    *,
    per_contact: float,
    commission: float,
    fee: float,
) -> float:
    """Return the net of a stage in which the willing pay."""
    v = value_of_a_month(inputs)
    gross = {month: paid_value(inputs) * paid for month, paid, _, _ in rows}
    collected = sum(v**month * amount for month, amount in gross.items())
    contacts = sum(v**month * n * before for month, _, before, n in rows)
    cost = commission * collected + per_contact * contacts + fee
    return float(
        collected
        - (1 - inputs["tax_rate"]) * cost
        - _held(inputs, {month: before for month, _, before, _ in rows})
        - terms["relationship_cost"]
        + claim_tax(inputs, gross, inputs["months_until_deductible"])
    )


def _held(inputs: Inputs, is_open: dict[int, float]) -> float:
    """Return the holding cost of months in which so much of the account is open."""
    v, rate = value_of_a_month(inputs), inputs["holding_cost_rate"] * inputs["balance"]
    return float(sum(v**month * rate * part for month, part in is_open.items()))

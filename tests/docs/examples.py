"""The worked examples of docs/model.md: read from the page, computed with the code."""

import re
import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from placement.api import court_charges, default_creditor_type, one_account
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.assume.tables import ladder_step, log_linear
from placement.decide.contributions import contributions
from placement.decide.flip import flip_assumption
from placement.decide.inputs import inputs_of
from placement.domain.days import months_of
from placement.domain.types import AGENCY_OPTIONS, FloatArray, Option, Segments, Stance
from placement.odds.debtor import follow, instalment_factor, pay_hazard
from placement.value.contacts import contacts_by_month
from placement.value.options import Valuation, value_options
from placement.value.tax import tax_on_claim, tax_on_sale
from tests.docs.bid_examples import bid_numbers, law_numbers, panel_numbers, past_numbers
from tests.docs.deal_examples import agency_numbers, deal_numbers, fee_numbers
from tests.docs.plan_examples import follow_up_numbers, one_truth_numbers, when_numbers

PAGE = Path(__file__).parents[2] / "docs" / "model.md"
Numbers = dict[str, float]
Given = Mapping[str, Any]


def blocks(page: str) -> list[str]:
    """Return the fenced TOML blocks of a page, as written."""
    return re.findall(r"^```toml\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)


def parse(block: str) -> tuple[dict[str, Any], dict[str, Decimal | int]]:
    """Return what a block gives, and what it says comes out, with the digits it shows."""
    content = tomllib.loads(block, parse_float=Decimal)
    result = content.pop("result")
    given = {
        key: float(value) if isinstance(value, Decimal) else value for key, value in content.items()
    }
    return given, result


def half_a_digit(shown: Decimal | int) -> float:
    """Return how far a number may lie from the one shown, which is rounded."""
    if isinstance(shown, int):
        return 1e-9
    return 0.5 * 10.0 ** int(shown.as_tuple().exponent) * (1.0 + 1e-9)


def compute(given: Given) -> Numbers:
    """Return everything the code says about an example."""
    return EXAMPLES[given["example"]](given)


def _array(given: Given, name: str) -> FloatArray:
    return np.asarray(float(given[name]))


def _stage(given: Given) -> Numbers:
    """Follow easy and hard debtors through some months in which nothing changes with age."""
    months = int(given["months"])
    per = np.array([given["contacts_per_easy"], given["contacts_per_hard"]], dtype=float)
    hazard = pay_hazard(
        np.full(months, float(given["contacts_per_month"])),
        contacts_per_willing=np.repeat(per[:, None], months, axis=1),
        self_cure_rate=np.full(1, float(given["self_cure_rate"])),
    )
    path = follow(
        np.array([given["easy"], given["hard"]], dtype=float),
        hazard=hazard,
        fade=np.full(months, float(given["fade_rate"])),
    )
    paid = {f"paid_{month}": float(path.paid[month - 1]) for month in range(1, months + 1)}
    return {
        "hazard_easy": float(hazard[0, 0]),
        "hazard_hard": float(hazard[1, 0]),
        **paid,
        "paid_in_all": float(path.paid.sum()),
        "easy_left": float(path.willing_after[0]),
        "hard_left": float(path.willing_after[1]),
        "open_left": float(path.open_after),
    }


def _discount(given: Given) -> Numbers:
    rate = (1.0 + given["discount_rate_per_year"]) ** (1.0 / 12.0) - 1.0
    library = load_library().with_values(
        {"market.discount_rate_per_year": given["discount_rate_per_year"]}
    )
    account = one_account(sector="bank_card", balance=1.0, age=12.0)
    in_use = value_options(account, library).terms.market.discount_per_month
    np.testing.assert_allclose(in_use, rate)
    return {"discount_per_month": float(in_use), "discount": 1.0 / (1.0 + float(in_use))}


def _instalments(given: Given) -> Numbers:
    factor = instalment_factor(
        months=_array(given, "months"),
        breakage=_array(given, "breakage"),
        discount=_array(given, "discount"),
    )
    return {"instalment_factor": float(factor)}


def _contacts(given: Given) -> Numbers:
    """Return what a placement takes: contacts over payers, and over the first payer."""
    valuation, _ = _valued(given)
    option = Option.AGENCY_1
    terms, placed = valuation.terms, valuation.placements[option]
    contract, debtor = terms.agency[option], terms.debtor
    contacts = contacts_by_month(terms, contract, placed.effort).sum()
    reached = (debtor.types[:, 0] / contract.contacts_per_willing[:, 0, 0]).sum()
    return {
        "contacts": float(contacts),
        "payers": placed.payers.item(),
        "contacts_per_success": float(contacts) / placed.payers.item(),
        "marginal": 1.0 / float(reached),
    }


def _table(given: Given) -> Numbers:
    value = log_linear(
        np.array([float(given["at"])]),
        points=np.array([given["left"], given["right"]], dtype=float),
        values=np.array([given["left_value"], given["right_value"]]),
    )
    return {"value": value.item()}


def _ladder(given: Given) -> Numbers:
    """Return the commission on the days named."""
    points, values = load_library().table(given["ladder"])
    days = [int(day) for day in given["days"]]
    ages = np.array([float(months_of(day)) for day in days])
    read = ladder_step(ages, points=points, values=values)
    return {f"day_{day}": float(rate) for day, rate in zip(days, read, strict=True)}


def _tax(given: Given) -> Numbers:
    common = {
        "basis": _array(given, "basis"),
        "deductible_in": _array(given, "deductible_in"),
        "discount": _array(given, "discount"),
        "tax_rate": _array(given, "tax_rate"),
    }
    collected = np.zeros(int(given["month"]) + 1)
    collected[-1] = given["collected"]
    sold = tax_on_sale(_array(given, "collected"), lag=_array(given, "month"), **common)
    return {"tax": float(tax_on_claim(collected, **common)), "tax_if_sold": float(sold)}


def account_of(given: Given) -> Segments:
    """Return the account an example is about."""
    return one_account(
        sector=given["sector"],
        balance=given["balance"],
        age=given["age"],
        creditor_type=given.get("creditor", default_creditor_type(given["sector"])),
        placements=given.get("placements", 0),
        letters=given.get("letters", 0),
        in_house_months=given.get("in_house_months"),
        history=given.get("history", ""),
        months_since_demand=given.get("months_since_demand"),
        disputed=given.get("disputed", False),
        unreachable=given.get("unreachable", False),
    )


def _valued(given: Given) -> tuple[Valuation, Assumptions]:
    library = load_library().with_values(given.get("sets", {}))
    stance = Stance(given.get("stance", "profit_seeking"))
    return value_options(account_of(given), library, stance=stance), library


def _option(given: Given) -> Numbers:
    valuation, library = _valued(given)
    option = Option(given["option"])
    cash, used = valuation.cash[option], inputs_of(valuation, 0)
    numbers = {name: value for name, value in used.items() if isinstance(value, int | float)}
    numbers |= used.get(option.value, {})
    # Where a term and a component share a name, the rate keeps it for commission and the amount
    # for the rest; the page shows no relationship cost among the terms.
    parts = {part.value: np.sum(value).item() for part, value in cash.present.items()}
    numbers["commission_paid"] = parts.pop("commission", 0.0)
    numbers |= parts | {
        "net": cash.net.item(),
        "available": float(valuation.available[option].item()),
    }
    if option in AGENCY_OPTIONS:
        placement = valuation.placements[option]
        fixed = library.number(f"{given['sector']}.agency.contract_fixed_cost").item()
        profit = placement.agency_profit.item()
        numbers |= {
            "agency_profit": profit,
            "payers": placement.payers.item(),
            "liquidation": placement.liquidation.item(),
            "break_even_accounts": fixed / profit if profit > 0.0 else float("inf"),
        }
    return numbers


def _charges(given: Given) -> Numbers:
    return court_charges(float(given["amount"]))


def _commission_law(given: Given) -> Numbers:
    share = given["contact_cost"] * given["contacts_per_willing"] / given["settled_balance"]
    willing = given["willing"]
    exact = share + np.sqrt(share * (1.0 - share) * (1.0 - willing) / willing)
    return {
        "cost_share": share,
        "best_commission": float(exact),
        "few_pay": float(np.sqrt(share / willing)),
    }


def _best_commission(given: Given) -> Numbers:
    """Find the commission that leaves the creditor most, in steps of half a point."""
    valuation, library = _valued(given)
    base = valuation.terms.agency[Option.AGENCY_1].commission.item()
    tried = np.arange(5, 100) / 200.0
    nets = []
    for commission in tried:
        points = library.with_values({"what_if.commission_points": commission - base})
        moved = value_options(valuation.segments, points)
        nets.append(moved.cash[Option.AGENCY_1].net.item())
    return {"commission": base, "best_commission": float(tried[int(np.argmax(nets))])}


def _flip(given: Given) -> Numbers:
    valuation, library = _valued(given)
    first, second = Option(given["option"]), Option(given["against"])
    found = flip_assumption(
        valuation.segments,
        library,
        path=given["path"],
        gap=lambda each: each.cash[first].net - each.cash[second].net,
        toward=given["toward"],
    )
    return {"flips_at": found.item()}


def _contributions(given: Given) -> Numbers:
    nets = {(): 0.0, (0,): given["first"], (1,): given["second"], (0, 1): given["both"]}
    parts = contributions(
        lambda made: nets[tuple(sorted(made))], 2, generator=np.random.default_rng(0)
    )
    return {"first": float(parts[0]), "second": float(parts[1])}


EXAMPLES: dict[str, Callable[[Given], Numbers]] = {
    "contributions": _contributions,
    "discount": _discount,
    "stage": _stage,
    "instalments": _instalments,
    "contacts": _contacts,
    "table": _table,
    "ladder": _ladder,
    "tax": _tax,
    "option": _option,
    "court_charges": _charges,
    "commission_law": _commission_law,
    "best_commission": _best_commission,
    "deal": deal_numbers,
    "effective_fee": fee_numbers,
    "agency_lot": agency_numbers,
    "bid": bid_numbers,
    "law": law_numbers,
    "panel": panel_numbers,
    "past_results": past_numbers,
    "flip": _flip,
    "when": when_numbers,
    "one_truth": one_truth_numbers,
    "follow_up": follow_up_numbers,
}

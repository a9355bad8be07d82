"""The numbers behind a segment in plain words: name, value, unit and where each comes from."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from placement.decide.inputs import inputs_of
from placement.decide.rank import Ranking
from placement.domain.text import pt, t
from placement.domain.types import Option
from placement.words.names import option_names

FROM_BOOK = ""
"""Path of a number that comes with the book and not from the library."""

DEBTOR_PATHS = {
    "balance": FROM_BOOK,
    "principal_share": "{sector}.debtor.principal_share",
    "age": FROM_BOOK,
    "willing_easy": "{sector}.debtor.easy_share",
    "willing_hard": "{sector}.debtor.hard_share",
    "willing": FROM_BOOK,
    "reluctant": "{sector}.debtor.reluctant_share",
    "fade_rate": "{sector}.debtor.fade_rate",
    "self_cure_rate": "{sector}.debtor.self_cure_rate",
    "contacts_per_easy": "{sector}.in_house.contacts_per_easy",
    "contacts_per_hard": "{sector}.in_house.contacts_per_hard",
    "discount_per_month": "market.discount_rate_per_year",
    "vat_rate": "tax.vat_rate",
    "tax_rate": "tax.income_tax_rate",
    "months_until_deductible": "{sector}.tax.deductible_after",
    "settlement_share": "{sector}.debtor.settlement_share",
    "instalment_factor": "{sector}.debtor.instalment_months",
    "holding_cost_rate": "{sector}.debtor.holding_cost_rate",
}
"""Where the numbers of the claim come from; `{sector}` is the segment's."""

OPTION_PATHS = {
    "relationship_cost": "{sector}.relationship.{group}",
    "refund": "court.refund",
    "agency.most_contacts_per_month": "{sector}.agency.accounts_per_seat",
    "in_house.relationship_cost": FROM_BOOK,
    "agency.worked_months": FROM_BOOK,
    "agency.contacts_per_month": FROM_BOOK,
    "agency.cost_per_contact": "{sector}.agency.seat_cost_per_month",
    "in_house.cost_per_contact": "{sector}.in_house.seat_cost_per_month",
    "law_letter.letters_so_far": FROM_BOOK,
    "sale.price": FROM_BOOK,
    "sale.quoted_price": "{sector}.sale.price",
    "hazard_easy": FROM_BOOK,
    "hazard_hard": FROM_BOOK,
    "fade": "{sector}.debtor.fade_rate",
    "payment_order.fee": "law.payment_order_fee_share",
    "payment_order.months": "court.months.payment_order",
    "lawsuit.fee": "law.acceptance_fee",
    "lawsuit.months": "court.months",
}
"""Where the numbers of an option come from, by name or by group and name, where it is not
`{sector}.{group}.{name}`. What an agency chooses for itself has no path."""

GROUPS = {Option.AGENCY_1: "agency", Option.AGENCY_2: "agency", Option.AGENCY_3: "agency"}
"""Groups of the library that several options share."""


def inputs_table(ranking: Ranking, position: int, *, currency: str) -> pd.DataFrame:
    """Return one row per number: group, name, value, unit and path of the assumption.

    The path is empty for a number that comes with the book or follows from others.
    """
    segments = ranking.valuation.segments
    sector, names, known = segments.sector[position], input_names(), option_names()
    rows: list[tuple[str, str, float, str, str]] = []

    def add(group: str, called: str, key: str, value: float, path: str) -> None:
        name, unit = names.get(key, (key.replace("_", " "), ""))
        where = path.format(sector=sector, group=group)
        rows.append((called, name, value, unit.format(currency=currency), where))

    for key, value in inputs_of(ranking.valuation, position).items():
        if isinstance(value, dict):
            option = Option(key)
            group = GROUPS.get(option, key)
            for inner, number in _first_and_last(value):
                number_key = inner.removesuffix(" last")
                usual = OPTION_PATHS.get(number_key, "{sector}.{group}." + number_key)
                path = OPTION_PATHS.get(f"{group}.{number_key}", usual)
                add(group, known[option], inner, number, path)
        else:
            add("", t("Every option"), key, value, DEBTOR_PATHS[key])
    return pd.DataFrame(rows, columns=["group", "name", "value", "unit", "path"])


def _first_and_last(numbers: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Yield the numbers of an option; of those that are given by month, the first and the last."""
    for name, value in numbers.items():
        if not isinstance(value, list):
            yield name, value
            continue
        for end, month in (("", value[:1]), (" last", value[-1:])):
            for number in month:
                if isinstance(number, list):
                    yield f"{name}_easy{end}", number[0]
                    yield f"{name}_hard{end}", number[1]
                else:
                    yield f"{name}{end}", number


def input_names() -> dict[str, tuple[str, str]]:
    """Return the plain name and the unit of every number; `{currency}` stands for the tape's."""
    share, months, per_month = t("share, 0.22 is 22%"), t("months"), t("rate per month")
    money = t("{currency} per account", currency="{currency}")
    per_contact = t("{currency} per contact", currency="{currency}")
    return {
        "balance": (t("Balance"), money),
        "principal_share": (t("Principal in the balance"), share),
        "age": (t("Months past due"), months),
        "willing_easy": (t("Easy: pay when reminded"), share),
        "willing_hard": (t("Hard: pay when somebody persists"), share),
        "willing": (t("Willing: easy and hard together"), share),
        "reluctant": (t("Reluctant: pay when the law is at the door"), share),
        "fade_rate": (t("Fading: willing or reluctant turn lost"), per_month),
        "self_cure_rate": (t("Self-cure: willing pay by themselves"), per_month),
        "contacts_per_easy": (t("Contacts an easy debtor needs"), t("contacts")),
        "contacts_per_hard": (t("Contacts a hard debtor needs"), t("contacts")),
        "hazard_easy": (t("Easy debtors pay, first month"), per_month),
        "hazard_easy last": (t("Easy debtors pay, last month"), per_month),
        "hazard_hard": (t("Hard debtors pay, first month"), per_month),
        "hazard_hard last": (t("Hard debtors pay, last month"), per_month),
        "fade": (t("Fading, first month"), per_month),
        "fade last": (t("Fading, last month"), per_month),
        "most_contacts_per_month": (t("Most contacts a collector can make"), t("per account")),
        "letters_so_far": (t("Letters so far"), t("letters")),
        "settle_willing": (t("Willing who settle when sued"), share),
        "settle_reluctant": (t("Reluctant who settle when sued"), share),
        "quoted_price": (t("Price quoted for such claims"), t("share of the balance")),
        "reluctant_weight": (t("Worth of a reluctant debtor to a buyer"), t("of a willing one")),
        "discount_per_month": (t("Discount rate"), per_month),
        "vat_rate": (t("VAT on commission"), share),
        "tax_rate": (t("Income tax"), share),
        "months_until_deductible": (t("Until the loss is deducted"), months),
        "settlement_share": (t("Share of the balance it settles for"), share),
        "instalment_factor": (t("Worth of instalments per unit agreed"), t("factor")),
        "holding_cost_rate": (t("Holding cost of the open balance"), per_month),
        "months": (t("Duration"), months),
        "worked_months": (t("Months the agency works"), months),
        "contacts_per_month": (t("Contacts to each open account"), t("contacts per month")),
        "cost_per_contact": (t("Cost of one contact"), per_contact),
        "onboarding": (t("Agency's cost of taking the account on"), money),
        "commission": (pt("share of collections", "Commission"), t("share of collections")),
        "placement_fee": (t("Placement fee"), money),
        "complaint_cost_per_contact": (t("Cost of complaints"), per_contact),
        "relationship_cost": (t("Future margin at risk"), money),
        "cost": (t("Cost"), money),
        "willing_response": (t("Willing who answer the letter"), share),
        "reluctant_response": (t("Reluctant who answer the letter"), share),
        "fee": (t("Court fee"), money),
        "served": (t("Chance the order can be served"), share),
        "objection": (t("Chance of an objection"), share),
        "yield": (t("Not-lost debtors whom enforcement makes pay"), share),
        "refund": (t("Part of the fee that comes back"), share),
        "case_cost": (t("Cost of the case besides the fee"), money),
        "lawyer_share": (t("Lawyer's share, after the cap"), t("share of collections")),
        "win": (pt("in court", "Chance to win"), share),
        "price": (t("Price for this account"), t("share of the balance")),
        "lag_months": (t("Until the price is paid"), months),
    }

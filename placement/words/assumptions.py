"""What each number of the library is called, and what stands behind its status."""

import re

from placement.assume.assumptions import SHARED, Status
from placement.domain.text import about, t
from placement.domain.types import Component
from placement.words.names import component_names, move_names, sector_name

_KEY = re.compile(r"^\d+m?$")

STATUSES: tuple[Status, ...] = ("law", "published", "field_note", "judgement", "user")
"""From the firmest ground to the reader's own."""


def status_meanings() -> dict[str, str]:
    """Return what each status says about how far a number can be trusted."""
    return {
        "law": t("Stands in a law or an official fee schedule. Exact until the law changes."),
        "published": t(
            "Stands in a report, a court's statistics or an announcement; see its date."
        ),
        "field_note": t("Told by people of the trade, undated and not checked by others."),
        "judgement": t("Nobody published it. A reasoned guess with a range: replace it first."),
        "user": t("Set by you. The library's own number stands beside it."),
    }


def area_name(word: str) -> str:
    """Return what the first word of a path is called: a sector, or what all sectors share."""
    shared = {
        "law": t("Law"),
        "market": t("Market"),
        "court": t("Courts"),
        "conduct": t("Rules of conduct"),
        "tax": t("Tax"),
        "what_if": t("What-if panel"),
    }
    return shared.get(word) or sector_name(word)


def split_path(path: str) -> tuple[str, str, str]:
    """Return a path as area, quantity and key; a plain number's key is empty.

    `telecom.debtor.fade_rate.6m` is telecom, debtor.fade_rate and 6m; the quantity of a number
    that all sectors share keeps its area, as in law.enforcement_fee.base.
    """
    area, _, rest = path.partition(".")
    head, _, key = rest.rpartition(".")
    if not _KEY.match(key):
        head, key = rest, ""
    return area, f"{area}.{head}" if area in SHARED else head, key


def number_name(path: str) -> str:
    """Return what a number is called, without its area."""
    _, quantity, key = split_path(path)
    name = _names().get(quantity, quantity.replace(".", ", ").replace("_", " "))
    if not key:
        return name
    if key.endswith("m"):
        return t("{name} · {months} m", name=name, months=key.removesuffix("m"))
    return t("{name} · above {amount}", name=name, amount=f"{float(key):,.0f}")


def full_name(path: str) -> str:
    """Return what a number, or the table it is of, is called, its area first."""
    area = path.partition(".")[0]
    return about(area_name(area), number_name(path))


def part_name(word: str) -> str:
    """Return what the second word of a path is called: what the numbers behind it are about."""
    parts = {
        "debtor": t("Debtors"),
        "agency": t("Agencies"),
        "relationship": component_names()[Component.RELATIONSHIP_COST],
        "tax": t("Tax"),
    }
    return parts.get(word) or move_names().get(word, word.replace(".", " ").replace("_", " "))


def quantity_name(path: str) -> str:
    """Return what the table is called that a number belongs to."""
    _, quantity, _ = split_path(path)
    return _names().get(quantity, quantity.replace(".", ", ").replace("_", " "))


def _names() -> dict[str, str]:
    return _debtor() | _channels() | _legal() | _shared()


def _debtor() -> dict[str, str]:
    return {
        "debtor.easy_share": t("Share of easy debtors at the due date"),
        "debtor.hard_share": t("Share of hard debtors at the due date"),
        "debtor.reluctant_share": t("Share of reluctant debtors at the due date"),
        "debtor.history_contacts_per_month": t("Contacts to each account since its due date"),
        "debtor.principal_share": t("Principal as a share of the balance"),
        "debtor.fade_rate": t("Rate at which debtors are lost"),
        "debtor.self_cure_rate": t("Rate at which the willing pay by themselves"),
        "debtor.dispute_loss": t("Willing lost where the claim is disputed"),
        "debtor.unreachable_factor": t("Willing left where nobody reaches the debtor"),
        "debtor.settlement_share": t("Share of the balance a payer settles for"),
        "debtor.instalment_months": t("Monthly instalments of a payment plan"),
        "debtor.instalment_breakage": t("Plans that break each month"),
        "debtor.holding_cost_rate": t("Cost of holding an open claim"),
        "relationship.agency": t("Future margin at risk: agency"),
        "relationship.law_letter": t("Future margin at risk: law-firm letter"),
        "relationship.payment_order": t("Future margin at risk: payment order"),
        "relationship.lawsuit": t("Future margin at risk: lawsuit"),
        "relationship.sale": t("Future margin at risk: sale"),
        "relationship.write_off": t("Future margin at risk: write-off"),
    }


def _channels() -> dict[str, str]:
    return {
        "in_house.months": t("In-house: months of work"),
        "in_house.contacts_per_month": t("In-house: contacts to each account"),
        "in_house.seat_cost_per_month": t("In-house: cost of a seat"),
        "in_house.contacts_per_seat_month": t("In-house: contacts a seat makes in a month"),
        "in_house.complaint_cost_per_contact": t("In-house: complaints per contact"),
        "in_house.contacts_per_easy": t("In-house: contacts per easy debtor"),
        "in_house.contacts_per_hard": t("In-house: contacts per hard debtor"),
        "in_house.age_factor": t("In-house: contacts needed by age, factor"),
        "agency.months": t("Agency: months of a placement"),
        "agency.later_placement_factor": t("Agency: more contacts in each later placement"),
        "agency.seat_cost_per_month": t("Agency: cost of a seat"),
        "agency.contacts_per_seat_month": t("Agency: contacts a seat makes in a month"),
        "agency.onboarding": t("Agency: taking on an account"),
        "agency.placement_fee": t("Agency: cost of placing an account"),
        "agency.recall_lag_months": t("Agency: months until recalled files are back"),
        "agency.complaint_cost_per_contact": t("Agency: complaints per contact"),
        "agency.contract_contacts_per_month": t("Agency: contacts that the contract asks for"),
        "agency.commission_per_earlier_placement": t("Agency: commission added per placement"),
        "agency.contract_fixed_cost": t("Agency: fixed cost of a contract"),
        "agency.target_margin": t("Agency: profit wanted, share of revenue"),
        "agency.commission_lag_months": t("Agency: months until commission is paid"),
        "agency.learning_months": t("Agency: months until it knows what a lot is like"),
        "agency.visit_share": t("Agency: contacts made by a visit"),
        "agency.letter_share": t("Agency: contacts made by letter"),
        "agency.letter_cost": t("Agency: cost of its own letter"),
        "agency.visits_per_person_month": t("Agency: visits a person makes in a month"),
        "agency.contacts_per_easy": t("Agency: contacts per easy debtor"),
        "agency.contacts_per_hard": t("Agency: contacts per hard debtor"),
        "agency.age_factor": t("Agency: contacts needed by age, factor"),
        "agency.accounts_per_seat": t("Agency: accounts a seat works on"),
        "agency.collections_per_seat_month": t("Agency: what a seat collects, only to compare"),
        "agency.commission.state_owned": t("Agency commission, state-owned creditor"),
        "agency.commission.joint_stock": t("Agency commission, joint-stock creditor"),
        "agency.commission.other": t("Agency commission, other creditor"),
        "sale.lag_months": t("Sale: months until the price is paid"),
        "sale.cost": t("Sale: cost of selling"),
        "sale.price": t("Sale: price as a share of the balance"),
        "sale.from_month": t("Sale: months past due from which it is open"),
        "sale.earlier_placements": t("Sale: earlier placements of claims at that price"),
        "sale.reluctant_weight": t("Sale: worth of a reluctant debtor to a buyer"),
        "write_off.from_month": t("Write-off: months past due from which it is open"),
    }


def _legal() -> dict[str, str]:
    return {
        "law_letter.cost": t("Letter: cost"),
        "law_letter.willing_response": t("Letter: willing debtors who pay"),
        "law_letter.reluctant_response": t("Letter: reluctant debtors who pay"),
        "law_letter.repeat_factor": t("Letter: response left to each further letter"),
        "law_letter.commission": t("Letter: commission of the law firm"),
        "payment_order.served": t("Payment order: chance that it is served"),
        "payment_order.objection": t("Payment order: chance of an objection"),
        "payment_order.yield": t("Payment order: debtors not lost who pay"),
        "payment_order.counter_performance": t("Payment order: creditor owes something in return"),
        "lawsuit.case_cost": t("Lawsuit: cost of a case"),
        "lawsuit.lawyer_share": t("Lawsuit: lawyer's share"),
        "lawsuit.win": t("Lawsuit: chance to win"),
        "lawsuit.win_disputed": t("Lawsuit: chance to win, disputed"),
        "lawsuit.yield": t("Lawsuit: debtors not lost who pay"),
        "lawsuit.settle_willing": t("Lawsuit: willing debtors who settle"),
        "lawsuit.settle_reluctant": t("Lawsuit: reluctant debtors who settle"),
        "tax.deductible_after": t("Tax: months past due until a loss is deducted"),
        "tax.deductible_after_small": t("Tax: the same for a small claim"),
    }


def _shared() -> dict[str, str]:
    return {
        "law.acceptance_fee.base": t("Acceptance fee: base"),
        "law.acceptance_fee.rate_above": t("Acceptance fee: rate"),
        "law.summary_fee_share": t("Summary procedure: share of the acceptance fee"),
        "law.payment_order_fee_share": t("Payment order: share of the acceptance fee"),
        "law.enforcement_fee.base": t("Enforcement fee: base"),
        "law.enforcement_fee.rate_above": t("Enforcement fee: rate"),
        "law.preservation_fee.base": t("Preservation fee: base"),
        "law.preservation_fee.cap": t("Preservation fee: cap"),
        "law.preservation_fee.rate_above": t("Preservation fee: rate"),
        "law.lawyer_cap.rate_above": t("Cap on a lawyer's share"),
        "law.limitation_months": t("Limitation"),
        "law.small_claims_share": t("Small claims: up to this share of a yearly wage"),
        "law.small_claims_wage": t("Small claims: average yearly wage"),
        "market.discount_rate_per_year": t("Discount rate"),
        "market.working_capital_rate_per_year": t("Agency: cost of working capital"),
        "market.technical_points_spread": t("Tenders: spread of technical points"),
        "market.rivals_know": t("Tenders: share of rivals' spread that knows the lot"),
        "tax.income_tax_rate": t("Income tax"),
        "tax.vat_rate": t("Value-added tax"),
        "tax.small_claim": t("Small claim: deducted earlier up to"),
        "tax.small_claim_share_of_revenue": t("Small claim: or up to this share of revenue"),
        "tax.revenue_per_year": t("Creditor's revenue"),
        "court.refund": t("Court fees got back after winning"),
        "court.limitation_plead": t("Debtors who plead limitation"),
        "court.months.small_claims": t("Months to money: small claims"),
        "court.months.summary": t("Months to money: summary procedure"),
        "court.months.ordinary": t("Months to money: ordinary procedure"),
        "court.months.payment_order": t("Months to money: payment order"),
        "market.hiring_cost": t("Cost of hiring a collector"),
        "market.leaving_cost": t("Cost of letting a collector go"),
        "market.ramp_months": t("Months until a newcomer is fully productive"),
        "market.win_correlation": t("Correlation of bids to one creditor"),
        "conduct.max_contacts_per_month": t("Most contacts allowed"),
        "conduct.people_per_visit": t("People who make a visit together"),
        "what_if.odds_factor": t("Odds of payment, factor"),
        "what_if.commission_points": t("Commission, points added"),
        "what_if.contact_cost_factor": t("Cost per contact, factor"),
    }

"""The columns of the table of contracts: titles with units, bounds, choices."""

from typing import Any

import streamlit as st

from placement.decide.mix.columns import LOCKED_IN, LOCKED_OUT, NUMBERS
from placement.domain.names import name_label
from placement.domain.text import t
from placement.domain.types import CreditorType
from placement.ui import session
from placement.words.names import sector_name
from placement.words.numbers import as_percent


def lock_names() -> dict[str, str]:
    """Return what the two locks are called."""
    return {LOCKED_IN: t("In"), LOCKED_OUT: t("Out")}


def columns() -> dict[Any, Any]:
    """Return the settings of every column of the editor."""
    text, choice = st.column_config.TextColumn, st.column_config.SelectboxColumn
    flag = st.column_config.CheckboxColumn
    return {
        "_index": st.column_config.NumberColumn(t("Row"), width=45, disabled=True),
        "contract": text(t("Contract"), width=150, max_chars=80, pinned=True),
        "locked": choice(
            t("Lock"),
            width=70,
            options=list(lock_names()),
            format_func=lambda key: lock_names().get(str(key), str(key)),
            help=t("In: taken whatever it brings. Out: left out. Empty: the best decides."),
        ),
        "sector": choice(
            t("Sector"),
            width=120,
            options=list(session.assumptions().sectors),
            format_func=lambda key: sector_name(str(key)),
        ),
        "creditor": text(t("Creditor"), width=100, max_chars=80),
        "accounts": _number("accounts", t("Accounts"), width=90),
        "balance": _number(
            "balance",
            t("Mean balance"),
            t("Owed per account, in the currency of the library."),
            width=110,
        ),
        "age": _number(
            "age", t("Months past due"), t("When work starts."), format="%.1f", width=90
        ),
        "commission": _number(
            "commission",
            t("Commission (%)"),
            t("Of collections, VAT included; empty: the library's for such accounts."),
            width=110,
        ),
        "win_probability": _number(
            "win_probability",
            t("Chance to win (%)"),
            t("Counts as 100 where the contract is held."),
            width=110,
        ),
        "fixed_cost": _number(
            "fixed_cost",
            t("Fixed cost"),
            t("Winning and running the contract, paid once it is had, whatever the staffing."),
            width=100,
        ),
        "placements": _number(
            "placements", t("Placed so far"), t("Times with an agency."), format="%d", width=90
        ),
        "volume_share": _number(
            "volume_share",
            t("Our share (%)"),
            t("Of these accounts, where a tender is shared."),
            width=90,
        ),
        "payment_lag": _number(
            "payment_lag",
            t("Paid after (months)"),
            t("From a payment to the commission on it; empty: the library's."),
            format="%d",
            width=110,
        ),
        "disputed": flag(t("Disputed"), width=75, default=False),
        "unreachable": flag(t("Unreachable"), width=85, default=False),
        "creditor_type": choice(
            t("Creditor type"),
            width=110,
            options=list(CreditorType),
            format_func=lambda key: name_label(str(key)),
            help=t("Only the library's commission asks for it."),
        ),
        "letters": _number("letters", t("Letters so far"), format="%d", width=90),
        "in_house_months": _number(
            "in_house_months",
            t("Months in-house"),
            t("Empty: all that letters and placements leave."),
            width=110,
        ),
        "history": text(
            t("History"), width=130, max_chars=200, help=t("Such as in_house 5, agency 6, letter.")
        ),
        "held": flag(
            t("Held"), width=60, default=False, help=t("The agency has this contract already.")
        ),
        "exit_cost": _number(
            "exit_cost", t("Exit cost"), t("Of giving up a held contract."), width=90
        ),
        "legal_hours": _number("legal_hours", t("Legal hours a month"), width=110),
        "cash": _number(
            "cash",
            t("Deposits advanced"),
            t(
                "Court fees and deposits besides the contract's own cash: out at the start, back "
                "when a court is done."
            ),
            width=110,
        ),
        "must_keep": flag(t("Must keep"), width=80, default=False, help=t("May not be given up.")),
        "start_month": _number("start_month", t("Starts in (months)"), t("0 is now."), width=110),
        "skill": text(
            t("Team"),
            width=80,
            max_chars=40,
            help=t("Who can work it; empty: any seat. Limit a team's seats under Means."),
        ),
        "terms": text(
            t("Own terms"),
            width=200,
            help=t(
                "What this contract says beyond its commission, as in {example}; empty: the fee "
                "terms of the page Deal zone.",
                example="by_age=0-6: 15%, 6-12: 24%, 12+: 32%; bonuses=25%: +10%, 25%: -10%; "
                "minimum_per_account=25; tail_months=3; vat=in; court_share=5%",
            ),
        ),
    }


def _number(
    name: str, label: str, help: str | None = None, *, format: str = "localized", width: int
) -> Any:
    rule = NUMBERS[name]
    is_share = rule.high == 1.0
    return st.column_config.NumberColumn(
        label,
        help=help,
        width=width,
        format="%.4g" if is_share else format,
        min_value=rule.low,
        max_value=as_percent(rule.high) if is_share else None,
        step=1 if rule.whole else None,
    )

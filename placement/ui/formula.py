"""How a number comes about: a button beside it, and behind it the formula with its figures."""

from collections.abc import Iterable

import streamlit as st

from placement.decide.totals import TOTALS
from placement.domain.text import t
from placement.domain.types import Component, FloatArray
from placement.ui import session
from placement.ui.net import net_names
from placement.words.formulas import (
    Formula,
    collected_formula,
    commission_formula,
    net_formulas,
    tax_formula,
    totals_formula,
)
from placement.words.markdown import plain


def how_it_comes_about(formulas: Iterable[Formula | None], *, key: str) -> None:
    """Draw the button; nothing where there is no formula.

    Args:
        formulas: The formulas, None for a number that this case has not.
        key: Tells this button from others on the page.
    """
    shown = [formula for formula in formulas if formula is not None]
    if not shown:
        return
    with st.popover(
        t("How this comes about"), icon=":material/function:", key=f"{key}_how", type="tertiary"
    ):
        st.markdown("\n\n".join(map(formula_text, shown)))


def how_a_net_comes_about(
    parts: FloatArray, *, balance: float, key: str, commission: float | None = None
) -> None:
    """Draw the button beside the four tiles of a net.

    Args:
        parts: Its components for all accounts, in the order of `Component`.
        balance: What all accounts owe.
        key: Tells this button from others on the page.
        commission: Rate of the placement, where the net is that of one alone.
    """
    amounts = dict(zip(Component, parts.tolist(), strict=True))
    how_it_comes_about(
        [
            collected_formula(amounts, balance=balance),
            None if commission is None else commission_formula(amounts, rate=commission),
            tax_formula(amounts, rate=float(session.assumptions().number("tax.income_tax_rate"))),
            *net_formulas(amounts, names=net_names()),
        ],
        key=key,
    )


def how_totals_come_about(totals: FloatArray, *, key: str) -> None:
    """Draw the button beside a net of which only cash, fees and tax are known.

    Args:
        totals: Shape (totals,).
        key: Tells this button from others on the page.
    """
    named = dict(zip(TOTALS, totals.tolist(), strict=True))
    how_it_comes_about([totals_formula(named, names=net_names())], key=key)


def formula_text(formula: Formula) -> str:
    """Return a formula as Markdown: its words, and a table of its figures."""
    *steps, result = formula.steps
    rows = [f"| {step.sign} | {plain(step.name)} | {step.figure} |" for step in steps]
    rows.append(f"| {result.sign} | **{plain(result.name)}** | **{result.figure}** |")
    table = "\n".join(["| | | |", "|:-:|:--|--:|", *rows])
    note = f"\n\n{formula.note}" if formula.note else ""
    return f"**{formula.words}**\n\n{table}{note}"

"""What would open a deal where there is none."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from placement.decide.deal.openers import Lever, Opener
from placement.decide.deal.zone import Zone
from placement.domain.text import t
from placement.report.made_with import MadeWith
from placement.ui.deal import cached as deal_cached
from placement.ui.inputs import export
from placement.ui.on_demand import asked_for
from placement.ui.waiting import waited_for
from placement.words.deal import lever_names
from placement.words.numbers import money, whole

AT_ONCE = 8
"""Segments of a lot for which it is worked out unasked; it takes a moment for each."""


def show_openers(zone: Zone, question: str, *, currency: str, made: MadeWith) -> None:
    """Draw the table of levers where there is no deal; for a large lot when it is asked for."""
    if zone.bounds.deal:
        return
    st.subheader(t("What alone would open a deal"))
    if len(zone.lot.segments) > AT_ONCE and not asked_for(
        f"{question}:{zone.target_margin!r}",
        key="deal_openers_ask",
        label=t("Work it out"),
        icon=":material/search:",
        before=t("One thing is moved at a time until both sides gain. May take a minute."),
    ):
        return
    found = waited_for(
        ("openers", question, zone.target_margin),
        lambda: deal_cached.opened_by(question, zone.target_margin, zone),
        saying=t("Moving one thing at a time…"),
    )
    table = openers_table(found)
    st.dataframe(
        shown_openers(found, currency=currency),
        hide_index=True,
        key="deal_openers",
        column_config={
            "lever": st.column_config.TextColumn(t("What is moved")),
            "today": st.column_config.TextColumn(t("Today")),
            "needed": st.column_config.TextColumn(t("Opens a deal at")),
            "looked_to": st.column_config.TextColumn(t("Looked as far as")),
        },
        alt=t("Levers with their value today and the value at which a deal opens."),
    )
    export(lambda: table, name="deal_openers", key="deal_openers", made_with=made)


def openers_table(found: Sequence[Opener]) -> pd.DataFrame:
    """Return one row per lever, with the names of the command's answer."""
    return pd.DataFrame(
        {
            "lever": [opener.lever.value for opener in found],
            "today": [opener.today for opener in found],
            "needed": [opener.needed for opener in found],
            "looked_to": [opener.looked_to for opener in found],
        }
    )


def shown_openers(found: Sequence[Opener], *, currency: str) -> pd.DataFrame:
    """Return the same as people read it, with units."""
    names = lever_names()

    def said(lever: Lever, value: float) -> str:
        if lever in (Lever.CONTACT_COST, Lever.ODDS):
            return f"× {value:.3g}"
        unit = {
            Lever.ACCOUNTS: t("accounts"),
            Lever.FIXED_COST: currency,
            Lever.TERM: t("months"),
        }[lever]
        said = whole(value) if lever is Lever.ACCOUNTS else money(value)
        return f"{said} {unit}"

    nothing = t("nothing opens one")
    return pd.DataFrame(
        {
            "lever": [names[opener.lever] for opener in found],
            "today": [said(opener.lever, opener.today) for opener in found],
            "needed": [
                nothing if opener.needed is None else said(opener.lever, opener.needed)
                for opener in found
            ],
            "looked_to": [said(opener.lever, opener.looked_to) for opener in found],
        }
    )

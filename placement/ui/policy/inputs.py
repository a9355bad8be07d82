"""What the page Policy asks: how many rules, and what a move counts with."""

from dataclasses import dataclass

import streamlit as st

from placement import api
from placement.domain.text import t
from placement.ui import restored
from placement.ui.inputs import switch

RULES, COUNTED = "policy_rules", "policy_counted"
"""Keys of the widgets."""

FOLLOWED, ALONE = "followed", "alone"

MOST = 20
"""Rules of the slider: longer tables are read by nobody."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What was asked."""

    rules: int
    is_alone: bool
    """Moves count closed at their end."""


def asked() -> Question:
    """Draw the inputs and return what they hold."""
    restored.number(RULES, low=1, high=MOST)
    st.session_state.setdefault(RULES, api.USUAL_RULES)
    rules = st.slider(
        t("At most so many rules"),
        min_value=1,
        max_value=MOST,
        key=RULES,
        persist_state="session",
        help=t("Fewer where more would bring nothing. More rules never keep less."),
    )
    counted = switch(
        t("A move counts"),
        {FOLLOWED: t("followed up"), ALONE: t("closed at its end")},
        key=COUNTED,
        default=FOLLOWED,
        help=t(
            "With the best that can follow it, as the pages Options and Timing lead with; or "
            "alone, its account closed when it ends."
        ),
    )
    st.caption(
        t(
            "A rule asks for what operations can see: sector, kind of creditor, stage, balance, "
            "placements, letters, disputed, unreachable, with an agency now, past limitation."
        )
    )
    return Question(rules=int(rules), is_alone=counted == ALONE)

"""The Contracts page's panel: what the agency has, and how bids that may be lost count."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from placement import api
from placement.decide.mix.capacities import CREDITOR, SECTOR, SKILL, Capacities
from placement.decide.mix.people import PeopleTerms
from placement.decide.mix.programme import DEFAULT_EXCEED, Overbooking, Rule
from placement.domain.text import t
from placement.tape.currency import DEFAULT_CURRENCY
from placement.ui import restored, session, what_if
from placement.ui.inputs import percent
from placement.ui.panel import side_panel
from placement.words.names import sector_name
from placement.words.numbers import money

SEATS, CASH, HOURS = "contracts_seats", "contracts_cash", "contracts_hours"
RULE, HIRE, TIME = "contracts_rule", "contracts_hire", "contracts_time"
WAGE, LEAVING, RAMP = "contracts_wage", "contracts_leaving", "contracts_ramp"
MAY_HIRE, MAY_LET_GO = "contracts_may_hire", "contracts_may_let_go"

USUAL = {SEATS: 30.0, CASH: 1_200_000.0, HOURS: 80.0}
"""Where the panel starts; nobody's agency in particular."""

SHORT_TIME, LONGEST_TIME = 5.0, 120.0
"""Seconds one search may take where nothing else is said, and at most; people wait for it."""

LONGEST_RAMP = 120


@dataclass(frozen=True, kw_only=True)
class Means:
    """What the panel holds."""

    capacities: Capacities
    rule: Rule
    time_limit: float


def frame() -> DeltaGenerator:
    """Return what holds the panel: in sight beside the answer, behind one button on a phone."""
    return side_panel(t("Means"), icon=":material/groups:")


def choose_means() -> Means:
    """Draw the panel.

    Raises:
        InputError: A limit breaks its rule.
    """
    restored.number(SEATS, low=0.0)
    st.session_state.setdefault(SEATS, USUAL[SEATS])
    seats = st.number_input(
        t("People there are"),
        min_value=0.0, step=1.0, format="%.4g", key=SEATS, persist_state="session",
        help=t("Collectors there are today. All are paid every month, busy or not."),
    )  # fmt: skip
    cash = _limited(
        t("Cash is limited"), t("Opening cash ({currency})", currency=DEFAULT_CURRENCY), CASH,
        50_000.0,
        t("There is today; with wages and all contracts together it may never fall below 0. In "
          "the currency of the library."),
    )  # fmt: skip
    if cash is not None:
        # The box writes digits without a mark between thousands.
        st.caption(t("= {amount} {currency}", amount=money(cash), currency=DEFAULT_CURRENCY))
    hours = _limited(
        t("Legal hours are limited"), t("Legal hours a month"), HOURS, 5.0,
        t("Of lawyers, in every month."),
    )  # fmt: skip
    people = _people()
    shares = {kind: _share(kind) for kind in (CREDITOR, SECTOR)}
    with st.expander(t("Limits on one name")):
        limits = _limits()
    rule = _rule()
    restored.number(TIME, low=1.0, high=LONGEST_TIME)
    st.session_state.setdefault(TIME, SHORT_TIME)
    seconds = st.number_input(
        t("Longest search (seconds)"),
        min_value=1.0, max_value=LONGEST_TIME, step=5.0, format="%.4g", key=TIME,
        persist_state="session",
        help=t("Where it ends a search, the answer says how much may be missing."),
    )  # fmt: skip
    if what_if.differs(session.scenario()):
        st.caption(t("Numbers changed on Options or Assumptions count here as well."))
    return Means(
        capacities=Capacities(
            seats=float(seats),
            cash=cash,
            legal_hours=hours,
            people=people,
            seats_of=limits,
            creditor_share=shares[CREDITOR],
            sector_share=shares[SECTOR],
        ),
        rule=rule,
        time_limit=float(seconds),
    )


def _people() -> PeopleTerms:
    """Draw what people cost, and whether any may come or go."""
    numbers = session.assumptions()
    usual = api.people_terms(numbers)
    restored.flag(MAY_HIRE)
    restored.flag(MAY_LET_GO)
    may_hire = st.checkbox(t("People may be hired"), key=MAY_HIRE, persist_state="session")
    may_let_go = st.checkbox(t("People may be let go"), key=MAY_LET_GO, persist_state="session")
    with st.expander(t("What people cost")):
        restored.number(WAGE, low=0.0)
        wage = st.number_input(
            t("Wage of a person and month"),
            min_value=0.0, value=None, step=500.0, format="%.8g", key=WAGE,
            persist_state="session", placeholder=t("the library's"),
            help=t("All included; empty: the library's cost of the seat that most contracts "
                   "need. Paid busy or not."),
        )  # fmt: skip
        hiring = _cost(t("Cost of hiring one"), HIRE, usual.hiring_cost)
        leaving = _cost(t("Cost of letting one go"), LEAVING, usual.leaving_cost)
        restored.number(RAMP, low=0, high=LONGEST_RAMP)
        st.session_state.setdefault(RAMP, usual.ramp_months)
        ramp = st.number_input(
            t("Months until fully productive"),
            min_value=0, max_value=LONGEST_RAMP, step=1, key=RAMP, persist_state="session",
            help=t("A newcomer grows evenly until then, so half of these months are lost."),
        )  # fmt: skip
    return api.people_terms(
        numbers,
        wage=None if wage is None else float(wage),
        hiring_cost=hiring,
        leaving_cost=leaving,
        ramp_months=int(ramp),
        may_hire=may_hire,
        may_let_go=may_let_go,
    )


def _cost(label: str, key: str, usual: float) -> float:
    restored.number(key, low=0.0)
    st.session_state.setdefault(key, usual)
    return float(
        st.number_input(
            label, min_value=0.0, step=500.0, format="%.8g", key=key, persist_state="session"
        )
    )


def kind_names() -> dict[str, str]:
    """Return what a limit may be about."""
    return {CREDITOR: t("Creditor"), SECTOR: t("Sector"), SKILL: t("Team")}


def _limited(question: str, label: str, key: str, step: float, help: str) -> float | None:
    asked = f"{key}_limited"
    restored.flag(asked)
    st.session_state.setdefault(asked, True)
    if not st.checkbox(question, key=asked, persist_state="session"):
        return None
    restored.number(key, low=0.0)
    st.session_state.setdefault(key, USUAL[key])
    return float(
        st.number_input(
            label, min_value=0.0, step=step, format="%.10g", key=key, persist_state="session",
            help=help,
        )
    )  # fmt: skip


def _share(kind: str) -> float | None:
    names = {
        CREDITOR: (t("No creditor may take too much"), t("Most of the revenue from one creditor")),
        SECTOR: (t("No sector may take too much"), t("Most of the revenue from one sector")),
    }
    question, label = names[kind]
    restored.flag(f"contracts_{kind}_limited")
    if not st.checkbox(question, key=f"contracts_{kind}_limited", persist_state="session"):
        return None
    return percent(label, share=0.4, key=f"contracts_{kind}_share", step=0.05)


def _limits() -> dict[tuple[str, str], float]:
    """Draw the table of limits; what stood in it outlives a visit to another page."""
    key, kept = "contracts_limits", "contracts_limits_kept"
    empty = pd.DataFrame(
        {
            "kind": pd.Series([], dtype=object),
            "name": pd.Series([], dtype=object),
            "seats": pd.Series([], dtype=float),
        }
    )
    if key not in st.session_state:
        st.session_state[f"{kept}_base"] = st.session_state.get(kept, empty)
    opened: pd.DataFrame = st.session_state[f"{kept}_base"]
    edited = st.data_editor(
        opened,
        key=key,
        num_rows="dynamic",
        hide_index=True,
        column_config={
            "kind": st.column_config.SelectboxColumn(
                t("About"),
                options=list(kind_names()),
                format_func=lambda kind: kind_names().get(str(kind), str(kind)),
            ),
            "name": st.column_config.TextColumn(t("Name as in the table")),
            "seats": st.column_config.NumberColumn(t("Most seats"), min_value=0.0),
        },
        alt=t("Most seats on one creditor, sector or team."),
    )
    st.session_state[kept] = edited.reset_index(drop=True)
    sectors = {sector_name(key): key for key in session.assumptions().sectors}
    return {
        (str(kind), sectors.get(str(name).strip(), str(name).strip())): float(seats)
        for kind, name, seats in edited.dropna().itertuples(index=False)
    }


def _rule() -> Rule:
    names = {
        Overbooking.FULL: t("All bids may be won at once"),
        Overbooking.EXPECTED: t("On average"),
        Overbooking.SAFE: t("Exceeded seldom"),
    }
    restored.choice(RULE, list(names))
    kind = st.radio(
        t("How bids that may be lost count"),
        list(names),
        format_func=names.__getitem__,
        key=RULE,
        persist_state="session",
        help=t(
            "At once: people never lack, and cash lasts if all are won and on average. Average: as "
            "airlines overbook, with the chance shown below. Seldom: with no more than the chance "
            "you name; slower to work out."
        ),
    )
    exceed = DEFAULT_EXCEED
    if kind is Overbooking.SAFE:
        exceed = percent(
            t("Accepted chance of needing more than there is"),
            share=DEFAULT_EXCEED, key="contracts_exceed", low=0.005, high=0.5, step=0.005,
        )  # fmt: skip
    return Rule(kind=kind, exceed=exceed, correlation=api.win_correlation(session.assumptions()))

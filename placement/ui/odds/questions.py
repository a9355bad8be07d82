"""Five questions that people can answer without a file, and the odds that they imply."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from placement import api
from placement.assume.library import load_library
from placement.domain.errors import PlacementError
from placement.domain.text import pt, t
from placement.ui import inputs, session
from placement.ui.charts.odds import liquidation_chart
from placement.ui.odds.adopt import adopt_button
from placement.words.markdown import plain
from placement.words.names import sector_name


@dataclass(frozen=True)
class _Usual:
    """What a sector's boxes show at first."""

    balance: float
    age: float
    brought: tuple[float, float]
    """Percent of the balance in six months."""

    contacts: tuple[int, int]
    commission: float
    price: float


_USUAL = {
    "bank_card": _Usual(7_000.0, 8.0, (6.0, 8.0), (100, 150), 0.15, 0.07),
    "telecom": _Usual(150.0, 6.0, (3.0, 5.0), (40, 80), 0.15, 0.03),
    "property_fee": _Usual(2_600.0, 12.0, (25.0, 35.0), (15, 30), 0.20, 0.10),
    "logistics": _Usual(25_000.0, 6.0, (12.0, 18.0), (60, 120), 0.18, 0.10),
    "software_retainage": _Usual(180_000.0, 12.0, (8.0, 14.0), (80, 160), 0.20, 0.08),
}
_OTHERWISE = _USUAL["bank_card"]


def show_questions() -> None:
    """Draw the questions, and live beside them what they imply."""
    asked_in, answer_in = st.columns([1, 1.7], gap="medium")
    with asked_in, st.container(key="asked_beside"):
        try:
            asked = _questions()
        except PlacementError as error:
            st.error(plain(str(error)))
            return
    with answer_in:
        try:
            found = api.implied(asked, load_library())
        except PlacementError as error:
            st.error(plain(str(error)), icon=":material/sync_problem:")
            st.caption(t("No odds give these answers together. Change one of the two."))
            return
        _answer(found)


def _questions() -> "api.Questions":
    # Looked up and not asked for, so that names stay those of the language they were drawn in.
    names = {sector: sector_name(sector) for sector in session.library().sectors}
    sector = st.selectbox(
        t("Sector"),
        list(names),
        format_func=names.__getitem__,
        key="odds_sector",
        persist_state="session",
    )
    usual = _USUAL.get(sector, _OTHERWISE)
    with st.container(horizontal=True):
        balance = st.number_input(
            t("Balance of an account"), 1.0, 1e9, usual.balance,
            key=f"odds_balance_{sector}", persist_state="session",
        )  # fmt: skip
        age = st.number_input(
            t("Months past due at placement"), 0.0, 120.0, usual.age,
            key=f"odds_age_{sector}", persist_state="session",
        )  # fmt: skip
    st.markdown("**1. " + t("What did a batch bring?") + "**")
    months = int(
        st.number_input(
            t("Over so many months"), 2, 60, 6, key=f"odds_months_{sector}", persist_state="session"
        )
    )
    liquidation = _range(
        t("Share of the balance that came in (%)"), 0.5, 95.0, usual.brought,
        key=f"odds_brought_{sector}", step=0.5,
    )  # fmt: skip
    st.markdown("**2. " + t("How fast?") + "**")
    first_months, first_share = None, None
    if _knows(t("I know how fast it came in"), "odds_knows_fast"):
        first_months = int(
            st.number_input(
                t("The first so many months"), 1, months - 1, max(months // 2, 1),
                key=f"odds_first_months_{sector}_{months}", persist_state="session",
            )
        )  # fmt: skip
        first_share = _range(
            t("brought so much of it (%)"), 1.0, 99.0, (55.0, 65.0),
            key=f"odds_first_{sector}", step=1.0,
        )  # fmt: skip
    st.markdown("**3. " + t("How much work?") + "**")
    calls, accounts = _work(sector, usual)
    st.markdown("**4. " + t("At what commission?") + "**")
    commission = None
    if _knows(t("I know the commission"), "odds_knows_commission"):
        commission = inputs.percent(
            pt("share of collections", "Commission"),
            share=usual.commission, key=f"odds_commission_{sector}",
            low=0.01, high=0.9,
        )  # fmt: skip
    st.markdown("**5. " + t("What does a buyer pay?") + "**")
    price = None
    if _knows(t("I know a price"), "odds_knows_price"):
        price = inputs.percent(
            t("Price, of the balance"), share=usual.price, key=f"odds_price_{sector}",
            low=0.001, high=0.9, step=0.001,
        )  # fmt: skip
    return api.Questions(
        sector=sector,
        balance=float(balance),
        age=float(age),
        liquidation=liquidation,
        months=months,
        first_months=first_months,
        first_share=first_share,
        contacts_per_success=calls,
        accounts_per_seat=accounts,
        commission=None if commission is None else _exactly(commission),
        price=None if price is None else _exactly(price),
    )


def _work(sector: str, usual: _Usual) -> "tuple[api.Range | None, api.Range | None]":
    way = inputs.switch(
        t("I know"),
        {"calls": t("Calls a success"), "seat": t("Accounts a seat"), "no": t("Neither")},
        key="odds_work",
        default="calls",
        help=t("Calls made for each account that paid, or accounts that one collector works."),
    )
    if way == "calls":
        low, high = st.slider(
            t("Calls for each account that paid"), 2, 600, usual.contacts,
            key=f"odds_calls_{sector}", persist_state="session",
        )  # fmt: skip
        return api.Range(value=(low + high) / 2.0, low=float(low), high=float(high)), None
    if way == "seat":
        low, high = st.slider(
            t("Accounts that one collector works"), 20, 5_000, (1_000, 2_000), 10,
            key=f"odds_accounts_{sector}", persist_state="session",
        )  # fmt: skip
        return None, api.Range(value=(low + high) / 2.0, low=float(low), high=float(high))
    return None, None


def _knows(label: str, key: str) -> bool:
    st.session_state.setdefault(key, True)
    return bool(st.checkbox(label, key=key, persist_state="session"))


def _range(
    label: str, low: float, high: float, usual: tuple[float, float], *, key: str, step: float
) -> "api.Range":
    """Draw a slider with two ends, in percent, and return the range of shares."""
    one, other = st.slider(
        label, low, high, usual, step, key=key, persist_state="session",
        help=t("A range stays a range. Draw both ends together for a number you are sure of."),
    )  # fmt: skip
    ends = inputs.as_share(one), inputs.as_share(other)
    return api.Range(value=sum(ends) / 2.0, low=ends[0], high=ends[1])


def _exactly(share: float) -> "api.Range":
    return api.Range(value=share, low=share, high=share)


def _answer(found: "api.ImpliedAnswer") -> None:
    library = found.library
    tiles = st.columns(3)
    for place, (name, own, known, form) in enumerate(
        (
            (t("Willing debtors"), found.willing_hard, library.willing_share, ".1%"),
            (t("Pay hazard a month"), found.pay_hazard, library.pay_hazard, ".3f"),
            (t("Comes in in the end"), found.ultimate, None, ".1%"),
        )
    ):
        with tiles[place]:
            st.metric(name, f"{own.value:{form}}", border=True)
            said = t("range {low} - {high}", low=f"{own.low:{form}}", high=f"{own.high:{form}}")
            if known is not None:
                said += t(
                    "; library {value} ({low} - {high})",
                    value=f"{known.value:{form}}", low=f"{known.low:{form}}",
                    high=f"{known.high:{form}}",
                )  # fmt: skip
            st.caption(said)
    st.markdown(
        t(
            "A hard debtor needs **{contacts}** contacts ({low} - {high}); an account gets {rate} "
            "a month, and {calls} make one account pay.",
            contacts=f"{found.contacts_per_hard.value:,.1f}",
            low=f"{found.contacts_per_hard.low:,.1f}",
            high=f"{found.contacts_per_hard.high:,.1f}",
            rate=f"{found.contacts_per_month.value:,.1f}",
            calls=f"{found.contacts_per_success.value:,.0f}",
        )
    )
    for check in found.checks:
        say = st.success if check.is_right else st.warning
        icon = ":material/check:" if check.is_right else ":material/sync_problem:"
        say(plain(check.says), icon=icon)
    _chart(found)
    adopt_button(
        lambda: found.overlay(session.assumptions()), label=t("Use these odds"), key="odds_implied"
    )


def _chart(found: "api.ImpliedAnswer") -> None:
    names = (t("Your answers"), t("Library"))
    rows = pd.concat(
        [
            pd.DataFrame(
                {"month": found.month, "share": found.curve, "low": found.low,
                 "high": found.high, "line": names[0], "panel": ""}
            ),
            pd.DataFrame(
                {"month": found.month, "share": found.library_curve,
                 "low": found.library_curve, "high": found.library_curve, "line": names[1],
                 "panel": ""}
            ),
        ]
    )  # fmt: skip
    st.vega_lite_chart(
        rows,
        liquidation_chart(
            month=t("Months since placement"), share=t("Share of the balance in"), names=names,
            points=False,
        ),
        key="odds_implied_chart",
        alt=t(
            "Two lines: the share of the balance that is in by each month, by your answers with "
            "their range, and by the library."
        ),
    )  # fmt: skip

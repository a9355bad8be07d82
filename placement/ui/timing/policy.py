"""The Timing page beside the reader's own policy: its plan, its value, what the habit costs."""

import numpy as np
import pandas as pd
import streamlit as st

from placement import api
from placement.decide.timing.plans import Plan
from placement.decide.timing.policy.policy import PolicyPlan
from placement.decide.timing.policy.rules import ACTIONS, PRESETS, Policy, parse_policy, preset_name
from placement.decide.totals import totals_of
from placement.domain.errors import InputError
from placement.domain.text import listed, t
from placement.ui import restored, session
from placement.ui.charts.timing import timeline_chart
from placement.ui.inputs import export
from placement.ui.language import in_readers_language, readers_language
from placement.ui.net import net_columns, net_frame
from placement.ui.options.view import rankings_or_stop
from placement.ui.tiles import tiles
from placement.ui.timing import cached as timing_cached
from placement.ui.timing.exact import timing_at_last
from placement.ui.timing.policy_book import show_policy_book
from placement.ui.timing.tables import (
    comparison_table,
    lags_of,
    last_month,
    timeline_rows,
    with_names,
)
from placement.words.markdown import plain
from placement.words.numbers import cents, money, share, whole
from placement.words.timing import in_words, policy_in_words

PRESET, TEXT = "timing_preset", "timing_policy"
OWN_WORDS = "own"
"""The choice that says the text was typed."""

FIRST_PRESET = "ladder"

LONGEST_POLICY = 500
"""Characters."""


def show_policy(ranked: api.BookRanking, position: int, *, horizon: int) -> None:
    """Draw the policy's input, its plan for the segment beside the best one, then the book.

    Raises:
        InputError: The horizon is out of bounds.
    """
    policy = choose_policy()
    if policy is None:
        return
    scenario, where = session.scenario(), {"position": position, "horizon": horizon}
    best = timing_at_last(ranked, position, horizon=horizon).planned.plan
    compared = timing_cached.comparison(
        ranked, scenario, policy, **where, best=(best,), spoken=readers_language()
    )
    own, currency = compared.own[0], ranked.book.tape.currency
    _tiles(ranked, own, best, position, currency)
    _made_of(ranked, own, best, position, horizon=horizon)
    if own.notes:
        st.warning(
            t("Not followed as written:") + "\n" + "\n".join(f"- {plain(n)}" for n in own.notes)
        )
    _timelines(ranked, own, best, position, horizon=horizon)
    restored.flag("timing_policy_book")
    if st.toggle(
        t("Over the whole book as well"),
        key="timing_policy_book",
        persist_state="session",
        help=t("What the policy costs on every segment; takes a few seconds the first time."),
    ):
        whole, _ = rankings_or_stop(ranked.book)
        show_policy_book(whole, policy, horizon=horizon)


def choose_policy() -> Policy | None:
    """Draw presets and the text of the policy; return it, or None after saying what is wrong."""
    restored.text(TEXT, most=LONGEST_POLICY)
    st.session_state.setdefault(TEXT, PRESETS[FIRST_PRESET])
    st.session_state[PRESET] = next(
        (key for key, text in PRESETS.items() if text == st.session_state[TEXT]), OWN_WORDS
    )
    names = {OWN_WORDS: t("Own words"), **{key: preset_name(key) for key in PRESETS}}
    left, right = st.columns([1, 2])
    with left:
        st.selectbox(
            t("Preset"),
            options=list(names),
            format_func=names.__getitem__,
            key=PRESET,
            on_change=in_readers_language(_preset_chosen),
            help=t("Habits of the trade to start from; the text beside can be changed."),
        )
    with right:
        text = st.text_input(
            t("Your policy"),
            key=TEXT,
            max_chars=LONGEST_POLICY,
            persist_state="session",
            help=t(
                "Rules with commas between them, each ACTION at NUMBER days (or months) past due. "
                "Actions: {actions}. The word place means the next agency in turn.",
                actions=listed(ACTIONS).replace("_", "\\_"),
            ),
        )
    try:
        policy = parse_policy(text)
    except InputError as error:
        st.error("\n".join(f"- {plain(line)}" for line in str(error).splitlines()))
        return None
    st.caption(policy_in_words(policy))
    return policy


def _preset_chosen() -> None:
    chosen = st.session_state[PRESET]
    st.session_state[TEXT] = PRESETS.get(chosen, st.session_state[TEXT])


def _tiles(
    ranked: api.BookRanking, own: PolicyPlan, best: Plan, position: int, currency: str
) -> None:
    segments = ranked.ranking.valuation.segments
    count = int(segments.accounts[position])
    balance = float(segments.balance[position]) * count
    cost = best.value - own.value
    with tiles():
        st.metric(
            t("Your policy leaves ({currency})", currency=currency),
            money(count * own.value),
            help=t("For all {accounts} accounts, in today's money.", accounts=whole(count)),
        )
        st.metric(
            t("The best plan leaves ({currency})", currency=currency),
            money(count * best.value),
            help=t("For all {accounts} accounts, in today's money.", accounts=whole(count)),
        )
        st.metric(
            t("The habit costs ({currency})", currency=currency),
            money(count * cost),
            help=t("{share} of the segment's balance.", share=share(count * cost, of=balance)),
        )
        st.metric(
            t("Per account ({currency})", currency=currency),
            cents(cost),
            help=t("What the habit costs on the mean account of the segment."),
        )


def _made_of(
    ranked: api.BookRanking, own: PolicyPlan, best: Plan, position: int, *, horizon: int
) -> None:
    """Draw what both nets and their difference are made of."""
    count, currency = int(ranked.ranking.accounts[position]), ranked.book.tape.currency
    where = {"position": position, "horizon": horizon}
    both = [
        count * totals_of(timing_cached.parts_of(ranked, session.scenario(), plan, **where))
        for plan in (own, best)
    ]
    totals = np.array([*both, both[1] - both[0]]).T
    st.dataframe(
        pd.DataFrame(
            {
                "plan": [t("Your policy"), t("Best plan"), t("What the habit costs")],
                **net_frame(totals),
            }
        ),
        hide_index=True,
        key="timing_policy_net",
        column_config={"plan": t("Plan"), **net_columns(currency)},
        alt=t("Cash, fees, tax and net of your policy and of the best plan."),
    )


def _timelines(
    ranked: api.BookRanking, own: PolicyPlan, best: Plan, position: int, *, horizon: int
) -> None:
    lags = lags_of(ranked.ranking.valuation, position)
    until = max(last_month(plan, lags=lags, horizon=horizon) for plan in (own, best))
    chart = timeline_chart(month=t("Months from today"), lasts=t("How long"))
    for key, title, plan in (
        ("own", t("Your policy in time"), own),
        ("best", t("The best plan in time"), best),
    ):
        st.subheader(title)
        st.markdown(in_words(plan, horizon=horizon))
        st.vega_lite_chart(
            timeline_rows(plan, lags=lags, horizon=horizon, until=until),
            chart,
            key=f"timing_{key}",
            alt=t("Bars: when each stage of the plan starts and how long it lasts."),
        )
    table = comparison_table(own, best, horizon=horizon)
    with st.expander(t("Both plans as a table"), icon=":material/table:"):
        st.dataframe(
            with_names(table, "action").assign(
                plan=table["plan"].map({"policy": t("Your policy"), "best": t("Best plan")})
            ),
            hide_index=True,
            key="timing_compared",
            column_config={
                "plan": st.column_config.TextColumn(t("Plan")),
                "start_month": st.column_config.NumberColumn(t("Starts in month")),
                "action": st.column_config.TextColumn(t("Move")),
                "months": st.column_config.NumberColumn(
                    t("Lasts (months)"), help=t("0: the move ends the plan.")
                ),
            },
            alt=t("The steps of your policy and of the best plan."),
        )
        export(lambda: table, name="policy", key="timing_compared")

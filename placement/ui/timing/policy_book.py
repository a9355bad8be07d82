"""What the reader's own policy costs on every segment of the book."""

import numpy as np
import pandas as pd
import streamlit as st

from placement import api
from placement.decide.timing.policy.rules import Policy
from placement.domain.text import t
from placement.ui import session
from placement.ui.inputs import export
from placement.ui.language import readers_language
from placement.ui.options.book import ROWS_SHOWN, amount
from placement.ui.tables import answer_first, names_of, row_height, segment_column, table_height
from placement.ui.tiles import tiles
from placement.ui.timing import cached as timing_cached
from placement.ui.timing.planned import plans_at_last
from placement.ui.waiting import waited_for
from placement.words.numbers import money, share
from placement.words.timing import in_words


def show_policy_book(ranked: api.BookRanking, policy: Policy, *, horizon: int) -> None:
    """Draw what the policy leaves of the book, what the best plans leave, and where it costs most.

    Raises:
        InputError: The horizon is out of bounds.
    """
    scenario = session.scenario()
    best = plans_at_last(ranked, horizon=horizon).plans
    spoken = readers_language()
    compared = waited_for(
        ("policy of the book", ranked.key, scenario.digest, repr(policy), horizon, spoken),
        lambda: timing_cached.comparison(
            ranked,
            scenario,
            policy,
            position=timing_cached.WHOLE_BOOK,
            horizon=horizon,
            best=best,
            spoken=spoken,
        ),
        saying=t("Following the policy…"),
    )
    table = cost_table(ranked, compared, horizon=horizon)
    currency = ranked.book.tape.currency
    balance, cost = float(table["balance"].sum()), float(table["cost"].sum())
    with tiles():
        st.metric(
            t("Your policy, whole book ({currency})", currency=currency),
            money(float(table["policy_value"].sum())),
        )
        st.metric(
            t("Best plans, whole book ({currency})", currency=currency),
            money(float(table["best_value"].sum())),
        )
        st.metric(
            t("The habit costs, whole book ({currency})", currency=currency),
            money(cost),
            help=t("{share} of the book balance.", share=share(cost, of=balance)),
        )
    st.caption(
        t(
            "The {shown} of {all} segments where the policy costs most; the files hold them all.",
            shown=min(ROWS_SHOWN, len(table)),
            all=len(table),
        )
    )
    shown = table.head(ROWS_SHOWN)
    called = names_of(shown["segment"], ranked.ranking.valuation.segments)
    tall = row_height(called)
    st.dataframe(
        shown.assign(segment=called).round(
            {"balance": 0, "policy_value": 0, "best_value": 0, "cost": 0}
        ),
        hide_index=True,
        key="timing_policy_costs",
        height=table_height(len(called), each=tall),
        row_height=tall,
        column_order=answer_first(table, "segment", "cost", "best_value"),
        column_config={
            "segment": segment_column(),
            "accounts": st.column_config.NumberColumn(t("Accounts"), format="localized"),
            "balance": amount(t("Balance ({currency})", currency=currency)),
            "policy_value": amount(t("Your policy leaves ({currency})", currency=currency)),
            "best_value": amount(t("The best plan leaves ({currency})", currency=currency)),
            "cost": amount(t("The habit costs ({currency})", currency=currency)),
            "policy_plan": st.column_config.TextColumn(t("What your policy does"), width=420),
            "best_plan": st.column_config.TextColumn(t("The best plan"), width=420),
        },
        alt=t("Segments with what the policy and the best plan leave, the dearest habit first."),
    )
    export(lambda: table, name="policy_costs", key="timing_policy_costs")


def cost_table(
    ranked: api.BookRanking, compared: api.PolicyComparison, *, horizon: int
) -> pd.DataFrame:
    """Return one row per segment, the dearest habit first; money for all its accounts."""
    segments = ranked.ranking.valuation.segments
    count = segments.accounts
    cost = compared.cost * count
    table = pd.DataFrame(
        {
            "segment": segments.label,
            "accounts": count,
            "balance": segments.balance * count,
            "policy_value": np.array([plan.value for plan in compared.own]) * count,
            "best_value": np.array([plan.value for plan in compared.best]) * count,
            "cost": cost,
            "policy_plan": [in_words(plan, horizon=horizon) for plan in compared.own],
            "best_plan": [in_words(plan, horizon=horizon) for plan in compared.best],
        }
    )
    return table.iloc[np.argsort(-cost, kind="stable")].reset_index(drop=True)

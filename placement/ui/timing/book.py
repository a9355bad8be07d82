"""The Timing page for the whole book: every segment's plan, and the book's totals."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st

from placement import api
from placement.decide.rank import OPTIONS, Ranking
from placement.decide.timing.follow_up import BestPlans
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.decide.timing.plans import FIRST_MOVES
from placement.decide.timing.stop import STOP, begins_with
from placement.decide.totals import TOTALS
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray
from placement.ui import session
from placement.ui.formula import how_a_net_comes_about, how_it_comes_about
from placement.ui.inputs import export
from placement.ui.language import in_readers_language
from placement.ui.net import in_one_sentence, net_columns, net_tiles
from placement.ui.options.book import ROWS_SHOWN, SEGMENT, amount, largest
from placement.ui.tables import (
    answer_first,
    answer_width,
    move_width,
    row_height,
    segment_column,
    segments_called,
    table_height,
)
from placement.ui.tiles import tiles
from placement.ui.timing import cached as timing_cached
from placement.ui.timing.calendar import show_calendar
from placement.ui.timing.planned import plans_at_last
from placement.ui.timing.tables import runs_of_best, with_names
from placement.ui.uncertainty.line import show_how_sure_a_book_is
from placement.ui.waiting import waited_for
from placement.words.formulas import gain_formula
from placement.words.numbers import money, whole
from placement.words.timing import in_words, months_text, stages

VIEW, SEGMENT_VIEW = "timing_view", "segment"
"""Key of the switch between the views, and its value for one segment."""


def show_book(ranked: api.BookRanking, *, horizon: int) -> None:
    """Draw the book's totals, its segments' plans and its calendar.

    Raises:
        InputError: The horizon is out of bounds.
    """
    scenario = session.scenario()
    plans = plans_at_last(ranked, horizon=horizon)
    calendar = waited_for(
        ("calendar", ranked.key, scenario.digest, horizon),
        lambda: timing_cached.calendar(ranked, scenario, horizon=horizon),
        saying=t("Writing the plans down by month…"),
    )
    table = plans_table(ranked, plans, horizon=horizon)
    _tiles(ranked, table, plans.parts @ ranked.ranking.accounts)
    _too_short(table, horizon)
    _segments(ranked, table)
    show_calendar(calendar, currency=ranked.book.tape.currency, horizon=horizon)


def plans_table(
    ranked: api.BookRanking, plans: BestPlans, *, horizon: int = DEFAULT_HORIZON
) -> pd.DataFrame:
    """Return one row per segment: first move, switches, cash, fees, tax, value, gain, plan.

    Money is for all accounts of the segment; the gain is over its best single option, and NaN
    where the horizon is too short for that option.
    """
    ranking = ranked.ranking
    segments, count = ranking.valuation.segments, ranking.accounts
    values = np.array([plan.value for plan in plans.plans])
    gain = values - ranking.best_net
    return pd.DataFrame(
        {
            "segment": segments.label,
            "first_move": [begins_with(plan, horizon=horizon) for plan in plans.plans],
            "switch_months": [
                ", ".join(str(step.start_month) for step in stages(plan, horizon=horizon)[1:])
                for plan in plans.plans
            ],
            **dict(zip(TOTALS, plans.totals * count, strict=True)),
            "value": values * count,
            "accounts": count,
            "balance": segments.balance * count,
            "months_past_due": segments.age,
            "best_single": [OPTIONS[row].value for row in ranking.best],
            "gain": np.where(_is_cut(ranking, plans, gain, horizon), np.nan, gain * count),
            "plan": [in_words(plan, horizon=horizon) for plan in plans.plans],
        }
    )


def _is_cut(ranking: Ranking, plans: BestPlans, gain: FloatArray, horizon: int) -> BoolArray:
    """Return where the horizon cuts off what the best option alone may finish."""
    rows = np.array([FIRST_MOVES.index(option.value) for option in OPTIONS])[ranking.best]
    is_open = ~np.isnan(plans.first_value[rows, np.arange(len(rows))])
    return np.asarray((gain < 0.0) & (~is_open | (runs_of_best(ranking) > horizon)))


def _too_short(table: pd.DataFrame, horizon: int) -> None:
    cut = int(table["gain"].isna().sum())
    if cut:
        st.warning(
            t(
                "The horizon of {horizon} is too short for the best single option of {cut} of "
                "{all} segments; choose a longer one. Their gain is left empty.",
                horizon=months_text(horizon),
                cut=cut,
                all=len(table),
            ),
            icon=":material/hourglass_bottom:",
        )


def _tiles(ranked: api.BookRanking, table: pd.DataFrame, parts: FloatArray) -> None:
    currency = ranked.book.tape.currency
    balance, value = float(table["balance"].sum()), float(table["value"].sum())
    totals = table[list(TOTALS)].to_numpy().sum(axis=0)
    acting = ~table["first_move"].isin([WAIT, STOP])
    net_tiles(totals, balance=balance, currency=currency)
    how_a_net_comes_about(parts, balance=balance, key="timing_book_net")
    st.caption(in_one_sentence(totals, balance=balance))
    show_how_sure_a_book_is(ranked)
    with tiles():
        st.metric(
            t("Gain over options alone ({currency})", currency=currency),
            "\N{EN DASH}"
            if table["gain"].isna().any()
            else money(value - ranked.ranking.best_mix_total),
            help=t(
                "Each segment's best option, closed when it ends: together they leave {amount} "
                "{currency}.",
                amount=money(ranked.ranking.best_mix_total),
                currency=currency,
            ),
        )
        st.metric(
            t("Accounts to act on now"),
            whole(int(table.loc[acting, "accounts"].sum())),
            help=t("In all others the best is to wait, or to stop working them."),
        )
        st.metric(
            t("Plans with a switch"),
            whole(int((table["switch_months"] != "").sum())),
            help=t("Segments, of {all}, whose plan has a second stage.", all=len(table)),
        )
    if not table["gain"].isna().any():
        alone = ranked.ranking.best_mix_total
        how_it_comes_about(
            [gain_formula(value=value, alone=alone, option=t("Each its best option"))],
            key="timing_book_tiles",
        )


def _segments(ranked: api.BookRanking, table: pd.DataFrame) -> None:
    currency = ranked.book.tape.currency
    positions = largest(ranked.ranking.valuation.segments)
    shown = positions[:ROWS_SHOWN]
    st.subheader(t("The plan of each segment"))
    st.caption(
        t(
            "The {shown} largest of {all} segments; the files hold them all. Select a row to open "
            "the segment. Plans of a whole book are worked out together and may lie up to 0.1 % "
            "of the balance below the exact plan, which the segment's own view shows.",
            shown=len(shown),
            all=f"{len(positions):,}",
        )
    )
    called = segments_called(ranked.ranking.valuation.segments, positions)[:ROWS_SHOWN]
    rows = with_names(with_names(table.iloc[shown], "first_move"), "best_single")
    tall = row_height(called, rows["first_move"])
    st.dataframe(
        rows.assign(segment=called).round(dict.fromkeys(("balance", *TOTALS, "value", "gain"), 0)),
        hide_index=True,
        key="timing_book_table",
        placeholder="\N{EN DASH}",
        height=table_height(len(called), each=tall),
        row_height=tall,
        column_order=answer_first(rows, "segment", "first_move", "gain", "value"),
        column_config={
            "segment": segment_column(),
            "first_move": st.column_config.TextColumn(t("First move"), width=move_width()),
            "switch_months": st.column_config.TextColumn(
                t("Switches in month"), help=t("Months from today in which the next stage starts.")
            ),
            **net_columns(currency),
            "value": amount(t("Value of the plan ({currency})", currency=currency)),
            "accounts": st.column_config.NumberColumn(t("Accounts"), format="localized"),
            "balance": amount(t("Balance ({currency})", currency=currency)),
            "months_past_due": st.column_config.NumberColumn(t("Months past due"), format="%.1f"),
            "best_single": st.column_config.TextColumn(t("Best single option")),
            "gain": amount(
                t("Gain over one option ({currency})", currency=currency), width=answer_width()
            ),
            "plan": st.column_config.TextColumn(t("Plan"), width=420),
        },
        on_select=in_readers_language(_opener(shown.tolist())),
        selection_mode="single-row",
        alt=t("Segments with the first move, switch months, value and gain of their plans."),
    )
    export(lambda: table.iloc[positions], name="plans", key="timing_book")


def _opener(positions: list[int]) -> Callable[[], None]:
    def opened() -> None:
        rows = st.session_state["timing_book_table"].selection.rows
        if rows and rows[0] < len(positions):
            st.session_state[SEGMENT] = positions[rows[0]]
            st.session_state[VIEW] = SEGMENT_VIEW

    return opened

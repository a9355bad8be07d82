"""The backtest in money: an answer, ways of working side by side, looks and batches."""

import pandas as pd
import streamlit as st

from placement import api
from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.domain.types import Option
from placement.report.backtest_money_answer import (
    look_rows,
    money_batch_rows,
    money_notes,
    money_verdict,
    way_names,
    way_rows,
)
from placement.ui import session
from placement.ui.charts.backtest import ways_chart
from placement.ui.gate.cache import cache_per_workspace
from placement.ui.inputs import export
from placement.ui.language import readers_language
from placement.ui.options.book import amount
from placement.ui.waiting import waited_for
from placement.words.markdown import plain
from placement.words.names import option_names


@cache_per_workspace(max_entries=32)
def _in_money(
    digest: str,
    holdout: int,
    sector: str,
    scenario_digest: str,
    commission: float | None,
    without: tuple[str, ...],
    spoken: str,
    _found: api.Backtest,
) -> api.MoneyBacktest:
    # That agencies could not be compared is a text, so each language has its own answer.
    return api.backtest_money(
        _found, assumptions=session.assumptions(), commission=commission, without=without
    )


def show(found: api.Backtest, currency: str) -> None:
    """Draw what plans made then would have brought; say what is wrong."""
    st.subheader(t("In money"))
    names = option_names()
    with st.container(horizontal=True, key="backtest_money_asked"):
        percent = st.number_input(
            t("Commission (%)"), min_value=0.0, max_value=99.0, value=None, step=1.0,
            placeholder=t("The library's"), key="backtest_commission", width=180,
            help=t("What agencies keep of what comes in. Empty: the library's by age."),
        )  # fmt: skip
        without = st.multiselect(
            t("Ways out that are not taken"),
            [option.value for option in api.WAYS_OUT],
            format_func={option.value: names[option] for option in api.WAYS_OUT}.__getitem__,
            key="backtest_without",
            width=360,
            help=t(
                "What a batch that is taken back from its agency is not put to, such as a sale."
            ),
        )
    try:
        question = (
            found.remittances.digest,
            found.asked.horizon,
            found.sector,
            session.scenario().digest,
            None if percent is None else percent / 100.0,
            tuple(sorted(without)),
            readers_language(),
        )
        money = waited_for(
            ("backtest in money", *question),
            lambda: _in_money(*question, found),
            saying=t("Deciding again…"),
        )
    except PlacementError as error:
        st.error(plain(str(error)))
        return
    st.info(money_verdict(money), icon=":material/payments:")
    _ways(money, currency)
    _looks(money, currency)
    _batches(money, currency)


def ways_table(money: api.MoneyBacktest) -> pd.DataFrame:
    """Return a row for each way of working; money in the file's currency."""
    return pd.DataFrame(way_rows(money))


def _ways(money: api.MoneyBacktest, currency: str) -> None:
    names, table = way_names(money.held_for), ways_table(money).round(2)
    drawn = table.assign(name=table["way"].map(names), place=range(len(table)))
    st.vega_lite_chart(
        drawn,
        ways_chart(
            rows=len(table),
            value=t("Left net ({currency})", currency=currency),
            titles={
                "money": t("Left net"), "observed": t("Observed"), "estimated": t("Estimated"),
                "against_done": t("Against what was done"),
            },
            plan=[names["plan"]],
        ),
        key="backtest_ways_chart",
        alt=t("Bars: what each way of working would have left net."),
    )  # fmt: skip
    st.dataframe(
        drawn[["name", "money", "observed", "estimated", "against_done"]],
        hide_index=True,
        key="backtest_ways",
        column_config={
            "name": st.column_config.TextColumn(t("Way of working")),
            "money": amount(t("Left net ({currency})", currency=currency)),
            "observed": amount(
                t("Observed ({currency})", currency=currency),
                help=t("Months of the file, as they came, less commission and costs."),
            ),
            "estimated": amount(
                t("Estimated ({currency})", currency=currency),
                help=t(
                    "What taking back brings and what comes after the file, by the odds of the "
                    "whole file and the library."
                ),
            ),
            "against_done": amount(t("Against what was done ({currency})", currency=currency)),
        },
        alt=t("What each way of working would have left, seen and estimated."),
    )
    for note in money_notes(money):
        st.caption(plain(note))
    export(lambda: table, name="backtest_money", key="backtest_money_files")


def _looks(money: api.MoneyBacktest, currency: str) -> None:
    number, table = st.column_config.NumberColumn, pd.DataFrame(look_rows(money)).round(2)
    with st.expander(t("Look by look"), icon=":material/visibility:"):
        st.dataframe(
            table,
            hide_index=True,
            key="backtest_looks",
            column_config={
                "month": st.column_config.TextColumn(t("Month of the look")),
                "months_before_end": number(t("Months before the end")),
                "live": number(t("Batches looked at"), format="localized"),
                "taken_back": number(t("Taken back"), format="localized"),
                "shared": number(t("New, shared out"), format="localized"),
                "done": amount(
                    t("Came in net until the next look ({currency})", currency=currency)
                ),
                "observed_change": amount(t("Change observed ({currency})", currency=currency)),
                "estimated_change": amount(t("Change estimated ({currency})", currency=currency)),
                "change": amount(t("Change ({currency})", currency=currency)),
            },
            alt=t("What the decisions of each look changed."),
        )
        export(lambda: table, name="backtest_looks", key="backtest_look_files")


def _batches(money: api.MoneyBacktest, currency: str) -> None:
    number, options = st.column_config.NumberColumn, option_names()

    def then(name: str | None) -> str:
        if not name:
            return t("stays")
        return t("left alone") if name == "stop" else options[Option(name)]

    shown = pd.DataFrame(
        [
            {**row, "plan_then": then(row["plan_then"]), "best_then": then(row["best_then"])}
            for row in money_batch_rows(money)
        ]
    ).round(2)
    with st.expander(t("Batch by batch"), icon=":material/table_rows:"):
        st.dataframe(
            shown,
            hide_index=True,
            key="backtest_money_batches",
            column_config={
                "batch": st.column_config.TextColumn(t("Batch")),
                "age": number(t("Age at placement (months)"), format="%.1f"),
                "months_at_first_look": number(t("Months worked at the first look")),
                "months_seen": number(t("Months seen")),
                "plan_months": number(t("Taken back by the plan after (months)")),
                "plan_then": st.column_config.TextColumn(t("And then")),
                "best_months": number(t("Best after (months)")),
                "best_then": st.column_config.TextColumn(t("And then, at best")),
                "part_given": number(
                    t("Given by the plan (times)"),
                    format="%.2f",
                    help=t("Of what its agency got, what the plan would have given it."),
                ),
                "done": amount(t("As it was done ({currency})", currency=currency)),
                "plan": amount(t("By the plan ({currency})", currency=currency)),
                "hindsight": amount(t("With hindsight ({currency})", currency=currency)),
                "observed_change": amount(t("Change observed ({currency})", currency=currency)),
                "estimated_change": amount(t("Change estimated ({currency})", currency=currency)),
            },
            alt=t("When the plan and hindsight take each batch back, and what that brings."),
        )
        export(lambda: shown, name="backtest_money_batches", key="backtest_money_batch_files")

"""The page Backtest: a verdict, methods side by side, what came within its range, and batches."""

import pandas as pd
import streamlit as st

from placement import api
from placement.domain.errors import PlacementError
from placement.domain.text import t, with_unit
from placement.report.backtest_answer import batch_rows, may_be_relied_on, method_names, verdict
from placement.ui import session
from placement.ui.backtest import money
from placement.ui.charts.backtest import foretold_chart
from placement.ui.gate.cache import cache_per_workspace
from placement.ui.inputs import export
from placement.ui.options.book import amount
from placement.ui.waiting import waited_for
from placement.words.markdown import plain
from placement.words.names import sector_name


@cache_per_workspace(max_entries=32)
def _backtest(
    digest: str, holdout: int, sector: str, scenario_digest: str, _read: api.Remittances
) -> api.Backtest:
    return api.backtest(_read, holdout=holdout, sector=sector, assumptions=session.assumptions())


def show(read: api.Remittances) -> None:
    """Draw the backtest of a file; say what is wrong."""
    sectors = sorted(set(read.sector))
    with st.container(horizontal=True, key="backtest_asked"):
        holdout = st.number_input(
            t("Months held out"), min_value=1, max_value=60, value=3, step=1,
            key="backtest_holdout", width=180,
        )  # fmt: skip
        sector = sectors[0]
        if len(sectors) > 1:
            sector = st.selectbox(
                t("Sector"), sectors, format_func=sector_name, key="backtest_sector", width=260
            )
    try:
        question = (read.digest, int(holdout), sector, session.scenario().digest)
        found = waited_for(
            ("backtest", *question),
            lambda: _backtest(*question, read),
            saying=t("Going back in time…"),
        )
    except PlacementError as error:
        st.error(plain(str(error)))
        return
    said = st.success if may_be_relied_on(found.asked, found.by_horizon) else st.warning
    said(verdict(found.asked, found.by_horizon), icon=":material/history:")
    if found.paying is not None:
        st.caption(plain(found.paying.line()))
        if asked := found.paying.finding(found.sector, name=sector_name(found.sector)):
            st.warning(plain(asked), icon=":material/help:")
    _methods(found)
    _ages(found)
    _batches(found, read.currency or "CNY")
    money.show(found, read.currency or "CNY")


def methods_table(found: api.Backtest) -> pd.DataFrame:
    """Return a row for each number of months held out; all but counts are shares."""
    return pd.DataFrame(
        [
            {
                "holdout": horizon,
                **{name: one.error(name) for name in api.BACKTEST_METHODS},
                "bias": one.bias(),
                "coverage_80": one.coverage(),
                "coverage_80_of_totals": one.coverage_of_totals,
                "batches": len(one),
            }
            for horizon, one in found.by_horizon.items()
        ]
    )


def _methods(found: api.Backtest) -> None:
    st.subheader(t("Error, by months held out"))
    number = st.column_config.NumberColumn
    table, names = methods_table(found), method_names()
    st.dataframe(
        table,
        hide_index=True,
        key="backtest_methods",
        column_config={
            "holdout": number(t("Months held out")),
            **{name: number(label, format="percent") for name, label in names.items()},
            "bias": number(t("Bias of the odds"), format="percent",
                           help=t("Foretold too much over what came in; below 0 too little.")),
            "coverage_80": number(t("80 % ranges held"), format="percent"),
            "coverage_80_of_totals": number(t("Those of totals"), format="percent"),
            "batches": number(t("Times a batch was foretold"), format="localized"),
        },
        alt=t("Errors of the odds and of three simpler ways, with bias and coverage."),
    )  # fmt: skip
    st.caption(
        t(
            "Error: the sum of what each batch was off by, over what came in. Each origin knows "
            "only the months seen by then. Chain-ladder goes no further than the oldest batch."
        )
    )
    export(lambda: table, name="backtest", key="backtest_files")


def _ages(found: api.Backtest) -> None:
    lines = api.by_age(found.asked)
    if len(lines) < 2:
        return
    st.subheader(t("By age at placement"))
    number = st.column_config.NumberColumn
    st.dataframe(
        pd.DataFrame([vars(line) for line in lines]),
        hide_index=True,
        key="backtest_ages",
        column_config={
            "age": st.column_config.TextColumn(t("Age at placement")),
            "batches": number(t("Batches"), format="localized"),
            "error": number(t("Error"), format="percent"),
            "bias": number(t("Bias"), format="percent"),
            "coverage": number(t("80 % ranges held"), format="percent"),
        },
        alt=t("Error, bias and coverage for each band of ages."),
    )


def _batches(found: api.Backtest, currency: str) -> None:
    of = found.remittances
    table = pd.DataFrame(
        batch_rows(found.asked, tuple(of.label(place) for place in range(len(of))))
    ).round(2)
    st.subheader(t("Foretold and came in"))
    st.vega_lite_chart(
        table[["batch", "actual", "odds", "low", "high"]],
        foretold_chart(
            foretold=t("Foretold by the odds ({currency})", currency=currency),
            actual=t("Came in ({currency})", currency=currency),
            batch=t("Batch"),
        ),
        key="backtest_chart",
        alt=t("Points: what each batch was foretold to bring and what came, with its range."),
    )
    st.caption(t("A batch on the line brought what was foretold; bars are eight chances in ten."))
    names, number = method_names(), st.column_config.NumberColumn
    with st.expander(t("Every batch"), icon=":material/table_rows:"):
        st.dataframe(
            table,
            hide_index=True,
            key="backtest_batches",
            column_config={
                "batch": st.column_config.TextColumn(t("Batch")),
                "origin": number(t("Months before the end")),
                "months_seen": number(t("Months seen")),
                "age": number(t("Age at placement (months)"), format="%.1f"),
                "actual": amount(t("Came in ({currency})", currency=currency)),
                "low": amount(t("Low end ({currency})", currency=currency)),
                "high": amount(t("High end ({currency})", currency=currency)),
                **{name: amount(with_unit(label, currency)) for name, label in names.items()},
            },
            alt=t("What each batch was foretold to bring by each way, and what came in."),
        )
        export(lambda: table, name="backtest_batches", key="backtest_batch_files")

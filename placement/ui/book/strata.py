"""The book counted by its properties, and the bands it is cut by."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st

from placement import api
from placement.domain.errors import InputError
from placement.domain.names import name_label
from placement.domain.text import t
from placement.tape.bands import Bands
from placement.tape.stratify import stratify
from placement.tape.tape import Tape
from placement.ui import cached, restored, session
from placement.ui.book.names import creditor_type_names, strata_names
from placement.ui.charts.strata import MEASURES, SHOWN, strata_bars, strata_spec
from placement.ui.gate.cache import cache_per_workspace
from placement.ui.inputs import edges, edges_text, export
from placement.ui.language import in_readers_language, readers_language
from placement.words.names import sector_name

_PROBLEM = "bands_problem"


def strata(book: api.Book) -> None:
    """Draw the book by one property at a time: a chart, a table, a download."""
    st.subheader(t("What is in the book"))
    names = strata_names()
    lengths = {"balance": t("Balance"), "accounts": t("Accounts")}
    known = properties(book.tape)
    restored.choice("strata_by", list(names))
    restored.choice("strata_measure", MEASURES)
    by = st.pills(
        t("Count by"),
        known,
        default=known[0],
        required=True,
        format_func=names.__getitem__,
        key="strata_by",
        wrap=True,
        persist_state="session",
    )
    measure = st.segmented_control(
        t("Length of the bars"),
        MEASURES,
        default=MEASURES[0],
        required=True,
        format_func=lengths.__getitem__,
        key="strata_measure",
        persist_state="session",
    )
    by = by if by in known else known[0]
    counted = _named(strata_of(book, by), by, book.tape)
    _chart(counted, by, measure or MEASURES[0], book.tape.currency)
    _table(counted, by, names[by], book.tape.currency)


def properties(tape: Tape) -> list[str]:
    """Return the properties this book can be counted by: texts only where the file has them."""
    texts = {"region": tape.region, "product": tape.product, "creditor": tape.creditor}
    return [name for name in strata_names() if name not in texts or texts[name].names]


def strata_of(book: api.Book, by: str) -> pd.DataFrame:
    """Return the session's book counted by a property, under the scenario's bands."""
    bands = session.scenario().bands
    limit = float(np.mean(session.assumptions().number("law.limitation_months")))
    key = f"{book.tape.digest} {by} {bands} {limit} {readers_language()}"
    return _counted(key, lambda: stratify(book.tape, by, bands=bands, limitation_months=limit))


@cache_per_workspace(max_entries=64)
def _counted(key: str, _count: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    return _count()


def bands_panel(book: api.Book) -> None:
    """Draw the bands as edges to edit, with the way back."""
    scenario = session.scenario()
    shown = {"age": scenario.bands.age, "balance": scenario.bands.balance}
    for name, numbers in shown.items():
        # After a fault the box keeps what was typed, so that it can be mended.
        if _PROBLEM not in st.session_state:
            st.session_state[f"bands_{name}"] = edges_text(numbers)
    with st.expander(t("Bands"), icon=":material/straighten:"):
        st.text_input(
            t("Edges of the age bands (months past due)"),
            key="bands_age",
            on_change=in_readers_language(_apply_bands),
            help=t(
                "Each number opens the band above it: 3 after day 90, 12 after day 365. "
                "Press Enter to apply."
            ),
        )
        st.text_input(
            t("Edges of the balance bands ({currency})", currency=book.tape.currency),
            key="bands_balance",
            on_change=in_readers_language(_apply_bands),
            help=t("Write thousands without a comma: 200, 1000, 5000. Press Enter to apply."),
        )
        if problem := st.session_state.get(_PROBLEM):
            st.error(t("The bands stay as they were: {problem}", problem=problem))
        with st.container(horizontal=True):
            st.button(
                t("Undo"),
                icon=":material/undo:",
                key="bands_undo",
                disabled=not session.can_undo(),
                on_click=_undo,
                help=t("Takes back the last change of bands or assumptions."),
            )
            st.button(
                t("Redo"),
                icon=":material/redo:",
                key="bands_redo",
                disabled=not session.can_redo(),
                on_click=_redo,
            )
            st.button(
                t("Reset bands"),
                icon=":material/restart_alt:",
                key="bands_reset",
                disabled=scenario.bands == Bands() and _PROBLEM not in st.session_state,
                on_click=_reset,
            )
        # The same key as the ranking's, so that a book is cut once.
        key = f"{book.tape.digest}:{readers_language()}"
        cut = cached.segmentation(key, repr(scenario.bands), book, scenario)
        st.caption(
            t(
                "These bands and the flags cut the book into {segments} segments of like accounts.",
                segments=f"{len(cut.segments):,}",
            )
        )


def _apply_bands() -> None:
    try:
        bands = Bands(
            age=edges(st.session_state["bands_age"]),
            balance=edges(st.session_state["bands_balance"]),
        )
    except InputError as error:
        st.session_state[_PROBLEM] = str(error)
        return
    st.session_state.pop(_PROBLEM, None)
    session.change(session.scenario().with_bands(bands))


def _undo() -> None:
    st.session_state.pop(_PROBLEM, None)
    session.undo()


def _redo() -> None:
    st.session_state.pop(_PROBLEM, None)
    session.redo()


def _reset() -> None:
    st.session_state.pop(_PROBLEM, None)
    session.change(session.scenario().with_bands(Bands()))


def _named(counted: pd.DataFrame, by: str, tape: Tape) -> pd.DataFrame:
    """Return the strata with the names that the other pages use for sectors and creditor types."""
    if by == "sector":
        names = {name_label(name): sector_name(name) for name in tape.sector.names}
    elif by == "creditor_type":
        kinds = creditor_type_names()
        names = {name_label(name): kinds[name] for name in tape.creditor_type.names}
    else:
        return counted
    return counted.assign(**{by: counted[by].astype(str).map(names)})


def _chart(counted: pd.DataFrame, by: str, measure: str, currency: str) -> None:
    unit = (
        t("Balance in {currency}, share of the book before each bar", currency=currency)
        if measure == "balance"
        else t("Number of accounts, share of the book before each bar")
    )
    st.caption(unit)
    st.vega_lite_chart(
        strata_bars(counted, by=by, measure=measure),
        strata_spec(currency=currency),
        key="strata_chart",
        alt=t("Bars: {names}. The table below it has the numbers.", names=strata_names()[by]),
    )
    if len(counted) > SHOWN:
        st.caption(t("The {shown} largest; the table has all.", shown=SHOWN))


def _table(counted: pd.DataFrame, by: str, name: str, currency: str) -> None:
    st.dataframe(
        counted.assign(share=counted["share"] * 100),
        hide_index=True,
        height="content" if len(counted) <= 12 else 440,
        column_config={
            by: st.column_config.TextColumn(name),
            "accounts": st.column_config.NumberColumn(t("Accounts"), format="localized"),
            "balance": st.column_config.NumberColumn(
                t("Balance ({currency})", currency=currency), format="%,.0f"
            ),
            "share": st.column_config.NumberColumn(t("Share of balance (%)"), format="%.1f"),
            "mean_balance": st.column_config.NumberColumn(
                t("Mean balance ({currency})", currency=currency), format="%,.0f"
            ),
            "mean_age": st.column_config.NumberColumn(t("Mean age (months)"), format="%.1f"),
        },
        alt=t("The book by {property}", property=name),
    )
    export(lambda: counted, name=f"book_by_{by}", key=f"strata_{by}")

"""One number close up: what it is, where it comes from, its picture, and its value to change."""

import math
from functools import partial

import pandas as pd
import streamlit as st

from placement.assume.assumptions import Assumption, Assumptions
from placement.assume.said import said, status_names
from placement.assume.units import UNITS
from placement.domain.text import t
from placement.ui import restored
from placement.ui.assumptions import changes
from placement.ui.charts.assumption import STEPPED, siblings, table_points, table_spec
from placement.ui.inputs import percent, percent_in
from placement.ui.language import in_readers_language
from placement.words.assumptions import (
    area_name,
    number_name,
    quantity_name,
    status_meanings,
)
from placement.words.markdown import plain

_CHOICE = "one_number"


def one_number(rows: pd.DataFrame, *, library: Assumptions, in_use: Assumptions) -> None:
    """Draw the choice of a number and everything about it.

    Args:
        rows: The numbers that pass the filter.
        library: The numbers as shipped.
        in_use: The numbers with the reader's laid over them.
    """
    st.subheader(t("One number close up"))
    paths = list(rows["path"])
    restored.choice(_CHOICE, list(library.entries))
    if st.session_state.get(_CHOICE) not in paths:
        st.session_state[_CHOICE] = paths[0]
    names = {p: f"{area_name(p.split('.', 1)[0])} · {number_name(p)}" for p in paths}
    path = st.selectbox(
        t("Number"),
        paths,
        format_func=names.__getitem__,
        key=_CHOICE,
        persist_state="session",
        help=t("From the numbers that pass the filter above. Type to search."),
    )
    entry, value = library.entries[path], in_use.entries[path].value
    left, right = st.columns([2, 3], gap="medium")
    with left:
        _value(entry, value)
    with right:
        _picture(entry, library=library, in_use=in_use)
    _facts(entry, value)


def _value(entry: Assumption, value: float) -> None:
    if entry.status == "law":
        st.warning(
            t("This stands in a law. Another value is a what-if, not what a court will charge."),
            icon=":material/gavel:",
        )
    key = f"one_value_{entry.path}"
    unit = UNITS[entry.unit]
    if unit.upper == 1.0 and unit.lower == 0.0 and not unit.whole:
        percent(
            t("Value"),
            share=value,
            key=key,
            on_change=in_readers_language(partial(_percent_changed, entry.path, key)),
        )
    else:
        whole = unit.whole
        st.session_state[key] = int(value) if whole else float(value)
        st.number_input(
            t("Value ({unit})", unit=t(unit.label)),
            min_value=(int if whole else float)(unit.lower),
            max_value=(int if whole else float)(unit.upper) if math.isfinite(unit.upper) else None,
            step=1 if whole else None,
            format=None if whole else "%.6g",
            key=key,
            on_change=in_readers_language(partial(_number_changed, entry.path, key)),
        )
    st.button(
        t("Back to the library's number"),
        icon=":material/restart_alt:",
        key="reset_one",
        disabled=value == entry.value,
        on_click=changes.give_back,
        args=(entry.path,),
    )


def _percent_changed(path: str, key: str) -> None:
    changes.change({path: percent_in(key)})


def _number_changed(path: str, key: str) -> None:
    value = st.session_state[key]
    changes.change({path: None if value is None else float(value)})


def _facts(entry: Assumption, value: float) -> None:
    names, meanings = status_names(), status_meanings()
    shown = names["user"] if value != entry.value else names[entry.status]
    facts = [
        (t("Library"), f"{_read(entry.value, entry)}"),
        (
            t("Range"),
            t("{low} to {high}", low=_read(entry.low, entry), high=_read(entry.high, entry)),
        ),
        (t("Unit"), t(UNITS[entry.unit].label)),
        (t("Status"), shown),
        (t("What that means"), meanings["user" if value != entry.value else entry.status]),
        (t("Source"), said(entry.source)),
        (t("Date"), entry.as_of),
        *(((t("Note"), said(entry.note)),) if entry.note else ()),
        (t("Path"), entry.path),
    ]
    st.markdown(
        "\n".join(
            f"- {t('**{name}:** {text}', name=plain(name), text=plain(text))}"
            for name, text in facts
        )
    )
    if not entry.low <= value <= entry.high:
        st.info(t("Your value lies outside the library's range."), icon=":material/info:")


def _read(value: float, entry: Assumption) -> str:
    """Return a value as people read it: shares in percent."""
    return f"{value * 100:.6g} %" if entry.unit == "share" else f"{value:,.6g}"


def _picture(entry: Assumption, *, library: Assumptions, in_use: Assumptions) -> None:
    if len(siblings(library, entry.path)) < 2:
        st.caption(t("A single number: it does not change with age or amount."))
        return
    by_months = entry.path.endswith("m")
    st.markdown(f"**{plain(quantity_name(entry.path))}**")
    st.vega_lite_chart(
        table_points(library, in_use, entry.path),
        table_spec(
            by_months=by_months,
            stepped=any(word in entry.path.split(".") for word in STEPPED),
            is_share=entry.unit == "share",
        ),
        key="one_number_chart",
        alt=t("{name}: value in use, the library's, and its range", name=quantity_name(entry.path)),
    )
    unit = t(UNITS[entry.unit].label)
    st.caption(
        t(
            "Solid: in use. Dashed: the library's. Shaded: its low to high. Unit: {unit}.",
            unit=plain(t("percent") if entry.unit == "share" else unit),
        )
    )

"""What an answer hangs on: the tornado, and what is worth finding out."""

import streamlit as st

from placement import api
from placement.domain.progress import tell
from placement.domain.text import sentences, t
from placement.ui.charts.uncertainty import tornado_chart
from placement.ui.inputs import export
from placement.ui.options.book import amount
from placement.ui.uncertainty.tables import SHOWN, driver_name, driver_table, tornado_rows
from placement.ui.waiting import waited_for
from placement.words.headlines import hangs_on
from placement.words.markdown import plain
from placement.words.names import move_names

ROUGH = 1_000
"""Draws below which the value of knowing one number is rough."""


def show_drivers(made: api.Simulation, currency: str, *, key: str) -> None:
    """Draw the tornado and the table of what is worth finding out.

    Args:
        made: The draws.
        currency: Unit of the money.
        key: Tells these elements from others on the page.
    """
    found = waited_for(
        ("drivers", made),
        lambda: made.drivers if made.knows_drivers else made.work_out_drivers(tell),
        saying=t("Moving one number at a time…"),
    )
    if not found.drivers:
        st.subheader(t("What it hangs on"))
        st.info(t("No number that has a range changes this answer."))
        return
    rows = tornado_rows(found, made)
    st.subheader(plain(hangs_on(rows["name"].iloc[0])))
    st.vega_lite_chart(
        rows,
        tornado_chart(
            rows=min(len(found.drivers), SHOWN),
            value=t("Net recovery of what leads now ({currency})", currency=currency),
            titles={
                "number": t("Number"),
                "net_label": t("Net recovery ({currency})", currency=currency),
                "best": t("Best there"),
            },
        ),
        key=f"{key}_tornado",
        alt=t("Bars: net recovery of the leading option at the low and high end of each number."),
    )
    st.caption(
        sentences(
            [
                t(
                    "One number at a time at the low end (pale) and the high end (full) of its "
                    "range, all others at their values. The colour is that of the option that is "
                    "best there."
                ),
                t("Of several segments it is that of the one it moves most.")
                if len(made.segments) > 1
                else "",
            ]
        )
    )
    _worth(found, made, currency, key=key)


def _worth(found: api.Drivers, made: api.Simulation, currency: str, *, key: str) -> None:
    st.subheader(t("What is worth finding out"))
    table = driver_table(found, made.odds.names)
    names = move_names()
    # What is worth most first; among equals, here those worth nothing, the widest swing.
    shown = table.sort_values("evpi", ascending=False, kind="stable")
    shown = shown.assign(
        path=[driver_name(path, made) for path in shown["path"]],
        best_low=shown["best_low"].map(names),
        best_high=shown["best_high"].map(names),
        **{name: shown[name].round(2) for name in ("net_low", "net_high", "evpi")},
    ).drop(columns="factor")
    number = st.column_config.NumberColumn
    st.dataframe(
        shown[["path", "evpi", "main_effect", "net_low", "net_high", "best_low", "best_high"]],
        hide_index=True,
        key=f"{key}_drivers",
        height=320,
        placeholder="\N{EN DASH}",
        column_config={
            "path": st.column_config.TextColumn(t("Number"), pinned=True),
            "evpi": amount(
                t("Worth knowing ({currency})", currency=currency),
                t(
                    "What it would bring to know this number before choosing; a number that is "
                    "drawn with others counts with them."
                ),
            ),
            "main_effect": number(
                t("Share of the doubt"),
                format="percent",
                help=t("Of the variance of what leads now."),
            ),
            "net_low": amount(t("At its low end ({currency})", currency=currency)),
            "net_high": amount(t("At its high end ({currency})", currency=currency)),
            "best_low": t("Best at the low end"),
            "best_high": t("Best at the high end"),
        },
        alt=t("Numbers with what each is worth to know and what its ends do."),
    )
    if made.draws.count < ROUGH:
        st.caption(t("Of so few draws, what a number is worth to know is rough."))
    export(lambda: table, name="uncertainty_drivers", key=f"{key}_drivers_files")

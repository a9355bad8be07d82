"""The page Agencies: the league, and how the next batch is shared out."""

import pandas as pd
import streamlit as st

from placement import api
from placement.domain.errors import PlacementError
from placement.domain.text import sentences, t
from placement.report.league_answer import league_notes, league_rows, share_notes
from placement.ui.charts.agencies import skill_chart
from placement.ui.gate.cache import cache_per_workspace
from placement.ui.inputs import export, percent
from placement.ui.options.book import amount
from placement.words.markdown import plain
from placement.words.numbers import money


@cache_per_workspace(max_entries=16)
def _league(digest: str, _read: api.Remittances) -> api.AgencyLeague:
    return api.agency_league(_read)


def show(read: api.Remittances) -> None:
    """Draw the league of a file; say what is wrong."""
    try:
        found = _league(read.digest, read)
        shared = _asked(found)
    except PlacementError as error:
        st.error(plain(str(error)))
        return
    currency = read.currency or "CNY"
    rows = league_rows(found.league, shared)
    st.success(sentence(rows), icon=":material/flag:")
    _chart(rows)
    for note in (*league_notes(found.league, found.left_out), *share_notes(shared)):
        st.caption(note)
    _table(rows, currency)
    st.info(
        t(
            "A next batch of {balance} {currency} shared like this is expected to bring "
            "{expected}; {free} if nobody had a least share, {best} if all went to the first.",
            balance=money(shared.balance),
            currency=currency,
            expected=money(shared.expected),
            free=money(shared.if_free),
            best=money(shared.if_best),
        ),
        icon=":material/pie_chart:",
    )


def sentence(rows: list[dict[str, object]]) -> str:
    """Return who is first on the same work, how sure that is, and what raw rates would have said.

    Args:
        rows: From `league_rows`.
    """
    first = rows[0]
    said = t(
        "**{agency}** collects {ratio:.2f} times what the mean agency would on the same work "
        "(eight chances in ten: {low:.2f} to {high:.2f}) and is the best of them with a chance of "
        "{chance}.",
        agency=plain(str(first["agency"])),
        ratio=first["shrunk_ratio"],
        low=first["low_80"],
        high=first["high_80"],
        chance=f"{first['p_best']:.0%}",
    )
    (raw,) = [row for row in rows if row["rank_raw"] == 1]
    if raw is not first:
        said = sentences(
            [
                said,
                t(
                    "By raw rate it would be {agency}, whose work is easier.",
                    agency=plain(str(raw["agency"])),
                ),
            ]
        )
    return said


def _asked(found: api.AgencyLeague) -> api.Shares:
    usual = round(found.usual_balance, 2)
    with (
        st.expander(t("The next batch"), icon=":material/inventory_2:"),
        st.grid(columns="auto", min_column_width=190),
    ):
        balance = st.number_input(
            t("Money of the next batch"), min_value=0.01, max_value=1e15, value=usual,
            format="%.2f", key=f"agencies_balance_{found.remittances.digest[:8]}",
            help=t("At first that of the placements of a month so far."),
        )  # fmt: skip
        floor = percent(
            t("Least share of each, for learning"),
            share=api.usual_floor(len(found.league.agencies)),
            key="agencies_floor",
            help=t("Without work nobody's skill can be seen any more."),
        )  # fmt: skip
        minimum = st.number_input(
            t("Least money of each"), min_value=0.0, max_value=1e15, value=0.0, format="%.2f",
            key="agencies_minimum",
            help=t("Such as contracts promise. Different for each: the command's --minimum."),
        )  # fmt: skip
    return api.next_batch(found, balance=float(balance), floor=floor, minimum=float(minimum))


def _chart(rows: list[dict[str, object]]) -> None:
    table = pd.DataFrame(rows)
    shown = pd.DataFrame(
        {
            "name": table["agency"],
            "place": table["rank"],
            "shrunk": table["shrunk_ratio"],
            "mean": 1.0,
            **{name: table[name] for name in ("low_80", "high_80", "low_95", "high_95")},
            "ratio": table["ratio"].map("{:.3f}".format),
            "shrunk_label": table["shrunk_ratio"].map("{:.3f}".format),
            "chance": table["p_best"].map("{:.1%}".format),
        }
    )
    st.vega_lite_chart(
        shown,
        skill_chart(
            rows=len(rows),
            value=t("Shrunk ratio"),
            titles={
                "ratio": t("Collected over expected"),
                "shrunk_label": t("Shrunk"),
                "chance": t("Best with a chance of"),
            },
        ),
        key="agencies_chart",
        alt=t("Bars: what each agency's skill may be against the mean of all."),
    )
    st.caption(
        t(
            "Thick: eight chances in ten; thin: nineteen in twenty. 1 is the mean agency on the "
            "same sector, age, product and month since placement."
        )
    )


def _table(rows: list[dict[str, object]], currency: str) -> None:
    st.subheader(t("League"))
    table = pd.DataFrame(rows)
    number = st.column_config.NumberColumn
    st.dataframe(
        table,
        hide_index=True,
        key="agencies_table",
        column_order=[
            "rank", "agency", "share", "p_best", "shrunk_ratio", "ratio", "credibility",
            "raw_rate", "rank_raw", "collected", "expected", "placed", "price",
        ],
        column_config={
            "rank": number(t("Place")),
            "agency": st.column_config.TextColumn(t("Agency")),
            "share": number(t("Next batch"), format="percent",
                            help=t("By its chance of being best, none below its least.")),
            "p_best": number(t("Best with a chance of"), format="percent"),
            "shrunk_ratio": number(t("Shrunk ratio"), format="%.3f"),
            "ratio": number(t("Ratio"), format="%.3f", help=t("Collected over expected.")),
            "credibility": number(t("Credibility"), format="percent",
                                  help=t("How far its own ratio counts.")),
            "raw_rate": number(t("Raw rate"), format="percent", help=t("Collected over placed.")),
            "rank_raw": number(t("Place by raw rate")),
            "collected": amount(t("Collected ({currency})", currency=currency)),
            "expected": amount(t("Expected ({currency})", currency=currency)),
            "placed": amount(t("Placed ({currency})", currency=currency)),
            "price": amount(
                t("Cost of its least share ({currency})", currency=currency),
                t(
                    "What raising it to its least share loses against giving that part to the "
                    "first; 0 where its chance of being best gives it as much anyway."
                ),
            ),
        },
        alt=t("The agencies, the best first, with their ratios, chances and shares."),
    )  # fmt: skip
    export(lambda: table, name="league", key="agencies_files")

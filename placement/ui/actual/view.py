"""The tab Plan against actual: the answer, alarms and what they say, chart, table, odds."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from placement import api
from placement.domain.errors import PlacementError
from placement.domain.text import pt, sentences, t, with_unit
from placement.scenario.scenario import Scenario
from placement.tape.findings import Severity
from placement.ui import session
from placement.ui.actual.files import Brought, brought
from placement.ui.charts.actual import CALM, RINGS, actual_chart
from placement.ui.gate.cache import cache_per_workspace
from placement.ui.inputs import export, switch
from placement.ui.language import readers_language
from placement.ui.odds import adopt
from placement.ui.options.book import amount
from placement.ui.same_command import same_without_book, saved_reading
from placement.ui.waiting import waited_for
from placement.words.markdown import plain
from placement.words.numbers import money

IN_CHART = 14
"""Groups drawn, those that ring and then the ones of which most is expected."""

REACH = 3.0
"""Times of what was expected to which the chart reaches; the table has the numbers."""


def show() -> None:
    """Draw the tab; ends without an answer while files are missing."""
    files = brought()
    if files is None:
        return
    gone = switch(
        t("Accounts no longer listed"),
        {
            "unknown": t("Not known"),
            "paid": pt("what became of a debt", "Paid"),
            "otherwise": t("Left otherwise"),
        },
        key="actual_gone",
        default="unknown",
        help=t(
            "What accounts are that the later tape does not list and says nothing of. Not known "
            "reads them both ways."
        ),
    )
    try:
        scenario = session.scenario()
        question = (
            files.first.tape.digest, files.later.tape.digest, files.paid_key, gone,
            scenario.digest, readers_language(),
        )  # fmt: skip
        found = waited_for(
            ("actual", *question),
            lambda: _found(*question, files, scenario),
            saying=t("Following the plan month by month…"),
        )
    except PlacementError as error:
        st.error(plain(str(error)))
        return
    rows = api.actual_rows(found)
    rings = [row for row in rows if row["status"] in api.ALARMS]
    draw = st.warning if rings else st.success
    draw(plain(api.actual_verdict(found)), icon=":material/notifications:")
    for row in rings:
        st.markdown(f"- {plain(api.row_words(row))}")
    for row in rows:
        if row["status"] == "depends":
            st.markdown(f"- {plain(api.row_words(row))}")
    _findings(files, found)
    _chart(rows)
    _table(rows, found)
    _odds(found)
    with st.expander(t("How to read this"), icon=":material/info:"):
        for line in api.actual_notes(found):
            st.markdown(f"- {plain(line)}")
    _command(files, gone)


def _findings(files: Brought, found: api.PlanAgainstActual) -> None:
    """Draw what is wrong with the payments and the later tape, errors open."""
    paid = files.paid.findings if files.paid else ()
    said = [
        each
        for each in (*api.next_tape_findings(files.later.findings), *paid, *found.findings)
        if each.severity is not Severity.NOTE
    ]
    if not said:
        return
    wrong = any(each.severity is Severity.ERROR for each in said)
    with st.expander(
        t("What was noticed ({count})", count=len(said)), icon=":material/rule:", expanded=wrong
    ):
        for each in said:
            st.markdown(f"- {plain(each.line())}")


def _command(files: Brought, gone: str) -> None:
    opened = session.current_book()
    is_open = opened is not None and files.names[0] == opened.name
    day = opened.chosen_day if opened and is_open else None
    same_without_book(
        "actual",
        files=files.names,
        options={
            "remittances": files.paid_name or None,
            "gone": gone if gone != "unknown" else None,
            "as_of": day.isoformat() if day else None,
        },
        saved=saved_reading(opened) if opened and is_open else None,
    )


@cache_per_workspace(max_entries=16)
def _found(
    first: str,
    later: str,
    paid: str,
    gone: str,
    scenario_digest: str,
    spoken: str,
    _files: Brought,
    _scenario: Scenario,
) -> api.PlanAgainstActual:
    return api.plan_against_actual(
        _files.first,
        _files.later,
        assumptions=session.assumptions(),
        stance=_scenario.stance,
        bands=_scenario.bands,
        payments=_files.paid,
        gone=gone,
    )


def chart_rows(rows: list[Mapping[str, Any]]) -> pd.DataFrame:
    """Return the groups that are drawn, alarms first, as shares of what was expected."""
    judged = [row for row in rows if row["status"] != "not_judged"]
    order = sorted(judged, key=lambda row: (row["status"] not in api.ALARMS, -row["expected"]))[
        :IN_CHART
    ]
    names = api.status_names()
    return pd.DataFrame(
        [
            {
                "name": _on_two_lines(api.group_name(dict(row))),
                "place": place,
                "low": min(row["low_80"] / row["expected"], REACH),
                "high": min(row["high_80"] / row["expected"], REACH),
                "came": min(row["ratio"], REACH),
                "state": names[row["status"]],
                "shape": "triangle-up" if row["status"] in api.ALARMS else "circle",
                "colour": RINGS if row["status"] in api.ALARMS else CALM,
                "money": f"{money(row['came'])} / {money(row['expected'])}",
                "luck": api.one_in(row["chance_by_luck"]),
            }
            for place, row in enumerate(order)
        ]
    )


def _chart(rows: list[dict[str, Any]]) -> None:
    table = chart_rows(list(rows))
    if table.empty:
        return
    st.subheader(t("What came, and the range expected"))
    st.vega_lite_chart(
        table,
        actual_chart(
            rows=len(table),
            value=t("Came in, % of expected"),
            titles={
                "state": t("State"),
                "money": t("Came / expected"),
                "luck": t("By luck alone"),
            },
        ),
        key="actual_chart",
        alt=t("A bar a group: the range of eight chances in ten; the mark is what came."),
    )
    st.caption(
        t(
            "Bars: eight chances in ten, odds and luck together. An orange triangle is an alarm, a "
            "blue circle none. Beyond 300 % it stands at the edge."
        )
    )


def groups_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return a row a group, by the names of the public interface."""
    return pd.DataFrame(
        [
            {**row, "done": "; ".join(f"{name} {n}" for name, n in row["done"].items())}
            for row in rows
        ]
    )


def _table(rows: list[dict[str, Any]], found: api.PlanAgainstActual) -> None:
    currency, both = found.currency, len(found.readings) > 1
    names = api.status_names()
    shown = pd.DataFrame(
        [
            {
                "state": names[row["status"]],
                "group": api.group_name(row),
                "accounts": row["judged"],
                "expected": round(row["expected"], 2),
                "low": round(row["low_80"], 2),
                "high": round(row["high_80"], 2),
                "low_90": round(row["low_90"], 2),
                "high_90": round(row["high_90"], 2),
                "came": round(row["came"], 2),
                **({"came_if_not_paid": round(row["came_if_not_paid"], 2)} if both else {}),
                "difference": round(row["difference"], 2),
                "payers": row["payers"],
                "expected_payers": row["expected_payers"],
                "otherwise": row["otherwise"],
                "gone": row["gone"],
                "charged": round(row["charged"], 2),
                "reason": row["reason"],
            }
            for row in rows
        ]
    )
    st.subheader(t("Groups"))
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn

    def sum_of(label: str, help: str | None = None) -> Any:
        return amount(with_unit(label, currency), help)

    st.dataframe(
        shown,
        hide_index=True,
        key="actual_groups",
        column_config={
            "state": text(t("State"), help=t("Beyond: outside what is not known of the odds too.")),
            "group": text(t("Group"), help=t("Sector, age and the plan's first move.")),
            "accounts": number(t("Accounts judged"), format="localized"),
            "expected": sum_of(t("Expected"), t("After what was in fact done, where it is known.")),
            "low": sum_of(t("80 % from")),
            "high": sum_of(t("80 % to")),
            "low_90": sum_of(t("90 % from")),
            "high_90": sum_of(t("90 % to")),
            "came": sum_of(
                t("Came in, if the gone paid") if both else t("Came in"),
                t("Of accounts that paid; reversals and roundings are no payment."),
            ),
            "came_if_not_paid": sum_of(
                t("Came in, if they left"),
                t("Accounts that are gone taken to have left otherwise."),
            ),
            "difference": sum_of(t("Difference")),
            "payers": number(t("Paid anything"), format="localized"),
            "expected_payers": number(t("Expected to"), format="%.1f"),
            "otherwise": number(t("Treated otherwise"), format="localized",
                                help=t("Accounts not treated as planned.")),
            "gone": number(t("Gone without a word"), format="localized"),
            "charged": sum_of(t("New charges"), t("Never taken off what came in.")),
            "reason": text(t("Why not judged"), width="large"),
        },
        alt=t("What was expected of each group, its ranges, and what came in."),
    )  # fmt: skip
    st.caption(sums_words(found))
    export(lambda: groups_table(rows), name="plan_against_actual", key="actual_files")


def sums_words(found: api.PlanAgainstActual) -> str:
    """Return what the rows of the table add up to: those judged, and the others."""
    judged, others = (found.by(name)[1] for name in ("all", "not_judged"))
    said = t(
        "Judged groups together: {came:,.2f} of {expected:,.2f} {currency}; the others: "
        "{other:,.2f}.",
        came=float(judged[0].came[0]),
        expected=float(judged[0].judged.expected[0]),
        currency=found.currency,
        other=float(others[0].came[0]),
    )
    if len(judged) == 1:
        return said
    unpaid = t(
        "If the gone did not pay: {came:,.2f} of {expected:,.2f}; the others: {other:,.2f}.",
        came=float(judged[1].came[0]),
        expected=float(judged[1].judged.expected[0]),
        other=float(others[1].came[0]),
    )
    return sentences([said, unpaid])


def _odds(found: api.PlanAgainstActual) -> None:
    st.subheader(t("What this says of the odds"))
    adopt.outcome()
    for each in found.odds:
        st.markdown(plain(api.odds_words(each)))
        if (overlay := each.overlay) is not None:
            adopt.adopt_button(
                partial(_same, overlay),
                label=t("Use these odds"),
                key=f"actual_{each.sector}",
                primary=False,
            )


def _same(overlay: api.Overlay) -> api.Overlay:
    return overlay


def _on_two_lines(name: str) -> str:
    """Return a group's name with what was done on a line of its own."""
    return " | ".join(name.replace("，", ", ").rsplit(", ", 1))

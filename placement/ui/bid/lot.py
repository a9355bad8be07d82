"""The Bid desk for one lot: the curve of bids, other rivals, and the rules of the literature."""

import numpy as np
import pandas as pd
import streamlit as st

from placement import api
from placement.decide.bid.bid import Bids
from placement.decide.bid.desk import BidDesk
from placement.domain.errors import PlacementError
from placement.domain.text import sentences, t
from placement.report.bid_answer import bid_answer
from placement.report.bid_sheet import BidLine
from placement.ui import restored
from placement.ui.bid import cached as bid_cached
from placement.ui.bid.cached import Asked
from placement.ui.bid.view import Sheet
from placement.ui.charts.bid import bid_chart, moved_chart, win_chart
from placement.ui.formula import how_it_comes_about
from placement.ui.inputs import export
from placement.ui.options.book import amount
from placement.ui.waiting import waited_for
from placement.words.bid import creditor_words, naive_words
from placement.words.bid_formulas import curse_formula, expected_formula, shading_formula
from placement.words.markdown import plain

LOT = "bid_lot"


def choose_lot(sheet: Sheet) -> int | None:
    """Draw the choice of a lot and return its place; None where no lot has an answer."""
    places = [place for place, line in enumerate(sheet.lines) if line.desk is not None]
    if not places:
        return None
    st.subheader(t("One lot"))
    restored.number(LOT, low=0)
    if st.session_state.get(LOT) not in places:
        best = max(places, key=lambda place: sheet.lines[place].value("expected_profit"))
        st.session_state[LOT] = best
    return int(
        st.selectbox(
            t("Lot"),
            places,
            format_func=lambda place: sheet.lines[place].lot,
            key=LOT,
            persist_state="session",
        )
    )


def show_curve(line: BidLine, currency: str) -> None:
    """Draw what a bid is expected to earn, with and without the curse, and the chance to win."""
    if line.desk is None:
        return
    (st.success if line.go else st.warning)(plain(line.reason))
    how_it_comes_about(
        [formula(line.desk) for formula in (shading_formula, expected_formula, curse_formula)],
        key="bid_one_lot",
    )
    ours, naive = t("Expected profit"), t("As it looks if the curse is ignored")
    rows = curve_rows(line.desk, ours=ours, naive=naive)
    st.vega_lite_chart(
        rows,
        bid_chart(
            ours=ours,
            naive=naive,
            commission=t("Own bid"),
            money=t("Expected profit ({currency})", currency=currency),
        ),
        key="bid_curve",
        alt=t("Lines: expected profit over the bid, with the winner's curse and without."),
    )
    st.vega_lite_chart(
        rows,
        win_chart(commission=t("Own bid"), chance=t("Chance to win")),
        key="bid_win",
        alt=t("Area: the chance to win over the bid."),
    )
    st.caption(sentences([naive_words(line.desk, currency=currency), creditor_words(line.desk)]))


def curve_rows(desk: BidDesk, *, ours: str, naive: str) -> pd.DataFrame:
    """Return the rows of the charts, up to where the chance to win is all but gone."""
    found, curve = desk.found, desk.found.curve
    win = curve.win_probability[0]
    chances = np.flatnonzero(win > 0.002)
    last = int(chances[-1]) + 2 if chances.size else 40
    marks = (
        (t("Floor"), found.floor[0], False),
        (t("Bid"), found.bid[0], True),
        (t("Ceiling"), found.ceiling[0], False),
    )
    # The ceiling of 100% that no tender named would only stretch the picture, and a bid at the
    # floor is one rule.
    shown = [
        (f"{name} {place:.2%}", place, low)
        for name, place, low in marks
        if place < 1.0 and (low or place != found.bid[0])
    ]
    upto = max([last, *(int(np.ceil(100.0 * place)) + 2 for _, place, _ in shown)])
    taken = slice(0, min(upto, len(win)))
    lines = [
        pd.DataFrame(
            {
                "kind": kind,
                "name": name,
                "commission": curve.commission[0, taken],
                "money": values[taken],
                "win": win[taken],
            }
        )
        for kind, name, values in (
            ("line", ours, curve.expected_profit[0]),
            ("line", naive, curve.naive_expected_profit[0]),
            ("win", "", win),
        )
    ]
    rules = pd.DataFrame(shown, columns=["name", "commission", "low"]).assign(kind="rule")
    return pd.concat([*lines, rules], ignore_index=True)


def show_rivals(row: "api.LotRow", asked: Asked, line: BidLine, currency: str) -> None:
    """Draw how the answer moves with the number of rivals and with what they bid."""
    if line.desk is None:
        return
    try:
        moved = bid_cached.moved(row, asked)
    except PlacementError as error:
        st.caption(plain(str(error)))
        return
    found, expected = line.desk.found, float(line.desk.rivals.expected[0])
    if float(line.desk.rivals.chance.max()) < 1.0:
        # An uncertain number is not one of the whole numbers that are tried.
        expected = np.nan
    by_number = moved_rows(moved.numbers, moved.by_number, now=expected, exact=found)
    by_mean = moved_rows(moved.means, moved.by_mean, now=moved.mean, exact=found)
    st.subheader(t("If the rivals are others"))
    axis = t("Expected profit ({currency})", currency=currency)
    left, right = st.columns(2)
    for where, rows, title, key, percent in (
        (left, by_number, t("Number of rivals"), "bid_numbers", False),
        (right, by_mean, t("Rivals' mean commission"), "bid_means", True),
    ):
        with where:
            if not rows["win"].any():
                st.caption(t("{what}: against none of them is a bid worth making.", what=title))
                continue
            st.vega_lite_chart(
                rows,
                moved_chart(x=title, bid=t("Best bid"), money=axis, percent=percent),
                key=key,
                alt=t("Line: expected profit of the best bid against other rivals."),
            )
    with st.expander(t("The same as tables"), icon=":material/table:"):
        for rows, title, key in (
            (by_number, t("Number of rivals"), "bid_numbers"),
            (by_mean, t("Rivals' mean commission"), "bid_means"),
        ):
            _moved_table(rows, title, key, currency)


def moved_rows(
    x: "tuple[int, ...] | np.ndarray", found: Bids, *, now: float, exact: Bids
) -> pd.DataFrame:
    """Return one row for each number or mean of rivals: best bid, chance and expected profit.

    Args:
        x: Numbers or means.
        found: The best bids against them, from a table.
        now: Which of them is asked.
        exact: The answer to that one, if it is among them.
    """
    values = np.asarray(x, dtype=float)
    here = np.isclose(values, now)

    def known(name: str) -> np.ndarray:
        return np.asarray(np.where(here, getattr(exact, name)[0], getattr(found, name)))

    pays = known("recommend").astype(bool)
    return pd.DataFrame(
        {
            "x": values,
            "bid": np.where(pays, known("bid"), np.nan),
            "win": np.where(pays, known("win_probability"), 0.0),
            "money": np.where(pays, known("expected_profit"), 0.0),
            "now": here,
        }
    )


def _moved_table(rows: pd.DataFrame, title: str, key: str, currency: str) -> None:
    number = st.column_config.NumberColumn
    st.dataframe(
        rows.drop(columns="now"),
        hide_index=True,
        key=f"{key}_table",
        placeholder="\N{EN DASH}",
        column_config={
            "x": number(title, format="%d" if key == "bid_numbers" else "percent"),
            "bid": number(t("Best bid"), format="percent"),
            "win": number(t("Chance to win"), format="percent"),
            "money": amount(t("Expected profit ({currency})", currency=currency)),
        },
        alt=t("The best bid against other rivals."),
    )


def show_rules(row: "api.LotRow", asked: Asked, line: BidLine, currency: str) -> None:
    """Draw our bid beside the naive one and the rules of Friedman and Gates."""
    if line.desk is None:
        return
    answer = waited_for(
        ("rules", row, asked.key),
        lambda: bid_answer(bid_cached.full(row, asked)),
        saying=t("Comparing with the rules of the literature…"),
    )
    table = rules_table(answer)
    st.subheader(t("Beside other rules"))
    number = st.column_config.NumberColumn
    st.dataframe(
        table.assign(
            rule=table["rule"].map(rule_names()),
            expected_profit=table["expected_profit"].round(),
        ),
        hide_index=True,
        key="bid_rules",
        placeholder="\N{EN DASH}",
        column_config={
            "rule": st.column_config.TextColumn(t("Rule"), width=300),
            "bid": number(t("Bid"), format="percent"),
            "win_probability": number(
                t("Chance by the rule"), format="percent", help=t("What the rule believes.")
            ),
            "expected_profit": amount(
                t("Really earns ({currency})", currency=currency),
            ),
        },
        alt=t("Our bid, the naive bid and the bids of two published rules."),
    )
    if not answer["baselines"].get("friedman"):
        st.caption(t("Friedman's and Gates' rules are for one winner by price alone."))
    export(lambda: table, name="bid_rules", key="bid_rules")


def rules_table(answer: dict) -> pd.DataFrame:  # type: ignore[type-arg]
    """Return one row a rule, from the answer of the command."""
    rows = [
        {
            "rule": "ours",
            "bid": answer["bid"] if answer["recommend"] else None,
            "win_probability": answer["win_probability"],
            "expected_profit": answer["expected_profit"],
        },
        {
            "rule": "naive",
            "bid": answer["naive_bid"],
            "win_probability": answer["naive_win_probability"],
            "expected_profit": answer["naive_expected_profit"],
        },
    ]
    for name in ("friedman", "gates"):
        if found := answer["baselines"].get(name):
            rows.append({"rule": name, **found})
    if (bid := answer["baselines"].get("uniform_costs_equilibrium")) is not None:
        rows.append({"rule": "uniform_costs_equilibrium", "bid": bid})
    return pd.DataFrame(rows).round({"expected_profit": 2})


def rule_names() -> dict[str, str]:
    """Return what each rule is called."""
    return {
        "ours": t("This desk"),
        "naive": t("Ignoring the winner's curse"),
        "friedman": t("Friedman (1956): rivals independent"),
        "gates": t("Gates (1967): beating one helps with the others"),
        "uniform_costs_equilibrium": t("Equilibrium if floors lie evenly up to the ceiling"),
    }

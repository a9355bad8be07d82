"""What each first move is worth if it is made now, in a month, in two: the chart and its table."""

import numpy as np
import pandas as pd
import streamlit as st

from placement import api
from placement.decide.timing.exact.acting import Acting
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.plans import FIRST_MOVES
from placement.domain.text import sentences, t
from placement.ui import restored
from placement.ui.charts.timing import acting_chart
from placement.ui.inputs import export
from placement.ui.timing.tables import with_names
from placement.words.names import move_names
from placement.words.timing import when_text

FOLLOWED, ALONE = "followed_up", "alone"


def show_acting(ranked: api.BookRanking, acting: Acting, position: int) -> None:
    """Draw the value of acting in month 0, 1, 2 and so on, by first move."""
    st.subheader(t("Value of acting in each month"))
    names = {FOLLOWED: t("With the best that can follow"), ALONE: t("The move alone")}
    restored.choice("timing_acting_way", names)
    way = st.segmented_control(
        t("Count"),
        options=list(names),
        format_func=names.__getitem__,
        default=FOLLOWED,
        key="timing_acting_way",
        required=True,
        persist_state="session",
        help=t(
            "The account waits up to the month, then the move is made: followed by the best that "
            "can come after it, or closed when it ends."
        ),
    )
    currency = ranked.book.tape.currency
    table = acting_table(
        acting, accounts=int(ranked.ranking.accounts[position]), alone=way == ALONE
    )
    called = move_names()
    st.vega_lite_chart(
        with_names(table, "first_move"),
        acting_chart(
            [name for name in FIRST_MOVES if name in set(table["first_move"])],
            called,
            month=t("Month of the move"),
            value=t("Value ({currency})", currency=currency),
        ),
        key="timing_acting",
        alt=t("Lines: value of waiting some months and then making each move, by month."),
    )
    st.caption(
        sentences(
            [
                t(
                    "A line that falls says that each month of delay costs; one that rises, that "
                    "the move is better made later."
                ),
                best_months_text(table, called),
            ]
        )
    )
    with st.expander(t("The months as a table"), icon=":material/table:"):
        wide = with_names(table, "first_move").pivot_table(
            index="month", columns="first_move", values="value", sort=False
        )
        st.dataframe(
            wide.round(),
            key="timing_acting_table",
            placeholder="\N{EN DASH}",
            alt=t("Value of acting by month (down) and first move (across)."),
        )
        export(lambda: table, name="acting", key="timing_acting")


def acting_table(acting: Acting, *, accounts: int, alone: bool) -> pd.DataFrame:
    """Return one row per first move and month in which it is open; value for all accounts."""
    values = (acting.alone if alone else acting.followed_up) * accounts
    move, month = np.nonzero(~np.isnan(values))
    return pd.DataFrame(
        {
            "first_move": np.array(FIRST_MOVES, dtype=object)[move],
            "month": acting.month[month],
            "value": values[move, month],
        }
    )


def best_months_text(table: pd.DataFrame, called: dict[str, str]) -> str:
    """Return when each move is worth most, and which go on rising where the chart ends.

    Args:
        table: What `acting_table` returns.
        called: What each move is called.
    """
    edge = int(table["month"].max())
    months = {move: month for move, month in _best_months(table).items() if move != WAIT}
    inside = {move: month for move, month in months.items() if month < edge or month == 0}
    best = [
        t("{move} {when}", move=called[move], when=when_text(month))
        for move, month in inside.items()
    ]
    rising = [called[move] for move in months if move not in inside]
    said = [t("Worth most: {moves}.", moves=t(", ").join(best))] if best else []
    if rising:
        said.append(
            t("Still rising at month {month}: {moves}.", month=edge, moves=t(", ").join(rising))
        )
    return sentences(said)


def _best_months(table: pd.DataFrame) -> dict[str, int]:
    best = table.loc[table.groupby("first_move", sort=False)["value"].idxmax()]
    return dict(zip(best["first_move"], best["month"].astype(int), strict=True))

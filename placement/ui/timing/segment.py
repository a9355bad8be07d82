"""The Timing page for one segment: its plan, what waiting is worth, and every first move."""

from collections.abc import Iterator

import streamlit as st

from placement import api
from placement.decide.rank import OPTIONS, Ranking
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.plans import FIRST_MOVES, AccountPlan
from placement.decide.timing.shut import placement_fits, shut_moves
from placement.decide.timing.stop import stops_in
from placement.decide.totals import TOTALS, totals_of
from placement.domain.text import t
from placement.domain.types import AGENCY_OPTIONS, Option
from placement.ui import session
from placement.ui.charts.ranking import marked_bars_chart
from placement.ui.charts.timing import timeline_chart
from placement.ui.formula import how_a_net_comes_about, how_it_comes_about
from placement.ui.inputs import export
from placement.ui.net import in_one_sentence, net_columns, net_tiles
from placement.ui.options.book import amount
from placement.ui.options.follow_up import what_leads
from placement.ui.tables import answer_first
from placement.ui.tiles import tiles
from placement.ui.timing import cached as timing_cached
from placement.ui.timing.tables import (
    first_move_names,
    first_move_rows,
    first_move_table,
    lags_of,
    lead_headline,
    placement_months,
    plan_table,
    runs_of_best,
    timeline_rows,
    with_names,
)
from placement.words import headlines
from placement.words.formulas import (
    Formula,
    gain_formula,
    per_account_formula,
    waiting_formula,
)
from placement.words.glossary import meaning
from placement.words.names import lead_names, move_names
from placement.words.numbers import cents, difference, money
from placement.words.timing import (
    left_out_text,
    limitation,
    placement_too_long,
    told,
    too_short_for,
    waiting_means,
)


def show_plan(
    ranked: api.BookRanking, planned: AccountPlan, position: int, *, horizon: int
) -> None:
    """Draw what changes at once when a number does: tiles, the plan in time, first moves."""
    ranking, currency = ranked.ranking, ranked.book.tape.currency
    st.info(what_leads(planned, horizon=horizon), icon=":material/event_upcoming:")
    _net(ranked, planned, position, horizon=horizon)
    _tiles(ranking, planned, position, currency, horizon=horizon)
    _notices(ranking, planned, position, horizon)
    _timeline(ranked, planned, position, horizon=horizon)
    _waiting(ranking, planned, position, currency)
    count = int(ranking.accounts[position])
    st.subheader(lead_headline(planned, accounts=count, currency=currency, horizon=horizon))
    st.vega_lite_chart(
        first_move_rows(planned, ranking.net[:, position], accounts=count, horizon=horizon),
        marked_bars_chart(
            rows=len(FIRST_MOVES),
            value=t("Value of the plan ({currency})", currency=currency),
            mark=t("Closed when it ends ({currency})", currency=currency),
        ),
        key="timing_first_moves",
        alt=t("Bars: what the best plan is worth that begins with each move, best first."),
    )
    st.caption(t("The grey mark is what an option leaves alone, closed when it ends."))


def _net(ranked: api.BookRanking, planned: AccountPlan, position: int, *, horizon: int) -> None:
    ranking, count = ranked.ranking, int(ranked.ranking.accounts[position])
    parts = timing_cached.parts_of(
        ranked, session.scenario(), planned.plan, position=position, horizon=horizon
    )
    totals, balance = count * totals_of(parts), _balance(ranking, position)
    net_tiles(totals, balance=balance, currency=ranked.book.tape.currency)
    how_a_net_comes_about(count * parts, balance=balance, key="timing_net")
    st.caption(in_one_sentence(totals, balance=balance))


def _balance(ranking: Ranking, position: int) -> float:
    segments = ranking.valuation.segments
    return float(segments.balance[position] * segments.accounts[position])


def _cut_off(ranking: Ranking, planned: AccountPlan, position: int, horizon: int) -> str | None:
    """Return that the horizon is too short for the best single option; None where it is not."""
    best = OPTIONS[int(ranking.best[position])]
    runs = float(runs_of_best(ranking)[position])
    return too_short_for(
        best,
        runs=round(runs) if runs == runs else None,
        horizon=horizon,
        is_open=best.value in planned.first_moves,
        gain=planned.plan.value - float(ranking.best_net[position]),
    )


def _tiles(
    ranking: Ranking, planned: AccountPlan, position: int, currency: str, *, horizon: int
) -> None:
    count = int(ranking.accounts[position])
    single = float(ranking.best_net[position])
    best = OPTIONS[int(ranking.best[position])]
    waiting = planned.value_of_waiting
    names = move_names()
    gain = planned.plan.value - single
    cut = _cut_off(ranking, planned, position, horizon)
    with tiles():
        st.metric(
            t("Gain over one option ({currency})", currency=currency),
            "\N{EN DASH}" if cut else money(count * gain),
            help=t(
                "The best option alone, closed when it ends, is: {option}. It leaves {amount} "
                "{currency}.",
                option=names[best.value],
                amount=money(count * single),
                currency=currency,
            ),
        )
        st.metric(
            t("Value per account ({currency})", currency=currency),
            cents(planned.plan.value),
            help=t("What the plan leaves of the mean account, tax relief included."),
        )
        st.metric(
            t("Waiting a month more ({currency})", currency=currency),
            difference(None if waiting is None else count * waiting),
            help=meaning("waiting"),
        )
    how_it_comes_about(
        _formulas(planned, count, None if cut else count * single, names[best.value]),
        key="timing_tiles",
    )


def _formulas(
    planned: AccountPlan, count: int, alone: float | None, option: str
) -> Iterator[Formula]:
    """Return how the tiles come about.

    Args:
        planned: The plans.
        count: Number of accounts.
        alone: What the best option leaves alone; None where the horizon cuts it off.
        option: What that is called.
    """
    value = count * planned.plan.value
    if alone is not None:
        yield gain_formula(value=value, alone=alone, option=option)
    yield per_account_formula(value=value, accounts=count)
    if planned.value_of_waiting is not None:
        move, acting = max(
            ((name, plan.value) for name, plan in planned.first_moves.items() if name != WAIT),
            key=lambda each: each[1],
        )
        yield waiting_formula(
            waiting=count * planned.first_moves[WAIT].value,
            acting=count * acting,
            move=lead_names()[move],
        )


def _notices(ranking: Ranking, planned: AccountPlan, position: int, horizon: int) -> None:
    """Say what a reader must know: limitation, placements that do not fit, the horizon's end."""
    valuation = ranking.valuation
    limit = float(session.assumptions().number("law.limitation_months"))
    clock, is_over = limitation(valuation, position, limit=limit)
    (st.warning if is_over else st.caption)(clock)
    note = valuation.note(Option.LAWSUIT, position)
    if note and planned.plan.steps[-1].action == Option.LAWSUIT:
        st.caption(note)
    placements = int(valuation.segments.placements[position])
    next_one = AGENCY_OPTIONS[min(placements, len(AGENCY_OPTIONS) - 1)].value
    too_long = placement_too_long(
        placement_months(valuation, position),
        horizon=horizon,
        placements=placements,
        is_open=next_one in planned.first_moves
        or placement_fits(valuation, Option(next_one), position, horizon=horizon),
    )
    if too_long:
        st.warning(too_long, icon=":material/hourglass_bottom:")
    cut = _cut_off(ranking, planned, position, horizon)
    if cut:
        st.warning(cut, icon=":material/hourglass_bottom:")
    if stops_in(planned.plan, horizon=horizon) == horizon:
        st.caption(
            t(
                "The plan works the account as far as it looks ahead; a longer horizon may be "
                "worth a little more."
            )
        )


def _timeline(
    ranked: api.BookRanking, planned: AccountPlan, position: int, *, horizon: int
) -> None:
    st.subheader(t("The plan in time"))
    lags = lags_of(ranked.ranking.valuation, position)
    st.vega_lite_chart(
        timeline_rows(told(planned), lags=lags, horizon=horizon),
        timeline_chart(month=t("Months from today"), lasts=t("How long")),
        key="timing_timeline",
        alt=t("Bars: when each stage of the plan starts and how long it lasts."),
    )
    st.caption(
        t(
            "A bar is work or waiting; a diamond is a move that ends the plan, and the pale bar "
            "behind it the time until its money comes."
        )
    )
    if left := left_out_text(
        planned,
        accounts=int(ranked.ranking.accounts[position]),
        currency=ranked.book.tape.currency,
    ):
        st.caption(left)
    table = plan_table(told(planned), as_of=ranked.book.tape.as_of, horizon=horizon)
    with st.expander(t("The plan as a table"), icon=":material/table:"):
        st.dataframe(
            with_names(table, "action"),
            hide_index=True,
            key="timing_plan",
            column_config={
                "start_month": st.column_config.NumberColumn(t("Starts in month")),
                "action": st.column_config.TextColumn(t("Move")),
                "months": st.column_config.NumberColumn(
                    t("Lasts (months)"), help=t("0: the move ends the plan.")
                ),
                "start_date": st.column_config.DateColumn(t("Starts on")),
            },
            alt=t("The steps of the plan with the month each starts in and how long it lasts."),
        )
        export(lambda: table, name="plan", key="timing_plan")


def _waiting(ranking: Ranking, planned: AccountPlan, position: int, currency: str) -> None:
    waiting, count = planned.value_of_waiting, int(ranking.accounts[position])
    brings = None if waiting is None else count * waiting
    st.subheader(headlines.waiting(brings, currency=currency))
    st.markdown(
        waiting_means(
            brings,
            balance=_balance(ranking, position),
            currency=currency,
        )
    )


def show_first_moves(
    ranked: api.BookRanking, planned: AccountPlan, position: int, *, horizon: int
) -> None:
    """Draw the table of first moves, each with what it is made of and the plan that follows it."""
    ranking, currency = ranked.ranking, ranked.book.tape.currency
    shut = shut_moves(planned, ranking.valuation, position, horizon=horizon)
    parts = timing_cached.first_move_parts(
        ranked, session.scenario(), position=position, horizon=horizon
    )
    table = first_move_table(
        planned,
        {name: totals_of(part) for name, part in parts.items()},
        accounts=int(ranking.accounts[position]),
        shut=shut,
        horizon=horizon,
    )
    names = first_move_names(planned, horizon=horizon)
    shown = table.round({**dict.fromkeys((*TOTALS, "value", "behind_best"), 0), "per_account": 2})
    st.dataframe(
        shown.assign(first_move=shown["first_move"].map(names)),
        hide_index=True,
        key="timing_moves",
        column_order=answer_first(shown, "first_move", "value", "behind_best"),
        placeholder="\N{EN DASH}",
        column_config={
            "first_move": st.column_config.TextColumn(t("First move"), pinned=True),
            **net_columns(currency),
            "value": amount(
                t("Value ({currency})", currency=currency),
                help=t("Cash, fees and costs, and tax relief together."),
            ),
            "behind_best": amount(
                t("Behind the best ({currency})", currency=currency),
                help=t("The price of beginning with this move today instead of the best one."),
            ),
            "per_account": amount(t("Value per account ({currency})", currency=currency)),
            "plan": st.column_config.TextColumn(t("Plan, or why not open"), width=520),
        },
        alt=t("Every first move with the best plan that begins with it."),
    )
    export(lambda: table, name="first_moves", key="timing_moves")

"""The Options page for one segment: what leads, why, the options alone, and what is behind."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from placement import api
from placement.decide.explain import lead_of
from placement.decide.rank import OPTIONS, Ranking
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.plans import FIRST_MOVES, AccountPlan
from placement.decide.totals import TOTALS, totals_of
from placement.domain.text import about, sentences, t
from placement.domain.types import AGENCY_OPTIONS, Component, FloatArray, Option, Segments
from placement.report.made_with import MadeWith
from placement.ui import restored, session, what_if
from placement.ui.charts.ranking import marked_bars_chart
from placement.ui.charts.timing import MOVE_COLOURS
from placement.ui.charts.waterfall import waterfall_chart
from placement.ui.formula import how_a_net_comes_about
from placement.ui.inputs import export, switch
from placement.ui.made_with import made_with
from placement.ui.net import NET, in_one_sentence, net_columns, net_tiles
from placement.ui.options.book import SEGMENT, amount, largest
from placement.ui.options.flips import show_option_flips
from placement.ui.options.follow_up import alone_help, follow_up_help, show_follow_up, what_leads
from placement.ui.options.inputs import inputs_table
from placement.ui.options.tables import component_table, option_table, waterfall_rows
from placement.ui.options.view import or_stop
from placement.ui.tables import answer_first, segments_called
from placement.ui.timing import cached as timing_cached
from placement.ui.timing.exact import chosen_horizon, plan_at_once, plan_exactly
from placement.ui.timing.tables import (
    first_move_names,
    first_move_order,
    first_move_rows,
    lead_headline,
)
from placement.ui.uncertainty.words import options_in_one_sentence
from placement.words import headlines
from placement.words.markdown import plain
from placement.words.names import option_names
from placement.words.numbers import money, whole
from placement.words.ranking import idle_note, is_idle, what_makes_it, why_best
from placement.words.timing import in_words, left_out_text, told, told_first

ONLY = 0
"""Position of a segment that is ranked alone."""


def choose_segment(segments: Segments) -> int:
    """Draw the choice of a segment, the largest first, and return its position."""
    order = largest(segments).tolist()
    restored.number(SEGMENT, low=0)
    # Another book, or other bands, may have fewer segments than the choice remembers.
    if st.session_state.get(SEGMENT) not in range(len(segments)):
        st.session_state[SEGMENT] = order[0]
    called = segments_called(segments)
    position = int(
        st.selectbox(
            t("Segment, the largest first; type to search"),
            options=order,
            format_func=called.__getitem__,
            key=SEGMENT,
            persist_state="session",
        )
    )
    if called[position] != segments.label[position]:
        # The box holds one line, and on a phone not all of it.
        st.caption(plain(segments.label[position]))
    return position


def show_segment(book: api.Book) -> None:
    """Draw everything about one segment: what leads at once, what needs exact plans after it."""
    place = choose_segment(session.segments(book))
    ranked = or_stop(lambda: session.segment_ranking(book, place))
    before = None
    if what_if.differs(session.scenario()):
        before = session.segment_ranking(book, place, session.library_scenario()).ranking
    ranking, currency, position = ranked.ranking, book.tape.currency, ONLY
    made, horizon = made_with(ranked), chosen_horizon()
    planned = plan_at_once(ranked, position, horizon=horizon)
    _tiles(ranked, planned, position, horizon=horizon)
    count = int(ranking.accounts[position])
    st.subheader(lead_headline(planned, accounts=count, currency=currency, horizon=horizon))
    st.vega_lite_chart(
        first_move_rows(planned, ranking.net[:, position], accounts=count, horizon=horizon),
        marked_bars_chart(
            rows=len(FIRST_MOVES),
            value=t("Followed up ({currency})", currency=currency),
            mark=t("Closed when it ends ({currency})", currency=currency),
        ),
        key="options_ranking",
        alt=t("Bars: net recovery by what comes first, followed up; marks: closed when it ends."),
    )
    show_follow_up(ranked, planned, position, horizon=horizon)
    # The page is drawn down to its end before the exact plans; what needs them is filled in then.
    exact_part = st.container()
    _alone(ranking, before, position, currency)
    sure = options_in_one_sentence(ranked, session.scenario(), position)
    st.caption(sentences([sure, t("More on the page Uncertainty.")]))
    show_option_flips(ranked, position, made=made)
    _behind(ranking, position, currency, made)
    with exact_part:
        exact = plan_exactly(ranked, position, planned, horizon=horizon).planned
        parts = timing_cached.first_move_parts(
            ranked, session.scenario(), position=position, horizon=horizon
        )
        _exact_part(ranked, exact, parts, position, horizon=horizon, made=made)


def _exact_part(
    ranked: api.BookRanking,
    planned: AccountPlan,
    parts: Mapping[str, FloatArray],
    position: int,
    *,
    horizon: int,
    made: MadeWith,
) -> None:
    ranking, currency = ranked.ranking, ranked.book.tape.currency
    totals = {name: totals_of(part) for name, part in parts.items()}
    table = option_table(ranking, planned, totals, position, horizon=horizon)
    _option_table(table, currency, made, horizon=horizon)
    _why(ranking, planned, parts, position, currency, horizon=horizon)
    _waterfall(ranking, planned, parts, position, currency, made, horizon=horizon)


def _label(ranking: Ranking, position: int) -> str:
    return ranking.valuation.segments.label[position]


def _balance(ranking: Ranking, position: int) -> float:
    segments = ranking.valuation.segments
    return float(segments.balance[position] * segments.accounts[position])


def _tiles(ranked: api.BookRanking, planned: AccountPlan, position: int, *, horizon: int) -> None:
    """Draw what leads, in words and as money."""
    ranking, currency = ranked.ranking, ranked.book.tape.currency
    segments, count = ranking.valuation.segments, int(ranking.accounts[position])
    balance = _balance(ranking, position)
    parts = timing_cached.parts_of(
        ranked, session.scenario(), planned.plan, position=position, horizon=horizon
    )
    totals = count * totals_of(parts)
    st.info(what_leads(planned, horizon=horizon), icon=":material/event_upcoming:")
    net_tiles(totals, balance=balance, currency=currency)
    how_a_net_comes_about(count * parts, balance=balance, key="options_lead")
    st.caption(
        sentences(
            [
                t(
                    "{accounts} accounts owe {balance} {currency}, {mean} each, {age:.1f} months "
                    "past due on average.",
                    accounts=whole(count),
                    balance=money(balance),
                    currency=currency,
                    mean=money(balance / count),
                    age=float(segments.age[position]),
                ),
                in_one_sentence(totals, balance=balance),
            ]
        )
    )


def _alone(ranking: Ranking, before: Ranking | None, position: int, currency: str) -> None:
    """Draw the second answer: the option that is best if it is closed when it ends."""
    count, balance = int(ranking.accounts[position]), _balance(ranking, position)
    best = OPTIONS[int(ranking.best[position])]
    st.subheader(t("Closed when it ends"))
    st.markdown(
        t("Best option alone: **{option}**", option=option_names()[best])
        + _was_best(before, position, best)
    )
    net_tiles(
        count * ranking.best_totals[:, position],
        balance=balance,
        currency=currency,
        before=count * before.best_totals[:, position] if before else None,
    )
    how_a_net_comes_about(
        np.array(list(ranking.component_total(best, position).values())),
        balance=balance,
        key="options_alone",
        commission=_commission(ranking, best, position),
    )
    note = ranking.valuation.note(best, position)
    if note:
        st.caption(note)


def _commission(ranking: Ranking, option: Option, position: int) -> float | None:
    """Return the commission of a placement; None for another option."""
    if option not in AGENCY_OPTIONS:
        return None
    return float(ranking.valuation.next_contract.commission[position])


def _was_best(before: Ranking | None, position: int, best: Option) -> str:
    if before is None:
        return ""
    was = OPTIONS[int(before.best[position])]
    if was is best:
        return " " + t("(as with the library's numbers)")
    return " " + t("({option} with the library's numbers)", option=option_names()[was])


def _option_table(table: pd.DataFrame, currency: str, made: MadeWith, *, horizon: int) -> None:
    amounts = [name for name in map(str, table) if name.removeprefix("alone_") in (*TOTALS, NET)]
    st.dataframe(
        table.round({**dict.fromkeys(amounts, 0), "per_account": 2}),
        hide_index=True,
        key="options_options",
        column_order=answer_first(table, "option", NET),
        placeholder="\N{EN DASH}",
        column_config={
            "option": st.column_config.TextColumn(t("Begin with"), pinned=True),
            **net_columns(currency, help=follow_up_help(horizon)),
            **net_columns(
                currency, "alone_{}", said=t("{name}, closed when it ends"), help=alone_help()
            ),
            "share": st.column_config.NumberColumn(
                t("Cash after costs (% of the balance)"), format="%.1f"
            ),
            "per_account": amount(t("Net per account ({currency})", currency=currency)),
            "note": st.column_config.TextColumn(t("Why not open, or what to know"), width=420),
        },
        alt=t("What to begin with: followed up and closed when it ends, or why it is not open."),
    )
    closed = table[table[NET].isna() & (table["note"] != "")]
    if len(closed):
        reasons = zip(closed["option"], closed["note"], strict=True)
        st.caption(
            t("Not open to this segment:")
            + "\n"
            + "\n".join(f"- {about(option, plain(reason))}" for option, reason in reasons)
        )
    export(
        lambda: table.round(dict.fromkeys([*amounts, "per_account"], 2)),
        name="options",
        key="options_ranking",
        made_with=made,
    )


def _why(
    ranking: Ranking,
    planned: AccountPlan,
    parts: Mapping[str, FloatArray],
    position: int,
    currency: str,
    *,
    horizon: int,
) -> None:
    """Say by what the leading plan is ahead of the best that begins otherwise."""
    st.subheader(t("Why this one"))
    best, *others = first_move_order(planned)
    if others[0] not in planned.first_moves:
        st.markdown(t("It is the only way that is open to this segment."))
        return
    count, balance = int(ranking.accounts[position]), _balance(ranking, position)
    by_name = {
        name: dict(zip(Component, (count * parts[name]).tolist(), strict=True))
        for name in (best, others[0])
    }
    lead = lead_of(best, others[0], best_parts=by_name[best], second_parts=by_name[others[0]])
    names = first_move_names(planned, horizon=horizon)
    st.markdown(why_best(lead, names, balance=balance, currency=currency))
    phrases = what_makes_it(lead, balance=balance, currency=currency)
    st.markdown("\n".join(f"- {phrase}" for phrase in phrases))
    if best == WAIT:
        return
    note = ranking.valuation.note(Option(best), position)
    if note:
        st.warning(note, icon=":material/gavel:")
    if is_idle(ranking.valuation, Option(best), position):
        st.warning(idle_note(), icon=":material/phone_disabled:")


FOLLOWED, ALONE = "followed_up", "alone"


def _waterfall(
    ranking: Ranking,
    planned: AccountPlan,
    parts: Mapping[str, FloatArray],
    position: int,
    currency: str,
    made: MadeWith,
    *,
    horizon: int,
) -> None:
    heading = st.empty()
    way = switch(
        t("Count"),
        {FOLLOWED: t("Followed up"), ALONE: t("Closed when it ends")},
        key="options_waterfall_way",
        default=FOLLOWED,
        help=t("The best plan that begins with it, or the option alone."),
    )
    count, order = int(ranking.accounts[position]), first_move_order(planned)
    if way == FOLLOWED:
        names = first_move_names(planned, horizon=horizon)
        called = {name: names[name] for name in order if name in parts}
    else:
        called = {
            option.value: option_names()[option]
            if ranking.available[OPTIONS.index(option), position]
            else t("{option} (not open)", option=option_names()[option])
            for option in ranking.order(position)
        }
    chosen = str(
        st.selectbox(
            t("Begin with, best first") if way == FOLLOWED else t("Option, best first"),
            options=list(called),
            format_func=called.__getitem__,
            # A choice of its own for each segment and ranking: it starts at the best.
            key=f"options_waterfall_{way}_{_label(ranking, position)}_{next(iter(called))}",
        )
    )
    if way == FOLLOWED:
        amounts = dict(zip(Component, (count * parts[chosen]).tolist(), strict=True))
        shown = told_first(planned, chosen) or planned.first_moves[chosen]
        left_out = (
            left_out_text(planned, accounts=count, currency=currency)
            if shown == told(planned)
            else ""
        )
        st.caption(sentences(filter(None, [in_words(shown, horizon=horizon), left_out])))
    else:
        amounts = ranking.component_total(Option(chosen), position)
        if not ranking.available[OPTIONS.index(Option(chosen)), position]:
            st.info(t("This option is not open here; below is what it would bring if it were."))
    split = totals_of(np.array([amounts[part] for part in Component])).tolist()
    heading.subheader(headlines.net_comes_about(*split, currency=currency))
    table = component_table(amounts, balance=_balance(ranking, position))
    st.vega_lite_chart(
        waterfall_rows(table, colour=MOVE_COLOURS[chosen]),
        waterfall_chart(value=t("Value today, all accounts ({currency})", currency=currency)),
        key="options_waterfall_chart",
        alt=t("Bars: how the parts add up to the net recovery."),
    )
    st.dataframe(
        table.drop(columns="part"),
        hide_index=True,
        key="options_parts",
        column_config={
            "name": st.column_config.TextColumn(t("Part")),
            "amount": st.column_config.NumberColumn(
                t("Amount ({currency})", currency=currency), format="localized"
            ),
            "share": t("Share of the balance"),
        },
        alt=t("The parts of the net recovery, to the cent."),
    )
    st.caption(t("Costs are negative; tax gathers all tax effects, relief included."))
    export(lambda: table, name=f"parts_{chosen}", key="options_waterfall", made_with=made)


def _behind(ranking: Ranking, position: int, currency: str, made: MadeWith) -> None:
    with st.expander(t("The numbers behind it"), icon=":material/calculate:"):
        st.caption(
            t(
                "What every option of this segment was worked out from, per account, after "
                "ageing, dispute, reach and earlier placements. The last column says where to "
                "change it on the page Assumptions."
            )
        )
        table = inputs_table(ranking, position, currency=currency)
        st.dataframe(
            table,
            hide_index=True,
            key="options_inputs",
            height=420,
            column_config={
                "group": st.column_config.TextColumn(t("For"), pinned=True),
                "name": st.column_config.TextColumn(t("Number"), width=280),
                "value": st.column_config.NumberColumn(t("Value"), format="%.6g"),
                "unit": t("Unit"),
                "path": st.column_config.TextColumn(t("Assumption"), width=280),
            },
            alt=t("Every number behind the segment's valuation."),
        )
        export(lambda: table, name="inputs", key="options_inputs", made_with=made)

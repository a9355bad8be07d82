"""The Options page for one segment: its nine options, why the best is best, and what is behind."""

import pandas as pd
import streamlit as st

from placement import api
from placement.decide.explain import lead_over_second
from placement.decide.rank import OPTIONS, Ranking
from placement.domain.text import t
from placement.domain.types import Option
from placement.report.answers import segment_options
from placement.report.made_with import MadeWith
from placement.ui.charts.ranking import followed_bars_chart
from placement.ui.charts.waterfall import waterfall_chart
from placement.ui.inputs import export, plain
from placement.ui.made_with import made_with
from placement.ui.options.book import SEGMENT, amount, largest
from placement.ui.options.flips import show_option_flips
from placement.ui.options.follow_up import follow_up_help, followed_up, show_follow_up
from placement.ui.options.inputs import inputs_table
from placement.ui.options.tables import (
    component_table,
    option_rows,
    option_table,
    waterfall_rows,
)
from placement.ui.options.words import (
    idle_note,
    is_idle,
    money,
    share,
    signed,
    what_makes_it,
    why_best,
)
from placement.ui.theme import OPTION_COLOURS, option_names
from placement.ui.timing.exact import chosen_horizon, plan_at_once, plan_exactly

SHOWN_TO = {
    "net": 0,
    "net_with_follow_up": 0,
    "per_account": 2,
    "per_account_with_follow_up": 2,
}
"""Decimals of the table's amounts on the screen; files have cents."""


def choose_segment(ranking: Ranking) -> int:
    """Draw the choice of a segment, the largest first, and return its position."""
    segments, order = ranking.valuation.segments, largest(ranking).tolist()
    # Another book, or other bands, may have fewer segments than the choice remembers.
    if st.session_state.get(SEGMENT) not in range(len(segments)):
        st.session_state[SEGMENT] = order[0]
    return int(
        st.selectbox(
            t("Segment, the largest first; type to search"),
            options=order,
            format_func=segments.label.__getitem__,
            key=SEGMENT,
            persist_state="session",
        )
    )


def show_segment(ranked: api.BookRanking, before: api.BookRanking | None) -> None:
    """Draw everything about one segment."""
    ranking, currency = ranked.ranking, ranked.book.tape.currency
    position = choose_segment(ranking)
    made, horizon = made_with(ranked), chosen_horizon()
    planned = plan_at_once(ranked, position, horizon=horizon)
    followed = followed_up(ranking, planned, position)
    _tiles(ranking, before.ranking if before else None, position, currency)
    st.subheader(t("What each option leaves"))
    st.vega_lite_chart(
        option_rows(ranking, position, followed),
        followed_bars_chart(
            rows=len(OPTIONS),
            value=t("Net recovery ({currency})", currency=currency),
            followed=t("With best follow-up ({currency})", currency=currency),
        ),
        key="options_ranking",
        alt=t("Bars: net recovery under each option, alone and with the best follow-up."),
    )
    show_follow_up(ranked, planned, position, horizon=horizon)
    _option_table(option_table(ranking, position, followed), currency, made, horizon=horizon)
    _why(ranking, position, currency)
    show_option_flips(ranked, position, made=made)
    _waterfall(ranking, position, currency, made)
    _behind(ranking, position, currency, made)
    plan_exactly(ranked, position, planned, horizon=horizon)


def _balance(ranking: Ranking, position: int) -> float:
    segments = ranking.valuation.segments
    return float(segments.balance[position] * segments.accounts[position])


def _tiles(ranking: Ranking, before: Ranking | None, position: int, currency: str) -> None:
    segments, names = ranking.valuation.segments, option_names()
    count, balance = int(segments.accounts[position]), _balance(ranking, position)
    best = OPTIONS[int(ranking.best[position])]
    net = float(ranking.best_net[position]) * count
    was = float(before.best_net[position]) * count if before else None
    with st.grid(columns="auto", min_column_width=190):
        st.metric(t("Accounts"), money(count), border=True)
        st.metric(
            t("Balance ({currency})", currency=currency),
            money(balance),
            border=True,
            help=t(
                "{mean} {currency} per account, {age:.1f} months past due on average.",
                mean=money(balance / count),
                currency=currency,
                age=float(segments.age[position]),
            ),
        )
        st.metric(
            t("Best option"),
            names[best],
            border=True,
            delta=_was_best(before, position, best),
            delta_color="off",
            delta_arrow="off",
        )
        st.metric(
            t("Net of the best ({currency})", currency=currency),
            money(net),
            delta=signed(net - was) if was is not None else None,
            delta_description=t("from the library") if before else None,
            border=True,
            help=t("{share} of the balance.", share=share(net, of=balance)),
        )


def _was_best(before: Ranking | None, position: int, best: Option) -> str | None:
    if before is None:
        return None
    was = OPTIONS[int(before.best[position])]
    if was is best:
        return t("as with the library's numbers")
    return t("{option} with the library's numbers", option=option_names()[was])


def _option_table(table: pd.DataFrame, currency: str, made: MadeWith, *, horizon: int) -> None:
    help_ = follow_up_help(horizon)
    st.dataframe(
        table.round(SHOWN_TO),
        hide_index=True,
        key="options_options",
        placeholder="\N{EN DASH}",
        column_config={
            "option": st.column_config.TextColumn(t("Option"), pinned=True),
            "net": amount(
                t("Net ({currency})", currency=currency),
                help=t("Of the option alone, closed when it ends."),
            ),
            "net_with_follow_up": amount(
                t("With best follow-up ({currency})", currency=currency), help=help_
            ),
            "share": st.column_config.NumberColumn(t("Share of the balance (%)"), format="%.1f"),
            "per_account": amount(t("Net per account ({currency})", currency=currency)),
            "per_account_with_follow_up": amount(
                t("With follow-up, per account ({currency})", currency=currency), help=help_
            ),
            "note": st.column_config.TextColumn(t("Why not open, or what to know"), width=420),
        },
        alt=t("The nine options with their net recovery, or why they are not open."),
    )
    closed = table[table["net"].isna()]
    if len(closed):
        reasons = zip(closed["option"], closed["note"], strict=True)
        st.caption(
            t("Not open to this segment:")
            + "\n"
            + "\n".join(f"- {option}: {plain(reason)}" for option, reason in reasons)
        )
    export(
        lambda: table.round(dict.fromkeys(SHOWN_TO, 2)),
        name="options",
        key="options_ranking",
        made_with=made,
    )


def _why(ranking: Ranking, position: int, currency: str) -> None:
    st.subheader(t("Why this one"))
    if int(ranking.available[:, position].sum()) < 2:
        st.markdown(t("It is the only option that is open to this segment."))
        return
    lead, balance = lead_over_second(ranking, position), _balance(ranking, position)
    st.markdown(why_best(lead, balance=balance, currency=currency))
    phrases = what_makes_it(lead, balance=balance, currency=currency)
    st.markdown("\n".join(f"- {phrase}" for phrase in phrases))
    note = segment_options(ranking, position)[0]["note"]
    if note:
        st.warning(note, icon=":material/gavel:")
    if is_idle(ranking.valuation, lead.best, position):
        st.warning(idle_note(), icon=":material/phone_disabled:")


def _waterfall(ranking: Ranking, position: int, currency: str, made: MadeWith) -> None:
    st.subheader(t("How an option's net comes about"))
    names, order = option_names(), ranking.order(position)
    is_open = {o: bool(ranking.available[OPTIONS.index(o), position]) for o in order}
    called = {
        o.value: names[o] if is_open[o] else t("{option} (not open)", option=names[o])
        for o in order
    }
    option = st.selectbox(
        t("Option, best first"),
        options=list(called),
        format_func=called.__getitem__,
        # A choice of its own for each segment and ranking: it starts at the best.
        key=f"options_waterfall_{position}_{order[0].value}",
    )
    chosen = Option(str(option))
    if not is_open[chosen]:
        st.info(t("This option is not open here; below is what it would bring if it were."))
    table = component_table(ranking, position, chosen)
    st.vega_lite_chart(
        waterfall_rows(table, colour=OPTION_COLOURS[chosen]),
        waterfall_chart(
            rows=len(table), value=t("Value today, all accounts ({currency})", currency=currency)
        ),
        key="options_waterfall_chart",
        alt=t("Bars: how the parts of the option add up to its net recovery."),
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
        alt=t("The parts of the option's net recovery, to the cent."),
    )
    st.caption(t("Costs are negative; tax gathers all tax effects, relief included."))
    export(lambda: table, name=f"parts_{chosen.value}", key="options_waterfall", made_with=made)


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

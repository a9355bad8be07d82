"""The Uncertainty page for one segment: ranges, the chance of being best, and what it hangs on."""

from collections.abc import Callable

import streamlit as st

from placement import api
from placement.domain.text import sentences, t
from placement.ui import session
from placement.ui.charts.uncertainty import ranges_chart
from placement.ui.inputs import export, switch
from placement.ui.made_with import made_with
from placement.ui.on_demand import asked_for
from placement.ui.options.book import amount
from placement.ui.options.segment import ONLY, choose_segment
from placement.ui.options.view import or_stop
from placement.ui.uncertainty import cached, refine
from placement.ui.uncertainty.draws import asked
from placement.ui.uncertainty.drivers import show_drivers
from placement.ui.uncertainty.tables import choice_rows, choice_table
from placement.ui.uncertainty.view import more_needed
from placement.ui.waiting import waited_for
from placement.words.headlines import best_in
from placement.words.how_sure import AT_ONCE, how_sure
from placement.words.names import move_names
from placement.words.numbers import money

_DRAWS: dict[api.Among, tuple[int, int]] = {
    "options": (cached.FIRST_OF_SEGMENT, cached.ALL_OF_SEGMENT),
    "first_moves": (cached.FIRST_OF_MOVES, cached.ALL_OF_MOVES),
}
"""Draws made at once and behind the page."""


def show_segment(book: api.Book) -> None:
    """Draw one segment: first draws at once, more when they are there."""
    place = choose_segment(session.segments(book))
    among = _choose_among()
    ranked = or_stop(lambda: session.segment_ranking(book, place))
    scenario, (correlation, seed) = session.scenario(), asked()
    few, wanted = _DRAWS[among]
    question = (ranked.key, scenario.digest, among, few, correlation, seed, (ONLY,))
    first = or_stop(
        lambda: waited_for(
            ("draws", *question),
            lambda: cached.first(*question, ranked, scenario),
            saying=t("Drawing…"),
        )
    )

    def many(progress: Callable[[float], None]) -> api.Simulation:
        made = cached.simulate(
            ranked,
            scenario,
            among=among,
            draws=wanted,
            correlation=correlation,
            seed=seed,
            positions=(ONLY,),
            progress=progress,
        )
        if among == "options":
            # Worked out here, so that the page need not wait for it.
            made.work_out_drivers(lambda _: progress(1.0))
        return made

    key = (ranked.key, place, scenario.digest, among, correlation, seed)
    made = refine.refined(key, many) or first
    st.info(how_sure(made.odds, ONLY, move_names()), icon=":material/casino:")
    refine.show_progress(key, first=few, wanted=wanted)
    _ranges(made, ranked)
    if among == "options":
        _stable(made, f"{ranked.key}:{place}")
        show_drivers(made, book.tape.currency, key="uncertainty_segment")
    else:
        _drivers_on_demand(made, book.tape.currency, f"{ranked.key}:{place}")


def _choose_among() -> api.Among:
    chosen = switch(
        t("Choose among"),
        {
            "options": t("Options, closed when they end"),
            "first_moves": t("First moves, followed up"),
        },
        key="uncertainty_among",
        default="options",
        help=t(
            "Options alone are drawn in an instant; first moves with the best that follows take a "
            "plan a draw."
        ),
    )
    return "first_moves" if chosen == "first_moves" else "options"


def _ranges(made: api.Simulation, ranked: api.BookRanking) -> None:
    currency, accounts = ranked.book.tape.currency, int(made.segments.accounts[ONLY])
    rows = choice_rows(made.odds, ONLY, accounts)
    st.subheader(best_in(rows["name"].iloc[0], float(rows["chance"].iloc[0])))
    st.vega_lite_chart(
        rows,
        ranges_chart(
            rows=len(rows),
            value=t("Net recovery ({currency})", currency=currency),
            titles={
                "low_label": t("5 % ({currency})", currency=currency),
                "mean_label": t("Mean ({currency})", currency=currency),
                "high_label": t("95 % ({currency})", currency=currency),
                "stands_label": t("As the numbers stand ({currency})", currency=currency),
                "chance_label": t("Best in"),
            },
        ),
        key="uncertainty_ranges",
        alt=t("Bars: net recovery of each choice from the 5 % to the 95 % quantile of the draws."),
    )
    st.caption(
        sentences(
            [
                t(
                    "{draws} draws. Tick: the mean; diamond: as the numbers stand; behind the "
                    "bar: share of draws in which it is best.",
                    draws=f"{made.draws.count:,}",
                ),
                more_needed(made),
                t(
                    "Knowing every number before choosing is worth {evpi} {currency}.",
                    evpi=money(float(made.odds.evpi[ONLY] * accounts)),
                    currency=currency,
                ),
            ]
        )
    )
    _table(made, ranked, currency, accounts)


def _table(made: api.Simulation, ranked: api.BookRanking, currency: str, accounts: int) -> None:
    table = choice_table(made.odds, ONLY, accounts)
    names, number = move_names(), st.column_config.NumberColumn
    money_columns = [
        "net", "mean", "p05", "p95", "regret", "cash_at_risk", "standard_deviation",
    ]  # fmt: skip
    with st.expander(t("All numbers of the draws"), icon=":material/table:"):
        st.dataframe(
            table[table["mean"].notna()]
            .assign(option=lambda rows: rows["option"].map(names))
            .round(dict.fromkeys(money_columns, 0)),
            hide_index=True,
            key="uncertainty_choices",
            placeholder="\N{EN DASH}",
            column_config={
                "option": st.column_config.TextColumn(t("Choice"), pinned=True),
                "net": amount(t("As the numbers stand ({currency})", currency=currency)),
                "mean": amount(t("Mean ({currency})", currency=currency)),
                "p05": amount(t("5 % ({currency})", currency=currency)),
                "p95": amount(t("95 % ({currency})", currency=currency)),
                "regret": amount(
                    t("Regret ({currency})", currency=currency),
                    t("What the best choice of each draw is ahead, on average."),
                ),
                "cash_at_risk": amount(
                    t("Cash at risk ({currency})", currency=currency),
                    t("What the mean is above the low end."),
                ),
                "standard_deviation": amount(
                    t("Standard deviation ({currency})", currency=currency)
                ),
                "p_best": number(t("Best in"), format="percent", help=t("Share of draws.")),
                "p_loss": number(
                    t("Loses in"), format="percent", help=t("Share of draws below nothing.")
                ),
                "p_open": number(
                    t("Open in"),
                    format="percent",
                    help=t("Share of draws in which it can be chosen; else the claim is left."),
                ),
            },
            alt=t("Choices with mean, range, regret, chance of being best and of a loss."),
        )
        export(
            lambda: table,
            name="uncertainty_choices",
            key="uncertainty_choices_files",
            made_with=made_with(ranked),
        )


def _stable(made: api.Simulation, name: str) -> None:
    """Say how far all judgements may be wrong together."""
    found = cached.stability(_key(made, name), made)
    names = move_names()
    leader = names[made.odds.names[int(made.odds.lead[ONLY])]]
    if found.share is None or found.rival is None:
        st.markdown(
            t(
                "**{leader}** leads even with all judgements at the ends that are against it.",
                leader=leader,
            )
        )
        return
    if found.share < AT_ONCE:
        st.markdown(
            t(
                "**{leader}** leads by next to nothing: a small step of all judgements against it, "
                "and **{rival}** leads.",
                leader=leader,
                rival=names[made.odds.names[found.rival]],
            )
        )
        return
    st.markdown(
        t(
            "All judgements together may go **{share}** of the way to the ends that are against "
            "{leader}; then **{rival}** leads.",
            share=f"{found.share:.0%}",
            leader=leader,
            rival=names[made.odds.names[found.rival]],
        )
    )


def _drivers_on_demand(made: api.Simulation, currency: str, name: str) -> None:
    question = (name, made.assumptions.spread_digest, made.draws.correlation, made.seed)
    if not asked_for(
        question,
        key="uncertainty_ask",
        label=t("What does the first move hang on? Takes some seconds."),
        icon=":material/search:",
    ):
        return
    _stable(made, name)
    show_drivers(made, currency, key="uncertainty_moves")


def _key(made: api.Simulation, name: str) -> str:
    """Return what tells one simulation's answers from another's."""
    parts = (made.assumptions.spread_digest, made.choices.names[0], made.draws.count, made.seed)
    return ":".join(map(str, (name, *parts, made.draws.correlation)))

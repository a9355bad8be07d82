"""The Uncertainty page for the whole book: its range, and how sure each segment is."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pandas as pd
import streamlit as st

from placement import api
from placement.domain.text import sentences, t
from placement.domain.types import Segments
from placement.risk.odds import TAILS
from placement.ui import session
from placement.ui.charts.uncertainty import draws_chart
from placement.ui.inputs import export, switch
from placement.ui.made_with import made_with
from placement.ui.options.book import ROWS_SHOWN, amount, how_many, largest
from placement.ui.options.view import or_stop
from placement.ui.tables import move_width, names_of, row_height, segment_column, table_height
from placement.ui.tiles import tiles
from placement.ui.uncertainty import cached, refine
from placement.ui.uncertainty.draws import asked
from placement.ui.uncertainty.drivers import show_drivers
from placement.ui.uncertainty.tables import segment_table
from placement.words.headlines import nine_of_ten
from placement.words.names import move_names
from placement.words.numbers import money, share

BOOK_VIEW, SEGMENT_VIEW = "book", "segment"

BINS = 40

OF_DRAWS = 0.5
"""Share of the work that the draws are; the rest is what the answer hangs on."""


def choose_view() -> str:
    """Draw the switch between the views and return the chosen one."""
    return switch(
        t("View"),
        {BOOK_VIEW: t("Whole book"), SEGMENT_VIEW: t("One segment")},
        key="uncertainty_view",
        default=BOOK_VIEW,
        help=t("How sure the answer for the whole book is, or for one segment."),
    )


def show_book(book: api.Book) -> None:
    """Draw the book: its largest segments at once, all of them when their draws are there."""
    ranked = or_stop(lambda: session.ranking(book))
    scenario, (correlation, seed) = session.scenario(), asked()
    segments = ranked.ranking.valuation.segments
    few = tuple(largest(segments)[: cached.LARGEST].tolist())
    wanted = cached.draws_of_book(len(segments))
    key = ("book", ranked.key, scenario.digest, correlation, seed)
    first = or_stop(
        lambda: cached.first(
            ranked.key,
            scenario.digest,
            "options",
            cached.FIRST_OF_BOOK,
            correlation,
            seed,
            few,
            ranked,
            scenario,
        )
    )

    def all_of_it(progress: Callable[[float], None]) -> api.Simulation:
        made = cached.simulate(
            ranked,
            scenario,
            among="options",
            draws=wanted,
            correlation=correlation,
            seed=seed,
            progress=lambda share: progress(OF_DRAWS * share),
        )
        # Worked out here, so that the page need not wait for it.
        made.work_out_drivers(lambda share: progress(OF_DRAWS + (1.0 - OF_DRAWS) * share))
        return made

    made = refine.refined(key, all_of_it)
    refine.show_progress(key, first=cached.FIRST_OF_BOOK, wanted=wanted)
    shown = segments if made else segments.take(np.array(few))
    _answer(made or first, ranked, shown, is_all=made is not None)


def _answer(
    made: api.Simulation, ranked: api.BookRanking, segments: Segments, *, is_all: bool
) -> None:
    currency = ranked.book.tape.currency
    owed = segments.balance * segments.accounts
    sure = float(made.odds.p_best[made.odds.lead, np.arange(len(segments))] @ owed / owed.sum())
    st.info(
        t(
            "Each segment its best option, closed when it ends: it is the best one for "
            "**{share}** of what is owed in an average draw.",
            share=f"{sure:.0%}",
        ),
        icon=":material/casino:",
    )
    _tiles(made, currency, float(owed.sum()))
    if not is_all:
        st.caption(
            t(
                "So far the {segments} largest segments, which owe {share} of the book.",
                segments=f"{len(segments):,}",
                share=share(
                    float(owed.sum()),
                    of=float(
                        ranked.ranking.valuation.segments.balance
                        @ ranked.ranking.valuation.segments.accounts
                    ),
                ),
            )
        )
    _histogram(made, currency)
    _segments(made, ranked, segments)
    if is_all:
        show_drivers(made, currency, key="uncertainty_book")


def _tiles(made: api.Simulation, currency: str, balance: float) -> None:
    whole = made.book[0]
    figures = {
        t("As the numbers stand ({currency})", currency=currency): (
            whole.value,
            t("Net recovery with every number at its value, as the page Options shows it."),
        ),
        t("Nine draws of ten: from ({currency})", currency=currency): (
            whole.p05,
            t("One draw of twenty lies below."),
        ),
        t("To ({currency})", currency=currency): (whole.p95, t("One draw of twenty lies above.")),
        t("Cash at risk ({currency})", currency=currency): (
            whole.at_risk,
            t("What the mean is above the low end."),
        ),
        t("Worth knowing all ({currency})", currency=currency): (
            made.evpi,
            t(
                "What it would bring to know every number before choosing: no more should be spent "
                "on finding out."
            ),
        ),
    }
    with tiles():
        for name, (figure, meaning) in figures.items():
            st.metric(
                name,
                money(figure),
                help=sentences(
                    [t("{share} of the balance.", share=share(figure, of=balance)), meaning]
                ),
            )


def _histogram(made: api.Simulation, currency: str) -> None:
    total = made.book[1]
    counts, edges = np.histogram(total, bins=min(BINS, max(len(total) // 5, 5)))
    low, high = np.quantile(total, TAILS)
    st.subheader(nine_of_ten(float(low), float(high), currency=currency))
    rows = pd.DataFrame(
        {
            "low": edges[:-1],
            "high": edges[1:],
            "share": counts / len(total),
            "range": [f"{money(left)} – {money(right)}" for left, right in pairwise(edges)],
            "is_tail": (edges[1:] < low) | (edges[:-1] > high),
        }
    )
    st.vega_lite_chart(
        rows,
        draws_chart(
            value=t("Net recovery ({currency})", currency=currency),
            share=t("Share of draws"),
            name=t("Net recovery ({currency})", currency=currency),
        ),
        key="uncertainty_draws",
        alt=t("Histogram: net recovery of the book in every draw."),
    )
    st.caption(
        sentences(
            [
                t(
                    "{draws} draws of all numbers within their ranges. Pale: the one draw of "
                    "twenty at either end.",
                    draws=f"{made.draws.count:,}",
                ),
                more_needed(made),
            ]
        )
    )


def more_needed(made: api.Simulation) -> str:
    """Return whether the draws are enough, and how many would be."""
    needed = int(made.odds.draws_needed.max())
    if made.odds.is_enough:
        return t("They are enough.")
    return t(
        "For every chance to two points and the best on average it takes {needed}.",
        needed=f"{needed:,}",
    )


def _segments(made: api.Simulation, ranked: api.BookRanking, segments: Segments) -> None:
    st.subheader(t("How sure each segment is"))
    currency = ranked.book.tape.currency
    table = segment_table(made, segments.label)
    shown, names = table.head(ROWS_SHOWN), move_names()
    st.caption(how_many(len(shown), len(table)))
    number = st.column_config.NumberColumn
    called = names_of(shown["segment"], segments)
    tall = row_height(called, shown["best"].map(names))
    st.dataframe(
        shown.assign(
            segment=called,
            best=shown["best"].map(names),
            rival=shown["rival"].map(names),
            **{name: shown[name].round() for name in ("balance", "net", "p05", "p95", "evpi")},
        ).drop(columns=["p_loss", "regret"]),
        hide_index=True,
        key="uncertainty_segments",
        height=table_height(len(called), each=tall),
        row_height=tall,
        column_config={
            "segment": segment_column(),
            "accounts": number(t("Accounts"), format="localized"),
            "balance": amount(t("Balance ({currency})", currency=currency)),
            "best": st.column_config.TextColumn(t("Best as the numbers stand"), width=move_width()),
            "p_best": number(t("Best in"), format="percent", help=t("Share of draws.")),
            "rival": t("Else mostly"),
            "p_rival": number(t("The rival in"), format="percent", help=t("Share of draws.")),
            "net": amount(t("Net recovery ({currency})", currency=currency)),
            "p05": amount(
                t("5 % ({currency})", currency=currency), t("One draw of twenty lies below.")
            ),
            "p95": amount(
                t("95 % ({currency})", currency=currency), t("One draw of twenty lies above.")
            ),
            "evpi": amount(
                t("Worth knowing all ({currency})", currency=currency),
                t("What it would bring to know every number before choosing."),
            ),
        },
        alt=t("Segments with the best option, its chance, its range and what is worth knowing."),
    )
    export(
        lambda: table,
        name="uncertainty_segments",
        key="uncertainty_segments_files",
        made_with=made_with(ranked),
    )

"""Scenarios side by side: what differs, what changes in the answer, and why."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from placement import api
from placement.domain.errors import PlacementError
from placement.domain.text import about, t
from placement.scenario.differences import Difference, differences
from placement.scenario.scenario import Scenario
from placement.ui import restored, session
from placement.ui.charts.parts import parts_chart
from placement.ui.gate.cache import cache_per_workspace
from placement.ui.gate.gate import store
from placement.ui.inputs import export
from placement.ui.language import readers_language
from placement.ui.tables import row_height, segment_width
from placement.ui.uncertainty.cached import draws_of_book
from placement.ui.uncertainty.draws import asked
from placement.ui.uncertainty.line import show_how_sure
from placement.ui.waiting import waited_for
from placement.words.how_sure import compared_words, in_draws
from placement.words.markdown import plain
from placement.words.names import lead_names, sector_name
from placement.words.numbers import money, signed
from placement.words.segments import segment_names

MOST_BESIDE = 3
"""Scenarios that stand beside the first."""

DRAWS = 200
"""Of a comparison; a large book has fewer."""

_FIRST, _OTHERS = "scenarios_first", "scenarios_others"
_THIS, _LIBRARY = "this", "library"


def compare(book: api.Book | None) -> None:
    """Draw the choice of two or more scenarios and what sets them apart."""
    st.subheader(t("Compare"))
    names = _names()
    restored.choice(_FIRST, names)
    left, right = st.columns(2)
    first = left.selectbox(
        t("From"), list(names), format_func=lambda key: plain(names[key]), key=_FIRST,
        index=1, persist_state="session",
    )  # fmt: skip
    others = right.multiselect(
        t("To"),
        [key for key in names if key != first],
        format_func=lambda key: plain(names[key]),
        key=_OTHERS,
        default=[_THIS] if first != _THIS else [],
        max_selections=MOST_BESIDE,
        placeholder=t("Choose up to {most}", most=MOST_BESIDE),
    )
    if not others:
        st.info(t("Choose one or more to stand beside it."))
        return
    try:
        one = _scenario(str(first))
        found = {
            other: _side_by_side(
                book, one, _scenario(other), names[str(first)], names[other], key=other
            )
            for other in others
        }
        if book is not None:
            _how_sure(book, {names[other]: one for other, one in found.items() if one is not None})
    except PlacementError as error:
        st.error(plain(str(error)))


def _how_sure(book: api.Book, found: Mapping[str, api.Comparison]) -> None:
    """Draw in how many draws each scenario leaves more than the first."""
    if not found:
        return
    correlation, seed = asked()
    one = next(iter(found.values())).before.scenario
    others = [each.after.scenario for each in found.values()]
    segments = max(len(each.after.segments) for each in found.values())
    count = min(draws_of_book(segments), DRAWS)

    def draw(progress: Callable[[float], None]) -> tuple[api.ComparedInDraws, ...]:
        return api.compare_in_draws(
            book,
            (one, *others),
            draws=count,
            seed=seed,
            correlation=correlation,
            progress=progress,
        )

    def say(made: tuple[api.ComparedInDraws, ...]) -> str:
        said = [
            about(
                f"**{plain(name)}**",
                compared_words(drawn.p_more, *drawn.range, book.tape.currency),
            )
            for name, drawn in zip(found, made, strict=True)
        ]
        return "  \n".join([in_draws(count), *said])

    digests = tuple(other.digest for other in others)
    show_how_sure(("compared", book.tape.digest, one.digest, digests, correlation, seed), draw, say)


def _side_by_side(
    book: api.Book | None, one: Scenario, other: Scenario, before: str, after: str, *, key: str
) -> api.Comparison | None:
    """Draw two scenarios side by side and return how they compare on the book; None if nothing."""
    with st.container(border=True):
        st.markdown(f"**{plain(before)} → {plain(after)}**")
        if one == other:
            st.success(t("The two are the same."), icon=":material/equal:")
            return None
        if book is None:
            st.info(t("Open a book to see what it makes of them; this is what they say otherwise."))
            table = difference_table(differences(one, other, library=session.library()))
            st.dataframe(table, hide_index=True, key=f"scenarios_differ_{key}")
            return None
        question = (f"{book.tape.digest}:{readers_language()}", one.digest, other.digest)
        found = waited_for(
            ("both", *question),
            lambda: comparison(*question, _book=book, _one=one, _other=other),
            saying=t("Valuing the book under both…"),
        )
        _answer(found, book.tape.currency, key)
    return found


@cache_per_workspace(max_entries=16)
def comparison(
    book_key: str, one: str, other: str, *, _book: api.Book, _one: Scenario, _other: Scenario
) -> api.Comparison:
    """Return two scenarios compared on a book."""
    return api.compare_scenarios(_book, _one, _other)


def _answer(found: api.Comparison, currency: str, key: str) -> None:
    moved = sum(row.accounts for row in found.segments if row.moves)
    st.markdown(
        plain(
            t(
                "The book leaves {after} {currency} instead of {before}: {difference}. The best "
                "option changes for {moved} accounts.",
                after=money(found.after.total),
                before=money(found.before.total),
                currency=currency,
                difference=signed(found.difference),
                moved=f"{moved:,}",
            )
        )
    )
    st.caption(t("Each segment's best option closed at its end, as on the page Options."))
    parts = contribution_table(found)
    if parts["net"].any():
        st.vega_lite_chart(
            parts.rename(columns={"net": "money"}).assign(
                label=[signed(net) for net in parts["net"]],
                leads=parts["net"].abs() == parts["net"].abs().max(),
            ),
            parts_chart(
                money=t("Change of what the book leaves ({currency})", currency=currency),
                change=t("Because of"),
            ),
            key=f"scenarios_parts_{key}",
            alt=t("Bars: what each change contributes; together they are the whole difference."),
        )
        st.caption(
            t("The parts add up to the difference: each is a mean over all orders of them.")
            if found.is_exact
            else t("The parts add up to the difference: means over many orders of the changes.")
        )
    with st.expander(t("What they say otherwise ({count})", count=len(found.differences))):
        table = difference_table(found.differences)
        st.dataframe(table, hide_index=True, key=f"scenarios_differ_{key}")
        export(lambda: table, name="differences", key=f"scenarios_differ_{key}")
    with st.expander(t("Segments ({count})", count=f"{len(found.segments):,}")):
        show_segments(found.segments, name="segments_compared", key=f"scenarios_segments_{key}")


def show_segments(rows: "Sequence[api.SegmentChange]", *, name: str, key: str) -> None:
    """Draw segments before and after, with their file.

    Args:
        rows: The segments.
        name: Name of the file, without its ending.
        key: Tells the table from others on the page.
    """
    table = segment_table(rows)
    segment, sector, accounts, before, after, net, then, change = map(str, table)
    names = segment_names([row.segment for row in rows], [row.sector for row in rows])
    st.dataframe(
        table.assign(**{segment: names}),
        hide_index=True,
        key=key,
        row_height=row_height(names),
        column_order=[segment, change, before, after, net, then, accounts, sector],
        column_config={
            segment: st.column_config.TextColumn(width=segment_width(), pinned=True),
            **{
                each: st.column_config.NumberColumn(format="localized")
                for each in (net, then, change)
            },
        },
    )
    export(lambda: table, name=name, key=key)


def difference_table(found: "tuple[Difference, ...]") -> pd.DataFrame:
    """Return what two scenarios say otherwise, a row each."""
    return pd.DataFrame(
        {
            t("What"): [called(one.path) for one in found],
            t("Unit"): [one.unit.replace("_", " ") for one in found],
            t("Before"): [api.difference_value(one.path, one.before) for one in found],
            t("After"): [api.difference_value(one.path, one.after) for one in found],
            t("Path"): [one.path for one in found],
        }
    )


def contribution_table(found: api.Comparison) -> pd.DataFrame:
    """Return what each group of changes contributes; the rows add up to the difference."""
    rows = [
        (
            called(part.group.differences[0].path)
            if len(part.group.differences) == 1
            else called(part.group.name),
            part.net,
        )
        for part in found.contributions
    ]
    return pd.DataFrame(rows, columns=["change", "net"])


def segment_table(rows: "Sequence[api.SegmentChange]") -> pd.DataFrame:
    """Return the segments before and after, a row each."""
    options = lead_names()
    return pd.DataFrame(
        {
            t("Segment"): [row.segment for row in rows],
            t("Sector"): [sector_name(row.sector) for row in rows],
            t("Accounts"): [row.accounts for row in rows],
            t("Best before"): [_option(row.best_before, options) for row in rows],
            t("Best after"): [_option(row.best_after, options) for row in rows],
            t("Net before"): [round(row.net_before, 2) for row in rows],
            t("Net after"): [round(row.net_after, 2) for row in rows],
            t("Change"): [round(row.net_after - row.net_before, 2) for row in rows],
        }
    )


def _option(name: str | None, options: Mapping[str, str]) -> str:
    return t("several") if name is None else options.get(name, name)


def called(path: str) -> str:
    """Return what a difference of two scenarios is called."""
    return api.difference_name(path, session.library().entries)


def _names() -> dict[str, str]:
    names = {_THIS: t("This scenario"), _LIBRARY: t("The library's numbers")}
    try:
        saved = store().scenarios.list()
    except PlacementError:
        # What was saved cannot be read; this one and the library's can still be compared.
        saved = []
    return names | {
        each.id: t("{name}, revision {revision}", name=each.name or each.id, revision=each.revision)
        for each in saved
    }


def _scenario(key: str) -> Scenario:
    if key == _THIS:
        return session.whole_scenario()
    if key == _LIBRARY:
        return Scenario(bands=session.scenario().bands)
    return store().scenarios.load(key).scenario

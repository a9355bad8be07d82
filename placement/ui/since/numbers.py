"""What changed since the numbers were last saved or opened, and what that is worth."""

from dataclasses import dataclass

import streamlit as st

from placement import api
from placement.domain.errors import PlacementError
from placement.domain.text import clauses, listed, sentences, t
from placement.scenario.differences import Difference, differences
from placement.scenario.scenario import Scenario
from placement.ui import session
from placement.ui.gate import gate
from placement.ui.scenarios import open as opened
from placement.ui.scenarios.compare import called, difference_table, show_segments
from placement.ui.timing import cached as timing_cached
from placement.ui.timing.exact import chosen_horizon
from placement.ui.waiting import waited_for
from placement.ui.work import desk
from placement.words.markdown import plain
from placement.words.numbers import money, signed

NAMED = 3
"""Differences that a line names; the others are counted."""

_KNOWN, _BASE = "since_known", "since_base"


@dataclass(frozen=True, kw_only=True)
class Base:
    """The numbers of last time."""

    scenario: Scenario
    name: str
    """When that was, in the reader's language."""


@dataclass(frozen=True, kw_only=True)
class Worth:
    """What the change comes to, as far as it was worked out."""

    before: float
    after: float
    accounts: int
    """Which begin with another move."""


def base() -> Base | None:
    """Return the numbers of last time; None where nothing has changed since."""
    now = session.whole_scenario()
    came = opened.origin()
    if came is not None:
        if not came.is_changed:
            return None
        saved = _saved(came.id, came.revision)
        if saved is not None:
            name = t("Since revision {revision} was saved", revision=came.revision)
            return Base(scenario=saved, name=name)
    first: Scenario = st.session_state.get(desk.ARRIVED, Scenario())
    if first == now:
        return None
    return Base(scenario=first, name=t("Since you opened the desk or a scenario"))


def line_of_numbers() -> str | None:
    """Return what differs since last time, and its money where a page has worked it out.

    Values nothing. None where nothing differs.
    """
    since = base()
    if since is None:
        return None
    found = differences(since.scenario, session.whole_scenario(), library=session.library())
    said = [t("{since}: {what}.", since=since.name, what=_named(found))]
    book = session.current_book()
    key = (book.reference.digest if book else "", since.scenario.digest, session.scenario().digest)
    known: tuple[tuple[str, str, str], Worth] | None = st.session_state.get(_KNOWN)
    if book is not None and known is not None and known[0] == key:
        said.append(_worth_words(known[1], book.currency))
    return plain(sentences(said))


def show_numbers(ranked: api.BookRanking) -> None:
    """Draw what the change of numbers does to the book that is open; nothing without a change.

    Ranking and plans are those of the page, kept in memory; nothing is valued for it but the book
    under the numbers of last time, once.
    """
    since, book = base(), session.current_book()
    if since is None or book is None:
        return
    now = session.whole_scenario()
    try:
        was = _without_fees(since.scenario)
        last = session.ranking_under(ranked.book, was)
        before, after = waited_for(
            ("since", last.key, was.digest, ranked.key, now.digest),
            lambda: (followed(last, was), followed(ranked, _without_fees(now))),
            saying=t("Planning every segment…"),
        )
    except PlacementError as error:
        st.caption(plain(str(error)))
        return
    rows = api.segment_changes(before, after)
    moved = [row for row in rows if row.moves]
    worth = Worth(
        before=before.total,
        after=float(sum(row.net_after for row in rows)),
        accounts=sum(row.accounts for row in moved),
    )
    key = (book.reference.digest, since.scenario.digest, session.scenario().digest)
    st.session_state[_KNOWN] = (key, worth)
    head = t("{since}: {what}", since=since.name, what=_worth_words(worth, book.currency))
    with st.expander(
        plain(head), icon=":material/history:", key="since_numbers", on_change="rerun"
    ) as folded:
        if not folded.open:
            return
        found = differences(since.scenario, now, library=session.library())
        st.dataframe(difference_table(found), hide_index=True, key="since_differences")
        st.caption(
            t(
                "Each segment begun with the best and followed up. Segments that begin with "
                "another move:"
            )
            if moved
            else t("No segment begins with another move.")
        )
        if moved:
            show_segments(moved, name="segments_changed", key="since_segments")
        st.page_link(
            "pages/scenarios.py",
            label=t("How much each change makes: Scenarios"),
            icon=":material/bookmarks:",
        )


def followed(ranked: api.BookRanking, scenario: Scenario) -> api.Valued:
    """Return a ranked book begun with the best and followed up, as the leading tiles show it.

    Args:
        ranked: The book.
        scenario: What it was ranked with.
    """
    horizon = chosen_horizon()
    plans = timing_cached.book_plans(ranked, scenario, horizon=horizon)
    return api.planned_of(ranked, scenario, plans, horizon=horizon)


def _named(found: tuple[Difference, ...]) -> str:
    if not found:
        return t("fee terms differ")
    names = listed(called(one.path) for one in found[:NAMED])
    more = len(found) - NAMED
    return names if more <= 0 else clauses([names, t("{count} more", count=more)])


def _worth_words(worth: Worth, currency: str) -> str:
    return t(
        "the book, followed up, leaves {after} {currency} instead of {before} ({difference}); "
        "{accounts} accounts begin with another move.",
        after=money(worth.after),
        before=money(worth.before),
        difference=signed(worth.after - worth.before),
        accounts=f"{worth.accounts:,}",
        currency=currency,
    )


def _without_fees(scenario: Scenario) -> Scenario:
    """Return a scenario as rankings know it, without the fee terms."""
    return scenario.with_fees(Scenario().fees)


def _saved(id: str, revision: int) -> Scenario | None:
    """Return a saved revision, read from the database once; None where it is not there."""
    known: tuple[tuple[str, int], Scenario | None] | None = st.session_state.get(_BASE)
    if known is not None and known[0] == (id, revision):
        return known[1]
    try:
        found = gate.store().scenarios.load(id, revision).scenario
    except PlacementError:
        found = None
    st.session_state[_BASE] = ((id, revision), found)
    return found

"""What changed since the book that was open before: accounts, balance, value, best moves."""

from dataclasses import dataclass

import streamlit as st

from placement import api
from placement.domain.errors import PlacementError
from placement.domain.text import sentences, t
from placement.scenario.scenario import Scenario
from placement.tape.against import against
from placement.ui import session
from placement.ui.gate.cache import cache_per_workspace
from placement.ui.language import readers_language
from placement.ui.scenarios.compare import show_segments
from placement.ui.scenarios.months import show_months
from placement.ui.since.numbers import followed
from placement.ui.timing.exact import chosen_horizon
from placement.ui.waiting import waited_for
from placement.ui.work import desk
from placement.words.markdown import plain
from placement.words.numbers import money, signed

LEAST_ALIKE = 0.1
"""Share of the smaller book's accounts that both have, below which the two are different books."""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """Accounts of two books; differences are this one's less the one before."""

    came: int
    went: int
    stayed: int
    balance_came: float
    balance_went: float
    balance_difference: float


def line_of_books() -> str | None:
    """Return who came and went since the book before; values nothing, None for another book."""
    found, opened = _moved_here(), session.current_book()
    if found is None or opened is None:
        return None
    before = st.session_state[desk.BEFORE]
    return plain(
        sentences(
            [
                t("Since {name}:", name=before.name),
                t(
                    "{came} accounts came ({balance_came} {currency}), {went} went "
                    "({balance_went}), {stayed} stayed; together they owe {difference} {currency}.",
                    came=f"{found.came:,}",
                    went=f"{found.went:,}",
                    stayed=f"{found.stayed:,}",
                    balance_came=money(found.balance_came),
                    balance_went=money(found.balance_went),
                    difference=signed(found.balance_difference),
                    currency=opened.currency,
                ),
            ]
        )
    )


def show_books() -> None:
    """Draw the same with its money, when it is unfolded; nothing for another book."""
    line, last, now = line_of_books(), session.book_before(), session.open_book_or_none()
    if line is None or last is None or now is None:
        return
    with st.expander(line, icon=":material/history:", key="since_books", on_change="rerun") as fold:
        if not fold.open:
            return
        scenario, spoken = session.scenario(), readers_language()
        try:
            question = (
                f"{last.tape.digest}:{now.tape.digest}:{spoken}", scenario.digest, chosen_horizon(),
            )  # fmt: skip
            found = waited_for(
                ("books since", *question),
                lambda: _compared(*question, _last=last, _now=now, _scenario=scenario),
                saying=t("Valuing both books…"),
            )
        except PlacementError as error:
            st.error(plain(str(error)))
            return
        show_months(found, now.tape.currency)
        both = api.segments_of_both(found.last, found.now)
        moved = [row for row in both if row.moves]
        if not moved:
            st.caption(t("No segment that both books have begins with another move."))
            return
        st.markdown(t("Segments that begin with another move than last time:"))
        show_segments(moved, name="segments_since", key="since_books_segments")


def _moved_here() -> Moved | None:
    last, now = session.book_before(), session.open_book_or_none()
    if last is None or now is None or session.is_sample():
        return None
    return _moved(last.tape.digest, now.tape.digest, _last=last, _now=now)


@cache_per_workspace(max_entries=32)
def _moved(last: str, now: str, *, _last: api.Book, _now: api.Book) -> Moved | None:
    """Return how the accounts of two books moved; None where they are different books."""
    try:
        who = against(_last.tape, _now.tape)
    except PlacementError:
        # Without account numbers, or in another currency, it is not the same book.
        return None
    if len(who.stayed_now) < LEAST_ALIKE * min(len(_last.tape), len(_now.tape)):
        return None
    before, after = _last.tape.balance, _now.tape.balance
    return Moved(
        came=len(who.came),
        went=len(who.went),
        stayed=len(who.stayed_now),
        balance_came=float(after[who.came].sum()),
        balance_went=float(before[who.went].sum()),
        balance_difference=float(after.sum() - before.sum()),
    )


@cache_per_workspace(max_entries=8)
def _compared(
    books: str, scenario: str, horizon: int, *, _last: api.Book, _now: api.Book, _scenario: Scenario
) -> api.MonthsCompared:
    then, now = (followed(session.ranking_under(b, _scenario), _scenario) for b in (_last, _now))
    return api.months_of(_last, _now, then=then, held=now, today=now)

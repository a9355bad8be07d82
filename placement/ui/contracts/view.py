"""The page Contracts in its parts: what is asked, the best mix at once, and what moves it."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from placement.decide.mix.choose import Mix
from placement.decide.mix.contracts import Contracts
from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.report.made_with import MadeWith
from placement.ui import restored, session
from placement.ui.contracts import cached as found
from placement.ui.contracts.answer import (
    show_chosen,
    show_conflict,
    show_reasons,
    show_tiles,
)
from placement.ui.contracts.cached import Asked
from placement.ui.contracts.capacities import Means, choose_means, frame
from placement.ui.contracts.editor import edit_contracts
from placement.ui.contracts.means import (
    show_cash,
    show_frontier,
    show_gains,
    show_people,
    show_use,
)
from placement.ui.contracts.same import same_mix
from placement.ui.contracts.sheet import Sheet, called
from placement.ui.contracts.sure import show_how_sure_contracts_are
from placement.ui.contracts.table import digest_of
from placement.ui.fee_terms import say_terms, terms_in_use
from placement.ui.waiting import waited_for
from placement.words.contracts import move_words
from placement.words.markdown import plain

__all__ = ["edit_contracts", "frame", "means_or_none", "show"]


def means_or_none() -> Means | None:
    """Draw the panel and return what it holds; say what is wrong where a limit is."""
    try:
        return choose_means()
    except PlacementError as error:
        st.error(plain(str(error)))
        return None


def show(contracts: Contracts | None, sheet: Sheet, means: Means | None) -> None:
    """Draw the answer; where something is wrong, say so, and all that was typed stays."""
    if contracts is None or means is None:
        return
    asked = Asked(
        digest=digest_of(sheet.edited),
        contracts=contracts,
        scenario=session.scenario(),
        capacities=means.capacities,
        rule=means.rule,
        time_limit=means.time_limit,
        fees=terms_in_use(),
    )
    say_terms()
    try:
        _show(asked, sheet, means)
    except PlacementError as error:
        st.error(plain(str(error)))


def _show(asked: Asked, sheet: Sheet, means: Means) -> None:
    made = MadeWith(
        assumptions=session.assumptions(),
        library=session.library(),
        stance=session.scenario().stance,
        as_of=None,
        book=called(sheet),
    )
    seats = try_seats(asked)
    tried = asked.with_seats(seats)
    today, best = waited_for(
        ("mix", asked.key, tried.key),
        lambda: (found.mix(asked), found.mix(tried)),
        saying=t("Choosing the best contracts…"),
    )
    if best.conflict is not None:
        show_conflict(best)
        return
    wanted = _wants_prices(tried)
    people, cash = found.hiring(tried), found.cash(tried)
    tiles, sure, worth, moved = st.empty(), st.container(), st.empty(), st.empty()
    with tiles.container():
        # At once; what more people are worth takes some searches and comes after.
        show_tiles(best, today, None, people, cash)
    show_chosen(best, made)
    same_mix(tried)
    show_people(people, made)
    show_cash(cash, limited=best.capacities.cash is not None, made=made)
    gains = found.gains(tried) if wanted else None
    if gains is not None:
        with tiles.container():
            show_tiles(best, today, gains, people, cash)
    with worth.container():
        if gains is None:
            _button(tried)
        else:
            show_gains(best, gains)
    drawn = None
    if wanted:
        with sure:
            drawn = show_how_sure_contracts_are(tried, best)
    curve = st.container()
    show_use(best, found.exceeded(tried), made)
    show_reasons(best, gains, made, drawn=drawn)
    if wanted:
        with curve:
            _frontier(asked, today, seats, means, made)
        _moves(tried, best, moved)


def _moves(tried: Asked, best: Mix, where: DeltaGenerator) -> None:
    """Draw what moves first, after all else, because its search is the longest."""

    def still_looking() -> None:
        where.caption(t("Looking for the next contract in and the first one out…"))

    where.caption(plain(move_words(best, found.moves(tried, tick=still_looking))))


def _frontier(asked: Asked, today: Mix, seats: float, means: Means, made: MadeWith) -> None:
    if today.conflict is not None:
        return
    points = waited_for(
        ("profit by seats", asked.key),
        lambda: found.profit_by_seats(asked),
        saying=t("Profit at other numbers of people…"),
    )
    show_frontier(
        points,
        today=asked.capacities.seats,
        tried=seats,
        hire=means.capacities.people.hiring_cost,
        made=made,
    )


def try_seats(asked: Asked) -> float:
    """Draw the slider of seats to try and return where it stands; at first on today's seats."""
    today = asked.capacities.seats
    key = f"contracts_try_{today:g}"
    most = max(2.0 * round(today), 10.0, today)
    restored.number(key, low=0.0, high=most)
    st.session_state.setdefault(key, today)
    return float(
        st.slider(
            t("What if we had this many seats?"),
            min_value=0.0,
            max_value=most,
            step=1.0 if today == round(today) else 0.01,
            format="%.4g",
            key=key,
            persist_state="session",
            help=t("Everything below moves with it; Means keeps today's seats."),
        )
    )


_ASKED = "contracts_prices_asked"
"""Key of the question whose slow prices the reader asked for."""


def _wants_prices(tried: Asked) -> bool:
    asked_for = st.session_state.get(_ASKED) == tried.key
    return tried.is_quick or found.knows_moves(tried) or asked_for


def _button(tried: Asked) -> None:
    def asked_for() -> None:
        st.session_state[_ASKED] = tried.key

    st.info(
        t(
            "By this rule every search takes long, so what one more seat is worth, the reasons "
            "with it and profit against people are worked out when you ask; that may take minutes."
        ),
        icon=":material/hourglass_empty:",
    )
    st.button(t("Work it out"), on_click=asked_for, key="contracts_ask_prices")

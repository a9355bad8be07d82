"""One sentence under a headline that says how sure it is, drawn behind the page."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from placement import api
from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.ui import session
from placement.ui.gate.gate import while_admitted
from placement.ui.language import in_readers_language
from placement.ui.options.book import largest
from placement.ui.timing.exact import chosen_horizon
from placement.ui.uncertainty import cached, refine
from placement.ui.uncertainty.draws import asked
from placement.ui.uncertainty.words import book_in_one_sentence

Drawn = TypeVar("Drawn")

ASKED = "how_sure_asked"
"""Key of the answer whose draws the reader's page has asked for."""


def show_how_sure(
    key: refine.Key,
    draw: Callable[[Callable[[float], None]], Drawn],
    say: Callable[[Drawn], str],
) -> Drawn | None:
    """Draw the sentence, or how far its draws are; return them once they are there.

    They begin when the browser asks for the first time, a second after the page stands, so that a
    slider on its way is never waited for.

    Args:
        key: What the draws are of; another answer has another.
        draw: Makes the draws, told how to say how far they are.
        say: Puts them in words.
    """
    made: Drawn | None = refine.known(key)
    if made is None:
        _waiting(key, draw, say)
        return None
    st.caption(said(made, say))
    return made


def show_how_sure_a_book_is(ranked: api.BookRanking) -> None:
    """Draw how sure the plans of a book are, of its largest segments."""
    scenario, (correlation, seed) = session.scenario(), asked()
    segments, currency = ranked.ranking.valuation.segments, ranked.book.tape.currency
    horizon = chosen_horizon()
    positions = tuple(largest(segments)[: cached.PLANNED].tolist())
    owed = float(segments.balance @ segments.accounts)

    def draw(progress: Callable[[float], None]) -> api.Simulation:
        return cached.simulate(
            ranked,
            scenario,
            among="first_moves",
            draws=cached.PLANS_OF_BOOK,
            correlation=correlation,
            seed=seed,
            positions=positions,
            horizon=horizon,
            progress=progress,
        )

    show_how_sure(
        ("plans", ranked.key, scenario.digest, horizon, correlation, seed),
        draw,
        lambda made: book_in_one_sentence(made, of=owed, currency=currency),
    )


def said(made: Drawn, say: Callable[[Drawn], str]) -> str:
    """Return the sentence with where there is more."""
    return f":material/casino: {say(made)}"


@st.fragment(run_every=refine.EVERY)
@in_readers_language
@while_admitted
def _waiting(
    key: refine.Key,
    draw: Callable[[Callable[[float], None]], Drawn],
    say: Callable[[Drawn], str],
) -> None:
    if st.session_state.get(ASKED) != key:
        st.session_state[ASKED] = key
        st.caption(t(":material/casino: How sure? Draws of all numbers follow…"))
        return
    try:
        made = refine.refined(key, lambda progress: draw(progress))
    except PlacementError as error:
        st.caption(str(error))
        return
    if made is not None:
        # Drawn anew as a whole, so that this no longer asks and tables can show their shares.
        st.rerun()
    st.caption(
        t(
            ":material/casino: How sure? Drawing all numbers: {share:.0%}…",
            share=refine.share_done(key),
        )
    )

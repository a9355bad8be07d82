"""What is computed once and shared: keyed by digests, held as read-only resources.

Streamlit hashes only a sample of a large table, so no table is ever part of a key here.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import streamlit as st

from placement import api
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.grid import Case, DecisionGrid
from placement.decide.option_flips import OptionFlips
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.scenario.scenario import Scenario
from placement.tape.segment import Segmentation

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"


@st.cache_resource(max_entries=24, ttl="4h", show_spinner=False)
def _held(key: str, _make: Callable[[], object]) -> object:
    return _make()


def hold(key: str, value: object) -> None:
    """Keep a value that a user brought, such as a checked book, under its digest."""
    _held(key, lambda: value)


def held(key: str) -> object:
    """Return a value kept before.

    Raises:
        InputError: It was dropped to make room; the user must bring it again.
    """

    def gone() -> object:
        raise InputError(t("This book is no longer in memory. Open Book and upload it again."))

    return _held(key, gone)


@st.cache_resource(max_entries=16, show_spinner=False)
def sample_book(
    name: str, mapping: tuple[tuple[str, str], ...] = (), *, spoken: str = ""
) -> api.Book:
    """Return one of the shipped sample books, checked.

    Args:
        name: File name in the folder of samples.
        mapping: Columns mapped by hand.
        spoken: Language of this run; findings are texts, so each language has its own.
    """
    return api.open_tape(
        SAMPLES / name, filename=name, assumptions=load_library(), mapping=dict(mapping)
    )


@st.cache_resource(max_entries=32, show_spinner=False)
def assumptions(scenario_digest: str, _scenario: Scenario) -> Assumptions:
    """Return the numbers in use under a scenario."""
    return _scenario.assumptions(load_library())


@st.cache_resource(max_entries=16, show_spinner=False)
def segmentation(
    book_digest: str, bands_key: str, _book: api.Book, _scenario: Scenario
) -> Segmentation:
    """Return a book cut into segments by the scenario's bands."""
    return api.segment_tape(_book.tape, load_library(), bands=_scenario.bands)


@st.cache_resource(max_entries=32, show_spinner=False)
def ranking(
    book_digest: str, scenario_digest: str, _book: api.Book, _scenario: Scenario
) -> api.BookRanking:
    """Return a book ranked under a scenario."""
    cut = segmentation(book_digest, repr(_scenario.bands), _book, _scenario)
    numbers = assumptions(scenario_digest, _scenario)
    return api.BookRanking(
        book=_book,
        segmentation=cut,
        ranking=api.rank_segments(cut.segments, numbers, stance=_scenario.stance),
    )


@st.cache_resource(max_entries=128, show_spinner=False)
def segment_ranking(
    book_digest: str, scenario_digest: str, position: int, _book: api.Book, _scenario: Scenario
) -> api.BookRanking:
    """Return one segment of a book ranked alone: in an instant, however large the book is."""
    cut = segmentation(book_digest, repr(_scenario.bands), _book, _scenario)
    numbers = assumptions(scenario_digest, _scenario)
    alone = cut.segments.take(np.array([position]))
    return api.BookRanking(
        book=_book,
        segmentation=cut,
        ranking=api.rank_segments(alone, numbers, stance=_scenario.stance),
        part=position,
    )


@st.cache_resource(max_entries=128, show_spinner=False)
def option_flips(
    book_digest: str,
    scenario_digest: str,
    position: int,
    _ranked: api.BookRanking,
    _scenario: Scenario,
) -> OptionFlips:
    """Return what changes the best option of a segment."""
    return api.option_flips(
        _ranked.ranking.valuation.segments.take(np.array([position])),
        assumptions(scenario_digest, _scenario),
        stance=_scenario.stance,
    )


@st.cache_resource(max_entries=32, show_spinner=False)
def decision_map(
    scenario_digest: str, case: Case, low: float, high: float, age_to: float, _scenario: Scenario
) -> DecisionGrid:
    """Return the best option over balances from low to high and ages up to the oldest."""
    return api.decision_map(
        case,
        assumptions(scenario_digest, _scenario),
        balance_from=low,
        balance_to=high,
        age_to=age_to,
        stance=_scenario.stance,
    )


def known(mapping: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return a mapping as a hashable key."""
    return tuple(sorted(mapping.items()))

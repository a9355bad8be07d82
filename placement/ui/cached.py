"""What is computed once and shared: keyed by digests, held as read-only resources.

Streamlit hashes only a sample of a large table, so no table is ever part of a key here.
"""

from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np

from placement import api
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.grid import Case, DecisionGrid
from placement.decide.option_flips import OptionFlips
from placement.decide.rank import Ranking
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import Segments
from placement.scenario.scenario import Scenario
from placement.tape.segment import Segmentation
from placement.ui.gate import gate
from placement.ui.gate.cache import cache_per_workspace
from placement.ui.work import desk

CUTS_OF_A_BOOK = 4
"""Segmentations of one book that are kept at a time."""

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"


def hold(key: str, value: object) -> None:
    """Keep a value that the user brought, such as a checked book, under its digest.

    Raises:
        InputError: There is no room for it in memory.
    """
    desk.memory().hold(gate.key_of(key), value, owner=desk.owner())


def held(key: str) -> object:
    """Return a value kept before.

    Raises:
        InputError: It was given back; the user must bring it again.
    """
    value = desk.held(key)
    if value is None:
        raise InputError(t("This book is no longer in memory. Open Book and upload it again."))
    return value


def drop(key: str) -> None:
    """Give back a value kept before."""
    desk.memory().drop(gate.key_of(key), owner=desk.owner())


@cache_per_workspace(max_entries=16)
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


@cache_per_workspace(max_entries=32)
def assumptions(scenario_digest: str, _scenario: Scenario) -> Assumptions:
    """Return the numbers in use under a scenario."""
    return _scenario.assumptions(load_library())


# By book and bands: an array as long as the book lives as long as it does, and no longer.
_CUT: "WeakKeyDictionary[api.Book, dict[str, Segmentation]]" = WeakKeyDictionary()
_CUT_LOCK = Lock()


def segmentation(
    book_digest: str, bands_key: str, _book: api.Book, _scenario: Scenario
) -> Segmentation:
    """Return a book cut into segments by the scenario's bands."""
    key = f"{book_digest}:{bands_key}"
    with _CUT_LOCK:
        known = _CUT.setdefault(_book, {})
        if key in known:
            return known[key]
    cut = api.segment_tape(_book.tape, load_library(), bands=_scenario.bands)
    with _CUT_LOCK:
        while len(known) >= CUTS_OF_A_BOOK:
            del known[next(iter(known))]
        return known.setdefault(key, cut)


def ranking(
    book_digest: str, scenario_digest: str, _book: api.Book, _scenario: Scenario
) -> api.BookRanking:
    """Return a book ranked under a scenario."""
    cut = segmentation(book_digest, repr(_scenario.bands), _book, _scenario)
    ranked = _ranked(book_digest, scenario_digest, cut.segments, _scenario)
    return api.BookRanking(book=_book, segmentation=cut, ranking=ranked)


def segment_ranking(
    book_digest: str, scenario_digest: str, position: int, _book: api.Book, _scenario: Scenario
) -> api.BookRanking:
    """Return one segment of a book ranked alone: in an instant, however large the book is."""
    cut = segmentation(book_digest, repr(_scenario.bands), _book, _scenario)
    alone = _ranked_alone(book_digest, scenario_digest, position, cut.segments, _scenario)
    return api.BookRanking(book=_book, segmentation=cut, ranking=alone, part=position)


# What is cached holds no book, or a book could not be given back.
@cache_per_workspace(max_entries=32)
def _ranked(
    book_digest: str, scenario_digest: str, _segments: Segments, _scenario: Scenario
) -> Ranking:
    numbers = assumptions(scenario_digest, _scenario)
    return api.rank_segments(_segments, numbers, stance=_scenario.stance)


@cache_per_workspace(max_entries=128)
def _ranked_alone(
    book_digest: str, scenario_digest: str, position: int, _segments: Segments, _scenario: Scenario
) -> Ranking:
    numbers = assumptions(scenario_digest, _scenario)
    alone = _segments.take(np.array([position]))
    return api.rank_segments(alone, numbers, stance=_scenario.stance)


@cache_per_workspace(max_entries=128)
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


@cache_per_workspace(max_entries=32)
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

"""First draws, made at once and shared: keyed by digests."""

import numpy as np

from placement import api
from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.domain.progress import tell
from placement.scenario.scenario import Scenario
from placement.ui.gate.cache import cache_per_workspace

FIRST_OF_SEGMENT, ALL_OF_SEGMENT = 200, 2_500
"""Draws of one segment's options at once, and behind the page: a chance to two points."""

FIRST_OF_MOVES, ALL_OF_MOVES = 40, 300
"""The same of its first moves, each a plan."""

FIRST_OF_BOOK, ALL_OF_BOOK = 50, 1_000
"""The same of a book, of its largest segments first."""

PLANNED, PLANS_OF_BOOK = api.PLANNED, api.PLAN_DRAWS
"""Largest segments whose first moves are drawn for a book's headline, and in how many draws."""

LARGEST = 60
"""Segments of a book that are drawn at once."""

MOST_ROWS = 150_000
"""Draws times segments behind the page; a large book has fewer draws."""


def draws_of_book(segments: int) -> int:
    """Return how many draws a book of so many segments gets behind the page."""
    return int(np.clip(MOST_ROWS // max(segments, 1), FIRST_OF_BOOK, ALL_OF_BOOK))


def simulate(
    ranked: api.BookRanking,
    scenario: Scenario,
    *,
    among: api.Among,
    draws: int,
    correlation: float,
    seed: int,
    positions: tuple[int, ...] | None = None,
    horizon: int = DEFAULT_HORIZON,
    progress: object = None,
) -> api.Simulation:
    """Return a ranked book valued in draws of a scenario's numbers.

    Args:
        ranked: The book.
        scenario: Its numbers.
        among: What is chosen among.
        draws: How many.
        correlation: Of each number with what its sector has in common.
        seed: The same seed gives the same draws.
        positions: Segments; by default all.
        horizon: Months a plan may last.
        progress: Called with the share done.
    """
    from placement.assume.library import load_library

    segments = ranked.ranking.valuation.segments
    if positions is not None:
        segments = segments.take(np.array(positions))
    return api.simulate(
        segments,
        scenario.assumptions(load_library()),
        among=among,
        stance=scenario.stance,
        horizon=horizon,
        draws=draws,
        seed=seed,
        correlation=correlation,
        progress=progress,  # type: ignore[arg-type]
    )


@cache_per_workspace(max_entries=64)
def first(
    book_key: str,
    scenario_digest: str,
    among: api.Among,
    draws: int,
    correlation: float,
    seed: int,
    positions: tuple[int, ...] | None,
    _ranked: api.BookRanking,
    _scenario: Scenario,
) -> api.Simulation:
    """Return the first draws of a book or of some of its segments."""
    return simulate(
        _ranked,
        _scenario,
        among=among,
        draws=draws,
        correlation=correlation,
        seed=seed,
        positions=positions,
        progress=tell,
    )


@cache_per_workspace(max_entries=64)
def stability(key: str, _simulation: api.Simulation) -> api.Stability:
    """Return how far all judgements of a segment may be wrong together."""
    return api.stability_of(_simulation, 0)

"""What an agency has now: not placed again before it has given the accounts back."""

from dataclasses import replace

import numpy as np
import pytest

from placement import api
from placement.assume.library import load_library
from placement.decide.deal.deal import deal_of
from placement.decide.deal.lot import make_lot
from placement.decide.rank import OPTIONS
from placement.decide.timing.follow_up import EXACT_UP_TO, first_moves_of
from placement.decide.timing.moves.build import build_moves
from placement.domain.types import AGENCY_OPTIONS, Segments
from placement.value.options import value_options
from tests.builders import random_book, segments

LIBRARY = load_library()
PLACEMENTS = [option.value for option in AGENCY_OPTIONS]


def with_an_agency(book: Segments) -> Segments:
    """Return the book with every account at an agency."""
    return replace(book, placed_now=np.ones(len(book), dtype=bool))


@pytest.mark.parametrize("size", [8, EXACT_UP_TO + 5])
def test_no_ranking_leads_with_another_placement(size: int) -> None:
    """Whichever solver; every other option alone is worth what it was."""
    book = random_book(size, 31)
    free, kept = (api.rank_segments(each, LIBRARY) for each in (book, with_an_agency(book)))
    rows = [OPTIONS.index(option) for option in AGENCY_OPTIONS]
    others = [row for row in range(len(OPTIONS)) if row not in rows]
    assert free.available[rows].any()
    assert not kept.available[rows].any()
    np.testing.assert_array_equal(kept.net[others], free.net[others])
    found = api.follow_up(kept, LIBRARY)
    assert np.isnan(found.net[rows]).all()
    assert not set(found.best.tolist()) & set(rows)


@pytest.mark.parametrize("exactly", [False, True])
def test_no_plan_begins_with_one_but_one_may_hold_it(exactly: bool) -> None:
    """A month goes by until the accounts are back; then plans are those of anybody."""
    book = segments(age=[2.0, 5.0, 8.0], balance=[3_000.0, 7_000.0, 20_000.0])
    free, kept = (
        first_moves_of(build_moves(each, LIBRARY), exactly=exactly)
        for each in (book, with_an_agency(book))
    )
    later = 0
    for before, now in zip(free, kept, strict=True):
        assert set(now) == set(before) - set(PLACEMENTS)
        for name, plan in now.items():
            assert plan.value == pytest.approx(before[name].value, rel=1e-3, abs=0.01)
            later += any(step.action in PLACEMENTS for step in plan.steps)
    assert later


def test_the_reason_says_what_to_do() -> None:
    """It is the accounts' own reason where the number of placements would allow one."""
    valuation = value_options(with_an_agency(random_book(6, 33)), LIBRARY)
    for position, number in enumerate(valuation.segments.placements.tolist()):
        if number < len(AGENCY_OPTIONS):
            reason = valuation.reasons[AGENCY_OPTIONS[number]][position]
            assert reason is not None
            assert reason.startswith("An agency has these accounts now: recall them first")


def test_a_lot_is_priced_as_of_the_day_it_is_handed_over() -> None:
    """Who has the accounts until then changes nothing."""
    book = segments(age=8.0, accounts=2_000)
    zones = [
        deal_of(make_lot(each, LIBRARY), LIBRARY, quoted=0.3, target_margin=0.1).zone
        for each in (book, with_an_agency(book))
    ]
    assert zones[0].bounds.floor == zones[1].bounds.floor is not None
    assert zones[0].bounds.ceiling == zones[1].bounds.ceiling

"""Scenarios in the same draws, and the spots of a map in draws, each against plain valuations."""

from pathlib import Path

import numpy as np
import pytest

from placement import api
from placement.api.uncertainty import streams_of
from placement.assume.library import load_library
from placement.decide.grid import Case
from placement.decide.rank import OPTIONS, rank
from placement.domain.types import Option, Stance
from placement.risk.draws import draw_numbers, numbers_of_draw
from placement.value.options import value_options
from placement.words.how_sure import compared_words, map_words
from tests.tolerances import RECOMPUTED

LIBRARY = load_library()
SAMPLE = Path(__file__).parents[2] / "data" / "samples" / "telecom.csv"
PLAIN = api.Scenario()
DEARER = api.Scenario().with_values({"telecom.law_letter.cost": 9.0})
BY_CONTRACT = api.Scenario(stance=Stance.CONTRACTUAL)


@pytest.fixture(scope="module")
def book() -> api.Book:
    return api.open_tape(SAMPLE, filename=SAMPLE.name, assumptions=LIBRARY)


def test_each_draw_is_the_book_under_its_numbers(book) -> None:
    """Brute force: each draw as plain numbers of their own; every segment goes its usual way."""
    found, other = api.compare_in_draws(book, [PLAIN, DEARER, BY_CONTRACT], draws=5, seed=3)
    left = {}
    for scenario in (PLAIN, DEARER, BY_CONTRACT):
        ranked, numbers = api.rank_under(book, scenario)
        some = ranked.ranking.valuation.segments
        drawn = draw_numbers(numbers, set(some.sector), count=5, streams=streams_of(3)).numbers()
        ways, total = ranked.ranking.best, []
        for draw in range(5):
            here = rank(value_options(some, numbers_of_draw(drawn, draw), stance=scenario.stance))
            left_over = here.valuation.cash[Option.WRITE_OFF].net
            net = np.where(here.available, here.net, left_over)
            total.append(float(net[ways, np.arange(len(some))] @ some.accounts))
        left[scenario.digest] = np.array(total)
    owed = float(book.tape.balance.sum())
    for one, scenario in ((found, DEARER), (other, BY_CONTRACT)):
        np.testing.assert_allclose(one.before, left[PLAIN.digest], atol=RECOMPUTED * owed)
        np.testing.assert_allclose(one.after, left[scenario.digest], atol=RECOMPUTED * owed)


def test_what_two_scenarios_share_moves_both_alike(book) -> None:
    dearer = api.Scenario().with_values({"telecom.law_letter.cost": 3.5})
    (found,) = api.compare_in_draws(book, [PLAIN, dearer], draws=20)
    change = found.after - found.before
    assert change.std() < 0.5 * found.before.std()
    assert found.range[0] <= np.median(change) <= found.range[1]


def test_the_same_twice_is_a_tie(book) -> None:
    (found,) = api.compare_in_draws(book, [PLAIN, PLAIN], draws=3)
    assert found.p_more == 0.5
    assert found.range == (0.0, 0.0)
    assert "leaves the same" in compared_words(found.p_more, *found.range, "CNY")


def test_spots_of_a_map_as_the_numbers_stand_are_the_map() -> None:
    case = Case(sector="bank_card", creditor_type="joint_stock")
    shares: list[float] = []
    made = api.simulate_map(case, LIBRARY, draws=30, progress=shares.append)
    grid = api.decision_map(case, LIBRARY, steps=api.SPOTS["options"])
    names = [OPTIONS[way].value for way in grid.best.ravel()]
    assert [made.choices.names[way] for way in made.odds.lead] == names
    np.testing.assert_allclose(made.segments.balance[:12], grid.balance)
    assert shares[-1] == 1.0


def test_the_words_of_a_map_count_its_spots() -> None:
    case = Case(sector="bank_card", creditor_type="joint_stock")
    made = api.simulate_map(case, LIBRARY, draws=30)
    kept = made.odds.p_best[made.odds.lead, np.arange(120)]
    said = map_words(made.odds, made.segments, {name: name for name in made.odds.names}, "CNY")
    assert f"on {np.sum(kept >= 0.9) / 120:.0%} of the map" in said
    assert f"less than half of them on {np.sum(kept < 0.5) / 120:.0%}" in said
    assert f"best in {kept.min():.0%} of the draws" in said

"""One valuation: draws are valued by the functions that rank and plan, to the cent."""

from dataclasses import replace

import numpy as np
import pytest

from placement.api.uncertainty import streams_of
from placement.assume.library import load_library
from placement.decide.rank import rank
from placement.decide.timing.book.solver import plan_book
from placement.decide.timing.moves.build import build_moves
from placement.domain.types import NOT_DRAWN, Stance
from placement.risk import worth as worth_module
from placement.risk.draws import draw_numbers, numbers_at, numbers_of_draw
from placement.risk.worth import (
    first_moves,
    options_alone,
    worth_as_they_stand,
    worth_in_draws,
    worth_of_numbers,
)
from placement.value.options import value_options
from tests.builders import random_book, segments
from tests.tolerances import RECOMPUTED, ROUNDING

LIBRARY = load_library()
PROFIT = Stance.PROFIT_SEEKING
BOOK = random_book(30, seed=11)


def test_numbers_at_their_values_give_the_ranking_to_the_last_digit() -> None:
    found = worth_as_they_stand(options_alone(PROFIT), BOOK, LIBRARY)
    ranked = rank(value_options(BOOK, LIBRARY)).ranked_net
    np.testing.assert_array_equal(found.net[:, 0], ranked)


def test_draws_at_their_values_give_the_ranking() -> None:
    """As draws of every number, each of them at its value, so that all tables are read by row."""
    drawn = draw_numbers(LIBRARY, LIBRARY.sectors, count=1, streams=streams_of(1))
    still = {path: np.zeros(3) for path in drawn.paths}
    found = worth_of_numbers(
        options_alone(PROFIT), BOOK, lambda a, b: numbers_at(LIBRARY, still), stop=3
    )
    ranked = rank(value_options(BOOK, LIBRARY)).ranked_net
    for draw in range(3):
        np.testing.assert_allclose(found.net[:, draw], ranked, rtol=ROUNDING, atol=1e-9)


def test_rows_that_are_not_drawn_among_drawn_ones_have_the_numbers_as_they_stand() -> None:
    some = draw_numbers(LIBRARY, LIBRARY.sectors, count=4, streams=streams_of(1)).numbers()
    rows = replace(BOOK, draw=np.where(np.arange(30) % 2, NOT_DRAWN, 3))
    mixed = rank(value_options(rows, some)).ranked_net[:, 1::2]
    plain = rank(value_options(BOOK, LIBRARY)).ranked_net[:, 1::2]
    np.testing.assert_allclose(mixed, plain, rtol=ROUNDING, atol=1e-9)


@pytest.mark.parametrize("stance", Stance)
def test_every_draw_is_what_its_numbers_alone_give(stance) -> None:
    """Brute force: each draw as plain numbers of their own, ranked alone."""
    draws = draw_numbers(LIBRARY, LIBRARY.sectors, count=8, streams=streams_of(3))
    found = worth_in_draws(options_alone(stance), BOOK, draws)
    for draw in range(8):
        plain = numbers_of_draw(draws.numbers(), draw)
        ranked = rank(value_options(BOOK, plain, stance=stance)).ranked_net
        owed = np.broadcast_to(BOOK.balance, ranked.shape)
        np.testing.assert_array_equal(np.isneginf(found.net[:, draw]), np.isneginf(ranked))
        is_open = ~np.isneginf(ranked)
        off = np.abs(found.net[:, draw][is_open] - ranked[is_open])
        assert np.all(off <= RECOMPUTED * owed[is_open])


def test_parts_of_the_work_change_nothing(monkeypatch) -> None:
    draws = draw_numbers(LIBRARY, LIBRARY.sectors, count=5, streams=streams_of(3))
    whole = worth_in_draws(options_alone(PROFIT), BOOK, draws)
    monkeypatch.setattr(worth_module, "MONTHS_AT_A_TIME", 72 * 7)
    shares: list[float] = []
    parts = worth_in_draws(options_alone(PROFIT), BOOK, draws, progress=shares.append)
    np.testing.assert_allclose(parts.net, whole.net, rtol=ROUNDING, atol=1e-8)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) > 10


def test_more_draws_go_on_where_few_ended() -> None:
    few, many = (
        draw_numbers(LIBRARY, ["telecom"], count=n, streams=streams_of(3)) for n in (4, 10)
    )
    account = segments(sector="telecom", balance=200.0, age=4.0)
    choices = options_alone(PROFIT)
    first = worth_in_draws(choices, account, few).net
    rest = worth_in_draws(choices, account, many, start=4).net
    whole = worth_in_draws(choices, account, many).net
    np.testing.assert_allclose(np.concatenate([first, rest], axis=1), whole, rtol=1e-9)


def test_first_moves_at_their_values_are_those_of_the_planner() -> None:
    account = segments(age=7.0)
    found = worth_as_they_stand(first_moves(PROFIT), account, LIBRARY)
    planned = plan_book(build_moves(account, LIBRARY), thoroughly=True).first_value
    np.testing.assert_allclose(found.net[0, 0], planned[0], rtol=ROUNDING)
    # No option is worth less followed up than alone.
    alone = rank(value_options(account, LIBRARY)).ranked_net
    assert np.all(found.net[1:, 0] >= alone - 1e-9)


def test_first_moves_of_a_draw_are_what_its_numbers_alone_plan() -> None:
    account = segments(sector=("bank_card", "telecom"), balance=(7_000.0, 150.0), age=7.0)
    draws = draw_numbers(LIBRARY, ["bank_card", "telecom"], count=4, streams=streams_of(3))
    found = worth_in_draws(first_moves(PROFIT), account, draws)
    for draw in range(4):
        plain = numbers_of_draw(draws.numbers(), draw)
        planned = worth_as_they_stand(first_moves(PROFIT), account, plain)
        # The planner starts its search from all rows at once, so plans may differ a little.
        best, same = found.net[:, draw].max(axis=0), planned.net[:, 0].max(axis=0)
        np.testing.assert_allclose(best, same, rtol=1e-3)

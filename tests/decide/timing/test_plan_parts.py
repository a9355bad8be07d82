"""What a plan is made of: the parts are the calendar's cash in today's money, and its value."""

import numpy as np

from placement import api
from placement.assume.library import load_library
from placement.decide.timing.plans import FIRST_MOVES
from placement.domain.types import Component, Option, Stance
from tests.builders import random_book

LIBRARY = load_library()


def test_parts_add_up_to_the_plans_value() -> None:
    """For every segment of a book, whatever its plan holds."""
    ranking = api.rank_segments(random_book(30, 41), LIBRARY)
    found = api.best_plans(ranking, LIBRARY)
    np.testing.assert_allclose(found.parts.sum(axis=0), found.net, rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(found.totals.sum(axis=0), found.net, rtol=1e-9, atol=1e-6)
    np.testing.assert_array_equal(np.nanmax(found.first_value, axis=0), found.net)
    led = [FIRST_MOVES[move] for move in found.first_move]
    assert led == [plan.steps[0].action for plan in found.plans]


def test_every_first_move_of_an_account_has_its_parts() -> None:
    """Per account, either stance."""
    account = api.one_account(sector="bank_card", balance=7_000.0, age=8.0)
    for stance in Stance:
        moves = api.timing_moves(account, LIBRARY, stance=stance, horizon=12)
        plans = api.plan_account(account, LIBRARY, stance=stance, horizon=12).first_moves
        parts = api.first_move_parts(plans, moves, LIBRARY)
        assert list(parts) == list(plans)
        for name, plan in plans.items():
            np.testing.assert_allclose(parts[name].sum(), plan.value, rtol=1e-9, atol=1e-6)
            (alone,) = api.plan_parts([plan], moves, LIBRARY).T
            np.testing.assert_array_equal(alone, parts[name])


def test_an_option_that_ends_a_plan_has_the_parts_it_has_alone() -> None:
    """A suit, a sale and a write-off of today."""
    account = api.one_account(sector="bank_card", balance=7_000.0, age=8.0)
    ranking = api.rank_segments(account, LIBRARY)
    moves = api.timing_moves(account, LIBRARY, horizon=12)
    plans = api.plan_account(account, LIBRARY, horizon=12).first_moves
    ends = [option for option in (Option.LAWSUIT, Option.SALE, Option.WRITE_OFF) if option in plans]
    assert ends
    for option in ends:
        found = api.plan_parts([plans[option]], moves, LIBRARY)
        alone = ranking.component_total(option, 0)
        np.testing.assert_allclose(
            found[:, 0], [alone[part] for part in Component], rtol=1e-9, atol=1e-6
        )

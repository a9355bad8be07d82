"""What a plan is made of: the parts are the calendar's cash in today's money, and its value."""

import numpy as np

from placement import api
from placement.assume.library import load_library
from placement.decide.timing.plans import FIRST_MOVES
from placement.domain.types import Component, Stance
from tests.builders import random_book

LIBRARY = load_library()


def test_parts_add_up_to_the_plans_value() -> None:
    """For every segment of a book, whatever its plan holds."""
    ranking = api.rank_segments(random_book(30, 41), LIBRARY)
    plans = api.best_plans(ranking, LIBRARY)
    found = api.plan_parts(plans.plans, ranking, LIBRARY)
    np.testing.assert_allclose(found.parts.sum(axis=0), found.net, rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(found.totals.sum(axis=0), found.net, rtol=1e-9, atol=1e-6)


def test_plans_of_one_segment_stand_beside_each_other() -> None:
    """All first moves of one account, per account however many there are, either stance."""
    account = api.one_account(sector="bank_card", balance=7_000.0, age=8.0)
    for stance in Stance:
        ranking = api.rank_segments(account, LIBRARY, stance=stance)
        planned = api.plan_account(account, LIBRARY, stance=stance, horizon=24)
        plans = list(planned.first_moves.values())
        found = api.plan_parts(
            plans, ranking, LIBRARY, stance=stance, horizon=24,
            rows=np.zeros(len(plans), dtype=np.int64),
        )  # fmt: skip
        np.testing.assert_allclose(
            found.parts.sum(axis=0), [plan.value for plan in plans], rtol=1e-9, atol=1e-6
        )
        names = [FIRST_MOVES[move] for move in found.first_move]
        assert names == list(planned.first_moves)


def test_an_option_that_ends_a_plan_has_the_parts_it_has_alone() -> None:
    """A suit, a sale and a write-off of today."""
    account = api.one_account(sector="bank_card", balance=7_000.0, age=8.0)
    ranking = api.rank_segments(account, LIBRARY)
    planned = api.plan_account(account, LIBRARY)
    for option in ("lawsuit", "sale", "write_off"):
        if option not in planned.first_moves:
            continue
        found = api.plan_parts([planned.first_moves[option]], ranking, LIBRARY)
        alone = ranking.component_total(api.option_name(FIRST_MOVES.index(option) - 1), 0)
        np.testing.assert_allclose(
            found.parts[:, 0], [alone[part] for part in Component], rtol=1e-9, atol=1e-6
        )

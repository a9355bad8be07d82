"""The exact solver against the options valued alone, and the limitation clock."""

import pytest

from placement import api
from placement.assume.library import load_library
from placement.decide.timing.exact.solver import ExactSolver
from placement.decide.timing.fixed_point import fitted_plan
from placement.decide.timing.moves.build import build_moves
from placement.domain.errors import InputError
from placement.domain.types import Option, Stance

LIBRARY = load_library()

TYPICAL = {
    "bank_card": 7_000.0,
    "telecom": 200.0,
    "property_fee": 3_000.0,
    "logistics": 150_000.0,
    "software_retainage": 200_000.0,
}


@pytest.mark.parametrize("sector", TYPICAL)
def test_a_plan_is_never_worth_less_than_an_option_alone(sector: str) -> None:
    """Doing one thing and closing the account is a plan too."""
    account = api.one_account(sector=sector, balance=TYPICAL[sector], age=5.0)
    ranking = api.rank_segments(account, LIBRARY)
    first = fitted_plan(build_moves(account, LIBRARY, horizon=24)).first_moves
    for option in Option:
        if ranking.valuation.available[option][0]:
            alone = float(ranking.valuation.cash[option].net[0])
            assert first[option.value].value >= alone - 1e-9 * TYPICAL[sector]


@pytest.mark.parametrize("option", [Option.LAWSUIT, Option.SALE, Option.WRITE_OFF])
def test_a_move_that_ends_the_plan_is_worth_what_it_is_worth_alone(option: Option) -> None:
    """To the cent, with tax."""
    account = api.one_account(sector="bank_card", balance=20_000.0, age=7.25)
    valuation = api.rank_segments(account, LIBRARY).valuation
    plan = ExactSolver(build_moves(account, LIBRARY)).first_moves()[option.value]
    assert plan.value == pytest.approx(float(valuation.cash[option].net[0]), abs=1e-6)
    assert [step.action for step in plan.steps] == [option.value]


@pytest.mark.parametrize("stance", Stance)
def test_a_placement_that_fills_the_horizon_is_worth_the_option_alone(stance: Stance) -> None:
    """Nothing fits behind it but keeping the claim or selling it; without a buyer, keeping it."""
    numbers = LIBRARY.with_values(
        {
            "bank_card.sale.price": 0.0,
            "bank_card.lawsuit.win": 0.0,
            "bank_card.lawsuit.settle_willing": 0.0,
            "bank_card.lawsuit.settle_reluctant": 0.0,
        }
    )
    account = api.one_account(sector="bank_card", balance=20_000.0, age=7.25)
    valuation = api.rank_segments(account, numbers, stance=stance).valuation
    moves = build_moves(account, numbers, horizon=6, stance=stance)
    plan = fitted_plan(moves).first_moves[Option.AGENCY_1.value]
    alone = float(valuation.cash[Option.AGENCY_1].net[0])
    assert [step.action for step in plan.steps] == ["agency_1"]
    assert plan.value == pytest.approx(alone, abs=1e-6)


def test_more_time_is_never_worth_less() -> None:
    """A longer horizon holds all shorter plans."""
    account = api.one_account(sector="logistics", balance=150_000.0, age=5.0)
    values = [
        ExactSolver(build_moves(account, LIBRARY, horizon=months)).plan().value
        for months in (6, 12, 24, 36)
    ]
    assert values == sorted(values)


def test_the_clock_is_watched() -> None:
    """A suit without a demand for 36 months comes too late: the plan demands first, or sues now."""
    numbers = LIBRARY.with_values({"court.limitation_plead": 1.0})
    account = api.one_account(
        sector="logistics", balance=500_000.0, age=35.0, months_since_demand=35.0
    )
    steps = ExactSolver(build_moves(account, numbers, horizon=24)).plan().steps
    sued = [step for step in steps if step.action == Option.LAWSUIT.value]
    assert sued
    if sued[0].start_month > 0:
        assert steps[0].action not in ("wait", Option.LAWSUIT.value)


@pytest.mark.parametrize("horizon", [0, 121, 500, -3, 7.5])
def test_a_horizon_out_of_bounds_is_named(horizon: float) -> None:
    """What came and the rule."""
    account = api.one_account(sector="telecom", balance=200.0, age=5.0)
    with pytest.raises(InputError, match="horizon must be a whole number of months from 1 to 120"):
        build_moves(account, LIBRARY, horizon=horizon)


def test_a_term_longer_than_the_horizon_is_not_offered() -> None:
    """No placement fits into five months, so none is planned."""
    account = api.one_account(sector="bank_card", balance=7_000.0, age=8.0)
    first = ExactSolver(build_moves(account, LIBRARY, horizon=5)).first_moves()
    assert Option.AGENCY_1.value not in first
    assert "wait" in first

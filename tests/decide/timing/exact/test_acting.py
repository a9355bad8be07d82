"""The value of acting later: the same plans, reached through a month of waiting."""

import numpy as np
import pytest

from placement.assume.library import load_library
from placement.decide.timing.exact.acting import value_of_acting_in
from placement.decide.timing.fixed_point import fitted_plan
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.plans import FIRST_MOVES
from placement.domain.errors import InputError
from placement.domain.types import Option
from placement.value.options import value_options
from tests.builders import segments

LIBRARY = load_library()
WAITING = FIRST_MOVES.index("wait")


def acting_on(horizon: int = 18, latest: int = 12, **account: object) -> tuple[object, object]:
    """Return the values of acting and the plans of the same account."""
    moves = build_moves(segments(**account), LIBRARY, horizon=horizon)  # type: ignore[arg-type]
    fitted = fitted_plan(moves)
    return value_of_acting_in(moves, latest=latest, fitted=fitted), fitted


@pytest.mark.parametrize("sector", ["bank_card", "logistics", "telecom"])
def test_acting_now_is_the_best_plan_by_first_move(sector: str) -> None:
    """Month 0 holds what the solver says of the first moves."""
    acting, fitted = acting_on(sector=sector, age=8.0)
    first = fitted.first_moves
    for name, values in zip(FIRST_MOVES, acting.followed_up, strict=True):
        if name in first:
            assert values[0] == pytest.approx(first[name].value, rel=1e-12)
        else:
            assert np.isnan(values[0])


def test_waiting_is_the_best_of_what_waiting_leads_to() -> None:
    """V(wait, k) = max over a of V(a, k + 1): a month of waiting and then the best move."""
    acting, _ = acting_on(sector="logistics", balance=150_000.0, age=5.0)
    np.testing.assert_allclose(
        acting.followed_up[WAITING, :-1], np.nanmax(acting.followed_up[:, 1:], axis=0), rtol=1e-9
    )


def test_the_value_of_waiting_is_the_gap_to_the_best_other_move() -> None:
    """In every month."""
    acting, _ = acting_on(age=8.0)
    others = np.delete(acting.followed_up, WAITING, axis=0)
    gap = acting.followed_up[WAITING] - np.nanmax(others, axis=0)
    np.testing.assert_allclose(acting.waiting_one_more, gap)


def test_alone_is_the_option_alone() -> None:
    """Followed by nothing, a move now is worth the option; in-house its best length."""
    account = segments(age=8.0, balance=20_000.0)
    valuation = value_options(account, LIBRARY)
    acting, _ = acting_on(age=8.0, balance=20_000.0)
    for option in (Option.AGENCY_1, Option.LAW_LETTER, Option.LAWSUIT, Option.SALE):
        alone = acting.alone[FIRST_MOVES.index(option.value), 0]
        assert alone == pytest.approx(float(valuation.cash[option].net[0]), abs=1e-6)
    in_house = acting.alone[FIRST_MOVES.index("in_house"), 0]
    assert in_house >= float(valuation.cash[Option.IN_HOUSE].net[0]) - 1e-6


def test_followed_up_is_never_less_than_alone() -> None:
    """Closing is one way to follow up."""
    acting, _ = acting_on(age=8.0)
    open_then = ~np.isnan(acting.alone)
    assert (open_then == ~np.isnan(acting.followed_up)).all()
    assert (acting.followed_up[open_then] >= acting.alone[open_then] - 1e-9).all()


def test_a_suit_is_worth_less_once_the_period_is_over() -> None:
    """Nobody demands while waiting: from month 3 on the defence stands."""
    numbers = LIBRARY.with_values({"court.limitation_plead": 1.0})
    account = segments(sector="logistics", balance=500_000.0, age=33.0, months_since_demand=33.0)
    acting = value_of_acting_in(build_moves(account, numbers, horizon=8), latest=6)
    suit = acting.followed_up[FIRST_MOVES.index("lawsuit")]
    falls = suit[:-1] - suit[1:]
    assert int(np.argmax(falls)) == 2
    assert falls[2] > 10 * np.delete(falls, 2).max()


def test_the_best_month_of_a_move() -> None:
    """The month of the highest value."""
    acting, _ = acting_on(age=8.0)
    for name, month in acting.best_month.items():
        values = acting.followed_up[FIRST_MOVES.index(name)]
        assert values[month] == np.nanmax(values)
    assert "agency_2" not in acting.best_month


def test_no_more_months_than_the_horizon_has() -> None:
    """At the horizon waiting is keeping the claim."""
    acting, _ = acting_on(horizon=4, latest=24, age=8.0)
    assert acting.month.tolist() == [0, 1, 2, 3, 4]
    assert not np.isnan(acting.waiting_one_more).any()


def test_a_latest_month_below_zero_is_named() -> None:
    """What came and the rule."""
    with pytest.raises(InputError, match="must be 0 or more; got -1"):
        acting_on(latest=-1)


def test_a_move_that_ends_the_plan_has_nothing_to_follow_it() -> None:
    """In every month both values are the same, waiting included."""
    acting, _ = acting_on(age=8.0)
    for name in ("sale", "lawsuit", "write_off"):
        row = FIRST_MOVES.index(name)
        np.testing.assert_allclose(acting.alone[row], acting.followed_up[row], rtol=1e-12)

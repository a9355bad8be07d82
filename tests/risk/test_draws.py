"""Draws of all numbers: repeatable, independent of order, coherent, correlated as asked."""

import numpy as np
import pytest

from docs.fit_calibration import FREE
from placement.api.uncertainty import streams_of
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.assume.units import UNITS
from placement.domain.errors import AssumptionError, InputError
from placement.risk.draws import Draws, draw_numbers, numbers_at, numbers_of_draw
from placement.risk.factors import CALIBRATED, WORSE_WHEN_HIGH, factor_of, table_of, tilt_of
from tests.risk.numbers import made_up, number

LIBRARY = load_library()
SECTORS = LIBRARY.sectors


def drawn(count: int = 200, *, seed: int = 7, **more: object) -> Draws:
    return draw_numbers(LIBRARY, SECTORS, count=count, streams=streams_of(seed), **more)


def test_the_same_seed_gives_the_same_draws_and_another_one_others() -> None:
    one, same, other = (drawn(seed=seed).numbers().drawn for seed in (7, 7, 8))
    path = "bank_card.sale.price.6m"
    np.testing.assert_array_equal(one[path], same[path])
    assert not np.array_equal(one[path], other[path])


def test_the_first_draws_of_many_are_the_draws_of_few() -> None:
    few, many = drawn(50).numbers().drawn, drawn(500).numbers().drawn
    for path, values in few.items():
        np.testing.assert_array_equal(values, many[path][:50])


def test_a_draw_does_not_depend_on_what_else_is_drawn_or_in_which_order() -> None:
    alone = draw_numbers(LIBRARY, ["telecom"], count=50, streams=streams_of(7)).numbers().drawn
    backwards = Assumptions(entries=dict(reversed(LIBRARY.entries.items())))
    turned = draw_numbers(backwards, SECTORS[::-1], count=50, streams=streams_of(7)).numbers().drawn
    for path, values in alone.items():
        np.testing.assert_array_equal(values, drawn(50).numbers().drawn[path])
        np.testing.assert_array_equal(values, turned[path])


def test_parts_of_the_draws_are_the_draws() -> None:
    whole, part = drawn().numbers().drawn, drawn().numbers(30, 40).drawn
    for path, values in part.items():
        np.testing.assert_array_equal(values, whole[path][30:40])


def test_draws_stay_within_ranges_and_units_and_whole() -> None:
    for path, values in drawn(2_000).numbers().drawn.items():
        entry = LIBRARY.entries[path]
        assert entry.low <= values.min() <= values.max() <= entry.high, path
        unit = UNITS[entry.unit]
        assert unit.fault(float(values.min())) is None, path
        assert unit.fault(float(values.max())) is None, path
        assert not unit.whole or np.array_equal(values, np.rint(values)), path


def test_debtors_are_never_more_than_all_of_them() -> None:
    names = ("easy", "hard", "reluctant")
    for sector in SECTORS:
        values = drawn(5_000).numbers().drawn
        total = sum(values[f"{sector}.debtor.{name}_share"] for name in names)
        assert total.max() <= 1.0 + 1e-12, sector


def test_shares_that_would_exceed_all_shrink_towards_their_low_ends() -> None:
    """Highs .8 + .5 + .1 over lows .4 + .2 + 0: what is above the lows, .8, shrinks to .4."""
    shares = made_up(
        number("s.debtor.easy_share", 0.4, 0.5, 0.8, unit="share"),
        number("s.debtor.hard_share", 0.2, 0.3, 0.5, unit="share"),
        number("s.debtor.reluctant_share", 0.0, 0.05, 0.1, unit="share"),
    )
    found = numbers_at(shares, {path: np.array([1.0, 0.0]) for path in shares.entries}).drawn
    values = np.array([found[path][:, 0] for path in shares.entries])
    np.testing.assert_allclose(values[:, 0], [0.6, 0.35, 0.05])
    np.testing.assert_allclose(values[:, 1], [0.5, 0.3, 0.05])


def test_the_numbers_of_a_table_move_together() -> None:
    values = drawn().numbers().drawn
    young, old = values["bank_card.sale.price.3m"], values["bank_card.sale.price.60m"]
    np.testing.assert_array_equal(np.argsort(young[:, 0]), np.argsort(old[:, 0]))


def test_what_is_fitted_together_moves_together() -> None:
    assert set(FREE) <= set(CALIBRATED)
    values = drawn().numbers().drawn
    hard, fade = values["bank_card.debtor.hard_share"], values["bank_card.debtor.fade_rate.0m"]
    np.testing.assert_array_equal(np.argsort(hard[:, 0]), np.argsort(fade[:, 0]))
    response = values["bank_card.law_letter.willing_response.0m"]
    np.testing.assert_array_equal(np.argsort(hard[:, 0]), np.argsort(-response[:, 0]))


@pytest.mark.parametrize("rho", [0.0, 0.5, 0.9, -0.9])
def test_two_factors_of_a_sector_correlate_by_the_square(rho) -> None:
    scores = drawn(40_000, correlation=rho).scores
    price, cost = scores["bank_card.sale.price"], scores["bank_card.sale.cost"]
    np.testing.assert_allclose(np.corrcoef(price, cost)[0, 1], -(rho**2), atol=0.02)
    other = scores["telecom.sale.price"]
    np.testing.assert_allclose(np.corrcoef(price, other)[0, 1], 0.0, atol=0.02)


@pytest.mark.parametrize("rho", [1.0, -1.0])
def test_factors_that_correlate_fully_are_one(rho) -> None:
    scores = drawn(100, correlation=rho).scores
    np.testing.assert_allclose(scores["bank_card.sale.price"], -scores["bank_card.sale.cost"])


def test_every_factor_is_standard_normal_whatever_the_correlation() -> None:
    for rho in (0.0, 0.7):
        scores = np.stack(list(drawn(20_000, correlation=rho).scores.values()))
        np.testing.assert_allclose(scores.mean(axis=1), 0.0, atol=0.04)
        np.testing.assert_allclose(scores.std(axis=1), 1.0, atol=0.03)


def test_the_law_and_a_wish_do_not_move() -> None:
    moved = {path.split(".")[0] for path in drawn(2).paths}
    assert "law" not in moved
    wished = LIBRARY.with_values({"what_if.odds_factor": 0.7})
    found = draw_numbers(wished, ["bank_card"], count=2, streams=streams_of(1))
    assert not [path for path in found.paths if path.startswith("what_if")]
    assert not [path for path in found.paths if LIBRARY.entries[path].status == "law"]


def test_a_number_that_is_held_stays() -> None:
    found = drawn(5, held=["bank_card.sale.price", "tax.revenue_per_year"]).numbers().drawn
    assert not [path for path in found if path.startswith("bank_card.sale.price")]
    assert "tax.revenue_per_year" not in found
    with pytest.raises(AssumptionError, match="no assumption called"):
        drawn(5, held=["bank_card.sale.prize"])


def test_every_name_that_is_worse_when_high_is_in_the_library() -> None:
    words = {word for path in LIBRARY.entries for word in path.split(".")}
    assert words >= WORSE_WHEN_HIGH
    assert tilt_of("bank_card.sale.price") == 1
    assert tilt_of("bank_card.in_house.age_factor") == -1


def test_factors_have_the_names_of_what_they_move() -> None:
    assert table_of("law.lawyer_cap.rate_above.1000000") == "law.lawyer_cap.rate_above"
    assert factor_of("bank_card.agency.commission.other.6m") == "bank_card.agency.commission"
    assert factor_of("bank_card.relationship.sale.0m") == "bank_card.relationship"
    assert factor_of("bank_card.law_letter.commission") == "bank_card.law_letter.commission"
    assert factor_of("court.months.summary") == "court.months.summary"


def test_one_draw_becomes_plain_numbers() -> None:
    some = drawn(3).numbers()
    plain = numbers_of_draw(some, 1)
    path = "bank_card.debtor.hard_share"
    assert plain.entries[path].value == some.drawn[path][1, 0]
    assert not plain.drawn


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"count": 0}, "draws must be a whole number from 1 to 1,000,000; got 0"),
        ({"count": -5}, "draws must be"),
        ({"count": 10**9}, "draws must be"),
        ({"correlation": 1.5}, "correlation must lie from -1 to 1; got 1.5"),
        ({"correlation": float("nan")}, "correlation must lie from -1 to 1; got nan"),
    ],
)
def test_wrong_words_are_refused_by_name(wrong, words) -> None:
    asked = {"count": 10, "streams": streams_of(1)} | wrong
    with pytest.raises(InputError, match=words):
        draw_numbers(LIBRARY, SECTORS, **asked)


@pytest.mark.parametrize("seed", [-1, 1.5, float("nan")])
def test_a_seed_is_a_whole_number_from_0_on(seed) -> None:
    with pytest.raises(InputError, match="seed must be a whole number, 0 or more; got"):
        streams_of(seed)

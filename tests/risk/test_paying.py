"""Who has paid: by hand, and what is a reversal or what rounding leaves over."""

import numpy as np
import pytest

from placement.risk.alarms import one_side, two_sided
from placement.risk.paying import has_paid, least_payment
from placement.tape.next_month import unit_of


@pytest.mark.parametrize(
    ("net", "balance", "instalments", "step", "paid"),
    [
        (-50.0, 5_000.0, 1.0, 0.0, False),
        (0.0, 5_000.0, 1.0, 0.0, False),
        # An instalment of twelve on 5,000 at 90 % is 375; 5 % of it is 18.75.
        (18.75, 5_000.0, 12.0, 0.0, False),
        (18.76, 5_000.0, 12.0, 0.0, True),
        (0.39, 150.0, 1.0, 0.01, False),
        (145.5, 150.0, 1.0, 0.01, True),
        # A tape in whole hundreds cannot tell 50 from nothing.
        (50.0, 500.0, 12.0, 100.0, False),
        (50.1, 500.0, 12.0, 100.0, True),
        (0.0, 0.0, 1.0, 0.0, False),
    ],
)
def test_what_a_payment_is(net, balance, instalments, step, paid: bool) -> None:
    least = least_payment(
        np.array([balance]), settlement=np.array([0.9]), instalments=np.array([instalments]),
        step=step,
    )  # fmt: skip
    assert has_paid(np.array([net]), least).tolist() == [paid]


@pytest.mark.parametrize(
    ("amounts", "unit"),
    [
        ([1_200.0, 300.0], 100.0), ([1_200.0, 305.0], 1.0), ([12.5, 3.0], 0.1),
        ([12.35, 3.0], 0.01), ([12.345678], 0.01), ([], 0.01), ([50_000.0, 120_000.0], 10_000.0),
    ],
)  # fmt: skip
def test_the_unit_of_a_tape(amounts, unit: float) -> None:
    assert unit_of(np.array(amounts)) == pytest.approx(unit)


def test_rare_on_one_side_and_beside_the_mean_on_the_other_says_nothing() -> None:
    """999 months of nothing and one of 100,000: the mean is 100, and 50 is neither rare nor low."""
    draws = np.zeros((3, 1_000))
    draws[:, 0] = 100_000.0
    came, mean = np.array([50.0, 150.0, 0.0]), np.full(3, 100.0)
    chance = two_sided(draws, came)
    assert chance[0] < 0.01
    np.testing.assert_allclose(
        one_side(chance, draws, came, mean), [1.0, chance[1], 1.0], atol=1e-12
    )

"""Pilots against closed forms, published figures and plain counting."""

import numpy as np
import pytest

from placement.domain.errors import InputError
from placement.risk.pilot import Prior, pilot, pilot_sizes

FLAT = Prior(mean=0.5, strength=2.0)


def test_a_flat_prior_against_a_known_half() -> None:
    """E|p - 1/2| / 2 for a uniform law, and its beta-binomial counterparts."""
    found = pilot(FLAT, accounts=1, gain_per_success=1.0, cost_per_account=0.5)
    assert found.evpi == pytest.approx(1 / 8)
    many = pilot(FLAT, accounts=1_000, gain_per_success=1.0, cost_per_account=0.5)
    worth = dict(zip(many.size.tolist(), (many.evsi / 1_000).tolist(), strict=True))
    assert worth[1] == pytest.approx(1 / 12)
    assert worth[3] == pytest.approx(0.1)
    assert worth[10] == pytest.approx(0.1136364, abs=1e-6)
    assert (np.diff(many.evsi) >= -1e-9).all()
    assert (many.evsi <= many.evpi).all()


def test_against_counting_every_outcome() -> None:
    """The chance of x successes, worked out account by account from the urn of Pólya."""
    prior, size = Prior(mean=0.2, strength=7.0), 6
    chances = np.zeros(size + 1)
    chances[0] = 1.0
    for tried in range(size):
        for x in range(tried + 1, -1, -1):
            up = (prior.successes + x - 1) / (prior.strength + tried) if x else 0.0
            stay = 1.0 - (prior.successes + x) / (prior.strength + tried)
            chances[x] = (chances[x - 1] * up if x else 0.0) + chances[x] * stay
    np.testing.assert_allclose(prior.chances(size), chances, rtol=1e-12)
    found = pilot(prior, accounts=400, gain_per_success=900.0, cost_per_account=200.0)
    row = found.size.tolist().index(size)
    mean = (prior.successes + np.arange(size + 1)) / (prior.strength + size)
    worth = 900.0 * mean - 200.0
    assert found.evsi[row] == pytest.approx(400 * chances @ np.maximum(worth, 0.0))
    assert found.cost[row] == pytest.approx(size * 20.0)
    assert found.go_from[row] == np.flatnonzero(worth > 0)[0]


def test_the_value_of_knowing_is_what_many_draws_show() -> None:
    prior = Prior(mean=0.15, strength=12.0)
    p = np.random.default_rng(3).beta(prior.successes, prior.failures, 400_000)
    found = pilot(prior, accounts=50, gain_per_success=1_000.0, cost_per_account=170.0)
    worth = 50 * np.maximum(1_000.0 * p - 170.0, 0.0)
    assert found.evpi == pytest.approx(worth.mean(), abs=4 * worth.std() / np.sqrt(len(p)))


def test_who_is_sure_needs_no_pilot() -> None:
    sure = pilot(
        Prior(mean=0.4, strength=1e6), accounts=500, gain_per_success=10, cost_per_account=1
    )
    assert sure.evpi == pytest.approx(0.0, abs=1e-6)
    assert not sure.is_worth_it
    dear = pilot(FLAT, accounts=3, gain_per_success=1.0, cost_per_account=0.9)
    assert not dear.is_worth_it


def test_sizes_grow_to_all_accounts() -> None:
    sizes = pilot_sizes(1_000)
    assert sizes[:50].tolist() == list(range(1, 51))
    assert sizes[-1] == 1_000
    assert pilot_sizes(7).tolist() == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("mean", "strength", "accounts", "gain", "cost"),
    [(0, 1, 1, 1, 1), (1, 1, 1, 1, 1), (0.5, 0, 1, 1, 1), (0.5, 1, 0, 1, 1), (0.5, 1, 1, -1, 1)],
)
def test_what_is_out_of_bounds_is_said(
    mean: float, strength: float, accounts: int, gain: float, cost: float
) -> None:
    with pytest.raises(InputError, match="must be"):
        pilot(
            Prior(mean=mean, strength=strength), accounts=accounts, gain_per_success=gain,
            cost_per_account=cost,
        )  # fmt: skip


def test_what_is_left_of_a_pilot_is_what_it_teaches_less_what_it_costs() -> None:
    prior = Prior(mean=0.1, strength=10.0)
    found = pilot(prior, accounts=2_000, gain_per_success=900.0, cost_per_account=100.0)
    left = found.evsi - found.cost
    np.testing.assert_array_equal(found.net, left)
    assert found.best == int(np.argmax(left))
    assert found.best != int(np.argmax(found.evsi))

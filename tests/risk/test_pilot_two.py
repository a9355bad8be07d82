"""Two agencies tried side by side, against plain counting and many draws."""

import numpy as np
import pytest

from placement.domain.errors import InputError
from placement.risk.pilot import Prior
from placement.risk.pilot_two import successes_to_win, two_pilots

FLAT = Prior(mean=0.5, strength=2.0)
ONE, OTHER = Prior(mean=0.12, strength=30.0), Prior(mean=0.10, strength=8.0)


def test_the_better_of_two_flat_priors() -> None:
    """Of two uniform chances the greater is 2/3 on average; one try each brings 1/12."""
    found = two_pilots(FLAT, FLAT, accounts=1_000, gain_per_success=1.0, cost_per_account=0.0)
    assert found.evsi[0] == pytest.approx(1_000 / 12)
    assert found.evpi == pytest.approx(1_000 * (2 / 3 - 1 / 2))
    assert (np.diff(found.evsi) > 0.0).all()
    assert found.evsi[-1] == pytest.approx(found.evpi, rel=0.01)
    # Neither is behind, so trying loses nothing; but who is tried is not decided about any more.
    np.testing.assert_allclose(found.net, found.evsi * (1.0 - 2.0 * found.size / 1_000))
    assert found.net[-1] == pytest.approx(0.0)


@pytest.mark.parametrize("cost", [0.0, 60.0, 110.0])
def test_against_counting_every_pair_of_outcomes(cost: float) -> None:
    found = two_pilots(ONE, OTHER, accounts=500, gain_per_success=900.0, cost_per_account=cost)
    now = max(900.0 * 0.12 - cost, 0.0)
    for size in (1, 4, 23):
        better = 0.0
        for x, px in enumerate(ONE.chances(size)):
            for y, py in enumerate(OTHER.chances(size)):
                first = 900.0 * (ONE.successes + x) / (30.0 + size) - cost
                second = 900.0 * (OTHER.successes + y) / (8.0 + size) - cost
                better += px * py * max(first, second, 0.0)
        row = found.size.tolist().index(size)
        assert found.evsi[row] == pytest.approx(500 * (better - now), rel=1e-9)
        tried = size * (900.0 * 0.22 - 2 * cost)
        net = tried + (500 - 2 * size) * better - 500 * now
        assert found.net[row] == pytest.approx(net, rel=1e-9)
        assert found.cost[row] == pytest.approx(found.evsi[row] - net, rel=1e-9)
    assert found.choice_now == (2 if cost > 108.0 else 0)


def test_knowing_both_chances_is_worth_what_many_draws_show() -> None:
    rng = np.random.default_rng(3)
    p, q = (rng.beta(x.successes, x.failures, 400_000) for x in (ONE, OTHER))
    found = two_pilots(ONE, OTHER, accounts=50, gain_per_success=900.0, cost_per_account=90.0)
    worth = 50 * np.maximum(900.0 * np.maximum(p, q) - 90.0, 0.0) - found.without
    assert found.evpi == pytest.approx(worth.mean(), abs=4 * worth.std() / np.sqrt(len(p)))
    assert (found.evsi <= found.evpi).all()


def test_who_wins_is_who_has_the_greater_mean_after() -> None:
    needed = successes_to_win(ONE, OTHER, size=12)
    for x, y in enumerate(needed.tolist()):
        first = (ONE.successes + x) / 42.0
        assert y == 13 or (OTHER.successes + y) / 20.0 > first
        assert y == 0 or (OTHER.successes + y - 1) / 20.0 <= first


def test_two_agencies_take_two_accounts() -> None:
    with pytest.raises(InputError, match="two accounts or more"):
        two_pilots(ONE, OTHER, accounts=1, gain_per_success=1.0, cost_per_account=0.0)

"""Who gets the next batch, against looking at every way of sharing it out."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from placement.domain.errors import InputError
from placement.odds.league import League, Results, league
from placement.odds.league_shares import shares, usual_floor


def a_league(p_best: list[float], skill: list[float]) -> League:
    """Return a league with these chances of being best and these skills."""
    count = len(p_best)
    made = league(
        Results(
            agencies=tuple("ABCDEFGHIJKL"[:count]),
            agency=np.arange(count),
            mix=np.zeros(count, dtype=np.int64),
            accounts=np.full(count, 100.0),
            balance=np.full(count, 100_000.0),
            collected=np.full((count, 1), 9_000.0),
        ),
        rng=np.random.default_rng(1),
    )
    return replace(made, p_best=np.array(p_best), shrunk_ratio=np.array(skill))


FOUR = a_league([0.62, 0.25, 0.08, 0.05], [1.2, 1.05, 0.97, 0.78])


def test_without_a_least_it_is_the_chance_of_being_best() -> None:
    free = shares(FOUR, balance=1e6, floor=0.0)
    np.testing.assert_allclose(free.share, FOUR.p_best)
    np.testing.assert_array_equal(free.price, 0.0)
    assert free.expected == free.if_free


def test_a_floor_raises_only_who_is_below_it() -> None:
    kept = shares(FOUR, balance=1e6, floor=0.1)
    assert kept.share.sum() == pytest.approx(1.0)
    np.testing.assert_allclose(kept.share[2:], 0.1)
    # The others keep their ratio; a floor far below their chances gives them nothing more.
    assert kept.share[0] / kept.share[1] == pytest.approx(0.62 / 0.25)
    assert (kept.share[:2] < FOUR.p_best[:2]).all()
    np.testing.assert_array_equal(kept.price[:2], 0.0)
    slack = shares(FOUR, balance=1e6, floor=0.05)
    np.testing.assert_allclose(slack.share, FOUR.p_best)
    np.testing.assert_allclose(slack.price, 0.0, atol=1e-9)


@pytest.mark.parametrize("seed", range(12))
def test_shares_and_prices_of_any_call(seed: int) -> None:
    """Shares add up to 1 and none is below its least; each price is what the best other use of the
    part that was raised would bring more, of all agencies that it could go to.
    """
    rng = np.random.default_rng(seed)
    count = int(rng.integers(2, 7))
    table = a_league(
        rng.dirichlet(np.full(count, 0.5)).tolist(), rng.gamma(20, 0.05, count).tolist()
    )
    floor = float(rng.uniform(0.0, 1.0 / count))
    minimum = rng.dirichlet(np.ones(count)) * rng.uniform(0.0, 1.0) * (rng.random(count) < 0.5)
    found = shares(table, balance=500.0, floor=floor, minimum=minimum * 500.0)
    assert found.share.sum() == pytest.approx(1.0)
    assert (found.share >= minimum - 1e-12).all()
    assert (found.share >= found.kept_floor - 1e-12).all()
    if np.maximum(minimum, floor).sum() <= 1.0:
        assert found.kept_floor == floor
    else:
        assert np.maximum(minimum, found.kept_floor).sum() == pytest.approx(1.0)
    assert (found.price >= 0.0).all()
    rate = 500.0 * table.expected.sum() / table.placed.sum()
    for place in range(count):
        part = max(found.share[place] - table.p_best[place], 0.0)
        best = 0.0
        for other in range(count):
            moved = found.share.copy()
            moved[place] -= part
            moved[other] += part
            best = max(best, rate * float((moved - found.share) @ table.shrunk_ratio))
        assert found.price[place] == pytest.approx(best, abs=1e-9)


def test_shares_are_the_nearest_to_the_chances_by_their_ratio() -> None:
    """Of all shares of a fine grid that keep the least, none is nearer by relative entropy."""
    table = a_league([0.7, 0.2, 0.1], [1.1, 1.0, 0.9])
    found = shares(table, balance=1.0, floor=0.15, minimum=np.array([0.0, 0.3, 0.0]))
    np.testing.assert_allclose(found.share, [0.55, 0.3, 0.15])

    def far(share: np.ndarray) -> float:
        return float((share * np.log(share / table.p_best)).sum())

    grid = [
        np.array([a, b, 100 - a - b]) / 100
        for a, b in product(range(15, 100), range(30, 100))
        if 100 - a - b >= 15
    ]
    assert far(found.share) == pytest.approx(min(map(far, grid)))


def test_a_floor_for_too_many_is_refused() -> None:
    with pytest.raises(InputError, match=r"30 % for each of 4 agencies is 120 %.*25 % or less"):
        shares(FOUR, balance=1e6, floor=0.3)
    np.testing.assert_allclose(shares(FOUR, balance=1e6, floor=0.25).share, 0.25)
    with pytest.raises(InputError, match="floor must be a share"):
        shares(FOUR, balance=1e6, floor=10.0)
    assert (usual_floor(4), usual_floor(10), usual_floor(20)) == (0.1, 0.1, 0.025)


def test_floors_give_way_to_contracts_and_say_so() -> None:
    tight = shares(FOUR, balance=100.0, floor=0.2, minimum=np.array([70.0, 0.0, 0.0, 0.0]))
    np.testing.assert_allclose(tight.share, [0.7, 0.1, 0.1, 0.1])
    assert (tight.floor, tight.kept_floor) == (0.2, pytest.approx(0.1))
    some = shares(FOUR, balance=100.0, floor=0.2, minimum=np.array([70.0, 15.0, 0.0, 0.0]))
    np.testing.assert_allclose(some.share, [0.7, 0.15, 0.075, 0.075])
    full = shares(FOUR, balance=100.0, floor=0.2, minimum=np.array([70.0, 30.0, 0.0, 0.0]))
    np.testing.assert_allclose(full.share, [0.7, 0.3, 0.0, 0.0], atol=1e-12)
    with pytest.raises(InputError, match="at most the next batch"):
        shares(FOUR, balance=100.0, minimum=50.0)
    with pytest.raises(InputError, match="at most the next batch"):
        shares(FOUR, balance=100.0, minimum=np.array([np.nan, 0.0, 0.0, 0.0]))
    with pytest.raises(InputError, match="must be above 0"):
        shares(FOUR, balance=0.0)

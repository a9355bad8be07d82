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
    # 400 - 6 accounts are left to decide about; the six lose 20 each.
    assert found.net[row] == pytest.approx(394 * chances @ np.maximum(worth, 0.0) - 6 * 20.0)
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


def worth_of_trying(prior: Prior, size: int, accounts: int, gain: float, cost: float) -> float:
    """Return what is expected of all accounts where so many are tried before the rest is decided.

    Every history of the pilot, account by account, with what each brings and costs.
    """

    def walk(tried: int, x: int) -> float:
        p = (prior.successes + x) / (prior.strength + tried)
        if tried == size:
            return (accounts - size) * max(gain * p - cost, 0.0)
        return -cost + p * (gain + walk(tried + 1, x + 1)) + (1.0 - p) * walk(tried + 1, x)

    return walk(0, 0)


@pytest.mark.parametrize(("gain", "cost"), [(10.0, 4.0), (10.0, 2.5), (10.0, 7.0)])
@pytest.mark.parametrize("accounts", [1, 2, 12])
def test_what_a_pilot_adds_is_counted_over_every_history(
    accounts: int, gain: float, cost: float
) -> None:
    """The accounts tried are spent; only the rest is decided by what they teach."""
    prior = Prior(mean=0.3, strength=1.5)
    found = pilot(prior, accounts=accounts, gain_per_success=gain, cost_per_account=cost)
    without = accounts * max(0.3 * gain - cost, 0.0)
    assert found.without == pytest.approx(without)
    worth = [worth_of_trying(prior, n, accounts, gain, cost) - without for n in found.size.tolist()]
    np.testing.assert_allclose(found.net, worth, atol=1e-9)
    np.testing.assert_allclose(found.evsi - found.cost, worth, atol=1e-9)
    assert found.is_worth_it == (max(worth) > 1e-9)


def test_what_a_pilot_adds_is_what_many_books_show() -> None:
    """Both stages drawn: chances, successes of the pilot, and of the rest where one goes on."""
    rng = np.random.default_rng(11)
    prior, accounts, size, books = Prior(mean=0.1, strength=10.0), 2_000, 84, 400_000
    p = rng.beta(prior.successes, prior.failures, books)
    x = rng.binomial(size, p)
    goes_on = 900.0 * (prior.successes + x) / (prior.strength + size) > 100.0
    rest = np.where(goes_on, 900.0 * rng.binomial(accounts - size, p) - 100.0 * 1_916, 0.0)
    money = 900.0 * x - 100.0 * size + rest
    found = pilot(prior, accounts=accounts, gain_per_success=900.0, cost_per_account=100.0)
    net = found.net[found.size.tolist().index(size)]
    assert net == pytest.approx(money.mean(), abs=4 * money.std() / np.sqrt(books))
    assert net == pytest.approx(49_033.62, abs=0.01)


def test_the_best_size_is_the_best_of_all_sizes() -> None:
    for mean, strength, cost in ((0.1, 10.0, 100.0), (0.2, 4.0, 190.0), (0.3, 25.0, 240.0)):
        prior = Prior(mean=mean, strength=strength)
        net = [
            size * (900.0 * mean - cost)
            + (2_000 - size)
            * (prior.chances(size) @ np.maximum(900.0 * prior.after(size) - cost, 0.0))
            - 2_000 * max(900.0 * mean - cost, 0.0)
            for size in range(1, 2_001)
        ]
        found = pilot(prior, accounts=2_000, gain_per_success=900.0, cost_per_account=cost)
        assert found.size[found.best] == 1 + int(np.argmax(net))
        assert found.net[found.best] == pytest.approx(max(net))


def test_one_account_leaves_no_rest_to_decide() -> None:
    found = pilot(
        Prior(mean=0.5, strength=2.0), accounts=1, gain_per_success=1.0, cost_per_account=0.5
    )
    assert found.evsi.tolist() == [pytest.approx(1 / 12)]
    assert found.net.tolist() == [0.0]
    assert not found.is_worth_it

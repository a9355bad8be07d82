"""Agencies like for like: known skills, other ways to the same numbers, who is not compared."""

import numpy as np
import pytest
from scipy.optimize import minimize

from placement.domain.errors import InputError
from placement.domain.types import FloatArray
from placement.odds.league import Results, league
from placement.odds.shrink import USUAL_SPREAD

LEVEL = np.array([0.03, 0.015, 0.006])
CURVE = 0.8 ** np.arange(6)


def results(agency, mix, accounts, collected, *, names=None, mean_balance=1_000.0) -> Results:
    """Return batches of accounts of one size."""
    agency = np.asarray(agency)
    accounts = np.asarray(accounts, dtype=float)
    return Results(
        agencies=names or tuple(f"agency {row}" for row in range(agency.max() + 1)),
        agency=agency,
        mix=np.asarray(mix),
        accounts=accounts,
        balance=accounts * mean_balance,
        collected=np.asarray(collected, dtype=float).reshape(len(agency), -1),
    )


def simulated(
    skill: FloatArray, rng: np.random.Generator, *, of_batch: float, batches: int = 8
) -> tuple[Results, FloatArray]:
    """Return batches of three kinds seen for three to six months, and skills against their mean."""
    agency = np.repeat(np.arange(len(skill)), batches)
    mix = rng.integers(0, len(LEVEL), len(agency))
    accounts = rng.integers(300, 1_500, len(agency)).astype(float)
    luck = np.exp(of_batch * rng.standard_normal(len(agency)) - of_batch**2 / 2)
    usual = (accounts * LEVEL[mix])[:, None] * CURVE
    payers = rng.poisson(usual * (skill[agency] * luck)[:, None]).astype(float)
    unseen = np.arange(len(CURVE)) >= rng.integers(3, 7, len(agency))[:, None]
    payers[unseen] = np.nan
    expected = np.bincount(agency, np.where(unseen, 0.0, usual).sum(axis=1))
    return (
        results(agency, mix, accounts, 1_000.0 * payers),
        skill / (skill @ expected / expected.sum()),
    )


@pytest.mark.parametrize(("of_batch", "seed"), [(0.0, 5), (0.15, 6)])
def test_eight_of_ten_intervals_hold_the_known_skill(of_batch: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    in_80, in_95, chance, wins = [], [], [], []
    for _ in range(300):
        skill = rng.gamma(16.0, 1 / 16.0, 5)
        made, true = simulated(skill, rng, of_batch=of_batch)
        found = league(made, rng=rng, draws=2_000)
        in_80 += [(found.interval_80[:, 0] <= true) & (true <= found.interval_80[:, 1])]
        in_95 += [(found.interval_95[:, 0] <= true) & (true <= found.interval_95[:, 1])]
        chance += [found.p_best.max()]
        wins += [np.argmax(found.p_best) == np.argmax(skill)]
    assert 0.75 <= np.mean(in_80) <= 0.85
    assert 0.91 <= np.mean(in_95) <= 0.98
    # Who is said to be best with such a chance is so as often.
    assert np.mean(wins) == pytest.approx(np.mean(chance), abs=0.07)


def test_the_harder_mix_does_not_hide_the_better_agency() -> None:
    """Simpson: better at both kinds, behind in all, because most of its work is the hard kind."""
    made = results(
        [0, 0, 1, 1],
        [0, 1, 0, 1],
        [9_000, 1_000, 1_000, 9_000],
        [[900_000], [20_000], [130_000], [234_000]],
    )
    found = league(made, rng=np.random.default_rng(1), batch_spread=0.0)
    assert found.raw_rate[0] > found.raw_rate[1]
    assert found.rank_raw.tolist() == [1, 2]
    assert found.rank.tolist() == [2, 1]
    # 1.3 times as good in both kinds, and found so although each kind is mostly one agency's.
    assert found.ratio[1] / found.ratio[0] == pytest.approx(1.3, rel=1e-6)
    assert found.p_best[1] > 0.95


def test_one_kind_of_work_on_paper() -> None:
    """Equal batches, 300 and 100 of 1,000 each: 200 expected, ratios 1.5 and 0.5."""
    found = league(
        results([0, 1], [0, 0], [10, 10], [[200, 100], [100, 0]], mean_balance=100.0),
        rng=np.random.default_rng(1),
    )
    np.testing.assert_allclose(found.expected, [200.0, 200.0])
    np.testing.assert_allclose(found.ratio, [1.5, 0.5])
    assert not found.dispersion_is_measured
    # Two payers are expected of each: little is known, and nearly all is shrunk away.
    assert (np.abs(found.shrunk_ratio - 1.0) < 0.15).all()


def test_shrinking_is_what_weighing_many_draws_by_their_likelihood_gives() -> None:
    """Skills drawn from what is thought of them, weighed by the chance of the payers that came."""
    came, expected = np.array([30.0, 12.0, 18.0]), 20.0
    found = league(
        results([0, 1, 2], [0, 0, 0], [400, 400, 400], came * 1_000.0),
        rng=np.random.default_rng(1),
        draws=100_000,
        batch_spread=0.0,
    )
    rng = np.random.default_rng(2)
    spread = np.abs(USUAL_SPREAD * rng.standard_normal((600_000, 1)))
    skill = rng.gamma(1 / spread**2, spread**2, (len(spread), 3))
    # A spread of next to nothing leaves skill at 1, where the generator has no digits left.
    skill = np.where(spread < 1e-3, 1.0, skill)
    log = (came * np.log(skill) - expected * skill).sum(axis=1)
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    np.testing.assert_allclose(found.shrunk_ratio, weight @ skill, atol=0.01)
    best = np.bincount(np.argmax(skill, axis=1), weight, minlength=3)
    np.testing.assert_allclose(found.p_best, best, atol=0.01)


def test_one_batch_each_says_little_however_large() -> None:
    """Thousands of payers of one batch are one throw of its luck."""
    found = league(
        results([0, 1], [0, 0], [10**6, 10**6], [[50_000_000], [30_000_000]]),
        rng=np.random.default_rng(1),
    )
    assert not found.dispersion_is_measured
    # The payers come to those of which chance is 0.3: 1 / 0.09.
    np.testing.assert_allclose(found.collected / 1_000.0 / found.dispersion, 1 / 0.09, rtol=1e-3)
    assert (found.credibility < 0.7).all()
    assert 0.6 < found.p_best[0] < 0.95


def test_skills_and_rates_are_of_the_highest_likelihood() -> None:
    """A general optimiser on the Poisson likelihood finds the same skills."""
    made, _ = simulated(np.array([1.4, 1.0, 0.7]), np.random.default_rng(3), of_batch=0.0)
    found = league(made, rng=np.random.default_rng(1))
    batch, month = np.nonzero(np.isfinite(made.collected))
    _, cell = np.unique(made.mix[batch] * 6 + month, return_inverse=True)
    payers, accounts = made.collected[batch, month] / 1_000.0, made.accounts[batch]
    who, cells = made.agency[batch], cell.max() + 1

    def minus_likelihood(logs: FloatArray) -> float:
        skill = np.concatenate([[0.0], logs[:2]])
        expected = accounts * np.exp(skill[who] + logs[2:][cell])
        return float((expected - payers * np.log(expected)).sum())

    start = np.concatenate([np.zeros(2), np.full(cells, -4.0)])
    best = minimize(minus_likelihood, start, method="BFGS").x
    np.testing.assert_allclose(found.ratio[1:] / found.ratio[0], np.exp(best[:2]), rtol=1e-4)
    assert found.expected.sum() == pytest.approx(found.collected.sum())


def test_two_agencies_share_one_mean_in_every_draw() -> None:
    """What one has above the mean the other has below: weighted by what was expected of them, a low
    end and the other's high end, the same draws, make 1.
    """
    rng = np.random.default_rng(2)
    found = league(simulated(np.array([1.2, 0.9]), rng, of_batch=0.1)[0], rng=rng)
    part = found.expected / found.expected.sum()
    for low, high in (found.interval_80.T, found.interval_95.T):
        assert low[0] < high[0]
        assert part[0] * low[0] + part[1] * high[1] == pytest.approx(1.0, abs=1e-3)
        assert part[0] * high[0] + part[1] * low[1] == pytest.approx(1.0, abs=1e-3)


def test_the_unit_of_money_changes_nothing() -> None:
    made, _ = simulated(np.array([1.4, 1.0, 0.7]), np.random.default_rng(3), of_batch=0.1)
    one = league(made, rng=np.random.default_rng(1))
    dear = results(made.agency, made.mix, made.accounts, 7.0 * made.collected, mean_balance=7_000.0)
    other = league(dear, rng=np.random.default_rng(1))
    np.testing.assert_allclose(other.shrunk_ratio, one.shrunk_ratio)
    np.testing.assert_allclose(other.p_best, one.p_best)


def test_the_librarys_rates_may_be_what_is_expected() -> None:
    made, _ = simulated(np.array([1.5, 1.5]), np.random.default_rng(3), of_batch=0.0)
    rates = LEVEL[made.mix][:, None] * CURVE
    found = league(made, rates=rates, rng=np.random.default_rng(1))
    # Both beat the library alike, which among themselves cannot be seen.
    assert (found.shrunk_ratio > 1.25).all()
    assert league(made, rng=np.random.default_rng(1)).shrunk_ratio.mean() == pytest.approx(
        1.0, abs=0.03
    )


def test_agencies_without_common_work_are_not_compared() -> None:
    made = results([0, 1, 2], [0, 0, 1], [1_000] * 3, [[90_000], [30_000], [400_000]])
    found = league(made, rng=np.random.default_rng(1))
    assert found.is_alone.tolist() == [False, False, True]
    assert found.group[0] == found.group[1] != found.group[2]
    assert (found.ratio[2], found.shrunk_ratio[2]) == pytest.approx((1.0, 1.0))
    assert found.credibility[2] == 0.0
    assert found.p_best.sum() == pytest.approx(1.0)


def test_a_group_in_which_nobody_collected_leaves_the_others_as_they_are() -> None:
    made = results([0, 1, 2, 3], [0, 0, 1, 1], [100] * 4, [[9_000], [3_000], [0], [0]])
    found = league(made, rng=np.random.default_rng(1))
    np.testing.assert_allclose(found.ratio, [1.5, 0.5, 1.0, 1.0])
    np.testing.assert_allclose(found.p_best.sum(), 1.0)


def test_who_collected_nothing_stands_last_but_not_at_nothing() -> None:
    made = results([0, 1], [0, 0], [1_000, 1_000], [[50_000], [0]])
    found = league(made, rng=np.random.default_rng(1))
    assert found.rank.tolist() == [1, 2]
    assert 0.0 < found.shrunk_ratio[1] < 1.0


def test_what_cannot_be_compared_is_said() -> None:
    with pytest.raises(InputError, match="one agency"):
        results([0, 0], [0, 0], [10, 10], [[1], [1]])
    with pytest.raises(InputError, match="Nothing came in"):
        results([0, 1], [0, 0], [10, 10], [[0], [0]])
    with pytest.raises(InputError, match="No month of agency 1"):
        results([0, 1], [0, 0], [10, 10], [[1], [np.nan]])
    with pytest.raises(InputError, match="no balance"):
        results([0, 1], [0, 0], [10, 0], [[0], [5]])

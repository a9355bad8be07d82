"""Who else bids: chances by hand, by enumeration and by known limits."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson, truncnorm

from placement.decide.bid.bids import TICK, CutNormalBids
from placement.decide.bid.lowest import lowest_places
from placement.decide.bid.ranks import places, places_level_with_rest
from placement.decide.bid.rivals import (
    Rivals,
    known_number,
    listed_chances,
    poisson_number,
    require_bidders,
)
from placement.decide.bid.tender import Tender
from placement.domain.errors import InputError
from placement.domain.types import FloatArray
from tests.tolerances import RECOMPUTED

BIDS = CutNormalBids(mean=np.array([0.22]), sd=np.array([0.03]))
SHARE = st.floats(0.0, 1.0)


def win(commission: float, chance: FloatArray, *, winners: int = 1, bids=BIDS) -> float:
    """Return the chance to win, the number of rivals averaged out."""
    rivals, rules = Rivals(chance=chance, bids=bids), Tender(winners=winners)
    return float(lowest_places(np.array([[commission]]), np.zeros(1), rivals, rules).sum())


def test_at_the_mean_each_rival_is_a_toss() -> None:
    """Four rivals: one winner 1/16; two winners 1/16 + 4/16."""
    assert win(0.22, known_number(4)) == pytest.approx(1 / 16)
    assert win(0.22, known_number(4), winners=2) == pytest.approx(5 / 16)


@given(ahead=SHARE, count=st.integers(0, 6), winners=st.integers(1, 8))
def test_the_chance_is_that_of_all_outcomes_listed(ahead: float, count: int, winners: int) -> None:
    """Every way rivals can fall above or below us, added up."""
    listed = sum(
        np.prod([ahead if below else 1.0 - ahead for below in outcome])
        for outcome in product((True, False), repeat=count)
        if sum(outcome) < winners
    )
    at = np.array([ahead])
    found = places(known_number(count), at, 1.0 - at, most=winners)
    assert float(found.sum()) == pytest.approx(float(listed), abs=1e-12)


@given(ahead=SHARE, count=st.integers(0, 5), winners=st.integers(1, 6))
def test_level_rivals_draw_lots(ahead: float, count: int, winners: int) -> None:
    """Every way rivals can be ahead or level, each order of the level ones as likely."""
    listed = np.zeros(winners)
    for outcome in product((True, False), repeat=count):
        first, level = sum(outcome), count - sum(outcome)
        chance = np.prod([ahead if before else 1.0 - ahead for before in outcome])
        listed[first : first + level + 1] += chance / (level + 1)
    at = np.array([[ahead]])
    found = places_level_with_rest(known_number(count), at, 1.0 - at, most=winners)
    np.testing.assert_allclose(found[0, :, 0], listed, atol=1e-12)


@given(commission=st.floats(0.05, 0.5), mean=st.floats(0.0, 12.0), winners=st.integers(1, 4))
def test_a_poisson_number_thins(commission: float, mean: float, winners: int) -> None:
    """Rivals below b are Poisson with mean * F(b), so the mixture has a closed form."""
    below = float(BIDS.chance_below(np.array([[commission]]))[0, 0])
    expected = poisson(mean * below).cdf(winners - 1)
    found = win(commission, poisson_number(mean), winners=winners)
    assert found == pytest.approx(float(expected), abs=1e-10)


def test_bids_are_a_normal_cut_at_0_and_1() -> None:
    """Against scipy's truncated normal, where the cut matters; quantile and moments too."""
    bids = CutNormalBids(mean=np.array([0.05]), sd=np.array([0.08]))
    theirs = truncnorm(-0.05 / 0.08, 0.95 / 0.08, loc=0.05, scale=0.08)
    places = np.array([[0.0, 0.01, 0.05, 0.2, 1.0]])
    np.testing.assert_allclose(bids.chance_below(places)[0], theirs.cdf(places[0]), atol=1e-12)
    chances = np.array([[0.1, 0.5, 0.99]])
    np.testing.assert_allclose(bids.at(chances)[0], theirs.ppf(chances[0]), rtol=1e-7)
    mean, sd = bids.mean_and_sd()
    assert mean[0] == pytest.approx(theirs.mean(), rel=1e-4)
    assert sd[0] == pytest.approx(theirs.std(), rel=1e-3)


def test_without_spread_a_tick_below_wins_and_a_tie_draws_lots() -> None:
    """Four rivals at 0.22: a tick below takes it, the same bid one time in five, above nothing."""
    same = CutNormalBids(mean=np.array([0.22]), sd=np.array([0.0]))
    assert win(0.22 - TICK, known_number(4), bids=same) == 1.0
    assert win(0.22, known_number(4), bids=same) == pytest.approx(1 / 5)
    assert win(0.22, known_number(4), winners=3, bids=same) == pytest.approx(3 / 5)
    assert win(0.22 + TICK, known_number(4), bids=same) == 0.0


@given(commission=SHARE, lower=SHARE, count=st.integers(0, 9), winners=st.integers(1, 5))
def test_a_lower_bid_never_wins_less(
    commission: float, lower: float, count: int, winners: int
) -> None:
    """And one more winner or one rival less never hurts."""
    low, high = sorted((commission, lower))
    here = win(high, known_number(count), winners=winners)
    assert win(low, known_number(count), winners=winners) >= here - RECOMPUTED
    assert win(high, known_number(count), winners=winners + 1) >= here - RECOMPUTED
    assert win(high, known_number(count + 1), winners=winners) <= here + RECOMPUTED


def test_numbers_of_rivals_by_lot() -> None:
    """One row a lot; typed chances are scaled to exactly 1."""
    np.testing.assert_array_equal(known_number([0, 2]), [[1, 0, 0], [0, 0, 1]])
    np.testing.assert_allclose(listed_chances([0.2, 0.4, 0.398]).sum(), 1.0, atol=1e-15)
    np.testing.assert_allclose(poisson_number(np.array([0.0, 3.0])).sum(axis=-1), 1.0, atol=1e-15)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: known_number(-1), "rivals must be 0 or more; got -1"),
        (lambda: known_number(10**6), "up to 500"),
        (lambda: listed_chances([0.5, 0.4]), "add up to 1; got a sum of 0.9"),
        (lambda: listed_chances([1.5, -0.5]), "must be 0 or more"),
        (lambda: poisson_number(-2.0), "mean number of rivals must be 0 or more"),
        (lambda: CutNormalBids(mean=22.0, sd=0.03), "If you meant 22%, write 0.22."),
        (lambda: CutNormalBids(mean=0.22, sd=3.0), "rival-sd must be a decimal share"),
        (lambda: CutNormalBids(mean=0.22, sd=-0.1), "rival-sd must be 0 or more; got -0.1"),
        (lambda: CutNormalBids(mean=float("nan"), sd=0.1), "rival-mean must be"),
        (lambda: require_bidders(known_number(2), 4), "number of bidders, 3 with yourself; got 4"),
    ],
)
def test_wrong_numbers_are_named(call, words: str) -> None:
    """What, the rule, what came."""
    with pytest.raises(InputError, match=words.replace(".", r"\.").replace("(", r"\(")):
        call()

"""What odds would have foretold: known odds, hand-made triangles, no look at what came later."""

from dataclasses import replace

import numpy as np
import pytest

from placement.domain.errors import InputError
from placement.odds.backtest import METHODS, Foretold, foretell
from placement.odds.calibrate import Batches
from placement.odds.liquidation import Odds, expected_shares
from placement.odds.origins import History
from tests.odds.batches import simulated

ODDS = Odds(willing_share=0.3, pay_hazard=0.12, fade_rate=0.04, reference_age=4.0)


def history(rng: np.random.Generator, *, spread: float = 0.0, instalments: int = 1) -> History:
    """Return a placement a month for a year, of three ages in turn, seen to one day."""
    ages = np.tile([4.0, 8.0, 14.0], 4)
    made = simulated(
        ODDS, ages, accounts=1_500, months=14, rng=rng, spread=spread, instalments=instalments
    )
    collected = made.collected
    for row in range(len(ages)):
        collected[row, 14 - row :] = np.nan
    return History(
        batches=replace(made, collected=collected),
        placed=np.arange(12),
        fade_rate=0.04,
        instalments=instalments,
    )


def triangle(collected: list[list[float]], *, dated: bool = True) -> History:
    """Return batches of 100 accounts and a balance of 1,000, of one age."""
    cells = np.array(collected)
    size = len(cells)
    return History(
        batches=Batches(
            age=np.full(size, 6.0),
            accounts=np.full(size, 100.0),
            balance=np.full(size, 1_000.0),
            collected=cells,
        ),
        placed=np.arange(size) if dated else np.full(size, -1),
        fade_rate=0.03,
    )


NAN = np.nan
SMALL = [
    [100.0, 60.0, 30.0, 20.0, 10.0],
    [80.0, 50.0, 30.0, 15.0, NAN],
    [120.0, 70.0, 40.0, NAN, NAN],
    [90.0, 40.0, NAN, NAN, NAN],
    [70.0, NAN, NAN, NAN, NAN],
]


def of_batch(found: Foretold, batch: int, origin: int) -> int:
    """Return the row of a batch at an origin."""
    (row,) = np.flatnonzero((found.batch == batch) & (found.origin == origin))
    return int(row)


def test_the_others_are_what_paper_says() -> None:
    """A month held out: batch 2 was seen for two months, and brought 40 in its third."""
    found = foretell(triangle(SMALL), 1, rng=np.random.default_rng(1))
    row = of_batch(found, 2, 1)
    assert found.seen[row] == 2
    assert found.actual[row] == 40.0
    # The latest batch with a third month is batch 1: 30 of 1,000.
    assert found.by_method["last_batch"][row] == pytest.approx(30.0)
    # All that was seen by then over ten months of batches.
    seen = 100 + 60 + 30 + 20 + 80 + 50 + 30 + 120 + 70 + 90
    assert found.by_method["flat_rate"][row] == pytest.approx(seen / 10.0)
    # From 190 and 160 at the second month to 190 + 30 and 130 + 30 at the third.
    growth = (190 + 160) / (160 + 130)
    assert found.by_method["chain_ladder"][row] == pytest.approx(190.0 * (growth - 1.0))
    assert set(found.by_method) == set(METHODS)


def test_nothing_that_came_later_is_looked_at() -> None:
    """Doubling what an origin has not seen changes what came, and nothing that was foretold."""
    one = foretell(triangle(SMALL), 1, rng=np.random.default_rng(1))
    later = np.array(SMALL)
    for row in range(5):
        later[row, 4 - row] *= 2.0
    other = foretell(triangle(later.tolist()), 1, rng=np.random.default_rng(1))
    latest, again = one.origin == 1, other.origin == 1
    assert (one.actual[latest] * 2.0 == other.actual[again]).all()
    for method in METHODS:
        np.testing.assert_array_equal(one.by_method[method][latest], other.by_method[method][again])
    np.testing.assert_array_equal(one.low[latest], other.low[again])


def test_batches_without_dates_end_where_they_end() -> None:
    dated = foretell(triangle(SMALL), 1, rng=np.random.default_rng(1))
    undated = foretell(triangle(SMALL, dated=False), 1, rng=np.random.default_rng(1))
    np.testing.assert_array_equal(dated.batch, undated.batch)
    np.testing.assert_allclose(dated.by_method["odds"], undated.by_method["odds"])


def test_batches_that_keep_to_their_odds_are_foretold_to_the_cent() -> None:
    ages = np.array([4.0, 8.0, 14.0, 20.0])
    shares = expected_shares(ODDS, ages, 10)
    made = History(
        batches=Batches(
            age=ages,
            accounts=np.full(4, 1e6),
            balance=np.full(4, 1e9),
            collected=1e9 * shares,
        ),
        placed=np.zeros(4, dtype=np.int64),
        fade_rate=0.04,
    )
    found = foretell(made, 3, rng=np.random.default_rng(1))
    # One month alone, at the first origin, does not tell how fast they pay.
    told = found.origin < 9
    assert found.error(chosen=told) < 1e-3
    assert abs(found.bias(chosen=told)) < 1e-3
    assert found.coverage(told) == 1.0


def test_eight_of_ten_came_in_within_their_range() -> None:
    """Thirty books of known odds, three months held out, accounts of very different balances."""
    rng = np.random.default_rng(11)
    books = [foretell(history(rng, spread=0.6), 3, rng=rng, draws=200) for _ in range(30)]
    rows = sum(len(book) for book in books)
    within = sum(book.coverage() * len(book) for book in books) / rows
    assert rows > 700
    assert 0.75 <= within <= 0.88
    totals = np.mean([book.coverage_of_totals for book in books])
    assert 0.65 <= totals <= 0.95
    came = sum(book.actual.sum() for book in books)
    assert abs(sum((book.by_method["odds"] - book.actual).sum() for book in books)) < 0.02 * came
    errors = {
        method: sum(np.abs(book.by_method[method] - book.actual).sum() for book in books)
        for method in METHODS
    }
    assert min(errors, key=lambda method: errors[method]) == "odds"


@pytest.mark.parametrize("horizon", [1, 3])
def test_instalments_come_smoother_than_payers(horizon: int) -> None:
    """A payer who brings a third a month makes one month vary less than one who brings all."""
    rng = np.random.default_rng(12)
    books = [
        foretell(history(rng, spread=0.6, instalments=3), horizon, rng=rng, draws=200)
        for _ in range(16)
    ]
    rows = sum(len(book) for book in books)
    within = sum(book.coverage() * len(book) for book in books) / rows
    assert 0.76 <= within <= 0.88
    came = sum(book.actual.sum() for book in books)
    assert abs(sum((book.by_method["odds"] - book.actual).sum() for book in books)) < 0.02 * came


def test_error_bias_and_coverage_on_paper() -> None:
    found = Foretold(
        horizon=1,
        batch=np.array([0, 1]),
        origin=np.array([1, 1]),
        seen=np.array([2, 1]),
        age=np.array([4.0, 8.0]),
        actual=np.array([100.0, 50.0]),
        by_method={"odds": np.array([80.0, 55.0])},
        low=np.array([70.0, 51.0]),
        high=np.array([120.0, 60.0]),
        total_low=np.array([120.0]),
        total_high=np.array([160.0]),
    )
    assert found.error() == pytest.approx(25.0 / 150.0)
    assert found.bias() == pytest.approx(-15.0 / 150.0)
    assert found.coverage() == 0.5
    assert found.coverage_of_totals == 1.0
    assert found.error(chosen=found.age > 6.0) == pytest.approx(0.1)


def test_too_little_to_hold_out_is_said() -> None:
    with pytest.raises(InputError, match="No months can be held out: with the last 4 gone"):
        foretell(triangle(SMALL), 4, rng=np.random.default_rng(1))
    with pytest.raises(InputError, match="1 month or more; got 0"):
        foretell(triangle(SMALL), 0, rng=np.random.default_rng(1))

"""Chain-ladder with Mack's errors, held against the tables of his paper and by hand."""

import chainladder
import numpy as np
import pytest

from placement.domain.errors import InputError
from placement.odds.chain_ladder import chain_ladder, mack

NAN = np.nan


@pytest.mark.parametrize(
    ("sample", "to_come", "se"),
    [("genins", 18_680_856.0, 2_447_095.0), ("raa", 52_135.0, 26_909.0)],
    ids=["Taylor and Ashe", "RAA"],
)
def test_published_triangles(sample: str, to_come: float, se: float) -> None:
    """Mack (1993), table of Taylor and Ashe's data; Mack (1994) for RAA."""
    triangle = chainladder.load_sample(sample)
    ultimate, _, total_se = mack(triangle)
    latest = np.nansum(np.asarray(triangle.latest_diagonal.values))
    assert ultimate.sum() - latest == pytest.approx(to_come, abs=0.5)
    assert total_se == pytest.approx(se, abs=0.5)


def test_factors_by_hand() -> None:
    """Of 100 and 120 grow 150 and 180 by month 2, of 150 in turn 165 by month 3."""
    found = chain_ladder(
        np.array([[100.0, 50.0, 15.0], [120.0, 60.0, NAN], [80.0, NAN, NAN]]), np.full(3, 1_000.0)
    )
    np.testing.assert_allclose(found.ultimate, [165.0, 180.0 * 1.1, 80.0 * 1.5 * 1.1])
    assert found.seen.tolist() == [3, 2, 1]
    assert found.to_come == pytest.approx(18.0 + 52.0)
    assert found.share == pytest.approx((165.0 + 198.0 + 132.0) / 3_000.0)


def test_batches_seen_equally_long_are_one_origin() -> None:
    money = np.array([[100.0, 50.0, 15.0], [120.0, 66.0, NAN], [80.0, NAN, NAN]])
    whole = chain_ladder(money, np.full(3, 1_000.0))
    halves = chain_ladder(np.repeat(money / 2.0, 2, axis=0), np.full(6, 500.0))
    np.testing.assert_allclose(halves.ultimate, whole.ultimate)
    np.testing.assert_allclose(halves.placed, whole.placed)
    assert halves.total_se == pytest.approx(whole.total_se)
    assert whole.total_se > 0.0


@pytest.mark.parametrize(
    ("money", "says"),
    [
        ([[1.0, NAN, 1.0], [1.0, 1.0, NAN], [1.0, NAN, NAN]], "every month up to the last"),
        ([[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]], "3 different ages and 3 months"),
        ([[0.0, 0.0, 0.0], [0.0, 1.0, NAN], [0.0, NAN, NAN]], "nothing came in at first"),
        ([[1.0] * 6, [1.0] * 5 + [NAN], [1.0] * 2 + [NAN] * 4], "equal distances"),
    ],
)
def test_where_it_cannot_be_done_it_says_why(money: list[list[float]], says: str) -> None:
    with pytest.raises(InputError, match=says):
        chain_ladder(np.array(money), np.full(len(money), 10.0))


def test_the_youngest_batch_may_have_been_seen_for_some_months() -> None:
    """Every factor by hand: what comes in month after month over all that were seen so long."""
    rng = np.random.default_rng(1)
    money = rng.uniform(50.0, 100.0, (5, 10))
    money[np.arange(10) >= np.arange(10, 5, -1)[:, None]] = np.nan
    totals = np.cumsum(money, axis=1)
    expected = []
    for row in range(5):
        value = totals[row, 9 - row]
        for month in range(10 - row, 10):
            longer = ~np.isnan(totals[:, month])
            value *= totals[longer, month].sum() / totals[longer, month - 1].sum()
        expected.append(value)
    found = chain_ladder(money, np.full(5, 1e4))
    np.testing.assert_allclose(found.ultimate, expected, rtol=1e-9)
    assert 0.0 < found.total_se < 0.1 * found.ultimate.sum()

"""What a backtest says of its ranges."""

import numpy as np
import pytest

from placement.odds.backtest import Foretold
from placement.report.backtest_answer import beyond_ranges, may_be_relied_on


def one_year(came: float) -> Foretold:
    """Return 100 foretold of one batch, eight chances in ten from 90 to 115."""
    return Foretold(
        horizon=12,
        batch=np.array([0]),
        origin=np.array([0]),
        seen=np.array([12]),
        age=np.array([6.0]),
        actual=np.array([came]),
        by_method={"odds": np.array([100.0])},
        low=np.array([90.0]),
        high=np.array([115.0]),
        total_low=np.array([90.0]),
        total_high=np.array([115.0]),
    )


@pytest.mark.parametrize(
    ("came", "beyond"),
    [(84.6, True), (84.8, False), (89.0, False), (122.8, False), (123.0, True)],
)
def test_a_total_is_beyond_where_chance_takes_it_once_in_twenty(came: float, beyond: bool) -> None:
    """1.96 / 1.2816 = 1.529 times the way from what was foretold to either end."""
    assert beyond_ranges(one_year(came)) is beyond
    assert may_be_relied_on(one_year(came)) is not beyond

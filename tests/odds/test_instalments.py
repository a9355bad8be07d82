"""How payers pay, from simulated accounts that pay in known ways."""

import numpy as np
import pytest

from placement.odds.instalments import ENOUGH, Payers, how_paid


def payers(
    *, instalments: int, settled: float, breakage: float, count: int = 3_000, months: int = 12
) -> Payers:
    """Accounts one by one: each pays equal parts until it has paid, stops, or the file ends."""
    rng = np.random.default_rng(instalments)
    balance = 5_000.0 * np.exp(0.8 * rng.standard_normal(count))
    paid = np.zeros((count, months))
    for row in range(count):
        for part in range(min(instalments, months)):
            if part and rng.random() < breakage:
                break
            paid[row, part] = settled * balance[row] / instalments
        paid[row, rng.integers(1, months + 1) :] = np.nan
    return Payers(balance=balance, paid=paid)


@pytest.mark.parametrize(
    ("instalments", "settled", "breakage"),
    [(1, 1.0, 0.0), (1, 0.7, 0.0), (3, 0.93, 0.03), (3, 0.8, 0.2), (6, 0.9, 0.05), (2, 1.0, 0.0)],
)
def test_known_ways_come_back(instalments: int, settled: float, breakage: float) -> None:
    found = how_paid(payers(instalments=instalments, settled=settled, breakage=breakage))
    assert found is not None
    assert found.instalments == instalments
    assert found.settlement_share.value == pytest.approx(
        settled, abs=max(3.0 * found.settlement_share.se, 1e-6)
    )
    assert found.breakage.value == pytest.approx(breakage, abs=max(3.0 * found.breakage.se, 1e-5))
    assert found.settlement_share.se < 0.03
    assert found.payers > ENOUGH


def test_errors_are_those_of_samples_drawn_again() -> None:
    """By brute force: the spread of the estimate over samples is the error it states."""
    whole = payers(instalments=3, settled=0.9, breakage=0.1, count=40_000)
    parts = [
        how_paid(Payers(balance=whole.balance[at::80], paid=whole.paid[at::80])) for at in range(80)
    ]
    known = [part for part in parts if part is not None]
    assert len(known) == 80
    for name in ("settlement_share", "breakage"):
        spread = np.std([getattr(part, name).value for part in known])
        stated = np.mean([getattr(part, name).se for part in known])
        assert stated == pytest.approx(spread, rel=0.3)


def test_of_too_few_or_too_short_nothing_is_told() -> None:
    few = payers(instalments=3, settled=0.9, breakage=0.1, count=ENOUGH - 5)
    assert how_paid(few) is None
    short = payers(instalments=6, settled=0.9, breakage=0.0, months=4)
    assert how_paid(short) is None

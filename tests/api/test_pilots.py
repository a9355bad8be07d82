"""What the numbers in use say of a pilot's chance, against counting debtors month by month."""

import numpy as np
import pytest

from placement import api
from placement.api.library_odds import library_odds
from placement.assume.library import load_library
from placement.risk.draws import draw_numbers, numbers_of_draw

LIBRARY = load_library()


def _within(months: int, *, willing: float, pays: float, fades: float) -> float:
    """Return who begins to pay within some months, by very small steps."""
    left, paid, steps = willing, 0.0, 4_000 * months
    for _ in range(steps):
        paid += left * pays * months / steps
        left -= left * (pays + fades) * months / steps
    return paid


def test_without_ranges_to_speak_of_the_guess_is_the_model() -> None:
    """All numbers held but one with a narrow range: the mean is the chance as it stands."""
    odds = library_odds(LIBRARY, "bank_card", 7.0)
    chance = _within(
        6,
        willing=odds.willing_share.value,
        pays=odds.pay_hazard.value,
        fades=odds.fade_rate.value,
    )
    entries = dict(LIBRARY.entries)
    for path, entry in entries.items():
        value = entry.value
        entries[path] = entry.model_copy(
            update={
                "low": value - 1e-3 * (value - entry.low),
                "high": value + 1e-3 * (entry.high - value),
            }
        )
    narrow = api.library_prior(LIBRARY.__class__(entries=entries), "bank_card", 7.0, draws=20)
    assert narrow.mean == pytest.approx(chance, rel=2e-3)
    wide = api.library_prior(LIBRARY, "bank_card", 7.0)
    assert narrow.strength > 1_000 * wide.strength


def test_the_guess_has_the_mean_and_the_variance_of_its_draws() -> None:
    numbers = draw_numbers(
        LIBRARY, ["telecom"], count=60, streams=api.uncertainty.streams_of(5)
    ).numbers()
    chances = []
    for draw in range(60):
        odds = library_odds(numbers_of_draw(numbers, draw), "telecom", 4.0)
        speed = odds.pay_hazard.value + odds.fade_rate.value
        chances.append(
            odds.willing_share.value * odds.pay_hazard.value / speed * -np.expm1(-speed * 3)
        )
    prior = api.library_prior(LIBRARY, "telecom", 4.0, months=3, draws=60, seed=5)
    a, b = prior.mean * prior.strength, (1 - prior.mean) * prior.strength
    assert prior.mean == pytest.approx(np.mean(chances), rel=1e-9)
    variance = a * b / ((a + b) ** 2 * (a + b + 1))
    assert variance == pytest.approx(np.var(chances, ddof=1), rel=1e-9)


def test_longer_work_and_younger_accounts_succeed_more() -> None:
    mean = {
        (age, months): api.library_prior(LIBRARY, "bank_card", age, months=months, draws=10).mean
        for age in (3.0, 24.0)
        for months in (3, 12)
    }
    assert mean[3.0, 3] < mean[3.0, 12]
    assert mean[24.0, 12] < mean[3.0, 12]

"""Easy debtors: found where young batches hold them, not invented where they do not."""

from dataclasses import replace

import numpy as np
import pytest

from placement.odds.calibrate import Batches, Fit
from placement.odds.easy import SHOWN, EasyTerms, calibrate_easy
from placement.odds.liquidation import Odds, expected_shares, moved, slopes

TERMS = EasyTerms(hazard=2.5, leaves=2.4)
TRUE = Odds(
    willing_share=0.2, pay_hazard=0.12, fade_rate=0.04, reference_age=1.0,
    easy_share=0.25, easy_hazard=2.5, easy_leaves=2.4,
)  # fmt: skip
NONE = replace(TRUE, easy_share=0.0)
AGES = np.repeat([1.0, 2.0, 4.0, 9.0], 3)


def simulated(odds: Odds, rng: np.random.Generator, *, accounts: int = 1_000) -> Batches:
    """Return batches account by account, from the due date's kinds of debtors on.

    Every account of a batch was easy, hard or neither at the reference age; those who paid before
    the batch was placed are not in it.
    """
    months = 15
    collected = np.zeros((len(AGES), months))
    for row, age in enumerate(AGES):
        kind = np.empty(0, dtype=int)
        lost = np.empty(0)
        while len(kind) < accounts:
            some = rng.choice(
                3, 4 * accounts,
                p=[odds.easy_share, odds.willing_share, 1 - odds.easy_share - odds.willing_share],
            )  # fmt: skip
            fades = rng.exponential(1.0 / odds.fade_rate, len(some))
            pays = rng.exponential(1.0 / odds.easy_leaves, len(some))
            before = age - odds.reference_age
            here = ~((some == 0) & (pays < before) & (pays < fades))
            kind = np.append(kind, some[here])
            lost = np.append(lost, (fades - before)[here])
        kind, lost = kind[:accounts], lost[:accounts]
        hazard = np.array([odds.easy_hazard, odds.pay_hazard, 1e-12])[kind]
        pays = rng.exponential(1.0 / hazard)
        month = np.floor(pays[(pays < lost) & (pays < months)]).astype(int)
        collected[row] = 1_000.0 * np.bincount(month, minlength=months)
    size = np.full(len(AGES), float(accounts))
    return Batches(age=AGES, accounts=size, balance=1_000.0 * size, collected=collected)


def fitted(batches: Batches, terms: EasyTerms = TERMS) -> Fit:
    return calibrate_easy(batches, terms, fade_rate=0.03)


def test_the_curve_is_that_of_the_simulation() -> None:
    batches = simulated(TRUE, np.random.default_rng(1), accounts=60_000)
    share = batches.collected / batches.balance[:, None]
    wanted = expected_shares(TRUE, AGES, 15)
    error = np.sqrt(wanted * (1.0 - wanted) / 60_000)
    assert np.mean(np.abs(share - wanted) < 2.0 * error) > 0.9


def test_slopes_are_those_of_the_curve() -> None:
    """Of one type as the closed form has them; of both against a wider step."""
    plain = slopes(NONE, AGES, 6)
    assert plain.shape == (3, len(AGES), 6)
    step = 1e-3
    for at, slope in enumerate(slopes(TRUE, AGES, 6)):
        move = step * np.eye(5)[at]
        ends = [expected_shares(moved(TRUE, sign * move), AGES, 6) for sign in (1.0, -1.0)]
        np.testing.assert_allclose(slope, (ends[0] - ends[1]) / (2 * step), atol=1e-6)


@pytest.mark.parametrize("share", [0.25, 0.08])
def test_intervals_cover_the_easy_share(share: float) -> None:
    """60 books: 95 % are 57, fewer than 52 would be seen once in 50 times."""
    rng = np.random.default_rng(9)
    true = replace(TRUE, easy_share=share)
    hits, books = np.zeros(4), 60
    for _ in range(books):
        fit = fitted(simulated(true, rng, accounts=600))
        assert fit.easy is not None
        assert fit.easy.is_shown
        found = (fit.easy.share, fit.willing_share, fit.pay_hazard, fit.ultimate)
        known = (share, true.willing_share, true.pay_hazard, true.ultimate)
        hits += [e.low <= x <= e.high for e, x in zip(found, known, strict=True)]
    assert (hits >= 52).all(), hits


def test_books_without_easy_debtors_do_not_invent_them() -> None:
    """One in 40 would by chance; of 80 books more than 6 once in 70 times."""
    rng = np.random.default_rng(13)
    shown = 0
    for _ in range(80):
        fit = fitted(simulated(NONE, rng, accounts=600))
        assert fit.easy is not None
        shown += fit.easy.is_shown
        if not fit.easy.is_shown:
            assert fit.easy_share is None
            assert fit.odds.easy_share == 0.0
            assert fit.whole_covariance.shape == (3, 3)
    assert shown <= 6


def test_another_hazard_than_was_thought_is_found() -> None:
    true = replace(TRUE, easy_hazard=1.2)
    fit = fitted(simulated(true, np.random.default_rng(3), accounts=4_000))
    assert fit.easy is not None
    assert fit.easy.hazard.low <= 1.2 <= fit.easy.hazard.high
    assert fit.easy.share.low <= 0.25 <= fit.easy.share.high


def test_old_batches_are_not_asked() -> None:
    batches = simulated(TRUE, np.random.default_rng(5))
    old = AGES > 3.0
    fit = fitted(
        Batches(
            age=AGES[old], accounts=batches.accounts[old], balance=batches.balance[old],
            collected=batches.collected[old],
        )
    )  # fmt: skip
    assert fit.easy is None


def test_what_is_shown_is_told_by_the_likelihood() -> None:
    """The more accounts, the more the fast part adds, in proportion."""
    rng = np.random.default_rng(21)
    few, many = (fitted(simulated(TRUE, rng, accounts=n)) for n in (500, 2_000))
    assert few.easy is not None
    assert many.easy is not None
    assert SHOWN < few.easy.ratio < many.easy.ratio
    assert many.easy.ratio / few.easy.ratio == pytest.approx(4.0, rel=0.4)

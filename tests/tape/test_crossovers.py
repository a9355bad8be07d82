"""Age bands are cut where the best option changes: found by trying every day, and worth it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from placement import api
from placement.assume.library import load_library
from placement.decide.rank import OPTIONS
from placement.tape.segment import Segmentation

LIBRARY = load_library()
SAMPLES = Path(__file__).parents[2] / "data" / "samples"
NEAR = 0.25 + 12.0 / 365.0
"""Months: a change is known to half a month and the cut is its middle, on a whole day."""


def best_by_day(balance: float, days: np.ndarray) -> np.ndarray:
    """Return the best option of a card on each day past due."""
    found = []
    for day in days:
        card = api.one_account(sector="bank_card", balance=balance, age=12.0 * day / 365.0)
        found.append(OPTIONS[int(api.rank_segments(card, LIBRARY).best[0])])
    return np.array(found)


def segmented(balance: float, days: np.ndarray) -> Segmentation:
    """Return the segments of cards of one balance, one a day."""
    rows = pd.DataFrame({"sector": "bank_card", "balance": balance, "days_past_due": days})
    content = rows.to_csv(index=False).encode()
    book = api.open_tape(content, filename="cards.csv", assumptions=LIBRARY)
    return api.segment_tape(book.tape, LIBRARY)


@pytest.mark.parametrize("balance", [7_000.0, 12_000.0])
def test_a_band_is_cut_where_the_best_option_changes(balance: float) -> None:
    """Every day of one band is tried; on either side of the change lies another segment."""
    days = np.arange(91, 121)
    best = best_by_day(balance, days)
    change = 1 + int(np.argmax(best[1:] != best[:-1]))
    assert (best[:change] == best[0]).all()
    assert (best[change:] == best[-1]).all()
    assert best[0] != best[-1]
    index = segmented(balance, days).index
    cut = 1 + int(np.argmax(index[1:] != index[:-1]))
    assert index[0] != index[-1]
    assert abs(days[cut] - days[change]) * 12.0 / 365.0 <= NEAR


def test_a_band_without_a_change_stays_whole() -> None:
    """Ten days on which the same is best."""
    days = np.arange(125, 135)
    assert len(set(best_by_day(7_000.0, days))) == 1
    assert len(segmented(7_000.0, days).segments) == 1


def test_segments_are_worth_what_their_accounts_are() -> None:
    """Valuing by segment misses less than a thousandth of the best mix of the mixed sample."""
    content = (SAMPLES / "mixed_book.csv").read_bytes()
    ranked = api.rank_tape(content, filename="mixed_book.csv")
    check = api.check_by_account(ranked, LIBRARY)
    assert 0.0 < abs(check.difference) < 0.001 * check.by_account

"""Drawn assumptions: row j is what the j-th draw gives by itself."""

from collections.abc import Sequence

import numpy as np
import pytest

from placement.assume.assumptions import Assumption, Assumptions
from placement.assume.library import load_library
from placement.domain.types import Option, Stance
from placement.value.options import value_options
from tests.builders import SECTORS, random_book, segments
from tests.tolerances import CENT_FRACTION, RECOMPUTED
from tests.value.book import with_pasts

LIBRARY = load_library()
BOOK = with_pasts(random_book(24, seed=8), LIBRARY, seed=1)
SHARED = ("market", "court", "conduct", "tax", "what_if", "law")


def highest(entry: Assumption) -> float:
    """Return the upper end, or for shares of debtors what keeps them within all debtors."""
    is_share = entry.path.endswith(("easy_share", "hard_share", "reluctant_share"))
    return entry.value if is_share else entry.high


def drawn(values: dict[str, list[float]]) -> Assumptions:
    """Return the library with draws laid over some paths."""
    return Assumptions(
        entries=LIBRARY.entries,
        drawn={path: np.array(column)[:, None] for path, column in values.items()},
    )


def assert_rows_equal_single_valuations(
    values: dict[str, list[float]],
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    rows_to_check: Sequence[int] | None = None,
) -> None:
    together = value_options(BOOK, drawn(values), stance=stance)
    draws = len(next(iter(values.values())))
    for draw in range(draws) if rows_to_check is None else rows_to_check:
        one = {path: column[draw] for path, column in values.items()}
        alone = value_options(BOOK, LIBRARY.with_values(one).as_library(), stance=stance)
        for option in Option:
            rows = np.broadcast_to(together.cash[option].net, (draws, len(BOOK)))
            np.testing.assert_allclose(
                rows[draw],
                alone.cash[option].net,
                rtol=RECOMPUTED,
                atol=CENT_FRACTION,
                err_msg=f"{option} under {one}",
            )


@pytest.mark.parametrize("first", [*SECTORS, *SHARED])
def test_any_one_number_may_be_drawn(first: str) -> None:
    """Each path alone, at the ends of its range: no other number has the axis of draws."""
    ranged = {
        path: [entry.low, highest(entry)]
        for path, entry in LIBRARY.entries.items()
        if path.split(".")[0] == first and entry.low < entry.high
    }
    assert ranged or first == "what_if"
    for path, ends in ranged.items():
        assert_rows_equal_single_valuations({path: ends}, rows_to_check=[1])


@pytest.mark.parametrize("stance", Stance)
def test_all_numbers_may_be_drawn_together(stance: Stance) -> None:
    rng = np.random.default_rng(4)
    values = {}
    for path, entry in LIBRARY.entries.items():
        if entry.low == entry.high:
            continue
        column = entry.low + (highest(entry) - entry.low) * rng.random(4)
        whole = entry.unit in ("term", "whole_months", "count")
        values[path] = (np.round(column) if whole else column).tolist()
    assert_rows_equal_single_valuations(values, stance=stance)


@pytest.mark.parametrize(
    "path", ["what_if.commission_points", "what_if.odds_factor", "what_if.contact_cost_factor"]
)
def test_what_if_numbers_may_be_drawn(path: str) -> None:
    assert_rows_equal_single_valuations({path: [0.1, 0.2, 0.3]})


def test_each_draw_has_its_own_court_procedure() -> None:
    """50,000 is a small claim by half a wage of 129,220, and not by half of 91,413."""
    numbers = LIBRARY.with_values({"court.months.small_claims": 9, "court.months.summary": 11})
    wages = {"law.small_claims_wage": np.array([[91_413.0], [129_220.0]])}
    mixed = Assumptions(entries=numbers.entries, drawn=wages)
    months = value_options(segments(balance=50_000.0), mixed).terms.lawsuit.months
    assert months.tolist() == [[11.0], [9.0]]

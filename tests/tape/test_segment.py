"""Segments: what is put together, what is kept apart, and the means."""

import datetime as dt

import numpy as np
import pytest

from placement.domain.days import DAYS_PER_MONTH
from placement.domain.errors import InputError
from placement.tape.bands import Bands, band_of
from placement.tape.segment import account_segments, segment
from placement.tape.stratify import stratify

HEAD = (
    "sector,creditor_type,balance,principal,months_past_due,placements,disputed,last_demand_date\n"
)
TWO = HEAD + (
    "telecom,other,100,80,2.0,0,no,2025-12-01\n"
    "telecom,other,300,,1.0,0,no,2025-11-01\n"
)  # fmt: skip
AS_OF = dt.date(2025, 12, 31)


def test_worked_example(checked) -> None:
    """100 owed for 2 months and 300 owed for 1: mean 200, age (100·2 + 300·1) / 400 = 1.25."""
    bands = Bands(age=(6.0,), balance=(1000.0,))
    segments = segment(checked(TWO, as_of=AS_OF).tape, bands).segments
    assert len(segments) == 1
    assert segments.accounts.tolist() == [2]
    assert segments.balance.tolist() == [200.0]
    np.testing.assert_allclose(segments.age, [1.25], rtol=1e-12)
    np.testing.assert_allclose(segments.principal_share, [0.8], rtol=1e-12)
    np.testing.assert_allclose(
        segments.months_since_demand, [(100 * 30 + 300 * 60) / 400 / DAYS_PER_MONTH], rtol=1e-12
    )
    assert segments.label == ("telecom · other · up to 180 days · under 1,000",)


@pytest.mark.parametrize(
    "row",
    [
        "logistics,other,100,80,2,0,no,2025-12-01",
        "telecom,state_owned,100,80,2,0,no,2025-12-01",
        "telecom,other,100,80,7,0,no,2025-12-01",
        "telecom,other,9000,80,2,0,no,2025-12-01",
        "telecom,other,100,80,2,1,no,2025-12-01",
        "telecom,other,100,80,2,0,yes,2025-12-01",
        "telecom,other,100,80,2,0,no,",
    ],
)
def test_what_moves_a_decision_is_kept_apart(row, checked) -> None:
    bands = Bands(age=(6.0,), balance=(1000.0,))
    cut = segment(checked(TWO + row + "\n", as_of=AS_OF).tape, bands)
    assert len(cut.segments) == 2
    assert cut.segments.accounts.sum() == 3
    other = cut.segments.take(np.array([cut.index[2]]))
    assert other.accounts.tolist() == [1]


def test_unknown_demand_stays_unknown(checked) -> None:
    text = TWO + "telecom,other,100,80,2,0,no,\n"
    segments = segment(checked(text, as_of=AS_OF).tape, Bands(age=(6.0,), balance=(1e3,))).segments
    known = ~np.isnan(segments.months_since_demand)
    assert sorted(segments.accounts[known]) == [2]
    assert "limitation unknown" in segments.label[int(np.flatnonzero(~known)[0])]


def test_limitation_months_are_an_argument(checked) -> None:
    tape = checked(TWO, as_of=AS_OF).tape
    cut = segment(tape, Bands(age=(), balance=()), limitation_months=1.5)
    assert cut.past_limitation.tolist() == [False, True]


def test_edges_open_the_band_above() -> None:
    assert band_of(np.array([2.9, 3.0, 5.9, 6.0]), (3.0, 6.0)).tolist() == [0, 1, 1, 2]


def test_three_and_more_placements_share_a_segment_at_their_mean(checked) -> None:
    rows = "".join(f"telecom,other,100,80,2,{n},no,2025-12-01\n" for n in (3, 4, 8))
    segments = segment(checked(HEAD + rows, as_of=AS_OF).tape).segments
    assert segments.placements.tolist() == [5]


@pytest.mark.parametrize("edges", [(3.0, 3.0), (6.0, 3.0), (0.0, 3.0), (-1.0,), (float("nan"),)])
def test_bands_that_do_not_rise_are_refused(edges) -> None:
    with pytest.raises(InputError, match="rise from above 0"):
        Bands(age=edges)
    with pytest.raises(InputError, match="rise from above 0"):
        Bands(balance=edges)


def test_each_account_can_be_a_segment(checked) -> None:
    alone = account_segments(checked(TWO, as_of=AS_OF).tape)
    assert alone.label == ("2", "3")
    assert alone.balance.tolist() == [100.0, 300.0]
    assert alone.sector == ("telecom", "telecom")
    assert alone.accounts.tolist() == [1, 1]


def test_strata_of_two_properties(checked) -> None:
    text = TWO + "logistics,other,600,,2,0,yes,\n"
    table = stratify(checked(text, as_of=AS_OF).tape, ["sector", "disputed"])
    assert table["sector"].tolist() == ["telecom", "logistics"]
    assert table["disputed"].tolist() == ["not disputed", "disputed"]
    assert table["accounts"].tolist() == [2, 1]
    assert table["share"].tolist() == [0.4, 0.6]
    assert table["mean_balance"].tolist() == [200.0, 600.0]
    np.testing.assert_allclose(table["mean_age"], [1.25, 2.0])


def test_balance_bands_stand_beside_balance_sums(checked) -> None:
    table = stratify(checked("balance,dpd\n50,2\n150,2\n300,2\n").tape, "balance")
    assert table["balance_band"].tolist() == ["under 200", "200 to 1,000"]
    assert table["balance"].tolist() == [200.0, 300.0]


def test_strata_name_what_is_not_given(checked) -> None:
    table = stratify(checked("balance,dpd,region\n1,2,north\n3,4,\n").tape, "region")
    assert table["region"].tolist() == ["north", "not given"]


def test_an_unknown_stratum_is_refused(checked) -> None:
    with pytest.raises(InputError, match="got colour"):
        stratify(checked("balance,dpd\n1,2\n").tape, "colour")

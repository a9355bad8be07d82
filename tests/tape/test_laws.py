"""Laws of the tape: nothing is lost, nothing is counted twice."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.domain.errors import TapeError
from placement.tape.bands import Bands
from placement.tape.check import check
from placement.tape.columns import match_columns
from placement.tape.numbers import parse_number
from placement.tape.read import read_table
from placement.tape.segment import account_segments, segment
from placement.tape.stratify import STRATA, stratify

SECTORS = ("bank_card", "telecom")
HEADINGS = (
    "account_id",
    "sector",
    "balance",
    "days_past_due",
    "placements",
    "disputed",
    "currency",
    "letters",
    "history",
)

AMOUNTS = st.one_of(
    st.floats(-1e6, 1e7).map(lambda x: f"{x:.2f}"),
    st.floats(0, 1e6).map(lambda x: f'"{x:,.2f}元"'),
    st.sampled_from(["", "0", "x", "12%", "balance", "-"]),
)
ROWS = st.tuples(
    st.sampled_from(["a", "b", "c", "d", "", "total", "合计"]),
    st.sampled_from(["bank_card", "telecom", "电信", "mars", ""]),
    AMOUNTS,
    st.sampled_from(["0", "30", "400", "-1", "", "x"]),
    st.sampled_from(["0", "1", "5", "", "-2"]),
    st.sampled_from(["true", "否", "", "?"]),
    st.sampled_from(["CNY", "USD", ""]),
    st.sampled_from(["0", "2", "7", "x", ""]),
    st.sampled_from(["in_house 1", "in_house 7;agency 6", "agency 6", "x", ""]),
).map(list)
BROKEN = st.sampled_from([["a", "b"], ["1"] * 11])
FILES = st.lists(st.one_of(ROWS, ROWS, ROWS, BROKEN), min_size=1, max_size=30)


def read(rows: list[list[str]]):
    """Check a file of these rows."""
    text = "\n".join(",".join(row) for row in (HEADINGS, *rows)) + "\n"
    raw = read_table(text.encode(), filename="a.csv")
    return check(raw, match=match_columns(raw.table.column_names), known_sectors=SECTORS)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(rows=FILES)
def test_rows_and_money_kept_and_left_out_add_up_to_the_file(rows) -> None:
    whole = [row for row in rows if len(row) == len(HEADINGS)]
    amounts = [parse_number(row[2].strip('"')) or 0.0 for row in whole]
    try:
        result = read(rows)
    except TapeError:
        return
    tape, out = result.tape, result.tape.excluded
    assert len(tape) + len(out) == len(rows)
    assert sorted([*tape.row.tolist(), *out.row.tolist()]) == list(range(2, len(rows) + 2))
    assert tape.balance.sum() + out.money == pytest.approx(sum(amounts), rel=1e-9, abs=0.01)
    assert all(out.reasons)
    assert (tape.balance > 0).all()
    assert (tape.age >= 0).all()
    assert out.raw.num_rows == len(out)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    rows=st.lists(ROWS, min_size=1, max_size=30),
    ages=st.sets(st.floats(0.1, 100), max_size=4),
    balances=st.sets(st.floats(1, 1e6), max_size=4),
)
def test_segments_and_strata_add_up_to_the_tape(rows, ages, balances) -> None:
    rows.append(["good", "telecom", "12.34", "30", "0", "no", "CNY", "", ""])
    try:
        tape = read(rows).tape
    except TapeError:
        return
    bands = Bands(age=tuple(sorted(ages)), balance=tuple(sorted(balances)))
    cut = segment(tape, bands)
    segments = cut.segments
    assert segments.accounts.sum() == len(tape)
    assert (segments.accounts > 0).all()
    np.testing.assert_allclose((segments.accounts * segments.balance).sum(), tape.balance.sum())
    np.testing.assert_array_equal(np.bincount(cut.index), segments.accounts)
    assert len(set(segments.label)) == len(segments)
    for stratum in STRATA:
        table = stratify(tape, stratum, bands=bands)
        assert table["accounts"].sum() == len(tape)
        assert table["balance"].sum() == pytest.approx(tape.balance.sum())
        assert table["share"].sum() == pytest.approx(1.0)
    alone = account_segments(tape)
    np.testing.assert_array_equal(alone.balance, tape.balance)

"""Parquet of any type is read or said, and a small file that claims a huge one is refused."""

import datetime as dt
import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from placement.domain.errors import TapeError
from placement.tape import budget
from placement.tape.read import read_table

CARD = 6222021234567890123


def parquet(table: pa.Table, **options: object) -> bytes:
    """Write a table as Parquet."""
    target = io.BytesIO()
    pq.write_table(table, target, **options)
    return target.getvalue()


def book(**columns: object) -> bytes:
    """Write a book of two accounts with some columns of its own."""
    usual = {"account_id": ["a1", "a2"], "balance": [100.0, 200.0], "days_past_due": [30, 60]}
    return parquet(pa.table(usual | columns))


ODD = {
    "integers above 2^53": pa.array([CARD, 2**53 + 1]),
    "unsigned": pa.array([2**64 - 1, 1], pa.uint64()),
    "half floats": pa.array(np.array([1.5, 2.0], np.float16)),
    "decimals": pa.array([1, 2], pa.decimal128(38, 0)),
    "wide decimals": pa.array([10**60, 2], pa.decimal256(76, 0)),
    "moments with a zone": pa.array([0, 86_400_000_000], pa.timestamp("us", "Asia/Shanghai")),
    "moments of no known zone": pa.array([0, 86_400_000_000], pa.timestamp("us", "Mars/North")),
    "far moments": pa.array([2**62, -(2**62)], pa.timestamp("us")),
    "64-bit dates": pa.array([dt.date(2025, 1, 1), dt.date(2025, 6, 1)], pa.date64()),
    "durations": pa.array([1, 2], pa.duration("s")),
    "times": pa.array([1, 2], pa.time64("us")),
    "lists": pa.array([[1], [2, 3]]),
    "records": pa.array([{"x": 1}, {"x": 2}]),
    "codes of numbers": pa.array([7, 9]).dictionary_encode(),
    "codes of texts": pa.array(["7", "9"]).dictionary_encode(),
    "flags": pa.array([True, False]),
    "nothing": pa.nulls(2),
    "bytes": pa.array([b"\xff", b""]),
    "not finite": pa.array([float("nan"), float("inf")]),
}


@pytest.mark.parametrize("field", ["account_id", "balance", "days_past_due", "due_date", "sector"])
@pytest.mark.parametrize("kind", ODD)
def test_any_type_in_any_column_is_read_or_said(checked, field, kind) -> None:
    """No type ends in a traceback, wherever it stands."""
    try:
        result = checked(
            book(**{field: ODD[kind]}), filename="a.parquet", as_of=dt.date(2025, 12, 31)
        )
    except TapeError as error:
        said = str(error)
    else:
        said = "read"
        assert len(result.tape) + len(result.tape.excluded) == 2
    assert said


def test_long_integers_stay_whole_as_account_numbers(checked) -> None:
    tape = checked(book(account_id=pa.array([CARD, CARD + 1])), filename="a.parquet").tape
    assert tape.account_id.tolist() == [str(CARD), str(CARD + 1)]


def test_half_floats_and_days_of_a_zone_are_what_they_say(checked) -> None:
    midnight = dt.datetime(2025, 11, 30, 16, tzinfo=dt.UTC)
    content = parquet(
        pa.table(
            {
                "balance": pa.array(np.array([1.5, 2.0], np.float16)),
                "due_date": pa.array([midnight] * 2, pa.timestamp("ms", "Asia/Shanghai")),
                "as_of": pa.array([dt.date(2025, 12, 31)] * 2, pa.date64()),
            }
        )
    )
    tape = checked(content, filename="a.parquet").tape
    assert tape.balance.tolist() == [1.5, 2.0]
    assert tape.as_of == dt.date(2025, 12, 31)
    assert tape.age.tolist() == checked("balance,dpd\n1,30\n1,30\n").tape.age.tolist()


def test_a_card_number_under_amounts_or_ages_of_a_text_file(checked, findings) -> None:
    """It used to end in a traceback."""
    text = (
        f"account_id,balance,days_past_due\na1,{CARD},30\na2,5,{CARD}\na3,7,30\na4,{CARD}{CARD},1\n"
    )
    result = checked(text)
    assert result.tape.account_id.tolist() == ["a3"]
    assert {"balance_implausible", "age_too_high"} <= findings(result).keys()


def test_rows_that_the_reader_loses_end_the_reading(monkeypatch) -> None:
    whole = pq.ParquetFile.read
    monkeypatch.setattr(pq.ParquetFile, "read", lambda file, **given: whole(file, **given).slice(1))
    with pytest.raises(TapeError, match="promises 2 rows, but 1 were read"):
        read_table(book(), filename="a.parquet")


def test_two_columns_of_one_name(checked, findings) -> None:
    arrays = [pa.array([1.0]), pa.array([[1]]), pa.array([30]), pa.array([2.0]), pa.array(["x"])]
    table = pa.table(arrays, names=["balance", "dpd", "dpd", "balance", "balance.x"])
    result = checked(parquet(table), filename="a.parquet")
    assert result.tape.balance.tolist() == [1.0]
    assert findings(result)["column_ambiguous"].message.endswith('"balance" is used.')
    assert findings(result)["column_type_unread"].column == "dpd"
    assert findings(result)["column_unused"].column == "balance (2), balance.x"


@pytest.mark.parametrize("cells", [np.zeros(900_000), np.array(["x" * 200]).repeat(300_000)])
def test_a_small_file_of_equal_cells_is_refused_before_it_is_laid_out(cells, monkeypatch) -> None:
    content = parquet(pa.table({"balance": pa.array(cells)}))
    assert len(content) < 10_000
    assert read_table(content, filename="a.parquet").table.num_rows == len(cells)
    monkeypatch.setattr(budget, "_ALWAYS", 1 << 21)
    with pytest.raises(TapeError, match="far more than its size promises"):
        read_table(content, filename="a.parquet")


def test_a_missing_column_of_a_type_that_is_not_read_is_named(checked) -> None:
    with pytest.raises(TapeError) as told:
        checked(parquet(pa.table({"balance": [[1.0]], "dpd": [30]})), filename="book.parquet")
    assert any("no text, number, date or flag: balance" in line for line in told.value.messages)

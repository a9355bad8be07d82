"""Numbers, dates, flags and texts as people write them."""

import datetime as dt
import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.tape.cells import as_text, encode
from placement.tape.dates import day_of, months_between, parse_date, read_dates
from placement.tape.flags import read_flags
from placement.tape.numbers import DAY_UNITS, parse_number, read_numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.50元", 1234.5),
        ("￥7000", 7000.0),
        ("¥ 1,000", 1000.0),
        ("１２３", 123.0),
        ("1.234,50", 1234.5),
        ("1234,5", 1234.5),
        ("1 234.50", 1234.5),
        ("(42.10)", -42.1),
        ("-￥3", -3.0),
        ("￥-3", -3.0),
        ("1.2万", 12000.0),
        ("3万元", 30000.0),
        ("CNY 500", 500.0),
        ("1e3", 1000.0),
        ("50.00-", -50.0),
        ("1,234.56-", -1234.56),
        ("300.00 CR", -300.0),
        ("900.00 DR", 900.0),
        ("$(25.00)", -25.0),
        ("-$25.00", -25.0),
        ("(¥25.00)", -25.0),
        ("25.00元-", -25.0),
        ("贷 25.00", -25.0),
        (" $ -   ", 0.0),
        ("1.5亿元", 1.5e8),
        ("HK$ 20", 20.0),
        ("1.234.567", 1234567.0),
        ("1'234,50", 1234.5),
        ("12%", None),
        ("待核实", None),
        ("1,23", 1.23),
        ("1,2345", None),
        ("1e999", None),
        ("", None),
    ],
)
def test_amounts_as_people_write_them(text, value) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("1.250", 1.25, 1250.0),
        ("1,250", 1250.0, 1.25),
        ("12.480,75", 12480.75, 12480.75),
        ("12,480.75", 12480.75, 12480.75),
        ("980,50", 980.5, 980.5),
        ("0.125", 0.125, 0.125),
        ("1250.500", 1250.5, 1250.5),
        ("-1.250 €", -1.25, -1250.0),
    ],
)
def test_the_decimal_sign_decides_what_leaves_a_doubt(text, point, comma) -> None:
    for decimal, value in (("point", point), ("comma", comma)):
        assert parse_number(text, decimal=decimal) == value
        many = read_numbers(pa.chunked_array([[text, "x"]]), decimal=decimal)
        np.testing.assert_array_equal(many.values, [value, np.nan])


@given(st.floats(-1e9, 1e9).map(lambda x: round(x, 2)))
def test_an_amount_with_thousands_reads_back(amount) -> None:
    assert parse_number(f"{amount:,.2f}元") == pytest.approx(amount, abs=1e-9)


def test_plain_cells_stay_plain_beside_dirty_ones() -> None:
    numbers = read_numbers(pa.chunked_array([["1.5", "-2", None, "-", "3元", "x", " 4 "]]))
    np.testing.assert_array_equal(numbers.values, [1.5, -2, np.nan, np.nan, 3, np.nan, 4])
    assert numbers.missing.tolist() == [False, False, True, True, False, False, False]
    assert numbers.unreadable.tolist() == [False] * 5 + [True, False]
    assert numbers.repaired.tolist() == [False] * 4 + [True, False, True]


def test_infinity_is_no_amount() -> None:
    numbers = read_numbers(pa.chunked_array([[1.0, math.inf, None]]))
    assert numbers.unreadable.tolist() == [False, True, False]
    assert numbers.missing.tolist() == [False, False, True]


def test_units_belong_to_the_column() -> None:
    assert parse_number("90天", units=DAY_UNITS) == 90.0
    assert parse_number("3个月", units=DAY_UNITS) is None


@pytest.mark.parametrize(
    "text",
    ["2024-01-31", "2024/1/31", "2024.01.31", "20240131", "2024年1月31日", "2024-01-31 10:20:30",
     "2024-01-31T00:00", "45322"],
)  # fmt: skip
def test_one_day_in_many_spellings(text) -> None:
    assert day_of(parse_date(text)) == dt.date(2024, 1, 31)


@pytest.mark.parametrize("text", ["2024-02-30", "05/01/2024", "soon", "2024", "9999-01-01"])
def test_what_is_no_certain_day_is_not_read(text) -> None:
    assert parse_date(text) is None


def test_day_and_month_are_told_apart_by_the_column() -> None:
    clear = read_dates(pa.chunked_array([["05/01/2024", "31/01/2024"]]))
    assert [day_of(d) for d in clear.values] == [dt.date(2024, 1, 5), dt.date(2024, 1, 31)]
    unclear = read_dates(pa.chunked_array([["05/01/2024", "06/02/2024"]]))
    assert unclear.unreadable.all()


@pytest.mark.parametrize(
    "column",
    [
        pa.array([dt.date(2024, 1, 31), None]),
        pa.array([dt.datetime(2024, 1, 31, 23), None]),
        pa.array([20240131, None]),
        pa.array([45322.0, None]),
        pa.array(["2024-01-31", None]),
        pa.array(["2024-01-31", None]).dictionary_encode(),
    ],
)
def test_dates_of_every_type(column) -> None:
    dates = read_dates(pa.chunked_array([column]))
    assert day_of(dates.values[0]) == dt.date(2024, 1, 31)
    assert dates.missing.tolist() == [False, True]


def test_a_year_is_twelve_months() -> None:
    assert months_between(0.0, 365.0) == 12.0


@pytest.mark.parametrize(
    "column", [pa.array(["是", "N", "maybe", None]), pa.array(["1", "0", "2", "-"])]
)
def test_flags(column) -> None:
    flags = read_flags(pa.chunked_array([column]))
    np.testing.assert_array_equal(flags.values, [1, 0, np.nan, np.nan])
    assert flags.unreadable.tolist() == [False, False, True, False]


def test_flags_of_the_file_s_own_type() -> None:
    np.testing.assert_array_equal(
        read_flags(pa.chunked_array([[True, False, None]])).values, [1, 0, np.nan]
    )


def test_whole_numbers_read_as_text_have_no_decimal_point() -> None:
    assert as_text(pa.chunked_array([[1001.0, 2.5, None]])).to_pylist() == ["1001", "2.5", None]


def test_codes_trim_and_join_chunks() -> None:
    codes = encode(pa.chunked_array([["b", " a"], ["a ", None, ""]]))
    assert codes.texts().tolist() == ["b", "a", "a", None, None]
    assert codes.names == ("b", "a")

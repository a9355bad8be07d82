"""Cells that are far longer than anything they could say: they say nothing, and soon."""

import time

import pytest

from placement import api
from placement.tape.numbers import parse_number
from placement.tape.read import read_table
from placement.tape.stages import band_of, bare_numbers, exact_days
from tests.hostile.targets import LIBRARY, refused

HEADINGS = ("account_id", "balance", "days past due", "due date", "stage", "status")
PLAIN = ("A2", "200", "60", "2025-03-01", "M2", "open")
LONG = 200_000


@pytest.mark.parametrize("sign", ["-", "(", "1 ", "一", "1", "年", "M", " a"])
@pytest.mark.parametrize("heading", HEADINGS[1:])
def test_a_column_of_one_endless_cell_is_judged_soon(heading: str, sign: str) -> None:
    """Each sign was minutes of work somewhere, or a number that Python does not convert."""
    cells = [sign * (LONG // len(sign)) if name == heading else x
             for name, x in zip(HEADINGS, PLAIN, strict=True)]  # fmt: skip
    book = "\n".join(",".join(row) for row in (HEADINGS, cells, PLAIN)).encode()
    start = time.process_time()
    refused(
        lambda: api.check_tape(
            read_table(book, filename="a.csv"), assumptions=LIBRARY, sector="telecom"
        )
    )
    assert time.process_time() - start < 10.0


@pytest.mark.parametrize("text", ["-" * LONG + "1", "1" * LONG, "一" * LONG, "M" * LONG])
def test_what_is_too_long_is_no_number_and_no_age(text: str) -> None:
    assert parse_number(text) is None
    assert band_of(text) is exact_days(text) is None
    assert bare_numbers(text) == ()

"""Day before month or month before day: a day above 12 tells, in any date column, or the user."""

import datetime as dt

import pytest

from placement.domain.errors import TapeError
from placement.tape.dates import day_of, parse_date
from placement.tape.findings import Severity
from placement.tape.meaning import Meaning

OPEN = "balance,dpd,last_demand_date\n5,300,10/11/2025\n6,300,09/12/2025\n"
LATER = dt.date(2025, 12, 31)


def test_what_could_be_either_way_waits_for_the_answer(checked, findings) -> None:
    result = checked(OPEN, as_of=LATER)
    found = findings(result)["dates_open"]
    assert (found.severity, found.rows, found.money) == (Severity.DOUBT, 2, 11.0)
    assert [(c.answer, c.label) for c in found.choices] == [
        ("day-first", "10/11/2025 is 2025-11-10"),
        ("month-first", "10/11/2025 is 2025-10-11"),
    ]
    assert "date_unreadable" not in findings(result)


@pytest.mark.parametrize(("answer", "days"), [("day-first", 51), ("month-first", 81)])
def test_the_answer_reads_them(answer, days, checked, findings) -> None:
    result = checked(OPEN, as_of=LATER, meaning=Meaning(dates=answer))
    assert result.tape.months_since_demand[0] * 365 / 12 == pytest.approx(days)
    assert "dates_open" not in findings(result)


def test_where_they_are_the_only_age_the_error_says_how_to_answer(checked) -> None:
    text = "balance,due_date\n5,10/11/2022\n6,10/12/2022\n"
    with pytest.raises(TapeError) as told:
        checked(text, as_of=LATER)
    (question,) = told.value.messages
    assert "--dates day-first" in question
    tape = checked(text, as_of=LATER, meaning=Meaning(dates="month-first")).tape
    assert tape.age[0] * 365 / 12 == pytest.approx((LATER - dt.date(2022, 10, 11)).days)


def test_one_column_tells_for_the_others(checked, findings) -> None:
    result = checked(
        "balance,dpd,last_demand_date,last_payment_date\n5,300,10/11/2025,25/06/2025\n", as_of=LATER
    )
    assert result.tape.months_since_demand[0] * 365 / 12 == pytest.approx(51)
    assert "dates_open" not in findings(result)


def test_a_cell_that_tells_is_read_where_the_column_contradicts_itself(checked, findings) -> None:
    text = "balance,dpd,last_demand_date\n5,300,25/06/2025\n6,300,06/25/2025\n7,300,01/02/2025\n"
    result = checked(text, as_of=LATER)
    assert findings(result)["dates_open"].first == ((4, "01/02/2025"),)
    first, second, third = result.tape.months_since_demand
    assert first == second
    assert third != third


@pytest.mark.parametrize(
    "text", ["5-Jun-2025", "05 June 2025", "Jun 5, 2025", "June 5 2025", "5.Jun.2025"]
)
def test_a_month_in_words_leaves_no_doubt(text) -> None:
    assert day_of(parse_date(text)) == dt.date(2025, 6, 5)


def test_the_same_number_twice_is_no_doubt(checked, findings) -> None:
    result = checked("balance,dpd,last_demand_date\n5,300,11/11/2025\n", as_of=LATER)
    assert "dates_open" not in findings(result)
    assert result.tape.months_since_demand[0] * 365 / 12 == pytest.approx(50)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("31.12.24", None, (2024, 12, 31)),
        ("05.04.25", None, None),
        ("05.04.25", "day-first", (2025, 4, 5)),
        ("12/31/24", None, (2024, 12, 31)),
        ("24/12/31", None, None),
        ("24/12/31", "year-first", (2024, 12, 31)),
        ("99-12-31", None, (1999, 12, 31)),
        ("13/02/2025", "month-first", (2025, 2, 13)),
        ("202503", None, (2025, 3, 31)),
        ("2025-12", None, (2025, 12, 31)),
        ("2025年2月", None, (2025, 2, 28)),
        ("Mar 2025", None, (2025, 3, 31)),
        ("2025-13-02", None, None),
        ("202513", None, None),
    ],
)
def test_years_of_two_digits_and_months_alone(text, order, day) -> None:
    found = parse_date(text, order=order)
    assert (None if found is None else day_of(found)) == (dt.date(*day) if day else None)


def test_a_short_year_is_read_where_one_cell_tells_the_order(checked) -> None:
    tape = checked("balance,due_date\n5,31.12.24\n6,05.04.25\n", as_of=LATER).tape
    days = [(LATER - dt.date(2024, 12, 31)).days, (LATER - dt.date(2025, 4, 5)).days]
    assert (tape.age * 365 / 12).tolist() == pytest.approx(days)


@pytest.mark.parametrize("cell", ["202503", "2025-03"])
def test_a_month_is_its_last_day_and_that_is_said(cell, checked, findings) -> None:
    result = checked(f"balance,due_date\n5,{cell}\n", as_of=LATER)
    assert result.tape.age[0] * 365 / 12 == pytest.approx(275)
    assert findings(result)["date_is_month"].first == ((2, cell),)


def test_a_date_that_cannot_be_of_the_order_said_is_named(checked, findings) -> None:
    text = "balance,due_date\n5,13/02/2025\n6,03/04/2025\n"
    result = checked(text, as_of=LATER, meaning=Meaning(dates="month-first"))
    assert findings(result)["dates_of_another_order"].first == ((2, "13/02/2025"),)
    assert "dates_of_another_order" not in findings(checked(text, as_of=LATER))


def test_where_no_date_can_be_read_that_is_what_is_said(checked) -> None:
    with pytest.raises(TapeError) as told:
        checked("balance,due_date\n5,2025-13-02\n", as_of=LATER)
    assert "no date" in told.value.messages[0]
    assert "2025-13-02" in told.value.messages[0]


def test_a_column_of_several_orders_is_said_to_be_one(checked, findings) -> None:
    text = "balance,due_date\n5,02/13/2025\n6,13/04/2025\n7,03/04/2025\n"
    found = findings(checked(text, as_of=LATER))
    assert "several orders" in found["dates_open"].message
    assert "age_missing" not in found

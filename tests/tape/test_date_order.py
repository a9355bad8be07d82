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
    assert "--dates day-first" in told.value.messages[0]
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

"""Numbers of nines alone are named with their count and money, and nothing else is."""

import pytest

from placement.tape.findings import Severity

HEAD = "account_id,balance,days_past_due\n"


def test_nines_are_warned_of_and_stay(checked, findings) -> None:
    result = checked(f"{HEAD}a,10,999\nb,9999999,365\nc,20,9999\nd,999999.99,40\ne,5,30\n")
    assert len(result.tape) == 5
    ages, balances = findings(result)["age_stand_in"], findings(result)["balance_stand_in"]
    assert (ages.severity, ages.rows, ages.money) == (Severity.WARNING, 2, 30.0)
    assert ages.first == ((2, "999"), (4, "9999"))
    assert (balances.rows, balances.money) == (2, pytest.approx(9999999 + 999999.99))


def test_an_age_of_999_days_among_its_like_is_one(checked, findings) -> None:
    rows = "".join(f"a{day},5,{day}\n" for day in range(960, 1040))
    assert "age_stand_in" not in findings(checked(HEAD + rows))
    crowded = rows + "".join(f"b{i},5,999\n" for i in range(20))
    assert findings(checked(HEAD + crowded))["age_stand_in"].rows == 21


@pytest.mark.parametrize("row", ["a,99,99\n", "a,9999.5,90\n", "a,99999,9\n"])
def test_short_numbers_of_nines_are_common(row, checked, findings) -> None:
    found = findings(checked(HEAD + row))
    assert not {"age_stand_in", "balance_stand_in"} & set(found)


def test_days_under_another_heading_are_seen_too(checked, findings) -> None:
    assert findings(checked("余额,账龄\n1,95\n2,999\n3,300\n"))["age_stand_in"].first == (
        (3, "999"),
    )

"""Balances that no account of the sector has: asked about, never taken in silence."""

import pytest

from placement.domain.plausible import SELDOM_ABOVE
from placement.tape.findings import Severity
from placement.tape.meaning import Meaning

HEAD = "account_id,balance,days_past_due\n"


def rows(*amounts: object) -> str:
    """Return a book of these balances."""
    return HEAD + "".join(f"A{i},{amount},90\n" for i, amount in enumerate(amounts))


def test_a_mobile_number_is_no_debt(checked, findings) -> None:
    result = checked(rows(1000, 2000, 13812345678), sector="bank_card")
    assert result.tape.balance.tolist() == [1000, 2000]
    assert result.tape.excluded.money == 0.0
    found = findings(result)["balance_phone"]
    assert (found.severity, found.first) == (Severity.ERROR, ((4, "•••••••5678"),))


def test_one_balance_far_above_the_sector_is_asked_about(checked, findings) -> None:
    result = checked(rows(90, 150, 5_000_000), sector="telecom")
    assert result.tape.balance.sum() == 5_000_240
    found = findings(result)["balance_far_off"]
    assert (found.severity, found.rows, found.money) == (Severity.DOUBT, 1, 5_000_000)
    assert "balance_far_off" not in findings(checked(rows(90, 150, 300_000), sector="logistics"))


@pytest.mark.parametrize(
    ("sector", "amounts"),
    [
        ("bank_card", (0.5, 1.2, 3.4)),
        ("software_retainage", (12.5, 3.2)),
        ("telecom", (0.1, 0.2)),
    ],
)
def test_a_column_too_small_for_its_sector_may_be_in_another_unit(
    sector, amounts, checked, findings
) -> None:
    text = rows(*amounts)
    found = findings(checked(text, sector=sector))["balance_size"]
    assert found.severity is Severity.DOUBT
    totals = {choice.answer: choice.balance for choice in found.choices}
    assert totals == pytest.approx({"元": sum(amounts), "万元": 10_000 * sum(amounts)})
    for unit, total in totals.items():
        told = checked(text, sector=sector, meaning=Meaning(unit=unit))
        assert told.tape.balance.sum() == pytest.approx(total)
        assert "balance_size" not in findings(told)


def test_a_column_too_large_for_its_sector_is_asked_about(checked, findings) -> None:
    result = checked(rows(800_000, 900_000, 700), sector="telecom")
    found = findings(result)["balance_size"]
    assert (found.severity, found.rows) == (Severity.DOUBT, 2)
    assert "balance_far_off" not in findings(result)


def test_a_few_small_balances_are_usual(checked, findings) -> None:
    result = checked(rows(0.5, 1000, 2000, 3000), sector="bank_card")
    assert "balance_size" not in findings(result)


def test_a_balance_somewhat_above_the_sector_is_usual(checked, findings) -> None:
    """Only what is ten times what accounts seldom owe more than is asked about."""
    high = SELDOM_ABOVE["telecom"]
    found = findings(checked(rows(90, 150, 9.9 * high), sector="telecom"))
    assert "balance_far_off" not in found
    assert "balance_far_off" in findings(checked(rows(90, 150, 10.1 * high), sector="telecom"))

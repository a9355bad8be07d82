"""One account number on several rows: repeats count once, bills all count."""

import numpy as np
import pytest

from placement.tape.findings import Severity
from placement.tape.meaning import Meaning

HEAD = "account_id,invoice,balance,principal,days_past_due,disputed\n"
ROWS = "a,1,1000,800,180,no\na,2,2500,2500,90,yes\nb,3,700,700,120,no\n"


def test_bills_stay_apart_and_are_asked_about(checked, findings) -> None:
    result = checked(HEAD + ROWS)
    assert (len(result.tape), result.tape.balance.sum()) == (3, 4200.0)
    found = findings(result)["bills"]
    assert (found.severity, found.rows, found.money) == (Severity.DOUBT, 2, 3500.0)
    assert [(c.answer, c.accounts, c.balance, c.taken) for c in found.choices] == [
        ("keep", 3, 4200.0, True),
        ("add", 2, 4200.0, False),
    ]


def test_bills_added_up_are_one_account_as_old_as_the_oldest(checked, findings) -> None:
    result = checked(HEAD + ROWS, meaning=Meaning(bills="add"))
    tape = result.tape
    assert tape.balance.tolist() == [3500.0, 700.0]
    np.testing.assert_allclose(tape.age * 365 / 12, [180, 120])
    np.testing.assert_allclose(tape.principal_share, [3300 / 3500, 1.0])
    assert tape.disputed.tolist() == [True, False]
    assert (len(tape.excluded), tape.excluded.money) == (1, 0.0)
    assert tape.excluded.reasons == ("bill_added",)
    assert findings(result)["bill_added"].severity is Severity.NOTE
    assert findings(result)["bill_added"].money == 2500.0
    assert {f.severity for f in result.findings} == {Severity.NOTE}


def test_a_bill_of_unknown_principal_makes_the_account_s_unknown(checked) -> None:
    text = HEAD + ROWS.replace("1000,800", "1000,")
    assert np.isnan(checked(text, meaning=Meaning(bills="add")).tape.principal_share[0])


def test_the_answer_ends_the_doubt(checked, findings) -> None:
    result = checked(HEAD + ROWS, meaning=Meaning(bills="keep"))
    assert findings(result)["bills"].severity is Severity.NOTE
    assert len(result.tape) == 3


def test_equal_bills_of_different_documents_are_no_repeats(checked, findings) -> None:
    """A cell that is no field of ours tells them apart all the same."""
    result = checked(f"{HEAD}a,1,10,,90,no\na,2,10,,90,no\na,2,10,,90,no\n")
    assert result.tape.balance.sum() == 20.0
    assert findings(result)["duplicate"].rows == 1


@pytest.mark.parametrize("heading", ["序号", "No.", "index"])
def test_a_number_of_the_row_tells_nothing_apart(heading, checked, findings) -> None:
    result = checked(f"{heading},account_id,balance,days_past_due\n1,a,5,30\n2,a,5,30\n")
    assert len(result.tape) == 1
    assert findings(result)["duplicate"].rows == 1


def test_a_bad_row_is_no_bill(checked, findings) -> None:
    result = checked("account_id,balance,days_past_due\na,x,30\na,7,30\n")
    assert result.tape.balance.tolist() == [7.0]
    assert "bills" not in findings(result)

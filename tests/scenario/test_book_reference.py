"""A book is known again by its accounts, not by its file."""

from placement import api
from placement.assume.library import load_library
from placement.scenario.book_reference import BookReference, reference_of

BOOK = "account_id,sector,balance,days_past_due\nA1,telecom,100,40\nA2,telecom,250,95\n"


def reference(text: str, *, name: str = "a.csv", columns: dict[str, str] | None = None):
    book = api.open_tape(text.encode(), filename=name, assumptions=load_library(), mapping=columns)
    return reference_of(book.tape, name=name)


def test_the_same_accounts_in_another_file_are_the_same_book() -> None:
    one, two = reference(BOOK), reference(BOOK.replace(",", ";"), name="b.csv")
    assert isinstance(one, BookReference)
    assert (one.accounts, one.total) == (2, 350.0)
    assert one.digest == two.digest
    assert one.differences(two) == ()


def test_one_account_more_or_other_is_another_book() -> None:
    one = reference(BOOK)
    for text in (BOOK + "A3,telecom,1,40\n", BOOK.replace("A2", "A9"), BOOK.replace("95", "96")):
        other = reference(text)
        assert other.digest != one.digest
        assert one.differences(other)

"""What hangs on a doubt is the difference to the book that the other answer makes."""

import pytest

from placement import api
from placement.tape.findings import Choice, Finding, Severity
from placement.tape.meaning import Meaning

NUMBERS = api.assumptions_in_use()
FILE = "account_id,sector,balance,ages\n" + "".join(
    f"A{place},bank_card,7000,{age}\n" for place, age in enumerate((4, 8, 20, 30))
)


def opened(field: str) -> api.Book:
    return api.open_tape(
        FILE.encode(), filename="b.csv", assumptions=NUMBERS, mapping={field: "ages"}
    )


def ranked(field: str) -> api.BookRanking:
    return api.rank_book(opened(field), NUMBERS)


def doubt(*answers: str) -> Finding:
    choices = tuple(
        Choice(question="age_unit", answer=answer, label=answer, taken=place == 0)
        for place, answer in enumerate(answers)
    )
    return Finding(code="x", severity=Severity.DOUBT, message="x", choices=choices)


def test_a_stake_is_the_difference_of_two_rankings() -> None:
    book = opened("months_past_due")
    (stake,) = api.stakes_of(
        doubt("months", "days"),
        ranked("months_past_due"),
        lambda _: opened("days_past_due"),
        NUMBERS,
    )
    totals = [
        api.rank_book(each, NUMBERS).ranking.best_mix_total
        for each in (book, opened("days_past_due"))
    ]
    assert stake.net == totals[1]
    assert stake.change == pytest.approx(totals[1] - totals[0])
    assert stake.change != 0.0
    fields = ("months_past_due", "days_past_due")
    best = [each.ranking.best[each.segmentation.index] for each in map(ranked, fields)]
    assert stake.moves == int((best[0] != best[1]).sum()) > 0
    assert (stake.came, stake.went) == (0, 0)


def test_a_reading_that_leaves_no_book_says_why() -> None:
    def none(_: Choice) -> api.Book:
        return api.open_tape(
            b"account_id,sector,balance,days_past_due\nA,bank_card,0,5\n",
            filename="b.csv", assumptions=NUMBERS,
        )  # fmt: skip

    (stake,) = api.stakes_of(doubt("months", "days"), ranked("months_past_due"), none, NUMBERS)
    assert stake.net is None
    assert stake.went == 4
    assert "owe nothing" in stake.why


def test_what_has_one_reading_hangs_on_nothing() -> None:
    plain = Finding(code="x", severity=Severity.NOTE, message="x")
    assert api.stakes_of(plain, ranked("months_past_due"), lambda _: 1 / 0, NUMBERS) == ()  # type: ignore[arg-type]


def test_an_answer_is_laid_over_the_others() -> None:
    said = Meaning(unit="万元").answered("dates", "day-first")
    assert said == Meaning(unit="万元", dates="day-first")

"""The text of a history: what it means, what it counts, and what it refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.domain.errors import InputError
from placement.domain.history import (
    EXAMPLE,
    history_months,
    in_house_months_of,
    letters_of,
    parse_history,
    placements_of,
    write_history,
)

STAGES = (("in_house", 5.0), ("agency", 6.0), ("letter", 1.0), ("wait", 2.0))


def test_worked_example() -> None:
    """5 + 6 + 1 + 2 = 14 months; one placement and one letter."""
    stages = parse_history(EXAMPLE)
    assert stages == STAGES
    assert history_months(stages) == 14.0
    assert in_house_months_of(stages) == 5.0
    assert (placements_of(stages), letters_of(stages)) == (1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "in_house 5; agency 6; letter; wait 2",
        "In-House 5 months, Agency 6m, Letter 1, WAIT 2",
        "in house 5,agency6,law letter,wait 2.0",
        "自催5个月，委外6、律师函；等待2",
        "内催５, 外包 6, 发函, 闲置 2",
    ],
)
def test_ways_of_writing_the_same(text: str) -> None:
    assert parse_history(text) == STAGES
    assert write_history(parse_history(text)) == EXAMPLE


def test_no_text_is_no_history() -> None:
    assert parse_history("") == parse_history("  ") == ()
    assert write_history(()) == ""


def test_only_in_house_work_that_comes_first_may_begin_with_a_part_of_a_month() -> None:
    assert parse_history("in_house 5.3, agency 6")[0] == ("in_house", 5.3)
    for text in ("in_house 5, agency 6.5", "agency 6, in_house 5.3", "wait 0.5"):
        with pytest.raises(InputError, match="must be whole"):
            parse_history(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("agency", "needs its months, above 0; got 'agency'"),
        ("in_house 0", "needs its months, above 0; got 'in_house 0'"),
        ("letter 2", "lasts 1 month; got 'letter 2'. Write letter once for each"),
        (
            "court 3",
            "letter, payment_order, wait with its months; got 'court 3'",
        ),
        ("in_house 5,, agency 6", "got ''"),
        ("in_house -3", "got 'in_house -3'"),
        ("in_house 1e3", "got 'in_house 1e3'"),
        ("6", "got '6'"),
        ("agency 601", "at most 600 months in all; got 601"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_history(text)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "text", ["in_house" + " " * 50_000 + "!", "x" * 100_000, "letter," * 9_999]
)
def test_long_nonsense_is_refused_at_once_and_in_short(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_history(text)
    assert len(str(caught.value)) < 300


@given(
    first=st.floats(0.01, 60.0),
    rest=st.lists(
        st.tuples(st.sampled_from(["in_house", "agency", "wait"]), st.integers(1, 24)), max_size=8
    ),
)
def test_what_is_written_is_read_back(first: float, rest: list[tuple[str, int]]) -> None:
    stages = (("in_house", first), *((kind, float(n)) for kind, n in rest), ("letter", 1.0))
    assert parse_history(write_history(stages)) == stages

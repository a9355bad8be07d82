"""Numbers in two languages: sums as each counts, days as each writes them."""

import datetime as dt
import pickle
from gettext import NullTranslations

import pytest
from babel.numbers import format_compact_decimal
from hypothesis import given
from hypothesis import strategies as st

from placement.domain.language import catalogue
from placement.domain.text import day_text, language, t
from placement.ui.charts.axes import amount_tick, amount_ticks
from placement.words.numbers import (
    MINUS,
    cents,
    difference,
    in_one_form,
    money,
    points,
    share,
    signed,
    whole,
)


@pytest.mark.parametrize(
    ("amount", "english", "chinese"),
    [
        (0.0, "0", "0"),
        (-0.4, "0", "0"),
        (99_999.4, "99,999", "99,999"),
        (100_000.0, "100,000", "10万"),
        (18_890_215.0, "18,890,215", "1,889.02万"),
        (-18_890_215.0, f"{MINUS}18,890,215", f"{MINUS}1,889.02万"),
        (99_999_949.0, "99,999,949", "9,999.99万"),
        (99_999_999.0, "99,999,999", "1亿"),
        (123_456_789.0, "123,456,789", "1.23亿"),
        (1_234_567_890.0, "1,234.57 million", "12.35亿"),
        (2e12, "2,000,000 million", "20,000亿"),
    ],
)
def test_a_large_sum_is_written_as_the_language_counts(
    amount: float, english: str, chinese: str
) -> None:
    assert money(amount) == english
    with language(catalogue("zh")):
        assert money(amount) == chinese


def test_the_amounts_of_a_sentence_have_one_form() -> None:
    """Counted by ten thousand as soon as one is; below ten thousand there are only digits."""
    both = (99_999.5, 1_234_567.0, -12_345.6, 999.994, -0.001)
    english = ["99,999.50", "1,234,567.00", "-12,345.60", "999.99", "0.00"]
    assert in_one_form(*both, decimals=2) == english
    with language(catalogue("zh")):
        assert in_one_form(*both, decimals=2) == ["10万", "123.46万", "-1.23万", "999.99", "0.00"]
        assert in_one_form(99_999.0, 12_345.6) == ["99,999", "12,346"]
        assert in_one_form(5e8, 20_000.0) == ["5亿", "2万"]


def test_a_text_writes_its_sums_in_one_form() -> None:
    """Whatever the text: what `money` says knows how it is written beside a large one."""
    with language(catalogue("zh")):
        assert t("{a} of {b}", a=money(37_035.0), b=money(1_244_500.0)) == "3.70万 of 124.45万"
        assert t("{a} of {b}", a=money(9_035.0), b=money(1_244_500.0)) == "9,035 of 124.45万"
        assert t("{a} of {b}", a=money(37_035.0), b=money(99_000.0)) == "37,035 of 99,000"
        assert t("{a} of {b}", a=difference(-37_035.0), b=signed(2e5)) == f"{MINUS}3.70万 of +20万"
        assert t("{a} of {b}", a=difference(37_035.0), b=signed(-2e5)) == "+3.70万 of -20万"
        assert pickle.loads(pickle.dumps(money(37_035.0))).beside == "3.70万"
    assert t("{a} of {b}", a=money(37_035.0), b=money(2e9)) == "37,035 of 2,000 million"


@given(st.floats(min_value=100_000.0, max_value=9.9e11))
def test_the_digits_are_those_of_unicode(amount: float) -> None:
    """Babel's of CLDR, but that it has no commas and stays below its own next unit."""
    with language(catalogue("zh")):
        said = money(amount).replace(",", "")
    count, unit = float(said[:-1]), {"万": 1e4, "亿": 1e8}[said[-1]]
    assert abs(count * unit - amount) <= 0.005 * unit * (1 + 1e-9)
    assert count < 10_000.0
    known = format_compact_decimal(amount, locale="zh", fraction_digits=2)
    if known[:-1] != "10000":
        assert (count, said[-1]) == (float(known[:-1]), known[-1])


def test_tables_and_counts_stay_digits() -> None:
    with language(catalogue("zh")):
        assert whole(18_890_215.4) == "18,890,215"
        assert cents(18_890_215.4) == "18,890,215.40"
        assert (points(0.166), share(1, of=8)) == ("16.6%", "12.5%")


def test_a_change_keeps_the_sign_that_streamlit_reads() -> None:
    assert (signed(-1_234.0), signed(0.3), signed(2.0)) == ("-1,234", "0", "+2")
    with language(catalogue("zh")):
        assert (signed(-200_000.0), signed(123_456.0)) == ("-20万", "+12.35万")


def test_a_day_is_written_as_the_language_does() -> None:
    day = dt.date(2026, 1, 8)
    assert day_text(day) == "2026-01-08"
    with language(catalogue("zh")):
        assert day_text(day) == "2026年1月8日"
    with language(NullTranslations()):
        assert day_text(day) == "2026-01-08"


def test_ticks_of_an_axis_count_alike() -> None:
    assert [amount_tick(x) for x in (0.1, 100.0, 1e5, 1e8)] == [
        "0.1",
        "100",
        "100,000",
        "100,000,000",
    ]
    assert "'bn'" in amount_ticks()["labelExpr"]
    with language(catalogue("zh")):
        assert [amount_tick(x) for x in (0.1, 100.0, 1e4, 1e5, 1e8)] == [
            "0.1", "100", "1万", "10万", "1亿",
        ]  # fmt: skip
        expression = amount_ticks()["labelExpr"]
    assert "datum.value / 10000, ',.4~g') + '万'" in expression
    assert "datum.value / 100000000, ',.4~g') + '亿'" in expression

"""Fee terms as people write them."""

import tomllib
from pathlib import Path

import pytest

from placement.assume.fee_file import parse_fees, read_fee_file
from placement.decide.deal.fee_file import fee_terms
from placement.decide.deal.fee_terms import AgeWhen, Band, Bonus, FeeTerms, Vat
from placement.domain.errors import InputError

WHOLE = """
by_age = [{ from = 0, to = 12, rate = 0.15 }, { from = 12, rate = 0.25 }]
by_balance = [{ from = 0, to = 50000, points = 0.0 }, { from = 50000, points = -0.02 }]
by_placement = [{ from = 1, to = 2, points = 0.0 }, { from = 2, points = 0.05 }]
by_result = [{ from = 0, to = 0.15, points = 0.0 }, { from = 0.15, points = 0.01 }]
result_marginal = true
bonuses = [{ chance = 0.2, points = 0.02 }, { chance = 0.2, share = -0.1 }]
age_when = "cash"
reversal_share = 0.05
reversals_clawed_back = false
recall_fee = 2.0
minimum_per_account = 1.5
minimum_per_lot = 3000
tail_months = 3
tail_share = 0.5
direct_share = 0.1
direct_earns = false
late_fee_share = 0.08
late_fee_rate = 0.8
vat = "out"
vat_credit_share = 0.5
lawyers_act = false
"""


def test_every_term_can_be_written() -> None:
    terms = fee_terms(tomllib.loads(WHOLE))
    assert terms == FeeTerms(
        by_age=(Band(start=0, end=12, rate=0.15), Band(start=12, end=None, rate=0.25)),
        by_balance=(Band(start=0, end=50000, rate=0.0), Band(start=50000, end=None, rate=-0.02)),
        by_placement=(Band(start=1, end=2, rate=0.0), Band(start=2, end=None, rate=0.05)),
        by_result=(Band(start=0, end=0.15, rate=0.0), Band(start=0.15, end=None, rate=0.01)),
        result_marginal=True,
        bonuses=(Bonus(chance=0.2, points=0.02), Bonus(chance=0.2, share=-0.1)),
        age_when=AgeWhen.PAID,
        reversal_share=0.05,
        reversals_clawed_back=False,
        recall_fee=2.0,
        minimum_per_account=1.5,
        minimum_per_lot=3000,
        tail_months=3,
        tail_share=0.5,
        direct_share=0.1,
        direct_earns=False,
        late_fee_share=0.08,
        late_fee_rate=0.8,
        vat=Vat.ADDED,
        vat_credit_share=0.5,
        lawyers_act=False,
    )
    assert {line.split(" = ")[0] for line in WHOLE.strip().splitlines()} == set(
        FeeTerms.__dataclass_fields__
    )


@pytest.mark.parametrize("least", ["minimum_per_account", "minimum_per_lot"])
def test_lawyers_take_no_minimum(least: str) -> None:
    """Their cap is a share of what is realised, whatever that is."""
    assert fee_terms({"lawyers_act": True}).lawyers_act
    with pytest.raises(InputError, match=f"lawyers_act and {least} contradict"):
        fee_terms({"lawyers_act": True, least: 5.0})


def test_an_empty_file_changes_nothing() -> None:
    assert fee_terms({}) == FeeTerms()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tail = 3", "tail is not known. Known are by_age"),
        ("by_age = [{ from = 0, points = 0.1 }]", "by_age 1 rate"),
        ("by_age = [{ from = 0, to = 'x', rate = 0.1 }]", "by_age 1 to: .*; got 'x'"),
        ("tail_months = 1.5", "tail_months: .*; got 1.5"),
        ("vat = 'maybe'", "vat: .*; got 'maybe'"),
        ("minimum_per_lot = nan", "minimum_per_lot: .*finite"),
        ("by_age = [{ from = 0, rate = 22 }]", "If you meant 22%, write 0.22"),
        ("by_age = [{ from = 0, to = 6, rate = 0.1 }, { from = 9, rate = 0.2 }]", "from 6 to 9"),
    ],
)
def test_what_is_wrong_is_named(text: str, expected: str) -> None:
    with pytest.raises(InputError, match=expected):
        fee_terms(tomllib.loads(text))


@pytest.mark.parametrize(
    "text", ['"a\\nb\\u001b[31m" = 1', f"{'k' * 5_000} = 1", f'vat = "{"v" * 5_000}"']
)
def test_a_message_stays_on_one_short_line(text: str) -> None:
    with pytest.raises(InputError) as found:
        fee_terms(tomllib.loads(text))
    said = str(found.value)
    assert said.isprintable()
    assert len(said) < 600


def test_ladders_without_end_are_refused() -> None:
    rungs = ", ".join(f"{{ from = {n}, to = {n + 1}, rate = 0.1 }}" for n in range(5_000))
    with pytest.raises(InputError, match="by_age must have at most 100 rows; got 5000"):
        fee_terms(tomllib.loads(f"by_age = [{rungs}]"))


@pytest.mark.parametrize("content", [b"by_age = [", b"\xff\xfe\x00", b"a = " + b"[" * 100_000])
def test_a_file_that_is_no_toml_is_refused(content: bytes) -> None:
    with pytest.raises(InputError, match=r"Fee file fees.toml: it must be TOML"):
        parse_fees(content, name="fees.toml")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        read_fee_file(tmp_path / "none.toml")
    with pytest.raises(InputError, match="is a folder and no file"):
        read_fee_file(tmp_path)

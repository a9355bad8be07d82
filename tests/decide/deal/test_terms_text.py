"""Terms of a contract in one cell: what people write, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.decide.deal.fee_terms import AgeWhen, Band, Bonus, FeeTerms, Vat
from placement.decide.deal.lot import CourtWork
from placement.decide.deal.terms_text import LotTerms, parse_terms, terms_text
from placement.domain.errors import InputError

LADDER = (
    Band(start=0.0, end=6.0, rate=0.15),
    Band(start=6.0, end=12.0, rate=0.24),
    Band(start=12.0, end=None, rate=0.32),
)
RANKS = (Bonus(chance=0.25, share=0.1), Bonus(chance=0.25, share=-0.1))


@pytest.mark.parametrize(
    "text",
    [
        "by_age=0-6: 15%, 6-12: 24%, 12+: 32%; bonuses=25%: +10%, 25%: -10%; "
        "minimum_per_account=25; tail_months=3; vat=in",
        "账龄阶梯＝0-6个月：15%、6-12个月：24%、12个月以上：32%；排名奖惩=25%：+10%，25%：-10%；"
        "每户保底=25元；追溯期=3个月；含税=是",
    ],
)
def test_a_ladder_contract_is_read_from_one_cell(text: str) -> None:
    expected = FeeTerms(
        by_age=LADDER, bonuses=RANKS, minimum_per_account=25.0, tail_months=3, vat=Vat.INCLUDED
    )
    assert parse_terms(text) == LotTerms(fees=expected)


def test_court_work_and_points_are_read() -> None:
    terms = parse_terms("垫诉比例=5%; 诉讼收入=800元; bonuses=20%: 2pt, 10%: -10% & -1点; 含税=否")
    assert terms.court == CourtWork(share=0.05, income=800.0)
    assert terms.fees.vat is Vat.ADDED
    assert terms.fees.bonuses == (
        Bonus(chance=0.2, points=0.02),
        Bonus(chance=0.1, share=-0.1, points=-0.01),
    )


shares = st.integers(0, 100).map(lambda percent: percent / 100)


@given(
    st.builds(
        LotTerms,
        fees=st.builds(
            FeeTerms,
            by_age=st.sampled_from([(), LADDER]),
            age_when=st.sampled_from(AgeWhen),
            by_result=st.sampled_from(
                [(), (Band(start=0.0, end=0.1, rate=0.0), Band(start=0.1, end=None, rate=0.02))]
            ),
            result_marginal=st.booleans(),
            bonuses=st.sampled_from([(), RANKS, (Bonus(chance=0.3, points=0.07, share=-0.1),)]),
            minimum_per_account=st.floats(0.0, 1e6),
            tail_months=st.integers(0, 24),
            tail_share=shares,
            direct_earns=st.booleans(),
            late_fee_rate=st.none() | shares,
            vat=st.sampled_from(Vat),
        ),
        court=st.builds(CourtWork, share=shares, income=st.floats(0.0, 1e6)),
    )
)
def test_what_is_written_is_read_back(terms: LotTerms) -> None:
    assert parse_terms(terms_text(terms)) == terms


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("minimum=25", "names out of by_age"),
        ("tail_months", "written name=value"),
        ("tail_months=3; 追溯期=4", "name tail_months twice"),
        ("tail_months=3.5", "tail_months of the terms cannot be read"),
        ("by_age=0-6 15%", "written like 0-6: 15%"),
        ("by_age=0-6: 15%, 8+: 24%", "no gap"),
        ("bonuses=60%: 10%, 60%: -10%", "at most 1"),
        ("court_share=5", "If you meant 5%, write 0.05"),
        ("court_income=-1", "court_income must be 0 or more"),
        ("x" * 3000, "at most 2,000 characters"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse_terms(text)

"""Each piece of a fee, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.decide.deal.fee_pieces import (
    result_points,
    rung,
    top_up,
    vat_in,
    vat_kept,
    with_direct,
    with_late_fees,
    with_rank,
    with_reversals,
)
from placement.decide.deal.fee_terms import Band, Bonus, FeeTerms, Vat
from placement.domain.errors import InputError

TIERS = (
    Band(start=0.0, end=0.15, rate=0.02),
    Band(start=0.15, end=0.30, rate=0.03),
    Band(start=0.30, end=None, rate=0.05),
)
"""A bank's tender of 2023: 2% up to 15% of the balance, 3% up to 30%, then 5%."""

RATE = np.array([0.2])


def test_a_rung_starts_with_its_own_start() -> None:
    assert rung(TIERS, np.array([0.0, 0.149, 0.15, 0.3, 0.9])).tolist() == [
        0.02, 0.02, 0.03, 0.05, 0.05,
    ]  # fmt: skip


def test_a_tier_may_hold_for_everything_or_for_the_part_inside() -> None:
    """18% reached: 3% on all of it, or 2% on 15 points and 3% on 3: 2.1667% on average."""
    assert result_points(TIERS, 0.18, marginal=False) == 0.03
    assert result_points(TIERS, 0.18, marginal=True) == pytest.approx((0.15 * 2 + 0.03 * 3) / 18)
    assert result_points((), 0.18, marginal=True) == 0.0


@given(liquidation=st.floats(0.0, 1.0))
def test_marginal_tiers_pay_no_more_than_the_tier_reached(liquidation: float) -> None:
    """Where tiers rise; inside the first they are the same."""
    marginal = result_points(TIERS, liquidation, marginal=True)
    assert marginal <= result_points(TIERS, liquidation, marginal=False) + 1e-12
    assert marginal >= 0.02 - 1e-12


def test_a_rank_brings_its_points_as_often_as_it_comes() -> None:
    """First of five in a fifth of the periods: +2 points; last as often: -1 point."""
    ranks = (Bonus(chance=0.2, points=0.02), Bonus(chance=0.2, points=-0.01))
    assert with_rank(RATE, ranks).item() == pytest.approx(0.202)
    assert with_rank(RATE, ()).item() == 0.2


def test_a_malus_ends_at_nothing_in_its_own_period() -> None:
    """30% or, every second time, 30 less 60 points, which is 0: 15%. The top is 100% likewise."""
    malus = (Bonus(chance=0.5, points=-0.6),)
    assert with_rank(np.array([0.3]), malus).item() == pytest.approx(0.15)
    bonus = (Bonus(chance=0.5, points=0.9),)
    assert with_rank(np.array([0.3]), bonus).item() == pytest.approx(0.65)


RANKS = st.lists(st.tuples(st.floats(0.0, 0.25), st.floats(-1.0, 1.0)), max_size=4)


@given(rate=st.floats(-0.5, 1.5), ranks=RANKS)
def test_ranks_are_summed_outcome_by_outcome(rate: float, ranks: list[tuple[float, float]]) -> None:
    """By hand: each rank's rate ended at 0 and 1, and the rate itself for the rest."""
    rest = 1.0 - sum(chance for chance, _ in ranks)
    expected = rest * min(max(rate, 0.0), 1.0) + sum(
        chance * min(max(rate + points, 0.0), 1.0) for chance, points in ranks
    )
    found = with_rank(np.array([rate]), tuple(Bonus(chance=a, points=b) for a, b in ranks))
    assert found.item() == pytest.approx(expected, abs=1e-12)


def test_late_fees_at_another_rate() -> None:
    """A tenth of the cash is late fees, paid at 80% instead of 20%: 26% on all."""
    assert with_late_fees(RATE, share=0.1, late_rate=0.8).item() == pytest.approx(0.26)
    assert with_late_fees(RATE, share=0.1, late_rate=None).item() == 0.2


def test_direct_payments_earn_or_do_not() -> None:
    assert with_direct(RATE, share=0.25, earns=False).item() == pytest.approx(0.15)
    assert with_direct(RATE, share=0.25, earns=True).item() == 0.2


def test_a_rank_may_change_the_rate_by_a_share_of_it() -> None:
    """A tenth of 20% with a chance of a third."""
    ranked = with_rank(RATE, (Bonus(chance=1 / 3, share=0.1),))
    assert ranked.item() == pytest.approx(0.2 + 0.02 / 3)


def test_commission_on_what_is_taken_back_is_kept_or_given_back() -> None:
    """A tenth is taken back: 20% of 100 paid on 90 that stay."""
    kept, given = (with_reversals(RATE, share=0.1, clawed_back=back) for back in (False, True))
    assert kept.item() == pytest.approx(20 / 90)
    assert given.item() == 0.2


def test_a_minimum_lifts_a_payment_that_earns_less() -> None:
    """20% of 40 is 8: 2 are missing to 10; 20% of 60 is 12."""
    lifted = top_up(RATE, payment=np.array([40.0, 60.0]), minimum=10.0)
    np.testing.assert_allclose(lifted, [2.0, 0.0])


@pytest.mark.parametrize(
    ("vat", "credit", "factor"),
    [
        (Vat.INCLUDED, 0.0, 1.0),
        (Vat.INCLUDED, 1.0, 1 / 1.06),
        (Vat.ADDED, 0.0, 1.06),
        (Vat.ADDED, 1.0, 1.0),
        (Vat.ADDED, 0.5, 1.03),
    ],
)
def test_vat_inside_or_on_top(vat: Vat, credit: float, factor: float) -> None:
    borne = vat_in(vat=vat, vat_rate=0.06) * vat_kept(vat_rate=0.06, credit_share=credit)
    assert borne == pytest.approx(factor)


GAP = (Band(start=0, end=6, rate=0.15), Band(start=9, end=None, rate=0.3))

MANY = tuple(Band(start=n, end=n + 1 if n < 100 else None, rate=0.1) for n in range(101))

WRONG = {
    "gap": ({"by_age": GAP}, "nothing holds from 6 to 9"),
    "overlap": (
        {"by_age": (Band(start=0, end=6, rate=0.1), Band(start=5, end=None, rate=0.3))},
        "must not overlap",
    ),
    "late start": ({"by_age": (Band(start=3, end=None, rate=0.1),)}, "nothing holds from 0 to 3"),
    "closed top": ({"by_balance": (Band(start=0, end=5, rate=0.1),)}, "open to the top"),
    "open middle": (
        {"by_age": (Band(start=0, end=None, rate=0.1), Band(start=5, end=None, rate=0.3))},
        "only the last band",
    ),
    "backwards": (
        {"by_age": (Band(start=0, end=0, rate=0.1), Band(start=0, end=None, rate=0.3))},
        "must end above its start",
    ),
    "percent": ({"by_age": (Band(start=0, end=None, rate=22),)}, "If you meant 22%, write 0.22"),
    "negative rate": ({"by_age": (Band(start=0, end=None, rate=-0.1),)}, "from 0 to 1; got -0.1"),
    "chances": (
        {"bonuses": (Bonus(chance=0.7, points=0.1), Bonus(chance=0.7, points=0.0))},
        "at most 1; they add up to 1.4",
    ),
    "minimum": ({"minimum_per_account": -1.0}, "minimum_per_account must be 0 or more.*got -1"),
    "huge minimum": ({"minimum_per_lot": 1e13}, "minimum_per_lot must be .* at most 1e\\+12"),
    "endless tail": ({"tail_months": 100_000_000}, "tail_months must be .* at most 120; got 1e"),
    "endless ladder": ({"by_age": MANY}, "by_age must have at most 100 rows; got 101"),
    "many ranks": (
        {"bonuses": (Bonus(chance=0.0, points=0.0),) * 101},
        "bonuses must have at most 100 rows; got 101",
    ),
    "nan": ({"minimum_per_lot": float("nan")}, "minimum_per_lot must be 0 or more"),
    "late percent": ({"late_fee_rate": 80.0}, "If you meant 80%, write 0.8"),
    "direct": ({"direct_share": -0.2}, "direct_share must be a decimal from 0 to 1; got -0.2"),
}


@pytest.mark.parametrize("name", WRONG)
def test_terms_that_cannot_be_are_refused(name: str) -> None:
    words, expected = WRONG[name]
    with pytest.raises(InputError, match=expected):
        FeeTerms(**words)

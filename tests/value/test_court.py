"""Law letters, payment orders and lawsuits: by hand and by their rules."""

import math

import numpy as np
import pytest

from placement.assume.library import load_library
from placement.domain.types import Component, Option, Segments
from placement.value.availability import caution
from placement.value.legal_fees import capped_lawyer_share
from placement.value.options import Valuation, value_options
from placement.value.procedure import Procedure, procedure_of
from tests.builders import each_sector, segments
from tests.tolerances import RECOMPUTED, ROUNDING

LIBRARY = load_library()
V = 1.06 ** (-1 / 12)


PINNED = {
    "debtor.easy_share": 0.15,
    "debtor.hard_share": 0.1,
    "debtor.reluctant_share": 0.08,
    "debtor.fade_rate": 0.025,
    "debtor.settlement_share": 0.97,
    "debtor.instalment_months": 1,
    "debtor.holding_cost_rate": 0.0,
    "law_letter.cost": 3.0,
    "law_letter.willing_response": 0.22,
    "law_letter.reluctant_response": 0.3,
    "law_letter.commission": 0.15,
    "payment_order.served": 0.4,
    "payment_order.objection": 0.4,
    "payment_order.yield": 0.4,
    "lawsuit.case_cost": 800.0,
    "lawsuit.lawyer_share": 0.12,
    "lawsuit.win": 0.92,
    "lawsuit.win_disputed": 0.6,
    "lawsuit.yield": 0.4,
    "lawsuit.settle_willing": 0.3,
    "lawsuit.settle_reluctant": 0.4,
    "relationship.law_letter": 0.0,
    "relationship.payment_order": 0.0,
    "relationship.lawsuit": 0.0,
}
"""Numbers of a card worked out by hand below, at its due date, when the shares are as given; the
library's may move."""

NUMBERS = LIBRARY.with_values(
    {f"bank_card.{path}": value for path, value in PINNED.items()}
    | {
        "court.refund": 0.5,
        "court.months.payment_order": 8,
        "court.months.small_claims": 9,
        "court.months.summary": 11,
        "court.months.ordinary": 16,
        "market.discount_rate_per_year": 0.06,
    }
)


def valued(book: Segments) -> Valuation:
    """Return a valuation of the pinned numbers without tax."""
    return value_options(book, NUMBERS.with_values({"tax.income_tax_rate": 0.0}))


def test_a_letter_by_hand() -> None:
    """A bill of 200: 3 for the letter, 15% for the firm, answers within a month."""
    cash = valued(segments(balance=200.0, age=0.0)).cash[Option.LAW_LETTER]
    collected = 200 * 0.97 * (0.22 * 0.25 + 0.3 * 0.08) * V
    np.testing.assert_allclose(cash.present[Component.COLLECTED], [collected], rtol=RECOMPUTED)
    np.testing.assert_allclose(cash.net, [0.85 * collected - 3.0], rtol=RECOMPUTED)


def test_a_payment_order_by_hand() -> None:
    """A card of 20,000: fee 100, stands with 0.4 * 0.6, money in month 8."""
    cash = valued(segments(balance=20_000.0, age=0.0)).cash[Option.PAYMENT_ORDER]
    stands = 0.4 * 0.6
    collected = stands * 20_000 * 0.4 * (0.25 + 0.08) * math.exp(-0.025 * 8) * V**8
    refunded = stands * 0.5 * 100 * V**8
    np.testing.assert_allclose(cash.present[Component.LEGAL_COST], [-100.0], rtol=RECOMPUTED)
    np.testing.assert_allclose(cash.net, [collected + refunded - 100.0], rtol=RECOMPUTED)


def test_a_lawsuit_by_hand() -> None:
    """A card of 100,000: summary procedure, fee 1,150; settled in month 2, ruled in month 11.

    Of those who settle 97% of the balance and half of the fee, no lawyer's share.
    """
    cash = valued(segments(balance=100_000.0, age=0.0)).cash[Option.LAWSUIT]
    settled, rest = 0.3 * 0.25 + 0.4 * 0.08, 0.7 * 0.25 + 0.6 * 0.08
    at_once = 100_000 * 0.97 * settled
    ruled = 0.92 * 100_000 * 0.4 * rest * math.exp(-0.025 * 11)
    refunded = 0.5 * 1_150 * settled * V**2 + 0.92 * 0.5 * 1_150 * (1 - settled) * V**11
    net = at_once * V**2 + 0.88 * ruled * V**11 + refunded - 1_150 - 800
    np.testing.assert_allclose(cash.net, [net], rtol=RECOMPUTED)
    np.testing.assert_allclose(cash.present[Component.FEES_REFUNDED], [refunded], rtol=RECOMPUTED)
    paid = cash.amounts[Component.COLLECTED][0]
    np.testing.assert_allclose(paid[[2, 11]], [at_once, ruled], rtol=RECOMPUTED)
    assert np.count_nonzero(paid) == 2


def test_where_everybody_settles_the_court_is_not_needed() -> None:
    """All that is left of the case in its last month is nothing, whatever the chance to win."""
    all_settle = {
        "bank_card.lawsuit.settle_willing": 1.0,
        "bank_card.lawsuit.settle_reluctant": 1.0,
    }
    numbers = NUMBERS.with_values({**all_settle, "tax.income_tax_rate": 0.0})
    book = segments(balance=10_000.0, age=0.0)
    cash = value_options(book, numbers).cash[Option.LAWSUIT]
    assert cash.amounts[Component.COLLECTED][0, 3:].sum() == 0.0
    never = numbers.with_values({"bank_card.lawsuit.win": 0.0})
    other = value_options(book, never).cash[Option.LAWSUIT]
    np.testing.assert_array_equal(
        cash.present[Component.COLLECTED], other.present[Component.COLLECTED]
    )


def test_holding_cost_ends_with_the_accounts_it_is_paid_for() -> None:
    """Two months for all; then of an order what stands, of a suit what has not settled."""
    numbers = NUMBERS.with_values({"bank_card.debtor.holding_cost_rate": 0.01})
    valuation = value_options(segments(balance=20_000.0, age=0.0), numbers)
    settled = 0.3 * 0.25 + 0.4 * 0.08
    for option, months, part in (
        (Option.PAYMENT_ORDER, 8, 0.4 * 0.6),
        (Option.LAWSUIT, 9, 1.0 - settled),
    ):
        held = valuation.cash[option].amounts[Component.HOLDING_COST][0]
        by_hand = [0.0, 1.0, 1.0, *[part] * (months - 2)]
        np.testing.assert_allclose(held, -200.0 * np.array(by_hand), rtol=RECOMPUTED)


def test_procedure_follows_balance_and_flags() -> None:
    """Small claims to half of 129,220; a missing debtor or a dispute takes the ordinary way."""
    book = segments(
        balance=[64_610.0, 64_611.0, 1_000.0, 1_000.0],
        disputed=[False, False, True, False],
        unreachable=[False, False, False, True],
    )
    ordinary = Procedure.ORDINARY
    assert procedure_of(book, LIBRARY) == (
        Procedure.SMALL_CLAIMS,
        Procedure.SUMMARY,
        ordinary,
        ordinary,
    )
    suit = value_options(book, NUMBERS).terms.lawsuit
    assert suit.months.tolist() == [9.0, 11.0, 16.0, 16.0]
    np.testing.assert_allclose(
        suit.fee, [(0.025 * 64_610 - 200) / 2, (0.025 * 64_611 - 200) / 2, 50, 50], rtol=RECOMPUTED
    )


def test_a_disputed_claim_is_won_less_often() -> None:
    suit = value_options(segments(disputed=[False, True]), NUMBERS).terms.lawsuit
    assert suit.success.tolist() == [0.92, 0.6]


@pytest.mark.parametrize(
    ("age", "demand", "barred"),
    [
        (35.9, np.nan, False),
        (36.0, np.nan, True),
        (60.0, 35.0, False),
        (60.0, 36.0, True),
        (10.0, 50.0, True),
    ],
)
def test_limitation_cuts_the_chance_to_win_and_lets_orders_fall(
    age: float, demand: float, barred: bool
) -> None:
    """The clock runs from the last demand that is stated, else from the due date.

    An order's objection becomes 1 - (1 - objection) (1 - plead).
    """
    numbers = NUMBERS.with_values({"court.limitation_plead": 0.7})
    valuation = value_options(segments(age=age, months_since_demand=demand), numbers)
    cut = 1.0 - 0.7 if barred else 1.0
    np.testing.assert_allclose(valuation.terms.lawsuit.success, [0.92 * cut], rtol=ROUNDING)
    assert valuation.available[Option.LAWSUIT].tolist() == [True]
    order = valuation.terms.payment_order
    np.testing.assert_allclose(order.objection, [1.0 - 0.6 * cut], rtol=ROUNDING)
    np.testing.assert_allclose(order.success, [0.4 * 0.6 * cut], rtol=ROUNDING)
    note = caution(Option.LAWSUIT, 0, valuation.terms)
    assert ("limitation period is over" in (note or "")) is barred


def test_the_lawyer_takes_no_more_than_the_cap() -> None:
    """18% up to a million; on two million 330,000, which is 16.5%."""
    realised = np.array([7_000.0, 1e6, 2e6])
    share = capped_lawyer_share(np.array(0.3), realised=realised, assumptions=LIBRARY)
    np.testing.assert_allclose(share, [0.18, 0.18, 0.165], rtol=ROUNDING)
    below = capped_lawyer_share(np.array(0.1), realised=realised, assumptions=LIBRARY)
    assert below.tolist() == [0.1, 0.1, 0.1]
    values = each_sector(LIBRARY, "lawsuit.lawyer_share", 0.5)
    values |= each_sector(LIBRARY, "law_letter.commission", 0.5)
    terms = value_options(segments(balance=[7_000.0, 2e6]), LIBRARY.with_values(values)).terms
    np.testing.assert_allclose(terms.lawsuit.lawyer_share, [0.18, 0.165], rtol=ROUNDING)
    np.testing.assert_allclose(terms.letter.commission, [0.18, 0.165], rtol=ROUNDING)


def test_enforcement_stays_under_its_published_ceiling() -> None:
    """50.59% of the amounts enforced in all civil cases: won * yield * not lost, at any age."""
    for sector in LIBRARY.sectors:
        terms = value_options(segments(sector=sector, age=np.arange(6.0, 73.0)), LIBRARY).terms
        not_lost = terms.debtor.willing + terms.debtor.reluctant
        suit = terms.lawsuit
        assert np.all(suit.success * suit.yield_share * not_lost <= 0.5059), sector

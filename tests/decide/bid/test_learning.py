"""An agency that learns what a lot is like: month by month afresh, and laws."""

from itertools import pairwise

import numpy as np
import pytest

from placement.api import lot_segments, one_account
from placement.assume.library import load_library
from placement.decide.bid.lots import LotPayoff, lot_profit
from placement.decide.deal.curve import lot_curve
from placement.decide.deal.fee_terms import FeeTerms
from placement.decide.deal.lot import Lot, make_lot
from placement.decide.deal.work import work
from placement.domain.types import Stance
from tests.tolerances import FLAT_TOP

LIBRARY = load_library()
TRUTHS = np.array([0.4, 0.8, 1.0, 1.2, 2.0])
QUOTES = np.array([0.12, 0.2, 0.28])


UNDER_TERMS = FeeTerms(minimum_per_account=30.0, tail_months=3, tail_share=0.7)


def cards(stance: Stance = Stance.PROFIT_SEEKING, fees: FeeTerms | None = None) -> Lot:
    """Return card accounts a year past due."""
    account = one_account(sector="bank_card", balance=7000.0, age=12.0)
    return make_lot(lot_segments(account, 2000), LIBRARY, stance=stance, fees=fees)


def by_months(lot: Lot, quote: float, truth: float, plan: list[float]) -> float:
    """Return the agency's profit of an effort by month, the model written down afresh."""
    debtor, market, contract = lot.terms.debtor, lot.terms.market, lot.contract
    number = {name: float(np.ravel(getattr(contract, name))[0]) for name in
              ("cost_per_contact", "onboarding")}  # fmt: skip
    willing = truth * np.array([debtor.willing_easy[0], debtor.willing_hard[0]])
    still_open, profit = 1.0, -number["onboarding"]
    kept = 1.0 / (1.0 + float(np.ravel(market.vat_rate)[0]))
    income = quote * float(debtor.paid_value[0]) * kept
    discount = float(np.ravel(market.discount)[0])
    for month, contacts in enumerate(plan + [0.0] * lot.fees.tail_months):
        if month == len(plan):
            # A payment brings more than the minimum here, so who paid needs no lift.
            profit += discount**month * kept * lot.fees.minimum_per_account * still_open
            income *= lot.fees.tail_share
        # Past the end of a table its last month goes on.
        needed, fade = (
            table[..., 0, min(month, table.shape[-1] - 1)]
            for table in (contract.contacts_per_willing, debtor.fade)
        )
        hazard = float(debtor.self_cure_rate[0]) + contacts / needed
        rate = hazard + fade
        paid = (willing * hazard / rate * -np.expm1(-rate)).sum()
        worth = discount ** (month + 1)
        profit += worth * (income * paid - number["cost_per_contact"] * contacts * still_open)
        willing, still_open = willing * np.exp(-rate), still_open - paid
    return 2000.0 * profit - lot.fixed_cost


@pytest.mark.parametrize("fees", [FeeTerms(), UNDER_TERMS], ids=["plain", "terms"])
@pytest.mark.parametrize("truth", [0.5, 0.9, 1.3])
def test_first_the_plan_then_the_best_of_what_is_left(truth: float, fees: FeeTerms) -> None:
    """Two months as planned, then the best of every intensity and stopping month tried."""
    lot, quote, learning = cards(fees=fees), 0.2, 2
    plan = work(lot, np.array([quote])).effort
    first, stop = float(plan.contacts_per_month[0, 0]), int(plan.worked_months[0, 0])
    begun = [first if month < stop else 0.0 for month in range(learning)]
    term = int(lot.contract.months[0])
    most = float(np.ravel(lot.contract.max_contacts_per_month)[0])
    tried = max(
        by_months(lot, quote, truth, begun + [i] * months + [0.0] * (term - learning - months))
        for months in range(term - learning + 1)
        for i in np.linspace(0.0, most, 401)
    )
    found = lot_profit(lot, np.array([quote]), np.array([truth]), learning_months=learning)
    assert found[0, 0] >= tried - 1e-6
    assert found[0, 0] == pytest.approx(tried, abs=1e-4 * abs(lot.fixed_cost))


def test_a_lot_as_estimated_is_the_deal_zones() -> None:
    """Nothing to learn, whatever the months."""
    lot = cards()
    for months in (0, 2, 6):
        found = lot_profit(lot, QUOTES, np.ones(1), learning_months=months)[0]
        np.testing.assert_array_equal(found, lot_curve(lot, QUOTES).agency_profit)


def test_who_learns_sooner_earns_no_less() -> None:
    """From the first day, later, never: knowing is worth something."""
    lot = cards()
    by_month = [lot_profit(lot, QUOTES, TRUTHS, learning_months=m) for m in (0, 1, 2, 4, 24)]
    scale = FLAT_TOP * float(lot.owed.sum())
    for sooner, later in pairwise(by_month):
        assert np.all(sooner >= later - scale - 1e-3 * np.abs(later))


def test_a_contract_that_fixes_the_work_leaves_nothing_to_learn() -> None:
    """The same profit whenever it is known; linear in the truth."""
    lot = cards(Stance.CONTRACTUAL)
    early, late = (lot_profit(lot, QUOTES, TRUTHS, learning_months=m) for m in (0, 4))
    np.testing.assert_allclose(early, late, rtol=1e-9)
    slope = (early[3] - early[1]) / 0.4
    np.testing.assert_allclose(early[4], early[1] + 1.2 * slope, rtol=1e-6)


def test_a_large_lot_is_valued_in_parts() -> None:
    """Chunks of truths give what each truth gives alone."""
    payoff = LotPayoff(lots=(cards(),), learning_months=2)
    together = payoff(np.linspace(0.0, 1.0, 301)[None], np.linspace(0.3, 2.5, 200)[None])[0]
    alone = payoff(np.linspace(0.0, 1.0, 301)[None], np.array([[0.3]]))[0, 0]
    np.testing.assert_allclose(together[0], alone, rtol=1e-12)

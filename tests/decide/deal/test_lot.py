"""A lot is the same placement that the ranking values, at any commission."""

import math

import numpy as np
import pytest

from placement.decide.agency_book import agency_book
from placement.decide.deal.curve import lot_curve
from placement.decide.deal.lot import Ladder, make_lot, segment_commissions
from placement.decide.deal.others import best_other
from placement.decide.deal.vary import with_odds, with_term
from placement.decide.rank import rank
from placement.domain.errors import InputError
from placement.domain.types import AGENCY_OPTIONS, Stance
from placement.value.options import value_options
from tests.builders import random_book, segments
from tests.decide.deal.lots import LIBRARY, USUAL, mixed_lot, plain_lot, usual_lot
from tests.tolerances import FLAT_TOP, RECOMPUTED, SHORT_STEPS

EVERY_POINT = np.linspace(0.0, 1.0, 101)


@pytest.mark.parametrize("stance", Stance)
def test_at_todays_commission_the_curve_is_the_ranking(stance: Stance) -> None:
    """Creditor's net and agency's profit of a book with every sector, to the cent."""
    book = random_book(60, seed=4)
    book = book.take(book.placements < len(AGENCY_OPTIONS))
    lot = make_lot(book, LIBRARY, stance=stance, fixed_cost=1_000.0)
    now = lot_curve(lot, np.array([lot.quoted]))
    ranking = rank(value_options(book, LIBRARY, stance=stance))
    side = agency_book(ranking)
    net = ranking.valuation.next_placement.creditor.net @ book.accounts
    assert now.creditor_net[0] == pytest.approx(net, abs=0.005)
    assert now.agency_profit[0] == pytest.approx(side.total_profit - 1_000.0, abs=0.005)
    made = side.contacts_per_success * side.payers * book.accounts
    assert now.contacts[0] == pytest.approx(np.nansum(made), rel=RECOMPUTED)


@pytest.mark.parametrize("sector", USUAL)
def test_revenue_less_cost_is_profit_at_every_commission(sector: str) -> None:
    lot = usual_lot(sector)
    curve = lot_curve(lot, EVERY_POINT)
    left = curve.agency_revenue - curve.agency_cost - curve.agency_profit
    np.testing.assert_allclose(left, 0.0, atol=RECOMPUTED * lot.owed.sum())
    by_commission = curve.commission * curve.gross_collected / 1.06
    np.testing.assert_allclose(curve.agency_revenue, by_commission, rtol=RECOMPUTED)


@pytest.mark.parametrize("sector", USUAL)
def test_a_higher_commission_never_hurts_the_agency(sector: str) -> None:
    """More money for the same work; and at more money it collects no less."""
    lot = usual_lot(sector)
    curve = lot_curve(lot, EVERY_POINT)
    # One payer is one part of all, whatever he settles for.
    share = (lot.terms.debtor.paid_value / lot.terms.debtor.balance).item()
    np.testing.assert_allclose(curve.liquidation, share * curve.payers, rtol=RECOMPUTED)
    slack = FLAT_TOP * np.abs(curve.agency_profit).max()
    assert np.all(np.diff(curve.agency_profit) >= -slack)
    assert curve.liquidation[-1] >= curve.liquidation[0]


def test_idle_accounts_still_cost_their_onboarding() -> None:
    """At no commission nobody works: what is lost is onboarding and the fixed cost."""
    lot = usual_lot("bank_card", accounts=100)
    nothing = lot_curve(lot, np.zeros(1))
    onboarding = LIBRARY.number("bank_card.agency.onboarding").item()
    assert nothing.contacts[0] == 0.0
    assert nothing.agency_profit[0] == pytest.approx(-lot.fixed_cost - 100 * onboarding)


def test_part_of_a_mixed_lot_is_left_idle_at_a_low_commission() -> None:
    """Between the break-evens of its segments the same quote pays for some of them only."""
    lot = mixed_lot(ladder=Ladder.FLAT)
    starts = agency_book(rank(value_options(lot.segments, LIBRARY))).break_even_commission
    low, high = math.sqrt(starts.min() * starts.max()), 1.0
    alone = [
        make_lot(lot.segments.take(np.array([row])), LIBRARY, ladder=Ladder.FLAT)
        for row in range(4)
    ]
    each = np.array([lot_curve(one, np.array([low, high])).contacts for one in alone])
    assert np.any(each[:, 0] == 0.0)
    assert np.any(each[:, 0] > 0.0)
    assert np.all(each[:, 1] > 0.0)
    together = lot_curve(lot, np.array([low, high])).contacts
    np.testing.assert_allclose(together, each.sum(axis=0), rtol=FLAT_TOP)


@pytest.mark.parametrize("ladder", Ladder)
def test_a_quote_moves_the_rungs_together(ladder: Ladder) -> None:
    """At today's mean a ladder is itself; a new mean is the quote, in balance-weighted points."""
    lot = mixed_lot(ladder=ladder)
    quotes = np.array([lot.quoted, lot.quoted + 0.01])
    now, more = segment_commissions(lot, quotes)
    if ladder is not Ladder.FLAT:
        np.testing.assert_allclose(now, lot.contract.commission, rtol=RECOMPUTED)
    np.testing.assert_allclose(
        np.array([now, more]) @ lot.owed / lot.owed.sum(), quotes, rtol=RECOMPUTED
    )
    expected = {
        Ladder.SCALED: now * quotes[1] / quotes[0],
        Ladder.SHIFTED: now + 0.01,
        Ladder.FLAT: np.full(4, quotes[1]),
    }[ladder]
    np.testing.assert_allclose(more, expected, rtol=RECOMPUTED)


def test_no_rung_leaves_zero_to_one() -> None:
    for ladder in Ladder:
        rates = segment_commissions(mixed_lot(ladder=ladder), EVERY_POINT)
        assert rates.min() >= 0.0
        assert rates.max() <= 1.0


@pytest.mark.parametrize("commission", [0.06, 0.2, 0.5])
def test_a_plain_lot_has_its_closed_forms(commission: float) -> None:
    """e* and L* of docs/model.md for 300 accounts, with many short months."""
    willing, omega, cost, balance = 0.25, 12.5, 2.3, 7_000.0
    lot = plain_lot(willing=willing, accounts=300, months=600, most=5.0)
    curve = lot_curve(lot, np.array([commission]))
    earned, spent = commission * balance - cost * omega, cost * omega * (1 - willing)
    liquidation = willing - spent / earned
    effort = omega * math.log(willing * earned / spent)
    # Work goes on at whoever is still open: 1 - L is reached at the end of e*.
    made = effort * (1 - willing) + omega * liquidation
    assert curve.liquidation[0] == pytest.approx(liquidation, rel=SHORT_STEPS)
    assert curve.contacts[0] == pytest.approx(300 * made, rel=SHORT_STEPS)
    net = 300 * (1 - commission) * balance * liquidation
    assert curve.creditor_net[0] == pytest.approx(net, rel=SHORT_STEPS)


def test_accounts_without_a_further_placement_are_left_out() -> None:
    book = segments(placements=[0, 3, 1], accounts=7)
    assert make_lot(book, LIBRARY).left_out == 7
    with pytest.raises(InputError, match="fewer than 3 placements"):
        make_lot(segments(placements=3), LIBRARY)


def test_one_contract_over_sectors_costs_what_the_dearest_does() -> None:
    lot = make_lot(segments(sector=("telecom", "bank_card")), LIBRARY)
    assert lot.fixed_cost == LIBRARY.number("bank_card.agency.contract_fixed_cost").item()


def test_varied_lots_are_those_of_varied_assumptions() -> None:
    """Odds and term moved on the lot, or in the library before it was made.

    The plans around a lot of other odds are searched with the usual efforts of later agencies.
    """
    book = segments(accounts=50, age=[4.0, 12.0, 30.0])
    lot = make_lot(book, LIBRARY)
    for varied, sets in (
        (with_odds(lot, 1.3), {"what_if.odds_factor": 1.3}),
        (with_odds(lot, 0.4), {"what_if.odds_factor": 0.4}),
        (with_term(lot, 9), {"bank_card.agency.months": 9.0}),
        (with_term(lot, 24), {"bank_card.agency.months": 24.0}),
    ):
        other = make_lot(book, LIBRARY.with_values(sets))
        np.testing.assert_allclose(best_other(varied).net, best_other(other).net, rtol=0.01)
        for name in ("creditor_net", "agency_profit"):
            ours = getattr(lot_curve(varied, EVERY_POINT), name)
            theirs = getattr(lot_curve(other, EVERY_POINT), name)
            np.testing.assert_allclose(ours, theirs, rtol=FLAT_TOP)

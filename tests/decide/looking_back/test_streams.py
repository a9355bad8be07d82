"""What keeping and taking back bring: the same valuation as any book's, and known odds."""

from dataclasses import replace

import numpy as np
import pytest

from placement.assume.library import load_library
from placement.decide.looking_back.advice import (
    Look,
    advised,
    best_stops,
    last_batch_stops,
    looks_back,
    outcomes_of,
)
from placement.decide.looking_back.outcomes import UNGROUPED, ways_of
from placement.decide.looking_back.streams import (
    LEFT_ALONE,
    Costs,
    Creditor,
    costs_of,
    streams,
    with_willing,
)
from placement.decide.rank import OPTIONS, rank
from placement.domain.types import Component, Option, Stance
from placement.odds.calibrate import Batches
from placement.odds.liquidation import Odds, arrivals, expected_shares
from placement.odds.origins import History, known_by
from placement.value.agency import place
from placement.value.contacts import effort_path
from placement.value.effort import Effort
from placement.value.options import value_options, value_with
from placement.value.resolve import next_contract, resolve_terms
from tests.builders import segments
from tests.odds.batches import simulated

LIBRARY = load_library().with_values({"tax.income_tax_rate": 0.0})
ODDS = Odds(willing_share=0.3, pay_hazard=0.12, fade_rate=0.04, reference_age=4.0)
WAYS_OUT = tuple(option for option in Option if option != Option.AGENCY_1)
S = 0.93


def exact(*, batches: int = 12, months: int = 15) -> History:
    """Return a placement a month, of three ages, that keeps to its odds to the cent."""
    ages = np.tile([4.0, 8.0, 14.0], batches // 3)
    collected = (
        S
        * 1e9
        * expected_shares(ODDS, ages, months)
        @ arrivals(months, instalments=1, breakage=0.0)
    )
    for row in range(batches):
        collected[row, months - row :] = np.nan
    return History(
        batches=Batches(
            age=ages,
            accounts=np.full(batches, 1e6),
            balance=np.full(batches, 1e9),
            collected=collected,
        ),
        placed=np.arange(batches),
        fade_rate=0.04,
        settlement_share=S,
    )


def creditor(**values: float) -> Creditor:
    """Return a bank that has no way out, with the library's numbers but for those given."""
    return Creditor(
        sector="bank_card",
        creditor_type="joint_stock",
        assumptions=LIBRARY.with_values({f"bank_card.{k}": v for k, v in values.items()}),
        commission=0.3,
        without=WAYS_OUT,
    )


HELD = {"debtor.holding_cost_rate": 0.004}
FREE = {"agency.complaint_cost_per_contact": 0.0}


def test_keeping_leaves_what_a_placement_leaves() -> None:
    """The cash of `value.agency`, month by month, for an agency that works its usual caseload."""
    made = exact()
    book = segments(sector="bank_card", balance=1e3, age=4.0, creditor_type="joint_stock")
    numbers = LIBRARY.with_values({"bank_card.debtor.holding_cost_rate": 0.004})
    terms = resolve_terms(book, numbers, stance=Stance.PROFIT_SEEKING)
    agency = replace(terms.agency[Option.AGENCY_1], placement_fee=np.zeros(1))
    effort = Effort(contacts_per_month=agency.max_contacts_per_month, worked_months=agency.months)
    path = effort_path(terms, agency, effort)
    cash = place(terms, agency, effort).creditor.amounts
    wanted = sum(
        cash[part][..., 1:]
        for part in (
            Component.COLLECTED, Component.COMMISSION, Component.OPERATING_COST,
            Component.HOLDING_COST,
        )
    )  # fmt: skip
    months = 3
    costs = costs_of(
        replace(made, batches=_first(made.batches)),
        replace(creditor(), assumptions=numbers, commission=None),
        resolve_terms(
            segments(
                sector="bank_card", balance=1e3, age=[4.0, 5.0, 6.0, 7.0],
                creditor_type="joint_stock",
            ),
            numbers,
            stance=Stance.PROFIT_SEEKING,
        ),
        months,
    )  # fmt: skip
    found = costs.kept(1e6 * cash[Component.COLLECTED][..., 1:], path.open_before)
    np.testing.assert_allclose(found, 1e6 * np.asarray(wanted), rtol=1e-9)


def _first(batches: Batches) -> Batches:
    return Batches(
        age=batches.age[:1],
        accounts=batches.accounts[:1],
        balance=batches.balance[:1],
        collected=batches.collected[:1],
    )


def test_with_its_own_willing_a_book_is_worth_what_it_is_worth() -> None:
    book = segments(
        sector="bank_card", balance=[3e3, 9e3, 4e4], age=[5.0, 12.0, 30.0],
        creditor_type="joint_stock", placements=1,
    )  # fmt: skip
    terms = resolve_terms(book, LIBRARY, stance=Stance.PROFIT_SEEKING)
    contract = next_contract(book, LIBRARY, stance=Stance.PROFIT_SEEKING)
    same = rank(value_with(book, with_willing(terms, terms.debtor.willing), contract))
    usual = rank(value_options(book, LIBRARY))
    np.testing.assert_allclose(same.net, usual.net, rtol=1e-9)
    fewer = rank(value_with(book, with_willing(terms, 0.5 * terms.debtor.willing), contract))
    sale = OPTIONS.index(Option.SALE)
    assert (fewer.net[sale] < usual.net[sale]).all()


def test_a_batch_without_a_way_out_is_kept_while_it_leaves_anything() -> None:
    """The first month whose collections do not pay its costs, found by going through them."""
    made = exact()
    known = known_by(made, 0)
    assert known is not None
    found = streams(made, known, creditor(**HELD), months=30)
    assert (found.option == LEFT_ALONE).all()
    stops = best_stops(found, np.zeros(12, dtype=np.int64))
    for batch in range(12):
        gains = np.flatnonzero(found.kept[batch] >= 0.0)
        assert stops[batch] == gains[-1] + 1 < 30
    # What comes in is (1 - .3) * .93 * f_k, of what is placed; it costs .004 of what is open.
    shares = expected_shares(ODDS, np.array([4.0]), 30)[0]
    still = 1.0 - np.cumsum(shares) + shares
    complaints = found.costs.per_open[0] / 1e9
    assert complaints >= 0.004
    closed = np.flatnonzero(0.7 * S * shares >= complaints * still)[-1] + 1
    assert stops[0] == closed


def test_odds_that_hold_reach_all_that_was_possible() -> None:
    """Batches keep to their odds to the cent: the plan of each look is what hindsight says."""
    made, whose = exact(), creditor(**HELD)
    backs = looks_back(made, 3)
    assert backs == (12, 9, 6, 3)
    looks = []
    for back, later in zip(backs, (*backs[1:], 0), strict=True):
        known = known_by(made, back)
        assert known is not None
        looks.append(
            Look(
                back=back, next_back=later, known=known,
                streams=streams(made, known, whose, months=40), share=None,
            )
        )  # fmt: skip
    whole = known_by(made, 0)
    assert whole is not None
    outcomes = outcomes_of(
        made, whole, streams(made, whole, whose, months=40), backs[0],
        agency=np.zeros(12, dtype=np.int64), group=np.full(12, UNGROUPED),
    )  # fmt: skip
    advice = advised(made, tuple(looks))
    rules = {"last_batch": last_batch_stops(made, tuple(looks))}
    ways = ways_of(outcomes, advice.stop, np.ones(12), rules)
    assert ways.change > 0.0
    assert ways.reached == pytest.approx(1.0, abs=1e-3)
    for way in (ways.plan, ways.rules["last_batch"]):
        assert ways.worst.total - 0.005 <= way.total <= ways.hindsight.total + 0.005
    assert (ways.plan.stop >= outcomes.first).all()
    # Nothing is to be had by taking back, so that all of the change was seen.
    assert ways.observed_change >= ways.change - 0.005


def test_advice_looks_at_nothing_that_came_later() -> None:
    made, whose = exact(), creditor(**HELD)
    changed = np.array(made.batches.collected)
    for row in range(12):
        changed[row, 9 - row if row < 9 else 0 : 15 - row] *= 3.0
    other = replace(made, batches=replace(made.batches, collected=changed))
    first, again = known_by(made, 6), known_by(other, 6)
    assert first is not None
    assert again is not None
    one, two = (streams(h, k, whose, months=30) for h, k in ((made, first), (other, again)))
    np.testing.assert_array_equal(one.taken_back, two.taken_back)
    np.testing.assert_array_equal(one.kept, two.kept)


def test_what_is_under_way_comes_in_after_a_batch_is_taken_back() -> None:
    """In 3 instalments without breakage: kept and under way together are all that was agreed."""
    made = replace(exact(), instalments=3)
    known = known_by(made, 0)
    assert known is not None
    free = creditor(**{"agency.complaint_cost_per_contact": 0.0})
    free = replace(
        free, assumptions=free.assumptions.with_values({"market.discount_rate_per_year": 0.0})
    )
    found = streams(made, known, free, months=20)
    odds = known.fit.odds
    agreed = known.level[:, None] * expected_shares(odds, made.batches.age, 20) * S * 1e9
    for month in (1, 2, 7):
        got = found.kept[:, :month].sum(axis=1) + found.taken_back[:, month]
        np.testing.assert_allclose(got, 0.7 * agreed[:, :month].sum(axis=1), rtol=1e-9)


def test_costs_fall_with_accounts_that_are_open() -> None:
    costs = Costs(commission=np.array([0.2]), per_open=np.array([10.0]), discount=1.0)
    found = costs.kept(np.array([[100.0, 50.0]]), np.array([[1.0, 0.8]]))
    np.testing.assert_allclose(found, [[70.0, 32.0]])


def noisy(rng: np.random.Generator) -> History:
    """Return a placement a month, account by account, of three ages and 20 months at most."""
    ages = np.tile([4.0, 8.0, 14.0], 6)
    made = simulated(ODDS, ages, accounts=4_000, months=24, rng=rng)
    collected = np.array(made.collected)
    for row in range(18):
        collected[row, 24 - row :] = np.nan
    return History(batches=replace(made, collected=collected), placed=np.arange(18), fade_rate=0.04)


def test_fitted_odds_take_batches_back_about_when_known_odds_would() -> None:
    """Six books of known odds, held at a price: the best month is known from the odds alone."""
    rng = np.random.default_rng(8)
    whose = creditor(**{"debtor.holding_cost_rate": 0.006, **FREE})
    shares = expected_shares(ODDS, np.array([4.0, 8.0, 14.0]), 60)
    still = 1.0 - np.cumsum(shares, axis=1) + shares
    known_best = [
        int(np.flatnonzero(0.7 * f >= 0.006 * o)[-1]) + 1
        for f, o in zip(shares, still, strict=True)
    ]
    off, reached = [], []
    for _ in range(6):
        made = noisy(rng)
        backs = looks_back(made, 3)
        looks = tuple(
            Look(
                back=back, next_back=later, known=known,
                streams=streams(made, known, whose, months=48), share=None,
            )
            for back, later in zip(backs, (*backs[1:], 0), strict=True)
            if (known := known_by(made, back)) is not None
        )  # fmt: skip
        whole = known_by(made, 0)
        assert whole is not None
        outcomes = outcomes_of(
            made, whole, streams(made, whole, whose, months=48), backs[0],
            agency=np.zeros(18, dtype=np.int64), group=np.full(18, UNGROUPED),
        )  # fmt: skip
        advice = advised(made, looks)
        ways = ways_of(outcomes, advice.stop, np.ones(18), {})
        assert ways.worst.total <= ways.plan.total <= ways.hindsight.total
        reached.append(ways.reached)
        taken = advice.look >= 0
        off += (advice.stop - np.tile(known_best, 6))[taken & (advice.look > 1)].tolist()
    assert len(off) > 20
    assert abs(float(np.median(off))) <= 1.0
    assert np.mean(np.abs(off) <= 3) > 0.8
    assert np.mean(reached) > 0.5

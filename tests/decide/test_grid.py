"""The decision map equals the valuation of single accounts, and the agency's side adds up."""

import numpy as np
import pytest

from placement import api
from placement.assume.library import load_library
from placement.decide.agency_book import agency_book
from placement.decide.grid import Case, decision_grid, log_steps, whole_decades
from placement.decide.rank import OPTIONS, rank
from placement.domain.errors import InputError
from placement.domain.types import AGENCY_OPTIONS, Option, Stance
from placement.value.options import value_options
from tests.builders import random_book, segments

LIBRARY = load_library()
CARDS = Case(sector="bank_card", creditor_type="joint_stock")


@pytest.mark.parametrize(
    "case",
    [
        CARDS,
        Case(sector="telecom", creditor_type="other", unreachable=True),
        Case(sector="logistics", creditor_type="other", disputed=True, placements=1),
    ],
)
def test_every_cell_is_the_single_account_there(case: Case) -> None:
    """Rows are ages and columns balances; a swap would show."""
    grid = decision_grid(
        case, LIBRARY, balance=np.array([200.0, 9_000.0, 80_000.0]), age=np.array([2.0, 30.0])
    )
    assert grid.best.shape == (2, 3)
    for row, age in enumerate(grid.age):
        for column, balance in enumerate(grid.balance):
            account = api.one_account(
                sector=case.sector,
                balance=float(balance),
                age=float(age),
                creditor_type=case.creditor_type,
                placements=case.placements,
                disputed=case.disputed,
                unreachable=case.unreachable,
            )
            alone = api.rank_segments(account, LIBRARY)
            assert grid.best[row, column] == alone.best[0]
            np.testing.assert_allclose(grid.net[:, row, column], alone.net[:, 0], rtol=1e-12)
            order = [OPTIONS[i] for i in grid.order[:, row, column]]
            open_ = int(alone.available.sum())
            assert order[:open_] == alone.order(0)[:open_]
            assert not grid.available[grid.order[open_:, row, column], row, column].any()


def test_present_names_what_is_best_somewhere() -> None:
    """And nothing else."""
    grid = api.decision_map(CARDS, LIBRARY)
    assert set(grid.present) == set(grid.best.ravel().tolist())
    assert len(grid.present) > 1


def test_the_map_has_the_same_resolution_at_every_range() -> None:
    """Balances in equal ratios inside the edges, ages in equal steps."""
    for low, high, oldest in ((100.0, 1e6, 60.0), (10.0, 1e4, 120.0)):
        grid = api.decision_map(CARDS, LIBRARY, balance_from=low, balance_to=high, age_to=oldest)
        assert (len(grid.balance), len(grid.age)) == api.MAP_STEPS
        ratios = grid.balance[1:] / grid.balance[:-1]
        np.testing.assert_allclose(ratios, ratios[0], rtol=1e-9)
        assert low < grid.balance[0] < grid.balance[-1] < high
        assert 0.0 < grid.age[0] < grid.age[-1] < oldest


def test_the_stance_reaches_the_map() -> None:
    """By contract an agency works where it would not for its own profit."""
    telecom = Case(sector="telecom", creditor_type="other")
    own, contract = (
        api.decision_map(telecom, LIBRARY, stance=stance).net[OPTIONS.index(Option.AGENCY_1)]
        for stance in Stance
    )
    assert (own != contract).any()


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"balance_from": 0.0}, "rise from above 0; got 0 to"),
        ({"balance_from": 10.0, "balance_to": 10.0}, "got 10 to 10"),
        ({"balance_to": float("nan")}, "got 100 to nan"),
        ({"age_to": 0.0}, "age must lie from 0 to 600"),
    ],
)
def test_edges_that_do_not_rise_are_refused(wishes: dict[str, float], message: str) -> None:
    """With the rule and what came."""
    with pytest.raises(InputError, match=message):
        api.decision_map(CARDS, LIBRARY, **wishes)


@pytest.mark.parametrize(
    ("balance", "age", "message"),
    [([], [1.0], "balances"), ([-1.0], [1.0], "balances"), ([1.0], [-1.0], "ages")],
)
def test_axes_out_of_bounds_are_refused(
    balance: list[float], age: list[float], message: str
) -> None:
    """Also an empty axis."""
    with pytest.raises(InputError, match=message):
        decision_grid(CARDS, LIBRARY, balance=np.array(balance), age=np.array(age))


def test_an_unknown_sector_is_named() -> None:
    """With the known ones."""
    with pytest.raises(InputError, match="bank_card"):
        api.decision_map(Case(sector="banking", creditor_type="other"), LIBRARY)


@pytest.mark.parametrize(
    ("balances", "decades"),
    [
        ([1_500.0, 90_000.0], (100.0, 100_000.0)),
        ([30.0, 800.0], (1.0, 1_000.0)),
        ([20.0, 3_000_000.0], (10.0, 10_000_000.0)),
        ([1_000.0], (1.0, 1_000.0)),
        ([20.0, 89.0], (1.0, 1_000.0)),
        ([1.0], (1.0, 1_000.0)),
        ([0.2], (1.0, 1_000.0)),
        ([5e9, 1e308], (1e9, 1e12)),
        ([float("inf")], (1e9, 1e12)),
        ([], (100.0, 1_000_000.0)),
    ],
)
def test_whole_decades(balances: list[float], decades: tuple[float, float]) -> None:
    """Three powers of ten or more, from 1 to 10^12; within that they hold every balance."""
    assert whole_decades(np.array(balances)) == pytest.approx(decades)


def test_log_steps_by_hand() -> None:
    """Two cells from 1 to 100: edges 1, 10, 100; middles at the square roots of 10 and 1000."""
    edges, middles = log_steps(1.0, 100.0, 2)
    np.testing.assert_allclose(edges, [1.0, 10.0, 100.0])
    np.testing.assert_allclose(middles, [10**0.5, 10**1.5])


def test_the_agencys_side_is_that_of_the_next_placement() -> None:
    """Number, profit, liquidation and payers, picked segment by segment."""
    book = random_book(60, seed=5)
    ranking = rank(value_options(book, LIBRARY))
    side = agency_book(ranking)
    for position, placed in enumerate(book.placements.tolist()):
        if placed >= len(AGENCY_OPTIONS):
            assert not side.is_open[position]
            assert np.isnan(side.profit[position])
            assert side.placement[position] == 0
            continue
        placement = ranking.valuation.placements[AGENCY_OPTIONS[placed]]
        assert side.placement[position] == placed + 1
        assert side.profit[position] == placement.agency_profit[position]
        assert side.liquidation[position] == placement.liquidation[position]
        assert side.payers[position] == placement.payers[position]
        # An agency takes no lot at which it would lose, so it works none either.
        is_worked = placement.effort.worked_months[position] > 0
        assert side.works[position] == (is_worked and placement.agency_profit[position] >= 0.0)
    total = float(np.nansum(side.profit * book.accounts))
    assert side.total_profit == pytest.approx(total, rel=1e-12)
    worked = side.accounts[side.works] @ side.profit[side.works]
    assert side.worked_profit == pytest.approx(worked, rel=1e-12)
    assert not side.works.all()
    placed = side.accounts[side.is_open]
    assert side.total_payers == pytest.approx(side.payers[side.is_open] @ placed / placed.sum())
    owed = (side.balance * side.accounts)[side.is_open]
    cash = side.liquidation[side.is_open] @ owed / owed.sum()
    assert side.total_liquidation == pytest.approx(cash)


def test_by_contract_an_agency_works_at_a_loss_too() -> None:
    """Whose own profit decides leaves the same accounts to whoever wants them."""
    dear = LIBRARY.with_values({"bank_card.agency.onboarding": 5_000.0})
    for stance in Stance:
        side = agency_book(rank(value_options(segments(), dear, stance=stance)))
        assert side.is_open.tolist() == [True]
        assert side.profit[0] < 0.0
        assert side.works.tolist() == [stance is Stance.CONTRACTUAL]


def test_contacts_per_success_in_one_month_by_hand() -> None:
    """A month of work contacts every account once per contact: contacts ÷ share that pays."""
    library = LIBRARY.with_values({"bank_card.agency.months": 1})
    side = agency_book(
        rank(value_options(segments(balance=20_000.0), library, stance=Stance.CONTRACTUAL))
    )
    np.testing.assert_allclose(
        side.contacts_per_success, side.contacts_per_month / side.payers, rtol=1e-12
    )


def test_contacts_are_what_the_profit_paid_for() -> None:
    """Undiscounted and without onboarding: profit = income * payers - cost * contacts."""
    plain = {"market.discount_rate_per_year": 0.0, "bank_card.agency.onboarding": 0.0}
    book = segments(balance=[5_000.0, 9_000.0, 40_000.0], age=[4.0, 12.0, 30.0])
    ranking = rank(value_options(book, LIBRARY.with_values(plain)))
    side = agency_book(ranking)
    cost = ranking.valuation.terms.agency[Option.AGENCY_1].cost_per_contact
    contacts = (side.first_success_income * side.payers - side.profit) / cost
    np.testing.assert_allclose(side.contacts_per_success, contacts / side.payers, rtol=1e-9)


def test_work_starts_at_the_break_even_commission() -> None:
    """Without fading, self-cure, onboarding and discount the first contact pays just there."""
    free = {
        "bank_card.debtor.fade_rate": 0.0,
        "bank_card.debtor.self_cure_rate": 0.0,
        "bank_card.agency.onboarding": 0.0,
        "market.discount_rate_per_year": 0.0,
    }
    book = segments(balance=9_000.0, age=20.0)
    side = agency_book(rank(value_options(book, LIBRARY.with_values(free))))
    needed = float((side.break_even_commission - side.commission)[0])
    for extra, works in ((2e-4, True), (-2e-4, False)):
        moved = LIBRARY.with_values({**free, "what_if.commission_points": needed + extra})
        assert bool(agency_book(rank(value_options(book, moved))).works[0]) is works


def test_a_book_that_nobody_can_take_earns_nothing() -> None:
    """All have had three placements."""
    side = agency_book(rank(value_options(segments(placements=3), LIBRARY)))
    assert (side.total_profit, side.total_liquidation, side.total_payers) == (0.0, 0.0, 0.0)
    assert not side.works.any()

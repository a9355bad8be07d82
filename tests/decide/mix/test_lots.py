"""A contract is a lot: the same money on the Deal zone and here, to the cent."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pytest

from placement.assume.library import load_library
from placement.decide.deal.agency_economics import AgencyEconomics, agency_economics
from placement.decide.deal.business import resolve_business
from placement.decide.deal.lot import make_lot
from placement.decide.mix.contracts import Contracts
from placement.decide.mix.lots import contract_lots
from placement.decide.mix.merge import split_seats
from placement.decide.mix.modes import LEVELS, level_shares, staffing_modes
from tests.decide.mix.builders import contracts

LIBRARY = load_library()
CENT = 0.005
THREE_BANDS = {
    "bands": 3,
    "age": [6.0, 12.0, 24.0],
    "placements": [0, 1, 2],
    "disputed": [False, False, True],
    "unreachable": [False, True, False],
    "commission": [0.2, 0.25, 0.3],
    "letters": [1, 0, 0],
    "accounts": [5_000, 3_001, 4_000],
    "volume_share": [1.0, 0.5, 0.35],
    "payment_lag": 3.0,
}


def as_deal(lot: Contracts) -> AgencyEconomics:
    """Return the one contract as the Deal zone values its segments at its own rungs."""
    segments = lot.segments()
    made = make_lot(segments, LIBRARY, fixed_cost=float(lot.fixed_cost[0]))
    made = replace(
        made,
        contract=replace(made.contract, commission=lot.bands.commission),
        volume_share=lot.bands.volume_share,
    )
    business = resolve_business(segments, LIBRARY)
    if not np.isnan(lot.payment_lag[0]):
        business = replace(business, commission_lag_months=int(lot.payment_lag[0]))
    return agency_economics(made, business, quoted=made.quoted)


@pytest.mark.parametrize(
    "given",
    [{}, THREE_BANDS, {"sector": "logistics", "accounts": 150, "balance": 50_000.0, "age": 8.0},
     {"bands": 2, "sector": ["bank_card", "software_retainage"], "accounts": [900, 20],
      "balance": [9_000.0, 200_000.0], "commission": [0.25, 0.45]}],
)  # fmt: skip
def test_a_contract_at_its_best_staffing_is_the_deals_lot(given: dict) -> None:
    """Profit, revenue, people in the busiest month and cash of every month."""
    lot = contracts(**given)
    deal, modes = as_deal(lot), staffing_modes(lot, LIBRARY)
    assert modes.profit[0, -1] == pytest.approx(deal.profit, abs=CENT)
    assert modes.revenue[0, -1] == pytest.approx(deal.curve.agency_revenue[0], abs=CENT)
    assert modes.seats[0, -1] == pytest.approx(deal.peak_seats, rel=1e-12)
    assert modes.liquidation[0, -1] == pytest.approx(deal.curve.liquidation[0])
    cash = modes.cash[0, -1].copy()
    cash[1 : 1 + modes.people.shape[-1]] -= modes.wage * modes.people[0, -1]
    np.testing.assert_allclose(cash[: len(deal.cash.net)], deal.cash.net, rtol=0, atol=CENT)
    months = modes.discount ** np.arange(1, modes.people.shape[-1] + 1)
    wages = float(modes.wage * modes.people[0, -1] @ months)
    assert modes.profit_before_wages[0, -1] == pytest.approx(deal.profit + wages, abs=CENT)


def test_contracts_are_valued_as_if_each_were_alone() -> None:
    """Made together and cut apart; sectors with terms and lags of their own."""
    both = contracts(
        2, sector=["bank_card", "logistics"], accounts=[4_000, 150], balance=[7_000.0, 50_000.0]
    )
    together = staffing_modes(both, LIBRARY)
    alone = staffing_modes(contracts(accounts=4_000), LIBRARY)
    np.testing.assert_allclose(together.profit[0], alone.profit[0], rtol=1e-12)


def test_what_an_account_has_been_through_counts() -> None:
    """Placed twice and disputed, a card brings less than half of a fresh one's revenue."""
    fresh, used = (
        staffing_modes(contracts(**given), LIBRARY).revenue[0, -1]
        for given in ({}, {"placements": 2, "disputed": True})
    )
    assert used < 0.5 * fresh


def test_people_count_as_the_deal_counts_them() -> None:
    """5,000 calls a month by the library's cost of a contact: cost / seat cost, letters apart."""
    lot = contracts()
    deal, modes = as_deal(lot), staffing_modes(lot, LIBRARY)
    worked = float(modes.people[0, -1].sum())
    assert worked == pytest.approx(deal.staffing.seat_months, rel=1e-12)
    assert deal.profit / worked == pytest.approx(deal.profit_per_seat_month)


def test_half_the_volume_is_half_the_accounts() -> None:
    """Of odd numbers as well, as in the deal."""
    lot = contracts(3, accounts=[5_001, 3, 1], volume_share=[0.5, 0.1, 1.0])
    np.testing.assert_allclose(lot.bands.ours, [2_500.5, 0.3, 1.0])
    half = staffing_modes(contracts(volume_share=0.5, fixed_cost=0.0), LIBRARY)
    whole = staffing_modes(contracts(fixed_cost=0.0), LIBRARY)
    np.testing.assert_allclose(2.0 * half.profit, whole.profit, rtol=1e-9)


def test_a_later_commission_moves_cash_and_nothing_else() -> None:
    soon, late = (staffing_modes(contracts(payment_lag=lag), LIBRARY) for lag in (0.0, 4.0))
    np.testing.assert_allclose(soon.profit, late.profit)
    np.testing.assert_allclose(soon.cash.sum(axis=-1), late.cash.sum(axis=-1))
    assert (np.cumsum(late.cash[0, -1])[:5] <= np.cumsum(soon.cash[0, -1])[:5] + CENT).all()


def test_levels_lie_close_where_profit_bends() -> None:
    modes = staffing_modes(contracts(**THREE_BANDS), LIBRARY)
    np.testing.assert_allclose(modes.seats[0] / modes.seats[0, -1], LEVELS)
    assert level_shares(3)[-1] == 1.0
    assert len(level_shares(3)) == 3


def test_no_other_split_of_the_seats_earns_more() -> None:
    """Against a fine grid of all splits between two bands."""
    rng = np.random.default_rng(3)
    people = np.concatenate([np.zeros((1, 2)), np.cumsum(rng.uniform(0.5, 2.0, (6, 2)), axis=0)])
    values = np.cumsum(rng.uniform(-0.5, 2.0, people.shape), axis=0)
    values[-1] = values.max(axis=0)
    seats = np.linspace(0.5, people[-1].sum(), 9)
    split = split_seats(people, values, seats=seats)

    def worth(corners: np.ndarray, table: np.ndarray) -> np.ndarray:
        return np.take_along_axis(table, corners, axis=0).sum(axis=1)

    share = split.share_low
    found = share * worth(split.low, values) + (1.0 - share) * worth(split.high, values)
    used = share * worth(split.low, people) + (1.0 - share) * worth(split.high, people)
    assert (used <= seats + 1e-9).all()
    hulls = [_hull(people[:, band], values[:, band]) for band in (0, 1)]
    for number, there in enumerate(seats):
        first = np.linspace(0.0, min(there, people[-1, 0]), 4_001)
        second = np.minimum(there - first, people[-1, 1])
        best = np.max(np.interp(first, *hulls[0]) + np.interp(second, *hulls[1]))
        assert found[number] == pytest.approx(best, abs=2e-3)


def _hull(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rising part of the upper hull, by trying every chord."""
    top = [
        max(
            np.interp(at, x[[i, j]], y[[i, j]]) if i < j else y[i]
            for i in range(len(x)) for j in range(i, len(x)) if x[i] <= at <= x[j]
        )
        for at in x
    ]  # fmt: skip
    return x, np.maximum.accumulate(np.array(top))


def same(ours: Any, theirs: Any, name: str) -> None:
    """Compare two values, or all that they hold."""
    if is_dataclass(ours):
        for field in fields(ours):
            same(getattr(ours, field.name), getattr(theirs, field.name), f"{name}.{field.name}")
    elif isinstance(ours, dict):
        for key in ours:
            same(ours[key], theirs[key], f"{name}.{key}")
    elif isinstance(ours, np.ndarray | float | int):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, err_msg=name)
    else:
        assert ours == theirs, name


def test_every_contract_is_the_lot_that_its_bands_alone_make() -> None:
    """Each number of its terms and of the agency's; commission comes with the slower sector."""
    slow = LIBRARY.with_values({"software_retainage.agency.commission_lag_months": 3.0})
    given = contracts(
        3,
        bands=[1, 2, 1],
        sector=["telecom", "software_retainage", "bank_card", "logistics"],
        accounts=[900, 20, 500, 40],
        balance=[300.0, 200_000.0, 9_000.0, 60_000.0],
        age=[6.0, 8.0, 14.0, 9.0],
        disputed=[False, True, False, False],
        placements=[0, 0, 1, 0],
    )
    segments = given.segments()
    found = list(contract_lots(given, slow))
    for number, contract in enumerate(found):
        alone = segments.take(given.bands.of == number)
        expected = make_lot(alone, slow)
        same(contract.lot.terms, expected.terms, "terms")
        same(contract.business.take(np.arange(len(alone)), size=len(alone)),
             resolve_business(alone, slow).take(np.arange(len(alone)), size=len(alone)),
             "business")  # fmt: skip
    assert [contract.business.settled_after for contract in found] == [1, 3, 1]

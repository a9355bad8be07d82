"""Shares in whole accounts, against every table there is."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.decide.lists.shares import exact_parts, most_held, weights, whole_parts

NO_LIMIT = np.array([np.inf, np.inf, np.inf])


def test_one_lot_by_hand() -> None:
    """100 at 50, 30, 20, the first full at 20: the others get 80 as 3 to 2."""
    accounts, takes = np.array([100]), np.ones((1, 3), dtype=bool)
    wanted = weights(accounts, takes, np.array([50.0, 30.0, 20.0]))
    np.testing.assert_allclose(wanted, [[50, 30, 20]])
    exact = exact_parts(
        wanted, accounts, np.ones(1), capacity=np.array([20, np.inf, np.inf]), money=NO_LIMIT
    )
    np.testing.assert_allclose(exact, [[20, 48, 32]], atol=1e-6)


def test_a_capacity_in_money_by_hand() -> None:
    """Two accounts in three are dear: 300 of money for the first are 3 accounts of 100 each."""
    accounts = np.array([10])
    wanted = weights(accounts, np.ones((1, 2), dtype=bool), np.ones(2))
    exact = exact_parts(
        wanted,
        accounts,
        np.array([100.0]),
        capacity=np.full(2, np.inf),
        money=np.array([300.0, np.inf]),
    )
    np.testing.assert_allclose(exact, [[3, 7]], atol=1e-6)


def test_a_full_agency_gives_up_alike_in_every_class() -> None:
    """20 of 40 wanted: half of each class, 15 and 5; nobody else shares the second class less."""
    accounts = np.array([60, 20])
    wanted = weights(accounts, np.ones((2, 2), dtype=bool), np.array([1.0, 1.0]))
    exact = exact_parts(
        wanted,
        accounts,
        np.ones(2),
        capacity=np.array([20.0, np.inf]),
        money=np.full(2, np.inf),
    )
    np.testing.assert_allclose(exact, [[15, 45], [5, 15]], atol=1e-6)


def test_largest_remainders() -> None:
    """7 at 43, 39, 18: 3.01, 2.73, 1.26; the account left over goes to the .73."""
    exact = np.array([[3.01, 2.73, 1.26]])
    assert whole_parts(exact, np.array([7]), capacity=NO_LIMIT).tolist() == [[3, 3, 1]]


@given(
    accounts=st.lists(st.integers(1, 6), min_size=1, max_size=2),
    share=st.lists(st.integers(1, 9), min_size=3, max_size=3),
    cap=st.integers(0, 8),
    hole=st.booleans(),
)
def test_no_table_is_nearer(accounts: list[int], share: list[int], cap: int, hole: bool) -> None:
    """All tables of whole accounts, each row full, each sum next to its exact one, none over."""
    count = np.array(accounts)
    takes = np.ones((len(accounts), 3), dtype=bool)
    takes[0, 2] = not hole
    capacity = np.array([float(cap), np.inf, np.inf])
    held = most_held(count, np.ones(len(count)), takes, capacity=capacity, money=NO_LIMIT)
    assert held == pytest.approx(count.sum())
    exact = exact_parts(
        weights(count, takes, np.array(share, dtype=float)),
        count,
        np.ones(len(count)),
        capacity=capacity,
        money=NO_LIMIT,
    )
    assert exact.sum(axis=1) == pytest.approx(count)
    assert exact[:, 0].sum() <= cap + 1e-6
    found = whole_parts(exact, count, capacity=capacity)
    rows = [
        [row for row in product(range(n + 1), repeat=3) if sum(row) == n] for n in count.tolist()
    ]
    tables = [np.array(table) for table in product(*rows)]
    fitting = [
        table
        for table in tables
        if (np.abs(table.sum(axis=0) - exact.sum(axis=0)) < 1 - 1e-6).all()
        and (np.abs(table - exact) < 1 - 1e-6).all()
        and table[:, 0].sum() <= cap
        and not table[~takes].any()
    ]
    least = min(float(np.abs(table - exact).sum()) for table in fitting)
    assert any((table == found).all() for table in fitting)
    assert float(np.abs(found - exact).sum()) == pytest.approx(least, abs=1e-4)


def test_what_cannot_be_held() -> None:
    """Two agencies of 30 hold 60 of 100; the one that does not take the class holds none."""
    takes = np.array([[True, True, False]])
    held = most_held(
        np.array([100]),
        np.ones(1),
        takes,
        capacity=np.array([30.0, 30.0, np.inf]),
        money=NO_LIMIT,
    )
    assert held == pytest.approx(60)


def test_capacities_that_hold_just_the_lot() -> None:
    """Everybody full to the last account, over classes that not everybody takes."""
    accounts = np.array([10, 10])
    takes = np.array([[True, True, False], [False, True, True]])
    capacity = np.array([9.0, 3.0, 8.0])
    exact = exact_parts(
        weights(accounts, takes, np.ones(3)),
        accounts,
        np.ones(2),
        capacity=capacity,
        money=NO_LIMIT,
    )
    found = whole_parts(exact, accounts, capacity=capacity)
    assert found.tolist() == [[9, 1, 0], [0, 2, 8]]

"""Contributions are the Shapley value, and add up also where orders are only sampled."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.decide.contributions import MOST_EXACT, contributions

MONEY = st.floats(-1e6, 1e6)


def generator() -> np.random.Generator:
    return np.random.default_rng(7)


def by_brute_force(value, count: int) -> list[float]:
    """Return the average over every order, as the definition says it."""
    parts = [0.0] * count
    orders = list(permutations(range(count)))
    for order in orders:
        for place, change in enumerate(order):
            with_it, without = frozenset(order[: place + 1]), frozenset(order[:place])
            parts[change] += (value(with_it) - value(without)) / len(orders)
    return parts


@given(st.integers(0, 4).flatmap(lambda n: st.lists(MONEY, min_size=2**n, max_size=2**n)))
def test_against_every_order(table: list[float]) -> None:
    count = len(table).bit_length() - 1

    def value(made: frozenset[int]) -> float:
        return table[sum(1 << change for change in made)]

    found = contributions(value, count, generator=generator())
    np.testing.assert_allclose(found, by_brute_force(value, count), rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(found.sum(), table[-1] - table[0], rtol=1e-9, atol=1e-6)


def test_worked_example() -> None:
    """Alone 10 and 20, together 36: the 6 that only both bring are shared equally."""
    table = {(): 0.0, (0,): 10.0, (1,): 20.0, (0, 1): 36.0}
    found = contributions(lambda made: table[tuple(sorted(made))], 2, generator=generator())
    np.testing.assert_allclose(found, [13.0, 23.0])


@pytest.mark.parametrize("count", [MOST_EXACT, MOST_EXACT + 1, 30])
def test_many_changes_add_up(count: int) -> None:
    """Each change multiplies, so that the order matters; a change of nothing gets nothing."""
    factors = np.linspace(0.8, 1.3, count)
    factors[3] = 1.0

    def value(made: frozenset[int]) -> float:
        return 1000.0 * float(np.prod([factors[change] for change in made]))

    found = contributions(value, count, generator=generator())
    difference = value(frozenset(range(count))) - 1000.0
    np.testing.assert_allclose(found.sum(), difference, rtol=1e-9)
    assert abs(found[3]) < 1e-9
    again = contributions(value, count, generator=generator())
    np.testing.assert_array_equal(found, again)

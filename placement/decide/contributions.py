"""How much each of several changes contributes to a difference, so that the parts add up to it.

The same change is worth more or less depending on which others were made before it. Its
contribution is what it adds on average over all orders in which the changes could be made:

    phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! * (v(S + i) - v(S))

v(S) is the answer when the changes S are made and the others are not. The parts add up to
v(all) - v(none), a change that never matters gets nothing, and two that do the same get the same.
Beyond `MOST_EXACT` changes there are too many sets; then the average is over some orders, each with
its reverse. Along every single order the parts add up, so they do on average as well.

Source: Shapley, "A value for n-person games", 1953; docs/model.md, "Two scenarios compared".
"""

from collections.abc import Callable, Iterator
from itertools import chain, combinations
from math import factorial

import numpy as np

from placement.domain.types import FloatArray

MOST_EXACT = 8
"""Changes up to which every set of them is valued: 256 valuations."""

SAMPLED_VALUATIONS = 400
"""Valuations that are spent on more changes than that."""

Value = Callable[[frozenset[int]], float]
"""The answer when some of the changes, by position, are made."""


def contributions(value: Value, count: int, *, generator: np.random.Generator) -> FloatArray:
    """Return what each change contributes, shape (count,).

    Args:
        value: The answer by set of changes.
        count: Number of changes.
        generator: Draws orders where there are more than `MOST_EXACT` changes.
    """
    known: dict[frozenset[int], float] = {}

    def remembered(made: frozenset[int]) -> float:
        if made not in known:
            known[made] = value(made)
        return known[made]

    if count <= MOST_EXACT:
        return _over_all_orders(remembered, count)
    orders = max(1, SAMPLED_VALUATIONS // (2 * count))
    drawn = (generator.permutation(count).tolist() for _ in range(orders))
    return _over_orders(remembered, count, _and_reversed(drawn))


def _over_all_orders(value: Value, count: int) -> FloatArray:
    parts = np.zeros(count)
    for change in range(count):
        others = [other for other in range(count) if other != change]
        sizes = range(len(others) + 1)
        for before in chain.from_iterable(combinations(others, size) for size in sizes):
            weight = factorial(len(before)) * factorial(count - len(before) - 1) / factorial(count)
            made = frozenset(before)
            parts[change] += weight * (value(made | {change}) - value(made))
    return parts


def _over_orders(value: Value, count: int, orders: Iterator[list[int]]) -> FloatArray:
    parts, orders_seen = np.zeros(count), 0
    for order in orders:
        orders_seen += 1
        made: frozenset[int] = frozenset()
        for change in order:
            parts[change] += value(made | {change}) - value(made)
            made |= {change}
    return parts / orders_seen


def _and_reversed(orders: Iterator[list[int]]) -> Iterator[list[int]]:
    for order in orders:
        yield order
        yield order[::-1]

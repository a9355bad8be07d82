"""The search against every tree there is, and the laws of few rules."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.decide.rules.search import OPEN_TO, Cells, search


def cells(seed: int, *, ages: int, balances: int, flags: int, moves: int = 3) -> Cells:
    """Return a grid of cells with random money, and every cut of it as a question."""
    rng = np.random.default_rng(seed)
    grid = np.array(list(itertools.product(range(ages), range(balances), range(flags))))
    answers = [
        grid[:, trait] < edge
        for trait, size in enumerate((ages, balances, flags))
        for edge in range(1, size)
    ]
    accounts = rng.integers(1, 9, len(grid)).astype(float)
    money = rng.normal(0.0, 100.0, (len(grid), moves))
    is_open = rng.random((len(grid), moves)) < 0.9
    is_open[:, 0] = True
    return Cells(
        money=np.where(is_open, money, money[:, :1]),
        answers=np.array(answers, dtype=bool).reshape(len(answers), len(grid)),
        open_to=is_open * accounts[:, None],
        accounts=accounts,
        size=np.ones((len(grid), 1)),
    )


def best_of_all_trees(of: Cells, rows: tuple[int, ...], leaves: int) -> float:
    """Return the value of the best tree, by trying all of them."""
    own = list(rows)
    allowed = of.open_to[own].sum(axis=0) >= OPEN_TO * of.accounts[own].sum()
    value = float(of.money[own].sum(axis=0)[allowed].max())
    for says in of.answers:
        yes = tuple(row for row in rows if says[row])
        no = tuple(row for row in rows if not says[row])
        if not yes or not no:
            continue
        for left in range(1, leaves):
            both = best_of_all_trees(of, yes, left) + best_of_all_trees(of, no, leaves - left)
            value = max(value, both)
    return value


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_where_all_questions_are_followed_no_tree_is_better(seed: int) -> None:
    grid = cells(seed, ages=3, balances=2, flags=2)
    found = search(grid, 4, followed=())
    every = tuple(range(len(grid.money)))
    wanted = [best_of_all_trees(grid, every, leaves) for leaves in (1, 2, 3, 4)]
    np.testing.assert_allclose(found.value, wanted, rtol=1e-9, atol=1e-9)


def test_few_questions_followed_come_near_the_best_tree() -> None:
    """Also with the widths that large books are searched with, from where trees can differ."""
    lost = []
    for seed in range(20):
        grid = cells(seed, ages=4, balances=3, flags=2)
        found = search(grid, 5, followed=(5, 3, 1)).value
        best = search(grid, 5, followed=()).value
        assert (found <= best + 1e-9).all()
        np.testing.assert_allclose(found[:2], best[:2])
        lost.append(1.0 - (found[4] - found[0]) / (best[4] - best[0]))
    assert np.mean(lost) < 0.02


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), width=st.sampled_from([(), (5, 3, 1), (1,)]))
def test_more_leaves_never_keep_less_and_none_beats_cell_by_cell(seed, width) -> None:
    grid = cells(seed, ages=5, balances=3, flags=2)
    found = search(grid, 12, followed=width)
    assert (np.diff(found.value) >= 0.0).all()
    assert found.value[-1] <= grid.money.max(axis=1).sum() + 1e-9


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), leaves=st.integers(1, 12))
def test_a_tree_is_worth_what_its_leaves_are(seed: int, leaves: int) -> None:
    grid = cells(seed, ages=5, balances=3, flags=2)
    found = search(grid, 12, followed=(5, 3, 1))
    parts = list(found.tree(leaves).leaves(np.arange(len(grid.money)), grid.answers))
    assert len(parts) <= leaves
    assert sorted(np.concatenate([own for _, own in parts])) == list(range(len(grid.money)))
    value = sum(grid.money[own, grid.move_of(own)].sum() for _, own in parts)
    np.testing.assert_allclose(value, found.value[leaves - 1])


def test_a_leaf_for_every_cell_keeps_all() -> None:
    """As long as each cell's best move is open to it."""
    grid = cells(3, ages=3, balances=2, flags=2)
    found = search(grid, len(grid.money), followed=())
    np.testing.assert_allclose(found.value[-1], grid.money.max(axis=1).sum())


def test_no_leaf_is_too_small_for_a_rule() -> None:
    grid = cells(5, ages=5, balances=3, flags=2)
    size = grid.accounts[:, None] / 20.0
    coarse = Cells(
        money=grid.money, answers=grid.answers, open_to=grid.open_to, accounts=grid.accounts,
        size=size,
    )  # fmt: skip
    found = search(coarse, 12)
    for _, own in found.tree(12).leaves(np.arange(len(grid.money)), grid.answers):
        assert size[own].sum() >= 1.0 - 1e-9


def test_a_move_shut_to_many_is_no_rule() -> None:
    """Where it is open to three quarters it would pay, and still is not asked for."""
    money = np.array([[0.0, 5.0], [0.0, 5.0], [0.0, 5.0], [0.0, 0.0]])
    open_to = np.array([[1.0, 1.0], [1.0, 1.0], [1.0, 1.0], [1.0, 0.0]])
    one = np.ones(4)
    alone = Cells(
        money=money, answers=np.zeros((0, 4), dtype=bool), open_to=open_to, accounts=one,
        size=one[:, None],
    )  # fmt: skip
    assert search(alone, 3).value[-1] == 0.0

"""The search for few rules: a tree whose leaves are boxes, each with the move that is worth most.

    value of a tree = sum over leaves of max over moves of the leaf's money under that move

A leaf only gets a move that is open to most of it, and no leaf is smaller than a rule is worth
writing for.

Cells (accounts alike in all that a rule can ask) are cut in two by one question at a time. Of each
part the best value by number of leaves is kept, for all numbers at once:

    best(part, k) = max over questions and k1 + k2 = k of best(yes, k1) + best(no, k2)

Followed through all questions this is the best tree there is. In large books the questions are
first sorted by what the best tree of two levels below each would be worth, worked out for all pairs
of questions at once, and only the first of them are followed.

Source: own definition, docs/model.md, "Policy in few rules".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.domain.types import BoolArray, FloatArray, IntArray

FOLLOWED = (5, 3, 1)
"""Questions followed at each level of a tree, the last one at all further levels."""

OPEN_TO = 0.8
"""Share of a rule's accounts to which its move must be open."""

EXACT_UP_TO = 150
"""Products of cells and questions up to which all questions are followed at every level."""


def best_open(money: FloatArray, open_to: FloatArray, *, accounts: float) -> int:
    """Return the move worth most of those open to most accounts; of all where none is.

    Args:
        money: By move, shape (moves,).
        open_to: Accounts to which each is open, shape (moves,).
        accounts: All there are.
    """
    is_open = open_to >= OPEN_TO * accounts
    return int(np.argmax(np.where(is_open, money, -np.inf) if is_open.any() else money))


@dataclass(frozen=True, kw_only=True, eq=False)
class Cells:
    """Money by move of accounts that are alike, and the questions that can be asked of them."""

    money: FloatArray
    """Of all accounts of a cell, shape (cells, moves); a number for every move."""
    answers: BoolArray
    """Whether a cell's answer is yes, shape (questions, cells)."""
    open_to: FloatArray
    """Accounts of a cell to which each move is open, shape (cells, moves)."""
    accounts: FloatArray
    """Shape (cells,)."""
    size: FloatArray
    """What makes a leaf large enough, added up over its cells, shape (cells, measures): one
    measure of 1 or more suffices."""

    def move_of(self, rows: IntArray) -> int:
        """Return the move that is worth most to some cells, of those open to most of them."""
        money, open_to = self.money[rows].sum(axis=0), self.open_to[rows].sum(axis=0)
        return best_open(money, open_to, accounts=float(self.accounts[rows].sum()))

    def is_large(self, rows: IntArray) -> bool:
        """Return whether some cells are enough for a rule of their own."""
        return bool((self.size[rows].sum(axis=0) >= 1.0 - 1e-9).any())


@dataclass(frozen=True, kw_only=True, eq=False)
class Tree:
    """A leaf, or a question with a tree for each answer."""

    question: int | None = None
    yes: "Tree | None" = None
    no: "Tree | None" = None

    def leaves(self, cells: IntArray, answers: BoolArray) -> "Iterator[tuple[Path, IntArray]]":
        """Yield what is asked on the way to each leaf, with the answers, and the leaf's cells."""
        if self.question is None or self.yes is None or self.no is None:
            yield (), cells
            return
        says = answers[self.question, cells]
        for branch, is_yes in ((self.yes, True), (self.no, False)):
            for path, own in branch.leaves(cells[says == is_yes], answers):
                yield ((self.question, is_yes), *path), own


Path = tuple[tuple[int, bool], ...]
"""Questions and answers from the root to a leaf."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Found:
    """The best trees found by number of leaves."""

    cells: Cells
    root: "_Part"

    @property
    def value(self) -> FloatArray:
        """Value of the best tree with at most 1, 2, ... leaves, never falling."""
        return self.root.value

    def tree(self, leaves: int) -> Tree:
        """Return the best tree with at most so many leaves."""
        return self.root.tree(leaves)


def search(cells: Cells, leaves: int, *, followed: Sequence[int] | None = None) -> Found:
    """Return the best trees with up to so many leaves.

    Args:
        cells: The cells, one or more.
        leaves: Most leaves, 1 or more.
        followed: Questions followed by level; by default all in small books and `FOLLOWED` in
            others. An empty sequence follows all.
    """
    if followed is None:
        followed = () if cells.answers.size <= EXACT_UP_TO else FOLLOWED
    worker = _Worker(cells=cells, followed=tuple(followed), known={})
    every = np.arange(len(cells.money))
    return Found(cells=cells, root=worker.part(every, leaves, level=0))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Part:
    """The best trees of some cells by number of leaves."""

    value: FloatArray
    """With at most k + 1 leaves, shape (leaves,)."""
    cut: tuple[tuple[int, int, "_Part", "_Part"] | None, ...]
    """How each is made: question, leaves of the yes side, both sides; None is a leaf."""

    def tree(self, leaves: int) -> Tree:
        """Return the best tree with at most so many leaves."""
        # The fewest leaves that are worth as much.
        most = min(leaves, len(self.value)) - 1
        fewest = int(np.argmax(self.value[: most + 1] >= self.value[most]))
        made = self.cut[fewest]
        if made is None:
            return Tree()
        question, left, yes, no = made
        return Tree(question=question, yes=yes.tree(left), no=no.tree(fewest + 1 - left))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Worker:
    cells: Cells
    followed: tuple[int, ...]
    known: dict[tuple[bytes, int, int], _Part]

    @cached_property
    def most(self) -> FloatArray:
        """Money of each cell under its own best move, shape (cells,)."""
        return np.asarray(self.cells.money.max(axis=1))

    def part(self, rows: IntArray, leaves: int, *, level: int) -> _Part:
        """Return the best trees of some cells with up to so many leaves."""
        width = self._width(level)
        key = (rows.tobytes(), leaves, -1 if width is None else level)
        if key not in self.known:
            self.known[key] = self._part(rows, leaves, level=level, width=width)
        return self.known[key]

    def _width(self, level: int) -> int | None:
        if not self.followed:
            return None
        return self.followed[min(level, len(self.followed) - 1)]

    def _part(self, rows: IntArray, leaves: int, *, level: int, width: int | None) -> _Part:
        money = self.cells.money[rows]
        alone = float(money[:, self.cells.move_of(rows)].sum())
        highest = float(self.most[rows].sum())
        nothing = _NOTHING * max(1.0, abs(highest))
        value = np.full(leaves, alone)
        cut: list[tuple[int, int, _Part, _Part] | None] = [None] * leaves
        # A part whose cells all want the same has nothing to ask.
        if leaves == 1 or highest - alone <= nothing:
            return _Part(value=value[:1], cut=(None,))
        for question in self._questions(rows, money, width):
            says = self.cells.answers[question, rows]
            yes, no = (
                self.part(rows[says == answer], leaves - 1, level=level + 1)
                for answer in (True, False)
            )
            for left in range(1, len(yes.value) + 1):
                right = np.arange(1, min(len(no.value), leaves - left) + 1)
                both = yes.value[left - 1] + no.value[right - 1]
                better = both > value[left + right - 1] + nothing
                for place, worth in zip(
                    (left + right - 1)[better].tolist(), both[better].tolist(), strict=True
                ):
                    value[place], cut[place] = worth, (question, left, yes, no)
            if value[1] >= highest - nothing:
                break
        for place in range(1, leaves):
            if value[place] < value[place - 1]:
                value[place], cut[place] = value[place - 1], cut[place - 1]
        return _Part(value=value, cut=tuple(cut))

    def _questions(self, rows: IntArray, money: FloatArray, width: int | None) -> list[int]:
        """Return the questions that part the cells, the most promising first."""
        answers = self.cells.answers[:, rows]
        some = np.flatnonzero(answers.any(axis=1) & ~answers.all(axis=1))
        # Of questions that part the cells alike, either way round, the first.
        said = answers[some] ^ ~answers[some][:, :1]
        _, first = np.unique(np.packbits(said, axis=1), axis=0, return_index=True)
        some = some[np.sort(first)]
        if width is None or len(some) <= 1:
            every = [int(question) for question in some]
            return [question for question in every if self._parts_well(question, rows)]
        at_once, later = _promise(answers[some].astype(np.float64), money)
        order = [int(np.argmax(at_once)), *np.argsort(-later, kind="stable").tolist()]
        chosen: list[int] = []
        for place in dict.fromkeys(order):
            if self._parts_well(int(some[place]), rows):
                chosen.append(int(some[place]))
            if len(chosen) == width:
                break
        return chosen

    def _parts_well(self, question: int, rows: IntArray) -> bool:
        """Return whether both sides of a question are large enough for a rule."""
        says = self.cells.answers[question, rows]
        return self.cells.is_large(rows[says]) and self.cells.is_large(rows[~says])


_NOTHING = 1e-12
"""Share of the money below which two trees are worth the same."""


def _promise(says: FloatArray, money: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return what the best tree with 2 and with 4 leaves below each question is worth."""
    whole = money.sum(axis=0)
    yes = says @ money
    both = np.stack([(says * column) @ says.T for column in money.T], axis=-1)
    one = yes[:, None, :]
    other = yes[None, :, :]
    left = (both.max(axis=-1) + (one - both).max(axis=-1)).max(axis=1)
    right = ((other - both).max(axis=-1) + (whole - one - other + both).max(axis=-1)).max(axis=1)
    at_once = yes.max(axis=1) + (whole - yes).max(axis=1)
    return at_once, np.maximum(left + right, at_once)

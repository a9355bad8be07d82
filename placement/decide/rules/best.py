"""The best policy of so many rules: cells of a book, the search, and leaves joined to rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from placement.decide.rules.policy import (
    MOST_RULES,
    RULE_MOVES,
    SMALLEST,
    MoveValues,
    PolicyRule,
    RulePolicy,
    value_of,
)
from placement.decide.rules.search import Cells, Found, Tree, search
from placement.decide.rules.traits import (
    MOST_NAMES,
    NAMED,
    TRAITS,
    joined,
    narrowed,
)
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, IntArray

JOINED_MAY_BE = 8
"""Leaves more than rules that are tried, since leaves side by side with one move are one rule."""

LEAST_ACCOUNTS = 0.002
"""Share of a book's accounts from which they may have a rule of their own ..."""

LEAST_BALANCE = 0.01
"""... or share of its balance: nobody signs a rule for three small accounts. A judgement."""

Question = tuple[int, frozenset[int]]
"""A trait by its place, and the codes for which the answer is yes."""


def require_rules(rules: int) -> None:
    """Raise InputError where a number of rules is none."""
    if not 1 <= rules <= MOST_RULES:
        raise InputError(
            t(
                "rules must be a whole number from 1 to {most}; got {rules}.",
                most=MOST_RULES,
                rules=rules,
            )
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class BestPolicies:
    """The best policies of a book by number of rules; the search is made once for all."""

    book: MoveValues
    most: int
    """Rules up to which they were looked for."""

    @cached_property
    def _cells(self) -> IntArray:
        """Traits of every cell, shape (traits, cells)."""
        return self._cell_of[0]

    @cached_property
    def _cell_of(self) -> tuple[IntArray, IntArray]:
        cells, index = np.unique(self.book.codes, axis=1, return_inverse=True)
        return cells, index.reshape(-1)

    @cached_property
    def _questions(self) -> tuple[Question, ...]:
        return tuple(_questions(self._cells))

    @cached_property
    def _found(self) -> Found:
        cells, index = self._cell_of
        book, size = self.book, cells.shape[1]

        def added(rows: FloatArray | BoolArray) -> FloatArray:
            return np.stack([np.bincount(index, row, minlength=size) for row in rows], axis=1)

        answers = [np.isin(cells[trait], list(yes)) for trait, yes in self._questions]
        accounts, balance = book.accounts, np.abs(book.balance)
        large = [
            accounts / max(1.0, LEAST_ACCOUNTS * accounts.sum()),
            balance / max(SMALLEST, LEAST_BALANCE * balance.sum()),
        ]
        return search(
            Cells(
                money=added(book.taken),
                answers=np.array(answers, dtype=bool).reshape(len(answers), size),
                open_to=added(~np.isnan(book.value) * accounts),
                accounts=added(accounts[None].astype(np.float64))[:, 0],
                size=added(np.array(large)),
            ),
            self.most + JOINED_MAY_BE,
        )

    @cached_property
    def _policies(self) -> tuple[tuple[float, RulePolicy], ...]:
        """Value and policy of every number of leaves."""
        leaves = range(1, len(self._found.value) + 1)
        policies = [self._policy(self._found.tree(number)) for number in leaves]
        return tuple((value_of(policy, self.book).total, policy) for policy in policies)

    @cached_property
    def value(self) -> FloatArray:
        """Value of the best policy with at most 1, 2, ... rules, never falling, shape (most,)."""
        return np.array([self._chosen(rules)[0] for rules in range(1, self.most + 1)])

    def policy(self, rules: int) -> RulePolicy:
        """Return the best policy with at most so many rules, at most `most`."""
        require_rules(rules)
        return self._chosen(min(rules, self.most))[1]

    def _chosen(self, rules: int) -> tuple[float, RulePolicy]:
        few = [pair for pair in self._policies if len(pair[1].rules) <= rules]
        # Of policies worth the same to a rounding, the shortest.
        highest = max(value for value, _ in few)
        alike = [pair for pair in few if pair[0] >= highest - 1e-12 * max(1.0, abs(highest))]
        return highest, min(alike, key=lambda pair: len(pair[1].rules))[1]

    def _policy(self, tree: Tree) -> RulePolicy:
        leaves = []
        for path, own in tree.leaves(np.arange(self._cells.shape[1]), self._found.cells.answers):
            box = self.book.scheme.everything
            for question, is_yes in path:
                trait, yes = self._questions[question]
                box = narrowed(box, trait, yes if is_yes else box[trait] - yes)
            leaves.append(PolicyRule(box=box, move=RULE_MOVES[self._found.cells.move_of(own)]))
        return RulePolicy(
            scheme=self.book.scheme,
            rules=tuple(sorted(_together(leaves), key=_reading_order)),
            otherwise=self.book.otherwise,
        )


def best_policies(book: MoveValues, most: int) -> BestPolicies:
    """Return the best policies of a book with up to so many rules.

    Raises:
        InputError: The number is not from 1 to `MOST_RULES`.
    """
    require_rules(most)
    return BestPolicies(book=book, most=most)


def _questions(cells: IntArray) -> Iterator[Question]:
    """Yield what can be asked of cells: groups of names, and every edge between codes."""
    for trait, name in enumerate(TRAITS):
        codes = sorted(set(cells[trait].tolist()))
        if name in NAMED:
            largest = len(codes) // 2 if len(codes) <= MOST_NAMES else 1
            for size in range(1, largest + 1):
                for group in combinations(codes, size):
                    yield trait, frozenset(group)
        else:
            for code in codes[1:]:
                yield trait, frozenset(range(code))


def _together(rules: list[PolicyRule]) -> list[PolicyRule]:
    """Return the rules with those of one move that make one box joined."""
    left = list(rules)
    while True:
        for one, other in combinations(range(len(left)), 2):
            if left[one].move != left[other].move:
                continue
            box = joined(left[one].box, left[other].box)
            if box is not None:
                left[one] = PolicyRule(box=box, move=left[one].move)
                del left[other]
                break
        else:
            return left


def _reading_order(rule: PolicyRule) -> tuple[object, ...]:
    """Return what rules are sorted by: sectors, then young before old, small before large."""
    return tuple(
        (-len(own) if name in NAMED else 0, sorted(own))
        for name, own in zip(TRAITS, rule.box, strict=True)
    )

"""A policy of few rules: which accounts, which move; and what it is worth on a book.

    value of the rules = sum over accounts of the value of the rule's move
    kept               = value of the rules / value of every account's own best move
    gain kept          = (rules - written off) / (best - written off)
    choice kept        = (rules - one move for all) / (best - one move for all)

A move that is not open to an account is never taken: the account takes `otherwise`, which is open
to all, and counts with its value. Since no account has more than its best, nothing is ever kept
above 100 %.

Source: own definition, docs/model.md, "Policy in few rules".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from placement.decide.rules.search import best_open
from placement.decide.rules.traits import Box, Scheme, holds, overlap
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.policy.rules import PLACE
from placement.domain.errors import InputError
from placement.domain.names import key_said
from placement.domain.text import listed, t
from placement.domain.types import AGENCY_OPTIONS, BoolArray, FloatArray, IntArray, Option

RULE_MOVES = (
    WAIT,
    Option.IN_HOUSE.value,
    PLACE,
    *(option.value for option in Option if option not in (Option.IN_HOUSE, *AGENCY_OPTIONS)),
)
"""What a rule may ask for, in the order of every array over moves; `place` is the next placement,
whichever number it has."""

MOST_RULES = 100
"""A longer table is no policy that anybody reads."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MoveValues:
    """A book as rules see it: segments of accounts, and what each move is worth to them."""

    scheme: Scheme
    codes: IntArray
    """Shape (traits, segments)."""
    accounts: IntArray
    """Shape (segments,)."""
    balance: FloatArray
    """Of all accounts of a segment, shape (segments,)."""
    value: FloatArray
    """Of all accounts of a segment under each move, NaN where it is not open, shape (moves,
    segments) in the order of `RULE_MOVES`."""
    written_off: FloatArray
    """What is left of a segment written off today, allowed or not, shape (segments,)."""
    otherwise: str
    """The move of accounts to which their rule's move is not open; it is open to all."""

    @cached_property
    def taken(self) -> FloatArray:
        """As `value`, with that of `otherwise` where a move is not open."""
        instead = self.value[RULE_MOVES.index(self.otherwise)]
        return np.where(np.isnan(self.value), instead, self.value)

    @cached_property
    def best(self) -> FloatArray:
        """Value of each segment's own best move, shape (segments,)."""
        return np.asarray(np.nanmax(self.value, axis=0))

    @cached_property
    def best_move(self) -> IntArray:
        """Its position in `RULE_MOVES`, shape (segments,)."""
        return np.asarray(np.nanargmax(self.value, axis=0), dtype=np.int64)

    @cached_property
    def one_move(self) -> int:
        """Position of the move, open to most, that is best for all accounts alike."""
        open_to = np.asarray(~np.isnan(self.value) @ self.accounts, dtype=np.float64)
        accounts = float(self.accounts.sum())
        return best_open(self.taken.sum(axis=1), open_to, accounts=accounts)

    def is_open(self, move: IntArray) -> BoolArray:
        """Return where a move of each segment, a position in `RULE_MOVES`, is open to it."""
        return ~np.isnan(self.value[move, np.arange(len(move))])


@dataclass(frozen=True, kw_only=True)
class PolicyRule:
    """Which accounts, and what is done with them."""

    box: Box
    move: str
    """One of `RULE_MOVES`."""


@dataclass(frozen=True, kw_only=True)
class RulePolicy:
    """Rules of which exactly one holds for every account."""

    scheme: Scheme
    rules: tuple[PolicyRule, ...]
    otherwise: str
    """As in `MoveValues`."""

    def __post_init__(self) -> None:
        """Raise InputError where a move is unknown or two rules hold for one account."""
        if not self.rules:
            raise InputError(t("A policy needs a rule; got none."))
        for number, rule in enumerate(self.rules, start=1):
            require_move(rule.move, where=t("Rule {number}", number=number))
            for other, later in enumerate(self.rules[number:], start=number + 1):
                if overlap(rule.box, later.box):
                    raise InputError(
                        t(
                            "Rules {one} and {other} overlap: some account would be under both. "
                            "Let a band end where the next one begins.",
                            one=number,
                            other=other,
                        )
                    )

    def with_moves(self, moves: Sequence[str]) -> "RulePolicy":
        """Return the same rules with other moves, one for each."""
        pairs = zip(self.rules, moves, strict=True)
        return replace(self, rules=tuple(replace(rule, move=move) for rule, move in pairs))

    def rule_of(self, codes: IntArray) -> IntArray:
        """Return the position of the rule that holds for each segment; -1 where none does."""
        which = np.full(codes.shape[1], -1, dtype=np.int64)
        for place, rule in enumerate(self.rules):
            which[holds(rule.box, codes)] = place
        return which


def require_move(move: str, *, where: str) -> None:
    """Raise InputError where a rule asks for what no rule may."""
    if move not in RULE_MOVES:
        raise InputError(
            t(
                "{where}: the move must be one of {known}; got {move!r}.",
                where=where,
                known=listed(map(key_said, RULE_MOVES)),
                move=move,
            )
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class PolicyValue:
    """A policy on a book; money is for all accounts."""

    policy: RulePolicy
    book: MoveValues
    rule: IntArray
    """Position of the rule of each segment; -1 where none holds, and `otherwise` is taken."""

    @cached_property
    def asked(self) -> IntArray:
        """Position in `RULE_MOVES` of what its rule asks of each segment, shape (segments,)."""
        moves = [RULE_MOVES.index(rule.move) for rule in self.policy.rules]
        return np.array([*moves, RULE_MOVES.index(self.policy.otherwise)])[self.rule]

    @cached_property
    def obeyed(self) -> BoolArray:
        """Where that is open, shape (segments,)."""
        return self.book.is_open(self.asked)

    @property
    def not_open(self) -> IntArray:
        """Accounts of each segment to which what is asked is not open, shape (segments,)."""
        return self.book.accounts * ~self.obeyed

    @cached_property
    def move(self) -> IntArray:
        """Position in `RULE_MOVES` of what each segment does, shape (segments,)."""
        return np.where(self.obeyed, self.asked, RULE_MOVES.index(self.policy.otherwise))

    @cached_property
    def value(self) -> FloatArray:
        """What each segment leaves, shape (segments,)."""
        return np.asarray(self.book.value[self.move, np.arange(len(self.move))])

    @property
    def total(self) -> float:
        """What the book leaves under the rules."""
        return float(self.value.sum())

    @property
    def best(self) -> float:
        """What it leaves when every account takes its own best move."""
        return float(self.book.best.sum())

    @property
    def lost(self) -> float:
        """What the rules cost."""
        return self.best - self.total

    @property
    def written_off(self) -> float:
        """What it leaves where all is written off today."""
        return float(self.book.written_off.sum())

    @property
    def one_move(self) -> float:
        """What it leaves with the one move for all that is worth most."""
        return float(self.book.taken[self.book.one_move].sum())

    @property
    def kept(self) -> float | None:
        """Share of the best value that the rules keep; None where that is not above 0."""
        return share_kept(self.total, self.best)

    @property
    def gain_kept(self) -> float | None:
        """The same of what the best is worth over writing all off."""
        return share_kept(self.total - self.written_off, self.best - self.written_off)

    @property
    def choice_kept(self) -> float | None:
        """The same of what choosing by account is worth over one move for all."""
        return share_kept(self.total - self.one_move, self.best - self.one_move)

    def by_rule(self, amounts: FloatArray | IntArray | BoolArray) -> FloatArray:
        """Return an amount of the segments added up by rule, shape (rules,)."""
        inside = self.rule >= 0
        weights = np.asarray(amounts, dtype=np.float64)[inside]
        added = np.bincount(self.rule[inside], weights, minlength=len(self.policy.rules))
        return np.asarray(added, dtype=np.float64)


SMALLEST = 0.005
"""Money of which no share is worked out."""


def share_kept(part: float, whole: float) -> float | None:
    """Return a share of money above 0, None where there is none; at most 1 but for rounding."""
    return min(part / whole, 1.0) if whole > SMALLEST else None


def value_of(policy: RulePolicy, book: MoveValues) -> PolicyValue:
    """Return what a policy is worth on a book.

    Raises:
        InputError: No rule holds for some accounts.
    """
    rule = policy.rule_of(book.codes)
    if (rule < 0).any():
        raise InputError(
            t(
                "No rule holds for {accounts:,} accounts that owe {balance:,.2f}. Let the bands "
                "meet, or add a rule for the rest.",
                accounts=int(book.accounts[rule < 0].sum()),
                balance=float(book.balance[rule < 0].sum()),
            )
        )
    return PolicyValue(policy=policy, book=book, rule=rule)

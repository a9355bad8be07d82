"""Rules as rows of a decision table, and back.

An empty cell asks nothing. Ages are days past due, over the first and up to the second; balances
are from the first and below the second; counts are from the first to the second, both included.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from placement.decide.rules.policy import RULE_MOVES, PolicyRule, RulePolicy, require_move
from placement.decide.rules.traits import (
    AGE,
    BALANCE,
    CREDITOR_TYPE,
    FLAGS,
    LETTERS,
    PLACEMENTS,
    SECTOR,
    TRAITS,
    Scheme,
)
from placement.decide.timing.policy.rules import OTHER_WORDS
from placement.domain.days import start_day
from placement.domain.errors import InputError
from placement.domain.names import key_said
from placement.domain.text import listed, pt, t
from placement.domain.types import CreditorType
from placement.tape.flags import WORDS_OF, parse_flag
from placement.tape.kinds import creditor_type_named, sector_named
from placement.tape.numbers import EMPTY, parse_number

ENDS = {
    AGE: ("over_days", "up_to_days"),
    BALANCE: ("balance_from", "balance_below"),
    PLACEMENTS: ("placements_from", "placements_to"),
    LETTERS: ("letters_from", "letters_to"),
}
"""Columns of the lower and of the upper end of what rises."""

CONDITIONS = (SECTOR, CREDITOR_TYPE, *(name for pair in ENDS.values() for name in pair), *FLAGS)
"""Columns that say which accounts, in the order of the table."""

THEN = "then"
"""The column of the move."""

Cell = tuple[str, ...] | float | bool
"""Names, a number, or a flag."""

_ROUNDED = 0.6
"""Days by which an end may miss its band: half days are rounded by those who type."""


def row_of(rule: PolicyRule, scheme: Scheme) -> dict[str, Cell]:
    """Return the conditions of a rule by column, only those it asks for."""
    row: dict[str, Cell] = {}
    for place, trait in enumerate(TRAITS):
        own, size = rule.box[place], scheme.sizes[place]
        if len(own) == size:
            continue
        if trait in (SECTOR, CREDITOR_TYPE):
            row[trait] = tuple(scheme.names(trait)[code] for code in sorted(own))
        elif trait in FLAGS:
            row[trait] = own == {1}
        else:
            low, high = ENDS[trait]
            edges = _edges(trait, scheme)
            if min(own) > 0:
                row[low] = edges[min(own) - 1] if edges else float(min(own))
            if max(own) < size - 1:
                row[high] = edges[max(own)] if edges else float(max(own))
    return row


def policy_of_rows(
    rows: Sequence[Mapping[str, object]],
    *,
    scheme: Scheme,
    otherwise: str,
    known_sectors: Sequence[str],
) -> RulePolicy:
    """Return the policy that rows of a decision table say.

    Args:
        rows: One mapping per rule, by the columns of `CONDITIONS` and `THEN`; others are ignored.
        scheme: Of the book, whose bands the ends must be.
        otherwise: The move of accounts to which their rule's move is not open.
        known_sectors: Sectors that may be named though the book has none of their accounts.

    Raises:
        InputError: A cell breaks its rule; names the rule and the column.
    """
    types = tuple(kind.value for kind in CreditorType)
    wide = Scheme(
        sectors=tuple(dict.fromkeys((*scheme.sectors, *known_sectors))),
        creditor_types=tuple(dict.fromkeys((*scheme.creditor_types, *types))),
        age=scheme.age,
        balance=scheme.balance,
    )
    rules = tuple(
        _Row(number=number, cells=row, scheme=wide).rule() for number, row in enumerate(rows, 1)
    )
    return RulePolicy(scheme=wide, rules=rules, otherwise=otherwise)


class _Row:
    """One rule of a table."""

    def __init__(self, *, number: int, cells: Mapping[str, object], scheme: Scheme) -> None:
        self._where = t("Rule {number}", number=number)
        self._cells, self._scheme = cells, scheme

    def rule(self) -> PolicyRule:
        """Return the rule."""
        box = tuple(
            self._codes(trait, size) for trait, size in zip(TRAITS, self._scheme.sizes, strict=True)
        )
        return PolicyRule(box=box, move=self._move())

    def _codes(self, trait: str, size: int) -> frozenset[int]:
        if trait in (SECTOR, CREDITOR_TYPE):
            return self._named(trait)
        if trait in FLAGS:
            return self._flag(trait)
        return self._between(trait, size)

    def _text(self, column: str) -> str:
        value = self._cells.get(column)
        if value is None or (isinstance(value, float) and value != value):
            return ""
        if isinstance(value, list | tuple):
            return "; ".join(str(each) for each in value)
        text = str(value).strip()
        return "" if text.casefold() in EMPTY else text

    def _move(self) -> str:
        text = self._text(THEN).casefold().replace("-", "_").replace(" ", "_")
        move = OTHER_WORDS.get(text, OTHER_WORDS.get(text.replace("_", ""), text))
        require_move(move if move in RULE_MOVES else self._text(THEN), where=self._where)
        return move

    def _named(self, trait: str) -> frozenset[int]:
        names = self._scheme.names(trait)
        text = self._text(trait)
        if not text:
            return frozenset(range(len(names)))
        found = set()
        for part in text.replace("；", ";").split(";"):
            name = part.strip()
            key = name if name in names else None
            if key is None and trait == SECTOR:
                key = sector_named(name, names)
            if key is None and trait == CREDITOR_TYPE and creditor_type_named(name) in names:
                key = creditor_type_named(name)
            if key is None:
                raise InputError(
                    t(
                        "{where}: {column} must be one of {known}, several of them parted by "
                        "semicolons; got {text!r}.",
                        where=self._where,
                        column=pt("heading", trait),
                        known=listed(map(key_said, names)),
                        text=name,
                    )
                )
            found.add(names.index(key))
        return frozenset(found)

    def _flag(self, trait: str) -> frozenset[int]:
        text = self._text(trait)
        if not text:
            return frozenset((0, 1))
        flag = parse_flag(text, words=WORDS_OF.get(trait, {}))
        if flag is None:
            raise InputError(
                t(
                    "{where}: {column} must be yes, no or empty; got {text!r}.",
                    where=self._where,
                    column=pt("heading", trait),
                    text=text,
                )
            )
        return frozenset((int(flag),))

    def _between(self, trait: str, size: int) -> frozenset[int]:
        edges = _edges(trait, self._scheme)
        low, high = ENDS[trait]
        first = self._end(low, edges, size, above=0 if edges is None else 1)
        last = self._end(high, edges, size, above=0)
        low_code = 0 if first is None else first
        high_code = size - 1 if last is None else last
        if low_code > high_code:
            raise InputError(
                t(
                    "{where}: {low} must lie below {high}; got {x} and {y}.",
                    where=self._where,
                    low=pt("heading", low),
                    high=pt("heading", high),
                    x=self._text(low),
                    y=self._text(high),
                )
            )
        return frozenset(range(low_code, high_code + 1))

    def _end(
        self, column: str, edges: tuple[float, ...] | None, size: int, *, above: int
    ) -> int | None:
        """Return the code at an end, None where nothing is asked."""
        text = self._text(column)
        if not text:
            return None
        value = parse_number(text)
        allowed = edges if edges is not None else tuple(float(code) for code in range(size))
        if value == 0 and above == 1:
            return 0
        near = [] if value is None else [abs(value - edge) for edge in allowed]
        if not near or min(near) > (_ROUNDED if edges is not None else 0.0):
            raise InputError(
                t(
                    "{where}: {column} must be one of {known}, where the book is cut; got "
                    "{text!r}. Other bands are set with the scenario.",
                    where=self._where,
                    column=pt("heading", column),
                    known=listed(f"{edge:g}" for edge in allowed),
                    text=text,
                )
            )
        return int(np.argmin(near)) + above


def _edges(trait: str, scheme: Scheme) -> tuple[float, ...] | None:
    """Return the ends that a trait's bands can have; None for counts."""
    if trait == AGE:
        return tuple(float(start_day(edge)) for edge in scheme.age)
    if trait == BALANCE:
        return scheme.balance
    return None

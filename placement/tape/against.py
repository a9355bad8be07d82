"""Two months of one book, account by account: who came, who went, who stayed and how they moved."""

from dataclasses import dataclass

import numpy as np

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import IntArray
from placement.tape.tape import Tape


@dataclass(frozen=True, kw_only=True, eq=False)
class Against:
    """Positions of accounts on two tapes."""

    came: IntArray
    """Positions on this month's tape of accounts that last month's does not have."""

    went: IntArray
    """Positions on last month's tape of accounts that this month's does not have."""

    stayed_last: IntArray
    """Positions on last month's tape of accounts that both have, in one order ..."""

    stayed_now: IntArray
    """... with their positions on this month's."""


def against(last: Tape, now: Tape) -> Against:
    """Return who came, went and stayed, by account number.

    Where a number stands on several rows, as with bills kept apart, the first of them is the first
    of the other month, the second the second.

    Args:
        last: Last month's tape.
        now: This month's.

    Raises:
        InputError: A tape has no account numbers, or the two are in different currencies.
    """
    if last.currency != now.currency:
        raise InputError(
            t(
                "Two months are compared in one currency; got {last} and {now}. State the rate "
                "of one of them.",
                last=last.currency,
                now=now.currency,
            )
        )
    before, after = _numbered(last, "last month"), _numbered(now, "this month")
    both = [(before[key], after[key]) for key in before if key in after]
    pairs = np.array(both, dtype=np.int64).reshape(-1, 2)
    return Against(
        came=_positions([row for key, row in after.items() if key not in before]),
        went=_positions([row for key, row in before.items() if key not in after]),
        stayed_last=pairs[:, 0],
        stayed_now=pairs[:, 1],
    )


def _positions(rows: list[int]) -> IntArray:
    return np.array(rows, dtype=np.int64)


def _numbered(tape: Tape, which: str) -> dict[tuple[str, int], int]:
    """Return the position of each account by its number and its turn among rows of that number."""
    if tape.account_id is None:
        raise InputError(
            t(
                "Two months are compared by account number, and the book of {which} has none. "
                "Map its column account_id.",
                which=which,
            )
        )
    seen: dict[str, int] = {}
    found: dict[tuple[str, int], int] = {}
    for position, number in enumerate(tape.account_id.tolist()):
        # An account without a number is nobody's other half.
        name = str(number) if number else f"\0{which}{position}"
        seen[name] = seen.get(name, 0) + 1
        found[name, seen[name]] = position
    return found

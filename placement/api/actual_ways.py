"""What was done with accounts beside what their plans had them do."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from placement.decide.timing.calendar.payers import begin_of, plan_of
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.plans import PLACEMENTS, Plan
from placement.domain.types import BoolArray, IntArray, Option, Segments
from placement.tape.next_month import Became, Done, NextMonth

AGENCY = "agency"
"""Stands for the placement that is an account's next."""

LEAVES = (Option.SALE.value, Option.WRITE_OFF.value)
"""Moves after which an account is rightly gone."""

OWN = (Option.IN_HOUSE.value, WAIT, Option.PAYMENT_ORDER.value, Option.LAWSUIT.value, *LEAVES)
"""Moves that no agency and no letter shows of."""

PLANNED = 0
"""Position of the way `as planned`."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Treated:
    """How accounts were treated; arrays of shape (accounts,)."""

    names: tuple[str, ...]
    """Ways; the first is as planned."""

    plans: tuple[tuple[Plan, ...], ...]
    """A plan for every segment, for each way."""

    way: IntArray
    """Position of each account's way."""

    known: BoolArray
    """Whether a tape says how the account was treated."""

    too_often: int
    """Accounts placed more often than the model knows, which are held against their plan."""


def treated(
    index: IntArray, segments: Segments, plans: Sequence[Plan], after: NextMonth
) -> Treated:
    """Return what was done with each account, where the later tape tells, else what was planned.

    An account that is gone was treated as most others of its segment.

    Args:
        index: Segment of each account.
        segments: The segments.
        plans: The plan of each.
        after: What the later tape says.
    """
    months = after.months
    acts = [{step.action for step in begin_of(plan, months=months).steps} for plan in plans]
    done = _of_the_gone(index, after, len(segments))
    pairs, which = np.unique(np.stack([index, done], axis=1), axis=0, return_inverse=True)
    names = ["planned"]
    of_pair = np.zeros(len(pairs), dtype=np.int64)
    odd = np.zeros(len(pairs), dtype=bool)
    for place, (segment, code) in enumerate(pairs.tolist()):
        name = _otherwise(Done(code), acts[segment])
        if name == AGENCY and segments.placements[segment] >= len(PLACEMENTS):
            odd[place], name = True, None
        if name is None:
            continue
        if name not in names:
            names.append(name)
        of_pair[place] = names.index(name)
    way, which = of_pair[which.reshape(-1)], which.reshape(-1)
    return Treated(
        names=tuple(names),
        plans=(
            tuple(plans),
            *(
                _plans(name, set(pairs[of_pair == place, 0].tolist()), segments, months)
                for place, name in enumerate(names)
                if place != PLANNED
            ),
        ),
        way=way,
        known=np.asarray(after.done != Done.NOT_SAID),
        too_often=int(odd[which].sum()),
    )


def _of_the_gone(index: IntArray, after: NextMonth, size: int) -> IntArray:
    """Return what was done with each account, those not listed as most others of their segment."""
    codes = len(Done)
    told = after.done != Done.NOT_SAID
    counts = np.bincount(index[told] * codes + after.done[told], minlength=size * codes).reshape(
        size, codes
    )
    usual = np.where(counts.any(axis=1), counts.argmax(axis=1), int(Done.NOT_SAID))
    gone = ~told & (after.became != Became.STAYED)
    return np.where(gone, usual[index], after.done)


def _otherwise(done: Done, acts: set[str]) -> str | None:
    """Return what was done where it is not what was planned, else None."""
    placed, written = bool(acts & set(PLACEMENTS)), Option.LAW_LETTER in acts
    match done:
        case Done.AGENCY:
            return None if placed else AGENCY
        case Done.LETTER:
            return None if written else Option.LAW_LETTER.value
        case Done.OWN:
            return Option.IN_HOUSE.value if placed or written else None
        case Done.NO_AGENCY:
            return Option.IN_HOUSE.value if placed else None
        case Done.NO_LETTER:
            return Option.IN_HOUSE.value if written else None
        case Done.NO_WORK:
            return WAIT if placed or written or Option.IN_HOUSE in acts else None
        case Done.IN_HOUSE:
            return None if acts & set(OWN) - {WAIT, *LEAVES} else Option.IN_HOUSE.value
        case _:
            return None


def _plans(name: str, wanted: set[int], segments: Segments, months: int) -> tuple[Plan, ...]:
    """Return the plan that does one thing, for the segments that are asked about."""
    found = []
    for segment in range(len(segments)):
        action = WAIT
        if segment in wanted:
            action = PLACEMENTS[int(segments.placements[segment])] if name == AGENCY else name
        found.append(plan_of(action, months=months))
    return tuple(found)

"""Seats needed month by month for the chosen contracts, from the lots' own curves."""

from dataclasses import dataclass

import numpy as np

from placement.decide.mix.capacities import seats_in_month
from placement.decide.mix.choose import Mix
from placement.domain.types import FloatArray


@dataclass(frozen=True, kw_only=True, eq=False)
class HiringPlan:
    """Seats by month from now; arrays have shape (months,)."""

    full: FloatArray
    """Needed if every contract pursued is won."""
    expected: FloatArray
    """Needed on average."""
    change: FloatArray
    """Seats to hire (above 0) or set free against the month before, if all are won."""
    by_skill: dict[str, FloatArray]
    """`full`, by the skill of the contracts."""


def hiring_plan(mix: Mix) -> HiringPlan:
    """Return the plan until the last chosen contract ends; empty where none is chosen."""
    contracts, taken = mix.contracts, mix.taken
    last = contracts.start_month[taken] + mix.modes.seats_by_month.shape[-1]
    months = range(int(last.max(initial=0)))
    per_contract = np.array(
        [mix.of(seats_in_month(contracts, mix.modes, month)) for month in months]
    ).reshape(len(months), len(contracts))
    full = per_contract.sum(axis=1)
    return HiringPlan(
        full=full,
        expected=per_contract @ contracts.chance,
        change=np.diff(full, prepend=0.0),
        by_skill={
            skill: per_contract[:, [name == skill for name in contracts.skill]].sum(axis=1)
            for skill in sorted(set(contracts.skill))
        },
    )

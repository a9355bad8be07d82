"""People and cash month by month for the chosen contracts."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.decide.mix.capacities import cash_until, seats_in_month
from placement.decide.mix.choose import Mix
from placement.decide.mix.programme import Overbooking
from placement.domain.types import FloatArray


@dataclass(frozen=True, kw_only=True, eq=False)
class HiringPlan:
    """People by month from now; arrays have shape (months,)."""

    paid: FloatArray
    productive: FloatArray
    """What they can do, newcomers counted by how far they are."""
    full: FloatArray
    """Needed if every contract pursued is won."""
    expected: FloatArray
    """Needed on average."""
    needed: FloatArray
    """Needed as the overbooking rule counts bids that may be lost."""
    hired: FloatArray
    let_go: FloatArray
    by_skill: dict[str, FloatArray]
    """`full`, by the skill of the contracts."""
    wage: float
    discount: float
    hiring_cost: float
    leaving_cost: float

    @property
    def idle(self) -> FloatArray:
        """Paid and not needed by the rule, learning included."""
        return np.asarray(self.paid - self.needed)

    @property
    def idle_share(self) -> float:
        """Share of the paid months that have no work on average, wins and losses weighed."""
        paid = float(self.paid.sum())
        return (paid - float(self.expected.sum())) / paid if paid > 0.0 else 0.0

    @property
    def wage_bill(self) -> float:
        """All wages, in today's money."""
        return self._today(self.wage * self.paid)

    @property
    def idle_wages(self) -> float:
        """Wages of the paid months that have no work on average, in today's money."""
        return self._today(self.wage * (self.paid - self.expected))

    @property
    def moving_costs(self) -> float:
        """Hiring and leaving, in today's money."""
        return self._today(self.hiring_cost * self.hired + self.leaving_cost * self.let_go)

    def _today(self, amounts: FloatArray) -> float:
        return float(amounts @ self.discount ** np.arange(1, len(amounts) + 1))


@dataclass(frozen=True, kw_only=True, eq=False)
class CashPlan:
    """Cash at the end of each month, month 0 today; arrays have shape (months + 1,).

    From `opening` on, or from 0 where the cash is not limited.
    """

    opening: float
    full: FloatArray
    """If every contract pursued is won."""
    expected: FloatArray
    worst: FloatArray
    """In each month with those bids lost that would have brought money by then."""

    @cached_property
    def lowest_worst_month(self) -> int:
        """The month in which least is left, whichever bids are won."""
        return int(np.argmin(self.worst))

    @property
    def lowest_worst(self) -> float:
        """What is left then."""
        return float(self.worst[self.lowest_worst_month])

    @cached_property
    def lowest_month(self) -> int:
        """The month in which least is left if all is won."""
        return int(np.argmin(self.full))

    @property
    def lowest(self) -> float:
        """What is left then."""
        return float(self.full[self.lowest_month])

    @cached_property
    def lowest_expected_month(self) -> int:
        """The month in which least is left on average."""
        return int(np.argmin(self.expected))

    @property
    def lowest_expected(self) -> float:
        """What is left then, on average."""
        return float(self.expected[self.lowest_expected_month])


def hiring_plan(mix: Mix) -> HiringPlan:
    """Return people by month, as long as they are paid."""
    contracts, columns, capacities = mix.contracts, mix.columns, mix.capacities
    months = columns.months
    per_contract = np.array(
        [mix.of(seats_in_month(contracts, mix.modes, month)) for month in range(months)]
    ).reshape(months, len(contracts))
    full, expected = per_contract.sum(axis=1), per_contract @ contracts.chance
    return HiringPlan(
        paid=capacities.seats + columns.paid @ mix.moved,
        productive=capacities.seats + columns.productive @ mix.moved,
        full=full,
        expected=expected,
        needed=_needed(mix, per_contract),
        hired=columns.hired(mix.moved),
        let_go=columns.let_go(mix.moved),
        by_skill={
            skill: per_contract[:, [name == skill for name in contracts.skill]].sum(axis=1)
            for skill in sorted(set(contracts.skill))
        },
        wage=capacities.wage(mix.modes),
        discount=mix.modes.discount,
        hiring_cost=capacities.people.hiring_cost,
        leaving_cost=capacities.people.leaving_cost,
    )


def cash_plan(mix: Mix) -> CashPlan:
    """Return the cash by month, until the last chosen contract has paid all it will."""
    contracts, columns = mix.contracts, mix.columns
    brings = mix.of(np.abs(mix.modes.cash).sum(axis=-1)) > 0.0
    last = (contracts.start_month + mix.modes.cash.shape[-1] - 1)[brings].max(initial=0)
    months = int(max(last, columns.months))
    per_contract = np.array(
        [mix.of(cash_until(contracts, mix.modes, month)) for month in range(months + 1)]
    ).reshape(months + 1, len(contracts))
    bill = mix.capacities.wage(mix.modes) * mix.capacities.seats
    paid = np.zeros(months + 1)
    paid[1 : columns.months + 1] = bill + columns.cost @ mix.moved
    opening = mix.capacities.cash or 0.0
    left = opening - np.cumsum(paid)
    return CashPlan(
        opening=opening,
        full=left + per_contract.sum(axis=1),
        expected=left + per_contract @ contracts.chance,
        worst=left
        + np.where(contracts.chance < 1.0, np.minimum(per_contract, 0.0), per_contract).sum(axis=1),
    )


def _needed(mix: Mix, per_contract: FloatArray) -> FloatArray:
    """Return the people each month needs as the rule counts them."""
    rule, chance = mix.programme.rule, mix.contracts.chance
    full = np.asarray(per_contract.sum(axis=1))
    if rule.kind is Overbooking.FULL:
        return full
    spread = np.sqrt(per_contract**2 @ mix.programme.variance)
    return np.asarray(np.minimum(full, per_contract @ chance + rule.deviations * spread))

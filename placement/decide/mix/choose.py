"""Which contracts to take and with how many people: the answer with its proof or its conflict."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from placement.decide.mix.capacities import (
    CASH,
    Capacities,
    capacity_rows,
    columns_of,
    last_at_work,
    worth_a_look,
)
from placement.decide.mix.clock import Clock
from placement.decide.mix.conflict import Conflict, conflict_of
from placement.decide.mix.contracts import Contracts
from placement.decide.mix.maximise import maximise
from placement.decide.mix.modes import Modes
from placement.decide.mix.people import PeopleColumns
from placement.decide.mix.programme import (
    OPTIMAL_GAP,
    Choice,
    Overbooking,
    Programme,
    Row,
    Rule,
)
from placement.decide.mix.safe import keeps_rule
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray

TIME_LIMIT = 20.0
"""Seconds all searches for an answer may take together, where nothing else is said."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Mix:
    """The chosen contracts and their people; arrays have shape (contracts,) unless said."""

    contracts: Contracts
    modes: Modes
    capacities: Capacities
    programme: Programme
    columns: PeopleColumns
    choice: Choice | None
    """None where what must be kept does not fit, or the cash does not last."""
    conflict: Conflict | None

    @property
    def is_optimal(self) -> bool:
        """Whether nothing better can exist among these staffing levels.

        But for a share of `OPTIMAL_GAP` of the profit before the wages of those who are there.
        """
        return self.choice is not None and self.choice.gap <= OPTIMAL_GAP

    @cached_property
    def picked(self) -> BoolArray:
        """The chosen modes, shape (contracts, modes)."""
        if self.choice is None:
            return np.zeros(self.modes.seats.shape, dtype=bool)
        return self.choice.chosen(self.modes.seats.shape[1])

    @cached_property
    def taken(self) -> BoolArray:
        """Which contracts are chosen."""
        return np.asarray(self.picked.any(axis=1))

    @property
    def exit_costs(self) -> float:
        """What giving up contracts already held costs."""
        held = self.contracts.held & ~self.taken
        return float(self.contracts.exit_cost[held].sum())

    @property
    def paid_until(self) -> str:
        """The contract until whose end people are paid, taken or not; "" without work."""
        last = last_at_work(self.contracts, self.modes)
        return "" if last is None else self.contracts.contract[last]

    @property
    def moved(self) -> FloatArray:
        """Hiring and leaving as found, shape (columns,)."""
        if self.choice is None or not len(self.choice.people):
            return np.zeros(len(self.columns.value))
        return self.choice.people

    @cached_property
    def profit_before_wages(self) -> float:
        """Expected profit of the chosen contracts before all wages, less exit costs."""
        before = self.contracts.chance @ self.of(self.modes.profit_before_wages)
        return float(before) - self.exit_costs

    @property
    def wages_of_one(self) -> float:
        """Wages of one person who is there from the first to the last month, in today's money."""
        months = self.modes.discount ** np.arange(1, self.columns.months + 1)
        return self.capacities.wage(self.modes) * float(months.sum())

    @property
    def profit(self) -> float:
        """Expected profit after all wages paid, hiring and leaving."""
        there = self.capacities.seats * self.wages_of_one
        return self.profit_before_wages - there + float(self.columns.value @ self.moved)

    @property
    def bound(self) -> float:
        """No choice among these staffing levels earns more than this."""
        if self.choice is None:
            return -np.inf
        return self.profit + self.choice.bound - self.choice.value

    @cached_property
    def profit_of(self) -> FloatArray:
        """Expected profit of each chosen contract after the wages of its people at work.

        0 of the others. Months that people are paid for and have no work are in none of them.
        """
        return self.contracts.chance * self.of(self.profit_at_work)

    @cached_property
    def profit_at_work(self) -> FloatArray:
        """Profit of every mode after this wage for its people at work, shape (contracts, modes)."""
        modes, wage = self.modes, self.capacities.wage(self.modes)
        if wage == modes.wage:
            return modes.profit
        return modes.profit_before_wages - (
            (modes.profit_before_wages - modes.profit) * (wage / modes.wage if modes.wage else 0.0)
        )

    def of(self, values: FloatArray) -> FloatArray:
        """Return the chosen mode's value for every contract, 0 where it is left out."""
        return np.asarray(np.where(self.picked, values, 0.0).sum(axis=1))


def programme_of(
    contracts: Contracts,
    modes: Modes,
    capacities: Capacities,
    rule: Rule,
    columns: PeopleColumns | None = None,
) -> Programme:
    """Return the programme whose best choice is the best mix."""
    columns = columns or columns_of(contracts, modes, capacities)
    # Keeping a held contract saves the cost of giving it up.
    saved = np.where(contracts.held, contracts.exit_cost, 0.0)[:, None]
    return Programme(
        profit=contracts.chance[:, None] * modes.profit_before_wages + saved,
        allowed=modes.offered & worth_a_look(contracts, modes)[:, None],
        must=contracts.must,
        chance=contracts.chance,
        rows=capacity_rows(contracts, modes, capacities, columns),
        rule=rule,
        people_value=columns.value,
        people_most=columns.most,
        linked=_linked(contracts, rule),
    )


def _linked(contracts: Contracts, rule: Rule) -> FloatArray:
    """Return by how much a bid's variance counts for others to its creditor."""
    open_bid = (contracts.chance > 0.0) & (contracts.chance < 1.0) & ~contracts.locked_out
    named = np.array([name != "" for name in contracts.creditor], dtype=bool)
    _, of = np.unique(np.array(contracts.creditor, dtype=str), return_inverse=True)
    bids = np.bincount(of, weights=open_bid)[of]
    return np.where(open_bid & named, 1.0 + rule.link * np.maximum(bids - 1.0, 0.0), 1.0)


def choose_mix(
    contracts: Contracts,
    modes: Modes,
    capacities: Capacities,
    *,
    rule: Rule | None = None,
    clock: Clock | None = None,
    gap: float = 0.0,
    known: Choice | None = None,
    among: BoolArray | None = None,
) -> Mix:
    """Return the most profitable contracts and people within the capacities.

    Args:
        contracts: What could be taken.
        modes: Its staffing levels, as `staffing_modes` returns them.
        capacities: What the agency has.
        rule: How contracts that may not be won count; by default as if all were.
        clock: The time that all searches together may take; by default `TIME_LIMIT`.
        gap: Share of the profit that may be missing of the best.
        known: A choice under other capacities; it is taken where it fits and nothing better was
            found in the time.
        among: Which contracts may be chosen, shape (contracts,); by default all. The others still
            count for how long people are paid, which marks of those locked out would change.

    Raises:
        InputError: A limit is about nobody, a newcomer is never fully productive, or the time
            ended without any choice.
    """
    clock = clock or Clock.of(TIME_LIMIT)
    columns = columns_of(contracts, modes, capacities)
    programme = programme_of(contracts, modes, capacities, rule or Rule(), columns)
    if among is not None:
        programme = replace(programme, allowed=programme.allowed & among[:, None])
    choice = _no_worse(maximise(programme, clock=clock, gap=gap), known, programme)
    conflict = None
    if choice is None:
        conflict = conflict_of(programme, contracts, clock=Clock.of(max(clock.left, 1.0)))
        if not conflict.shortages and programme.rule.kind is Overbooking.SAFE and clock.left:
            raise InputError(
                t(
                    "No mix keeps the chance of needing more than there is at {exceed:.1%}: people "
                    "or cash that suffice if all bids are won do not where they are lost. Accept a "
                    "higher chance (--exceed), start with more cash or have fewer people.",
                    exceed=programme.rule.exceed,
                )
            )
        if not conflict.shortages:
            raise InputError(
                t("No choice was found in the time; allow more time or fewer contracts.")
            )
    return Mix(
        contracts=contracts,
        modes=modes,
        capacities=capacities,
        programme=programme,
        columns=columns,
        choice=choice,
        conflict=conflict,
    )


def _no_worse(choice: Choice | None, known: Choice | None, programme: Programme) -> Choice | None:
    """Return the choice, or the one known where it fits and is worth more."""
    if choice is None or known is None or len(known.people) != len(programme.people_value):
        return choice
    profit = programme.profit[known.chosen(programme.profit.shape[1])].sum()
    value = float(profit + programme.people_value @ known.people)
    if value <= choice.value or not keeps_rule(programme, known):
        return choice
    return replace(known, value=value, bound=max(choice.bound, value))


def check_time_limit(seconds: float) -> None:
    """Check a limit on the time.

    Raises:
        InputError: It is not above 0.
    """
    if not seconds > 0.0:
        raise InputError(t("time-limit must be above 0 seconds; got {x:g}.", x=seconds))


@dataclass(frozen=True, kw_only=True)
class Use:
    """How much of one capacity a mix takes, in one month."""

    row: Row
    available: float
    """Of seats the productive people of the month; of cash what there is at the start; of revenue
    the share that is admitted, as the uses below are shares."""
    full: float
    """If every contract pursued is won."""
    expected: float
    counted: float
    """By the overbooking rule."""


def uses(mix: Mix) -> tuple[Use, ...]:
    """Return the use of every capacity in every month it is counted in."""
    found = []
    revenue = float(mix.contracts.chance @ mix.of(mix.modes.revenue))
    for row in mix.programme.rows:
        if row.share is not None:
            over = float(mix.of(row.use).sum()) / revenue if revenue > 0.0 else -row.share
            part = row.share + over
            found.append(Use(row=row, available=row.share, full=part, expected=part, counted=part))
            continue
        full, mean, _ = mix.programme.use_of(row, mix.picked)
        counted = mix.programme.counted(row, mix.picked)
        staffed = row.staffed(mix.moved)
        off = row.taken_before + staffed if row.kind == CASH else 0.0
        more = 0.0 if row.kind == CASH else -staffed
        found.append(
            Use(
                row=row,
                available=row.capacity + row.taken_before + more,
                full=full + off,
                expected=(full if row.on_average else mean) + off,
                counted=counted + off,
            )
        )
    return tuple(found)


def tightest(mix: Mix) -> tuple[int, ...]:
    """Return for every capacity the position of the month in which least of it is left.

    Names that bring no revenue have no share to speak of.
    """
    found: dict[tuple[str, str], tuple[float, int]] = {}
    for position, use in enumerate(uses(mix)):
        if use.row.share is not None and use.full <= 0.0:
            continue
        left = use.available - use.counted
        key = (use.row.kind, use.row.of)
        if key not in found or left < found[key][0] - 1e-9 * use.row.unit:
            found[key] = (left, position)
    return tuple(position for _, position in found.values())

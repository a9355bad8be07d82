"""What the agency has: people, cash, legal hours, and limits on one creditor or sector."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from placement.decide.mix.contracts import Contracts
from placement.decide.mix.modes import Modes
from placement.decide.mix.people import PeopleColumns, PeopleTerms, check_ramp, people_columns
from placement.decide.mix.programme import Row
from placement.domain.errors import InputError
from placement.domain.text import listed, t
from placement.domain.types import MOST_OWED, BoolArray, FloatArray, IntArray

MOST_SEATS = 1_000_000
"""People, and lawyers' hours a month, beyond which a number is a slip."""

SEATS, CASH, LEGAL_HOURS = "seats", "cash", "legal_hours"
"""Kinds of capacity."""

SKILL, CREDITOR, SECTOR = "skill", "creditor", "sector"
"""What a limit on seats may be about; each is a column of the contracts."""

CREDITOR_REVENUE, SECTOR_REVENUE = "creditor_revenue", "sector_revenue"
"""Kinds of limits on a share of the revenue."""


@dataclass(frozen=True, kw_only=True)
class Capacities:
    """The agency's means; None is as much as anybody wants."""

    seats: float
    """People there are today, 0 or more; all are paid, busy or not."""
    cash: float | None = None
    """Money there is today; with what comes in and goes out it may never fall below 0."""
    legal_hours: float | None = None
    """Lawyers' hours a month."""
    people: PeopleTerms = field(default_factory=PeopleTerms)
    seats_of: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """Most seats on one (skill, creditor or sector, name), such as ("creditor", "Bank A")."""
    creditor_share: float | None = None
    """Most of the expected revenue that any one creditor may bring, 0 to 1."""
    sector_share: float | None = None
    """Most of the expected revenue that any one sector may bring, 0 to 1."""

    def __post_init__(self) -> None:
        for name, most in ((SEATS, MOST_SEATS), (CASH, MOST_OWED), (LEGAL_HOURS, MOST_SEATS)):
            value = getattr(self, name)
            _require(
                value is None or 0.0 <= value <= most,
                _spoken(name),
                value,
                t("0 or more and at most {most:,.0f}", most=most),
            )
        for name in ("creditor_share", "sector_share"):
            value = getattr(self, name)
            _require(
                value is None or 0.0 <= value <= 1.0,
                _spoken(name),
                value,
                t("a decimal share from 0 to 1"),
            )
        for (kind, name), value in self.seats_of.items():
            _require(
                kind in (SKILL, CREDITOR, SECTOR),
                "limit",
                kind,
                t("about a skill, creditor or sector"),
            )
            _require(0.0 <= value < np.inf, f"{kind}:{name}", value, t("0 or more"))

    def wage(self, modes: Modes) -> float:
        """Return what a person costs a month."""
        return modes.wage if self.people.wage is None else self.people.wage


def months_paid(contracts: Contracts, modes: Modes) -> int:
    """Return the months people are paid for: until the last in which a contract has work."""
    return int(_last_month(contracts, modes).max(initial=0))


def last_at_work(contracts: Contracts, modes: Modes) -> int | None:
    """Return the position of the contract until whose end people are paid; None without work."""
    last = _last_month(contracts, modes)
    return int(np.argmax(last)) if last.max(initial=0) > 0 else None


def worth_a_look(contracts: Contracts, modes: Modes) -> BoolArray:
    """Return which contracts some mix may hold, shape (contracts,).

    Not one that is locked out, or that loses at every staffing level even before wages and need not
    be taken: it would keep people paid until it ends, though nobody would sign it.
    """
    saved = np.where(contracts.held, contracts.exit_cost, 0.0)[:, None]
    gain = contracts.chance[:, None] * modes.profit_before_wages + saved
    pays = (modes.offered & (gain > 0.0)).any(axis=1)
    return np.asarray((pays & ~contracts.locked_out) | contracts.must)


def _last_month(contracts: Contracts, modes: Modes) -> IntArray:
    """Return the month from now in which each contract's work ends, 0 for one nobody would sign."""
    works = modes.people > 0.0
    last = np.where(works, np.arange(1, works.shape[-1] + 1), 0).max(axis=(1, 2), initial=0)
    there = (last > 0) & worth_a_look(contracts, modes)
    return np.asarray(np.where(there, contracts.start_month + last, 0))


def columns_of(contracts: Contracts, modes: Modes, capacities: Capacities) -> PeopleColumns:
    """Return hiring and leaving as unknowns.

    Raises:
        InputError: A newcomer is not fully productive within the months looked at.
    """
    months = months_paid(contracts, modes)
    check_ramp(capacities.people, months=months)
    most = float(modes.seats.max(axis=1, initial=0.0).sum())
    return people_columns(
        capacities.people,
        wage=capacities.wage(modes),
        months=months,
        discount=modes.discount,
        # Of newcomers in their first month, 2 R do the work of one.
        most=capacities.seats + most * 2.0 * max(capacities.people.ramp_months, 1),
    )


def capacity_rows(
    contracts: Contracts, modes: Modes, capacities: Capacities, columns: PeopleColumns
) -> tuple[Row, ...]:
    """Return every capacity by month with what each mode takes of it.

    A contract needs fewer people every month. So where nobody comes or goes, the most are needed
    in a month in which some contract starts, and seats are rows for these months only; limits on
    seats are so always.

    Raises:
        InputError: A limit names a skill, creditor or sector that no contract has.
    """
    starts = _starts(contracts)
    moves = columns.hires or columns.lets_go
    months = range(columns.months) if moves else [m for m in starts if m < columns.months]
    rows = [
        Row(
            kind=SEATS,
            use=seats_in_month(contracts, modes, month),
            capacity=capacities.seats,
            month=month,
            staff=-columns.productive[month],
        )
        for month in months
    ]
    if capacities.cash is not None:
        rows += _cash_rows(contracts, modes, capacities, columns, capacities.cash)
    if capacities.legal_hours is not None:
        rows += [
            Row(
                kind=LEGAL_HOURS,
                use=_running(contracts, modes, start) * modes.legal_hours,
                capacity=capacities.legal_hours,
                month=start,
            )
            for start in starts
        ]
    for (kind, name), seats in _limits(contracts, capacities).items():
        rows += _seat_rows(contracts, modes, kind, name, seats)
    return (*rows, *_revenue_rows(contracts, modes, capacities))


def seats_in_month(
    contracts: Contracts, modes: Modes, month: int, people: FloatArray | None = None
) -> FloatArray:
    """Return the people every mode takes in a month from now, shape (contracts, modes).

    Args:
        contracts: The contracts.
        modes: Their staffing levels.
        month: 0 is the first month from now.
        people: People by month of the contract; by default all of them.
    """
    return _in_month(contracts, modes.people if people is None else people, month)


def cash_until(contracts: Contracts, modes: Modes, month: int) -> FloatArray:
    """Return what every mode has brought less taken by the end of a month, wages apart.

    Args:
        contracts: The contracts.
        modes: Their staffing levels.
        month: 0 is today.

    Returns:
        Shape (contracts, modes); nothing before a contract starts.
    """
    so_far = np.cumsum(modes.cash, axis=-1)
    age = np.clip(month - contracts.start_month, -1, so_far.shape[-1] - 1)
    taken = np.take_along_axis(so_far, np.maximum(age, 0)[:, None, None], axis=-1)[..., 0]
    return np.where((age >= 0)[:, None], taken, 0.0)


def _in_month(contracts: Contracts, table: FloatArray, month: int) -> FloatArray:
    age = month - contracts.start_month
    last = table.shape[-1]
    within = (age >= 0) & (age < last)
    taken = np.take_along_axis(table, np.clip(age, 0, last - 1)[:, None, None], axis=-1)[..., 0]
    return np.where(within[:, None], taken, 0.0)


def _cash_rows(
    contracts: Contracts, modes: Modes, capacities: Capacities, columns: PeopleColumns, cash: float
) -> Iterator[Row]:
    """Yield for the end of every month: what contracts and people took so far <= the cash."""
    bill = capacities.wage(modes) * capacities.seats
    # One unit for all months, else a shortage would count for more in one than in another.
    unit = cash or bill * columns.months or 1.0
    # After the last wages nothing but what comes back is left.
    for month in range(columns.months + 1):
        yield Row(
            kind=CASH,
            own_unit=unit,
            use=-cash_until(contracts, modes, month),
            capacity=cash - bill * month,
            month=month,
            staff=columns.cost[:month].sum(axis=0),
            taken_before=bill * month,
        )


def _revenue_rows(contracts: Contracts, modes: Modes, capacities: Capacities) -> Iterator[Row]:
    """Yield for every name: its expected revenue - share * all expected revenue <= 0."""
    revenue = contracts.chance[:, None] * modes.revenue
    if capacities.creditor_share is not None:
        for name in sorted({*contracts.creditor} - {""}):
            whose = _has(contracts, CREDITOR, name)[:, None]
            yield Row(
                kind=CREDITOR_REVENUE,
                of=name,
                use=(whose - capacities.creditor_share) * revenue,
                capacity=0.0,
                on_average=True,
                share=capacities.creditor_share,
            )
    if capacities.sector_share is not None:
        for name in sorted(modes.people_of_sector):
            part = modes.revenue_of_sector[name]
            yield Row(
                kind=SECTOR_REVENUE,
                of=name,
                use=(part - capacities.sector_share) * revenue,
                capacity=0.0,
                on_average=True,
                share=capacities.sector_share,
            )


def _limits(contracts: Contracts, capacities: Capacities) -> dict[tuple[str, str], float]:
    """Return the seats that every limited skill, creditor or sector may take, and check names."""
    limits = dict(capacities.seats_of)
    for kind, name in limits:
        known = sorted(_names(contracts, kind))
        if name not in known:
            raise InputError(
                t(
                    "A limit must name a {kind} that some contract has; got {name!r}, known are "
                    "{known}. Correct the limit.",
                    kind=kind,
                    name=name,
                    known=listed(known) or t("none"),
                )
            )
    return limits


def _names(contracts: Contracts, kind: str) -> set[str]:
    names = contracts.bands.sector if kind == SECTOR else getattr(contracts, kind)
    return {*names} - {""}


def _seat_rows(
    contracts: Contracts, modes: Modes, kind: str, name: str, capacity: float
) -> Iterator[Row]:
    people = modes.people_of_sector[name] if kind == SECTOR else None
    whose = np.ones(len(contracts)) if kind == SECTOR else _has(contracts, kind, name)
    for start in _starts(contracts):
        use = whose[:, None] * seats_in_month(contracts, modes, start, people)
        yield Row(kind=kind, of=name, use=use, capacity=capacity, month=start)


def _has(contracts: Contracts, kind: str, name: str) -> FloatArray:
    return np.array([float(found == name) for found in getattr(contracts, kind)])


def _starts(contracts: Contracts) -> list[int]:
    return [int(start) for start in np.unique(contracts.start_month)]


def _running(contracts: Contracts, modes: Modes, month: int) -> FloatArray:
    age = month - contracts.start_month
    running = (age >= 0) & (age < modes.term)
    return np.where(running[:, None], 1.0, 0.0)


def _spoken(name: str) -> str:
    """Return a capacity's name as a command takes it."""
    return name.replace("_", "-")


def _require(holds: bool, name: str, value: object, rule: str) -> None:
    if not holds:
        raise InputError(
            t("{name} must be {rule}; got {value}. Correct it.", name=name, rule=rule, value=value)
        )

"""What the agency has: seats, cash, legal hours, and limits on one creditor or sector."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from placement.decide.mix.contracts import Contracts
from placement.decide.mix.modes import Modes
from placement.decide.mix.programme import Row
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray

SEATS, CASH, LEGAL_HOURS = "seats", "cash", "legal_hours"
"""Kinds of capacity."""

SKILL, CREDITOR, SECTOR = "skill", "creditor", "sector"
"""What a limit on seats may be about; each is a column of the contracts."""


@dataclass(frozen=True, kw_only=True)
class Capacities:
    """The agency's means in every month; None is as much as anybody wants."""

    seats: float
    """Collectors at work, 0 or more."""
    cash: float | None = None
    """Money that can be advanced over all contracts."""
    legal_hours: float | None = None
    """Lawyers' hours a month."""
    seats_of: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """Most seats on one (skill, creditor or sector, name), such as ("creditor", "Bank A")."""
    creditor_share: float | None = None
    """Most of the seats on any one creditor, 0 to 1."""
    sector_share: float | None = None
    """Most of the seats on any one sector, 0 to 1."""

    def __post_init__(self) -> None:
        for name in (SEATS, CASH, LEGAL_HOURS):
            value = getattr(self, name)
            _require(value is None or 0.0 <= value < np.inf, _spoken(name), value, t("0 or more"))
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


def capacity_rows(contracts: Contracts, modes: Modes, capacities: Capacities) -> tuple[Row, ...]:
    """Return every capacity with what each mode takes of it.

    A lot needs fewer seats every month, so the most are needed in a month in which some lot
    starts: seats and limits on them are rows for these months only.

    Raises:
        InputError: A limit names a skill, creditor or sector that no contract has.
    """
    rows = [*_seat_rows(contracts, modes, SEATS, "", capacities.seats)]
    if capacities.cash is not None:
        rows.append(Row(kind=CASH, use=modes.cash, capacity=capacities.cash))
    if capacities.legal_hours is not None:
        rows += [
            Row(
                kind=LEGAL_HOURS,
                use=_running(contracts, modes, start) * modes.legal_hours,
                capacity=capacities.legal_hours,
                month=start,
            )
            for start in _starts(contracts)
        ]
    for (kind, name), seats in _limits(contracts, capacities).items():
        rows += _seat_rows(contracts, modes, kind, name, seats)
    return tuple(rows)


def seats_in_month(contracts: Contracts, modes: Modes, month: int) -> FloatArray:
    """Return the seats every mode takes in a month from now, shape (contracts, modes).

    Args:
        contracts: The contracts.
        modes: Their staffing levels.
        month: 0 is the first month from now.
    """
    age = month - contracts.start_month
    last = modes.seats_by_month.shape[-1]
    within = (age >= 0) & (age < last)
    taken = np.take_along_axis(
        modes.seats_by_month, np.clip(age, 0, last - 1)[:, None, None], axis=-1
    )[..., 0]
    return np.where(within[:, None], taken, 0.0)


def _limits(contracts: Contracts, capacities: Capacities) -> dict[tuple[str, str], float]:
    """Return the seats that every limited skill, creditor or sector may take."""
    limits = dict(capacities.seats_of)
    for kind, name in limits:
        known = sorted({*getattr(contracts, kind)} - {""})
        if name not in known:
            raise InputError(
                t(
                    "A limit must name a {kind} that some contract has; got {name!r}, known are "
                    "{known}. Correct the limit.",
                    kind=kind,
                    name=name,
                    known=", ".join(known) or t("none"),
                )
            )
    for kind, share in ((CREDITOR, capacities.creditor_share), (SECTOR, capacities.sector_share)):
        if share is not None:
            for name in sorted({*getattr(contracts, kind)} - {""}):
                most = share * capacities.seats
                limits[kind, name] = min(limits.get((kind, name), most), most)
    return limits


def _seat_rows(
    contracts: Contracts, modes: Modes, kind: str, name: str, capacity: float
) -> Iterator[Row]:
    whose = np.ones(len(contracts)) if not name else _has(contracts, kind, name)
    for start in _starts(contracts):
        use = whose[:, None] * seats_in_month(contracts, modes, start)
        yield Row(kind=kind, of=name, use=use, capacity=capacity, month=start)


def _has(contracts: Contracts, kind: str, name: str) -> FloatArray:
    return np.array([float(found == name) for found in getattr(contracts, kind)])


def _starts(contracts: Contracts) -> list[int]:
    return [int(start) for start in np.unique(contracts.start_month)]


def _running(contracts: Contracts, modes: Modes, month: int) -> FloatArray:
    age = month - contracts.start_month
    running = (age >= 0) & (age < modes.seats_by_month.shape[-1])
    return np.where(running[:, None], 1.0, 0.0)


def _spoken(name: str) -> str:
    """Return a capacity's name as a command takes it."""
    return name.replace("_", "-")


def _require(holds: bool, name: str, value: object, rule: str) -> None:
    if not holds:
        raise InputError(
            t("{name} must be {rule}; got {value}. Correct it.", name=name, rule=rule, value=value)
        )

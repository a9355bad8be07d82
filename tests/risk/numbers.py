"""A few made-up numbers and choices for which answers can be worked out on paper."""

from collections.abc import Callable

import numpy as np

from placement.assume.assumptions import Assumption, Assumptions, Status
from placement.domain.types import FloatArray, Segments
from placement.risk.worth import Choices, Worth


def number(
    path: str,
    low: float,
    value: float,
    high: float,
    *,
    unit: str = "factor",
    status: Status = "judgement",
) -> Assumption:
    """Return one number with its range."""
    return Assumption(
        path=path, value=value, low=low, high=high, unit=unit, source="made up", as_of="2026-01-01",
        status=status,
    )  # fmt: skip


def made_up(*numbers: Assumption) -> Assumptions:
    """Return numbers in use."""
    return Assumptions(entries={entry.path: entry for entry in numbers})


def choices(*worth: Callable[[Callable[[str], FloatArray]], FloatArray | float]) -> Choices:
    """Return choices whose worth is a function of numbers by path; nothing is left if shut."""

    def value(rows: Segments, numbers: Assumptions) -> tuple[FloatArray, FloatArray]:
        def of(path: str) -> FloatArray:
            return np.asarray(numbers.number_for(path, rows.draw))

        nets = [np.broadcast_to(each(of), (len(rows),)) for each in worth]
        return np.stack(nets), np.zeros(len(rows))

    names = tuple(f"choice {position}" for position in range(len(worth)))
    return Choices(names=names, value=value, rows=lambda _: 1000)


def worth_of(*nets: FloatArray | list[float]) -> Worth:
    """Return the worth of choices of one segment by draw; nothing is left where one is shut."""
    net = np.stack([np.asarray(each, dtype=float) for each in nets])[:, :, None]
    names = tuple(f"choice {position}" for position in range(len(nets)))
    return Worth(names=names, net=net, left=np.zeros(net.shape[1:]))

"""The agency's choice for one account, on plain floats, from its definition."""

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Work:
    """What the agency weighs: income per payment, odds, cost and term."""

    income: float
    """c * B * s / (1 + VAT)."""
    willing: float
    fade: float
    self_cure: float
    omega: float
    cost: float
    v: float
    term: int
    onboarding: float
    most: float
    """Contacts a month the conduct rules allow."""


def worth(work: Work, i: float, worked: int) -> float:
    """Return the agency's value of i contacts a month in the first months, month by month."""
    w, still_open, total = work.willing, 1.0, -work.onboarding
    for month in range(1, work.term + 1):
        at_work = month <= worked
        hazard = work.self_cure + (i / work.omega if at_work else 0.0)
        rate = hazard + work.fade
        paid = w * hazard / rate * (1.0 - math.exp(-rate)) if rate > 0.0 else 0.0
        cost = work.cost * i * still_open if at_work else 0.0
        total += work.v**month * (work.income * paid - cost)
        still_open -= paid
        w *= math.exp(-rate)
    return total


def worth_summed(work: Work, i: float, worked: int) -> float:
    """Return the same by summing the geometric series: the algorithm the benchmark times."""
    hazard = work.self_cure + i / work.omega
    rate = hazard + work.fade
    kept = math.exp(-rate)
    part = hazard / rate if rate > 0.0 else 0.0
    paid_first = work.willing * part * (1.0 - kept)
    decayed = _series(work.v, kept, worked)
    contacts = (1.0 - work.willing * part) * _series(work.v, 1.0, worked)
    contacts += work.willing * part * decayed
    idle_rate = work.self_cure + work.fade
    idle_kept = math.exp(-idle_rate)
    idle_part = work.self_cure / idle_rate if idle_rate > 0.0 else 0.0
    idle_first = work.willing * kept**worked * idle_part * (1.0 - idle_kept)
    idle = work.v**worked * idle_first * _series(work.v, idle_kept, work.term - worked)
    return work.income * (paid_first * decayed + idle) - work.cost * i * contacts - work.onboarding


def best_effort(
    work: Work,
    value: Callable[[Work, float, int], float] = worth_summed,
    *,
    grid: int = 17,
    narrowings: int = 40,
) -> tuple[float, int]:
    """Return (contacts a month, months) of highest value; (0, 0) where none is positive."""
    best, chosen = 0.0, (0.0, 0)
    for months in range(1, work.term + 1):

        def of(i: float, months: int = months) -> float:
            return value(work, i, months)

        marks = [work.most * (step / (grid - 1)) ** 2 for step in range(grid)]
        top = max(range(grid), key=lambda step: of(marks[step]))
        i = _narrow(of, marks[max(top - 1, 0)], marks[min(top + 1, grid - 1)], narrowings)
        if of(i) > best:
            best, chosen = of(i), (i, months)
    return chosen if best > value(work, 0.0, 0) else (0.0, 0)


def _narrow(of: Callable[[float], float], low: float, high: float, steps: int) -> float:
    """Return the place of the highest value between low and high by golden section."""
    golden = (math.sqrt(5.0) - 1.0) / 2.0
    left, right = high - golden * (high - low), low + golden * (high - low)
    at_left, at_right = of(left), of(right)
    for _ in range(steps):
        if at_left >= at_right:
            high, right, at_right = right, left, at_left
            left = high - golden * (high - low)
            at_left = of(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + golden * (high - low)
            at_right = of(right)
    return max(((low + high) / 2.0, low, high), key=of)


def _series(v: float, kept: float, months: int) -> float:
    """Return sum of v**k * kept**(k-1) for k = 1..months."""
    ratio = v * kept
    if ratio > 1.0 - 1e-12:
        return months * v
    return v * (1.0 - ratio**months) / (1.0 - ratio)

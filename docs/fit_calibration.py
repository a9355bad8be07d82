"""Fit a sector's judged numbers: `.venv/bin/python -m docs.fit_calibration telecom`.

Least squares: each target in units of half its published range, each number held to its range in
the library and drawn a little towards the library's value. Targets far out of reach count less than
their square, so that one that cannot be met does not bend all numbers. It prints the best numbers
beside the library's, which are such numbers rounded. Targets with one bound only do not enter.
"""

import sys
from dataclasses import dataclass
from math import exp, isfinite, log

import numpy as np
from scipy.optimize import least_squares

from docs.calibration_measures import LIBRARY, measured_under
from docs.calibration_targets import TARGETS, Target
from placement.assume.assumptions import Assumptions
from placement.domain.types import FloatArray

FREE = (
    "debtor.easy_share",
    "debtor.hard_share",
    "debtor.reluctant_share",
    "debtor.fade_rate",
    "in_house.contacts_per_easy",
    "in_house.contacts_per_hard",
    "in_house.age_factor",
    "agency.contacts_per_hard",
    "agency.age_factor",
    "law_letter.willing_response",
    "lawsuit.settle_willing",
    "lawsuit.yield",
)
"""What is fitted; a table moves as a whole."""

PULL = 0.3
"""Weight of a number's distance from the library, in units of half its range, beside a target."""

STEP = 0.01


@dataclass(frozen=True, kw_only=True)
class Fit:
    """The best numbers of a sector."""

    factors: dict[str, float]
    """What each number of the library is multiplied by."""
    misfit_before: float
    """What is made small, in the library: 0 where every target is met in its middle."""
    misfit_after: float


def fitted_targets(sector: str) -> tuple[Target, ...]:
    """Return a sector's targets with two bounds."""
    return tuple(
        target
        for target in TARGETS
        if target.sector == sector and isfinite(target.low) and isfinite(target.high)
    )


def fit(sector: str, *, most_steps: int = 20) -> Fit:
    """Return the numbers that bring a sector closest to its targets."""
    targets = fitted_targets(sector)
    low, high = np.transpose([_range(sector, path) for path in FREE])

    def residuals(logs: FloatArray) -> FloatArray:
        distance = _distances(targets, under(sector, logs))
        return np.append(distance, PULL * logs / (0.5 * (high - low)))

    start = np.zeros(len(FREE))
    found = least_squares(
        residuals,
        start,
        bounds=(low, high),
        loss="cauchy",
        diff_step=STEP,
        max_nfev=most_steps,
    ).x
    before, after = (_distances(targets, under(sector, logs)) for logs in (start, found))
    return Fit(
        factors={path: exp(value) for path, value in zip(FREE, found, strict=True)},
        misfit_before=_misfit(before),
        misfit_after=_misfit(after),
    )


def under(sector: str, logs: FloatArray) -> Assumptions:
    """Return the library with a sector's free numbers multiplied; shares kept within 1."""
    values = {}
    for path, value in zip(FREE, logs, strict=True):
        for found in LIBRARY.paths_under(f"{sector}.{path}"):
            entry = LIBRARY.entries[found]
            values[found] = float(np.clip(entry.value * exp(value), entry.low, entry.high))
    return LIBRARY.with_values(values).as_library()


def _distances(targets: tuple[Target, ...], assumptions: Assumptions) -> FloatArray:
    with measured_under(assumptions):
        return np.array(
            [
                (target.model() - 0.5 * (target.low + target.high))
                / (0.5 * (target.high - target.low))
                for target in targets
            ]
        )


def _misfit(distances: FloatArray) -> float:
    """Return sum of ln(1 + z), z the squared distance of each target."""
    return float(np.log1p(distances**2).sum())


def _range(sector: str, path: str) -> tuple[float, float]:
    """Return how far a number may move, as logarithms; a table as far as its widest point."""
    entries = [LIBRARY.entries[found] for found in LIBRARY.paths_under(f"{sector}.{path}")]
    some = [entry for entry in entries if entry.value > 0.0]
    tiny = 1e-3
    return (
        min(log(max(entry.low / entry.value, 0.1)) for entry in some) - tiny,
        max(log(entry.high / entry.value) for entry in some) + tiny,
    )


def report(sector: str) -> str:
    """Return the fit in words."""
    found = fit(sector)
    rows = [f"misfit: library {found.misfit_before:.2f}, best {found.misfit_after:.2f}"]
    rows += [f"{path:32} x {factor:.3f}" for path, factor in found.factors.items()]
    return "\n".join(rows)


if __name__ == "__main__":
    sys.stdout.write(report(sys.argv[1]) + "\n")

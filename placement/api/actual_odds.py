"""What came in against a plan, as odds: the willing share of a sector that would have brought it.

    factor f = (came - floor) / (expected - floor),    added over the groups of a sector

with the error of chance, widened where groups differ among themselves by more than that. Blended
with the library's range by its credibility, it becomes an overlay, as from a remittance file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from placement.api.library_odds import Overlay, Range, library_odds, overlay_of
from placement.assume.assumptions import Assumptions
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray, IntArray
from placement.odds.credibility import WithPrior, blend_with_prior

if TYPE_CHECKING:
    from placement.api.actual import ActualReading

SAYS_SOMETHING = 1.959963984540054
"""Errors by which a factor must lie from 1 to be offered as odds: nineteen cases in twenty."""


@dataclass(frozen=True, kw_only=True)
class SectorOdds:
    """What the tapes say of the willing share of one sector."""

    sector: str
    age: float
    """Months past due at which the share holds, weighted by the money expected."""

    factor: float
    """On the willing share: 1 where what came was what was expected."""

    error: float
    """Standard error of the factor."""

    library: Range
    """The willing share at this age before."""

    blend: WithPrior | None
    """The share with the tapes' word; None where they say nothing that chance would not."""

    why_not: str
    """Why nothing is offered; empty where something is."""

    overlay: Overlay | None
    """The numbers to lay over the library."""


def sector_odds(
    readings: "Sequence[ActualReading]",
    sectors: Sequence[str],
    age: FloatArray,
    assumptions: Assumptions,
    *,
    source: str = "",
) -> tuple[SectorOdds, ...]:
    """Return what each sector says of its willing share, where anything was expected of it.

    Args:
        readings: The groups under one reading, or two.
        sectors: The sector of each group.
        age: Months past due of each group.
        assumptions: The numbers of the plan.
        source: Where the numbers are from, in words.
    """
    found = []
    for sector in dict.fromkeys(sectors):
        chosen = np.array([place for place, name in enumerate(sectors) if name == sector])
        one = [_factor(reading, chosen) for reading in readings]
        if all(each is not None for each in one):
            factors = [each for each in one if each is not None]
            found.append(_sector(sector, factors, readings, chosen, age, assumptions, source))
    return tuple(found)


def _factor(reading: "ActualReading", groups: IntArray) -> tuple[float, float] | None:
    """Return the factor and its error, None where nothing hangs on the willing."""
    judged = reading.judged
    hangs = judged.expected - judged.floor
    some = groups[(judged.expected[groups] > 0.0) & (hangs[groups] > 0.0)]
    if not len(some):
        return None
    whole = float(hangs[some].sum())
    factor = max(float((reading.came - judged.floor)[some].sum()) / whole, 0.0)
    # What scatters is few payers: with a smaller share fewer.
    spread = judged.luck[some] * max(factor, 0.05)
    error = float(np.sqrt(spread.sum())) / whole
    if len(some) > 1:
        off = reading.came[some] - judged.floor[some] - factor * hangs[some]
        apart = float((off**2 / spread).sum()) / (len(some) - 1)
        error *= max(apart, 1.0) ** 0.5
    return factor, error


def _sector(
    sector: str,
    factors: list[tuple[float, float]],
    readings: "Sequence[ActualReading]",
    groups: IntArray,
    age: FloatArray,
    assumptions: Assumptions,
    source: str,
) -> SectorOdds:
    expected = readings[0].judged.expected[groups]
    at = float(expected @ age[groups] / expected.sum())
    factor, error = factors[0]
    library = library_odds(assumptions, sector, at).willing_share
    distances = [(value - 1.0) / wrong for value, wrong in factors]
    blend, overlay, why_not = None, None, ""
    if min(abs(far) for far in distances) < SAYS_SOMETHING:
        why_not = t(
            "What came is no further from what was expected than chance, and what groups differ "
            "by, would have it."
        )
        if max(abs(far) for far in distances) >= SAYS_SOMETHING:
            why_not = t("It hangs on what became of the accounts that are gone.")
    elif len({far > 0.0 for far in distances}) > 1:
        why_not = t("It hangs on what became of the accounts that are gone.")
    elif factor <= 0.0:
        why_not = t("Nothing came in, so no share above 0 can be told.")
    else:
        blend = blend_with_prior(
            own=factor * library.value, own_se=error * library.value, prior=library.value,
            prior_low=library.low, prior_high=library.high,
        )  # fmt: skip
        share = Range(value=blend.blended, low=blend.low, high=blend.high)
        try:
            overlay = overlay_of(assumptions, sector, at, source=source, willing_share=share)
        except InputError as wrong:
            why_not, blend = str(wrong), None
    return SectorOdds(
        sector=sector, age=at, factor=factor, error=error, library=library, blend=blend,
        why_not=why_not, overlay=overlay,
    )  # fmt: skip

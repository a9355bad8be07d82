"""How a number lies within its range: the law of one draw.

The library's value is the middle: as many draws lie above it as below. From there the chance falls
towards both ends, beyond which no draw lies. With z standard normal and Phi its distribution

    x = value + (high - value) * m   where z > 0,   m = 1 - (2 (1 - Phi(|z|))) ** (1 / (k + 1))
    x = value - (value - low) * m    elsewhere

so that the chance to lie further than a share s of the way to an end is (1 - s) ** (k + 1). A
judgement has k = 1, a density that falls in a straight line; what is published, noted in the field
or stated by the user has k = 3 and stays closer. A law is no guess: it does not move. Numbers that
were fitted together have a law of their own, `fitted_at`.

Source: own definition, docs/decisions/031-the-value-is-the-middle.md.
"""

import numpy as np
from scipy.special import erfc

from placement.assume.assumptions import Assumption, Status
from placement.assume.joint import Scale, off_scale, on_scale
from placement.assume.units import UNITS
from placement.domain.types import FloatArray

CLOSENESS: dict[Status, float] = {
    "judgement": 1.0,
    "published": 3.0,
    "field_note": 3.0,
    "user": 3.0,
}
"""k by status: how close to its value a number stays; a status not named does not move."""


def can_move(entry: Assumption) -> bool:
    """Return whether draws of a number differ from its value."""
    return entry.status in CLOSENESS and entry.low < entry.high


def position_of(score: FloatArray, status: Status) -> FloatArray:
    """Return where a draw lies between value and ends: -1 is low, 0 the value, 1 high.

    Args:
        score: Standard normal, any shape.
        status: Where the number comes from; one of `CLOSENESS`.
    """
    beyond = erfc(np.abs(score) / np.sqrt(2.0))
    return np.asarray(np.sign(score) * (1.0 - beyond ** (1.0 / (CLOSENESS[status] + 1.0))))


def number_at(entry: Assumption, position: FloatArray) -> FloatArray:
    """Return the number at a position of its range; whole where its unit is.

    Args:
        entry: The number with its range.
        position: From -1, its low end, over 0, its value, to 1, its high end; any shape.
    """
    far, way = np.where(position > 0.0, entry.high, entry.low), np.abs(position)
    # Written so that the ends and the value are met to the last digit.
    found = np.clip(entry.value * (1.0 - way) + far * way, entry.low, entry.high)
    return np.asarray(np.rint(found) if UNITS[entry.unit].whole else found)


def fitted_at(entry: Assumption, scale: Scale, error: float, score: FloatArray) -> FloatArray:
    """Return a fitted number at a score: normal on its scale, cut only at the bounds of its unit.

        x = T^-1(T(value) + error * z)

    Its range is the interval of nineteen in twenty, so that one draw in twenty lies beyond it.

    Args:
        entry: The number.
        scale: T, on which its error holds.
        error: Its standard error there.
        score: Standard normal, any shape.
    """
    unit = UNITS[entry.unit]
    middle = on_scale(scale, np.asarray(entry.value))
    if error == 0.0 or not np.isfinite(middle):
        return np.full(np.shape(score), entry.value)
    found = np.clip(off_scale(scale, middle + error * score), unit.lower, unit.upper)
    return np.asarray(np.rint(found) if unit.whole else found)

"""How many rivals end up ahead of us, and which place that is.

    P(j ahead) = sum_n chance(n) * C(n, j) * q^j * (1 - q)^(n - j)

where each of n rivals is ahead with chance q, independently of the others. The place is j + 1;
where we are level with others, lots are drawn.
"""

import numpy as np
from scipy.special import comb

from placement.domain.types import FloatArray


def places(chance: FloatArray, ahead: FloatArray, behind: FloatArray, *, most: int) -> FloatArray:
    """Return the chance of each place from the first to the `most`-th.

    Args:
        chance: Chance of 0, 1, 2 ... rivals, shape (lots or 1, counts).
        ahead: Chance q that one rival is ahead of us, shape (lots, ...).
        behind: 1 - q, which near q = 1 is known better by itself.
        most: How many places.

    Returns:
        Shape (lots, places, ...).
    """
    wide = (-1,) + (1,) * (ahead.ndim - 1)
    numbers = np.arange(chance.shape[-1])
    found = []
    for place in range(most):
        ways = chance * comb(numbers, place)
        left = np.zeros_like(ahead)
        used = np.flatnonzero(np.any(ways > 0.0, axis=0))
        # A sum of powers by Horner's rule, from the largest number of rivals down.
        previous = int(used[-1]) if used.size else place
        for number in used[::-1]:
            gap = previous - int(number)
            left = left * behind**gap + ways[:, number].reshape(wide)
            previous = int(number)
        found.append(ahead**place * left * behind ** (previous - place))
    return np.stack(found, axis=1)


def places_level_with_all(chance: FloatArray, *, most: int) -> FloatArray:
    """Return the chance of each place where we and all rivals are level, shape (lots, places)."""
    numbers = np.arange(chance.shape[-1])
    return np.stack(
        [(chance * (numbers >= place) / (numbers + 1.0)).sum(axis=-1) for place in range(most)],
        axis=1,
    )


def places_level_with_rest(
    chance: FloatArray, ahead: FloatArray, behind: FloatArray, *, most: int
) -> FloatArray:
    """Return the chance of each place where all rivals who are not ahead are level with us.

    Arguments and result as `places`: of n rivals k are ahead, and any place from k + 1 to n + 1 is
    as likely as the others.
    """
    wide = (-1,) + (1,) * (ahead.ndim - 1)
    found = np.zeros((len(ahead), most, *ahead.shape[1:]))
    for number in map(int, np.flatnonzero(np.any(chance > 0.0, axis=0))):
        here = chance[:, number].reshape(wide)
        for first in range(min(most, number + 1)):
            drawn = comb(number, first) * ahead**first * behind ** (number - first)
            share = here * drawn / (number - first + 1.0)
            found[:, first : number + 1] += share[:, None]
    return found

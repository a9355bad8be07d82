"""Two rules from the literature for beating several rivals, named as baselines.

Both take the chance p_i to beat each rival alone. Friedman multiplies them, as if they had nothing
to do with each other; Gates lets a bid that beats one rival be good against the others too.
"""

import numpy as np

from placement.domain.types import FloatArray


def friedman(beats: FloatArray) -> FloatArray:
    """Return the chance to beat all rivals, p_1 * p_2 * ... * p_n.

    Args:
        beats: Chance to beat each rival alone, shape (..., rivals).

    Source: L. Friedman, "A competitive-bidding strategy", Operations Research 4 (1956) 104-112.
    """
    return np.asarray(np.prod(beats, axis=-1))


def gates(beats: FloatArray) -> FloatArray:
    """Return the chance to beat all rivals, 1 / (1 + sum_i (1 - p_i)/p_i).

    Args:
        beats: Chance to beat each rival alone, shape (..., rivals).

    Source: M. Gates, "Bidding strategies and probabilities", Journal of the Construction
    Division, ASCE 93 (1967), CO1, 75-107.
    """
    possible = np.asarray(beats) > 0.0
    odds_against = np.where(possible, 1.0 / np.where(possible, beats, 1.0) - 1.0, np.inf)
    return np.asarray(1.0 / (1.0 + odds_against.sum(axis=-1)))

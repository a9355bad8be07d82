"""Who gets the next batch: shares by the chance of being best, none below its least.

    share_i = max(least_i, k * p_best_i)        k <= 1, so that the shares add up to 1

An agency whose chance of being best is above its least gets no more for having one. Where a least
is raised above k * p_best_i, giving that part to the first of the league instead would bring

    price_i = rate * (share_i - p_best_i)+ * (theta_first - theta_i) >= 0

Source: own definition; shares by the chance of being best: W. Thompson, "On the likelihood that one
unknown probability exceeds another", Biometrika 25 (1933).
"""

from dataclasses import dataclass

import numpy as np

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray
from placement.odds.league import League

USUAL_FLOOR = 0.10
"""Share of a batch that every agency gets, so that its skill can still be seen."""

_CRUMB = 1e-9


@dataclass(frozen=True, kw_only=True, eq=False)
class Shares:
    """How the next batch is shared out; arrays have shape (agencies,)."""

    share: FloatArray
    least: FloatArray
    """What each gets at least: the floor, or its minimum volume."""

    balance: float
    """Money of the batch."""

    floor: float
    """Share that was asked for everyone."""

    kept_floor: float
    """What of it fits beside the minimum volumes."""

    expected: float
    """What the batch is expected to bring, in the months that were seen."""

    if_free: float
    """The same, shared by the chance of being best alone."""

    if_best: float
    """The same, all of it given to the first of the league."""

    price: FloatArray
    """What raising each agency to its least costs against giving that part to the first; 0 where
    its chance of being best gives it as much anyway."""


def usual_floor(agencies: int) -> float:
    """Return the floor if nothing is said: 10 %, or half an equal share where many share."""
    return USUAL_FLOOR if agencies * USUAL_FLOOR <= 1.0 else 0.5 / agencies


def shares(
    table: League,
    *,
    balance: float,
    floor: float | None = None,
    minimum: FloatArray | float = 0.0,
) -> Shares:
    """Return how a next batch is shared out.

    Minimum volumes bind, as contracts do; a floor that does not fit beside them gives way, by as
    much as it must and for all alike (`kept_floor`).

    Args:
        table: The league.
        balance: Money of the batch.
        floor: Share that every agency gets, for learning; `usual_floor` if None.
        minimum: Money that each agency must get, such as its contract says. Shape (agencies,) or
            one for all.

    Raises:
        InputError: The floor is no share or more than there is for so many, or the minima are more
            than the batch.
    """
    count = len(table.agencies)
    if not balance > 0.0 or not np.isfinite(balance):
        raise InputError(t("The next batch must be above 0; got {value:g}.", value=balance))
    asked = usual_floor(count) if floor is None else floor
    _check_floor(asked, count)
    needed = np.broadcast_to(np.asarray(minimum, dtype=np.float64), (count,)) / balance
    if not (needed >= 0.0).all() or needed.sum() > 1.0 + _CRUMB:
        raise InputError(
            t(
                "The minimum volumes must be 0 or more and together at most the next batch of "
                "{balance:,.2f}; they are {needed:,.2f}. Lower them, or leave an agency out.",
                balance=balance,
                needed=float(needed.sum() * balance),
            )
        )
    kept = _floor_that_fits(asked, needed)
    least = np.maximum(needed, kept)
    share = _at_least(table.p_best, least)
    rate = float(table.expected.sum() / table.placed.sum()) * balance
    skill = table.shrunk_ratio
    raised = np.maximum(share - table.p_best, 0.0)
    return Shares(
        share=share,
        least=least,
        balance=balance,
        floor=asked,
        kept_floor=kept,
        expected=rate * float(share @ skill),
        if_free=rate * float(table.p_best @ skill),
        if_best=rate * float(skill.max()),
        price=rate * raised * (skill.max() - skill),
    )


def _check_floor(floor: float, count: int) -> None:
    if not 0.0 <= floor <= 1.0:
        raise InputError(
            t("The floor must be a share from 0 to 1; got {value:g}. For 10 % write 0.1.",
              value=floor)
        )  # fmt: skip
    if floor * count > 1.0 + _CRUMB:
        raise InputError(
            t(
                "A floor of {floor:.4g} % for each of {count} agencies is {all:.4g} % of the "
                "batch. Give {most:.4g} % or less.",
                floor=100.0 * floor,
                count=count,
                all=100.0 * floor * count,
                most=100.0 / count,
            )
        )


def _floor_that_fits(floor: float, needed: FloatArray) -> float:
    """Return the highest floor up to the one asked that leaves room for the minima."""
    if np.maximum(needed, floor).sum() <= 1.0 + _CRUMB:
        return floor
    # sum of max(needed, f) = 1: above the largest minima that f does not reach it is a line.
    rising = np.sort(needed)
    below = np.arange(1, len(rising) + 1)
    fits = (1.0 - (rising.sum() - np.cumsum(rising))) / below
    ends = np.append(rising[1:], np.inf)
    return float(max(fits[np.argmax(fits <= ends)], 0.0))


def _at_least(wanted: FloatArray, least: FloatArray) -> FloatArray:
    """Return shares of 1 in the ratio wanted, but for those who would get less than their least."""
    bound = np.zeros(len(wanted), dtype=bool)
    while True:
        free = 1.0 - least[bound].sum()
        scale = free / max(wanted[~bound].sum(), 1e-300)
        share = np.where(bound, least, scale * wanted)
        short = ~bound & (share < least - 1e-15)
        if not short.any():
            return share
        bound |= short

"""Why a plan cannot begin with a move: every move that is missing from an answer has its reason."""

import numpy as np

from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.plans import FIRST_MOVES, AccountPlan
from placement.domain.text import t
from placement.domain.types import AGENCY_OPTIONS, Option
from placement.value.options import Valuation


def shut_moves(
    planned: AccountPlan, valuation: Valuation, position: int, *, horizon: int
) -> dict[str, str]:
    """Return why each move that no plan begins with is not open, by the move's name.

    Args:
        planned: The plans of a segment.
        valuation: The options of its book.
        position: The segment.
        horizon: Months the plans may last.
    """
    too_long = (
        t("Does not fit the horizon of 1 month.")
        if horizon == 1
        else t("Does not fit the horizon of {months} months.", months=horizon)
    )
    reasons = {option.value: valuation.reasons[option][position] for option in Option}
    reasons |= {
        option.value: reasons[option]
        or t("The agency would not take the lot: it would lose money.")
        for option in AGENCY_OPTIONS
        if placement_fits(valuation, option, position, horizon=horizon)
    }
    return {
        move: reasons.get(move) or too_long
        for move in FIRST_MOVES
        if move not in planned.first_moves and move != WAIT
    }


def placement_fits(valuation: Valuation, option: Option, position: int, *, horizon: int) -> bool:
    """Return whether a placement's term ends within the horizon, the recall apart."""
    months = np.broadcast_to(valuation.terms.agency[option].months, (len(valuation.segments),))
    return float(months[position]) <= horizon

"""Is a pilot worth it, when to stop it, and which of two agencies to go on with."""

from collections.abc import Callable

import numpy as np

from placement.api.library_odds import library_odds
from placement.api.rules import require
from placement.api.uncertainty import USUAL_CORRELATION, USUAL_SEED, streams_of
from placement.assume.assumptions import Assumptions
from placement.domain.text import t
from placement.odds.liquidation import Odds, expected_shares
from placement.risk.draws import draw_numbers, numbers_of_draw
from placement.risk.pilot import MOST_TRIED, Pilot, Prior, pilot
from placement.risk.pilot_stop import StopRule, stop_rule
from placement.risk.pilot_two import TwoPilots, successes_to_win, two_pilots

__all__ = [
    "MOST_TRIED",
    "PRIOR_MONTHS",
    "Pilot",
    "Prior",
    "StopRule",
    "TwoPilots",
    "library_prior",
    "pilot",
    "stop_rule",
    "successes_to_win",
    "two_pilots",
]

PRIOR_MONTHS = 6
"""Months that accounts of a pilot are worked, if nothing else is said."""

PRIOR_DRAWS = 200

LONGEST = 60


def library_prior(
    assumptions: Assumptions,
    sector: str,
    age: float,
    *,
    months: int = PRIOR_MONTHS,
    draws: int = PRIOR_DRAWS,
    seed: int = USUAL_SEED,
    correlation: float = USUAL_CORRELATION,
    progress: Callable[[float], None] | None = None,
) -> Prior:
    """Return what the numbers in use, with their ranges, say of the chance that an account pays.

        p = w mu / (mu + lambda) (1 - exp(-(mu + lambda) K))

    in every draw of them; the prior is the beta law with the mean and the variance of the draws,
    so its strength is mean (1 - mean) / variance - 1.

    Args:
        assumptions: The numbers in use.
        sector: A sector of theirs.
        age: Months past due at placement.
        months: Months that an agency works the account, K.
        draws: How many.
        seed: As in `simulate`.
        correlation: As in `simulate`.
        progress: Called with the share done.

    Raises:
        InputError: The sector is not known, or age or months are out of bounds.
    """
    require(
        1 <= months <= LONGEST,
        t("months must be a whole number from 1 to {most}; got {x}.", most=LONGEST, x=months),
    )
    # Asked as the numbers stand first, so that a wrong sector or age is said before draws begin.
    library_odds(assumptions, sector, age)
    numbers = draw_numbers(
        assumptions, [sector], count=draws, streams=streams_of(seed), correlation=correlation
    ).numbers()
    chance = np.empty(draws)
    for draw in range(draws):
        here = library_odds(numbers_of_draw(numbers, draw), sector, age)
        odds = Odds(
            willing_share=here.willing_share.value,
            pay_hazard=here.pay_hazard.value,
            fade_rate=here.fade_rate.value,
            reference_age=age,
        )
        chance[draw] = expected_shares(odds, np.array([age]), months).sum()
        if progress:
            progress((draw + 1) / draws)
    mean = float(chance.mean())
    return Prior(mean=mean, strength=mean * (1.0 - mean) / float(chance.var(ddof=1)) - 1.0)

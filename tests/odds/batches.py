"""Batches of accounts that pay by known odds."""

import numpy as np

from placement.domain.types import FloatArray
from placement.odds.calibrate import Batches
from placement.odds.liquidation import Odds


def simulated(
    odds: Odds,
    ages: FloatArray,
    *,
    accounts: int,
    months: int,
    rng: np.random.Generator,
    spread: float = 0.0,
    ragged: bool = False,
) -> Batches:
    """Return batches account by account: each has a type, a day it pays and a day it turns lost.

    Args:
        odds: The odds at the reference age.
        ages: Age of each batch.
        accounts: Accounts of each.
        months: Months observed.
        rng: Random numbers.
        spread: Standard deviation of log balance.
        ragged: Later batches were observed for fewer months.
    """
    collected = np.full((len(ages), months), np.nan)
    placed = np.empty(len(ages))
    for row, age in enumerate(ages):
        share = odds.willing_share * np.exp(-odds.fade_rate * (age - odds.reference_age))
        willing = rng.random(accounts) < share
        pays = rng.exponential(1.0 / odds.pay_hazard, accounts)
        lost = rng.exponential(1.0 / odds.fade_rate, accounts)
        month = np.where(willing & (pays < lost), np.floor(pays), months).astype(int)
        balance = 1_000.0 * np.exp(spread * rng.standard_normal(accounts))
        seen = months - (row * months // (2 * len(ages)) if ragged else 0)
        paid = month < seen
        collected[row, :seen] = np.bincount(month[paid], weights=balance[paid], minlength=seen)[
            :seen
        ]
        placed[row] = balance.sum()
    return Batches(
        age=np.asarray(ages, dtype=float),
        accounts=np.full(len(ages), float(accounts)),
        balance=placed,
        collected=collected,
    )

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
    instalments: int = 1,
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
        instalments: Equal parts in which each payer brings its balance, a month apart.
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
        came = np.zeros(seen)
        for part in range(instalments):
            paid = month + part < seen
            came += np.bincount(month[paid] + part, weights=balance[paid], minlength=seen)[:seen]
        collected[row, :seen] = came / instalments
        placed[row] = balance.sum()
    return Batches(
        age=np.asarray(ages, dtype=float),
        accounts=np.full(len(ages), float(accounts)),
        balance=placed,
        collected=collected,
    )

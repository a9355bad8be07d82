"""How well a remittance file would have been foretold: one function for screen and command."""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from placement.api.fitted import fit_under
from placement.api.library_odds import LibraryOdds, library_odds
from placement.api.paying import BetterParts, Paying, better_parts, paying_of
from placement.api.remittances import batches_of
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.domain.errors import InputError
from placement.domain.text import listed, t
from placement.odds.backtest import HORIZONS, METHODS, Foretold, foretell
from placement.odds.calibrate import Batches
from placement.odds.origins import History
from placement.tape.bands import age_band_of
from placement.tape.labels import age_band_label
from placement.tape.remittances import Remittances

__all__ = [
    "BACKTEST_METHODS",
    "HORIZONS",
    "USUAL_HOLDOUT",
    "AgeLine",
    "Backtest",
    "Foretold",
    "backtest",
    "by_age",
]

BACKTEST_METHODS = METHODS
"""The odds, and what they are set against."""

USUAL_HOLDOUT = 3
USUAL_AGE = 6.0
"""Months past due of batches for which the file says none."""

_ANY_FADING = 0.03
"""A month, for batches of no sector of the library."""

_AGES = (3.0, 6.0, 12.0, 24.0, 36.0, 60.0)


@dataclass(frozen=True, kw_only=True, eq=False)
class Backtest:
    """How well the months held out were foretold."""

    remittances: Remittances
    """Batches of the sector."""

    left_out: int
    """Batches of it that brought more than can come in, which no odds fit."""

    sector: str
    """Empty where the file says none."""

    asked: Foretold
    """For the months held out that were asked for."""

    history: History
    """The batches as the odds read them."""

    paying: Paying | None
    """How payers are taken to pay; None of a sector that the library does not have."""

    by_horizon: dict[int, Foretold]
    """For every number of months held out that the file has room for; `asked` is among them."""


@dataclass(frozen=True, kw_only=True)
class AgeLine:
    """How well batches of one band of ages were foretold."""

    age: str
    batches: int
    error: float
    bias: float
    coverage: float


def backtest(
    remittances: Remittances,
    *,
    holdout: int = USUAL_HOLDOUT,
    sector: str | None = None,
    assumptions: Assumptions | None = None,
    seed: int = 0,
    in_one_sum: bool = False,
) -> Backtest:
    """Return how well the odds of a file would have foretold what then came in.

    Args:
        remittances: The file.
        holdout: Months held out.
        sector: Which sector's batches; by default the only one, or the one with the most money.
        assumptions: The numbers in use, for what the file does not tell; the library if None.
        seed: Of the draws behind the ranges.
        in_one_sum: Every payer pays all of its balance at once, whatever the numbers say.

    Raises:
        InputError: The file has no batch of the sector, or too few months.
    """
    chosen = _sector(remittances, sector)
    held = remittances.take(np.array([each == chosen for each in remittances.sector]))
    used, history, paying = _history(
        held, chosen, assumptions or load_library(), in_one_sum=in_one_sum
    )
    asked = foretell(history, holdout, rng=np.random.default_rng(seed))
    found = {holdout: asked}
    for horizon in HORIZONS:
        if horizon != holdout:
            try:
                found[horizon] = foretell(history, horizon, rng=np.random.default_rng(seed))
            except InputError:
                # The file has no room for it, which the answer shows by leaving it out.
                continue
    return Backtest(
        remittances=used,
        left_out=len(held) - len(used),
        sector=chosen,
        asked=asked,
        history=history,
        paying=paying,
        by_horizon=dict(sorted(found.items())),
    )


def by_age(found: Foretold) -> tuple[AgeLine, ...]:
    """Return how well batches of each band of ages were foretold, the youngest first."""
    bands = age_band_of(np.nan_to_num(found.age), _AGES)
    return tuple(
        AgeLine(
            age=age_band_label(_AGES, band),
            batches=len(np.unique(found.batch[bands == band])),
            error=found.error(chosen=bands == band),
            bias=found.bias(chosen=bands == band),
            coverage=found.coverage(bands == band),
        )
        for band in np.unique(bands).tolist()
    )


def _sector(remittances: Remittances, asked: str | None) -> str:
    there = sorted(set(remittances.sector))
    if asked is None:
        money = {
            name: sum(
                float(balance)
                for balance, of in zip(remittances.balance, remittances.sector, strict=True)
                if of == name
            )
            for name in there
        }
        return max(there, key=lambda name: money[name])
    if asked not in there:
        raise InputError(
            t(
                "{file} has no batch of {sector!r}; it has: {names}.",
                file=remittances.filename,
                sector=asked,
                names=listed(there),
            )
        )
    return asked


def _history(
    held: Remittances, sector: str, assumptions: Assumptions, *, in_one_sum: bool
) -> tuple[Remittances, History, Paying | None]:
    """Return the batches that odds can be fitted to, and how what they agree to comes in."""
    # Where some ages are not known, none is used: all batches are alike.
    ages = held.age if np.isfinite(held.age).all() else np.full(len(held), USUAL_AGE)
    library = paying = None
    if sector not in assumptions.sectors:
        used = held.take(~held.above_placed)
        terms = {"fade_rate": _ANY_FADING, "settlement_share": 1.0, "instalments": 1}
    else:
        library = library_odds(assumptions, sector, float(ages.min()))
        paying = paying_of(held, library, in_one_sum=in_one_sum)
        library = paying.laid_on(library)
        used = held.take(held.total <= library.settlement_share * held.balance)
        terms = {
            "fade_rate": library.fade_rate.value,
            "settlement_share": library.settlement_share,
            "instalments": library.instalments,
            "breakage": library.breakage,
        }
    if not len(used):
        raise InputError(
            t(
                "Every batch of {file} brought more than can come in of what was placed. Check "
                "the balances.",
                file=held.filename,
            )
        )
    batches = batches_of(used)
    if not np.isfinite(used.age).all():
        batches = replace(batches, age=np.full(len(used), USUAL_AGE))
    if paying is not None and library is not None:
        paying = replace(paying, better=_better(paying, batches, library))
    return used, History(batches=batches, placed=used.placed, **terms), paying  # type: ignore[arg-type]


def _better(paying: Paying, batches: Batches, library: LibraryOdds) -> BetterParts | None:
    """Return the parts that fit the whole file clearly better, if any."""
    fitted = partial(fit_under, batches)
    try:
        return better_parts(paying, fitted(library), library, fitted)
    except InputError:
        # Nothing to fit is said where it is fitted.
        return None

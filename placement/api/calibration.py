"""Odds from a remittance file: fitted by sector and age, beside chain-ladder and the library."""

from dataclasses import dataclass, replace

import numpy as np

from placement.api.calibration_words import Compared, words_of
from placement.api.fitted import fit_under
from placement.api.library_odds import LibraryOdds, library_odds
from placement.api.paying import better_parts, paying_of
from placement.api.remittances import batches_of
from placement.api.sector_fit import AgeFit, CurvePoint, SectorFit
from placement.assume.assumptions import Assumptions
from placement.domain.errors import InputError, TapeError
from placement.domain.text import about, sentences, t
from placement.domain.types import BoolArray, FloatArray
from placement.odds.calibrate import Batches, Fit, without_reversals
from placement.odds.chain_ladder import ChainLadder, chain_ladder
from placement.odds.credibility import blend_with_prior
from placement.odds.easy import EasyTerms, calibrate_easy
from placement.odds.liquidation import arrivals, expected_shares, slopes
from placement.tape.bands import Bands, age_band_of
from placement.tape.remittances import Remittances

__all__ = ["Calibration", "Compared", "calibrate_file"]

ODDS = ("willing_share", "pay_hazard", "fade_rate")
"""What is fitted, by the names of the public interface."""

USUAL_AGE = 6.0
"""Months past due at placement where a file says nothing of it."""

LONG = 600
"""Months that stand for the end."""

_Z = 1.959963984540054


@dataclass(frozen=True, kw_only=True, eq=False)
class Calibration:
    """What a remittance file says of the odds of each of its sectors."""

    remittances: Remittances
    sectors: tuple[SectorFit, ...]
    problems: tuple[str, ...]
    """Batches left out, sectors without a fit, and what was taken unasked; a line each."""


def calibrate_file(
    remittances: Remittances, assumptions: Assumptions, *, in_one_sum: bool = False
) -> Calibration:
    """Return the odds that fit a remittance file.

    Args:
        remittances: The file.
        assumptions: The numbers in use.
        in_one_sum: Every payer pays all of its balance at once, whatever the numbers say.

    Raises:
        InputError: A batch has no sector, or no age where others have one.
        TapeError: No sector could be fitted; says why for each.
    """
    _require_known(remittances)
    aged = _with_ages(remittances)
    fits: list[SectorFit] = []
    problems: list[str] = []
    if aged is not remittances:
        problems.append(
            t(
                "{file} does not say how old batches were when they were placed; fading and the "
                "library's odds are those at {age:g} months past due. Say it, as in --age 9.",
                file=remittances.filename,
                age=USUAL_AGE,
            )
        )
    for sector in dict.fromkeys(remittances.sector):
        mine = aged.take(np.array([each == sector for each in remittances.sector]))
        try:
            fit, left_out = _fit_sector(mine, sector, assumptions, in_one_sum=in_one_sum)
        except InputError as error:
            problems.append(about(sector, str(error)))
            continue
        fits.append(fit)
        problems += left_out
    if not fits:
        raise TapeError(*problems)
    return Calibration(remittances=remittances, sectors=tuple(fits), problems=tuple(problems))


def _require_known(remittances: Remittances) -> None:
    if "" in remittances.sector:
        raise InputError(
            t(
                "{file} does not say the sector of every batch. Give a column of it, or one sector "
                "for all, as in --sector bank_card.",
                file=remittances.filename,
            )
        )
    unknown = np.isnan(remittances.age)
    if unknown.any() and not unknown.all():
        raise InputError(
            t(
                "{file} says of some batches how old they were when they were placed, and of "
                "others not, such as {batch}. Give it for all, or leave the column out.",
                file=remittances.filename,
                batch=remittances.label(int(np.argmax(unknown))),
            )
        )


def _with_ages(remittances: Remittances) -> Remittances:
    if not np.isnan(remittances.age).any():
        return remittances
    return replace(remittances, age=np.full(len(remittances), USUAL_AGE))


def _fit_sector(
    mine: Remittances, sector: str, assumptions: Assumptions, *, in_one_sum: bool
) -> tuple[SectorFit, list[str]]:
    library = library_odds(assumptions, sector, float(mine.age.min()))
    paying = paying_of(mine, library, in_one_sum=in_one_sum)
    library = paying.laid_on(library)
    usable = _usable(mine, library)
    left_out = [
        t(
            "{batch}: {money:,.2f} came in, more than the {most:,.2f} that {share:g} of its "
            "balance is; no odds are fitted to it.",
            batch=mine.label(place),
            money=float(mine.total[place]),
            most=float(library.settlement_share * mine.balance[place]),
            share=library.settlement_share,
        )
        for place in np.flatnonzero(~usable).tolist()
    ]
    if not usable.any():
        raise InputError(t("No batch can be fitted. {why}", why=sentences(left_out[:3])))
    used = mine.take(usable)
    library = paying.laid_on(library_odds(assumptions, sector, float(used.age.min())))
    batches = batches_of(used)

    def fitted(under: LibraryOdds) -> Fit:
        return calibrate_easy(
            batches,
            EasyTerms(hazard=under.easy_hazard, leaves=under.easy_leaves),
            fade_rate=under.fade_rate.value,
            settlement_share=under.settlement_share,
            instalments=under.instalments,
            breakage=under.breakage,
        )

    fit = fitted(library)
    paying = replace(paying, better=better_parts(paying, fit, library, fitted))
    if paying.better is not None:
        left_out.append(paying.finding(sector))
    if fit.easy_share is not None:
        # What is fitted as willing are the hard ones then.
        library = replace(library, willing_share=library.hard_share)
    found, note = _chain(used)
    compared = _compared(fit, library)
    return (
        SectorFit(
            sector=sector,
            batches=used,
            fit=fit,
            library=library,
            by_age=_by_age(used, library),
            compared=compared,
            curves=_curves(used, fit, library),
            chain_ladder=found,
            chain_ladder_note=note,
            expected_share=_expected_share(used, fit, library, months=LONG),
            expected_share_seen=_expected_share(used, fit, library, months=used.months),
            words=words_of(used, fit, compared, paying.line()),
            paying=paying,
            source=_source(used),
        ),
        left_out,
    )


def _usable(mine: Remittances, library: LibraryOdds) -> BoolArray:
    """Return which batches brought no more than can be settled for, shape (batches,)."""
    collected = without_reversals(np.nan_to_num(mine.collected))
    return np.asarray(collected.sum(axis=1) <= library.settlement_share * mine.balance)


def _age_bands(mine: Remittances) -> dict[int, BoolArray]:
    band = age_band_of(mine.age, Bands().age)
    return {int(each): band == each for each in np.unique(band)}


def _by_age(mine: Remittances, library: LibraryOdds) -> tuple[AgeFit, ...]:
    """Return each age band fitted alone; bands in which nothing came in have no fit."""
    fits = []
    for chosen in _age_bands(mine).values():
        part = mine.take(chosen)
        if np.nansum(part.collected) <= 0.0:
            continue
        # One age for all of a band: within it, ages tell nothing of fading.
        age = float(part.balance @ part.age / part.balance.sum())
        batches = batches_of(part)
        fit = fit_under(
            Batches(
                age=np.full(len(part), age),
                accounts=batches.accounts,
                balance=batches.balance,
                collected=batches.collected,
            ),
            library,
        )
        fits.append(
            AgeFit(
                age=age, batches=len(part), ultimate=fit.ultimate, speed=fit.speed,
                willing_share=fit.willing_share,
            )
        )  # fmt: skip
    return tuple(fits)


def _compared(fit: Fit, library: LibraryOdds) -> tuple[Compared, ...]:
    rows = []
    names = ODDS if fit.easy_share is None else (*ODDS, "easy_share")
    for name in names:
        own, known = getattr(fit, name), getattr(library, name)
        blend = None
        if own.se > 0.0:
            blend = blend_with_prior(
                own=own.value, own_se=own.se, prior=known.value, prior_low=known.low,
                prior_high=known.high,
            )  # fmt: skip
        rows.append(Compared(name=name, library=known, own=own, blend=blend))
    return tuple(rows)


def _curves(mine: Remittances, fit: Fit, library: LibraryOdds) -> tuple[CurvePoint, ...]:
    """Return what was seen and what is fitted, by age band, of the batches seen in each month.

    The share of a month is that of the batches that were seen in it, and shares add up over the
    months, so that batches seen for fewer months do not bend the curve.
    """
    months = mine.months
    come = arrivals(months, instalments=library.instalments, breakage=library.breakage)
    points = []
    for chosen in _age_bands(mine).values():
        part = mine.take(chosen)
        age = float(part.balance @ part.age / part.balance.sum())
        owed = np.where(part.observed, part.balance[:, None], 0.0).sum(axis=0)
        some = owed > 0.0
        paid = np.nansum(part.collected, axis=0)
        share = np.divide(paid, owed, out=np.zeros(months), where=some)
        last = int(np.flatnonzero(some)[-1]) + 1
        ages = np.array([age])
        fitted = (expected_shares(fit.odds, ages, months) @ come)[0]
        moves = np.cumsum(slopes(fit.odds, ages, months)[:, 0] @ come, axis=1)
        spread = _Z * np.sqrt(np.einsum("ik,ij,jk->k", moves, fit.whole_covariance, moves))
        running = library.settlement_share * np.cumsum(fitted)
        band = library.settlement_share * spread
        points.append(
            CurvePoint(
                age=age,
                batches=len(part),
                month=np.arange(1.0, last + 1.0),
                seen=np.cumsum(share)[:last],
                fitted=running[:last],
                low=np.maximum(running - band, 0.0)[:last],
                high=(running + band)[:last],
            )
        )
    return tuple(points)


def _expected_share(mine: Remittances, fit: Fit, library: LibraryOdds, *, months: int) -> float:
    """Return what all batches bring in some months as a share of what was placed."""
    come = arrivals(months, instalments=library.instalments, breakage=library.breakage)
    paid = (expected_shares(fit.odds, mine.age, months) @ come).sum(axis=1)
    return library.settlement_share * float(mine.balance @ paid / mine.balance.sum())


def _chain(mine: Remittances) -> tuple[ChainLadder | None, str]:
    try:
        return chain_ladder(_without_gaps(mine.collected), mine.balance), ""
    except InputError as error:
        return None, str(error)


def _without_gaps(collected: FloatArray) -> FloatArray:
    """Return money with a missing month between two as the mean of its neighbours.

    Chain-ladder cannot do without; two missing ones in a row stay missing.
    """
    filled = collected.copy()
    inside = np.isnan(collected[:, 1:-1]) & ~np.isnan(collected[:, :-2])
    inside &= ~np.isnan(collected[:, 2:])
    mean = 0.5 * (collected[:, :-2] + collected[:, 2:])
    filled[:, 1:-1] = np.where(inside, mean, collected[:, 1:-1])
    return filled


def _source(mine: Remittances) -> str:
    return t(
        "Fitted to {batches} batches of {file}, digest {digest}",
        batches=len(mine),
        file=mine.filename,
        digest=mine.digest[:12],
    )

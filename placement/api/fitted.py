"""What was fitted, carried to the numbers of the library: their errors, and how these go together.

A fit knows logit w, log mu and log lambda with their covariance S. The library's numbers that show
such odds are functions of them, so that on the scales on which they are drawn

    covariance = J S J',    J = slopes of the numbers' places by the fit's parameters

Where the batches do not tell fading, what they tell is what comes in and how fast. Then S holds how
the other odds must move with the library's rate of fading for these two to stay as they are.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from scipy.special import expit, logit

from placement.api.library_odds import Entry, LibraryOdds, Overlay, Range
from placement.assume.assumptions import Assumptions
from placement.assume.joint import NINETEEN_OF_TWENTY, Joint, Scale, on_scale
from placement.domain.errors import InputError
from placement.domain.types import FloatArray
from placement.odds.calibrate import Batches, Estimate, Fit, calibrate
from placement.odds.contacts import Needed
from placement.odds.credibility import prior_variance

Entries = Callable[[Sequence[float]], Sequence[Entry]]
"""Gives the library's numbers that show odds: willing share, pay hazard, rate of fading."""

_NOTHING_SAID = 1e12
"""Variance of what is not known at all."""

STEP = 1e-4
"""On the scale of logarithms; slopes are right to its square."""


def fit_under(batches: Batches, library: LibraryOdds) -> Fit:
    """Return the odds of batches, all who are willing as one kind that pays as the numbers say."""
    return calibrate(
        batches,
        fade_rate=library.fade_rate.value,
        settlement_share=library.settlement_share,
        instalments=library.instalments,
        breakage=library.breakage,
    )


def covariance_of_fit(fit: Fit, library: LibraryOdds) -> FloatArray:
    """Return the covariance of logit w, log mu and log lambda, and of logit E and log mu1 if shown.

    Where the batches do not tell fading, lambda has the library's range and the others follow it:
    mu = S - lambda and w = A S / mu, with A and S what the batches tell.
    """
    own = fit.whole_covariance
    if fit.tells_fading:
        return own
    odds, known = fit.odds, library.fade_rate
    if not 0.0 < known.low < known.high:
        return own
    error = float(np.log(known.high / known.low)) / (2.0 * NINETEEN_OF_TWENTY)
    by_fade = odds.fade_rate / odds.pay_hazard
    along = np.zeros(len(own))
    along[:3] = by_fade / (1.0 - odds.willing_share), -by_fade, 1.0
    return np.asarray(own + error**2 * np.outer(along, along))


def blended_covariance(own: FloatArray, fit: Fit, library: LibraryOdds) -> FloatArray:
    """Return the covariance of a fit blended with what the library says of each odds.

        S - S (S + P)^-1 S,    P = the library's variances, its ranges read as nine cases of ten

    Args:
        own: Of logit w, log mu and log lambda, as `covariance_of_fit` gives it.
        fit: The fit.
        library: What the library says. Of a rate of fading that is the library's already, it says
            no more.
    """
    share = fit.odds.willing_share
    prior = np.array(
        [
            range_variance(library.willing_share, own=share) / (1.0 - share) ** 2,
            range_variance(library.pay_hazard, own=fit.odds.pay_hazard),
            range_variance(library.fade_rate, own=fit.odds.fade_rate)
            if fit.tells_fading
            else _NOTHING_SAID,
        ]
    )
    if fit.easy_share is not None:
        easy = fit.easy_share.value
        variance = range_variance(library.easy_share, own=easy) / (1.0 - easy) ** 2
        prior = np.append(prior, [variance, _NOTHING_SAID])
    return np.asarray(own - own @ np.linalg.solve(own + np.diag(prior), own))


def covariance_with_contacts(own: FloatArray, contacts: Needed) -> FloatArray:
    """Return the covariance of a fit's odds and the logarithm of what a hard debtor needs.

    Where the log was told the willing share, what it says moves with it.

    Args:
        own: Of logit w, log mu, log lambda and what else was fitted.
        contacts: What the log says.

    Returns:
        A row and a column more, contacts last.
    """
    follows = own[0] * contacts.slope
    alone = (contacts.contacts.se / contacts.contacts.value) ** 2
    corner = alone + contacts.slope**2 * own[0, 0]
    return np.block([[own, follows[:, None]], [follows[None, :], np.array([[corner]])]])


def with_contacts(
    assumptions: Assumptions,
    sector: str,
    overlay: Overlay,
    needed: Range | Estimate,
    *,
    whole: bool = True,
) -> Overlay:
    """Return an overlay that takes what a hard debtor needs from a log.

    A month's work and the pay hazard then say how many accounts a collector has:

        accounts a seat = contacts a seat / i,    i = (mu - mu0) * omega * g

    which is what they were by the overlay, times what is needed by the log over what was needed
    by the hazard.

    Args:
        assumptions: The numbers in use.
        sector: A sector.
        overlay: With contacts that follow from the pay hazard.
        needed: Contacts that a hard debtor needs, where the factor of its age is 1.
        whole: Accounts are whole, as the library has them; else as a slope needs them.
    """
    path, seats = f"{sector}.agency.contacts_per_hard", f"{sector}.agency.accounts_per_seat"
    rest = tuple(entry for entry in overlay.entries if entry.path != path)
    by_hazard = next((entry for entry in overlay.entries if entry.path == path), None)
    entries = [Entry(path=path, value=needed.value, low=needed.low, high=needed.high)]
    if by_hazard is not None:
        now = float(assumptions.number(seats))
        # More contacts a debtor at the same hazard are more work on each, so fewer accounts.
        value, low, high = (
            now * by_hazard.value / needed.value,
            now * by_hazard.low / needed.high,
            now * by_hazard.high / needed.low,
        )
        if whole:
            value, low = max(round(value), 1.0), max(np.floor(low), 1.0)
            high = max(np.ceil(high), value)
        entries.append(Entry(path=seats, value=float(value), low=float(low), high=float(high)))
    return replace(overlay, entries=(*rest, *entries))


def range_variance(known: Range, *, own: float) -> float:
    """Return the variance of the logarithm that a range of the library states."""
    return prior_variance(prior=known.value, prior_low=known.low, prior_high=known.high, own=own)


def joint_of(
    assumptions: Assumptions,
    entries_of: Entries,
    at: Sequence[float],
    covariance: FloatArray,
    *,
    shares: Sequence[int] = (0,),
) -> Joint | None:
    """Return the numbers that show fitted odds, as they go together; None where none has an error.

    Args:
        assumptions: The numbers in use.
        entries_of: Gives the numbers for other odds than the fitted ones.
        at: The fitted willing share, pay hazard, rate of fading, and what else was fitted.
        covariance: Of their logits and logarithms.
        shares: Positions of those that are shares, whose logits count.
    """
    middle = _members(assumptions, entries_of(at))
    if not middle:
        return None
    names = tuple(middle)
    free = np.flatnonzero(np.diag(covariance) > 0.0)
    slopes = np.zeros((len(names), len(covariance)))
    for parameter in free:
        slopes[:, parameter] = _slope(assumptions, entries_of, at, middle, int(parameter), shares)
    sigma = slopes @ covariance @ slopes.T
    errors = np.sqrt(np.maximum(np.diag(sigma), 0.0))
    told = np.flatnonzero(errors > 0.0)
    if not len(told):
        return None
    correlation = sigma[np.ix_(told, told)] / np.outer(errors[told], errors[told])
    correlation = np.clip((correlation + correlation.T) / 2.0, -1.0, 1.0)
    np.fill_diagonal(correlation, 1.0)
    scales = [_scale(assumptions, assumptions.paths_under(name)[0]) for name in names]
    return Joint(
        numbers=tuple(names[place] for place in told),
        correlation=tuple(map(tuple, correlation.tolist())),
        errors=tuple(errors[told].tolist()),
        scales=tuple(scales[place] for place in told),
    )


def moved_odds(
    at: Sequence[float], parameter: int, step: float, *, shares: Sequence[int] = (0,)
) -> list[float]:
    """Return odds with the logit of one that is a share, or the logarithm, moved by a step."""
    found = list(at)
    if parameter in shares:
        found[parameter] = float(expit(logit(found[parameter]) + step))
    else:
        found[parameter] *= float(np.exp(step))
    return found


def _slope(
    assumptions: Assumptions,
    entries_of: Entries,
    at: Sequence[float],
    middle: dict[str, float],
    parameter: int,
    shares: Sequence[int],
) -> FloatArray:
    """Return how the members' places move with a parameter, shape (members,).

    Where a step to one side leads to other numbers than the fit's, or to none, the other side
    tells it.
    """
    sides: list[tuple[float, dict[str, float]]] = []
    for step in (STEP, -STEP):
        try:
            found = _members(
                assumptions, entries_of(moved_odds(at, parameter, step, shares=shares))
            )
        except InputError:
            continue
        if found.keys() == middle.keys():
            sides.append((step, found))
    if not sides:
        return np.zeros(len(middle))
    if len(sides) == 1:
        sides.append((0.0, middle))
    (one, high), (other, low) = sides
    return np.array([(high[name] - low[name]) / (one - other) for name in middle])


def _members(assumptions: Assumptions, entries: Sequence[Entry]) -> dict[str, float]:
    """Return numbers, tables moved in proportion as one, with their places on their scales."""
    found: dict[str, float] = {}
    for entry in entries:
        table = entry.path.rpartition(".")[0]
        whole = {e.path for e in entries if e.path.startswith(f"{table}.")}
        name = table if whole == set(assumptions.paths_under(table)) else entry.path
        if name in found or entry.value <= 0.0:
            continue
        scale = _scale(assumptions, entry.path)
        found[name] = float(on_scale(scale, np.asarray(entry.value)))
    return found


def _scale(assumptions: Assumptions, path: str) -> Scale:
    return "logit" if assumptions.entries[path].unit == "share" else "log"


def exactly(value: float) -> Range:
    """Return a number as a range of its own."""
    return Range(value=value, low=value, high=value)

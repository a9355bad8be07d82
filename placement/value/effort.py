"""The agency's effort: how often it contacts accounts and when it stops, in its own interest.

A profit-seeking agency takes the intensity i and the stopping month T of the highest V(i, T).
With two willing types the value may have two hills in i, one for the easy who are soon all found,
one for the hard; so intensities are tried at marks, every bracket of marks in which the slope
turns from rising to falling is a hill, and each hill that may be higher than all marks is climbed.

Source: own definition, docs/model.md, "The agency's effort".
"""

from dataclasses import dataclass

import numpy as np

from placement.domain.types import FloatArray, IntArray, Stance
from placement.value.interest import Interest
from placement.value.terms import AgencyTerms, DebtorTerms, MarketTerms, Terms

WORTH_WORKING = 1e-6
"""Gain per account, in currency units, below which an agency leaves the account alone."""

MARKS = 15
"""Intensities tried first, none among them."""

FIRST_MARK = 0.3
"""The lowest of them: contacts in the whole term, as a share of what an easy debtor needs."""

ENOUGH = 40.0
"""Contacts in one month, in units of what a hard debtor needs, that leave nobody to be found."""

AT_A_TIME = 800_000
"""Values of efforts tried that are kept at once; more rows wait, or a long term fills memory."""

NARROW = 1e-12
"""Width of a bracket, as a share of the most allowed, at which the search ends."""

MOST_STEPS = 60


@dataclass(frozen=True, kw_only=True, eq=False)
class Effort:
    """What an agency does with an account, shape (..., segments)."""

    contacts_per_month: FloatArray
    worked_months: FloatArray


def choose_effort(terms: Terms, agency: AgencyTerms) -> Effort:
    """Return the effort the stance leads to.

    A contractual agency works the whole term at the contract's intensity. A profit-seeking one
    takes the intensity and the stopping month of highest value, and leaves accounts alone where no
    work adds to what comes in by itself.
    """
    if terms.stance is Stance.CONTRACTUAL:
        shape = np.broadcast_shapes(
            agency.contract_contacts_per_month.shape, terms.debtor.willing_easy.shape
        )
        return Effort(
            contacts_per_month=np.broadcast_to(agency.contract_contacts_per_month, shape),
            worked_months=np.broadcast_to(agency.months, shape),
        )
    return best_effort(debtor=terms.debtor, market=terms.market, agency=agency)


def agency_value(
    contacts_per_month: FloatArray,
    worked_months: FloatArray,
    *,
    debtor: DebtorTerms,
    market: MarketTerms,
    agency: AgencyTerms,
) -> FloatArray:
    """Return the agency's own value per account, V(i, T) less onboarding, in today's money.

    Args:
        contacts_per_month: Intensity i, shape (..., segments).
        worked_months: Month T in which work stops, whole, same shape.
        debtor: The claim and the odds.
        market: Money and tax.
        agency: The contract and the agency's cost.
    """
    both = np.broadcast_arrays(contacts_per_month, worked_months)
    interest = Interest.of(debtor, market, agency, *both)
    stop = np.rint(interest.flat(worked_months)).astype(np.int64)
    value, _ = _at_stop(interest, interest.flat(contacts_per_month), stop)
    return np.asarray(value.reshape(interest.shape) - agency.onboarding)


def best_effort(*, debtor: DebtorTerms, market: MarketTerms, agency: AgencyTerms) -> Effort:
    """Return the intensity and the stopping month of the highest V(i, T), 0 and 0 for no work."""
    interest = Interest.of(debtor, market, agency)
    contacts, months = np.zeros((2, len(interest.income)))
    worth_a_look = np.flatnonzero(interest.may_pay)
    size = max(AT_A_TIME // (MARKS * (interest.months + 1)), 1)
    for first in range(0, len(worth_a_look), size):
        rows = worth_a_look[first : first + size]
        contacts[rows], months[rows] = _search(interest.take(rows))
    return Effort(
        contacts_per_month=contacts.reshape(interest.shape),
        worked_months=months.reshape(interest.shape),
    )


def _at_stop(
    interest: Interest, contacts: FloatArray, stop: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Return V(i, T) and dV/di of one stopping month for each row."""
    stop = np.clip(stop, 0, interest.months)
    values, slopes = interest.by_stop(contacts)
    rows = np.arange(len(stop))
    return values[stop, rows], slopes[stop, rows]


def _search(interest: Interest) -> tuple[FloatArray, FloatArray]:
    every = np.arange(len(interest.income))
    tried = _marks(interest)
    values, slopes = interest.by_stop(tried)
    flat = values.reshape(-1, len(every))
    place = flat.argmax(axis=0)
    value, alone = flat[place, every], values[0, 0]
    stop, contacts = place // MARKS, tried[place % MARKS, every]
    tops = _highest_tops(values, slopes, tried)
    climbing = tops > value
    while climbing.any():
        rows = np.flatnonzero(climbing.any(axis=(0, 1)))
        hill = np.where(climbing[..., rows], tops[..., rows], -np.inf).reshape(-1, len(rows))
        month, mark = np.divmod(hill.argmax(axis=0), MARKS - 1)
        found, worth = _climb(
            interest.take(rows), month, (tried[mark, rows], tried[mark + 1, rows])
        )
        better = worth > value[rows]
        at = rows[better]
        contacts[at], stop[at], value[at] = found[better], month[better], worth[better]
        climbing[month, mark, rows] = False
        climbing &= tops > value
    works = value > alone + WORTH_WORKING
    return np.where(works, contacts, 0.0), np.where(works, stop, 0).astype(float)


def _marks(interest: Interest) -> FloatArray:
    """Return intensities to try, each a like multiple of the one before, shape (marks, rows)."""
    needed = 1.0 / interest.reach
    top = np.minimum(interest.most, ENOUGH * needed.max(axis=(0, 1)))
    low = np.minimum(FIRST_MARK * needed.min(axis=(0, 1)) / interest.term, 0.1 * top)
    step = np.linspace(0.0, 1.0, MARKS - 1)[:, None]
    return np.concatenate([np.zeros((1, len(top))), low ** (1.0 - step) * top**step])


def _highest_tops(values: FloatArray, slopes: FloatArray, tried: FloatArray) -> FloatArray:
    """Return how high the hill between two marks may be, -inf where there is none.

    It lies below the place where the tangents at both marks meet.

    Returns:
        Shape (K + 1, marks - 1, rows).
    """
    up, down = slopes[:, :-1], slopes[:, 1:]
    low, high, width = values[:, :-1], values[:, 1:], np.diff(tried, axis=0)
    is_hill = (up > 0.0) & (down < 0.0)
    meet = np.clip((high - low - down * width) / np.where(is_hill, up - down, 1.0), 0.0, width)
    return np.where(is_hill, low + up * meet, -np.inf)


def _climb(
    interest: Interest, stop: IntArray, bracket: tuple[FloatArray, FloatArray]
) -> tuple[FloatArray, FloatArray]:
    """Return the top of the hill in a bracket and its height, by the Illinois method on dV/di."""
    low, high = (end.copy() for end in bracket)
    (_, at_low), (_, at_high) = (_at_stop(interest, end, stop) for end in bracket)
    place, height = low.copy(), np.full(len(low), -np.inf)
    active, last = np.arange(len(low)), np.zeros(len(low), dtype=np.int64)
    some = interest
    for _ in range(MOST_STEPS):
        a, b, fa, fb = low[active], high[active], at_low[active], at_high[active]
        middle = np.clip((a * fb - b * fa) / (fb - fa), a, b)
        value, slope = _at_stop(some, middle, stop[active])
        place[active], height[active] = middle, value
        rises = slope > 0.0
        low[active], high[active] = np.where(rises, middle, a), np.where(rises, b, middle)
        # An end that stays twice has its slope halved, so that both ends move in.
        side = np.where(rises, 1, -1)
        again = np.where(side == last[active], 0.5, 1.0)
        at_low[active] = np.where(rises, slope, fa * again)
        at_high[active] = np.where(rises, fb * again, slope)
        last[active] = side
        narrow = NARROW * some.most
        goes_on = (slope != 0.0) & (high[active] - low[active] > narrow)
        goes_on &= np.abs(middle - np.where(rises, a, b)) > narrow
        if not goes_on.any():
            break
        active, some = active[goes_on], some.take(np.flatnonzero(goes_on))
    return place, height

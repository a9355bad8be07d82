"""The agency's effort: how often it contacts accounts and when it stops, in its own interest.

A profit-seeking agency takes the intensity i and the stopping month T of the highest V(i, T).
With two willing types the value may have two hills in i, one for the easy who are soon all found,
one for the hard; so intensities are tried at marks, every bracket of marks in which the slope
turns from rising to falling is a hill, and each hill that may be higher than all marks is climbed.

Source: own definition, docs/model.md, "The agency's effort".
"""

from dataclasses import dataclass, replace

import numpy as np

from placement.domain.types import BoolArray, FloatArray, IntArray, Stance
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
"""Values of efforts tried that are kept at once: of a long term fewer accounts fit in memory."""

NARROW = 1e-12
"""Width of a bracket, as a share of the most allowed, at which the search ends."""

ROUNDING = 1e-12
"""Share of a value by which a hill must be higher to count."""

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
    value, _ = interest.at_stop(
        interest.flat(contacts_per_month), np.clip(stop, 0, interest.months)
    )
    return np.asarray(value.reshape(interest.shape) - agency.onboarding)


def best_effort(*, debtor: DebtorTerms, market: MarketTerms, agency: AgencyTerms) -> Effort:
    """Return the intensity and the stopping month of the highest V(i, T), 0 and 0 for no work."""
    interest = Interest.of(debtor, market, agency)
    contacts, months = np.zeros((2, len(interest.cost)))
    worth_a_look = np.flatnonzero(interest.may_pay)
    size = max(AT_A_TIME // (MARKS * (interest.months + 1)), 1)
    for first in range(0, len(worth_a_look), size):
        rows = worth_a_look[first : first + size]
        contacts[rows], months[rows] = _search(interest.take(rows))
    return Effort(
        contacts_per_month=contacts.reshape(interest.shape),
        worked_months=months.reshape(interest.shape),
    )


def _search(interest: Interest) -> tuple[FloatArray, FloatArray]:
    tried = _marks(interest)
    values, slopes = interest.by_stop(tried)
    rows = np.arange(len(interest.cost))
    flat = values.reshape(-1, len(rows))
    place = flat.argmax(axis=0)
    best = _Best(contacts=tried[place % MARKS, rows], stop=place // MARKS, value=flat[place, rows])
    _climb(interest, _Hills.of(values, slopes, tried, higher_than=best.value), best)
    works = best.value > values[0, 0] + WORTH_WORKING
    # Past a row's own term nothing changes, so rounding alone may prefer a later month.
    stop = np.minimum(best.stop, interest.term)
    return np.where(works, best.contacts, 0.0), np.where(works, stop, 0.0)


def _marks(interest: Interest) -> FloatArray:
    """Return intensities to try, each a like multiple of the one before, shape (marks, rows)."""
    needed = 1.0 / interest.reach
    top = np.minimum(interest.most, ENOUGH * needed.max(axis=(0, 1)))
    low = np.minimum(FIRST_MARK * needed.min(axis=(0, 1)) / interest.term, 0.1 * top)
    step = np.linspace(0.0, 1.0, MARKS - 1)[:, None]
    return np.concatenate([np.zeros((1, len(top))), low ** (1.0 - step) * top**step])


@dataclass(kw_only=True, eq=False)
class _Best:
    """The best effort of each row so far, shape (rows,)."""

    contacts: FloatArray
    stop: IntArray
    value: FloatArray

    def take_in(
        self, row: IntArray, contacts: FloatArray, stop: IntArray, value: FloatArray
    ) -> None:
        """Replace the best of rows by efforts that are better, of which a row may have several."""
        order = np.argsort(value, kind="stable")
        order = order[value[order] > self.value[row[order]]]
        at = row[order]
        self.contacts[at], self.stop[at], self.value[at] = (
            contacts[order], stop[order], value[order]
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class _Hills:
    """Brackets of intensities in which V rises at first and falls in the end, shape (hills,)."""

    row: IntArray
    stop: IntArray
    low: FloatArray
    high: FloatArray
    value_low: FloatArray
    value_high: FloatArray
    slope_low: FloatArray
    slope_high: FloatArray

    @classmethod
    def of(
        cls, values: FloatArray, slopes: FloatArray, tried: FloatArray, *, higher_than: FloatArray
    ) -> "_Hills":
        """Return the hills between marks that may be higher than the best of their row."""
        stop, mark, row = np.nonzero((slopes[:, :-1] > 0.0) & (slopes[:, 1:] < 0.0))
        found = cls(
            row=row,
            stop=stop,
            low=tried[mark, row],
            high=tried[mark + 1, row],
            value_low=values[stop, mark, row],
            value_high=values[stop, mark + 1, row],
            slope_low=slopes[stop, mark, row],
            slope_high=slopes[stop, mark + 1, row],
        )
        return found.take(found.top > higher_than[row])

    def take(self, which: BoolArray) -> "_Hills":
        """Return some of the hills."""
        return _Hills(**{name: value[which] for name, value in vars(self).items()})

    @property
    def top(self) -> FloatArray:
        """How high a hill may be: where the tangents at its feet meet."""
        width, steep = self.high - self.low, self.slope_low - self.slope_high
        meet = (self.value_high - self.value_low - self.slope_high * width) / steep
        return np.asarray(self.value_low + self.slope_low * np.clip(meet, 0.0, width))

    def moved(self, place: FloatArray, value: FloatArray, slope: FloatArray) -> "_Hills":
        """Return the hills with one foot moved to a place inside."""
        rises = slope > 0.0
        return replace(
            self,
            low=np.where(rises, place, self.low),
            high=np.where(rises, self.high, place),
            value_low=np.where(rises, value, self.value_low),
            value_high=np.where(rises, self.value_high, value),
            slope_low=np.where(rises, slope, self.slope_low),
            slope_high=np.where(rises, self.slope_high, slope),
        )


def _climb(interest: Interest, hills: _Hills, best: _Best) -> None:
    """Climb the hills by the Illinois method on dV/di; those that turn out too low are left."""
    last = np.zeros(len(hills.row), dtype=np.int64)
    weight_low, weight_high = np.ones((2, len(hills.row)))
    for _ in range(MOST_STEPS):
        if not hills.row.size:
            break
        at_low, at_high = weight_low * hills.slope_low, weight_high * hills.slope_high
        place = (hills.low * at_high - hills.high * at_low) / (at_high - at_low)
        place = np.clip(place, hills.low, hills.high)
        some = interest.take(hills.row)
        value, slope = some.at_stop(place, hills.stop)
        best.take_in(hills.row, place, hills.stop, value)
        rises = slope > 0.0
        step = np.abs(place - np.where(rises, hills.low, hills.high))
        hills = hills.moved(place, value, slope)
        # A foot that stays twice has its slope halved, so that both feet move in.
        side = np.where(rises, 1, -1)
        again = np.where(side == last, 0.5, 1.0)
        weight_low = np.where(rises, 1.0, weight_low * again)
        weight_high = np.where(rises, weight_high * again, 1.0)
        narrow = NARROW * some.most
        goes_on = (slope != 0.0) & (step > narrow) & (hills.high - hills.low > narrow)
        at = hills.row
        is_best = (best.contacts[at] == place) & (best.stop[at] == hills.stop)
        goes_on &= is_best | (hills.top > best.value[at] + ROUNDING * np.abs(best.value[at]))
        hills, last = hills.take(goes_on), side[goes_on]
        weight_low, weight_high = weight_low[goes_on], weight_high[goes_on]

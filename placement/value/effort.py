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

AT_A_TIME = 512
"""Accounts whose efforts are tried at once: more would not stay in a processor's cache."""

CLIMBED_AT_A_TIME = 4_096
"""Hills, for the same reason."""

NARROW = 1e-12
"""Width of a bracket, as a share of the most allowed, at which the search ends."""

ROUNDING = 1e-12
"""Share of a value by which a hill must be higher to count."""

FLAT = 1e-10
"""Share of a value by which rounding may make a top look lower than a place beside it."""

A_MARK = -1
"""Stands for the hill of a best effort that is a mark."""

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
    rows = np.flatnonzero(interest.may_pay)
    if rows.size:
        # Accounts of like terms lie together, so that none is followed past its own.
        rows = rows[np.argsort(interest.term[rows], kind="stable")]
        contacts[rows], months[rows] = _search(interest.take(rows))
    return Effort(
        contacts_per_month=contacts.reshape(interest.shape),
        worked_months=months.reshape(interest.shape),
    )


def _search(interest: Interest) -> tuple[FloatArray, FloatArray]:
    size = len(interest.cost)
    best = _Best.unknown(size)
    hills = [
        _try_marks(interest, slice(first, first + AT_A_TIME), best)
        for first in range(0, size, AT_A_TIME)
    ]
    _climb_all(interest, _Hills.together(hills), best)
    # What comes in without work.
    alone = interest.at_stop(np.zeros(size), np.zeros(size, np.int64))[0]
    works = best.value > alone + WORTH_WORKING
    # Past a row's own term nothing changes, so rounding alone may prefer a later month.
    stop = np.minimum(best.stop, interest.term)
    return np.where(works, best.contacts, 0.0), np.where(works, stop, 0.0)


def _try_marks(interest: Interest, some: slice, best: "_Best") -> "_Hills":
    """Set the best of the marks of some rows, and return the hills that may be higher."""
    taken = interest.take(some)
    tried = _marks(taken)
    values, slopes = taken.by_stop(tried)
    rows = np.arange(tried.shape[1])
    flat = values.reshape(-1, len(rows))
    place = flat.argmax(axis=0)
    best.contacts[some], best.stop[some] = tried[place % MARKS, rows], place // MARKS
    best.value[some] = flat[place, rows]
    hills = _Hills.of(values, slopes, tried, higher_than=best.value[some])
    return replace(hills, row=hills.row + some.start)


def _marks(interest: Interest) -> FloatArray:
    """Return intensities to try, each a like multiple of the one before, shape (marks, rows)."""
    fewest, most = (1.0 / end(interest.reach, axis=(0, 1)) for end in (np.max, np.min))
    top = np.minimum(interest.most, ENOUGH * most)
    low = np.minimum(FIRST_MARK * fewest / interest.term, 0.1 * top)
    step = np.linspace(0.0, 1.0, MARKS - 1)[:, None]
    return np.concatenate([np.zeros((1, len(top))), low ** (1.0 - step) * top**step])


@dataclass(kw_only=True, eq=False)
class _Best:
    """The best effort of each row so far, shape (rows,)."""

    contacts: FloatArray
    stop: IntArray
    value: FloatArray
    hill: IntArray
    """Number of the hill it is on, `A_MARK` on none."""

    @classmethod
    def unknown(cls, rows: int) -> "_Best":
        """Return rows that are yet to be tried."""
        return cls(
            contacts=np.zeros(rows),
            stop=np.zeros(rows, dtype=np.int64),
            value=np.zeros(rows),
            hill=np.full(rows, A_MARK),
        )

    def take_in(self, hills: "_Hills", contacts: FloatArray, value: FloatArray) -> None:
        """Replace the best of rows by places of hills, of which a row may have several."""
        order = np.argsort(value, kind="stable")
        order = order[value[order] > self.value[hills.row[order]]]
        at = hills.row[order]
        self.contacts[at], self.stop[at], self.value[at], self.hill[at] = (
            contacts[order], hills.stop[order], value[order], hills.number[order]
        )  # fmt: skip

    def settle(self, hills: "_Hills", contacts: FloatArray, value: FloatArray) -> None:
        """Take the tops of hills that have the best of their row.

        Near a top the value is flat, so rounding alone decides which place has the highest; the
        slope tells where the top is.
        """
        best = self.value[hills.row]
        tops = (self.hill[hills.row] == hills.number) & (value >= best - FLAT * np.abs(best))
        self.contacts[hills.row[tops]] = contacts[tops]


@dataclass(frozen=True, kw_only=True, eq=False)
class _Hills:
    """Brackets of intensities in which V rises at first and falls in the end, shape (hills,)."""

    number: IntArray
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
            number=np.arange(len(row)),
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

    @classmethod
    def together(cls, parts: "list[_Hills]") -> "_Hills":
        """Return the hills of several searches behind each other, those of early stops first."""
        order = np.argsort(np.concatenate([part.stop for part in parts]), kind="stable")
        names = cls.__dataclass_fields__
        found = cls(**{n: np.concatenate([getattr(p, n) for p in parts])[order] for n in names})
        return replace(found, number=np.arange(len(order)))

    def take(self, which: BoolArray | IntArray | slice) -> "_Hills":
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


def _climb_all(interest: Interest, hills: _Hills, best: _Best) -> None:
    for first in range(0, len(hills.row), CLIMBED_AT_A_TIME):
        _climb(interest, hills.take(slice(first, first + CLIMBED_AT_A_TIME)), best)


def _climb(interest: Interest, hills: _Hills, best: _Best) -> None:
    """Climb the hills by the Illinois method on dV/di; those that turn out too low are left."""
    some = interest.take(hills.row)
    last = np.zeros(len(hills.row), dtype=np.int64)
    weight_low, weight_high = np.ones((2, len(hills.row)))
    for _ in range(MOST_STEPS):
        if not hills.row.size:
            break
        at_low, at_high = weight_low * hills.slope_low, weight_high * hills.slope_high
        place = (hills.low * at_high - hills.high * at_low) / (at_high - at_low)
        place = np.clip(place, hills.low, hills.high)
        value, slope = some.at_stop(place, hills.stop)
        best.take_in(hills, place, value)
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
        most = best.value[hills.row]
        is_best = best.hill[hills.row] == hills.number
        done = np.flatnonzero(~goes_on & is_best)
        best.settle(hills.take(done), place[done], value[done])
        goes_on &= is_best | (hills.top > most + ROUNDING * np.abs(most))
        hills, last = hills.take(goes_on), side[goes_on]
        some = some.take(np.flatnonzero(goes_on))
        weight_low, weight_high = weight_low[goes_on], weight_high[goes_on]

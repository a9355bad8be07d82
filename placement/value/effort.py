"""The agency's effort: how often it contacts accounts and when it stops, in its own interest.

An agency is paid by commission only, so it works an account while that pays. At i contacts a month
in the first T of K months, before onboarding, an account is worth to it

    V(i, T) = sum_{k <= K} v**k * c*B*s*paid_k / (1 + VAT) - kappa * i * sum_{k <= T} v**k * open_(k-1)

Contacts early beat contacts late, as debtors fade and money has its price, so the best i is mostly
the most that the caseload and the conduct rules allow; where it is not, the month in which work
stops would fall between two months, and the search looks at both.

Source: own definition, docs/model.md, "The agency's effort".
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.domain.types import FloatArray, IntArray, Stance
from placement.odds.debtor import by_type
from placement.value.terms import AgencyTerms, DebtorTerms, MarketTerms, Terms

WORTH_WORKING = 1e-6
"""Gain per account, in currency units, below which an agency leaves the account alone."""

MARKS = np.array([0.003, 0.008, 0.02, 0.04, 0.075, 0.125, 0.19, 0.28, 0.4, 0.55, 0.75])
"""Intensities tried first where the most is too much, as shares of it."""

STOPS = 3
"""Stopping months that are looked at closely, those of the highest values at the marks."""

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
        worked_months: Month T in which work stops, same shape.
        debtor: The claim and the odds.
        market: Money and tax.
        agency: The contract and the agency's cost.
    """
    job = _Job.of(debtor, market, agency, *np.broadcast_arrays(contacts_per_month, worked_months))
    value, _ = job.walk(job.flat(contacts_per_month), job.flat(worked_months))
    return np.asarray(value.reshape(job.shape) - agency.onboarding)


def best_effort(*, debtor: DebtorTerms, market: MarketTerms, agency: AgencyTerms) -> Effort:
    """Return the intensity and the stopping month of the highest V(i, T), 0 and 0 for no work."""
    job = _Job.of(debtor, market, agency)
    contacts, months = _search(job)
    return Effort(
        contacts_per_month=contacts.reshape(job.shape), worked_months=months.reshape(job.shape)
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Job:
    """What V depends on, draws and segments on one axis of rows."""

    shape: tuple[int, ...]
    income: FloatArray
    """Commission after VAT on one payment, shape (rows,) as all without months."""
    cost: FloatArray
    discount: FloatArray
    self_cure: FloatArray
    term: FloatArray
    most: FloatArray
    willing: FloatArray
    """Shape (2, rows)."""
    fade: FloatArray
    """Shape (months, rows): a month's numbers lie together."""
    reach: FloatArray
    """Hazard that one contact a month adds, 1 / omega, shape (months, 2, rows)."""

    @classmethod
    def of(
        cls, debtor: DebtorTerms, market: MarketTerms, agency: AgencyTerms, *more: FloatArray
    ) -> "_Job":
        """Return the job; further arrays only widen its shape."""
        months = int(np.max(agency.months))
        fade, per = ahead(debtor.fade, months), ahead(agency.contacts_per_willing, months)
        income = agency.commission * debtor.paid_value / (1.0 + market.vat_rate)
        parts = (
            income, agency.cost_per_contact, market.discount, debtor.self_cure_rate,
            agency.months, agency.max_contacts_per_month,
        )  # fmt: skip
        shape = np.broadcast_shapes(
            *(part.shape for part in (*parts, *more)), debtor.willing_easy.shape,
            fade.shape[:-1], per.shape[1:-1],
        )  # fmt: skip
        flat = [np.broadcast_to(part, shape).reshape(-1) for part in parts]
        return cls(
            shape=shape,
            **dict(
                zip(("income", "cost", "discount", "self_cure", "term", "most"), flat, strict=True)
            ),
            willing=np.broadcast_to(by_type(debtor.types, len(shape) + 1), (2, *shape)).reshape(
                2, -1
            ),
            fade=_month_first(np.broadcast_to(fade, (*shape, months)).reshape(-1, months)),
            reach=np.ascontiguousarray(
                np.moveaxis(
                    1.0
                    / np.broadcast_to(by_type(per, len(shape) + 2), (2, *shape, months)).reshape(
                        2, -1, months
                    ),
                    -1,
                    0,
                )
            ),
        )

    def flat(self, array: FloatArray) -> FloatArray:
        return np.broadcast_to(np.asarray(array, dtype=float), self.shape).reshape(-1)

    def take(self, rows: IntArray) -> "_Job":
        return _Job(
            shape=(len(rows),),
            **{
                name: getattr(self, name)[..., rows]
                for name in self.__dataclass_fields__
                if name != "shape"
            },
        )

    @property
    def months(self) -> int:
        return len(self.fade)

    def walk(self, contacts: FloatArray, worked: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return V(i, T) and dV/di, shape (rows,)."""
        value, slope = np.zeros_like(self.income), np.zeros_like(self.income)
        willing, change = self.willing, np.zeros_like(self.willing)
        is_open, opening, worth = np.ones_like(value), np.zeros_like(value), np.ones_like(value)
        for month in range(self.months):
            on = (month < worked).astype(float)
            per, fade = self.reach[month] * on, self.fade[month]
            made = contacts * on
            hazard = self.self_cure + contacts * per
            rate = np.maximum(hazard + fade, 1e-300)
            kept = np.exp(-rate)
            leaves = -np.expm1(-rate) / rate
            share = hazard * leaves
            paid = willing * share
            # d share / d mu = lambda (1 - e) / rate**2 + mu e / rate
            steeper = (fade * leaves + hazard * kept) / rate * per
            paying = change * share + willing * steeper
            worth = worth * self.discount
            counts = worth * (month < self.term)
            value += counts * (self.income * paid.sum(axis=0) - self.cost * made * is_open)
            slope += counts * (
                self.income * paying.sum(axis=0) - self.cost * (on * is_open + made * opening)
            )
            change = (change - willing * per) * kept
            willing = willing * kept
            is_open = is_open - paid.sum(axis=0)
            opening = opening - paying.sum(axis=0)
        return value, slope

    def by_stop(self, contacts: FloatArray) -> FloatArray:
        """Return V(i, T) for T = 0..K, shape (K + 1, rows); -inf past a row's own term."""
        idle = self._idle
        worked = np.zeros_like(self.income)
        willing, is_open, worth = self.willing, np.ones_like(worked), np.ones_like(worked)
        values = np.empty((self.months + 1, len(worked)))
        values[0] = self.income * idle[0] * willing.sum(axis=0)
        for month in range(self.months):
            hazard = self.self_cure + contacts * self.reach[month]
            rate = np.maximum(hazard + self.fade[month], 1e-300)
            paid = willing * (hazard * (-np.expm1(-rate) / rate))
            worth = worth * self.discount
            worked = worked + worth * (
                self.income * paid.sum(axis=0) - self.cost * contacts * is_open
            )
            willing, is_open = willing * np.exp(-rate), is_open - paid.sum(axis=0)
            values[month + 1] = worked + self.income * idle[month + 1] * willing.sum(axis=0)
            values[month + 1, month + 1 > self.term] = -np.inf
        return values

    @cached_property
    def _idle(self) -> FloatArray:
        """Return what one willing debtor left at month T pays by itself until the term ends."""
        tail = np.zeros((self.months + 1, len(self.income)))
        for month in range(self.months - 1, -1, -1):
            rate = np.maximum(self.self_cure + self.fade[month], 1e-300)
            paid = self.self_cure * (-np.expm1(-rate) / rate)
            counts = self.discount ** (month + 1) * (month < self.term)
            tail[month] = counts * paid + np.exp(-rate) * tail[month + 1]
        return tail


def ahead(table: FloatArray, months: int) -> FloatArray:
    """Return the first months of a table; past its end the last month's numbers go on."""
    known = table.shape[-1]
    if months <= known:
        return table[..., :months]
    more = np.broadcast_to(table[..., -1:], (*table.shape[:-1], months - known))
    return np.concatenate([table, more], axis=-1)


def _month_first(array: FloatArray) -> FloatArray:
    return np.ascontiguousarray(array.T)


def _search(job: _Job) -> tuple[FloatArray, FloatArray]:
    values = job.by_stop(job.most)
    stop, value, alone = values.argmax(axis=0), values.max(axis=0), values[0]
    contacts, months = np.where(stop > 0, job.most, 0.0), stop.astype(float)
    rows = np.flatnonzero(_may_be_better(job, months))
    if rows.size:
        some = job.take(rows)
        for candidate in _promising_stops(some, months[rows]):
            found, worth = _best_intensity(some, candidate)
            better = worth > value[rows]
            at = rows[better]
            contacts[at], months[at], value[at] = found[better], candidate[better], worth[better]
    works = value > alone + WORTH_WORKING
    return np.where(works, contacts, 0.0), np.where(works, months, 0.0)


def _may_be_better(job: _Job, months: FloatArray) -> FloatArray:
    """Return where fewer contacts than the most may be worth more.

    Where the most pays to the end of the term, and would pay still if there were more of it, it
    is the best; where not even the first contact pays, nothing is.
    """
    _, at_most = job.walk(job.most, months)
    _, at_none = job.walk(np.zeros_like(job.most), np.ones_like(job.most))
    to_the_end = (months >= job.term) & (at_most >= 0.0)
    return np.asarray(~to_the_end & ((at_none > 0.0) | (months > 0.0)))


def _promising_stops(job: _Job, months: FloatArray) -> tuple[FloatArray, ...]:
    """Return stopping months in which the best may lie: next to that of the most, and of marks."""
    seen = np.max([job.by_stop(mark * job.most) for mark in MARKS], axis=0)
    highest = np.argsort(-seen[1:], axis=0, kind="stable")[:STOPS] + 1.0
    wanted = (months, months + 1.0, *highest)
    return tuple(np.clip(stop, 1.0, job.term) for stop in wanted)


def _best_intensity(job: _Job, worked: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the intensity below the most with the highest V(i, T), and that value."""
    marks = np.concatenate([[0.0], MARKS, [1.0]])
    seen = np.stack([job.walk(share * job.most, worked)[0] for share in marks])
    best = seen.argmax(axis=0)
    low = marks[np.maximum(best - 1, 0)] * job.most
    high = marks[np.minimum(best + 1, len(marks) - 1)] * job.most
    place = _root(lambda rows, at: job.take(rows).walk(at, worked[rows])[1], low, high, job.most)
    return place, job.walk(place, worked)[0]


def _root(
    slope: Callable[[IntArray, FloatArray], FloatArray],
    low: FloatArray,
    high: FloatArray,
    most: FloatArray,
) -> FloatArray:
    """Return where a falling slope is zero between two places (the Illinois method)."""
    every = np.arange(len(low))
    low, high = low.copy(), high.copy()
    at_low, at_high = slope(every, low), slope(every, high)
    place = np.where(at_low <= 0.0, low, high)
    active = np.flatnonzero((at_low > 0.0) & (at_high < 0.0))
    last = np.zeros(len(low), dtype=np.int64)
    for _ in range(MOST_STEPS):
        if not active.size:
            break
        a, b, fa, fb = low[active], high[active], at_low[active], at_high[active]
        middle = np.clip((a * fb - b * fa) / (fb - fa), a, b)
        found = slope(active, middle)
        rises = found > 0.0
        low[active], high[active] = np.where(rises, middle, a), np.where(rises, b, middle)
        # An end that stays twice has its slope halved, so that both ends move in.
        side = np.where(rises, 1, -1)
        again = np.where(side == last[active], 0.5, 1.0)
        at_low[active] = np.where(rises, found, fa * again)
        at_high[active] = np.where(rises, fb * again, found)
        last[active] = side
        place[active] = middle
        done = (found == 0.0) | (high[active] - low[active] <= NARROW * most[active])
        done |= np.abs(middle - np.where(rises, a, b)) <= NARROW * most[active]
        active = active[~done]
    return place

"""What the model says about pools of like accounts, measured as the published figures are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

import numpy as np

from placement.api import default_creditor_type, one_account
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.domain.types import AGENCY_OPTIONS, Component, Option, Segments, Stance
from placement.odds.debtor import Masses, follow
from placement.value.agency import Placement, value_placement
from placement.value.book import Book
from placement.value.contacts import contacts_by_month
from placement.value.past import present_masses
from placement.value.resolve import resolve_terms
from placement.value.terms import Terms

LIBRARY = load_library()
STANCE = Stance.PROFIT_SEEKING

_IN_USE: ContextVar[Assumptions] = ContextVar("assumptions in use", default=LIBRARY)


@contextmanager
def measured_under(assumptions: Assumptions) -> Iterator[None]:
    """Measure under other numbers than the library's, as a fit does."""
    token = _IN_USE.set(assumptions)
    try:
        yield
    finally:
        _IN_USE.reset(token)


@dataclass(kw_only=True)
class Pool:
    """Like accounts followed from the due date on, stage by stage."""

    sector: str
    balance: float
    creditor: str = ""
    stages: list[str] = field(default_factory=list)
    age: float = 0.0
    open: float = 1.0
    """Share of the accounts past due at first that is still open."""
    collected: float = 0.0
    """Balance that came in, as a share of the balance past due at first."""

    @property
    def segments(self) -> Segments:
        """One account of the pool."""
        return one_account(
            sector=self.sector,
            balance=self.balance,
            age=self.age,
            creditor_type=self.creditor or default_creditor_type(self.sector),
            history=", ".join(self.stages),
        )

    @property
    def book(self) -> Book:
        """The library's numbers for it."""
        return Book(self.segments, _IN_USE.get(), stance=STANCE)

    @property
    def masses(self) -> Masses:
        """Its hidden types, as shares of open accounts."""
        return present_masses(self.book)

    @property
    def terms(self) -> Terms:
        """What values it."""
        return resolve_terms(self.segments, _IN_USE.get(), stance=STANCE)

    def in_house(self, months: int) -> "Pool":
        """Work it in-house."""
        contacts = number(self.sector, "debtor.history_contacts_per_month")
        return self._months(f"in_house {months}", months, contacts)

    def wait(self, months: int) -> "Pool":
        """Leave it alone."""
        return self._months(f"wait {months}", months, 0.0)

    def place(self) -> Placement:
        """Place it once more, for its whole term; return what came of it."""
        terms, option = self.terms, _next(self)
        placement = value_placement(terms, option)
        months = int(terms.agency[option].months[0])
        self._pay(float(placement.payers[0]), f"agency {months}", months)
        return placement

    def _months(self, stage: str, months: int, contacts: float) -> "Pool":
        book, masses = self.book, self.masses
        ages = self.age + np.arange(months, dtype=float)[None, :]
        path = follow(
            masses.willing,
            hazard=book.in_house_hazard(np.array([contacts]), ages),
            fade=book.fade(ages),
        )
        self._pay(float(path.paid.sum()), stage, months)
        return self

    def _pay(self, payers: float, stage: str, months: int) -> None:
        value = number(self.sector, "debtor.settlement_share") * float(
            self.book.instalment_factor[0]
        )
        self.collected += self.open * payers * value
        self.open *= 1.0 - payers
        self.stages.append(stage)
        self.age += months


def number(sector: str, path: str) -> float:
    """Return one of a sector's numbers."""
    return float(_IN_USE.get().number(f"{sector}.{path}"))


def reading(sector: str, path: str, age: float) -> float:
    """Return one of a sector's tables, read at an age."""
    lookup = standard(sector, 0.0).book.lookup
    return float(lookup.by_age(path, at=np.array([age]))[0])


def standard(sector: str, age: float, *, balance: float = 7_000.0) -> Pool:
    """Return a pool worked in-house from the due date up to an age."""
    pool = Pool(sector=sector, balance=balance)
    return pool.in_house(int(age)) if age else pool


def willing(sector: str, age: float) -> float:
    """Return the share of willing debtors among open accounts after the standard history."""
    return float(standard(sector, age).masses.willing.sum())


def not_lost(sector: str, age: float) -> float:
    """Return the share of open accounts that are not lost after the standard history."""
    masses = standard(sector, age).masses
    return float(masses.willing.sum() + masses.reluctant.sum())


def still_open(sector: str, age: float, *, of: float = 0.0) -> float:
    """Return the share of accounts open at one age that are open at a later one."""
    return standard(sector, age).open / standard(sector, of).open


def brought(pool: Pool, steps: Callable[[Pool], object]) -> float:
    """Return what steps bring, as a share of the balance open when they begin."""
    before, start = pool.collected, pool.open
    steps(pool)
    return (pool.collected - before) / start


def per_month(pool: Pool, *, times: int = 1) -> float:
    """Return what the last of so many placements brings a month, as a share of the claims."""
    term = number(pool.sector, "agency.months")
    for _ in range(times - 1):
        pool.place()
    return brought(pool, Pool.place) / term


def per_seat_month(pool: Pool) -> float:
    """Return what a collector collects in a month of a pool's next placement."""
    return _cash(pool) / (_contacts(pool) / number(pool.sector, "agency.contacts_per_seat_month"))


def contacts_per_success(pool: Pool) -> float:
    """Return contacts made over payers, self-cures included, of a pool's next placement."""
    terms = pool.terms
    return _contacts(pool) / float(value_placement(terms, _next(pool)).payers[0])


def profit(pool: Pool) -> float:
    """Return the agency's profit per account on a pool's next placement."""
    return float(value_placement(pool.terms, _next(pool)).agency_profit[0])


def cost_of_placing(pool: Pool) -> float:
    """Return commission, fee and complaints of a pool's next placement over what it collects."""
    present = value_placement(pool.terms, _next(pool)).creditor.present
    costs = present[Component.COMMISSION] + present[Component.OPERATING_COST]
    return float((-costs / present[Component.COLLECTED])[0])


def left_by_placement(pool: Pool) -> float:
    """Return the share of the willing that a pool's next placement leaves, faded ones apart."""
    before = float(pool.masses.willing.sum())
    payers = float(pool.place().payers[0])
    return 1.0 - payers / before


def enforced(sector: str, age: float) -> float:
    """Return what enforcement brings of the sums sought in it, for suits filed at an age.

    Who settles at filing is not in it, and a case that is lost does not get there.
    """
    terms = standard(sector, age).terms
    court, debtor = terms.lawsuit, terms.debtor
    settled = court.settle_willing * debtor.willing + court.settle_reluctant * debtor.reluctant
    left = debtor.willing + debtor.reluctant - settled
    fade = debtor.fade[0, : int(court.months[0])].sum()
    return float((court.yield_share * left * np.exp(-fade) / (1.0 - settled))[0])


def settled(sector: str, age: float) -> float:
    """Return the share of suits filed at an age that are settled or paid at filing."""
    court, debtor = standard(sector, age).terms.lawsuit, standard(sector, age).terms.debtor
    return float(
        (court.settle_willing * debtor.willing + court.settle_reluctant * debtor.reluctant)[0]
    )


def moved_by_letter(sector: str, age: float) -> float:
    """Return the share of accounts that a letter makes pay within the month, beyond own work."""
    pool = standard(sector, age)
    terms, masses = pool.terms, pool.masses
    left = float(pool.in_house(1).masses.willing.sum() * pool.open / standard(sector, age).open)
    answers = terms.letter.willing_response * left + terms.letter.reluctant_response * (
        masses.reluctant
    )
    return float(answers[0])


def _next(pool: Pool) -> Option:
    return AGENCY_OPTIONS[sum(stage.startswith("agency") for stage in pool.stages)]


def _contacts(pool: Pool) -> float:
    terms = pool.terms
    effort = value_placement(terms, _next(pool)).effort
    return float(np.sum(contacts_by_month(terms, terms.agency[_next(pool)], effort)))


def _cash(pool: Pool) -> float:
    return float(value_placement(pool.terms, _next(pool)).liquidation[0] * pool.balance)

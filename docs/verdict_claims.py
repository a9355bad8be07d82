"""What a claim about a sector is, and the gaps by which claims about closed options hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

import numpy as np

from docs.verdict_plans import Outlook
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.flip import Gap, best_margin
from placement.domain.types import Component, FloatArray, Option, Stance
from placement.odds.debtor import HARD
from placement.value.options import Valuation

LIBRARY = load_library()
AGENCIES = (Option.AGENCY_1, Option.AGENCY_2, Option.AGENCY_3)
CARD_BANKS = ("state_owned", "joint_stock")
ONE_COMPOUND, MANY_COMPOUNDS = 30, 300
"""Accounts in arrears a property company brings: one small compound, or several."""

SOME_CONTACTS = 0.01
"""Contacts a month from which an account counts as worked."""

COLLECTABLE = 2 / 3
"""Share of what is collected that must be left, before tax, to call a debt cheap to collect."""


class Way(StrEnum):
    """How a claim is measured."""

    CLOSED = "closed"
    """Options side by side, each closed when it ends."""
    FOLLOWED = "followed"
    """The best plan, and the best plan for each first move."""


@dataclass(frozen=True, kw_only=True)
class Hang:
    """A number a claim hangs on, and how far to look for the flip."""

    on: str
    """`balance`, `age`, or the path of an assumption or of a table of them."""
    toward: float
    """For a table a factor on all its numbers."""
    at: tuple[float, float] | None = None
    """Balance and age at which to look; by default where the claim looks."""


@dataclass(frozen=True, kw_only=True)
class Closed:
    """A measure on options that are closed when they end."""

    gap: Gap
    """Money per account by which the claim holds."""
    money: str
    """What the gap is, in words."""
    hangs: tuple[Hang, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A measure on plans."""

    gap: Callable[[Outlook], FloatArray]
    money: str
    hangs: tuple[Hang, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Miss:
    """Where a verdict does not hold with honest odds, and the number that decides there."""

    way: Way
    hang: Hang
    """Its place is one where the claim is false; moved so far it is true."""
    why: str


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A sentence that is true where its gap is above zero."""

    key: str
    sector: str
    text: str
    balances: tuple[float, float]
    ages: tuple[float, float]
    at: tuple[float, float]
    """Balance and age at which the flip points are found."""
    closed: Closed | None = None
    followed: Followed | None = None
    misses: tuple[Miss, ...] = ()
    creditors: tuple[str, ...] = ("other",)
    stance: Stance = Stance.PROFIT_SEEKING
    sets: Mapping[str, float] = field(default_factory=dict)
    """Assumptions that differ from the library's."""

    @property
    def assumptions(self) -> Assumptions:
        """The numbers the claim is held under."""
        return LIBRARY.with_values(self.sets).as_library()

    def measure(self, way: Way) -> Closed | Followed | None:
        """Return how the claim is measured in a way, None where it is not."""
        return self.closed if way is Way.CLOSED else self.followed

    def misses_by(self, way: Way) -> tuple[Miss, ...]:
        """Return what is known to break it in a way."""
        return tuple(miss for miss in self.misses if miss.way is way)


def best(*options: Option) -> Gap:
    """Claim that the best of these options beats every other."""
    return partial(best_margin, options=options)


def never_best(*options: Option) -> Gap:
    """Claim that some other option beats these."""
    return lambda valuation: -best_margin(valuation, options=options)


def beats(option: Option, other: Option) -> Gap:
    """Claim that one option is worth more than another."""
    return lambda valuation: valuation.cash[option].net - valuation.cash[other].net


def agency_earns(valuation: Valuation) -> FloatArray:
    """Claim that the first placement is worked and pays the agency, its own cost counted."""
    placement = valuation.placements[Option.AGENCY_1]
    # An agency that only waits for self-cures also takes its commission; that is no earning.
    worked = placement.effort.contacts_per_month > SOME_CONTACTS
    return np.where(worked, placement.agency_profit, np.minimum(placement.agency_profit, 0.0))


def agency_loses(valuation: Valuation) -> FloatArray:
    """Claim that the first placement costs the agency money."""
    return -valuation.placements[Option.AGENCY_1].agency_profit


def agency_reaches_more(valuation: Valuation) -> FloatArray:
    """Claim that an agency needs fewer contacts per hard debtor; in contacts, not money."""
    terms = valuation.terms
    own, agency = (
        part.contacts_per_willing[HARD, ..., 0]
        for part in (terms.in_house, terms.agency[Option.AGENCY_1])
    )
    return np.asarray(own - agency)


def before_tax(valuation: Valuation, option: Option) -> FloatArray:
    """Return an option's net recovery without its tax effects."""
    present = valuation.cash[option].present
    return np.asarray(sum(value for part, value in present.items() if part is not Component.TAX))


def kept_beyond(valuation: Valuation) -> FloatArray:
    """Claim that the best of letter and placement leaves most of what it collects."""
    letter, agency = Option.LAW_LETTER, Option.AGENCY_1
    kept = {
        option: before_tax(valuation, option)
        - COLLECTABLE * valuation.cash[option].present[Component.COLLECTED]
        for option in (letter, agency)
    }
    ahead = valuation.cash[letter].net > valuation.cash[agency].net
    return np.where(ahead, kept[letter], kept[agency])


def contract_pays(valuation: Valuation, *, accounts: int) -> FloatArray:
    """Claim that a contract over this many accounts pays the cost of signing it."""
    fixed = LIBRARY.number("property_fee.agency.contract_fixed_cost")
    return accounts * agency_earns(valuation) - fixed


def contract_loses(valuation: Valuation, *, accounts: int) -> FloatArray:
    """Claim that it does not."""
    return -contract_pays(valuation, accounts=accounts)


def at_their_low(*paths: str) -> dict[str, float]:
    """Return every number under some paths at the low end of its range."""
    found = (name for path in paths for name in LIBRARY.paths_under(path))
    return {name: LIBRARY.entries[name].low for name in found}

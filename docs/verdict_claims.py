"""What a claim about a sector is, and the gaps by which claims hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.flip import Gap, best_margin
from placement.domain.types import FloatArray, Option, Stance
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


@dataclass(frozen=True, kw_only=True)
class Hang:
    """A number a claim hangs on, and how far to look for the flip."""

    on: str
    """`balance`, `age`, or the path of an assumption or of a table of them."""
    toward: float
    """For a table a factor on all its numbers."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A sentence that is true where its gap is above zero."""

    key: str
    sector: str
    text: str
    balances: tuple[float, float]
    ages: tuple[float, float]
    gap: Gap
    """Money per account by which the claim holds."""
    money: str
    """What the gap is, in words."""
    at: tuple[float, float]
    """Balance and age at which the flip points are found."""
    hangs: tuple[Hang, ...]
    creditors: tuple[str, ...] = ("other",)
    stance: Stance = Stance.PROFIT_SEEKING
    sets: Mapping[str, float] = field(default_factory=dict)
    """Assumptions that differ from the library's."""

    @property
    def assumptions(self) -> Assumptions:
        """The numbers the claim is held under."""
        return LIBRARY.with_values(self.sets)


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
    return np.where(worked, placement.agency_profit, 0.0)


def agency_loses(valuation: Valuation) -> FloatArray:
    """Claim that the first placement costs the agency money."""
    return -valuation.placements[Option.AGENCY_1].agency_profit


def agency_reaches_more(valuation: Valuation) -> FloatArray:
    """Claim that an agency needs fewer contacts per willing debtor; in contacts, not money."""
    terms = valuation.terms
    agency = terms.agency[Option.AGENCY_1].contacts_per_willing
    return np.asarray(terms.in_house.contacts_per_willing - agency)


def before_tax(valuation: Valuation, option: Option) -> FloatArray:
    """Return an option's net recovery without its tax effects."""
    present = valuation.cash[option].present
    return np.asarray(sum(value for part, value in present.items() if part != "tax"))


def kept_beyond(valuation: Valuation) -> FloatArray:
    """Claim that the best of letter and placement leaves most of what it collects."""
    letter, agency = Option.LAW_LETTER, Option.AGENCY_1
    kept = {
        option: before_tax(valuation, option)
        - COLLECTABLE * valuation.cash[option].present["collected"]  # type: ignore[index]
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


def at_their_low(path: str) -> dict[str, float]:
    """Return every number under a path at the low end of its range."""
    return {found: LIBRARY.entries[found].low for found in LIBRARY.paths_under(path)}

"""The decision map: which option is best at each balance and age, all else equal.

Source: own definition, docs/model.md, "Decision map".
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.rank import OPTIONS, Ranking, rank
from placement.decide.totals import TOTALS
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, IntArray, Segments, Stance
from placement.value.options import value_options


@dataclass(frozen=True, kw_only=True)
class Case:
    """What all accounts of a map have in common."""

    sector: str
    """Key of the library."""

    creditor_type: str
    """A `CreditorType`."""

    placements: int = 0
    """Placements with an agency so far."""

    disputed: bool = False
    """The debtor contests the claim."""

    unreachable: bool = False
    """Nobody can reach the debtor."""


@dataclass(frozen=True, kw_only=True, eq=False)
class DecisionGrid:
    """Every option at every balance and age; money per account.

    Arrays by option have shape (options, ages, balances) with options in the order of `OPTIONS`.
    """

    case: Case
    balance: FloatArray
    """Balance of each column, shape (balances,)."""
    age: FloatArray
    """Months past due of each row, shape (ages,)."""
    ranking: Ranking
    """The same cells as a book, row after row."""

    @cached_property
    def net(self) -> FloatArray:
        """Net recovery per account, available or not."""
        return self.ranking.net.reshape(self._shape)

    @cached_property
    def totals(self) -> FloatArray:
        """Cash, fees and tax of each net, shape (totals, options, ages, balances); NaN if shut."""
        return self.ranking.totals.reshape(len(TOTALS), *self._shape)

    @cached_property
    def available(self) -> BoolArray:
        """Where each option is open."""
        return self.ranking.available.reshape(self._shape)

    @cached_property
    def best(self) -> IntArray:
        """Position of the best open option in `OPTIONS`, shape (ages, balances)."""
        return self.ranking.best.reshape(len(self.age), len(self.balance))

    @cached_property
    def order(self) -> IntArray:
        """Positions of the options, best first and those not open last, shape as `net`."""
        ranked = np.where(self.available, self.net, -np.inf)
        return np.asarray(np.argsort(-ranked, axis=0, kind="stable"), dtype=np.int64)

    @cached_property
    def present(self) -> tuple[int, ...]:
        """Positions of the options that are best somewhere, in the usual order."""
        return tuple(int(position) for position in np.unique(self.best))

    @property
    def _shape(self) -> tuple[int, int, int]:
        return len(OPTIONS), len(self.age), len(self.balance)


def decision_grid(
    case: Case,
    assumptions: Assumptions,
    *,
    balance: FloatArray,
    age: FloatArray,
    stance: Stance = Stance.PROFIT_SEEKING,
) -> DecisionGrid:
    """Return the value of every option at every balance and age.

    No demand since the due date is assumed, so limitation runs from there, and the principal
    share is the library's.

    Args:
        case: What all cells have in common.
        assumptions: The numbers in use.
        balance: Amounts owed per account, above 0. Shape (balances,).
        age: Months past due, 0 or more. Shape (ages,).
        stance: How agencies set their effort.

    Raises:
        InputError: The sector is not in the library, or an axis is empty or out of bounds.
    """
    if not len(balance) or not np.all(np.isfinite(balance) & (balance > 0.0)):
        raise InputError(
            t("The balances of a decision map must be above 0; got {x}.", x=balance.tolist())
        )
    if not len(age) or not np.all(np.isfinite(age) & (age >= 0.0)):
        raise InputError(
            t("The ages of a decision map must be 0 months or more; got {x}.", x=age.tolist())
        )
    ages, balances = np.meshgrid(age, balance, indexing="ij")
    ranking = rank(value_options(cells_of(case, balances, ages), assumptions, stance=stance))
    return DecisionGrid(case=case, balance=balance, age=age, ranking=ranking)


WIDEST = (0.0, 12.0)
"""Powers of ten between which every map lies: from 1 to a million million. Below the smallest coin
in use nothing is decided, and a larger amount is a slip of the pen."""


def whole_decades(balance: FloatArray) -> tuple[float, float]:
    """Return the powers of ten between which the balances lie, at least three decades apart.

    A map starts at 1 or above and ends at 10^12 or below; what lies beyond is not on it.

    Args:
        balance: Amounts above 0, shape (segments,); where there is none, 100 to 1,000,000 is
            returned.

    Returns:
        Lower and upper edge, in the currency of the balances.
    """
    if not len(balance):
        return 100.0, 1_000_000.0
    least, most = WIDEST
    low = np.clip(np.floor(np.log10(balance.min())), least, most)
    high = np.clip(np.ceil(np.log10(balance.max())), least, most)
    # Room is made below: it is among small balances that costs decide. Above, where 1 is near.
    low = max(min(low, high - 3.0), least)
    high = max(high, low + 3.0)
    return float(10.0**low), float(10.0**high)


def log_steps(low: float, high: float, steps: int) -> tuple[FloatArray, FloatArray]:
    """Return the edges and the middles of cells that are equally wide on a log scale.

    Args:
        low: Lower edge of the first cell, above 0.
        high: Upper edge of the last, above `low`.
        steps: Number of cells.

    Returns:
        Edges, shape (steps + 1,), and geometric middles, shape (steps,).
    """
    edges = np.geomspace(low, high, steps + 1)
    return edges, np.sqrt(edges[:-1] * edges[1:])


def cells_of(case: Case, balances: FloatArray, ages: FloatArray) -> Segments:
    """Return the cells of a map as a book of one account each, row after row.

    Args:
        case: What all cells have in common.
        balances: Amount owed in each cell, shape (ages, balances).
        ages: Months past due of each cell, same shape.
    """
    size = balances.size
    unknown = np.full(size, np.nan)
    return Segments(
        label=("",) * size,
        sector=(case.sector,) * size,
        creditor_type=(case.creditor_type,) * size,
        accounts=np.ones(size, dtype=np.int64),
        balance=balances.ravel(),
        principal_share=unknown,
        age=ages.ravel(),
        placements=np.full(size, case.placements),
        months_since_demand=unknown.copy(),
        disputed=np.full(size, case.disputed),
        unreachable=np.full(size, case.unreachable),
    )

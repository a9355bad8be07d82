"""The words of the trade as types: options, components of a net recovery, segments of a book."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


class Option(StrEnum):
    """What a creditor can do with an overdue account, in the order it is usually tried."""

    IN_HOUSE = "in_house"
    AGENCY_1 = "agency_1"
    AGENCY_2 = "agency_2"
    AGENCY_3 = "agency_3"
    LAW_LETTER = "law_letter"
    PAYMENT_ORDER = "payment_order"
    LAWSUIT = "lawsuit"
    SALE = "sale"
    WRITE_OFF = "write_off"


AGENCY_OPTIONS = (Option.AGENCY_1, Option.AGENCY_2, Option.AGENCY_3)
"""Placements by number; the n-th is available after n - 1 earlier ones."""


class Component(StrEnum):
    """Parts of a net recovery; costs are negative and the parts add up to it."""

    COLLECTED = "collected"
    COMMISSION = "commission"
    OPERATING_COST = "operating_cost"
    LEGAL_COST = "legal_cost"
    FEES_REFUNDED = "fees_refunded"
    SALE_PROCEEDS = "sale_proceeds"
    HOLDING_COST = "holding_cost"
    RELATIONSHIP_COST = "relationship_cost"
    TAX = "tax"


class Stance(StrEnum):
    """How an agency sets its effort (docs/model.md, "The agency's effort")."""

    PROFIT_SEEKING = "profit_seeking"
    CONTRACTUAL = "contractual"


class CreditorType(StrEnum):
    """Who owns the debt, where that moves the commission or the tax date."""

    STATE_OWNED = "state_owned"
    JOINT_STOCK = "joint_stock"
    OTHER = "other"


OLDEST_AGE = 600.0
"""Months past due up to which an account can be valued."""

MOST_OWED = 1e12
"""Currency units up to which an account, a lot or a book can be valued; sums of more lose cents."""

MOST_ACCOUNTS = 10**9
"""Accounts up to which a lot or a contract can be valued."""


NOT_DRAWN = -1
"""Draw of a segment that is valued with the numbers as they stand."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Segments:
    """Groups of like accounts, each valued at its mean account; arrays have shape (segments,)."""

    label: tuple[str, ...]
    """What the user reads: sector, bands and flags."""

    sector: tuple[str, ...]
    """Sector of each segment, a key of the library."""

    creditor_type: tuple[str, ...]
    """`CreditorType` of each segment."""

    accounts: IntArray
    """Number of accounts."""

    balance: FloatArray
    """Mean amount owed per account at the cut-off date, in the account's currency."""

    principal_share: FloatArray
    """Principal divided by balance, which is the tax basis; NaN takes the library's."""

    age: FloatArray
    """Months past due at the cut-off date, weighted by balance."""

    placements: IntArray
    """Placements with an agency so far."""

    months_since_demand: FloatArray
    """Months since the last demand that can be proved; NaN if none is known."""

    disputed: BoolArray
    """The debtor contests the claim."""

    unreachable: BoolArray
    """Nobody can reach the debtor."""

    letters: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Law-firm letters so far; none if not given."""

    in_house_months: FloatArray = field(default_factory=lambda: np.zeros(0))
    """Months of in-house work since the due date; NaN, as if not given, takes every month that
    letters and placements leave."""

    history: tuple[str, ...] = ()
    """Stages since the due date in their order, such as `in_house 5, agency 6, letter`; empty, as
    if not given, takes the usual order of what the counts say."""

    placed_now: BoolArray = field(default_factory=lambda: np.zeros(0, dtype=bool))
    """An agency has the accounts: they are not placed again before it has given them back."""

    draw: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Which draw of the numbers values each segment, `NOT_DRAWN` for the numbers as they stand."""

    def __post_init__(self) -> None:
        self._fill_in()
        lengths = {part.name: len(getattr(self, part.name)) for part in fields(self)}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"These must all have one entry per segment; got {lengths}.")
        for part in fields(self):
            value = getattr(self, part.name)
            if isinstance(value, np.ndarray):
                value.flags.writeable = False

    def _fill_in(self) -> None:
        """Give what was left out its neutral value."""
        size = len(self.label)
        neutral = {
            "letters": np.zeros(size, dtype=np.int64),
            "in_house_months": np.full(size, np.nan),
            "history": ("",) * size,
            "placed_now": np.zeros(size, dtype=bool),
            "draw": np.full(size, NOT_DRAWN, dtype=np.int64),
        }
        for name, value in neutral.items():
            if not len(getattr(self, name)):
                object.__setattr__(self, name, value)

    def __len__(self) -> int:
        return len(self.label)

    @classmethod
    def together(cls, parts: "Sequence[Segments]") -> "Segments":
        """Return the segments of several books behind each other."""
        columns: dict[str, Any] = {}
        for part in fields(cls):
            values = [getattr(each, part.name) for each in parts]
            is_text = isinstance(values[0], tuple)
            columns[part.name] = tuple(chain(*values)) if is_text else np.concatenate(values)
        return cls(**columns)

    def take(self, chosen: "IntArray | BoolArray") -> "Segments":
        """Return the chosen segments, by position or by mask."""
        positions = np.arange(len(self))[chosen]
        each = positions.tolist()

        def words(column: tuple[str, ...]) -> tuple[str, ...]:
            # Draws make rows by the million: this is several times as quick as a generator.
            return tuple(map(column.__getitem__, each))

        return Segments(
            label=words(self.label),
            sector=words(self.sector),
            creditor_type=words(self.creditor_type),
            accounts=self.accounts[positions],
            balance=self.balance[positions],
            principal_share=self.principal_share[positions],
            age=self.age[positions],
            placements=self.placements[positions],
            months_since_demand=self.months_since_demand[positions],
            disputed=self.disputed[positions],
            unreachable=self.unreachable[positions],
            letters=self.letters[positions],
            in_house_months=self.in_house_months[positions],
            history=words(self.history),
            placed_now=self.placed_now[positions],
            draw=self.draw[positions],
        )

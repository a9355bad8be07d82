"""The contracts an agency holds or could pursue."""

from dataclasses import dataclass, fields

import numpy as np

from placement.decide.mix.columns import NUMBERS
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import (
    BoolArray,
    CreditorType,
    FloatArray,
    IntArray,
    Segments,
)

SHOWN = 5
"""Offending contracts named in an error; the rest are only counted."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Contracts:
    """One row per contract; arrays have shape (contracts,). Bounds are in `columns.NUMBERS`."""

    contract: tuple[str, ...]
    """Its name, all different."""
    sector: tuple[str, ...]
    """A key of the library."""
    creditor: tuple[str, ...]
    """Who gives it; empty where unknown, and then no limit on one creditor counts it."""
    skill: tuple[str, ...]
    """Team that works it; empty where any seat will do."""
    accounts: IntArray
    balance: FloatArray
    """Mean amount owed per account."""
    age: FloatArray
    """Months past due when work starts."""
    commission: FloatArray
    """Share of collections, VAT included."""
    fixed_cost: FloatArray
    """Paid once if the contract is had."""
    win_probability: FloatArray
    """Taken as 1 where `held`."""
    legal_hours: FloatArray
    """Hours a month."""
    cash: FloatArray
    """Money advanced; NaN takes what the model's curves need."""
    exit_cost: FloatArray
    """Paid where a held contract is not kept."""
    start_month: IntArray
    held: BoolArray
    must_keep: BoolArray
    """May not be left out."""
    locked_in: BoolArray
    """Chosen by hand."""
    locked_out: BoolArray
    """Left out by hand."""

    def __post_init__(self) -> None:
        lengths = {field.name: len(getattr(self, field.name)) for field in fields(self)}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"These must all have one entry per contract; got {lengths}.")
        self._require_rules()
        self._require_different_names()
        both = self.must & self.locked_out
        if both.any():
            raise InputError(
                t(
                    "A contract that must be kept or is locked in cannot be locked out; "
                    "got both for {names}. Take one of the marks away.",
                    names=self._named(both),
                )
            )
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                value.flags.writeable = False

    def __len__(self) -> int:
        return len(self.contract)

    @property
    def must(self) -> BoolArray:
        """Which contracts have to be among the chosen, shape (contracts,)."""
        return np.asarray(self.must_keep | self.locked_in)

    @property
    def chance(self) -> FloatArray:
        """Chance that a contract is had if it is pursued; 1 where it is already held."""
        return np.where(self.held | self.must_keep, 1.0, self.win_probability)

    def segments(self) -> Segments:
        """Return the lots as segments of accounts that were never placed before."""
        size = len(self)
        unknown, no = np.full(size, np.nan), np.zeros(size, dtype=bool)
        return Segments(
            label=self.contract,
            sector=self.sector,
            # The contract states the commission, which is all the creditor's type would move.
            creditor_type=(CreditorType.OTHER.value,) * size,
            accounts=self.accounts.copy(),
            balance=self.balance.copy(),
            principal_share=unknown,
            age=self.age.copy(),
            placements=np.zeros(size, dtype=np.int64),
            months_since_demand=unknown.copy(),
            disputed=no,
            unreachable=no.copy(),
        )

    def _require_rules(self) -> None:
        for name, column in NUMBERS.items():
            bad = breaks_rule(np.asarray(getattr(self, name), dtype=float), name)
            if bad.any():
                raise InputError(
                    t(
                        "{column} must be {rule}; got {value:g} for {names}. Correct it.",
                        column=name,
                        rule=column.rule(),
                        value=float(getattr(self, name)[np.argmax(bad)]),
                        names=self._named(bad),
                    )
                )

    def _require_different_names(self) -> None:
        repeated = sorted({n for n in self.contract if self.contract.count(n) > 1})
        if repeated:
            raise InputError(
                t(
                    "Every contract needs a name of its own; {names} stand more than once. "
                    "Rename or drop the repeats.",
                    names=", ".join(repeated[:SHOWN]),
                )
            )

    def _named(self, mask: BoolArray) -> str:
        names = [self.contract[i] for i in np.flatnonzero(mask)]
        shown = ", ".join(names[:SHOWN])
        if len(names) <= SHOWN:
            return shown
        return t("{names} and {more} more", names=shown, more=f"{len(names) - SHOWN:,}")


def breaks_rule(values: FloatArray, column: str) -> BoolArray:
    """Return which values break their column's rule; NaN breaks it where a value is needed."""
    rule = NUMBERS[column]
    low = values <= rule.low if rule.above_low else values < rule.low
    bad = low | (values > rule.high) | np.isinf(values)
    if rule.whole:
        bad = bad | (values != np.floor(values)) & ~np.isnan(values)
    missing = np.isnan(values) if rule.needed or not np.isnan(rule.empty) else np.zeros(1, bool)
    return np.asarray(bad | missing)

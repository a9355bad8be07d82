"""The contracts an agency holds or could pursue, each with its age bands."""

from dataclasses import dataclass, fields

import numpy as np

from placement.decide.deal.terms_text import LotTerms
from placement.decide.mix.columns import NUMBERS, OF_BAND, OF_CONTRACT
from placement.domain.errors import InputError
from placement.domain.text import listed, t
from placement.domain.types import BoolArray, FloatArray, IntArray, Segments

SHOWN = 5
"""Offending contracts named in an error; the rest are only counted."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Bands:
    """The rows: accounts of one contract that are alike; arrays have shape (bands,)."""

    of: IntArray
    """Position of the contract a band belongs to, never falling."""
    sector: tuple[str, ...]
    """A key of the library."""
    creditor_type: tuple[str, ...]
    accounts: IntArray
    """In the tender; `volume_share` of them are ours."""
    balance: FloatArray
    """Mean amount owed per account."""
    age: FloatArray
    """Months past due when work starts."""
    commission: FloatArray
    """Share of collections, VAT included; NaN takes the library's rung."""
    placements: IntArray
    volume_share: FloatArray
    letters: IntArray
    in_house_months: FloatArray
    """NaN takes every month that letters and placements leave."""
    history: tuple[str, ...]
    disputed: BoolArray
    unreachable: BoolArray

    def __post_init__(self) -> None:
        _require_one_length(self)
        _freeze(self)

    def __len__(self) -> int:
        return len(self.of)

    @property
    def ours(self) -> FloatArray:
        """Accounts that are ours on average, of each band."""
        return np.asarray(self.accounts * self.volume_share, dtype=float)


@dataclass(frozen=True, kw_only=True, eq=False)
class Contracts:
    """One entry per contract; arrays have shape (contracts,). Bounds are in `columns.NUMBERS`."""

    contract: tuple[str, ...]
    """Its name, all different."""
    creditor: tuple[str, ...]
    """Who gives it; empty where unknown, and then no limit on one creditor counts it."""
    skill: tuple[str, ...]
    """Team that works it; empty where any seat will do."""
    terms: tuple[LotTerms | None, ...]
    """What it says beyond its commission; None where it says nothing of its own."""
    bands: Bands
    fixed_cost: FloatArray
    """Paid once if the contract is had."""
    win_probability: FloatArray
    """Taken as 1 where `held`."""
    legal_hours: FloatArray
    """Hours a month."""
    cash: FloatArray
    """Court fees and deposits advanced besides the model's own curve."""
    payment_lag: FloatArray
    """Months from a payment to the commission on it; NaN takes the library's."""
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
        _require_one_length(self, but="bands")
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
        _freeze(self)

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

    @property
    def sector(self) -> tuple[str, ...]:
        """The sector of each contract; of several, all with a plus between them."""
        return tuple(" + ".join(sectors) for sectors in self.sectors)

    @property
    def sectors(self) -> tuple[tuple[str, ...], ...]:
        """The sectors of each contract's bands, in the order they come."""
        found: list[dict[str, None]] = [{} for _ in self.contract]
        for position, sector in zip(self.bands.of.tolist(), self.bands.sector, strict=True):
            found[position][sector] = None
        return tuple(tuple(sectors) for sectors in found)

    def segments(self) -> Segments:
        """Return all bands as segments, with the accounts of the tender."""
        bands = self.bands
        unknown = np.full(len(bands), np.nan)
        return Segments(
            label=tuple(self.contract[position] for position in bands.of),
            sector=bands.sector,
            creditor_type=bands.creditor_type,
            accounts=bands.accounts.copy(),
            balance=bands.balance.copy(),
            principal_share=unknown,
            age=bands.age.copy(),
            placements=bands.placements.copy(),
            months_since_demand=unknown.copy(),
            disputed=bands.disputed.copy(),
            unreachable=bands.unreachable.copy(),
            letters=bands.letters.copy(),
            in_house_months=bands.in_house_months.copy(),
            history=bands.history,
        )

    def _require_rules(self) -> None:
        of = self.bands.of
        for name in NUMBERS:
            holder: Bands | Contracts = self.bands if name in OF_BAND else self
            values = np.asarray(getattr(holder, name), dtype=float)
            bad = breaks_rule(values, name)
            if bad.any():
                whose = bad if name in OF_CONTRACT else np.isin(np.arange(len(self)), of[bad])
                raise InputError(
                    t(
                        "{column} must be {rule}; got {value:g} for {names}. Correct it.",
                        column=name,
                        rule=NUMBERS[name].rule(),
                        value=float(values[np.argmax(bad)]),
                        names=self._named(whose),
                    )
                )

    def _require_different_names(self) -> None:
        repeated = sorted({n for n in self.contract if self.contract.count(n) > 1})
        if repeated:
            raise InputError(
                t(
                    "Every contract needs a name of its own; {names} stand more than once. "
                    "Rename or drop the repeats.",
                    names=listed(repeated[:SHOWN]),
                )
            )

    def _named(self, mask: BoolArray) -> str:
        names = [self.contract[i] for i in np.flatnonzero(mask)]
        shown = listed(names[:SHOWN])
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


def _require_one_length(part: Bands | Contracts, *, but: str = "") -> None:
    lengths = {f.name: len(getattr(part, f.name)) for f in fields(part) if f.name != but}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"These must all have one entry each; got {lengths}.")


def _freeze(part: Bands | Contracts) -> None:
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, np.ndarray):
            value.flags.writeable = False

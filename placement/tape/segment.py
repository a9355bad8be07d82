"""Like accounts together: sector, creditor type, age band, balance band and flags.

A segment is valued at its mean account, so what moves a decision must not be mixed inside one:
accounts past limitation stay apart from those before it, unknown demands from known ones.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, IntArray, Segments
from placement.tape.ages import LIMITATION_MONTHS
from placement.tape.labels import age_band_label, balance_band_label, segment_label
from placement.tape.tape import Tape

PLACEMENT_CLASSES = 4
"""Never placed, once, twice, three times or more."""


@dataclass(frozen=True, kw_only=True)
class Bands:
    """Where accounts are cut by age and by balance; each edge opens the band above it.

    The default ages are those at which commissions and tax reliefs step; the default balances
    part small bills, cards and corporate claims, with the 50,000 up to which a loss is deducted
    after one year.
    """

    age: tuple[float, ...] = (3.0, 6.0, 12.0, 24.0, 36.0)
    """Edges in months past due, rising, above 0."""

    balance: tuple[float, ...] = (200.0, 1_000.0, 5_000.0, 20_000.0, 50_000.0, 200_000.0)
    """Edges in the account's currency, rising, above 0."""

    def __post_init__(self) -> None:
        """Check that edges rise from above 0."""
        for name, edges in (("age", self.age), ("balance", self.balance)):
            object.__setattr__(self, name, tuple(float(edge) for edge in edges))
            rising = all(a < b for a, b in zip((0.0, *edges), edges, strict=False))
            if not rising or not all(map(math.isfinite, edges)) or len(edges) > 50:
                raise InputError(
                    t(
                        "The {name} bands need at most 50 edges that rise from above 0; "
                        "got {edges}. Write them like 3, 6, 12.",
                        name=name,
                        edges=", ".join(f"{edge:g}" for edge in edges),
                    )
                )


@dataclass(frozen=True, kw_only=True, eq=False)
class Segmentation:
    """A tape cut into segments."""

    segments: Segments
    """The segments, none of them empty."""

    index: IntArray
    """Segment of each account, a position in `segments`. Shape (accounts,)."""

    age_band: IntArray
    """Age band of each segment, 0 the youngest. Shape (segments,)."""

    balance_band: IntArray
    """Balance band of each segment, 0 the smallest. Shape (segments,)."""

    past_limitation: BoolArray
    """The limitation of each segment's claims is complete. Shape (segments,)."""

    bands: Bands
    """The bands it was cut by."""


def band_of(values: FloatArray, edges: tuple[float, ...]) -> IntArray:
    """Return the band of each value: the number of edges at or below it. Shape (values,)."""
    # A handful of comparisons beats a binary search on a million rows.
    band = np.zeros(len(values), dtype=np.int64)
    for edge in edges:
        band += values >= edge
    return band


def segment(
    tape: Tape, bands: Bands | None = None, *, limitation_months: float = LIMITATION_MONTHS
) -> Segmentation:
    """Cut a tape into segments of like accounts.

        balance          = mean balance
        age              = Σ balance · age / Σ balance, the others alike
        principal share  = the same over accounts that have one; NaN if none has

    Args:
        tape: The accounts.
        bands: Where to cut by age and balance.
        limitation_months: Months since the last demand from which a claim is past limitation.

    Returns:
        The segments in order of sector, creditor type, age, balance and flags, and the segment of
        each account. Accounts and balances add up to the tape's.
    """
    bands = bands or Bands()
    since = tape.months_since_demand
    past = since >= limitation_months
    demand = np.where(np.isnan(since), 0, np.where(past, 2, 1))
    parts = (
        (tape.sector.codes, len(tape.sector.names)),
        (tape.creditor_type.codes, len(tape.creditor_type.names)),
        (band_of(tape.age, bands.age), len(bands.age) + 1),
        (band_of(tape.balance, bands.balance), len(bands.balance) + 1),
        (tape.disputed, 2),
        (tape.unreachable, 2),
        (np.minimum(tape.placements, PLACEMENT_CLASSES - 1), PLACEMENT_CLASSES),
        (demand, 3),
    )
    key = np.zeros(len(tape), dtype=np.int64)
    for part, size in parts:
        key *= size
        key += part
    filled, index, accounts = _compress(key, math.prod(size for _, size in parts))
    keys = dict(zip(_KEYS, np.unravel_index(filled, [size for _, size in parts]), strict=True))
    return Segmentation(
        segments=_segments(tape, bands, index, accounts, keys),
        index=_frozen(index),
        age_band=_frozen(keys["age"]),
        balance_band=_frozen(keys["balance"]),
        past_limitation=_frozen(keys["demand"] == 2),
        bands=bands,
    )


def account_segments(tape: Tape) -> Segments:
    """Return every account as a segment of its own, labelled by its row in the file."""
    return Segments(
        label=tuple(map(str, tape.row.tolist())),
        sector=tuple(tape.sector.texts().tolist()),
        creditor_type=tuple(tape.creditor_type.texts().tolist()),
        accounts=np.ones(len(tape), dtype=np.int64),
        balance=tape.balance,
        principal_share=tape.principal_share,
        age=tape.age,
        placements=tape.placements,
        months_since_demand=tape.months_since_demand,
        disputed=tape.disputed,
        unreachable=tape.unreachable,
    )


_KEYS = (
    "sector", "creditor_type", "age", "balance",
    "disputed", "unreachable", "placements", "demand",
)  # fmt: skip


def _compress(key: IntArray, size: int) -> tuple[IntArray, IntArray, IntArray]:
    """Return the keys that occur, each account's position among them, and the accounts of each."""
    if size > 4 * len(key) + 1_000_000:
        filled, index, accounts = np.unique(key, return_inverse=True, return_counts=True)
        return filled, index.astype(np.int64), accounts.astype(np.int64)
    counts = np.bincount(key, minlength=size)
    filled = np.flatnonzero(counts)
    position = np.zeros(size, dtype=np.int64)
    position[filled] = np.arange(len(filled))
    return filled, position[key], counts[filled]


def _segments(
    tape: Tape, bands: Bands, index: IntArray, accounts: IntArray, keys: dict[str, IntArray]
) -> Segments:
    size = len(accounts)
    total = np.bincount(index, weights=tape.balance, minlength=size)

    def mean(values: FloatArray | IntArray) -> FloatArray:
        return np.bincount(index, weights=tape.balance * values, minlength=size) / total

    return Segments(
        label=_labels(tape, bands, keys),
        sector=tuple(tape.sector.names[i] for i in keys["sector"].tolist()),
        creditor_type=tuple(tape.creditor_type.names[i] for i in keys["creditor_type"].tolist()),
        accounts=accounts,
        balance=total / accounts,
        principal_share=_mean_of_known(tape.principal_share, tape.balance, index, size),
        age=mean(tape.age),
        placements=_mean_placements(tape, index, accounts, keys["placements"]),
        # Known and unknown are never in one segment, so NaN stays where nothing is known.
        months_since_demand=mean(tape.months_since_demand),
        disputed=keys["disputed"] == 1,
        unreachable=keys["unreachable"] == 1,
    )


def _mean_of_known(
    values: FloatArray, weights: FloatArray, index: IntArray, size: int
) -> FloatArray:
    known = ~np.isnan(values)
    if not known.any():
        return np.full(size, np.nan)
    if not known.all():
        values, weights, index = values[known], weights[known], index[known]
    weight = np.bincount(index, weights=weights, minlength=size)
    summed = np.bincount(index, weights=weights * values, minlength=size)
    share: FloatArray = np.divide(summed, weight, out=np.full(size, np.nan), where=weight > 0)
    return share


def _mean_placements(
    tape: Tape, index: IntArray, accounts: IntArray, classes: IntArray
) -> IntArray:
    """Return the class; for "three or more" the mean, to the nearest whole number."""
    if int(tape.placements.max(initial=0)) < PLACEMENT_CLASSES:
        return classes.astype(np.int64)
    mean = np.bincount(index, weights=tape.placements, minlength=len(accounts)) / accounts
    return np.rint(mean).astype(np.int64)


def _labels(tape: Tape, bands: Bands, keys: dict[str, IntArray]) -> tuple[str, ...]:
    ages = [age_band_label(bands.age, i) for i in range(len(bands.age) + 1)]
    balances = [balance_band_label(bands.balance, i) for i in range(len(bands.balance) + 1)]
    columns = zip(*(keys[name].tolist() for name in _KEYS), strict=True)
    return tuple(
        segment_label(
            sector=tape.sector.names[sector],
            creditor_type=tape.creditor_type.names[kind],
            age=ages[age],
            balance=balances[balance],
            disputed=bool(contested),
            unreachable=bool(lost),
            placements=placed,
            demand=demand,
        )
        for sector, kind, age, balance, contested, lost, placed, demand in columns
    )


def _frozen(array: Any) -> Any:
    array.flags.writeable = False
    return array

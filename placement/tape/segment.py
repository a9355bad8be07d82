"""Like accounts together: sector, creditor type, age band, balance band and flags.

A segment is valued at its mean account, so what moves a decision must not be mixed inside one:
accounts past limitation stay apart from those before it, unknown demands from known ones, and what
accounts have been through from what others have.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from placement.domain.types import BoolArray, FloatArray, IntArray, Segments
from placement.tape.ages import LIMITATION_MONTHS
from placement.tape.bands import Bands, age_band_of, band_of
from placement.tape.cells import CodeArray
from placement.tape.labels import age_band_label, balance_band_label, segment_label
from placement.tape.tape import Tape

PLACEMENT_CLASSES = 4
"""Never placed, once, twice, three times or more."""

LETTER_CLASSES = 4
"""No letter, one, two, three or more."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Segmentation:
    """A tape cut into segments."""

    segments: Segments
    """The segments, none of them empty."""

    index: IntArray
    """Segment of each account, a position in `segments`. Shape (accounts,)."""

    age_band: IntArray
    """Band of `bands.age` of each segment, 0 the youngest. Shape (segments,)."""

    balance_band: IntArray
    """Balance band of each segment, 0 the smallest. Shape (segments,)."""

    past_limitation: BoolArray
    """The limitation of each segment's claims is complete. Shape (segments,)."""

    bands: Bands
    """The bands it was cut by."""


def segment(
    tape: Tape,
    bands: Bands | None = None,
    *,
    splits: Mapping[str, tuple[float, ...]] | None = None,
    limitation_months: float = LIMITATION_MONTHS,
) -> Segmentation:
    """Cut a tape into segments of like accounts.

        balance          = mean balance
        age              = Σ balance · age / Σ balance, the others alike
        principal share  = the same over accounts that have one; NaN if none has

    Args:
        tape: The accounts.
        bands: Where to cut by age and balance.
        splits: Further edges by age for some sectors, in months, such as those at which a
            commission steps; each cuts the band it lies in.
        limitation_months: Months since the last demand from which a claim is past limitation.

    Returns:
        The segments in order of sector, creditor type, age, balance and flags, and the segment of
        each account. Accounts and balances add up to the tape's.
    """
    bands = bands or Bands()
    edges = tuple(_edges(bands, (splits or {}).get(name, ())) for name in tape.sector.names)
    keys, index, accounts = _compress(_parts(tape, bands, edges, limitation_months))
    return Segmentation(
        segments=_segments(tape, bands, edges, index, accounts, keys),
        index=_frozen(index),
        age_band=_frozen(_common_band(keys, bands, edges)),
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
        placed_now=tape.placed_now,
        letters=tape.letters,
        in_house_months=tape.in_house_months,
        history=tuple(text or "" for text in tape.history.texts().tolist()),
    )


Parts = dict[str, tuple[CodeArray | IntArray | BoolArray, int]]
"""By property: the class of each account or segment, and how many classes there can be."""


def _edges(bands: Bands, extra: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sorted({*bands.age, *(float(edge) for edge in extra if edge > 0)}))


def _parts(
    tape: Tape, bands: Bands, edges: tuple[tuple[float, ...], ...], limitation_months: float
) -> Parts:
    """Return the classes that are kept apart, the ones that order the segments first."""
    since = tape.months_since_demand
    demand = np.where(np.isnan(since), 0, np.where(since >= limitation_months, 2, 1))
    return {
        "sector": (tape.sector.codes, len(tape.sector.names)),
        "creditor_type": (tape.creditor_type.codes, len(tape.creditor_type.names)),
        "age": (_age_bands(tape, edges), max(map(len, edges)) + 1),
        "balance": (band_of(tape.balance, bands.balance), len(bands.balance) + 1),
        "disputed": (tape.disputed, 2),
        "unreachable": (tape.unreachable, 2),
        "placed_now": (tape.placed_now, 2),
        "placements": (np.minimum(tape.placements, PLACEMENT_CLASSES - 1), PLACEMENT_CLASSES),
        "letters": (np.minimum(tape.letters, LETTER_CLASSES - 1), LETTER_CLASSES),
        "months_known": (~np.isnan(tape.in_house_months), 2),
        "history": (tape.history.codes + 1, len(tape.history.names) + 1),
        "demand": (demand, 3),
    }


def _age_bands(tape: Tape, edges: tuple[tuple[float, ...], ...]) -> IntArray:
    """Return the age band of each account by the edges of its sector."""
    every = tuple(sorted({edge for own in edges for edge in own}))
    passed = age_band_of(tape.age, every)
    if len(set(edges)) == 1:
        return passed
    # The band among all edges tells the own one; a table is faster than accounts by sector.
    own = np.array(
        [
            [sum(edge in of for edge in every[:band]) for of in edges]
            for band in range(len(every) + 1)
        ]
    )
    return np.asarray(own.ravel()[passed * len(edges) + tape.sector.codes])


def _common_band(
    keys: dict[str, IntArray], bands: Bands, edges: tuple[tuple[float, ...], ...]
) -> IntArray:
    """Return the band of `bands.age` in which each segment's own band lies."""
    tables = [
        [sum(edge in bands.age for edge in own[:band]) for band in range(len(own) + 1)]
        for own in edges
    ]
    places = zip(keys["sector"].tolist(), keys["age"].tolist(), strict=True)
    return np.array([tables[sector][band] for sector, band in places], dtype=np.int64)


def _compress(parts: Parts) -> tuple[dict[str, IntArray], IntArray, IntArray]:
    """Return the classes of each segment, each account's segment, and the accounts of each."""
    sizes = [size for _, size in parts.values()]
    key = np.zeros(len(next(iter(parts.values()))[0]), dtype=np.int64)
    for part, size in parts.values():
        key *= size
        key += part
    filled, index, accounts = _distinct(key, math.prod(sizes))
    return dict(zip(parts, np.unravel_index(filled, sizes), strict=True)), index, accounts


def _distinct(key: IntArray, size: int) -> tuple[IntArray, IntArray, IntArray]:
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
    tape: Tape,
    bands: Bands,
    edges: tuple[tuple[float, ...], ...],
    index: IntArray,
    accounts: IntArray,
    keys: dict[str, IntArray],
) -> Segments:
    size = len(accounts)
    total = np.bincount(index, weights=tape.balance, minlength=size)

    def mean(values: FloatArray | IntArray) -> FloatArray:
        return np.bincount(index, weights=tape.balance * values, minlength=size) / total

    return Segments(
        label=_labels(tape, bands, edges, keys),
        sector=tuple(tape.sector.names[i] for i in keys["sector"].tolist()),
        creditor_type=tuple(tape.creditor_type.names[i] for i in keys["creditor_type"].tolist()),
        accounts=accounts,
        balance=total / accounts,
        principal_share=_mean_of_known(tape.principal_share, tape.balance, index, size),
        age=mean(tape.age),
        placements=_mean_count(tape.placements, index, accounts, keys["placements"]),
        # Known and unknown are never in one segment, so NaN stays where nothing is known.
        months_since_demand=mean(tape.months_since_demand),
        disputed=keys["disputed"] == 1,
        unreachable=keys["unreachable"] == 1,
        placed_now=keys["placed_now"] == 1,
        letters=_mean_count(tape.letters, index, accounts, keys["letters"]),
        in_house_months=mean(tape.in_house_months),
        history=tuple(("", *tape.history.names)[code] for code in keys["history"].tolist()),
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


def _mean_count(
    counts: IntArray, index: IntArray, accounts: IntArray, classes: IntArray
) -> IntArray:
    """Return the class; for "three or more" the mean, to the nearest whole number."""
    if int(counts.max(initial=0)) < min(PLACEMENT_CLASSES, LETTER_CLASSES):
        return classes.astype(np.int64)
    mean = np.bincount(index, weights=counts, minlength=len(accounts)) / accounts
    return np.rint(mean).astype(np.int64)


def _labels(
    tape: Tape,
    bands: Bands,
    edges: tuple[tuple[float, ...], ...],
    keys: dict[str, IntArray],
) -> tuple[str, ...]:
    ages = [
        [age_band_label(own, band, sector=name) for band in range(len(own) + 1)]
        for name, own in zip(tape.sector.names, edges, strict=True)
    ]
    balances = [balance_band_label(bands.balance, i) for i in range(len(bands.balance) + 1)]
    histories = ("", *tape.history.names)
    rows = zip(*(part.tolist() for part in keys.values()), strict=True)
    return tuple(
        segment_label(
            sector=tape.sector.names[key["sector"]],
            creditor_type=tape.creditor_type.names[key["creditor_type"]],
            age=ages[key["sector"]][key["age"]],
            balance=balances[key["balance"]],
            disputed=bool(key["disputed"]),
            unreachable=bool(key["unreachable"]),
            placed_now=bool(key["placed_now"]),
            placements=key["placements"],
            letters=key["letters"],
            months_known=bool(key["months_known"]),
            history=histories[key["history"]],
            demand=key["demand"],
        )
        for key in (dict(zip(keys, row, strict=True)) for row in rows)
    )


def _frozen(array: Any) -> Any:
    array.flags.writeable = False
    return array

"""What operations can see of an account, as codes that a rule can ask for.

Names (sector, creditor type) are one of a list; all other traits rise: bands of age and balance,
placements and letters so far, and flags from no to yes.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from placement.domain.types import BoolArray, IntArray
from placement.tape.segment import LETTER_CLASSES, PLACEMENT_CLASSES, Segmentation

SECTOR, CREDITOR_TYPE, AGE, BALANCE = "sector", "creditor_type", "age", "balance"
PLACEMENTS, LETTERS = "placements", "letters"
FLAGS = ("disputed", "unreachable", "placed_now", "past_limitation")

TRAITS = (SECTOR, CREDITOR_TYPE, AGE, BALANCE, PLACEMENTS, LETTERS, *FLAGS)
"""Order of every array over traits, and in which a rule is read."""

NAMED = (SECTOR, CREDITOR_TYPE)
"""Traits without an order."""

MOST_NAMES = 6
"""Names up to which a question may ask for any group of them; of more, for one."""

Box = tuple[frozenset[int], ...]
"""The codes a rule allows of each trait, in the order of `TRAITS`."""


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """What the codes of a book mean."""

    sectors: tuple[str, ...]
    creditor_types: tuple[str, ...]
    age: tuple[float, ...]
    """Edges in months past due, as in `Bands`."""
    balance: tuple[float, ...]
    """Edges in the currency of the book."""

    @classmethod
    def of(cls, segmentation: Segmentation) -> "Scheme":
        """Return the scheme of a book."""
        segments = segmentation.segments
        return cls(
            sectors=tuple(dict.fromkeys(segments.sector)),
            creditor_types=tuple(dict.fromkeys(segments.creditor_type)),
            age=segmentation.bands.age,
            balance=segmentation.bands.balance,
        )

    @property
    def sizes(self) -> tuple[int, ...]:
        """Number of codes of each trait."""
        bands = len(self.age) + 1, len(self.balance) + 1
        counts = PLACEMENT_CLASSES, LETTER_CLASSES
        return len(self.sectors), len(self.creditor_types), *bands, *counts, *(2,) * len(FLAGS)

    @property
    def everything(self) -> Box:
        """The box of all accounts."""
        return tuple(frozenset(range(size)) for size in self.sizes)

    def names(self, trait: str) -> tuple[str, ...]:
        """Return the names of a trait of `NAMED` by code."""
        return self.sectors if trait == SECTOR else self.creditor_types


def codes_of(segmentation: Segmentation, scheme: Scheme) -> IntArray:
    """Return the code of each trait of each segment, shape (traits, segments).

    A name that the scheme does not have is -1, which no box allows.

    Args:
        segmentation: A book cut by the bands of the scheme.
        scheme: What the codes mean.
    """
    segments = segmentation.segments
    sectors = {name: code for code, name in enumerate(scheme.sectors)}
    types = {name: code for code, name in enumerate(scheme.creditor_types)}
    return np.array(
        [
            [sectors.get(name, -1) for name in segments.sector],
            [types.get(name, -1) for name in segments.creditor_type],
            segmentation.age_band,
            segmentation.balance_band,
            np.minimum(segments.placements, PLACEMENT_CLASSES - 1),
            np.minimum(segments.letters, LETTER_CLASSES - 1),
            segments.disputed,
            segments.unreachable,
            segments.placed_now,
            segmentation.past_limitation,
        ],
        dtype=np.int64,
    )


def holds(box: Box, codes: IntArray) -> BoolArray:
    """Return which segments a box holds, shape (segments,)."""
    inside = np.ones(codes.shape[1], dtype=bool)
    for allowed, own in zip(box, codes, strict=True):
        inside &= np.isin(own, list(allowed))
    return inside


def overlap(one: Box, other: Box) -> bool:
    """Return whether some account could be in both boxes."""
    return all(mine & theirs for mine, theirs in zip(one, other, strict=True))


def joined(one: Box, other: Box) -> Box | None:
    """Return the box of two that differ in one trait and lie side by side in it, else None."""
    differ = [
        place for place, (mine, theirs) in enumerate(zip(one, other, strict=True)) if mine != theirs
    ]
    if len(differ) != 1:
        return None
    (place,) = differ
    both = one[place] | other[place]
    if TRAITS[place] not in NAMED and not _is_run(both):
        return None
    return (*one[:place], both, *one[place + 1 :])


def narrowed(box: Box, trait: int, allowed: Collection[int]) -> Box:
    """Return a box with fewer codes of a trait, by its place in `TRAITS`."""
    return (*box[:trait], box[trait] & frozenset(allowed), *box[trait + 1 :])


def _is_run(codes: frozenset[int]) -> bool:
    return max(codes) - min(codes) + 1 == len(codes)

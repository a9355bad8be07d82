"""What segments are called where a reader sees several: what tells them apart comes first."""

from collections import Counter
from collections.abc import Sequence

from placement.domain.names import name_label

SEPARATOR = " · "
"""Stands between the parts of a segment's label."""


def segment_names(labels: Sequence[str], sectors: Sequence[str]) -> list[str]:
    """Return a short name for each of some segments, what tells them apart first.

    A label reads sector, creditor type, age, balance, then what is unusual. Whoever looks at a
    list of them reads the sector in every row and loses the rest at the edge of its column. So
    age, balance and what is unusual come first, sector and creditor type last. What all of them
    have in common goes unsaid, and so does the creditor type of a sector that has only one.

    Args:
        labels: The segments' whole labels, in the reader's language.
        sectors: Their sectors, as keys of the library.

    Returns:
        A name for each; no two are the same unless the labels were.
    """
    told = [_parts(label, sector) for label, sector in zip(labels, sectors, strict=True)]
    if len(told) < 2 or not all(told):
        return list(labels)
    kinds = Counter(
        sector for sector, _ in {(a, of[0]) for a, of in zip(sectors, told, strict=True)}
    )
    same = set.intersection(*(set(enumerate(of[:3])) for of in told))
    flags = set.intersection(*(set(of[3:]) for of in told))
    is_one_sector = len(kinds) == 1
    return [
        SEPARATOR.join(
            (
                *(part for place, part in enumerate(of[:3]) if place and (place, part) not in same),
                *(part for part in of[3:] if part not in flags),
                *(() if is_one_sector else (name_label(sector),)),
                *((of[0],) if kinds[sector] > 1 and (0, of[0]) not in same else ()),
            )
        )
        or label
        for label, sector, of in zip(labels, sectors, told, strict=True)
    ]


def _parts(label: str, sector: str) -> list[str]:
    """Return creditor type, age, balance and flags; nothing of a label that has none of them."""
    # A sector of the user's own may hold the separator itself, so it is taken off as a whole.
    of_sector = f"{name_label(sector)}{SEPARATOR}"
    parts = label.removeprefix(of_sector).split(SEPARATOR)
    return parts if label.startswith(of_sector) and len(parts) >= 3 else []

"""The standard history: in-house work from the due date on, at the library's intensity.

A part of a month comes first and whole months lie behind each other, so what some months leave is
met on the way to more: accounts whose months have the same part go one path, each its own way.

Source: own definition, docs/model.md, "The debtor".
"""

from collections.abc import Iterator

import numpy as np

from placement.domain.alike import alike, coded
from placement.domain.types import FloatArray, IntArray
from placement.odds.debtor import Masses, by_type, follow
from placement.value.book import Book

IN_CACHE = 16_384
"""Months of paths worked on at a time; more would not stay in a processor's cache."""


def standard_masses(book: Book, months: FloatArray) -> Masses:
    """Return the types after so many months of in-house work from the due date on.

    Args:
        book: The segments.
        months: Months of work, shape (segments,).
    """
    lookup, segments = book.lookup, book.segments
    dispute = np.where(segments.disputed, 1.0 - lookup.scalar("debtor.dispute_loss"), 1.0)
    reach = np.where(segments.unreachable, lookup.scalar("debtor.unreachable_factor"), 1.0)
    plain, there = _plain_masses(book, months), np.asarray(dispute * reach)
    return Masses(
        willing=by_type(plain.willing, there.ndim + 1) * there,
        reluctant=plain.reluctant,
        # Fewer willing pay at the same rates, so all who pay are fewer by the same share.
        open=1.0 - there * (1.0 - plain.open),
    )


def _plain_masses(book: Book, months: FloatArray) -> Masses:
    """Return the types of accounts that are neither disputed nor out of reach."""
    whole = np.floor(months).astype(np.int64)
    part = months - whole
    path, first = alike(coded(book.segments.sector)[1], book.segments.draw, part)
    longest = np.zeros(len(first), dtype=np.int64)
    np.maximum.at(longest, path, whole)
    start, end, walked = np.zeros_like(longest), 0, []
    for some in _of_like_length(longest):
        count = int(longest[some].max()) + 1
        start[some] = end + count * np.arange(len(some))
        end += count * len(some)
        rows = first[some]
        walked.append(_walk(book.take(book.segments.take(rows)), part[rows], count))
    return _behind_each_other(walked).take(start[path] + whole)


def _of_like_length(longest: IntArray) -> Iterator[IntArray]:
    """Yield paths that are worked on together, the shortest first."""
    order = np.argsort(longest, kind="stable")
    first = 0
    while first < len(order):
        # The last path of a group decides how long the others are walked.
        sizes = np.arange(1, len(order) - first + 1) * (longest[order[first:]] + 1)
        count = max(int(np.searchsorted(sizes, IN_CACHE, side="right")), 1)
        yield order[first : first + count]
        first += count


def _walk(book: Book, part: FloatArray, count: int) -> Masses:
    """Return the types after the part of a month and after each whole one, `count` in all.

    Months of one segment lie together, so shapes are (..., segments * count).
    """
    lookup = book.lookup
    k = np.arange(count + 1)
    ages = np.where(k == 0, 0.0, part[:, None] + k - 1.0)
    lasts = np.where(k == 0, part[:, None], 1.0)
    fade = book.fade(ages) * lasts
    hazard = book.in_house_hazard(lookup.scalar("debtor.history_contacts_per_month"), ages) * lasts
    easy, hard = (lookup.scalar(f"debtor.{kind}_share") for kind in ("easy", "hard"))
    path = follow(np.stack(np.broadcast_arrays(easy, hard)), hazard=hazard, fade=fade)
    kept = np.exp(-np.cumsum(fade[..., :-1], axis=-1))
    reluctant = lookup.scalar("debtor.reluctant_share")[..., None] * kept
    return Masses(
        willing=_flat(path.willing_before[..., 1:]),
        reluctant=_flat(reluctant),
        open=_flat(path.open_before[..., 1:]),
    )


def _flat(table: FloatArray) -> FloatArray:
    return table.reshape(*table.shape[:-2], -1)


def _behind_each_other(parts: list[Masses]) -> Masses:
    """Return masses of several groups as one, with an axis of draws where one of them has it."""

    def joined(tables: list[FloatArray]) -> FloatArray:
        draws = np.broadcast_shapes(*(table.shape[:-1] for table in tables))
        wide = [np.broadcast_to(table, (*draws, table.shape[-1])) for table in tables]
        return np.concatenate(wide, axis=-1)

    return Masses(
        willing=joined([part.willing for part in parts]),
        reluctant=joined([part.reluctant for part in parts]),
        open=joined([part.open for part in parts]),
    )

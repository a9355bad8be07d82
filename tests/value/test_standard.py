"""Paths that accounts share, against each account followed alone over all of its months."""

from dataclasses import replace

import numpy as np
import pytest

from placement.api.uncertainty import streams_of
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.domain.types import FloatArray, Segments, Stance
from placement.odds.debtor import Masses, follow
from placement.risk.draws import draw_numbers
from placement.value import standard as standard_module
from placement.value.book import Book
from placement.value.past import masses_after, masses_with_packs, present_masses
from placement.value.standard import standard_masses
from tests.builders import random_book
from tests.tolerances import RECOMPUTED
from tests.value.book import with_pasts

LIBRARY = load_library()
DRAWN = draw_numbers(LIBRARY, LIBRARY.sectors, count=3, streams=streams_of(2)).numbers()


def alone(book: Book, months: FloatArray) -> Masses:
    """Return what each account has left when it is followed by itself."""
    lookup, segments = book.lookup, book.segments
    dispute = np.where(segments.disputed, 1.0 - lookup.scalar("debtor.dispute_loss"), 1.0)
    reach = np.where(segments.unreachable, lookup.scalar("debtor.unreachable_factor"), 1.0)
    easy, hard = (lookup.scalar(f"debtor.{kind}_share") for kind in ("easy", "hard"))
    part, whole = months % 1.0, np.floor(months)
    k = np.arange(int(whole.max()) + 1)
    ages = np.where(k == 0, 0.0, part[:, None] + k - 1.0)
    lasts = np.where(k == 0, part[:, None], np.where(k <= whole[:, None], 1.0, 0.0))
    contacts = lookup.scalar("debtor.history_contacts_per_month")
    fade = book.fade(ages) * lasts
    path = follow(
        np.stack(np.broadcast_arrays(easy * dispute * reach, hard * dispute * reach)),
        hazard=book.in_house_hazard(contacts, ages) * lasts,
        fade=fade,
    )
    return Masses(
        willing=path.willing_after,
        reluctant=lookup.scalar("debtor.reluctant_share") * np.exp(-fade.sum(axis=-1)),
        open=path.open_after,
    )


def in_draws(book: Segments) -> Segments:
    """Return the book with a draw for each segment, the numbers as they stand among them."""
    return replace(book, draw=np.arange(len(book)) % 4 - 1)


@pytest.mark.parametrize("in_cache", [60, 16_384])
@pytest.mark.parametrize("drawn", ["no", "a row each", "an axis"])
def test_what_is_met_on_a_shared_path_is_what_each_account_has_left(
    monkeypatch, in_cache: int, drawn: str
) -> None:
    """Months that are and are not apart by whole ones; in one group of paths and in many."""
    monkeypatch.setattr(standard_module, "IN_CACHE", in_cache)
    segments = random_book(120, seed=6)
    numbers: Assumptions = LIBRARY if drawn == "no" else DRAWN
    book = Book(
        in_draws(segments) if drawn == "a row each" else segments,
        numbers,
        stance=Stance.PROFIT_SEEKING,
    )
    rng = np.random.default_rng(1)
    months = rng.integers(0, 40, 120) + rng.choice([0.0, 0.25, 0.7], 120)
    found, expected = standard_masses(book, months), alone(book, months)
    for name in ("willing", "reluctant", "open"):
        ours, theirs = getattr(found, name), getattr(expected, name)
        np.testing.assert_allclose(ours, theirs, rtol=RECOMPUTED, atol=1e-15)


def test_packs_replayed_with_the_segments_are_those_replayed_alone() -> None:
    segments = in_draws(with_pasts(random_book(60, seed=7), LIBRARY, seed=7))
    book = Book(segments, DRAWN, stance=Stance.PROFIT_SEEKING)
    packs = {0: np.arange(0, 60, 2), 1: np.arange(60), 2: np.arange(5)}
    own, found = masses_with_packs(book, packs)
    pairs = [(own, present_masses(book))]
    for number, rows in packs.items():
        pairs.append((found[number], masses_after(book.take(segments.take(rows)), number)))
    for ours, theirs in pairs:
        for name in ("willing", "reluctant", "open"):
            np.testing.assert_allclose(
                getattr(ours, name), getattr(theirs, name), rtol=RECOMPUTED, atol=1e-15
            )

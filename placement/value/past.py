"""What accounts have been through: the hidden types that are left at the cut-off date.

Every account starts with the library's shares at month 0. The standard history is in-house work up
to today. Placements, letters and months without work are replayed by the same equations that value
a stage to come, an agency's effort found on the debtors it had then; so what a plan leaves at some
age is what a tape says of an account of that age.

Where a file counts them and does not say in which order they came, in-house work is taken to be
first, then the letters, then the placements, then the months without work. If it does not say how
long in-house work lasted either, all it says is that letters and placements came besides the usual
work: letters then take no month from it, and no placement leaves more than fewer would have left.

Source: own definition, docs/model.md, "The debtor".
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from placement.domain.alike import alike, coded
from placement.domain.history import AGENCY, IN_HOUSE, LETTER, ORDER, parse_history
from placement.domain.types import BoolArray, FloatArray, IntArray, Segments, Stance
from placement.odds.debtor import Masses, by_type, pay_hazard, work, write_letter
from placement.value.book import Book
from placement.value.effort import best_effort
from placement.value.interest import ahead
from placement.value.standard import standard_masses
from placement.value.terms import AgencyTerms, DebtorTerms, MarketTerms

ROUNDING = 1e-9
"""Months below which what is left of an age is rounding."""

MOST_PLACED = 3
"""Placements that are replayed; the model knows no more."""

PLACED_AT_A_TIME = 4_096
"""Accounts placed together; more would not stay in a processor's cache."""


def present_masses(book: Book) -> Masses:
    """Return the hidden types of every segment at its age, as shares of open accounts.

    Returns:
        Shape (2, ..., segments) and (..., segments), draws where a number was drawn.
    """
    lasts = book.term + book.recall_lag
    if lasts.ndim == 1:
        return _replay(book)
    # How long a placement lasts decides what comes when, so such draws are replayed one by one.
    each = [_replay(book.of_draw(draw)) for draw in range(len(lasts))]
    return Masses(
        willing=np.concatenate([by_type(masses.willing, 3) for masses in each], axis=1),
        reluctant=np.concatenate([np.atleast_2d(masses.reluctant) for masses in each]),
        open=np.concatenate([np.atleast_2d(masses.open) for masses in each]),
    )


def masses_after(book: Book, placements: int) -> Masses:
    """Return the types of standard accounts of each segment's age after so many placements.

    Neither disputed nor out of reach, without letters, of debtors at large: what buyers quote a
    price for.
    """
    return present_masses(book.market.take(_packs(book.segments, placements)))


def masses_with_packs(
    book: Book, packs: Mapping[int, IntArray]
) -> tuple[Masses, Mapping[int, Masses]]:
    """Return the types of every segment, and those of packs; much of their pasts is the same.

    Args:
        book: The segments.
        packs: Positions of the segments whose packs are wanted, by placements behind them.

    Returns:
        What `present_masses` gives, and what `masses_after` gives for some segments.
    """
    own = book.segments
    if book.market is not book:
        sold = {
            number: masses_after(book.take(own.take(rows)), number)
            for number, rows in packs.items()
        }
        return present_masses(book), sold
    parts = [own, *(_packs(own.take(rows), number) for number, rows in packs.items())]
    found = present_masses(book.take(Segments.together(parts)))
    ends = np.cumsum([len(part) for part in parts])
    first, *others = (
        found.take(np.arange(end - len(part), end)) for part, end in zip(parts, ends, strict=True)
    )
    return first, dict(zip(packs, others, strict=True))


def _packs(segments: Segments, placements: int) -> Segments:
    size = len(segments)
    return replace(
        segments,
        placements=np.full(size, placements, dtype=np.int64),
        disputed=np.zeros(size, dtype=bool),
        unreachable=np.zeros(size, dtype=bool),
        letters=np.zeros(size, dtype=np.int64),
        in_house_months=np.full(size, np.nan),
        history=("",) * size,
    )


def _replay(book: Book) -> Masses:
    """Return the shares of open accounts that a past leaves.

    Where only the number of placements is known, when they were and what the agencies did is the
    model's guess, and one that did less than in-house work would have done must not look like
    good news: each type's share is at most what fewer placements would have left.
    """
    segments = book.segments
    told = np.array([bool(text) for text in segments.history], dtype=bool) | _is_timed(segments)
    placed = np.where(told, 0, np.minimum(segments.placements, MOST_PLACED))
    # Each segment as often as it has pasts, its own one last; those alike are replayed once.
    own = np.cumsum(placed + 1) - 1
    every = np.repeat(np.arange(len(placed)), placed + 1)
    fewer = np.arange(len(every)) - (own - placed)[every]
    counts = np.where(fewer < placed[every], fewer, segments.placements[every])
    place, first = _alike(segments, every, counts)
    some = replace(segments.take(every[first]), placements=counts[first])
    ran = _as_it_was(book.take(some)).shares
    found = ran.take(place[own])
    for number in range(int(placed.max(initial=0))):
        rows = np.flatnonzero(placed > number)
        found = found.at_most(ran.take(place[(own - placed)[rows] + number]), rows)
    return found


def _alike(segments: Segments, every: IntArray, placements: IntArray) -> tuple[IntArray, IntArray]:
    """Return where each past is among the distinct ones, and one of each.

    Args:
        segments: The segments.
        every: The segment of each past.
        placements: How many each past has.
    """
    (_, sector), (_, kind), (_, history) = (
        coded(words) for words in (segments.sector, segments.creditor_type, segments.history)
    )
    # What an agency does hangs on the claim; work in-house alone does not.
    in_house = _is_standard(segments)[every] & (placements == 0)
    rows = (
        sector, kind, history, segments.age, segments.disputed, segments.unreachable,
        segments.letters, np.nan_to_num(segments.in_house_months, nan=-1.0), segments.draw,
    )  # fmt: skip
    return alike(
        *(column[every] for column in rows),
        placements,
        np.where(in_house, 0.0, segments.balance[every]),
    )


def _is_standard(segments: Segments) -> BoolArray:
    """Return where nothing but in-house work is known, placements apart."""
    plain = np.array([not text for text in segments.history], dtype=bool)
    return np.asarray(plain & (segments.letters == 0) & np.isnan(segments.in_house_months))


def _as_it_was(book: Book) -> Masses:
    segments = book.segments
    told = np.array([bool(text) for text in segments.history], dtype=bool)
    counted = ~(_is_standard(segments) & (segments.placements == 0)) & ~told
    worked = _in_house_months(book, told, counted)
    run = _Replay(book, standard_masses(book, worked), worked)
    if counted.any():
        _counted(run, counted, worked)
    for text in sorted({text for text in segments.history if text}):
        run.tell(text, np.array([text == other for other in segments.history], dtype=bool))
    return run.masses


def _in_house_months(book: Book, told: BoolArray, counted: BoolArray) -> FloatArray:
    """Return the months of in-house work with which each history begins."""
    segments = book.segments
    months = np.array(segments.age)
    if counted.any():
        rest = np.maximum(segments.age - _outside(book), 0.0)
        given = np.fmin(np.nan_to_num(segments.in_house_months, nan=np.inf), rest)
        months = np.where(counted, given, months)
    for position in np.flatnonzero(told):
        kind, lasts = parse_history(segments.history[position])[0]
        months[position] = lasts if kind == IN_HOUSE else 0.0
    return months


def _outside(book: Book) -> FloatArray:
    """Return the months that letters and placements took, shape (segments,)."""
    lasts = _whole(book.term + book.recall_lag)
    placed = np.minimum(book.segments.placements, MOST_PLACED)
    return np.asarray(placed * lasts + book.segments.letters * _is_timed(book.segments))


def _is_timed(segments: Segments) -> BoolArray:
    """Return where a file says how long in-house work lasted, so that all months are told."""
    return ~np.isnan(segments.in_house_months)


def _whole(months: FloatArray) -> FloatArray:
    """Return one number a segment, of one draw at most."""
    return np.rint(months if months.ndim == 1 else months[0])


def _counted(run: "_Replay", where: BoolArray, worked: FloatArray) -> None:
    """Replay letters, placements and idle months that a file counts."""
    segments = run.book.segments
    for number in range(int(segments.letters[where].max(initial=0))):
        timed = _is_timed(segments).astype(float)
        run.letter(where & (segments.letters > number), number, lasts=timed)
    lasts = _whole(run.book.term + run.book.recall_lag)
    most = int(np.minimum(segments.placements, MOST_PLACED)[where].max(initial=0))
    for number in range(most):
        run.place(where & (segments.placements > number), number, lasts)
    idle = segments.age - worked - _outside(run.book)
    run.wait(np.where(where & (idle > ROUNDING), idle, 0.0))


class _Replay:
    """Masses of segments on their way to the cut-off date."""

    def __init__(self, book: Book, masses: Masses, age: FloatArray) -> None:
        self.book, self.masses, self.age = book, masses, np.array(age)

    def tell(self, text: str, where: BoolArray) -> None:
        """Replay a history after its first in-house stage."""
        letters = placed = 0
        for position, (kind, months) in enumerate(parse_history(text)):
            lasts = np.where(where, months, 0.0)
            if kind == LETTER:
                self.letter(where, letters)
                letters += 1
            elif kind == AGENCY:
                self.place(where, placed, lasts)
                placed += 1
            elif kind == ORDER:
                # Nobody pays while a court has it; whose order stood is no open account any more.
                ages = self.age[:, None] + np.arange(max(round(months), 1))
                self._work(lasts, np.zeros((2, *ages.shape)), self.book.fade(ages))
            elif kind == IN_HOUSE and position:
                contacts = self.book.lookup.scalar("debtor.history_contacts_per_month")
                self._months(lasts, contacts)
            elif kind != IN_HOUSE:
                self.wait(lasts)

    def letter(self, where: BoolArray, so_far: int, *, lasts: FloatArray | float = 1.0) -> None:
        """Write one letter to some segments, which takes a month or goes beside other work."""
        counts = where.astype(float)
        willing, reluctant = self.book.letter_responses(
            self.age, np.full(len(self.age), so_far, dtype=np.int64)
        )
        self.masses = write_letter(
            self.masses,
            willing_response=willing * counts,
            reluctant_response=reluctant * counts,
            fade=self.book.fade(self.age) * counts * lasts,
        )
        self.age += counts * lasts

    def place(self, where: BoolArray, number: int, lasts: FloatArray) -> None:
        """Place some segments with an agency, which works as it then pays it to."""
        rows = np.flatnonzero(where)
        # Placements of like length lie together, so that none is followed past its own.
        rows = rows[np.argsort(lasts[rows], kind="stable")]
        for first in range(0, len(rows), PLACED_AT_A_TIME):
            some = rows[first : first + PLACED_AT_A_TIME]
            part = _Replay(
                self.book.take(self.book.segments.take(some)),
                self.masses.take(some),
                self.age[some],
            )
            part.place_all(number, lasts[some])
            self.masses, self.age[some] = self.masses.put(some, part.masses), part.age

    def place_all(self, number: int, lasts: FloatArray) -> None:
        """Place all segments with an agency."""
        k = np.arange(int(lasts.max(initial=1.0)))
        agency = self.book.agency(number, self.age, months=len(k))
        fade = self.book.fade(self.age[:, None] + k)
        contacts, worked = self._effort(agency, fade)
        hazard = pay_hazard(
            np.asarray(contacts[..., None] * (k < worked[..., None])),
            contacts_per_willing=agency.contacts_per_willing,
            self_cure_rate=self.book.self_cure_rate[..., None],
        )
        self._work(lasts, hazard, fade)

    def wait(self, lasts: FloatArray) -> None:
        """Leave segments alone, for a part of a month first."""
        part = lasts - np.floor(lasts + ROUNDING)
        part = np.where(part > ROUNDING, part, 0.0)
        if part.any():
            self._months(part, np.zeros(len(self.age)))
        if (rest := np.rint(lasts - part)).any():
            self._months(rest, np.zeros(len(self.age)))

    def _months(self, lasts: FloatArray, contacts: FloatArray) -> None:
        ages = self.age[:, None] + np.arange(int(np.ceil(lasts.max())))
        self._work(lasts, self.book.in_house_hazard(contacts, ages), self.book.fade(ages))

    def _effort(self, agency: AgencyTerms, fade: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return what the agency does with the accounts it is given."""
        book = self.book
        if book.stance is Stance.CONTRACTUAL:
            return agency.contract_contacts_per_month, agency.months
        effort = best_effort(
            debtor=debtor_seen(book, self.masses.shares, self.age, fade=fade),
            market=market_seen(book),
            agency=agency,
        )
        return effort.contacts_per_month, effort.worked_months

    def _work(self, lasts: FloatArray, hazard: FloatArray, fade: FloatArray) -> None:
        """Work months in which debtors pay at a hazard and fade, one of them at least."""
        k = np.arange(max(int(np.ceil(lasts.max(initial=0.0))), 1))
        counts = np.clip(lasts[:, None] - k, 0.0, 1.0)
        self.masses = work(
            self.masses, hazard=ahead(hazard, len(k)) * counts, fade=ahead(fade, len(k)) * counts
        )
        self.age += lasts


def debtor_seen(book: Book, shares: Masses, ages: FloatArray, *, fade: FloatArray) -> DebtorTerms:
    """Return the claim and the odds as an agency meets them at an age."""
    lookup, segments = book.lookup, book.segments
    return DebtorTerms(
        balance=segments.balance,
        principal_share=segments.principal_share,
        age=ages,
        willing_easy=shares.willing[0],
        willing_hard=shares.willing[1],
        reluctant=shares.reluctant,
        fade=fade,
        self_cure_rate=book.self_cure_rate,
        settlement_share=lookup.scalar("debtor.settlement_share"),
        instalment_factor=book.instalment_factor,
    )


def market_seen(book: Book) -> MarketTerms:
    """Return what an agency's interest needs of money and tax."""
    nothing = np.zeros(len(book.segments))
    return MarketTerms(
        discount_per_month=book.discount_per_month,
        vat_rate=book.lookup.shared("tax.vat_rate"),
        tax_rate=nothing,
        months_until_deductible=nothing,
        holding_cost_rate=nothing,
    )

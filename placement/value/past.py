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

from dataclasses import replace

import numpy as np

from placement.domain.history import AGENCY, IN_HOUSE, LETTER, ORDER, parse_history
from placement.domain.types import BoolArray, FloatArray, IntArray, Segments, Stance
from placement.odds.debtor import Masses, by_type, follow, pay_hazard, work, write_letter
from placement.value.book import Book
from placement.value.effort import best_effort
from placement.value.interest import ahead
from placement.value.terms import DebtorTerms, MarketTerms

ROUNDING = 1e-9
"""Months below which what is left of an age is rounding."""

MOST_PLACED = 3
"""Placements that are replayed; the model knows no more."""


def present_masses(book: Book) -> Masses:
    """Return the hidden types of every segment at its age, as shares of open accounts.

    Returns:
        Shape (2, ..., segments) and (..., segments), draws where a number was drawn.
    """
    segments = book.segments
    place, first = _alike(segments)
    return _replay_each(book.take(segments.take(first))).shares.take(place)


def masses_after(book: Book, placements: int) -> Masses:
    """Return the types of standard accounts of each segment's age after so many placements.

    Neither disputed nor out of reach, without letters: what buyers quote a price for.
    """
    segments = book.segments
    size = len(segments)
    plain = replace(
        segments,
        placements=np.full(size, placements, dtype=np.int64),
        disputed=np.zeros(size, dtype=bool),
        unreachable=np.zeros(size, dtype=bool),
        letters=np.zeros(size, dtype=np.int64),
        in_house_months=np.full(size, np.nan),
        history=("",) * size,
    )
    return present_masses(book.take(plain))


def standard_masses(book: Book, months: FloatArray) -> Masses:
    """Return the types after so many months of in-house work from the due date on.

    A part of a month comes first, so that whole months lie behind each other as a plan's do.

    Args:
        book: The segments.
        months: Months of work, shape (segments,).
    """
    lookup, segments = book.lookup, book.segments
    dispute = np.where(segments.disputed, 1.0 - lookup.scalar("debtor.dispute_loss"), 1.0)
    reach = np.where(segments.unreachable, lookup.scalar("debtor.unreachable_factor"), 1.0)
    easy, hard = (
        lookup.scalar(f"debtor.{kind}_share") * dispute * reach for kind in ("easy", "hard")
    )
    start = np.stack(np.broadcast_arrays(easy, hard))
    reluctant = lookup.scalar("debtor.reluctant_share")
    part = months - np.floor(months)
    whole = np.floor(months)
    count = int(whole.max(initial=0.0)) + 1
    k = np.arange(count)
    ages = np.where(k == 0, 0.0, part[:, None] + k - 1.0)
    lasts = np.where(k == 0, part[:, None], np.where(k <= whole[:, None], 1.0, 0.0))
    hazard = book.in_house_hazard(lookup.scalar("debtor.history_contacts_per_month"), ages) * lasts
    fade = book.fade(ages) * lasts
    path = follow(start, hazard=hazard, fade=fade)
    return Masses(
        willing=path.willing_after,
        reluctant=np.asarray(reluctant * np.exp(-fade.sum(axis=-1))),
        open=path.open_after,
    )


def _alike(segments: Segments) -> tuple[IntArray, IntArray]:
    """Return where each segment's own past is among the distinct ones, and one segment of each."""
    _, sector = np.unique(np.array(segments.sector, dtype=object), return_inverse=True)
    _, kind = np.unique(np.array(segments.creditor_type, dtype=object), return_inverse=True)
    _, history = np.unique(np.array(segments.history, dtype=object), return_inverse=True)
    balance = np.where(_is_standard(segments), 0.0, segments.balance)
    rows = np.stack(
        [
            sector, kind, history, segments.age, segments.disputed, segments.unreachable,
            segments.placements, segments.letters,
            np.nan_to_num(segments.in_house_months, nan=-1.0), balance, segments.draw,
        ],
        axis=1,
    ).astype(float)  # fmt: skip
    _, first, place = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    return place.reshape(-1), first


def _is_standard(segments: Segments) -> BoolArray:
    """Return where nothing but in-house work is known."""
    plain = np.array([not text for text in segments.history], dtype=bool)
    return np.asarray(
        plain
        & (segments.placements == 0)
        & (segments.letters == 0)
        & np.isnan(segments.in_house_months)
    )


def _replay_each(book: Book) -> Masses:
    """Replay the pasts, draw by draw where it was drawn how long a placement lasts."""
    lasts = book.term + book.recall_lag
    if lasts.ndim == 1:
        return _replay(book)
    each = [_replay(book.of_draw(draw)) for draw in range(len(lasts))]
    return Masses(
        willing=np.concatenate([by_type(masses.willing, 3) for masses in each], axis=1),
        reluctant=np.concatenate([np.atleast_2d(masses.reluctant) for masses in each]),
        open=np.concatenate([np.atleast_2d(masses.open) for masses in each]),
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
    # Each segment as often as it has pasts, its own one last: all are replayed together.
    own = np.cumsum(placed + 1) - 1
    every = np.repeat(np.arange(len(placed)), placed + 1)
    fewer = np.arange(len(every)) - (own - placed)[every]
    some = segments.take(every)
    counts = np.where(fewer < placed[every], fewer, some.placements)
    ran = _as_it_was(book.take(replace(some, placements=counts))).shares
    found = ran.take(own)
    for number in range(int(placed.max(initial=0))):
        rows = np.flatnonzero(placed > number)
        found = found.at_most(ran.take((own - placed)[rows] + number), rows)
    return found


def _as_it_was(book: Book) -> Masses:
    segments = book.segments
    told = np.array([bool(text) for text in segments.history], dtype=bool)
    counted = ~_is_standard(segments) & ~told
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
                self._work(lasts, np.zeros((2, len(self.age), max(round(months), 1))))
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
        months = int(lasts.max(initial=1.0))
        k = np.arange(months)
        agency = self.book.agency(number, self.age, months=months)
        contacts, worked = self._effort(number, months, where)
        hazard = pay_hazard(
            np.asarray(contacts[..., None] * (k < worked[..., None])),
            contacts_per_willing=agency.contacts_per_willing,
            self_cure_rate=self.book.self_cure_rate[..., None],
        )
        self._work(np.where(where, lasts, 0.0), hazard)

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
        self._work(lasts, self.book.in_house_hazard(contacts, ages))

    def _effort(self, number: int, months: int, where: BoolArray) -> tuple[FloatArray, FloatArray]:
        """Return what the agency does with those it is given; nothing with the others."""
        book, age = self.book.take(self.book.segments.take(where)), self.age[where]
        agency = book.agency(number, age, months=months)
        if book.stance is Stance.CONTRACTUAL:
            found = agency.contract_contacts_per_month, agency.months
        else:
            effort = best_effort(
                debtor=debtor_seen(book, self.masses.take(where).shares, age, months=months),
                market=market_seen(book),
                agency=agency,
            )
            found = effort.contacts_per_month, effort.worked_months
        contacts, worked = (np.zeros((*part.shape[:-1], len(where))) for part in found)
        contacts[..., where], worked[..., where] = found
        return contacts, worked

    def _work(self, lasts: FloatArray, hazard: FloatArray) -> None:
        """Work months in which debtors pay at a hazard, one month of it at least in the array."""
        k = np.arange(max(int(np.ceil(lasts.max(initial=0.0))), 1))
        counts = np.clip(lasts[:, None] - k, 0.0, 1.0)
        fade = self.book.fade(self.age[:, None] + k) * counts
        self.masses = work(self.masses, hazard=ahead(hazard, len(k)) * counts, fade=fade)
        self.age += lasts


def debtor_seen(book: Book, shares: Masses, ages: FloatArray, *, months: int) -> DebtorTerms:
    """Return the claim and the odds as an agency meets them at an age."""
    lookup, segments = book.lookup, book.segments
    return DebtorTerms(
        balance=segments.balance,
        principal_share=segments.principal_share,
        age=ages,
        willing_easy=shares.willing[0],
        willing_hard=shares.willing[1],
        reluctant=shares.reluctant,
        fade=book.fade(ages[:, None] + np.arange(months)),
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

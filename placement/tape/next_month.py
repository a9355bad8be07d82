"""What became of a book's accounts by a later tape of it: who paid, who left, what was done.

An account that is still there has paid what it owes less; one that owes more was charged more, and
that is no payment. One that is gone has paid, or was recalled, sold or closed: the later tape says
so where it lists it with a balance of 0 or a status, and where it does not list it nobody knows.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from placement.domain.days import DAYS_PER_MONTH
from placement.domain.errors import InputError
from placement.domain.text import day_text, t
from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.tape.against import Against, against
from placement.tape.cells import as_text
from placement.tape.closed import says_paid
from placement.tape.columns import ColumnMatch
from placement.tape.tape import LeftOut, Tape, kind_left_out

CENT = 0.005
"""Money below which a balance has not moved."""

COARSEST = 8
"""Powers of ten above a cent that are looked at as units: up to a million."""

MOST_MONTHS = 24
"""Months between two tapes up to which a plan is held against what came."""

ANOTHER_UNIT = 50.0
"""Times by which balances of half the accounts must differ to be of another unit."""


class Became(IntEnum):
    """What became of an account."""

    STAYED = 0
    PAID = 1
    """Gone, and the later tape says that it was paid."""
    OTHERWISE = 2
    """Gone, and it says that it was withdrawn, sold or the like."""
    GONE = 3
    """Gone, and nothing says how."""
    UNREADABLE = 4
    """Listed, but its row cannot be used or was added to another."""


class Done(IntEnum):
    """What a later tape says was done with an account."""

    NOT_SAID = 0
    AGENCY = 1
    LETTER = 2
    OWN = 3
    """Neither; by one's own people, or nothing."""
    NO_AGENCY = 4
    """As the last, but letters are not on the tapes."""
    NO_LETTER = 5
    """As the last but one, but agencies are not on the tapes."""
    NO_WORK = 6
    """Neither, and no month of in-house work was added."""
    IN_HOUSE = 7
    """Neither, and months of in-house work were added."""


@dataclass(frozen=True, kw_only=True, eq=False)
class NextMonth:
    """The accounts of a first tape as a later one has them; arrays of shape (accounts,)."""

    months: int
    """Between the two."""

    became: IntArray
    """Of `Became`."""

    done: IntArray
    """Of `Done`; `NOT_SAID` of accounts that are not on the later tape."""

    paid: FloatArray
    """What an account that stayed owes less, at least 0; 0 of those gone."""

    charged: FloatArray
    """What an account that stayed owes more, at least 0."""

    came: int
    """Accounts that only the later tape has."""

    moved_sector: int
    """Accounts that stayed and are in another sector."""

    step: float
    """Unit that all balances of the later tape are whole numbers of."""

    tells_work: bool
    """Whether the later tape says anything of what was done."""


def next_month(
    first: Tape,
    later: Tape,
    *,
    match_first: ColumnMatch,
    match_later: ColumnMatch,
    months: int | None = None,
) -> NextMonth:
    """Return what became of the accounts of a tape by a later one.

    Args:
        first: The tape of the day the plan was made.
        later: One some months later.
        match_first: How the columns of the first were read.
        match_later: How those of the later one were.
        months: Months between them, where the tapes do not say.

    Raises:
        InputError: The two do not fit: the same tape, in the wrong order, in another currency or
            unit, of another sector, without account numbers or without a common account.
    """
    if first.digest == later.digest:
        raise InputError(
            t(
                "Both tapes are the same file, so nothing can have come in between. Give the tape "
                "of a later month as the second."
            )
        )
    who = against(first, later)
    became = _became(first, later, who, match_later)
    if not len(who.stayed_last) and not (became == Became.PAID).any():
        raise InputError(
            t(
                "The two tapes have no account in common, such as {one} on the first and {other} "
                "on the later one. Give two months of one book, with the same account numbers.",
                one=first.masked(slice(0, 1))[0],
                other=later.masked(slice(0, 1))[0],
            )
        )
    lasted = _months_between(first, later, who, months)
    _require_alike(first, later, who)
    change = np.zeros(len(first))
    change[who.stayed_last] = later.balance[who.stayed_now] - first.balance[who.stayed_last]
    done, tells = _done(first, later, who, match_first, match_later)
    sectors = _sectors(first, who.stayed_last) != _sectors(later, who.stayed_now)
    return NextMonth(
        months=lasted,
        became=became,
        done=done,
        paid=np.where(change <= -CENT, -change, 0.0),
        charged=np.where(change >= CENT, change, 0.0),
        came=len(who.came),
        moved_sector=int(sectors.sum()),
        step=unit_of(later.balance),
        tells_work=tells,
    )


def unit_of(amounts: FloatArray) -> float:
    """Return the power of ten, at least a cent, that all amounts are whole numbers of.

    Args:
        amounts: Balances of a tape; of none the unit is a cent.
    """
    cents = np.rint(100.0 * amounts)
    if not len(cents) or np.abs(cents / 100.0 - amounts).max() > 1e-6:
        return 0.01
    power = 0
    while power < COARSEST and not np.any(np.remainder(cents, 10.0 ** (power + 1))):
        power += 1
    return float(10.0**power / 100.0)


def _became(first: Tape, later: Tape, who: Against, match: ColumnMatch) -> IntArray:
    found = np.full(len(first), int(Became.STAYED), dtype=np.int64)
    numbers = first.account_id
    listed = _listed(later, match)
    for place in who.went.tolist():
        number = str(numbers[place]) if numbers is not None and numbers[place] else ""
        found[place] = int(listed.get(number, Became.GONE) if number else Became.GONE)
    return found


def _listed(later: Tape, match: ColumnMatch) -> dict[str, Became]:
    """Return what rows that are left out of a tape say became of their accounts, by number."""
    left_out = later.excluded
    heading = match.matched.get("account_id")
    if heading is None or not len(left_out):
        return {}
    numbers = as_text(left_out.raw[heading]).to_pylist()
    status = match.matched.get("account_status")
    words = as_text(left_out.raw[status]).to_pylist() if status else [""] * len(left_out)
    found: dict[str, Became] = {}
    for number, word, reasons in zip(numbers, words, left_out.reasons, strict=True):
        if number:
            found.setdefault(str(number).strip(), _of_row(word or "", reasons))
    return found


def _of_row(word: str, reasons: str) -> Became:
    paid = says_paid(word)
    if paid is not None:
        return Became.PAID if paid else Became.OTHERWISE
    codes = reasons.split("; ")
    if any(code in codes for code in ("balance_zero", "balance_negative", "current")):
        return Became.PAID
    if kind_left_out(reasons) is LeftOut.SETTLED:
        # Closed, and nothing says why.
        return Became.GONE
    return Became.UNREADABLE


def _months_between(first: Tape, later: Tape, who: Against, said: int | None) -> int:
    if said is not None and not 1 <= said <= MOST_MONTHS:
        raise InputError(
            t(
                "months must be a whole number from 1 to {most}; got {came}.",
                most=MOST_MONTHS,
                came=said,
            )
        )
    if first.as_of is not None and later.as_of is not None:
        days = (later.as_of - first.as_of).days
        names = {"one": day_text(first.as_of), "other": day_text(later.as_of)}
    elif said is not None:
        return said
    elif len(who.stayed_last):
        older = later.age[who.stayed_now] - first.age[who.stayed_last]
        days = round(float(np.median(older)) * DAYS_PER_MONTH)
        names = {"one": t("not said"), "other": t("not said")}
    else:
        raise InputError(
            t("The tapes have no cut-off dates, so how far apart they are is not known. Say it.")
        )
    found = round(days / DAYS_PER_MONTH)
    if days < 0:
        raise InputError(
            t(
                "The second tape is older than the first (cut-off dates {one} and {other}, "
                "{days} days the wrong way). Give the tape of the plan first.",
                **names,
                days=-days,
            )
        )
    if found < 1:
        raise InputError(
            t(
                "The two tapes lie {days} days apart (cut-off dates {one} and {other}); a plan is "
                "counted in months, so one is needed at least. Give a tape of a later month, or "
                "the cut-off dates if they are wrong.",
                **names,
                days=days,
            )
        )
    if found > MOST_MONTHS:
        raise InputError(
            t(
                "The two tapes lie {months} months apart; a plan is held against {most} at most. "
                "Give a tape nearer to the plan.",
                months=found,
                most=MOST_MONTHS,
            )
        )
    if said is not None and said != found:
        raise InputError(
            t(
                "The cut-off dates {one} and {other} are {months} months apart, not {came}. Leave "
                "out the months, or correct a date.",
                **names,
                months=found,
                came=said,
            )
        )
    return found


def _require_alike(first: Tape, later: Tape, who: Against) -> None:
    if not len(who.stayed_last):
        return
    times = float(np.median(later.balance[who.stayed_now] / first.balance[who.stayed_last]))
    if not 1.0 / ANOTHER_UNIT < times < ANOTHER_UNIT:
        raise InputError(
            t(
                "Accounts owe {times:,.4g} times as much on the second tape as on the first, so "
                "one of them is in another unit. Say what amounts are written in.",
                times=times,
            )
        )
    one, other = _sectors(first, who.stayed_last), _sectors(later, who.stayed_now)
    if float(np.mean(one == other)) < 0.5:
        place = int(np.argmax(one != other))
        raise InputError(
            t(
                "Most accounts that both tapes have are in another sector on the second, such as "
                "{one} on the first and {other} there. Give the sector of both, or the right file.",
                one=str(one[place]),
                other=str(other[place]),
            )
        )


def _sectors(tape: Tape, rows: IntArray) -> np.ndarray:
    return np.asarray(tape.sector.texts(), dtype=object)[rows]


def _done(
    first: Tape, later: Tape, who: Against, match_first: ColumnMatch, match_later: ColumnMatch
) -> tuple[IntArray, bool]:
    """Return what was done with each account, and whether the tapes say anything of it."""
    found = np.full(len(first), int(Done.NOT_SAID), dtype=np.int64)
    before, now = set(match_first.matched), set(match_later.matched)
    both = before & now
    tells_agency = bool(now & {"placed_with", "placement_status"} or both & {"placements"})
    tells_letter = bool(both & {"letters", "history"})
    tells_agency = tells_agency or "history" in both
    if not (tells_agency or tells_letter):
        return found, False
    last, here = who.stayed_last, who.stayed_now
    agency: BoolArray = later.placed_now[here] | (later.placements[here] > first.placements[last])
    letter: BoolArray = later.letters[here] > first.letters[last]
    rest = Done.OWN
    if not tells_letter:
        rest = Done.NO_AGENCY
    if not tells_agency:
        rest = Done.NO_LETTER
    own = np.full(len(last), int(rest), dtype=np.int64)
    if "in_house_months" in both and rest is Done.OWN:
        added = later.in_house_months[here] - first.in_house_months[last]
        own = np.where(added < 0.5, int(Done.NO_WORK), own)
        own = np.where(added >= 0.5, int(Done.IN_HOUSE), own)
    found[last] = np.where(agency, int(Done.AGENCY), np.where(letter, int(Done.LETTER), own))
    return found, True

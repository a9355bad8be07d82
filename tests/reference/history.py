"""What an account has been through since its due date: the standard history and its replay."""

import math
from dataclasses import replace
from typing import NamedTuple

from tests.reference.debtor import Masses, month_of_letter, month_of_work, months_of_court
from tests.reference.effort import best_effort, lot_of
from tests.reference.numbers import Case

NOTHING = 1e-9
"""Months that rounding leaves."""


class Stage(NamedTuple):
    """One thing done to an account for so many months."""

    kind: str
    """in_house, agency, letter, wait or payment_order."""
    months: float


def month_0(case: Case) -> Masses:
    """Return the shares at the due date; a dispute and a lost address are there from the start."""
    factor = 1.0
    if case.account.disputed:
        factor *= 1.0 - case.own("debtor.dispute_loss")
    if case.account.unreachable:
        factor *= case.own("debtor.unreachable_factor")
    return Masses(
        case.own("debtor.easy_share") * factor,
        case.own("debtor.hard_share") * factor,
        case.own("debtor.reluctant_share"),
    )


def masses_now(case: Case, *, contractual: bool = False) -> Masses:
    """Return the shares at the cut-off date, of accounts then open, the what-if included."""
    masses = past_masses(case, contractual=contractual)
    willing = masses.easy + masses.hard
    if willing <= 0.0:
        return masses
    factor = min(case.library["what_if.odds_factor"], (1.0 - masses.reluctant) / willing)
    return masses._replace(easy=masses.easy * factor, hard=masses.hard * factor)


def past_masses(case: Case, *, contractual: bool = False) -> Masses:
    """Return the shares that a past leaves: of counted placements no more than fewer leave."""
    account = case.account
    if account.history:
        return replay(case, read_history(account.history), contractual=contractual)
    return counted(
        case,
        account.age,
        placements=account.placements,
        letters=account.letters,
        in_house=account.in_house_months,
        contractual=contractual,
    )


def counted(
    case: Case,
    age: float,
    *,
    placements: int = 0,
    letters: int = 0,
    in_house: float | None = None,
    contractual: bool = False,
) -> Masses:
    """Return the least of each type that so many placements, or fewer, leave."""
    # How long in-house work lasted tells all months; else a placement may only have done harm.
    fewest = 0 if in_house is None else min(placements, 3)
    found = [
        replay(
            case,
            usual_stages(case, age, placements=number, letters=letters, in_house=in_house),
            contractual=contractual,
        )
        for number in range(fewest, min(placements, 3) + 1)
    ]
    return Masses(*(min(of_type) for of_type in zip(*found, strict=True)))


def standard(case: Case, age: float) -> Masses:
    """Return the shares at an age after in-house work alone."""
    return replay(case, [Stage("in_house", age)])


def quoted_pack(case: Case, age: float, *, contractual: bool = False) -> Masses:
    """Return the shares in the packs that a price was quoted for.

    The account's like, undisputed and reachable, with the usual number of placements behind it;
    between two whole numbers both are mixed. Its agencies worked as the account's do.
    """
    placements = case.own("sale.earlier_placements")
    plain = Case(case.library, replace(case.account, disputed=False, unreachable=False))
    low = math.floor(placements)
    share = placements - low
    few = counted(plain, age, placements=low, contractual=contractual)
    if share <= 0.0:
        return few
    many = counted(plain, age, placements=low + 1, contractual=contractual)
    return Masses(*((1.0 - share) * a + share * b for a, b in zip(few, many, strict=True)))


def usual_stages(
    case: Case,
    age: float,
    *,
    placements: int = 0,
    letters: int = 0,
    in_house: float | None = None,
) -> list[Stage]:
    """Return the usual order: in-house, letters, placements, then months of nothing."""
    each = case.term + case.recall_lag
    # Without the months of in-house work a counted letter went beside it: it takes no month.
    letter = 0.0 if in_house is None else 1.0
    rest = max(age - placements * each - letters * letter, 0.0)
    own = rest if in_house is None else min(in_house, rest)
    return [
        Stage("in_house", own),
        *[Stage("letter", letter)] * letters,
        *[Stage("agency", float(each))] * placements,
        Stage("wait", rest - own),
    ]


def read_history(text: str) -> list[Stage]:
    """Read `in_house 5, agency 6, letter, wait 2`."""
    stages = []
    for part in text.split(","):
        kind, *months = part.split()
        stages.append(Stage(kind, float(months[0]) if months else 1.0))
    return stages


def replay(case: Case, stages: list[Stage], *, contractual: bool = False) -> Masses:
    """Return the shares of accounts open after these stages, from the due date on.

    Agencies worked then as they do now, so that a plan followed and told reads the same.
    """
    masses, age, placements, letters = month_0(case), 0.0, 0, 0
    for kind, months in stages:
        if kind == "letter":
            answers = case.responses(age, letters)
            masses, _ = month_of_letter(masses, answers, case.fade(age) * months)
            letters += 1
        elif kind == "payment_order":
            masses = months_of_court(masses, case.faded(age, round(months)))
        elif kind == "agency":
            placements += 1
            masses = _placed(case, masses, age, round(months), placements, contractual)
        else:
            masses = _worked(case, masses, age, months, kind)
        age += months
    return masses.per_open()


def _worked(case: Case, masses: Masses, age: float, months: float, kind: str) -> Masses:
    """Return the masses after in-house work or waiting; a part of a month comes first."""
    contacts = case.own("debtor.history_contacts_per_month") if kind == "in_house" else 0.0
    part = months - math.floor(months)
    lengths = ([part] if part > NOTHING else []) + [1.0] * math.floor(months)
    for length in lengths:
        hazards = case.hazards("in_house", age, contacts)
        masses, _ = month_of_work(masses, hazards, case.fade(age), length)
        age += length
    return masses


def _placed(
    case: Case, masses: Masses, age: float, months: int, placement: int, contractual: bool
) -> Masses:
    """Return the masses after a placement that happened, whether or not it paid the agency."""
    term = min(months, case.term)
    if contractual:
        intensity, worked = case.own("agency.contract_contacts_per_month"), term
    else:
        effort = best_effort(lot_of(case, age, placement, term), masses)
        intensity, worked = effort.contacts, effort.months
    for k in range(months):
        hazards = case.hazards("agency", age + k, intensity if k < worked else 0.0, placement)
        masses, _ = month_of_work(masses, hazards, case.fade(age + k))
    return masses

"""The library's odds as a batch shows them, and back: what the library must say to show these.

A batch placed at an age shows one willing share w, one hazard mu at which they pay and one rate
lambda at which they fade. The library states shares at the due date, contacts that a debtor needs
and a table of fading; at an age and at the intensity of an agency's usual caseload they come to

    w(age) = easy + hard debtors left after the standard history
    mu(age) = mu0 + i / (omega * g(age)),    i = contacts a seat and month / accounts a seat

with g the factor by which a contact is worth less at that age. Source: docs/model.md, "Odds from
evidence".
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from placement.api.accounts import one_account
from placement.assume.assumptions import Assumptions
from placement.assume.joint import Joint, Span
from placement.assume.tables import log_linear
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray, Stance
from placement.value.book import Book
from placement.value.past import present_masses
from placement.value.resolve import willing_at_hand
from placement.value.standard import standard_masses

__all__ = [
    "Entry",
    "LibraryOdds",
    "Overlay",
    "Range",
    "library_odds",
    "overlay_of",
    "overlays_toml",
]

_PROBE = 0.1
"""Any share will do: what becomes of a type does not depend on how many there are."""

_ANY_BALANCE = 1_000.0
"""Shares do not depend on the balance."""


@dataclass(frozen=True, kw_only=True)
class Range:
    """A number with the range it may lie in."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class LibraryOdds:
    """What the numbers in use say of a batch placed at an age."""

    willing_share: Range
    pay_hazard: Range
    fade_rate: Range
    contacts_per_month: float
    """Contacts to an account a month under the usual caseload, i."""

    self_cure_rate: float
    settlement_share: float
    instalments: int
    breakage: float
    easy_share: Range
    """Easy among open accounts at the age."""

    hard_share: Range
    """Hard among open accounts at the age; with the easy ones they are the willing."""

    easy_hazard: float
    """Rate a month at which easy debtors pay an agency."""

    easy_leaves: float
    """Rate a month at which they pay in-house, before they are placed."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One number to lay over the library."""

    path: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Overlay:
    """Numbers to lay over the library, with where they are from."""

    source: str
    entries: tuple[Entry, ...]
    joints: tuple[Joint, ...] = ()
    """How their errors go together, where they were fitted together."""

    @property
    def ranges(self) -> dict[str, Span]:
        """Return the ranges by path."""
        return {
            entry.path: Span(low=entry.low, high=entry.high, source=self.source)
            for entry in self.entries
        }

    @property
    def values(self) -> dict[str, float]:
        """Return the values by path."""
        return {entry.path: entry.value for entry in self.entries}

    @property
    def toml(self) -> str:
        """Return the numbers as a TOML file for `--assumptions`."""
        return overlays_toml([self])


def overlays_toml(overlays: Sequence[Overlay]) -> str:
    """Return the numbers of several overlays, as of several sectors, as one TOML file."""
    lines = ["# " + t("Odds from evidence, to lay over the library.")]
    for overlay in overlays:
        quoted = '"' + overlay.source.replace("\\", "\\\\").replace('"', "'") + '"'
        lines += [
            f"{each.path} = {{ value = {each.value!r}, low = {each.low!r}, high = {each.high!r}, "
            f"source = {quoted} }}"
            for each in overlay.entries
        ]
    joints = [joint for overlay in overlays for joint in overlay.joints]
    if joints:
        lines.append("# " + t("How their errors go together: see the user guide, Odds."))
    # Tables of a list stand last: what comes behind their heading would be theirs.
    for joint in joints:
        lines.append("[[together]]")
        lines += [f"{key} = {json.dumps(value)}" for key, value in joint.plain.items()]
    return "\n".join(lines) + "\n"


def library_odds(assumptions: Assumptions, sector: str, age: float) -> LibraryOdds:
    """Return what the numbers in use say of a batch of a sector placed at an age.

    Raises:
        InputError: The sector is not known, or the age is out of bounds.
    """
    book = _book(assumptions, sector, age)
    hard = assumptions.entries[f"{sector}.debtor.hard_share"]
    needed = assumptions.entries[f"{sector}.agency.contacts_per_hard"]
    free = 1.0 - _number(assumptions, f"{sector}.debtor.easy_share")
    free -= _number(assumptions, f"{sector}.debtor.reluctant_share")

    def willing(share: float) -> float:
        path = f"{sector}.debtor.hard_share"
        return _willing(assumptions.with_values({path: min(share, free)}), sector, age)

    def easy(share: float) -> float:
        path = f"{sector}.debtor.easy_share"
        most = 1.0 - _number(assumptions, f"{sector}.debtor.reluctant_share") - hard.value
        return _at_hand(assumptions.with_values({path: min(share, most)}), sector, age)[0]

    def only_hard(share: float) -> float:
        path = f"{sector}.debtor.hard_share"
        return _at_hand(assumptions.with_values({path: min(share, free)}), sector, age)[1]

    now = _at_hand(assumptions, sector, age)
    easy_now = assumptions.entries[f"{sector}.debtor.easy_share"]

    def hazard(contacts: float) -> float:
        return float(book.self_cure_rate[0]) + _intensity(assumptions, sector) / (
            contacts * _age_factor(book)
        )

    fade = {
        name: float(_table_at(assumptions, f"{sector}.debtor.fade_rate", age, name))
        for name in ("value", "low", "high")
    }
    return LibraryOdds(
        willing_share=Range(
            value=_willing(assumptions, sector, age),
            low=willing(hard.low),
            high=willing(hard.high),
        ),
        pay_hazard=Range(
            value=hazard(needed.value), low=hazard(needed.high), high=hazard(needed.low)
        ),
        fade_rate=Range(**fade),
        contacts_per_month=_intensity(assumptions, sector),
        self_cure_rate=float(book.self_cure_rate[0]),
        settlement_share=_number(assumptions, f"{sector}.debtor.settlement_share"),
        instalments=round(_number(assumptions, f"{sector}.debtor.instalment_months")),
        breakage=_number(assumptions, f"{sector}.debtor.instalment_breakage"),
        easy_share=Range(value=now[0], low=easy(easy_now.low), high=easy(easy_now.high)),
        hard_share=Range(value=now[1], low=only_hard(hard.low), high=only_hard(hard.high)),
        easy_hazard=hazard(_number(assumptions, f"{sector}.agency.contacts_per_easy")),
        easy_leaves=_in_house_hazard(book),
    )


def overlay_of(
    assumptions: Assumptions,
    sector: str,
    age: float,
    *,
    source: str,
    willing_share: Range | None = None,
    pay_hazard: Range | None = None,
    fade_rate: Range | None = None,
    contacts_per_hard: Range | None = None,
    easy_share: Range | None = None,
    easy_hazard: Range | None = None,
) -> Overlay:
    """Return the numbers that make the library show these odds at an age.

    Args:
        assumptions: The numbers in use.
        sector: A sector.
        age: Months past due at which the odds hold.
        source: Where they are from, in words.
        willing_share: Willing among open accounts.
        pay_hazard: A month, under the usual caseload.
        fade_rate: A month; the whole table is moved in proportion.
        contacts_per_hard: Contacts that a hard debtor needs at this age, where they are known;
            then they count and not the hazard.
        easy_share: Easy among open accounts, where it is known; the willing share is then that of
            the hard ones alone.
        easy_hazard: A month, at which the easy pay under the usual caseload.

    Raises:
        InputError: No number of the library shows such odds.
    """
    entries: list[Entry] = []
    moved = assumptions
    if fade_rate is not None:
        path = f"{sector}.debtor.fade_rate"
        factors = [
            x / float(_table_at(assumptions, path, age, "value"))
            for x in (fade_rate.value, fade_rate.low, fade_rate.high)
        ]
        for found in assumptions.paths_under(path):
            now = assumptions.entries[found].value
            entries.append(_entry(found, *(now * factor for factor in factors)))
        moved = assumptions.with_values({e.path: e.value for e in entries})
    if willing_share is not None and easy_share is not None:
        entries += _both_shares(moved, sector, age, easy_share, willing_share)
    elif willing_share is not None:
        entries += _shares(moved, sector, age, willing_share)
    if contacts_per_hard is not None:
        known = contacts_per_hard
        factor = _age_factor(_book(moved, sector, age))
        ends = (x / factor for x in (known.value, known.low, known.high))
        entries.append(_entry(f"{sector}.agency.contacts_per_hard", *ends))
    elif pay_hazard is not None:
        entries.append(_contacts(moved, sector, age, pay_hazard, "hard"))
    if easy_hazard is not None:
        entries.append(_contacts(moved, sector, age, easy_hazard, "easy"))
    return Overlay(source=source, entries=tuple(entries))


def _shares(assumptions: Assumptions, sector: str, age: float, wanted: Range) -> list[Entry]:
    """Return the hard share that shows a willing share at an age, else both willing shares."""
    easy, hard, reluctant = (
        _number(assumptions, f"{sector}.debtor.{name}_share")
        for name in ("easy", "hard", "reluctant")
    )

    def by_hard(share: float) -> float:
        path = f"{sector}.debtor.hard_share"
        return _willing(assumptions.with_values({path: share}), sector, age)

    found = _solved(by_hard, wanted, 0.0, max(1.0 - easy - reluctant, 0.0))
    if found is not None:
        return [_entry(f"{sector}.debtor.hard_share", *found)]

    def by_both(factor: float) -> float:
        values = {
            f"{sector}.debtor.easy_share": easy * factor,
            f"{sector}.debtor.hard_share": hard * factor,
        }
        return _willing(assumptions.with_values(values), sector, age)

    most = (1.0 - reluctant) / (easy + hard)
    factors = _solved(by_both, wanted, 0.0, most)
    if factors is None:
        raise InputError(
            t(
                "A willing share of {share:.1%} at {age:g} months cannot be had in the library's "
                "history: if all debtors were willing at the due date, {most:.1%} would be left.",
                share=wanted.value,
                age=age,
                most=by_both(most),
            )
        )
    return [
        _entry(f"{sector}.debtor.easy_share", *(easy * factor for factor in factors)),
        _entry(f"{sector}.debtor.hard_share", *(hard * factor for factor in factors)),
    ]


def _both_shares(
    assumptions: Assumptions, sector: str, age: float, easy: Range, hard: Range
) -> list[Entry]:
    """Return the easy and hard shares at the due date that show those at an age.

    Of each type a share stays and a share has paid, whatever there is of the other, so that

        stays_e * e = E * open,   stays_h * h = H * open,   open = 1 - paid_e * e - paid_h * h
    """
    paths = [f"{sector}.debtor.{kind}_share" for kind in ("easy", "hard")]
    stays, paid = np.empty(2), np.empty(2)
    for at, path in enumerate(paths):
        alone = assumptions.with_values({paths[1 - at]: 0.0, path: _PROBE})
        masses = standard_masses(_book(alone, sector, age), np.array([age]))
        stays[at] = float(masses.willing[at, 0]) / _PROBE
        paid[at] = (1.0 - float(masses.open[0])) / _PROBE

    def at_due_date(e: float, h: float) -> FloatArray:
        shown = np.array([e, h])
        return np.asarray(np.linalg.solve(np.diag(stays) + np.outer(shown, paid), shown))

    found = at_due_date(easy.value, hard.value)
    reluctant = _number(assumptions, f"{sector}.debtor.reluctant_share")
    if found.sum() + reluctant > 1.0 or (found < 0.0).any():
        raise InputError(
            t(
                "Easy debtors of {easy:.1%} and hard ones of {hard:.1%} at {age:g} months cannot "
                "be had in the library's history: {total:.0%} of all would have been one or the "
                "other at the due date.",
                easy=easy.value,
                hard=hard.value,
                age=age,
                total=float(found.sum()),
            )
        )
    ends = [[at_due_date(e, hard.value)[0] for e in (easy.low, easy.high)],
            [at_due_date(easy.value, h)[1] for h in (hard.low, hard.high)]]  # fmt: skip
    return [
        _entry(path, float(value), *(float(np.clip(x, 0.0, 1.0)) for x in both))
        for path, value, both in zip(paths, found, ends, strict=True)
    ]


def _solved(
    shows: Callable[[float], float], wanted: Range, low: float, high: float
) -> tuple[float, float, float] | None:
    """Return what shows the value, the low and the high; None where the value cannot be had."""
    least, most = shows(low), shows(high)
    if not least < wanted.value < most:
        return None

    def at(target: float) -> float:
        if target <= least:
            return low
        if target >= most:
            return high
        return float(brentq(lambda x: shows(x) - target, low, high, xtol=1e-12))

    return at(wanted.value), at(wanted.low), at(wanted.high)


def _contacts(assumptions: Assumptions, sector: str, age: float, hazard: Range, kind: str) -> Entry:
    book = _book(assumptions, sector, age)
    alone = float(book.self_cure_rate[0])
    if hazard.value <= alone:
        raise InputError(
            t(
                "They pay at {own:.4f} a month, no faster than the {alone:.4f} at which the "
                "library has debtors pay unasked, so no number of contacts shows it. Lower "
                "{path} first.",
                own=hazard.value,
                alone=alone,
                path=f"{sector}.debtor.self_cure_rate",
            )
        )
    i = _intensity(assumptions, sector)
    slowest = max(hazard.low - alone, 0.05 * (hazard.value - alone))
    factor = _age_factor(book)
    return _entry(
        f"{sector}.agency.contacts_per_{kind}",
        i / ((hazard.value - alone) * factor),
        i / ((hazard.high - alone) * factor),
        i / (slowest * factor),
    )


def _entry(path: str, value: float, one: float, other: float) -> Entry:
    return Entry(path=path, value=value, low=min(one, other, value), high=max(one, other, value))


def _book(assumptions: Assumptions, sector: str, age: float) -> Book:
    account = one_account(sector=sector, balance=_ANY_BALANCE, age=age)
    return Book(account, assumptions, stance=Stance.PROFIT_SEEKING)


def _willing(assumptions: Assumptions, sector: str, age: float) -> float:
    return sum(_at_hand(assumptions, sector, age))


def _at_hand(assumptions: Assumptions, sector: str, age: float) -> tuple[float, float]:
    """Return easy and hard debtors among open accounts at an age."""
    book = _book(assumptions, sector, age)
    easy, hard, _ = willing_at_hand(book, present_masses(book))
    return float(easy[0]), float(hard[0])


def _in_house_hazard(book: Book) -> float:
    """Return the rate at which easy debtors pay in-house in the standard history."""
    contacts = book.lookup.scalar("debtor.history_contacts_per_month")
    return float(book.in_house_hazard(contacts, np.zeros((1, 1)))[0, 0, 0])


def _age_factor(book: Book) -> float:
    return float(book.lookup.by_age("agency.age_factor")[0])


def _intensity(assumptions: Assumptions, sector: str) -> float:
    seat = _number(assumptions, f"{sector}.agency.contacts_per_seat_month")
    return seat / _number(assumptions, f"{sector}.agency.accounts_per_seat")


def _number(assumptions: Assumptions, path: str) -> float:
    return float(assumptions.number(path))


def _table_at(assumptions: Assumptions, prefix: str, age: float, part: str) -> float:
    """Return one part of a table's entries at an age, log-linear as the library is read."""
    paths: Sequence[str] = assumptions.paths_under(prefix)
    keyed: Mapping[float, float] = {
        float(path.rsplit(".", 1)[1].removesuffix("m")): getattr(assumptions.entries[path], part)
        for path in paths
    }
    points = np.array(sorted(keyed))
    values = np.array([keyed[point] for point in points.tolist()])
    return float(log_linear(np.array([age]), points=points, values=values)[0])

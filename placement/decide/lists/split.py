"""A lot split among agencies: alike mixes, shares to the nearest account, debtors together.

The rules, in the order they hold:

1. An account goes to an agency that takes its placement and its sector.
2. The accounts of one debtor go to one agency, if there is one that takes all of them; otherwise
   those of each placement stay together, and that is said. A debtor of whom an agency has an
   account already goes to that agency, where it takes the accounts and has room, and counts towards
   its share; only where that would leave others without a place are debtors dealt out as if nobody
   had them.
3. No agency gets more accounts or more money than its capacity.
4. An agency that would get fewer accounts than its minimum gets none. Its part goes to the others
   by their shares. Of several the one furthest below, in parts of its minimum, goes first.
5. Within these, agencies get their shares to the nearest account (`shares`).
6. Which accounts is chance: debtors of several accounts are dealt out first, the largest first,
   to whom most is lacking; the others are drawn at random within strata of equal sector, placement,
   band of ages and band of balances, so that every agency gets the same mix and a later league
   compares agencies and not luck.

Where a draw brings an agency over its capacity in money, its room is counted that much smaller and
everything is drawn anew.

Source: own definition, docs/decisions/038.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

import numpy as np

from placement.decide.lists.agencies import Taker, check_takers
from placement.decide.lists.shares import (
    TooTightError,
    exact_parts,
    most_held,
    weights,
    whole_parts,
)
from placement.domain.errors import InputError
from placement.domain.names import name_label
from placement.domain.text import listed, sentences, t
from placement.domain.types import AGENCY_OPTIONS, BoolArray, FloatArray, IntArray, Option

NOBODY = -1
"""Debtor of an account that is its debtor's only one."""

_DRAWS = 60
"""Draws that are tried to hold capacities in money."""

_CENTS = 100.0

_A_LITTLE = 1e-9


@dataclass(frozen=True, kw_only=True, eq=False)
class Lot:
    """Accounts to be placed; arrays have shape (accounts,)."""

    move: IntArray
    """Position of each account's placement in `AGENCY_OPTIONS`."""

    sector: tuple[str, ...]
    stratum: IntArray
    """Number of its band of ages and of balances; agencies get each in equal parts."""

    balance: FloatArray
    debtor: IntArray
    """A number that a debtor's accounts share; `NOBODY` where there is one alone."""

    holder: tuple[str, ...] = ()
    """The agency that has the account's debtor already, empty where none has; () is none at all."""

    def __len__(self) -> int:
        return len(self.balance)


@dataclass(frozen=True, kw_only=True)
class Dropped:
    """An agency that gets nothing because its share is below its minimum."""

    name: str
    accounts: int
    """What it would have got."""
    minimum: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Split:
    """Who gets what."""

    takers: tuple[Taker, ...]
    agency: IntArray
    """Position in `takers` of each account's agency, shape (accounts,)."""
    dropped: tuple[Dropped, ...]
    shut: tuple[str, ...]
    """Agencies without any capacity, or with a share of 0."""
    parted_debtors: int
    """Debtors whose accounts no single agency takes."""
    with_holder: int
    """Accounts that go to the agency that has their debtor already."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Case:
    """A lot as classes that the same agencies take."""

    lot: Lot
    takers: tuple[Taker, ...]
    takes: BoolArray
    """Shape (classes, agencies)."""
    of: IntArray
    """Class of each account."""
    unit: IntArray
    """Number of the accounts that stay together, 0 and up."""
    holder: IntArray
    """Agency that has a unit's debtor already, `NOBODY` where none has, shape (units,)."""
    capacity: FloatArray
    money: FloatArray
    share: FloatArray

    @property
    def accounts(self) -> IntArray:
        return np.bincount(self.of, minlength=len(self.takes)).astype(np.int64)

    def mean_balance(self, chosen: BoolArray) -> FloatArray:
        size = len(self.takes)
        count = np.bincount(self.of[chosen], minlength=size)
        owed = np.bincount(self.of[chosen], self.lot.balance[chosen], minlength=size)
        return np.asarray(np.divide(owed, count, out=np.zeros(size), where=count > 0))


def split_lot(lot: Lot, takers: Sequence[Taker], *, rng: np.random.Generator) -> Split:
    """Return which agency gets which account, by the rules of this module.

    Args:
        lot: The accounts.
        takers: The agencies, at least one.
        rng: Of the draw, as it stands; it is not moved on.

    Raises:
        InputError: Agencies contradict each other, nobody takes some accounts, or the capacities
            cannot hold the lot with the minimum volumes kept.
    """
    check_takers(takers)
    shut = tuple(taker.name for taker in takers if taker.is_shut)
    dropped: list[Dropped] = []
    while True:
        out = {*shut, *(each.name for each in dropped)}
        open_to = tuple(taker for taker in takers if taker.name not in out)
        agency, parted = _held(lot, open_to, rng=rng, dropped=dropped)
        count = np.bincount(agency, minlength=len(open_to))
        least = np.array([taker.minimum_accounts for taker in open_to])
        below = np.flatnonzero(count < least)
        if not len(below):
            place = np.array([list(takers).index(taker) for taker in open_to], dtype=np.int64)
            return Split(
                takers=tuple(takers),
                agency=place[agency],
                dropped=tuple(dropped),
                shut=shut,
                parted_debtors=parted,
                with_holder=sum(
                    bool(holder) and holder == open_to[to].name
                    for holder, to in zip(lot.holder, agency.tolist(), strict=False)
                ),
            )
        worst = int(below[np.argmin(count[below] / least[below])])
        dropped.append(
            Dropped(name=open_to[worst].name, accounts=int(count[worst]), minimum=int(least[worst]))
        )


def _held(
    lot: Lot, takers: tuple[Taker, ...], *, rng: np.random.Generator, dropped: Sequence[Dropped]
) -> tuple[IntArray, int]:
    """Return each account's agency within all capacities, and how many debtors are parted."""
    if not len(lot):
        return np.zeros(0, dtype=np.int64), 0
    case, parted = _classes(lot, takers, dropped)
    _require_room(case, dropped)
    cases = [case]
    if (case.holder != NOBODY).any():
        cases.append(replace(case, holder=np.full_like(case.holder, NOBODY)))
    for one in cases:
        if (agency := _within(one, rng)) is not None:
            return agency, parted
    raise InputError(sentences([_too_tight(case, case.money), _because_dropped(dropped)]))


def _within(case: _Case, rng: np.random.Generator) -> IntArray | None:
    """Return each account's agency within all capacities; None where no draw is."""
    limit = case.money
    for _ in range(_DRAWS):
        try:
            agency = _drawn(case, deepcopy(rng))
        except TooTightError:
            return None
        cents = np.rint(case.lot.balance * _CENTS)
        owed = np.bincount(agency, cents, minlength=len(case.takers)) / _CENTS
        over = owed - limit
        if not (over > 0).any():
            return agency
        case = replace(case, money=np.where(over > 0, case.money - over, case.money))
        if _misses(case):
            return None
    return None


def _classes(lot: Lot, takers: tuple[Taker, ...], dropped: Sequence[Dropped]) -> tuple[_Case, int]:
    """Return the lot by what the same agencies take, debtors together where one takes all."""
    moves = np.array(
        [[option in taker.moves for taker in takers] for option in AGENCY_OPTIONS], dtype=bool
    ).reshape(len(AGENCY_OPTIONS), len(takers))
    names, sector = np.unique(np.array(lot.sector, dtype=object), return_inverse=True)
    sectors = np.array(
        [[not taker.sectors or name in taker.sectors for taker in takers] for name in names],
        dtype=bool,
    ).reshape(len(names), len(takers))
    alone = moves[lot.move] & sectors[sector]
    _require_takers(lot, alone, dropped)
    size = len(lot)
    own = np.arange(size)
    several = lot.debtor != NOBODY
    unit = np.where(several, size + lot.debtor, own)
    together = np.ones((int(unit.max()) + 1, len(takers)), dtype=bool)
    np.logical_and.at(together, unit, alone)
    parted = several & ~together[unit].any(axis=1)
    count = len(np.unique(lot.debtor[parted]))
    # No agency takes all of them: those of one placement stay together.
    apart = len(together) + lot.debtor * len(AGENCY_OPTIONS) + lot.move
    unit = np.unique(np.where(parted, apart, unit), return_inverse=True)[1].reshape(-1)
    takes = np.ones((int(unit.max()) + 1, len(takers)), dtype=bool)
    np.logical_and.at(takes, unit, alone)
    # Accounts of one sector and one placement are a class; so are debtors of several placements.
    bits = np.zeros(len(takes), dtype=np.int64)
    np.bitwise_or.at(bits, unit, 1 << lot.move)
    key = sector.reshape(-1) * 2 ** len(AGENCY_OPTIONS) + bits[unit]
    _, first, of = np.unique(key, return_index=True, return_inverse=True)
    return (
        _Case(
            lot=lot,
            takers=takers,
            takes=takes[unit[first]],
            of=of.reshape(-1).astype(np.int64),
            unit=unit.astype(np.int64),
            holder=_holders(lot, takers, unit),
            capacity=_limits([taker.capacity_accounts for taker in takers]),
            money=_limits([taker.capacity_balance for taker in takers]),
            share=np.array([1.0 if x.share is None else x.share for x in takers]),
        ),
        count,
    )


def _holders(lot: Lot, takers: Sequence[Taker], unit: IntArray) -> IntArray:
    """Return the agency that has each unit's debtor already, `NOBODY` where none of these has."""
    holder = np.full(int(unit.max()) + 1, NOBODY, dtype=np.int64)
    names = [taker.name for taker in takers]
    for place, name in enumerate(lot.holder):
        if name in names:
            holder[unit[place]] = names.index(name)
    return holder


def _limits(given: Sequence[float | None]) -> FloatArray:
    return np.array([np.inf if limit is None else float(limit) for limit in given])


def _drawn(case: _Case, rng: np.random.Generator) -> IntArray:
    """Return one draw of each account's agency: whole debtors first, then strata."""
    every = np.ones(len(case.lot), dtype=bool)
    wanted = weights(case.accounts, case.takes, case.share)
    exact = exact_parts(
        wanted, case.accounts, case.mean_balance(every), capacity=case.capacity, money=case.money
    )
    agency = np.full(len(case.lot), -1, dtype=np.int64)
    _deal_debtors(case, exact, agency)
    rest = agency < 0
    dealt = ~rest
    agencies = len(case.takers)
    given = np.bincount(agency[dealt], minlength=agencies)
    owed = np.bincount(agency[dealt], case.lot.balance[dealt], minlength=agencies)
    in_class = np.zeros_like(exact)
    np.add.at(in_class, (case.of[dealt], agency[dealt]), 1)
    left = np.bincount(case.of[rest], minlength=len(case.takes)).astype(np.int64)
    # A little for everybody: what lacks nothing may yet be the only one with room.
    lacking = np.maximum(exact - in_class, 0.0) + _A_LITTLE * case.takes
    wanted = lacking * np.divide(left, lacking.sum(axis=1))[:, None]
    singles = case.mean_balance(rest)
    capacity, money = case.capacity - given, case.money - owed
    if (money < 0).any() or _short(
        left, singles, case.takes, capacity=capacity, money=np.maximum(money, 0.0)
    ):
        raise TooTightError
    exact = exact_parts(wanted, left, singles, capacity=capacity, money=money)
    whole = whole_parts(exact, left, capacity=capacity)
    for number, parts in enumerate(whole):
        _deal_strata(case, np.flatnonzero(rest & (case.of == number)), parts, agency, rng)
    return agency


def _deal_debtors(case: _Case, exact: FloatArray, agency: IntArray) -> None:
    """Deal out whom an agency has already, to it, then what stays together, to whom most lacks.

    Of each, the most accounts first. Whom the agency that has him cannot hold is dealt out as
    others are.
    """
    count = np.bincount(case.unit)
    order = np.argsort(case.unit, kind="stable")
    starts = np.concatenate([[0], np.cumsum(count)])
    lacking = exact.copy()
    room, money = case.capacity.copy(), case.money.copy()
    is_held = case.holder != NOBODY
    units = np.flatnonzero(is_held | (count > 1))
    for unit in units[np.lexsort((-count[units], ~is_held[units]))].tolist():
        own = order[starts[unit] : starts[unit + 1]]
        number, owed = case.of[own[0]], float(case.lot.balance[own].sum())
        free = case.takes[number] & (room >= len(own)) & (money >= owed)
        if is_held[unit] and free[case.holder[unit]]:
            chosen = int(case.holder[unit])
        elif len(own) == 1:
            # One account alone is drawn with the others of its stratum.
            continue
        elif not free.any():
            raise TooTightError
        else:
            chosen = int(np.argmax(np.where(free, lacking[number], -np.inf)))
        agency[own] = chosen
        lacking[number, chosen] -= len(own)
        room[chosen] -= len(own)
        money[chosen] -= owed


def _deal_strata(
    case: _Case, own: IntArray, parts: IntArray, agency: IntArray, rng: np.random.Generator
) -> None:
    """Deal out the accounts of a class at random, each stratum in the class's parts."""
    if not len(own):
        return
    _, stratum = np.unique(case.lot.stratum[own], return_inverse=True)
    sizes = np.bincount(stratum)
    exact = sizes[:, None] * (parts / len(own))
    counts = whole_parts(exact, sizes, capacity=parts.astype(float))
    for number, of_agency in enumerate(counts):
        places = own[stratum == number]
        agency[rng.permutation(places)] = np.repeat(np.arange(len(parts)), of_agency)


def _short(
    accounts: IntArray,
    mean: FloatArray,
    takes: BoolArray,
    *,
    capacity: FloatArray,
    money: FloatArray,
) -> float:
    """Return how many accounts find no room."""
    held = most_held(accounts, mean, takes, capacity=capacity, money=money)
    short = float(accounts.sum()) - held
    return short if short > 1e-6 * max(1.0, float(accounts.sum())) else 0.0


def _misses(case: _Case) -> float:
    every = np.ones(len(case.lot), dtype=bool)
    return _short(
        case.accounts,
        case.mean_balance(every),
        case.takes,
        capacity=case.capacity,
        money=np.maximum(case.money, 0.0),
    )


def _require_takers(lot: Lot, alone: BoolArray, dropped: Sequence[Dropped]) -> None:
    left = np.flatnonzero(~alone.any(axis=1))
    if not len(left):
        return
    kinds: dict[tuple[Option, str], int] = {}
    for place in left.tolist():
        kind = (AGENCY_OPTIONS[lot.move[place]], lot.sector[place])
        kinds[kind] = kinds.get(kind, 0) + 1
    named = listed(
        t(
            "{move} · {sector} ({accounts} accounts)",
            move=name_label(move),
            sector=name_label(sector),
            accounts=f"{count:,}",
        )
        for (move, sector), count in sorted(kinds.items())
    )
    if dropped:
        nobody = t(
            "So nobody is left who takes {kinds}. Lower a minimum, or add an agency.", kinds=named
        )
        raise InputError(sentences([_because_dropped(dropped), nobody]))
    raise InputError(
        t(
            "No agency takes {kinds}. Add one that does, or let one of the table take them: its "
            "columns move and sectors say what it takes.",
            kinds=named,
        )
    )


def _require_room(case: _Case, dropped: Sequence[Dropped]) -> None:
    short = _misses(case)
    if not short:
        return
    size = len(case.lot)
    raise InputError(
        sentences(
            [
                t(
                    "The agencies' capacities hold {held} of the {accounts} accounts to be "
                    "placed ({balance}): {missing} find no room. Raise a capacity, leave one "
                    "empty, or add an agency.",
                    held=f"{max(size - int(np.ceil(short - 1e-6)), 0):,}",
                    accounts=f"{size:,}",
                    balance=f"{case.lot.balance.sum():,.2f}",
                    missing=f"{int(np.ceil(short - 1e-6)):,}",
                ),
                _because_dropped(dropped),
            ]
        )
    )


def _too_tight(case: _Case, limit: FloatArray) -> str:
    tight = [
        taker.name
        for taker, most in zip(case.takers, np.fmin(limit, case.capacity), strict=True)
        if np.isfinite(most)
    ]
    return t(
        "The capacities of {agencies} hold the lot so closely that no split of equal mixes, with "
        "debtors together, fits. Give them a little more room, or leave one capacity empty.",
        agencies=t(", ").join(tight),
    )


def _because_dropped(dropped: Sequence[Dropped]) -> str:
    if not dropped:
        return ""
    return sentences(
        t(
            "{agency} gets none, since its share of {accounts} accounts is below its minimum of "
            "{minimum}.",
            agency=each.name,
            accounts=f"{each.accounts:,}",
            minimum=f"{each.minimum:,}",
        )
        for each in dropped
    )

"""Every account of a book in one list: what is done with it now, and by whom.

    the account's action = the first step of its segment's best plan, as `rank` leads with it
    the account's net    = the plan's net of its segment, shared out by balance

so that accounts, balances and nets of all lists add up to what `rank` says of the book. Accounts
that an agency has now stay with it, in a list of their own.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np

from placement.decide.lists.actions import WITH_AGENCY, Actions, actions_of
from placement.decide.lists.agencies import Taker
from placement.decide.lists.split import NOBODY, Lot, Split, split_lot
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.decide.timing.plan_parts import PlanParts
from placement.decide.timing.stop import STOP
from placement.domain.days import months_later
from placement.domain.types import AGENCY_OPTIONS, FloatArray, IntArray, Option
from placement.tape.columns import normalise
from placement.tape.segment import Segmentation
from placement.tape.tape import Tape

ORDER = (*(option.value for option in Option), WAIT, STOP, WITH_AGENCY)
"""Actions in the order of the lists."""


@dataclass(frozen=True, kw_only=True, eq=False)
class WorkList:
    """The accounts of one action, and of one agency where it is a placement."""

    action: str
    """An option's name, `wait`, `stop` or `WITH_AGENCY`."""

    agency: str
    """Who gets them, or has them; empty where nobody is named."""

    accounts: IntArray
    """Positions on the tape, in the file's order."""

    balance: float
    expected_net: float
    """What their plans leave, to the cent; the creditor's own business."""

    mean_age: float
    """Months past due, each account counting alike."""

    @property
    def is_placement(self) -> bool:
        """Whether the list goes to an agency."""
        return self.action in AGENCY_OPTIONS

    @property
    def mean_balance(self) -> float:
        """Money of an account."""
        return self.balance / len(self.accounts)


@dataclass(frozen=True, kw_only=True)
class MixRow:
    """What one agency got of the accounts that the same agencies can take; a check of chance."""

    action: str
    sector: str
    agency: str
    accounts: int
    balance: float
    mean_balance: float
    mean_age: float


@dataclass(frozen=True, kw_only=True, eq=False)
class WorkLists:
    """Every account of a book in exactly one list."""

    tape: Tape
    cut: Segmentation
    lists: tuple[WorkList, ...]
    actions: Actions
    takers: tuple[Taker, ...]
    split: Split | None
    """How the placements were split; None without agencies, or with nothing to place."""

    mix: tuple[MixRow, ...]
    """By placement, sector and agency, where agencies were given."""

    asked_twice: int
    """Accounts that go to an agency while another one has an account of the same debtor."""

    horizon: int

    @property
    def expected_net(self) -> float:
        """What all plans leave, to the cent."""
        return round(sum(each.expected_net for each in self.lists), 2)

    @cached_property
    def then(self) -> tuple[str, ...]:
        """The step after the list's, by account; empty where there is none."""
        return tuple(self.actions.then[place] for place in self.cut.index.tolist())

    @property
    def in_months(self) -> FloatArray:
        """Months until that step, NaN where there is none, shape (accounts,)."""
        return self.actions.in_months[self.cut.index]


def make_lists(
    tape: Tape,
    cut: Segmentation,
    plans: PlanParts,
    *,
    takers: Sequence[Taker] = (),
    rng: np.random.Generator,
    horizon: int = DEFAULT_HORIZON,
) -> WorkLists:
    """Return which account goes where.

    Args:
        tape: The accounts.
        cut: The segments that they were valued in.
        plans: The best plan of each segment.
        takers: The agencies that placements are split among; without any, each placement is one
            list.
        rng: Of the draw which accounts go to whom; it is not moved on.
        horizon: Months that the plans may last.

    Raises:
        InputError: The agencies contradict each other or cannot hold what is to be placed.
    """
    actions = actions_of(plans.plans, cut.segments.placed_now, horizon=horizon)
    numbers = np.array([ORDER.index(now) for now in actions.now], dtype=np.int64)[cut.index]
    named = _holders(tape, numbers)
    split = None
    placing = np.isin(numbers, [ORDER.index(option) for option in AGENCY_OPTIONS])
    if takers and placing.any():
        chosen = np.flatnonzero(placing)
        holder = _debtors_holder(tape, chosen, named, takers)
        split = split_lot(_lot(tape, cut, numbers, chosen, holder), takers, rng=rng)
        named[placing] = np.array([taker.name for taker in takers], dtype=object)[split.agency]
    lists = _lists(tape, cut, plans, numbers, named)
    return WorkLists(
        tape=tape,
        cut=cut,
        lists=lists,
        actions=actions,
        takers=tuple(takers),
        split=split,
        mix=_mix(tape, lists) if split is not None else (),
        asked_twice=_asked_twice(tape, placing, named),
        horizon=horizon,
    )


def seed_of(tape: Tape) -> int:
    """Return the seed of a tape's draw: the same accounts are split alike on every day."""
    content = blake2b(digest_size=8)
    for values in (tape.row, tape.balance, tape.age):
        content.update(np.ascontiguousarray(values).tobytes())
    return int.from_bytes(content.digest(), "big")


def next_day(as_of: dt.date | None, months: float) -> dt.date | None:
    """Return the day that lies so many calendar months after the cut-off date; None if unknown."""
    if as_of is None or not np.isfinite(months):
        return None
    return months_later(as_of, round(months))


def _holders(tape: Tape, numbers: IntArray) -> np.ndarray:
    """Return the name of the agency that has each account now, empty for all others."""
    names = np.array([name or "" for name in tape.placed_with.texts().tolist()], dtype=object)
    return np.where(numbers == ORDER.index(WITH_AGENCY), names, "").astype(object)


def _debtors_holder(
    tape: Tape, chosen: IntArray, named: np.ndarray, takers: Sequence[Taker]
) -> tuple[str, ...]:
    """Return for each account which of the agencies has most accounts of its debtor already."""
    known = {normalise(taker.name): taker.name for taker in takers}
    order = list(known.values())
    held: dict[int, Counter[str]] = {}
    for place in np.flatnonzero((tape.debtor != NOBODY) & tape.placed_now).tolist():
        if (name := known.get(normalise(str(named[place])))) is not None:
            held.setdefault(int(tape.debtor[place]), Counter())[name] += 1
    # Of equal ones that which stands first in the table.
    most = {debtor: max(order, key=count.__getitem__) for debtor, count in held.items()}
    return tuple(most.get(debtor, "") for debtor in tape.debtor[chosen].tolist())


def _lot(
    tape: Tape, cut: Segmentation, numbers: IntArray, chosen: IntArray, holder: tuple[str, ...]
) -> Lot:
    first = ORDER.index(AGENCY_OPTIONS[0])
    bands = len(cut.bands.balance) + 1
    stratum = cut.age_band * bands + cut.balance_band
    return Lot(
        move=numbers[chosen] - first,
        sector=tuple(tape.sector.texts()[chosen].tolist()),
        stratum=stratum[cut.index[chosen]],
        balance=tape.balance[chosen],
        debtor=tape.debtor[chosen],
        holder=holder,
    )


def _lists(
    tape: Tape, cut: Segmentation, plans: PlanParts, numbers: IntArray, named: np.ndarray
) -> tuple[WorkList, ...]:
    names, which = np.unique(named, return_inverse=True)
    key = numbers * len(names) + which.reshape(-1)
    keys, of = np.unique(key, return_inverse=True)
    size = len(keys)
    balance = np.bincount(of, np.rint(tape.balance * 100), minlength=size) / 100
    net = _to_the_cent(
        np.bincount(of, _net(tape, cut, plans), minlength=size).astype(np.float64),
        float(plans.net @ cut.segments.accounts),
    )
    count = np.bincount(of, minlength=size)
    age = np.bincount(of, tape.age, minlength=size) / count
    order = np.argsort(of, kind="stable")
    ends = np.cumsum(count)
    return tuple(
        WorkList(
            action=ORDER[value // len(names)],
            agency=str(names[value % len(names)]),
            accounts=order[ends[place] - count[place] : ends[place]].astype(np.int64),
            balance=round(float(balance[place]), 2),
            expected_net=round(float(net[place]), 2),
            mean_age=float(age[place]),
        )
        for place, value in enumerate(keys.tolist())
    )


def _net(tape: Tape, cut: Segmentation, plans: PlanParts) -> FloatArray:
    """Return each account's part of what its segment's plan leaves, by balance."""
    accounts = cut.segments.accounts
    owed = np.bincount(cut.index, tape.balance, minlength=len(accounts))
    return np.asarray((plans.net * accounts / owed)[cut.index] * tape.balance)


def _to_the_cent(parts: FloatArray, whole: float) -> FloatArray:
    """Return parts in whole cents that add up to the whole's, the largest remainders up."""
    cents = parts * 100
    down = np.floor(cents)
    left = round(round(whole * 100) - float(down.sum()))
    up = np.argsort(-(cents - down), kind="stable")[: max(left, 0)]
    down[up] += 1
    return np.asarray(down / 100)


def _mix(tape: Tape, lists: Sequence[WorkList]) -> tuple[MixRow, ...]:
    sectors = tape.sector.texts()
    rows = []
    for each in lists:
        if not each.is_placement:
            continue
        own = sectors[each.accounts]
        for sector in sorted(set(own.tolist())):
            chosen = each.accounts[own == sector]
            owed = round(float(np.rint(tape.balance[chosen] * 100).sum()) / 100, 2)
            rows.append(
                MixRow(
                    action=each.action,
                    sector=str(sector),
                    agency=each.agency,
                    accounts=len(chosen),
                    balance=owed,
                    mean_balance=owed / len(chosen),
                    mean_age=float(tape.age[chosen].mean()),
                )
            )
    return tuple(sorted(rows, key=lambda row: (row.action, row.sector)))


def _asked_twice(tape: Tape, placing: np.ndarray, named: np.ndarray) -> int:
    """Return how many accounts go to an agency while another one has the debtor."""
    known = tape.debtor != NOBODY
    held: dict[int, set[str]] = {}
    for place in np.flatnonzero(known & tape.placed_now).tolist():
        held.setdefault(int(tape.debtor[place]), set()).add(normalise(str(named[place])))
    return sum(
        bool(held.get(int(tape.debtor[place]), set()) - {normalise(str(named[place]))})
        for place in np.flatnonzero(known & placing).tolist()
    )

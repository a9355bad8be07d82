"""This month's book against last month's: what came, what went, what moved, and what it is worth.

    net now - net last = came + went + stayed, at last month's numbers, + change of numbers

Every row of accounts has three parts that add up over the rows to those of the two books: accounts,
money owed, and net. A segment is valued at its mean account; its net is shared out to its accounts
by balance, so that the parts add up to what `rank` says of each book.

Source: own definition, docs/model.md, "Two scenarios compared".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from placement.api.books import Book
from placement.api.compare import Valued, value_under
from placement.assume.assumptions import Assumptions
from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.scenario.scenario import Scenario
from placement.tape.against import against
from placement.tape.bands import age_band_of
from placement.tape.labels import age_band_label
from placement.tape.tape import Tape

CENT = 0.005
"""Money below which a balance has not moved."""


class Fate(StrEnum):
    """What became of an account; of several, the first that holds."""

    CAME = "came"
    WENT = "went"
    STAGE = "moved_stage"
    """Stayed, in another band of ages."""
    BALANCE = "moved_balance"
    """Stayed, and owes more or less."""
    SEGMENT = "moved_segment"
    """Stayed, and is otherwise in a segment of another name."""
    SAME = "stayed"


@dataclass(frozen=True, kw_only=True)
class FateRow:
    """Accounts of one fate; differences count into those of the books."""

    fate: Fate
    accounts: int
    accounts_difference: int
    balance_last: float
    balance_now: float
    net_last: float
    net_now: float
    """At last month's numbers."""

    @property
    def balance_difference(self) -> float:
        """What is owed more."""
        return self.balance_now - self.balance_last

    @property
    def net_difference(self) -> float:
        """What they leave more, at last month's numbers."""
        return self.net_now - self.net_last


@dataclass(frozen=True, kw_only=True)
class StageMove:
    """Accounts that went from one band of ages to another."""

    stage_last: str
    stage_now: str
    accounts: int
    balance_last: float
    balance_now: float


@dataclass(frozen=True, kw_only=True)
class WayChange:
    """Accounts that stayed and whose best way is another one."""

    way_last: str
    way_now: str
    accounts: int
    balance_now: float


@dataclass(frozen=True, kw_only=True, eq=False)
class MonthsCompared:
    """Two months of one book."""

    last: Valued
    now: Valued
    now_at_last_numbers: Valued
    rows: tuple[FateRow, ...]
    stages: tuple[StageMove, ...]
    """Of accounts that stayed, also those that stayed in their band."""
    ways: tuple[WayChange, ...]
    """Of accounts that stayed, at this month's numbers; most accounts first."""
    stayed: int
    """Accounts in both books."""

    @property
    def net_difference(self) -> float:
        """What this month's book leaves more than last month's."""
        return self.now.total - self.last.total

    @property
    def change_of_numbers(self) -> float:
        """The part of it that is the numbers' and not the accounts'."""
        return self.now.total - self.now_at_last_numbers.total


def compare_months(
    last: Book,
    now: Book,
    *,
    scenario_last: Scenario,
    scenario_now: Scenario | None = None,
    library: Assumptions | None = None,
    plans: bool = False,
) -> MonthsCompared:
    """Return this month's book against last month's, by account number.

    Args:
        last: Last month's book.
        now: This month's.
        scenario_last: The numbers of last month; its bands are the stages.
        scenario_now: The numbers of this month; by default the same.
        library: What both are laid over; by default the library as shipped.
        plans: As `compare_scenarios`.

    Raises:
        InputError: A book has no account numbers, or the currencies differ.
    """
    then = value_under(last, scenario_last, library=library, plans=plans)
    held = value_under(now, scenario_last, library=library, plans=plans)
    today = held
    if scenario_now is not None and scenario_now != scenario_last:
        today = value_under(now, scenario_now, library=library, plans=plans)
    return months_of(last, now, then=then, held=held, today=today)


def months_of(
    last: Book, now: Book, *, then: Valued, held: Valued, today: Valued
) -> MonthsCompared:
    """Return two months of a book that are valued already; errors as `compare_months`.

    Args:
        last: Last month's book.
        now: This month's.
        then: Last month's, valued.
        held: This month's, valued at last month's numbers.
        today: This month's, valued at this month's numbers.
    """
    who = against(last.tape, now.tape)
    bands = then.scenario.bands
    one = _Accounts.of(last.tape, then, edges=bands.age)
    two = _Accounts.of(now.tape, held, edges=bands.age)
    stayed = one.take(who.stayed_last), two.take(who.stayed_now)
    fates = _fates(*stayed)
    rows = [
        _row(Fate.CAME, _NOBODY, two.take(who.came), count=len(who.came), difference=1),
        _row(Fate.WENT, one.take(who.went), _NOBODY, count=len(who.went), difference=-1),
        *(
            _row(fate, *(side.take(chosen) for side in stayed), count=int(chosen.sum()))
            for fate, chosen in fates.items()
        ),
    ]
    return MonthsCompared(
        last=then,
        now=today,
        now_at_last_numbers=held,
        rows=tuple(rows),
        stages=tuple(_stages(*stayed, edges=bands.age)),
        ways=_ways(
            _ways_of(then)[who.stayed_last],
            _ways_of(today)[who.stayed_now],
            balance=now.tape.balance[who.stayed_now],
        ),
        stayed=len(who.stayed_now),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Accounts:
    """Accounts of a valued book; arrays have shape (accounts,)."""

    balance: FloatArray
    net: FloatArray
    stage: IntArray
    segment: np.ndarray
    """Name of each account's segment."""

    @classmethod
    def of(cls, tape: Tape, valued: Valued, *, edges: tuple[float, ...]) -> "_Accounts":
        index, segments = valued.segmentation.index, valued.segments
        share = tape.balance / np.bincount(index, tape.balance, minlength=len(segments))[index]
        return cls(
            balance=tape.balance,
            net=share * valued.net[index],
            stage=age_band_of(tape.age, edges),
            segment=np.array(segments.label, dtype=object)[index],
        )

    def take(self, chosen: IntArray | BoolArray) -> "_Accounts":
        """Return some of them."""
        return _Accounts(
            balance=self.balance[chosen],
            net=self.net[chosen],
            stage=self.stage[chosen],
            segment=self.segment[chosen],
        )


_NOBODY = _Accounts(
    balance=np.zeros(0), net=np.zeros(0), stage=np.zeros(0, dtype=np.int64), segment=np.zeros(0)
)


def _fates(last: _Accounts, now: _Accounts) -> dict[Fate, BoolArray]:
    """Return who has which fate among those that stayed; everybody has one."""
    tests = {
        Fate.STAGE: last.stage != now.stage,
        Fate.BALANCE: np.abs(now.balance - last.balance) >= CENT,
        Fate.SEGMENT: last.segment != now.segment,
    }
    left = np.ones(len(last.balance), dtype=bool)
    found = {}
    for fate, holds in tests.items():
        found[fate] = left & holds.astype(bool)
        left = left & ~found[fate]
    return {**found, Fate.SAME: left}


def _row(
    fate: Fate, last: _Accounts, now: _Accounts, *, count: int, difference: int = 0
) -> FateRow:
    return FateRow(
        fate=fate,
        accounts=count,
        accounts_difference=difference * count,
        balance_last=float(last.balance.sum()),
        balance_now=float(now.balance.sum()),
        net_last=float(last.net.sum()),
        net_now=float(now.net.sum()),
    )


def _ways_of(valued: Valued) -> np.ndarray:
    """Return the best way of each account, that of its segment."""
    return np.array(valued.best, dtype=object)[valued.segmentation.index]


def _ways(last: np.ndarray, now: np.ndarray, *, balance: FloatArray) -> tuple[WayChange, ...]:
    changed = last != now
    pairs = dict.fromkeys(zip(last[changed].tolist(), now[changed].tolist(), strict=True))
    rows = []
    for before, after in pairs:
        mine = (last == before) & (now == after)
        rows.append(
            WayChange(
                way_last=before,
                way_now=after,
                accounts=int(mine.sum()),
                balance_now=float(balance[mine].sum()),
            )
        )
    return tuple(sorted(rows, key=lambda row: -row.accounts))


def _stages(last: _Accounts, now: _Accounts, *, edges: tuple[float, ...]) -> Iterator[StageMove]:
    pairs, which = np.unique(np.stack([last.stage, now.stage], axis=1), axis=0, return_inverse=True)
    for row, (before, after) in enumerate(pairs.tolist()):
        chosen = which.reshape(-1) == row
        yield StageMove(
            stage_last=age_band_label(edges, before),
            stage_now=age_band_label(edges, after),
            accounts=int(chosen.sum()),
            balance_last=float(last.balance[chosen].sum()),
            balance_now=float(now.balance[chosen].sum()),
        )

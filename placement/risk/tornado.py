"""One number at a time: what its low and its high end do to the answer, all others at their values.

A table moves as a whole. And all judgements together: how far they may go toward the ends that
favour another choice before it leads.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from placement.assume.assumptions import SHARED, Assumptions
from placement.domain.types import FloatArray, IntArray, Segments
from placement.risk.draws import numbers_at
from placement.risk.factors import factor_of, sign_of, table_of
from placement.risk.worth import Choices, Worth, worth_of_numbers

POINTS = 33
"""Places looked at on the way to the ends, both included; once more inside the step found."""

ENDS = (-1.0, 1.0)

NOTHING = 1e-9
"""Share of a book's worth below which a swing is rounding."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Swing:
    """A number or a table at its ends; money of all accounts, arrays (2,), the low end first."""

    name: str
    paths: tuple[str, ...]
    net: FloatArray
    """What the leading choices bring."""
    best: IntArray
    """Position of the choice that leads there, of the segment that owes most of the difference."""
    value: FloatArray
    """What the choices that lead there bring."""
    changed: FloatArray
    """Balance of the segments that another choice leads there."""

    @property
    def width(self) -> float:
        """How far apart the ends are."""
        return float(abs(self.net[1] - self.net[0]))


def swings(
    choices: Choices,
    segments: Segments,
    assumptions: Assumptions,
    paths: Sequence[str],
    *,
    leads: IntArray,
    base: FloatArray,
    progress: Callable[[float], None] | None = None,
) -> tuple[Swing, ...]:
    """Return what every number or table does to a book at its ends, the widest swing first.

    What moves nothing is left out.

    Args:
        choices: What is chosen among.
        segments: The book.
        assumptions: The numbers in use.
        paths: What moves; a number of one sector leaves segments of others as they are.
        leads: Position of the choice that leads each segment with every number at its value.
        base: What it brings, per account.
        progress: Called with the share done.
    """
    total, sums, done = float(base @ segments.accounts), dict[str, _Sum](), 0
    for sector in dict.fromkeys(segments.sector):
        mine = np.flatnonzero([each == sector for each in segments.sector])
        tables: dict[str, list[str]] = {}
        for path in paths:
            if path.split(".", 1)[0] in (sector, *SHARED):
                tables.setdefault(table_of(path), []).append(path)
        before, after = done / len(segments), (done + len(mine)) / len(segments)
        some = segments.take(mine)
        worth = _at(
            choices,
            some,
            assumptions,
            [dict.fromkeys(moved, 1.0) for moved in tables.values()],
            progress=_part_of(progress, before, after),
        )
        done += len(mine)
        stood = float(base[mine] @ some.accounts)
        for table, found in zip(tables, _sums(worth, some, leads[mine], stood), strict=True):
            sums.setdefault(table, _Sum(paths=tuple(tables[table]))).add(found)
    return tuple(
        sorted(
            (each.swing(name, total) for name, each in sums.items() if each.moves(total)),
            key=lambda swing: (-round(swing.width, 6), swing.name),
        )
    )


@dataclass(kw_only=True, eq=False)
class _Sum:
    """A number's swing over the segments of some sectors, less what these bring as it is."""

    paths: tuple[str, ...] = ()
    net: FloatArray = field(default_factory=lambda: np.zeros(2))
    value: FloatArray = field(default_factory=lambda: np.zeros(2))
    changed: FloatArray = field(default_factory=lambda: np.zeros(2))
    most: float = -1.0
    """Width of the segment that owes most of the difference."""
    best: IntArray = field(default_factory=lambda: np.zeros(2, dtype=np.int64))
    lead: int = 0
    """What leads that segment."""

    def add(self, other: "_Sum") -> None:
        self.net = self.net + other.net
        self.value = self.value + other.value
        self.changed = self.changed + other.changed
        if other.most > self.most:
            self.most, self.best, self.lead = other.most, other.best, other.lead

    def moves(self, total: float) -> bool:
        """Say whether it moves anything beside a total."""
        is_led = not np.any(self.best != self.lead)
        return not is_led or abs(self.net[1] - self.net[0]) > NOTHING * max(abs(total), 1.0)

    def swing(self, name: str, total: float) -> Swing:
        return Swing(
            name=name,
            paths=self.paths,
            net=total + self.net,
            best=self.best,
            value=total + self.value,
            changed=self.changed,
        )


def _sums(worth: Worth, segments: Segments, leads: IntArray, stood: float) -> list[_Sum]:
    """Return the sum of every pair of draws over the segments of a sector."""
    number = segments.accounts.astype(float)
    led = worth.net[leads, :, np.arange(len(segments))].T
    net = np.where(np.isneginf(led), worth.left, led) * number
    best = np.argmax(worth.net, axis=0)
    value = np.max(worth.net, axis=0) * number
    changed = np.where(best != leads, segments.balance * number, 0.0)
    found = []
    for ends in _pairs(len(net) // 2):
        widths = np.abs(net[ends][1] - net[ends][0])
        at = int(np.argmax(widths))
        found.append(
            _Sum(
                net=net[ends].sum(axis=1) - stood,
                value=value[ends].sum(axis=1) - stood,
                changed=changed[ends].sum(axis=1),
                most=float(widths[at]),
                best=best[ends, at],
                lead=int(leads[at]),
            )
        )
    return found


@dataclass(frozen=True, kw_only=True)
class Stability:
    """How far all judgements may be wrong together before another choice leads."""

    share: float | None
    """Of the way from every value to the end that favours the rival; None where none leads even
    there."""
    rival: int | None
    """Position of the choice that leads then."""


def stability(
    choices: Choices,
    account: Segments,
    assumptions: Assumptions,
    paths: Sequence[str],
    *,
    lead: int,
) -> Stability:
    """Return how far all judgements may go together, each toward the end that favours a rival.

    Which end that is is told by moving one factor alone to both. What comes and goes within
    1 / 32 of the way is not seen.

    Args:
        choices: What is chosen among.
        account: One segment.
        assumptions: The numbers in use.
        paths: What moves; only judgements among them do.
        lead: Position of the choice that leads with every number at its value.
    """
    factors: dict[str, dict[str, float]] = {}
    for path in paths:
        if assumptions.entries[path].status == "judgement":
            factors.setdefault(factor_of(path), {})[path] = float(sign_of(path))
    if not factors:
        return Stability(share=None, rival=None)
    moves = list(factors.values())
    gap = _gaps(_at(choices, account, assumptions, moves), lead)
    low, high = gap[:, 0::2], gap[:, 1::2]
    adverse = np.where(low <= high, *ENDS)
    rivals = [rival for rival in range(len(choices.names)) if rival != lead]
    ways = [
        {path: sign * end for move, end in zip(moves, adverse[rival], strict=True)
         for path, sign in move.items()}
        for rival in rivals
    ]  # fmt: skip
    shares = np.linspace(0.0, 1.0, POINTS)
    first = _first_flip(choices, account, assumptions, ways, lead, shares)
    if first is None:
        return Stability(share=None, rival=None)
    low = shares[max(first[0] - 1, 0)]
    closer = np.linspace(low, shares[first[0]], POINTS)
    found = _first_flip(choices, account, assumptions, [ways[first[1]]], lead, closer) or (-1, 0, 0)
    return Stability(share=float(closer[found[0]]), rival=found[2] if found[0] >= 0 else first[2])


def _first_flip(
    choices: Choices,
    account: Segments,
    assumptions: Assumptions,
    ways: Sequence[Mapping[str, float]],
    lead: int,
    shares: FloatArray,
) -> tuple[int, int, int] | None:
    """Return the place of the first share at which another leads, the way, and which one leads."""
    positions = {path: np.concatenate([shares * way[path] for way in ways]) for path in ways[0]}
    worth = _worth(choices, account, assumptions, positions)
    best = np.argmax(worth.net[:, :, 0], axis=0).reshape(len(ways), len(shares))
    gap = _gaps(worth, lead).min(axis=0).reshape(best.shape)
    places = np.argwhere((gap < 0.0).T)
    if not len(places):
        return None
    share, way = (int(number) for number in places[0])
    return share, way, int(best[way, share])


def _gaps(worth: Worth, lead: int) -> FloatArray:
    """Return what the leader is ahead of each choice, shape (choices, draws)."""
    net = worth.net[:, :, 0]
    ahead = np.where(np.isneginf(net), np.inf, 0.0)
    found = np.where(np.isneginf(net[lead]), -np.inf, net[lead] - np.where(ahead > 0.0, 0.0, net))
    gaps = np.where(ahead > 0.0, np.inf, found)
    gaps[lead] = np.inf
    return np.asarray(gaps)


def _at(
    choices: Choices,
    segments: Segments,
    assumptions: Assumptions,
    moves: Sequence[Mapping[str, float]],
    progress: Callable[[float], None] | None = None,
) -> Worth:
    """Return what choices are worth with each move at its low and high end, in pairs of draws."""
    positions: dict[str, FloatArray] = {}
    for ends, move in zip(_pairs(len(moves)), moves, strict=True):
        for path, sign in move.items():
            at = positions.setdefault(path, np.zeros(2 * len(moves)))
            at[ends] = sign * np.array(ENDS)
    return _worth(choices, segments, assumptions, positions, progress)


def _part_of(
    progress: Callable[[float], None] | None, before: float, after: float
) -> Callable[[float], None] | None:
    """Return the progress of a part of the work."""
    if progress is None:
        return None
    return lambda share: progress(before + (after - before) * share)


def _worth(
    choices: Choices,
    segments: Segments,
    assumptions: Assumptions,
    positions: Mapping[str, FloatArray],
    progress: Callable[[float], None] | None = None,
) -> Worth:
    def numbers(start: int, stop: int) -> Assumptions:
        return numbers_at(assumptions, {path: at[start:stop] for path, at in positions.items()})

    size = len(next(iter(positions.values()), np.zeros(1)))
    return worth_of_numbers(choices, segments, numbers, stop=size, progress=progress)


def _pairs(count: int) -> list[slice]:
    return [slice(2 * number, 2 * number + 2) for number in range(count)]

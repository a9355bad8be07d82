"""Two scenarios on one book: what differs, what changes in the answer, and why.

    net(after) - net(before) = sum over groups of differences of their contributions

Net is that of the book when every segment takes its best way. A sector's accounts are valued again
only for the groups of differences that concern them; all other groups contribute nothing there.

Source: own definition, docs/model.md, "Two scenarios compared".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from placement.api.accounts import rank_segments
from placement.api.books import Book, BookRanking, segment_tape
from placement.api.follow_ups import best_plans
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.contributions import MOST_EXACT, contributions
from placement.decide.rank import OPTIONS
from placement.decide.timing.follow_up import solves_exactly
from placement.decide.timing.plan_parts import PlanParts
from placement.decide.timing.plans import FIRST_MOVES
from placement.decide.timing.stop import begins_with
from placement.domain.types import FloatArray, Segments
from placement.scenario.differences import BANDS, STANCE, Difference, Group, differences, grouped
from placement.scenario.scenario import Scenario
from placement.tape.segment import Segmentation

SEED = 20_261_129
"""Of the orders that are drawn where changes are too many for all orders."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Valued:
    """A book under one scenario."""

    scenario: Scenario
    segmentation: Segmentation
    net: FloatArray
    """What each segment's best way leaves, for all its accounts, shape (segments,)."""
    best: tuple[str, ...]
    """The best way of each segment: an option, or the first move of its plan."""
    is_followed: bool = False
    """Ways are plans, as `when` makes them, and no options closed at their end."""

    @property
    def segments(self) -> Segments:
        """The segments."""
        return self.segmentation.segments

    @property
    def total(self) -> float:
        """What the book leaves."""
        return float(self.net.sum())


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """What a group of differences contributes to the difference of the book's net."""

    group: Group
    net: float
    by_sector: tuple[tuple[str, float], ...]
    """Only sectors that it concerns."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SegmentChange:
    """A segment under both scenarios; a whole sector where the two cut the book otherwise."""

    segment: str
    sector: str
    accounts: int
    balance: float
    best_before: str | None
    """None where it is several segments."""
    best_after: str | None
    net_before: float
    net_after: float

    @property
    def moves(self) -> bool:
        """Whether another way is best."""
        return self.best_before != self.best_after


@dataclass(frozen=True, kw_only=True, eq=False)
class Comparison:
    """Two scenarios on one book."""

    before: Valued
    after: Valued
    differences: tuple[Difference, ...]
    contributions: tuple[Contribution, ...]
    """Largest first; they add up to `difference`."""
    is_exact: bool
    """Over all orders in which the changes could be made; otherwise over some, drawn by a seed."""

    @property
    def difference(self) -> float:
        """What the book leaves more after than before."""
        return self.after.total - self.before.total

    @cached_property
    def segments(self) -> tuple[SegmentChange, ...]:
        """Every segment, the largest change first."""
        return segment_changes(self.before, self.after)


def compare_scenarios(
    book: Book,
    before: Scenario,
    after: Scenario,
    *,
    library: Assumptions | None = None,
    plans: bool = False,
    seed: int = SEED,
) -> Comparison:
    """Return two scenarios on one book compared.

    Args:
        book: The checked book.
        before: One scenario.
        after: The other.
        library: The numbers that both are laid over; by default the library as shipped.
        plans: Value every segment by its best plan, as `when` does, instead of by its best option
            closed at its end, as the best mix of `rank`; some twenty times slower.
        seed: For differences in more than `MOST_EXACT` groups that concern one sector.

    Raises:
        AssumptionError: A number does not fit the library.
    """
    library = library or load_library()
    found = differences(before, after, library=library)
    sectors = tuple(dict.fromkeys(name for name in book.tape.sector.names))
    groups = grouped(found, sectors=sectors, most=MOST_EXACT)
    valuer = _Valuer(book=book, before=before, after=after, library=library, plans=plans)
    by_group: dict[str, list[tuple[str, float]]] = {group.name: [] for group in groups}
    generator = np.random.Generator(np.random.PCG64(seed))
    is_exact = True
    for sector in sectors:
        mine = [group for group in groups if group.concerns(sector)]
        is_exact &= len(mine) <= MOST_EXACT
        value = valuer.of_sector(sector, mine)
        for group, part in zip(
            mine, contributions(value, len(mine), generator=generator), strict=True
        ):
            by_group[group.name].append((sector, float(part)))
    parts = [
        Contribution(
            group=group,
            net=sum(part for _, part in by_group[group.name]),
            by_sector=tuple(by_group[group.name]),
        )
        for group in groups
    ]
    return Comparison(
        before=valuer.whole(before),
        after=valuer.whole(after),
        differences=found,
        contributions=tuple(sorted(parts, key=lambda part: -abs(part.net))),
        is_exact=is_exact,
    )


def valued_of(ranked: BookRanking, scenario: Scenario) -> Valued:
    """Return a book that is ranked already as one valued under the scenario it was ranked with."""
    ranking = ranked.ranking
    return Valued(
        scenario=scenario,
        segmentation=ranked.segmentation,
        net=ranking.best_net * ranking.accounts,
        best=tuple(OPTIONS[option].value for option in ranking.best),
    )


def planned_of(
    ranked: BookRanking, scenario: Scenario, plans: PlanParts, *, horizon: int
) -> Valued:
    """Return a ranked book valued by plans that are made already.

    Args:
        ranked: The book.
        scenario: What it was ranked and planned with.
        plans: The best plan of each segment.
        horizon: Months they may last.
    """
    return Valued(
        scenario=scenario,
        segmentation=ranked.segmentation,
        net=plans.net * ranked.ranking.accounts,
        best=tuple(begins_with(plan, horizon=horizon) for plan in plans.plans),
        is_followed=True,
    )


def segment_changes(before: Valued, after: Valued) -> tuple[SegmentChange, ...]:
    """Return every segment of one book under two scenarios, the largest change first."""
    alike = before.segments.label == after.segments.label
    rows = _segments_alike(before, after) if alike else _sectors(before, after)
    return tuple(sorted(rows, key=lambda row: -abs(row.net_after - row.net_before)))


def segments_of_both(before: Valued, after: Valued) -> tuple[SegmentChange, ...]:
    """Return the segments that two books both have by name, the largest change first.

    Accounts and balance are those of the later book.
    """
    places = {name: row for row, name in enumerate(before.segments.label)}
    segments = after.segments
    rows = [
        SegmentChange(
            segment=name,
            sector=segments.sector[row],
            accounts=int(segments.accounts[row]),
            balance=float(segments.balance[row] * segments.accounts[row]),
            best_before=before.best[places[name]],
            best_after=after.best[row],
            net_before=float(before.net[places[name]]),
            net_after=float(after.net[row]),
        )
        for row, name in enumerate(segments.label)
        if name in places
    ]
    return tuple(sorted(rows, key=lambda row: -abs(row.net_after - row.net_before)))


def compare_with_first(
    book: Book,
    scenarios: Sequence[Scenario],
    *,
    library: Assumptions | None = None,
    plans: bool = False,
) -> tuple[Comparison, ...]:
    """Return every further scenario compared with the first; arguments as `compare_scenarios`."""
    first, *others = scenarios
    return tuple(
        compare_scenarios(book, first, other, library=library, plans=plans) for other in others
    )


def value_under(
    book: Book, scenario: Scenario, *, library: Assumptions | None = None, plans: bool = False
) -> Valued:
    """Return a book valued under one scenario; arguments as `compare_scenarios`."""
    return _Valuer(
        book=book, before=scenario, after=scenario, library=library or load_library(), plans=plans
    ).whole(scenario)


def rank_under(
    book: Book, scenario: Scenario, *, library: Assumptions | None = None
) -> tuple[BookRanking, Assumptions]:
    """Return a book ranked under a scenario, and the numbers it was ranked with.

    Raises:
        AssumptionError: A number does not fit the library.
    """
    numbers = scenario.assumptions(library or load_library())
    segmentation = segment_tape(book.tape, numbers, bands=scenario.bands)
    ranking = rank_segments(segmentation.segments, numbers, stance=scenario.stance)
    return BookRanking(book=book, segmentation=segmentation, ranking=ranking), numbers


@dataclass(frozen=True, kw_only=True, eq=False)
class _Valuer:
    """Values a book, or a sector of it, with some of the differences made."""

    book: Book
    before: Scenario
    after: Scenario
    library: Assumptions
    plans: bool

    def whole(self, scenario: Scenario) -> Valued:
        """Return the book under one scenario."""
        numbers = scenario.assumptions(self.library)
        cut = self._cut(scenario, numbers)
        net, best = self._value(cut.segments, scenario, numbers, size=len(cut.segments))
        return Valued(
            scenario=scenario, segmentation=cut, net=net, best=best, is_followed=self.plans
        )

    def of_sector(self, sector: str, groups: Sequence[Group]) -> "_OfSector":
        """Return the net of a sector's accounts by the groups of differences that are made."""
        return _OfSector(valuer=self, sector=sector, groups=groups)

    def sector_net(self, sector: str, made: Sequence[Group]) -> float:
        """Return the net of a sector's accounts with some groups of differences made."""
        scenario, numbers = self._with(made)
        cut = self._cut(scenario, numbers)
        chosen = np.array([name == sector for name in cut.segments.sector])
        net, _ = self._value(cut.segments.take(chosen), scenario, numbers, size=len(cut.segments))
        return float(net.sum())

    def _with(self, made: Sequence[Group]) -> tuple[Scenario, Assumptions]:
        names = {group.name for group in made}
        scenario = replace(
            self.before,
            stance=(self.after if STANCE in names else self.before).stance,
            bands=(self.after if BANDS in names else self.before).bands,
        )
        changed = {
            one.path: float(one.after)
            for group in made
            for one in group.differences
            if one.is_number
        }
        return scenario, self._numbers_before.with_values(changed)

    @cached_property
    def _numbers_before(self) -> Assumptions:
        return self.before.assumptions(self.library)

    def _cut(self, scenario: Scenario, numbers: Assumptions) -> Segmentation:
        # Of all numbers, only this one moves where a book is cut.
        key = (scenario.bands, float(numbers.number("law.limitation_months")))
        if key not in self._cuts:
            self._cuts[key] = segment_tape(self.book.tape, numbers, bands=scenario.bands)
        return self._cuts[key]

    @cached_property
    def _cuts(self) -> dict[object, Segmentation]:
        return {}

    def _value(
        self, segments: Segments, scenario: Scenario, numbers: Assumptions, *, size: int
    ) -> tuple[FloatArray, tuple[str, ...]]:
        ranking = rank_segments(segments, numbers, stance=scenario.stance)
        if self.plans:
            planned = best_plans(
                ranking, numbers, stance=scenario.stance, exactly=solves_exactly(size)
            )
            names = tuple(FIRST_MOVES[move] for move in planned.first_move)
            return planned.net * segments.accounts, names
        names = tuple(OPTIONS[option].value for option in ranking.best)
        return ranking.best_net * segments.accounts, names


@dataclass(frozen=True, kw_only=True, eq=False)
class _OfSector:
    valuer: _Valuer
    sector: str
    groups: Sequence[Group]

    def __call__(self, made: frozenset[int]) -> float:
        return self.valuer.sector_net(self.sector, [self.groups[i] for i in sorted(made)])


def _segments_alike(one: Valued, other: Valued) -> list[SegmentChange]:
    segments = one.segments
    owed = (segments.balance * segments.accounts).tolist()
    return [
        SegmentChange(
            segment=segments.label[row],
            sector=segments.sector[row],
            accounts=int(segments.accounts[row]),
            balance=owed[row],
            best_before=one.best[row],
            best_after=other.best[row],
            net_before=float(one.net[row]),
            net_after=float(other.net[row]),
        )
        for row in range(len(segments))
    ]


def _sectors(one: Valued, other: Valued) -> list[SegmentChange]:
    rows = []
    for sector in dict.fromkeys(one.segments.sector):
        here, there = (
            np.array([name == sector for name in valued.segments.sector]) for valued in (one, other)
        )
        segments = one.segments.take(here)
        rows.append(
            SegmentChange(
                segment=sector,
                sector=sector,
                accounts=int(segments.accounts.sum()),
                balance=float(segments.balance @ segments.accounts),
                best_before=None,
                best_after=None,
                net_before=float(one.net[here].sum()),
                net_after=float(other.net[there].sum()),
            )
        )
    return rows

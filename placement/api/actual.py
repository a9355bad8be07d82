"""Plan against actual: a later tape and remittances against what the plan expected of a book."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from placement.api.actual_odds import SectorOdds, sector_odds
from placement.api.actual_ways import LEAVES, PLANNED, Treated, treated
from placement.api.books import Book, rank_book
from placement.api.follow_ups import best_plans
from placement.api.rules import require
from placement.api.uncertainty import USUAL_CORRELATION, USUAL_SEED, streams_of
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.timing.plans import Plan
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, IntArray, Segments, Stance
from placement.risk.against_plan import Cells, Judged, Said, judged, said_of
from placement.risk.alarms import benjamini_hochberg
from placement.risk.draws import draw_numbers
from placement.risk.expected import (
    outcomes_in_draws,
    outcomes_under,
    willing_shares,
    without_the_willing,
)
from placement.risk.luck import Outcomes
from placement.tape.bands import Bands
from placement.tape.labels import age_band_label
from placement.tape.next_month import Became, NextMonth, next_month
from placement.tape.segment import Segmentation

__all__ = [
    "ACTUAL_DRAWS", "FALSE_ALARMS", "GONE", "ActualGroup", "ActualReading", "PlanAgainstActual",
    "SectorOdds", "plan_against_actual",
]  # fmt: skip

FALSE_ALARMS = 0.1
"""Share of alarms that may be false: where all odds are right, the chance of any alarm at all."""

GONE = ("unknown", "paid", "otherwise")
"""What accounts are taken to be that a later tape no longer lists."""

ACTUAL_DRAWS = 100
"""Usual draws of the odds; each follows every segment once more."""


@dataclass(frozen=True, kw_only=True)
class ActualGroup:
    """Accounts that are judged together."""

    sector: str
    age_band: str
    move: str
    """What their plans begin with: an option, or `wait`."""

    segment: str = ""
    """Name of the segment, where each is judged alone."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ActualReading:
    """The groups, with accounts that are gone taken to have paid or to have left otherwise."""

    gone: str
    """`paid` or `otherwise`."""

    judged: Judged
    """What was expected after what was in fact done, as far as it is known."""

    planned: FloatArray
    """Money that the plan as it was expected of the same accounts, shape (groups,)."""

    came: FloatArray
    """Money that came in, shape (groups,)."""

    came_from: IntArray
    """Accounts that brought anything, shape (groups,)."""

    said: Said
    alarm: BoolArray
    """More than chance: the odds as they stand do not hold, shape (groups,)."""

    beyond: BoolArray
    """An alarm outside of what even the ranges of the odds allow, shape (groups,)."""

    def together(self, groups: list[IntArray]) -> "ActualReading":
        """Return sums of groups, named by positions; of them none is an alarm."""

        def added(values: np.ndarray) -> np.ndarray:
            return np.array([values[chosen].sum() for chosen in groups])

        whole, came = self.judged.together(groups), added(self.came)
        nothing = np.zeros(len(groups), dtype=bool)
        return replace(
            self,
            judged=whole,
            planned=added(self.planned),
            came=came,
            came_from=added(self.came_from),
            said=said_of(whole, came),
            alarm=nothing,
            beyond=nothing,
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class PlanAgainstActual:
    """A book some months after it was planned; arrays of shape (groups,) unless said."""

    groups: tuple[ActualGroup, ...]
    readings: tuple[ActualReading, ...]
    """One; two where nobody knows what became of accounts that are gone, paid first."""

    after: NextMonth
    treated: Treated
    segmentation: Segmentation
    plans: tuple[Plan, ...]
    accounts: IntArray
    """On the first tape."""

    balance: FloatArray
    gone: IntArray
    """No longer listed, and nothing says why."""

    gone_balance: FloatArray
    left: IntArray
    """Left otherwise than by paying, as the later tape says or the plan had it."""

    unreadable: IntArray
    charged: FloatArray
    """Money that was added to what accounts owe: never taken off what came."""

    charged_accounts: IntArray
    otherwise: IntArray
    """Accounts that were treated otherwise than planned."""

    done: tuple[Mapping[str, int], ...]
    """What was done instead, accounts by treatment."""

    odds: tuple[SectorOdds, ...]
    """What the sectors say of the willing share."""

    rate: float
    currency: str
    from_payments: int
    """Accounts whose money is that of the remittances."""

    tape_differs: float
    """What these owe less on the later tape, less what the remittances say."""

    unmatched_payments: float
    """Money of the remittances for accounts that the first tape does not have."""

    @property
    def months(self) -> int:
        """Return the months between the tapes."""
        return self.after.months

    @property
    def status(self) -> tuple[str, ...]:
        """Return `beyond`, `alarm`, `depends`, `expected` or `not_judged` for each group."""
        return tuple(self._status(place) for place in range(len(self.groups)))

    def _status(self, place: int) -> str:
        known = [reading for reading in self.readings if reading.judged.is_expected[place]]
        if not known:
            return "not_judged"
        rings = [bool(reading.alarm[place]) for reading in known]
        below = {bool(reading.said.ratio[place] < 1.0) for reading in known}
        if not any(rings):
            return "expected"
        if not all(rings) or len(below) > 1:
            return "depends"
        return "beyond" if all(reading.beyond[place] for reading in known) else "alarm"

    def by(self, name: str) -> tuple[tuple[str, ...], tuple[ActualReading, ...]]:
        """Return sums by `sector`, by `move` or of the whole, `all`, with their names."""
        keys = [getattr(group, name) if name != "all" else "" for group in self.groups]
        names = tuple(dict.fromkeys(keys))
        chosen = [np.array([i for i, key in enumerate(keys) if key == one]) for one in names]
        return names, tuple(reading.together(chosen) for reading in self.readings)


def plan_against_actual(
    first: Book,
    later: Book,
    *,
    assumptions: Assumptions | None = None,
    stance: Stance = Stance.PROFIT_SEEKING,
    bands: Bands | None = None,
    payments: Mapping[str, float] | None = None,
    gone: str = "unknown",
    months: int | None = None,
    by_segment: bool = False,
    draws: int = ACTUAL_DRAWS,
    seed: int = USUAL_SEED,
    correlation: float = USUAL_CORRELATION,
    progress: Callable[[float], None] | None = None,
) -> PlanAgainstActual:
    """Return what came in beside what the plan of a book expected, and what that says of the odds.

    Args:
        first: The book of the day the plan was made.
        later: The same book some months later.
        assumptions: The numbers of the plan; by default the library.
        stance: How agencies set their effort.
        bands: How the first book is cut; the usual ones by default.
        payments: What accounts brought in between, net of reversals, by account number; it counts
            where the tapes say otherwise.
        gone: What accounts are taken to be that the later tape no longer lists, one of `GONE`.
        months: Months between the tapes, where these do not say.
        by_segment: Judge every segment alone; by default those of a sector, an age band and a
            first move together.
        draws: Draws of the odds.
        seed: The same seed gives the same draws.
        correlation: Of each number with what its sector has in common, -1 to 1.
        progress: Called with the share of the draws done.

    Raises:
        InputError: The tapes do not fit, or an argument breaks its rule.
    """
    require(
        gone in GONE,
        t("gone must be one of {known}; got {value!r}.", known=", ".join(GONE), value=gone),
    )
    assumptions = assumptions or load_library()
    after = next_month(
        first.tape, later.tape, match_first=first.match, match_later=later.match, months=months
    )
    ranked = rank_book(first, assumptions, stance=stance, bands=bands)
    cut, segments = ranked.segmentation, ranked.segmentation.segments
    plans = best_plans(ranked.ranking, assumptions, stance=stance).plans
    groups, group_of = _groups(cut, plans, by_segment)
    how = treated(cut.index, segments, plans, after)
    stands = outcomes_under(segments, how.plans, assumptions, stance=stance, months=after.months)
    number = draw_numbers(
        assumptions, set(segments.sector), count=draws, streams=streams_of(seed),
        correlation=correlation,
    )  # fmt: skip
    nobody = without_the_willing(assumptions)
    sums = _Sums(
        first, cut, plans, group_of, how, after, payments, assumptions,
        stands=stands,
        drawn=outcomes_in_draws(
            segments, how.plans, number.numbers, draws=draws, stance=stance,
            months=after.months, progress=progress,
        ),
        nobody=outcomes_in_draws(
            segments, how.plans, lambda *_: nobody, draws=1, stance=stance, months=after.months
        ),
        willing=willing_shares(segments, assumptions, stance=stance),
        groups=len(groups),
        seed=seed,
    )  # fmt: skip
    asked = ["paid", "otherwise"] if gone == "unknown" and sums.gone.any() else [gone]
    readings = tuple(sums.read("paid" if one == "unknown" else one) for one in asked)
    return PlanAgainstActual(
        groups=groups,
        readings=readings,
        after=after,
        treated=how,
        segmentation=cut,
        plans=tuple(plans),
        **sums.counts(),
        odds=sector_odds(
            readings, [group.sector for group in groups], sums.age, assumptions,
            source=_source(first, later),
        ),
        rate=FALSE_ALARMS,
        currency=first.tape.currency,
    )  # fmt: skip


def _source(first: Book, later: Book) -> str:
    """Return where odds from two tapes are from, in words."""
    return t(
        "Plan of {first} against the tape of {later}, digests {one} and {other}",
        first=str(first.tape.as_of or "-"),
        later=str(later.tape.as_of or "-"),
        one=first.tape.digest[:12],
        other=later.tape.digest[:12],
    )


def _groups(
    cut: Segmentation, plans: tuple[Plan, ...], by_segment: bool
) -> tuple[tuple[ActualGroup, ...], IntArray]:
    """Return the groups in the order of their segments, and the group of each segment."""
    segments: Segments = cut.segments
    each = [
        ActualGroup(
            sector=segments.sector[at],
            age_band=age_band_label(cut.bands.age, int(cut.age_band[at])),
            move=plans[at].steps[0].action,
            segment=segments.label[at] if by_segment else "",
        )
        for at in range(len(segments))
    ]
    names = tuple(dict.fromkeys(each))
    place = {name: position for position, name in enumerate(names)}
    return names, np.array([place[one] for one in each], dtype=np.int64)


class _Sums:
    """Sums over accounts by group, under one reading of the gone or another."""

    def __init__(
        self,
        first: Book,
        cut: Segmentation,
        plans: tuple[Plan, ...],
        group_of: IntArray,
        how: Treated,
        after: NextMonth,
        payments: Mapping[str, float] | None,
        assumptions: Assumptions,
        *,
        stands: list[Outcomes],
        drawn: list[Outcomes],
        nobody: list[Outcomes],
        willing: FloatArray,
        groups: int,
        seed: int,
    ) -> None:
        self.how, self.after, self.size, self.seed = how, after, groups, seed
        self.stands, self.drawn, self.nobody = stands, drawn, nobody
        self.willing = willing
        self.segment, self.group = cut.index, group_of[cut.index]
        self.balance = first.tape.balance
        self.cut = cut
        settles = {
            name: float(assumptions.number(f"{name}.debtor.settlement_share"))
            for name in set(cut.segments.sector)
        }
        self.settled = np.array([settles[name] for name in cut.segments.sector])[cut.index]
        leaves = np.array([plan.steps[0].action in LEAVES for plan in plans])[cut.index]
        became = np.where(
            leaves & (after.became == Became.GONE), int(Became.OTHERWISE), after.became
        )
        self.reported = _reported(first, payments)
        has = ~np.isnan(self.reported)
        # Whoever brought money is not lost sight of.
        self.became = np.where(has & (became == Became.GONE), int(Became.PAID), became)
        self.has = has
        known = sum(payments.values()) if payments else 0.0
        self.unmatched = float(known - np.nansum(self.reported))

    @property
    def gone(self) -> BoolArray:
        """Return which accounts are gone without a word."""
        return np.asarray(self.became == Became.GONE)

    @property
    def age(self) -> FloatArray:
        """Return the age of each group, weighted by what is owed."""
        owed = self._added(self.balance)
        return np.asarray(self._added(self.balance * self.cut.segments.age[self.segment]) / owed)

    def read(self, gone: str) -> ActualReading:
        """Return the groups with the accounts that are gone read one way."""
        exposed = ~np.isin(self.became, (Became.OTHERWISE, Became.UNREADABLE))
        if gone != "paid":
            exposed &= ~self.gone
        money = np.where(
            np.isin(self.became, (Became.PAID, Became.GONE)),
            self.settled * self.balance,
            self.after.paid,
        )
        money = np.where(self.has, self.reported, money) * exposed
        found = judged(
            self._cells(exposed), self.stands, self.drawn, self.nobody,
            willing=self.willing, groups=self.size, streams=streams_of(self.seed),
        )  # fmt: skip
        came = self._added(money)
        said = said_of(found, came)
        return ActualReading(
            gone=gone,
            judged=found,
            planned=self._added(self.balance * self.stands[PLANNED].mean[self.segment] * exposed),
            came=came,
            came_from=self._counted(exposed & (money > 0.0)),
            said=said,
            alarm=_stand_out(said.by_luck),
            beyond=_stand_out(said.by_luck) & _stand_out(said.in_all),
        )

    def counts(self) -> dict[str, Any]:
        """Return what is counted whatever the reading."""
        otherwise = (self.how.way != PLANNED) & ~np.isin(
            self.became, (Became.OTHERWISE, Became.UNREADABLE)
        )
        differs = np.where(self.has & (self.became == Became.STAYED), self.after.paid, 0.0)
        said = np.where(self.has & (self.became == Became.STAYED), self.reported, 0.0)
        return {
            "accounts": self._counted(np.ones(len(self.group), dtype=bool)),
            "balance": self._added(self.balance),
            "gone": self._counted(self.gone),
            "gone_balance": self._added(self.balance * self.gone),
            "left": self._counted(self.became == Became.OTHERWISE),
            "unreadable": self._counted(self.became == Became.UNREADABLE),
            "charged": self._added(self.after.charged),
            "charged_accounts": self._counted(self.after.charged > 0.0),
            "otherwise": self._counted(otherwise),
            "done": self._done(otherwise),
            "from_payments": int(self.has.sum()),
            "tape_differs": float(differs.sum() - said.sum()),
            "unmatched_payments": self.unmatched,
        }

    def _done(self, otherwise: BoolArray) -> tuple[Mapping[str, int], ...]:
        ways = len(self.how.names)
        table = np.bincount(
            self.group[otherwise] * ways + self.how.way[otherwise], minlength=self.size * ways
        ).reshape(self.size, ways)
        return tuple(
            {self.how.names[way]: int(n) for way, n in enumerate(row.tolist()) if n}
            for row in table
        )

    def _cells(self, exposed: BoolArray) -> Cells:
        rows = np.flatnonzero(exposed)
        key = self.segment[rows] * len(self.how.names) + self.how.way[rows]
        order = np.argsort(key, kind="stable")
        names, starts = np.unique(key[order], return_index=True)
        segment, way = names // len(self.how.names), names % len(self.how.names)
        first = rows[order][starts]
        return Cells(
            segment=segment,
            way=way,
            group=self.group[first],
            balances=tuple(np.split(self.balance[rows[order]], starts[1:])),
        )

    def _added(self, values: FloatArray) -> FloatArray:
        return np.asarray(np.bincount(self.group, values, minlength=self.size), dtype=float)

    def _counted(self, mask: BoolArray) -> IntArray:
        return np.bincount(self.group[mask], minlength=self.size)


def _reported(first: Book, payments: Mapping[str, float] | None) -> FloatArray:
    """Return what remittances say that each account brought; NaN where they say nothing."""
    nothing = np.full(len(first.tape), np.nan)
    numbers = first.tape.account_id
    if not payments or numbers is None:
        return nothing
    seen: set[str] = set()
    for place, number in enumerate(numbers.tolist()):
        # Of several rows of one number the first has its money.
        if number and str(number) not in seen and str(number) in payments:
            nothing[place] = payments[str(number)]
            seen.add(str(number))
    return nothing


def _stand_out(chance: FloatArray) -> BoolArray:
    known = ~np.isnan(chance)
    found = np.zeros(len(chance), dtype=bool)
    found[known] = benjamini_hochberg(chance[known], rate=FALSE_ALARMS)
    return found

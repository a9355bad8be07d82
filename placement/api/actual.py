"""Plan against actual: a later tape and remittances against what the plan expected of a book."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from placement.api.actual_odds import SectorOdds, sector_odds
from placement.api.actual_sums import FALSE_ALARMS, ActualReading, PaymentsUsed, Sums
from placement.api.actual_ways import Treated, treated
from placement.api.books import Book, rank_book
from placement.api.follow_ups import best_plans
from placement.api.rules import require
from placement.api.uncertainty import USUAL_CORRELATION, USUAL_SEED, streams_of
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.timing.plans import Plan
from placement.domain.text import listed, t
from placement.domain.types import BoolArray, FloatArray, IntArray, Segments, Stance
from placement.risk.draws import draw_numbers
from placement.risk.expected import (
    outcomes_in_draws,
    outcomes_under,
    willing_shares,
    without_the_willing,
)
from placement.tape.account_payments import AccountPayments
from placement.tape.bands import Bands
from placement.tape.findings import Finding
from placement.tape.labels import age_band_label
from placement.tape.next_month import NextMonth, next_month
from placement.tape.segment import Segmentation

__all__ = [
    "ACTUAL_DRAWS", "FALSE_ALARMS", "GONE", "ActualGroup", "ActualReading",
    "PaymentsUsed", "PlanAgainstActual", "SectorOdds", "plan_against_actual",
]  # fmt: skip

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
    """Left otherwise than by paying, as the later tape says."""

    left_as_planned: IntArray
    """No longer listed, and to be sold or written off by the plan."""

    settled: IntArray
    """Settled: listed with nothing owed or so called, or gone and in the payments."""

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
    payments: PaymentsUsed | None
    """Where the money of the list of payments went; None without one."""

    by_payments: float
    """What accounts that stayed and are in the list paid by it ..."""

    by_tapes: float
    """... and what they owe less by the tapes, less what they owe more."""

    findings: tuple[Finding, ...]
    """What is wrong with the payments beside the first tape."""

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

    @property
    def is_judged(self) -> BoolArray:
        """Return which groups are judged, shape (groups,); the others are in no sum."""
        return np.array([status != "not_judged" for status in self.status], dtype=bool)

    def by(self, name: str) -> tuple[tuple[str, ...], tuple[ActualReading, ...]]:
        """Return sums of the judged groups by `sector` or `move`, with their names.

        Of the whole they are those of `all`; of the groups that are not judged, of `not_judged`.
        """
        chosen = np.flatnonzero(~self.is_judged if name == "not_judged" else self.is_judged)
        if name in ("all", "not_judged"):
            return ("",), tuple(reading.together([chosen]) for reading in self.readings)
        keys = {int(place): str(getattr(self.groups[place], name)) for place in chosen}
        names = tuple(dict.fromkeys(keys.values()))
        places = [np.array([at for at, key in keys.items() if key == one]) for one in names]
        return names, tuple(reading.together(places) for reading in self.readings)


def plan_against_actual(
    first: Book,
    later: Book,
    *,
    assumptions: Assumptions | None = None,
    stance: Stance = Stance.PROFIT_SEEKING,
    bands: Bands | None = None,
    payments: Mapping[str, float] | AccountPayments | None = None,
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
        payments: What accounts brought in between, net of reversals, by account number, or the
            list that says so; it counts where the tapes say otherwise, but for what is far above
            what an account owed.
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
        t("gone must be one of {known}; got {value!r}.", known=listed(GONE), value=gone),
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
    sums = Sums(
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

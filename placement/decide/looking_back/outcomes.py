"""Money of batches by the month each was taken back, and by the agency that got it.

With o and e what a batch brings, observed and estimated, if it is taken back after k months, and
phi what part of it its agency would have been given,

    money = sum over batches of phi_b * (o_b(k_b) + e_b(k_b))

Done is phi = 1 and the last month seen. Hindsight takes each batch's best month and gives each
group, what was placed in the same months of one kind, to whoever brought most of a unit; worst is
the reverse, so that both bound every other way.

Source: own definition, docs/model.md, "Odds from evidence".
"""

from dataclasses import dataclass

import numpy as np

from placement.domain.types import FloatArray, IntArray

UNGROUPED = -1
"""Of a batch that only one agency could be compared on, or none."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Outcomes:
    """What batches brought or would have, by the month they are taken back."""

    observed: FloatArray
    """Money left from months that were seen, shape (batches, months + 1)."""

    estimated: FloatArray
    """Money expected after that; same shape."""

    first: IntArray
    """Months of each batch when it is first decided on: none are to be had before."""

    last: IntArray
    """Months it was seen: to be taken back then is what was done."""

    balance: FloatArray
    agency: IntArray
    """Number of the agency, shape (batches,)."""

    group: IntArray
    """Number of what was placed together, shape (batches,); `UNGROUPED` where it stays."""

    @property
    def total(self) -> FloatArray:
        """Money of each batch by month, shape (batches, months + 1); NaN where none is open."""
        month = np.arange(self.observed.shape[1])
        is_open = (month >= self.first[:, None]) & (month <= self.last[:, None])
        return np.where(is_open, self.observed + self.estimated, np.nan)

    @property
    def best(self) -> IntArray:
        """Month that brings most, the latest of equals, shape (batches,)."""
        return _latest(np.nan_to_num(self.total, nan=-np.inf))

    @property
    def worst(self) -> IntArray:
        """Month that brings least, shape (batches,)."""
        return _latest(-np.nan_to_num(self.total, nan=np.inf))

    def way(self, stop: IntArray, part: FloatArray | None = None) -> "Way":
        """Return a way of working: when each batch is taken back, and what part of it is given.

        Args:
            stop: Months after which each is taken back, within those open, shape (batches,).
            part: Over what it was given, shape (batches,); 1 by default.
        """
        rows = np.arange(len(stop))
        share = np.ones(len(stop)) if part is None else part
        return Way(
            stop=stop,
            part=share,
            observed=share * self.observed[rows, stop],
            estimated=share * self.estimated[rows, stop],
        )

    def given_by(self, share: FloatArray) -> FloatArray:
        """Return what part of each batch its agency gets, where groups are shared out.

        Args:
            share: Of its group that the agency of each batch is to get, shape (batches,); those of
                the agencies of a group count relative to each other.
        """
        part = np.ones(len(share))
        for group in np.unique(self.group[self.group != UNGROUPED]):
            rows = self.group == group
            names, at = np.unique(self.agency[rows], return_index=True)
            of_agency = share[rows][at] / share[rows][at].sum()
            for agency, its_share in zip(names, of_agency, strict=True):
                its = rows & (self.agency == agency)
                part[its] = its_share * self.balance[rows].sum() / self.balance[its].sum()
        return part

    def given_to_one(self, value: FloatArray) -> FloatArray:
        """Return the parts where each group goes to the agency that brings most of a unit.

        Args:
            value: Money of each batch, shape (batches,).
        """
        share = np.zeros(len(value))
        for group in np.unique(self.group[self.group != UNGROUPED]):
            rows = self.group == group
            names = np.unique(self.agency[rows])
            rate = [
                value[rows & (self.agency == one)].sum()
                / self.balance[rows & (self.agency == one)].sum()
                for one in names
            ]
            share[rows & (self.agency == names[int(np.argmax(rate))])] = 1.0
        return self.given_by(share)


@dataclass(frozen=True, kw_only=True, eq=False)
class Way:
    """One way of working all batches; arrays have shape (batches,)."""

    stop: IntArray
    part: FloatArray
    observed: FloatArray
    estimated: FloatArray

    @property
    def money(self) -> FloatArray:
        """Money of each batch."""
        return np.asarray(self.observed + self.estimated)

    @property
    def total(self) -> float:
        """Money of all batches."""
        return float(self.money.sum())


@dataclass(frozen=True, kw_only=True, eq=False)
class Ways:
    """What was done, what the plan would have done, and what bounds both."""

    done: Way
    stops: Way
    """The plan's months of taking back, each batch given as it was."""

    plan: Way
    """Its months and its shares."""

    hindsight: Way
    worst: Way
    rules: dict[str, Way]
    """Simpler ways, by name."""

    @property
    def change(self) -> float:
        """What the plan would have brought more."""
        return self.plan.total - self.done.total

    @property
    def observed_change(self) -> float:
        """Of it, what the file itself shows."""
        return float((self.plan.observed - self.done.observed).sum())

    @property
    def estimated_change(self) -> float:
        """Of it, what the odds of the whole file expect."""
        return float((self.plan.estimated - self.done.estimated).sum())

    @property
    def change_by_stops(self) -> float:
        """Of it, what taking batches back sooner would have brought."""
        return self.stops.total - self.done.total

    @property
    def change_by_shares(self) -> float:
        """Of it, what sharing batches out otherwise would have."""
        return self.plan.total - self.stops.total

    @property
    def breaks_even_at(self) -> float:
        """Part of what is estimated that would leave the plan no better; NaN where none does.

        Where the plan gives up money that was seen for money that is expected, this is how far the
        expectation may be off.
        """
        seen, expected = self.observed_change, self.estimated_change
        return -seen / expected if seen < 0.0 < expected else np.nan

    @property
    def reached(self) -> float:
        """Part of the possible gain that the plan reaches; NaN where none was possible."""
        possible = self.hindsight.total - self.done.total
        return self.change / possible if possible > 0.0 else np.nan


def ways_of(
    outcomes: Outcomes, stop: IntArray, share: FloatArray, rules: dict[str, IntArray]
) -> Ways:
    """Return what a plan would have brought, beside the others.

    Args:
        outcomes: What batches bring by month.
        stop: Months after which the plan takes each back, shape (batches,).
        share: Of its group that the plan gives the agency of each batch; only groups count.
        rules: Months after which simpler rules take each back.
    """
    best, worst = outcomes.way(outcomes.best), outcomes.way(outcomes.worst)
    return Ways(
        done=outcomes.way(outcomes.last),
        stops=outcomes.way(stop),
        plan=outcomes.way(stop, outcomes.given_by(share)),
        hindsight=outcomes.way(outcomes.best, outcomes.given_to_one(best.money)),
        worst=outcomes.way(outcomes.worst, outcomes.given_to_one(-worst.money)),
        rules={name: outcomes.way(months) for name, months in rules.items()},
    )


def change_range(
    ways: Ways, group: IntArray, *, rng: np.random.Generator, draws: int, level: float
) -> tuple[float, float]:
    """Return the range of the plan's change, had other batches like these come.

    Args:
        ways: The ways.
        group: What was placed together, which is drawn as one; `UNGROUPED` batches alone.
        rng: Random numbers.
        draws: How many sets of batches are drawn from them, with replacement.
        level: Chance that the range holds.
    """
    alone = group.max(initial=0) + 1 + np.arange(len(group))
    _, unit = np.unique(np.where(group == UNGROUPED, alone, group), return_inverse=True)
    change = np.bincount(unit, ways.plan.money - ways.done.money)
    counts = rng.multinomial(len(change), np.full(len(change), 1.0 / len(change)), draws)
    low, high = np.quantile(counts @ change, [0.5 - level / 2.0, 0.5 + level / 2.0])
    return float(low), float(high)


def held_for(outcomes: Outcomes, months: int) -> IntArray:
    """Return the months of a rule that takes every batch back after so many, or at once."""
    return np.asarray(np.clip(months, outcomes.first, outcomes.last))


def _latest(values: FloatArray) -> IntArray:
    """Return the position of the highest value of each row, the last of equals."""
    width = values.shape[1]
    return np.asarray(width - 1 - np.argmax(values[:, ::-1], axis=1), dtype=np.int64)

"""The deal zone: the agency's floor, the creditor's ceiling and the commission best for him.

    floor    lowest c with profit(c) >= margin * revenue(c), fixed costs included
    ceiling  highest c with creditor_value(c) >= value of the best plan that begins otherwise
    c*       the c of highest creditor_net, what placing alone leaves

All with the contract's terms in force.

Source: own definition, docs/model.md, "Both sides of the commission".
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.decide.deal.curve import LotCurve, lot_curve
from placement.decide.deal.lot import Lot
from placement.decide.deal.others import BestOther, best_other
from placement.decide.deal.search import all_commissions, first_true, last_true, top
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Bounds:
    """What either side can live with; None where no commission up to 1 will do."""

    floor: float | None
    """The lowest commission at which the lot makes the agency's target margin."""
    ceiling: float | None
    """The highest at which beginning with the placement is worth no less than otherwise."""

    @property
    def deal(self) -> bool:
        """There is a commission for both: floor <= ceiling."""
        return self.floor is not None and self.ceiling is not None and self.floor <= self.ceiling

    @property
    def gap_points(self) -> float | None:
        """Floor less ceiling where there is no deal; None where one of them does not exist."""
        if self.deal or self.floor is None or self.ceiling is None:
            return None
        return self.floor - self.ceiling


@dataclass(frozen=True, kw_only=True, eq=False)
class Zone:
    """A lot's commission from both sides; money for the whole lot, in today's money."""

    lot: Lot
    target_margin: float
    curve: LotCurve
    """Both sides at every half point from 0 to 1."""
    bounds: Bounds
    creditor_from: float | None
    """Lowest commission of the stretch below the ceiling in which placing pays for the creditor;
    below it the agency works too little."""
    best_for_creditor: float
    """Commission at which placing alone leaves the creditor most, whatever the agency's floor."""
    best_to_begin: float
    """Commission at which beginning with the placement leaves the creditor most."""
    other: BestOther
    marks: LotCurve
    """Both sides at today's quote, `best_for_creditor` and `best_to_begin`, in this order."""

    @property
    def works_at_best(self) -> bool:
        """The agency works accounts at `best_for_creditor`; else it leaves all idle."""
        return bool(self.marks.contacts[1] > 0.0)

    @property
    def works_to_begin(self) -> bool:
        """The agency works accounts at `best_to_begin`; else it leaves all idle."""
        return bool(self.marks.contacts[2] > 0.0)

    @cached_property
    def at_floor(self) -> LotCurve | None:
        """Both sides at the floor alone; None where there is none."""
        return self._at(self.bounds.floor)

    @cached_property
    def at_ceiling(self) -> LotCurve | None:
        """Both sides at the ceiling alone; None where there is none."""
        return self._at(self.bounds.ceiling)

    def _at(self, commission: float | None) -> LotCurve | None:
        return None if commission is None else lot_curve(self.lot, np.array([commission]))

    @property
    def gains_below(self) -> bool:
        """Both sides gain at some commission below the zone too.

        The agency's work grows in steps, so what the creditor gains may come and go.
        """
        low, floor = self.low_end, self.bounds.floor
        if low is None or floor is None:
            return False
        grid = np.append(self.curve.commission, self.best_to_begin)
        value = np.append(self.curve.creditor_value, self.marks.creditor_value[2])
        return bool(np.any((grid >= floor) & (grid < low) & (value >= self.other.total)))

    @property
    def low_end(self) -> float | None:
        """Where the zone starts: the higher of both sides' lowest; None without a deal."""
        bounds = self.bounds
        if not bounds.deal or bounds.floor is None or self.creditor_from is None:
            return None
        return max(bounds.floor, self.creditor_from)


def agency_surplus(curve: LotCurve, target_margin: float) -> FloatArray:
    """Return profit above the target, profit - margin * revenue, shape (commissions,)."""
    return np.asarray(curve.agency_profit - target_margin * curve.agency_revenue)


def check_margin(target_margin: float) -> None:
    """Raise InputError where a target margin is no share below 1."""
    if not 0.0 <= target_margin < 1.0:
        raise InputError(
            t(
                "target margin must be a share of revenue from 0 to below 1, as in 0.1 for 10%; "
                "got {x:g}. Correct it.",
                x=target_margin,
            )
        )


def agency_floor(lot: Lot, target_margin: float, *, curve: LotCurve | None = None) -> float | None:
    """Return the lowest commission at which a lot makes the target margin; None where none does.

    Args:
        lot: The lot.
        target_margin: Profit the agency wants, as a share of its revenue.
        curve: The lot at `all_commissions`, where known.
    """
    curve = curve or lot_curve(lot, all_commissions())

    def earns(places: FloatArray) -> BoolArray:
        return agency_surplus(lot_curve(lot, places), target_margin) >= 0.0

    return first_true(curve.commission, agency_surplus(curve, target_margin) >= 0.0, earns)


def bounds_of(
    lot: Lot, *, target_margin: float, other: BestOther, curve: LotCurve | None = None
) -> Bounds:
    """Return floor and ceiling of a lot.

    Args:
        lot: The lot.
        target_margin: Profit the agency wants, as a share of its revenue.
        other: The creditor's best other options.
        curve: The lot at `all_commissions`, where known.
    """
    curve = curve or lot_curve(lot, all_commissions())
    grid = curve.commission

    def pays(places: FloatArray) -> BoolArray:
        return np.asarray(lot_curve(lot, places).creditor_value >= other.total)

    return Bounds(
        floor=agency_floor(lot, target_margin, curve=curve),
        ceiling=last_true(grid, curve.creditor_value >= other.total, pays),
    )


def deal_zone(lot: Lot, *, target_margin: float = 0.0) -> Zone:
    """Return the lot's commission from both sides.

    Raises:
        InputError: The margin is no share below 1.
    """
    check_margin(target_margin)
    other = best_other(lot)
    curve = lot_curve(lot, all_commissions())
    bounds = bounds_of(lot, target_margin=target_margin, other=other, curve=curve)
    grid = curve.commission
    best = top(grid, curve.creditor_net, lambda at: lot_curve(lot, at).creditor_net)
    best_to_begin = best
    if lot.plans is not None:
        best_to_begin = top(
            grid, curve.creditor_value, lambda at: lot_curve(lot, at).creditor_value
        )
    return Zone(
        lot=lot,
        target_margin=target_margin,
        curve=curve,
        bounds=bounds,
        creditor_from=_creditor_from(lot, curve, bounds.ceiling, other.total),
        best_for_creditor=best,
        best_to_begin=best_to_begin,
        other=other,
        marks=lot_curve(lot, np.array([lot.quoted, best, best_to_begin])),
    )


def _creditor_from(lot: Lot, curve: LotCurve, ceiling: float | None, other: float) -> float | None:
    if ceiling is None:
        return None
    below = curve.commission <= ceiling
    grid = np.append(curve.commission[below], ceiling)
    pays = np.append(curve.creditor_value[below] >= other, True)
    shut = np.flatnonzero(~pays)
    start = int(shut[-1]) if shut.size else 0
    return first_true(
        grid[start:],
        pays[start:],
        lambda places: np.asarray(lot_curve(lot, places).creditor_value >= other),
    )

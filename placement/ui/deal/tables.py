"""Tables and chart rows of a commission from both sides."""

import math

import numpy as np
import pandas as pd

from placement.decide.deal.cash_curve import CashCurve
from placement.decide.deal.curve import LotCurve
from placement.decide.deal.lot import Lot, segment_commissions
from placement.decide.deal.zone import Zone
from placement.domain.text import t
from placement.domain.types import FloatArray
from placement.ui.charts.deal import CURVE, MARK, QUOTE, ZONE_ROW
from placement.words.numbers import as_percent, points

LEAST_SHOWN = 0.3
"""Commissions the axis reaches at least."""

BEYOND = 1.25
"""How far the axis goes past the last thing to see."""

TENTH = 0.1

PERCENT = as_percent(1.0)
"""What a share is multiplied by where many become percent at once."""


def shown_to(zone: Zone, quoted: float) -> float:
    """Return the commission the charts reach to: past all that is marked, in whole tenths.

    Today's quote moves it only where it would leave the picture, so that a slider does not
    stretch the axis at every step.
    """
    bounds = zone.bounds
    marked = [zone.lot.quoted, bounds.floor or 0.0, bounds.ceiling or 0.0, LEAST_SHOWN]
    marked.append(zone.best_to_begin if zone.works_to_begin else 0.0)
    wide = max(max(marked) * BEYOND, quoted)
    return min(math.ceil(round(wide / TENTH, 9)) * TENTH, 1.0)


def curve_table(curve: LotCurve, zone: Zone) -> pd.DataFrame:
    """Return both sides at each commission, with the names of the command's answer."""
    return pd.DataFrame(
        {
            "commission": curve.commission,
            "liquidation": curve.liquidation,
            "creditor_net": curve.creditor_net,
            "creditor_value": curve.creditor_value,
            "creditor_over_best_other": curve.creditor_value - zone.other.total,
            "agency_profit": curve.agency_profit,
            "contacts_per_account": curve.contacts / zone.lot.accounts.sum(),
        }
    )


def chart_rows(zone: Zone, at: LotCurve, *, quoted: float, to: float | None = None) -> pd.DataFrame:
    """Return the rows of both charts.

    Args:
        zone: Both sides at every half point.
        at: Both sides at today's quote.
        quoted: Today's quote, a decimal.
        to: Commission the charts reach to; by default past all that is marked.
    """
    end = shown_to(zone, quoted) if to is None else to
    shown = int(np.searchsorted(zone.curve.commission, end + 1e-9))
    names = _marks(zone, quoted)
    ends = (zone.low_end, zone.bounds.ceiling)
    zones = [(low, high) for low, high in [ends] if low is not None and high is not None]
    kinds = [CURVE] * shown + [QUOTE] + [MARK] * len(names) + [ZONE_ROW] * len(zones)
    places = [place for _, place, _ in names] + [low for low, _ in zones]
    middle = end / 2.0
    before, after = shown + 1, len(zones)

    def numbers(curve: FloatArray, quote: FloatArray) -> FloatArray:
        return np.concatenate([curve[:shown], quote, np.full(len(names) + after, np.nan)])

    def texts(values: list[str]) -> list[str | None]:
        return [*([None] * before), *values, *([None] * after)]

    accounts, curve = float(zone.lot.accounts.sum()), zone.curve
    # Made in one go: beside a slider, tables put together cost milliseconds.
    return pd.DataFrame(
        {
            "kind": kinds,
            "commission": PERCENT
            * np.concatenate([curve.commission[:shown], at.commission, np.array(places, float)]),
            "until": [*([np.nan] * (len(kinds) - after)), *(PERCENT * high for _, high in zones)],
            "creditor": numbers(curve.creditor_value, at.creditor_value) - zone.other.total,
            "agency": numbers(curve.agency_profit, at.agency_profit),
            "collected": PERCENT * numbers(curve.liquidation, at.liquidation),
            "contacts": numbers(curve.contacts, at.contacts) / accounts,
            "mark": texts([mark for mark, _, _ in names]),
            "name": texts([name for _, _, name in names]),
            "hand": texts(["left" if place < middle else "right" for _, place, _ in names]),
        }
    )


def _marks(zone: Zone, quoted: float) -> list[tuple[str, float, str]]:
    """Return key, commission and text of what is marked."""
    bounds = zone.bounds
    best = zone.best_to_begin if zone.works_to_begin else None
    marks = (
        ("floor", bounds.floor, t("Agency's floor {x}", x=points(bounds.floor))),
        ("ceiling", bounds.ceiling, t("Creditor's ceiling {x}", x=points(bounds.ceiling))),
        ("best", best, t("Best for the creditor {x}", x=points(best))),
        ("quote", quoted, t("Today {x}", x=points(quoted))),
    )
    return [(mark, place, name) for mark, place, name in marks if place is not None]


def ladder_table(lot: Lot, quoted: float) -> pd.DataFrame:
    """Return one row per rung of the lot's ladder: ages, accounts, commission today and quoted."""
    rungs = np.broadcast_to(lot.contract.commission, lot.owed.shape)
    at_quote = segment_commissions(lot, np.array([quoted]))[0]
    segments = lot.segments
    frame = pd.DataFrame(
        {
            "sector": segments.sector,
            "creditor_type": [str(each) for each in segments.creditor_type],
            "library": np.round(rungs, 12),
            "quoted": at_quote,
            "age": segments.age,
            "accounts": segments.accounts,
            "balance": lot.owed,
        }
    )
    found = frame.groupby(["sector", "creditor_type", "library"], as_index=False).agg(
        quoted=("quoted", "first"),
        youngest=("age", "min"),
        oldest=("age", "max"),
        accounts=("accounts", "sum"),
        balance=("balance", "sum"),
    )
    return found.sort_values(["sector", "creditor_type", "youngest"], ignore_index=True)


CASH_PARTS = ("commission", "contacts", "onboarding", "fixed", "court_fees")


def cash_table(cash: CashCurve) -> pd.DataFrame:
    """Return the agency's cash of a lot by month, with the names of the command's answer."""
    return pd.DataFrame(
        {
            "month": np.arange(cash.net.size),
            **{part: getattr(cash, part) for part in CASH_PARTS},
            "net": cash.net,
            "cumulative": cash.cumulative,
        }
    )

"""The agency's side of a book as a table: one row per segment, and why it would not work some."""

import numpy as np
import pandas as pd

from placement.decide.agency_book import AgencyBook
from placement.decide.rank import Ranking
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray
from placement.report.tables import to_cents
from placement.words.numbers import short

ALL, WORKED, NOT_WORKED, NO_PLACEMENT = "all", "worked", "not_worked", "no_placement"
"""Which segments to show."""


def groups(side: AgencyBook) -> dict[str, BoolArray]:
    """Return which segments belong to each choice; all but `ALL` are apart from each other."""
    return {
        ALL: np.ones(len(side.works), dtype=bool),
        WORKED: np.asarray(side.works),
        NOT_WORKED: np.asarray(side.is_open & ~side.works),
        NO_PLACEMENT: np.asarray(~side.is_open),
    }


def agency_table(ranking: Ranking, side: AgencyBook) -> pd.DataFrame:
    """Return one row per segment; money for all its accounts to the cent, shares as decimals.

    What the agency does is empty where it does nothing; all is empty where no placement is left.
    """
    segments = ranking.valuation.segments

    def if_worked(values: FloatArray) -> FloatArray:
        return np.where(side.works, values, np.nan)

    return pd.DataFrame(
        {
            "segment": segments.label,
            "why": [_verdict(side, position) for position in range(len(segments))],
            "profit": to_cents(side.profit * segments.accounts),
            "accounts": segments.accounts,
            "balance": to_cents(segments.balance * segments.accounts),
            "placement": pd.Series(side.placement).where(side.is_open),
            "worked": side.works,
            "liquidation": side.liquidation,
            "contacts_per_month": if_worked(side.contacts_per_month),
            "worked_months": if_worked(side.worked_months),
            "contacts_per_success": if_worked(side.contacts_per_success),
            "commission": side.commission,
            "break_even_commission": np.where(
                np.isfinite(side.break_even_commission), side.break_even_commission, np.nan
            ),
        }
    )


def _verdict(side: AgencyBook, position: int) -> str:
    if not side.is_open[position]:
        return t("No: there is no next placement")
    if side.works[position]:
        if side.profit[position] < 0.0:
            return t("Yes, by contract, at a loss")
        return t("Yes")
    income, cost = side.first_success_income[position], side.first_success_cost[position]
    if not np.isfinite(cost):
        return t("No: nobody is willing to pay")
    if income < cost:
        return t(
            "No: brings {income}, contacts cost {cost}",
            income=short(float(income)),
            cost=short(float(cost)),
        )
    return t("No: it does not pay for taking them on")

"""The whole book as rows: what it is begun with, and every way closed at its end."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from placement.decide.rank import OPTIONS, Ranking
from placement.decide.timing.plan_parts import PlanParts
from placement.decide.timing.stop import LEADS, begins_with
from placement.decide.totals import TOTALS
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.ui.bars import chart_rows, net_order, with_nets
from placement.ui.charts.mix import MIX_COLOUR, NEXT_AGENCY_COLOUR
from placement.ui.charts.timing import MOVE_COLOURS
from placement.ui.net import net_frame
from placement.ui.theme import OPTION_COLOURS
from placement.words.names import lead_names, option_names, short_names
from placement.words.numbers import money


def mix_rows(ranking: Ranking) -> pd.DataFrame:
    """Return what the whole book leaves under the best mix and under each way for all."""
    names = option_names()
    ways = [
        (t("Next agency in turn"), ranking.next_placement_totals(), NEXT_AGENCY_COLOUR),
        *((names[o], ranking.same_way_totals(o), OPTION_COLOURS[o]) for o in OPTIONS),
    ]
    best = (t("Each its best option"), ranking.best_mix_totals, MIX_COLOUR)
    return _net_rows([best, *sorted(ways, key=lambda way: net_order(way[1]))])


def begin_rows(lead: PlanParts, accounts: IntArray, *, horizon: int) -> pd.DataFrame:
    """Return what the book leaves by what its segments begin with, the most first.

    Args:
        lead: Each segment's best plan.
        accounts: Number of accounts of each.
        horizon: Months a plan may last.
    """
    names = short_names()
    begun = np.array([begins_with(plan, horizon=horizon) for plan in lead.plans], dtype=object)
    ways = [
        (names[name], lead.totals @ (accounts * (begun == name)), MOVE_COLOURS[name])
        for name in LEADS
        if (begun == name).any()
    ]
    return _net_rows(sorted(ways, key=lambda way: net_order(way[1])))


def best_single_way(ranking: Ranking) -> tuple[str, float]:
    """Return the name and the net of the best way to treat every account alike."""
    names = option_names()
    ways = {names[option]: ranking.same_way_total(option) for option in OPTIONS}
    ways[t("Next agency in turn")] = ranking.next_placement_total()
    open_ways = {name: net for name, net in ways.items() if net is not None}
    return max(open_ways.items(), key=lambda way: way[1])


def mix_parts(ranking: Ranking, lead: PlanParts, *, horizon: int) -> pd.DataFrame:
    """Return what the leading mix is made of: one row for each thing that is begun with.

    Beside it stand as many columns for the mix of best options closed at their end.

    Args:
        ranking: The ranked book.
        lead: Each segment's best plan.
        horizon: Months a plan may last.
    """
    segments, names = ranking.valuation.segments, lead_names()
    accounts, balance = segments.accounts, segments.balance * segments.accounts
    begun = np.array([begins_with(plan, horizon=horizon) for plan in lead.plans], dtype=object)
    alone = np.array([option.value for option in OPTIONS], dtype=object)[ranking.best]
    rows = [name for name in LEADS if (begun == name).any() or (alone == name).any()]

    def total(amounts: FloatArray | IntArray, chosen: BoolArray) -> FloatArray:
        return np.asarray((amounts * chosen).sum(axis=-1))

    masks = [begun == name for name in rows]
    closed = [alone == name for name in rows]
    table = pd.DataFrame(
        {
            "begin_with": [names[name] for name in rows],
            "segments": [int(mask.sum()) for mask in masks],
            "accounts": [int(total(accounts, mask)) for mask in masks],
            "balance": [round(float(total(balance, mask))) for mask in masks],
            **net_frame(np.array([total(lead.totals * accounts, mask) for mask in masks]).T),
            "accounts_alone": [int(total(accounts, mask)) for mask in closed],
            "net_alone": [round(float(total(ranking.best_net * accounts, m))) for m in closed],
        }
    )
    return table.sort_values("net", ascending=False, kind="stable", ignore_index=True)


def _net_rows(ways: Sequence[tuple[str, FloatArray | None, str]]) -> pd.DataFrame:
    nothing = np.full(len(TOTALS), np.nan)
    totals = np.array([nothing if split is None else split for _, split, _ in ways]).T
    nets = [None if split is None else float(split.sum()) for _, split, _ in ways]
    rows = chart_rows(
        [name for name, _, _ in ways],
        nets,
        [t("open to nobody") if net is None else money(net) for net in nets],
        [colour for _, _, colour in ways],
    )
    return with_nets(rows, totals)

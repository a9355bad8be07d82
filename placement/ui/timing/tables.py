"""Plans as tables and as rows of charts."""

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd

from placement.decide.rank import OPTIONS, Ranking
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.plans import FIRST_MOVES, AccountPlan, Plan
from placement.decide.timing.stop import begins_with, steps_said
from placement.decide.totals import TOTALS
from placement.domain.text import t
from placement.domain.types import AGENCY_OPTIONS, FloatArray, Option
from placement.ui.bars import chart_rows, with_marks
from placement.ui.charts.timing import MOVE_COLOURS, ROOM
from placement.value.options import Valuation
from placement.words.headlines import leaves_most
from placement.words.names import lead_names, move_names, short_names
from placement.words.numbers import money
from placement.words.timing import in_words, lasting, stages, told_first

FAINT, FULL = 0.4, 1.0
"""Strength of a bar for the time until the money of a suit or a sale comes, and for work."""


def last_month(plan: Plan, *, lags: dict[str, int], horizon: int) -> float:
    """Return the month in which a plan is over and its money is there, at least 1."""
    steps = steps_said(plan, horizon=horizon)
    return float(max(1, *(s.start_month + (s.months or lags.get(s.action, 0)) for s in steps)))


def timeline_rows(
    plan: Plan, *, lags: dict[str, int], horizon: int, until: float = 0.0
) -> pd.DataFrame:
    """Return chart rows of a plan's stages.

    Args:
        plan: The plan.
        lags: Months from a move that ends the plan until its money comes, by move.
        horizon: Months the plan may last.
        until: Month the axis goes to at least, so that two plans can be compared.
    """
    steps, names = stages(plan, horizon=horizon), short_names()
    called = [names[step.action] for step in steps]
    places = {name: place for place, name in reversed(list(enumerate(called)))}
    starts = np.array([step.start_month for step in steps], dtype=float)
    ends = starts + [step.months or lags.get(step.action, 0) for step in steps]
    last = max(last_month(plan, lags=lags, horizon=horizon), until)
    return pd.DataFrame(
        {
            "name": called,
            "place": [places[name] for name in called],
            "start": starts,
            "end": ends,
            "ends": [None if step.months else float(step.start_month) for step in steps],
            # A move that comes back shares its line, and only the last stage has room behind it.
            "label": [
                "" if called[place] in called[place + 1 :] else lasting(step)
                for place, step in enumerate(steps)
            ],
            "label_at": ends,
            "reach": last * ROOM,
            "colour": [MOVE_COLOURS[step.action] for step in steps],
            "faint": [FULL if step.months else FAINT for step in steps],
        }
    )


def plan_table(plan: Plan, *, as_of: dt.date | None, horizon: int) -> pd.DataFrame:
    """Return one row per step: start_month, action, months, and the date where one is known.

    Where nothing more is done the last row says so; the end of the horizon is no step.
    """
    steps = steps_said(plan, horizon=horizon)
    table = pd.DataFrame(
        {
            "start_month": [step.start_month for step in steps],
            "action": [step.action for step in steps],
            "months": [step.months for step in steps],
        }
    )
    if as_of is None:
        return table
    dates = [
        (pd.Timestamp(as_of) + pd.DateOffset(months=step.start_month)).date() for step in steps
    ]
    return table.assign(start_date=dates)


def comparison_table(own: Plan, best: Plan, *, horizon: int) -> pd.DataFrame:
    """Return the steps of a policy and of the best plan below each other."""
    both = {
        name: plan_table(plan, as_of=None, horizon=horizon)
        for name, plan in (("policy", own), ("best", best))
    }
    return pd.concat(both, names=["plan"]).reset_index(level=0).reset_index(drop=True)


def first_move_order(planned: AccountPlan) -> list[str]:
    """Return all first moves, the best first; those that no plan can begin with come last."""
    found = planned.first_moves
    return sorted(FIRST_MOVES, key=lambda move: (move not in found, -_value(planned, move)))


def first_move_names(planned: AccountPlan, *, horizon: int, short: bool = False) -> dict[str, str]:
    """Return what each first move is called: a wait that nothing follows is the end of all work.

    Args:
        planned: The plans; one without steps, as a quick answer has them, keeps its move's name.
        horizon: Months a plan may last.
        short: For the axis of a chart.
    """
    names, called = move_names(), short_names() if short else lead_names()
    waiting = planned.first_moves.get(WAIT)
    if planned.plan.steps[0].action == WAIT:
        waiting = planned.plan
    if waiting and waiting.steps:
        names[WAIT] = called[begins_with(waiting, horizon=horizon)]
    return names


def lead_headline(planned: AccountPlan, *, accounts: int, currency: str, horizon: int) -> str:
    """Return the title of `first_move_rows`: what leaves most, and how much more than the second.

    Args:
        planned: The plans.
        accounts: Accounts of the segment.
        currency: Unit of the money.
        horizon: Months a plan may last.
    """
    names, found = first_move_names(planned, horizon=horizon), planned.first_moves
    order = [move for move in first_move_order(planned) if move in found]
    return leaves_most(
        [names[move] for move in order],
        [accounts * found[move].value for move in order],
        currency=currency,
    )


def first_move_rows(
    planned: AccountPlan, alone: FloatArray, *, accounts: int, horizon: int
) -> pd.DataFrame:
    """Return chart rows of the best value by first move, for all accounts of a segment.

    Args:
        planned: The plans.
        alone: Net recovery of each option closed at its end, per account, shape (options,); NaN
            where it is not open.
        accounts: Accounts of the segment.
        horizon: Months a plan may last.
    """
    names = first_move_names(planned, horizon=horizon, short=True)
    order = first_move_order(planned)
    found = planned.first_moves
    nets = [accounts * found[move].value if move in found else None for move in order]
    closed = dict(zip(OPTIONS, (accounts * alone).tolist(), strict=True))
    ends = [closed.get(Option(move)) if move != WAIT else None for move in order]
    rows = chart_rows(
        [names[move] for move in order],
        nets,
        [t("not open") if net is None else money(net) for net in nets],
        [MOVE_COLOURS[move] for move in order],
    )
    return with_marks(rows, [None if end is None or np.isnan(end) else end for end in ends])


def first_move_table(
    planned: AccountPlan,
    totals: Mapping[str, FloatArray],
    *,
    accounts: int,
    shut: dict[str, str],
    horizon: int,
) -> pd.DataFrame:
    """Return one row per first move: cash, fees, tax, value, what it is behind the best, the plan.

    Args:
        planned: The plans.
        totals: Cash, fees and tax of each per account, shape (totals,).
        accounts: Accounts of the segment.
        shut: Why each move that no plan begins with is not open.
        horizon: Months a plan may last.
    """
    best, order = planned.plan.value, first_move_order(planned)
    found = [planned.first_moves.get(move) for move in order]
    nothing = np.full(len(TOTALS), np.nan)
    split = accounts * np.array([totals.get(move, nothing) for move in order]).T
    return pd.DataFrame(
        {
            "first_move": order,
            **dict(zip(TOTALS, split, strict=True)),
            "value": [None if plan is None else accounts * plan.value for plan in found],
            "behind_best": [
                None if plan is None else accounts * (plan.value - best) for plan in found
            ],
            "per_account": [None if plan is None else plan.value for plan in found],
            "plan": [
                in_words(plan, horizon=horizon) if plan else shut.get(move)
                for move in order
                for plan in (told_first(planned, move),)
            ],
        }
    )


def with_names(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return a table with a column of moves in the reader's language."""
    return table.assign(**{column: table[column].map(lead_names())})


def lags_of(valuation: Valuation, position: int) -> dict[str, int]:
    """Return the months until a suit's and a sale's money comes, for a segment."""
    # Read from the terms one by one: all inputs of a segment take as long as a chart.
    terms = valuation.terms
    lags = {Option.LAWSUIT: terms.lawsuit.months, Option.SALE: terms.sale.lag_months}
    return {option.value: _at(months, valuation, position) for option, months in lags.items()}


def placement_months(valuation: Valuation, position: int) -> list[int]:
    """Return the term of each placement of a segment, recall apart, in months."""
    agency = valuation.terms.agency
    return [_at(agency[option].months, valuation, position) for option in AGENCY_OPTIONS]


def runs_of_best(ranking: Ranking) -> FloatArray:
    """Return how many months the best option alone is worked; NaN for options that are not.

    Shape (segments,).
    """
    terms, best = ranking.valuation.terms, ranking.best
    worked = {Option.IN_HOUSE: terms.in_house.months}
    worked |= {option: terms.agency[option].months for option in AGENCY_OPTIONS}
    found = np.full(len(best), np.nan)
    for option, months in worked.items():
        found = np.where(best == OPTIONS.index(option), np.round(months), found)
    return found


def _at(months: FloatArray, valuation: Valuation, position: int) -> int:
    return round(float(np.broadcast_to(months, (len(valuation.segments),))[position]))


def _value(planned: AccountPlan, move: str) -> float:
    plan = planned.first_moves.get(move)
    return plan.value if plan else float("-inf")

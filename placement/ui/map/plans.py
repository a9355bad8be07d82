"""The map of plans in words and rows: tooltips, dots and tables."""

import numpy as np
import pandas as pd

from placement import api
from placement.decide.grid import Case
from placement.decide.plan_grid import PlanGrid
from placement.decide.rank import OPTIONS
from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.decide.timing.plan_parts import PlanParts
from placement.decide.timing.plans import FIRST_MOVES, Plan
from placement.decide.timing.stop import LEADS, STOP, begins_with, steps_said
from placement.decide.totals import TOTALS
from placement.domain.text import clauses, t
from placement.domain.types import IntArray
from placement.report.tables import net_columns, to_cents
from placement.ui import session
from placement.ui.charts.decision_map import Answer
from placement.ui.charts.timing import MOVE_COLOURS
from placement.ui.map.picture import Extent, Picture
from placement.ui.map.table import segment_dots
from placement.ui.timing import cached as timing_cached
from placement.ui.timing.planned import plans_at_last
from placement.ui.waiting import waited_for
from placement.words.names import lead_names, move_names
from placement.words.numbers import share, short
from placement.words.timing import stage_text, stages


def plan_picture(
    ranked: api.BookRanking, case: Case, extent: Extent, positions: IntArray
) -> Picture:
    """Return the map of the best plan's first move; arguments and errors as `option_picture`."""
    currency = ranked.book.tape.currency
    scenario = session.scenario()
    grid = waited_for(
        ("map of plans", scenario.digest, case, extent.low, extent.high, extent.age_to),
        lambda: timing_cached.plan_map(
            case, scenario, low=extent.low, high=extent.high, age_to=extent.age_to
        ),
        saying=t("Planning every spot of the map…"),
    )
    plans = plans_at_last(ranked, horizon=DEFAULT_HORIZON)
    return Picture(
        balance=grid.alone.balance,
        age=grid.alone.age,
        answers=move_answers(),
        best=grid.begin_with,
        hover=plan_hover_texts(grid, currency),
        dots=plan_dots(ranked, plans, positions, horizon=DEFAULT_HORIZON),
        table=lambda: plan_grid_table(grid),
        alt=t(
            "Map: what to begin with over balance and months past due; the table below says the "
            "same."
        ),
        reads=t(
            "The colour is what to begin with today if the best moves follow: the first move of "
            "the plan that leaves most after costs, commission and tax. Waiting is a move too, and "
            "so is to stop working an account and keep the claim."
        ),
        caption=t(
            "What to begin with by months past due (down) and balance per account in {currency} "
            "(across). The files hold every spot with the plan, its cash, fees, tax and net, and "
            "its gain over the best single option.",
            currency=currency,
        ),
    )


def move_answers() -> tuple[Answer, ...]:
    """Return what a plan can begin with as answers of a map, in the order of `LEADS`."""
    names = lead_names()
    return tuple(Answer(name=names[move], colour=MOVE_COLOURS[move]) for move in LEADS)


def plan_hover_texts(grid: PlanGrid, currency: str) -> list[list[str]]:
    """Return what each cell says: what to begin with, its money, the next best, the plan."""
    names, leads, called = list(move_names().values()), list(lead_names().values()), move_names()
    head = t("{balance} {currency}, {age} months past due")
    money_in = t("Cash {cash}, fees and costs {fees}, tax relief {tax}")
    worth = t("Net: {value} ({share})")
    ahead = t("Gain over one option closed when it ends ({option}): {gain} ({share})")
    behind = t("Next best first move: {move}, {less} less")
    plans = grid.plans.plans
    steps = [_steps_below(plan, grid.horizon) for plan in plans]
    value, gain, first = grid.value.tolist(), grid.gain.tolist(), grid.first_value
    move, best = grid.first_move.tolist(), grid.alone.best.tolist()
    begin, totals = grid.begin_with.tolist(), grid.totals.tolist()
    order = np.moveaxis(grid.order, 0, -1).tolist()
    rows = []
    for row, age in enumerate(grid.alone.age.tolist()):
        texts = []
        for column, balance in enumerate(grid.alone.balance.tolist()):
            title = head.format(balance=short(balance), currency=currency, age=f"{age:.0f}")
            mine = move[row][column]
            next_ = next(place for place in order[row][column] if place != mine)
            leaves, more = value[row][column], gain[row][column]
            cash, fees, tax = (short(total[row][column]) for total in totals)
            lines = [
                f"<b>{title}</b>",
                f"<b>{leads[begin[row][column]]}</b>",
                money_in.format(cash=cash, fees=fees, tax=tax),
                worth.format(value=short(leaves), share=share(leaves, of=balance)),
                ahead.format(
                    option=called[OPTIONS[best[row][column]].value],
                    gain=short(more),
                    share=share(more, of=balance),
                ),
            ]
            if (less := leaves - float(first[next_, row, column])) == less:
                lines.append(behind.format(move=names[next_], less=short(less)))
            texts.append("<br>".join([*lines, *steps[row * len(grid.alone.balance) + column]]))
        rows.append(texts)
    return rows


def _steps_below(plan: Plan, horizon: int) -> list[str]:
    """Return a plan's stages as lines; none where what it begins with says it all."""
    taken = stages(plan, horizon=horizon)
    return [] if taken[0].action == STOP else [stage_text(step) for step in taken]


def plan_dots(
    ranked: api.BookRanking, plans: PlanParts, positions: IntArray, *, horizon: int
) -> pd.DataFrame:
    """Return the chosen segments as dots coloured by what they are best begun with."""
    segments, names = ranked.ranking.valuation.segments, lead_names()
    begun = [begins_with(plans.plans[i], horizon=horizon) for i in positions.tolist()]
    totals = (plans.totals * segments.accounts)[:, positions]
    says = [
        t(
            "Begin with: {move}; cash {cash}, fees and costs {fees}, tax relief {tax}, net {value}",
            move=names[name],
            cash=short(cash),
            fees=short(fees),
            tax=short(tax),
            value=short(cash + fees + tax),
        )
        for name, (cash, fees, tax) in zip(begun, totals.T.tolist(), strict=True)
    ]
    first = [LEADS.index(name) for name in begun]
    return segment_dots(
        segments,
        positions,
        np.array(first, dtype=np.int64),
        says,
        currency=ranked.book.tape.currency,
    )


def plan_grid_table(grid: PlanGrid) -> pd.DataFrame:
    """Return one row per cell: the plan, its net, its gain, and the value of every first move.

    Money is to the cent, per account; a first move that is not open is empty.
    """
    ages, balances = np.meshgrid(grid.alone.age, grid.alone.balance, indexing="ij")
    names = np.array(FIRST_MOVES, dtype=object)
    options = np.array([option.value for option in OPTIONS], dtype=object)
    return pd.DataFrame(
        {
            "balance": to_cents(balances.ravel()),
            "months_past_due": ages.ravel(),
            "first_move": names[grid.first_move].ravel(),
            **net_columns(grid.value.ravel(), grid.totals.reshape(len(TOTALS), -1)),
            "best_alone": options[grid.alone.best].ravel(),
            "net_alone": to_cents(grid.single_net.ravel()),
            "gain": to_cents(grid.gain.ravel()),
            "plan": [_steps_text(plan, grid.horizon) for plan in grid.plans.plans],
            **{
                f"value_{name}": to_cents(grid.first_value[row].ravel())
                for row, name in enumerate(FIRST_MOVES)
            },
        }
    )


def _steps_text(plan: Plan, horizon: int) -> str:
    """Return a plan with the names of the interface, such as `agency_1 0-7; stop 7`."""
    return clauses(
        f"{step.action} {step.start_month}"
        + (f"-{step.start_month + step.months}" if step.months else "")
        for step in steps_said(plan, horizon=horizon)
    )

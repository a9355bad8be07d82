"""The map of plans in words and rows: tooltips, dots and tables."""

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from placement import api
from placement.decide.grid import Case
from placement.decide.plan_grid import PlanGrid
from placement.decide.rank import OPTIONS
from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.decide.timing.plans import FIRST_MOVES, BookPlans, Plan
from placement.domain.text import t
from placement.domain.types import IntArray
from placement.report.tables import to_cents
from placement.ui import session
from placement.ui.charts.decision_map import Answer
from placement.ui.charts.timing import MOVE_COLOURS
from placement.ui.map.picture import Extent, Picture
from placement.ui.map.table import segment_dots
from placement.ui.options.words import share, short
from placement.ui.timing import cached as timing_cached
from placement.ui.timing.words import move_names, stage_text, stages


def plan_picture(
    ranked: api.BookRanking, case: Case, extent: Extent, positions: IntArray
) -> Picture:
    """Return the map of the best plan's first move; arguments and errors as `option_picture`."""
    currency = ranked.book.tape.currency
    slot = st.empty()
    grid = timing_cached.plan_map(
        case,
        session.scenario(),
        low=extent.low,
        high=extent.high,
        age_to=extent.age_to,
        progress=lambda done: _progress(slot, done),
    )
    with slot, st.spinner(t("Planning every segment…")):
        plans = timing_cached.book_plans(ranked, session.scenario(), horizon=DEFAULT_HORIZON)
    slot.empty()
    return Picture(
        balance=grid.alone.balance,
        age=grid.alone.age,
        answers=move_answers(),
        best=grid.first_move,
        hover=plan_hover_texts(grid, currency),
        dots=plan_dots(ranked, plans, positions),
        table=lambda: plan_grid_table(grid),
        alt=t(
            "Map: first move of the best plan over balance and months past due; the table below "
            "says the same."
        ),
        reads=t(
            "The colour is the first move of the plan that leaves most over {horizon} months, "
            "after costs, commission and tax: what to do today if the best moves follow. Waiting "
            "is a move too.",
            horizon=grid.horizon,
        ),
        caption=t(
            "First move of the best plan by months past due (down) and balance per account in "
            "{currency} (across). The files hold every spot with the plan, its value and its gain "
            "over the best single option.",
            currency=currency,
        ),
    )


def _progress(slot: DeltaGenerator, done: float) -> None:
    slot.progress(min(done, 1.0), text=t("Planning every spot of the map…"))


def move_answers() -> tuple[Answer, ...]:
    """Return the first moves as answers of a map, in the order of `FIRST_MOVES`."""
    names = move_names()
    return tuple(Answer(name=names[move], colour=MOVE_COLOURS[move]) for move in FIRST_MOVES)


def plan_hover_texts(grid: PlanGrid, currency: str) -> list[list[str]]:
    """Return what each cell says: first move, value, gain, the next best move, the plan."""
    names, called = list(move_names().values()), move_names()
    head = t("{balance} {currency}, {age} months past due")
    worth = t("Value of the plan: {value} ({share})")
    ahead = t("Gain over one option ({option}): {gain} ({share})")
    behind = t("Next best first move: {move}, {less} less")
    steps = [[stage_text(p, i) for i in range(len(stages(p)))] for p in grid.plans.plans]
    value, gain, first = grid.value.tolist(), grid.gain.tolist(), grid.first_value
    move, best = grid.first_move.tolist(), grid.alone.best.tolist()
    order = np.moveaxis(grid.order, 0, -1).tolist()
    rows = []
    for row, age in enumerate(grid.alone.age.tolist()):
        texts = []
        for column, balance in enumerate(grid.alone.balance.tolist()):
            title = head.format(balance=short(balance), currency=currency, age=f"{age:.0f}")
            mine = move[row][column]
            next_ = next(place for place in order[row][column] if place != mine)
            leaves, more = value[row][column], gain[row][column]
            lines = [
                f"<b>{title}</b>",
                f"<b>{names[mine]}</b>",
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


def plan_dots(ranked: api.BookRanking, plans: BookPlans, positions: IntArray) -> pd.DataFrame:
    """Return the chosen segments as dots coloured by the first move of their plan."""
    segments, called = ranked.ranking.valuation.segments, move_names()
    chosen = [plans.plans[i] for i in positions.tolist()]
    first = [FIRST_MOVES.index(plan.steps[0].action) for plan in chosen]
    says = [
        t(
            "First move: {move}; the plan leaves {value} ({share})",
            move=called[plan.steps[0].action],
            value=short(float(plan.value * segments.accounts[i])),
            share=share(plan.value, of=float(segments.balance[i])),
        )
        for i, plan in zip(positions.tolist(), chosen, strict=True)
    ]
    return segment_dots(
        segments,
        positions,
        np.array(first, dtype=np.int64),
        says,
        currency=ranked.book.tape.currency,
    )


def plan_grid_table(grid: PlanGrid) -> pd.DataFrame:
    """Return one row per cell: the plan, its value, its gain, and the value of every first move.

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
            "value": to_cents(grid.value.ravel()),
            "best_alone": options[grid.alone.best].ravel(),
            "net_alone": to_cents(grid.single_net.ravel()),
            "gain": to_cents(grid.gain.ravel()),
            "plan": [_steps_text(plan) for plan in grid.plans.plans],
            **{
                f"value_{name}": to_cents(grid.first_value[row].ravel())
                for row, name in enumerate(FIRST_MOVES)
            },
        }
    )


def _steps_text(plan: Plan) -> str:
    """Return a plan with the names of the interface, such as `agency_1 0-7; write_off 7`."""
    return "; ".join(
        f"{step.action} {step.start_month}"
        + (f"-{step.start_month + step.months}" if step.months else "")
        for step in plan.steps
    )

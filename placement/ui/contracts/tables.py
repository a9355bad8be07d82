"""The answer about contracts as tables: chosen, reasons, use of means, months, frontier.

Headings are those of the command's answer.
"""

import numpy as np
import pandas as pd

from placement.decide.mix.choose import Mix
from placement.decide.mix.hiring import CashPlan, HiringPlan
from placement.decide.mix.overbooking import Exceeded
from placement.decide.mix.prices import Frontier
from placement.domain.text import t
from placement.report.mix_answer import capacity_answers, cash_rows, chosen_rows, people_rows
from placement.ui.charts.contracts import CURVE, MARK
from placement.words.contracts import FULL, best_per_seat, reasons
from placement.words.numbers import money, whole


def chosen_table(mix: Mix) -> pd.DataFrame:
    """Return a row per chosen contract, the largest expected profit first."""
    rows = chosen_rows(mix)
    columns = (
        "contract", "sector", "mode", "modes", "seats", "profit", "profit_if_won",
        "win_probability", "cash", "legal_hours", "contacts_per_month", "worked_months",
        "liquidation", "held", "must",
    )  # fmt: skip
    return pd.DataFrame(rows, columns=list(columns))


def reasons_table(mix: Mix, price: float | None) -> pd.DataFrame:
    """Return why every contract is in or out, those in first; money is expected."""
    profit, seats, ratio = best_per_seat(mix)
    table = pd.DataFrame(
        {
            "contract": list(mix.contracts.contract),
            "taken": np.where(mix.taken, "in", "out"),
            "reason": reasons(mix, price),
            "profit": profit,
            "seats": seats,
            "profit_per_seat": ratio,
        }
    )
    return table.sort_values(["taken", "profit"], ascending=[True, False], ignore_index=True)


def capacities_table(mix: Mix, exceeded: tuple[Exceeded, ...]) -> pd.DataFrame:
    """Return how much of each capacity is used, and how often it is exceeded."""
    return pd.DataFrame(capacity_answers(mix, exceeded))


def use_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the chart of means; a capacity of 0 has no share."""
    there = (table["available"] > 0.0) & ~table["kind"].str.endswith("_revenue")
    shown = table[there]
    part = shown["counted"] / shown["available"]
    return pd.DataFrame(
        {
            "name": shown["capacity"].str.capitalize(),
            "place": np.arange(len(shown)),
            "used": 100.0 * part,
            "high": 100.0 * shown["within_95"] / shown["available"],
            "label": [
                t("{used} of {there}", used=_short(used), there=_short(available))
                for used, available in zip(shown["counted"], shown["available"], strict=True)
            ],
            "full": np.where(part >= FULL, "yes", "no"),
        }
    )


def frontier_table(frontier: Frontier) -> pd.DataFrame:
    """Return profit against seats; empty where what must be kept does not fit."""
    gain = np.diff(frontier.profit, prepend=np.nan) / np.diff(frontier.seats, prepend=np.nan)
    return pd.DataFrame(
        {
            "seats": frontier.seats,
            "profit": frontier.profit,
            "bound": frontier.bound,
            "contracts": frontier.contracts.astype(int),
            "profit_per_further_seat": gain,
        }
    )


def frontier_rows(frontier: Frontier, *, today: float, tried: float) -> pd.DataFrame:
    """Return the rows of the frontier's chart: its points, today's seats and those tried."""
    last = float(frontier.seats.max(initial=1.0))
    curve = frontier_table(frontier).assign(kind=CURVE)
    marks = {t("Today {seats}", seats=_short(today)): today}
    if tried != today:
        marks[t("What if {seats}", seats=_short(tried))] = tried
    named = pd.DataFrame(
        {
            "kind": MARK,
            "seats": list(marks.values()),
            "name": list(marks),
            "line": range(len(marks)),
            "hand": ["left" if place < 0.7 * last else "right" for place in marks.values()],
        }
    )
    return pd.concat([curve, named], ignore_index=True)


def people_table(plan: HiringPlan) -> pd.DataFrame:
    """Return people by month."""
    table = pd.DataFrame(people_rows(plan))
    skills = {f"seats_{skill}": seats for skill, seats in plan.by_skill.items() if skill}
    return table.drop(columns="by_skill", errors="ignore").assign(**skills)


def cash_table(plan: CashPlan) -> pd.DataFrame:
    """Return what cash is left at the end of each month, if all is won and on average."""
    return pd.DataFrame(cash_rows(plan))


def cash_points(plan: CashPlan) -> pd.DataFrame:
    """Return the rows of the chart of cash, its lowest point with a label."""
    label = t("lowest: {cash}", cash=money(plan.lowest))
    labels = [label if month == plan.lowest_month else "" for month in range(len(plan.full))]
    return cash_table(plan).assign(label=labels, none=0.0)


def _short(number: float) -> str:
    return whole(number) if abs(number) >= 1000.0 else f"{number:,.1f}".removesuffix(".0")

"""What the decision map says in words and rows: tooltips, dots and tables."""

import numpy as np
import pandas as pd

from placement.decide.grid import DecisionGrid
from placement.decide.rank import OPTIONS, Ranking
from placement.domain.text import t
from placement.domain.types import IntArray
from placement.report.tables import to_cents
from placement.ui.options_view_words import money, share, short
from placement.ui.theme import option_names

EVERY = 4
"""The table on the screen shows every fourth row and column of the map."""


def hover_texts(grid: DecisionGrid, currency: str) -> list[list[str]]:
    """Return what each cell says when pointed at: the options, best first, and their net."""
    names = [option_names()[option] for option in OPTIONS]
    head = t("{balance} {currency}, {age} months past due")
    closed, unworked = t("not open"), t("the agency would not work it")
    idle = {
        OPTIONS.index(option): np.reshape(placement.effort.worked_months <= 0.0, grid.best.shape)
        for option, placement in grid.ranking.valuation.placements.items()
    }
    nets, is_open, order = grid.net.tolist(), grid.available.tolist(), grid.order.tolist()
    rows = []
    for row, age in enumerate(grid.age.tolist()):
        texts = []
        for column, balance in enumerate(grid.balance.tolist()):
            title = head.format(balance=short(balance), currency=currency, age=f"{age:.0f}")
            lines = [f"<b>{title}</b>"]
            for place in range(len(OPTIONS)):
                option = order[place][row][column]
                net = nets[option][row][column]
                says = (
                    f"{short(net)} ({share(net, of=balance)})"
                    if is_open[option][row][column]
                    else closed
                )
                if is_open[option][row][column] and option in idle and idle[option][row, column]:
                    says = f"{says}, {unworked}"
                line = f"{names[option]}: {says}"
                lines.append(f"<b>{line}</b>" if place == 0 else line)
            texts.append("<br>".join(lines))
        rows.append(texts)
    return rows


def dot_rows(ranking: Ranking, positions: IntArray, currency: str) -> pd.DataFrame:
    """Return the chosen segments as dots: mean balance, age, total balance, best option, text."""
    segments, names = ranking.valuation.segments, option_names()
    total = segments.balance * segments.accounts
    texts = [
        "<br>".join(
            [
                f"<b>{_plain(segments.label[i])}</b>",
                t(
                    "{accounts} accounts, {balance} {currency} in all",
                    accounts=money(int(segments.accounts[i])),
                    balance=short(float(total[i])),
                    currency=currency,
                ),
                t(
                    "Best: {option}, net {net} ({share})",
                    option=names[OPTIONS[int(ranking.best[i])]],
                    net=short(float(ranking.best_net[i] * segments.accounts[i])),
                    share=share(float(ranking.best_net[i]), of=float(segments.balance[i])),
                ),
            ]
        )
        for i in positions.tolist()
    ]
    return pd.DataFrame(
        {
            "balance": segments.balance[positions],
            "age": segments.age[positions],
            "total": total[positions],
            "best": ranking.best[positions],
            "text": texts,
        }
    )


def grid_table(grid: DecisionGrid) -> pd.DataFrame:
    """Return one row per cell: balance, age, best, second and the net of each open option.

    Money is to the cent, per account.
    """
    ages, balances = np.meshgrid(grid.age, grid.balance, indexing="ij")
    names = np.array([option.value for option in OPTIONS], dtype=object)
    nets = np.where(grid.available, grid.net, np.nan)
    return pd.DataFrame(
        {
            "balance": to_cents(balances.ravel()),
            "months_past_due": ages.ravel(),
            "best": names[grid.order[0]].ravel(),
            "second": names[grid.order[1]].ravel(),
            **{f"net_{n}": to_cents(nets[row].ravel()) for row, n in enumerate(names)},
        }
    )


def overview(grid: DecisionGrid) -> pd.DataFrame:
    """Return the best option's name at some ages (down) and balances (across)."""
    names = np.array([option_names()[option] for option in OPTIONS], dtype=object)
    half = EVERY // 2
    return pd.DataFrame(
        names[grid.best[half::EVERY, half::EVERY]],
        index=pd.Index([f"{age:.0f}" for age in grid.age[half::EVERY]], name=t("Months past due")),
        columns=[two_digits(balance) for balance in grid.balance[half::EVERY]],
    )


def two_digits(balance: float) -> str:
    """Return a balance with two significant digits, such as 12,000 or 1.5.

    They name the columns of a table, so two neighbours must never read the same.
    """
    rounded = float(f"{balance:.1e}")
    return money(rounded) if rounded >= 10.0 else f"{rounded:g}"


def _plain(text: str) -> str:
    # Plotly reads a few tags in its texts; a sector's name comes from a user's file.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

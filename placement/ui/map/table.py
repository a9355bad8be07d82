"""The map of options in words and rows: tooltips, dots and tables."""

import numpy as np
import pandas as pd

from placement import api
from placement.decide.grid import Case, DecisionGrid
from placement.decide.rank import OPTIONS, Ranking
from placement.domain.text import about, t, with_unit
from placement.domain.types import FloatArray, IntArray, Segments
from placement.report.tables import net_columns, to_cents
from placement.ui import session
from placement.ui.cached import decision_map
from placement.ui.charts.decision_map import Answer
from placement.ui.map.picture import Extent, Picture
from placement.ui.theme import OPTION_COLOURS
from placement.words.names import option_names
from placement.words.numbers import money, share, short, whole

EVERY = 4
"""The table on the screen shows every fourth row and column of the map."""


def option_picture(
    ranked: api.BookRanking, case: Case, extent: Extent, positions: IntArray
) -> Picture:
    """Return the map of the best option.

    Args:
        ranked: The book whose segments are the dots.
        case: What all accounts of the map share.
        extent: How far the map goes.
        positions: The segments to show.

    Raises:
        PlacementError: The map cannot be worked out.
    """
    scenario, currency = session.scenario(), ranked.book.tape.currency
    grid = decision_map(scenario.digest, case, extent.low, extent.high, extent.age_to, scenario)
    return Picture(
        balance=grid.balance,
        age=grid.age,
        answers=option_answers(),
        best=grid.best,
        hover=hover_texts(grid, currency),
        dots=dot_rows(ranked.ranking, positions, currency),
        table=lambda: grid_table(grid),
        alt=t("Map: best option over balance and months past due; the table below says the same."),
        reads=t(
            "The colour is the option that leaves most after costs, commission and tax if it is "
            "closed when it ends and nothing follows."
        ),
        caption=t(
            "Best option by months past due (down) and balance per account in {currency} "
            "(across). The files hold every spot with the net of each option.",
            currency=currency,
        ),
    )


def option_answers() -> tuple[Answer, ...]:
    """Return the options as answers of a map, in the order of `OPTIONS`."""
    names = option_names()
    return tuple(Answer(name=names[each], colour=OPTION_COLOURS[each]) for each in OPTIONS)


def hover_texts(grid: DecisionGrid, currency: str) -> list[list[str]]:
    """Return what each cell says when pointed at: the options, best first, and their net."""
    names = [option_names()[option] for option in OPTIONS]
    head = t("{balance} {currency}, {age} months past due")
    closed, unworked = t("not open"), t("the agency would not work it")
    idle = {
        OPTIONS.index(option): np.reshape(placement.effort.worked_months <= 0.0, grid.best.shape)
        for option, placement in grid.ranking.valuation.placements.items()
    }
    made_of = t("Cash {cash}, fees and costs {fees}, tax relief {tax}")
    totals = grid.totals
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
                    with_unit(short(net), share(net, of=balance))
                    if is_open[option][row][column]
                    else closed
                )
                if is_open[option][row][column] and option in idle and idle[option][row, column]:
                    says = t("{one}, {other}", one=says, other=unworked)
                line = about(names[option], says)
                lines.append(f"<b>{line}</b>" if place == 0 else line)
                if place == 0:
                    lines.append(made_of.format(**_made_of(totals[:, option, row, column])))
            texts.append("<br>".join(lines))
        rows.append(texts)
    return rows


def _made_of(totals: FloatArray) -> dict[str, str]:
    cash, fees, tax = (short(float(total)) for total in totals)
    return {"cash": cash, "fees": fees, "tax": tax}


def dot_rows(ranking: Ranking, positions: IntArray, currency: str) -> pd.DataFrame:
    """Return the chosen segments as dots coloured by their best option."""
    segments, names = ranking.valuation.segments, option_names()
    says = [
        t(
            "Best, closed when it ends: {option}; cash {cash}, fees and costs {fees}, tax relief "
            "{tax}, net {net} ({share})",
            option=names[OPTIONS[int(ranking.best[i])]],
            **_made_of(ranking.best_totals[:, i] * segments.accounts[i]),
            net=short(float(ranking.best_net[i] * segments.accounts[i])),
            share=share(float(ranking.best_net[i]), of=float(segments.balance[i])),
        )
        for i in positions.tolist()
    ]
    return segment_dots(segments, positions, ranking.best[positions], says, currency=currency)


def segment_dots(
    segments: Segments, positions: IntArray, best: IntArray, says: list[str], *, currency: str
) -> pd.DataFrame:
    """Return segments as dots: mean balance, age, total balance, best answer, text.

    Args:
        segments: The book's segments.
        positions: The ones to show.
        best: Position of each one's answer, shape of `positions`.
        says: What is best for each, in words.
        currency: Unit of the money.
    """
    total = segments.balance * segments.accounts
    texts = [
        "<br>".join(
            [
                f"<b>{_plain(segments.label[i])}</b>",
                t(
                    "{accounts} accounts, {balance} {currency} in all",
                    accounts=whole(int(segments.accounts[i])),
                    balance=short(float(total[i])),
                    currency=currency,
                ),
                line,
            ]
        )
        for i, line in zip(positions.tolist(), says, strict=True)
    ]
    return pd.DataFrame(
        {
            "balance": segments.balance[positions],
            "age": segments.age[positions],
            "total": total[positions],
            "best": best,
            "text": texts,
        }
    )


def grid_table(grid: DecisionGrid) -> pd.DataFrame:
    """Return one row per cell: balance, age, best with its net, second, each open option's net.

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
            **net_columns(grid.ranking.best_net, grid.ranking.best_totals),
            "second": names[grid.order[1]].ravel(),
            **{f"net_{n}": to_cents(nets[row].ravel()) for row, n in enumerate(names)},
        }
    )


def overview(picture: Picture) -> pd.DataFrame:
    """Return the name of the answer at some ages (down) and balances (across)."""
    names = np.array([answer.name for answer in picture.answers], dtype=object)
    half = EVERY // 2
    return pd.DataFrame(
        names[picture.best[half::EVERY, half::EVERY]],
        index=pd.Index(
            [f"{age:.0f}" for age in picture.age[half::EVERY]], name=t("Months past due")
        ),
        columns=[two_digits(balance) for balance in picture.balance[half::EVERY]],
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

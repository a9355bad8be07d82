"""The tables of the Options page for one segment: a ranking and its plans in, a frame out."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from placement.decide.rank import OPTIONS, Ranking
from placement.decide.timing.plans import FIRST_MOVES, AccountPlan
from placement.decide.totals import TOTALS
from placement.domain.text import t
from placement.domain.types import Component, FloatArray, Option
from placement.report.answers import segment_options
from placement.ui.bars import net_order, reach
from placement.ui.charts.waterfall import GAIN, LOSS
from placement.ui.net import NET
from placement.ui.timing.tables import first_move_names
from placement.words.formulas import to_the_cent
from placement.words.names import component_names
from placement.words.numbers import MINUS, cents, share
from placement.words.ranking import idle_note, is_idle


def option_table(
    ranking: Ranking,
    planned: AccountPlan,
    totals: Mapping[str, FloatArray],
    position: int,
    *,
    horizon: int,
) -> pd.DataFrame:
    """Return what a segment can begin with, best first, each followed up and closed at its end.

    Columns: option; cash, fees, tax and net with the best follow-up; the same with `alone_`
    before the name; share of the balance that is recovered in cash after costs; per account;
    what to know.

    Args:
        ranking: The ranked book.
        planned: The segment's plans, exact.
        totals: Cash, fees and tax of the best plan by first move, per account.
        position: The segment.
        horizon: Months a plan may last.
    """
    segments = ranking.valuation.segments
    count = int(segments.accounts[position])
    balance = float(segments.balance[position]) * count
    rows = {row["option"]: row for row in segment_options(ranking, position)}
    names = first_move_names(planned, horizon=horizon)
    alone = {o.value: ranking.totals[:, row, position] for row, o in enumerate(OPTIONS)}
    nothing = np.full(len(TOTALS), np.nan)
    followed = {
        name: followed_totals(totals.get(name, nothing), alone.get(name, nothing))
        for name in FIRST_MOVES
    }
    order = sorted(FIRST_MOVES, key=lambda name: net_order(followed[name]))
    then = count * np.array([followed[name] for name in order]).T
    closed = count * np.array([alone.get(name, nothing) for name in order]).T

    def note(name: str) -> str:
        row = rows.get(name)
        if row is None:
            return ""
        idle = is_idle(ranking.valuation, Option(name), position)
        return str(row["reason"] or row["note"] or (idle_note() if idle else ""))

    return pd.DataFrame(
        {
            "option": [names[name] for name in order],
            **dict(zip((*TOTALS, NET), [*then, then.sum(axis=0)], strict=True)),
            **{
                f"alone_{key}": values
                for key, values in zip((*TOTALS, NET), [*closed, closed.sum(axis=0)], strict=True)
            },
            "share": 100.0 * then[:2].sum(axis=0) / balance,
            "per_account": then.sum(axis=0) / count,
            "note": [note(name) for name in order],
        }
    )


def followed_totals(followed: FloatArray, alone: FloatArray) -> FloatArray:
    """Return the totals of an option followed up, or of the option alone where that leaves more.

    Args:
        followed: Of the best plan that begins with it; NaN where no plan does.
        alone: Of the option closed at its end; NaN where it is not open, or no option.
    """
    is_less = alone.sum() > followed.sum() or np.isnan(followed).any()
    return alone if is_less and not np.isnan(alone).any() else followed


def component_table(parts: Mapping[Component, float], *, balance: float) -> pd.DataFrame:
    """Return the parts of a net for all accounts of a segment, to the cent, and their sum.

    Columns: part (empty for the net), name, amount, share of the balance. Parts that are zero
    are left out. The cents of the parts add up to those of the net.
    """
    rounded = to_the_cent(parts)
    rounded = {part: amount for part, amount in rounded.items() if amount != 0.0}
    names = component_names()
    amounts = [*rounded.values(), round(sum(rounded.values()), 2)]
    return pd.DataFrame(
        {
            "part": [*(part.value for part in rounded), ""],
            "name": [*(names[part] for part in rounded), t("Net recovery")],
            "amount": amounts,
            "share": [share(amount, of=balance) for amount in amounts],
        }
    )


def waterfall_rows(table: pd.DataFrame, *, colour: str) -> pd.DataFrame:
    """Return chart rows of a component table: each bar starts where the one above ends.

    Args:
        table: As `component_table` makes it, the net last.
        colour: Colour of the net's bar.
    """
    amounts = table["amount"].to_numpy(dtype=float)
    ends = np.cumsum(amounts)
    starts = ends - amounts
    starts[-1], ends[-1] = 0.0, amounts[-1]
    labels = [
        cents(x) if last or x < 0 else f"+{cents(x)}"
        for x, last in zip(amounts, table["part"] == "", strict=True)
    ]
    label_at = np.maximum(np.maximum(starts, ends), 0.0)
    return pd.DataFrame(
        {
            "name": table["name"],
            "place": np.arange(len(table)),
            "start": starts,
            "end": ends,
            "label": [label.replace("-", MINUS) for label in labels],
            "label_at": label_at,
            "reach": reach(label_at.max(), min(starts.min(), ends.min())),
            "colour": [*(GAIN if x > 0 else LOSS for x in amounts[:-1]), colour],
        }
    )

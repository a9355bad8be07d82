"""The tables and chart rows of the Options page: a ranking in, a frame out."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from placement.decide.rank import OPTIONS, Ranking
from placement.domain.text import t
from placement.domain.types import Component, FloatArray, Option
from placement.report.answers import segment_options
from placement.ui.charts.mix import MIX_COLOUR, NEXT_AGENCY_COLOUR
from placement.ui.charts.waterfall import GAIN, LOSS
from placement.ui.options.words import MINUS, cents, idle_note, is_idle, money, share
from placement.ui.theme import OPTION_COLOURS, component_names, option_names

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOM = 0.42
"""Share of the axis kept free behind the longest bar, for its label."""

ROOM_FOR_TWO = 0.9
"""The same where a label holds two amounts."""


def chart_rows(
    names: "Sequence[str]",
    nets: "Sequence[float | None]",
    labels: "Sequence[str]",
    colours: "Sequence[str]",
) -> pd.DataFrame:
    """Return rows for a bar chart; a net of None has a label and no bar."""
    bars = np.array([np.nan if net is None else net for net in nets])
    label_at = np.maximum(np.nan_to_num(bars), 0.0)
    return pd.DataFrame(
        {
            "name": names,
            "place": np.arange(len(bars)),
            "net": bars,
            "label": labels,
            "colour": colours,
            "label_at": label_at,
            "reach": _reach(label_at.max(), np.nan_to_num(bars).min()),
        }
    )


def mix_rows(ranking: Ranking) -> pd.DataFrame:
    """Return what the whole book leaves under the best mix and under each way for all."""
    names = option_names()
    ways = [
        (t("Best mix"), ranking.best_mix_total, MIX_COLOUR),
        (t("Next agency in turn"), ranking.next_placement_total(), NEXT_AGENCY_COLOUR),
        *((names[o], ranking.same_way_total(o), OPTION_COLOURS[o]) for o in OPTIONS),
    ]
    first, rest = ways[0], sorted(ways[1:], key=lambda way: _last(way[1]))
    ordered = [first, *rest]
    return chart_rows(
        [name for name, _, _ in ordered],
        [net for _, net, _ in ordered],
        [t("open to nobody") if net is None else money(net) for _, net, _ in ordered],
        [colour for _, _, colour in ordered],
    )


def best_single_way(ranking: Ranking) -> tuple[str, float]:
    """Return the name and the net of the best way to treat every account alike."""
    names = option_names()
    ways = {names[option]: ranking.same_way_total(option) for option in OPTIONS}
    ways[t("Next agency in turn")] = ranking.next_placement_total()
    open_ways = {name: net for name, net in ways.items() if net is not None}
    return max(open_ways.items(), key=lambda way: way[1])


def mix_parts(ranking: Ranking) -> pd.DataFrame:
    """Return what the best mix is made of: one row per option that is best somewhere."""
    segments = ranking.valuation.segments
    size = len(OPTIONS)
    balance = segments.balance * segments.accounts

    def total(weights: "np.ndarray") -> "np.ndarray":
        return np.bincount(ranking.best, weights=weights, minlength=size)

    count = np.bincount(ranking.best, minlength=size)
    net, names = total(ranking.best_net * segments.accounts), option_names()
    chosen = [int(row) for row in np.argsort(-net, kind="stable") if count[row]]
    return pd.DataFrame(
        {
            "option": [names[OPTIONS[row]] for row in chosen],
            "segments": count[chosen],
            "accounts": total(segments.accounts)[chosen].astype(np.int64),
            "balance": total(balance)[chosen].round(),
            "net": net[chosen].round(),
        }
    )


def option_rows(ranking: Ranking, position: int, followed: FloatArray) -> pd.DataFrame:
    """Return chart rows of a segment's nine options, best first, those not open last.

    Args:
        ranking: The ranked book.
        position: The segment.
        followed: Net with the best that can follow each option, per account, shape (options,).
    """
    names, count = option_names(), int(ranking.accounts[position])
    order = ranking.order(position)
    rows = [OPTIONS.index(option) for option in order]
    nets = count * ranking.net[rows, position]
    then = np.where(np.isnan(nets), np.nan, count * followed[rows])
    alone = [t("not open") if np.isnan(net) else money(net) for net in nets.tolist()]
    after = ["" if np.isnan(net) else money(net) for net in then.tolist()]
    table = chart_rows(
        [names[option] for option in order],
        nets.tolist(),
        # Where nothing that follows adds anything, one number says it.
        [
            f"{net} → {more}" if more not in ("", net) else net
            for net, more in zip(alone, after, strict=True)
        ],
        [OPTION_COLOURS[option] for option in order],
    )
    return _reaching(table.assign(net_label=alone, followed=then, followed_label=after))


def _reaching(table: pd.DataFrame) -> pd.DataFrame:
    """Return rows whose labels stand behind the pale bars too."""
    label_at = np.fmax(table["label_at"], table["followed"])
    low = float(np.nan_to_num(table["net"]).min())
    return table.assign(
        label_at=label_at, reach=_reach(float(label_at.max()), low, room=ROOM_FOR_TWO)
    )


def option_table(ranking: Ranking, position: int, followed: FloatArray) -> pd.DataFrame:
    """Return a segment's options: net, with follow-up, share of the balance and what to know.

    Args:
        ranking: The ranked book.
        position: The segment.
        followed: Net with the best that can follow each option, per account, shape (options,).
    """
    names = option_names()
    segments = ranking.valuation.segments
    balance = float(segments.balance[position] * segments.accounts[position])
    rows = segment_options(ranking, position)
    count = int(segments.accounts[position])
    then = [float(followed[OPTIONS.index(Option(row["option"]))]) for row in rows]

    def unworked(option: str) -> str:
        return idle_note() if is_idle(ranking.valuation, Option(option), position) else ""

    return pd.DataFrame(
        {
            "option": [names[Option(row["option"])] for row in rows],
            "net": [row["net"] for row in rows],
            "net_with_follow_up": [None if np.isnan(each) else count * each for each in then],
            "share": [None if r["net"] is None else 100.0 * r["net"] / balance for r in rows],
            "per_account": [None if r["net"] is None else r["net"] / count for r in rows],
            "per_account_with_follow_up": [None if np.isnan(each) else each for each in then],
            "note": [row["reason"] or row["note"] or unworked(row["option"]) for row in rows],
        }
    )


def component_table(ranking: Ranking, position: int, option: Option) -> pd.DataFrame:
    """Return an option's parts for all accounts of a segment, to the cent, and their sum.

    Columns: part (empty for the net), name, amount, share of the balance. Parts that are zero
    are left out. The cents of the parts add up to those of the net.
    """
    segments = ranking.valuation.segments
    balance = float(segments.balance[position] * segments.accounts[position])
    parts = to_the_cent(ranking.component_total(option, position))
    parts = {part: amount for part, amount in parts.items() if amount != 0.0}
    names = component_names()
    amounts = [*parts.values(), round(sum(parts.values()), 2)]
    return pd.DataFrame(
        {
            "part": [*(part.value for part in parts), ""],
            "name": [*(names[part] for part in parts), t("Net recovery")],
            "amount": amounts,
            "share": [share(amount, of=balance) for amount in amounts],
        }
    )


def to_the_cent(parts: dict[Component, float]) -> dict[Component, float]:
    """Return the parts rounded so that they add up to their rounded sum.

    What rounding leaves over, a cent or two, goes to the largest part, where it matters least.
    """
    rounded = {part: round(amount, 2) for part, amount in parts.items()}
    left = round(sum(parts.values()), 2) - sum(rounded.values())
    largest = max(parts, key=lambda part: abs(parts[part]))
    rounded[largest] = round(rounded[largest] + left, 2)
    return rounded


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
            "reach": _reach(label_at.max(), min(starts.min(), ends.min())),
            "colour": [*(GAIN if x > 0 else LOSS for x in amounts[:-1]), colour],
        }
    )


def _last(net: float | None) -> float:
    return np.inf if net is None else -net


def _reach(high: float, low: float, *, room: float = ROOM) -> float:
    """Return how far the axis goes so that a label fits behind the longest bar."""
    return float(high + room * max(high - min(low, 0.0), 1.0))

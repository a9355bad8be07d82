"""The rows of the chart of what would flip the best option."""

import numpy as np
import pandas as pd

from placement.decide.flip_quantities import Flip, Quantity
from placement.decide.option_flips import OptionFlips, Stretch
from placement.domain.text import pt, t
from placement.domain.types import Option
from placement.ui.charts.flips import FLIP, NUMBER, STRETCH, TODAY
from placement.ui.theme import OPTION_COLOURS
from placement.words.names import option_names
from placement.words.option_flips import Facts, number_words, today_words


def flip_rows(found: OptionFlips, *, facts: Facts) -> pd.DataFrame:
    """Return the rows of the chart: parts of bars, today's marks and labels."""
    called = _short_names()
    ways = {(flip.quantity, flip.is_up): flip for flip in found.flips}
    rows = [_stretch_row(part, ways, facts) for part in found.stretches]
    rows += [row for flip in found.flips for row in _flip_rows(flip, facts)]
    seen = {flip.quantity: flip for flip in found.flips}
    for quantity, flip in seen.items():
        today = today_words(flip, facts=facts)
        rows.append({"quantity": quantity, "kind": TODAY, "x": 0.0})
        rows.append(_text(NUMBER, quantity, 0.0, today, align="center", brief=_brief(flip, today)))
    table = pd.DataFrame(rows)
    order = list(called)
    return table.assign(
        name=table["quantity"].map(called), place=table["quantity"].map(order.index)
    ).drop(columns="quantity")


def _short_names() -> dict[Quantity, str]:
    return {
        Quantity.BALANCE: t("Balance"),
        Quantity.COMMISSION: pt("share of collections", "Commission"),
        Quantity.ODDS: t("Odds"),
        Quantity.SALE_PRICE: t("Buyer's price"),
    }


def _stretch_row(
    part: Stretch, ways: dict[tuple[Quantity, bool], Flip], facts: Facts
) -> dict[str, object]:
    sign = 1.0 if part.is_up else -1.0
    flip = ways.get((part.quantity, part.is_up))
    ends = [] if flip is None else [flip.way.place(share) for share in (part.start, part.end)]
    said = [number_words(flip, number, facts=facts) for number in ends] if flip else []
    beyond = t("at any higher one") if part.is_up else t("at any lower one")
    return {
        "quantity": part.quantity,
        "kind": STRETCH,
        "x": sign * part.start,
        "x2": sign * part.end,
        "colour": OPTION_COLOURS[part.option],
        "option": option_names()[part.option],
        "span": t("{low} to {high}", low=said[0], high=said[1]) if said else beyond,
    }


def _flip_rows(flip: Flip, facts: Facts) -> list[dict[str, object]]:
    """Return the label of the end of a way, and of its flip where there is one."""
    sign = 1.0 if flip.is_up else -1.0
    end = number_words(flip, flip.searched_to, facts=facts)
    align = "right" if flip.is_up else "left"
    rows = [_text(NUMBER, flip.quantity, sign, end, align=align, brief=_brief(flip, end))]
    if flip.value is None or flip.to_move is None:
        return rows
    at, said = flip.way.share(flip.value), number_words(flip, flip.value, facts=facts)
    # A label near today leans outwards, so that the one of the other direction has room.
    leans_right = (at < 0.5) == flip.is_up
    return [
        *rows,
        _text(
            FLIP,
            flip.quantity,
            sign * at,
            t("{option}: {value}", option=option_names()[Option(flip.to_move)], value=said),
            align="left" if leans_right else "right",
            brief=_brief(flip, said),
        ),
    ]


def _brief(flip: Flip, said: str) -> str:
    """Return a number for a narrow window: of a price, the share of the balance only."""
    return said.split(" (", 1)[0] if flip.quantity is Quantity.SALE_PRICE else said


def _text(
    kind: str, quantity: Quantity, x: float, label: str, *, align: str, brief: str
) -> dict[str, object]:
    return {
        "quantity": quantity,
        "kind": kind,
        "x": float(np.clip(x, -1.0, 1.0)),
        "label": label,
        "brief": brief,
        "align": align,
    }

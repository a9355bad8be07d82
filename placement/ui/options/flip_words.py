"""What would flip the best option, in words and as rows of its table and chart."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from placement.decide.flip_quantities import Flip, Quantity
from placement.decide.option_flips import OptionFlips, Stretch
from placement.domain.text import t
from placement.domain.types import Option
from placement.ui.charts.flips import FLIP, NUMBER, STRETCH, TODAY
from placement.ui.flip_words import points, quantity_names, shown
from placement.ui.inputs import as_percent
from placement.ui.options.words import MINUS, short
from placement.ui.theme import OPTION_COLOURS, option_names

RATIOS = (Quantity.BALANCE, Quantity.ODDS)
"""Quantities whose change is told in percent of today's number, the others' in points."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What numbers of flips need beside them to be read."""

    balance: float
    """Mean balance of an account, which prices are a share of."""
    commission: float | None
    """What the next agency is paid today; None where no agency is open."""
    currency: str


def number_words(flip: Flip, number: float, *, facts: Facts) -> str:
    """Return a quantity's number with its unit; commissions as the next agency's own."""
    if flip.quantity is Quantity.COMMISSION and facts.commission is not None:
        moved = min(max(facts.commission + number - flip.start, 0.0), 1.0)
        return f"{as_percent(moved):.1f} %"
    return shown(flip.quantity, number, balance=facts.balance, currency=facts.currency)


def today_words(flip: Flip, *, facts: Facts) -> str:
    """Return today's number of a flip's quantity with its unit."""
    if flip.quantity is Quantity.SALE_PRICE and flip.start <= 0.0:
        return t("no price known")
    return number_words(flip, flip.start, facts=facts)


def change_words(flip: Flip) -> str:
    """Return how far a flip lies from today's number: percent of it, or points; "" without one."""
    if flip.value is None:
        return ""
    if flip.quantity not in RATIOS:
        return t("{points} points", points=points(flip.value - flip.start))
    if flip.start <= 0.0:
        return ""
    return f"{flip.value / flip.start - 1.0:+.0%}".replace("-", MINUS).replace("%", " %")


def stays_best(flips: Sequence[Flip], *, facts: Facts) -> str:
    """Return in words how long today's option stays best, and which one is best behind each flip.

    A list in Markdown with a line for each flip; one sentence where there is none.
    """
    names = option_names()
    best = names[Option(flips[0].from_move)]
    lines = [
        t("- {moved}; then: {other}", moved=_moved(flip, facts), other=names[Option(flip.to_move)])
        for flip in flips
        if flip.to_move is not None
    ]
    if not lines:
        return t("{option} stays best: none of these numbers alone changes that.", option=best)
    return "\n".join([t("{option} stays best until", option=best), *lines])


def option_flip_table(flips: Sequence[Flip], *, facts: Facts) -> pd.DataFrame:
    """Return one row per quantity and direction, as people read it."""
    names, called = option_names(), quantity_names()
    return pd.DataFrame(
        {
            "quantity": [called[flip.quantity, flip.is_up] for flip in flips],
            "today": [today_words(flip, facts=facts) for flip in flips],
            "flips_at": [
                number_words(flip, flip.value, facts=facts)
                if flip.value is not None
                else t(
                    "not as far as {limit}",
                    limit=number_words(flip, flip.searched_to, facts=facts),
                )
                for flip in flips
            ],
            "change": [change_words(flip) for flip in flips],
            "to_option": [
                names[Option(flip.to_move)]
                if flip.to_move
                else t("still {move}", move=names[Option(flip.from_move)])
                for flip in flips
            ],
        }
    )


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


def _moved(flip: Flip, facts: Facts) -> str:
    at = float("nan") if flip.value is None else flip.value
    words = {"value": number_words(flip, at, facts=facts), "change": change_words(flip)}
    words["of_balance"] = f"{as_percent(at):.1f} %"
    words["amount"] = t(
        "{amount} {currency}", amount=short(at * facts.balance), currency=facts.currency
    )
    return {
        (Quantity.BALANCE, True): t("the balance per account rises to {value} ({change})"),
        (Quantity.BALANCE, False): t("the balance per account falls to {value} ({change})"),
        (Quantity.COMMISSION, True): t("the commission rises to {value} ({change})"),
        (Quantity.COMMISSION, False): t("the commission falls to {value} ({change})"),
        (Quantity.ODDS, True): t("the odds of payment rise to {value} ({change})"),
        (Quantity.ODDS, False): t("the odds of payment fall to {value} ({change})"),
        (Quantity.SALE_PRICE, True): t(
            "a buyer pays {of_balance} of the balance, {amount} per account"
        ),
        (Quantity.SALE_PRICE, False): t(
            "a buyer pays no more than {of_balance} of the balance, {amount} per account"
        ),
    }[flip.quantity, flip.is_up].format(**words)


def _short_names() -> dict[Quantity, str]:
    return {
        Quantity.BALANCE: t("Balance"),
        Quantity.COMMISSION: t("Commission"),
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

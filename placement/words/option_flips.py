"""What would flip the best option, in words and as rows of its table and chart."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from placement.decide.flip_quantities import Flip, Quantity
from placement.domain.text import t
from placement.domain.types import Option
from placement.words.flips import points, quantity_names, shown
from placement.words.names import option_names
from placement.words.numbers import MINUS, as_percent, short

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

"""Flips as people read them and as files hold them, of the best option and of the first move."""

from collections.abc import Sequence

import pandas as pd

from placement.decide.flip_quantities import Flip, Quantity
from placement.domain.text import t
from placement.words.names import move_names
from placement.words.numbers import MINUS, as_percent, short


def flip_table(flips: Sequence[Flip]) -> pd.DataFrame:
    """Return one row per quantity and direction, with the names of the interface."""
    return pd.DataFrame(
        {
            "quantity": [flip.quantity.value for flip in flips],
            "direction": ["up" if flip.is_up else "down" for flip in flips],
            "today": [flip.start for flip in flips],
            "searched_to": [flip.searched_to for flip in flips],
            "flips_at": [flip.value for flip in flips],
            "from_move": [flip.from_move for flip in flips],
            "to_move": [flip.to_move for flip in flips],
        }
    )


def flip_words(flips: Sequence[Flip], *, balance: float, currency: str) -> pd.DataFrame:
    """Return the same as people read it.

    Args:
        flips: What changes the answer.
        balance: Mean balance of an account, which prices are a share of.
        currency: Unit of the money.
    """
    names, called = move_names(), quantity_names()

    def said(flip: Flip, number: float) -> str:
        return shown(flip.quantity, number, balance=balance, currency=currency)

    return pd.DataFrame(
        {
            "quantity": [called[flip.quantity, flip.is_up] for flip in flips],
            "today": [said(flip, flip.start) for flip in flips],
            "flips_at": [
                said(flip, flip.value)
                if flip.value is not None
                else t("not as far as {limit}", limit=said(flip, flip.searched_to))
                for flip in flips
            ],
            "to_move": [
                names[flip.to_move]
                if flip.to_move
                else t("still {move}", move=names[flip.from_move])
                for flip in flips
            ],
        }
    )


def quantity_names() -> dict[tuple[Quantity, bool], str]:
    """Return what each quantity is called, upwards (True) and downwards."""
    return {
        (Quantity.BALANCE, True): t("Balance per account, upwards"),
        (Quantity.BALANCE, False): t("Balance per account, downwards"),
        (Quantity.COMMISSION, True): t("Agency commission, upwards"),
        (Quantity.COMMISSION, False): t("Agency commission, downwards"),
        (Quantity.ODDS, True): t("Odds of payment, upwards"),
        (Quantity.ODDS, False): t("Odds of payment, downwards"),
        (Quantity.SALE_PRICE, True): t("Buyer's price today, upwards"),
        (Quantity.SALE_PRICE, False): t("Buyer's price today, downwards"),
    }


def shown(quantity: Quantity, number: float, *, balance: float, currency: str) -> str:
    """Return a quantity's number with its unit.

    Args:
        quantity: What it is of.
        number: In the quantity's own unit.
        balance: Mean balance of an account, which prices are a share of.
        currency: Unit of the money.
    """
    if quantity is Quantity.BALANCE:
        return t("{amount} {currency}", amount=short(number), currency=currency)
    if quantity is Quantity.ODDS:
        return f"× {number:.2f}"
    if quantity is Quantity.COMMISSION:
        return t("{points} points", points=points(number))
    return t(
        "{percent} % ({amount} {currency})",
        percent=f"{as_percent(number):.1f}",
        amount=short(number * balance),
        currency=currency,
    )


def points(number: float) -> str:
    """Return points of commission with their sign, such as +4.2."""
    return f"{as_percent(number):+.1f}".replace("-", MINUS)

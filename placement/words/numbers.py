"""Numbers as people read them: money, percent, points; the same everywhere.

A large sum in a sentence, on a tile or at an axis is written as the reader's language counts:
English in digits, from a thousand million in millions; Chinese by ten thousand and a hundred
million. Tables and files hold digits, JSON and CSV plain ones.
"""

import math
from collections.abc import Mapping

from placement.domain.text import Sum, pt, t

MINUS = "\N{MINUS SIGN}"
NONE = "\N{EN DASH}"

HUGE = 1e15
"""From here on amounts are written as powers of ten: no book holds them, but a slip can."""

MILLION = 1e6
SHORT_FROM = 1_000 * MILLION
"""From here on English writes millions; below, digits are read as fast and say more."""

MYRIAD, HUNDRED_MILLION = 1e4, 1e8
SHORT_FROM_IN_MYRIADS = 10 * MYRIAD
"""From here on a language that counts by ten thousand does so."""

DIGITS = 12
"""Decimals kept when a share becomes percent: 0.07 must read 7, not 7.000000000000001."""


def money(amount: float) -> str:
    """Return an amount in whole currency units, such as 1,234 or −56; a dash where there is none.

    For sentences, tiles and labels: a large sum comes as the reader's language counts. Infinity
    and amounts of 10^15 and more are written too, so that a slip in a file is seen and does not
    stop the page.
    """
    if large := _large(amount):
        return Sum(large, is_large=True)
    return Sum(whole(amount), beside=_beside(amount))


def _beside(amount: float) -> str:
    """Return how digits are written beside a sum that is counted by ten thousand."""
    return _in_myriads(amount) if counts_by_myriads() and MYRIAD <= abs(amount) < HUGE else ""


def whole(amount: float) -> str:
    """Return a number of accounts, or an amount of a table, in digits; odd ones as in `money`."""
    if not abs(amount) < HUGE:
        return _odd(amount)
    # Adding zero turns -0.0 into 0.0.
    return f"{round(amount) + 0:,}".replace("-", MINUS)


def _large(amount: float) -> str:
    """Return a large sum as the reader's language counts; "" where digits say it."""
    size = abs(amount)
    if not size < HUGE:
        return ""
    if counts_by_myriads():
        if size < SHORT_FROM_IN_MYRIADS:
            return ""
        return _in_myriads(amount)
    return _in(amount / MILLION, t("{amount} million")) if size >= SHORT_FROM else ""


def in_one_form(*amounts: float, decimals: int = 0) -> list[str]:
    """Return the amounts of one sentence, none in digits beside another by ten thousand.

    Where the reader's language counts one of them by ten thousand, so are all of ten thousand and
    more; smaller ones have no other form than digits. Signs are plain hyphens.

    Args:
        amounts: In whole currency units.
        decimals: Of those that are written in digits.
    """
    known = [abs(amount) for amount in amounts if abs(amount) < HUGE]
    if counts_by_myriads() and any(size >= SHORT_FROM_IN_MYRIADS for size in known):
        return [
            _in_myriads(amount).replace(MINUS, "-")
            if MYRIAD <= abs(amount) < HUGE
            else f"{round(amount, decimals) + 0.0:,.{decimals}f}"
            for amount in amounts
        ]
    # Adding zero turns -0.0 into 0.0.
    return [f"{round(amount, decimals) + 0.0:,.{decimals}f}" for amount in amounts]


def in_sentence(amounts: Mapping[str, float], *, decimals: int = 0) -> dict[str, str]:
    """Return the amounts of one sentence by their names, as `in_one_form` writes them."""
    return dict(zip(amounts, in_one_form(*amounts.values(), decimals=decimals), strict=True))


def _in_myriads(amount: float) -> str:
    # 99,999,999 would round to ten thousand times ten thousand.
    if round(abs(amount) / MYRIAD, 2) >= MYRIAD:
        return _in(amount / HUNDRED_MILLION, hundred_millions())
    return _in(amount / MYRIAD, myriads())


def _in(count: float, unit: str) -> str:
    return unit.format(amount=f"{count:,.2f}".removesuffix(".00").replace("-", MINUS))


def counts_by_myriads() -> bool:
    """Return whether the reader's language counts large sums by ten thousand."""
    return pt("steps of sums", "1,000") == "10,000"


def myriads() -> str:
    """Return how the reader's language writes ten thousands, `{amount}` for how many."""
    return t("{amount} ten thousand")


def hundred_millions() -> str:
    """Return how it writes hundred millions."""
    return t("{amount} hundred million")


def cents(amount: float) -> str:
    """Return an amount to the cent; odd amounts as in `money`."""
    if not abs(amount) < HUGE:
        return _odd(amount)
    return f"{round(amount, 2) + 0.0:,.2f}".replace("-", MINUS)


def short(amount: float) -> str:
    """Return an amount in whole units, or to the cent where that is below 100."""
    return money(amount) if abs(amount) >= 100.0 else cents(amount)


def signed(amount: float) -> str:
    """Return an amount with its sign, + or -, for the change below a tile.

    With a plain hyphen: from any other sign Streamlit draws a loss as a gain, green and upwards.
    """
    if not abs(amount) < HUGE:
        return NONE if math.isnan(amount) else f"{amount:+.3g}"
    rounded = round(amount) + 0
    if not rounded:
        return "0"
    return _with_sign("-" if rounded < 0 else "+", money(abs(amount)))


def share(part: float, *, of: float) -> str:
    """Return part ÷ of as a percentage with one decimal; a dash where there is no whole."""
    if not of or not math.isfinite(part) or not math.isfinite(of):
        return NONE
    return f"{part / of:.1%}".replace("-", MINUS)


def _odd(amount: float) -> str:
    if math.isnan(amount):
        return NONE
    return f"{amount:.3g}".replace("inf", "\N{INFINITY}").replace("-", MINUS)


def difference(amount: float | None) -> str:
    """Return an amount with its sign, + or −; a dash where there is none."""
    if amount is None:
        return NONE
    return _with_sign("+", money(amount)) if round(amount) > 0 else money(amount)


def _with_sign(sign: str, said: str) -> str:
    if not isinstance(said, Sum):
        return f"{sign}{said}"
    beside = said.beside and f"{sign}{said.beside}"
    return Sum(f"{sign}{said}", beside=beside, is_large=said.is_large)


def as_percent(share: float) -> float:
    """Return a share such as 0.22 as percent, 22."""
    return round(share * 100.0, DIGITS)


def points(share: float | None, *, decimals: int = 1) -> str:
    """Return a commission or another share as percent, such as 16.6%; a dash where none is."""
    if share is None:
        return NONE
    # Adding zero turns -0.0 into 0.0.
    return f"{round(share, decimals + 2) + 0.0:.{decimals}%}".replace("-", MINUS)


def kept_words(share: float | None) -> str:
    """Return a share kept as percent, never rounded up to all of it."""
    if share is None:
        return NONE
    percent = 100.0 * share
    # 99.996 % is not all.
    rounded = f"{percent:.1f}" if percent < 99.9 else f"{percent:.2f}"
    if percent < 100.0 - 1e-7 and float(rounded) >= 100.0:
        rounded = "99.99"
    return f"{rounded}%"


def signed_points(share: float, *, decimals: int = 2) -> str:
    """Return a difference of commissions in points, with its sign, such as +1.25."""
    bare = points(share, decimals=decimals).rstrip("%")
    return bare if share < 0.0 or not float(bare) else f"+{bare}"

"""Numbers and short sentences of the Options page, in the reader's language."""

import math
from collections.abc import Mapping

from placement.decide.explain import Lead
from placement.domain.text import t
from placement.domain.types import Option
from placement.ui.theme import component_names
from placement.value.options import Valuation

MINUS = "\N{MINUS SIGN}"
NONE = "\N{EN DASH}"

HUGE = 1e15
"""From here on amounts are written as powers of ten: no book holds them, but a slip can."""


def money(amount: float) -> str:
    """Return an amount in whole currency units, such as 1,234 or −56; a dash where there is none.

    Infinity and amounts of 10^15 and more are written too, so that a slip in a file is seen and
    does not stop the page.
    """
    if not abs(amount) < HUGE:
        return _odd(amount)
    # Adding zero turns -0.0 into 0.0.
    return f"{round(amount) + 0:,}".replace("-", MINUS)


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
    whole = round(amount) + 0
    return f"{whole:+,}" if whole else "0"


def share(part: float, *, of: float) -> str:
    """Return part ÷ of as a percentage with one decimal; a dash where there is no whole."""
    if not of or not math.isfinite(part) or not math.isfinite(of):
        return NONE
    return f"{part / of:.1%}".replace("-", MINUS)


def _odd(amount: float) -> str:
    if math.isnan(amount):
        return NONE
    return f"{amount:.3g}".replace("inf", "\N{INFINITY}").replace("-", MINUS)


def is_idle(valuation: Valuation, option: Option, position: int) -> bool:
    """Return whether the option is a placement whose agency would not work the segment."""
    placement = valuation.placements.get(option)
    return placement is not None and not placement.effort.worked_months[position] > 0.0


def idle_note() -> str:
    """Return what to know about a placement that the agency would not work."""
    return t("The agency would not work these accounts; only those pay who do so by themselves.")


def why_best(lead: Lead, names: Mapping[str, str], *, balance: float, currency: str) -> str:
    """Return one sentence: by how much the best way leads, and over which one.

    Args:
        lead: What is ahead of what.
        names: What each way is called.
        balance: Balance of the segment.
        currency: Unit of the amounts.
    """
    return t(
        "{best} leaves {amount} {currency} ({share} of the balance) more than {second}, the next "
        "best.",
        best=names[lead.best],
        second=names[lead.second],
        amount=money(lead.amount),
        currency=currency,
        share=share(lead.amount, of=balance),
    )


def what_makes_it(lead: Lead, *, balance: float, currency: str, most: int = 4) -> list[str]:
    """Return a phrase for each component that makes the difference, the largest first.

    Args:
        lead: What is ahead of what.
        balance: Balance of the segment, which the shares are of.
        currency: Unit of the amounts.
        most: How many phrases.
    """
    names = component_names()
    phrases = []
    for component, amount in lead.parts[:most]:
        words = {
            "part": names[component],
            "amount": money(abs(amount)),
            "currency": currency,
            "share": share(abs(amount), of=balance),
        }
        phrases.append(
            t("{part}: {amount} {currency} in its favour ({share} of the balance)", **words)
            if amount > 0
            else t("{part}: {amount} {currency} against it ({share} of the balance)", **words)
        )
    return phrases

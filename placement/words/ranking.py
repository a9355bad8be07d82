"""Why an option leads, in words."""

from collections.abc import Mapping

from placement.decide.explain import Lead
from placement.domain.text import t
from placement.domain.types import Option
from placement.value.options import Valuation
from placement.words.names import component_names
from placement.words.numbers import money, share


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

"""What differs between two scenarios is called so, for the page and the command alike."""

from collections.abc import Collection
from typing import Any

from placement.domain.text import about, clauses, t
from placement.scenario.differences import BANDS, FEES, RANGES, STANCE, TOGETHER
from placement.words.assumptions import area_name, full_name, part_name
from placement.words.names import sector_name, stance_name

SHARES = "shares"
"""What a group of the shares of kinds of debtors ends with."""


def difference_name(path: str, known: Collection[str]) -> str:
    """Return what a difference, or a group of several, is called in the reader's language.

    Args:
        path: Of a number, or what the scenario calls what is none.
        known: Paths of the library's numbers.
    """
    names = {
        STANCE: t("How agencies work"),
        BANDS: t("Bands"),
        FEES: t("Fee terms"),
        f"{BANDS}.age": t("Bands of age"),
        f"{BANDS}.balance": t("Bands of balance"),
    }
    if path in names:
        return names[path]
    if path in known:
        return full_name(path)
    first, _, rest = path.partition(".")
    if first == RANGES:
        return t("Range of {number}", number=difference_name(rest, known))
    if first == TOGETHER:
        # Errors and correlations of several numbers.
        numbers = (difference_name(each, known) for each in rest.split(", "))
        return t("Errors of {numbers}", numbers=clauses(numbers))
    if first == FEES:
        return about(names[FEES], rest.replace("_", " "))
    if not rest:
        return area_name(first) if any(each.startswith(f"{first}.") for each in known) else path
    if rest.endswith(f".{SHARES}"):
        return about(area_name(first), t("Shares of kinds of debtors"))
    if any(each.startswith(f"{path}.") for each in known) and "." in rest:
        return full_name(path)
    return about(sector_name(first), part_name(rest))


def difference_value(path: str, value: Any) -> str:
    """Return a value of a difference as people read it.

    Args:
        path: As in `difference_name`.
        value: Number, list of numbers, text, or None where one side has none.
    """
    if value is None:
        return "\N{EN DASH}"
    if isinstance(value, float):
        return f"{value:,.6g}"
    if isinstance(value, list | tuple):
        return t(", ").join(difference_value(path, each) for each in value)
    return stance_name(value) if path == STANCE else str(value)

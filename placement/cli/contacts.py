"""What a log of contacts says, as lines and as plain data."""

from collections.abc import Sequence
from math import isfinite, isnan
from typing import TYPE_CHECKING, Any

from placement.cli.show import named
from placement.domain.names import name_label
from placement.domain.text import t

if TYPE_CHECKING:
    from placement.api import ContactFit
    from placement.odds.contacts import Average


def contacts_answer(logged: "Sequence[ContactFit]") -> dict[str, Any]:
    """Return what a log says by the names of the public interface; nothing without one."""
    return {"contacts": [_of_sector(each) for each in logged]} if logged else {}


def contact_lines(logged: "Sequence[ContactFit]") -> list[str]:
    """Return what a log says, a few lines a sector."""
    lines: list[str] = []
    for each in logged:
        lines += [
            t("{sector}, contacts:", sector=named(each.sector, name_label(each.sector))),
            "  " + _success(each.average),
            *(
                t("  {age}: {success}", age=row.age, success=_success(row.average))
                for row in each.by_age
                if len(each.by_age) > 1
            ),
        ]
        if not isnan(each.connected):
            lines.append(
                t(
                    "  {share:.0%} of contacts were answered, {promises:,} payments promised",
                    share=each.connected,
                    promises=each.promises,
                )
            )
        if (needed := each.needed) is not None:
            lines.append(
                t(
                    "  a hard debtor needs {value:,.1f} contacts ({low:,.1f} - {high:,.1f}); the "
                    "library says {known:,.0f} ({least:,.0f} - {most:,.0f})",
                    value=needed.contacts.value,
                    low=needed.contacts.low,
                    high=needed.contacts.high,
                    known=each.library.value,
                    least=each.library.low,
                    most=each.library.high,
                )
            )
        lines += [f"  {line}" for line in each.words]
    return lines


def _success(average: "Average") -> str:
    made = f"{average.contacts:,.0f}"
    if not average.successes:
        return t(
            "{contacts} contacts without a success: more than {low:,.0f} a success",
            contacts=made,
            low=average.low,
        )
    return t(
        "{contacts} contacts, {successes:,} successes: {value:,.1f} a success ({low:,.1f} - "
        "{high:,.1f})",
        contacts=made,
        successes=average.successes,
        value=average.value,
        low=average.low,
        high=average.high,
    )


def _of_sector(each: "ContactFit") -> dict[str, Any]:
    needed = each.needed
    return {
        "sector": each.sector,
        **_average(each.average),
        "by_age": [{"age": row.age, **_average(row.average)} for row in each.by_age],
        "connected": None if isnan(each.connected) else each.connected,
        "promises": each.promises,
        "contacts_per_hard": None
        if needed is None
        else {
            "value": needed.contacts.value,
            "se": needed.contacts.se,
            "low": needed.contacts.low,
            "high": needed.contacts.high,
        },
        "willing_share": None
        if needed is None
        else {
            "value": needed.willing_share.value,
            "se": needed.willing_share.se,
            "age": needed.reference_age,
            "told": needed.tells_willing,
        },
        "says": list(each.words),
        "source": each.source,
    }


def _average(average: "Average") -> dict[str, Any]:
    return {
        "contacts": average.contacts,
        "successes": average.successes,
        "contacts_per_success": {
            "value": average.value if average.successes else None,
            "low": average.low,
            "high": average.high if isfinite(average.high) else None,
        },
        "dispersion": average.dispersion,
    }

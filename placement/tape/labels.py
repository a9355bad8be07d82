"""How bands and segments are called in front of a reader."""

from enum import StrEnum
from math import floor

from placement.domain.days import start_day
from placement.domain.names import name_label
from placement.domain.text import t

STAGED = "bank_card"
"""The sector whose trade counts overdue stages."""

LAST_STAGE = 6
"""M6 is the last stage of 30 days with a name of its own; what is older is M6+."""


class AgeUnit(StrEnum):
    """What ages are counted in."""

    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


def age_unit(edges: tuple[float, ...], band: int) -> AgeUnit:
    """Return what an age band is counted in by itself; arguments as `age_band_label`."""
    ends = (*edges[band - 1 : band], *edges[band : band + 1]) if band else edges[:1]
    if _in_days(ends[0]) and (_in_days(ends[-1]) or ends[-1] == 12.0):
        return AgeUnit.DAYS
    return AgeUnit.YEARS if all(map(_in_years, ends)) else AgeUnit.MONTHS


def age_band_label(
    edges: tuple[float, ...], band: int, *, sector: str = "", unit: AgeUnit | None = None
) -> str:
    """Return the name of an age band, such as "91 to 180 days" or "1 to 2 years".

    Args:
        edges: Months from which each band but the first holds, as `days.start_day` reads them.
        band: 0 is the youngest.
        sector: Cards have a name for each stage: "M4 (91 to 120 days)".
        unit: What it is counted in; by default what is shortest. Days are those that lie in the
            band, whatever its ends are: 18 months end with day 547.
    """
    if not edges:
        return t("any age")
    unit = unit or age_unit(edges, band)
    low = edges[band - 1] if band else 0.0
    if band == len(edges):
        return _age_over(low, unit)
    high = edges[band]
    if low == 0.0:
        label = _age_up_to(high, unit)
    elif unit is AgeUnit.DAYS:
        label = t("{low} to {high} days", low=_day(low, more=1), high=_day(high))
    elif unit is AgeUnit.YEARS:
        label = t("{low} to {high} years", low=f"{low / 12:g}", high=f"{high / 12:g}")
    else:
        label = t("{low} to {high} months", low=f"{low:g}", high=f"{high:g}")
    is_stage = sector == STAGED and high - low == 1.0 and low % 1 == 0 and high <= LAST_STAGE
    return f"M{high:.0f} ({label})" if is_stage else label


def balance_band_label(edges: tuple[float, ...], band: int) -> str:
    """Return the name of a balance band, such as "1,000 to 5,000"."""
    if not edges:
        return t("any balance")
    if band == 0:
        return t("under {high}", high=_amount(edges[0]))
    if band == len(edges):
        return t("{low} and over", low=_amount(edges[-1]))
    return t("{low} to {high}", low=_amount(edges[band - 1]), high=_amount(edges[band]))


def placements_label(placements: int) -> str:
    """Return how often accounts were placed: never, once, twice, three times or more."""
    return (t("never placed"), t("placed once"), t("placed twice"), t("placed 3 times or more"))[
        min(placements, 3)
    ]


def letters_label(letters: int) -> str:
    """Return how many letters were sent: none, one, two, three or more."""
    return (t("no letter"), t("1 letter"), t("2 letters"), t("3 letters or more"))[min(letters, 3)]


def demand_label(demand: int) -> str:
    """Return where a claim stands with limitation: 0 unknown, 1 running, 2 complete."""
    return (t("limitation unknown"), t("within limitation"), t("past limitation"))[demand]


def segment_label(
    *,
    sector: str,
    creditor_type: str,
    age: str,
    balance: str,
    disputed: bool,
    unreachable: bool,
    placed_now: bool,
    placements: int,
    letters: int,
    months_known: bool,
    history: str,
    demand: int,
) -> str:
    """Return the name of a segment; what is usual goes unsaid, so that the rest can be read."""
    flags = (
        *((t("disputed"),) if disputed else ()),
        *((t("unreachable"),) if unreachable else ()),
        *((t("with an agency now"),) if placed_now else ()),
        *((placements_label(placements),) if placements else ()),
        *((letters_label(letters),) if letters else ()),
        *((t("in-house months known"),) if months_known else ()),
        *((history,) if history else ()),
        *((demand_label(demand),) if demand != 1 else ()),
    )
    return " · ".join((name_label(sector), name_label(creditor_type), age, balance, *flags))


def _age_up_to(high: float, unit: AgeUnit) -> str:
    if unit is AgeUnit.DAYS:
        return t("up to {high} days", high=_day(high))
    if unit is AgeUnit.YEARS:
        years = f"{high / 12:g}"
        return t("up to 1 year") if years == "1" else t("up to {years} years", years=years)
    return t("up to {high} months", high=f"{high:g}")


def _age_over(low: float, unit: AgeUnit) -> str:
    if unit is AgeUnit.DAYS:
        return t("over {low} days", low=_day(low))
    if unit is AgeUnit.YEARS:
        years = f"{low / 12:g}"
        return t("over 1 year") if years == "1" else t("over {years} years", years=years)
    return t("over {low} months", low=f"{low:g}")


def _day(months: float, *, more: int = 0) -> str:
    """Return the last whole day before an edge holds, and so many more."""
    return f"{floor(float(start_day(months))) + more:,}"


def _in_days(edge: float) -> bool:
    """Return whether an edge below a year is a whole number of days."""
    return edge < 12.0 and float(start_day(edge)) % 1 == 0


def _in_years(edge: float) -> bool:
    return edge >= 12.0 and edge % 12.0 == 0


def _amount(edge: float) -> str:
    return f"{edge:,.0f}" if edge == round(edge) else f"{edge:,g}"

"""How bands and segments are called in front of a reader."""

from placement.domain.text import t


def age_band_label(edges: tuple[float, ...], band: int) -> str:
    """Return the name of an age band, such as "6 to 12 months"."""
    if not edges:
        return t("any age")
    if band == 0:
        return t("under {high} months", high=f"{edges[0]:g}")
    if band == len(edges):
        return t("{low} months and over", low=f"{edges[-1]:g}")
    return t("{low} to {high} months", low=f"{edges[band - 1]:g}", high=f"{edges[band]:g}")


def balance_band_label(edges: tuple[float, ...], band: int) -> str:
    """Return the name of a balance band, such as "1,000 to 5,000"."""
    if not edges:
        return t("any balance")
    if band == 0:
        return t("under {high}", high=_amount(edges[0]))
    if band == len(edges):
        return t("{low} and over", low=_amount(edges[-1]))
    return t("{low} to {high}", low=_amount(edges[band - 1]), high=_amount(edges[band]))


def name_label(name: str) -> str:
    """Return a key such as "bank_card" as words."""
    return t(name.replace("_", " "))


def placements_label(placements: int) -> str:
    """Return how often accounts were placed: never, once, twice, three times or more."""
    return (t("never placed"), t("placed once"), t("placed twice"), t("placed 3 times or more"))[
        min(placements, 3)
    ]


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
    placements: int,
    demand: int,
) -> str:
    """Return the name of a segment; what is usual goes unsaid, so that the rest can be read."""
    flags = (
        *((t("disputed"),) if disputed else ()),
        *((t("unreachable"),) if unreachable else ()),
        *((placements_label(placements),) if placements else ()),
        *((demand_label(demand),) if demand != 1 else ()),
    )
    return " · ".join((name_label(sector), name_label(creditor_type), age, balance, *flags))


def _amount(edge: float) -> str:
    return f"{edge:,.0f}" if edge == round(edge) else f"{edge:,g}"

"""How options, components and sectors look and are called, the same on every page.

A colour never says anything alone: a name stands beside it, in a label, a legend or a tooltip.
"""

from types import MappingProxyType

from placement.domain.types import Option

OPTION_COLOURS = MappingProxyType(
    {
        Option.IN_HOUSE: "#398bcd",
        Option.AGENCY_1: "#017544",
        Option.AGENCY_2: "#6ea065",
        Option.AGENCY_3: "#909488",
        Option.LAW_LETTER: "#a45600",
        Option.PAYMENT_ORDER: "#ec711c",
        Option.LAWSUIT: "#c90839",
        Option.SALE: "#964796",
        Option.WRITE_OFF: "#636468",
    }
)
"""One colour per option: at least 3:1 against the light and the dark page, and far enough from
each other for readers who do not see red, green or blue. The placements fade, one hue."""

SIDE_COLOURS = MappingProxyType({"creditor": "#3a78c9", "agency": "#c8641a"})
"""One colour per side of a commission: as far apart as blue and orange are for every reader, and
at least 3:1 against the light and the dark page."""

OPTION_ICONS = MappingProxyType(
    {
        Option.IN_HOUSE: ":material/home_work:",
        Option.AGENCY_1: ":material/support_agent:",
        Option.AGENCY_2: ":material/support_agent:",
        Option.AGENCY_3: ":material/support_agent:",
        Option.LAW_LETTER: ":material/mail:",
        Option.PAYMENT_ORDER: ":material/assignment_late:",
        Option.LAWSUIT: ":material/gavel:",
        Option.SALE: ":material/sell:",
        Option.WRITE_OFF: ":material/delete_sweep:",
    }
)
"""Drawn by Streamlit wherever it takes Markdown, from its own font."""

"""Chart: the whole book treated in one way, against the best mix."""

from typing import Any

from placement.domain.types import Option
from placement.ui.charts.ranking import bars_chart

ROWS = len(Option) + 2
"""Every option, the next agency in turn, and the best mix."""

MIX_COLOUR = "#1f8a9e"
NEXT_AGENCY_COLOUR = "#2f9b6a"


def mix_chart(*, value: str) -> dict[str, Any]:
    """Return the specification; rows as in `bars_chart`, one per way.

    Args:
        value: Title of the axis, with its unit.
    """
    return bars_chart(rows=ROWS, value=value)

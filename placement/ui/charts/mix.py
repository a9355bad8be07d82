"""Chart: the whole book treated in one way, against each segment its best option."""

from collections.abc import Mapping
from typing import Any

from placement.domain.types import Option
from placement.ui.charts.ranking import BAR, net_bars_chart

ROWS = len(Option) + 2
"""Every option, the next agency in turn, and the best mix."""

MIX_COLOUR = "#505ac8"
NEXT_AGENCY_COLOUR = "#aa82aa"


def mix_chart(*, titles: Mapping[str, str]) -> dict[str, Any]:
    """Return the specification; rows as in `net_bars_chart`, one per way.

    Args:
        titles: As in `net_bars_chart`.
    """
    return net_bars_chart(rows=ROWS, titles=titles)


def begin_chart(*, titles: Mapping[str, str]) -> dict[str, Any]:
    """Return the specification of what to begin with; rows as in `net_bars_chart`.

    As many bars as there are answers, in a specification that stays the same.

    Args:
        titles: As in `net_bars_chart`.
    """
    return {**net_bars_chart(rows=ROWS, titles=titles), "height": {"step": BAR}}

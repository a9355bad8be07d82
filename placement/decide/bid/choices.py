"""What a tender lets one choose, as words; light, so that a command starts fast."""

from enum import StrEnum


class PriceFormula(StrEnum):
    """How a commission becomes price points; each gives at most the points of the price."""

    LOWEST_OVER_BID = "lowest_over_bid"
    """weight * lowest bid / bid, the rule for public tenders in China
    (Ministry of Finance Decree 87 of 2017, art. 55)."""
    FROM_CEILING = "from_ceiling"
    """weight * (ceiling - bid)/(ceiling - lowest bid): full marks for the lowest, none at the
    ceiling."""
    FROM_AVERAGE = "from_average"
    """weight * max(0, 1 - slope * |bid - average|/average), the average of all bids."""


class ResultsAre(StrEnum):
    """What a row of past results is."""

    ALL = "all"
    """One rival's bid; all rivals of a tender are listed."""
    LOWEST = "lowest"
    """The winning bid of a tender."""

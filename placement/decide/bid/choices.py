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
    """Full marks at a benchmark taken from the average of all bids, less the farther away."""


class Average(StrEnum):
    """The average behind a benchmark, own bid included."""

    PLAIN = "plain"
    TRIMMED = "trimmed"
    """Without the highest and the lowest bid, where more than three bid."""


class AboveCeiling(StrEnum):
    """What a rival does who would want more than the ceiling."""

    STAY_AWAY = "stay_away"
    BID_CEILING = "bid_ceiling"


class Ties(StrEnum):
    """Who stands before whom at equal points; equal commissions draw lots."""

    DRAW_LOTS = "draw_lots"
    LOWER_BID = "lower_bid"
    AGAINST_US = "against_us"
    """The cautious reading of rules that do not say."""


class ResultsAre(StrEnum):
    """What a row of past results is."""

    ALL = "all"
    """One rival's bid; all rivals of a tender are listed."""
    LOWEST = "lowest"
    """The winning bid of a tender."""

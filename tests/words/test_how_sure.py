"""Sentences that say how sure an agency's answers are, on draws made by hand."""

import numpy as np

from placement.risk.bids import BidDraws
from placement.risk.mixes import MixDraws
from placement.words.how_sure import (
    bids_words,
    chances_to_lead,
    mix_words,
    one_bid_words,
    sectors_words,
)


def bids(expected: list[list[float]], best: list[list[float]], bid: list[float]) -> BidDraws:
    drawn = np.array(expected)
    return BidDraws(
        bid=np.array(bid),
        expected=drawn,
        chance=drawn,
        if_won=drawn,
        floor=np.array(best),
        best=np.array(best),
        at_stake=np.full(len(bid), 1_234.4),
        on_average=np.array(bid),
    )


def test_bids_are_told_together_and_one_by_one() -> None:
    found = bids([[-10.0, 0.0, 10.0, 20.0]], [[np.nan, 0.2, 0.2, 0.2]], [0.21])
    assert bids_words(found, "CNY") == (
        "nine of ten expect −8 to 18 CNY of the bids made, and 25% of the draws a loss."
    )
    assert one_bid_words(found, 0, "CNY") == (
        "This lot is worth a bid in 75% of the draws; the best one lies from 20.0% to 20.0% in "
        "nine of ten. On average over the draws 21.0% earns most; knowing all numbers before "
        "bidding is worth 1,234 CNY."
    )


def test_no_bid_is_said_to_be_none() -> None:
    found = bids([[0.0, 0.0]], [[np.nan, np.nan]], [np.nan])
    assert bids_words(found, "CNY").startswith("no bid is made; in 0% of the draws")
    assert one_bid_words(found, 0, "CNY") == "In no draw is this lot worth a bid."


def test_contracts_name_the_least_sure_and_the_next_in() -> None:
    found = MixDraws(
        profit=np.array([100.0, 300.0, np.nan, -100.0]),
        best=np.array([150.0, 300.0, 50.0, 20.0]),
        taken=np.array([[1, 1, 0], [1, 1, 0], [1, 0, 1], [1, 0, 0]], dtype=bool),
        chosen=np.array([True, True, False]),
        profit_of=np.zeros((4, 3)),
    )
    assert mix_words(found, ("A", "B", "C"), "CNY") == (
        "nine of ten bring −80 to 280 CNY with these contracts, people placed anew; 33% of the "
        "draws a loss. In 25% of the draws they do not fit the people, or the cash does not last. "
        "1 of the 2 belong to the best choice nearly always; least sure is B (in 50% of the "
        "draws). Of those left out C most often belongs to it (25%)."
    )


def test_a_sector_leads_where_it_earns_most_and_earns_at_all() -> None:
    worth = {
        "cards": np.array([3.0, 1.0, -np.inf, -1.0]),
        "fees": np.array([1.0, 2.0, 5.0, -2.0]),
    }
    assert chances_to_lead(worth) == {"cards": 0.25, "fees": 0.5}
    assert sectors_words(worth, {"cards": "Cards", "fees": "Fees"}, leads="cards") == (
        "**Cards** leads in 25% of the draws; else mostly Fees (50%)."
    )

"""How bids and what they are expected to earn come about, with the figures of the lots."""

from collections.abc import Sequence

import numpy as np

from placement.decide.bid.desk import BidDesk
from placement.domain.text import t
from placement.words.formulas import (
    EQUALS,
    TIMES,
    Formula,
    Step,
    in_enough_percent,
    in_money,
    summed,
)
from placement.words.numbers import MINUS, cents, points

NAMED = 10
"""Lots of a sum that have a line of their own, the largest first."""


def expected_formula(desk: BidDesk, *, lot: int = 0) -> Formula | None:
    """Return what the bid for a lot is expected to earn; None where no bid is made.

    Args:
        desk: The desk.
        lot: Which of its lots.
    """
    found = desk.found
    if not found.recommend[lot]:
        return None
    chance, if_won = float(found.win_probability[lot]), float(found.profit_if_won[lot])
    cost, expected = float(desk.tender.bid_cost), float(found.expected_profit[lot])
    steps = [
        in_enough_percent(
            "",
            t("Chance to win"),
            chance,
            agrees=lambda x: round(x * round(if_won, 2) - cost, 2) == round(expected, 2),
        ),
        in_money(TIMES, t("Profit if won"), if_won),
    ]
    if cost:
        steps.append(Step(sign=MINUS, name=t("Cost of bidding"), amount=-cost, figure=cents(cost)))
    return Formula(
        words=t(
            "Expected profit = chance to win \N{MULTIPLICATION SIGN} profit if won \N{MINUS SIGN} "
            "cost of bidding"
        ),
        steps=(*steps, in_money(EQUALS, t("Expected profit"), round(expected, 2))),
    )


def total_formula(lots: Sequence[tuple[str, float]]) -> Formula | None:
    """Return what all bids together are expected to earn; None where no bid is made.

    Args:
        lots: Each lot that is bid for, with the profit expected of it.
    """
    if not lots:
        return None
    ordered = sorted(lots, key=lambda each: -each[1])
    named, rest = ordered[:NAMED], ordered[NAMED:]
    others = [(t("{count} further lots", count=len(rest)), sum(profit for _, profit in rest))]
    return summed(
        t("Expected profit = sum over the lots that are bid for"),
        [*named, *(others if rest else [])],
        t("Expected profit"),
    )


def shading_formula(desk: BidDesk, *, lot: int = 0) -> Formula | None:
    """Return how the best bid lies above the floor: for profit, and for what winning tells.

    None where no bid is made.

    Args:
        desk: The desk.
        lot: Which of its lots.
    """
    found = desk.found
    floor, naive, bid = (float(values[lot]) for values in (found.floor, found.naive_bid, found.bid))
    if not found.recommend[lot] or np.isnan(floor):
        return None
    return summed(
        t(
            "Best bid = floor + shading, as if the lot were as estimated + correction for what "
            "winning says of it"
        ),
        [
            (t("Floor"), 100.0 * floor),
            (t("Shading: fewer wins, more from each"), 100.0 * (naive - floor)),
            (t("Correction for the winner's curse"), 100.0 * (bid - naive)),
        ],
        t("Best bid"),
        write=_percent,
    )


def curse_formula(desk: BidDesk, *, lot: int = 0) -> Formula | None:
    """Return what is lost by ignoring the winner's curse; None where no bid is made."""
    found = desk.found
    if not found.recommend[lot]:
        return None
    loss = float(found.loss_if_naive[lot])
    ours = float(found.expected_profit[lot])
    return summed(
        t(
            "Curse ignored costs = expected profit of the best bid \N{MINUS SIGN} what the naive "
            "bid really earns"
        ),
        [(t("Best bid"), ours), (t("Naive bid"), loss - ours)],
        t("Curse ignored costs"),
    )


def _percent(amount: float) -> str:
    return points(amount / 100.0, decimals=2)

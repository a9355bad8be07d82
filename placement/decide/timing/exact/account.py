"""One account out of a book, with agencies that work as somebody says."""

from dataclasses import fields, replace
from typing import TypeVar

import numpy as np

from placement.decide.timing.moves.masses import Efforts
from placement.decide.timing.moves.moves import End, Letter, Moves, Order, Work
from placement.domain.types import IntArray

Part = TypeVar("Part", Work, Letter, Order, End)


def alone(moves: Moves, position: int, efforts: Efforts) -> Moves:
    """Return the moves of one account, what placements are worked out from left as it is.

    Args:
        moves: The moves of the book.
        position: The account's segment.
        efforts: Placements that are worked otherwise than `moves` has it.
    """
    rows = np.array([position])
    agency = [_of(work, rows) for work in moves.agency]
    profit = [np.array(by_mass[:, rows]) for by_mass in moves.agency_profit]
    for (month, number), placed in efforts.items():
        work = agency[number]
        work.reward[..., month], work.keep[..., month] = placed.reward, placed.keep
        work.paid[..., month], work.demands_at_end[:, month] = placed.paid, placed.demands_at_end
        profit[number][..., month] = placed.profit
    return replace(
        moves,
        segments=moves.segments.take(rows),
        masses=moves.masses[:, rows],
        relief=moves.relief[rows],
        placements=moves.placements[rows],
        months_since_demand=moves.months_since_demand[rows],
        wait=_of(moves.wait, rows),
        in_house=_of(moves.in_house, rows),
        in_house_months=moves.in_house_months[rows],
        agency=tuple(agency),
        agency_profit=tuple(profit),
        letter=_of(moves.letter, rows),
        order=_of(moves.order, rows),
        order_barred=_of(moves.order_barred, rows),
        may_order=moves.may_order[rows],
        lawsuit=_of(moves.lawsuit, rows),
        lawsuit_after_order=moves.lawsuit_after_order[rows],
        lawsuit_barred=_of(moves.lawsuit_barred, rows),
        sale=_of(moves.sale, rows),
        write_off=_of(moves.write_off, rows),
        margin={option: margin[rows] for option, margin in moves.margin.items()},
    )


def _of(part: Part, rows: IntArray) -> Part:
    """Return the part for some segments, whose axis is the first or the one before the months."""
    arrays = {field.name: getattr(part, field.name) for field in fields(part)}
    return replace(
        part,
        **{
            name: np.take(array, rows, axis=max(array.ndim - 2, 0))
            for name, array in arrays.items()
        },
    )

"""What the creditor can do best instead of placing: the best plan that begins otherwise."""

from dataclasses import dataclass

import numpy as np

from placement.decide.deal.lot import Lot
from placement.domain.types import FloatArray
from placement.value.options import SINGLE


@dataclass(frozen=True, kw_only=True, eq=False)
class BestOther:
    """Each segment's best beginning that is no placement."""

    first: tuple[str, ...]
    """The first move of the plan; the option itself where options are closed at their end."""
    net: FloatArray
    """Net recovery per account, shape (segments,)."""
    total: float
    """Net recovery of the whole lot, every segment by its own best plan."""


def best_other(lot: Lot) -> BestOther:
    """Return what a lot is worth to the creditor who begins otherwise than with the placement."""
    if lot.plans is None:
        return _closed(lot)
    found = lot.plans.otherwise
    return BestOther(first=found.first, net=found.value, total=float(found.value @ lot.accounts))


def _closed(lot: Lot) -> BestOther:
    """Return the best option that is no placement, closed at its end; a write-off always is one."""
    nets = np.stack(
        [
            np.where(lot.available[option], value(lot.terms).net, -np.inf)
            for option, value in SINGLE.items()
        ]
    )
    names, best = tuple(SINGLE), np.argmax(nets, axis=0)
    net = np.max(nets, axis=0)
    return BestOther(
        first=tuple(names[row].value for row in best), net=net, total=float(net @ lot.accounts)
    )

"""What the creditor's best other option is worth: everything but placing with an agency."""

from dataclasses import dataclass

import numpy as np

from placement.decide.deal.lot import Lot
from placement.domain.types import FloatArray, Option
from placement.value.options import SINGLE


@dataclass(frozen=True, kw_only=True, eq=False)
class BestOther:
    """Each segment's best option that is no placement."""

    option: tuple[Option, ...]
    net: FloatArray
    """Net recovery per account, shape (segments,)."""
    total: float
    """Net recovery of the whole lot, every segment by its own best option."""


def best_other(lot: Lot) -> BestOther:
    """Return what a lot is worth to the creditor without an agency; writing off is always open."""
    nets = np.stack(
        [
            np.where(lot.available[option], value(lot.terms).net, -np.inf)
            for option, value in SINGLE.items()
        ]
    )
    best = np.argmax(nets, axis=0)
    names = tuple(SINGLE)
    net = np.max(nets, axis=0)
    return BestOther(
        option=tuple(names[row] for row in best), net=net, total=float(net @ lot.accounts)
    )

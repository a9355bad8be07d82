"""Option: stop collecting and close the account."""

import numpy as np

from placement.domain.types import Component
from placement.value.cashflow import CashFlow
from placement.value.settle import settle
from placement.value.terms import Terms


def value_write_off(terms: Terms) -> CashFlow:
    """Return the cash of a write-off: nothing but the tax relief on the loss, when it falls due.

    Source: own definition, docs/model.md, "Write off".
    """
    nothing = np.zeros((*terms.debtor.willing.shape, 1))
    return settle(
        {Component.COLLECTED: nothing}, terms, relationship_cost=terms.write_off_relationship_cost
    )

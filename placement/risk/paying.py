"""Who has paid: a net payment that is more than a reversal or what rounding leaves over.

An account has paid where its payments less reversals are more than

    max(RESIDUE * s * B / J, step / 2)

with B the balance, s the share that a payer settles for, J the instalments in which it comes, and
step the coarsest unit that all balances of a tape are whole numbers of. All else is no payment: a
reversal takes back what came before, and a balance written in whole units moves by less than one.
"""

import numpy as np

from placement.domain.types import BoolArray, FloatArray

RESIDUE = 0.05
"""Share of an instalment up to which money is what rounding or a fee left over, and no payment."""


def least_payment(
    balance: FloatArray,
    *,
    settlement: FloatArray,
    instalments: FloatArray,
    step: FloatArray | float = 0.0,
) -> FloatArray:
    """Return the money above which an account has paid.

    Args:
        balance: What accounts owed, shape (accounts,).
        settlement: Share that a payer settles for, as the next.
        instalments: Months over which it comes.
        step: Unit of the tape that says what was paid; 0 where a list of payments does.
    """
    instalment = settlement * balance / np.maximum(np.rint(instalments), 1.0)
    return np.asarray(np.maximum(RESIDUE * instalment, np.asarray(step) / 2.0))


def has_paid(net: FloatArray, least: FloatArray) -> BoolArray:
    """Return which accounts have paid; what stands on none of them is no payment."""
    return np.asarray(net > np.maximum(least, 0.0))

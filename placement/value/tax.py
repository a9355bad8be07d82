"""What an option does to the creditor's income tax.

Costs save tax on themselves. The claim is deducted when the law allows, d months from now,
whether or not collecting goes on, and what is collected is taxed:

    tax on the claim = tau * (beta * B * v ** d - sum_k R_k * v ** max(k, d))

so that money collected before the deduction makes it smaller, and money after it is income.
Source: own definition, docs/model.md, "Tax".
"""

import numpy as np

from placement.domain.types import FloatArray


def relief_on_costs(costs: FloatArray, *, tax_rate: FloatArray) -> FloatArray:
    """Return the tax saved by deductible costs (negative amounts), in today's money."""
    return -tax_rate * costs


def tax_on_claim(
    collected: FloatArray,
    *,
    basis: FloatArray,
    deductible_in: FloatArray,
    discount: FloatArray,
    tax_rate: FloatArray,
) -> FloatArray:
    """Return the tax relief on the loss, less the tax on what is collected, in today's money.

    Args:
        collected: Balance collected by month, before commission, shape (..., segments, months + 1).
        basis: Tax basis of the claim, principal share times balance, shape (..., segments).
        deductible_in: Months until the loss may be deducted, d, shape (..., segments).
        discount: Value today of 1 a month from now, v.
        tax_rate: Income tax rate, tau.
    """
    month = np.arange(collected.shape[-1])
    taxed_at = np.maximum(month, deductible_in[..., None])
    taxed = (collected * discount[..., None] ** taxed_at).sum(axis=-1)
    return np.asarray(tax_rate * (basis * discount**deductible_in - taxed))


def tax_on_sale(
    proceeds: FloatArray,
    *,
    lag: FloatArray,
    basis: FloatArray,
    deductible_in: FloatArray,
    discount: FloatArray,
    tax_rate: FloatArray,
) -> FloatArray:
    """Return the tax effect of a sale, which realises the loss when it closes.

        tau * (beta * B * v ** min(lag, d) - price * B * v ** lag)

    Args:
        proceeds: Price paid per account, shape (..., segments).
        lag: Months until the price is paid.
        basis: Tax basis of the claim.
        deductible_in: Months until the loss could be deducted without the sale.
        discount: Value today of 1 a month from now.
        tax_rate: Income tax rate.
    """
    relief = basis * discount ** np.minimum(lag, deductible_in)
    return np.asarray(tax_rate * (relief - proceeds * discount**lag))

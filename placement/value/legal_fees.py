"""What courts and lawyers may charge, exactly as the bands of the law say."""

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.assume.tables import banded
from placement.domain.types import FloatArray


def acceptance_fee(amount: FloatArray, assumptions: Assumptions) -> FloatArray:
    """Return the court's fee to accept a property case of this amount, in currency units.

    A base fee up to the first band, then marginal rates. Summary and small-claims procedure
    and settled or withdrawn cases pay half; a payment order a third.

    Source: Measures on the Payment of Litigation Costs (State Council Decree 481), art. 13(1).
    """
    return _with_base(amount, assumptions, "law.acceptance_fee")


def summary_fee(amount: FloatArray, assumptions: Assumptions) -> FloatArray:
    """Return the fee in summary or small-claims procedure; art. 16."""
    return acceptance_fee(amount, assumptions) * assumptions.number("law.summary_fee_share")


def payment_order_fee(amount: FloatArray, assumptions: Assumptions) -> FloatArray:
    """Return the fee for a payment order; art. 14(3)."""
    return acceptance_fee(amount, assumptions) * assumptions.number("law.payment_order_fee_share")


def enforcement_fee(amount: FloatArray, assumptions: Assumptions) -> FloatArray:
    """Return the fee for enforcement, charged afterwards and borne by the debtor; art. 14(1)."""
    return _with_base(amount, assumptions, "law.enforcement_fee")


def preservation_fee(amount: FloatArray, assumptions: Assumptions) -> FloatArray:
    """Return the fee to freeze assets of this value, within its cap; art. 14(2)."""
    fee = _with_base(amount, assumptions, "law.preservation_fee")
    return np.minimum(fee, assumptions.number("law.preservation_fee.cap"))


def lawyer_cap(amount: FloatArray, assumptions: Assumptions) -> FloatArray:
    """Return the most a lawyer may take in all as a share of what is realised.

    Source: Opinions on regulating lawyers' fees (Ministry of Justice and others, 2021), item 6.
    """
    edges, rates = assumptions.table("law.lawyer_cap.rate_above")
    return banded(np.asarray(amount, dtype=float), edges=edges, rates=rates)


def capped_lawyer_share(
    share: FloatArray, *, realised: FloatArray, assumptions: Assumptions
) -> FloatArray:
    """Return the agreed share, or the cap divided by the amount realised where that is lower."""
    cap = lawyer_cap(realised, assumptions)
    return np.minimum(share, cap / np.where(realised > 0.0, realised, 1.0))


def _with_base(amount: FloatArray, assumptions: Assumptions, path: str) -> FloatArray:
    amount = np.asarray(amount, dtype=float)
    edges, rates = assumptions.table(f"{path}.rate_above")
    return assumptions.number(f"{path}.base") + banded(amount, edges=edges, rates=rates)

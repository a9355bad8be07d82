"""What a line is billed above what it is due, step by step, each step with its reason."""

from dataclasses import dataclass

import numpy as np

from placement.decide.deal.fee_terms import Vat
from placement.decide.invoice.contract import BillContract
from placement.decide.invoice.earned import Earned, Reason
from placement.decide.invoice.lines import Lines
from placement.decide.invoice.match import Matched
from placement.decide.invoice.money import UNITS, Exact, charge, exact, rounded, units, with_vat
from placement.domain.types import BoolArray, IntArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Steps:
    """From what was billed to what is due, each step with its reason."""

    lines: Lines
    billed: IntArray
    vat: Exact
    vat_rate: float
    contract: BillContract

    def attribute(
        self,
        *,
        due: IntArray,
        net: IntArray,
        amount: IntArray,
        paired: Matched,
        by_contract: Earned,
        kept: BoolArray,
        other_day: IntArray,
        is_checked: BoolArray,
    ) -> dict[Reason, IntArray]:
        """Return the difference of each line by reason.

        Args:
            due: By the contract.
            net: The same without VAT.
            amount: By the creditor's books; 0 where they show none.
            paired: The payments of the lines.
            by_contract: What they earn.
            kept: Reversals of which the agency keeps the commission.
            other_day: Due if the payment were of the day billed.
            is_checked: Lines that can be checked.
        """
        lines = self.lines
        billed = self._with_the_vat(due, net)
        stated = ~np.isnan(lines.rate)
        claimed = np.nan_to_num(lines.cents).astype(np.int64)
        rate = units(lines.rate)
        first = np.where(stated, charge(claimed, rate, vat=self.vat), billed)
        # Without a rate the commission follows the amount in proportion.
        over = np.where(claimed == 0, 1, np.abs(claimed)).astype(object)
        scaled = rounded(exact(billed) * exact(amount * np.sign(claimed)), over)
        second = np.where(stated, charge(amount, rate, vat=self.vat), scaled)
        second = np.where(amount == claimed, first, second)
        on_top = units(self.vat_rate)
        inside = self.contract.fees.vat is Vat.INCLUDED
        grossed = with_vat(first, on_top)
        is_vat = inside & (billed == grossed) & (billed != first)
        too_high = inside & (second == with_vat(due, on_top)) & (second != due)
        gone = paired.repeated | ((amount == 0) & (claimed != 0))
        why = np.full(len(lines), Reason.RATE, dtype=object)
        why[by_contract.in_tail & (by_contract.part != exact(UNITS))] = Reason.TAIL
        why[too_high] = Reason.VAT
        has_reason = np.array([reason is not None for reason in by_contract.nothing], dtype=bool)
        why[has_reason] = by_contract.nothing[has_reason]
        why[(other_day == second) & (other_day != due)] = Reason.DAY
        why[kept] = Reason.REVERSAL_KEPT
        lost = np.where(
            paired.repeated,
            Reason.DUPLICATE,
            np.where(gone & (paired.payment < 0), Reason.NOT_PAID, Reason.AMOUNT),
        )
        found: dict[Reason, IntArray] = {}
        for reasons, step in (
            (np.full(len(lines), Reason.VAT_NOT_BILLED, dtype=object), self.billed - billed),
            (np.where(is_vat, Reason.VAT, Reason.ARITHMETIC), billed - first),
            (lost, first - second),
            (why, second - due),
        ):
            step = np.where(is_checked, step, 0)
            for reason in Reason:
                here = np.where(reasons == reason, step, 0)
                if here.any():
                    found[reason] = here + found[reason] if reason in found else here
        return {reason: found[reason] for reason in Reason if reason in found}

    def _with_the_vat(self, due: IntArray, net: IntArray) -> IntArray:
        """Return what was billed, with the VAT where a line leaves out what the contract adds.

        A line leaves it out that states a VAT of 0, or whose commission is right without it.
        """
        lines, billed = self.lines, self.billed
        stated = ~np.isnan(lines.rate) & ~np.isnan(lines.cents)
        claimed = np.nan_to_num(lines.cents).astype(np.int64)
        first = np.where(stated, charge(claimed, units(lines.rate), vat=self.vat), due)
        right = np.where(stated, charge(claimed, units(lines.rate)), net)
        leaves_out = (self.vat > 0) & (billed != first) & (billed != due)
        leaves_out &= (lines.vat == 0.0) | (billed == right)
        return np.where(leaves_out.astype(bool), with_vat(billed, self.vat), billed)

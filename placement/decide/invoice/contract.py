"""A contract as a bill is checked against it: the fee terms, and what a bill needs besides.

    commission = 0.22
    by_age = [{ from = 0, to = 6, rate = 0.18 }, { from = 6, rate = 0.26 }]
    tail_days = 30

Fee terms are those of `placement.decide.deal.fee_terms`, in the same file and words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from placement.decide.deal.fee_file import fee_terms
from placement.decide.deal.fee_terms import Band, FeeTerms, Vat, check_share
from placement.domain.days import start_day
from placement.domain.errors import InputError
from placement.domain.text import listed, t
from placement.domain.types import MOST_OWED
from placement.domain.wrong_kind import rule_words

MOST_TAIL_DAYS = 3_660
"""Ten years after recall; no contract reaches further."""

NOT_IN_A_BILL = ("by_placement", "bonuses", "late_fee_rate", "lawyers_act")
"""Fee terms that hang on what no line of a bill says."""

AT_THE_END = ("minimum_per_account", "minimum_per_lot", "recall_fee")
"""Fee terms that are settled when the term ends, not by payment."""


@dataclass(frozen=True, kw_only=True)
class BillContract:
    """What a contract lets an agency bill; shares and rates are decimals."""

    fees: FeeTerms = field(default_factory=FeeTerms)
    commission: float | None = None
    """The headline, where no ladder by age takes its place."""
    tail_days: int = 0
    """Days after recall in which payments still earn commission."""
    minimum_balance: float = 0.0
    """Balance at placement below which an account earns nothing."""
    placed: float | None = None
    """Money placed in the lot, which the tiers by result are shares of; None takes that of the
    list of placements."""
    collected_before: float = 0.0
    """Money of the lot that came in before this bill."""
    bill_holds_vat: bool = False
    """The commission billed holds the VAT that the contract adds."""

    def __post_init__(self) -> None:
        if self.commission is None and not self.fees.by_age:
            raise InputError(
                t(
                    "contract: it must say a commission, as in commission = 0.22, or a ladder "
                    "by_age; got neither. Add one."
                )
            )
        if self.commission is not None:
            check_share("commission", self.commission)
        self._check_amounts()
        for name in NOT_IN_A_BILL:
            if getattr(self.fees, name) not in ((), None, False):
                raise InputError(
                    t(
                        "contract: {name} hangs on what the lines of a bill do not say, so they "
                        "cannot be checked by it. Put what it came to into the commission or the "
                        "ladders, and leave it out.",
                        name=name,
                    )
                )
        if self.bill_holds_vat and self.fees.vat is Vat.INCLUDED:
            raise InputError(
                t(
                    'contract: bill_holds_vat is for a contract that adds VAT (vat = "out"); this '
                    "one holds it. Leave it out."
                )
            )
        low, high = self.range
        if low < 0.0 or high > 1.0:
            raise InputError(
                t(
                    "contract: its ladders lead to a commission of {low:.2%} to {high:.2%}; it "
                    "must stay from 0% to 100%. Correct the points.",
                    low=low,
                    high=high,
                )
            )

    @property
    def range(self) -> tuple[float, float]:
        """Return the least and the highest commission that its ladders lead to."""
        ladders = [self.fees.by_balance, self.fees.by_result]
        rates = [band.rate for band in self.fees.by_age] or [self.commission or 0.0]
        least = min(rates) + sum(min(b.rate for b in ladder) for ladder in ladders if ladder)
        most = max(rates) + sum(max(b.rate for b in ladder) for ladder in ladders if ladder)
        return round(least, 12), round(most, 12)

    @property
    def rungs(self) -> tuple[Band, ...]:
        """Return the ladder by age; the headline as its one rung where there is none."""
        return self.fees.by_age or (Band(start=0.0, end=None, rate=self.commission or 0.0),)

    @property
    def left_to_the_end(self) -> tuple[str, ...]:
        """Return its terms that are settled at the end and not looked at by line."""
        return tuple(name for name in AT_THE_END if getattr(self.fees, name) > 0.0)

    def _check_amounts(self) -> None:
        for name, value, most in (
            ("tail_days", self.tail_days, MOST_TAIL_DAYS),
            ("minimum_balance", self.minimum_balance, MOST_OWED),
            ("collected_before", self.collected_before, MOST_OWED),
            ("placed", self.placed or 0.0, MOST_OWED),
        ):
            if not 0.0 <= value <= most:
                raise InputError(
                    t(
                        "{name} must be 0 or more and at most {most:g}; got {x:g}. Correct it.",
                        name=name,
                        most=most,
                        x=value,
                    )
                )
        if self.placed is not None and self.placed <= 0.0:
            raise InputError(t("contract: placed must be above 0; got {x:g}.", x=self.placed))


class _Own(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    commission: float | None = None
    tail_days: int = BillContract.tail_days
    minimum_balance: float = BillContract.minimum_balance
    placed: float | None = None
    collected_before: float = BillContract.collected_before
    bill_holds_vat: bool = BillContract.bill_holds_vat


def bill_contract(content: Mapping[str, Any]) -> BillContract:
    """Return the contract of a parsed file.

    Args:
        content: Keys of `BillContract` and of fee terms, side by side.

    Raises:
        InputError: A key is unknown, a value of the wrong kind, or a rule is broken; names it.
    """
    own = {name: value for name, value in content.items() if name in _Own.model_fields}
    rest = {name: value for name, value in content.items() if name not in own}
    try:
        read = _Own.model_validate(own)
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(
            t(
                "contract: {where}: {rule}; got {value}. Correct it.",
                where=" ".join(map(str, first["loc"])),
                rule=rule_words(first),
                value=repr(first["input"])[:80],
            )
        ) from None
    try:
        fees = fee_terms(rest)
    except InputError as error:
        raise InputError(
            t(
                "contract: {why} Beside fee terms a contract has {known}.",
                why=str(error),
                known=listed(_Own.model_fields),
            )
        ) from None
    if fees.tail_months and read.tail_days:
        raise InputError(
            t("contract: give tail_days or tail_months, which say the same; got both.")
        )
    tail = read.tail_days or int(start_day(float(fees.tail_months)))
    return BillContract(fees=fees, **{**read.model_dump(), "tail_days": tail})

"""What an agency contract says about its fee, beyond the headline commission."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from placement.domain.errors import InputError
from placement.domain.text import listed, sentences, t
from placement.domain.types import MOST_OWED

MOST_TAIL_MONTHS = 120
"""Ten years after recall; no contract reaches further."""

MOST_REVERSED = 0.9
"""Where nearly everything is taken back there is nothing to agree on."""

MOST_ROWS = 100
"""Rungs of a ladder, and ranks; every one is looked at."""


class Vat(StrEnum):
    """Whether a quoted commission holds the agency's VAT."""

    INCLUDED = "in"
    ADDED = "out"


class AgeWhen(StrEnum):
    """Which age decides the rung of a ladder by age."""

    PLACED = "placement"
    """The age when the accounts are placed."""
    PAID = "cash"
    """The age when the cash comes."""


@dataclass(frozen=True, kw_only=True)
class Band:
    """One rung of a ladder: from this value up to the next rung's."""

    start: float
    end: float | None
    """None is open to the top."""
    rate: float


@dataclass(frozen=True, kw_only=True)
class Bonus:
    """What a rank among the agencies adds to the commission, with its chance."""

    chance: float
    points: float = 0.0
    """0.02 adds two points; a malus is negative."""
    share: float = 0.0
    """Share of the rate itself: 0.1 makes 20% into 22%; a malus is negative."""


@dataclass(frozen=True, kw_only=True)
class FeeTerms:
    """The terms of one contract; the defaults change nothing.

    Shares and rates are decimals, money is in the account's currency.
    """

    by_age: tuple[Band, ...] = ()
    """Commission by months past due; takes the place of the headline."""
    age_when: AgeWhen = AgeWhen.PLACED
    """Whether the age at placement counts or the age when cash comes."""
    by_balance: tuple[Band, ...] = ()
    """Points added by balance of the account."""
    by_placement: tuple[Band, ...] = ()
    """Points added by number of the placement, 1 is the first."""
    by_result: tuple[Band, ...] = ()
    """Points added by the lot's liquidation."""
    result_marginal: bool = False
    """A tier's points hold for the part of the result inside it; else for everything."""
    bonuses: tuple[Bonus, ...] = ()
    """What each rank brings; chances add up to at most 1."""
    minimum_per_account: float = 0.0
    """Least fee for every account placed, settled when the term ends."""
    minimum_per_lot: float = 0.0
    """Least fee for the lot, settled when the term ends."""
    tail_months: int = 0
    """Months after recall in which payments still earn commission, at most MOST_TAIL_MONTHS."""
    tail_share: float = 1.0
    """Share of the commission they earn."""
    direct_share: float = 0.0
    """Share of payments that debtors make to the creditor directly."""
    direct_earns: bool = True
    """Direct payments earn commission."""
    reversal_share: float = 0.0
    """Share of payments that are taken back; the odds are of what stays."""
    reversals_clawed_back: bool = True
    """The agency gives the commission on these back."""
    recall_fee: float = 0.0
    """Paid to the agency for every account that goes back open when the term ends."""
    late_fee_share: float = 0.0
    """Share of collections that is late fees and penalties."""
    late_fee_rate: float | None = None
    """Commission on those; None is the same as on principal."""
    vat: Vat = Vat.INCLUDED
    vat_credit_share: float = 0.0
    """Share of the agency's VAT that the creditor gets back as input tax."""
    lawyers_act: bool = False
    """A law firm collects, so that the lawyers' cap holds."""

    @property
    def is_plain(self) -> bool:
        """Whether the headline commission says all."""
        return self == FeeTerms()

    def __post_init__(self) -> None:
        for name in ("by_age", "by_balance", "by_placement", "by_result", "bonuses"):
            _check_count(name, len(getattr(self, name)))
        _check_ladder("by_age", self.by_age, least=0.0, lowest=0.0)
        _check_ladder("by_balance", self.by_balance, least=0.0, lowest=-1.0)
        _check_ladder("by_placement", self.by_placement, least=1.0, lowest=-1.0)
        _check_ladder("by_result", self.by_result, least=0.0, lowest=-1.0)
        for name in ("tail_share", "direct_share", "late_fee_share", "vat_credit_share"):
            check_share(name, getattr(self, name))
        _check_reversals(self.reversal_share)
        if self.late_fee_rate is not None:
            check_share("late_fee_rate", self.late_fee_rate)
        for name in ("minimum_per_account", "minimum_per_lot", "recall_fee"):
            _check_amount(name, getattr(self, name), most=MOST_OWED)
        _check_lawyers(self)
        _check_amount("tail_months", self.tail_months, most=MOST_TAIL_MONTHS)
        _check_bonuses(self.bonuses)


def check_share(name: str, value: float, *, lowest: float = 0.0) -> None:
    """Raise InputError where a value is no share, with the percent that was probably meant."""
    if lowest <= value <= 1.0:
        return
    rule = t(
        "{name} must be a decimal from {low:g} to 1; got {x:g}.", name=name, low=lowest, x=value
    )
    if 1.0 < value <= 100.0:
        advice = t("If you meant {percent:g}%, write {share:g}.", percent=value, share=value / 100)
    else:
        advice = t("Correct it.")
    raise InputError(sentences([rule, advice]))


def _check_amount(name: str, value: float, *, most: float) -> None:
    if not 0.0 <= value <= most:
        raise InputError(
            t(
                "{name} must be 0 or more and at most {most:g}; got {x:g}. Correct it.",
                name=name,
                most=most,
                x=value,
            )
        )


def _check_count(name: str, count: int) -> None:
    if count > MOST_ROWS:
        raise InputError(
            t(
                "{name} must have at most {most} rows; got {count}. Join some of them.",
                name=name,
                most=MOST_ROWS,
                count=count,
            )
        )


def _check_lawyers(terms: FeeTerms) -> None:
    least = [n for n in ("minimum_per_account", "minimum_per_lot") if getattr(terms, n) > 0.0]
    if terms.lawyers_act and least:
        raise InputError(
            t(
                "lawyers_act and {least} contradict each other: lawyers may take at most a share "
                "of what is realised, whatever that is. Leave one of them out.",
                least=listed(least),
            )
        )


def _check_reversals(share: float) -> None:
    check_share("reversal_share", share)
    if share > MOST_REVERSED:
        raise InputError(
            t(
                "reversal_share must be at most {most:g}; got {x:g}. Correct it.",
                most=MOST_REVERSED,
                x=share,
            )
        )


def _check_bonuses(bonuses: Sequence[Bonus]) -> None:
    for bonus in bonuses:
        check_share("bonuses: chance", bonus.chance)
        check_share("bonuses: points", bonus.points, lowest=-1.0)
        check_share("bonuses: share", bonus.share, lowest=-1.0)
    total = sum(bonus.chance for bonus in bonuses)
    if total > 1.0 + 1e-9:
        raise InputError(
            t(
                "bonuses: an agency has one rank, so the chances must add up to at most 1; they "
                "add up to {total:g}. Lower one of them.",
                total=total,
            )
        )


def _check_ladder(name: str, bands: Sequence[Band], *, least: float, lowest: float) -> None:
    """Raise InputError where a ladder does not cover everything from `least` up, once."""
    if not bands:
        return
    reached: float | None = least
    for number, band in enumerate(bands, start=1):
        check_share(f"{name}, band {number}: rate", band.rate, lowest=lowest)
        if reached is None:
            raise InputError(
                t(
                    "{name}: only the last band may be open to the top; band {number} is without "
                    "an end. Give it one.",
                    name=name,
                    number=number - 1,
                )
            )
        if band.start != reached:
            raise InputError(_broken(name, number, reached, band.start))
        if band.end is not None and not band.end > band.start:
            raise InputError(
                t(
                    "{name}, band {number} must end above its start of {start:g}; got {end:g}. "
                    "Correct it.",
                    name=name,
                    number=number,
                    start=band.start,
                    end=band.end,
                )
            )
        reached = band.end
    if reached is not None:
        raise InputError(
            t(
                "{name}: the last band must be open to the top; nothing holds from {end:g} on. "
                "Leave out its end.",
                name=name,
                end=reached,
            )
        )


def _broken(name: str, number: int, reached: float, start: float) -> str:
    if start > reached:
        return t(
            "{name}: a ladder must have no gap; nothing holds from {reached:g} to {start:g}, "
            "where band {number} starts. Let it start at {reached:g}.",
            name=name,
            reached=reached,
            start=start,
            number=number,
        )
    return t(
        "{name}: bands must not overlap; band {number} starts at {start:g}, below {reached:g}. "
        "Let it start at {reached:g}.",
        name=name,
        number=number,
        start=start,
        reached=reached,
    )

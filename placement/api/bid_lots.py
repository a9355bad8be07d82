"""Lots of a tender as rows of a table: from a book, from a file, and what to bid for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from hashlib import sha256

import numpy as np

from placement.api.accounts import one_account
from placement.api.bid_rules import LotRules
from placement.api.bidding import learning_months
from placement.api.deals import lot_segments
from placement.api.rules import require
from placement.assume.assumptions import Assumptions
from placement.decide.bid.checks import require_amount, require_share
from placement.decide.bid.studied import StudiedLot, study_lot
from placement.decide.deal.business import resolve_business
from placement.decide.deal.deal import library_margin
from placement.decide.deal.fee_terms import FeeTerms
from placement.decide.deal.lot import Lot, make_lot, require_a_quote_counts
from placement.decide.deal.terms_text import LotTerms
from placement.decide.mix.columns import NUMBERS, with_headings
from placement.decide.mix.contracts import breaks_rule
from placement.domain.errors import InputError
from placement.domain.names import name_label
from placement.domain.text import t
from placement.domain.types import AGENCY_OPTIONS, BoolArray, Segments, Stance
from placement.tape.labels import age_band_label
from placement.tape.segment import Segmentation

MOST_LOTS = 60
"""Lots of one sheet; each takes a fraction of a second to value."""


class LotsBy(StrEnum):
    """How a book is cut into lots."""

    SECTOR = "sector"
    SECTOR_AND_AGE = "sector_age"


@dataclass(frozen=True, kw_only=True)
class LotRow:
    """One lot on offer: accounts of a book, or else so many alike, as the command `bid` has it."""

    lot: str
    sector: str
    accounts: int
    balance: float
    """Mean of an account, in the accounts' currency."""
    age: float
    """Months past due, weighted by balance."""
    placements: int = 0
    ceiling: float | None = None
    """Highest commission admitted for this lot; None takes the tender's."""
    creditor_type: str | None = None
    rules: LotRules = ()
    """Rules of the tender that hold for this lot alone."""
    terms: LotTerms | None = None
    """What the lot's contract says beyond its commission; None takes the sheet's."""
    fixed_cost: float | None = None
    """Winning and running the contract; None takes the library's."""
    payment_lag: int | None = None
    """Months from a payment to the commission on it; None takes the library's."""
    volume_share: float = 1.0
    """Share of the accounts that is ours."""
    rungs: tuple[float, ...] = ()
    """Commission of each segment as the tender states it, NaN for the library's; a bid moves all in
    proportion. Empty where it states none."""
    taken: str = ""
    """Digest of the segments it was cut from a book with; "" values it at its mean account."""
    cut: Segments | None = field(default=None, compare=False, repr=False)
    """Those segments; `taken` stands for them where lots are compared."""

    @property
    def owed(self) -> float:
        """What the accounts that are ours owe in all."""
        if self.cut is not None:
            return self.volume_share * float(self.cut.balance @ self.cut.accounts)
        return self.volume_share * self.balance * self.accounts

    @property
    def key(self) -> str:
        """What tells this lot from others."""
        return repr(self)

    @property
    def figures(self) -> tuple[object, ...]:
        """What the lot is valued by; name, ceiling and rules change without valuing it afresh."""
        return (self.sector, self.accounts, self.balance, self.age, self.placements,
                self.creditor_type, self.terms, self.fixed_cost, self.payment_lag,
                self.volume_share)  # fmt: skip

    def check(self) -> None:
        """Raise InputError where a value breaks its rule."""
        if self.ceiling is not None:
            require_share(t("ceiling"), self.ceiling)
        if self.fixed_cost is not None:
            require_amount(t("fixed_cost"), self.fixed_cost)
        require(
            self.placements < len(AGENCY_OPTIONS),
            t(
                "placements must be below {most}, else no agency may place the lot again; got {x}.",
                most=len(AGENCY_OPTIONS),
                x=self.placements,
            ),
        )
        _require_rules(self)
        _ = self.segments

    @property
    def segments(self) -> Segments:
        """The accounts of the lot.

        Raises:
            InputError: A value breaks its rule.
        """
        if self.cut is not None:
            return self.cut
        account = one_account(
            sector=self.sector,
            balance=self.balance,
            age=self.age,
            placements=self.placements,
            creditor_type=self.creditor_type,
        )
        return lot_segments(account, self.accounts)


_COLUMNS = {
    "fixed_cost": "fixed_cost",
    "payment_lag": "payment_lag",
    "volume_share": "volume_share",
    "rungs": "commission",
}
"""What a lot has by the rules of a table of contracts, and its column there."""


def _require_rules(row: LotRow) -> None:
    for name, column in _COLUMNS.items():
        value = getattr(row, name)
        numbers = np.atleast_1d(np.array(np.nan if value is None else value, dtype=float))
        known = numbers[~np.isnan(numbers)]
        for wrong in known[breaks_rule(known, column)][:1].tolist():
            raise InputError(
                t(
                    "{column} must be {rule}; got {value:g}. Correct it.",
                    column=with_headings(column),
                    rule=NUMBERS[column].rule(),
                    value=wrong,
                )
            )


def lots_of_book(
    cut: Segmentation, by: LotsBy, *, names: Mapping[str, str] | None = None
) -> tuple[tuple[LotRow, ...], int]:
    """Return a book's lots, and how many accounts are in none of them.

    A lot keeps its segments, as on the page Deal zone; only accounts that were placed as often as
    can be are left out.

    Args:
        cut: The book in segments.
        by: How to cut it into lots.
        names: What to call each sector; by default its key in words.
    """
    segments, bands = cut.segments, cut.bands
    offered = segments.placements < len(AGENCY_OPTIONS)
    rows = []
    for sector in sorted(set(segments.sector)):
        of_sector = offered & np.array([each == sector for each in segments.sector], dtype=bool)
        called = (names or {}).get(sector, name_label(sector))
        if by is LotsBy.SECTOR:
            rows += _row(segments, of_sector, called, sector)
            continue
        for band in range(len(bands.age) + 1):
            name = f"{called} · {age_band_label(bands.age, band, sector=sector)}"
            rows += _row(segments, of_sector & (cut.age_band == band), name, sector)
    return tuple(rows), int(segments.accounts[~offered].sum())


def study_row(
    row: LotRow,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    target_margin: float | None = None,
    fees: FeeTerms | None = None,
) -> StudiedLot:
    """Return all about a lot that no rival and no rule of the tender changes.

    Args:
        row: The lot.
        assumptions: The numbers in use.
        stance: How the agency sets its effort.
        target_margin: Profit wanted as a share of revenue; by default the library's.
        fees: What the contract of a lot without terms of its own says beyond its commission; by
            default nothing.

    Raises:
        InputError: A value breaks its rule.
    """
    lot, margin = lot_of_row(
        row, assumptions, stance=stance, target_margin=target_margin, fees=fees
    )
    business = resolve_business(lot.segments, assumptions)
    if row.payment_lag is not None:
        business = replace(business, commission_lag_months=row.payment_lag)
    return study_lot(
        lot,
        target_margin=margin,
        learning_months=learning_months(lot, assumptions),
        business=business,
    )


def lot_of_row(
    row: LotRow,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    target_margin: float | None = None,
    fees: FeeTerms | None = None,
) -> tuple[Lot, float]:
    """Return the lot of a row and the margin wanted of it; arguments and errors as `study_row`."""
    terms = row.terms or LotTerms(fees=fees or FeeTerms())
    lot = make_lot(
        row.segments,
        assumptions,
        stance=stance,
        fixed_cost=row.fixed_cost,
        fees=terms.fees,
        court=terms.court,
        volume_share=row.volume_share,
    )
    require_a_quote_counts(lot)
    if row.rungs:
        stated = np.array(row.rungs)
        rungs = np.where(np.isnan(stated), lot.contract.commission, stated)
        lot = replace(lot, contract=replace(lot.contract, commission=rungs))
    margin = library_margin(lot, assumptions) if target_margin is None else target_margin
    return lot, margin


def _row(segments: Segments, mask: BoolArray, name: str, sector: str) -> list[LotRow]:
    accounts = int(segments.accounts[mask].sum())
    if not accounts:
        return []
    chosen = segments.take(mask)
    owed = (segments.balance * segments.accounts)[mask]
    kinds = np.array(segments.creditor_type, dtype=object)[mask]
    weight = {kind: float(owed[kinds == kind].sum()) for kind in sorted(set(kinds))}
    return [
        LotRow(
            lot=name,
            sector=sector,
            accounts=accounts,
            balance=round(float(owed.sum()) / accounts, 2),
            age=round(float(owed @ segments.age[mask] / owed.sum()), 1),
            placements=round(float(owed @ segments.placements[mask] / owed.sum())),
            creditor_type=max(weight, key=lambda kind: weight[kind]),
            taken=digest_of(chosen),
            cut=chosen,
        )
    ]


def digest_of(segments: Segments) -> str:
    """Return what tells these segments from others; labels change with the language alone."""
    found = sha256()
    for each in fields(segments):
        if each.name == "label":
            continue
        value = getattr(segments, each.name)
        found.update(value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode())
    return found.hexdigest()

"""The commission from both sides: is there a deal, at what price, and what would open one."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from placement.api.rules import require
from placement.assume.assumptions import Assumptions
from placement.assume.fee_file import read_fee_file
from placement.decide.deal.deal import Deal, deal_of, library_margin
from placement.decide.deal.fee_file import fee_terms
from placement.decide.deal.fee_terms import FeeTerms, check_share
from placement.decide.deal.lot import CourtWork, Ladder, make_lot
from placement.decide.timing.walk import IS_PLACEMENT
from placement.domain.text import listed, t
from placement.domain.types import (
    MOST_ACCOUNTS,
    MOST_OWED,
    BoolArray,
    FloatArray,
    Segments,
    Stance,
)


def lot_segments(account: Segments, count: int) -> Segments:
    """Return a number of accounts like the one given.

    Raises:
        InputError: The number is below 1 or above `MOST_ACCOUNTS`.
    """
    require(count >= 1, t("accounts must be 1 or more; got {x}. Say how many are placed.", x=count))
    require(
        count <= MOST_ACCOUNTS,
        t("accounts must be at most {most:,}; got {x:,}. Correct it.", most=MOST_ACCOUNTS, x=count),
    )
    return replace(account, accounts=np.full(len(account), count, dtype=np.int64))


def best_placed(first_value: FloatArray) -> BoolArray:
    """Return which segments are best begun with an agency, shape (segments,).

    Args:
        first_value: Value of each segment's best plan by its first move, NaN where none begins so,
            shape (first moves, segments).
    """
    best = np.where(np.isnan(first_value), -np.inf, first_value).argmax(axis=0)
    return np.asarray(IS_PLACEMENT[best])


def lot_of_book(
    segments: Segments, *, only: str | None = None, among: BoolArray | None = None
) -> Segments:
    """Return the segments of a book that are offered together.

    Args:
        segments: The book.
        only: The sector that is offered; by default all.
        among: Segments that may be offered, such as the best placed; by default all.

    Raises:
        InputError: None is left.
    """
    offered = np.ones(len(segments), dtype=bool) if among is None else np.array(among)
    if only is not None:
        offered &= np.array([sector == only for sector in segments.sector], dtype=bool)
    require(
        bool(offered.any()),
        t(
            "No account of the book is in this lot; the book has {sectors}. Choose one of these, "
            "or all accounts instead of the best placed.",
            sectors=listed(sorted(set(segments.sector))),
        ),
    )
    return segments.take(offered)


def fee_terms_in(file: Path | None) -> FeeTerms:
    """Return the fee terms of a file; without one, those that leave the headline as it is.

    Raises:
        InputError: The file cannot be read or a term breaks its rule.
    """
    return FeeTerms() if file is None else fee_terms(read_fee_file(file))


def deal(
    segments: Segments,
    assumptions: Assumptions,
    *,
    quoted: float | None = None,
    fees: FeeTerms | None = None,
    stance: Stance = Stance.PROFIT_SEEKING,
    ladder: Ladder = Ladder.SCALED,
    target_margin: float | None = None,
    fixed_cost: float | None = None,
    court_advance_share: float = 0.0,
    court_income: float = 0.0,
    volume_share: float = 1.0,
) -> Deal:
    """Return floor, ceiling, the creditor's best commission and what would open a deal.

    Args:
        segments: The lot: one segment or a book.
        assumptions: The numbers in use.
        quoted: Headline commission; by default the library's, weighted by balance.
        fees: What the contract says beyond it; by default nothing.
        stance: How the agency sets its effort.
        ladder: How one quote becomes each segment's commission.
        target_margin: Profit wanted as a share of revenue; by default the library's.
        fixed_cost: Winning and running the contract; by default the library's.
        court_advance_share: Share of accounts whose court fee the agency lays out.
        court_income: Paid to the agency for each of these when the court is done.
        volume_share: Share of the accounts that this agency gets.

    Raises:
        InputError: A value breaks its rule, or nothing can be placed.
    """
    if quoted is not None:
        check_share("quoted", quoted)
    check_share("court-advance", court_advance_share)
    require(
        fixed_cost is None or 0.0 <= fixed_cost <= MOST_OWED,
        t(
            "fixed-cost must be 0 or more and at most {most:g}; got {x}. Correct it.",
            most=MOST_OWED,
            x=fixed_cost,
        ),
    )
    require(
        0.0 <= court_income <= MOST_OWED,
        t(
            "court-income must be 0 or more and at most {most:g}; got {x}. Correct it.",
            most=MOST_OWED,
            x=court_income,
        ),
    )
    lot = make_lot(
        segments,
        assumptions,
        stance=stance,
        fixed_cost=fixed_cost,
        ladder=ladder,
        fees=fees,
        volume_share=volume_share,
        court=CourtWork(share=court_advance_share, income=court_income),
    )
    return deal_of(
        lot,
        assumptions,
        quoted=lot.quoted if quoted is None else quoted,
        target_margin=library_margin(lot, assumptions) if target_margin is None else target_margin,
    )

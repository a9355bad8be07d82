"""Balances of a size that accounts of their sector do not have: another unit, a sum, a phone."""

import numpy as np

from placement.domain.plausible import SELDOM_ABOVE, SELDOM_BELOW
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray
from placement.tape.cells import Codes
from placement.tape.findings import Choice
from placement.tape.ledger import Ledger
from placement.tape.meaning import UNITS
from placement.tape.source import Source

_FAR = 10.0
"""Times what accounts of a sector seldom owe more than, from which a single one is asked about."""

_MOST = 0.5
"""Share of a sector's accounts that must be too small or large for the column to be in doubt."""

_FIRST_PHONE, _LAST_PHONE = 13_000_000_000, 19_999_999_999

_AS_READ, _LARGER = "元", "万元"


def leave_out_phones(
    source: Source, ledger: Ledger, balance: FloatArray, sector: Codes
) -> FloatArray:
    """Leave out rows whose balance is a mobile number: eleven digits, far above any account.

    Returns:
        The balances, NaN in those rows: what is no debt is in no sum.
    """
    high = _bound(sector, SELDOM_ABOVE, otherwise=np.inf)
    phone = (balance >= _FIRST_PHONE) & (balance <= _LAST_PHONE) & (balance > _FAR * high)
    if phone.any():
        phone &= balance == np.floor(balance)
    ledger.leave_out(
        phone & ledger.live,
        "balance_phone",
        lambda rows, of: t(
            "{rows} of {of} rows have a balance that reads like a mobile number, far more than any "
            "account of the sector owes; it is counted in no sum.",
            rows=rows,
            of=of,
        ),
        t("Correct these cells; the row may be shifted by a column."),
        source.place("balance"),
    )
    return np.where(phone, np.nan, balance) if phone.any() else balance


def ask_about_size(source: Source, ledger: Ledger, balance: FloatArray, sector: Codes) -> None:
    """Ask about balances that are far too large or too small for their sector.

    Where most of a sector are, the unit is in doubt, unless it was said; a single one is named.

    Args:
        source: The file.
        ledger: The book.
        balance: Balances in single units, NaN where unreadable. Shape (rows,).
        sector: Sector of each row.
    """
    live = ledger.live
    high = _bound(sector, SELDOM_ABOVE, otherwise=np.inf)
    large, small = live & (balance > high), live & (balance < _bound(sector, SELDOM_BELOW))
    too_large = _most_of(large, live, sector)
    if source.meaning.unit is None:
        _ask_about_small(source, ledger, balance, _most_of(small, live, sector))
        _ask_about_large(source, ledger, too_large)
    ledger.doubt(
        large & (balance > _FAR * high) & ~too_large,
        "balance_far_off",
        lambda rows, of: t(
            "{rows} of {of} rows owe more than {times:g} times the most that accounts of their "
            "sector usually owe; they are in the book as they stand.",
            rows=rows,
            of=of,
            times=_FAR,
        ),
        t("Correct them, or say that they are right; one of them outweighs all others."),
        source.place("balance"),
        choices=(),
    )


def _ask_about_small(source: Source, ledger: Ledger, balance: FloatArray, mask: BoolArray) -> None:
    live = ledger.live
    ledger.doubt(
        mask,
        "balance_size",
        lambda rows, of: t(
            "{rows} of {of} rows owe less than accounts of their sector ever do.", rows=rows, of=of
        ),
        t("Say which unit they are written in."),
        source.place("balance"),
        choices=tuple(
            Choice(
                question="unit",
                answer=unit,
                label=label,
                balance=float(balance[live].sum()) * UNITS[unit],
                accounts=int(live.sum()),
                taken=unit == _AS_READ,
            )
            for unit, label in (
                (_AS_READ, t("as they stand, in single units")),
                (_LARGER, t("written in {unit}", unit=_LARGER)),
            )
        ),
    )


def _ask_about_large(source: Source, ledger: Ledger, mask: BoolArray) -> None:
    ledger.doubt(
        mask,
        "balance_size",
        lambda rows, of: t(
            "{rows} of {of} rows owe more than accounts of their sector usually do.",
            rows=rows,
            of=of,
        ),
        t("They may be sums of many accounts, or in cents: correct the column, or say so."),
        source.place("balance"),
        choices=(),
    )


def _most_of(mask: BoolArray, live: BoolArray, sector: Codes) -> BoolArray:
    """Return the mask in those sectors where it holds most of the accounts, nothing elsewhere."""
    if not mask.any():
        return mask
    size = len(sector.names)
    known = sector.codes >= 0
    found = np.bincount(sector.codes[mask & known], minlength=size)
    every = np.bincount(sector.codes[live & known], minlength=size)
    mostly = np.append(found > _MOST * every, False)
    return np.asarray(mask & mostly[sector.codes])


def _bound(sector: Codes, bounds: dict[str, float], *, otherwise: float = 0.0) -> FloatArray:
    table = np.array([*(bounds.get(name, otherwise) for name in sector.names), otherwise])
    return np.asarray(table[sector.codes])

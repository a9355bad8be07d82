"""A remittance file opened, and what its batches brought as the odds read it."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.odds.calibrate import Batches
from placement.tape.account_payments import AccountPayments, account_payments
from placement.tape.meaning import AS_IT_STANDS, Meaning
from placement.tape.remittances import Remittances, read_remittances

__all__ = [
    "AccountPayments", "Remittances", "batches_of", "open_account_payments", "open_remittances"
]  # fmt: skip


def open_remittances(
    source: Path | bytes,
    *,
    filename: str,
    assumptions: Assumptions | None = None,
    placements: Path | bytes | None = None,
    placements_name: str = "",
    mapping: Mapping[str, str] | None = None,
    meaning: Meaning = AS_IT_STANDS,
    sector: str | None = None,
    age: float | None = None,
    missing: str | None = None,
    cumulative: bool | None = None,
) -> Remittances:
    """Return what a remittance file says; arguments as `read_remittances`.

    Args:
        source: The file or its content.
        filename: Name the user knows it by.
        assumptions: The numbers in use, which say what sectors there are; the library if None.
        placements: A file of what was placed, beside one of payments.
        placements_name: Name of that file.
        mapping: Field → heading, as chosen by hand.
        meaning: The user's word on how the file is written.
        sector: Sector of batches for which the file says none.
        age: Months past due at placement of batches for which the file says none.
        missing: `unknown` or `zero`, what a month without a row is.
        cumulative: Amounts are running totals.

    Raises:
        TapeError: The file cannot be read as remittances.
        InputError: An answer or the mapping is wrong.
    """
    return read_remittances(
        source,
        filename=filename,
        sectors=(assumptions or load_library()).sectors,
        placements=placements,
        placements_name=placements_name,
        mapping=mapping,
        meaning=meaning,
        sector=sector,
        age=age,
        missing=missing,
        cumulative=cumulative,
    )


def open_account_payments(
    source: Path | bytes,
    *,
    filename: str,
    after: dt.date,
    until: dt.date,
    assumptions: Assumptions | None = None,
    mapping: Mapping[str, str] | None = None,
    meaning: Meaning = AS_IT_STANDS,
) -> AccountPayments:
    """Return what accounts paid after one day up to another; arguments as `account_payments`.

    Args:
        source: The file or its content, a row for each payment.
        filename: Name the user knows it by.
        after: The first cut-off date.
        until: The second.
        assumptions: The numbers in use, which say what sectors there are; the library if None.
        mapping: Field → heading, as chosen by hand.
        meaning: The user's word on how the file is written.

    Raises:
        TapeError: The file cannot be read as payments by account.
        InputError: The mapping is wrong.
    """
    return account_payments(
        source,
        filename=filename,
        sectors=(assumptions or load_library()).sectors,
        after=after,
        until=until,
        mapping=mapping,
        meaning=meaning,
    )


def batches_of(remittances: Remittances) -> Batches:
    """Return what batches brought, as `calibrate` takes it.

    Where the number of accounts is not known, each unit of money counts as one: then the scatter
    of the months alone makes the errors.
    """
    return Batches(
        age=remittances.age,
        accounts=np.where(
            np.isnan(remittances.accounts), remittances.balance, remittances.accounts
        ),
        balance=remittances.balance,
        collected=remittances.collected,
    )

"""Money columns of a tape, checked: balances that can be used, principal within the balance."""

import numpy as np

from placement.domain.text import t
from placement.domain.types import MOST_OWED, BoolArray, FloatArray
from placement.tape.cells import Numbers
from placement.tape.ledger import Ledger
from placement.tape.source import Source


def check_balance(source: Source, ledger: Ledger, balance: Numbers, implausible: BoolArray) -> None:
    """Leave out rows whose balance is missing, unreadable, implausible, negative or zero."""
    place, accounts = source.place("balance"), ledger.accounts
    ledger.leave_out(
        balance.missing & ~implausible & accounts,
        "balance_missing",
        lambda rows, of: t("{rows} of {of} rows have no balance; it is needed.", rows=rows, of=of),
        t("Fill in the amount owed or drop these rows."),
        place,
    )
    ledger.leave_out(
        balance.unreadable & accounts,
        "balance_unreadable",
        lambda rows, of: t(
            "{rows} of {of} rows have a balance that is no amount; "
            "amounts are numbers like 1234.50, never percentages.",
            rows=rows,
            of=of,
        ),
        t("Correct these cells."),
        place,
    )
    _leave_out_implausible(source, ledger, implausible & accounts)
    _leave_out_not_positive(ledger, balance.values, accounts, source)
    _warn_repaired(source, ledger, "balance", balance.repaired & accounts)


def principal_share(
    source: Source, ledger: Ledger, principal: Numbers | None, balance: FloatArray
) -> FloatArray:
    """Return principal divided by balance, at most 1; NaN where unknown. Shape (rows,)."""
    if principal is None:
        _note_assumed(source, ledger, ledger.live)
        return np.full(len(balance), np.nan)
    accounts = ledger.accounts
    place, negative = source.place("principal"), principal.values < 0
    ledger.warn(
        (principal.unreadable | negative) & accounts,
        "principal_unreadable",
        lambda rows, of: t(
            "{rows} of {of} rows have a principal that is no amount from 0 up; "
            "it is taken as unknown.",
            rows=rows,
            of=of,
        ),
        t("Correct these cells; unknown principal takes the sector's usual share."),
        place,
    )
    _warn_repaired(source, ledger, "principal", principal.repaired & accounts)
    # A cent of rounding is no contradiction.
    above = principal.values > balance + 0.01
    ledger.warn(
        above & accounts,
        "principal_above_balance",
        lambda rows, of: t(
            "{rows} of {of} rows have more principal than balance; "
            "principal is part of the balance, so all of it is taken as principal.",
            rows=rows,
            of=of,
        ),
        t("Check that the two columns are not swapped."),
        place,
    )
    _note_assumed(source, ledger, (principal.missing | principal.unreadable) & ledger.live)
    known = np.where(negative, np.nan, principal.values) if negative.any() else principal.values
    with np.errstate(divide="ignore", invalid="ignore"):
        share: FloatArray = known / balance
    return np.minimum(share, 1.0, out=share)


def _note_assumed(source: Source, ledger: Ledger, mask: BoolArray) -> None:
    ledger.note(
        mask,
        "principal_assumed",
        lambda rows, of: t(
            "{rows} of {of} rows have no principal; the part of the balance that the assumptions "
            "give their sector is taken.",
            rows=rows,
            of=of,
        ),
        t("It decides what a loss saves in tax; give the column if you have it."),
        source.place("principal", quote=False),
    )


def _leave_out_implausible(source: Source, ledger: Ledger, implausible: BoolArray) -> None:
    ledger.leave_out(
        implausible,
        "balance_implausible",
        lambda rows, of: t(
            "{rows} of {of} rows have a balance beyond {most}, more than any one debt; "
            "it is counted in no sum.",
            rows=rows,
            of=of,
            most=f"{MOST_OWED:,.0f}",
        ),
        t("Correct these cells; an account or card number may stand in the column."),
        source.place("balance"),
    )


def _leave_out_not_positive(
    ledger: Ledger, balance: FloatArray, accounts: BoolArray, source: Source
) -> None:
    place = source.place("balance")
    ledger.leave_out(
        (balance < 0) & accounts,
        "balance_negative",
        lambda rows, of: t(
            "{rows} of {of} rows have a balance below zero, a credit; balances are amounts owed.",
            rows=rows,
            of=of,
        ),
        t("Fix or drop these rows; a credit is not a debt."),
        place,
    )
    ledger.leave_out(
        (balance == 0) & accounts,
        "balance_zero",
        lambda rows, of: t(
            "{rows} of {of} rows owe nothing; balances are above zero.", rows=rows, of=of
        ),
        t("Drop accounts that are settled."),
        place,
    )


def _warn_repaired(source: Source, ledger: Ledger, field: str, mask: BoolArray) -> None:
    ledger.warn(
        mask,
        f"{field}_text",
        lambda rows, of: t(
            "{rows} of {of} amounts are written as text and were understood.", rows=rows, of=of
        ),
        t("Check the first ones; store amounts as plain numbers."),
        source.place(field),
    )

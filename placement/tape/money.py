"""Money columns of a tape: balance, principal, currency."""

import numpy as np

from placement.domain.text import t
from placement.domain.types import MOST_OWED, BoolArray, FloatArray
from placement.tape.cells import Codes, Numbers, recode
from placement.tape.columns import normalise
from placement.tape.ledger import Ledger
from placement.tape.numbers import read_numbers
from placement.tape.source import Source

DEFAULT_CURRENCY = "CNY"


_CURRENCIES = {
    "rmb": "CNY", "人民币": "CNY", "元": "CNY", "cnh": "CNY", "¥": "CNY", "yuan": "CNY",
    "美元": "USD", "us": "USD", "$": "USD", "港币": "HKD", "港元": "HKD", "欧元": "EUR",
}  # fmt: skip


def read_money(source: Source, field: str) -> Numbers:
    """Read a money column; one headed in 万元 is brought to single units."""
    numbers = read_numbers(source.cells(field))
    if not _in_ten_thousands(source, field):
        return numbers
    return Numbers(numbers.values * 1e4, numbers.unreadable, numbers.repaired)


def read_balance(source: Source) -> tuple[Numbers, BoolArray]:
    """Return the balances and which are too large to be one, on either side of zero.

    Those are no amounts in the balances returned: one of them would drown every sum.
    """
    numbers = read_money(source, "balance")
    implausible = np.abs(numbers.values) > MOST_OWED
    if not implausible.any():
        return numbers, implausible
    values = np.where(implausible, np.nan, numbers.values)
    known = Numbers(values, numbers.unreadable, numbers.repaired & ~implausible)
    return known, implausible


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
    if _in_ten_thousands(source, "balance"):
        ledger.warn(
            accounts,
            "balance_scaled",
            lambda rows, of: t("The heading says 万元: balances were multiplied by 10,000."),
            t("Check one account against your books."),
            source.place("balance"),
        )


def principal_share(source: Source, ledger: Ledger, balance: FloatArray) -> FloatArray:
    """Return principal divided by balance, at most 1; NaN where unknown. Shape (rows,)."""
    if not source.has("principal"):
        _note_assumed(source, ledger, ledger.live)
        return np.full(len(balance), np.nan)
    principal, accounts = read_money(source, "principal"), ledger.accounts
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


def main_currency(source: Source, ledger: Ledger) -> str:
    """Return the most common currency and leave out rows in any other.

    An empty cell is taken to be in the most common currency.
    """
    if not source.has("currency"):
        return DEFAULT_CURRENCY
    found = source.codes("currency")
    found = recode(found, [_CURRENCIES.get(normalise(n) or n, n.upper()) for n in found.names])
    counted = np.bincount(found.codes[(found.codes >= 0) & ledger.accounts], minlength=1)
    if not counted.any():
        return DEFAULT_CURRENCY
    main = found.names[int(counted.argmax())]
    _leave_out_currencies(source, ledger, found, main)
    return main


def _leave_out_currencies(source: Source, ledger: Ledger, found: Codes, main: str) -> None:
    other = (found.codes >= 0) & ~found.where(main)
    others = ", ".join(name for name in found.names if name != main)
    ledger.leave_out(
        other & ledger.accounts,
        "currency_mixed",
        lambda rows, of: t(
            "{rows} of {of} rows are not in {main} but in {others}; a tape has one currency.",
            rows=rows,
            of=of,
            main=main,
            others=others,
        ),
        t("Put them on a tape of their own or convert them."),
        source.place("currency"),
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


def _in_ten_thousands(source: Source, field: str) -> bool:
    return "万" in source.match.matched[field]

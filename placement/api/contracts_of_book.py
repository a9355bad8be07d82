"""A creditor's book as contracts that an agency could pursue: one per sector and creditor."""

import numpy as np

from placement.api.accounts import one_account
from placement.api.deals import lot_segments
from placement.assume.assumptions import Assumptions
from placement.decide.deal.lot import make_lot
from placement.tape.cells import Codes
from placement.tape.labels import name_label
from placement.tape.tape import Tape


def contracts_of_book(
    tape: Tape, assumptions: Assumptions
) -> tuple[tuple[dict[str, object], ...], int]:
    """Return a row of a table of contracts per sector and creditor, and the accounts left out.

    A contract is valued at its mean account, so disputed and unreachable accounts are left out.
    Commission and fixed cost are what the library has for such a lot; the bid is taken as won, and
    the accounts as never placed before, as every table of contracts takes them.

    Args:
        tape: The book.
        assumptions: The numbers in use.
    """
    offered = ~tape.disputed & ~tape.unreachable
    names = len(tape.creditor.names) + 1
    key = _codes(tape.sector) * names + _codes(tape.creditor) + 1
    found, group = np.unique(key[offered], return_inverse=True)
    owed = tape.balance[offered]
    accounts = np.bincount(group, minlength=len(found))
    balance = np.bincount(group, weights=owed, minlength=len(found))
    aged = np.bincount(group, weights=owed * tape.age[offered], minlength=len(found))
    rows = tuple(
        _row(
            tape.sector.names[code // names],
            ("", *tape.creditor.names)[code % names],
            int(count),
            float(total),
            float(age / total),
            assumptions,
        )
        for code, count, total, age in zip(found.tolist(), accounts, balance, aged, strict=True)
    )
    return rows, int((~offered).sum())


def _codes(column: Codes) -> "np.ndarray":
    return np.asarray(column.codes, dtype=np.int64)


def _row(
    sector: str, creditor: str, accounts: int, owed: float, age: float, assumptions: Assumptions
) -> dict[str, object]:
    mean, months = round(owed / accounts, 2), round(age, 1)
    account = one_account(sector=sector, balance=mean, age=months)
    lot = make_lot(lot_segments(account, accounts), assumptions)
    return {
        "contract": " · ".join(part for part in (name_label(sector), creditor) if part),
        "sector": sector,
        "creditor": creditor,
        "accounts": accounts,
        "balance": mean,
        "age": months,
        "commission": round(lot.quoted, 6),
        "fixed_cost": round(lot.fixed_cost, 2),
        "win_probability": 1.0,
    }

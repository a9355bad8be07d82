"""An agency's bill checked: one function for the screen and the command."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from placement.assume.assumptions import Assumptions
from placement.assume.fee_file import parse_fees, read_fee_file
from placement.assume.library import load_library
from placement.decide.deal.fee_terms import Vat
from placement.decide.invoice.check import BillCheck, check
from placement.decide.invoice.contract import BillContract, bill_contract
from placement.decide.invoice.lines import Facts, Held, Lines, Payments, held_of
from placement.domain.errors import TapeError
from placement.domain.text import listed, t
from placement.domain.types import FloatArray, IntArray
from placement.tape.account_columns import BILL, PAYMENTS, PLACEMENTS, RECALLS
from placement.tape.account_keys import codes_of
from placement.tape.account_rows import (
    AccountRows,
    read_account_rows,
    refuse_headings_of_no_file,
)
from placement.tape.columns import check_fields
from placement.tape.findings import Finding, Severity
from placement.tape.meaning import AS_IT_STANDS, Meaning

__all__ = ["BillContract", "BillFile", "CheckedBill", "bill_contract_in", "check_bill"]

VAT_RATE = "tax.vat_rate"


@dataclass(frozen=True, kw_only=True)
class BillFile:
    """A file, or its content, with the name that the user knows it by."""

    source: Path | bytes
    name: str


@dataclass(frozen=True, kw_only=True, eq=False)
class CheckedBill:
    """A bill with what it should have been."""

    bill: AccountRows
    contract: BillContract
    found: BillCheck
    books: AccountRows | None
    """The creditor's payments."""

    books_account: IntArray
    """The account of each row of them, as `found` counts accounts. Shape (rows,)."""

    is_held: bool
    """The creditor's placements are known, not only its recalls or nothing."""

    vat_rate: float
    findings: tuple[Finding, ...]

    @property
    def currency(self) -> str:
        """Return the currency that the files name; empty where none does."""
        return next(iter(self.bill.currencies), "")

    def names_in_books(self, accounts: IntArray) -> tuple[str, ...]:
        """Return account numbers as the creditor's payments write them, by their number."""
        if self.books is None:
            return ("",) * len(accounts)
        known, first = np.unique(self.books_account, return_index=True)
        return self.books.accounts(first[np.searchsorted(known, accounts)])

    @property
    def total_due_vat(self) -> int:
        """Return the VAT that comes on top of what is due, in cents; 0 where it is in it."""
        states = bool((~np.isnan(self.bill.cents["vat"])).any())
        holds = states or self.contract.bill_holds_vat
        if self.contract.fees.vat is Vat.INCLUDED or holds:
            return 0
        return round(self.found.total_due * self.vat_rate)


def bill_contract_in(source: Path | bytes, *, name: str = "") -> BillContract:
    """Return the contract of a TOML file.

    Args:
        source: The file or its content.
        name: Name the user knows the content by.

    Raises:
        InputError: The file cannot be read, or a term is unknown or breaks its rule.
    """
    if isinstance(source, Path):
        return bill_contract(read_fee_file(source))
    return bill_contract(parse_fees(source, name=name))


def check_bill(
    bill: BillFile,
    contract: BillContract,
    *,
    payments: BillFile | None = None,
    placements: BillFile | None = None,
    recalls: BillFile | None = None,
    assumptions: Assumptions | None = None,
    mapping: Mapping[str, str] | None = None,
    meaning: Meaning = AS_IT_STANDS,
) -> CheckedBill:
    """Return what a bill should have been, line by line.

    Args:
        bill: A row for each payment: account, day, amount, rate or commission or both.
        contract: The contract.
        payments: The creditor's own payments of the same time.
        placements: What was placed with this agency, with ages, balances and recalls.
        recalls: Accounts recalled, with the day.
        assumptions: The numbers in use, which say the VAT; the library if None.
        mapping: Field → heading, as chosen by hand, of whichever file has it.
        meaning: The user's word on how the files are written.

    Raises:
        TapeError: A file cannot be read, or the files are in two currencies.
        InputError: The mapping is wrong, or the contract needs what no file says.
    """
    check_fields(mapping or {}, known=dict.fromkeys((*BILL, *PLACEMENTS)))

    def read(file: BillFile | None, fields: tuple[str, ...], *needed: str) -> AccountRows | None:
        if file is None:
            return None
        return read_account_rows(
            file.source,
            filename=file.name,
            fields=fields,
            needed=("account_id", *needed),
            mapping=mapping,
            meaning=meaning,
            account_needed=fields is not BILL,
        )

    rows = read(bill, BILL, "collected")
    assert rows is not None
    if not (rows.has("rate") or rows.has("commission")):
        raise TapeError(
            t(
                "{file} has neither a commission nor a rate, so nothing is billed in it. Name one "
                "with --column commission=HEADING or --column rate=HEADING.",
                file=bill.name,
            )
        )
    books = read(payments, PAYMENTS, "collected", "paid_on")
    placed = read(placements, PLACEMENTS)
    recalled = read(recalls, RECALLS, "recalled_on")
    others = [each for each in (books, placed, recalled) if each is not None]
    refuse_headings_of_no_file(mapping or {}, [rows, *others])
    _one_currency([rows, *others])
    keys = codes_of(rows.keys, *(each.keys for each in others))
    of = dict(zip(map(id, others), keys[1:], strict=True))
    books_arrays, book_findings = _payments(books, None if books is None else of[id(books)])
    vat_rate = float((assumptions or load_library()).entries[VAT_RATE].value)
    found = check(
        _lines(rows, keys[0]),
        contract,
        payments=books_arrays,
        held=_held(placed, recalled, of),
        vat_rate=vat_rate,
    )
    findings = tuple(finding for each in (rows, *others) for finding in each.findings)
    return CheckedBill(
        bill=rows,
        contract=contract,
        found=found,
        books=books,
        books_account=np.empty(0, dtype=np.int64) if books is None else of[id(books)],
        is_held=placed is not None,
        vat_rate=vat_rate,
        findings=(*findings, *book_findings, *_placed_twice(placed)),
    )


def _one_currency(files: list[AccountRows]) -> None:
    named = {each.filename: next(iter(each.currencies)) for each in files if each.currencies}
    if len(set(named.values())) > 1:
        raise TapeError(
            t(
                "The files are in different currencies: {files}. Convert one.",
                files=listed(f"{name} {currency}" for name, currency in named.items()),
            )
        )


def _lines(rows: AccountRows, account: IntArray) -> Lines:
    payment = np.full(len(rows), -1, dtype=np.int64)
    if rows.has("payment_id"):
        (payment,) = codes_of(rows.payment)
    return Lines(
        account=account,
        day=rows.days["paid_on"],
        cents=rows.cents["collected"],
        rate=rows.rate,
        commission=rows.cents["commission"],
        vat=_vat(rows),
        payment=payment,
        own=_facts(rows),
    )


def _vat(rows: AccountRows) -> FloatArray:
    """Return the VAT of each line; an empty cell is none where other lines state theirs."""
    vat = rows.cents["vat"]
    if np.isnan(vat).all():
        return vat
    empty = np.isnan(vat) & ~rows.unreadable.get("vat", np.zeros(len(rows), dtype=bool))
    return np.where(empty, 0.0, vat)


def _facts(rows: AccountRows) -> Facts:
    return Facts(
        placed=rows.days["placed_on"],
        recalled=rows.days["recalled_on"],
        age_days=rows.age_days,
        balance=rows.cents["balance"],
    )


def _payments(
    books: AccountRows | None, account: IntArray | None
) -> tuple[Payments | None, tuple[Finding, ...]]:
    """Return the creditor's payments, and what is said of those that lack a day or an amount."""
    if books is None or account is None:
        return None, ()
    day, cents = books.days["paid_on"], books.cents["collected"]
    known = ~np.isnan(day) & ~np.isnan(cents)
    lacking = int((~known).sum())
    said = (
        ()
        if not lacking
        else (
            Finding(
                code="payment_incomplete",
                severity=Severity.ERROR,
                rows=lacking,
                first=tuple((row, "") for row in books.row[~known][:5].tolist()),
                message=t(
                    "{rows} payments of {file} have no readable day or amount and are left out.",
                    rows=f"{lacking:,}",
                    file=books.filename,
                ),
                advice=t("Correct them; what they pay for may be said to be unpaid."),
            ),
        )
    )
    return (
        Payments(account=account[known], day=day[known], cents=cents[known].astype(np.int64)),
        said,
    )


def _held(
    placed: AccountRows | None, recalled: AccountRows | None, of: Mapping[int, IntArray]
) -> Held | None:
    if placed is None and recalled is None:
        return None
    nobody = np.empty(0, dtype=np.int64)
    none = np.empty(0)
    facts = Facts(placed=none, recalled=none, age_days=none, balance=none)
    days = np.empty(0) if recalled is None else recalled.days["recalled_on"]
    whose = nobody if recalled is None else of[id(recalled)]
    known = ~np.isnan(days)
    return held_of(
        account=nobody if placed is None else of[id(placed)],
        facts=facts if placed is None else _facts(placed),
        recall_account=whose[known],
        recall_day=days[known],
    )


def _placed_twice(placed: AccountRows | None) -> tuple[Finding, ...]:
    """Say which accounts stand in the placements twice with the same day, or without one."""
    if placed is None:
        return ()
    (account,) = codes_of(placed.keys)
    table = pd.DataFrame({"account": account, "day": placed.days["placed_on"]})
    again = table.duplicated().to_numpy()
    if not again.any():
        return ()
    return (
        Finding(
            code="placed_twice",
            severity=Severity.WARNING,
            rows=int(again.sum()),
            first=tuple((row, "") for row in placed.row[again][:5].tolist()),
            message=t(
                "{rows} rows of {file} place an account again on the same day; the last row of "
                "each counts.",
                rows=f"{int(again.sum()):,}",
                file=placed.filename,
            ),
            advice=t("Delete the others, or give each its own day."),
        ),
    )

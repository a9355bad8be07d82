"""A checked bill as tables, plain data and words, by the names of the public interface."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from placement.decide.invoice.check import BillCheck
from placement.decide.invoice.contract import BillContract
from placement.decide.invoice.earned import Reason, Unchecked
from placement.domain.text import about, clauses, listed, t
from placement.domain.types import FloatArray, IntArray
from placement.report.counts import rows_text

Names = Callable[[IntArray], tuple[str, ...]]
"""Returns account numbers as a file writes them, by their rows."""


def money_text(cents: int) -> str:
    """Return cents as an amount, 1,234.50."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def reason_names() -> dict[Reason, str]:
    """Return what each reason is called."""
    return {
        Reason.ARITHMETIC: t("arithmetic"),
        Reason.VAT: t("VAT on top"),
        Reason.VAT_NOT_BILLED: t("billed without VAT"),
        Reason.DUPLICATE: t("billed twice"),
        Reason.NOT_PAID: t("not among your payments"),
        Reason.AMOUNT: t("amount not as paid"),
        Reason.NOT_PLACED: t("not placed with agency"),
        Reason.BEFORE_PLACEMENT: t("paid before placement"),
        Reason.AFTER_RECALL: t("after recall and tail"),
        Reason.SMALL_BALANCE: t("below minimum balance"),
        Reason.TAIL: t("wrong share in the tail"),
        Reason.DAY: t("day not as paid"),
        Reason.REVERSAL_KEPT: t("given back too much"),
        Reason.RATE: t("wrong rate"),
        Reason.REVERSAL_NOT_GIVEN_BACK: t("reversal not given back"),
    }


def unchecked_names() -> dict[Unchecked, str]:
    """Return what is missing where a line cannot be checked."""
    return {
        Unchecked.ACCOUNT: t("no readable account number"),
        Unchecked.AMOUNT: t("no readable amount"),
        Unchecked.COMMISSION: t("neither a commission nor a rate"),
        Unchecked.DAY: t("no readable day"),
        Unchecked.AGE: t("age at placement not known"),
        Unchecked.BALANCE: t("balance at placement not known"),
        Unchecked.SEVERAL: t("a sum of payments that earn differently"),
    }


def finding_rows(
    found: BillCheck, *, rows: IntArray, accounts: Names, books: Names | None
) -> list[dict[str, Any]]:
    """Return each difference: where it is, what was billed, what is due, and why.

    A line that differs for several reasons is there once for each. Their differences add up to
    billed - due.

    Args:
        found: The check.
        rows: Rows of the bill's file. Shape (lines,).
        accounts: Account numbers of the bill.
        books: Account numbers of the creditor's payments, for those without a line.
    """
    names = reason_names()
    listed: list[dict[str, Any]] = []
    for reason, cents in found.differences.items():
        places = np.flatnonzero(cents)
        for place, account in zip(places.tolist(), accounts(places), strict=True):
            listed.append(
                {
                    "row": int(rows[place]),
                    "account_id": account,
                    "paid_on": _day(found.day[place]),
                    "paid": _amount(found.cents[place]),
                    "billed": int(found.billed[place]) / 100,
                    "due": int(found.due[place]) / 100,
                    "difference": int(cents[place]) / 100,
                    "reason": reason.value,
                    "words": _words(found, place, reason, names[reason]),
                }
            )
    listed.sort(key=lambda row: row["row"])
    left = found.left.not_given_back
    shown = _accounts(left.account, books)
    for place, account in enumerate(shown):
        due = int(found.left.not_given_back_due[place])
        listed.append(
            {
                "row": None,
                "account_id": account,
                "paid_on": _day(left.day[place]),
                "paid": int(left.cents[place]) / 100,
                "billed": 0.0,
                "due": due / 100,
                "difference": -due / 100,
                "reason": Reason.REVERSAL_NOT_GIVEN_BACK.value,
                "words": names[Reason.REVERSAL_NOT_GIVEN_BACK],
            }
        )
    return listed


def unchecked_rows(found: BillCheck, *, rows: IntArray, accounts: Names) -> list[dict[str, Any]]:
    """Return the lines that cannot be checked, with what is missing."""
    names = unchecked_names()
    places = np.flatnonzero(~found.checked)
    return [
        {
            "row": int(rows[place]),
            "account_id": account,
            "billed": int(found.billed[place]) / 100,
            "missing": Unchecked(found.unchecked[place]).value,
            "words": names[Unchecked(found.unchecked[place])],
        }
        for place, account in zip(places.tolist(), accounts(places), strict=True)
    ]


def not_billed_rows(found: BillCheck, *, books: Names | None) -> list[dict[str, Any]]:
    """Return payments that would have earned commission and are not in the bill."""
    left = found.left.not_billed
    return [
        {
            "account_id": account,
            "paid_on": _day(left.day[place]),
            "paid": int(left.cents[place]) / 100,
            "due": int(found.left.not_billed_due[place]) / 100,
        }
        for place, account in enumerate(_accounts(left.account, books))
    ]


def rung_rows(found: BillCheck, contract: BillContract) -> list[dict[str, Any]]:
    """Return what was billed and due by rung of the ladder by age, of the lines checked.

    Reversals that no line gives back are a row of their own, so that the differences add up.
    """
    listed = []
    checked = found.checked
    for place in [*range(len(contract.rungs)), -1]:
        here = checked & (found.rung == place)
        if not here.any():
            continue
        billed, due = int(found.billed[here].sum()), int(found.due[here].sum())
        listed.append(
            {
                "rung": rung_label(contract, place),
                "lines": int(here.sum()),
                "paid": int(np.nansum(found.cents[here])) / 100,
                "billed": billed / 100,
                "due": due / 100,
                "difference": (billed - due) / 100,
            }
        )
    left, due = found.left.not_given_back, int(found.left.not_given_back_due.sum())
    if len(left):
        listed.append(
            {
                "rung": reason_names()[Reason.REVERSAL_NOT_GIVEN_BACK],
                "lines": len(left),
                "paid": int(left.cents.sum()) / 100,
                "billed": 0.0,
                "due": due / 100,
                "difference": -due / 100,
            }
        )
    return listed


def rung_label(contract: BillContract, place: int) -> str:
    """Return what a rung is called, such as `6-12 months: 24%`."""
    if place < 0:
        return t("age not known")
    band = contract.rungs[place]
    rate = f"{band.rate:.2%}"
    if len(contract.rungs) == 1:
        return t("all ages: {rate}", rate=rate)
    if band.end is None:
        return t("above {start:g} months: {rate}", start=band.start, rate=rate)
    return t("{start:g}-{end:g} months: {rate}", start=band.start, end=band.end, rate=rate)


def bill_answer(
    found: BillCheck,
    contract: BillContract,
    *,
    rows: IntArray,
    accounts: Names,
    books: Names | None = None,
) -> dict[str, Any]:
    """Return the whole answer; money in the bill's currency."""
    difference = found.total_billed - found.total_due
    return {
        "lines": len(found.billed),
        "billed": found.total_billed / 100,
        "due": found.total_due / 100,
        "difference": difference / 100,
        "unchecked": found.total_unchecked / 100,
        "reasons": [
            {"reason": reason.value, "rows": count, "difference": cents / 100}
            for reason, (count, cents) in found.by_reason.items()
        ],
        "by_age": rung_rows(found, contract),
        "findings": finding_rows(found, rows=rows, accounts=accounts, books=books),
        "not_checked": unchecked_rows(found, rows=rows, accounts=accounts),
        "not_billed": not_billed_rows(found, books=books),
        "reversals_without_payment": len(found.left.without_payment),
    }


def bill_sentence(found: BillCheck) -> str:
    """Return what was billed, what the contract gives, and by which reasons they differ."""
    difference = found.total_billed - found.total_due
    billed, due = money_text(found.total_billed), money_text(found.total_due)
    if difference > 0:
        said = t(
            "Billed {billed}; by the contract {due}; {more} too much",
            billed=billed,
            due=due,
            more=money_text(difference),
        )
    elif difference < 0:
        said = t(
            "Billed {billed}; by the contract {due}; {less} too little",
            billed=billed,
            due=due,
            less=money_text(-difference),
        )
    else:
        said = t("Billed {billed}; by the contract the same", billed=billed)
    parts = reason_parts(found)
    return t("{said}.", said=about(said, clauses(parts)) if parts else said)


def reason_parts(found: BillCheck) -> list[str]:
    """Return each reason with its money and its rows, the largest first."""
    names = reason_names()
    by_size = sorted(found.by_reason.items(), key=lambda item: -abs(item[1][1]))
    return [
        t("{money} {reason} ({rows} rows)", money=money_text(cents), reason=names[reason],
          rows=f"{count:,}")
        if count != 1
        else t("{money} {reason} (1 row)", money=money_text(cents), reason=names[reason])
        for reason, (count, cents) in by_size
    ]  # fmt: skip


def bill_notes(
    found: BillCheck,
    contract: BillContract,
    *,
    has_payments: bool,
    is_held: bool,
    vat_on_top: int,
) -> list[str]:
    """Return what the check leaves out or cannot say, in words.

    Args:
        found: The check.
        contract: The contract.
        has_payments: The creditor's payments were given.
        is_held: The creditor's placements were given.
        vat_on_top: VAT on what is due that the bill does not state, in cents.
    """
    said = []
    checked = found.checked
    if not checked.all():
        names = unchecked_names()
        counts: dict[str, int] = {}
        for what in found.unchecked[~checked]:
            counts[names[what]] = counts.get(names[what], 0) + 1
        said.append(
            t(
                "Not checked, and in neither total: {money} billed in {rows} ({why}).",
                rows=rows_text(int((~checked).sum())),
                money=money_text(found.total_unchecked),
                why=listed(about(name, f"{count:,}") for name, count in counts.items()),
            )
        )
    if len(found.left.not_billed):
        said.append(
            t(
                "In your favour, and not added: payments of these months that are not billed "
                "({rows}) would earn {money}.",
                rows=f"{len(found.left.not_billed):,}",
                money=money_text(int(found.left.not_billed_due.sum())),
            )
        )
    if len(found.left.without_payment):
        said.append(
            t(
                "Payments taken back that have no payment before them in your list: {rows}; "
                "whether their commission is to be given back is not known.",
                rows=f"{len(found.left.without_payment):,}",
            )
        )
    if vat_on_top:
        said.append(t("VAT of {money} comes on top of what is due.", money=money_text(vat_on_top)))
    if not has_payments:
        said.append(t("Without your own payments the bill is believed in what was paid and when."))
    if not is_held:
        said.append(t("Without your own placements the bill is believed in ages and balances."))
    if contract.left_to_the_end:
        said.append(
            t(
                "Not looked at: {names}, which are settled when the term ends.",
                names=listed(contract.left_to_the_end),
            )
        )
    if not contract.fees.direct_earns:
        said.append(
            t(
                "Direct payments earn nothing by the contract: leave them out of your list, and "
                "they are found as not among your payments."
            )
        )
    return said


def findings_table(listed: list[dict[str, Any]]) -> pd.DataFrame:
    """Return findings as a table for files and the screen."""
    columns = ("row", "account_id", "paid_on", "paid", "billed", "due", "difference", "reason",
               "words")  # fmt: skip
    table = pd.DataFrame(listed, columns=columns)
    return table.astype({"row": "Int64"})


def _words(found: BillCheck, place: int, reason: Reason, name: str) -> str:
    if reason in (Reason.RATE, Reason.TAIL):
        return t("{reason}: the contract gives {rate}", reason=name,
                 rate=f"{found.rate[place]:.4%}".rstrip("0%").rstrip(".") + "%")  # fmt: skip
    if reason in (Reason.AMOUNT, Reason.DAY):
        return t(
            "{reason}: {paid} on {day}",
            reason=name,
            paid=money_text(int(np.nan_to_num(found.cents[place]))),
            day=_day(found.day[place]) or "-",
        )
    return name


def _accounts(codes: IntArray, books: Names | None) -> tuple[str, ...]:
    return books(codes) if books is not None and len(codes) else ("",) * len(codes)


def _amount(cents: float) -> float | None:
    return None if np.isnan(cents) else int(cents) / 100


def _day(day: float | FloatArray) -> str | None:
    if np.isnan(day):
        return None
    return str(np.datetime64(int(day), "D"))

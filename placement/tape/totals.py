"""Rows that add up others: by their label, or by what they come to; and whether they agree.

    HT1 1,000 · HT2 2,000 · line A 3,000 · HT3 500 · line B 500 · in all 3,500

A row is looked at for its sum only where it is unlike an account: no number, a number without
digits, no age. Else any two bills of 100 below each other would make the next one of 200 a total.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.tape.cells import Column, as_mask, as_text
from placement.tape.fields import AGE_FIELDS
from placement.tape.findings import Finding, Severity
from placement.tape.ledger import Ledger
from placement.tape.source import Source
from placement.tape.total_words import (
    called_statistics,
    called_totals,
    equally_long,
    speaks_of_total,
)

_FEWEST_SUMMED = 3
"""A lone row that equals the sum of fewer rows than these may well be an account."""

_USUAL = 0.9
"""Share of the rows that must have what a row is odd for not having."""


def leave_out_totals(source: Source, ledger: Ledger, balance: FloatArray) -> None:
    """Leave out rows that add up others, and hold what they say against the rows themselves."""
    called = called_totals(source)
    perhaps = called.perhaps & ledger.live
    told, maybe = called_statistics(
        source, balance, ledger.live & ~called.surely & ~perhaps & ~np.isnan(balance)
    )
    doubtful = (perhaps | maybe) & ledger.live & ~called.surely & ~told
    bare = doubtful & _is_bare(source, ledger.live) if doubtful.any() else doubtful
    about = (told | (maybe & bare)) & ledger.live & ~called.surely
    cents = np.round(np.nan_to_num(balance) * 100.0)
    known = ((called.surely & ledger.live) | (perhaps & bare)) & ~about
    asked_for = perhaps & ~known & ~about
    named = known
    if source.meaning.totals != "keep":
        named = named | _borne_out(cents, ledger.live & ~known & ~about, known, asked_for)
    unsure = doubtful & ~named & ~about
    numbered = called.numbered & ledger.live
    if numbered.any():
        # An account may be called so; one that is also a sum of those above is asked about.
        accounts = ledger.live & ~named & ~about & ~unsure
        unsure |= _walk(cents, accounts & ~numbered, named, numbered, 2).totals
    odd = _odd(source, ledger.live & ~named & ~about & ~unsure, balance)
    labelled = odd & speaks_of_total(source, odd)
    found = named | labelled
    if odd.any():
        accounts = ledger.live & ~found & ~odd & ~about
        below = _by_sum(cents, accounts, odd & ~labelled, found)
        # Some programs write what a group comes to above it.
        above = _by_sum(cents[::-1], accounts[::-1], (odd & ~labelled)[::-1], found[::-1])[::-1]
        summed = above if above.sum() > below.sum() else below
        found = found | summed
    ledger.set_aside(
        found | about,
        "totals_row",
        lambda rows, of: t(
            "{rows} of {of} rows are totals, not accounts; they are left out.", rows=rows, of=of
        ),
        t("Delete totals rows to silence this."),
        source.place("balance"),
    )
    _ask_about(source, ledger, unsure)
    if found.any():
        _compare(source, ledger, cents, found & ~np.isnan(balance))


def _ask_about(source: Source, ledger: Ledger, unsure: BoolArray) -> None:
    """Ask what rows are that are called totals where nothing else shows that they are."""
    said = source.meaning.totals
    place = source.place("balance")

    def say(rows: str, of: str) -> str:
        if said == "leave-out":
            return t(
                "{rows} of {of} rows have a word for a total, which may be part of a name; they "
                "are left out as you said.",
                rows=rows,
                of=of,
            )
        return t(
            "{rows} of {of} rows have a word for a total, which may be part of a name; they are "
            "kept as accounts.",
            rows=rows,
            of=of,
        )

    if said == "leave-out":
        ledger.set_aside(unsure, "called_total", say, "", place, severity=Severity.NOTE)
    elif said == "keep":
        ledger.note(unsure, "called_total", say, "", place)
    else:
        live = ledger.live
        choices = ledger.readings(
            "totals",
            (("keep", t("accounts"), live), ("leave-out", t("totals"), live & ~unsure)),
            taken="keep",
        )
        advice = t("Leave them out if they are totals.")
        ledger.doubt(unsure, "called_total", say, advice, place, choices=choices)


@dataclass
class _Walk:
    """Rows gone through from the top, once: which are totals of those above them."""

    totals: BoolArray
    borne_out: int = 0
    """Totals that are the sum of several rows."""


def _borne_out(
    cents: FloatArray, accounts: BoolArray, known: BoolArray, asked_for: BoolArray
) -> BoolArray:
    """Return which rows with a word for a total are the sum of others. Shape (rows,).

    A row that equals the one above it says little: it counts as a total only where more of the
    other totals come out so.

    Args:
        cents: Amounts. Shape (rows,).
        accounts: Rows that are no totals, and those in question. Shape (rows,).
        known: Rows that are totals. Shape (rows,).
        asked_for: Rows in question. Shape (rows,).
    """
    if not asked_for.any():
        return asked_for
    strict, lenient = (
        _walk(cents, accounts & ~asked_for, known, asked_for, fewest) for fewest in (2, 1)
    )
    chosen = lenient if lenient.borne_out > strict.borne_out else strict
    return chosen.totals | _first_of_all(cents, accounts & ~chosen.totals, asked_for)


def _walk(
    cents: FloatArray, accounts: BoolArray, known: BoolArray, asked_for: BoolArray, fewest: int
) -> _Walk:
    """Go through the totals; what adds up fewer rows than `fewest` is an account from then on."""
    money, count = np.cumsum(np.where(accounts, cents, 0.0)), np.cumsum(accounts)
    starts = {0: 0}
    more, rows_more = 0, 0
    walk = _Walk(np.zeros(len(cents), dtype=bool))
    for at in np.flatnonzero(known | asked_for).tolist():
        above, rows = int(money[at]) + more, int(count[at]) + rows_more
        amount = int(cents[at])
        fits = [rows - starts[s] for c in (-1, 0, 1) if (s := above - amount + c) in starts]
        summed = min(fits, default=0)
        walk.borne_out += summed > 1
        if not known[at] and summed < fewest:
            more, rows_more = more + amount, rows_more + 1
            continue
        walk.totals[at] = asked_for[at]
        starts[above] = rows
    return walk


def _first_of_all(cents: FloatArray, accounts: BoolArray, asked_for: BoolArray) -> BoolArray:
    """Return which row in question comes to all accounts but itself. Shape (rows,)."""
    whole = float(np.where(accounts, cents, 0.0).sum())
    found = asked_for & accounts & (np.abs(2.0 * cents - whole) <= 1.0)
    return found if found.sum() == 1 and accounts.sum() > 2 else np.zeros(len(cents), dtype=bool)


def _is_bare(source: Source, live: BoolArray) -> BoolArray:
    """Return which rows lack what accounts have: a number, an age, or half of all. (rows,)"""
    table = source.raw.table
    filled = np.zeros(len(source), dtype=np.int64)
    for name in table.column_names:
        filled += as_mask(pc.is_valid(table[name]))
    bare = 2 * filled <= np.median(filled[live]) if live.any() else np.zeros(len(filled), bool)
    if source.has("account_id"):
        bare |= as_mask(pc.is_null(source.cells("account_id")))
    return np.asarray(bare | _without_age(source))


def _by_sum(cents: FloatArray, accounts: BoolArray, odd: BoolArray, totals: BoolArray) -> BoolArray:
    """Return which odd rows come to the sum of rows above them. Shape (rows,)."""
    at = np.flatnonzero(odd)
    for passed_over in (odd | totals, totals):
        summed = _summed(cents, accounts | (odd & ~passed_over), at, np.flatnonzero(passed_over))
        enough = _FEWEST_SUMMED if np.count_nonzero(summed > 1) < 2 else 2
        found = np.zeros(len(cents), dtype=bool)
        found[at[summed >= enough]] = True
        # Where none is a total, the odd rows are accounts and count in the sum of the others.
        if found.any():
            break
    return found


def _summed(cents: FloatArray, accounts: BoolArray, marks: IntArray, starts: IntArray) -> IntArray:
    """Return how many accounts above each mark come to it, back to an earlier start or the first.

    Args:
        cents: Amounts. Shape (rows,).
        accounts: Rows whose amounts are added. Shape (rows,).
        marks: Positions of rows that may be sums. Shape (marks,).
        starts: Positions of rows below which a sum may begin. Shape (starts,).
    """
    counted = np.where(accounts, cents, 0.0)
    money, count = np.cumsum(counted), np.cumsum(accounts)
    from_money = np.concatenate([[0.0], money[starts]])
    from_count = np.concatenate([[0], count[starts]])
    order = np.argsort(from_money, kind="stable")
    wanted = money[marks] - counted[marks] - cents[marks]
    # Of equal starts the last one, which leaves the fewest rows; a cent of rounding is no matter.
    place = np.searchsorted(from_money[order], wanted + 1.0, side="right") - 1
    chosen = order[np.maximum(place, 0)]
    fits = np.abs(from_money[chosen] - wanted) <= 1.0
    rows = count[marks] - accounts[marks] - from_count[chosen]
    return np.where(fits & (rows > 0), rows, 0)


def _compare(source: Source, ledger: Ledger, cents: FloatArray, totals: BoolArray) -> None:
    """Say whether the file's own totals agree with its rows."""
    at = np.flatnonzero(totals)
    if not len(at):
        return
    accounts = ledger.accounts
    whole = float(np.where(accounts, cents, 0.0).sum())
    agrees = np.abs(cents[at] - whole) <= 1.0
    if agrees.any():
        ledger.add(_agreement(source, cents[at[agrees]][-1] / 100.0, int(accounts.sum())))
    wrong = np.zeros(len(cents), dtype=bool)
    wrong[at[(_summed(cents, accounts, at, at) == 0) & ~agrees & (cents[at] != 0.0)]] = True
    ledger.warn(
        wrong,
        "total_differs",
        lambda rows, of: t(
            "{rows} totals of the file are not the sum of rows above them; all its rows come to "
            "{sum}.",
            rows=rows,
            sum=f"{whole / 100.0:,.2f}",
        ),
        t("Rows may be missing from the file, or stand in it twice."),
        source.place("balance"),
    )


def _agreement(source: Source, amount: float, accounts: int) -> Finding:
    return Finding(
        code="total_agrees",
        severity=Severity.NOTE,
        column=source.called("balance"),
        rows=accounts,
        money=amount,
        message=t(
            "The file's own total of {amount} is the sum of its {rows} rows.",
            amount=f"{amount:,.2f}",
            rows=f"{accounts:,}",
        ),
    )


def _odd(source: Source, live: BoolArray, balance: FloatArray) -> BoolArray:
    """Return which rows are unlike accounts, so that they may be totals. Shape (rows,)."""
    odd = np.zeros(len(source), dtype=bool)
    if not live.any():
        return odd
    if source.has("account_id"):
        odd |= _odd_numbers(as_text(source.cells("account_id")))
    else:
        odd[int(np.flatnonzero(live)[-1])] = True
    return (odd | _without_age(source)) & live & ~np.isnan(balance)


def _without_age(source: Source) -> BoolArray:
    """Return which rows have no age where rows usually have one. Shape (rows,)."""
    ages = [source.cells(field) for field in AGE_FIELDS if source.has(field)]
    if not ages or not all(column.null_count for column in ages):
        return np.zeros(len(source), dtype=bool)
    without = np.all([as_mask(pc.is_null(column)) for column in ages], axis=0)
    usual = without.mean() <= 1.0 - _USUAL or len(without) < 1 / (1.0 - _USUAL)
    return without if usual else np.zeros(len(source), dtype=bool)


def _odd_numbers(texts: Column) -> BoolArray:
    """Return which account numbers are missing, or have no digit where others have. (rows,)"""
    missing = as_mask(pc.is_null(texts)) if texts.null_count else np.zeros(len(texts), dtype=bool)
    if equally_long(texts):
        return missing
    digits = as_mask(pc.match_substring_regex(texts, r"\d"))
    return missing | (~digits if 2 * digits.sum() > len(texts) else missing)

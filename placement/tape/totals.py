"""Rows that add up others: by their label, or by what they come to; and whether they agree.

    HT1 1,000 · HT2 2,000 · line A 3,000 · HT3 500 · line B 500 · in all 3,500

A row is looked at for its sum only where it is unlike an account: no number, a number without
digits, no age. Else any two bills of 100 below each other would make the next one of 200 a total.
"""

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.tape.cells import Column, as_mask, as_text, encode, is_text
from placement.tape.columns import normalise
from placement.tape.fields import AGE_FIELDS, FIELDS, TOTALS, Kind
from placement.tape.findings import Finding, Severity
from placement.tape.ledger import Ledger
from placement.tape.source import Source

_TOTAL_WORDS = frozenset(normalise(word) for word in TOTALS)
_TOTAL_CELLS = [
    variant + end
    for word in TOTALS
    for variant in (word, word.title(), word.upper(), word.capitalize())
    for end in ("", ":", "：")
]
_LABEL_FIELDS = ("account_id", "sector", "creditor", "creditor_type", "product", "region")
_LABEL = (
    r"(?i)(?:合计|总计|小计|共计|累计)\s*(?:[（(].*[)）]|[:：].*)?\s*$"
    r"|^\W*(?:totals?|summe|zwischensumme|gesamt(?:summe)?|insgesamt)\b"
    r"|\b(?:sub-?total|grand total)s?\b|\btotals?\W*$"
)
"""How a total is called, with what it is of before it or how many behind: 北京小计, 小计(2户)."""

_STATISTIC = (
    r"(?i)^\W*(?:平均值?|均值|最大值?|最小值?|中位数|笔数|户数|average|avg|mean|median|"
    r"max(?:imum)?|min(?:imum)?|count|mittelwert|durchschnitt|ø)\W*$"
)
"""How a row is called that says something of all others and adds nothing up."""

_IN_WORDS = re.compile(
    r"合计|总计|小计|共计|累计|^\W*totals?\W*$|\bsub-?totals?\b|\bgrand totals?\b"
)

_FEWEST_SUMMED = 3
"""A lone row that equals the sum of fewer rows than these may well be an account."""

_USUAL = 0.9
"""Share of the rows that must have what a row is odd for not having."""


def leave_out_totals(source: Source, ledger: Ledger, balance: FloatArray) -> None:
    """Leave out rows that add up others, and hold what they say against the rows themselves."""
    labels = _labels(source)
    statistics = _called(labels, _STATISTIC, len(source)) & ledger.live
    named = (_named(source) | _called(labels, _LABEL, len(source))) & ledger.live & ~statistics
    odd = _odd(source, ledger.live & ~named & ~statistics, balance)
    labelled = odd & _speaks_of_total(source, odd)
    cents = np.round(np.nan_to_num(balance) * 100.0)
    found = named | labelled
    if odd.any():
        found = found | _by_sum(cents, ledger.live & ~found & ~odd, odd & ~labelled, found)
    ledger.set_aside(
        found | statistics,
        "totals_row",
        lambda rows, of: t(
            "{rows} of {of} rows are totals, not accounts; they are left out.", rows=rows, of=of
        ),
        t("Delete totals rows to silence this."),
        source.place("balance"),
    )
    if found.any():
        _compare(source, ledger, cents, found & ~np.isnan(balance))


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


def _named(source: Source) -> BoolArray:
    """Return which rows have a word for a total and nothing else as a label. Shape (rows,)."""
    mask = np.zeros(len(source), dtype=bool)
    for field in _LABEL_FIELDS:
        if source.has(field):
            mask |= _labelled(source, field)
    return mask


def _labels(source: Source) -> list[Column]:
    """Return the columns that may call a row a total.

    That is the account number; in a file without one any text of the row, whatever its heading.
    """
    table = source.raw.table
    if source.has("account_id"):
        columns = [source.cells("account_id")]
    else:
        matched = source.match.matched.items()
        numbers = {heading for field, heading in matched if field not in _LABEL_FIELDS}
        columns = [table[name] for name in table.column_names if name not in numbers]
    texts = [as_text(column) for column in columns if is_text(column)]
    return [column for column in texts if not _equally_long(column)]


def _called(labels: list[Column], pattern: str, rows: int) -> BoolArray:
    """Return which rows some label calls so. Shape (rows,)."""
    mask = np.zeros(rows, dtype=bool)
    for texts in labels:
        mask |= as_mask(pc.match_substring_regex(texts, pattern))
    # Where most rows are called so, it is the name of something else.
    return mask if 3 * mask.sum() <= 2 * rows else np.zeros(rows, dtype=bool)


def _labelled(source: Source, field: str) -> BoolArray:
    if FIELDS[field].kind is not Kind.IDENTIFIER:
        codes = source.codes(field)
        return codes.where_any([normalise(name) in _TOTAL_WORDS for name in codes.names])
    texts = as_text(source.cells(field))
    mask = np.array(pc.is_in(texts, pa.array(_TOTAL_CELLS)).to_numpy(), dtype=bool)
    for position in range(max(0, len(texts) - 3), len(texts)):
        mask[position] |= normalise(texts[position].as_py() or "") in _TOTAL_WORDS
    return mask


def _odd(source: Source, live: BoolArray, balance: FloatArray) -> BoolArray:
    """Return which rows are unlike accounts, so that they may be totals. Shape (rows,)."""
    odd = np.zeros(len(source), dtype=bool)
    if not live.any():
        return odd
    if source.has("account_id"):
        odd |= _odd_numbers(as_text(source.cells("account_id")))
    else:
        odd[int(np.flatnonzero(live)[-1])] = True
    ages = [source.cells(field) for field in AGE_FIELDS if source.has(field)]
    if ages and all(column.null_count for column in ages):
        without = np.all([as_mask(pc.is_null(column)) for column in ages], axis=0)
        odd |= without & (without.mean() <= 1.0 - _USUAL or len(without) < 1 / (1.0 - _USUAL))
    return odd & live & ~np.isnan(balance)


def _odd_numbers(texts: Column) -> BoolArray:
    """Return which account numbers are missing, or have no digit where others have. (rows,)"""
    missing = as_mask(pc.is_null(texts)) if texts.null_count else np.zeros(len(texts), dtype=bool)
    if _equally_long(texts):
        return missing
    digits = as_mask(pc.match_substring_regex(texts, r"\d"))
    return missing | (~digits if 2 * digits.sum() > len(texts) else missing)


def _speaks_of_total(source: Source, odd: BoolArray) -> BoolArray:
    """Return which odd rows have a word for a total in any cell. Shape (rows,)."""
    mask = np.zeros(len(source), dtype=bool)
    at = np.flatnonzero(odd)
    if not len(at):
        return mask
    for name in source.raw.table.column_names:
        if is_text(source.raw.table[name]):
            found = encode(source.raw.table[name].take(pa.array(at)))
            wanted = [_IN_WORDS.search(text.casefold()) is not None for text in found.names]
            mask[at] |= found.where_any(wanted)
    return mask


def _equally_long(texts: Column) -> bool:
    # An export with numbers of one length has no words among them; nothing else is as quick.
    if texts.null_count or not len(texts):
        return False
    shortest_longest = pc.min_max(pc.binary_length(texts)).as_py()
    return bool(shortest_longest["min"] == shortest_longest["max"])

"""Payments laid out by batch and month since placement: what was seen, what was not."""

from dataclasses import dataclass

import numpy as np

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.tape.findings import Finding, Severity, name_some
from placement.tape.remittance_batches import Attributes
from placement.tape.remittance_columns import MOST_MONTHS
from placement.tape.remittance_reader import NO_MONTH
from placement.tape.remittance_rows import Rows

_RISING_ROWS, _RISING_STEPS = 3, 9
"""Batches and steps that never fall from which amounts are taken as running totals."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Grid:
    """Money by batch and month since placement."""

    collected: FloatArray
    """NaN where not seen, shape (batches, months)."""

    gaps: BoolArray
    """Months without a row between months with one, shape (batches, months)."""

    zero_filled: bool
    cumulative: bool
    asked_cumulative: bool
    """Nobody has said whether amounts are running totals, and they look like them."""

    first_month: int
    """0 where the month of placement is the first one, 1 where the month behind it is."""

    several: int
    """Months of a batch that several rows add up to."""

    @property
    def observed_any(self) -> BoolArray:
        """Return which batches have a month that was seen, shape (batches,)."""
        return np.asarray(np.isfinite(self.collected).any(axis=1))

    def findings(self, of: Attributes) -> tuple[Finding, ...]:
        """Return what is said of the months of the batches."""
        return tuple(
            each
            for each in (
                _first_month_note(self.first_month, of),
                _said_of_running_totals(self),
                _said_of_gaps(self, of),
                _said_of_reversals(self),
                _said_of_above_placed(self, of),
                _said_of_several(self),
            )
            if each is not None
        )


def lay_out(
    paid: Rows,
    of: Attributes,
    owner: IntArray,
    *,
    zero_filled: bool,
    cumulative: bool | None,
) -> Grid:
    """Return payments by batch and month since placement.

    Rows of a month before the placement, or of a month that cannot be read, are left out and
    named. The first month is that of placement where anything is said of it, else the next.

    Raises:
        TapeError: Months lie further apart than any batch lives.
    """
    payments = paid.payments
    filled = ~np.isnan(payments.amount)
    by_month = payments.month != NO_MONTH
    placed = np.where(owner >= 0, np.append(of.placed, NO_MONTH)[owner], NO_MONTH)
    apart = np.where(by_month, payments.month - placed, payments.since)
    unknown = np.where(by_month, placed == NO_MONTH, payments.since == NO_MONTH)
    mine = (owner >= 0) & filled & paid.ledger.live[payments.row]
    _leave_out(paid, payments.row[mine & unknown], "month_unknown")
    _leave_out(paid, payments.row[mine & ~unknown & (apart < 0)], "month_before_placement")
    used = mine & ~unknown & (apart >= 0)
    if not used.any():
        raise TapeError(
            t("{file} has no usable row.", file=paid.raw.filename),
            *(finding.line() for finding in paid.ledger.findings),
        )
    first = 0 if (apart[used] == 0).any() else 1
    months = int(apart[used].max()) - first + 1
    if months > MOST_MONTHS:
        raise TapeError(
            t(
                "{file}: payments come {months} months after the placement; at most {most} are "
                "read. Check the dates.",
                file=paid.raw.filename,
                months=months,
                most=MOST_MONTHS,
            )
        )
    shape = (len(of.placed), months)
    money, count = np.zeros(shape), np.zeros(shape, dtype=np.int64)
    cell = (owner[used], apart[used] - first)
    np.add.at(money, cell, payments.amount[used])
    np.add.at(count, cell, 1)
    collected = np.where(count > 0, money, np.nan)
    unread = _unread(paid, owner, apart - first, shape)
    collected[unread] = np.nan
    last = _last_months(of, payments.month[used & by_month], collected, first, zero_filled)
    inside = np.arange(months) < last[:, None]
    gaps = np.isnan(collected) & inside & ~unread
    is_total = cumulative if cumulative is not None else _rises(collected)
    if is_total:
        collected = _differences(collected)
    if zero_filled:
        collected[gaps] = 0.0
    return Grid(
        collected=collected,
        gaps=gaps,
        zero_filled=zero_filled,
        cumulative=is_total,
        asked_cumulative=cumulative is None and is_total,
        first_month=first,
        several=0 if "account_id" in paid.columns.matched else int((count > 1).sum()),
    )


def _unread(paid: Rows, owner: IntArray, place: IntArray, shape: tuple[int, ...]) -> BoolArray:
    """Return the months of which a row was not readable: what is left of them is too little."""
    mask = np.zeros(shape, dtype=bool)
    if paid.columns.is_wide:
        return mask
    heading = paid.columns.matched["collected"]
    cells = paid.raw.table[heading]
    texts = np.array([bool(str(c).strip()) if c is not None else False for c in cells.to_pylist()])
    payments = paid.payments
    bad = np.isnan(payments.amount) & texts[payments.row] & (owner >= 0)
    bad &= (place >= 0) & (place < shape[1])
    mask[owner[bad], place[bad]] = True
    return mask


def _last_months(
    of: Attributes, months: IntArray, collected: FloatArray, first: int, zero_filled: bool
) -> IntArray:
    """Return how many months of each batch the file covers, shape (batches,)."""
    seen = np.isfinite(collected)
    own = np.where(seen.any(axis=1), collected.shape[1] - np.argmax(seen[:, ::-1], axis=1), 0)
    if not zero_filled or not len(months):
        return own
    # A list of payments ends for all batches where it ends.
    covered = int(months.max()) - of.placed - first + 1
    return np.clip(np.where(of.placed == NO_MONTH, own, covered), 0, collected.shape[1])


def _rises(collected: FloatArray) -> bool:
    """Return whether no batch's amounts ever fall, over enough months to be no chance."""
    seen = np.isfinite(collected)
    pairs = seen[:, 1:] & seen[:, :-1]
    steps = np.where(pairs, collected[:, 1:] - collected[:, :-1], 0.0)
    rows = pairs.any(axis=1)
    risen = (steps > 0).sum(axis=1)
    return bool(
        (steps >= 0).all()
        and rows.sum() >= _RISING_ROWS
        and (risen[rows] > 0).all()
        and risen.sum() >= max(_RISING_STEPS, 0.5 * pairs.sum())
    )


def _differences(totals: FloatArray) -> FloatArray:
    """Return what each month added; not known where the month before it is not."""
    before = np.concatenate([np.zeros((len(totals), 1)), totals[:, :-1]], axis=1)
    return np.asarray(totals - before)


def _leave_out(paid: Rows, rows: IntArray, code: str) -> None:
    mask = np.zeros(len(paid.age), dtype=bool)
    mask[rows] = True
    if code == "month_unknown":
        paid.ledger.warn(
            mask,
            code,
            lambda count, of: t(
                "{rows} of {of} rows have no month, of payment or of placement; their payments are "
                "left out.",
                rows=count,
                of=of,
            ),
            t("Give both; a date such as 03/04/2024 needs --dates."),
            paid.place("month"),
        )
        return
    paid.ledger.warn(
        mask,
        code,
        lambda count, of: t(
            "{rows} of {of} rows have a payment from before the batch was placed; such payments "
            "are refused: nobody collected them on the placement.",
            rows=count,
            of=of,
        ),
        t("Correct the month of payment or of placement."),
        paid.place("months_since" if "months_since" in paid.columns.matched else "month"),
    )


def _first_month_note(first: int, of: Attributes) -> Finding | None:
    if (of.placed == NO_MONTH).all():
        return None
    return Finding(
        code="first_month",
        severity=Severity.NOTE,
        message=t("Month 1 of a batch is the month in which it was placed.")
        if first == 0
        else t("Month 1 of a batch is the month after it was placed."),
        advice=t("Fits count each as a whole month of work."),
    )


def _said_of_running_totals(grid: Grid) -> Finding | None:
    if not grid.cumulative:
        return None
    return Finding(
        code="running_totals",
        severity=Severity.DOUBT if grid.asked_cumulative else Severity.NOTE,
        message=t(
            "No batch's amounts ever fall, so they are taken as running totals, and what each "
            "month added is used."
        )
        if grid.asked_cumulative
        else t("Amounts are running totals; what each month added is used."),
        advice=t("If they are what each month brought, say --amounts monthly.")
        if grid.asked_cumulative
        else "",
    )


def _said_of_gaps(grid: Grid, of: Attributes) -> Finding | None:
    rows = np.flatnonzero(grid.gaps.any(axis=1))
    if not len(rows):
        return None
    count, names = (
        f"{int(grid.gaps.sum()):,}",
        name_some([_with_months(grid, of, i) for i in rows.tolist()]),
    )
    if grid.zero_filled:
        return Finding(
            code="months_without_row",
            severity=Severity.NOTE,
            rows=int(grid.gaps.sum()),
            message=t(
                "{count} months have no row and are taken as months in which nothing came in.",
                count=count,
            ),
        )
    return Finding(
        code="months_missing",
        severity=Severity.WARNING,
        rows=int(grid.gaps.sum()),
        message=t(
            "{count} months between others are missing; they are taken as not known, not as "
            "nothing paid: {names}.",
            count=count,
            names=names,
        ),
        advice=t("Write 0 where nothing came in, or say --missing-months zero."),
    )


def _with_months(grid: Grid, of: Attributes, place: int) -> str:
    months = ", ".join(str(j + 1) for j in np.flatnonzero(grid.gaps[place])[:6])
    return f"{of.label(place)} ({months})"


def _said_of_reversals(grid: Grid) -> Finding | None:
    below = grid.collected < 0.0
    if not below.any():
        return None
    return Finding(
        code="reversals",
        severity=Severity.NOTE,
        rows=int(below.sum()),
        money=float(grid.collected[below].sum()),
        message=t(
            "{count} months are below zero, {money:,.2f} in all: reversals of earlier payments. "
            "They are taken off what came in before.",
            count=f"{int(below.sum()):,}",
            money=float(grid.collected[below].sum()),
        ),
    )


def _said_of_above_placed(grid: Grid, of: Attributes) -> Finding | None:
    total = np.nansum(grid.collected, axis=1)
    above = np.flatnonzero(total > of.balance * (1.0 + 1e-9))
    if not len(above):
        return None
    return Finding(
        code="collected_above_placed",
        severity=Severity.WARNING,
        rows=len(above),
        money=float(total[above].sum()),
        message=t(
            "{count} batches brought more than was placed: {names}.",
            count=f"{len(above):,}",
            names=name_some(
                [f"{of.label(i)} ({total[i]:,.2f} of {of.balance[i]:,.2f})" for i in above.tolist()]
            ),
        ),
        advice=t(
            "Check the balance, its unit, and whether payments of other batches are among them; no "
            "odds are fitted to such a batch."
        ),
    )


def _said_of_several(grid: Grid) -> Finding | None:
    if not grid.several:
        return None
    return Finding(
        code="months_added_up",
        severity=Severity.NOTE,
        rows=grid.several,
        message=t(
            "{count} months of a batch have several rows; they are added up.",
            count=f"{grid.several:,}",
        ),
    )

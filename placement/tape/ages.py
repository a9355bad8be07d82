"""Time on a tape: months past due, months since the last demand."""

import datetime as dt

import numpy as np

from placement.domain.days import months_of
from placement.domain.history import MONTHS_OFF
from placement.domain.text import t
from placement.domain.types import OLDEST_AGE, BoolArray, FloatArray
from placement.tape.cells import Numbers
from placement.tape.dates import day_number, months_between
from placement.tape.ledger import Ledger
from placement.tape.source import Source
from placement.tape.times import TRACE_FIELDS, Bands, warn_middle

LIMITATION_MONTHS = 36.0
"""Limitation of civil claims in China: three years (Civil Code, article 188)."""

_AGREE_WITHIN = 1.0
"""Months by which two ages of one account may differ: months are often cut to whole ones."""

_IMPLAUSIBLE = 360.0
"""Months past due above which an age is more likely a slip than a debt."""


def ages(
    source: Source,
    ledger: Ledger,
    columns: dict[str, Numbers],
    as_of: dt.date | None,
) -> FloatArray:
    """Return months past due; leave out rows without one and those that are current. Shape (rows,).

    Days past due come first, then months, then the due date with the cut-off date, then the
    middle of the stage.
    """
    by_field = _ages_by_field(columns, as_of)
    age = np.full(len(source), np.nan)
    span = (age, age)
    best = ""
    for field, months in by_field.items():
        unknown, own = np.isnan(age), _span(columns[field], months)
        if field == "stage":
            warn_middle(source, ledger, field, unknown & ~np.isnan(months))
        if best:
            _warn_contradiction(source, ledger, field, best, apart=_apart(span, own))
            span = (np.where(unknown, own[0], span[0]), np.where(unknown, own[1], span[1]))
        else:
            span = own
        age = np.where(unknown, months, age) if best else months
        best = best or field
    field = next(iter(by_field), "days_past_due")
    _leave_out_without_age(source, ledger, age, field)
    _leave_out_current(source, ledger, age, field)
    return age


def months_since_demand(
    source: Source,
    ledger: Ledger,
    columns: dict[str, Numbers],
    as_of: dt.date | None,
    *,
    age: FloatArray,
) -> FloatArray:
    """Return months since the last demand, NaN where unknown. Shape (rows,).

    From the last demand; else from the day limitation is complete, `L`:

        months since demand = 36 - months from the cut-off date to L

    The age where that is over a month less: limitation runs from the due date at the earliest.
    """
    nothing = np.full(len(source), np.nan)
    if as_of is None:
        return nothing
    now = float(day_number(as_of))
    for field in TRACE_FIELDS:
        if field in columns:
            _warn_future(source, ledger, field, columns[field].values > now, as_of)
    demand = columns["last_demand_date"].values if "last_demand_date" in columns else nothing
    months = months_between(demand, now)
    if (after := months < 0).any():
        months = np.where(after, np.nan, months)
    if "limitation_date" in columns:
        left = months_between(now, columns["limitation_date"].values)
        # A limitation date more than three years away says nothing of a demand.
        derived = np.maximum(LIMITATION_MONTHS - left, 0.0)
        months = np.where(np.isnan(months), derived, months)
    early = months > age + MONTHS_OFF
    for field in TRACE_FIELDS:
        if field in columns:
            _warn_before_due(source, ledger, field, early)
            break
    return np.where(early, age, months)


def _warn_before_due(source: Source, ledger: Ledger, field: str, early: BoolArray) -> None:
    ledger.warn(
        early & ledger.accounts,
        "demand_before_due_date",
        lambda rows, of: t(
            "{rows} of {of} rows have their last demand before the due date; limitation cannot run "
            "before a debt is due, so it is counted from the due date.",
            rows=rows,
            of=of,
        ),
        t("Check the dates and the age of these rows."),
        source.place(field),
    )


def _ages_by_field(columns: dict[str, Numbers], as_of: dt.date | None) -> dict[str, FloatArray]:
    found: dict[str, FloatArray] = {}
    if "days_past_due" in columns:
        found["days_past_due"] = months_of(columns["days_past_due"].values)
    if "months_past_due" in columns:
        found["months_past_due"] = columns["months_past_due"].values
    if "due_date" in columns and as_of is not None:
        found["due_date"] = months_between(columns["due_date"].values, float(day_number(as_of)))
    if "stage" in columns:
        found["stage"] = months_of(columns["stage"].values)
    return found


_Span = tuple[FloatArray, FloatArray]
"""Months from which and up to which each account can be past due. Shapes (rows,)."""


def _span(column: Numbers, months: FloatArray) -> _Span:
    """Return how old an account can be by a column: of a stage or range, anything in it."""
    if isinstance(column, Bands):
        return months_of(column.low), months_of(column.high)
    return months, months


def _apart(one: _Span, other: _Span) -> BoolArray:
    """Return which accounts have two ages that cannot be one, a stage more or less apart.

    A month is allowed, because months are cut to whole ones and some count M1 from the second.
    """
    # NaN compares false, so a missing age contradicts nothing.
    below, above = one[0] - other[1], other[0] - one[1]
    return np.asarray((below > _AGREE_WITHIN) | (above > _AGREE_WITHIN))


def _warn_contradiction(
    source: Source, ledger: Ledger, field: str, best: str, *, apart: BoolArray
) -> None:
    ledger.warn(
        apart & ledger.accounts,
        "age_contradiction",
        lambda rows, of: t(
            "{rows} of {of} rows have another age by {field} than by {best}, "
            "over one month apart; {best} is used.",
            rows=rows,
            of=of,
            field=source.match.matched[field],
            best=source.match.matched[best],
        ),
        t("Correct one of the two columns."),
        source.place(field),
    )


def _leave_out_without_age(source: Source, ledger: Ledger, age: FloatArray, field: str) -> None:
    accounts, place = ledger.accounts, source.place(field)
    unknown = np.isnan(age) & accounts
    ledger.leave_out_waiting(unknown & ledger.waiting, "age_waits")
    ledger.leave_out(
        unknown & ~ledger.waiting,
        "age_missing",
        lambda rows, of: t(
            "{rows} of {of} rows have no age: no days, months, due date or stage to use.",
            rows=rows,
            of=of,
        ),
        t("Fill in one of them; a due date needs a cut-off date."),
        place,
    )
    ledger.leave_out(
        (age < 0) & accounts,
        "not_past_due",
        lambda rows, of: t(
            "{rows} of {of} rows are not past due: they fall due after the cut-off date.",
            rows=rows,
            of=of,
        ),
        t("Correct the dates or drop these rows; only overdue accounts are valued."),
        place,
    )
    ledger.leave_out(
        (age > OLDEST_AGE) & accounts,
        "age_too_high",
        lambda rows, of: t(
            "{rows} of {of} rows are over {most:g} months past due; nothing so old can be valued.",
            rows=rows,
            of=of,
            most=OLDEST_AGE,
        ),
        t("Check that the column is not days where months are expected, or a mistyped date."),
        place,
    )
    ledger.warn(
        (age > _IMPLAUSIBLE) & (age <= OLDEST_AGE) & accounts,
        "age_implausible",
        lambda rows, of: t("{rows} of {of} rows are over 30 years past due.", rows=rows, of=of),
        t("Check that the column is not days where months are expected, or a mistyped date."),
        place,
    )


def _leave_out_current(source: Source, ledger: Ledger, age: FloatArray, field: str) -> None:
    """Leave out accounts of 0 days past due, or keep them as the user wishes, and say so."""
    said, current = source.meaning.current, (age == 0.0) & ledger.live
    if not current.any():
        return
    kept = said == "keep"

    def say(rows: str, of: str) -> str:
        if kept:
            return t("{rows} of {of} rows are 0 days past due; they are kept.", rows=rows, of=of)
        return t(
            "{rows} of {of} rows are 0 days past due: not overdue yet, so they are left out.",
            rows=rows,
            of=of,
        )

    if kept:
        ledger.note(current, "current", say, "", source.place(field))
        return
    live = ledger.live
    severity, choices = ledger.asked(
        "current",
        (
            ("leave-out", t("only what is overdue"), live & ~current),
            ("keep", t("current accounts too"), live),
        ),
        taken="leave-out",
        said=said,
    )
    ledger.leave_out(
        current,
        "current",
        say,
        t("Keep them if they are to be valued."),
        source.place(field),
        severity=severity,
        choices=choices,
    )


def _warn_future(
    source: Source, ledger: Ledger, field: str, future: BoolArray, as_of: dt.date
) -> None:
    ledger.warn(
        future & ledger.accounts,
        "date_future",
        lambda rows, of: t(
            "{rows} of {of} dates are after the cut-off date {day}; they are taken as empty.",
            rows=rows,
            of=of,
            day=as_of,
        ),
        t("Correct the dates, or give a later cut-off date."),
        source.place(field),
    )

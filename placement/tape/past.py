"""What an account has been through: placements, letters, months of in-house work, its history."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from placement.domain.errors import InputError
from placement.domain.history import (
    MONTHS_OFF,
    MOST_TIMES,
    Stage,
    history_months,
    in_house_months_of,
    letters_of,
    parse_history,
    placements_of,
    write_history,
)
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.tape.cells import Codes, recode
from placement.tape.hands import placements_by_hand, placements_counted
from placement.tape.kinds import labels
from placement.tape.ledger import Ledger
from placement.tape.numbers import MONTH_UNITS, read_numbers
from placement.tape.quoting import quoted
from placement.tape.source import Source


def past(source: Source, ledger: Ledger, age: FloatArray) -> dict[str, Any]:
    """Read what each account has been through; keys are those of `Tape`.

    A history says more than counts, so it goes before them. Where it does not last as long as the
    account is past due, its order is not used, but what can be counted in it is.

    Args:
        source: The file.
        ledger: The book.
        age: Months past due, shape (rows,).
    """
    told, stages = _history(source, ledger)
    if not stages:
        return {
            "placements": _whole(_by_column(source, ledger, "placements")),
            "letters": _whole(_count(source, ledger, "letters")),
            "in_house_months": _in_house_months(source, ledger, age),
            "history": told,
        }
    fits = np.abs(_of_each(told, map(history_months, stages)) - age) <= MONTHS_OFF
    _warn_another_length(source, ledger, (told.codes >= 0) & ~fits & ~np.isnan(age))
    months = np.fmin(_of_each(told, map(in_house_months_of, stages)), age)
    months = np.where(told.codes >= 0, months, _in_house_months(source, ledger, age))
    return {
        "placements": _counted(source, ledger, "placements", told, map(placements_of, stages)),
        "letters": _counted(source, ledger, "letters", told, map(letters_of, stages)),
        "in_house_months": np.where(fits, np.nan, months),
        "history": Codes(np.where(fits, told.codes, -1).astype(np.int32), told.names),
    }


def _of_each(told: Codes, of_stages: Iterable[float]) -> FloatArray:
    """Return a number of each row's history, NaN where it has none. Shape (rows,)."""
    return np.array([*of_stages, np.nan], dtype=np.float64)[told.codes]


def _counted(
    source: Source, ledger: Ledger, field: str, told: Codes, of_stages: Iterable[float]
) -> IntArray:
    """Return a count by the history, else by its own column, else 0. Shape (rows,)."""
    by_history, by_column = _of_each(told, of_stages), _by_column(source, ledger, field)
    # NaN compares false: what is not given contradicts nothing.
    _warn_contradiction(source, ledger, field, np.abs(by_history - by_column) > 0)
    return _whole(np.where(np.isnan(by_history), by_column, by_history))


def _by_column(source: Source, ledger: Ledger, field: str) -> FloatArray:
    """Return a count by its own column; of placements, else by the hand. Shape (rows,)."""
    counted = _count(source, ledger, field)
    if field != "placements" or not source.has("hand"):
        return counted
    by_hand = placements_by_hand(source, ledger)
    _warn_hand(source, ledger, np.abs(counted - by_hand) > 0)
    return np.where(np.isnan(counted), by_hand, counted)


def _whole(count: FloatArray) -> IntArray:
    """Return counts as whole numbers, 0 where they are not known."""
    return np.nan_to_num(count, copy=False).astype(np.int64)


def _count(source: Source, ledger: Ledger, field: str) -> FloatArray:
    """Return how often something was done to each account before; NaN if unknown. Shape (rows,)."""
    if not source.has(field):
        return np.full(len(source), np.nan)
    numbers = read_numbers(source.cells(field), units=("times", "次", "封", "letters", "letter"))
    values = numbers.values
    if field == "placements" and numbers.unreadable.any():
        values = np.where(numbers.unreadable, _hands_among_counts(source), values)
    right = (values >= 0) & (values <= MOST_TIMES) & (values == np.floor(values))
    ledger.warn(
        ~right & ~numbers.missing & ledger.accounts,
        f"{field}_unreadable",
        lambda rows, of: (
            t(
                "{rows} of {of} rows have a number of placements that is not 0, 1, 2 …; "
                "0 is taken.",
                rows=rows,
                of=of,
            )
            if field == "placements"
            else t(
                "{rows} of {of} rows have a number of letters that is not 0, 1, 2 …; 0 is taken.",
                rows=rows,
                of=of,
            )
        ),
        t("Correct these cells."),
        source.place(field),
    )
    return np.where(right, values, np.nan)


def _hands_among_counts(source: Source) -> FloatArray:
    """Return the placements of cells that say them in words where a count was asked."""
    found = source.codes("placements")
    named = [placements_counted(name) for name in found.names]
    return np.array([np.nan if n is None else float(n) for n in named] + [np.nan])[found.codes]


def _in_house_months(source: Source, ledger: Ledger, age: FloatArray) -> FloatArray:
    """Return months of in-house work, at most the age; NaN where unknown. Shape (rows,)."""
    if not source.has("in_house_months"):
        return np.full(len(source), np.nan)
    numbers = read_numbers(source.cells("in_house_months"), units=MONTH_UNITS)
    place, accounts = source.place("in_house_months"), ledger.accounts
    wrong = numbers.unreadable | (numbers.values < 0)
    ledger.warn(
        wrong & accounts,
        "in_house_months_unreadable",
        lambda rows, of: t(
            "{rows} of {of} rows have months of in-house work that are no number from 0 up; "
            "they are taken as unknown.",
            rows=rows,
            of=of,
        ),
        t("Correct these cells; unknown takes every month that letters and placements leave."),
        place,
    )
    ledger.warn(
        (numbers.values == 0) & (age > MONTHS_OFF) & accounts,
        "in_house_months_none",
        lambda rows, of: t(
            "{rows} of {of} rows say 0 months of in-house work: nobody has worked them, so more is "
            "expected of them than of others of their age.",
            rows=rows,
            of=of,
        ),
        t("If it is not known, leave the cell empty."),
        place,
    )
    # Months are often whole where the age is not: 3 months at 90 days are no contradiction.
    above = numbers.values > age + MONTHS_OFF
    ledger.warn(
        above & accounts,
        "in_house_months_above_age",
        lambda rows, of: t(
            "{rows} of {of} rows have more months of in-house work than months past due; "
            "work counts from the due date, so they are taken as unknown.",
            rows=rows,
            of=of,
        ),
        t("Correct these cells or the age; check that they are not days."),
        place,
    )
    return np.where(wrong | above, np.nan, np.minimum(numbers.values, age))


def _warn_hand(source: Source, ledger: Ledger, differs: BoolArray) -> None:
    ledger.warn(
        differs & ledger.accounts,
        "hand_contradiction",
        lambda rows, of: t(
            "{rows} of {of} rows have another number of placements than their hand says; the "
            "number is used.",
            rows=rows,
            of=of,
        ),
        t("Correct one of the two columns."),
        source.place("hand"),
    )


def _history(source: Source, ledger: Ledger) -> tuple[Codes, list[tuple[Stage, ...]]]:
    """Return each row's history as the one text for its stages, and the stages of each text."""
    found = labels(source, "history")
    texts: list[str | None] = []
    problem = ""
    for name in found.names:
        try:
            texts.append(write_history(parse_history(name)))
        except InputError as error:
            texts.append(None)
            problem = problem or quoted(str(error))
    _warn_unreadable(source, ledger, found.where_any([text is None for text in texts]), problem)
    told = recode(found, texts)
    return told, [parse_history(name) for name in told.names]


def _warn_unreadable(source: Source, ledger: Ledger, mask: BoolArray, problem: str) -> None:
    ledger.warn(
        mask & ledger.accounts,
        "history_unreadable",
        lambda rows, of: t(
            "{rows} of {of} rows have a history that cannot be read; it is taken as empty. "
            "{problem}",
            rows=rows,
            of=of,
            problem=problem,
        ),
        t("Without a history the usual order of placements and letters is taken."),
        source.place("history"),
    )


def _warn_another_length(source: Source, ledger: Ledger, mask: BoolArray) -> None:
    ledger.warn(
        mask & ledger.accounts,
        "history_another_length",
        lambda rows, of: t(
            "{rows} of {of} rows have a history that does not last as long as they are past due, "
            "give or take a month; its order is not used, only the placements, letters and months "
            "of in-house work in it.",
            rows=rows,
            of=of,
        ),
        t("Write every stage since the due date, also times without work, as in wait 2."),
        source.place("history"),
    )


def _warn_contradiction(source: Source, ledger: Ledger, field: str, differs: BoolArray) -> None:
    ledger.warn(
        differs & ledger.accounts,
        "history_contradiction",
        lambda rows, of: t(
            "{rows} of {of} rows have another number of {field} than their history; "
            "the history is used.",
            rows=rows,
            of=of,
            field=source.match.matched.get(field, field),
        ),
        t("Correct one of the two columns."),
        source.place(field),
    )

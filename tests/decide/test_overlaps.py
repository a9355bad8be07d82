"""Accounts with two agencies: the same as comparing every row with every other, day by day."""

import numpy as np
import pytest

from placement.decide.overlaps import (
    PlacedRows,
    account_overlaps,
    debtor_overlaps,
    money_concerned,
)
from placement.domain.errors import InputError

SPAN = 30
"""Days on which the brute force looks; the first and the last stand for always."""


def drawn(rng: np.random.Generator) -> PlacedRows:
    """Return a few placements that meet often; some without a day, some back on their first."""
    size = int(rng.integers(2, 16))
    placed = rng.integers(1, 20, size).astype(float)
    recalled = placed + rng.integers(0, 10, size)
    placed[rng.random(size) < 0.15] = np.nan
    recalled[rng.random(size) < 0.2] = np.nan
    return PlacedRows(
        account=rng.integers(-1, 4, size),
        debtor=rng.integers(-1, 3, size),
        agency=rng.integers(0, 3, size),
        placed=placed,
        recalled=recalled,
        balance=np.where(rng.random(size) < 0.2, np.nan, rng.integers(1, 900, size)),
    )


def days_held(rows: PlacedRows) -> list[set[int]]:
    """Return the days on which each row holds its account."""
    held = []
    for begin, end in zip(rows.placed.tolist(), rows.recalled.tolist(), strict=True):
        first = 0 if np.isnan(begin) else int(begin)
        after = SPAN if np.isnan(end) else int(end)
        held.append(set(range(first, after)))
    return held


def by_days(rows: PlacedRows, *, debtors: bool) -> set[tuple[int, ...]]:
    """Return what two agencies hold on each day, by looking at all pairs of rows."""
    held, found = days_held(rows), set()
    for one in range(len(held)):
        for other in range(len(held)):
            if rows.agency[one] >= rows.agency[other]:
                continue
            accounts = (int(rows.account[one]), int(rows.account[other]))
            if min(accounts) < 0:
                continue
            if debtors:
                same = rows.debtor[one] == rows.debtor[other] >= 0 and accounts[0] != accounts[1]
            else:
                same = accounts[0] == accounts[1]
            if same:
                agencies = (int(rows.agency[one]), int(rows.agency[other]))
                debtor = int(rows.debtor[one]) if debtors else -1
                found |= {(*accounts, *agencies, debtor, day) for day in held[one] & held[other]}
    return found


def as_days(rows: PlacedRows, found, *, by_debtor: bool = False) -> set[tuple[int, ...]]:
    """Return overlaps as days; that no day is told twice is checked on the way."""
    told: list[tuple[int, ...]] = []
    for one, other, since, until in zip(
        found.first.tolist(), found.second.tolist(), found.since, found.until, strict=True
    ):
        if rows.agency[one] > rows.agency[other]:
            one, other = other, one
        first = 0 if np.isinf(since) else int(since)
        after = SPAN if np.isinf(until) else int(until)
        told += [
            (int(rows.account[one]), int(rows.account[other]), int(rows.agency[one]),
             int(rows.agency[other]), int(rows.debtor[one]) if by_debtor else -1, day)
            for day in range(first, after)
        ]  # fmt: skip
    return set(told) if len(set(told)) == len(told) else {(-9,)}


def test_the_same_as_every_row_against_every_other_on_each_day() -> None:
    met = [0, 0]
    for seed in range(400):
        rows = drawn(np.random.default_rng(seed))
        accounts = as_days(rows, account_overlaps(rows))
        assert accounts == by_days(rows, debtors=False), seed
        debtors = as_days(rows, debtor_overlaps(rows), by_debtor=True)
        assert debtors == by_days(rows, debtors=True), seed
        met = [met[0] + bool(accounts), met[1] + bool(debtors)]
    assert min(met) > 100, met


def test_money_counts_each_account_once_with_its_larger_balance() -> None:
    rows = PlacedRows(
        account=np.array([1, 1, 1, 2, 2]),
        debtor=np.full(5, -1),
        agency=np.array([0, 1, 2, 0, 1]),
        placed=np.zeros(5),
        recalled=np.full(5, np.nan),
        balance=np.array([100.0, 150.0, np.nan, 7.0, 7.0]),
    )
    found = account_overlaps(rows)
    assert len(found) == 4
    assert money_concerned(rows, found) == 157


def test_handing_over_on_one_day_is_no_overlap() -> None:
    rows = PlacedRows(
        account=np.array([1, 1]),
        debtor=np.array([5, 5]),
        agency=np.array([0, 1]),
        placed=np.array([10.0, 20.0]),
        recalled=np.array([20.0, np.nan]),
        balance=np.array([1.0, 1.0]),
    )
    assert len(account_overlaps(rows)) == 0


def test_one_number_on_thousands_of_rows_is_refused() -> None:
    size = 5_000
    rows = PlacedRows(
        account=np.zeros(size, dtype=np.int64),
        debtor=np.full(size, -1),
        agency=np.arange(size),
        placed=np.zeros(size),
        recalled=np.full(size, np.nan),
        balance=np.ones(size),
    )
    with pytest.raises(InputError, match="stands on 5,000 rows"):
        account_overlaps(rows)


def test_placements_of_one_agency_that_touch_are_one() -> None:
    rows = PlacedRows(
        account=np.array([1, 1, 1]),
        debtor=np.full(3, -1),
        agency=np.array([0, 0, 1]),
        placed=np.array([10.0, 20.0, 15.0]),
        recalled=np.array([20.0, 30.0, 25.0]),
        balance=np.ones(3),
    )
    found = account_overlaps(rows)
    assert (found.since.tolist(), found.until.tolist()) == ([15.0], [25.0])

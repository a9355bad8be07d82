"""Rows of one contract: what they must say alike, what may not stand twice, what was before."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from placement.domain.errors import InputError
from placement.domain.history import letters_of, parse_history, placements_of, write_history
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.tape.cells import Numbers
from placement.tape.ledger import Ledger
from placement.tape.source import Source

_TOGETHER = 1.0 + 1e-9
"""Most that shares of the same accounts may add up to."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Groups:
    """Which rows belong together."""

    of: IntArray
    """Number of each row's contract, below 0 where it has no name, shape (rows,)."""

    @classmethod
    def of_names(cls, codes: "np.ndarray") -> "Groups":
        """Return the groups of contract names as codes."""
        return cls(of=np.asarray(codes, dtype=np.int64))

    def fill(self, values: FloatArray) -> FloatArray:
        """Return for each row the first value that a row of its contract states; NaN if none."""
        return np.where(self._source(values) >= 0, values[self._source(values)], np.nan)

    def any(self, mask: BoolArray) -> BoolArray:
        """Return the rows of contracts of which any row is marked."""
        return np.asarray(np.isin(self.of, self.of[mask]) & (self.of >= 0) | mask)

    def stated(self, values: FloatArray) -> IntArray:
        """Return for each row the row of its contract that states a value, itself if none."""
        source = self._source(values)
        return np.where(source >= 0, source, np.arange(len(self.of)))

    def contracts(self, rows: IntArray) -> tuple[IntArray, IntArray]:
        """Return the first of some rows of every contract, and the contract of each of them.

        Contracts are numbered in the order of their first rows.
        """
        _, first, of = np.unique(self.of[rows], return_index=True, return_inverse=True)
        order = np.argsort(first)
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        return rows[first[order]], place[of]

    def _source(self, values: FloatArray) -> IntArray:
        """Return for each row the first row of its contract with a value, -1 where none has."""
        source = np.full(max(int(self.of.max(initial=-1)) + 1, 1), -1, dtype=np.int64)
        known = np.flatnonzero(~np.isnan(values) & (self.of >= 0))[::-1]
        source[self.of[known]] = known
        own = np.where(np.isnan(values), -1, np.arange(len(values)))
        return np.where(self.of >= 0, source[self.of], own)


@dataclass(frozen=True, kw_only=True, eq=False)
class PastRead:
    """What accounts have been through."""

    history: tuple[str, ...]
    counts: dict[str, FloatArray]
    """Placements, letters and months in-house, where a history tells them."""


def kept(codes: "np.ndarray") -> FloatArray:
    """Return codes as numbers, NaN where the cell is empty or the column is not there."""
    return np.where(codes >= 0, codes.astype(float), np.nan)


def read_past(source: Source, ledger: Ledger, numbers: Mapping[str, Numbers]) -> PastRead:
    """Return histories with what they count; rows whose history says otherwise are left out."""
    size = len(source)
    texts: list[str] = [""] * size
    counts = {
        name: np.where(np.isnan(numbers[name].values), empty, numbers[name].values)
        if name in numbers
        else np.full(size, empty)
        for name, empty in (("placements", 0.0), ("letters", 0.0), ("in_house_months", np.nan))
    }
    if not source.has("history"):
        return PastRead(history=tuple(texts), counts=counts)
    wrong = np.zeros(size, dtype=bool)
    for row, text in enumerate(source.codes("history").texts()):
        try:
            stages = parse_history(text or "")
        except InputError:
            wrong[row] = True
            continue
        if not stages:
            continue
        texts[row] = write_history(stages)
        told = {"placements": placements_of(stages), "letters": letters_of(stages)}
        for name, count in told.items():
            wrong[row] |= counts[name][row] not in (0.0, float(count))
            counts[name][row] = count
        counts["in_house_months"][row] = np.nan
    ledger.leave_out(
        wrong,
        "history_wrong",
        lambda rows, of: t(
            "{rows} of {of} rows have a history that cannot be read or that counts other "
            "placements or letters than their columns.",
            rows=rows,
            of=of,
        ),
        t("Correct these cells."),
        source.place("history"),
    )
    return PastRead(history=tuple(texts), counts=counts)


def check_agreement(
    name: str, values: FloatArray, groups: Groups, source: Source, ledger: Ledger
) -> None:
    """Leave out the rows of contracts that state two values of what a contract has once."""
    first = groups.fill(values)
    other = ~np.isnan(values) & (values != first)
    mask = groups.any(other) & ~np.isnan(values) if other.any() else other
    ledger.leave_out(
        mask,
        f"{name}_contradicts",
        lambda rows, of: t(
            "{rows} of {of} rows share their contract name with another and say another {column}; "
            "rows of one contract are its age bands and have one {column}.",
            rows=rows,
            of=of,
            column=name,
        ),
        t("Say it once or alike, or give the contracts different names."),
        source.place(name),
    )


def check_repeats(
    groups: Groups,
    source: Source,
    ledger: Ledger,
    *,
    numbers: Mapping[str, Numbers],
    sector: IntArray,
    flags: Mapping[str, FloatArray],
) -> None:
    """Leave out rows that hold the same accounts twice: like bands of more than the whole."""
    alike = [groups.of.astype(float), sector.astype(float)]
    names = ("accounts", "balance", "age", "commission", "placements", "letters", "in_house_months")
    alike += [np.nan_to_num(numbers[name].values, nan=-1.0) for name in names if name in numbers]
    alike += [np.nan_to_num(flags[name]) for name in ("disputed", "unreachable")]
    share = np.ones(len(source))
    if "volume_share" in numbers:
        share = np.nan_to_num(numbers["volume_share"].values, nan=1.0)
    _, band = np.unique(np.column_stack(alike), axis=0, return_inverse=True)
    band = band.ravel()
    total, rows = np.bincount(band, weights=share), np.bincount(band)
    ledger.leave_out(
        (total[band] > _TOGETHER) & (rows[band] > 1) & (groups.of >= 0),
        "band_repeated",
        lambda rows, of: t(
            "{rows} of {of} rows share their contract name and all that describes their accounts "
            "with another, and their shares of the volume add up to more than 1; the same accounts "
            "cannot be had twice.",
            rows=rows,
            of=of,
        ),
        t("Rename or drop the repeats."),
        source.place("contract"),
    )


def leave_out_the_rest(groups: Groups, source: Source, ledger: Ledger) -> None:
    """Leave out the other rows of contracts with a row that is left out."""
    ledger.leave_out(
        groups.any(~ledger.live) & ledger.live,
        "contract_incomplete",
        lambda rows, of: t(
            "{rows} of {of} rows are right, but another row of their contract is not; without it "
            "the contract would be another one.",
            rows=rows,
            of=of,
        ),
        t("Correct the other row."),
        source.place("contract"),
    )

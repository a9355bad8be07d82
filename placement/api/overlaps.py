"""Accounts placed with two agencies: one function for the screen and the command."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

import numpy as np

from placement.api.invoices import BillFile
from placement.decide.overlaps import (
    Overlaps,
    PlacedRows,
    account_overlaps,
    debtor_overlaps,
    money_concerned,
)
from placement.domain.errors import InputError, TapeError
from placement.domain.text import listed, t
from placement.domain.types import IntArray
from placement.tape.account_columns import PLACED_LIST, account_headings
from placement.tape.account_keys import codes_of
from placement.tape.account_rows import (
    AccountRows,
    read_account_rows,
    refuse_headings_of_no_file,
)
from placement.tape.cells import Codes
from placement.tape.columns import check_fields, normalise
from placement.tape.findings import Finding
from placement.tape.meaning import AS_IT_STANDS, Meaning
from placement.tape.placed_list import columns_said
from placement.tape.read import read_table

__all__ = ["Overlaps", "PlacedTwice", "list_headings", "placed_twice"]


@dataclass(frozen=True, kw_only=True, eq=False)
class PlacedTwice:
    """What two agencies hold at the same time."""

    files: tuple[AccountRows, ...]
    agencies: tuple[str, ...]
    rows: PlacedRows
    """Of all files, one below the other."""

    file: IntArray
    """Position of the file that each row is from."""

    accounts: Overlaps
    debtors: Overlaps
    findings: tuple[Finding, ...]

    def names(self, places: IntArray) -> tuple[str, ...]:
        """Return account numbers as the lists write them, by row of all lists."""
        before = np.cumsum([0, *(len(each) for each in self.files)])
        shown = np.empty(len(places), dtype=object)
        for number, each in enumerate(self.files):
            here = np.flatnonzero(self.file[places] == number)
            shown[here] = each.accounts(places[here] - before[number])
        return tuple(shown.tolist())

    @property
    def placed_accounts(self) -> int:
        """Return how many different accounts the lists hold."""
        return len(np.unique(self.rows.account))

    @property
    def accounts_twice(self) -> int:
        """Return how many accounts two agencies hold at the same time."""
        return len(np.unique(self.rows.account[self.accounts.first]))

    @property
    def debtors_twice(self) -> int:
        """Return how many debtors two agencies ask about different accounts at the same time."""
        return len(np.unique(self.rows.debtor[self.debtors.first]))

    @property
    def money(self) -> int:
        """Return the balances of the accounts held twice, in cents."""
        return money_concerned(self.rows, self.accounts)

    @property
    def currency(self) -> str:
        """Return the currency that the lists name; empty where none does."""
        return next((c for each in self.files for c in each.currencies), "")

    @property
    def is_by_debtor(self) -> bool:
        """Return whether any list has the debtor's number."""
        return any(each.has("debtor_id") for each in self.files)


def list_headings(files: Sequence[BillFile], *, meaning: Meaning = AS_IT_STANDS) -> tuple[str, ...]:
    """Return the headings of some lists, each once, those of personal data left aside.

    Raises:
        TapeError: A list cannot be read.
    """
    found = (
        name
        for file in files
        for name in read_table(
            file.source,
            filename=file.name,
            keep=account_headings(),
            meaning=meaning.of_the_file,
        ).table.column_names
    )
    return tuple(dict.fromkeys(found))


def placed_twice(
    files: Sequence[BillFile],
    *,
    mapping: Mapping[str, str] | None = None,
    meaning: Meaning = AS_IT_STANDS,
) -> PlacedTwice:
    """Return which accounts of several agencies' lists overlap.

    Args:
        files: A list an agency, which its name stands for where it has no column of agencies.
        mapping: Field → heading, as chosen by hand, of whichever file has it.
        meaning: The user's word on how the files are written.

    Raises:
        TapeError: A list cannot be read, or the lists are in two currencies.
        InputError: They name fewer than two agencies, or the mapping is wrong.
    """
    check_fields(mapping or {}, known=PLACED_LIST)
    lists = [
        read_account_rows(
            file.source,
            filename=file.name,
            fields=PLACED_LIST,
            needed=("account_id",),
            mapping=mapping,
            meaning=meaning,
        )
        for file in files
    ]
    refuse_headings_of_no_file(mapping or {}, lists)
    currencies = {c for each in lists for c in each.currencies}
    if len(currencies) > 1:
        raise TapeError(
            t(
                "The lists are in different currencies: {names}. Convert one.",
                names=listed(sorted(currencies)),
            )
        )
    names, agency = _agencies(lists)
    if len(names) < 2:
        raise InputError(
            t(
                "The lists name one agency, {name}; two are compared. Give another agency's list, "
                "or a column of agencies (--column agency=HEADING).",
                name=names[0] if names else "-",
            )
        )
    rows = PlacedRows(
        account=np.concatenate(codes_of(*(each.keys for each in lists))),
        debtor=np.concatenate(codes_of(*(each.debtors for each in lists))),
        agency=agency,
        placed=np.concatenate([each.days["placed_on"] for each in lists]),
        recalled=np.concatenate([each.days["recalled_on"] for each in lists]),
        balance=np.concatenate([each.cents["balance"] for each in lists]),
    )
    return PlacedTwice(
        files=tuple(lists),
        agencies=names,
        rows=rows,
        file=np.repeat(np.arange(len(lists)), [len(each) for each in lists]),
        accounts=account_overlaps(rows),
        debtors=debtor_overlaps(rows),
        findings=tuple(
            finding for each in lists for finding in (*each.findings, *columns_said(each))
        ),
    )


def _agencies(
    lists: Sequence[AccountRows],
) -> tuple[tuple[str, ...], IntArray]:
    """Return the agencies, and the number of each row's; the file's name where none is said."""
    names: dict[str, int] = {}
    shown: list[str] = []

    def number(name: str) -> int:
        key = normalise(name) or name
        if key not in names:
            names[key] = len(shown)
            shown.append(name)
        return names[key]

    parts = []
    for each in lists:
        codes: Codes = each.agency
        used = set(np.unique(codes.codes).tolist())
        of_code = [number(n) if place in used else -1 for place, n in enumerate(codes.names)]
        of_file = number(PurePath(each.filename).stem) if -1 in used else -1
        parts.append(np.array([*of_code, of_file], dtype=np.int64)[codes.codes])
    return tuple(shown), np.concatenate(parts)

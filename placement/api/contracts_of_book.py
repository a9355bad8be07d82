"""A creditor's book as contracts that an agency could pursue: one per sector and creditor.

Every contract keeps the book's segments as its age bands, so that it is worth what the Deal zone
says of the same accounts.
"""

import numpy as np

from placement.api.books import segment_tape
from placement.assume.assumptions import Assumptions
from placement.domain.names import name_label
from placement.domain.types import AGENCY_OPTIONS, IntArray, Segments
from placement.report.bands import band_row
from placement.tape.tape import Tape


def contracts_of_book(
    tape: Tape, assumptions: Assumptions
) -> tuple[tuple[dict[str, object], ...], int]:
    """Return the rows of a table of contracts, and the accounts that are in none of them.

    Accounts that were placed as often as can be are left out. Commissions are the library's, rung
    by rung, and so is the fixed cost; the bid is taken as won. A segment of several creditors is
    parted by creditor.

    Args:
        tape: The book.
        assumptions: The numbers in use.
    """
    cut = segment_tape(tape, assumptions)
    segments = cut.segments
    creditors = ("", *tape.creditor.names)
    creditor = np.asarray(tape.creditor.codes, dtype=np.int64) + 1
    found, part = np.unique(cut.index * len(creditors) + creditor, return_inverse=True)
    segment, of = found // len(creditors), found % len(creditors)
    accounts = np.bincount(part)
    owed = np.bincount(part, weights=tape.balance)
    aged = np.bincount(part, weights=tape.balance * tape.age)
    whole = accounts == segments.accounts[segment]
    mean = np.where(whole, segments.balance[segment], owed / accounts)
    age = np.where(whole, segments.age[segment], aged / owed)
    offered = segments.placements[segment] < len(AGENCY_OPTIONS)
    names = _names(segments, segment, [creditors[code] for code in of])
    rows = tuple(
        band_row(
            segments,
            int(segment[place]),
            contract=names[place],
            creditor=creditors[of[place]],
            accounts=int(accounts[place]),
            balance=float(mean[place]),
            age=float(age[place]),
        )
        | {
            "fixed_cost": float(
                assumptions.number(f"{segments.sector[segment[place]]}.agency.contract_fixed_cost")
            ),
            "win_probability": 1.0,
        }
        for place in np.lexsort((np.arange(len(found)), np.array(names, dtype=object)))
        if offered[place]
    )
    return rows, int(accounts[~offered].sum())


def _names(segments: Segments, segment: IntArray, creditors: list[str]) -> list[str]:
    """Return the contract of each part: sector and creditor, and its type where it has several."""
    keys = [
        (segments.sector[row], creditor, segments.creditor_type[row])
        for row, creditor in zip(segment, creditors, strict=True)
    ]
    types = {key[:2]: {k[2] for k in keys if k[:2] == key[:2]} for key in set(keys)}
    return [
        " · ".join(
            part
            for part in (
                name_label(sector),
                creditor,
                name_label(kind) if len(types[sector, creditor]) > 1 else "",
            )
            if part
        )
        for sector, creditor, kind in keys
    ]

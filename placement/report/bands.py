"""A segment as a row of a table of contracts: one age band of its contract."""

import math

from placement.domain.types import Segments


def band_row(
    segments: Segments,
    position: int,
    *,
    contract: str,
    creditor: str = "",
    accounts: int | None = None,
    balance: float | None = None,
    age: float | None = None,
    commission: float | None = None,
) -> dict[str, object]:
    """Return one segment by the columns of a table of contracts.

    Args:
        segments: The segments.
        position: Which of them.
        contract: Name of the contract it is a band of.
        creditor: Who gives it.
        accounts: Its accounts; by default all.
        balance: Mean balance of these; by default the segment's.
        age: Months past due of these; by default the segment's.
        commission: Its rung; None takes the library's.
    """
    months = float(segments.in_house_months[position])
    return {
        "contract": contract,
        "sector": segments.sector[position],
        "creditor": creditor,
        "creditor_type": segments.creditor_type[position],
        "accounts": int(segments.accounts[position]) if accounts is None else accounts,
        "balance": float(segments.balance[position]) if balance is None else balance,
        "age": float(segments.age[position]) if age is None else age,
        "commission": commission,
        "placements": int(segments.placements[position]),
        "letters": int(segments.letters[position]),
        "in_house_months": None if math.isnan(months) else months,
        "history": segments.history[position],
        "disputed": bool(segments.disputed[position]),
        "unreachable": bool(segments.unreachable[position]),
    }

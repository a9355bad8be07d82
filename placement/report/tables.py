"""A ranking as tables, for files and for the screen."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from placement.decide.rank import OPTIONS, Ranking

if TYPE_CHECKING:
    from placement.decide.timing.follow_up import FollowUp
    from placement.domain.types import FloatArray, IntArray
    from placement.tape.tape import Tape


def to_cents(amounts: "FloatArray") -> "FloatArray":
    """Return amounts rounded to the cent: files are for people and for their ledgers."""
    # Adding zero turns -0.0 into 0.0.
    return np.asarray(np.round(amounts, 2) + 0.0)


def segment_table(ranking: Ranking, followed: "FollowUp | None" = None) -> pd.DataFrame:
    """Return one row per segment: size, best option and the net recovery of every option.

    Money is for all accounts of the segment, to the cent; an option that is not open is empty.

    Args:
        ranking: The ranking.
        followed: The options with the best that can follow them, for as many columns more.
    """
    segments = ranking.valuation.segments
    names = [option.value for option in OPTIONS]
    table = pd.DataFrame(
        {
            "segment": segments.label,
            "sector": segments.sector,
            "accounts": segments.accounts,
            "balance": to_cents(segments.balance * segments.accounts),
            "months_past_due": segments.age,
            "best": [names[i] for i in ranking.best],
            "net": to_cents(ranking.best_net * segments.accounts),
            "lead_over_second": to_cents(ranking.lead * segments.accounts),
        }
    )
    nets = to_cents(np.where(ranking.available, ranking.net, np.nan) * segments.accounts)
    table = table.assign(**{f"net_{name}": nets[row] for row, name in enumerate(names)})
    if followed is None:
        return table
    after = to_cents(followed.net * segments.accounts)
    return table.assign(
        best_with_follow_up=[names[i] for i in followed.best],
        **{f"with_follow_up_{name}": after[row] for row, name in enumerate(names)},
    )


def account_table(tape: "Tape", *, option: "IntArray", net: "FloatArray") -> pd.DataFrame:
    """Return one row per account with its own best option and what it would leave, to the cent.

    Args:
        tape: The accounts.
        option: Position of each account's best option in `OPTIONS`, shape (accounts,).
        net: Net recovery under it, shape (accounts,).
    """
    names = np.array([member.value for member in OPTIONS], dtype=object)
    ids = tape.account_id
    return pd.DataFrame(
        {
            "row": tape.row,
            "account_id": ids if ids is not None else [""] * len(tape),
            "balance": to_cents(tape.balance),
            "months_past_due": tape.age,
            "best": names[option],
            "net": to_cents(net),
        }
    )

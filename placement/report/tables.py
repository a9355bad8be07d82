"""A ranking as tables, for files and for the screen."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from placement.decide.rank import OPTIONS, Ranking
from placement.decide.timing.plans import FIRST_MOVES
from placement.decide.totals import TOTALS, to_the_cent

if TYPE_CHECKING:
    from placement.decide.timing.follow_up import FollowUp
    from placement.decide.timing.plan_parts import PlanParts
    from placement.domain.types import FloatArray, IntArray
    from placement.tape.tape import Tape


def to_cents(amounts: "FloatArray") -> "FloatArray":
    """Return amounts rounded to the cent: files are for people and for their ledgers."""
    # Adding zero turns -0.0 into 0.0.
    return np.asarray(np.round(amounts, 2) + 0.0)


def segment_table(
    ranking: Ranking, lead: "PlanParts | None" = None, followed: "FollowUp | None" = None
) -> pd.DataFrame:
    """Return one row per segment: size, what leads, the best option alone, and every option.

    Money is for all accounts of the segment, to the cent; an option that is not open is empty.
    Cash, fees and tax stand before the net that they add up to.

    Args:
        ranking: The ranking.
        lead: Each segment's best plan, for what is best to begin with.
        followed: The options with the best that can follow them, for as many columns more.
    """
    segments = ranking.valuation.segments
    accounts, names = segments.accounts, [option.value for option in OPTIONS]
    after: dict[str, object] = {}
    if followed is not None:
        nets = to_cents(followed.net * accounts)
        after["best_to_begin"] = [names[i] for i in followed.best]
        after |= net_columns(
            followed.best_net * accounts, followed.best_totals * accounts, "{}_with_follow_up"
        )
        after |= {f"with_follow_up_{name}": nets[row] for row, name in enumerate(names)}
    nets = to_cents(ranking.net * accounts)
    return pd.DataFrame(
        {
            "segment": segments.label,
            "sector": segments.sector,
            "accounts": accounts,
            "balance": to_cents(segments.balance * accounts),
            "months_past_due": segments.age,
            **(lead_columns(lead, accounts) if lead else {}),
            "best": [names[i] for i in ranking.best],
            **net_columns(ranking.best_net * accounts, ranking.best_totals * accounts),
            "lead_over_second": to_cents(ranking.lead * accounts),
            **{f"net_{name}": nets[row] for row, name in enumerate(names)},
            **after,
        }
    )


def lead_columns(lead: "PlanParts", accounts: "IntArray") -> dict[str, object]:
    """Return the columns of what leads each segment: first move, cash, fees, tax, net.

    Args:
        lead: Each segment's best plan.
        accounts: Number of accounts of each, which the money is for.
    """
    return {
        "first_move": [FIRST_MOVES[i] for i in lead.first_move],
        **net_columns(lead.net * accounts, lead.totals * accounts, "plan_{}"),
    }


def net_columns(
    net: "FloatArray", totals: "FloatArray", called: str = "{}"
) -> dict[str, "FloatArray"]:
    """Return cash, fees, tax and the net as columns to the cent, which add up to the cent.

    Args:
        net: Shape (rows,).
        totals: What it is made of, shape (totals, rows).
        called: How a column is called, `{}` for its usual name.
    """
    names = (*TOTALS, "net")
    return {
        called.format(name): values
        for name, values in zip(names, to_the_cent(totals, net), strict=True)
    }


def account_table(
    tape: "Tape",
    *,
    option: "IntArray",
    net: "FloatArray",
    totals: "FloatArray",
    first_move: "IntArray | None" = None,
) -> pd.DataFrame:
    """Return one row per account with its own best option and what it would leave, to the cent.

    Args:
        tape: The accounts.
        option: Position of each account's best option in `OPTIONS`, shape (accounts,).
        net: Net recovery under it, shape (accounts,).
        totals: What it is made of, shape (totals, accounts).
        first_move: What leads each account's segment, a position in `FIRST_MOVES`.
    """
    names = np.array([member.value for member in OPTIONS], dtype=object)
    moves = np.array(FIRST_MOVES, dtype=object)
    ids = tape.account_id
    return pd.DataFrame(
        {
            "row": tape.row,
            "account_id": ids if ids is not None else [""] * len(tape),
            "balance": to_cents(tape.balance),
            "months_past_due": tape.age,
            **({} if first_move is None else {"first_move": moves[first_move]}),
            "best": names[option],
            **net_columns(net, totals),
        }
    )

"""Accounts placed with two agencies as tables, plain data and words."""

from typing import Any

import numpy as np
import pandas as pd

from placement.decide.overlaps import Overlaps, PlacedRows
from placement.domain.text import sentences, t
from placement.domain.types import FloatArray
from placement.report.bill_answer import Names, money_text
from placement.report.counts import accounts_text


def overlap_table(
    rows: PlacedRows, found: Overlaps, *, agencies: tuple[str, ...], accounts: Names
) -> pd.DataFrame:
    """Return a row a pair of placements that overlap, the largest balance first.

    Args:
        rows: Of all lists.
        found: The pairs.
        agencies: Their names.
        accounts: Returns account numbers by row of all lists.
    """
    names = np.array(agencies, dtype=object)
    largest = np.fmax(rows.balance[found.first], rows.balance[found.second]) / 100.0
    days = np.where(
        np.isfinite(found.since) & np.isfinite(found.until), found.until - found.since, np.nan
    )
    table = pd.DataFrame(
        {
            "account_id": accounts(found.first),
            "agency": names[rows.agency[found.first]],
            "other_account": accounts(found.second),
            "other_agency": names[rows.agency[found.second]],
            "since": _texts(found.since),
            "until": _texts(found.until),
            "days": pd.Series(days).astype("Int64"),
            "balance": largest,
        }
    )
    return table.sort_values(
        "balance", ascending=False, kind="stable", na_position="last", ignore_index=True
    )


def overlap_rows(
    rows: PlacedRows, found: Overlaps, *, agencies: tuple[str, ...], accounts: Names
) -> list[dict[str, Any]]:
    """Return the same as plain data; None where something is not known."""
    table = overlap_table(rows, found, agencies=agencies, accounts=accounts)
    plain = table.astype(object).where(table.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


def pair_rows(
    rows: PlacedRows, found: Overlaps, *, agencies: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Return how many accounts, and what money, each two agencies hold together."""
    if not len(found):
        return []
    one, other = rows.agency[found.first], rows.agency[found.second]
    table = pd.DataFrame(
        {
            "one": np.minimum(one, other),
            "other": np.maximum(one, other),
            "account": rows.account[found.first],
            "balance": np.fmax(rows.balance[found.first], rows.balance[found.second]),
        }
    )
    by_account = table.groupby(["one", "other", "account"], as_index=False)["balance"].max()
    groups = by_account.groupby(["one", "other"])["balance"]
    summed = pd.DataFrame({"accounts": groups.size(), "balance": groups.sum()}).reset_index()
    return [
        {
            "agency": agencies[int(row["one"])],
            "other_agency": agencies[int(row["other"])],
            "accounts": int(row["accounts"]),
            "balance": int(row["balance"]) / 100,
        }
        for row in summed.sort_values(by="balance", ascending=False).to_dict("records")
    ]


def overlap_sentence(
    *, accounts: int, twice: int, money: int, debtors: int | None, currency: str
) -> str:
    """Return how many accounts two agencies hold at the same time, and what money that is.

    Args:
        accounts: Different accounts in the lists.
        twice: Those held by two at the same time.
        money: Their balances in cents.
        debtors: Debtors whom two ask about different accounts; None where lists name no debtors.
        currency: Of the money; empty where not known.
    """
    all_of_them = accounts_text(accounts)
    owed = f"{money_text(money)} {currency}".strip()
    if not twice:
        said = t("None of {accounts} is with two agencies at the same time.", accounts=all_of_them)
    elif twice == 1:
        said = t(
            "1 of {accounts} is with two agencies at the same time; it owes {money}.",
            accounts=all_of_them,
            money=owed,
        )
    else:
        said = t(
            "{twice} of {accounts} are with two agencies at the same time; they owe {money}.",
            accounts=all_of_them,
            twice=f"{twice:,}",
            money=owed,
        )
    others = ""
    if debtors == 1:
        others = t("1 debtor is asked by two agencies about different accounts.")
    elif debtors:
        others = t(
            "{debtors} debtors are asked by two agencies about different accounts.",
            debtors=f"{debtors:,}",
        )
    return sentences([said, others])


def _texts(days: FloatArray) -> list[str | None]:
    return [str(np.datetime64(int(day), "D")) if np.isfinite(day) else None for day in days]

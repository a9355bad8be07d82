"""The ladders of a contract in a table to type in: where each rung starts, and its rate.

A rung ends where the next one starts, so a table cannot have gaps; the library checks the rest.
An editor that is fed its own changes loses every second one. So each is opened with what the
session holds at that moment and keeps that for as long as it is on the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from placement.decide.deal.fee_terms import Band, Bonus, FeeTerms
from placement.domain.text import t
from placement.ui import restored
from placement.ui.inputs import as_share
from placement.words.numbers import as_percent

LADDER = "deal_fee_ladder"
BONUSES = "bonuses"

_OPENED = "deal_fee_opened"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A table of the contract: what it is called and what its columns mean."""

    name: str
    title: str
    first: str
    second: str
    first_is_share: bool
    help: str


def kinds(currency: str) -> dict[str, Kind]:
    """Return the tables of a contract by the name of the term they fill."""
    added = t("Points added (%)")
    every = (
        Kind(
            name="by_age",
            title=t("Rate by age"),
            first=t("From months past due"),
            second=t("Commission (%)"),
            first_is_share=False,
            help=t("Takes the place of the headline. The first rung starts at 0."),
        ),
        Kind(
            name="by_balance",
            title=t("Points by balance"),
            first=t("From balance ({currency})", currency=currency),
            second=added,
            first_is_share=False,
            help=t("Added by the balance of an account. The first rung starts at 0."),
        ),
        Kind(
            name="by_placement",
            title=t("Points by placement"),
            first=t("From placement number"),
            second=added,
            first_is_share=False,
            help=t("Added from this placement on; 1 is the first."),
        ),
        Kind(
            name="by_result",
            title=t("Points by result"),
            first=t("From liquidation (%)"),
            second=added,
            first_is_share=True,
            help=t("Added by the share of the balance that pays. The first rung starts at 0."),
        ),
        Kind(
            name=BONUSES,
            title=t("Bonus and malus by rank"),
            first=t("Chance of the rank (%)"),
            second=added,
            first_is_share=True,
            help=t("What a rank among the agencies brings; minus for a malus."),
        ),
    )
    return {kind.name: kind for kind in every}


def edit_ladders(terms: FeeTerms, *, turn: int, currency: str) -> FeeTerms:
    """Draw the choice of a table and the table, and return the terms with it.

    Raises:
        InputError: The table breaks a rule; names it.
    """
    every = kinds(currency)
    restored.choice(LADDER, list(every))
    st.session_state.setdefault(LADDER, "by_age")
    chosen = every[
        st.selectbox(
            t("Ladders and bonuses"),
            options=list(every),
            format_func={
                name: _with_count(each, terms) for name, each in every.items()
            }.__getitem__,
            key=LADDER,
            persist_state="session",
            help=t("Each is a table: a row for every rung."),
        )
    ]
    edited = _editor(chosen, _opened(chosen, terms, turn), turn)
    changed: dict[str, Any] = {chosen.name: rows_of(chosen, edited)}
    return replace(terms, **changed)


def frame_of(kind: Kind, terms: FeeTerms) -> pd.DataFrame:
    """Return a table of the contract as the editor shows it, in percent."""
    rows: Sequence[Band | Bonus] = getattr(terms, kind.name)
    pairs = [
        (row.chance, row.points) if isinstance(row, Bonus) else (row.start, row.rate)
        for row in rows
    ]
    return pd.DataFrame(
        {
            "first": [as_percent(a) if kind.first_is_share else a for a, _ in pairs],
            "second": [as_percent(b) for _, b in pairs],
        },
        dtype=float,
    )


def rows_of(kind: Kind, table: pd.DataFrame) -> tuple[Band | Bonus, ...]:
    """Return the rungs of an edited table; rows that are not complete yet are left out."""
    whole = table.dropna().sort_values("first", kind="stable")
    first = [as_share(x) if kind.first_is_share else float(x) for x in whole["first"]]
    second = [as_share(float(x)) for x in whole["second"]]
    if kind.name == BONUSES:
        return tuple(Bonus(chance=a, points=b) for a, b in zip(first, second, strict=True))
    ends: list[float | None] = [*first[1:], None][: len(first)]
    return tuple(
        Band(start=a, end=end, rate=b) for a, end, b in zip(first, ends, second, strict=True)
    )


def _with_count(kind: Kind, terms: FeeTerms) -> str:
    count = len(getattr(terms, kind.name))
    return t("{title} ({count})", title=kind.title, count=count) if count else kind.title


def _key(kind: Kind, turn: int) -> str:
    return f"deal_fee_{kind.name}_{turn}"


def _opened(kind: Kind, terms: FeeTerms, turn: int) -> pd.DataFrame:
    """Return what the editor was opened with, or is opened with now."""
    key = _key(kind, turn)
    opened: dict[str, pd.DataFrame] = st.session_state.get(_OPENED, {})
    if key not in st.session_state or key not in opened:
        # Only the table on the page has an editor, so only it has something to keep.
        opened = {key: frame_of(kind, terms)}
        st.session_state[_OPENED] = opened
    return opened[key]


def _editor(kind: Kind, opened: pd.DataFrame, turn: int) -> pd.DataFrame:
    number = st.column_config.NumberColumn
    edited: pd.DataFrame = st.data_editor(
        opened,
        key=_key(kind, turn),
        num_rows="dynamic",
        hide_index=True,
        column_config={
            "first": number(kind.first, min_value=0.0, format="plain"),
            "second": number(kind.second, min_value=-100.0, max_value=100.0, format="plain"),
        },
        alt=kind.title,
    )
    st.caption(kind.help)
    return edited

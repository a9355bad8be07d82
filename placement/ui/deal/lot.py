"""Which accounts lie on the table: the whole book, a sector or one segment."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import streamlit as st

from placement import api
from placement.decide.rank import Ranking
from placement.domain.errors import InputError
from placement.domain.text import sentences, t
from placement.domain.types import BoolArray, IntArray
from placement.ui import restored, session
from placement.ui.inputs import switch
from placement.ui.options.segment import choose_segment
from placement.words.names import sector_name
from placement.words.numbers import money


class Scope(StrEnum):
    """What a lot is cut from."""

    BOOK = "book"
    SECTOR = "sector"
    SEGMENT = "segment"


class Accounts(StrEnum):
    """Which of them are offered."""

    BEST_PLACED = "best_placed"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The accounts on the table."""

    scope: Scope
    sector: str = ""
    position: int = -1
    accounts: Accounts = Accounts.ALL

    @property
    def key(self) -> str:
        """Names the choice in keys of what was worked out for it."""
        return f"{self.scope}:{self.sector}:{self.position}:{self.accounts}"


SCOPE, SECTOR, ACCOUNTS = "deal_scope", "deal_sector", "deal_accounts"


def choose_lot(ranking: Ranking, placed: Callable[[], BoolArray]) -> Choice:
    """Draw the choice of the accounts on the table and return it.

    Args:
        ranking: The book.
        placed: Asked, says which segments are best begun with an agency.
    """
    names = {
        Scope.BOOK: t("Whole book"),
        Scope.SECTOR: t("One sector"),
        Scope.SEGMENT: t("One segment"),
    }
    left, right = st.columns([1, 1.05], vertical_alignment="bottom")
    with left:
        scope = Scope(
            switch(
                t("On the table"),
                {each.value: name for each, name in names.items()},
                key=SCOPE,
                default=Scope.SECTOR.value,
                help=t("What the one contract covers."),
            )
        )
    with right:
        if scope is Scope.SEGMENT:
            return Choice(scope=scope, position=choose_segment(ranking.valuation.segments))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            sector = _choose_sector(ranking, placed()) if scope is Scope.SECTOR else ""
            return Choice(scope=scope, sector=sector, accounts=_choose_accounts())


def positions_of(ranking: Ranking, choice: Choice, placed: Callable[[], BoolArray]) -> IntArray:
    """Return the segments of a choice; arguments as `choose_lot`.

    Raises:
        InputError: None is left; says what to choose instead.
    """
    if choice.scope is Scope.SEGMENT:
        return np.array([choice.position], dtype=np.int64)
    offered = np.ones(len(ranking.valuation.segments), dtype=bool)
    if choice.sector:
        offered &= _of_sector(ranking, choice.sector)
    if choice.accounts is Accounts.BEST_PLACED:
        offered &= placed()
    found: IntArray = np.flatnonzero(offered)
    if not found.size:
        raise InputError(
            t(
                "An agency is the best beginning for no segment here, so there is nothing to "
                "offer. Choose all accounts to see why, or another sector."
            )
        )
    return found


def _of_sector(ranking: Ranking, sector: str) -> BoolArray:
    return np.array([each == sector for each in ranking.valuation.segments.sector], dtype=bool)


def _choose_sector(ranking: Ranking, best_begun: BoolArray) -> str:
    """Draw the choice of a sector, the one with most to place first."""
    segments = ranking.valuation.segments
    balance = segments.balance * segments.accounts
    names, row = np.unique(np.array(segments.sector), return_inverse=True)
    placed = np.bincount(row, weights=balance * best_begun, minlength=names.size)
    whole = np.bincount(row, weights=balance, minlength=names.size)
    sectors = [str(names[each]) for each in np.lexsort((-whole, -placed))]
    restored.choice(SECTOR, session.assumptions().sectors)
    if st.session_state.get(SECTOR) not in sectors:
        st.session_state[SECTOR] = sectors[0]
    return str(
        st.selectbox(
            t("Sector"),
            options=sectors,
            format_func={each: sector_name(each) for each in sectors}.__getitem__,
            key=SECTOR,
            persist_state="session",
        )
    )


def _choose_accounts() -> Accounts:
    names = {Accounts.BEST_PLACED: t("Best placed"), Accounts.ALL: t("All")}
    return Accounts(
        switch(
            t("Accounts"),
            {each.value: name for each, name in names.items()},
            key=ACCOUNTS,
            default=Accounts.BEST_PLACED.value,
            help=t(
                "Best placed: only the segments that are best begun with the next agency. Nobody "
                "would place the others now, and a contract for all has to carry them."
            ),
        )
    )


def lot_words(ranked: api.BookRanking, positions: IntArray, *, left_out: int) -> str:
    """Return what lies on the table in one line."""
    segments = ranked.ranking.valuation.segments
    accounts = segments.accounts[positions]
    figures = {
        "accounts": f"{int(accounts.sum()):,}",
        "segments": f"{positions.size:,}",
        "balance": money(float(segments.balance[positions] @ accounts)),
        "currency": ranked.book.tape.currency,
    }
    words = (
        t("{accounts} accounts of one segment, {balance} {currency}.", **figures)
        if positions.size == 1
        else t("{accounts} accounts in {segments} segments, {balance} {currency}.", **figures)
    )
    if not left_out:
        return words
    gone = t(
        "{count} of them are left out: they had all the placements an account can have.",
        count=f"{left_out:,}",
    )
    return sentences([words, gone])

"""The Bid desk: the sheet of lots with its totals, quick first and then exact."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from placement import api
from placement.decide.bid.several import Total
from placement.decide.bid.studied import OneBid, sheet_total
from placement.domain.errors import PlacementError
from placement.domain.progress import parts
from placement.domain.text import t
from placement.report.bid_sheet import BidLine, sheet_table
from placement.ui.bid import cached as bid_cached
from placement.ui.bid.cached import Asked
from placement.ui.formula import how_it_comes_about
from placement.ui.options.book import amount
from placement.ui.tiles import tiles
from placement.words.bid_formulas import total_formula
from placement.words.glossary import meaning
from placement.words.names import sector_name
from placement.words.numbers import money

_EXACT = "bid_exact"
"""Key of the questions whose exact answer this session has seen."""

REMEMBERED = 100
"""Exact answers a session takes for known; the cache holds more."""

VISIBLE = 1e-9
"""Share of the total by which a quick answer may miss the exact one unnoticed."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """The lots with their answers, and what they bring together."""

    rows: "tuple[api.LotRow, ...]"
    lines: tuple[BidLine, ...]
    total: Total
    exact: bool


def sheet_at_once(rows: "tuple[api.LotRow, ...]", asked: Asked) -> Sheet:
    """Return the sheet: exact where that is known, else from tables of the lots."""
    known = _question(rows, asked) in st.session_state.get(_EXACT, [])
    return sheet_of(rows, asked, exact=known)


def sheet_of(rows: "tuple[api.LotRow, ...]", asked: Asked, *, exact: bool) -> Sheet:
    """Return the sheet, exact or from tables; a lot that cannot be bid for says why."""
    made = [_one(row, asked, exact=exact) for row in parts(rows)]
    return _sheet(rows, [bid for bid, _ in made], [line for _, line in made], exact=exact)


def sheet_exactly(shown: Sheet, asked: Asked) -> Sheet:
    """Return the exact sheet; where another one was shown, draw the page again instead."""
    if shown.exact:
        return shown
    bids: list[OneBid | None] = []
    lines = []
    waits = st.progress(0.0, t("Working out the exact bids…"))
    for place, row in enumerate(shown.rows):
        # Between lots a slider that was moved meanwhile may take over.
        waits.progress(place / len(shown.rows), t("Working out the exact bids…"))
        bid, line = _one(row, asked, exact=True)
        bids.append(bid)
        lines.append(line)
    waits.empty()
    sheet = _sheet(shown.rows, bids, lines, exact=True)
    seen = list(st.session_state.get(_EXACT, []))
    st.session_state[_EXACT] = [*seen, _question(shown.rows, asked)][-REMEMBERED:]
    if _differs(shown, sheet):
        st.rerun()
    return sheet


def show_totals(sheet: Sheet, currency: str) -> None:
    """Draw the tiles: what to bid for, and what it brings."""
    bids = [line for line in sheet.lines if line.go]
    curse = sum(line.value("loss_if_naive") for line in sheet.lines if line.desk)
    total = sheet.total
    with tiles():
        st.metric(
            t("Bid for"),
            t("{taken} of {all}", taken=len(bids), all=len(sheet.lines)),
            help=t("Lots whose best bid is admitted and expected to earn money."),
        )
        st.metric(
            t("Expected profit ({currency})", currency=currency),
            money(total.expected_profit),
            help=meaning("expected_profit"),
        )
        st.metric(
            t("Give or take ({currency})", currency=currency),
            money(total.sd),
            help=t(
                "One standard deviation of the total: the same people read all lots, so one error "
                "runs through them. If the errors had nothing to do with each other: {alone}.",
                alone=money(total.sd_if_errors_differ),
            ),
        )
        st.metric(
            t("Lots won on average"),
            f"{total.expected_wins:.1f}",
            help=t("The chances to win, added up."),
        )
        st.metric(
            t("Curse ignored costs ({currency})", currency=currency),
            money(curse),
            help=t(
                "What bids lose that take the own estimate at its word, though winning says "
                "something of the lot."
            ),
        )
    earns = [(line.lot, line.value("expected_profit")) for line in bids]
    how_it_comes_about([total_formula(earns)], key="bid_totals")


def show_table(sheet: Sheet, currency: str) -> None:
    """Draw a row for each lot."""
    st.subheader(t("What to bid for each lot"))
    st.dataframe(
        screen_rows(sheet.lines),
        hide_index=True,
        key="bid_table",
        height="content" if len(sheet.lines) <= 12 else 460,
        placeholder="\N{EN DASH}",
        column_config=screen_columns(currency),
        alt=t("Lots with floor, best bid, chance to win, profit and the reason."),
    )


def screen_rows(lines: Sequence[BidLine]) -> pd.DataFrame:
    """Return the sheet as the screen shows it: names, whole currency units."""
    table = sheet_table(lines)
    whole = ["profit_if_won", "expected_profit", "sd", "cash", "loss_if_curse_ignored"]
    return table.assign(
        sector=[sector_name(line.sector) for line in lines],
        recommend=[t("Go") if line.go else t("No go") for line in lines],
        # What cannot be bid has no best bid, and no chance to win with it.
        bid=table["bid"].where(table["recommend"]),
        win_probability=table["win_probability"].where(table["recommend"]),
        odds_if_won=table["odds_if_won"].where(table["recommend"]),
        # Without a named ceiling the highest bid is 100%, which nobody needs to read.
        ceiling=table["ceiling"].where(table["ceiling"].astype(float) < 1.0),
        **{name: table[name].round() for name in whole},
    )[
        ["lot", "recommend", "floor", "bid", "win_probability", "expected_profit", "sd",
         "loss_probability", "seats", "cash", "profit_if_won", "odds_if_won", "naive_bid",
         "loss_if_curse_ignored", "ceiling", "reason"]
    ]  # fmt: skip


def screen_columns(currency: str) -> dict[str, ColumnConfig]:
    """Return how the columns of `screen_rows` are called and written."""
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    return {
        "lot": text(t("Lot"), width=190, pinned=True),
        "recommend": text(t("Go?"), width=64),
        "floor": number(t("Floor"), format="percent", help=meaning("floor")),
        "bid": number(t("Best bid"), format="percent"),
        "ceiling": number(t("Ceiling"), format="percent"),
        "win_probability": number(t("Chance to win"), format="percent"),
        "profit_if_won": amount(t("Profit if won ({currency})", currency=currency)),
        "expected_profit": amount(t("Expected profit ({currency})", currency=currency)),
        "sd": amount(t("Give or take ({currency})", currency=currency)),
        "loss_probability": number(
            t("Chance of a loss"),
            format="percent",
            help=t("That the lot is won and loses money, or that bidding cost money for nothing."),
        ),
        "seats": number(
            t("People"), format="%.1f", help=t("At work in the busiest month, if the lot is won.")
        ),
        "cash": amount(t("Laid out at most ({currency})", currency=currency)),
        "odds_if_won": number(
            t("Odds if won"),
            format="percent",
            help=meaning("odds_if_won"),
        ),
        "naive_bid": number(
            t("Naive bid"),
            format="percent",
            help=meaning("naive_bid"),
        ),
        "loss_if_curse_ignored": amount(
            t("Ignoring the curse costs ({currency})", currency=currency)
        ),
        "reason": text(t("Why"), width=560),
    }


def _one(row: "api.LotRow", asked: Asked, *, exact: bool) -> tuple[OneBid | None, BidLine]:
    bid, problem = None, ""
    try:
        bid = (bid_cached.exact if exact else bid_cached.quick)(row, asked)
    except PlacementError as error:
        problem = str(error)
    return bid, BidLine(
        lot=row.lot,
        sector=row.sector,
        accounts=row.accounts,
        owed=row.owed,
        age=row.age,
        desk=bid.desk if bid else None,
        problem=problem,
    )


def _sheet(
    rows: "tuple[api.LotRow, ...]",
    bids: list[OneBid | None],
    lines: list[BidLine],
    *,
    exact: bool,
) -> Sheet:
    made = [bid for bid in bids if bid]
    nothing = Total(expected_profit=0.0, sd=0.0, sd_if_errors_differ=0.0, expected_wins=0.0)
    return Sheet(
        rows=rows,
        lines=tuple(lines),
        total=sheet_total(made) if made else nothing,
        exact=exact,
    )


def _question(rows: "tuple[api.LotRow, ...]", asked: Asked) -> int:
    return hash((rows, asked.key))


def _differs(quick: Sheet, exact: Sheet) -> bool:
    scale = VISIBLE * max(abs(exact.total.expected_profit), 1.0)
    return any(
        abs(one.value("expected_profit") - other.value("expected_profit")) > scale
        or one.go != other.go
        for one, other in zip(quick.lines, exact.lines, strict=True)
    )

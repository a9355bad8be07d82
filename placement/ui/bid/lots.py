"""The Bid desk's lots: taken from the book, typed into the table, pasted, or uploaded."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd
import streamlit as st

from placement import api
from placement.decide.deal.terms_text import terms_text
from placement.domain.errors import InputError, PlacementError
from placement.domain.names import name_label
from placement.domain.text import as_now, listed, t
from placement.report.files import as_csv
from placement.report.forms import form_csv
from placement.scenario.works import KeptList
from placement.ui import cached, session
from placement.ui.book.names import creditor_type_names
from placement.ui.gate.files import download_button, file_uploader
from placement.ui.inputs import as_share, clear_pasted, pasted, switch
from placement.ui.language import readers_language
from placement.ui.work import desk
from placement.ui.work.lists import next_turn, plain_list, say_if_too_long
from placement.ui.work.lists import table_of as table_of_cells
from placement.ui.work.state import LOTS
from placement.words.markdown import plain
from placement.words.names import sector_name
from placement.words.numbers import as_percent

SOURCE, OWN = "bid_source", "own"
LIMIT_MB = 2
_TURN, _UNREAD = "bid_lots_upload", "bid_lots_unread"
_PASTED = "bid_lots_paste"

COLUMNS = (
    "lot",
    "sector",
    "accounts",
    "balance",
    "age",
    "ceiling",
    "placements",
    "creditor_type",
    "rules",
    "terms",
    "fixed_cost",
    "payment_lag",
    "volume_share",
)
TEXTS = ("lot", "sector", "creditor_type", "rules", "terms")


@dataclass(frozen=True, kw_only=True, eq=False)
class Opened:
    """The table as it was opened and as it stands."""

    origin: tuple[str, ...]
    turn: int
    frame: pd.DataFrame
    edited: pd.DataFrame
    is_changed: bool = False
    """Typed, pasted or uploaded, in part at least; else it follows from the book."""

    left_out: int = 0
    rows: "tuple[api.LotRow, ...]" = ()
    """As cut from the book; a row of the same figures keeps their segments."""

    @property
    def key(self) -> str:
        """Key of the editor; a new one opens it anew."""
        return f"bid_lots_{self.turn}"

    @cached_property
    def kept(self) -> KeptList | None:
        """Return the list to keep; None where it follows from the book.

        A name of the interface is kept as its key, so that another language reads it as well.
        """
        if not self.is_changed:
            return None
        sectors, kinds = _sectors(), {name: kind for kind, name in creditor_type_names().items()}
        plain = self.edited.assign(
            sector=[sectors.get(_text(x).casefold(), _text(x)) for x in self.edited["sector"]],
            creditor_type=[kinds.get(_text(x), _text(x)) for x in self.edited["creditor_type"]],
        )
        lines = plain_list(lots_table(self.rows)) if self.rows else None
        return plain_list(plain, behind=lines)

    def anew(self) -> "Opened":
        """Return the list for another editor."""
        return replace(self, turn=next_turn(), frame=self.edited)


@dataclass(frozen=True, kw_only=True)
class Unread:
    """What was wrong with an uploaded file, and the table it is said beside."""

    lines: tuple[str, ...]
    table: str | None = None
    """None until the table that came of the file was drawn."""


def choose_lots(book: api.Book) -> "tuple[api.LotRow, ...]":
    """Draw the table of lots with the ways to fill it, and return the usable ones."""
    _take_up(book)
    source = switch(
        t("Lots"),
        {
            api.LotsBy.SECTOR.value: t("A lot a sector"),
            api.LotsBy.SECTOR_AND_AGE.value: t("By sector and age"),
            OWN: t("My own list"),
        },
        key=SOURCE,
        default=api.LotsBy.SECTOR.value,
        help=t("Cut from the open book, or typed, pasted from a spreadsheet or uploaded."),
    )
    if source == OWN:
        _upload()
        _paste()
    opened = _opened(source, book)
    with st.expander(t("The lots, to change"), icon=":material/table:", expanded=source == OWN):
        edited = _editor(opened, book.tape.currency)
        _keep(opened, edited)
        _steps()
        rows, problems = lots_in(edited, opened.rows)
        if opened.left_out:
            st.caption(
                t(
                    "{count} accounts are in no lot: they had all the placements an account can "
                    "have.",
                    count=f"{opened.left_out:,}",
                )
            )
        _template(rows)
    if said := valued_words(rows):
        st.caption(plain(said))
    problems += _unread(edited)
    if problems:
        st.error("\n".join(f"- {plain(line)}" for line in problems))
    if questions := api.questions_of(rows):
        st.warning("\n".join(f"- {plain(line)}" for line in questions))
    return rows


def valued_words(rows: "Sequence[api.LotRow]") -> str:
    """Return which lots are valued at a mean account; "" where none is."""
    alike = [row.lot for row in rows if not row.taken]
    if not alike:
        return ""
    if len(alike) == len(rows):
        return t("Every lot is valued at its mean account, as typed or uploaded.")
    return t(
        "Valued at a mean account, as they were changed or typed: {lots}. The other lots are "
        "valued segment by segment, as on Deal zone.",
        lots=listed(alike),
    )


def lots_in(
    table: pd.DataFrame, cut: "Sequence[api.LotRow]" = ()
) -> "tuple[tuple[api.LotRow, ...], list[str]]":
    """Return the lots of a table as the screen has it, and a line for each row that is wrong.

    Args:
        table: The table.
        cut: Lots as cut from the book; a row of the same figures is one of them.
    """
    known = {row.figures: row for row in cut}
    rows: list[api.LotRow] = []
    problems: list[str] = []
    kinds = {name: kind for kind, name in creditor_type_names().items()}
    for place, cells in enumerate(table.to_dict("records"), start=1):
        if all(_empty(value) for value in cells.values()):
            continue
        texts = {str(name): _text(value) for name, value in cells.items()}
        texts["creditor_type"] = str(kinds.get(texts["creditor_type"], texts["creditor_type"]))
        try:
            for name in ("ceiling", "volume_share"):
                if texts[name]:
                    texts[name] = repr(as_share(float(texts[name])))
            row = api.lot_row(texts, sectors=_sectors(), place=place)
            if same := known.get(row.figures):
                row = replace(row, taken=same.taken, cut=same.cut, rungs=same.rungs)
            rows.append(row)
        except InputError as error:
            problems.append(t("Lot {number}: {why}", number=place, why=str(error)))
    if len(rows) > api.MOST_LOTS:
        problems.append(t("Only the first {most} lots are bid for.", most=api.MOST_LOTS))
    return tuple(rows[: api.MOST_LOTS]), problems


def table_of(rows: "Sequence[api.LotRow]") -> pd.DataFrame:
    """Return lots as the screen shows them: names, and the ceiling in percent."""
    kinds = {str(kind): name for kind, name in creditor_type_names().items()}
    return pd.DataFrame(
        {
            "lot": pd.Series([row.lot for row in rows], dtype=object),
            "sector": pd.Series([sector_name(row.sector) for row in rows], dtype=object),
            "accounts": pd.Series([row.accounts for row in rows], dtype=float),
            "balance": pd.Series([row.balance for row in rows], dtype=float),
            "age": pd.Series([row.age for row in rows], dtype=float),
            "ceiling": _floats(
                [None if row.ceiling is None else as_percent(row.ceiling) for row in rows]
            ),
            "placements": pd.Series([row.placements for row in rows], dtype=float),
            "creditor_type": pd.Series(
                [kinds.get(row.creditor_type or "") for row in rows], dtype=object
            ),
            "rules": pd.Series([api.rules_text(row.rules) for row in rows], dtype=object),
            "terms": pd.Series([terms_text(row.terms) for row in rows], dtype=object),
            "fixed_cost": _floats([row.fixed_cost for row in rows]),
            "payment_lag": _floats([row.payment_lag for row in rows]),
            "volume_share": _floats([as_percent(row.volume_share) for row in rows]),
        }
    )


def _floats(values: Sequence[float | None]) -> pd.Series:
    return pd.Series([math.nan if x is None else x for x in values], dtype=float)


def lots_table(rows: "Sequence[api.LotRow]") -> pd.DataFrame:
    """Return lots as a file has them, which can be uploaded again; shares are decimals.

    A lot of several segments has a row each, so that it is the same lot when it comes back.
    """
    return pd.DataFrame([line for row in rows for line in api.lot_lines(row)])


def _take_up(book: api.Book) -> None:
    """Open what the database kept, and let the switch follow what undo has brought back."""
    found: Opened | KeptList | None = st.session_state.get(LOTS)
    back = session.brought_back(LOTS)
    if isinstance(found, KeptList):
        st.session_state[LOTS] = _of_before(found)
        st.session_state[SOURCE] = OWN
    elif back and found is not None and found.is_changed:
        source = found.origin[0]
        same = found.origin == _origin(source, book)
        st.session_state[SOURCE] = source if same else OWN


def _of_before(kept: KeptList) -> Opened:
    """Return the list that the database kept; what does not fit it is said."""
    frame, wrong = table_of_cells(kept, columns=COLUMNS, texts=TEXTS)
    if wrong:
        desk.leave_out(t("{count} cells of the list of lots", count=f"{wrong:,}"))
    sectors, kinds = session.assumptions().sectors, creditor_type_names()
    frame["sector"] = [sector_name(x) if x in sectors else x for x in frame["sector"]]
    frame["creditor_type"] = [kinds.get(x, x) for x in frame["creditor_type"]]
    return Opened(
        origin=(OWN,),
        turn=next_turn(),
        frame=frame,
        edited=frame,
        is_changed=True,
        rows=_rows_of(kept.behind),
    )


def _rows_of(lines: KeptList | None) -> "tuple[api.LotRow, ...]":
    """Return lots of several segments as they were, from the lines that a file has of them."""
    if lines is None:
        return ()
    table = pd.DataFrame(list(lines.rows), columns=list(lines.columns))
    try:
        return api.read_lots(as_csv(table, keep=None), filename="lots.csv", sectors=_sectors()).rows
    except PlacementError:
        # Then each lot is valued at its mean account, which the page says.
        return ()


def _origin(source: str, book: api.Book) -> tuple[str, ...]:
    return (source, book.tape.digest, repr(session.scenario().bands), readers_language())


def _opened(source: str, book: api.Book) -> Opened:
    state: Opened | None = st.session_state.get(LOTS)
    scenario, origin = session.scenario(), _origin(source, book)
    if state is not None and (source == OWN or state.origin == origin):
        # An editor that was not on screen for a while has lost its log; what stood in it has not.
        if state.key not in st.session_state:
            return state.anew()
        return replace(state, origin=origin)
    by = api.LotsBy.SECTOR if source == OWN else api.LotsBy(source)
    cut = cached.segmentation(
        f"{book.tape.digest}:{readers_language()}", repr(scenario.bands), book, scenario
    )
    names = {sector: sector_name(sector) for sector in set(cut.segments.sector)}
    rows, left_out = api.lots_of_book(cut, by, names=names)
    frame = table_of(rows)
    new = Opened(
        origin=origin, turn=next_turn(), frame=frame, edited=frame, left_out=left_out, rows=rows
    )
    if state is not None and state.is_changed:
        # What was typed gives way to the book's own lots, and can be had back.
        session.change_list(LOTS, new)
    return new


def _keep(opened: Opened, edited: pd.DataFrame) -> None:
    """Remember what the editor holds; undo brings back what stood there before."""
    if edited.equals(opened.edited) or edited.to_json() == opened.edited.to_json():
        st.session_state[LOTS] = opened
    else:
        session.change_list(LOTS, replace(opened, edited=edited, is_changed=True))


def _steps() -> None:
    with st.container(horizontal=True, gap="xsmall"):
        st.button(
            t("Undo"), on_click=session.undo, disabled=not session.can_undo(), key="bid_lots_undo"
        )
        st.button(
            t("Redo"), on_click=session.redo, disabled=not session.can_redo(), key="bid_lots_redo"
        )
    say_if_too_long(st.session_state[LOTS])


def _editor(opened: Opened, currency: str) -> pd.DataFrame:
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    choice = st.column_config.SelectboxColumn
    return st.data_editor(
        opened.frame,
        key=opened.key,
        hide_index=True,
        num_rows="dynamic",
        column_config={
            "lot": text(t("Lot"), width=200, max_chars=80),
            "sector": choice(
                t("Sector"), options=[sector_name(s) for s in session.assumptions().sectors]
            ),
            "accounts": number(t("Accounts"), format="localized", min_value=1, step=1),
            "balance": number(
                t("Mean balance ({currency})", currency=currency),
                format="localized",
                help=t("Of one account."),
            ),
            "age": number(t("Months past due"), format="%.1f", min_value=0.0),
            "ceiling": number(
                t("Ceiling (%)"),
                format="%.4g",
                min_value=0.0,
                max_value=100.0,
                help=t("Highest commission this lot admits; empty takes the tender's."),
            ),
            "placements": number(t("Placements so far"), format="%d", min_value=0, step=1),
            "creditor_type": choice(
                t("Creditor type"), options=list(creditor_type_names().values())
            ),
            "rules": text(
                t("Own rules"),
                width=200,
                help=t(
                    "Rules of this lot alone, as in {example}; empty takes the tender's.",
                    example="winners=2; shares=0.6,0.4; price_weight=0.6; "
                    "price_formula=from_average; discounts=0.02,0.04",
                ),
            ),
            "terms": text(
                t("Own terms"),
                width=200,
                help=t(
                    "What this lot's contract says beyond its commission, as in {example}; empty: "
                    "the fee terms of the page Deal zone.",
                    example="minimum_per_account=25; tail_months=3; vat=in; court_share=5%",
                ),
            ),
            "fixed_cost": number(
                t("Fixed cost ({currency})", currency=currency),
                format="localized",
                min_value=0.0,
                help=t("Winning and running the contract; empty: the library's."),
            ),
            "payment_lag": number(
                t("Paid after (months)"),
                format="%d",
                min_value=0,
                max_value=24,
                step=1,
                help=t("From a payment to the commission on it; empty: the library's."),
            ),
            "volume_share": number(
                t("Our share (%)"),
                format="%.4g",
                min_value=0.0,
                max_value=100.0,
                help=t("Of these accounts, where a tender is shared; empty: all."),
            ),
        },
        alt=t(
            "Lots on offer with sector, accounts, balance, age and ceiling; cells can be changed."
        ),
    )


def _upload() -> None:
    turn = st.session_state.setdefault(_TURN, 0)
    file = file_uploader(
        t("Upload a list of lots"),
        type=["csv", "xlsx", "ods", "parquet"],
        key=f"{_TURN}_{turn}",
        max_upload_size=LIMIT_MB,
        help=t(
            "One row a lot, or an age band of it: lot, sector, accounts, balance (the mean of an "
            "account) or total_balance, age; a ceiling as 0.22 or 22%. A table of contracts is "
            "such a list too. At most {most} lots and {limit} MB.",
            most=api.MOST_LOTS,
            limit=LIMIT_MB,
        ),
    )
    if file is None:
        return
    _open(file.getvalue(), file.name)
    st.session_state[_TURN] = turn + 1
    st.rerun()


def _paste() -> None:
    content = pasted(
        _PASTED,
        known=api.lots_headings(),
        usual=COLUMNS,
        help=t(
            "With headings in Chinese or English, or without them in the order of this table. "
            "Ceilings as 22% or 0.22. What is pasted takes the place of the list."
        ),
    )
    if content is None:
        return
    # Where some rows are wrong all of them stay in the box, to be put right there.
    if not _open(content, t("what was pasted")):
        clear_pasted(_PASTED)
    st.rerun()


def _open(content: bytes, name: str) -> tuple[str, ...]:
    """Make a list of lots the table and return what was wrong with it, a line each."""
    try:
        read = api.read_lots(content, filename=name, sectors=_sectors())
    except PlacementError as error:
        st.session_state[_UNREAD] = Unread(lines=error.messages)
        return error.messages
    st.session_state[_UNREAD] = Unread(lines=read.problems)
    frame = table_of(read.rows)
    new = Opened(
        origin=(OWN,),
        turn=next_turn(),
        frame=frame,
        edited=frame,
        is_changed=True,
        rows=read.rows,
    )
    session.change_list(LOTS, new)
    return read.problems


def _unread(edited: pd.DataFrame) -> list[str]:
    """Return what was wrong with the last file, until the table is changed or filled anew."""
    unread: Unread | None = st.session_state.get(_UNREAD)
    if unread is None:
        return []
    table = edited.to_json()
    if unread.table is None:
        st.session_state[_UNREAD] = replace(unread, table=table)
    elif unread.table != table:
        del st.session_state[_UNREAD]
        return []
    return list(unread.lines)


def _template(rows: "Sequence[api.LotRow]") -> None:
    download_button(
        t("Download this list"),
        data=as_now(lambda: form_csv(lots_table(rows))),
        file_name="lots.csv",
        mime="text/csv",
        key="bid_lots_file",
        icon=":material/download:",
        help=t("The form in which lots can be uploaded."),
    )


def _sectors() -> dict[str, str]:
    keys = session.assumptions().sectors
    return {
        name.casefold(): key for key in keys for name in (key, sector_name(key), name_label(key))
    }


def _empty(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def _text(value: Any) -> str:
    return "" if _empty(value) or value is pd.NA else str(value)

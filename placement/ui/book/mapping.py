"""Which column is which field: what matched, what is left, and the choices by hand."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from placement.domain.errors import PlacementError
from placement.domain.text import listed, t
from placement.tape.columns import ColumnMatch
from placement.tape.fields import AGE_FIELDS, FIELDS
from placement.tape.headings import unique_headings
from placement.tape.meaning import Meaning
from placement.tape.quoting import heading
from placement.tape.saved import save_mapping
from placement.ui import session
from placement.ui.book import intake as intakes
from placement.ui.book.intake import Intake
from placement.ui.book.kept import keep_button, mapping_of
from placement.ui.book.names import creditor_type_names, field_names
from placement.ui.book.questions import meaning_boxes
from placement.ui.gate.files import download_button, file_uploader
from placement.words.markdown import plain
from placement.words.names import sector_name

FIRST_DAY, LAST_DAY = dt.date(1990, 1, 1), dt.date(2099, 12, 31)

SHOWN_COLUMNS = 40
"""With more columns than these the list of them scrolls."""

_TURN = "book_mapping_turn"
_AS_OF, _SECTOR, _CREDITOR_TYPE = "default_as_of", "default_sector", "default_creditor_type"


def columns_panel(intake: Intake, *, needs_choices: bool) -> None:
    """Draw what matched, the choices by hand, and how to save and load them.

    Args:
        intake: The file.
        needs_choices: The file cannot be the book before something here is chosen.
    """
    with st.expander(
        t("Columns and cut-off date"), icon=":material/view_column:", expanded=needs_choices
    ):
        if needs_choices:
            st.markdown(t("Choose for {name}, then apply.", name=f"**{plain(intake.name)}**"))
        else:
            st.dataframe(
                match_table(intake),
                hide_index=True,
                height="content" if len(intake.headings) <= SHOWN_COLUMNS else 440,
                column_config={
                    "field": t("Field"),
                    "heading": t("Column in your file"),
                    "how": t("How it was found"),
                },
                alt=t("Fields of the book and the columns of the file they were read from"),
            )
        _form(intake)
        if not needs_choices:
            _save(intake)
        _load(intake)
        if needs_choices:
            st.button(
                t("Forget this file"),
                icon=":material/close:",
                key="forget_file",
                on_click=intakes.drop_waiting,
            )


def match_table(intake: Intake) -> pd.DataFrame:
    """Return one row per field found, then one per heading that is no field."""
    names, match = field_names(), intake.match
    rows = [
        (names[field], heading(own), _how(intake, field)) for field, own in match.matched.items()
    ]
    rows += [("—", heading(own), t("not used")) for own in match.unmatched]
    rows += [("—", heading(own), t("personal, not read")) for own in intake.withheld]
    return pd.DataFrame(rows, columns=["field", "heading", "how"])


def _how(intake: Intake, field: str) -> str:
    if field in intake.mapping:
        return t("by hand")
    if field == "account_id" and intake.match.numbered_by is not None:
        return t("a customer's number, and the only number of an account there is")
    others = intake.match.ambiguous.get(field, ())[1:]
    if others:
        return t("by its heading; could also be {others}", others=listed(map(heading, others)))
    return t("by its heading")


def _form(intake: Intake) -> None:
    match = intake.match
    unsure = [*_needed(match), *match.ambiguous] if intake.is_read else []
    rest = [field for field in FIELDS if field not in match.matched and field not in unsure]
    if not intake.is_read:
        rest = []
    settled = [field for field in match.matched if field not in match.ambiguous]
    if not match.unmatched and not intake.withheld:
        # Every column has its field; another one can only take a column from it.
        settled, rest = [*settled, *rest], []
    # Other choices are another form: its boxes must not remember what the last one held.
    form = f"columns_{hash(repr(intake))}"
    with st.form(key=form):
        _defaults(intake, form)
        if unsure:
            st.markdown(t("Needed but not found, or found more than once"))
            _boxes(intake, unsure, form)
        if rest:
            with st.expander(t("Other fields that your file may have")):
                _boxes(intake, rest, form)
        if settled:
            with st.expander(t("Change what was matched")):
                _boxes(intake, settled, form)
        with st.expander(t("How the file is meant"), expanded=not intake.is_read):
            read_meaning = meaning_boxes(intake, form)
        st.form_submit_button(
            t("Apply"),
            key="apply_columns",
            type="primary",
            on_click=_apply,
            args=(intake, form, (*unsure, *rest, *settled), read_meaning),
        )


def _needed(match: ColumnMatch) -> list[str]:
    """Return the fields of which the file must have one more."""
    aged = any(field in match.matched for field in AGE_FIELDS)
    wanted = ["balance", *(() if aged else AGE_FIELDS), "sector"]
    return [field for field in wanted if field not in match.matched]


def _apply(
    intake: Intake, form: str, fields: tuple[str, ...], read_meaning: Callable[[], Meaning]
) -> None:
    def held(name: str) -> Any:
        return st.session_state[f"{form}_{name}"]

    chosen = {field: str(held(field)) for field in fields}
    try:
        meaning = read_meaning()
    except PlacementError as error:
        intakes.report(error)
        return
    intakes.ask(
        replace(
            intake,
            mapping=intakes.chosen_by_hand(intake, chosen) if intake.is_read else intake.mapping,
            meaning=meaning,
            as_of=held(_AS_OF),
            sector=held(_SECTOR),
            creditor_type=held(_CREDITOR_TYPE),
        )
    )


def _defaults(intake: Intake, form: str) -> None:
    """Draw what stands in for columns the file lacks."""
    kinds = creditor_type_names()
    sectors = {name: sector_name(name) for name in session.assumptions().sectors}
    if intake.sector is None and intake.looks_like is not None:
        offered = plain(sector_name(intake.looks_like))
        st.caption(
            t("The file looks like {sector}; choose another if it is not.", sector=f"**{offered}**")
        )
    with st.grid(min_column_width=210):
        st.date_input(
            t("Cut-off date"),
            value=intake.as_of,
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            format="YYYY-MM-DD",
            key=f"{form}_{_AS_OF}",
            help=t(
                "Ages are counted up to this day. Empty takes the file's own, or else the latest "
                "payment or demand in it."
            ),
        )
        st.selectbox(
            t("Sector if none is given"),
            list(sectors),
            index=_place(intake.sector or intake.looks_like, list(sectors)),
            format_func=sectors.__getitem__,
            placeholder=t("None chosen"),
            key=f"{form}_{_SECTOR}",
            help=t("For a file without the column, and for rows whose sector is not known."),
        )
        st.selectbox(
            t("Creditor type if none is given"),
            list(kinds),
            index=_place(intake.creditor_type, list(kinds)),
            format_func=kinds.__getitem__,
            placeholder=t("As usual in the sector"),
            key=f"{form}_{_CREDITOR_TYPE}",
            help=t(
                "Usual are joint-stock for bank cards and other elsewhere. It decides the "
                "commission of bank cards and when a loss can be deducted."
            ),
        )


def _place(value: str | None, options: list[str]) -> int | None:
    return options.index(value) if value in options else None


def _boxes(intake: Intake, fields: list[str], form: str) -> None:
    """Draw one list of headings per field; "" is none."""
    names, matched = field_names(), intake.match.matched
    every = (*intake.headings, *intake.withheld)
    # Two that look the same once they are masked are told apart by a number.
    shown = dict(zip(every, unique_headings(tuple(map(heading, every))), strict=True))
    usual = {"": t("— not in the file —"), **{own: shown[own] for own in intake.headings}}
    # A card number is personal, but may be the only number an account has.
    personal = {own: t("{heading} (personal)", heading=shown[own]) for own in intake.withheld}
    with st.grid(min_column_width=210):
        for field in fields:
            options = {**usual, **personal} if field == "account_id" else usual
            st.selectbox(
                names[field],
                list(options),
                index=_place(matched.get(field, ""), list(options)),
                format_func=options.__getitem__,
                help=t(FIELDS[field].meaning),
                key=f"{form}_{field}",
            )


def _save(intake: Intake) -> None:
    """Draw how a mapping is kept for the next file."""
    with st.container(horizontal=True):
        if not intake.is_sample:
            keep_button(intake)
        download_button(
            t("Save this mapping"),
            data=lambda: save_mapping(mapping_of(intake)),
            file_name="column_mapping.json",
            mime="application/json",
            icon=":material/download:",
            help=t("A small file to load again with next month's book."),
        )


def _load(intake: Intake) -> None:
    """Draw how a kept mapping is used again."""
    turn = st.session_state.setdefault(_TURN, 0)
    file = file_uploader(
        t("Load a saved mapping"), type=["json"], key=f"{_TURN}_{turn}", max_upload_size=1
    )
    if file is not None:
        intakes.use_saved_mapping(intake, file.getvalue())
        st.session_state[_TURN] = turn + 1
        st.rerun()

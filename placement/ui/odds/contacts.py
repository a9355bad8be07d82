"""A log of contacts beside the remittances: contacts a success, and what a hard debtor needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import cast

import pandas as pd
import streamlit as st

from placement import api
from placement.assume.library import load_library
from placement.domain.errors import InputError, PlacementError
from placement.domain.text import t
from placement.tape.findings import Severity
from placement.ui import cached as kept_files
from placement.ui.gate.files import file_uploader
from placement.ui.inputs import export
from placement.ui.language import in_readers_language
from placement.ui.remitted import KINDS, LIMIT_MB
from placement.words.markdown import plain

SAMPLE = "contacts_bank_card.csv"

_KEPT, _TURN, _PROBLEMS = "odds_contacts", "odds_contacts_turn", "odds_contacts_problems"


@dataclass(frozen=True, kw_only=True)
class _Kept:
    name: str
    digest: str
    is_sample: bool = False

    @property
    def source(self) -> Path | bytes:
        if self.is_sample:
            return kept_files.SAMPLES / self.name
        return cast("bytes", kept_files.held(f"contacts:{self.digest}"))


def contacts_beside(found: "api.Calibration") -> "Mapping[str, api.ContactFit]":
    """Draw the upload of a log with what it says; return it by sector, nothing without one."""
    with st.expander(t("How many contacts it took"), icon=":material/call:"):
        _upload()
        if lines := st.session_state.pop(_PROBLEMS, ()):
            st.error("\n".join(f"- {plain(line)}" for line in lines))
        kept = cast("_Kept | None", st.session_state.get(_KEPT))
        if kept is None:
            st.caption(
                t(
                    "A log of contacts says how many a hard debtor needs: a row a contact, or an "
                    "account and day with their number, and what came of it."
                )
            )
            return {}
        try:
            log = api.open_contact_log(kept.source, filename=kept.name, assumptions=load_library())
            fits = api.fit_contacts(log, load_library(), fitted=found)
        except PlacementError as error:
            st.error("\n".join(f"- {plain(line)}" for line in error.messages))
            return {}
        for finding in log.findings:
            if finding.severity is not Severity.NOTE:
                st.markdown(f"- {plain(finding.line())}")
        for fit in fits:
            _answer(fit)
        st.button(t("Forget this log"), key="odds_contacts_forget", on_click=_forget)
    return {fit.sector: fit for fit in fits}


def success_table(fit: "api.ContactFit") -> pd.DataFrame:
    """Return contacts a success of all ages and of each, a row each."""
    rows = [(t("all"), fit.average), *((row.age, row.average) for row in fit.by_age)]
    return pd.DataFrame(
        {
            "age": [age for age, _ in rows],
            "contacts": [each.contacts for _, each in rows],
            "successes": [each.successes for _, each in rows],
            "per_success": [each.value if each.successes else None for _, each in rows],
            "low": [each.low for _, each in rows],
            "high": [each.high if each.successes else None for _, each in rows],
        }
    )


def _answer(fit: "api.ContactFit") -> None:
    if fit.needed is not None:
        needs = fit.needed.contacts
        st.markdown(
            t(
                "A hard debtor needs **{contacts}** contacts ({low} - {high}); the library says "
                "{known}.",
                contacts=f"{needs.value:,.1f}",
                low=f"{needs.low:,.1f}",
                high=f"{needs.high:,.1f}",
                known=f"{fit.library.value:,.0f}",
            )
        )
    table, number = success_table(fit), st.column_config.NumberColumn
    st.dataframe(
        table,
        hide_index=True,
        key=f"odds_contacts_{fit.sector}",
        column_config={
            "age": st.column_config.TextColumn(t("Past due")),
            "contacts": number(t("Contacts"), format="localized"),
            "successes": number(t("Accounts that paid"), format="localized"),
            "per_success": number(t("Contacts a success"), format="%.1f"),
            "low": number(t("Low end"), format="%.1f", help=t("Of 95 %.")),
            "high": number(t("High end"), format="%.1f", help=t("Of 95 %.")),
        },
        alt=t("Contacts, accounts that paid and contacts a success, by age."),
    )
    export(lambda: table, name="contacts", key=f"odds_contacts_{fit.sector}_files")
    for line in fit.words:
        st.markdown(f"- {plain(line)}")


def _upload() -> None:
    turn = st.session_state.setdefault(_TURN, 0)
    file = file_uploader(
        t("Log of contacts"),
        type=KINDS,
        key=f"{_TURN}_{turn}",
        max_upload_size=LIMIT_MB,
        help=t(
            "Account, date, contacts, and paid or an outcome; sector and months past due if they "
            "differ. A promise is no success."
        ),
    )
    st.button(
        t("Bank cards: 500 accounts called for half a year"),
        key="odds_contacts_sample",
        icon=":material/science:",
        on_click=in_readers_language(_take_sample),
    )
    if file is None:
        return
    _take(file.name, file.getvalue())
    st.session_state[_TURN] = turn + 1
    st.rerun()


def _take(name: str, content: bytes) -> None:
    if len(content) > LIMIT_MB * 1_000_000:
        st.session_state[_PROBLEMS] = (
            t("{name} is larger than {limit} MB. Keep a row an account and day.", name=name,
              limit=LIMIT_MB),
        )  # fmt: skip
        return
    _forget()
    kept = _Kept(name=name, digest=sha256(content).hexdigest())
    try:
        kept_files.hold(f"contacts:{kept.digest}", content)
    except InputError as error:
        st.session_state[_PROBLEMS] = error.messages
        return
    st.session_state[_KEPT] = kept


def _take_sample() -> None:
    _forget()
    st.session_state[_KEPT] = _Kept(name=SAMPLE, digest=f"sample:{SAMPLE}", is_sample=True)


def _forget() -> None:
    kept = cast("_Kept | None", st.session_state.pop(_KEPT, None))
    if kept is not None and not kept.is_sample:
        kept_files.drop(f"contacts:{kept.digest}")

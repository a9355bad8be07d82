"""Files of the page Policy: rules saved, rules brought back, and last month's book."""

from functools import partial

import streamlit as st

from placement import api
from placement.decide.rules.policy import PolicyValue
from placement.domain.errors import PlacementError
from placement.domain.text import as_now, sentences, t
from placement.report.policy_files import policy_file, read_policy_rows
from placement.report.policy_words import policy_headline, replay_words
from placement.scenario.scenario import Scenario
from placement.ui import cached, session
from placement.ui.book.view import LIMIT_MB
from placement.ui.gate.files import download_button, file_uploader
from placement.ui.inputs import one_download
from placement.ui.made_with import made_with
from placement.ui.policy.cached import policy_digest
from placement.ui.scenarios.months import last_months_file, opened_like_this
from placement.ui.waiting import waited_for
from placement.words.markdown import plain
from placement.words.numbers import signed

CHANGED, LAST = "policy_upload_changed", "policy_upload_last"
"""Keys of the uploads."""

_MIME = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".dmn": "application/xml",
    ".txt": "text/plain",
}


def save(found: PolicyValue, book: api.PolicyBook) -> None:
    """Draw the button with its formats; a file is made only when one of them is chosen."""
    named = {
        ".csv": t("Download CSV"),
        ".xlsx": t("Download XLSX"),
        ".dmn": t("Download DMN"),
        ".txt": t("Download text"),
    }
    with one_download("policy"):
        for ending, label in named.items():
            download_button(
                label,
                data=as_now(
                    partial(
                        policy_file,
                        found,
                        ending,
                        currency=book.ranked.book.tape.currency,
                        is_closed=book.is_closed,
                        made_with=made_with(book.ranked),
                    )
                ),
                file_name=f"policy{ending}",
                mime=_MIME[ending],
                key=f"policy_save{ending}",
                icon=":material/download:",
            )


def back_from_file(proposed: PolicyValue, book: api.PolicyBook) -> None:
    """Draw the upload of a decision table changed by hand, and what it is worth."""
    st.subheader(t("Rules of your own"))
    file = file_uploader(
        t("A decision table"),
        type=["csv", "xlsx", "json"],
        key=CHANGED,
        max_upload_size=LIMIT_MB,
        help=t(
            "Download the table as CSV or XLSX, change bands and moves, and bring it back: its "
            "price stands here."
        ),
    )
    if file is None:
        st.caption(t("Take the table above, change it in a spreadsheet, and bring it back."))
        return
    try:
        rows = read_policy_rows(file.getvalue(), filename=file.name)
        policy = api.changed_policy(rows, book, session.assumptions())
        found = api.value_policy(policy, book)
    except PlacementError as error:
        st.error("\n".join(f"- {plain(line)}" for line in error.messages))
        return
    currency = book.ranked.book.tape.currency
    change = t(
        "Your changes leave {change} {currency} against the proposal.",
        change=signed(found.total - proposed.total),
        currency=currency,
    )
    st.info(plain(sentences([policy_headline(found, currency=currency), change])))


def last_month(found: PolicyValue, book: api.PolicyBook, scenario: Scenario) -> None:
    """Draw the upload of last month's book and who moves under the same rules."""
    st.subheader(t("On last month's book"))
    file = last_months_file(key=LAST)
    if file is None:
        return
    try:
        replay = waited_for(
            ("replay", book.ranked.key, file.file_id, scenario.digest, policy_digest(found)),
            lambda: api.replay_policy(
                found,
                book,
                opened_like_this(file.getvalue(), file.name),
                cached.assumptions(scenario.digest, scenario),
                stance=scenario.stance,
                bands=scenario.bands,
            ),
            saying=t("Valuing both books…"),
        )
    except PlacementError as error:
        st.error("\n".join(f"- {plain(line)}" for line in error.messages))
        return
    currency = book.ranked.book.tape.currency
    first, *others = replay_words(api.replay_answer(replay), currency=currency)
    st.info(plain(first))
    st.markdown("\n".join(f"- {plain(line)}" for line in others))

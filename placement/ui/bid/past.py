"""The Bid desk's past results: upload, what they say about rivals, and how well that fits."""

from dataclasses import dataclass
from hashlib import sha256
from typing import cast

import pandas as pd
import streamlit as st

from placement import api
from placement.decide.bid.choices import ResultsAre
from placement.domain.errors import InputError, PlacementError
from placement.domain.text import as_now, pt, t
from placement.report.forms import form_csv
from placement.tape.findings import Finding
from placement.ui import cached, restored
from placement.ui.bid import cached as bid_cached
from placement.ui.charts.bid import past_chart
from placement.ui.gate.files import download_button, file_uploader
from placement.ui.inputs import switch
from placement.ui.language import readers_language
from placement.words.markdown import plain

LIMIT_MB = 5
MOST_ROWS = 100_000

MOST_BIDS = 50
"""Of which a winning one may have been the lowest."""

_KEPT, _TURN, _PROBLEMS = "bid_past_file", "bid_past_turn", "bid_past_problems"

_NEW = "bid_past_new"
"""Keys of the questions that new results answer."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """An uploaded list; its content is held beside the session, under its digest."""

    name: str
    digest: str
    how: ResultsAre = ResultsAre.ALL
    rivals: int = 4

    @property
    def bidders(self) -> int | None:
        """Of how many bids each row is the lowest; None where all bids are listed."""
        return self.rivals if self.how is ResultsAre.LOWEST else None

    @property
    def content(self) -> bytes:
        """The file.

        Raises:
            InputError: It was dropped to make room.
        """
        return cast("bytes", cached.held(f"bid_past:{self.digest}"))

    def fitted(self) -> "api.PastBids":
        """Return what it says about rivals; errors as reading it."""
        spoken = readers_language()
        return bid_cached.fitted(
            self.digest, spoken, self.how, self.bidders, self.name, self.content
        )


def past_in_use() -> "tuple[api.PastBids | None, str]":
    """Return the session's past results and what tells them from others; None, "" without."""
    kept = kept_results()
    if kept is None:
        return None, ""
    try:
        return kept.fitted(), f"{kept.digest}:{kept.how.value}:{kept.bidders}"
    except PlacementError as error:
        st.session_state[_PROBLEMS] = error.messages
        return None, ""


def past_panel(past: "api.PastBids | None") -> None:
    """Draw the upload of past results, what was noticed in them and how the curve fits."""
    with st.expander(
        t("Past results of rivals"), icon=":material/history:", expanded=past is not None
    ):
        _upload()
        if lines := st.session_state.pop(_PROBLEMS, ()):
            st.error("\n".join(f"- {plain(line)}" for line in lines))
        kept = kept_results()
        if kept is None:
            return
        _choices(kept)
        if past is not None:
            _picture(kept, past)
        if st.button(t("Forget these results"), key="bid_past_forget"):
            del st.session_state[_KEPT]
            st.rerun()


def take_file(name: str, content: bytes) -> None:
    """Make an uploaded list the session's; what is wrong with it is said on the next run."""
    kept = Kept(name=name, digest=sha256(content).hexdigest())
    cached.hold(f"bid_past:{kept.digest}", content)
    try:
        if len(content) > LIMIT_MB * 1_000_000:
            raise InputError(
                t(
                    "{name} is larger than {limit} MB. Keep only tender and commission.",
                    name=name,
                    limit=LIMIT_MB,
                )
            )
        found = kept.fitted()
        if found.fit.rows > MOST_ROWS:
            raise InputError(
                t(
                    "{name} has {rows} results; at most {most} are read. Keep the latest.",
                    name=name,
                    rows=f"{found.fit.rows:,}",
                    most=f"{MOST_ROWS:,}",
                )
            )
    except PlacementError as error:
        st.session_state[_PROBLEMS] = error.messages
        return
    st.session_state[_KEPT] = kept
    st.session_state[_NEW] = {"bid_rivals_bids"}
    if found.fit.number is not None:
        st.session_state[_NEW].add("bid_how_many")


def is_new(question: str) -> bool:
    """Return whether results answer a question of the panel that has not been drawn since.

    They are not put into the widget itself: whatever its reader does before it is drawn comes with
    what the browser still shows in it, which would go before them.

    Args:
        question: Key of the widget.
    """
    new = cast("set[str]", st.session_state.get(_NEW, set()))
    if question not in new:
        return False
    new.remove(question)
    return True


def kept_results() -> Kept | None:
    """Return the uploaded list of the session; None without one."""
    return cast("Kept | None", st.session_state.get(_KEPT))


def _upload() -> None:
    turn = st.session_state.setdefault(_TURN, 0)
    file = file_uploader(
        t("Upload past results"),
        type=["csv", "tsv", "txt", "xlsx", "ods", "parquet"],
        key=f"{_TURN}_{turn}",
        max_upload_size=LIMIT_MB,
        help=t(
            "One bid a row: tender and commission, 0.22 or 22%. Leave your own bids out. CSV, "
            "XLSX, ODS or Parquet, up to {limit} MB.",
            limit=LIMIT_MB,
        ),
    )
    download_button(
        t("Template"),
        data=as_now(lambda: form_csv(template())),
        file_name="past_results.csv",
        mime="text/csv",
        key="bid_past_template",
        icon=":material/download:",
    )
    if file is None:
        return
    take_file(file.name, file.getvalue())
    # Another key makes Streamlit drop the bytes of the upload.
    st.session_state[_TURN] = turn + 1
    st.rerun()


def template() -> pd.DataFrame:
    """Return the form of a list of past results, with invented bids."""
    bids = {"2026-01": (0.23, 0.26, 0.245), "2026-04": (0.22, 0.255), "2026-09": (0.24, 0.25, 0.27)}
    return pd.DataFrame(
        [{"tender": name, "commission": bid} for name, each in bids.items() for bid in each]
    )


def _choices(kept: Kept) -> None:
    restored.choice("bid_past_how", list(ResultsAre))
    restored.number("bid_past_bidders", low=1, high=MOST_BIDS)
    st.session_state.setdefault("bid_past_how", kept.how.value)
    switch(
        t("Each row is"),
        {ResultsAre.ALL.value: t("A rival's bid"), ResultsAre.LOWEST.value: t("A winning bid")},
        key="bid_past_how",
        default=ResultsAre.ALL.value,
        help=t("A winning bid was the lowest of several, so rivals' mean lies above it."),
    )
    how = ResultsAre(st.session_state["bid_past_how"])
    rivals = kept.rivals
    if how is ResultsAre.LOWEST:
        rivals = int(
            st.number_input(
                t("Bids it was the lowest of"), 1, MOST_BIDS, kept.rivals, key="bid_past_bidders"
            )
        )
    if (how, rivals) != (kept.how, kept.rivals):
        st.session_state[_KEPT] = Kept(name=kept.name, digest=kept.digest, how=how, rivals=rivals)
        st.rerun()


def _picture(kept: Kept, past: "api.PastBids") -> None:
    fit = past.fit
    st.markdown(
        t(
            "**{name}**: {rows} usable bids, mean {mean}, spread {sd} points.",
            name=plain(kept.name),
            rows=f"{fit.rows:,}",
            mean=f"{fit.mean:.2%}",
            sd=f"{100.0 * fit.sd:.2f}",
        )
    )
    drawn = bid_cached.histogram(kept.digest, kept.how, kept.bidders, kept.name, kept.content, fit)
    st.vega_lite_chart(
        pd.DataFrame(vars(drawn)),
        past_chart(
            commission=pt("share of collections", "Commission"), bids=t("Bids"), fitted=t("Fitted")
        ),
        key="bid_past_chart",
        alt=t("Bars: past bids by commission; line: the curve fitted to them."),
    )
    if fit.few:
        st.caption(t("So few rows leave the mean itself uncertain."))
    if not fit.fits:
        st.warning(
            t(
                "The bids are not spread like the curve (gap {gap}, at most {most} is usual): look "
                "whether the list mixes sectors or years.",
                gap=f"{fit.distance:.2f}",
                most=f"{fit.distance_allowed:.2f}",
            )
        )
    for finding in past.findings:
        _finding(finding)


def _finding(finding: Finding) -> None:
    say = st.warning if finding.rows else st.caption
    count = t("rows: {rows}", rows=finding.rows) if finding.rows else ""
    say(" · ".join(part for part in (plain(finding.line()), count) if part))

"""The remittance file that Odds, Agencies and Backtest are about: brought once, or a sample."""

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import cast

import streamlit as st

from placement import api
from placement.domain.errors import InputError, PlacementError
from placement.domain.text import t
from placement.report.counts import agencies_text, batches_text
from placement.tape.findings import Severity
from placement.ui import cached
from placement.ui.gate.cache import cache_per_workspace
from placement.ui.gate.files import file_uploader
from placement.ui.language import in_readers_language, readers_language
from placement.words.markdown import plain
from placement.words.timing import months_text

KEY = "remittances"
KINDS = ["csv", "txt", "tsv", "xlsx", "xls", "ods", "parquet"]
LIMIT_MB = 20

_TURN, _PROBLEMS = f"{KEY}_turn", f"{KEY}_problems"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A file in use and what was said of it; its content is held beside the session."""

    name: str
    digest: str
    sector: str | None = None
    age: float | None = None
    missing: str | None = None
    is_sample: bool = False
    """It is one of the shipped histories, `name` its file."""

    @property
    def source(self) -> Path | bytes:
        """The file or its content.

        Raises:
            InputError: It was dropped to make room.
        """
        if self.is_sample:
            return cached.SAMPLES / self.name
        return cast("bytes", cached.held(f"{KEY}:{self.digest}"))

    @property
    def said(self) -> tuple[str | None, float | None, str | None]:
        """What was said of it: sector, age and what a missing month is."""
        return self.sector, self.age, self.missing

    def opened(self) -> api.Remittances:
        """Return the file as it was read.

        Raises:
            TapeError: It cannot be read.
            InputError: It was dropped to make room.
        """
        read = _opened(self.digest, readers_language(), self.name, *self.said, self.source)
        # What follows is kept by the digest, and what was said of the file is part of it.
        return replace(read, digest=f"{read.digest}{self.said}") if any(self.said) else read


@cache_per_workspace(max_entries=8, ttl="4h")
def _opened(
    digest: str,
    spoken: str,
    name: str,
    sector: str | None,
    age: float | None,
    missing: str | None,
    _source: Path | bytes,
) -> api.Remittances:
    return api.open_remittances(_source, filename=name, sector=sector, age=age, missing=missing)


def sample_names() -> dict[str, str]:
    """Return the shipped histories by file and what each of them is."""
    return {
        "remittances_bank_card.csv": t(
            "Bank cards: three agencies, quarterly batches of two years"
        ),
        "remittances_telecom.csv": t("Telecom: a triangle of monthly batches, Chinese headings"),
    }


def remittances_or_stop(*, samples: tuple[str, ...]) -> api.Remittances:
    """Draw the upload and return the file in use; without one, offer the samples and stop.

    Args:
        samples: Those to offer.
    """
    kept = file_in_use(samples=samples)
    if kept is None:
        st.info(t("Bring a remittance file, or take a sample history."), icon=":material/upload:")
        st.stop()
    try:
        read = kept.opened()
    except PlacementError as error:
        # It was given back to make room; the reader brings it again.
        st.error("\n".join(f"- {plain(line)}" for line in error.messages))
        st.stop()
    _say(read)
    return read


def file_in_use(*, samples: tuple[str, ...] | None = None) -> Kept | None:
    """Draw the upload with the samples, and return the file in use on all pages; None of none.

    Args:
        samples: Those to offer; all by default.
    """
    _upload()
    names = sample_names()
    with st.container(horizontal=True, key="remittances_samples"):
        for name in samples or tuple(names):
            st.button(
                names[name], key=f"take_{name}", icon=":material/science:",
                on_click=in_readers_language(_take_sample), args=(name,),
            )  # fmt: skip
    if lines := st.session_state.pop(_PROBLEMS, ()):
        st.error("\n".join(f"- {plain(line)}" for line in lines))
    return in_use()


def in_use() -> Kept | None:
    """Return the file in use; None where there is none."""
    return cast("Kept | None", st.session_state.get(KEY))


def say_of_it(said: Kept) -> None:
    """Make what was said of the file in use the session's."""
    st.session_state[KEY] = said


def forget() -> None:
    """Leave the session without a remittance file."""
    kept = in_use()
    if kept is not None and not kept.is_sample:
        cached.drop(f"{KEY}:{kept.digest}")
    st.session_state.pop(KEY, None)


def take_file(name: str, content: bytes) -> None:
    """Make a file the session's; what is wrong with it is said on the next run.

    One that cannot be read leaves the file before it in use.
    """
    if len(content) > LIMIT_MB * 1_000_000:
        st.session_state[_PROBLEMS] = (
            t("{name} is larger than {limit} MB. Keep a row a batch and month.", name=name,
              limit=LIMIT_MB),
        )  # fmt: skip
        return
    kept = Kept(name=name, digest=sha256(content).hexdigest())
    try:
        cached.hold(f"{KEY}:{kept.digest}", content)
    except InputError as error:
        st.session_state[_PROBLEMS] = error.messages
        return
    try:
        kept.opened()
    except PlacementError as error:
        if kept.digest != getattr(in_use(), "digest", None):
            cached.drop(f"{KEY}:{kept.digest}")
        st.session_state[_PROBLEMS] = error.messages
        return
    before = in_use()
    if before is not None and before.digest != kept.digest and not before.is_sample:
        cached.drop(f"{KEY}:{before.digest}")
    st.session_state[KEY] = kept


def _take_sample(name: str) -> None:
    forget()
    st.session_state[KEY] = Kept(name=name, digest=f"sample:{name}", is_sample=True)


def _upload() -> None:
    turn = st.session_state.setdefault(_TURN, 0)
    file = file_uploader(
        t("Remittance file"),
        type=KINDS,
        key=f"{KEY}_file_{turn}",
        max_upload_size=LIMIT_MB,
        help=t(
            "A row for each batch and month (batch, agency, sector, age at placement, placed "
            "balance, accounts, month, collected), or a row a batch with a column a month. It "
            "serves the pages Odds, Agencies and Backtest."
        ),
    )
    if file is None:
        return
    take_file(file.name, file.getvalue())
    # Another key makes Streamlit drop the bytes of the upload.
    st.session_state[_TURN] = turn + 1
    st.rerun()


def _say(read: api.Remittances) -> None:
    """Draw which file is in use, and what was noticed in it."""
    agencies = len(set(read.agency) - {""})
    st.caption(
        t(
            "{file}: {batches}, {agencies}, {months} at most.",
            file=plain(read.filename),
            batches=batches_text(len(read)),
            agencies=agencies_text(agencies),
            months=months_text(read.months),
        )
    )
    said = [f for f in read.findings if f.severity is not Severity.NOTE]
    if said:
        with st.expander(t("What was noticed ({count})", count=len(said)), icon=":material/rule:"):
            for finding in said:
                st.markdown(f"- {plain(finding.line())}")

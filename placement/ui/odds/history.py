"""A remittance file: what was noticed in it, the odds fitted to it, and how well they fit."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from placement import api
from placement.domain.errors import PlacementError
from placement.domain.text import listed, t
from placement.tape.findings import Severity
from placement.ui import session
from placement.ui.charts.odds import liquidation_chart
from placement.ui.language import readers_language
from placement.ui.odds import cached
from placement.ui.odds.adopt import adopt_button
from placement.ui.odds.contacts import contacts_beside
from placement.ui.remitted import Kept, file_in_use, forget, say_of_it
from placement.ui.waiting import waited_for
from placement.words.markdown import plain
from placement.words.names import sector_name

_ICONS = {
    Severity.ERROR: ":material/error:",
    Severity.DOUBT: ":material/help:",
    Severity.WARNING: ":material/warning:",
    Severity.NOTE: ":material/info:",
}


def show_history() -> None:
    """Draw the upload, and what the file says."""
    kept = file_in_use()
    if kept is None:
        st.info(
            t(
                "Upload what your batches brought, or open an invented history to see what the "
                "desk makes of one."
            )
        )
        return
    _options(kept)
    try:
        opened, spoken = kept.opened(), readers_language()
        found = waited_for(
            ("fit", opened.digest, spoken),
            lambda: cached.calibrated(opened.digest, spoken, opened),
            saying=t("Fitting …"),
        )
    except PlacementError as error:
        st.error("\n".join(f"- {plain(line)}" for line in error.messages))
        return
    st.markdown(
        t(
            "**{name}**: {batches} batches.",
            name=plain(kept.name),
            batches=f"{len(found.remittances):,}",
        )
    )
    _findings(found)
    logged = contacts_beside(found)
    for place, fit in enumerate(found.sectors):
        _sector(replace(found, sectors=(fit,)), place, logged.get(fit.sector))


def _options(kept: Kept) -> None:
    with st.expander(t("What the file leaves open"), icon=":material/help:"):
        # Looked up and not asked for, so that names stay those of the language they were drawn in.
        names = {"": t("as the file says")}
        names |= {sector: sector_name(sector) for sector in session.library().sectors}
        sectors = list(names)
        sector = st.selectbox(
            t("Sector of batches without one"), sectors, sectors.index(kept.sector or ""),
            format_func=names.__getitem__,
            key=f"odds_of_{kept.digest}",
        )  # fmt: skip
        age = st.number_input(
            t("Months past due at placement, of batches without an age"), 0.0, 120.0, kept.age,
            placeholder=t("as the file says"), key=f"odds_aged_{kept.digest}",
        )  # fmt: skip
        gaps = {"": t("as usual"), "unknown": t("not known"), "zero": t("nothing came in")}
        missing = st.selectbox(
            t("A month without a row is"), list(gaps), list(gaps).index(kept.missing or ""),
            format_func=gaps.__getitem__, key=f"odds_gaps_{kept.digest}",
            help=t("As usual: not known for batches, nothing for payments by account."),
        )  # fmt: skip
        if st.button(t("Forget this file"), key="odds_forget"):
            forget()
            st.rerun()
    said = replace(kept, sector=sector or None, age=age, missing=missing or None)
    if said != kept:
        say_of_it(said)
        st.rerun()


def _findings(found: "api.Calibration") -> None:
    findings = found.remittances.findings
    odd = [each for each in findings if each.severity is not Severity.NOTE]
    with st.expander(
        t("What was noticed ({count})", count=len(findings)),
        icon=":material/fact_check:",
        expanded=bool(odd),
    ):
        for each in (*odd, *(f for f in findings if f.severity is Severity.NOTE)):
            st.markdown(f"{_ICONS[each.severity]} {plain(each.line())}")
    if found.problems:
        st.warning("\n".join(f"- {plain(line)}" for line in found.problems))


def _sector(found: "api.Calibration", place: int, log: "api.ContactFit | None") -> None:
    (fit,) = found.sectors
    logged = [] if log is None else [log]
    st.subheader(sector_name(fit.sector))
    st.dataframe(
        comparison_table(fit),
        hide_index=True,
        width="stretch",
        alt=t("The fitted odds with their errors, beside the library's."),
    )
    for line in fit.words:
        st.markdown(f"- {plain(line)}")
    st.vega_lite_chart(
        curve_rows(fit),
        liquidation_chart(
            month=t("Months since placement"),
            share=t("Share of the balance in"),
            names=(t("Fitted, with its 95 % range"), t("Seen")),
            points=True,
        ),
        key=f"odds_fit_{place}",
        alt=t("Points: the share of the balance in by each month, by age; lines: the fit."),
    )
    st.caption(
        t("One line an age at placement: {ages} months past due.",
          ages=listed(f"{curve.age:.0f}" for curve in fit.curves))
    )  # fmt: skip
    st.markdown(_ladder(fit))
    adopt_button(
        lambda: api.overlays_of(found, logged, session.assumptions())[0],
        label=t("Use these odds"),
        key=f"odds_fitted_{place}",
    )
    if any(each.blend is not None for each in fit.compared):
        blended = st.toggle(
            t("Rather blended with the library, by what each knows"), key=f"odds_blend_{place}"
        )
        if blended:
            adopt_button(
                lambda: api.overlays_of(found, logged, session.assumptions(), blended=True)[0],
                label=t("Use the blended odds"),
                key=f"odds_blended_{place}",
                primary=False,
            )


def comparison_table(fit: "api.SectorFit") -> pd.DataFrame:
    """Return the fitted odds beside the library's, a row each, as texts with their units."""
    names = {
        "willing_share": t("Willing debtors at {age:g} months", age=fit.fit.odds.reference_age),
        "pay_hazard": t("Pay hazard, a month"),
        "fade_rate": t("Fading, a month"),
        "easy_share": t("Easy debtors at {age:g} months", age=fit.fit.odds.reference_age),
    }
    if fit.fit.easy_share is not None:
        names["willing_share"] = t("Hard debtors at {age:g} months", age=fit.fit.odds.reference_age)
    rows = []
    for each in fit.compared:
        form = ".1%" if each.name.endswith("_share") else ".3f"
        told = each.blend is not None
        rows.append(
            {
                t("Odds"): names[each.name],
                t("Yours"): f"{each.own.value:{form}}",
                t("Error"): f"± {each.own.se:{form}}" if told else t("given"),
                t("95 % range"): f"{each.own.low:{form}} - {each.own.high:{form}}" if told else "",
                t("Library"): f"{each.library.value:{form}}",
                t("Its range"): f"{each.library.low:{form}} - {each.library.high:{form}}",
                t("Weight of yours"): "" if each.blend is None else f"{each.blend.credibility:.0%}",
                t("Blended"): "" if each.blend is None else f"{each.blend.blended:{form}}",
                t("Source"): fit.source if told else t("the library's"),
            }
        )
    return pd.DataFrame(rows)


def curve_rows(fit: "api.SectorFit") -> pd.DataFrame:
    """Return the points seen and the fitted lines, of every age."""
    fitted, seen = t("Fitted, with its 95 % range"), t("Seen")
    parts = []
    for curve in fit.curves:
        panel = t("{age:.0f} months past due", age=curve.age)
        parts += [
            pd.DataFrame(
                {"month": curve.month, "share": curve.fitted, "low": curve.low,
                 "high": curve.high, "line": fitted, "panel": panel}
            ),
            pd.DataFrame(
                {"month": curve.month, "share": curve.seen, "low": curve.seen,
                 "high": curve.seen, "line": seen, "panel": panel}
            ),
        ]  # fmt: skip
    return pd.concat(parts)


def _ladder(fit: "api.SectorFit") -> str:
    ladder = fit.chain_ladder
    if ladder is None:
        return t("No chain-ladder beside it: {why}", why=plain(fit.chain_ladder_note))
    return t(
        "**Chain-ladder**, without a model of debtors: {share} ± {se} of what was placed is in by "
        "month {month}; the fitted odds say {fit} by then and {end} in the end.",
        share=f"{ladder.share:.2%}",
        se=f"{ladder.share_se:.2%}",
        month=fit.batches.months,
        fit=f"{fit.expected_share_seen:.2%}",
        end=f"{fit.expected_share:.2%}",
    )

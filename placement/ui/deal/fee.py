"""What a contract really costs: its terms to type in, and the effective fee they lead to."""

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from placement.assume.assumptions import Assumptions
from placement.assume.fee_file import parse_fees
from placement.decide.deal.fee_file import fee_terms
from placement.decide.deal.fee_terms import FeeTerms
from placement.decide.deal.fees import EffectiveFee, effective_fee
from placement.decide.deal.lot import Lot
from placement.decide.deal.work import FeeRule
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.report.fee_terms_file import as_toml
from placement.report.made_with import MadeWith
from placement.ui.charts.waterfall import GAIN, LOSS, waterfall_chart
from placement.ui.deal.fee_inputs import edit_terms, ladder_of_the_field, open_terms
from placement.ui.fee_terms import terms_in_use
from placement.ui.gate.files import download_button, file_uploader
from placement.ui.inputs import export
from placement.ui.language import in_readers_language
from placement.ui.theme import SIDE_COLOURS
from placement.ui.tiles import tiles
from placement.words.markdown import plain
from placement.words.numbers import as_percent, money, points, signed_points

UPLOAD, FAULT, TURN = "deal_fee_upload", "deal_fee_fault", "deal_fee_upload_turn"

LEAST_ROWS = 4
"""Bars a chart has room for; with fewer, their names would touch."""

ROOM = 0.28
"""Share of the axis kept free behind the longest bar, for its label."""


def show_fee(
    lot: Lot, assumptions: Assumptions, *, quoted: float, currency: str, made: MadeWith
) -> None:
    """Draw the fee terms and the effective fee, folded at first.

    Args:
        lot: The lot.
        assumptions: The numbers in use.
        quoted: Today's quote, the headline.
        currency: Unit of the money.
        made: The numbers behind it.
    """
    with st.expander(
        t("Effective fee: what the contract really costs"),
        icon=":material/receipt_long:",
        key="deal_fee_open",
        on_change="rerun",
    ) as folded:
        if not folded.open:
            return
        result = st.container()
        try:
            terms = edit_terms(currency=currency)
        except InputError as error:
            result.error(plain(str(error)))
            terms = None
        _files(lot, assumptions)
        if terms is None:
            return
        if terms != lot.fees:
            # All of the page is under these terms.
            st.rerun()
        with result:
            _result(
                effective_fee(lot, quoted=quoted),
                currency=currency,
                made=made,
            )


def rule_names() -> dict[FeeRule, str]:
    """Return what each rule of a contract is called."""
    return {
        FeeRule.AGE: t("Ladder by age"),
        FeeRule.BALANCE: t("By balance"),
        FeeRule.PLACEMENT: t("By placement"),
        FeeRule.RESULT: t("By result"),
        FeeRule.RANK: t("Bonus and malus"),
        FeeRule.LATE_FEES: t("Late fees' rate"),
        FeeRule.LAW_CAP: t("Lawyers' cap"),
        FeeRule.DIRECT: t("Direct payments"),
        FeeRule.REVERSALS: t("Reversals"),
        FeeRule.RECALL: t("Recall fee"),
        FeeRule.TAIL: t("Tail after recall"),
        FeeRule.MINIMUM_ACCOUNT: t("Minimum per account"),
        FeeRule.MINIMUM_LOT: t("Minimum for the lot"),
        FeeRule.VAT: t("VAT"),
    }


def fee_table(found: EffectiveFee) -> pd.DataFrame:
    """Return headline, every rule that changes something, and the effective fee; decimals."""
    parts = [(rule.value, part) for rule, part in found.parts.items() if part != 0.0]
    rows = [("headline", found.headline), *parts, ("effective", found.effective)]
    return pd.DataFrame(rows, columns=["rule", "points"])


def fee_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return chart rows of a fee table: each bar starts where the one above ends, in percent."""
    names = {rule.value: name for rule, name in rule_names().items()}
    names |= {"headline": t("Headline"), "effective": t("Effective")}
    values = table["points"].map(as_percent).to_numpy(dtype=float)
    ends = values.cumsum()
    starts = ends - values
    starts[-1], ends[-1] = 0.0, values[-1]
    last = len(table) - 1
    label_at = [max(start, end, 0.0) for start, end in zip(starts, ends, strict=True)]
    highest, lowest = max(label_at), min(0.0, float(min(starts.min(), ends.min())))
    return pd.DataFrame(
        {
            "name": table["rule"].map(names),
            "place": range(len(table)),
            "start": starts,
            "end": ends,
            "label": [
                points(share, decimals=2) if row in (0, last) else signed_points(share)
                for row, share in enumerate(table["points"])
            ],
            "label_at": label_at,
            "reach": highest + ROOM * max(highest - lowest, 1.0),
            # To the creditor a dearer contract is the loss.
            "colour": [
                SIDE_COLOURS["agency"] if row in (0, last) else (LOSS if share > 0 else GAIN)
                for row, share in enumerate(table["points"])
            ],
        }
    )


def _result(found: EffectiveFee | None, *, currency: str, made: MadeWith) -> None:
    if found is None:
        st.info(t("No cash at all is expected of these accounts, so no rate can be stated."))
        return
    added = found.effective - found.headline
    with tiles():
        st.metric(
            t("Headline"),
            points(found.headline, decimals=2),
            help=t("Today's quote, weighted by the cash expected of each segment."),
        )
        st.metric(
            t("Effective"),
            points(found.effective, decimals=2),
            delta=t("{x} points", x=signed_points(added)) if round(added, 4) else None,
            delta_color="inverse",
            help=t("Expected fee divided by expected collections, both in today's money."),
        )
        st.metric(
            t("Fee ({currency})", currency=currency),
            money(found.fee),
            help=t(
                "Expected, on {collected} {currency} collected within the term.",
                collected=money(found.collected),
                currency=currency,
            ),
        )
    st.caption(
        t(
            "A quote is a mean by balance; here every rate counts by the cash it is paid on, so "
            "the headline of a ladder may differ from the quote."
        )
    )
    table = fee_table(found)
    st.vega_lite_chart(
        fee_rows(table),
        waterfall_chart(rows=max(len(table), LEAST_ROWS), value=t("Share of collections (%)")),
        key=f"deal_fee_chart_{len(table)}",
        alt=t("Bars: from the headline commission to the effective fee, rule by rule."),
    )
    export(lambda: table, name="effective_fee", key="deal_fee", made_with=made)


def _files(lot: Lot, assumptions: Assumptions) -> None:
    terms = terms_in_use()
    field = ladder_of_the_field(lot, assumptions)
    with st.container(horizontal=True):
        if field:
            st.button(
                t("Ladder of the field"),
                on_click=in_readers_language(open_terms),
                args=(replace(terms, by_age=field),),
                key="deal_fee_field",
                help=t("Fills the rates by age with what the library has for this creditor."),
            )
        st.button(
            t("Reset terms"),
            on_click=in_readers_language(open_terms),
            args=(FeeTerms(),),
            disabled=terms == FeeTerms(),
            key="deal_fee_reset",
        )
        download_button(
            t("Download terms"),
            data=lambda: as_toml(terms).encode("utf-8"),
            file_name="fee_terms.toml",
            mime="application/toml",
            key="deal_fee_download",
            icon=":material/download:",
        )
    turn = st.session_state.setdefault(TURN, 0)
    file_uploader(
        t("Upload terms (TOML)"),
        type=["toml"],
        key=f"{UPLOAD}_{turn}",
        max_upload_size=1,
        on_change=in_readers_language(partial(_uploaded, f"{UPLOAD}_{turn}")),
        help=t("A file downloaded here, or one that the command deal takes with --fees."),
    )
    if fault := st.session_state.pop(FAULT, None):
        st.error(plain(fault))


def _uploaded(key: str) -> None:
    file = st.session_state.get(key)
    if file is None:
        return
    try:
        open_terms(fee_terms(parse_fees(file.getvalue(), name=file.name)))
    except InputError as error:
        st.session_state[FAULT] = str(error)
    else:
        # A new uploader drops the file, which stands in the terms by now.
        st.session_state[TURN] += 1

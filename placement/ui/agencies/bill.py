"""The page Agencies: an agency's bill checked against the contract."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from placement import api
from placement.assume.assumptions import Assumptions
from placement.domain.errors import PlacementError
from placement.domain.text import listed, t, with_unit
from placement.report.bill_answer import (
    bill_answer,
    bill_notes,
    bill_sentence,
    findings_table,
    money_text,
    reason_names,
)
from placement.ui import session
from placement.ui.agencies.files import (
    Brought,
    brought,
    keep,
    say_findings,
    say_problem,
    take_sample,
)
from placement.ui.bars import chart_rows
from placement.ui.charts.ranking import bars_chart
from placement.ui.gate.cache import cache_per_workspace
from placement.ui.gate.files import download_button, file_uploader
from placement.ui.inputs import export
from placement.ui.language import readers_language
from placement.ui.options.book import amount
from placement.ui.remitted import KINDS
from placement.ui.tiles import tiles
from placement.words.markdown import plain
from placement.words.numbers import NONE

KEY = "bill"
SAMPLE = (
    ("bill", "bill.csv"),
    ("contract", "bill_contract.toml"),
    ("payments", "bill_payments.csv"),
    ("placements", "bill_placements.csv"),
)
TOO_MUCH, TOO_LITTLE = "#d9822b", "#398bcd"

EXAMPLE = """commission = 0.22      # or, by months past due at placement:
by_age = [
  { from = 0, to = 6, rate = 0.18 },
  { from = 6, to = 12, rate = 0.24 },
  { from = 12, rate = 0.30 },
]
tail_days = 30         # after recall, in which payments still earn
tail_share = 0.5       # of the commission
minimum_balance = 500  # accounts below it earn nothing
vat = "in"             # or "out": VAT comes on top
"""


def show() -> None:
    """Draw the files, what was billed against what is due, and every difference."""
    _uploads()
    files = brought(KEY)
    if files is None or files.get("bill") is None or files.get("contract") is None:
        st.info(
            t("Bring an agency's bill and its contract, or take the sample bill."),
            icon=":material/upload:",
        )
        return
    st.caption(t("Files: {names}", names=plain(listed(file.name for _, file in files.files))))
    assumptions = session.assumptions()
    try:
        checked = _checked(
            files.digest, _vat(assumptions), readers_language(), _files=files,
            _assumptions=assumptions,
        )  # fmt: skip
    except PlacementError as error:
        say_problem(error)
        return
    say_findings(checked.findings)
    _answer(checked)


@cache_per_workspace(max_entries=8)
def _checked(
    digest: str, vat: float, spoken: str, _files: Brought, _assumptions: Assumptions
) -> api.CheckedBill:
    bill, contract = _files.get("bill"), _files.get("contract")
    assert bill is not None
    assert contract is not None
    return api.check_bill(
        bill,
        api.bill_contract_in(contract.source, name=contract.name),
        payments=_files.get("payments"),
        placements=_files.get("placements"),
        recalls=_files.get("recalls"),
        assumptions=_assumptions,
    )


def _vat(assumptions: Assumptions) -> float:
    return float(assumptions.entries["tax.vat_rate"].value)


def _uploads() -> None:
    asked = {
        "bill": (
            t("Bill"),
            t(
                "A row for each payment: account, day, amount, and the rate, the commission or "
                "both."
            ),
        ),
        "contract": (t("Contract (TOML)"), t("What the agency may bill; an example is below.")),
        "payments": (
            t("Your payments"),
            t(
                "Account, day and amount by your own books, payments taken back below zero. "
                "Without them the bill is believed in what was paid."
            ),
        ),
        "placements": (
            t("Your placements"),
            t(
                "Account, day of placement, days past due and balance on that day, and the day of "
                "recall. Without them the bill is believed in ages."
            ),
        ),
        "recalls": (t("Your recalls"), t("Account and day, where placements do not say them.")),
    }
    uploads: list[tuple[str, Any]] = []
    is_open = brought(KEY) is None
    with (
        st.expander(t("Files"), icon=":material/upload_file:", expanded=is_open),
        st.grid(columns="auto", min_column_width=260),
    ):
        for kind, (label, help) in asked.items():
            file = file_uploader(
                label, type=["toml"] if kind == "contract" else KINDS, key=f"bill_{kind}",
                help=help,
            )  # fmt: skip
            if file is not None:
                uploads.append((kind, file))
    keep(KEY, uploads)
    with st.container(horizontal=True, key="bill_samples"):
        st.button(
            t("Sample bill: one month, faults of every kind"), key="take_bill",
            icon=":material/science:", on_click=take_sample, args=(KEY, SAMPLE),
        )  # fmt: skip
    with st.expander(t("What a contract file says"), icon=":material/description:"):
        st.code(EXAMPLE, language="toml")
        download_button(
            t("Download this example"), data=EXAMPLE, file_name="contract.toml",
            mime="application/toml", key="bill_example", icon=":material/download:",
        )  # fmt: skip


def _answer(checked: api.CheckedBill) -> None:
    found = checked.found
    answer = bill_answer(
        found,
        checked.contract,
        rows=checked.bill.row,
        accounts=checked.bill.accounts,
        books=checked.names_in_books,
    )
    currency = checked.currency or "CNY"
    said = plain(bill_sentence(found))
    if found.total_billed > found.total_due:
        st.warning(said, icon=":material/receipt_long:")
    else:
        st.success(said, icon=":material/receipt_long:")
    _tiles(checked, currency)
    for note in bill_notes(
        found,
        checked.contract,
        has_payments=checked.books is not None,
        is_held=checked.is_held,
        vat_on_top=checked.total_due_vat,
    ):
        st.caption(plain(note))
    if answer["reasons"]:
        _chart(answer["reasons"], currency)
        _findings(answer["findings"], currency)
    _by_age(answer["by_age"], currency)
    _others(answer, currency)


def _tiles(checked: api.CheckedBill, currency: str) -> None:
    found = checked.found
    difference = found.total_billed - found.total_due
    with tiles():
        for label, cents, help in (
            (t("Billed"), found.total_billed, t("Of the lines that can be checked.")),
            (t("By the contract"), found.total_due, t("What the same lines should come to.")),
            (t("Difference"), difference, t("Above zero the agency billed too much.")),
        ):
            st.metric(with_unit(label, currency), money_text(cents), help=help)


def _chart(reasons: list[dict[str, Any]], currency: str) -> None:
    names = {reason.value: name for reason, name in reason_names().items()}
    ordered = sorted(reasons, key=lambda row: -row["difference"])
    money = [row["difference"] for row in ordered]
    st.vega_lite_chart(
        chart_rows(
            [names[row["reason"]] for row in ordered],
            money,
            [f"{x:,.2f}" for x in money],
            [TOO_MUCH if x > 0 else TOO_LITTLE for x in money],
        ),
        bars_chart(rows=len(ordered), value=t("Billed too much ({currency})", currency=currency)),
        key="bill_chart",
        alt=t("Bars: what each reason adds to the difference."),
    )


def _findings(listed: list[dict[str, Any]], currency: str) -> None:
    st.subheader(t("What differs"))
    table = findings_table(listed)
    st.dataframe(
        table,
        hide_index=True,
        key="bill_findings",
        placeholder=NONE,
        column_order=["row", "account_id", "words", "difference", "billed", "due", "paid",
                      "paid_on"],
        column_config={
            "row": st.column_config.NumberColumn(
                t("Row"), help=t("Of the bill's file; empty where only your payments show it.")
            ),
            "account_id": st.column_config.TextColumn(t("Account")),
            "words": st.column_config.TextColumn(t("Why")),
            "difference": amount(t("Difference ({currency})", currency=currency),
                                 t("Above zero the agency billed too much.")),
            "billed": amount(t("Billed ({currency})", currency=currency)),
            "due": amount(t("Due ({currency})", currency=currency)),
            "paid": amount(t("Paid ({currency})", currency=currency),
                           t("By your own payments where you gave them.")),
            "paid_on": st.column_config.TextColumn(t("Paid on")),
        },
        alt=t("Each difference with its row, account, money and reason."),
    )  # fmt: skip
    export(lambda: table, name="bill_findings", key="bill_files")


def _by_age(listed: list[dict[str, Any]], currency: str) -> None:
    st.subheader(t("By age at placement"))
    table = pd.DataFrame(listed)
    st.dataframe(
        table,
        hide_index=True,
        key="bill_by_age",
        column_config={
            "rung": st.column_config.TextColumn(t("Rung of the contract")),
            "lines": st.column_config.NumberColumn(t("Lines")),
            "paid": amount(t("Paid ({currency})", currency=currency)),
            "billed": amount(t("Billed ({currency})", currency=currency)),
            "due": amount(t("Due ({currency})", currency=currency)),
            "difference": amount(t("Difference ({currency})", currency=currency)),
        },
        alt=t("What was billed and due on each rung of the contract."),
    )
    export(lambda: table, name="bill_by_age", key="bill_by_age_files")


def _others(answer: dict[str, Any], currency: str) -> None:
    """Draw the lists that count nowhere: not checked, and not billed."""
    for name, title in (
        ("not_checked", t("Lines that cannot be checked ({count})",
                          count=f"{len(answer['not_checked']):,}")),
        ("not_billed", t("Payments that are not billed, in your favour ({count})",
                         count=f"{len(answer['not_billed']):,}")),
    ):  # fmt: skip
        if not answer[name]:
            continue
        table = pd.DataFrame(answer[name])
        with st.expander(title):
            st.dataframe(
                table,
                hide_index=True,
                key=f"bill_{name}",
                column_config={
                    "row": st.column_config.NumberColumn(t("Row")),
                    "account_id": st.column_config.TextColumn(t("Account")),
                    "billed": amount(t("Billed ({currency})", currency=currency)),
                    "missing": None,
                    "words": st.column_config.TextColumn(t("Why")),
                    "paid_on": st.column_config.TextColumn(t("Paid on")),
                    "paid": amount(t("Paid ({currency})", currency=currency)),
                    "due": amount(t("Would earn ({currency})", currency=currency)),
                },
                alt=title,
            )
            export(partial(_same, table), name=f"bill_{name}", key=f"bill_{name}_files")


def _same(table: pd.DataFrame) -> pd.DataFrame:
    return table

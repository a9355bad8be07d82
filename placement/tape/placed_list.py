"""What a list of placed accounts was read as, and what its columns leave unknown."""

from placement.domain.text import clauses, listed, t
from placement.tape.account_rows import AccountRows
from placement.tape.findings import Finding, Severity, name_some

MEANT_BY_HAND = ("account_id", "agency", "placed_on", "recalled_on", "balance", "debtor_id")
"""Fields of which a reader may say in which column they are."""

UNKNOWN_DAYS = ("placed_on_unknown", "recalled_on_unknown")
"""Codes of findings that an answer hangs on."""


def placed_field_names() -> dict[str, str]:
    """Return what the fields of such a list are called, in their usual order."""
    return {
        "account_id": t("Account number"),
        "agency": t("Agency"),
        "placed_on": t("Day of placement"),
        "recalled_on": t("Day of recall"),
        "balance": t("Balance"),
        "debtor_id": t("Debtor number"),
    }


def columns_said(rows: AccountRows) -> tuple[Finding, ...]:
    """Return which column was read as what, and what the columns that there are not mean."""
    names = placed_field_names()
    read = [
        t("{field} from {heading}", field=names[field], heading=name_some([rows.columns[field]]))
        for field in names
        if rows.has(field)
    ]
    said = [
        Finding(
            code="columns_read",
            severity=Severity.NOTE,
            message=t("{file}: read {columns}.", file=rows.filename, columns=clauses(read)),
        )
    ]
    if rows.unused:
        said.append(
            Finding(
                code="columns_unused",
                severity=Severity.WARNING if _lacks(rows) else Severity.NOTE,
                message=t(
                    "{file}: not used: {columns}.",
                    file=rows.filename,
                    columns=name_some(rows.unused),
                ),
                advice=t(
                    "If one of them is {fields}, say so with --column FIELD=HEADING.",
                    fields=listed(
                        f"{names[field]} ({field})" for field in names if not rows.has(field)
                    ),
                )
                if _lacks(rows)
                else "",
            )
        )
    for field, message in (
        (
            "placed_on",
            t(
                "{file}: no day of placement: every account in it counts as placed for as long as "
                "the lists go back.",
                file=rows.filename,
            ),
        ),
        (
            "recalled_on",
            t(
                "{file}: no day of recall: every account in it counts as still placed.",
                file=rows.filename,
            ),
        ),
        (
            "balance",
            t("{file}: no balance: what its accounts owe is not known.", file=rows.filename),
        ),
        (
            "debtor_id",
            t(
                "{file}: no debtor number: debtors asked by two agencies are not looked for in it.",
                file=rows.filename,
            ),
        ),
    ):
        if not rows.has(field):
            said.append(
                Finding(
                    code=f"{field}_unknown",
                    severity=Severity.WARNING
                    if f"{field}_unknown" in UNKNOWN_DAYS
                    else Severity.NOTE,
                    column=field,
                    message=message,
                )
            )
    return tuple(said)


def _lacks(rows: AccountRows) -> bool:
    """Return whether a field is missing that the file's name does not stand for."""
    return not all(rows.has(field) for field in MEANT_BY_HAND if field != "agency")

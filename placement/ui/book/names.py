"""What fields, strata and reasons are called in front of a reader."""

from placement.domain.text import clauses, t


def field_names() -> dict[str, str]:
    """Return what each field of the tape is called."""
    return {
        "account_id": t("Account number"),
        "debtor_id": t("Debtor number"),
        "sector": t("Sector"),
        "creditor": t("Creditor"),
        "creditor_type": t("Creditor type"),
        "balance": t("Balance"),
        "principal": t("Principal"),
        "paid": t("Paid so far"),
        "due_date": t("Due date"),
        "days_past_due": t("Days past due"),
        "months_past_due": t("Months past due"),
        "stage": t("Overdue stage"),
        "product": t("Product"),
        "region": t("Region"),
        "disputed": t("Disputed"),
        "reachable": t("Reachable"),
        "unreachable": t("Unreachable"),
        "placements": t("Earlier placements"),
        "hand": t("Hand"),
        "placed_with": t("Placed now with"),
        "account_status": t("Status"),
        "placement_status": t("Placement status"),
        "letters": t("Earlier letters"),
        "in_house_months": t("Months of in-house work"),
        "history": t("Collection history"),
        "last_payment_date": t("Last payment"),
        "last_demand_date": t("Last demand"),
        "limitation_date": t("Limitation complete on"),
        "evidence": t("Evidence"),
        "currency": t("Currency"),
        "unit": t("Unit of money"),
        "as_of": t("Cut-off date"),
    }


def strata_names() -> dict[str, str]:
    """Return what each property is called that a book can be counted by."""
    return {
        "sector": t("Sector"),
        "age": t("Age"),
        "balance": t("Balance"),
        "creditor_type": t("Creditor type"),
        "placements": t("Earlier placements"),
        "disputed": t("Disputed"),
        "unreachable": t("Unreachable"),
        "placed_now": t("Placed now"),
        "limitation": t("Limitation"),
        "region": t("Region"),
        "product": t("Product"),
        "creditor": t("Creditor"),
    }


def creditor_type_names() -> dict[str, str]:
    """Return what each creditor type is called."""
    return {
        "state_owned": t("State-owned"),
        "joint_stock": t("Joint-stock"),
        "other": t("Other"),
    }


def reason_text(codes: str) -> str:
    """Return why a row was left out, in words.

    Args:
        codes: Codes of findings with "; " between them.
    """
    names = {
        "age_missing": t("no age"),
        "age_waits": t("age not known before a question is answered"),
        "age_too_high": t("overdue for too long to be valued"),
        "balance_implausible": t("balance too large to be one"),
        "balance_missing": t("no balance"),
        "bill_added": t("a further bill of an account, added to it"),
        "balance_negative": t("negative balance"),
        "balance_phone": t("a balance that reads like a mobile number"),
        "balance_unreadable": t("balance is no number"),
        "balance_zero": t("balance of zero"),
        "currency_mixed": t("another currency"),
        "closed": t("its status says that it is over"),
        "current": t("0 days past due"),
        "debtor_added": t("a further account of a debtor, added to the oldest"),
        "duplicate": t("repeats another row"),
        "heading_row": t("a second row of headings"),
        "not_past_due": t("not past due"),
        "ragged": t("too many or too few cells"),
        "snapshot_other": t("a row of another snapshot"),
        "sector_unknown": t("unknown sector"),
        "totals_row": t("a row of totals"),
        "called_total": t("called a total"),
        "blank_row": t("a blank row"),
        "signature_row": t("a line below the table"),
        "unit_row": t("a line on the unit of the amounts"),
    }
    return clauses(names.get(code, code.replace("_", " ")) for code in codes.split("; "))

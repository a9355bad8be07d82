"""The rows that are not in the book, in words: debts apart from what is no debt."""

from placement import api
from placement.domain.text import t
from placement.tape.tape import LeftOut
from placement.words.markdown import plain
from placement.words.numbers import money


def debt_left_out(book: api.Book) -> float:
    """Return the money of the debts left out, as far as their balances can be read."""
    group = book.tape.excluded.groups.get(LeftOut.DEBT)
    return group.money if group else 0.0


def left_out_words(book: api.Book) -> str:
    """Return what the rows left out are, as Markdown; empty if there are none."""
    names = {
        LeftOut.DEBT: t("debts that cannot be used"),
        LeftOut.CREDIT: t("credits, where you owe the debtor"),
        LeftOut.SETTLED: t("accounts that owe nothing"),
        LeftOut.REPEAT: t("exact repeats of accounts in the book"),
        LeftOut.BILL: t("further bills, added to their account"),
        LeftOut.ACCOUNT: t("further accounts of a debtor, added to the oldest"),
        LeftOut.CURRENT: t("accounts that are not past due"),
        LeftOut.OLDER: t("rows of other snapshots of the book"),
        LeftOut.TOTAL: t("totals rows"),
        LeftOut.HEADING: t("headings, blank rows and lines beside the table"),
    }
    parts = [
        t(
            "{name}: {rows} ({money} {currency})",
            name=names[kind],
            rows=f"{group.rows:,}",
            money=money(group.money),
            currency=plain(book.tape.currency),
        )
        if group.money
        else t("{name}: {rows}", name=names[kind], rows=f"{group.rows:,}")
        for kind, group in book.tape.excluded.groups.items()
    ]
    return t("Rows left out are: {kinds}.", kinds=" · ".join(parts)) if parts else ""

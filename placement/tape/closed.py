"""Accounts whose status says that they are over: settled, withdrawn, closed."""

import re

import numpy as np

from placement.domain.text import t
from placement.domain.types import BoolArray
from placement.tape.findings import name_some
from placement.tape.ledger import Ledger
from placement.tape.numbers import EMPTY
from placement.tape.quoting import quoted
from placement.tape.source import Source
from placement.tape.spelling import narrow

_OPEN = re.compile("未|部分|没有|不|逾期|\\bnot\\b|un(?:paid|settled)|partial|partly|past due|open")
_OVER = re.compile(
    "结清|还清|缴清|付清|撤案|撤诉|已撤|销户|注销|关闭|完结|已完成|已核减|豁免|"
    r"\b(?:paid|settled|closed|withdrawn|cancell?ed|waived|bezahlt|erledigt)\b"
)
"""A debt that is written off is still owed, and so no end."""

_PAID = re.compile(r"结清|还清|缴清|付清|\b(?:paid|settled|bezahlt)\b")
_GIVEN_BACK = re.compile(
    r"撤|核减|豁免|转让|出售|回购|移交|召回|退案|"
    r"\b(?:withdrawn|cancell?ed|waived|recalled|sold|assigned|transferred)\b"
)

_WRITTEN_OFF = re.compile(r"(?<!未)核销|呆账|\b(?:written|charged?)[ -]?off\b|\bwrite[ -]?off\b")


_YES = frozenset({"是", "y", "yes", "true", "1", "ja", "j", "已", "√"})


def leave_out_closed(source: Source, ledger: Ledger) -> None:
    """Leave out accounts whose status says that they are over, and ask whether that is right."""
    said = source.meaning.closed
    closed, called = _over_by_sheet(source)
    if source.has("account_status"):
        _note_written_off(source, ledger)
        found = source.codes("account_status")
        is_flag = _OVER.search(narrow(source.called("account_status"))) is not None
        over = [is_over(name) or (is_flag and narrow(name) in _YES) for name in found.names]
        closed = closed | found.where_any(over)
        called += [quoted(n) for n, each in zip(found.names, over, strict=True) if each]
    closed = closed & ledger.live
    words = name_some(called)
    place = source.place("account_status")

    def say(rows: str, of: str) -> str:
        if said == "keep":
            return t(
                "{rows} of {of} rows have a status of accounts that are over ({words}); they are "
                "kept.",
                rows=rows,
                of=of,
                words=words,
            )
        return t(
            "{rows} of {of} rows have a status of accounts that are over ({words}) and yet owe "
            "something; they are left out.",
            rows=rows,
            of=of,
            words=words,
        )

    if said == "keep":
        ledger.note(closed, "closed", say, "", place)
        return
    live = ledger.live
    severity, choices = ledger.asked(
        "closed",
        (
            ("leave-out", t("without them"), live & ~closed),
            ("keep", t("with them"), live),
        ),
        taken="leave-out",
        said=said,
    )
    ledger.leave_out(
        closed,
        "closed",
        say,
        t("Keep them if they are still owed."),
        place,
        severity=severity,
        choices=choices,
    )


def _over_by_sheet(source: Source) -> tuple[BoolArray, list[str]]:
    """Return the rows of sheets that are called so, 已结清 or Settled, and these names."""
    sheets = source.raw.sheets
    if not sheets or all(is_over(name) for name, _ in sheets):
        return np.zeros(len(source), dtype=bool), []
    over = [is_over(name) for name, _ in sheets]
    names = [name for (name, _), each in zip(sheets, over, strict=True) if each]
    return np.repeat(over, [count for _, count in sheets]), names


def _note_written_off(source: Source, ledger: Ledger) -> None:
    """Say that debts the creditor has written off stay in the book: they are owed all the same."""
    found = source.codes("account_status")
    written_off = [is_written_off(name) for name in found.names]
    ledger.note(
        found.where_any(written_off) & ledger.live,
        "written_off",
        lambda rows, of: t(
            "{rows} of {of} rows are written off in the books; they are still owed, so they are "
            "kept.",
            rows=rows,
            of=of,
        ),
        t("Delete them if nobody may collect them any more."),
        source.place("account_status"),
    )


def is_written_off(text: str) -> bool:
    """Return whether a status says that the creditor has taken the debt out of its books."""
    return _WRITTEN_OFF.search(narrow(text).strip()) is not None


def is_over(text: str) -> bool:
    """Return whether a status says that nothing more is to be done about an account."""
    plain = narrow(text).strip()
    return plain not in EMPTY and not _OPEN.search(plain) and _OVER.search(plain) is not None


def says_paid(text: str) -> bool | None:
    """Return whether a status says that a debt was paid, or that it left otherwise.

    None where it says neither: a closed account may be either.
    """
    plain = narrow(text).strip()
    if plain in EMPTY or _OPEN.search(plain):
        return None
    if _GIVEN_BACK.search(plain):
        return False
    return True if _PAID.search(plain) else None

"""What an account is: sector, creditor type, flags."""

from collections.abc import Collection
from functools import cache

import numpy as np

from placement.domain.language import LANGUAGES, catalogue
from placement.domain.names import name_label
from placement.domain.text import language, listed, t
from placement.domain.types import BoolArray, CreditorType, FloatArray
from placement.tape.cells import Codes, recode
from placement.tape.columns import normalise
from placement.tape.flags import WORDS_OF, read_flags
from placement.tape.ledger import Ledger
from placement.tape.source import Source

SECTOR_NAMES = {
    "bank_card": ("信用卡", "银行卡", "银行信用卡", "贷记卡", "credit card", "bank cards", "card"),
    "telecom": ("电信", "通信", "通讯", "话费", "移动", "宽带", "telecommunications"),
    "property_fee": ("物业", "物业费", "物业管理", "物业管理费", "物业服务费", "property fees"),
    "logistics": ("物流", "快递", "运输", "运费", "货运", "freight"),
    "software_retainage": (
        "软件",
        "软件尾款",
        "质保金",
        "软件质保金",
        "尾款",
        "软件项目",
        "software",
    ),
}
"""What else the library's sectors are called."""

_CREDITOR_TYPE_NAMES = {
    CreditorType.STATE_OWNED: ("国有", "国有银行", "国有大行", "国企", "state owned bank"),
    CreditorType.JOINT_STOCK: ("股份制", "股份制银行", "股份", "joint stock bank"),
    CreditorType.OTHER: ("其他", "其它", "民营", "城商行", "农商行", "私营"),
}


def sector_named(name: str, known: Collection[str]) -> str | None:
    """Return the sector that a text in Chinese or English means; None if it means none."""
    meaning = {normalise(each): sector for sector in known for each in _names(sector)}
    return meaning.get(normalise(name))


def creditor_type_named(name: str) -> str | None:
    """Return the creditor type that a text in Chinese or English means; None if it means none."""
    return _creditor_type_meanings().get(normalise(name))


def _creditor_type_meanings() -> dict[str, str]:
    return {
        normalise(name): str(kind)
        for kind, names in _CREDITOR_TYPE_NAMES.items()
        for name in (kind, *names, *_said(str(kind)))
    }


def sectors(
    source: Source, ledger: Ledger, *, known: Collection[str], default: str | None
) -> Codes:
    """Return each row's sector; rows with none take the default or are left out."""
    if not source.has("sector"):
        return _constant(str(default), len(source))
    found = source.codes("sector")
    sector = recode(found, [sector_named(name, known) for name in found.names], known)
    unknown = (sector.codes < 0) & ledger.accounts
    listed = ", ".join(sorted(known))
    if default is None:
        ledger.leave_out(
            unknown,
            "sector_unknown",
            lambda rows, of: t(
                "{rows} of {of} rows have a sector that is not known; known are {known}.",
                rows=rows,
                of=of,
                known=listed,
            ),
            t("Correct the sector, add it to the assumptions, or give one sector for such rows."),
            source.place("sector"),
        )
        return sector
    ledger.warn(
        unknown,
        "sector_assumed",
        lambda rows, of: t(
            "{rows} of {of} rows have a sector that is not known; {default} is taken.",
            rows=rows,
            of=of,
            default=default,
        ),
        t("Known are {known}.", known=listed),
        source.place("sector"),
    )
    return fill(sector, _constant(default, len(sector)))


def creditor_types(source: Source, ledger: Ledger, *, sector: Codes, default: str | None) -> Codes:
    """Return each row's creditor type; a row with none takes the default.

    The default is the one given, else joint_stock for bank cards and other elsewhere.
    """
    usual = [default or _usual_type(name) for name in sector.names]
    order = [str(kind) for kind in CreditorType]
    if not source.has("creditor_type"):
        return recode(sector, usual, order)
    found = source.codes("creditor_type")
    kinds = recode(found, [creditor_type_named(name) for name in found.names], order)
    ledger.warn(
        (found.codes >= 0) & (kinds.codes < 0) & ledger.accounts,
        "creditor_type_unknown",
        lambda rows, of: t(
            "{rows} of {of} rows have a creditor type that is not known; "
            "known are {known}. The sector's usual one is taken.",
            rows=rows,
            of=of,
            known=listed(CreditorType),
        ),
        t("Correct these cells."),
        source.place("creditor_type"),
    )
    if (kinds.codes < 0).any():
        return fill(kinds, recode(sector, usual, order))
    return kinds


def disputed(source: Source, ledger: Ledger) -> BoolArray:
    """Return which claims are contested; unknown is no. Shape (rows,)."""
    return np.asarray(_flag(source, ledger, "disputed") == 1.0)


def unreachable(source: Source, ledger: Ledger) -> BoolArray:
    """Return which debtors nobody can reach; unknown is no. Shape (rows,)."""
    lost, reached = _flag(source, ledger, "unreachable"), _flag(source, ledger, "reachable")
    ledger.warn(
        ((lost == 1.0) & (reached == 1.0) | (lost == 0.0) & (reached == 0.0)) & ledger.accounts,
        "reach_contradiction",
        lambda rows, of: t(
            "{rows} of {of} rows say in one column that nobody reaches the debtor and in another "
            "that somebody does; they are taken as unreachable.",
            rows=rows,
            of=of,
        ),
        t("Correct one of the two columns."),
        source.place("reachable"),
    )
    return np.asarray((lost == 1.0) | (reached == 0.0))


def labels(source: Source, field: str) -> Codes:
    """Return a column of texts as the file has it; all empty where it has none."""
    if source.has(field):
        return source.codes(field)
    return Codes(np.full(len(source), -1, dtype=np.int32), ())


def fill(column: Codes, fallback: Codes) -> Codes:
    """Return the column with its empty cells taken from another column."""
    names = tuple(dict.fromkeys((*column.names, *fallback.names)))
    table = np.array([*(names.index(name) for name in fallback.names), -1], dtype=np.int32)
    empty = column.codes < 0
    return Codes(np.where(empty, table[fallback.codes], column.codes).astype(np.int32), names)


def _constant(name: str, size: int) -> Codes:
    return Codes(np.zeros(size, dtype=np.int32), (name,))


def _usual_type(sector: str) -> str:
    return str(CreditorType.JOINT_STOCK if sector == "bank_card" else CreditorType.OTHER)


def _names(sector: str) -> tuple[str, ...]:
    return (sector, *SECTOR_NAMES.get(sector, ()), *_said(sector))


@cache
def _said(name: str) -> tuple[str, ...]:
    """Return what a key is called in every language, as our own exports have it."""
    said = []
    for code in LANGUAGES:
        with language(catalogue(code)):
            said.append(name_label(name))
    return tuple(said)


def _flag(source: Source, ledger: Ledger, field: str) -> FloatArray:
    if not source.has(field):
        return np.full(len(source), np.nan)
    flags = read_flags(source.cells(field), words=WORDS_OF[field])
    ledger.warn(
        flags.unreadable & ledger.accounts,
        f"{field}_unreadable",
        lambda rows, of: t(
            "{rows} of {of} cells are neither yes nor no; they are taken as unknown.",
            rows=rows,
            of=of,
        ),
        t("Write yes or no, 是 or 否, 1 or 0."),
        source.place(field),
    )
    return flags.values

"""An uploaded or pasted list of lots; what is wrong with a row is said and its lot left out.

A row is a lot, or one age band of it: rows of one name are one lot. A table of contracts is such a
list too.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from placement.api.accounts import one_account
from placement.api.bid_lots import MOST_LOTS, LotRow, digest_of
from placement.api.bid_rules import lot_rules, rules_text
from placement.api.deals import lot_segments
from placement.decide.deal.fee_terms import check_share
from placement.decide.deal.terms_text import parse_terms, terms_text
from placement.decide.mix.columns import FLAGS, NAMES, NUMBERS, TOTAL_HEADINGS
from placement.domain.errors import InputError, TapeError
from placement.domain.plausible import question_of
from placement.domain.text import listed, t
from placement.domain.types import CreditorType, Segments
from placement.report.forms import form_names
from placement.tape.cells import as_text
from placement.tape.columns import normalise
from placement.tape.flags import WORDS_OF, parse_flag
from placement.tape.kinds import creditor_type_named, sector_named
from placement.tape.numbers import (
    ACCOUNT_UNITS,
    COUNT_UNITS,
    EMPTY,
    MONEY_UNITS,
    MONTH_UNITS,
    parse_number,
    parse_share,
)
from placement.tape.read import read_table

_OWN_HEADINGS = {
    "lot": "tender | package | 标包 | 包号 | 标段 | 项目名称",
    "ceiling": "cap | 最高限价 | 佣金上限",
    "rules": "评分规则 | 规则",
    "balance": "余额 | 欠款余额",
}
"""What columns may be called besides the headings of a table of contracts."""

_OF_BAND = ("accounts", "balance", "age", "placements", "letters", "in_house_months", "commission")
_OF_LOT = ("fixed_cost", "payment_lag", "volume_share")
"""Numbers of a row, and those that a lot has once."""

_OF_CONTRACTS = (
    {"lot": f"contract | {NAMES['contract']}"}
    | {name: NAMES[name] for name in ("sector", "creditor_type", "terms", "history")}
    | {name: FLAGS[name] for name in ("disputed", "unreachable")}
    | {name: NUMBERS[name].headings for name in (*_OF_BAND, *_OF_LOT)}
)

HEADINGS: dict[str, tuple[str, ...]] = {
    name: tuple(
        normalise(heading)
        for part in (name, _OWN_HEADINGS.get(name, ""), _OF_CONTRACTS.get(name, ""))
        for heading in part.split(" | ")
        if heading
    )
    for name in (*_OF_CONTRACTS, "ceiling", "rules")
} | {"total_balance": TOTAL_HEADINGS}
"""What each column may be called; the first is the name in our own files."""

NEEDED = ("sector", "accounts", "age")

_UNITS = {
    "accounts": ACCOUNT_UNITS,
    "placements": COUNT_UNITS,
    "letters": (*COUNT_UNITS, "封", "letters", "letter"),
    "age": MONTH_UNITS,
    "in_house_months": MONTH_UNITS,
    "payment_lag": MONTH_UNITS,
}


_ROUNDED = 0.01
"""Share by which a mean balance and the total may differ."""


@dataclass(frozen=True, kw_only=True)
class LotsFile:
    """The usable lots of a list, and a line for each row that is not."""

    rows: tuple[LotRow, ...]
    problems: tuple[str, ...]
    unused: tuple[str, ...] = ()
    """Headings that say nothing of a bid."""


def read_lots(
    source: Path | bytes, *, filename: str, sectors: Mapping[str, str], most: int = MOST_LOTS
) -> LotsFile:
    """Read a list of lots from CSV, XLSX, ODS or Parquet.

    Args:
        source: The file or its content.
        filename: Name the user knows it by.
        sectors: Names by which a sector may be called, and its key.
        most: Lots that are taken; a longer list is refused.

    Raises:
        TapeError: The file cannot be read, lacks a column, is too long or has no usable row.
    """
    raw = read_table(source, filename=filename, keep=lots_headings())
    columns = _columns(raw.table, filename)
    bands: dict[str, list[tuple[int, LotRow]]] = {}
    wrong: dict[str, list[str]] = {}
    for place in range(raw.table.num_rows):
        cells = {name: values[place] for name, values in columns.items()}
        name = cells.get("lot", "").strip() or t("Lot {number}", number=place + 1)
        try:
            row = lot_row(cells, sectors=sectors, place=place + 1)
            bands.setdefault(name, []).append((int(raw.rows[place]), row))
        except InputError as error:
            line = t("Row {row}: {why}", row=int(raw.rows[place]), why=str(error))
            wrong.setdefault(name, []).append(line)
    rows, problems = [], [line for lines in wrong.values() for line in lines]
    for name, numbered in bands.items():
        if name in wrong:
            problems.append(_without_a_band(name, numbered))
            continue
        try:
            rows.append(_one_lot([row for _, row in numbered]))
        except InputError as error:
            problems.append(t("Lot {name}: {why}", name=name, why=str(error)))
    if not rows:
        raise TapeError(t("{file} has no usable row.", file=filename), *problems)
    if len(rows) > most:
        raise TapeError(
            t(
                "{file} has {rows} lots; at most {most} are bid for at a time. Split the list.",
                file=filename,
                rows=len(rows),
                most=most,
            )
        )
    known = {heading for names in HEADINGS.values() for heading in names}
    return LotsFile(
        rows=tuple(rows),
        problems=tuple(problems),
        unused=tuple(h for h in raw.table.column_names if normalise(str(h)) not in known),
    )


def lot_lines(row: LotRow) -> tuple[dict[str, object], ...]:
    """Return the rows of a list that make this lot when they are read, one a segment.

    What a lot has once stands in its first row. What debtors were asked in writing and how much of
    a balance is principal are in no list of lots; neither is the agency's business.
    """
    once: dict[str, object] = {
        "ceiling": row.ceiling,
        "rules": rules_text(row.rules),
        "terms": terms_text(row.terms),
        "fixed_cost": row.fixed_cost,
        "payment_lag": row.payment_lag,
        "volume_share": row.volume_share,
    }
    if row.cut is None:
        figures = ("lot", "sector", "accounts", "balance", "age", "placements", "creditor_type")
        rung = {"commission": row.rungs[0] if row.rungs else None}
        return ({name: getattr(row, name) for name in figures} | rung | once,)
    cut = row.cut
    return tuple(
        {
            "lot": row.lot,
            "sector": cut.sector[place],
            "accounts": int(cut.accounts[place]),
            "balance": float(cut.balance[place]),
            "age": float(cut.age[place]),
            "placements": int(cut.placements[place]),
            "creditor_type": cut.creditor_type[place],
            "disputed": "yes" if cut.disputed[place] else "",
            "unreachable": "yes" if cut.unreachable[place] else "",
            "letters": int(cut.letters[place]),
            "in_house_months": _known(cut.in_house_months[place]),
            "history": cut.history[place],
            "commission": _known(row.rungs[place]) if row.rungs else None,
        }
        | (once if place == 0 else dict.fromkeys(once))
        for place in range(len(cut))
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def lots_headings() -> tuple[str, ...]:
    """Return every heading that a list of lots may have, in Chinese and English."""
    return tuple(heading for names in HEADINGS.values() for heading in names)


def questions_of(rows: Sequence[LotRow]) -> tuple[str, ...]:
    """Return a line for each lot whose balance looks like that of all its accounts."""
    asked = [(row.lot, question_of(row.sector, row.balance)) for row in rows]
    return tuple(t("Lot {name}: {why}", name=name, why=why) for name, why in asked if why)


def lot_row(cells: Mapping[str, str], *, sectors: Mapping[str, str], place: int) -> LotRow:
    """Return a lot from its cells as texts.

    Args:
        cells: By our names; an absent or empty one takes the usual value where there is one. The
            mean balance of an account, or `total_balance` of all.
        sectors: Names and the key each stands for, besides those everybody knows.
        place: Number of the lot, which names one without a name.

    Raises:
        InputError: A cell breaks its rule; says which.
    """
    accounts = _whole(cells, "accounts")
    row = LotRow(
        lot=cells.get("lot", "").strip() or t("Lot {number}", number=place),
        sector=_sector(cells.get("sector", "").strip(), sectors),
        accounts=accounts,
        balance=_balance(cells, accounts),
        age=_number(cells, "age"),
        placements=_whole(cells, "placements") if _is_given(cells, "placements") else 0,
        creditor_type=_creditor_type(cells),
        ceiling=_share(cells, "ceiling") if _is_given(cells, "ceiling") else None,
        rules=lot_rules(cells["rules"]) if _is_given(cells, "rules") else (),
        terms=parse_terms(cells["terms"]) if _is_given(cells, "terms") else None,
        fixed_cost=_number(cells, "fixed_cost") if _is_given(cells, "fixed_cost") else None,
        payment_lag=_whole(cells, "payment_lag") if _is_given(cells, "payment_lag") else None,
        volume_share=_share(cells, "volume_share") if _is_given(cells, "volume_share") else 1.0,
        rungs=(_share(cells, "commission"),) if _is_given(cells, "commission") else (),
    )
    disputed, unreachable = (_flag(cells, name) for name in ("disputed", "unreachable"))
    letters = _whole(cells, "letters") if _is_given(cells, "letters") else 0
    months = _number(cells, "in_house_months") if _is_given(cells, "in_house_months") else None
    history = cells.get("history", "").strip()
    row.check()
    if not (letters or disputed or unreachable or history or months is not None):
        return row
    account = one_account(
        sector=row.sector,
        balance=row.balance,
        age=row.age,
        placements=row.placements,
        creditor_type=row.creditor_type,
        letters=letters,
        disputed=disputed,
        unreachable=unreachable,
        in_house_months=months,
        history=history,
    )
    return _cut(row, lot_segments(account, accounts))


def _one_lot(bands: Sequence[LotRow]) -> LotRow:
    """Return the lot whose age bands these are."""
    first = bands[0]
    if len(bands) == 1:
        return first
    if len({row.sector for row in bands}) > 1:
        raise InputError(
            t(
                "rows of one name are the age bands of one lot and have one sector; "
                "got {sectors}. Give the lots different names.",
                sectors=listed(sorted({row.sector for row in bands})),
            )
        )
    once = {name: _stated_once(name, bands) for name in _ONCE}
    _require_different(bands)
    segments = Segments.together([row.segments for row in bands])
    owed = segments.balance * segments.accounts
    accounts = int(segments.accounts.sum())
    row = replace(
        first,
        accounts=accounts,
        balance=float(owed.sum()) / accounts,
        age=float(owed @ segments.age / owed.sum()),
        placements=round(float(owed @ segments.placements / owed.sum())),
        rungs=_rungs(bands),
        **once,  # type: ignore[arg-type]
    )
    return _cut(row, segments)


def _rungs(bands: Sequence[LotRow]) -> tuple[float, ...]:
    """Return the commission of each band, NaN where its row states none; empty if none does."""
    if not any(row.rungs for row in bands):
        return ()
    return tuple(row.rungs[0] if row.rungs else math.nan for row in bands)


def _require_different(bands: Sequence[LotRow]) -> None:
    """Raise InputError where two rows of a lot are one: its accounts would count twice."""
    seen: list[tuple[object, ...]] = []
    for row in bands:
        what = (*row.figures, row.taken)
        if what in seen:
            raise InputError(
                t(
                    "two rows are the same accounts: {accounts} of {balance:,.2f} at {age:g} "
                    "months. Delete one, or make one row of both.",
                    accounts=f"{row.accounts:,}",
                    balance=row.balance,
                    age=row.age,
                )
            )
        seen.append(what)


def _stated_once(name: str, bands: Sequence[LotRow]) -> object:
    """Return what a lot has once, from the rows that state it."""
    nothing = _ONCE[name]
    stated = {getattr(row, name) for row in bands} - {nothing}
    if len(stated) > 1:
        raise InputError(
            t("a lot has one {name}; its rows state several. Say it once or alike.", name=name)
        )
    return next(iter(stated), nothing)


_ONCE = {"ceiling": None, "rules": (), "terms": None, "fixed_cost": None, "payment_lag": None,
         "volume_share": 1.0}  # fmt: skip
"""What a lot has once, and what stands where no row states it."""


def _cut(row: LotRow, segments: Segments) -> LotRow:
    return replace(row, cut=segments, taken=digest_of(segments))


def _without_a_band(name: str, numbered: Sequence[tuple[int, LotRow]]) -> str:
    return t(
        "Rows {rows} are right, but another row of lot {name} is not; without it the lot would be "
        "another one.",
        rows=listed(str(number) for number, _ in numbered),
        name=name,
    )


def _columns(table: Any, filename: str) -> dict[str, list[str]]:
    headings = {normalise(str(heading)): str(heading) for heading in table.column_names}
    found = {
        name: next((headings[each] for each in names if each in headings), None)
        for name, names in HEADINGS.items()
    }
    missing = [name for name in NEEDED if found[name] is None]
    if found["balance"] is None and found["total_balance"] is None:
        missing.append("balance")
    if missing:
        raise TapeError(
            t(
                "{file} lacks these columns: {missing}. Take the template and fill it in.",
                file=filename,
                missing=listed(form_names()[name] for name in missing),
            )
        )
    return {
        name: [str(cell or "").strip() for cell in as_text(table.column(heading)).to_pylist()]
        for name, heading in found.items()
        if heading is not None
    }


def _sector(name: str, sectors: Mapping[str, str]) -> str:
    keys: Collection[str] = set(sectors.values())
    own = {normalise(each): key for each, key in sectors.items()}
    found = own.get(normalise(name)) or sector_named(name, keys)
    if found is None:
        raise InputError(
            t(
                "sector must be one of {known}; got {came!r}.",
                known=listed(sorted(keys)),
                came=name,
            )
        )
    return found


def _creditor_type(cells: Mapping[str, str]) -> str | None:
    if not _is_given(cells, "creditor_type"):
        return None
    kind = creditor_type_named(cells["creditor_type"])
    if kind is None:
        raise InputError(
            t(
                "creditor_type must be one of {known}; got {came!r}.",
                known=listed(member.value for member in CreditorType),
                came=cells["creditor_type"].strip(),
            )
        )
    return kind


def _balance(cells: Mapping[str, str], accounts: int) -> float:
    if not _is_given(cells, "total_balance"):
        return _number(cells, "balance")
    total = _number(cells, "total_balance")
    mean = total / max(accounts, 1)
    if not _is_given(cells, "balance"):
        return mean
    given = _number(cells, "balance")
    # A mean is often rounded to the yuan.
    if abs(given - mean) > _ROUNDED * max(abs(given), 1.0):
        raise InputError(
            t(
                "balance and total_balance contradict each other: {balance:,.2f} of {accounts:,} "
                "accounts are {sum:,.2f}, and {total:,.2f} is given. Correct one, or leave it out.",
                balance=given,
                accounts=accounts,
                sum=given * accounts,
                total=total,
            )
        )
    return given


def _flag(cells: Mapping[str, str], name: str) -> bool:
    if not _is_given(cells, name):
        return False
    flag = parse_flag(cells[name], words=WORDS_OF.get(name, {}))
    if flag is None:
        text = cells[name].strip()
        raise InputError(t("{name} must be yes or no; got {text!r}.", name=name, text=text))
    return flag


def _is_given(cells: Mapping[str, str], name: str) -> bool:
    return cells.get(name, "").strip().casefold() not in EMPTY


def _number(cells: Mapping[str, str], name: str) -> float:
    text = cells.get(name, "").strip()
    value = parse_number(text, units=_UNITS.get(name, MONEY_UNITS))
    if value is None:
        raise InputError(t("{name} must be a number; got {text!r}.", name=name, text=text))
    return value


def _share(cells: Mapping[str, str], name: str) -> float:
    """Return a share, a decimal or with its sign as 22%; a bare 22 is refused, not guessed."""
    text = cells[name].strip()
    value = parse_share(text)
    if value is None:
        raise InputError(
            t("{name} must be a decimal share or a percentage; got {text!r}.", name=name, text=text)
        )
    check_share(name, value)
    return value


def _whole(cells: Mapping[str, str], name: str) -> int:
    value = _number(cells, name)
    if value != round(value):
        raise InputError(t("{name} must be a whole number; got {x:g}.", name=name, x=value))
    return round(value)

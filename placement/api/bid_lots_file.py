"""An uploaded list of lots, one a row; what is wrong with a row is said and the row left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placement.api.bid_lots import MOST_LOTS, LotRow
from placement.api.bid_rules import lot_rules
from placement.domain.errors import InputError, TapeError
from placement.domain.text import t
from placement.domain.types import CreditorType
from placement.tape.cells import as_text
from placement.tape.numbers import EMPTY, parse_number
from placement.tape.read import read_table

HEADINGS: dict[str, tuple[str, ...]] = {
    "lot": ("lot", "tender", "package", "标包", "包号", "标段", "项目", "项目名称"),
    "sector": ("sector", "行业"),
    "accounts": ("accounts", "number_of_accounts", "户数", "账户数", "笔数"),
    "balance": ("balance", "欠款余额", "委托金额", "余额", "总金额"),
    "age": ("age", "months_past_due", "账龄", "逾期月数"),
    "placements": ("placements", "委外次数"),
    "creditor_type": ("creditor_type", "委托方类型"),
    "ceiling": ("ceiling", "cap", "最高限价", "佣金上限"),
    "rules": ("rules", "评分规则", "规则"),
}
"""What each column may be called; the first is the name in our own files."""

NEEDED = ("sector", "accounts", "balance", "age")


@dataclass(frozen=True, kw_only=True)
class LotsFile:
    """The usable lots of a file, and a line for each row that is not."""

    rows: tuple[LotRow, ...]
    problems: tuple[str, ...]


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
    raw = read_table(
        source, filename=filename, keep=[n for names in HEADINGS.values() for n in names]
    )
    if raw.table.num_rows > most:
        raise TapeError(
            t(
                "{file} has {rows} lots; at most {most} are bid for at a time. Split the list.",
                file=filename,
                rows=raw.table.num_rows,
                most=most,
            )
        )
    columns = _columns(raw.table, filename)
    known = {name.casefold(): key for name, key in sectors.items()}
    rows, problems = [], []
    for place in range(raw.table.num_rows):
        cells = {name: values[place] for name, values in columns.items()}
        try:
            rows.append(lot_row(cells, sectors=known, place=place + 1))
        except InputError as error:
            problems.append(t("Row {row}: {why}", row=int(raw.rows[place]), why=str(error)))
    if not rows:
        raise TapeError(t("{file} has no usable row.", file=filename), *problems)
    return LotsFile(rows=tuple(rows), problems=tuple(problems))


def lot_row(cells: Mapping[str, str], *, sectors: Mapping[str, str], place: int) -> LotRow:
    """Return a lot from its cells as texts.

    Args:
        cells: By our names; an absent or empty one takes the usual value where there is one.
        sectors: Names in lower case, and the key each stands for.
        place: Number of the lot, which names one without a name.

    Raises:
        InputError: A cell breaks its rule; says which.
    """
    name = cells.get("sector", "").strip()
    if name.casefold() not in sectors:
        raise InputError(
            t(
                "sector must be one of {known}; got {came!r}.",
                known=", ".join(sorted(set(sectors.values()))),
                came=name,
            )
        )
    kind = cells.get("creditor_type", "").strip().casefold() or None
    if kind is not None and kind not in [member.value for member in CreditorType]:
        raise InputError(
            t(
                "creditor_type must be one of {known}; got {came!r}.",
                known=", ".join(member.value for member in CreditorType),
                came=kind,
            )
        )
    row = LotRow(
        lot=cells.get("lot", "").strip() or t("Lot {number}", number=place),
        sector=sectors[name.casefold()],
        accounts=_whole(cells, "accounts"),
        balance=_number(cells, "balance"),
        age=_number(cells, "age"),
        placements=_whole(cells, "placements") if _is_given(cells, "placements") else 0,
        creditor_type=kind,
        ceiling=_ceiling(cells) if _is_given(cells, "ceiling") else None,
        rules=lot_rules(cells["rules"]) if _is_given(cells, "rules") else (),
    )
    row.check()
    return row


def _columns(table: Any, filename: str) -> dict[str, list[str]]:
    headings = {str(h).strip().casefold().replace(" ", "_"): str(h) for h in table.column_names}
    found = {
        name: next((headings[each] for each in names if each in headings), None)
        for name, names in HEADINGS.items()
    }
    missing = [name for name in NEEDED if found[name] is None]
    if missing:
        raise TapeError(
            t(
                "{file} lacks these columns: {missing}. Take the template and fill it in.",
                file=filename,
                missing=", ".join(missing),
            )
        )
    return {
        name: [str(cell or "").strip() for cell in as_text(table.column(heading)).to_pylist()]
        for name, heading in found.items()
        if heading is not None
    }


def _is_given(cells: Mapping[str, str], name: str) -> bool:
    return cells.get(name, "").strip().casefold() not in EMPTY


def _number(cells: Mapping[str, str], name: str) -> float:
    text = cells.get(name, "").strip()
    value = parse_number(text)
    if value is None:
        raise InputError(t("{name} must be a number; got {text!r}.", name=name, text=text))
    return value


def _ceiling(cells: Mapping[str, str]) -> float:
    """Return a ceiling, a decimal or with its sign as 22%; a bare 22 is refused, not guessed."""
    text = cells["ceiling"].strip()
    body = text.rstrip("%％ ")
    value = parse_number(body, units=())
    if value is None:
        raise InputError(
            t("ceiling must be a decimal share or a percentage; got {text!r}.", text=text)
        )
    return value / 100.0 if body != text else value


def _whole(cells: Mapping[str, str], name: str) -> int:
    value = _number(cells, name)
    if value != round(value):
        raise InputError(t("{name} must be a whole number; got {x:g}.", name=name, x=value))
    return round(value)

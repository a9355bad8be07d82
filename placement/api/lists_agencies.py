"""The table of agencies that lists are made for: from a file, from TOML, or from cells as texts."""

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from placement.assume.toml_text import parse_toml
from placement.decide.lists.agencies import ANY_MOVE, Taker, check_takers
from placement.domain.errors import InputError, TapeError
from placement.domain.text import listed, t
from placement.domain.types import AGENCY_OPTIONS, Option
from placement.report.forms import form_names
from placement.tape.cells import as_text
from placement.tape.columns import normalise
from placement.tape.fields import FIELDS
from placement.tape.kinds import sector_named
from placement.tape.numbers import ACCOUNT_UNITS, EMPTY, MONEY_UNITS, parse_number
from placement.tape.read import read_table, read_text
from placement.tape.spelling import narrow
from placement.tape.unit_words import unit_word

AGENCY_COLUMNS = {
    "agency": " | ".join(("name", "机构", "机构名称", "公司名称", *FIELDS["placed_with"].names)),
    "move": "moves | placement | placements | 动作 | 委外动作 | 承接动作 | 手别 | 委案手别 | "
    "委外手别 | 承接手别",
    "capacity_accounts": "capacity | max accounts | 户数上限 | 最多户数 | 最大户数 | "
    "承接户数上限 | 产能户数 | 容量户数",
    "capacity_balance": "max | max balance | 金额上限 | 最高金额 | 最大金额 | 最多金额 | "
    "承接金额上限 | 产能金额 | 容量金额",
    "minimum_accounts": "minimum | min accounts | 最低户数 | 最少户数 | 最小户数 | "
    "户数下限 | 保底户数 | 起委户数",
    "share": "share % | part | 份额 | 占比 | 比例 | 分案比例",
    "sectors": "sector | sectors it takes | 行业 | 承接行业 | 行业范围",
}
"""Columns of a table of agencies, and what else they may be called."""

AGENCY_HEADINGS = {
    heading: name
    for name, others in AGENCY_COLUMNS.items()
    for heading in (name, *others.split(" | "))
}
"""The column that each heading means."""

_MEANT = {normalise(heading): name for heading, name in AGENCY_HEADINGS.items()}

_UNITS = {
    "capacity_accounts": ACCOUNT_UNITS,
    "minimum_accounts": ACCOUNT_UNITS,
    "capacity_balance": MONEY_UNITS,
    "share": ("%", "％"),
}

_ANY = {normalise(word) for word in (ANY_MOVE, "all", "全部", "不限", "任意", "所有")}

_MOVES = {
    normalise(name): move
    for move, names in zip(
        AGENCY_OPTIONS,
        (
            ("agency_1", "1", "first", "first agency", "agency 1", "一手", "首次委外", "首次"),
            ("agency_2", "2", "second", "second agency", "agency 2", "二手", "二次委外", "二次"),
            ("agency_3", "3", "third", "third agency", "agency 3", "三手", "三次委外", "三次"),
        ),
        strict=True,
    )
    for name in names
}

_BETWEEN = re.compile(r"\s*[;；,，、/|+]\s*")


def read_takers(
    source: Path | bytes, *, filename: str, sectors: Collection[str]
) -> tuple[Taker, ...]:
    """Read a table of agencies: CSV, XLSX, ODS, Parquet, or TOML with one `[[agency]]` each.

    Args:
        source: The file or its content.
        filename: Name the user knows it by.
        sectors: Sectors that there are.

    Raises:
        TapeError: The file cannot be read, lacks the column of agencies, or has rows that are
            wrong; every wrong row is named.
        InputError: Its rows contradict each other.
    """
    if filename.lower().endswith(".toml"):
        numbered = _of_toml(source, filename)
    else:
        numbered = _of_table(source, filename)
    takers: list[Taker] = []
    wrong: list[str] = []
    for row, cells in numbered:
        try:
            takers.append(taker_of(cells, sectors=sectors))
        except InputError as error:
            wrong.append(t("Row {row}: {why}", row=row, why=str(error)))
    if wrong:
        raise TapeError(*(f"{filename}: {line}" for line in wrong))
    check_takers(takers)
    return tuple(takers)


def taker_of(cells: Mapping[str, str], *, sectors: Collection[str]) -> Taker:
    """Return an agency from its cells as texts.

    Args:
        cells: By the names of `AGENCY_COLUMNS`; an absent or empty one is no limit.
        sectors: Sectors that there are.

    Raises:
        InputError: A cell breaks its rule; says which.
    """
    return Taker(
        name=" ".join(cells.get("agency", "").split()),
        moves=_moves(cells.get("move", "")),
        sectors=_sectors(cells.get("sectors", ""), sectors),
        capacity_accounts=_whole(cells, "capacity_accounts"),
        capacity_balance=_number(cells, "capacity_balance"),
        minimum_accounts=_whole(cells, "minimum_accounts") or 0,
        share=_number(cells, "share"),
    )


def takers_table(takers: Sequence[Taker]) -> list[dict[str, object]]:
    """Return agencies as the rows of a table that can be read again."""
    return [
        {
            "agency": taker.name,
            "move": ANY_MOVE if taker.moves == AGENCY_OPTIONS else ";".join(taker.moves),
            "capacity_accounts": taker.capacity_accounts,
            "capacity_balance": taker.capacity_balance,
            "minimum_accounts": taker.minimum_accounts or None,
            "share": taker.share,
            "sectors": ";".join(taker.sectors),
        }
        for taker in takers
    ]


def _of_table(source: Path | bytes, filename: str) -> list[tuple[int, dict[str, str]]]:
    raw = read_table(source, filename=filename, keep=tuple(AGENCY_HEADINGS))
    columns: dict[str, list[str]] = {}
    unknown = []
    for heading in raw.table.column_names:
        name, unit = _meant(str(heading))
        if name is None or name in columns:
            unknown.append(str(heading))
            continue
        texts = as_text(raw.table.column(heading)).to_pylist()
        column = [str(cell or "").strip() for cell in texts]
        columns[name] = [_in_unit(cell, unit) for cell in column] if unit else column
    if "agency" not in columns or unknown:
        raise TapeError(_wrong_columns(filename, unknown))
    return [
        (int(raw.rows[place]), cells)
        for place in range(raw.table.num_rows)
        if any((cells := {name: texts[place] for name, texts in columns.items()}).values())
    ]


def _meant(heading: str) -> tuple[str | None, str]:
    """Return the column that a heading means, and the unit of its amounts if it has a large one.

    What stands in brackets behind a name is its unit: 金额上限（万元）, Share (%), 户数上限（户）.
    """
    if name := _MEANT.get(normalise(heading)):
        return name, ""
    found = _BRACKETED.fullmatch(heading.strip())
    name = _MEANT.get(normalise(found["name"])) if found else None
    if found is None or name is None:
        return None, ""
    unit = narrow(found["unit"]).strip()
    if unit in _UNITS.get(name, ()) or unit in ("%", "户", "accounts"):
        return name, ""
    said = unit_word(unit)
    if name != "capacity_balance" or not said:
        return None, ""
    return name, "" if said.times in (None, 1.0) else f"{said.times:.0f}"


_BRACKETED = re.compile(r"(?P<name>[^(（]+)[(（](?P<unit>[^()（）]+)[)）]")


def _in_unit(cell: str, times: str) -> str:
    """Return an amount in single units; one that names its own unit, or is none, as it is."""
    plain = cell.replace(",", "").replace("，", "")
    try:
        return repr(float(plain) * float(times))
    except ValueError:
        return cell


def _of_toml(source: Path | bytes, filename: str) -> list[tuple[int, dict[str, str]]]:
    content = source if isinstance(source, bytes) else read_text(source).encode()
    try:
        parsed = parse_toml(content)
    except InputError as error:
        raise TapeError(
            t(
                "Agency file {file}: it must be TOML in UTF-8; {why}. Correct that line.",
                file=filename,
                why=str(error),
            )
        ) from None
    rows: Any = parsed.get("agency")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise TapeError(
            t(
                "{file} has no [[agency]]. Write one for each agency, with its columns below it: "
                "{columns}.",
                file=filename,
                columns=listed(AGENCY_COLUMNS),
            )
        )
    found = []
    for number, row in enumerate(rows, start=1):
        unknown = sorted(set(row) - set(AGENCY_COLUMNS))
        if unknown:
            raise TapeError(_wrong_columns(filename, unknown))
        found.append((number, {name: _text(value) for name, value in row.items()}))
    return found


def _wrong_columns(filename: str, unknown: Sequence[str]) -> str:
    if unknown:
        return str(
            t(
                "{file} has columns that say nothing of an agency, or one of them twice: "
                "{unknown}. Its columns are: {columns}.",
                file=filename,
                unknown=listed(unknown),
                columns=listed(_columns_called()),
            )
        )
    return str(
        t(
            "{file} lacks the column agency. Its columns are: {columns}; all but agency may be "
            "empty.",
            file=filename,
            columns=listed(_columns_called()),
        )
    )


def _columns_called() -> list[str]:
    names = form_names()
    return [names[name] for name in AGENCY_COLUMNS]


def _text(value: object) -> str:
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)


def _parts(text: str) -> list[str]:
    return [part for part in _BETWEEN.split(text.strip()) if part]


def _moves(text: str) -> tuple[Option, ...]:
    parts = _parts(text)
    if not parts or text.strip().casefold() in EMPTY:
        return AGENCY_OPTIONS
    found = set()
    for part in parts:
        if normalise(part) in _ANY:
            return AGENCY_OPTIONS
        move = _MOVES.get(normalise(part))
        if move is None:
            raise InputError(
                t(
                    "move must be {known} or {any}, several with ; between them; got {part!r}.",
                    known=listed(AGENCY_OPTIONS),
                    any=ANY_MOVE,
                    part=part,
                )
            )
        found.add(move)
    return tuple(move for move in AGENCY_OPTIONS if move in found)


def _sectors(text: str, known: Collection[str]) -> tuple[str, ...]:
    parts = _parts(text)
    if not parts or normalise(text) in _ANY or text.strip().casefold() in EMPTY:
        return ()
    found = []
    for part in parts:
        sector = sector_named(part, known)
        if sector is None:
            raise InputError(
                t(
                    "sectors must be of {known}, several with ; between them; got {part!r}.",
                    known=listed(sorted(known)),
                    part=part,
                )
            )
        found.append(sector)
    return tuple(dict.fromkeys(found))


def _number(cells: Mapping[str, str], name: str) -> float | None:
    text = cells.get(name, "").strip()
    if text.casefold() in EMPTY:
        return None
    value = parse_number(text, units=_UNITS[name])
    if value is None:
        raise InputError(
            t("{name} must be a number; got {text!r}.", name=form_names()[name], text=text)
        )
    return value


def _whole(cells: Mapping[str, str], name: str) -> int | None:
    value = _number(cells, name)
    if value is None:
        return None
    if value != round(value):
        raise InputError(
            t("{name} must be a whole number; got {x:g}.", name=form_names()[name], x=value)
        )
    return round(value)

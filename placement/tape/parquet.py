"""Parquet files: what their metadata promises is weighed first, then columns come in few types."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.tape.budget import check_memory
from placement.tape.columns import field_of
from placement.tape.dialect import MOST_COLUMNS
from placement.tape.fields import FIELDS, Kind
from placement.tape.findings import Finding, Severity, name_some
from placement.tape.headings import unique_headings, withhold
from placement.tape.parts import Parts, damaged, too_many_columns

_LONGEST = 1 << 22
"""Bytes of a cell: as many as a line of a CSV may have."""

_NUMBER, _CODE = 8, 4
"""Bytes that a number and a reference to a repeated text take."""


def read_parquet(content: Any, *, filename: str, keep: Collection[str]) -> Parts:
    """Read a Parquet file; columns that are lists or records are left out.

    Raises:
        TapeError: The file is damaged, or would take far more memory than its size promises.
    """
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(content))
        fields = list(file.schema_arrow)
        if len(fields) > MOST_COLUMNS:
            raise too_many_columns(filename, len(fields))
        headings = unique_headings([field.name for field in fields])
        readable = [h for h, f in zip(headings, fields, strict=True) if _readable(f.type)]
        hidden = withhold(readable, keep)
        left_out = set(hidden)
        wanted = [h for h in readable if h not in left_out]
        pairs = list(zip(headings, fields, strict=True))
        is_wanted = set(wanted)
        names = list(dict.fromkeys(field.name for h, field in pairs if h in is_wanted))
        is_named = set(names)
        texts = [field.name for field in fields if field.name in is_named and _is_text(field.type)]
        _check_promise(file.metadata, len(names), len(texts), size=content.size, filename=filename)
        # As codes, because a page of a few bytes can repeat a long text a million times.
        coded = pq.ParquetFile(pa.BufferReader(content), read_dictionary=texts)
        table = coded.read(columns=names)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise damaged(filename) from error
    is_readable = set(readable)
    promised = sum(
        coded.metadata.row_group(n).num_rows for n in range(coded.metadata.num_row_groups)
    )
    if table.num_rows != promised:
        raise TapeError(
            t(
                "{file} promises {counted} rows, but {read} were read. None may be lost, so "
                "nothing is valued. Write it again.",
                file=filename,
                counted=f"{promised:,}",
                read=f"{table.num_rows:,}",
            )
        )
    # Columns of one name come together.
    called: dict[str, list[str]] = {}
    for heading, field in pairs:
        called.setdefault(field.name, []).append(heading)
    come = [heading for name in names for heading in called[name]]
    table = table.rename_columns(come).select(wanted)
    if not table.num_columns:
        raise TapeError(t("{file} has no columns of text, numbers or dates.", file=filename))
    _check_texts(table, size=content.size, filename=filename)
    plain = {h: _plain(table[h], h) for h in table.column_names}
    return Parts(
        table=pa.table(plain),
        # A Parquet file has no heading row; counting as if it had keeps row 2 the first account.
        rows=np.arange(2, table.num_rows + 2, dtype=np.int64),
        withheld=hidden,
        notes=_unread_note([h for h in headings if h not in is_readable]),
    )


def _check_promise(metadata: Any, columns: int, texts: int, *, size: int, filename: str) -> None:
    """Raise an error if the columns would take too much memory even before texts are laid out."""
    # Of whole groups of rows: asking a damaged file for one of its columns ends the program.
    packed = sum(metadata.row_group(n).total_byte_size for n in range(metadata.num_row_groups))
    cells = metadata.num_rows * (_NUMBER * (columns - texts) + _CODE * texts)
    check_memory(cells + packed, size=size, filename=filename)


def _check_texts(table: Any, *, size: int, filename: str) -> None:
    """Raise an error if texts that stand for many cells would take too much memory laid out."""
    laid_out = 0
    for column in table.columns:
        if pa.types.is_dictionary(column.type) and _is_text(column.type.value_type):
            for chunk in column.chunks:
                lengths = pc.binary_length(chunk.dictionary).to_numpy(zero_copy_only=False)
                if (longest := np.nan_to_num(lengths).max(initial=0)) > _LONGEST:
                    raise _too_long(filename, longest)
                codes = chunk.indices.drop_null().to_numpy(zero_copy_only=False)
                counts = np.bincount(codes, minlength=len(lengths))
                laid_out += int(counts @ np.nan_to_num(lengths).astype(np.int64))
    check_memory(laid_out, size=size, filename=filename)


def _too_long(filename: str, size: float) -> TapeError:
    return TapeError(
        t(
            "{file} has a cell of {size} MB; a row of accounts has some hundred signs. Leave out "
            "its column.",
            file=filename,
            size=f"{size / 1e6:,.0f}",
        )
    )


def _readable(kind: Any) -> bool:
    """Return whether cells of a type are texts, numbers, dates or flags."""
    if pa.types.is_dictionary(kind):
        return _readable(kind.value_type)
    tests = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_boolean)
    others = (pa.types.is_date, pa.types.is_timestamp, pa.types.is_null)
    return _is_text(kind) or any(test(kind) for test in (*tests, *others))


def _is_text(kind: Any) -> bool:
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    return any(test(kind) for test in tests)


def _plain(column: Any, heading: str) -> Any:
    """Return a column in one of the few types that the checks know."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        if not _is_text(kind.value_type):
            return _plain(column.cast(kind.value_type), heading)
        found = field_of(heading)
        repeats = found is not None and FIELDS[found[0]].kind in (Kind.CATEGORY, Kind.FLAG)
        return column.unify_dictionaries() if repeats else column.cast(pa.string())
    if _is_text(kind):
        return column.cast(pa.string())
    if pa.types.is_float16(kind):
        return column.cast(pa.float32()).cast(pa.float64())
    if pa.types.is_timestamp(kind):
        return _days(column)
    return column.cast(pa.date32(), safe=False) if pa.types.is_date64(kind) else column


def _days(column: Any) -> Any:
    """Return the days of moments: those of the clock on the wall, where its zone is known."""
    unit = column.type.unit
    if column.type.tz is not None:
        try:
            column = pc.local_timestamp(column)
        except pa.ArrowInvalid:
            column = column.cast(pa.timestamp(unit))
    return column.cast(pa.date32(), safe=False)


def _unread_note(headings: Sequence[str]) -> tuple[Finding, ...]:
    if not headings:
        return ()
    names = name_some(headings)
    return (
        Finding(
            code="column_type_unread",
            severity=Severity.WARNING,
            column=names,
            message=t("Columns that are no text, number, date or flag: {names}.", names=names),
            advice=t("Save them as one of these if they are needed."),
        ),
    )

"""What one process read, as plain bytes for another: a table, or what is wrong with the file.

Whoever reads a stranger's file may have been talked into anything by it. So what it says is taken
as data only: numbers, texts, and a table that Arrow has checked; never as objects, which a pickle
would let it make.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from placement.domain.errors import AssumptionError, InputError, PlacementError, TapeError
from placement.tape.findings import Choice, Finding, Severity
from placement.tape.formats import CellFormat, Formats
from placement.tape.unit_words import UnitWord

if TYPE_CHECKING:
    from placement.tape.read import RawTable

_ERRORS = {kind.__name__: kind for kind in (TapeError, InputError, AssumptionError, PlacementError)}
"""Those that may come back, each before those it is one of."""


def error_plain(error: PlacementError) -> dict[str, Any]:
    """Return an error fit for JSON."""
    kind = next(name for name, kind in _ERRORS.items() if isinstance(error, kind))
    return {"kind": kind, "messages": error.messages}


def error_carried(plain: Mapping[str, Any]) -> PlacementError:
    """Return the error from what `error_plain` made of it."""
    return _ERRORS[plain["kind"]](*_texts(plain["messages"]))


def table_plain(raw: "RawTable") -> tuple[dict[str, Any], list[Any]]:
    """Return what was read: all but cells and arrays fit for JSON, and those as bytes."""
    formats = raw.formats.items()
    facts = {
        "ragged": raw.ragged,
        "withheld": raw.withheld,
        "notes": [asdict(note) for note in raw.notes],
        "sheets": raw.sheets,
        "is_hidden_known": raw.hidden is not None,
        "titles": raw.titles,
        "sheet_titles": raw.sheet_titles,
        "formats": {heading: [asdict(each) for each in of.known] for heading, of in formats},
        "filename": raw.filename,
        "packed_in": raw.packed_in,
        "digest": raw.digest,
    }
    arrays = [raw.rows, *([] if raw.hidden is None else [raw.hidden])]
    arrays += [of.codes for _, of in formats]
    return facts, [_stream(raw.table), *map(np.ascontiguousarray, arrays)]


def table_carried(facts: Mapping[str, Any], parts: Sequence[bytes]) -> "RawTable":
    """Return what was read from what `table_plain` made of it.

    Raises:
        ValueError, LookupError, TypeError: It is none of ours.
    """
    from placement.tape.read import RawTable

    table = pa.ipc.open_stream(pa.BufferReader(parts[0])).read_all()
    # Only so are offsets and codes known to stay within the cells, and texts to be texts.
    table.validate(full=True)
    arrays = list(parts[1:])

    def array(kind: Any) -> Any:
        found = np.frombuffer(arrays.pop(0), dtype=kind)
        if len(found) != table.num_rows:
            raise ValueError(f"{len(found)} numbers for {table.num_rows} rows")
        return found

    hashed: Future[str] = Future()
    hashed.set_result(str(facts["digest"]))
    return RawTable(
        table=table,
        rows=array(np.int64),
        ragged=_rows(facts["ragged"]),
        withheld=_texts(facts["withheld"]),
        notes=tuple(map(_finding, facts["notes"])),
        sheets=tuple((str(name), int(rows)) for name, rows in facts["sheets"]),
        hidden=array(np.bool_) if facts["is_hidden_known"] else None,
        titles=_texts(facts["titles"]),
        sheet_titles=tuple(map(_texts, facts["sheet_titles"])),
        formats={
            heading: Formats(array(np.int32), tuple(map(_format, known)))
            for heading, known in facts["formats"].items()
        },
        filename=str(facts["filename"]),
        packed_in=str(facts["packed_in"]),
        hashed=hashed,
    )


def _stream(table: Any) -> Any:
    counted = pa.MockOutputStream()
    _write(table, counted)
    # Laid out once: what grows as it is written is copied again and again.
    whole = pa.allocate_buffer(counted.size())
    _write(table, pa.FixedSizeBufferWriter(whole))
    return whole


def _write(table: Any, sink: Any) -> None:
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)


def _texts(plain: Iterable[Any]) -> tuple[str, ...]:
    return tuple(map(str, plain))


def _rows(plain: Iterable[Any]) -> tuple[tuple[int, str], ...]:
    return tuple((int(row), str(text)) for row, text in plain)


def _finding(plain: Mapping[str, Any]) -> Finding:
    return Finding(
        **{
            **plain,
            "severity": Severity(plain["severity"]),
            "first": _rows(plain["first"]),
            "choices": tuple(Choice(**each) for each in plain["choices"]),
        }
    )


def _format(plain: Mapping[str, Any]) -> CellFormat:
    return CellFormat(**{**plain, "word": UnitWord(**plain["word"])})

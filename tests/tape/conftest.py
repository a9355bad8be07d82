"""Small tapes as text, and one call from text to a checked tape."""

import datetime as dt
from collections.abc import Callable, Mapping

import pytest

from placement.tape.check import CheckedTape, check
from placement.tape.columns import match_columns
from placement.tape.meaning import AS_IT_STANDS, Meaning
from placement.tape.read import read_table

SECTORS = ("bank_card", "telecom", "property_fee", "logistics", "software_retainage")

Checker = Callable[..., CheckedTape]


@pytest.fixture
def checked() -> Checker:
    """From the text or bytes of a file to the checked tape."""

    def from_text(
        text: str | bytes,
        *,
        filename: str = "book.csv",
        mapping: Mapping[str, str] | None = None,
        sector: str | None = "telecom",
        as_of: dt.date | None = None,
        meaning: Meaning = AS_IT_STANDS,
        **more: object,
    ) -> CheckedTape:
        content = text.encode() if isinstance(text, str) else text
        kept = tuple((mapping or {}).values())
        raw = read_table(content, filename=filename, keep=kept, meaning=meaning)
        match = match_columns(raw.table.column_names, mapping)
        given = {"sector": sector, "as_of": as_of, "known_sectors": SECTORS, **more}
        return check(raw, match=match, meaning=meaning, **given)

    return from_text


@pytest.fixture
def findings() -> Callable[[CheckedTape], dict[str, object]]:
    """Findings by code; a code comes once in these tests."""
    return lambda result: {finding.code: finding for finding in result.findings}

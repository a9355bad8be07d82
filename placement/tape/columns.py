"""Which heading of the file is which field of the tape."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from placement.domain.errors import InputError
from placement.domain.text import listed, t
from placement.tape.fields import FIELDS
from placement.tape.findings import name_some
from placement.tape.personal_headings import announces
from placement.tape.spelling import narrow
from placement.tape.unit_words import may_hold_unit, unit_word

MONEY_FIELDS = ("balance", "principal", "paid")
"""Fields that hold money."""

_LONGEST_WITH_UNIT = 60
"""Letters of the longest heading in which a unit is looked for."""

_LONGEST_KEPT = 100
"""Letters of the longest heading whose meaning is kept."""


@dataclass(frozen=True, kw_only=True)
class ColumnMatch:
    """The result of matching headings with fields."""

    matched: Mapping[str, str]
    """Our field → heading in the file."""

    unmatched: tuple[str, ...]
    """Headings that are no field of ours, in the file's order."""

    ambiguous: Mapping[str, tuple[str, ...]]
    """Our field → all headings that could be it, where there are several; the first is matched."""

    numbered_by: str | None = None
    """Heading of a debtor's number that is read as the account's, as no other column is one."""


def match_columns(
    headers: Sequence[str],
    mapping: Mapping[str, str] | None = None,
    *,
    numbered_by: str | None = None,
) -> ColumnMatch:
    """Match the file's headings with our fields.

    A heading matches by our name, by the EBA template field or by a common Chinese heading;
    case, spaces, punctuation and a unit in brackets do not count. A mapping by hand wins.

    Args:
        headers: Headings of the file, in order, all different.
        mapping: Our field → heading, as chosen by hand. A field mapped to "" stays unmatched.
        numbered_by: Heading of a debtor's number whose cells say that it numbers the accounts;
            see `only_number`. Choices by hand of either number win.

    Raises:
        InputError: The mapping names a field or a heading that does not exist, or one twice.
    """
    by_hand = dict(mapping or {})
    check_mapping(by_hand, headers)
    if {"account_id", "debtor_id"} & by_hand.keys() or numbered_by in by_hand.values():
        numbered_by = None
    candidates: dict[str, list[tuple[int, int, str]]] = {}
    for position, header in enumerate(headers):
        found = field_of(header)
        if found is not None and header == numbered_by:
            found = ("account_id", found[1])
        if found is not None and found[0] not in by_hand and header not in by_hand.values():
            candidates.setdefault(found[0], []).append((found[1], position, header))
    ranked = {field: tuple(h for *_, h in sorted(found)) for field, found in candidates.items()}
    chosen = {field: names[0] for field, names in ranked.items()}
    chosen |= {field: header for field, header in by_hand.items() if header}
    return ColumnMatch(
        matched=MappingProxyType({field: chosen[field] for field in FIELDS if field in chosen}),
        unmatched=tuple(h for h in headers if h not in chosen.values()),
        ambiguous=MappingProxyType({f: names for f, names in ranked.items() if len(names) > 1}),
        numbered_by=numbered_by,
    )


def field_of(header: str) -> tuple[str, int] | None:
    """Return the field a heading means and how good the match is (0 is best); None if unknown."""
    return _field_of_short(header) if len(header) <= _LONGEST_KEPT else _field_of(header)


@lru_cache(maxsize=1 << 15)
def _field_of_short(header: str) -> tuple[str, int] | None:
    # A wide table asks for each of its headings, and for the cells below them, many times.
    return _field_of(header)


def _field_of(header: str) -> tuple[str, int] | None:
    shorter = _without_unit(header)
    return (
        _INDEX.get(normalise(header))
        or _INDEX.get(normalise(shorter))
        # 欠款余额（万元）（含罚息）
        or _INDEX.get(normalise(_without_unit(shorter)))
        or _INDEX.get(normalise(split_unit(header)[0]))
    )


def split_unit(header: str) -> tuple[str, str]:
    """Return a heading of money without the unit written to it, 余额万元 or EUR balance; and it.

    The heading as it is and nothing, where no unit is.
    """
    plain = header.strip()
    if len(plain) > _LONGEST_WITH_UNIT or not may_hold_unit(plain):
        return header, ""
    for place in range(1, len(plain)):
        for name, unit in ((plain[:place], plain[place:]), (plain[place:], plain[:place])):
            found = _INDEX.get(normalise(name))
            if found is not None and found[0] in MONEY_FIELDS and unit_word(unit):
                return name, unit
    return header, ""


def is_personal(header: str) -> bool:
    """Return whether a heading announces personal data."""
    return announces(header) or announces(_without_unit(header))


def is_heading(text: str) -> bool:
    """Return whether a text is a heading we know."""
    return field_of(text) is not None or is_personal(text)


def normalise(header: str) -> str:
    """Return a heading without what does not count: width, case, spaces, punctuation."""
    return re.sub(r"[\W_]+", "", narrow(header))


def check_mapping(
    by_hand: Mapping[str, str], headers: Sequence[str], *, known: Collection[str] = FIELDS
) -> None:
    """Raise an error if a mapping names what is not there, or a column twice.

    Args:
        by_hand: Field to heading.
        headers: Of the file.
        known: Fields that there are; by default those of a tape.

    Raises:
        InputError: A field or a heading does not exist, or a heading is used for two fields.
    """
    check_fields(by_hand, known=known)
    used = [header for header in by_hand.values() if header]
    absent = sorted(set(used) - set(headers))
    if absent:
        raise InputError(
            t(
                "The mapping names columns that the file does not have: {absent}. "
                "The file has: {headers}. Choose one of these.",
                absent=name_some(absent),
                headers=name_some(headers),
            )
        )
    twice = sorted({header for header in used if used.count(header) > 1})
    if twice:
        raise InputError(
            t(
                "The mapping uses a column for two fields: {twice}. "
                "Each column can be one field; choose which.",
                twice=name_some(twice),
            )
        )


def check_fields(fields: Collection[str], *, known: Collection[str] = FIELDS) -> None:
    """Raise an error if a mapping names a field that does not exist."""
    unknown = sorted(set(fields) - set(known))
    if unknown:
        raise InputError(
            t(
                "The mapping names fields that do not exist: {unknown}. Fields are: {fields}.",
                unknown=listed(unknown),
                fields=listed(known),
            )
        )


def _without_unit(header: str) -> str:
    # By hand, because a pattern would try every opening bracket of a heading that is full of them.
    trimmed = header.rstrip()
    if not trimmed.endswith(tuple(_CLOSING)):
        return header
    inner = trimmed[:-1]
    behind = max(inner.rfind(sign) for sign in _CLOSING) + 1
    opening = [place for sign in _OPENING if (place := inner.find(sign, behind)) >= 0]
    return header[: min(opening)] if opening else header


_OPENING, _CLOSING = "(（[【", ")）]】"

_INDEX = {
    normalise(name): (field, rank)
    for field, spec in FIELDS.items()
    for rank, name in reversed(tuple(enumerate((field, *spec.names))))
}

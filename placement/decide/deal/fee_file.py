"""Fee terms as people write them in a file, checked and turned into `FeeTerms`.

Bands read `{ from = 0, to = 6, rate = 0.15 }`; the last has no `to`. The age ladder states rates,
the others points that are added.
"""

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from placement.decide.deal.fee_terms import AgeWhen, Band, Bonus, FeeTerms, Vat
from placement.domain.errors import InputError
from placement.domain.text import listed, t
from placement.domain.wrong_kind import rule_words


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class _Rates(_Part):
    start: float = Field(alias="from")
    end: float | None = Field(default=None, alias="to")
    rate: float


class _Points(_Part):
    start: float = Field(alias="from")
    end: float | None = Field(default=None, alias="to")
    points: float


class _Rank(_Part):
    chance: float
    points: float = Bonus.points
    share: float = Bonus.share


class _File(_Part):
    by_age: tuple[_Rates, ...] = ()
    age_when: AgeWhen = FeeTerms.age_when
    by_balance: tuple[_Points, ...] = ()
    by_placement: tuple[_Points, ...] = ()
    by_result: tuple[_Points, ...] = ()
    result_marginal: bool = FeeTerms.result_marginal
    bonuses: tuple[_Rank, ...] = ()
    minimum_per_account: float = FeeTerms.minimum_per_account
    minimum_per_lot: float = FeeTerms.minimum_per_lot
    tail_months: int = FeeTerms.tail_months
    tail_share: float = FeeTerms.tail_share
    direct_share: float = FeeTerms.direct_share
    direct_earns: bool = FeeTerms.direct_earns
    reversal_share: float = FeeTerms.reversal_share
    reversals_clawed_back: bool = FeeTerms.reversals_clawed_back
    recall_fee: float = FeeTerms.recall_fee
    late_fee_share: float = FeeTerms.late_fee_share
    late_fee_rate: float | None = FeeTerms.late_fee_rate
    vat: Vat = FeeTerms.vat
    vat_credit_share: float = FeeTerms.vat_credit_share
    lawyers_act: bool = FeeTerms.lawyers_act


MOST_SHOWN = 80
"""Characters of a key or a value that a message repeats."""

LADDERS_OF_POINTS = ("by_balance", "by_placement", "by_result")


def fee_terms(content: Mapping[str, Any]) -> FeeTerms:
    """Return the terms of a parsed file.

    Raises:
        InputError: A key is unknown, a value of the wrong kind, or a rule is broken; names it.
    """
    try:
        read = _File.model_validate(content)
    except ValidationError as error:
        raise InputError(_first(error)) from None
    points: dict[str, Any] = {
        name: tuple(
            Band(start=band.start, end=band.end, rate=band.points) for band in getattr(read, name)
        )
        for name in LADDERS_OF_POINTS
    }
    plain: dict[str, Any] = {
        name: getattr(read, name)
        for name in _File.model_fields
        if name not in (*LADDERS_OF_POINTS, "by_age", "bonuses")
    }
    return FeeTerms(
        by_age=tuple(Band(start=b.start, end=b.end, rate=b.rate) for b in read.by_age),
        bonuses=tuple(Bonus(chance=b.chance, points=b.points, share=b.share) for b in read.bonuses),
        **points,
        **plain,
    )


def fee_terms_plain(terms: FeeTerms) -> dict[str, Any]:
    """Return the terms as plain data that `fee_terms` reads: what differs from the defaults."""
    plain: dict[str, Any] = {}
    for field in fields(terms):
        value = getattr(terms, field.name)
        if value == field.default or value is None:
            continue
        if field.name == "bonuses":
            value = [{"chance": b.chance, "points": b.points, "share": b.share} for b in value]
        elif isinstance(value, tuple):
            value = [_band(band, "rate" if field.name == "by_age" else "points") for band in value]
        elif isinstance(value, StrEnum):
            value = value.value
        plain[field.name] = value
    return plain


def _band(band: Band, what: str) -> dict[str, float]:
    end = {} if band.end is None else {"to": band.end}
    return {"from": band.start, **end, what: band.rate}


def _first(error: ValidationError) -> str:
    """Return the first thing wrong, where bands count from 1 as people do."""
    first = error.errors()[0]
    where = " ".join(
        str(part + 1) if isinstance(part, int) else _shown(part) for part in first["loc"]
    )
    if first["type"] == "extra_forbidden":
        return t(
            "fee terms: {where} is not known. Known are {known}; bands have from, to and rate "
            "or points.",
            where=where,
            known=listed(_File.model_fields),
        )
    return t(
        "fee terms: {where}: {rule}; got {value}. Correct it.",
        where=where,
        rule=rule_words(first),
        value=_cut(repr(first["input"])),
    )


def _shown(key: str) -> str:
    """Return a key on one line: a quoted one may hold line ends, or a whole page."""
    return _cut(key if key.isprintable() else repr(key))


def _cut(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"

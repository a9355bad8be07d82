"""A contract's own terms in one cell of a table: `minimum_per_account=25; tail_months=3; vat=in`.

Names are those of a file of fee terms, or their Chinese; ladders are written `0-6: 15%, 6-12: 24%,
12+: 32%`, and what ranks bring `25%: +10%, 25%: -10%` (chance: part of the rate), with `pt` behind
the second number for points and `&` between both.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

from placement.decide.deal.fee_file import LADDERS_OF_POINTS, fee_terms
from placement.decide.deal.fee_terms import Band, Bonus, FeeTerms, Vat, check_share
from placement.decide.deal.lot import CourtWork
from placement.domain.errors import InputError
from placement.domain.text import clauses, listed, t
from placement.domain.types import MOST_OWED
from placement.tape.flags import parse_flag
from placement.tape.numbers import MONTH_UNITS, parse_number, parse_share

MOST_CHARACTERS = 2_000
"""Of one cell; the longest ladder that people agree on needs a fifth of it."""


@dataclass(frozen=True, kw_only=True)
class LotTerms:
    """What one contract says beyond its commission, court work included."""

    fees: FeeTerms = field(default_factory=FeeTerms)
    court: CourtWork = field(default_factory=CourtWork)


def parse_terms(text: str) -> LotTerms:
    """Return the terms written in a cell.

    Raises:
        InputError: A name is unknown or given twice, a value is of the wrong kind, or the terms
            break a rule; says which.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            t(
                "terms of a contract take at most {most} characters; got {came}. Shorten them.",
                most=f"{MOST_CHARACTERS:,}",
                came=f"{len(text):,}",
            )
        )
    found: dict[str, Any] = {}
    for part in re.split(r"[;；\n]", text):
        if not part.strip():
            continue
        called, sign, value = (each.strip() for each in re.sub("＝", "=", part).partition("="))
        name = _CHINESE.get(called, called.casefold().replace("-", "_"))
        if not sign or name not in _READ:
            raise InputError(
                t(
                    "terms are written name=value with ; between them, names out of {known}; "
                    "got {came!r}.",
                    known=listed(_READ),
                    came=part.strip()[:60],
                )
            )
        if name in found:
            raise InputError(t("terms name {name} twice; keep one.", name=name))
        try:
            found[name] = _READ[name](value)
        except ValueError:
            raise InputError(
                t(
                    "{name} of the terms cannot be read: it is written like {example}; got "
                    "{came!r}.",
                    name=name,
                    example=_EXAMPLES.get(_READ[name], "25"),
                    came=value[:60],
                )
            ) from None
    court = CourtWork(
        share=found.pop("court_share", 0.0),
        income=found.pop("court_income", 0.0),
    )
    _check_court(court)
    return LotTerms(fees=fee_terms(found), court=court)


def terms_text(terms: LotTerms | None) -> str:
    """Return terms as people write them in a cell; the reverse of `parse_terms`."""
    if terms is None:
        return ""
    usual = LotTerms()
    parts = []
    for each in fields(FeeTerms):
        value = getattr(terms.fees, each.name)
        if value != getattr(usual.fees, each.name):
            parts.append(f"{each.name}={_written(each.name, value)}")
    for name, value, nothing in (
        ("court_share", terms.court.share, usual.court.share),
        ("court_income", terms.court.income, usual.court.income),
    ):
        if value != nothing:
            parts.append(f"{name}={value!r}")
    return clauses(parts)


def _check_court(court: CourtWork) -> None:
    check_share("court_share", court.share)
    if not 0.0 <= court.income <= MOST_OWED:
        raise InputError(
            t(
                "court_income must be 0 or more and at most {most:g}; got {x}. Correct it.",
                most=MOST_OWED,
                x=court.income,
            )
        )


def _share(text: str) -> float:
    value = parse_share(text.replace("+", "", 1) if text.startswith("+") else text)
    if value is None:
        raise ValueError(text)
    return value


def _amount(text: str) -> float:
    value = parse_number(text)
    if value is None:
        raise ValueError(text)
    return value


def _months(text: str) -> int:
    value = parse_number(text, units=MONTH_UNITS)
    if value is None or value != round(value):
        raise ValueError(text)
    return round(value)


def _flag(text: str) -> bool:
    value = parse_flag(text)
    if value is None:
        raise ValueError(text)
    return value


def _vat(text: str) -> Vat:
    if text in ("含税", "含"):
        return Vat.INCLUDED
    if text in ("不含税", "不含", "另加"):
        return Vat.ADDED
    plain = text.casefold()
    if plain in list(Vat):
        return Vat(plain)
    return Vat.INCLUDED if _flag(text) else Vat.ADDED


def _rows(text: str) -> list[tuple[str, str]]:
    """Return `a: b, c: d` as pairs."""
    pairs = [part.partition(":") for part in re.split("[,，、]", text.replace("：", ":"))]
    if not all(colon for _, colon, _ in pairs):
        raise ValueError(text)
    return [(left.strip(), right.strip()) for left, _, right in pairs]


def _ladder(value: str) -> Callable[[str], list[dict[str, float]]]:
    """Return the reader of a ladder whose rungs have this name for what they hold."""

    def read(text: str) -> list[dict[str, float]]:
        rungs = []
        for span, rate in _rows(text):
            ends = re.fullmatch(r"([^-~+以]+)(?:[-~]([^-~+以]*)|\+|以上)?", span)
            if ends is None:
                raise ValueError(text)
            rung = {"from": _edge(ends[1]), value: _share(rate)}
            if (ends[2] or "").strip():
                rung["to"] = _edge(ends[2])
            rungs.append(rung)
        return rungs

    return read


def _edge(text: str) -> float:
    text = text.strip()
    value = parse_share(text) if text.endswith("%") else parse_number(text, units=MONTH_UNITS)
    if value is None:
        raise ValueError(text)
    return value


def _ranks(text: str) -> list[dict[str, float]]:
    ranks = []
    for chance, changes in _rows(text):
        rank = {"chance": _share(chance)}
        for change in changes.split("&"):
            points = re.fullmatch(r"(.*?)\s*(?:pt|个?点)", change.strip())
            rank["points" if points else "share"] = (
                _amount(points[1].lstrip("+")) / 100.0 if points else _share(change.strip())
            )
        ranks.append(rank)
    return ranks


def _word(text: str) -> str:
    words = {"委托时": "placement", "委案时": "placement", "回款时": "cash"}
    return words.get(text, text.casefold())


_RATES, _POINTS = _ladder("rate"), _ladder("points")

_READ: Mapping[str, Callable[[str], Any]] = {
    "by_age": _RATES,
    "age_when": _word,
    "by_balance": _POINTS,
    "by_placement": _POINTS,
    "by_result": _POINTS,
    "result_marginal": _flag,
    "bonuses": _ranks,
    "minimum_per_account": _amount,
    "minimum_per_lot": _amount,
    "tail_months": _months,
    "tail_share": _share,
    "direct_share": _share,
    "direct_earns": _flag,
    "reversal_share": _share,
    "reversals_clawed_back": _flag,
    "recall_fee": _amount,
    "late_fee_share": _share,
    "late_fee_rate": _share,
    "vat": _vat,
    "vat_credit_share": _share,
    "lawyers_act": _flag,
    "court_share": _share,
    "court_income": _amount,
}
"""Every name and how its value is read, in the order of `FeeTerms`."""

_EXAMPLES: Mapping[Callable[[str], Any], str] = {
    _RATES: "0-6: 15%, 6-12: 24%, 12+: 32%",
    _POINTS: "0-10%: 0, 10%+: 2%",
    _ranks: "25%: +10%, 25%: -10%",
    _share: "10%",
    _months: "3",
    _flag: "yes",
    _vat: "in",
}

_CHINESE: Mapping[str, str] = {
    "阶梯": "by_age",
    "账龄阶梯": "by_age",
    "账龄时点": "age_when",
    "金额阶梯": "by_balance",
    "手别阶梯": "by_placement",
    "回款阶梯": "by_result",
    "超额分段": "result_marginal",
    "排名奖惩": "bonuses",
    "排名": "bonuses",
    "每户保底": "minimum_per_account",
    "每户最低": "minimum_per_account",
    "整包保底": "minimum_per_lot",
    "追溯期": "tail_months",
    "尾佣月数": "tail_months",
    "尾佣比例": "tail_share",
    "直还比例": "direct_share",
    "直还计佣": "direct_earns",
    "冲回比例": "reversal_share",
    "冲回退佣": "reversals_clawed_back",
    "退案费": "recall_fee",
    "违约金占比": "late_fee_share",
    "违约金佣金": "late_fee_rate",
    "含税": "vat",
    "增值税": "vat",
    "进项抵扣": "vat_credit_share",
    "律所": "lawyers_act",
    "垫诉比例": "court_share",
    "诉讼收入": "court_income",
}
"""What people write in Chinese, and our name."""


def _written(name: str, value: Any) -> str:
    if name == "by_age" or name in LADDERS_OF_POINTS:
        return ", ".join(_rung(band) for band in value)
    if name == "bonuses":
        return ", ".join(f"{rank.chance!r}: {_change(rank)}" for rank in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, str) else repr(value)


def _change(rank: Bonus) -> str:
    share = [repr(rank.share)] if rank.share or not rank.points else []
    # A decimal, because 0.07 times 100 is not 7 in floating point.
    points = [f"{Decimal(repr(rank.points)) * 100:f} pt"] if rank.points else []
    return " & ".join((*share, *points))


def _rung(band: Band) -> str:
    end = "+" if band.end is None else f"-{band.end!r}"
    return f"{band.start!r}{end}: {band.rate!r}"

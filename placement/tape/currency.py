"""The currency of a tape: its column, signs in its amounts, its headings; and the rate to ours."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow.compute as pc

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray
from placement.tape import quoting
from placement.tape.cells import CodeArray, Codes, as_mask, as_text, is_text, recode
from placement.tape.columns import MONEY_FIELDS
from placement.tape.ledger import Ledger
from placement.tape.quoting import quoted
from placement.tape.source import Source
from placement.tape.unit_words import SIGNS, currency_said, unit_word
from placement.tape.units import unit_words, words_of_formats, words_of_sheets

DEFAULT_CURRENCY = "CNY"
"""The currency of the library's costs, fees and bands."""


_BY_NUMBER = {
    "156": "CNY", "840": "USD", "978": "EUR", "344": "HKD", "826": "GBP", "392": "JPY",
    "901": "TWD", "702": "SGD", "446": "MOP", "036": "AUD", "124": "CAD", "410": "KRW",
    "756": "CHF", "643": "RUB", "356": "INR", "764": "THB", "458": "MYR", "704": "VND",
}  # fmt: skip
"""Currencies by their numbers in ISO 4217."""

_NO_DIGITS = r"[^0-9.,+\-\s()]"


@dataclass(frozen=True, kw_only=True, eq=False)
class Currencies:
    """In which currency each amount of a file is."""

    codes: Codes
    """Currency of each row; empty where nothing says one. Shape (rows,)."""

    main: str
    """That of the book; rows without one are in it."""

    rates: Mapping[str, FloatArray | float]
    """What each amount of a money column is multiplied by: one number, or one for each row."""

    other: BoolArray
    """Rows that are in another currency and are not converted. Shape (rows,)."""

    converted: BoolArray
    """Rows that the user's rate brings into the library's currency. Shape (rows,)."""

    converted_from: str = ""

    principal_from: str = ""
    """Currency of principal that the user's rate brings into that of the balance."""


def read_currencies(source: Source, amounts: Mapping[str, FloatArray]) -> Currencies:
    """Return the currency of every row and what brings it into the library's.

    Args:
        source: The file.
        amounts: By money column, NaN where none can be read. Shape (rows,).

    Raises:
        TapeError: The book is in another currency, or its principal is, and no rate was given.
    """
    found = _of_balance(source, amounts["balance"])
    if "principal" not in amounts:
        return found
    return _with_principal(source, found, amounts["principal"])


def _of_balance(source: Source, amounts: FloatArray) -> Currencies:
    codes = _of_rows(source, "balance")
    main = _main(codes, ~np.isnan(amounts), by_column=source.has("currency"))
    rate, names = source.meaning.rate, set(codes.names)
    foreign = main if main != DEFAULT_CURRENCY else _only(names - {DEFAULT_CURRENCY})
    if main != DEFAULT_CURRENCY and rate is None:
        raise _refused(source, main)
    nothing = np.zeros(len(source), dtype=bool)
    if rate is None or foreign is None:
        other = (codes.codes >= 0) & ~codes.where(main)
        return Currencies(codes=codes, main=main, rates=_same(1.0), other=other, converted=nothing)
    converted = codes.where(foreign) | ((codes.codes < 0) & (main == foreign))
    other = (codes.codes >= 0) & ~converted & ~codes.where(DEFAULT_CURRENCY)
    return Currencies(
        codes=codes,
        main=DEFAULT_CURRENCY,
        rates=_same(np.where(converted, rate, 1.0)),
        other=other,
        converted=converted,
        converted_from=foreign,
    )


def _same(rate: FloatArray | float) -> Mapping[str, FloatArray | float]:
    return dict.fromkeys(MONEY_FIELDS, rate)


def _with_principal(source: Source, found: Currencies, amounts: FloatArray) -> Currencies:
    """Return the currencies with a rate for principal that is in another one than its balance."""
    own = _of_rows(source, "principal")
    if own.names == found.codes.names and np.array_equal(own.codes, found.codes.codes):
        return found
    unsaid = found.converted_from or found.main
    names = tuple(dict.fromkeys((unsaid, *found.codes.names, *own.names)))
    balance = _numbered(found.codes, names, otherwise=unsaid)
    principal = np.where(own.codes >= 0, _numbered(own, names, otherwise=unsaid), balance)
    differs = (principal != balance) & ~np.isnan(amounts) & ~found.other
    if not differs.any():
        return found
    rate, foreign = source.meaning.rate, {names[i] for i in np.unique(principal[differs])}
    foreign -= {DEFAULT_CURRENCY}
    if foreign and (rate is None or foreign != {found.converted_from or _only(foreign)}):
        raise _principal_refused(source, sorted(foreign)[0], unsaid)
    of_principal = np.where(principal == names.index(DEFAULT_CURRENCY), 1.0, rate or 1.0)
    rates = dict(found.rates) | {
        "principal": np.where(differs, of_principal, found.rates["principal"])
    }
    return replace(found, rates=rates, principal_from=_only(foreign) or "")


def _numbered(codes: Codes, names: tuple[str, ...], *, otherwise: str) -> CodeArray:
    """Return the place of each row's currency among some names. Shape (rows,)."""
    table = [names.index(name) for name in (*codes.names, otherwise)]
    return np.array(table, dtype=np.int32)[codes.codes]


def say_currencies(source: Source, ledger: Ledger, found: Currencies) -> None:
    """Leave out rows in another currency, and say what was converted."""
    field = "currency" if source.has("currency") else "balance"
    others = ", ".join(found.codes.names[i] for i in np.unique(found.codes.codes[found.other]))
    ledger.leave_out(
        found.other & ledger.accounts,
        "currency_mixed",
        lambda rows, of: t(
            "{rows} of {of} rows are not in {main} but in {others}; a tape has one currency.",
            rows=rows,
            of=of,
            main=found.main,
            others=others,
        ),
        t("Put them on a tape of their own or convert them."),
        source.place(field),
    )
    rate = source.meaning.rate
    ledger.note(
        found.converted & ledger.accounts,
        "currency_converted",
        lambda rows, of: t(
            "{rows} of {of} amounts are in {foreign}; one is taken as {rate:g} {main}.",
            rows=rows,
            of=of,
            foreign=found.converted_from,
            rate=rate,
            main=found.main,
        ),
        t("Every sum of this book is in {main}.", main=found.main),
        source.place(field),
    )
    if found.principal_from:
        ledger.note(
            ledger.accounts,
            "principal_converted",
            lambda rows, of: t(
                "Principal is in {foreign}; one is taken as {rate:g} {main}.",
                foreign=found.principal_from,
                rate=rate,
                main=found.main,
            ),
            "",
            source.place("principal", quote=False),
        )
    if rate is not None and not (found.converted_from or found.principal_from):
        ledger.warn(
            ledger.accounts,
            "rate_unused",
            lambda rows, of: t(
                "A rate of {rate:g} was given, but the book is in {main} and is not converted.",
                rate=rate,
                main=found.main,
            ),
            t("Leave out the rate, or name the currency in a column or heading."),
            source.place(field, quote=False),
        )


def _of_rows(source: Source, field: str) -> Codes:
    """Return the currency of each row: by its column, its amount's sign, else the headings."""
    by_place = currency_said(each.word for each in unit_words(source, field)).currency
    found = _by_sign(source, field, otherwise=by_place)
    if by_place is None and (sheets := words_of_sheets(source)) is not None:
        found = _over(sheets.currencies, found)
    if (formats := words_of_formats(source, field)) is not None:
        shown = formats.currencies
        # A format of ¥ is what a program gives unasked; a heading in dollars is not.
        own = [None if name == DEFAULT_CURRENCY and by_place else name for name in shown.names]
        found = _over(found, recode(shown, own))
    if source.has("unit"):
        found = _with_units(source, found)
    return _over(found, _by_column(source)) if source.has("currency") else found


def _with_units(source: Source, found: Codes) -> Codes:
    """Return the currencies with those of the column of units; its 元 may be any."""
    texts = source.codes("unit")
    words = [unit_word(name) for name in texts.names]
    firm = [None if word.is_any_currency else word.currency for word in words]
    vague = [word.currency if word.is_any_currency else None for word in words]
    return _over(_over(recode(texts, vague), found), recode(texts, firm))


def _by_column(source: Source) -> Codes:
    texts = source.codes("currency")
    codes = [_BY_NUMBER.get(text, quoted(text.upper())) for text in texts.names]
    named = [unit_word(name).currency for name in texts.names]
    return recode(texts, [name or code for name, code in zip(named, codes, strict=True)])


def _by_sign(source: Source, field: str, *, otherwise: str | None) -> Codes:
    """Return the currency that signs in the amounts name, elsewhere another one."""
    names = () if otherwise is None else (otherwise,)
    codes = np.full(len(source), len(names) - 1, dtype=np.int32)
    cells = source.cells(field)
    if not is_text(cells):
        return Codes(codes, names)
    texts = pc.utf8_lower(as_text(cells))
    if not pc.any(pc.match_substring_regex(texts, _NO_DIGITS)).as_py():
        return Codes(codes, names)
    # The more telling signs come first, so that they are laid over the others last.
    for name, pattern in reversed(SIGNS.items()):
        mask = as_mask(pc.match_substring_regex(texts, pattern))
        if mask.any():
            names = names if name in names else (*names, name)
            codes[mask] = names.index(name)
    return Codes(codes, names)


def _over(below: Codes, above: Codes) -> Codes:
    """Return one column with the cells of another laid over it."""
    names = tuple(dict.fromkeys((*above.names, *below.names)))
    table = np.array([*(names.index(name) for name in below.names), -1], dtype=np.int32)
    return Codes(np.where(above.codes >= 0, above.codes, table[below.codes]), names)


def _main(codes: Codes, amounts: BoolArray, *, by_column: bool) -> str:
    if not codes.names:
        return DEFAULT_CURRENCY
    named = codes.codes[(codes.codes >= 0) & amounts]
    if not len(named):
        return DEFAULT_CURRENCY
    counts = np.bincount(named, minlength=len(codes.names))
    main = codes.names[int(counts.argmax())]
    # A sign on few amounts says nothing of those without one.
    few = not by_column and 2 * counts.max() < amounts.sum()
    return DEFAULT_CURRENCY if few else main


def _only(names: set[str]) -> str | None:
    return next(iter(names)) if len(names) == 1 else None


def _principal_refused(source: Source, foreign: str, main: str) -> TapeError:
    return TapeError(
        t(
            "{file}: {heading} is in {foreign} and the balance in {main}; principal is part of the "
            "balance, so the two must be in one currency. Give what one {foreign} is worth in "
            "{ours}, as in --rate 7.1, or leave that column out.",
            file=source.raw.filename,
            heading=quoting.heading(source.called("principal")),
            foreign=foreign,
            main=main,
            ours=DEFAULT_CURRENCY,
        )
    )


def _refused(source: Source, main: str) -> TapeError:
    return TapeError(
        t(
            "{file} is in {main}, and costs, fees and bands are in {ours}: the two must be the "
            "same. Give what one {main} is worth in {ours}, as in --rate 7.1, and every amount is "
            "converted.",
            file=source.raw.filename,
            main=main,
            ours=DEFAULT_CURRENCY,
        )
    )

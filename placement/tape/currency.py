"""The currency of a tape: its column, signs in its amounts, its headings; and the rate to ours."""

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray
from placement.tape.cells import Codes, as_mask, as_text, is_text, recode
from placement.tape.ledger import Ledger
from placement.tape.source import Source
from placement.tape.unit_words import SIGNS, unit_word
from placement.tape.units import unit_words

DEFAULT_CURRENCY = "CNY"
"""The currency of the library's costs, fees and bands."""


_NO_DIGITS = r"[^0-9.,+\-\s()]"


@dataclass(frozen=True, kw_only=True, eq=False)
class Currencies:
    """In which currency each amount of a file is."""

    codes: Codes
    """Currency of each row; empty where nothing says one. Shape (rows,)."""

    main: str
    """That of the book; rows without one are in it."""

    rate: FloatArray | float
    """What each amount is multiplied by: one number for all, or one for each. Shape (rows,)."""

    other: BoolArray
    """Rows that are in another currency and are not converted. Shape (rows,)."""

    converted: BoolArray
    """Rows that the user's rate brings into the library's currency. Shape (rows,)."""

    converted_from: str = ""


def read_currencies(source: Source, amounts: FloatArray) -> Currencies:
    """Return the currency of every row and what brings it into the library's.

    Args:
        source: The file.
        amounts: Balances, NaN where none can be read. Shape (rows,).

    Raises:
        TapeError: The book is in another currency and no rate was given.
    """
    codes = _of_rows(source)
    main = _main(codes, ~np.isnan(amounts), by_column=source.has("currency"))
    rate, names = source.meaning.rate, set(codes.names)
    foreign = main if main != DEFAULT_CURRENCY else _only(names - {DEFAULT_CURRENCY})
    if main != DEFAULT_CURRENCY and rate is None:
        raise _refused(source, main)
    nothing = np.zeros(len(source), dtype=bool)
    if rate is None or foreign is None:
        other = (codes.codes >= 0) & ~codes.where(main)
        return Currencies(codes=codes, main=main, rate=1.0, other=other, converted=nothing)
    converted = codes.where(foreign) | ((codes.codes < 0) & (main == foreign))
    other = (codes.codes >= 0) & ~converted & ~codes.where(DEFAULT_CURRENCY)
    return Currencies(
        codes=codes,
        main=DEFAULT_CURRENCY,
        rate=np.where(converted, rate, 1.0),
        other=other,
        converted=converted,
        converted_from=foreign,
    )


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
    if rate is not None and not found.converted_from:
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


def _of_rows(source: Source) -> Codes:
    """Return the currency of each row: by its column, its amount's sign, else the headings."""
    by_place = next(
        (each.word.currency for each in unit_words(source, "balance") if each.word.currency), None
    )
    found = _by_sign(source) if by_place is None else _by_sign(source, otherwise=by_place)
    for field in ("unit", "currency"):
        if source.has(field):
            found = _over(found, _by_column(source, field))
    return found


def _by_column(source: Source, field: str) -> Codes:
    texts = source.codes(field)
    named = [unit_word(name).currency for name in texts.names]
    if field == "currency":
        named = [name or text.upper() for name, text in zip(named, texts.names, strict=True)]
    return recode(texts, named)


def _by_sign(source: Source, *, otherwise: str | None = None) -> Codes:
    """Return the currency that signs in the amounts name, elsewhere another one."""
    names = () if otherwise is None else (otherwise,)
    codes = np.full(len(source), len(names) - 1, dtype=np.int32)
    cells = source.cells("balance")
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

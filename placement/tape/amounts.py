"""The money columns as numbers: one decimal sign, in single units of one currency.

amount = number * unit * rate        by the column's sign, unit and currency
"""

from dataclasses import dataclass, replace

import numpy as np

from placement.domain.text import about, clauses, t
from placement.domain.types import MOST_OWED, BoolArray, FloatArray
from placement.tape.cells import Numbers
from placement.tape.columns import MONEY_FIELDS
from placement.tape.currency import Currencies, read_currencies, say_currencies
from placement.tape.decimals import Decimal, decimal_of, open_cells, shown_cells
from placement.tape.findings import Choice
from placement.tape.ledger import Ledger
from placement.tape.numbers import read_numbers
from placement.tape.source import Source
from placement.tape.units import Scale, name_of, own_unit, scale_of


@dataclass(frozen=True, kw_only=True, eq=False)
class Amounts:
    """The money of a file, and how it was read."""

    balance: Numbers
    """Amounts owed; what is too large to be a debt is no amount, or it would drown every sum."""

    implausible: BoolArray
    """Balances too large to be one, on either side of zero. Shape (rows,)."""

    principal: Numbers | None
    """None if the file has no such column."""

    paid: Numbers | None
    """What was paid so far; None if the file has no such column."""

    decimals: dict[str, Decimal]
    scales: dict[str, Scale]
    currencies: Currencies


def read_amounts(source: Source) -> Amounts:
    """Read the money columns of a file.

    Raises:
        TapeError: The book is in another currency than the library's and no rate was given.
    """
    fields = [field for field in MONEY_FIELDS if source.has(field)]
    decimals = _decimals(source, fields)
    numbers = {field: _numbers(source, field, decimals[field].sign) for field in fields}
    scales = _scales(source, numbers)
    currencies = read_currencies(source, {name: each.values for name, each in numbers.items()})
    scaled = {
        field: _multiplied(source, field, numbers[field], scales[field], currencies.rates[field])
        for field in fields
    }
    balance = scaled["balance"]
    implausible = np.abs(balance.values) > MOST_OWED
    if implausible.any():
        values = np.where(implausible, np.nan, balance.values)
        balance = Numbers(values, balance.unreadable, balance.repaired & ~implausible)
    return Amounts(
        balance=balance,
        implausible=implausible,
        principal=scaled.get("principal"),
        paid=scaled.get("paid"),
        decimals=decimals,
        scales=scales,
        currencies=currencies,
    )


def say_amounts(source: Source, ledger: Ledger, amounts: Amounts) -> None:
    """Say how amounts were read, and ask where they could be read otherwise."""
    say_currencies(source, ledger, amounts.currencies)
    for field, decimal in amounts.decimals.items():
        if source.meaning.decimal is not None:
            _ask_about_answer(source, ledger, field, amounts)
        elif decimal.is_doubtful:
            _ask_for_decimal(source, ledger, field, amounts)
    for field, scale in amounts.scales.items():
        if scale.is_contradictory and not scale.by_user:
            _ask_for_unit(source, ledger, field, amounts)
            continue
        if scale.readings:
            _ask_for_open_rows(source, ledger, field, amounts)
        if not scale.is_single:
            _say_unit(source, ledger, field, scale)
        if scale.by_user:
            _say_overruled(source, ledger, field, amounts)


def _numbers(source: Source, field: str, decimal: str) -> Numbers:
    """Return the numbers of a money column; a cell whose format is percent holds no amount."""
    numbers = read_numbers(source.cells(field), decimal=decimal)
    formats = source.formats(field)
    if formats is None or not formats.percent.any():
        return numbers
    return Numbers(
        np.where(formats.percent, np.nan, numbers.values),
        numbers.unreadable | (formats.percent & ~numbers.missing),
        numbers.repaired & ~formats.percent,
    )


def _decimals(source: Source, fields: list[str]) -> dict[str, Decimal]:
    if (sign := source.meaning.decimal) is not None:
        said = Decimal(sign=sign, is_shown=True, is_doubtful=False)
        return dict.fromkeys(fields, said)
    found = {field: decimal_of(source.cells(field)) for field in fields}
    shown = [each for each in found.values() if each.is_shown and not each.is_doubtful]
    if len({each.sign for each in shown}) == 1:
        # One program wrote all columns of a file.
        found = {
            field: shown[0] if each.is_doubtful and not each.is_shown else each
            for field, each in found.items()
        }
    return found


def _scales(source: Source, numbers: dict[str, Numbers]) -> dict[str, Scale]:
    scales = {field: scale_of(source, field) for field in numbers}
    for name in scales.keys() - {"balance"}:
        balance, own = scales["balance"], scales[name]
        part = np.nansum(numbers[name].values) / (np.nansum(numbers["balance"].values) or 1)
        # A principal in single units beside balances in thousands is far more than they are.
        if not own.where and own.is_single and not balance.is_single and part <= 2.0:
            scales[name] = replace(balance, said=(), readings=())
    return scales


def _multiplied(
    source: Source, field: str, numbers: Numbers, scale: Scale, rate: FloatArray | float
) -> Numbers:
    if scale.is_single and np.ndim(rate) == 0:
        return numbers
    factor = np.asarray(scale.factor, dtype=np.float64)
    if not scale.is_single:
        factor = np.where(own_unit(source, field), 1.0, factor)
    return Numbers(numbers.values * factor * rate, numbers.unreadable, numbers.repaired)


def _ask_for_decimal(source: Source, ledger: Ledger, field: str, amounts: Amounts) -> None:
    mask = open_cells(source.cells(field)) & ledger.accounts
    ledger.doubt(
        mask,
        f"{field}_decimal",
        lambda rows, of: t(
            "{rows} of {of} amounts have three digits behind a single sign, which may part "
            "thousands or be a decimal sign; no other amount settles it.",
            rows=rows,
            of=of,
        ),
        t("Say which, or write amounts like 1234.50."),
        source.place(field),
        choices=_signs(source, ledger, field, amounts),
    )


def _ask_about_answer(source: Source, ledger: Ledger, field: str, amounts: Amounts) -> None:
    """Ask again where amounts leave no room for the sign that the user named."""
    found, said = decimal_of(source.cells(field)), amounts.decimals[field].sign
    if not found.is_shown or found.is_doubtful or found.sign == said:
        return
    ledger.doubt(
        shown_cells(source.cells(field), found.sign) & ledger.accounts,
        f"{field}_decimal_against",
        lambda rows, of: t(
            "{rows} of {of} amounts can only be read with a {other} as decimal sign, and you said "
            "{sign}; these are read as they must be, all others as you said.",
            rows=rows,
            of=of,
            other=found.sign,
            sign=said,
        ),
        t("Leave your answer out if the file is right."),
        source.place(field),
        choices=_signs(source, ledger, field, amounts),
    )


def _signs(source: Source, ledger: Ledger, field: str, amounts: Amounts) -> tuple[Choice, ...]:
    taken = amounts.decimals[field].sign
    return tuple(
        Choice(
            question="decimal",
            answer=sign,
            label=label,
            balance=_total(source, ledger, field, amounts, sign),
            taken=sign == taken,
        )
        for sign, label in (
            ("point", t("1.250 is one and a quarter, 1,250 a thousand")),
            ("comma", t("1.250 is a thousand, 1,250 one and a quarter")),
        )
    )


def _total(source: Source, ledger: Ledger, field: str, amounts: Amounts, sign: str) -> float:
    numbers = _numbers(source, field, sign)
    rate = amounts.currencies.rates[field]
    read = _multiplied(source, field, numbers, amounts.scales[field], rate)
    return float(np.nansum(read.values[ledger.accounts]))


def _ask_for_unit(source: Source, ledger: Ledger, field: str, amounts: Amounts) -> None:
    scale, values = amounts.scales[field], _values(amounts, field)
    total = float(np.nansum(values[ledger.accounts]))
    taken = float(np.ravel(scale.factor)[0])
    factors = tuple(dict.fromkeys(factor for _, factor in scale.said))
    ledger.doubt(
        ledger.accounts,
        f"{field}_unit",
        lambda rows, of: t(
            "Two places say different units of the amounts: {places}; the first is taken.",
            places=clauses(about(where, name_of(factor)) for where, factor in scale.said),
        ),
        t("Say which."),
        source.place(field),
        choices=tuple(
            Choice(
                question="unit",
                answer=name_of(factor),
                label=t("in {unit}", unit=name_of(factor)),
                balance=total * factor / taken,
                taken=factor == taken,
            )
            for factor in factors
        ),
    )


def _ask_for_open_rows(source: Source, ledger: Ledger, field: str, amounts: Amounts) -> None:
    scale, values = amounts.scales[field], _values(amounts, field)
    mask = _open_amounts(ledger, scale, values)
    rest = float(np.nansum(values[ledger.accounts & ~mask]))
    total = float(np.nansum(values[mask]))
    taken, *others = scale.readings
    ledger.doubt(
        mask,
        f"{field}_unit_open",
        lambda rows, of: t(
            "{rows} of {of} amounts have no unit that is known, and others of the file have one "
            "({where}); they are taken in {unit}.",
            rows=rows,
            of=of,
            where=scale.where,
            unit=name_of(taken),
        ),
        t("Say which, or write the unit in every row."),
        source.place(field),
        choices=tuple(
            Choice(
                question="unit",
                answer=name_of(factor),
                label=t("those in {unit}", unit=name_of(factor)),
                balance=rest + total * factor / taken,
                taken=factor == taken,
            )
            for factor in (taken, *others)
        ),
    )


def _values(amounts: Amounts, field: str) -> FloatArray:
    read = {"balance": amounts.balance, "principal": amounts.principal, "paid": amounts.paid}
    return (read[field] or amounts.balance).values


def _open_amounts(ledger: Ledger, scale: Scale, values: FloatArray) -> BoolArray:
    if scale.is_open is None:
        return np.zeros(len(values), dtype=bool)
    return scale.is_open & ~np.isnan(values) & ledger.accounts


def _say_overruled(source: Source, ledger: Ledger, field: str, amounts: Amounts) -> None:
    """Say where the user's unit goes against the file, and where it changes nothing."""
    scale = amounts.scales[field]
    if scale.overruled:
        places = clauses(about(where, name_of(factor)) for where, factor in scale.overruled)
        ledger.warn(
            ledger.accounts,
            f"{field}_unit_overruled",
            lambda rows, of: t(
                "The file says another unit ({places}); amounts are taken in {unit}, as you said.",
                places=places,
                unit=name_of(float(np.ravel(scale.factor)[0])),
            ),
            t("Leave your answer out if the file is right."),
            source.place(field),
        )
    is_open = scale.is_open is not None
    if is_open and not _open_amounts(ledger, scale, _values(amounts, field)).any():
        ledger.warn(
            ledger.accounts,
            f"{field}_unit_unused",
            lambda rows, of: t(
                "Your unit changes nothing: every amount has one of its own ({where}).",
                where=scale.where,
            ),
            t("Correct the units in the file if they are wrong."),
            source.place(field, quote=False),
        )


def _say_unit(source: Source, ledger: Ledger, field: str, scale: Scale) -> None:
    mask = ledger.accounts & (np.asarray(scale.factor) != 1.0)
    units = ", ".join(name_of(float(factor)) for factor in np.unique(scale.factor))
    say = ledger.note if scale.by_user else ledger.warn
    say(
        mask,
        f"{field}_scaled",
        lambda rows, of: t(
            "{rows} of {of} amounts are in {unit} ({where}) and were brought to single units.",
            rows=rows,
            of=of,
            unit=units,
            where=scale.where,
        ),
        t("Check one account against your books."),
        source.place(field),
    )

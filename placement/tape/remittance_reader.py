"""The cells of a remittance file by field, and its payments."""

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
import pyarrow.compute as pc

from placement.domain.days import months_of
from placement.domain.errors import TapeError
from placement.domain.text import listed, t
from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.tape.cells import Codes, as_mask, as_text, encode, is_text
from placement.tape.columns import ColumnMatch
from placement.tape.dates import is_open_date, read_dates, tells_order
from placement.tape.decimals import decimal_of
from placement.tape.meaning import Meaning
from placement.tape.numbers import DAY_UNITS, MONTH_UNITS, read_numbers
from placement.tape.read import RawTable
from placement.tape.remittance_columns import RemittanceColumns
from placement.tape.source import Source
from placement.tape.stages import band_days
from placement.tape.unit_words import SIGNS, unit_in_brackets, unit_word
from placement.tape.units import Scale, name_of, scale_of, unit_words

NO_MONTH = -1
"""Stands for a month that is not known."""

_OURS = {"balance": "balance", "collected": "paid", "currency": "currency", "unit": "unit"}
"""What the rest of the tape calls these fields."""

_DATES = ("placed_on", "month", "paid_on", "recalled_on")
"""Fields of dates that a file writes in one order."""

OTHER = {"balance": "collected", "collected": "balance"}
"""The column of money whose unit one takes that names none."""


@dataclass(frozen=True, eq=False)
class Payments:
    """What came in: one entry a cell. All arrays have shape (payments,)."""

    row: IntArray
    """Position of the row each stands in."""

    month: IntArray
    """Month of the calendar, 12 * year + month - 1; `NO_MONTH` where `since` is given."""

    since: IntArray
    """Months since placement as the file counts them; `NO_MONTH` where `month` is given."""

    amount: FloatArray
    """NaN where the cell is empty or unreadable."""

    @classmethod
    def none(cls) -> "Payments":
        """Return no payments."""
        nothing = np.empty(0, dtype=np.int64)
        return cls(nothing, nothing, nothing, np.empty(0))


class RowReader:
    """The cells of one file by field; `unreadable` says by field which could not be read."""

    def __init__(self, raw: RawTable, columns: RemittanceColumns, meaning: Meaning) -> None:
        self.raw, self.columns, self.meaning = raw, columns, meaning
        self.unreadable: dict[str, BoolArray] = {}
        self.rows = int(raw.table.num_rows)
        # The rest of the tape knows what was collected as what was paid.
        matched = {ours: columns.matched[f] for f, ours in _OURS.items() if f in columns.matched}
        match = ColumnMatch(
            matched=MappingProxyType(matched), unmatched=(), ambiguous=MappingProxyType({})
        )
        self.source = Source(raw, match, meaning)

    def has(self, name: str) -> bool:
        """Return whether the file has a field."""
        return name in self.columns.matched

    def texts(self, name: str) -> Codes:
        """Return a column of few different texts."""
        if not self.has(name):
            return Codes(np.full(self.rows, -1, dtype=np.int32), ())
        return encode(self.raw.table[self.columns.matched[name]])

    def numbers(self, name: str, units: tuple[str, ...]) -> FloatArray:
        """Return a column of counts, NaN where there is none above zero."""
        if not self.has(name):
            return np.full(self.rows, np.nan)
        read = read_numbers(self.raw.table[self.columns.matched[name]], units=units)
        self.unreadable[name] = read.unreadable | (read.values <= 0)
        return np.where(read.values > 0, read.values, np.nan)

    def money(self, name: str) -> FloatArray:
        """Return a column of amounts in single units of its currency."""
        if not self.has(name):
            return np.full(self.rows, np.nan)
        values = self._amounts(self.columns.matched[name], name)
        if name == "balance":
            self.unreadable[name] |= values <= 0
            values = np.where(values > 0, values, np.nan)
        return values * self.factor(name)

    def factor(self, name: str) -> FloatArray | float:
        """Return what one amount of a column is in single units, for every row or one for all.

        A column that names no unit, in a file that names none for all, is in that of the other
        one, as the user is told.
        """
        own = self.scale(name)
        if own is not None:
            return own.factor
        other = self.scale(OTHER[name])
        return 1.0 if other is None else other.factor

    def scale(self, name: str) -> Scale | None:
        """Return the unit that is said of a column of money, or of the file; None of nothing."""
        ours = _OURS[name]
        if not self.source.has(ours):
            return None
        found = scale_of(self.source, ours)
        return found if found.where or found.by_user else None

    def month_units(self) -> set[float]:
        """Return the units that headings of months name, where each month has a column."""
        said = map(self._month_unit, [*self.columns.since, *self.columns.calendar])
        return {each for each in said if each is not None}

    def _month_unit(self, heading: str) -> float | None:
        """Return the unit in a month's heading; None where none counts, as the user said one."""
        return unit_in_brackets(heading).times if self.meaning.unit_factor is None else None

    def _month_factor(self, heading: str) -> FloatArray | float:
        """Return the unit of a column a month: its own in brackets, else that of all amounts."""
        said = self._month_unit(heading)
        return self.factor("collected") if said is None else said

    def _amounts(self, heading: str, name: str) -> FloatArray:
        cells = self.raw.table[heading]
        sign = self.meaning.decimal or decimal_of(cells).sign
        read = read_numbers(cells, decimal=sign)
        self.unreadable[name] = self.unreadable.get(name, False) | read.unreadable
        return read.values

    def age(self) -> FloatArray:
        """Return months past due at placement, NaN where unknown; a stage is its middle."""
        if self.has("days_past_due"):
            cells = self.raw.table[self.columns.matched["days_past_due"]]
            read = read_numbers(cells, units=DAY_UNITS)
            self.unreadable["days_past_due"] = read.unreadable | (read.values < 0)
            return months_of(np.where(read.values >= 0, read.values, np.nan))
        if not self.has("age"):
            return np.full(self.rows, np.nan)
        cells = self.raw.table[self.columns.matched["age"]]
        read = read_numbers(cells, units=MONTH_UNITS)
        texts = encode(cells)
        days = [band_days(name, days_per_number=None) for name in texts.names]
        words = np.array([np.nan if d is None else d for d in days] + [np.nan])[texts.codes]
        values = np.where(np.isnan(read.values), months_of(words), read.values)
        self.unreadable["age"] = (read.unreadable & np.isnan(words)) | (values < 0)
        return np.where(values >= 0, values, np.nan)

    def days(self, name: str) -> FloatArray:
        """Return a column of dates in days since 1970-01-01, NaN where unknown."""
        if not self.has(name):
            return np.full(self.rows, np.nan)
        read = read_dates(
            self.raw.table[self.columns.matched[name]], order=self.meaning.dates or self.order
        )
        self.unreadable[name] = read.unreadable
        return read.values

    @cached_property
    def order(self) -> str | None:
        """Return the one order in which every date of the file can be read, if there is one."""
        return tells_order(
            name
            for each in _DATES
            if self.has(each) and is_text(self.raw.table[self.columns.matched[each]])
            for name in self.texts(each).names
        )

    def require_order(self) -> None:
        """Raise an error where a date could be several days and nothing tells the order."""
        if self.meaning.dates is not None or self.order is not None:
            return
        for each in ("placed_on", "month"):
            found = self.texts(each)
            asked = [name for name in found.names if is_open_date(name)]
            if asked:
                raise TapeError(
                    t(
                        "{file}: {rows} rows of {heading} could be several days, such as "
                        "{example}, and no row tells the order. Say it: --dates day-first if "
                        "03/04 is 3 April, --dates month-first if it is 4 March.",
                        file=self.raw.filename,
                        rows=f"{int(found.where_any([n in asked for n in found.names]).sum()):,}",
                        heading=self.columns.matched[each],
                        example=asked[0],
                    )
                )

    def currencies(self) -> frozenset[str]:
        """Return the currencies that a column, the headings or signs in the amounts name."""
        found: set[str] = set()
        if self.has("currency"):
            texts = encode(self.raw.table[self.columns.matched["currency"]])
            found |= {unit_word(name).currency or name.upper() for name in texts.names}
        for name, ours in (("balance", "balance"), ("collected", "paid")):
            if not self.has(name):
                continue
            words = [each.word for each in unit_words(self.source, ours)]
            found |= {w.currency for w in words if w.currency and not w.is_any_currency}
            found |= self._signs(self.columns.matched[name])
        return frozenset(found)

    def _signs(self, heading: str) -> set[str]:
        cells = self.raw.table[heading]
        if not is_text(cells):
            return set()
        texts, found = pc.utf8_lower(as_text(cells)), set()
        left = np.ones(self.rows, dtype=bool)
        for name, pattern in SIGNS.items():
            if name == "CNY":
                # 元 may be any currency; the signs of others were looked for before.
                pattern = "[¥￥]|rmb|cny|人民币"
            here = left & as_mask(pc.match_substring_regex(texts, pattern))
            if here.any():
                found.add(name)
                left &= ~here
        return found

    def by_row(self) -> Payments:
        """Return the payments of a long table."""
        every = np.arange(self.rows, dtype=np.int64)
        nothing = np.full(self.rows, NO_MONTH, dtype=np.int64)
        amount = self.money("collected")
        if self.has("month"):
            return Payments(every, month_number(self.days("month")), nothing, amount)
        numbers = read_numbers(
            self.raw.table[self.columns.matched["months_since"]], units=MONTH_UNITS
        )
        whole = numbers.values == np.floor(numbers.values)
        self.unreadable["months_since"] = numbers.unreadable | ~(whole | numbers.missing)
        # Months before placement are refused later on, by name; -1 would be none at all.
        since = np.where(whole, np.where(numbers.values < 0, -2, numbers.values), NO_MONTH)
        return Payments(every, nothing, since.astype(np.int64), amount)

    def by_column(self) -> Payments:
        """Return the payments of a table with a column a month, the rows of each one in turn."""
        headings = [*self.columns.since, *self.columns.calendar]
        every = np.arange(self.rows, dtype=np.int64)
        amount = np.concatenate(
            [self._amounts(h, "collected") * self._month_factor(h) for h in headings]
        )
        months = [month_number(np.array([day]))[0] for day in self.columns.calendar.values()]
        return Payments(
            row=np.tile(every, len(headings)),
            month=np.repeat([*(NO_MONTH for _ in self.columns.since), *months], self.rows).astype(
                np.int64
            ),
            since=np.repeat([*self.columns.since.values(), *(NO_MONTH for _ in months)], self.rows),
            amount=amount,
        )


def month_number(days: FloatArray) -> IntArray:
    """Return the month that a day is in, 12 * year + month - 1; `NO_MONTH` where it is NaN.

    Args:
        days: Days since 1970-01-01, any shape.
    """
    known = ~np.isnan(days)
    months = np.where(known, days, 0).astype("datetime64[D]").astype("datetime64[M]")
    return np.where(known, months.astype(np.int64) + 12 * 1970, NO_MONTH)


def unit_name(factor: FloatArray | float) -> str:
    """Return the name of a unit, or of those that rows name by themselves."""
    distinct = np.unique(np.asarray(factor))
    return listed(name_of(float(each)) for each in distinct)

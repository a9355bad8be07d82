"""The library's numbers for each segment of a book, as arrays."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from placement.assume.assumptions import Assumptions
from placement.assume.tables import (
    ladder_step,
    ladder_step_each,
    log_linear,
    log_linear_each,
)
from placement.domain.alike import coded
from placement.domain.errors import InputError
from placement.domain.text import listed, t
from placement.domain.types import NOT_DRAWN, FloatArray, IntArray, Segments

Reader = Callable[..., FloatArray]


class Lookup:
    """Reads numbers by sector and age for the segments given.

    Results have shape (segments,), or (draws, segments) where a number was drawn. Where segments
    name the draw that values each of them, every result has shape (segments,).
    """

    def __init__(
        self, segments: Segments, assumptions: Assumptions, *, by_row: bool = False
    ) -> None:
        """Take the segments; `by_row` says that they name draws though all are as they stand."""
        self._segments = segments
        self._assumptions = assumptions
        self._sectors, self._members = coded(segments.sector)
        self.by_row = by_row or bool(np.any(segments.draw != NOT_DRAWN))
        self._draw = segments.draw if self.by_row else None
        self._rows = [np.flatnonzero(self._members == at) for at in range(len(self._sectors))]
        for sector in self._sectors:
            if sector not in assumptions.sectors:
                raise InputError(
                    t(
                        "sector must be one of {known}; got {sector!r}. A new sector can be added "
                        "in an assumption file.",
                        known=listed(assumptions.sectors),
                        sector=sector,
                    )
                )

    def shared(self, path: str) -> FloatArray:
        """Return a number that holds for every sector, shape () or (draws, 1), or (segments,)."""
        if self._draw is not None and path in self._assumptions.drawn:
            return self._assumptions.number_for(path, self._draw)
        return self._assumptions.number(path)

    def scalar(self, path: str) -> FloatArray:
        """Return each segment's number at `sector.path`."""
        if self._draw is not None:
            found = np.empty(len(self._segments))
            for sector, rows in zip(self._sectors, self._rows, strict=True):
                found[rows] = self._assumptions.number_for(f"{sector}.{path}", self._draw[rows])
            return found
        numbers = [self._assumptions.number(f"{sector}.{path}") for sector in self._sectors]
        if any(number.ndim for number in numbers):
            draws = max(number.shape[0] for number in numbers if number.ndim)
            stacked = np.concatenate(
                [np.broadcast_to(number, (draws, 1)) for number in numbers], axis=-1
            )
        else:
            stacked = np.array([float(number) for number in numbers])
        return stacked[..., self._members]

    def by_age(self, path: str, *, at: FloatArray | None = None) -> FloatArray:
        """Return each segment's reading of the table at `sector.path`, log-linear in its age.

        Args:
            path: The table below the sector.
            at: Ages to read at, shape (segments,) or (segments, months); by default each
                segment's own.

        Returns:
            Shape (..., segments) or (..., segments, months), draws first.
        """
        tables = {sector: f"{sector}.{path}" for sector in self._sectors}
        return self._read(tables, log_linear, at)

    def by_age_and_creditor(self, path: str, *, at: FloatArray | None = None) -> FloatArray:
        """Return readings of a ladder by creditor type: the rung the age has reached."""
        result = None
        types, of = coded(self._segments.creditor_type)
        for place, creditor_type in enumerate(types):
            tables = {s: f"{s}.{path}.{creditor_type}" for s in self._sectors}
            reading = self._read(tables, ladder_step, at)
            chosen = of == place
            if at is not None and at.ndim > 1:
                chosen = chosen[:, None]
            result = reading if result is None else np.where(chosen, reading, result)
        if result is None:
            raise InputError(t("There is no segment to value; load a book with at least one row."))
        return result

    def _read(self, tables: dict[str, str], reader: Reader, at: FloatArray | None) -> FloatArray:
        ages = self._segments.age if at is None else at
        if self._draw is not None:
            return self._fill_each(tables, reader, ages, self._draw)
        return self._fill(
            {s: self._assumptions.table(path) for s, path in tables.items()}, reader, ages
        )

    def _fill_each(
        self, tables: dict[str, str], reader: Reader, ages: FloatArray, draw: IntArray
    ) -> FloatArray:
        result = np.empty(ages.shape)
        for sector, rows in zip(self._sectors, self._rows, strict=True):
            # `NOT_DRAWN` reads the last table.
            table = draw[rows] % (self._assumptions.draws + 1)
            if reader is log_linear:
                lines = self._assumptions.lines_for(tables[sector])
                result[rows] = log_linear_each(ages[rows], lines=lines, table=table)
            else:
                points, values = self._assumptions.tables_for(tables[sector])
                result[rows] = ladder_step_each(
                    ages[rows], points=points, values=values, table=table
                )
        return result

    def _fill(
        self,
        tables: dict[str, tuple[FloatArray, FloatArray]],
        reader: Reader,
        ages: FloatArray,
    ) -> FloatArray:
        parts: list[tuple[NDArray[np.intp], FloatArray]] = []
        for position, sector in enumerate(self._sectors):
            points, values = tables[sector]
            members = self._rows[position]
            mine = ages[members]
            reading = reader(mine.ravel(), points=points, values=values)
            parts.append((members, reading.reshape(*reading.shape[:-1], *mine.shape)))
        own = ages.ndim
        draws = np.broadcast_shapes(*(reading.shape[:-own] for _, reading in parts))
        result = np.empty((*draws, *ages.shape))
        for where, reading in parts:
            at = (..., where) if own == 1 else (..., where, slice(None))
            result[at] = reading
        return result

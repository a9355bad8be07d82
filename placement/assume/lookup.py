"""The library's numbers for each segment of a book, as arrays."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from placement.assume.assumptions import Assumptions
from placement.assume.tables import ladder_step, log_linear
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray, Segments

Reader = Callable[..., FloatArray]


class Lookup:
    """Reads numbers by sector and age for the segments given.

    Results have shape (segments,), or (draws, segments) where a number was drawn.
    """

    def __init__(self, segments: Segments, assumptions: Assumptions) -> None:
        self._segments = segments
        self._assumptions = assumptions
        names, inverse = np.unique(np.array(segments.sector, dtype=object), return_inverse=True)
        self._sectors = [str(name) for name in names]
        self._members = inverse.astype(np.intp)
        self._rows = [np.flatnonzero(inverse == place) for place in range(len(names))]
        for sector in self._sectors:
            if sector not in assumptions.sectors:
                raise InputError(
                    t(
                        "sector must be one of {known}; got {sector!r}. A new sector can be added "
                        "in an assumption file.",
                        known=", ".join(assumptions.sectors),
                        sector=sector,
                    )
                )

    def shared(self, path: str) -> FloatArray:
        """Return a number that holds for every sector, shape () or (draws, 1)."""
        return self._assumptions.number(path)

    def scalar(self, path: str) -> FloatArray:
        """Return each segment's number at `sector.path`."""
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
        types = np.array(self._segments.creditor_type, dtype=object)
        for creditor_type in np.unique(types):
            tables = {s: f"{s}.{path}.{creditor_type}" for s in self._sectors}
            reading = self._read(tables, ladder_step, at)
            chosen = types == creditor_type
            if at is not None and at.ndim > 1:
                chosen = chosen[:, None]
            result = reading if result is None else np.where(chosen, reading, result)
        if result is None:
            raise InputError(t("There is no segment to value; load a book with at least one row."))
        return result

    def _read(self, tables: dict[str, str], reader: Reader, at: FloatArray | None) -> FloatArray:
        ages = self._segments.age if at is None else at
        return self._fill(
            {s: self._assumptions.table(path) for s, path in tables.items()}, reader, ages
        )

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

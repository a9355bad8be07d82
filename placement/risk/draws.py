"""Draws of all numbers within their ranges, each from its own stream of random numbers.

The caller passes in what gives a name its stream. So a draw does not depend on which other numbers
are drawn, on their order, or on how many draws are made: the first hundred of a thousand are the
hundred.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.assume.joint import Joint, Scale
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray
from placement.risk.factors import common_of, factor_of, movable, sign_of, tilt_of
from placement.risk.spread import fitted_at, number_at, position_of

USUAL_CORRELATION = 0.5
"""Of each factor with what its sector has in common; a judgement. Two factors have its square."""

MOST_DRAWS = 100_000
"""Scores of all factors of five sectors are then half a gigabyte."""

Streams = Callable[[str], np.random.Generator]
"""Gives each name a generator of its own, always the same one anew."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Draws:
    """All numbers of some sectors, drawn together."""

    assumptions: Assumptions
    """The numbers in use, none of them drawn."""
    paths: tuple[str, ...]
    """What moves."""
    count: int
    correlation: float
    streams: Streams

    @cached_property
    def scores(self) -> Mapping[str, FloatArray]:
        """Standard normal scores by factor, shape (draws,).

        rho * (what its sector has in common) + sqrt(1 - rho ** 2) * (its own part)

        Of numbers that were fitted together: the root of their correlation times their own parts,
        for the data and not the sector say how they go together.
        """
        rho, fitted = self.correlation, self._fitted_scores
        return {
            factor: fitted[factor]
            if factor in fitted
            else rho * tilt_of(factor) * self.common[common_of(factor)]
            + np.sqrt(1.0 - rho**2) * own
            for factor, own in self.own.items()
        }

    @cached_property
    def own(self) -> Mapping[str, FloatArray]:
        """The part of each factor's score that is its own, shape (draws,); all independent."""
        return {name: self._stream(name) for name in self.factors}

    @cached_property
    def common(self) -> Mapping[str, FloatArray]:
        """What the factors of a sector, or of other numbers, have in common, shape (draws,)."""
        names = dict.fromkeys(
            common_of(factor) for factor in self.factors if factor not in self._fitted
        )
        return {name: self._stream(f"common to {name}") for name in names}

    @cached_property
    def factors(self) -> Mapping[str, tuple[str, ...]]:
        """The paths that each factor moves."""
        found: dict[str, list[str]] = {}
        for path in self.paths:
            found.setdefault(self.factor_of(path), []).append(path)
        return {factor: tuple(paths) for factor, paths in found.items()}

    def factor_of(self, path: str) -> str:
        """Return the name of the factor that moves a number: of a fitted one, its own."""
        return self._members.get(path) or factor_of(path)

    def numbers(self, start: int = 0, stop: int | None = None) -> Assumptions:
        """Return the numbers of some draws, the first of them at position 0."""
        some = slice(start, self.count if stop is None else stop)
        positions = {
            path: sign_of(path)
            * position_of(self.scores[factor][some], self.assumptions.entries[path].status)
            for factor, paths in self.factors.items()
            if factor not in self._fitted
            for path in paths
        }
        fitted = {
            path: fitted_at(self.assumptions.entries[path], scale, error, self.scores[factor][some])
            for factor, (scale, error) in self._fitted.items()
            for path in self.factors[factor]
        }
        return numbers_at(self.assumptions, positions, fitted=fitted)

    @cached_property
    def _members(self) -> Mapping[str, str]:
        """The member of a group that each fitted number belongs to."""
        return {
            path: name
            for joint in self.assumptions.joints
            for name in joint.numbers
            for path in self.assumptions.paths_under(name)
        }

    @cached_property
    def _joints(self) -> tuple[Joint, ...]:
        """The groups, without the members that do not move here."""
        moving = {self._members[path] for path in self.paths if path in self._members}
        some = (
            joint.take([at for at, name in enumerate(joint.numbers) if name in moving])
            for joint in self.assumptions.joints
        )
        return tuple(joint for joint in some if joint is not None)

    @cached_property
    def _fitted(self) -> Mapping[str, tuple[Scale, float]]:
        """Scale and error of each member that moves."""
        return {
            name: (scale, error)
            for joint in self._joints
            for name, scale, error in zip(joint.numbers, joint.scales, joint.errors, strict=True)
        }

    @cached_property
    def _fitted_scores(self) -> Mapping[str, FloatArray]:
        found: dict[str, FloatArray] = {}
        for joint in self._joints:
            root = joint.root
            for at, name in enumerate(joint.numbers):
                # Added up one by one: a sum over all at once would round by their number.
                found[name] = sum(
                    (root[at, other] * self.own[of] for other, of in enumerate(joint.numbers)),
                    start=np.zeros(self.count),
                )
        return found

    def _stream(self, name: str) -> FloatArray:
        return self.streams(name).standard_normal(self.count)


def draw_numbers(
    assumptions: Assumptions,
    sectors: Iterable[str],
    *,
    count: int,
    streams: Streams,
    correlation: float = USUAL_CORRELATION,
    held: Iterable[str] = (),
) -> Draws:
    """Return draws of all numbers that touch some sectors.

    Args:
        assumptions: The numbers in use.
        sectors: The sectors of a book.
        count: Number of draws, at least 1.
        streams: The random numbers of each name; the same streams give the same draws.
        correlation: Of each factor with what its sector has in common, -1 to 1.
        held: Paths or tables that stay at their values.

    Raises:
        InputError: The count or the correlation breaks its rule.
        AssumptionError: A path that is to be held is unknown.
    """
    _check_count(count)
    if not -1.0 <= correlation <= 1.0:
        raise InputError(
            t(
                "correlation must lie from -1 to 1; got {x:g}. Leave it out for the usual "
                "{usual:g}, or take 0 for numbers that have nothing in common.",
                x=correlation,
                usual=USUAL_CORRELATION,
            )
        )
    return Draws(
        assumptions=assumptions,
        paths=movable(assumptions, sectors, held),
        count=int(count),
        correlation=float(correlation),
        streams=streams,
    )


def numbers_at(
    assumptions: Assumptions,
    positions: Mapping[str, FloatArray],
    *,
    fitted: Mapping[str, FloatArray] | None = None,
) -> Assumptions:
    """Return the numbers at positions of their ranges, as draws.

    Args:
        assumptions: The numbers in use.
        positions: By path, from -1 (low) over 0 (value) to 1 (high), shape (draws,). Paths left
            out stay at their values.
        fitted: Numbers themselves by path, of those fitted together, shape (draws,).
    """
    drawn = {
        path: number_at(assumptions.entries[path], position)[:, None]
        for path, position in positions.items()
    }
    drawn |= {path: values[:, None] for path, values in (fitted or {}).items()}
    return replace(assumptions, drawn={**drawn, **_shares_within_one(assumptions, drawn)})


def numbers_of_draw(assumptions: Assumptions, draw: int) -> Assumptions:
    """Return one draw as numbers in use, for what cannot value many draws at once."""
    entries = dict(assumptions.entries)
    for path, values in assumptions.drawn.items():
        entries[path] = entries[path].model_copy(update={"value": float(values[draw, 0])})
    return replace(assumptions, entries=entries, drawn={})


def _shares_within_one(
    assumptions: Assumptions, drawn: Mapping[str, FloatArray]
) -> dict[str, FloatArray]:
    """Return the debtors' shares of draws that would have more than all of them, drawn closer.

    What lies above the low ends shrinks by one factor until the shares add up to 1.
    """
    found: dict[str, FloatArray] = {}
    for sector in assumptions.sectors:
        paths = [f"{sector}.debtor.{name}_share" for name in ("easy", "hard", "reluctant")]
        if not any(path in drawn for path in paths):
            continue
        shares = np.stack(
            np.broadcast_arrays(
                *(drawn.get(path, np.asarray(assumptions.entries[path].value)) for path in paths)
            )
        )
        least = np.array([assumptions.entries[path].low for path in paths])[:, None, None]
        above = (shares - least).sum(axis=0)
        room = np.maximum(1.0 - least.sum(), 0.0)
        kept = np.where(above > room, room / np.where(above > 0.0, above, 1.0), 1.0)
        if np.any(kept < 1.0):
            found |= dict(zip(paths, least + (shares - least) * kept, strict=True))
    return found


def _check_count(count: int) -> None:
    if int(count) != count or not 1 <= count <= MOST_DRAWS:
        raise InputError(
            t(
                "draws must be a whole number from 1 to {most:,}; got {x}. A thousand tell a "
                "chance to three points.",
                most=MOST_DRAWS,
                x=count,
            )
        )

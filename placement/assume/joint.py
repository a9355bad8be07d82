"""Numbers that were fitted together: their errors, and how the errors of one go with another's.

On the scale of each number, x = T(number), the numbers are jointly normal around their values:

    x ~ Normal(T(value), D R D),    D = diag(errors), R = correlation

with T the logit for shares, the logarithm for what is above zero, or the number itself. A member
that names a table moves all its numbers by one score. Source: own definition,
docs/decisions/036-fitted-numbers-are-drawn-as-they-were-fitted.md.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

import numpy as np
from scipy.special import expit, logit

from placement.assume.units import UNITS
from placement.domain.errors import AssumptionError
from placement.domain.text import listed, t
from placement.domain.types import FloatArray

Scale = Literal["logit", "log", "plain"]

SCALES: tuple[Scale, ...] = ("logit", "log", "plain")

MOST_TOGETHER = 200
"""Numbers or tables of one group; their correlations are a square of it."""

NINETEEN_OF_TWENTY = 1.959963984540054
"""Errors to each side between which nineteen of twenty draws lie."""

_ROUNDING = 1e-8
"""By how much a correlation that was written down may miss the rule."""

_KEYS = ("numbers", "correlation", "errors", "scales")


@dataclass(frozen=True, kw_only=True)
class Span:
    """The range of one number, and where it is from."""

    low: float
    high: float
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Joint:
    """Numbers or tables whose errors go together; all tuples have one entry a member."""

    numbers: tuple[str, ...]
    """Paths of numbers or of tables, no two of which overlap."""

    correlation: tuple[tuple[float, ...], ...]
    """Of their errors: symmetric, from -1 to 1, and such as numbers can have together."""

    errors: tuple[float, ...] = ()
    """Standard errors on the scale of each; none are read off the ranges, as nineteen of twenty."""

    scales: tuple[Scale, ...] = ()
    """On which scale each is normal; none are by their units."""

    def __post_init__(self) -> None:
        """Check that it is a correlation, and one number a member.

        Raises:
            AssumptionError: It is not; says the rule and the place.
        """
        size = len(self.numbers)
        if not 1 <= size <= MOST_TOGETHER or len(set(self.numbers)) < size:
            raise AssumptionError(
                t(
                    "together: numbers must name from 1 to {most} paths, each once; got {paths}.",
                    most=MOST_TOGETHER,
                    paths=listed(self.numbers)[:200] or t("none"),
                )
            )
        for name, given in (("errors", self.errors), ("scales", self.scales)):
            if given and len(given) != size:
                raise AssumptionError(
                    t(
                        "together: {name} must have one entry for each of the {size} numbers; "
                        "got {count}.",
                        name=name,
                        size=size,
                        count=len(given),
                    )
                )
        for path, error in zip(self.numbers, self.errors, strict=False):
            if not 0.0 <= error < float("inf"):
                raise AssumptionError(
                    t(
                        "together: the error of {path} must be 0 or more; got {x:g}.",
                        path=path,
                        x=error,
                    )
                )
        for path, scale in zip(self.numbers, self.scales, strict=False):
            if scale not in SCALES:
                raise AssumptionError(
                    t(
                        "together: the scale of {path} must be one of {known}; got {x!r}.",
                        path=path,
                        known=listed(SCALES),
                        x=scale,
                    )
                )
        _check_correlation(self.numbers, self.correlation)

    def without(self, paths: Iterable[str]) -> "Joint | None":
        """Return the rest where numbers no longer are what was fitted; None where none is left.

        Args:
            paths: Numbers or tables; a member goes with any number of it.
        """
        gone = tuple(paths)
        stay = [
            at
            for at, name in enumerate(self.numbers)
            if not any(overlap(name, path) for path in gone)
        ]
        return self if len(stay) == len(self.numbers) else self.take(stay)

    def take(self, places: Sequence[int]) -> "Joint | None":
        """Return some of the members, what is known of the others left aside; None of none."""
        if not places:
            return None
        return Joint(
            numbers=tuple(self.numbers[at] for at in places),
            correlation=tuple(
                tuple(self.correlation[at][other] for other in places) for at in places
            ),
            errors=tuple(self.errors[at] for at in places) if self.errors else (),
            scales=tuple(self.scales[at] for at in places) if self.scales else (),
        )

    def of_sector(self, sector: str) -> bool:
        """Return whether all members are numbers of a sector."""
        return all(name.startswith(f"{sector}.") for name in self.numbers)

    def renamed(self, sector: str, other: str) -> "Joint":
        """Return the same of another sector's numbers."""
        names = (other + name.removeprefix(sector) for name in self.numbers)
        return replace(self, numbers=tuple(names))

    @property
    def root(self) -> FloatArray:
        """Return the symmetric root of the correlation: it treats all members alike."""
        values, vectors = np.linalg.eigh(np.array(self.correlation))
        return np.asarray((vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T)

    @property
    def plain(self) -> dict[str, Any]:
        """Return it as plain data that `read_joint` reads again."""
        found: dict[str, Any] = {
            "numbers": list(self.numbers),
            "correlation": [list(row) for row in self.correlation],
        }
        if self.errors:
            found["errors"] = list(self.errors)
        if self.scales:
            found["scales"] = list(self.scales)
        return found


def read_joint(plain: object) -> Joint:
    """Return the group in plain data, such as an entry of `together` in a file.

    Raises:
        AssumptionError: It is none; says what is wrong.
    """
    if not isinstance(plain, Mapping):
        raise _not_a_group(plain)
    unknown = [str(key) for key in plain if key not in _KEYS]
    if unknown or not {"numbers", "correlation"} <= set(plain):
        raise AssumptionError(
            t(
                "together: a group has the keys numbers and correlation and, if wanted, errors and "
                "scales; got {keys}.",
                keys=listed(map(str, plain))[:200] or t("none"),
            )
        )
    names, scales = plain["numbers"], plain.get("scales", [])
    rows, errors = plain["correlation"], plain.get("errors", [])
    if not (_is_list(names, str) and _is_list(scales, str)):
        raise _not_a_group(names)
    if not (_is_list(errors, float) and _is_list(rows, list)):
        raise _not_a_group(errors if not _is_list(errors, float) else rows)
    for row in rows:
        if not _is_list(row, float):
            raise _not_a_group(row)
    return Joint(
        numbers=tuple(names),
        correlation=tuple(tuple(float(x) for x in row) for row in rows),
        errors=tuple(float(x) for x in errors),
        scales=tuple(cast("list[Scale]", scales)),
    )


def completed(
    joint: Joint,
    paths_under: Callable[[str], tuple[str, ...]],
    unit_of: Callable[[str], str],
    range_of: Callable[[str], tuple[float, float]],
) -> Joint:
    """Return a group with the scales and errors that were left out.

    Args:
        joint: The group.
        paths_under: Numbers of a member; raises AssumptionError where there are none.
        unit_of: Unit of a number.
        range_of: Low and high of a number.
    """
    scales, errors = [], []
    for at, name in enumerate(joint.numbers):
        paths = paths_under(name)
        scale = joint.scales[at] if joint.scales else _usual_scale(unit_of(paths[0]))
        scales.append(scale)
        if joint.errors:
            errors.append(joint.errors[at])
            continue
        widths = [np.diff(on_scale(scale, np.array(range_of(path))))[0] for path in paths]
        error = float(np.mean(widths)) / (2.0 * NINETEEN_OF_TWENTY)
        if not np.isfinite(error):
            raise AssumptionError(
                t(
                    "together: {name} reaches the end of its scale, so its range does not tell its "
                    "error. State errors.",
                    name=name,
                )
            )
        errors.append(error)
    return replace(joint, scales=tuple(scales), errors=tuple(errors))


def on_scale(scale: Scale, number: FloatArray) -> FloatArray:
    """Return T(number); an end of the scale is minus or plus infinity."""
    with np.errstate(divide="ignore"):
        match scale:
            case "logit":
                return np.asarray(logit(number))
            case "log":
                return np.asarray(np.log(number))
            case _:
                return np.asarray(number)


def off_scale(scale: Scale, at: FloatArray) -> FloatArray:
    """Return the number at a place of its scale."""
    match scale:
        case "logit":
            return np.asarray(expit(at))
        case "log":
            return np.asarray(np.exp(at))
        case _:
            return at


def overlapping(joints: Sequence[Joint]) -> tuple[str, str] | None:
    """Return two members that share a number, within one group or between two; None of none."""
    names = [name for joint in joints for name in joint.numbers]
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            if overlap(one, other):
                return one, other
    return None


def overlap(one: str, other: str) -> bool:
    """Return whether two paths, of numbers or tables, share a number."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _usual_scale(unit: str) -> Scale:
    bounds = UNITS[unit]
    if bounds.lower < 0.0:
        return "plain"
    return "logit" if bounds.upper == 1.0 else "log"


def _check_correlation(names: Sequence[str], rows: Sequence[Sequence[float]]) -> None:
    size = len(names)
    if len(rows) != size or any(len(row) != size for row in rows):
        raise AssumptionError(
            t(
                "together: correlation must have {size} rows of {size} numbers, one for each of "
                "{paths}.",
                size=size,
                paths=listed(names)[:200],
            )
        )
    table = np.array(rows, dtype=float)
    wrong = ~(np.abs(table) <= 1.0 + _ROUNDING)
    wrong |= np.eye(size, dtype=bool) & ~(np.abs(table - 1.0) <= _ROUNDING)
    if not wrong.any():
        wrong = ~(np.abs(table - table.T) <= _ROUNDING)
    if wrong.any():
        one, other = (int(x) for x in np.argwhere(wrong)[0])
        raise AssumptionError(
            t(
                "together: correlation must be 1 of each number with itself, lie from -1 to 1 and "
                "be the same both ways; {one} with {other} is {x:g}, the other way {y:g}.",
                one=names[one],
                other=names[other],
                x=float(table[one, other]),
                y=float(table[other, one]),
            )
        )
    if (least := float(np.linalg.eigvalsh(table)[0])) < -_ROUNDING * size:
        raise AssumptionError(
            t(
                "together: no numbers correlate like this all at once ({paths}): the smallest "
                "eigenvalue of correlation is {x:.3g} and must be 0 or more. Bring the "
                "correlations closer to 0.",
                paths=listed(names)[:200],
                x=least,
            )
        )


def _is_list(plain: object, kind: type) -> bool:
    kinds = (int, float) if kind is float else (kind,)
    return isinstance(plain, list) and all(
        isinstance(each, kinds) and not isinstance(each, bool) for each in plain
    )


def _not_a_group(plain: object) -> AssumptionError:
    return AssumptionError(
        t(
            "together must be a list of groups such as {example}; got {x}.",
            example='{ numbers = ["a.b", "a.c"], correlation = [[1.0, 0.5], [0.5, 1.0]] }',
            x=repr(plain)[:80],
        )
    )

"""All numbers in use, addressed by path; frozen, so that a change makes a new set."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, model_validator

from placement.assume.joint import Joint, Span, completed, overlapping
from placement.assume.tables import Lines
from placement.assume.units import UNITS
from placement.domain.errors import AssumptionError
from placement.domain.text import listed, sentences, t
from placement.domain.types import NOT_DRAWN, FloatArray, IntArray

Status = Literal["law", "published", "field_note", "judgement", "user"]

SHARED = ("law", "market", "court", "conduct", "tax", "what_if")
"""First words of paths that hold for every sector; any other first word is a sector."""

ODDS = ("debtor", "in_house", "agency")
"""Groups of a sector's numbers that say how its debtors pay and how they are worked."""


class Assumption(BaseModel):
    """One number with everything a reader needs to question it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    value: float
    low: float
    high: float
    unit: str
    source: str
    as_of: str
    status: Status
    note: str = ""

    @model_validator(mode="after")
    def _is_sound(self) -> "Assumption":
        if self.unit not in UNITS:
            raise ValueError(
                f"{self.path}: unit {self.unit!r} is unknown; use one of {sorted(UNITS)}."
            )
        for number in (self.value, self.low, self.high):
            if fault := UNITS[self.unit].fault(number):
                raise ValueError(f"{self.path} {fault}")
        if not self.low <= self.value <= self.high:
            raise ValueError(
                f"{self.path}: low, value, high must be in this order; "
                f"got {self.low:g}, {self.value:g}, {self.high:g}."
            )
        return self


@dataclass(frozen=True, kw_only=True, eq=False)
class Assumptions:
    """The numbers in use, by path.

    Paths read `sector.group.name` or, for a table, `sector.group.name.key`, where a key
    such as `6m` is months past due and `10000` an amount.
    """

    entries: Mapping[str, Assumption]

    drawn: Mapping[str, FloatArray] = field(default_factory=dict)
    """Values drawn for some paths, shape (draws, 1); they replace the single value."""

    joints: tuple[Joint, ...] = ()
    """Numbers whose errors go together, each with its errors and scales stated."""

    replaced: Mapping[str, float] = field(default_factory=dict)
    """What the library says where a number of the user's own stands in its place, by path."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "entries", MappingProxyType(dict(self.entries)))
        object.__setattr__(self, "replaced", MappingProxyType(dict(self.replaced)))

    @cached_property
    def sectors(self) -> tuple[str, ...]:
        """Sectors the library knows, in its order."""
        first = dict.fromkeys(path.split(".", 1)[0] for path in self.entries)
        return tuple(word for word in first if word not in SHARED)

    @cached_property
    def digest(self) -> str:
        """Fingerprint of all values in use: equal numbers, equal digest."""
        values = json.dumps({path: entry.value for path, entry in sorted(self.entries.items())})
        return hashlib.blake2b(values.encode(), digest_size=16).hexdigest()

    @cached_property
    def spread_digest(self) -> str:
        """Fingerprint of all values with their ranges: equal numbers, equal draws."""
        ranges = {
            path: (entry.value, entry.low, entry.high, entry.status)
            for path, entry in sorted(self.entries.items())
        }
        text = json.dumps([ranges, [joint.plain for joint in self.joints]])
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    @cached_property
    def _tables(self) -> dict[str, tuple[str, ...]]:
        """Paths under each prefix, in the library's order."""
        under: dict[str, list[str]] = {}
        for path in self.entries:
            words = path.split(".")
            for size in range(1, len(words)):
                under.setdefault(".".join(words[:size]), []).append(path)
        return {prefix: tuple(paths) for prefix, paths in under.items()}

    def number(self, path: str) -> FloatArray:
        """Return one number, shape () or (draws, 1)."""
        if path in self.drawn:
            return self.drawn[path]
        if path not in self.entries:
            raise AssumptionError(self._unknown(path))
        return np.asarray(self.entries[path].value)

    def number_for(self, path: str, draw: IntArray) -> FloatArray:
        """Return one number for each row, of the draw that values it, shape (rows,).

        Args:
            path: The number.
            draw: Draw of each row, `NOT_DRAWN` for the number as it stands.
        """
        if path not in self.drawn:
            return np.broadcast_to(self.number(path), draw.shape)
        if path not in self._columns:
            self._columns[path] = np.append(self.drawn[path], self.entries[path].value)
        return self._columns[path][draw]

    def tables_for(self, prefix: str) -> tuple[FloatArray, FloatArray]:
        """Return a table's keys and its values in every draw, those as they stand last.

        Shapes (points,) and (draws + 1, points), so that `NOT_DRAWN` is the last.
        """
        if prefix not in self._stacked:
            points, paths = self._keyed(prefix)
            every = np.append(np.arange(self.draws), NOT_DRAWN)
            values = np.stack([self.number_for(path, every) for path in paths], axis=-1)
            self._stacked[prefix] = points, values
        return self._stacked[prefix]

    def lines_for(self, prefix: str) -> Lines:
        """Return the lines of a table in every draw, those as it stands last."""
        if prefix not in self._lines:
            self._lines[prefix] = Lines.of(*self.tables_for(prefix))
        return self._lines[prefix]

    @cached_property
    def draws(self) -> int:
        """How many draws there are, 0 where nothing is drawn."""
        return max((len(values) for values in self.drawn.values()), default=0)

    @cached_property
    def market(self) -> "Assumptions":
        """The numbers that debtors at large go by, for whom buyers quote the library's prices.

        How one's own debtors pay says nothing about theirs, so the library's odds stand again,
        unless the price is the user's own: that is for his debtors.
        """
        words = {path: path.split(".") for path in self.replaced}
        offered = {sector for sector, *rest in words.values() if rest[:2] == ["sale", "price"]}
        back = {
            path: self.replaced[path]
            for path, (sector, group, *_) in words.items()
            if group in ODDS and sector not in offered
        }
        if not back:
            return self
        entries = dict(self.entries)
        for path, value in back.items():
            entries[path] = entries[path].model_copy(update={"value": value})
        drawn = {path: values for path, values in self.drawn.items() if path not in back}
        return Assumptions(entries=entries, drawn=drawn)

    @cached_property
    def _columns(self) -> dict[str, FloatArray]:
        """Draws of numbers that were read row by row, each with its value last."""
        return {}

    @cached_property
    def _stacked(self) -> dict[str, tuple[FloatArray, FloatArray]]:
        """Tables that were read row by row."""
        return {}

    @cached_property
    def _lines(self) -> dict[str, Lines]:
        """Of tables that were read row by row."""
        return {}

    def of_draw(self, draw: int) -> "Assumptions":
        """Return the numbers of one draw, shape () or (1, 1)."""
        return replace(
            self, drawn={path: values[draw : draw + 1] for path, values in self.drawn.items()}
        )

    def table(self, prefix: str) -> tuple[FloatArray, FloatArray]:
        """Return a table's keys, shape (points,), and values, shape (points,) or (draws, points).

        Keys are rising; a trailing `m` (months) is dropped.
        """
        # One ranking reads the same tables hundreds of times.
        if prefix not in self._read:
            points, values = self._table(prefix)
            points.flags.writeable = values.flags.writeable = False
            self._read[prefix] = points, values
        return self._read[prefix]

    @cached_property
    def _read(self) -> dict[str, tuple[FloatArray, FloatArray]]:
        """Tables that were read."""
        return {}

    def _table(self, prefix: str) -> tuple[FloatArray, FloatArray]:
        points, paths = self._keyed(prefix)
        values = [self.number(path) for path in paths]
        if any(value.ndim for value in values):
            draws = max(value.size for value in values)
            stacked = np.stack([np.broadcast_to(v.reshape(-1), (draws,)) for v in values], axis=-1)
        else:
            stacked = np.array([float(value) for value in values])
        return points, stacked

    def _keyed(self, prefix: str) -> tuple[FloatArray, tuple[str, ...]]:
        """Return a table's rising keys and the paths of its numbers."""
        paths = self._tables.get(prefix)
        if not paths:
            raise AssumptionError(self._unknown(prefix))
        keyed = sorted((float(path.rsplit(".", 1)[1].removesuffix("m")), path) for path in paths)
        return np.array([key for key, _ in keyed]), tuple(path for _, path in keyed)

    def paths_under(self, path: str) -> tuple[str, ...]:
        """Return the path itself if it is a number, else every number below it."""
        if path in self.entries:
            return (path,)
        if path in self._tables:
            return self._tables[path]
        raise AssumptionError(self._unknown(path))

    def with_values(self, values: Mapping[str, float]) -> "Assumptions":
        """Return the same numbers with some replaced by the user's, marked as such.

        A path that names a table sets all its numbers. The range widens to hold the value. A
        number that changes is no longer what was fitted, and leaves those it goes together with.

        Raises:
            AssumptionError: A path is unknown, a value is out of its unit's bounds, or the
                shares of easy, hard and reluctant debtors add up to more than 1.
        """
        entries = dict(self.entries)
        for path, value in values.items():
            units = {self.entries[found].unit for found in self.paths_under(path)}
            if len(units) > 1:
                raise AssumptionError(
                    t(
                        "{path} holds numbers in different units ({units}); "
                        "set one of the paths below it.",
                        path=path,
                        units=listed(sorted(units)),
                    )
                )
            for found in self.paths_under(path):
                old = entries[found]
                if fault := UNITS[old.unit].fault(value):
                    raise AssumptionError(f"{found} {fault}")
                if value == old.value:
                    continue
                entries[found] = old.model_copy(
                    update={
                        "value": float(value),
                        "low": min(old.low, value),
                        "high": max(old.high, value),
                        "status": "user",
                        "source": t("set by the user; the library has {value:g}", value=old.value),
                    }
                )
        joints = self.joints
        if joints:
            moved = [path for path, old in self.entries.items() if entries[path] is not old]
            joints = without_paths(joints, moved)
        changed = replace(self, entries=entries, joints=joints, replaced=self.replaced_by(entries))
        # The same paths, so the same order of them; a what-if changes values many times a minute.
        changed.__dict__.update(_tables=self._tables, sectors=self.sectors)
        if any(".debtor." in found for path in values for found in self.paths_under(path)):
            changed.check_shares()
        return changed

    def as_library(self) -> "Assumptions":
        """Return the same numbers as if the library said them: of debtors at large."""
        return replace(self, replaced={})

    def replaced_by(self, entries: Mapping[str, Assumption]) -> dict[str, float]:
        """Return what the library says wherever other entries differ from it, by path."""
        before = {
            path: self.replaced.get(path, old.value)
            for path, old in self.entries.items()
            if entries[path] is not old or path in self.replaced
        }
        return {path: value for path, value in before.items() if entries[path].value != value}

    def with_ranges(self, ranges: Mapping[str, Span]) -> "Assumptions":
        """Return the same numbers with the user's ranges for some.

        Raises:
            AssumptionError: A path is no number, or its value does not lie within the range.
        """
        entries = dict(self.entries)
        for path, span in ranges.items():
            if path not in entries:
                raise AssumptionError(self._unknown(path))
            old = entries[path]
            if not span.low <= old.value <= span.high:
                raise AssumptionError(
                    t(
                        "{path}: its range {low:g} to {high:g} must hold its value {value:g}.",
                        path=path,
                        low=span.low,
                        high=span.high,
                        value=old.value,
                    )
                )
            for end in (span.low, span.high):
                if fault := UNITS[old.unit].fault(end):
                    raise AssumptionError(f"{path} {fault}")
            entries[path] = old.model_copy(
                update={
                    "low": span.low,
                    "high": span.high,
                    "status": "user",
                    "source": span.source or old.source,
                }
            )
        return replace(self, entries=entries, joints=without_paths(self.joints, ranges))

    def with_joints(self, joints: Sequence[Joint]) -> "Assumptions":
        """Return the same numbers, with some that go together; these come in place of earlier ones.

        Raises:
            AssumptionError: A path is unknown or in two groups, or is a law, which does not move.
        """
        new = tuple(
            completed(
                joint,
                self.paths_under,
                lambda path: self.entries[path].unit,
                lambda path: (self.entries[path].low, self.entries[path].high),
            )
            for joint in joints
        )
        if (twice := overlapping(new)) is not None:
            raise AssumptionError(
                t(
                    "together: {one} and {other} share a number; a number goes with one group "
                    "and stands in it once.",
                    one=twice[0],
                    other=twice[1],
                )
            )
        names = [name for joint in new for name in joint.numbers]
        for path in (found for name in names for found in self.paths_under(name)):
            if self.entries[path].status == "law":
                raise AssumptionError(
                    t("together: {path} is the law, which does not move. Leave it out.", path=path)
                )
        return replace(self, joints=(*without_paths(self.joints, names), *new))

    def check_shares(self) -> None:
        """Raise AssumptionError where the debtors' shares at the due date exceed all."""
        for sector in self.sectors:
            easy, hard, reluctant = (
                float(np.max(self.number(f"{sector}.debtor.{name}")))
                for name in ("easy_share", "hard_share", "reluctant_share")
            )
            total = easy + hard + reluctant
            if total > 1.0 + 1e-9:
                raise AssumptionError(
                    t(
                        "{sector}: easy, hard and reluctant debtors must add up to at most 1 at "
                        "the due date; they add up to {total:g}. Lower one of them.",
                        sector=sector,
                        total=total,
                    )
                )

    def _unknown(self, path: str) -> str:
        from difflib import get_close_matches

        close = get_close_matches(path, [*self.entries, *self._tables], n=3)
        hint = t("Close to it: {paths}.", paths=listed(close)) if close else ""
        return sentences(
            [
                t("There is no assumption called {path}.", path=path),
                t("The command `assumptions` lists them all."),
                hint,
            ]
        ).strip()


def without_paths(joints: Sequence[Joint], paths: Iterable[str]) -> tuple[Joint, ...]:
    """Return groups without the members that some numbers or tables belong to."""
    gone = tuple(paths)
    if not gone:
        return tuple(joints)
    left = (joint.without(gone) for joint in joints)
    return tuple(joint for joint in left if joint is not None)

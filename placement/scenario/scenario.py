"""A scenario: everything a user chose about how a book is valued."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from placement.assume.assumptions import Assumptions, without_paths
from placement.assume.joint import Joint, Span, overlap
from placement.decide.deal.fee_file import fee_terms_plain
from placement.decide.deal.fee_terms import FeeTerms
from placement.domain.types import Stance
from placement.tape.bands import Bands


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Numbers laid over the library, the stance, the bands and the fee terms.

    A change makes a new one.
    """

    values: tuple[tuple[str, float], ...] = ()
    """Path and value of each assumption the user set, in path order."""

    stance: Stance = Stance.PROFIT_SEEKING

    bands: Bands = field(default_factory=Bands)

    fees: FeeTerms = field(default_factory=FeeTerms)
    """What contracts say of their fee beyond the headline commission."""

    ranges: tuple[tuple[str, Span], ...] = ()
    """Path and range of numbers that are set with one, in path order; a value alone has none."""

    joints: tuple[Joint, ...] = ()
    """Numbers whose errors go together, such as those fitted to one file."""

    def __post_init__(self) -> None:
        """Put values in order, so that equal choices are equal however they were made."""
        # A zero below zero is a zero: both are equal, and only one of them is written.
        values = {path: float(value) + 0.0 for path, value in self.values}
        object.__setattr__(self, "values", tuple(sorted(values.items())))
        object.__setattr__(self, "ranges", tuple(sorted(dict(self.ranges).items(), key=_path)))

    @property
    def digest(self) -> str:
        """Fingerprint: equal choices, equal digest."""
        choices: list[Any] = [self.values, self.stance.value, self.bands.age, self.bands.balance]
        if not self.fees.is_plain:
            choices.append(_numbers_alike(fee_terms_plain(self.fees)))
        if self.is_ranged:
            ranges = [[path, span.low, span.high, span.source] for path, span in self.ranges]
            joints = [_numbers_alike(joint.plain) for joint in self.joints]
            choices.append({"ranges": ranges, "together": joints})
        return hashlib.blake2b(json.dumps(choices).encode(), digest_size=16).hexdigest()

    @property
    def is_ranged(self) -> bool:
        """Whether it says more of some numbers than their values: how sure they are."""
        return bool(self.ranges or self.joints)

    def with_values(self, changes: Mapping[str, float | None]) -> "Scenario":
        """Return the scenario with some values set, or given back to the library where None.

        A value that changes takes its range with it, and leaves those it goes together with.
        """
        values, ranges = dict(self.values), dict(self.ranges)
        moved = []
        for path, value in changes.items():
            if value is None:
                if values.pop(path, None) is not None or path in ranges:
                    moved.append(path)
            elif values.get(path) != float(value):
                values[path] = float(value)
                moved.append(path)
        return replace(
            self,
            values=tuple(values.items()),
            ranges=_without(self.ranges, moved),
            joints=without_paths(self.joints, moved),
        )

    def with_evidence(
        self,
        values: Mapping[str, float],
        ranges: Mapping[str, Span],
        joints: Sequence[Joint] = (),
    ) -> "Scenario":
        """Return the scenario with numbers set with their ranges, and those that go together.

        Args:
            values: Path and value.
            ranges: Path and range of those that have one.
            joints: Groups; these come in place of earlier ones of the same numbers.
        """
        moved = self.with_values(values)
        named = [name for joint in joints for name in joint.numbers]
        return replace(
            moved,
            ranges=(*_without(moved.ranges, ranges), *ranges.items()),
            joints=(*without_paths(moved.joints, [*ranges, *named]), *joints),
        )

    def with_stance(self, stance: Stance) -> "Scenario":
        """Return the scenario under another stance of the agencies."""
        return replace(self, stance=stance)

    def with_bands(self, bands: Bands) -> "Scenario":
        """Return the scenario with other bands."""
        return replace(self, bands=bands)

    def with_fees(self, fees: FeeTerms) -> "Scenario":
        """Return the scenario with other fee terms."""
        return replace(self, fees=fees)

    def assumptions(self, library: Assumptions) -> Assumptions:
        """Return the library with the scenario's values laid over it, and what it says of them.

        Raises:
            AssumptionError: A path is unknown to this library, a value out of bounds or out of
                its range, or numbers cannot go together as they should.
        """
        numbers = library.with_values(dict(self.values)) if self.values else library
        if self.ranges:
            numbers = numbers.with_ranges(dict(self.ranges))
        return numbers.with_joints(self.joints) if self.joints else numbers


def _path(ranged: tuple[str, Span]) -> str:
    return ranged[0]


def _without(
    ranges: tuple[tuple[str, Span], ...], paths: Iterable[str]
) -> tuple[tuple[str, Span], ...]:
    """Return ranges without those of some numbers or tables."""
    gone = tuple(paths)
    if not (ranges and gone):
        return ranges
    return tuple(
        (path, span) for path, span in ranges if not any(overlap(path, each) for each in gone)
    )


def _numbers_alike(plain: Any) -> Any:
    """Return plain data in which 1 and 1.0, which are equal, are written alike."""
    match plain:
        case bool():
            return plain
        case int() | float():
            return float(plain) + 0.0
        case dict():
            return {key: _numbers_alike(plain[key]) for key in sorted(plain)}
        case list():
            return [_numbers_alike(item) for item in plain]
        case _:
            return plain

"""A scenario: everything a user chose about how a book is valued."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from placement.assume.assumptions import Assumptions
from placement.domain.types import Stance
from placement.tape.bands import Bands


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Numbers laid over the library, the stance and the bands; a change makes a new one."""

    values: tuple[tuple[str, float], ...] = ()
    """Path and value of each assumption the user set, in path order."""

    stance: Stance = Stance.PROFIT_SEEKING

    bands: Bands = field(default_factory=Bands)

    @property
    def digest(self) -> str:
        """Fingerprint: equal choices, equal digest."""
        content = json.dumps(
            [self.values, self.stance.value, self.bands.age, self.bands.balance]
        ).encode()
        return hashlib.blake2b(content, digest_size=16).hexdigest()

    def with_values(self, changes: Mapping[str, float | None]) -> "Scenario":
        """Return the scenario with some values set, or given back to the library where None."""
        values = dict(self.values)
        for path, value in changes.items():
            if value is None:
                values.pop(path, None)
            else:
                values[path] = float(value)
        return replace(self, values=tuple(sorted(values.items())))

    def with_stance(self, stance: Stance) -> "Scenario":
        """Return the scenario under another stance of the agencies."""
        return replace(self, stance=stance)

    def with_bands(self, bands: Bands) -> "Scenario":
        """Return the scenario with other bands."""
        return replace(self, bands=bands)

    def assumptions(self, library: Assumptions) -> Assumptions:
        """Return the library with the scenario's values laid over it.

        Raises:
            AssumptionError: A path is unknown to this library or a value out of bounds.
        """
        return library.with_values(dict(self.values)) if self.values else library

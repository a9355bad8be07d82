"""A scenario: everything a user chose about how a book is valued."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from placement.assume.assumptions import Assumptions
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

    def __post_init__(self) -> None:
        """Put values in order, so that equal choices are equal however they were made."""
        # A zero below zero is a zero: both are equal, and only one of them is written.
        values = {path: float(value) + 0.0 for path, value in self.values}
        object.__setattr__(self, "values", tuple(sorted(values.items())))

    @property
    def digest(self) -> str:
        """Fingerprint: equal choices, equal digest."""
        choices = [self.values, self.stance.value, self.bands.age, self.bands.balance]
        if not self.fees.is_plain:
            choices.append(_numbers_alike(fee_terms_plain(self.fees)))
        return hashlib.blake2b(json.dumps(choices).encode(), digest_size=16).hexdigest()

    def with_values(self, changes: Mapping[str, float | None]) -> "Scenario":
        """Return the scenario with some values set, or given back to the library where None."""
        values = dict(self.values)
        for path, value in changes.items():
            if value is None:
                values.pop(path, None)
            else:
                values[path] = float(value)
        return replace(self, values=tuple(values.items()))

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
        """Return the library with the scenario's values laid over it.

        Raises:
            AssumptionError: A path is unknown to this library or a value out of bounds.
        """
        return library.with_values(dict(self.values)) if self.values else library


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

"""Where the plans of a book stand between two moves."""

from dataclasses import dataclass, fields

from placement.domain.types import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Standing:
    """Where plans are; arrays of shape (plans,)."""

    segment: IntArray
    month: IntArray
    letter: IntArray
    row: IntArray
    willing: FloatArray
    open: FloatArray
    clock: FloatArray

    def take(self, chosen: IntArray | BoolArray) -> "Standing":
        """Return the chosen plans."""
        return Standing(**{f.name: getattr(self, f.name)[chosen] for f in fields(self)})

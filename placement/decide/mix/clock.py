"""A limit on the seconds that all searches of one answer may take together."""

import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Clock:
    """When the time is over, by the machine's own count."""

    ends: float

    @classmethod
    def of(cls, seconds: float) -> "Clock":
        """Return a clock that has so many seconds from now."""
        return cls(time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds that are left, 0 or more."""
        return max(self.ends - time.monotonic(), 0.0)

    def part(self, share: float) -> "Clock":
        """Return a clock that ends when this share of what is left is over."""
        return Clock(time.monotonic() + share * self.left)

"""What users brought, in memory: held for whoever works with it, given back when nobody does.

A value belongs to owners. It stays while one of them is present and for a grace after the last
one left; a value that nobody owns is gone at once. All values together keep to a budget: for a new
one, those of absent owners go first, the longest absent before the others. A present owner loses
nothing, so what does not fit is refused.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.ui.work.size import size_of


@dataclass
class _Held:
    value: object
    size: int
    owners: set[str] = field(default_factory=set)


class Memory:
    """Values by key, safe to use from many threads."""

    def __init__(
        self,
        *,
        budget: int,
        grace: float,
        is_present: Callable[[str], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start empty.

        Args:
            budget: Bytes that all values may take together.
            grace: Seconds for which the values of an owner who left are kept.
            is_present: Whether an owner is still there.
            clock: Seconds that only go up.
        """
        self.budget, self.grace = budget, grace
        self._is_present, self._clock = is_present, clock
        self._held: dict[str, _Held] = {}
        self._left: dict[str, float] = {}
        self._lock = RLock()

    @property
    def used(self) -> int:
        """Return the bytes that are taken."""
        with self._lock:
            return sum(held.size for held in self._held.values())

    def hold(self, key: str, value: object, *, owner: str) -> None:
        """Keep a value for an owner; one that is there already becomes the owner's too.

        Raises:
            InputError: There is no room for it beside what others are working with.
        """
        size = size_of(value)
        with self._lock:
            if key not in self._held:
                self._make_room(size)
                self._held[key] = _Held(value=value, size=size)
            self._held[key].owners.add(owner)
            self._left.pop(owner, None)

    def get(self, key: str) -> object | None:
        """Return a value; None where it was given back."""
        with self._lock:
            held = self._held.get(key)
            return held.value if held else None

    def drop(self, key: str, *, owner: str) -> None:
        """Take a value from an owner; it goes if it was the last one's."""
        with self._lock:
            if held := self._held.get(key):
                held.owners.discard(owner)
                if not held.owners:
                    del self._held[key]

    def drop_all(self, owner: str) -> None:
        """Take everything from an owner."""
        with self._lock:
            for key in [key for key, held in self._held.items() if owner in held.owners]:
                self.drop(key, owner=owner)
            self._left.pop(owner, None)

    def sweep(self) -> int:
        """Give back what was held for owners who left long enough ago; return the bytes."""
        with self._lock:
            before, now = self.used, self._clock()
            for owner in self._absent():
                if now - self._left[owner] >= self.grace:
                    self.drop_all(owner)
            return before - self.used

    def _absent(self) -> list[str]:
        """Return the owners who are not there, the longest absent first."""
        owners = {owner for held in self._held.values() for owner in held.owners}
        for owner in owners:
            if self._is_present(owner):
                self._left.pop(owner, None)
            else:
                self._left.setdefault(owner, self._clock())
        return sorted(owners & self._left.keys(), key=self._left.__getitem__)

    def _make_room(self, size: int) -> None:
        absent = self._absent() if self.used + size > self.budget else []
        away = set(absent)
        in_use = sum(held.size for held in self._held.values() if held.owners - away)
        # Nobody loses anything for what would not fit all the same.
        if in_use + size > self.budget:
            raise _too_much(size, in_use=in_use, budget=self.budget)
        for owner in absent:
            if self.used + size <= self.budget:
                return
            self.drop_all(owner)


def _too_much(size: int, *, in_use: int, budget: int) -> InputError:
    return InputError(
        t(
            "There is no room in memory for this file: it takes about {size} MB, books may take "
            "{budget} MB together, and {in_use} MB are in use. Close the book that is open, wait "
            "until others are done, or bring fewer columns and rows; whoever runs the desk can "
            "raise the limit with {variable}.",
            size=f"{size / 1e6:,.0f}",
            budget=f"{budget / 1e6:,.0f}",
            in_use=f"{in_use / 1e6:,.0f}",
            variable="PLACEMENT_MEMORY_MB",
        )
    )

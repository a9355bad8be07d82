"""Says in words why one way is ahead of another."""

from collections.abc import Mapping
from dataclasses import dataclass

from placement.decide.rank import Ranking
from placement.domain.types import Component, Option


@dataclass(frozen=True, kw_only=True)
class Lead:
    """What the best way for a segment is ahead of the next one, and by which components."""

    best: str
    """An option's name, or `wait`."""
    second: str
    amount: float
    """For all accounts of the segment."""
    parts: tuple[tuple[Component, float], ...]
    """Differences by component, largest first; they add up to the amount."""


def lead_over_second(ranking: Ranking, position: int) -> Lead:
    """Return the lead of a segment's best option, split by component."""
    best, second = ranking.order(position)[:2]
    return lead_over(ranking, position, best=best, second=second)


def lead_over(ranking: Ranking, position: int, *, best: Option, second: Option) -> Lead:
    """Return what one option is ahead of another in a segment, split by component."""
    return lead_of(
        best,
        second,
        best_parts=ranking.component_total(best, position),
        second_parts=ranking.component_total(second, position),
    )


def lead_of(
    best: str,
    second: str,
    *,
    best_parts: Mapping[Component, float],
    second_parts: Mapping[Component, float],
) -> Lead:
    """Return what one way is ahead of another, split by component.

    Args:
        best: What is ahead.
        second: What it is compared with.
        best_parts: What each of its components is worth, for all accounts.
        second_parts: The same of the other.
    """
    differences = [(part, best_parts[part] - second_parts[part]) for part in Component]
    differences.sort(key=lambda pair: -abs(pair[1]))
    return Lead(
        best=best,
        second=second,
        amount=sum(difference for _, difference in differences),
        parts=tuple(pair for pair in differences if pair[1] != 0.0),
    )

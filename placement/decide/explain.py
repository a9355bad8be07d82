"""Says in words why one option is ahead of another."""

from dataclasses import dataclass

from placement.decide.rank import OPTIONS, Ranking
from placement.domain.types import Component, Option


@dataclass(frozen=True, kw_only=True)
class Lead:
    """What the best option of a segment is ahead of the next one, and by which components."""

    best: Option
    second: Option
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
    first_parts = ranking.component_total(best, position)
    second_parts = ranking.component_total(second, position)
    differences = [(part, first_parts[part] - second_parts[part]) for part in Component]
    differences.sort(key=lambda pair: -abs(pair[1]))
    count = int(ranking.accounts[position])
    net = ranking.net[:, position]
    return Lead(
        best=best,
        second=second,
        amount=count * float(net[OPTIONS.index(best)] - net[OPTIONS.index(second)]),
        parts=tuple(pair for pair in differences if pair[1] != 0.0),
    )

"""What draws say of each choice: its range, its chance of being best, and what is at stake.

    regret(o) = E[max over choices of net] - E[net of o]
    EVPI      = the least regret: what it is worth to know every number before choosing
    P(best)   = share of draws in which a choice is open and worth most
    P(loss)   = share of draws in which it brings less than nothing
    cash at risk = E[net] - the 5 % quantile of net

A choice that is not open in a draw brings what is left of the claim there. Quantiles lie between
draws as numpy's do, linearly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.risk.worth import Worth

TAILS = (0.05, 0.95)
"""Quantiles between which nine of ten draws lie."""

NARROW = 0.02
"""Half the width of the 95 % interval of a chance that is told well enough."""

TWO_SIDED = 1.959963984540054
"""Standard normal score beyond which 5 % lie, both sides together."""

SAME = 1e-3
"""Share of what is owed below which two choices are worth the same, however many draws."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Odds:
    """What draws say of every choice of every segment; money per account.

    Arrays have shape (choices, segments); a choice open in no draw has NaN.
    """

    names: tuple[str, ...]
    count: int
    """Number of draws."""
    value: FloatArray
    """Worth with every number at its value; NaN where not open."""
    mean: FloatArray
    p05: FloatArray
    p95: FloatArray
    p_best: FloatArray
    p_loss: FloatArray
    p_open: FloatArray
    """Share of draws in which the choice is open."""
    regret: FloatArray
    spread: FloatArray
    """Standard deviation."""
    behind: FloatArray
    """Draws needed to tell the best on average from each choice; NaN where they are the same."""

    @cached_property
    def lead(self) -> IntArray:
        """Position of what leads with every number at its value, shape (segments,)."""
        return np.asarray(np.nanargmax(self.value, axis=0), dtype=np.int64)

    @cached_property
    def best(self) -> IntArray:
        """Position of what is best on average, shape (segments,)."""
        return np.asarray(np.nanargmax(self.mean, axis=0), dtype=np.int64)

    @cached_property
    def evpi(self) -> FloatArray:
        """Value of perfect information, shape (segments,)."""
        return np.asarray(np.nanmin(self.regret, axis=0))

    @cached_property
    def at_risk(self) -> FloatArray:
        """Cash at risk of every choice."""
        return np.asarray(self.mean - self.p05)

    @cached_property
    def draws_needed(self) -> IntArray:
        """Draws that tell the leader's chance and the best on average, shape (segments,).

        The chance is told when its 95 % interval is two points to each side; the best, when the
        interval of what it is ahead of every other one leaves out nothing.
        """
        chance = self.p_best[self.lead, np.arange(len(self.lead))]
        # Shares of few draws are seldom exactly 0 or 1; a floor keeps one draw from being enough.
        doubt = np.maximum(chance * (1.0 - chance), 1.0 / (4.0 + self.count))
        for_chance = doubt * (TWO_SIDED / NARROW) ** 2
        for_best = np.nanmax(np.vstack([self.behind, np.zeros(len(self.lead))]), axis=0)
        return np.asarray(np.ceil(np.maximum(for_chance, for_best)), dtype=np.int64)

    @property
    def is_enough(self) -> bool:
        """Whether the draws made are enough for every segment."""
        return bool(np.all(self.draws_needed <= self.count))


def odds_of(worth: Worth, as_they_stand: Worth, *, balance: FloatArray) -> Odds:
    """Return what draws say.

    Args:
        worth: What every choice is worth in every draw.
        as_they_stand: The same with every number at its value.
        balance: What each account owes, shape (segments,).
    """
    each = [_of_segment(worth, at, float(balance[at])) for at in range(worth.net.shape[2])]
    value = as_they_stand.net[:, 0]
    return Odds(
        names=worth.names,
        count=worth.net.shape[1],
        value=np.where(np.isneginf(value), np.nan, value),
        **{name: np.stack([found[name] for found in each], axis=1) for name in each[0]},
    )


@dataclass(frozen=True, kw_only=True)
class Together:
    """What draws say of a whole book in which every segment goes its way; money in all."""

    value: float
    """With every number at its value."""
    mean: float
    p05: float
    p95: float
    p_loss: float
    regret: float

    @property
    def at_risk(self) -> float:
        """Cash at risk."""
        return self.mean - self.p05


def together(
    worth: Worth, as_they_stand: Worth, ways: Sequence[int] | IntArray, accounts: IntArray
) -> tuple[Together, FloatArray]:
    """Return what a book brings when each segment goes one way, and that by draw.

    Args:
        worth: What every choice is worth in every draw.
        as_they_stand: The same with every number at its value.
        ways: Position of the choice of each segment.
        accounts: Accounts of each segment.
    """
    total = np.zeros(worth.net.shape[1])
    most, value = np.zeros_like(total), 0.0
    for segment, way in enumerate(ways):
        filled = worth.filled(segment)
        total += filled[way] * accounts[segment]
        most += np.max(worth.net[:, :, segment], axis=0) * accounts[segment]
        value += float(as_they_stand.filled(segment)[way, 0] * accounts[segment])
    low, high = np.quantile(total, TAILS)
    found = Together(
        value=value,
        mean=float(total.mean()),
        p05=float(low),
        p95=float(high),
        p_loss=float(np.mean(total < 0.0)),
        regret=float(np.mean(most - total)),
    )
    return found, total


def _of_segment(worth: Worth, segment: int, balance: float) -> dict[str, FloatArray]:
    net, filled = worth.net[:, :, segment], worth.filled(segment)
    is_open = ~np.isneginf(net)
    best = np.argmax(net, axis=0)
    low, high = np.quantile(filled, TAILS, axis=1)
    mean = filled.mean(axis=1)
    found = {
        "mean": mean,
        "p05": low,
        "p95": high,
        "p_best": np.bincount(best, minlength=len(net)) / net.shape[1],
        "p_loss": np.mean(filled < 0.0, axis=1),
        "regret": np.max(net, axis=0).mean() - mean,
        "spread": filled.std(axis=1),
    }
    some = np.asarray(is_open.any(axis=1))
    found = {name: np.where(some, values, np.nan) for name, values in found.items()}
    return {**found, "p_open": is_open.mean(axis=1), "behind": _behind(filled, some, balance)}


def _behind(filled: FloatArray, some: BoolArray, balance: float) -> FloatArray:
    """Return the draws needed to tell the best on average from each other choice."""
    mean = np.where(some, filled.mean(axis=1), -np.inf)
    best = int(np.argmax(mean))
    ahead = filled[best] - filled
    gap = ahead.mean(axis=1)
    told = some & (gap > SAME * balance)
    needed = (TWO_SIDED * ahead.std(axis=1) / np.where(told, gap, 1.0)) ** 2
    return np.where(told, needed, np.nan)

"""What every choice is worth in every draw, by the functions that rank and plan.

A draw of a segment is a row of its own, so one call values many draws of many segments; rows are
worked on in parts, so that memory stays the same however many there are.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.flip import open_nets
from placement.decide.timing.book.solver import plan_book
from placement.decide.timing.follow_up import no_less_than_alone
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.decide.timing.plans import FIRST_MOVES
from placement.domain.types import FloatArray, IntArray, Option, Segments, Stance
from placement.risk.draws import Draws
from placement.value.options import value_options

MONTHS_AT_A_TIME = 1_200_000
"""Rows times the months that each may be replayed: so many that the work of starting a part does
not count, and still a quarter of a gigabyte."""

YOUNGEST = 60.0
"""Months that a row takes at least: what lies ahead of it."""

PLANS_AT_A_TIME = 300
"""Rows planned together; each reads tables at every age of its horizon."""


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What is chosen among, and how rows of it are valued; money per account."""

    names: tuple[str, ...]
    value: Callable[[Segments, Assumptions], tuple[FloatArray, FloatArray]]
    """Maps rows to the worth of each choice, shape (choices, rows), minus infinity where it is
    not open, and to what is left where it is not, shape (rows,)."""
    rows: Callable[[Segments], int]
    """How many rows may be valued at once."""


def options_alone(stance: Stance) -> Choices:
    """Return the nine options, each closed when it ends.

    Where an option is not open, the claim is left: what a write-off brings, allowed or not.
    """

    def value(rows: Segments, numbers: Assumptions) -> tuple[FloatArray, FloatArray]:
        valuation = value_options(rows, numbers, stance=stance)
        left = valuation.open_cash(Option.WRITE_OFF).net
        return open_nets(valuation), np.broadcast_to(left, (len(rows),))

    return Choices(names=tuple(option.value for option in Option), value=value, rows=_rows_of_ages)


def first_moves(stance: Stance, *, horizon: int = DEFAULT_HORIZON) -> Choices:
    """Return every first move with its best follow-up, as plans of whole books are made.

    An option that is worth more alone counts as such. Where a move is not open, one waits.
    """

    def value(rows: Segments, numbers: Assumptions) -> tuple[FloatArray, FloatArray]:
        moves = build_moves(rows, numbers, stance=stance, horizon=horizon)
        found = np.array(plan_book(moves, thoroughly=True).first_value)
        alone = open_nets(value_options(rows, numbers, stance=stance))
        alone = np.where(np.isneginf(alone), np.nan, alone)
        at = [FIRST_MOVES.index(option) for option in Option]
        found[at] = no_less_than_alone(found[at], alone)
        waits = found[FIRST_MOVES.index("wait")]
        return np.where(np.isnan(found), -np.inf, found), waits

    return Choices(names=FIRST_MOVES, value=value, rows=lambda _: PLANS_AT_A_TIME)


@dataclass(frozen=True, kw_only=True, eq=False)
class Worth:
    """What choices are worth, draw by draw; money per account."""

    names: tuple[str, ...]
    net: FloatArray
    """Shape (choices, draws, segments), minus infinity where a choice is not open."""
    left: FloatArray
    """What there is where a choice is not open, shape (draws, segments)."""

    def filled(self, segment: int) -> FloatArray:
        """Return what it brings to choose each, open or not, shape (choices, draws)."""
        net = self.net[:, :, segment]
        return np.where(np.isneginf(net), self.left[:, segment], net)

    def chosen(self, segments: IntArray) -> FloatArray:
        """Return what it brings to choose each, as `filled`, minus infinity where never open.

        Args:
            segments: Positions.

        Returns:
            Shape (choices, draws, segments).
        """
        net = self.net[:, :, segments]
        shut = np.isneginf(net)
        filled = np.where(shut, self.left[:, segments], net)
        return np.where(np.all(shut, axis=1, keepdims=True), -np.inf, filled)


def worth_as_they_stand(choices: Choices, segments: Segments, numbers: Assumptions) -> Worth:
    """Return what choices are worth with every number at its value, as one draw."""
    plain = replace(numbers, drawn={})
    parts = [choices.value(segments.take(part), plain) for part in _parts(choices, segments)]
    return _worth(choices, parts, draws=1)


def worth_in_draws(
    choices: Choices,
    segments: Segments,
    draws: Draws,
    *,
    start: int = 0,
    progress: Callable[[float], None] | None = None,
) -> Worth:
    """Return what choices are worth in every draw from `start` on.

    Args:
        choices: What is chosen among.
        segments: The book; the same draws value all of it.
        draws: The numbers.
        start: The first draw wanted.
        progress: Called with the share done.
    """
    return worth_of_numbers(
        choices, segments, draws.numbers, start=start, stop=draws.count, progress=progress
    )


def worth_of_numbers(
    choices: Choices,
    segments: Segments,
    numbers: Callable[[int, int], Assumptions],
    *,
    start: int = 0,
    stop: int,
    progress: Callable[[float], None] | None = None,
) -> Worth:
    """Return what choices are worth in draws `start` to `stop` of some numbers.

    Args:
        choices: What is chosen among.
        segments: The book.
        numbers: Gives the numbers of some draws, from the first to before the last.
        start: The first draw.
        stop: The draw after the last.
        progress: Called with the share done.
    """
    size = len(segments)
    pairs, parts = (stop - start) * size, []
    at_a_time = max(choices.rows(segments), 1)
    for first in range(0, pairs, at_a_time):
        pair = np.arange(first, min(first + at_a_time, pairs))
        draw = start + pair // size
        some = numbers(int(draw[0]), int(draw[-1]) + 1)
        rows = replace(segments.take(pair % size), draw=draw - draw[0])
        parts.append(choices.value(rows, some))
        if progress:
            progress((pair[-1] + 1) / pairs)
    return _worth(choices, parts, draws=stop - start)


def _worth(choices: Choices, parts: list[tuple[FloatArray, FloatArray]], *, draws: int) -> Worth:
    net = np.concatenate([net for net, _ in parts], axis=1)
    left = np.concatenate([left for _, left in parts])
    return Worth(
        names=choices.names,
        net=net.reshape(len(choices.names), draws, -1),
        left=left.reshape(draws, -1),
    )


def _parts(choices: Choices, segments: Segments) -> list[IntArray]:
    at_a_time = max(choices.rows(segments), 1)
    every = np.arange(len(segments))
    return [every[first : first + at_a_time] for first in range(0, len(every), at_a_time)]


def _rows_of_ages(segments: Segments) -> int:
    oldest = max(float(segments.age.max(initial=0.0)), YOUNGEST)
    return int(MONTHS_AT_A_TIME / oldest)

"""Where an answer flips: the balance, age or assumption at which another one takes its place.

An answer is a claim with a gap: money by which it holds, positive where it is true. The search
walks from today's number towards a bound, stops at the first change of the gap's sign and
narrows the step in which it happened.

Source: own definition, docs/model.md, "Flip points".
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Literal

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.domain.types import FloatArray, Option, Segments, Stance
from placement.value.options import Valuation, value_options

Gap = Callable[[Valuation], FloatArray]
"""Money by which a claim holds, per account; shape (segments,) or (draws, segments)."""

POINTS = 33
"""Places looked at in each walk, both ends included."""

ROUNDS = 7
"""Walks, each inside the step found by the one before: 32 ** 7 is about 3e10."""


def best_margin(valuation: Valuation, *, options: Collection[Option]) -> FloatArray:
    """Return what the best of the options is worth beyond the best of all others.

        margin = max(net of the options) - max(net of the others), of those that are open

    Args:
        valuation: The options of each segment.
        options: The answer claimed; at least one, not all.

    Returns:
        Money per account, shape (segments,) or (draws, segments); negative where another
        option is best, minus infinity where none of the options is open.
    """

    nets = open_nets(valuation)
    claimed = np.array([option in options for option in Option])
    return np.asarray(nets[claimed].max(axis=0) - nets[~claimed].max(axis=0))


def open_nets(valuation: Valuation) -> FloatArray:
    """Return the net recovery of every option, minus infinity where it is not open.

    Shape (options, segments) or (options, draws, segments), per account.
    """
    nets = [
        np.where(valuation.is_open(option), valuation.open_cash(option).net, -np.inf)
        for option in Option
    ]
    return np.stack(np.broadcast_arrays(*nets))


def first_flip(
    gap: Callable[[FloatArray], FloatArray],
    *,
    start: FloatArray,
    toward: FloatArray,
    rounds: int = ROUNDS,
) -> FloatArray:
    """Return the first place on the way from start to toward where the gap changes its sign.

    The way is walked in equal ratios where both ends are above zero, in equal steps elsewhere.
    A claim holds where its gap is above zero; the place returned is where that changes, either
    way. Changes that come and go within one step of the first walk are not seen.

    Args:
        gap: Maps places, shape (points, segments), to gaps of the same shape.
        start: Today's number, shape (segments,).
        toward: How far to look, shape (segments,).
        rounds: Walks; the place is found to 1 / 32 ** rounds of the way.

    Returns:
        Shape (segments,); NaN where nothing flips on the way.
    """
    ratio = (start > 0.0) & (toward > 0.0)
    safe_start, safe_toward = np.where(ratio, start, 1.0), np.where(ratio, toward, 1.0)

    def place(share: FloatArray) -> FloatArray:
        return np.where(
            ratio,
            safe_start * (safe_toward / safe_start) ** share,
            start + (toward - start) * share,
        )

    left, right = np.zeros_like(start), np.ones_like(start)
    flips = np.ones(start.shape, dtype=bool)
    for _ in range(rounds):
        shares = left + (right - left) * np.linspace(0.0, 1.0, POINTS)[:, None]
        holds = gap(place(shares)) > 0.0
        changed = holds[1:] != holds[:1]
        flips = flips & changed.any(axis=0)
        step = np.argmax(changed, axis=0)[None]
        left = np.take_along_axis(shares, step, axis=0)[0]
        right = np.take_along_axis(shares, step + 1, axis=0)[0]
    return np.where(flips, place(right), np.nan)


def flip_account(
    segments: Segments,
    assumptions: Assumptions,
    *,
    field: Literal["balance", "age"],
    gap: Gap,
    toward: float,
    stance: Stance = Stance.PROFIT_SEEKING,
) -> FloatArray:
    """Return the balance or age at which a claim about each segment flips.

    Args:
        segments: Where to start; all else stays as it is.
        assumptions: The numbers in use.
        field: What moves.
        gap: Money by which the claim holds.
        toward: How far to look, in the field's unit.
        stance: How agencies set their effort.

    Returns:
        Shape (segments,), in the field's unit; NaN where nothing flips on the way.
    """
    start = np.asarray(getattr(segments, field), dtype=float)

    def gap_at(places: FloatArray) -> FloatArray:
        copies = segments.take(np.tile(np.arange(len(segments)), len(places)))
        moved = (
            replace(copies, balance=places.ravel().copy())
            if field == "balance"
            else replace(copies, age=places.ravel().copy())
        )
        return gap(value_options(moved, assumptions, stance=stance)).reshape(places.shape)

    return first_flip(gap_at, start=start, toward=np.full_like(start, toward))


def flip_assumption(
    segments: Segments,
    assumptions: Assumptions,
    *,
    path: str,
    gap: Gap,
    toward: float,
    stance: Stance = Stance.PROFIT_SEEKING,
) -> FloatArray:
    """Return the value of an assumption at which a claim about each segment flips.

    A path that names one number moves that number. One that names a table moves a factor on
    all its numbers, which starts at 1.

    Args:
        segments: The accounts the claim is about; a few, the work grows with their square.
        assumptions: The numbers in use, none of them drawn.
        path: The number or the table that moves.
        gap: Money by which the claim holds.
        toward: How far to look: a value for a number, a factor for a table.
        stance: How agencies set their effort.

    Returns:
        Shape (segments,), a value or a factor; NaN where nothing flips on the way.

    Raises:
        AssumptionError: There is no such path.
    """
    paths = assumptions.paths_under(path)
    is_table = path not in assumptions.entries
    base = {found: assumptions.entries[found].value if is_table else 1.0 for found in paths}
    start = 1.0 if is_table else assumptions.entries[path].value

    def gap_at(places: FloatArray) -> FloatArray:
        # Every place is a draw; of all draws a segment needs only those made for it.
        draws = places.reshape(-1, 1)
        drawn = replace(assumptions, drawn={found: base[found] * draws for found in paths})
        gaps = gap(value_options(segments, drawn, stance=stance))
        shape = (*places.shape, places.shape[1])
        own = np.broadcast_to(gaps, (draws.size, len(segments))).reshape(shape)
        return np.asarray(np.diagonal(own, axis1=1, axis2=2))

    ends = np.full(len(segments), start), np.full(len(segments), float(toward))
    return first_flip(gap_at, start=ends[0], toward=ends[1])

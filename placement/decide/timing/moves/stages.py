"""Stages in a row that are the same as fewer, longer ones: two ways to say one thing.

Where the contacts a willing debtor needs do not change with age, five in-house months are worth
the same in one stage as in two. A solver then takes whichever rounding favours; people read the
longest. Two runs of stages are the same where they do the same to all masses,

    (reward per willing, reward per open, share kept, share paid)

so nothing needs to be known of the account's masses at that time, and no value changes.
"""

from collections.abc import Sequence

from placement.decide.timing.moves.moves import Moves

SAME = 1e-12
"""Largest difference, as a share of the balance or of the accounts, that is rounding."""

Effect = tuple[float, float, float, float]
"""Reward per willing, reward per open, share of the willing kept, share paid."""

NOTHING: Effect = (0.0, 0.0, 1.0, 0.0)


def longest_stages(
    moves: Moves, position: int, *, start_month: int, months: Sequence[int]
) -> tuple[int, ...]:
    """Return in-house stages of the same effect, as few and as long as they can be.

    Args:
        moves: The moves of the book.
        position: The account's segment.
        start_month: Month in which the first stage starts.
        months: Length of each stage, one right after the other.

    Returns:
        Lengths that add up to the same, the longest first wherever that changes nothing.
    """
    found: list[int] = []
    first = 0
    while first < len(months):
        count, lengths = _longest_from(moves, position, start_month, months[first:])
        found += lengths
        start_month += sum(lengths)
        first += count
    return tuple(found)


def _longest_from(
    moves: Moves, position: int, month: int, months: Sequence[int]
) -> tuple[int, list[int]]:
    """Return how many of the stages, from the first on, can be said anew, and how."""
    longest = int(moves.in_house[-1].months[position])
    balance = float(moves.segments.balance[position])
    best = (1, [months[0]])
    effect, total = NOTHING, 0
    for count, length in enumerate(months, start=1):
        effect = _then(effect, _effect(moves, position, month + total, length))
        total += length
        full, rest = divmod(total, longest)
        lengths = [longest] * full + ([rest] if rest else [])
        other, at = NOTHING, month
        for stage in lengths:
            other = _then(other, _effect(moves, position, at, stage))
            at += stage
        if _is_same(effect, other, balance):
            best = (count, lengths)
    return best


def _effect(moves: Moves, position: int, month: int, length: int) -> Effect:
    work = moves.in_house[length - 1]
    at = (position, month)
    return (
        float(work.reward_willing[at]),
        float(work.reward_open[at]),
        float(work.keep_willing[at]),
        float(work.paid[at]),
    )


def _then(one: Effect, other: Effect) -> Effect:
    """Return the effect of one stage and another after it; w <- keep*w, o <- o - paid*w."""
    willing, is_open, keep, paid = one
    later_willing, later_open, later_keep, later_paid = other
    return (
        willing + keep * later_willing - paid * later_open,
        is_open + later_open,
        keep * later_keep,
        paid + keep * later_paid,
    )


def _is_same(one: Effect, other: Effect, balance: float) -> bool:
    scales = (balance, balance, 1.0, 1.0)
    return all(abs(a - b) <= SAME * s for a, b, s in zip(one, other, scales, strict=True))

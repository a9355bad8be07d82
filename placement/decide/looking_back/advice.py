"""What a plan made then would have had done with each batch, look by look.

At each look every batch that an agency has, or gets before the next look, is held against taking
it back after any month: the month of the highest worth under the odds of that day. If it lies
before the next look, the batch is taken back then; otherwise it is looked at again.

Source: own definition, docs/model.md, "Odds from evidence" and "When to change course".
"""

from dataclasses import dataclass

import numpy as np

from placement.decide.looking_back.outcomes import UNGROUPED, Outcomes
from placement.decide.looking_back.streams import Streams, worth_by_stop
from placement.domain.types import FloatArray, IntArray
from placement.odds.backtest import LEAST_BATCHES, MOST_ORIGINS, SAME_AGE
from placement.odds.origins import History, Known, seen_by

STAYS = -1
"""In place of a look: of a batch that was never taken back."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Look:
    """What was thought at one look."""

    back: int
    """Months between it and the end of the file."""

    next_back: int
    """The same of the next look; 0 after the last."""

    known: Known | None
    """None if nothing had come in, so that nothing could be advised."""

    streams: Streams | None
    share: FloatArray | None
    """Of its group that the agency of each batch is to get, shape (batches,); None without
    advice."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Advice:
    """What the plan would have done; arrays have shape (batches,)."""

    stop: IntArray
    """Months after which each is taken back; the last seen where it stays."""

    look: IntArray
    """Position of the look that took it back, or `STAYS`."""

    share: FloatArray
    """Of its group that its agency gets; NaN where no look said."""


def looks_back(history: History, every: int) -> tuple[int, ...]:
    """Return how far back each look lies, the earliest first; empty where there is no room."""
    found = []
    for turn in range(1, MOST_ORIGINS + 1):
        seen = seen_by(history, every * turn)
        if (seen > 0).sum() < LEAST_BATCHES:
            break
        found.append(every * turn)
    return tuple(reversed(found))


def best_stops(streams: Streams, seen: IntArray) -> IntArray:
    """Return the month of the highest worth, the latest of equals, shape (batches,)."""
    worth = streams.worth_of_stopping(seen)
    return np.asarray(worth.shape[1] - 1 - np.argmax(worth[:, ::-1], axis=1), dtype=np.int64)


def advised(history: History, looks: tuple[Look, ...]) -> Advice:
    """Return what a plan made again at each look would have done."""
    size, last = len(history.batches.age), history.seen
    stop, look, share = last.copy(), np.full(size, STAYS), np.full(size, np.nan)
    for position, one in enumerate(looks):
        seen, later = seen_by(history, one.back), seen_by(history, one.next_back)
        if one.share is not None:
            is_new = (seen == 0) & (later > 0)
            share[is_new] = one.share[is_new]
        if one.streams is None:
            continue
        months = best_stops(one.streams, seen)
        taken = (look == STAYS) & (seen < later) & (months < later)
        stop[taken], look[taken] = months[taken], position
    return Advice(stop=stop, look=look, share=share)


def last_batch_stops(history: History, looks: tuple[Look, ...]) -> IntArray:
    """Return when each is taken back if it is treated as would have been best for the last one.

    The last batch of like age that a look has seen for at least as long as a batch will be by the
    next look; best by what came in, and what taking it back was thought to bring.
    """
    size, last = len(history.batches.age), history.seen
    ages = history.batches.age
    order = history.placed if history.is_dated else np.arange(size)
    stop, is_kept = last.copy(), np.ones(size, dtype=bool)
    for one in looks:
        if one.streams is None or one.known is None:
            continue
        seen, later = seen_by(history, one.back), seen_by(history, one.next_back)
        best = _best_so_far(one.streams, one.known)
        for batch in np.flatnonzero(is_kept & (seen < later)).tolist():
            alike = (np.abs(ages - ages[batch]) <= SAME_AGE) & (seen >= later[batch])
            alike[batch] = False
            if not alike.any():
                continue
            example = np.flatnonzero(alike)[np.argmax(order[alike])]
            if best[example] < min(later[batch], seen[example]):
                stop[batch], is_kept[batch] = max(best[example], seen[batch]), False
    return stop


def _best_so_far(streams: Streams, known: Known) -> IntArray:
    """Return the month in which each batch had best been taken back, of those seen."""
    months = known.before.shape[1]
    month = np.arange(months + 1)
    cash = np.where(known.is_known, known.before, streams.cash[:, :months])
    lost = streams.cash[:, :months] - cash
    kept = streams.kept[:, :months] - (1.0 - streams.costs.commission)[:, None] * lost
    worth = worth_by_stop(
        kept,
        streams.taken_back[:, : months + 1],
        np.zeros(len(cash), dtype=np.int64),
        streams.costs.discount,
    )
    worth = np.where(month <= known.seen[:, None], worth, -np.inf)
    return np.asarray(months - np.argmax(worth[:, ::-1], axis=1), dtype=np.int64)


def outcomes_of(
    history: History,
    whole: Known,
    streams: Streams,
    first_look: int,
    *,
    agency: IntArray,
    group: IntArray,
) -> Outcomes:
    """Return what batches brought by the month they are taken back, in money of the first look.

    Months that were seen count as they were. What taking back brings, and what a batch kept to the
    end of the file still does, is what the odds of the whole file expect.

    Args:
        history: The batches.
        whole: What the whole file shows.
        streams: What that expects.
        first_look: Months between the first look and the end of the file.
        agency: Number of each batch's agency.
        group: What was placed together, or `UNGROUPED`.
    """
    data, last = history.batches, history.seen
    first = seen_by(history, first_look)
    months = data.collected.shape[1]
    month = np.arange(months + 1)
    begun = _begun(history, first_look)
    power = streams.costs.discount ** np.maximum(begun[:, None] + month, 0)
    paid = np.cumsum(np.nan_to_num(data.collected), axis=1) / (
        history.settlement_share * data.balance[:, None]
    )
    still_open = np.clip(1.0 - paid, 0.0, 1.0)
    before = np.concatenate([np.ones((len(last), 1)), still_open[:, :-1]], axis=1)
    was = streams.costs.kept(np.nan_to_num(data.collected), before)
    # A month that the file leaves out brought something all the same, which is not known.
    guessed = np.where(data.observed, 0.0, streams.kept[:, :months])
    counts = (month[1:] > first[:, None]) & (month[1:] <= last[:, None])
    observed = _running(np.where(counts & data.observed, was * power[:, 1:], 0.0))
    estimated = _running(np.where(counts, guessed * power[:, 1:], 0.0))
    # Kept to the end of the file, a batch goes on as is best.
    rows = np.arange(len(last))
    worth = np.array(streams.taken_back[:, : months + 1])
    worth[rows, last] = streams.worth_of_stopping(last).max(axis=1)
    return Outcomes(
        observed=observed,
        estimated=estimated + power * worth,
        first=first,
        last=last,
        balance=data.balance,
        agency=agency,
        group=group,
    )


def groups_of(
    history: History, looks: tuple[Look, ...], *, agency: IntArray, kind: IntArray
) -> IntArray:
    """Return the number of what each batch was placed together with, shape (batches,).

    Batches of one kind that come between one look and the next, if two agencies or more got some.

    Args:
        history: The batches.
        looks: The looks, those without a share left out.
        agency: Number of each batch's agency.
        kind: Number of its kind: sector, age and product.
    """
    group = np.full(len(kind), UNGROUPED)
    number = 0
    for one in looks:
        if one.share is None:
            continue
        seen, later = seen_by(history, one.back), seen_by(history, one.next_back)
        is_new = (seen == 0) & (later > 0) & np.isfinite(one.share)
        for each in np.unique(kind[is_new]):
            rows = is_new & (kind == each)
            if len(np.unique(agency[rows])) > 1:
                group[rows] = number
                number += 1
    return group


def _begun(history: History, first_look: int) -> IntArray:
    """Return the months from the first look to the placement of each batch, below 0 if earlier."""
    last = history.seen
    if not history.is_dated:
        return np.asarray(first_look - last, dtype=np.int64)
    end = int((history.placed + last).max())
    return np.asarray(history.placed - (end - first_look), dtype=np.int64)


def _running(money: FloatArray) -> FloatArray:
    return np.concatenate([np.zeros((len(money), 1)), np.cumsum(money, axis=1)], axis=1)

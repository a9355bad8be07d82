"""How sure it is that one scenario leaves more than another: both in the same draws."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from placement.api.books import Book, segment_tape
from placement.api.uncertainty import USUAL_CORRELATION, USUAL_SEED, simulate
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.domain.types import FloatArray
from placement.risk.odds import TAILS
from placement.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True, eq=False)
class ComparedInDraws:
    """What a book leaves under two scenarios, draw by draw."""

    before: FloatArray
    """Under the one, shape (draws,)."""
    after: FloatArray
    """Under the other, in the same draws."""

    @property
    def p_more(self) -> float:
        """Share of draws in which the book leaves more after than before; equal counts half."""
        change = self.after - self.before
        return float(np.mean(change > 0.0) + 0.5 * np.mean(change == 0.0))

    @property
    def range(self) -> tuple[float, float]:
        """From where to where the difference lies in nine draws of ten."""
        low, high = np.quantile(self.after - self.before, TAILS)
        return float(low), float(high)


def compare_in_draws(
    book: Book,
    scenarios: Sequence[Scenario],
    *,
    draws: int,
    library: Assumptions | None = None,
    seed: int = USUAL_SEED,
    correlation: float = USUAL_CORRELATION,
    progress: Callable[[float], None] | None = None,
) -> tuple[ComparedInDraws, ...]:
    """Return every further scenario beside the first, all in the same draws.

    Every segment goes the way that is best as the numbers of its scenario stand, closed at its end,
    as in `compare_scenarios`. A number that two scenarios have in common is the same in each draw;
    one that they set otherwise lies as far up its range under both.

    Args:
        book: The checked book.
        scenarios: Two or more.
        draws: How many.
        library: The numbers that all are laid over; by default the library as shipped.
        seed: As in `simulate`.
        correlation: As in `simulate`.
        progress: Called with the share done.

    Raises:
        AssumptionError: A number does not fit the library.
        InputError: Draws times segments are too many.
    """
    library = library or load_library()
    left = []
    for place, scenario in enumerate(scenarios):
        numbers = scenario.assumptions(library)
        made = simulate(
            segment_tape(book.tape, numbers, bands=scenario.bands).segments,
            numbers,
            stance=scenario.stance,
            draws=draws,
            seed=seed,
            correlation=correlation,
            progress=progress and _part(progress, place, len(scenarios)),
        )
        left.append(made.book[1])
    return tuple(ComparedInDraws(before=left[0], after=other) for other in left[1:])


def _part(tell: Callable[[float], None], place: int, of: int) -> Callable[[float], None]:
    return lambda share: tell((place + share) / of)

"""What hangs on a doubt: the book's net and its best moves, if the file is meant the other way."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from placement.api.accounts import rank_segments
from placement.api.books import Book, segment_tape
from placement.assume.assumptions import Assumptions
from placement.decide.rank import Ranking
from placement.domain.errors import PlacementError
from placement.domain.types import IntArray, Stance
from placement.tape.bands import Bands
from placement.tape.findings import Choice, Finding

WITHOUT_ASKING = 20_000
"""Up to this many accounts a command works stakes out by itself."""


@dataclass(frozen=True, kw_only=True)
class Stake:
    """What another reading makes of the book."""

    choice: Choice
    """The reading."""

    net: float | None
    """Each segment's best option, closed at its end; None where no account would be left."""

    change: float | None
    """That less the book's own."""

    moves: int
    """Accounts of both books whose best option is another one."""

    came: int
    """Accounts that only the other reading has."""

    went: int
    """Accounts that it has not."""

    why: str = ""
    """Why there would be no book."""


def stakes_of(
    finding: Finding,
    book: Book,
    read_as: Callable[[Choice], Book],
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    bands: Bands | None = None,
) -> tuple[Stake, ...]:
    """Return what each reading of a doubt that was not taken would make of the book.

    Args:
        finding: The doubt.
        book: The book as it was read.
        read_as: Reads the same file under another answer.
        assumptions: The numbers in use.
        stance: How the agencies set their effort.
        bands: How the book is cut into segments.
    """
    others = [choice for choice in finding.choices if not choice.taken]
    if not others:
        return ()
    own = _valued(book, assumptions, stance, bands)
    return tuple(_stake(choice, own, read_as, assumptions, stance, bands) for choice in others)


@dataclass(frozen=True, eq=False)
class _Valued:
    net: float
    row: IntArray
    """Row in the file of each account."""
    best: IntArray
    """Best option of each account."""


def _valued(book: Book, assumptions: Assumptions, stance: Stance, bands: Bands | None) -> _Valued:
    cut = segment_tape(book.tape, assumptions, bands=bands)
    ranking: Ranking = rank_segments(cut.segments, assumptions, stance=stance)
    return _Valued(ranking.best_mix_total, book.tape.row, ranking.best[cut.index])


def _stake(
    choice: Choice,
    own: _Valued,
    read_as: Callable[[Choice], Book],
    assumptions: Assumptions,
    stance: Stance,
    bands: Bands | None,
) -> Stake:
    try:
        other = _valued(read_as(choice), assumptions, stance, bands)
    except PlacementError as error:
        return Stake(
            choice=choice, net=None, change=None, moves=0, came=0, went=len(own.row),
            why=error.messages[0],
        )  # fmt: skip
    _, mine, theirs = np.intersect1d(own.row, other.row, return_indices=True)
    return Stake(
        choice=choice,
        net=other.net,
        change=other.net - own.net,
        moves=int((own.best[mine] != other.best[theirs]).sum()),
        came=len(other.row) - len(theirs),
        went=len(own.row) - len(mine),
    )

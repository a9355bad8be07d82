"""What hangs on a doubt: the book's net and its best moves, if the file is meant the other way."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from placement.api.books import Book, BookRanking, rank_book
from placement.assume.assumptions import Assumptions
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
    own: BookRanking,
    read_as: Callable[[Choice], Book],
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    bands: Bands | None = None,
) -> tuple[Stake, ...]:
    """Return what each reading of a doubt that was not taken would make of the book.

    Args:
        finding: The doubt.
        own: The book as it was read, ranked under the same numbers, stance and bands.
        read_as: Reads the same file under another answer.
        assumptions: The numbers in use.
        stance: How the agencies set their effort.
        bands: How the book is cut into segments.
    """

    def stake(choice: Choice) -> Stake:
        rows = own.book.tape.row
        try:
            other = rank_book(read_as(choice), assumptions, stance=stance, bands=bands)
        except PlacementError as error:
            return Stake(
                choice=choice, net=None, change=None, moves=0, came=0, went=len(rows),
                why=error.messages[0],
            )  # fmt: skip
        others = other.book.tape.row
        _, mine, theirs = np.intersect1d(rows, others, return_indices=True)
        net = other.ranking.best_mix_total
        return Stake(
            choice=choice,
            net=net,
            change=net - own.ranking.best_mix_total,
            moves=int((_best(own)[mine] != _best(other)[theirs]).sum()),
            came=len(others) - len(theirs),
            went=len(rows) - len(mine),
        )

    return tuple(stake(choice) for choice in finding.choices if not choice.taken)


def _best(ranked: BookRanking) -> IntArray:
    """Return the position of each account's best option. Shape (accounts,)."""
    return np.asarray(ranked.ranking.best[ranked.segmentation.index])

"""What the session's rankings are made with, for the files that leave it."""

from placement import api
from placement.report.made_with import MadeWith
from placement.ui import session


def made_with(ranked: api.BookRanking) -> MadeWith:
    """Return the numbers, the stance and the cut-off date that a file of this ranking states."""
    return MadeWith(
        assumptions=session.assumptions(),
        library=session.library(),
        stance=session.scenario().stance,
        as_of=ranked.book.tape.as_of,
        book=session.book_name() or "",
    )

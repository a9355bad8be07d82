"""How sure an answer is, in words: for this page and for the headlines of others."""

import numpy as np

from placement import api
from placement.domain.text import sentences, t
from placement.scenario.scenario import Scenario
from placement.ui.uncertainty import cached
from placement.words.how_sure import how_sure
from placement.words.names import move_names
from placement.words.numbers import money
from placement.words.numbers import share as share_words


def options_in_one_sentence(ranked: api.BookRanking, scenario: Scenario, position: int) -> str:
    """Return how sure the best option of a segment is and its range; made in an instant.

    Args:
        ranked: The book, or one segment ranked alone.
        scenario: The numbers it was ranked with.
        position: The segment within the ranking.
    """
    made = cached.first(
        ranked.key,
        scenario.digest,
        "options",
        cached.FIRST_OF_SEGMENT,
        api.USUAL_CORRELATION,
        api.USUAL_SEED,
        (position,),
        ranked,
        scenario,
    )
    odds, accounts = made.odds, int(made.segments.accounts[0])
    lead = int(odds.lead[0])
    return sentences(
        [
            how_sure(odds, 0, move_names()),
            t(
                "Nine draws of ten leave {low} to {high} {currency}.",
                low=money(float(odds.p05[lead, 0] * accounts)),
                high=money(float(odds.p95[lead, 0] * accounts)),
                currency=ranked.book.tape.currency,
            ),
        ]
    )


def book_in_one_sentence(made: api.Simulation, *, of: float, currency: str) -> str:
    """Return how sure a book's plans are: how often first moves are best, and the range.

    Args:
        made: Draws of first moves of the book's largest segments.
        of: What the whole book owes.
        currency: Unit of the money.
    """
    segments, odds = made.segments, made.odds
    owed = segments.balance * segments.accounts
    sure = float(odds.p_best[odds.lead, np.arange(len(segments))] @ owed / owed.sum())
    whole = made.book[0]
    return t(
        "How sure, in {draws} draws of the {count} largest segments ({part} of the book): the "
        "first move is the best one for **{share}** of what they owe; nine draws of ten leave "
        "{low} to {high} {currency}, {value} as the numbers stand. More on the page Uncertainty.",
        draws=f"{made.draws.count:,}",
        count=f"{len(segments):,}",
        part=share_words(float(owed.sum()), of=of),
        share=f"{sure:.0%}",
        low=money(whole.p05),
        high=money(whole.p95),
        value=money(whole.value),
        currency=currency,
    )


def first_moves_in_one_sentence(
    ranked: api.BookRanking, scenario: Scenario, position: int, *, leads: str
) -> str:
    """Return how sure the first move of a segment's plan is; made in about a second.

    Args:
        ranked: The book, or one segment ranked alone.
        scenario: The numbers it was ranked with.
        position: The segment within the ranking.
        leads: The first move of the plan on the page.
    """
    made = cached.first(
        ranked.key,
        scenario.digest,
        "first_moves",
        cached.FIRST_OF_MOVES,
        api.USUAL_CORRELATION,
        api.USUAL_SEED,
        (position,),
        ranked,
        scenario,
    )
    return how_sure(made.odds, 0, move_names(), leads=leads)

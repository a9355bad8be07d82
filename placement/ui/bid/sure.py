"""How sure the bids of the sheet are: a sentence for all of them, and one for the lot looked at."""

from collections.abc import Callable

import numpy as np

from placement import api
from placement.domain.text import sentences
from placement.risk.bids import BidDraws
from placement.ui import session
from placement.ui.bid.cached import Asked, question_of
from placement.ui.bid.view import Sheet
from placement.ui.uncertainty.draws import asked as draws_asked
from placement.ui.uncertainty.line import show_how_sure
from placement.words.how_sure import bids_words, in_draws, one_bid_words

MOST_DRAWS, FEWEST_DRAWS, LOTS_DRAWN = 100, 20, 400
"""Draws of one lot and of many, and lots times draws that the page makes."""


def show_how_sure_bids_are(
    sheet: Sheet, asked: Asked, currency: str, *, chosen: int | None
) -> None:
    """Draw how sure the bids are, once the exact ones stand.

    Args:
        sheet: The exact sheet.
        asked: The question.
        currency: Unit of the money.
        chosen: The lot looked at, a position in the sheet.
    """
    places = [place for place, line in enumerate(sheet.lines) if line.desk is not None]
    if not places:
        return
    numbers, (correlation, seed) = session.assumptions(), draws_asked()
    draws = int(np.clip(LOTS_DRAWN // len(places), FEWEST_DRAWS, MOST_DRAWS))
    offers, sectors = [], []
    for place in places:
        row, line = sheet.rows[place], sheet.lines[place]
        if line.desk is None:
            continue
        offers.append(
            api.offer_of_row(
                row,
                question_of(row, asked),
                line.desk,
                stance=asked.scenario.stance,
                target_margin=asked.target_margin,
                fees=asked.fees,
                past=asked.past,
            )
        )
        sectors.append(row.sector)

    def draw(progress: Callable[[float], None]) -> BidDraws:
        return api.simulate_bids(
            offers,
            sectors,
            numbers,
            draws=draws,
            seed=seed,
            correlation=correlation,
            progress=progress,
        )

    def say(made: BidDraws) -> str:
        said = [sentences([in_draws(draws), bids_words(made, currency)])]
        if chosen in places:
            said.append(one_bid_words(made, places.index(chosen), currency))
        return sentences(said)

    key = ("bids", hash((sheet.rows, asked.key)), draws, correlation, seed)
    show_how_sure(key, draw, say)

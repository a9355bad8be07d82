"""How sure the chosen contracts are, in a sentence."""

from collections.abc import Callable

from placement import api
from placement.decide.mix.choose import Mix
from placement.domain.text import sentences
from placement.risk.mixes import MixDraws
from placement.tape.currency import DEFAULT_CURRENCY
from placement.ui import session
from placement.ui.contracts.cached import Asked
from placement.ui.uncertainty.draws import asked as draws_asked
from placement.ui.uncertainty.line import show_how_sure
from placement.words.how_sure import in_draws, mix_words

DRAWS = 60
"""Each values every contract and chooses twice: some tenths of a second."""


def show_how_sure_contracts_are(asked: Asked, best: Mix) -> MixDraws | None:
    """Draw how sure a choice is and return its draws, once they are there."""
    numbers, (correlation, seed) = session.assumptions(), draws_asked()

    def draw(progress: Callable[[float], None]) -> MixDraws:
        return api.simulate_mix(
            best,
            numbers,
            draws=DRAWS,
            fees=asked.fees,
            stance=asked.scenario.stance,
            time_limit=asked.time_limit,
            seed=seed,
            correlation=correlation,
            progress=progress,
        )

    names = best.contracts.contract
    return show_how_sure(
        ("mix", asked.key, correlation, seed),
        draw,
        lambda made: sentences([in_draws(DRAWS), mix_words(made, names, DEFAULT_CURRENCY)]),
    )

"""What the page Deal zone works out once for a lot, so that its slider only asks at one quote."""

import numpy as np

from placement import api
from placement.decide.deal.agency_economics import break_even_commission
from placement.decide.deal.business import Business, resolve_business
from placement.decide.deal.deal import library_margin
from placement.decide.deal.fee_terms import FeeTerms
from placement.decide.deal.lot import CourtWork, Ladder, Lot, make_lot
from placement.decide.deal.openers import Gap, Opener, gap_of, openers
from placement.decide.deal.zone import Zone, deal_zone
from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.domain.types import BoolArray, IntArray
from placement.scenario.scenario import Scenario
from placement.ui import cached
from placement.ui.deal.contract import Contract
from placement.ui.deal.lot import Choice
from placement.ui.fee_terms import terms_in_use
from placement.ui.gate.cache import cache_per_workspace
from placement.ui.timing.planned import plans_at_last

MOST_DRAWS, FEWEST_DRAWS, PLANS = 40, 10, 1_000
"""Draws of a small lot and of a large one, each a deal zone; and plans that all may take."""


def draws_of_lot(segments: int) -> int:
    """Return how many draws a lot of so many segments gets behind the page."""
    return int(np.clip(PLANS // max(segments, 1), FEWEST_DRAWS, MOST_DRAWS))


def lot(
    ranked: api.BookRanking,
    scenario: Scenario,
    choice: Choice,
    positions: IntArray,
    contract: Contract,
) -> Lot:
    """Return the lot of a choice under a contract.

    Raises:
        InputError: No account of it can be placed again.
    """
    return _lot(
        ranked.book.tape.digest,
        scenario.digest,
        choice.key,
        contract.ladder.value,
        contract.fixed_cost,
        contract.court_advance_share,
        repr(terms_in_use()),
        ranked,
        scenario,
        positions,
        terms_in_use(),
    )


def best_begun(ranked: api.BookRanking, scenario: Scenario) -> BoolArray:
    """Return which segments of the book are best begun with an agency."""
    plans = plans_at_last(ranked, horizon=DEFAULT_HORIZON, scenario=scenario)
    return api.best_placed(plans.first_value)


def margin(lot: Lot, scenario: Scenario, contract: Contract) -> float:
    """Return the target margin in use."""
    if contract.target_margin is not None:
        return contract.target_margin
    return library_margin(lot, cached.assumptions(scenario.digest, scenario))


def business(lot: Lot, scenario: Scenario) -> Business:
    """Return how the agency works the lot."""
    return resolve_business(lot.segments, cached.assumptions(scenario.digest, scenario))


def question(
    ranked: api.BookRanking, scenario: Scenario, choice: Choice, contract: Contract
) -> str:
    """Return what names the lot and its contract apart from the quote."""
    parts = (ranked.book.tape.digest, scenario.digest, choice.key, contract.ladder.value)
    more = (contract.fixed_cost, contract.court_advance_share, terms_in_use())
    return ":".join((*parts, *map(repr, more)))


@cache_per_workspace(max_entries=32)
def _lot(
    book_digest: str,
    scenario_digest: str,
    choice_key: str,
    ladder: str,
    fixed_cost: float | None,
    court_share: float,
    terms: str,
    _ranked: api.BookRanking,
    _scenario: Scenario,
    _positions: IntArray,
    _terms: FeeTerms,
) -> Lot:
    return make_lot(
        _ranked.ranking.valuation.segments.take(np.asarray(_positions)),
        cached.assumptions(scenario_digest, _scenario),
        stance=_scenario.stance,
        fixed_cost=fixed_cost,
        ladder=Ladder(ladder),
        fees=_terms,
        court=CourtWork(share=court_share),
    )


@cache_per_workspace(max_entries=64)
def zone(question: str, margin: float, _lot: Lot) -> Zone:
    """Return floor, ceiling, best commission and both curves; errors as `deal_zone`."""
    return deal_zone(_lot, target_margin=margin)


@cache_per_workspace(max_entries=64)
def gap(question: str, margin: float, _zone: Zone) -> Gap | None:
    """Return how far the sides are apart; None where there is a deal."""
    return gap_of(_zone)


@cache_per_workspace(max_entries=64)
def opened_by(question: str, margin: float, _zone: Zone) -> tuple[Opener, ...]:
    """Return what would open a deal."""
    return openers(_zone)


@cache_per_workspace(max_entries=64)
def break_even(question: str, _lot: Lot) -> float | None:
    """Return the lowest quote at which the agency does not lose money."""
    return break_even_commission(_lot)

"""How sure an agency's answers are: bids for lots and a choice of contracts, by draw.

How long a contract runs is agreed and known to who signs it, so it does not move here.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from placement.api.bid_lots import LotRow, lot_of_row
from placement.api.bid_sheet import BidQuestion
from placement.api.bidding import PastBids, learning_months
from placement.api.sectors import contract_lot
from placement.api.uncertainty import USUAL_CORRELATION, USUAL_SEED, draws_under_contract
from placement.assume.assumptions import Assumptions
from placement.decide.bid.desk import BidDesk
from placement.decide.bid.rivals import Rivals
from placement.decide.deal.agency_economics import agency_economics
from placement.decide.deal.business import resolve_business
from placement.decide.deal.deal import library_margin
from placement.decide.deal.fee_terms import FeeTerms
from placement.decide.deal.lot import Ladder, Lot, make_lot
from placement.decide.mix.choose import TIME_LIMIT, Mix
from placement.domain.types import FloatArray, Segments, Stance
from placement.risk.bids import BidDraws, Economics, Offer, bids_in_draws
from placement.risk.draws import numbers_of_draw
from placement.risk.mixes import MixDraws, mix_in_draws


def offer_of_row(
    row: LotRow,
    question: BidQuestion,
    desk: BidDesk,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    target_margin: float | None = None,
    fees: FeeTerms | None = None,
    past: PastBids | None = None,
) -> Offer:
    """Return a lot of a sheet with the bid for it, to be valued in draws.

    Args:
        row: The lot.
        question: Tender and rivals, the lot's own rules counted.
        desk: The answer with every number at its value.
        stance: How the agency sets its effort.
        target_margin: Profit wanted as a share of revenue; by default the library's.
        fees: As in `study_row`.
        past: The past results that the question refers to.
    """

    def economics(numbers: Assumptions) -> Economics:
        lot, margin = lot_of_row(
            row, numbers, stance=stance, target_margin=target_margin, fees=fees
        )
        return Economics(
            lot=lot, target_margin=margin, learning_months=learning_months(lot, numbers)
        )

    def rivals(lot: Lot, numbers: Assumptions) -> Rivals:
        return question.rivals(lot.quoted, past, assumptions=numbers)

    return _offer(desk, economics, rivals)


def offer_of_lot(
    segments: Segments,
    desk: BidDesk,
    *,
    rivals: Callable[[Assumptions], Rivals],
    stance: Stance = Stance.PROFIT_SEEKING,
    target_margin: float | None = None,
    fixed_cost: float | None = None,
    ladder: Ladder = Ladder.SCALED,
    fees: FeeTerms | None = None,
) -> Offer:
    """Return a lot as `bid` has it with the bid for it, to be valued in draws.

    Args:
        segments: The accounts.
        desk: The answer with every number at its value.
        rivals: Who else bids, under some numbers.
        stance: As in `bid`, and so the rest.
        target_margin: None takes the library's of each draw.
        fixed_cost: None takes the library's of each draw.
        ladder: How one quote becomes each segment's commission.
        fees: What the contract says beyond its commission.
    """

    def economics(numbers: Assumptions) -> Economics:
        lot = make_lot(
            segments, numbers, stance=stance, fixed_cost=fixed_cost, ladder=ladder, fees=fees
        )
        margin = library_margin(lot, numbers) if target_margin is None else target_margin
        return Economics(
            lot=lot, target_margin=margin, learning_months=learning_months(lot, numbers)
        )

    return _offer(desk, economics, lambda _, numbers: rivals(numbers))


def simulate_bids(
    offers: Sequence[Offer],
    sectors: Sequence[str],
    assumptions: Assumptions,
    *,
    draws: int,
    seed: int = USUAL_SEED,
    correlation: float = USUAL_CORRELATION,
    held: Sequence[str] = (),
    progress: Callable[[float], None] | None = None,
) -> BidDraws:
    """Return what bids bring, and what would have been best to bid, in every draw.

    Args:
        offers: The lots with their bids.
        sectors: Of their accounts.
        assumptions: The numbers in use, with their ranges.
        draws: How many; each takes a tenth of a second a lot and more.
        seed: As in `simulate`, and so the rest.
        correlation: Of each number with what its sector has in common.
        held: Paths or tables that stay at their values.
        progress: Called with the share done.

    Raises:
        InputError: A number breaks its rule.
    """
    drawn = draws_under_contract(
        assumptions, sectors, count=draws, seed=seed, correlation=correlation, held=held
    )
    return bids_in_draws(offers, drawn, progress=progress)


def simulate_mix(
    mix: Mix,
    assumptions: Assumptions,
    *,
    draws: int,
    fees: FeeTerms | None = None,
    stance: Stance = Stance.PROFIT_SEEKING,
    seed: int = USUAL_SEED,
    correlation: float = USUAL_CORRELATION,
    held: Sequence[str] = (),
    time_limit: float = TIME_LIMIT,
    progress: Callable[[float], None] | None = None,
) -> MixDraws:
    """Return what a choice of contracts brings, and what would have been best, in every draw.

    Args:
        mix: The choice with every number at its value.
        assumptions: The numbers in use, with their ranges.
        draws: How many; each takes some tenths of a second for thirty contracts.
        fees: As in `choose_contracts`.
        stance: How the agency sets its effort.
        seed: As in `simulate`, and so the rest.
        correlation: Of each number with what its sector has in common.
        held: Paths or tables that stay at their values.
        time_limit: Seconds that the searches of one draw may take together.
        progress: Called with the share done.

    Raises:
        InputError: A number breaks its rule.
    """
    sectors = sorted(set(mix.contracts.bands.sector))
    drawn = draws_under_contract(
        assumptions, sectors, count=draws, seed=seed, correlation=correlation, held=held
    )
    return mix_in_draws(
        mix, drawn, fees=fees, stance=stance, time_limit=time_limit, progress=progress
    )


def simulate_sectors(
    mixes: Mapping[str, Segments],
    assumptions: Assumptions,
    *,
    accounts: Mapping[str, int],
    draws: int,
    stance: Stance = Stance.PROFIT_SEEKING,
    fees: FeeTerms | None = None,
    seed: int = USUAL_SEED,
    correlation: float = USUAL_CORRELATION,
    held: Sequence[str] = (),
    progress: Callable[[float], None] | None = None,
) -> dict[str, FloatArray]:
    """Return what a month of one person's work earns in each sector, in every draw.

    Args:
        mixes: As in `compare_sectors`, and so the rest.
        assumptions: The numbers in use, with their ranges.
        accounts: By sector the accounts of one contract.
        draws: How many; each takes some tenths of a second.
        stance: How the agency sets its effort.
        fees: What every contract says beyond its commission.
        seed: As in `simulate`.
        correlation: Of each number with what its sector has in common.
        held: Paths or tables that stay at their values.
        progress: Called with the share done.

    Returns:
        By sector, shape (draws,); minus infinity where nobody works.

    Raises:
        InputError: A number breaks its rule.
    """
    drawn = draws_under_contract(
        assumptions, list(mixes), count=draws, seed=seed, correlation=correlation, held=held
    )
    numbers = drawn.numbers()
    found = {sector: np.full(drawn.count, -np.inf) for sector in mixes}
    for draw in range(drawn.count):
        here = numbers_of_draw(numbers, draw)
        for sector, mix in mixes.items():
            lot = contract_lot(mix, accounts[sector], here, stance=stance, fees=fees)
            business = resolve_business(lot.segments, here)
            worth = agency_economics(lot, business, quoted=lot.quoted).profit_per_seat_month
            found[sector][draw] = -np.inf if worth is None else worth
        if progress:
            progress((draw + 1) / drawn.count)
    return found


def _offer(
    desk: BidDesk,
    economics: Callable[[Assumptions], Economics],
    rivals: Callable[[Lot, Assumptions], Rivals],
) -> Offer:
    found = desk.found
    return Offer(
        economics=economics,
        rivals=rivals,
        tender=desk.tender,
        error=desk.error,
        floor=float(found.floor[0]),
        ceiling=float(found.ceiling[0]),
        bid=float(found.bid[0]) if found.recommend[0] else None,
    )

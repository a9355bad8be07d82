"""What to bid for lots in a tender."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from placement.api.rules import require
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.bid.bids import CutNormalBids
from placement.decide.bid.checks import require_amount, require_at_least, require_share
from placement.decide.bid.choices import ResultsAre
from placement.decide.bid.desk import BidDesk, bid_desk
from placement.decide.bid.fit import Fit, crowded_tenders, fit_bids
from placement.decide.bid.results import HEADINGS, PastResults, past_results
from placement.decide.bid.rivals import (
    MOST_RIVALS,
    Rivals,
    known_number,
    listed_chances,
    poisson_number,
)
from placement.decide.bid.tender import Tender
from placement.decide.deal.business import resolve_business
from placement.decide.deal.deal import library_margin
from placement.decide.deal.fee_terms import FeeTerms
from placement.decide.deal.lot import Ladder, Lot, make_lot, require_a_quote_counts
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray, Segments, Stance
from placement.tape.findings import Finding, Severity
from placement.tape.read import read_table


@dataclass(frozen=True, kw_only=True, eq=False)
class PastBids:
    """A fitted list of past results, and what was noticed in it."""

    fit: Fit
    findings: tuple[Finding, ...]


def fit_past_results(
    source: Path | bytes,
    *,
    filename: str | None = None,
    results_are: ResultsAre = ResultsAre.ALL,
    rivals: int | None = None,
) -> PastBids:
    """Read a list of past results (columns tender and commission) and fit rivals' bids to it.

    Args:
        source: CSV, XLSX, ODS or Parquet, own bids left out.
        filename: Name the user knows it by.
        results_are: All rivals' bids, or only the winning ones.
        rivals: For winning bids: of how many rivals' bids each was the lowest.

    Raises:
        TapeError: The file cannot be read or has no usable row.
        InputError: There are too few rows, or the number of rivals is missing.
    """
    name = filename or (source.name if isinstance(source, Path) else "")
    results = past_results(read_table(source, filename=name, keep=HEADINGS))
    fit = fit_bids(results, results_are=results_are, bidders=rivals)
    return PastBids(fit=fit, findings=(*results.findings, *_crowded(results, fit)))


def rivals_of(
    *,
    number: int | None = None,
    mean_number: float | None = None,
    chances: Sequence[float] | None = None,
    mean: float | None = None,
    sd: float | None = None,
    past: Fit | None = None,
    knows: float | None = None,
    assumptions: Assumptions | None = None,
) -> Rivals:
    """Return rivals as typed; what is not typed is taken from past results.

    Args:
        number: How many rivals, where it is known.
        mean_number: Mean of their Poisson number, where it is not.
        chances: Or the chances of 0, 1, 2 ... rivals.
        mean: A rival's mean commission, a decimal.
        sd: Its standard deviation; 0 is everyone at the mean.
        past: What past results say.
        knows: Share of that spread that knows the lot, from 0 to 1; by default the library's.
        assumptions: The numbers in use; by default the library's own.

    Raises:
        InputError: A number breaks its rule, or mean, sd or number are known from nowhere.
    """
    chance = _chances(number, mean_number, chances, past)
    if past is not None:
        mean, sd = past.mean if mean is None else mean, past.sd if sd is None else sd
    if chance.shape[-1] == 1 and mean is None:
        mean, sd = 0.5, 0.0
    if mean is None or sd is None:
        raise InputError(
            t("Rivals' bids are needed: give rival-mean and rival-sd, or past results.")
        )
    bids = CutNormalBids(mean=np.array([mean]), sd=np.array([sd]))
    if knows is None:
        knows = float((assumptions or load_library()).number("market.rivals_know"))
    return Rivals(chance=chance, bids=bids, knows=knows)


def bid(
    lots: Segments | Sequence[Segments],
    assumptions: Assumptions,
    *,
    rivals: Rivals,
    tender: Tender | None = None,
    estimate_error: float = 0.0,
    target_margin: float | None = None,
    fixed_cost: float | None = None,
    stance: Stance = Stance.PROFIT_SEEKING,
    ladder: Ladder = Ladder.SCALED,
    fees: FeeTerms | None = None,
    past: PastBids | None = None,
) -> BidDesk:
    """Return what to bid for each lot, all tendered under the same rules.

    Args:
        lots: The accounts of one lot, or of several.
        assumptions: The numbers in use.
        rivals: Who else bids.
        tender: The rules; by default one winner by price alone. Technical marks that are not
            given are as a mean rival's, spread as the library says.
        estimate_error: Error of the estimated share of willing debtors, a decimal.
        target_margin: Profit wanted, as a share of revenue; by default the library's, the highest
            of all lots.
        fixed_cost: Winning and running one contract; by default the library's.
        stance: How the agency sets its effort.
        ladder: How one quote becomes each segment's commission.
        fees: What the contract says beyond its commission; by default nothing.
        past: Fitted past results, to report.

    Raises:
        InputError: A number breaks its rule.
    """
    offered = [lots] if isinstance(lots, Segments) else list(lots)
    require(bool(offered), t("A bid needs a lot; none was given."))
    if fixed_cost is not None:
        require_amount(t("fixed-cost"), fixed_cost)
    made = [
        make_lot(lot, assumptions, stance=stance, fixed_cost=fixed_cost, ladder=ladder, fees=fees)
        for lot in offered
    ]
    for lot in made:
        require_a_quote_counts(lot)
    if target_margin is None:
        target_margin = max(library_margin(lot, assumptions) for lot in made)
    return bid_desk(
        made,
        rivals=rivals,
        tender=tender or Tender(),
        error=estimate_error,
        target_margin=target_margin,
        learning_months=max(learning_months(lot, assumptions) for lot in made),
        businesses=[resolve_business(lot.segments, assumptions) for lot in made],
        fit=past.fit if past else None,
        findings=past.findings if past else (),
    )


def slopes(
    price_weight: float,
    *,
    slope: float | None = None,
    slope_below: float | None = None,
    deduct_above: float | None = None,
    deduct_below: float | None = None,
) -> tuple[float, float | None]:
    """Return the slopes above and below a benchmark, from shares or from points a percent.

    A tender that takes off d points for each percent off the benchmark takes off d/p of the price
    points at 100 %, p being the price weight.

    Raises:
        InputError: A slope is given both ways, or a deduction below 0.
    """
    require_share(t("price-weight"), price_weight)
    given = {
        t("deduct-above"): (slope, deduct_above),
        t("deduct-below"): (slope_below, deduct_below),
    }
    found: list[float | None] = []
    for name, (share, points) in given.items():
        if points is None:
            found.append(share)
            continue
        require_at_least(name, points, 0.0)
        require(
            share is None,
            t("Give a slope or the points deducted a percent ({name}), not both.", name=name),
        )
        require(
            price_weight > 0.0,
            t("Without price points nothing can be deducted; got price-weight 0."),
        )
        found.append(points / price_weight)
    return (1.0 if found[0] is None else found[0]), found[1]


def learning_months(lot: Lot, assumptions: Assumptions) -> int:
    """Return the months until an agency knows what a lot is like, the longest of its sectors."""
    return max(
        round(float(assumptions.number(f"{sector}.agency.learning_months")))
        for sector in set(lot.segments.sector)
    )


def usual_points_spread(price_weight: float, assumptions: Assumptions) -> float | None:
    """Return the usual spread of rivals' technical points; None where only the price counts.

    Raises:
        InputError: The weight is no share.
    """
    require_share(t("price-weight"), price_weight)
    spread = float(assumptions.number("market.technical_points_spread"))
    return 100.0 * (1.0 - price_weight) * spread or None


def _chances(
    number: int | None,
    mean_number: float | None,
    chances: Sequence[float] | None,
    past: Fit | None,
) -> FloatArray:
    given = [value is not None for value in (number, mean_number, chances)]
    require(
        sum(given) <= 1,
        t("Give the number of rivals once: as a number, as a mean, or as chances."),
    )
    if number is not None:
        return known_number(number)
    if mean_number is not None:
        return poisson_number(mean_number)
    if chances is not None:
        return listed_chances(chances)
    if past is None or past.number is None:
        raise InputError(
            t(
                "The number of rivals is needed; past results tell it only where every bid of a "
                "tender is listed under the tender's name."
            )
        )
    return past.number


def _crowded(results: PastResults, fit: Fit) -> tuple[Finding, ...]:
    """Return a finding where a tender has more bids than rivals are reckoned with."""
    count = crowded_tenders(results) if fit.number is not None else 0
    if not count:
        return ()
    bids = results.bids_per_tender
    return (
        Finding(
            code="tender_crowded",
            severity=Severity.WARNING,
            rows=int(bids[bids > MOST_RIVALS].sum()),
            message=t(
                "A tender has {bids:,} bids, more than any tender sees; such tenders "
                "({tenders:,}) count with {most} rivals.",
                bids=int(bids.max()),
                tenders=count,
                most=MOST_RIVALS,
            ),
            advice=t("See whether the column of tenders names the tender, not the year."),
        ),
    )

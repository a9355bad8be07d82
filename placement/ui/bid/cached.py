"""What the Bid desk works out once: studied lots and bids, keyed by what was asked."""

from dataclasses import dataclass, field

from placement import api
from placement.decide.bid.choices import ResultsAre
from placement.decide.bid.desk import BidDesk
from placement.decide.bid.fit import Fit
from placement.decide.bid.studied import OneBid, StudiedLot
from placement.decide.deal.fee_terms import FeeTerms
from placement.scenario.scenario import Scenario
from placement.ui import cached
from placement.ui.gate.cache import cache_per_workspace


@dataclass(frozen=True, kw_only=True, eq=False)
class Asked:
    """A question about lots: the tender, the rivals, the numbers in use."""

    question: api.BidQuestion
    scenario: Scenario
    target_margin: float | None
    """None takes the library's of each lot's sector."""
    past: "api.PastBids | None" = None
    fees: FeeTerms = field(default_factory=FeeTerms)
    """What the contracts say beyond their commission."""

    @property
    def key(self) -> str:
        """What tells this question from others."""
        return f"{self.scenario.digest}:{self.target_margin!r}:{self.question!r}:{self.fees!r}"


def question_of(row: "api.LotRow", asked: Asked) -> "api.BidQuestion":
    """Return the question for a lot, whose own rules count first."""
    numbers = cached.assumptions(asked.scenario.digest, asked.scenario)
    return asked.question.under(
        row.rules, points_spread=lambda weight: api.usual_points_spread(weight, numbers)
    )


def studied(row: "api.LotRow", asked: Asked) -> StudiedLot:
    """Return all about a lot that no rival changes.

    Raises:
        InputError: A value of the lot breaks its rule, or it cannot be placed.
    """
    # Its name, ceiling and rules do not change what a lot is worth.
    lot = f"{row.figures!r}:{row.rungs!r}:{row.taken}"
    terms = repr(asked.fees)
    return _studied(lot, asked.scenario.digest, asked.target_margin, terms, row, asked)


def quick(row: "api.LotRow", asked: Asked) -> OneBid:
    """Return what to bid for a lot at once; errors as `studied`, or nothing bounds the bid."""
    return api.bid_quickly(
        studied(row, asked), question_of(row, asked), ceiling=row.ceiling, past=asked.past
    )


def exact(row: "api.LotRow", asked: Asked) -> OneBid:
    """Return what to bid for a lot, to the cent as the command does; errors as `quick`."""
    return _exact(row.key, asked.key, row, asked)


def full(row: "api.LotRow", asked: Asked) -> BidDesk:
    """Return the command's whole answer for a lot; errors as `quick`."""
    return _full(row.key, asked.key, row, asked)


def moved(row: "api.LotRow", asked: Asked) -> "api.RivalsMoved":
    """Return the best bids for a lot against other rivals; errors as `quick`."""
    return _moved(row.key, asked.key, row, asked)


@cache_per_workspace(max_entries=16, ttl="4h")
def fitted(
    digest: str, spoken: str, how: ResultsAre, rivals: int | None, name: str, _content: bytes
) -> "api.PastBids":
    """Return what past results say; findings are texts, so each language has its own.

    Raises:
        TapeError: The file cannot be read.
        InputError: It has too few rows.
    """
    return api.fit_past_results(_content, filename=name, results_are=how, rivals=rivals)


@cache_per_workspace(max_entries=16, ttl="4h")
def histogram(
    digest: str, how: ResultsAre, rivals: int | None, name: str, _content: bytes, _fit: Fit
) -> "api.PastHistogram":
    """Return past bids and the curve fitted to them; the number of rivals matters for winners."""
    lowest_of = (rivals or 1) if how is ResultsAre.LOWEST else 1
    return api.past_histogram(_content, _fit, filename=name, lowest_of=lowest_of)


@cache_per_workspace(max_entries=256)
def _studied(
    lot: str,
    scenario_digest: str,
    target_margin: float | None,
    terms: str,
    _row: "api.LotRow",
    _asked: Asked,
) -> StudiedLot:
    return api.study_row(
        _row,
        cached.assumptions(scenario_digest, _asked.scenario),
        stance=_asked.scenario.stance,
        target_margin=target_margin,
        fees=_asked.fees,
    )


@cache_per_workspace(max_entries=512)
def _exact(lot: str, key: str, _row: "api.LotRow", _asked: Asked) -> OneBid:
    return api.bid_exactly(
        studied(_row, _asked), question_of(_row, _asked), ceiling=_row.ceiling, past=_asked.past
    )


@cache_per_workspace(max_entries=64)
def _full(lot: str, key: str, _row: "api.LotRow", _asked: Asked) -> BidDesk:
    return api.bid_fully(
        studied(_row, _asked),
        question_of(_row, _asked),
        ceiling=_row.ceiling,
        past=_asked.past,
    )


@cache_per_workspace(max_entries=64)
def _moved(lot: str, key: str, _row: "api.LotRow", _asked: Asked) -> "api.RivalsMoved":
    return api.rivals_move(
        studied(_row, _asked), question_of(_row, _asked), ceiling=_row.ceiling, past=_asked.past
    )

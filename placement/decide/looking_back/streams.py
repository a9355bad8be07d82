"""What a batch leaves while an agency keeps it, and what taking it back brings, month by month.

Kept, a month leaves what a placement leaves (`value.agency`):

    (1 - c) * cash - gamma * i * open - h * B * open

Taken back after k months, the accounts still open are worth the best option that is open to them
then, by the same valuation that ranks any book, of the debtors that the odds leave in the batch;
none if the claim is better kept and left alone. What those who pay in instalments still owe comes
in as it would have. All before tax.

Source: own definition, docs/model.md, "Odds from evidence" and "The options".
"""

from dataclasses import dataclass, replace

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.rank import OPTIONS, rank
from placement.domain.types import AGENCY_OPTIONS, FloatArray, IntArray, Option, Segments, Stance
from placement.odds.liquidation import Odds, arrivals, expected_shares
from placement.odds.origins import History, Known, expected_money
from placement.value.options import value_with
from placement.value.resolve import next_contract, resolve_terms
from placement.value.terms import Terms

LEFT_ALONE = -1
"""In place of an option: the claim is kept and nothing is done."""


@dataclass(frozen=True, kw_only=True)
class Creditor:
    """Whose batches these are, and what he pays."""

    sector: str
    creditor_type: str
    assumptions: Assumptions
    """Without income tax."""

    commission: float | None = None
    """Share of collections; by default the library's for the age and creditor."""

    without: tuple[Option, ...] = ()
    """Ways out that he does not take."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Costs:
    """What keeping batches with an agency costs; arrays have shape (batches,)."""

    commission: FloatArray
    per_open: FloatArray
    """Complaints and holding, a month, if every account is open; money of the batch."""

    discount: float
    """Value today of 1 a month from now."""

    def kept(self, cash: FloatArray, open_before: FloatArray) -> FloatArray:
        """Return what each month leaves, shape (batches, months).

        Args:
            cash: What comes in, shape (batches, months).
            open_before: Share of accounts still open when the month starts.
        """
        return np.asarray(
            (1.0 - self.commission)[:, None] * cash - self.per_open[:, None] * open_before
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Streams:
    """What batches are expected to bring under odds."""

    costs: Costs
    cash: FloatArray
    """Expected of each month if kept, shape (batches, months)."""

    kept: FloatArray
    """What that leaves, same shape."""

    taken_back: FloatArray
    """What taking back after so many months brings, in money of then, shape (batches, months +
    1)."""

    option: IntArray
    """Position in `OPTIONS` of what is done then, or `LEFT_ALONE`; same shape."""

    def worth_of_stopping(self, seen: IntArray) -> FloatArray:
        """Return what each month of taking back is worth once so many months are behind.

        Shape (batches, months + 1); minus infinity for months that are past.
        """
        return worth_by_stop(self.kept, self.taken_back, seen, self.costs.discount)


def worth_by_stop(
    kept: FloatArray, taken_back: FloatArray, seen: IntArray, discount: float
) -> FloatArray:
    """Return what keeping up to each month and taking back then is worth now.

        V(k) = sum over j from seen + 1 to k of v^(j - seen) * kept_j + v^(k - seen) * taken_back_k

    Args:
        kept: What each month leaves, shape (batches, months).
        taken_back: What taking back after so many months brings, shape (batches, months + 1).
        seen: Months behind, shape (batches,).
        discount: Value today of 1 a month from now, v.
    """
    month = np.arange(kept.shape[1] + 1)
    since = month - seen[:, None]
    power = discount ** np.maximum(since, 0)
    ahead = np.where(since[:, 1:] > 0, kept * power[:, 1:], 0.0)
    so_far = np.concatenate([np.zeros((len(kept), 1)), np.cumsum(ahead, axis=1)], axis=1)
    return np.where(since >= 0, so_far + power * taken_back, -np.inf)


def streams(history: History, known: Known, creditor: Creditor, *, months: int) -> Streams:
    """Return what batches are expected to bring under what was known.

    Args:
        history: The batches.
        known: The odds, and the level of each batch.
        creditor: Whose they are; its numbers must show the odds.
        months: How far to look.
    """
    odds, level = known.odds, known.level[:, None]
    starts = np.minimum(level * expected_shares(odds, history.batches.age, months), 1.0)
    paid = np.concatenate([np.zeros((len(level), 1)), np.cumsum(starts, axis=1)], axis=1)
    still_open = np.maximum(1.0 - paid, 0.0)
    segments = _segments(history, creditor, months)
    terms = resolve_terms(segments, creditor.assumptions, stance=Stance.PROFIT_SEEKING)
    costs = costs_of(history, creditor, terms, months)
    cash = level * expected_money(history, odds, months)
    willing = level * _willing_left(odds, history.batches.age, months)
    worth, option = _best_for(segments, creditor, terms, willing, still_open)
    worth = worth * history.batches.accounts[:, None] * still_open
    worth += (1.0 - costs.commission)[:, None] * _under_way(history, starts, costs.discount)
    return Streams(
        costs=costs,
        cash=cash,
        kept=costs.kept(cash, still_open[:, :-1]),
        taken_back=worth,
        option=option,
    )


def costs_of(history: History, creditor: Creditor, terms: Terms, months: int) -> Costs:
    """Return what keeping costs, from terms with a row for each batch and month taken back."""
    size = len(history.batches.age)
    agency, market = terms.agency[Option.AGENCY_1], terms.market

    def first(numbers: FloatArray) -> FloatArray:
        """Return the numbers at placement."""
        return np.broadcast_to(numbers, (size * (months + 1),)).reshape(size, months + 1)[:, 0]

    contacts = first(agency.max_contacts_per_month) * history.batches.accounts
    held = first(market.holding_cost_rate) * history.batches.balance
    given = creditor.commission
    return Costs(
        commission=first(agency.commission) if given is None else np.full(size, given),
        per_open=first(agency.complaint_cost_per_contact) * contacts + held,
        discount=float(np.mean(market.discount)),
    )


def _segments(history: History, creditor: Creditor, months: int) -> Segments:
    """Return an account of each batch after each number of months."""
    data, rows = history.batches, len(history.batches.age) * (months + 1)
    after = np.tile(np.arange(months + 1), len(data.age))
    nothing = np.zeros(rows, dtype=bool)
    return Segments(
        label=("",) * rows,
        sector=(creditor.sector,) * rows,
        creditor_type=(creditor.creditor_type,) * rows,
        accounts=np.ones(rows, dtype=np.int64),
        balance=np.repeat(data.balance / data.accounts, months + 1),
        principal_share=np.full(rows, np.nan),
        age=np.repeat(data.age, months + 1) + after,
        placements=np.minimum(after, 1).astype(np.int64),
        months_since_demand=np.full(rows, np.nan),
        disputed=nothing,
        unreachable=nothing,
    )


def _willing_left(odds: Odds, ages: FloatArray, months: int) -> FloatArray:
    """Return who is still willing after so many months, of accounts placed."""
    willing = odds.willing_share * np.exp(-odds.fade_rate * (ages - odds.reference_age))
    return np.asarray(willing[:, None] * np.exp(-odds.speed * np.arange(months + 1)))


def _best_for(
    segments: Segments,
    creditor: Creditor,
    terms: Terms,
    willing: FloatArray,
    still_open: FloatArray,
) -> tuple[FloatArray, IntArray]:
    """Return what the best option leaves of an open account, and which it is.

    Args:
        segments: An account of each batch after each number of months.
        creditor: Whose they are.
        terms: Theirs.
        willing: Of accounts placed, shape (batches, months + 1), as the next.
        still_open: Of accounts placed.
    """
    share = np.divide(willing, still_open, out=np.zeros_like(willing), where=still_open > 0.0)
    contract = next_contract(segments, creditor.assumptions, stance=terms.stance)
    found = rank(value_with(segments, with_willing(terms, share.ravel()), contract))
    # To place a batch that nobody has had yet is what is being weighed, and no way out of it.
    shut = [OPTIONS.index(option) for option in (AGENCY_OPTIONS[0], *creditor.without)]
    net = np.array(found.ranked_net)
    net[shut] = -np.inf
    best = np.argmax(net, axis=0)
    worth = np.max(net, axis=0)
    shape = willing.shape
    return (
        np.maximum(worth, 0.0).reshape(shape),
        np.where(worth > 0.0, best, LEFT_ALONE).reshape(shape),
    )


def with_willing(terms: Terms, share: FloatArray) -> Terms:
    """Return terms with other shares of willing debtors, as many of them easy as before.

    Args:
        terms: The terms.
        share: Willing among open accounts, shape (segments,).
    """
    debtor, sale = terms.debtor, terms.sale
    wanted = np.clip(share, 0.0, 1.0 - debtor.reluctant)
    factor = np.divide(wanted, debtor.willing, out=np.zeros_like(wanted), where=debtor.willing > 0)
    hard = np.where(debtor.willing > 0.0, debtor.willing_hard * factor, wanted)
    return replace(
        terms,
        debtor=replace(debtor, willing_easy=debtor.willing_easy * factor, willing_hard=hard),
        sale=replace(
            sale,
            price=sale.price_per_willing * (wanted + sale.reluctant_weight * debtor.reluctant),
        ),
    )


def _under_way(history: History, starts: FloatArray, discount: float) -> FloatArray:
    """Return what those who have begun to pay still bring after each month, in money of then."""
    months = starts.shape[1]
    comes = arrivals(
        months + history.instalments, instalments=history.instalments, breakage=history.breakage
    )[:months]
    lag = np.arange(comes.shape[1])
    found = np.zeros((len(starts), months + 1))
    for month in range(1, months + 1):
        later = comes[:month, month:] @ discount ** (lag[month:] - month + 1.0)
        found[:, month] = starts[:, :month] @ later
    whole = history.settlement_share * history.batches.balance
    return np.asarray(found * whole[:, None])
